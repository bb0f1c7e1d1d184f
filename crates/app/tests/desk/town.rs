//! A small organisation with somebody in every relation to one team.

use app::{Clock, Desk, House, Places, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::samples::text;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Record};

/// 2026-05-28T20:26:40Z
pub(crate) const NOW: At = At(1_780_000_000_000);

/// Everybody, and how they stand to Payments.
pub(crate) const EVERYBODY: [&str; 8] = [
    "ana",  // leads from within, steward of the team
    "kim",  // of the team
    "pia",  // reads along on the team
    "nia",  // on Ledger, below
    "lee",  // on Search, beside
    "ruth", // leads from above
    "raj",  // leads from above and keeps the organisation
    "zoe",  // has no seat
];

pub(crate) struct Town {
    pub(crate) house: House,
    pub(crate) root: Id,
    pub(crate) team: Id,
    pub(crate) ledger: Id,
    pub(crate) search: Id,
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::at("sqlite::memory:").await
    }

    pub(crate) async fn at(url: &str) -> Self {
        Self::keeping(url, Places::default()).await
    }

    pub(crate) async fn keeping(url: &str, places: Places) -> Self {
        let house = House::open_keeping(url, Kinds(ALL), Clock::at(NOW), places).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let ledger = keeper().add_team(Some(&team), "Ledger").await.unwrap().id;
        let search = keeper().add_team(Some(&root), "Search").await.unwrap().id;
        for (handle, seat) in [
            ("ana", Some((&team, 1, Role::Steward))),
            ("kim", Some((&team, 0, Role::Member))),
            ("pia", Some((&team, 0, Role::Reader))),
            ("nia", Some((&ledger, 0, Role::Member))),
            ("lee", Some((&search, 0, Role::Member))),
            ("ruth", Some((&root, 3, Role::Member))),
            ("raj", Some((&root, 3, Role::Steward))),
            ("zoe", None),
        ] {
            let address = format!("{handle}@town.example");
            let person = keeper().add_person(handle, &name(handle), Some(&address)).await.unwrap();
            if let Some((team, level, role)) = seat {
                keeper().seat(&person.id, team, level, role).await.unwrap();
            }
        }
        Self { house, root, team, ledger, search }
    }

    pub(crate) fn id(&self, handle: &str) -> Id {
        self.house.organisation().person_by_handle(handle).unwrap().id.clone()
    }

    pub(crate) async fn desk(&self, handle: &str) -> Desk {
        self.house.desk_of(&self.id(handle)).await.unwrap()
    }

    pub(crate) fn keeper(&self) -> Desk {
        self.house.system_desk("test")
    }

    pub(crate) fn later(&self, milliseconds: i64) {
        self.house.clock().set(self.house.now().plus(milliseconds));
    }

    /// A decision of the team, begun by this person.
    pub(crate) async fn decision(&self, by: &str, title: &str) -> Record {
        let because = words(&[("because", "Less to run.")]);
        self.desk(by).await.begin("decision", &self.team, title, because).await.unwrap().record
    }

    /// Signs somebody in, and gives the cookie.
    pub(crate) async fn cookie(&self, handle: &str) -> String {
        let link = self.house.sign_in_link(&self.id(handle)).await.unwrap();
        self.house.use_sign_in_link(&link, "Firefox").await.unwrap()
    }
}

pub(crate) fn name(handle: &str) -> String {
    format!("{}{} Holm", handle[..1].to_uppercase(), &handle[1..])
}

pub(crate) fn words(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(name, value)| text(name, value)).collect()
}

pub(crate) fn refused<T>(result: &Result<T, Problem>) -> bool {
    matches!(result, Err(Problem::Refused(_)))
}

/// What a form would show beside its field.
pub(crate) fn field<T>(result: Result<T, Problem>) -> (String, String) {
    match result {
        Err(Problem::Invalid(problems)) => (problems[0].field.clone(), problems[0].says.clone()),
        Err(other) => panic!("no field is wrong: {other}"),
        Ok(_) => panic!("it was taken"),
    }
}
