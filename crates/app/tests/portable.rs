//! Out of one house and into another: the same records, and nothing twice.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::portable::{Outcome, Portable};
use app::{AGREED, Clock, Desk, House, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};

const NOON: At = At(1_780_000_000_000);

async fn empty() -> House {
    House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap()
}

async fn lived_in() -> (House, Id) {
    let house = empty().await;
    let root = house.root_team("Town").await.unwrap().id;
    let keeper = || house.system_desk("test");
    let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
    let ana = keeper().add_person("ana", "Ana Soler", None).await.unwrap().id;
    keeper().seat(&ana, &team, 1, Role::Member).await.unwrap();
    keeper().take_in_map(&team, "levels = [\"contributor\"]", "server", AGREED).await.unwrap();
    let desk = house.desk_of(&ana).await.unwrap();
    let because = Answers::from([("because".to_owned(), Value::Text("Less to run.".into()))]);
    let one = desk.begin("decision", &team, "Drop the retry table", because).await.unwrap();
    let question = Answers::from([("text".to_owned(), Value::Text("Who reads it?".into()))]);
    desk.attach(&one.record.id, "question", question).await.unwrap();
    desk.begin("intent", &team, "Refunds arrive the same day", Answers::new()).await.unwrap();
    (house, team)
}

fn keeper(house: &House) -> Desk {
    house.system_desk("test")
}

fn outcomes(changes: &[app::portable::Change]) -> (usize, usize, usize) {
    let count = |outcome| changes.iter().filter(|it| it.outcome == outcome).count();
    (count(Outcome::Same), count(Outcome::Added), count(Outcome::Changed))
}

#[tokio::test]
async fn what_goes_out_comes_in_the_same_and_only_once() {
    let (from, _) = lived_in().await;
    let out = keeper(&from).export().await.unwrap();
    let lines: Vec<String> = out.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    let read: Vec<Portable> = lines.iter().map(|it| Portable::parse(it).unwrap()).collect();
    assert_eq!(read, out, "nothing is lost on the way through text");

    let into = empty().await;
    let dry = keeper(&into).apply(read.clone(), true).await.unwrap();
    assert_eq!(outcomes(&dry), (0, out.len(), 0));
    assert!(into.is_empty(), "a dry run writes nothing");
    keeper(&into).apply(read.clone(), false).await.unwrap();
    assert_eq!(keeper(&into).export().await.unwrap(), out);
    let again = keeper(&into).apply(read, false).await.unwrap();
    assert_eq!(outcomes(&again), (out.len(), 0, 0));
}

#[tokio::test]
async fn a_changed_title_is_shown_before_it_is_written() {
    let (house, _) = lived_in().await;
    let mut out = keeper(&house).export().await.unwrap();
    for object in &mut out {
        if let Portable::Record(it) = object
            && it.kind == "decision"
        {
            it.title = "Drop the retry queue".into();
            it.attached[0].state = "answered".into();
        }
    }
    let changes = keeper(&house).apply(out, false).await.unwrap();
    let changed: Vec<_> = changes.iter().filter(|it| it.outcome == Outcome::Changed).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(
        changed[0].differs,
        ["(title): \"Drop the retry table\" → \"Drop the retry queue\"", "question changed"]
    );
    let found = keeper(&house).search("queue").await.unwrap();
    assert_eq!((found[0].title.as_str(), found[0].version), ("Drop the retry queue", 2));
}

#[tokio::test]
async fn one_bad_object_keeps_all_of_them_out() {
    let (house, _) = lived_in().await;
    let before = keeper(&house).export().await.unwrap();
    let good = r#"{"is":"record","id":"a","kind":"decision","state":"proposed","title":"A","team":"payments","author":"ana"}"#;
    let bad = good.replace("\"a\"", "\"b\"").replace("proposed", "dreamt");
    let objects = [good, &bad].map(|it| Portable::parse(it).unwrap()).to_vec();
    let Err(Problem::Invalid(problems)) = keeper(&house).apply(objects, false).await else {
        panic!("there is no such state")
    };
    assert!(
        problems[0].field.contains("record/decision/b.json") && problems[0].says.contains("dreamt")
    );
    assert_eq!(keeper(&house).export().await.unwrap(), before);
}

#[tokio::test]
async fn a_file_written_by_hand_names_people_and_teams_as_people_do() {
    let (house, team) = lived_in().await;
    let by_hand = r#"{"is":"record","id":"ledger","kind":"decision","state":"proposed","title":"One ledger","team":"payments","author":"@ana"}"#;
    keeper(&house).apply(vec![Portable::parse(by_hand).unwrap()], false).await.unwrap();
    let read = keeper(&house).read(&"ledger".into()).await.unwrap().record;
    assert_eq!(read.team, team);
    assert_eq!(house.organisation().name_of(&read.author), "Ana Soler");
}

#[tokio::test]
async fn a_members_desk_exports_and_applies_nothing() {
    let (house, _) = lived_in().await;
    let ana = house.organisation().person_by_handle("ana").unwrap().id.clone();
    let desk = house.desk_of(&ana).await.unwrap();
    assert!(matches!(desk.export().await, Err(Problem::Refused(_))));
    assert!(matches!(desk.apply(Vec::new(), true).await, Err(Problem::Refused(_))));
}

/// Everything the program knows how to keep, with records that point at later ones.
#[tokio::test]
async fn the_whole_sample_goes_out_and_comes_in_the_same() {
    let from = empty().await;
    app::sample::fill(&from).await.unwrap();
    let out = keeper(&from).export().await.unwrap();
    let into = empty().await;
    keeper(&into).apply(out.clone(), false).await.unwrap();
    assert_eq!(keeper(&into).export().await.unwrap(), out);
    assert_eq!(outcomes(&keeper(&into).apply(out.clone(), true).await.unwrap()), (out.len(), 0, 0));
}
