//! A whole old log brought in: readable, found, linked, and asking nobody for anything.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::portable::Outcome;
use app::portable::import::{self, Came, How, Source, Taken};
use app::{Clock, Desk, House, Whose};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::decision::KIND;
use domain::practice::{ALL, Kinds};

/// Thursday, 28 May 2026.
const NOON: At = At(1_780_000_000_000);

const OLD: &str = "---\nstatus: superseded by [2](0002-one-queue.md)\ndate: 2026-05-20\n---\n\n# Two queues\n\n## Decision Outcome\n\nTwo.\n";
const NEW: &str = "---\nstatus: accepted\ndate: 2026-05-27\nreview-on: 2026-05-28\ndecision-makers: ana\n---\n\n# One queue\n\n## Decision Outcome\n\nChosen option: \"One\", because less\n";
const INCIDENT: &str = r#"{ "id": 7, "name": "shop-7", "title": "Slow", "status": "Closed", "visibility": "Open", "description": "Slow.", "closed_at": "2026-05-08T08:00:00Z",
  "tasks": [{ "description": "Show who reads", "status": "Open", "resolve_by": "2026-05-29T12:00:00Z", "assignees": [{ "individual": { "email": "ana@shop.example" } }] }] }"#;

struct Town {
    house: House,
    team: Id,
    ana: Id,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let root = house.root_team("Town").await.unwrap().id;
        let keeper = house.system_desk("test");
        let team = keeper.add_team(Some(&root), "Payments").await.unwrap().id;
        let ana = house.system_desk("test").add_person("ana", "Ana", None).await.unwrap().id;
        house.system_desk("test").seat(&ana, &team, 1, Role::Steward).await.unwrap();
        Self { house, team, ana }
    }

    async fn desk(&self) -> Desk {
        self.house.desk_of(&self.ana).await.unwrap()
    }

    /// Everything at once, and what it did.
    async fn brought(&self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for objects in [taken().objects, of("dispatch", &[("incidents.json", INCIDENT)]).objects] {
            let changes = self.house.system_desk("test").apply(objects, false).await.unwrap();
            outcomes.extend(changes.into_iter().map(|it| it.outcome));
        }
        outcomes
    }
}

fn of(format: &str, files: &[(&str, &str)]) -> Taken {
    let format = import::format(format).unwrap();
    let source =
        |(path, text): &(&str, &str)| Source { path: (*path).into(), bytes: (*text).into() };
    import::read(
        format,
        &files.iter().map(source).collect::<Vec<_>>(),
        How { team: "payments", ..How::default() },
    )
}

fn taken() -> Taken {
    of("madr", &[("0001-two-queues.md", OLD), ("0002-one-queue.md", NEW)])
}

#[tokio::test]
async fn history_stands_on_nobodys_today_in_no_calendar_and_in_no_measure() {
    let town = Town::new().await;
    let before = town.desk().await.today().await.unwrap();
    assert_eq!(town.brought().await, [Outcome::Added; 3]);
    let desk = town.desk().await;
    let today = desk.today().await.unwrap();
    assert_eq!(
        (today.waiting(), today.due.len(), today.changed.len()),
        (0, 0, before.changed.len())
    );
    let never = "2126-05-28".parse().unwrap();
    for whose in [Whose::Mine, Whose::Team(town.team.clone()), Whose::All] {
        assert_eq!(desk.due(&whose, never, 100).await.unwrap().items, [], "not in a hundred years");
    }
    assert_eq!(desk.quality(&town.team).await.unwrap().judged.len(), 0);
    assert_eq!(desk.commitments(Some(&town.team), None, None, 100).await.unwrap().items.len(), 0);
    for count in desk.counts().await.unwrap() {
        let kind = ALL.iter().find(|it| it.slug == count.kind).unwrap();
        assert!(!kind.state(&count.state).unwrap().open, "{} is {}", count.kind, count.state);
    }
}

#[tokio::test]
async fn history_is_found_and_leads_to_what_replaced_it() {
    let town = Town::new().await;
    town.brought().await;
    let desk = town.desk().await;
    let found = desk.search("queues").await.unwrap();
    assert_eq!(found[0].title, "Two queues");
    let linked = desk.linked(&"file-payments--0002-one-queue".into()).await.unwrap();
    assert!(linked.iter().any(|it| it.record.title == "Two queues"));
}

#[tokio::test]
async fn the_same_again_is_the_same_and_work_done_here_is_left_alone() {
    let town = Town::new().await;
    town.brought().await;
    let keeper = || town.house.system_desk("test");
    let once = keeper().export().await.unwrap();
    assert_eq!(town.brought().await, [Outcome::Same; 3]);
    assert_eq!(keeper().export().await.unwrap(), once);

    let desk = town.desk().await;
    let id: Id = "file-payments--0002-one-queue".into();
    let record = desk.read(&id).await.unwrap().record;
    let up = desk.make_move(&id, record.version, "take_up").await.unwrap().record;
    assert_eq!((up.state.as_str(), up.text("review_on")), ("decided", "2026-05-28"), "as it says");
    assert_eq!(KIND.due_on(&up), "2026-05-28".parse().ok(), "due now that it is theirs");
    let mut again = taken();
    let changes = keeper().apply(again.objects.clone(), true).await.unwrap();
    again.compare(&changes);
    assert_eq!((again.count(Came::Same), again.that(&[Came::New, Came::Changed])), (2, Vec::new()));
}
