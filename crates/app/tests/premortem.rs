//! A pre-mortem in a house: nothing is seen before its time, nothing that was written is lost.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::time::Duration;

use app::{Clock, Desk, House, ListQuery, Problem};
use domain::attachment::line;
use domain::id::{At, Id};
use domain::kind::{Answer, Ask, Cell, Column, Kind, Move, Need, Place, State, nothing_more};
use domain::people::{Role, Who};
use domain::practice::premortem::recall::factor_key;
use domain::practice::premortem::session::kept_tally;
use domain::practice::{Kinds, premortem};
use domain::record::{Answers, Dossier, Row, Value};

/// 2026-03-06, noon.
const NOON: At = At(1_772_798_400_000);

static FACTORS: &[Column] =
    &[Column { name: "factor", label: "Factor", cell: Cell::Prose, needed: true }];

/// Just enough of a postmortem to name its factors.
static POSTMORTEM: Kind = Kind {
    slug: "postmortem",
    name: "Postmortem",
    plural: "Postmortems",
    place: Place::Reflections,
    purpose: "What happened.",
    begin: "What happened?",
    by: Who::Team,
    asks: &[
        Ask {
            answer: Answer::Rows(FACTORS),
            ..line("factors", "What contributed", "", Need::Never)
        },
        Ask {
            answer: Answer::Record("premortem"),
            ..line("premortem", "Looked ahead in", "", Need::Never)
        },
    ],
    states: &[State { name: "open", label: "open", open: true }],
    moves: &[Move {
        name: "stay",
        label: "Stay",
        then: "Nothing.",
        from: &["open"],
        to: "open",
        by: Who::Team,
        check: nothing_more,
    }],
    sample: || unreachable!("nobody asks this one"),
    ..Kind::PLAIN
};

static KINDS: &[&Kind] = &[&premortem::KIND, &POSTMORTEM];

/// Four of the team, and Ines who leads it from outside.
struct Table {
    house: House,
    team: Id,
    people: Vec<Desk>,
    ines: Desk,
    id: Id,
}

impl Table {
    async fn laid() -> Self {
        let house = House::open("sqlite::memory:", Kinds(KINDS), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let mut people = Vec::new();
        for (handle, seat, level) in [
            ("ana", &team, 1),
            ("ben", &team, 0),
            ("eva", &team, 0),
            ("kim", &team, 0),
            ("ines", &root, 3),
        ] {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        let mut desks = Vec::new();
        for person in &people {
            desks.push(house.desk_of(person).await.unwrap());
        }
        let ines = desks.pop().unwrap();
        let answers = texts(&[("horizon", "2026-06-30")]);
        let begun = desks[0].begin("premortem", &team, "Move the payouts", answers).await.unwrap();
        Self { house, team, people: desks, ines, id: begun.record.id }
    }

    async fn step(&self, desk: &Desk, name: &str) -> Dossier {
        let version = desk.read(&self.id).await.unwrap().record.version;
        desk.make_move(&self.id, version, name).await.unwrap()
    }

    /// Everybody has written one card and one estimate; the cards still lie face down.
    async fn written() -> Self {
        let table = Self::laid().await;
        table.step(&table.people[0], "open").await;
        for (desk, percent) in table.people.iter().zip(["60", "70", "80", "90"]) {
            table.give(desk, "before", &[("chance", percent)]).await;
        }
        table.step(&table.people[0], "write").await;
        for desk in table.people.iter().chain([&table.ines]) {
            let text = format!("zebra{} broke at night", desk.actor().handle);
            table.give(desk, "card", &[("text", &text)]).await;
        }
        table
    }

    async fn give(&self, desk: &Desk, slot: &str, said: &[(&str, &str)]) -> Id {
        desk.attach(&self.id, slot, texts(said)).await.unwrap().id
    }

    async fn cards(&self, desk: &Desk) -> usize {
        desk.read(&self.id).await.unwrap().slot("card").count()
    }
}

fn texts(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(name, it)| ((*name).to_owned(), Value::Text((*it).to_owned()))).collect()
}

fn ids(name: &str, ids: &[&Id]) -> (String, Value) {
    (name.to_owned(), Value::List(ids.iter().map(ToString::to_string).collect()))
}

#[tokio::test]
async fn nobody_sees_a_card_before_the_reveal_wherever_they_look() {
    let table = Table::written().await;
    let (ana, system) = (&table.people[0], table.house.system_desk("test"));
    for desk in table.people.iter().chain([&table.ines]) {
        assert_eq!(table.cards(desk).await, 1, "one's own");
        assert!(desk.search("zebraben").await.unwrap().is_empty(), "the search looks under it");
        let history = format!("{:?}", desk.history(&table.id).await.unwrap());
        assert!(!history.contains("zebra"), "the journal says it");
        let added = desk.history(&table.id).await.unwrap();
        let others = added.iter().filter(|it| it.what.starts_with("attachment."));
        assert!(others.clone().all(|it| it.actor == desk.actor().id), "the history says who wrote");
        assert!(others.count() <= 2);
        let today = format!("{:?}", desk.today().await.unwrap());
        assert!(!today.contains("zebra"), "Today says it");
    }
    let export = format!("{:?}", system.export().await.unwrap());
    assert!(!export.contains("zebra") && !export.contains("\"60\""), "the export says it");

    table.step(ana, "reveal").await;
    assert_eq!(table.cards(ana).await, 5);
    assert_eq!(ana.search("zebraben").await.unwrap().len(), 1);
    let export = format!("{:?}", system.export().await.unwrap());
    assert!(export.contains("zebraben"));
    // How many cards each wrote stays nobody else's, and estimates stay with whoever gave them.
    let history = ana.history(&table.id).await.unwrap();
    let added = history.iter().filter(|it| it.what == "attachment.added");
    assert!(added.clone().all(|it| it.actor == ana.actor().id));
    assert_eq!(ana.read(&table.id).await.unwrap().slot("before").count(), 1);
}

#[tokio::test]
async fn words_changed_face_down_leave_no_trace_for_others() {
    let table = Table::written().await;
    let (ana, ben) = (&table.people[0], &table.people[1]);
    let card = ben.read(&table.id).await.unwrap().slot("card").next().cloned().unwrap();
    let better = texts(&[("text", "okapi fell over in the morning")]);
    ben.reword(&table.id, &card.id, card.version, better).await.unwrap();
    for desk in [ana, ben] {
        let history = format!("{:?}", desk.history(&table.id).await.unwrap());
        assert!(!history.contains("zebra") && !history.contains("okapi"));
    }
    table.step(ana, "reveal").await;
    let card = ben.read(&table.id).await.unwrap().slot("card").find(|it| it.id == card.id).cloned();
    let late = texts(&[("text", "I never wrote that")]);
    let tried = ben.reword(&table.id, &card.unwrap().id, 2, late).await;
    assert!(matches!(tried, Err(Problem::Refused(_))), "what was read together stays");
}

#[tokio::test]
async fn only_the_team_takes_steps_and_the_reveal_is_one_of_them() {
    let table = Table::written().await;
    let version = table.ines.read(&table.id).await.unwrap().record.version;
    for step in ["reveal", "longer", "call_off"] {
        let tried = table.ines.make_move(&table.id, version, step).await;
        assert!(matches!(tried, Err(Problem::Refused(_))), "{step} by a leader");
    }
    assert!(table.ines.reveal(&table.id, version).await.is_err());
    let from_outside = table.ines.begin("premortem", &table.team, "Mine", Answers::new()).await;
    assert!(matches!(from_outside, Err(Problem::Refused(_))));
    // The verb that reveals any record goes through the step, with its rule.
    let early = Table::laid().await;
    let tried = early.people[1].reveal(&early.id, 1).await;
    assert!(matches!(tried, Err(Problem::Refused(_))), "revealed while it was being prepared");
    let shown = table.people[2].reveal(&table.id, version).await.unwrap();
    assert_eq!((shown.record.state.as_str(), shown.record.revealed), ("round", true));
    assert_eq!(shown.record.text("facilitator"), "eva", "whoever takes the step leads on");
    assert!(shown.record.rows("before_spread").is_empty(), "four are too few for a distribution");
}

#[tokio::test]
async fn votes_are_counted_together_and_never_shown_one_by_one() {
    let table = Table::written().await;
    let ana = &table.people[0];
    for step in ["reveal", "join", "vote"] {
        table.step(ana, step).await;
    }
    let dossier = ana.read(&table.id).await.unwrap();
    let cards: Vec<Id> = dossier.slot("card").map(|it| it.id.clone()).collect();
    for desk in table.people.iter().chain([&table.ines]) {
        let answers = [ids("likely", &[&cards[0]]), ids("damage", &[&cards[1], &cards[0]])].into();
        desk.attach(&table.id, "vote", answers).await.unwrap();
        assert_eq!(ana.read(&table.id).await.unwrap().slot("vote").count(), 1, "one's own");
    }
    let counted = table.step(ana, "count").await;
    let tally = kept_tally(&counted.record);
    assert_eq!(counted.record.text("voters"), "5");
    let of = |at: usize| tally.iter().find(|it| it.card == cards[at]).unwrap();
    assert_eq!((of(0).likely, of(0).damage, of(1).damage), (5, 5, 5));
    assert_eq!(ana.read(&table.id).await.unwrap().slot("vote").count(), 1, "still one's own");
    let late = [ids("likely", &[&cards[0]]), ids("damage", &[&cards[0]])].into();
    let eva = &table.people[2];
    assert!(eva.attach(&table.id, "vote", late).await.is_err(), "the vote is over");
}

#[tokio::test]
async fn what_is_written_in_the_moment_of_a_step_is_in_it_or_refused() {
    for _ in 0..6 {
        let table = Table::laid().await;
        let ana = table.people[0].clone();
        for step in ["open", "write"] {
            table.step(&ana, step).await;
        }
        table.give(&ana, "card", &[("text", "It broke at night, twice")]).await;
        for step in ["reveal", "join", "vote"] {
            table.step(&ana, step).await;
        }
        let dossier = ana.read(&table.id).await.unwrap();
        let card = dossier.slot("card").next().unwrap().id.clone();
        let vote = |desk: &Desk| {
            let (desk, record, card) = (desk.clone(), table.id.clone(), card.clone());
            async move {
                let answers = [ids("likely", &[&card]), ids("damage", &[&card])].into();
                desk.attach(&record, "vote", answers).await.is_ok()
            }
        };
        assert!(vote(&table.people[1]).await);
        let version = dossier.record.version;
        let (counted, eva, kim) = tokio::join!(
            ana.make_move(&table.id, version, "count"),
            vote(&table.people[2]),
            vote(&table.people[3]),
        );
        let taken = 1 + usize::from(eva) + usize::from(kim);
        assert_eq!(kept_tally(&counted.unwrap().record)[0].damage, taken, "a vote was lost");
    }
}

#[tokio::test]
async fn a_card_that_is_sent_again_is_there_once() {
    let table = Table::written().await;
    let ben = &table.people[1];
    let said = texts(&[("text", "The bank said no at night")]);
    let first = ben.attach_once(&table.id, "card", said.clone(), "page-1").await.unwrap();
    let again = ben.attach_once(&table.id, "card", said.clone(), "page-1").await.unwrap();
    assert_eq!((first.id == again.id, table.cards(ben).await), (true, 2));
    ben.attach_once(&table.id, "card", said.clone(), "page-2").await.unwrap();
    assert_eq!(table.cards(ben).await, 3);
    // Somebody else's page of the same name is another one.
    let eva = &table.people[2];
    eva.attach_once(&table.id, "card", said, "page-1").await.unwrap();
    assert_eq!(table.cards(eva).await, 2);
}

#[tokio::test]
async fn an_open_page_hears_that_something_happened_and_not_what() {
    let table = Table::written().await;
    let (ana, ben) = (&table.people[0], table.people[1].clone());
    let newest = ana.newest(&table.id).await.unwrap();
    let short = Duration::from_millis(30);
    assert_eq!(ana.wait_for_news(&table.id, newest, short).await.unwrap(), newest);
    assert_eq!(ana.wait_for_news(&table.id, 0, short).await.unwrap(), newest, "at once");
    let (heard, _) = tokio::join!(
        ana.wait_for_news(&table.id, newest, Duration::from_secs(5)),
        table.give(&ben, "card", &[("text", "Nobody watched on Sunday")]),
    );
    assert!(heard.unwrap() > newest);
    let stranger = table.house.system_desk("x").add_person("zoe", "zoe", None).await.unwrap().id;
    let stranger = table.house.desk_of(&stranger).await.unwrap();
    let tried = stranger.wait_for_news(&table.id, 0, short).await;
    assert!(matches!(tried, Err(Problem::NotFound)));
}

#[tokio::test]
async fn factors_of_postmortems_that_belong_are_matched_each_once_and_in_time() {
    let table = Table::written().await;
    let ana = &table.people[0];
    table.step(ana, "reveal").await;
    let fell = |text: &str| {
        let row: Row = [("factor".to_owned(), text.to_owned())].into();
        ("factors".to_owned(), Value::Rows(vec![row]))
    };
    let mut answers = texts(&[("premortem", table.id.as_str())]);
    answers.extend([fell("Nobody knew the  limits")]);
    let night = ana.begin("postmortem", &table.team, "A night", answers).await.unwrap().record;
    let other = [fell("Unrelated")].into();
    ana.begin("postmortem", &table.team, "Another", other).await.unwrap();
    let dossier = ana.read(&table.id).await.unwrap();
    let factors = ana.factors(&dossier).await.unwrap();
    let key = factor_key(&night.id, "Nobody knew the limits");
    assert_eq!(factors.iter().map(|it| it.key.clone()).collect::<Vec<_>>(), [key]);
    // Linked twice, it is still one; after the horizon it is no business of this one.
    let to = texts(&[("to", night.id.as_str())]);
    ana.attach(&table.id, "link", to).await.unwrap();
    let mut dossier = ana.read(&table.id).await.unwrap();
    assert_eq!(ana.factors(&dossier).await.unwrap().len(), 1);
    dossier.record.put("horizon", "2026-03-05");
    assert!(ana.factors(&dossier).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_tripwire_comes_due_for_whoever_watches() {
    let table = Table::written().await;
    let (ana, kim) = (&table.people[0], &table.people[3]);
    for step in ["reveal", "join", "vote"] {
        table.step(ana, step).await;
    }
    let card = ana.read(&table.id).await.unwrap().slot("card").next().unwrap().id.clone();
    let vote = [ids("likely", &[&card]), ids("damage", &[&card])].into();
    ana.attach(&table.id, "vote", vote).await.unwrap();
    table.step(ana, "count").await;
    let wire = [("text", "Refusals at night"), ("owner", "kim"), ("due", "2026-03-10")];
    table.give(ana, "tripwire", &wire).await;
    let due = |desk: Desk| async move {
        let today = desk.today().await.unwrap();
        let wires = today.due.iter().filter_map(app::Due::attachment);
        wires.filter(|it| it.slot == "tripwire").count()
    };
    assert_eq!((due(kim.clone()).await, due(ana.clone()).await), (1, 0));
    let query = ListQuery { kinds: vec!["premortem".into()], limit: 9, ..ListQuery::default() };
    assert_eq!(kim.list(&query).await.unwrap().items.len(), 1);
}
