//! A town whose teams are a reader's best chance, and one review held in it through its doors: a team of
//! four, one of exactly five, one of one mind, somebody in two teams, two direct members, somebody who
//! leaves, somebody who comes late, and a team that is called something else by the close.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::health::figures::Answer;
use domain::health::instrument::ITEMS;
use domain::health::opening::Opening;
use domain::id::Id;
use domain::people::Role;

use crate::browser::{Browser, Page, Place, path};

/// Name, letter of its people, and how many they are; the last two are direct members of Shops.
const TEAMS: [(&str, &str, usize); 6] = [
    ("Payments", "p", 10),
    ("Bookings", "b", 8),
    ("Search", "s", 4),
    ("Stock", "k", 5),
    ("Alike", "a", 6),
    ("Shops", "d", 2),
];

/// Of Bookings one takes a ticket and keeps it, one takes none.
pub(crate) const KEEPS_IT: &str = "b5";
pub(crate) const TAKES_NONE: &str = "b6";

/// Everybody who looks, and why they are worth a look.
pub(crate) const READERS: [&str; 15] = [
    "p1",       // of a team
    "p2",       // and its steward
    "p0",       // of two teams
    "s0",       // of the team of four
    "k0",       // of the team of five, and skipped an item
    "k1",       // of the team of five
    "a0",       // of the team of one mind
    "d0",       // of no team below
    TAKES_NONE, // was asked, and did not answer
    "b7",       // answered, and left for the team of four
    "late",     // came to Payments while it was open
    "ines",     // leads Shops from outside
    "raj",      // leads the town
    "rita",     // reads
    "ana",      // keeps the house
];

/// Where the town keeps what it knows.
#[derive(Clone, Copy)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

pub(crate) struct Town {
    pub(crate) place: Place,
    pub(crate) people: BTreeMap<String, Id>,
    pub(crate) shops: Id,
    /// Of the review.
    pub(crate) at: String,
    pub(crate) id: Id,
}

/// What somebody answers to an item: their handle says who they are.
pub(crate) fn answer(who: &str, item: usize) -> Option<Answer> {
    let (team, at) = who.split_at(1);
    let at: usize = at.parse().unwrap();
    match (team, at, item) {
        ("a", ..) => Some(Answer::Step(4)),
        ("k", 0, 1) => None,
        (_, 1, 2) => Some(Answer::NotApplicable),
        (_, 0, 3) => Some(Answer::Step(4)),
        (_, _, 3) => Some(Answer::Step(5)),
        _ => Some(Answer::Step((at + item) % 5 + 1)),
    }
}

/// Payments all write, and whoever writes later comes earlier in the alphabet; of Bookings one writes.
pub(crate) fn words(who: &str) -> String {
    const SAID: [&str; 10] = [
        "zebra", "walnut", "velvet", "umber", "teal", "sienna", "quartz", "pewter", "ochre",
        "nickel",
    ];
    match who.split_at(1) {
        ("p", at) => {
            format!("We could ship more often, {}", SAID[at.parse::<usize>().unwrap()])
        }
        ("b", "0") => "We could ship more often, okapi".to_owned(),
        _ => String::new(),
    }
}

/// Said by people whose pile is too small: shown to nobody, ever.
pub(crate) const NEVER_SHOWN: [&str; 2] = ["zebra", "okapi"];

impl Town {
    /// With its review open, and nobody has taken a ticket.
    pub(crate) async fn open(on: On) -> Self {
        let place = match on {
            On::Sqlite => Place::new().await,
            On::Postgres => Place::on_postgres().await,
        };
        let system = || place.house.system_desk("town");
        let shops = system().add_team(Some(&place.root), "Shops").await.unwrap().id;
        let mut town =
            Self { people: BTreeMap::new(), shops, at: String::new(), id: Id::default(), place };
        for (team, letter, size) in TEAMS {
            if team != "Shops" {
                let system = town.place.house.system_desk("town");
                system.add_team(Some(&town.shops), team).await.unwrap();
            }
            for at in 0..size {
                let who = format!("{letter}{at}");
                let role = if who == "p2" { Role::Steward } else { Role::Member };
                town.newcomer(&who, team, (0, role)).await;
            }
        }
        for (who, team, seat) in [
            ("ines", "Shops", (2, Role::Member)),
            ("raj", "Northwind", (3, Role::Member)),
            ("rita", "Northwind", (0, Role::Reader)),
        ] {
            town.newcomer(who, team, seat).await;
        }
        town.people.insert("ana".into(), town.place.ana.clone());
        town.seat("p0", "Bookings", (0, Role::Member)).await;
        town.opens("First quarter").await;
        town
    }

    /// Begun by a direct member, joined by somebody of each team, and open.
    pub(crate) async fn opens(&mut self, title: &str) {
        self.opens_with(title, &[]).await;
    }

    /// The same by forms that say more than is asked.
    pub(crate) async fn opens_with(&mut self, title: &str, more: &[(&str, &str)]) {
        let more: Vec<_> = more.iter().filter(|it| it.0 != "team").copied().collect();
        let mut begins = self.browser("d0").await;
        let begin = [&[("title", title), ("team", "shops")], more.as_slice()].concat();
        let begun = begins.post("/health-review/new", &begin).await;
        self.at = path(begun.to());
        self.id = self.at.rsplit('/').next().unwrap().into();
        for (team, letter, _) in &TEAMS[..5] {
            let name = self
                .place
                .house
                .organisation()
                .team_by_slug(&team.to_lowercase())
                .unwrap()
                .name
                .clone();
            let mut joins = self.browser(&format!("{letter}1")).await;
            let joined = joins
                .post(&format!("{}/attach/joined", self.at), &[("a.text", name.as_str())])
                .await;
            assert_eq!(joined.status, StatusCode::SEE_OTHER, "{team}: {}", joined.text);
        }
        let version = self.version().await;
        let open = [&[("version", version.as_str())], more.as_slice()].concat();
        let opened = begins.post(&format!("{}/move/open", self.at), &open).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    }

    /// Held as people live it, closed, and talked over.
    pub(crate) async fn talked(on: On) -> Self {
        let town = Self::closed(on).await;
        town.talk().await;
        town
    }

    pub(crate) async fn closed(on: On) -> Self {
        let mut town = Self::open(on).await;
        town.held(&[]).await;
        town
    }

    /// Everybody but these answers, somebody keeps their ticket, things happen, and it is closed.
    pub(crate) async fn held(&mut self, but: &[&str]) {
        self.ticket(KEEPS_IT).await;
        self.all_answer(&[&[KEEPS_IT], but].concat()).await;
        self.newcomer("late", "Payments", (0, Role::Member)).await;
        let system = || self.place.house.system_desk("town");
        system().end_seat(&self.people["b7"], &self.team("Bookings")).await.unwrap();
        self.seat("b7", "Search", (0, Role::Member)).await;
        system().rename_team(&self.team("Payments"), "Money").await.unwrap();
        self.step("d0", "close").await;
    }

    /// All but these, and whoever never does.
    pub(crate) async fn all_answer(&self, but: &[&str]) {
        for (who, _) in self.asked() {
            if who != TAKES_NONE && !but.contains(&who.as_str()) {
                self.answers(&who).await;
            }
        }
    }

    pub(crate) async fn talk(&self) {
        let version = self.version().await;
        let outcome = [
            ("version", version.as_str()),
            ("title", "First quarter"),
            ("a.outcome", "We leave it as it is."),
        ];
        let saved = self.browser("d0").await.post(&format!("{}/edit", self.at), &outcome).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        self.step("d0", "talk").await;
    }

    pub(crate) async fn newcomer(&mut self, who: &str, team: &str, seat: (usize, Role)) {
        let system = self.place.house.system_desk("town");
        let person =
            system.add_person(who, who, Some(&format!("{who}@town.example"))).await.unwrap().id;
        self.people.insert(who.to_owned(), person);
        self.seat(who, team, seat).await;
    }

    pub(crate) async fn seat(&self, who: &str, team: &str, (level, role): (usize, Role)) {
        let system = self.place.house.system_desk("town");
        system.seat(&self.people[who], &self.team(team), level, role).await.unwrap();
    }

    pub(crate) fn team(&self, name: &str) -> Id {
        if name == "Northwind" {
            return self.place.root.clone();
        }
        self.place.house.organisation().team_by_slug(&name.to_lowercase()).unwrap().id.clone()
    }

    pub(crate) async fn browser(&self, who: &str) -> Browser {
        self.place.signed_in(&self.people[who]).await
    }

    pub(crate) async fn opening(&self) -> Opening {
        let desk = self.place.house.desk_of(&self.people["p1"]).await.unwrap();
        desk.wave(&self.id).await.unwrap().unwrap().opening
    }

    /// Who is asked, with their teams as the opening numbers them.
    pub(crate) fn asked(&self) -> Vec<(String, Vec<usize>)> {
        // Shops, then those that joined by their names.
        let places = [("d", 0), ("a", 1), ("b", 2), ("p", 3), ("s", 4), ("k", 5)];
        let mut asked = Vec::new();
        for (letter, place) in places {
            let size = TEAMS.iter().find(|it| it.1 == letter).unwrap().2;
            asked.extend((0..size).map(|at| (format!("{letter}{at}"), vec![place])));
        }
        let both = asked.iter_mut().find(|it| it.0 == "p0").unwrap();
        both.1 = vec![2, 3];
        asked
    }

    async fn version(&self) -> String {
        let system = self.place.house.system_desk("town");
        system.read(&self.id).await.unwrap().record.version.to_string()
    }

    pub(crate) async fn step(&self, who: &str, name: &str) {
        let page = self.try_step(who, name).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {}", page.text);
    }

    pub(crate) async fn try_step(&self, who: &str, name: &str) -> Page {
        let version = self.version().await;
        let to = format!("{}/move/{name}", self.at);
        self.browser(who).await.post(&to, &[("version", version.as_str())]).await
    }

    pub(crate) fn door(&self) -> String {
        format!("/ballot/{}", self.id)
    }

    pub(crate) async fn ticket(&self, who: &str) -> String {
        let mut browser = self.browser(who).await;
        let start = browser.get(&self.at).await.field("start").expect("a ticket to take");
        let page = browser.post(&format!("{}/ticket", self.door()), &[("start", &start)]).await;
        page.field("ticket").expect("a ticket in the form")
    }

    pub(crate) async fn answers(&self, who: &str) {
        let ticket = self.ticket(who).await;
        let sent = self.sends(who, &ticket).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{who}: {}", sent.text);
    }

    /// With a ticket, and as nobody.
    pub(crate) async fn sends(&self, who: &str, ticket: &str) -> Page {
        let chosen = ITEMS.iter().enumerate().filter_map(|(at, item)| {
            let step = match answer(who, at)? {
                Answer::Step(step) => step.to_string(),
                Answer::NotApplicable => "na".to_owned(),
            };
            Some((format!("i.{}", item.key), step))
        });
        let chosen: Vec<_> = chosen.collect();
        let said = words(who);
        let mut fields = vec![("ticket", ticket), ("words", said.as_str())];
        fields.extend(chosen.iter().map(|it| (it.0.as_str(), it.1.as_str())));
        self.place.browser().post_bare(&self.door(), &fields).await
    }
}
