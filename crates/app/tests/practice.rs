//! An intent and a decision as people live them, from the first sentence to the last.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::portable::{Outcome, Portable};
use app::{Clock, Desk, House, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::samples::{row, rows, text};
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Dossier, Refusal, Value};

const NOON: At = At(1_780_000_000_000);

struct Town {
    house: House,
    team: Id,
    ana: Desk,
    kim: Desk,
    lena: Desk,
    /// Leads from above.
    raj: Desk,
    /// Of another team.
    lee: Desk,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let other = keeper().add_team(Some(&root), "Search").await.unwrap().id;
        let seats = [
            ("ana", &team, 1),
            ("kim", &team, 0),
            ("lena", &team, 0),
            ("raj", &root, 3),
            ("lee", &other, 0),
        ];
        let mut people = Vec::new();
        for (handle, seat, level) in seats {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        for handle in ["mo", "pia"] {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, &team, 0, Role::Member).await.unwrap();
        }
        let desk = async |at: usize| house.desk_of(&people[at]).await.unwrap();
        Self {
            ana: desk(0).await,
            kim: desk(1).await,
            lena: desk(2).await,
            raj: desk(3).await,
            lee: desk(4).await,
            team,
            house,
        }
    }

    async fn later(&self, desk: &Desk, hours: i64) -> Desk {
        self.house.clock().set(NOON.plus(hours * At::HOUR));
        self.house.desk_of(&desk.actor().id).await.unwrap()
    }

    /// An intent by `desk`, complete and briefed.
    async fn briefed(&self, desk: &Desk) -> Dossier {
        let begun =
            desk.begin("intent", &self.team, "Shops are paid on the day", whole()).await.unwrap();
        desk.make_move(&begun.record.id, begun.record.version, "brief").await.unwrap()
    }

    async fn restated(&self, intent: &Id, by: &Desk, issuer: &Desk) {
        let words =
            "Owners look at the bank and find the money there; we start with the slow checks.";
        let given =
            by.attach(intent, "backbrief", Answers::from([text("text", words)])).await.unwrap();
        issuer.move_attachment(intent, &given.id, 1, "agree", Answers::new()).await.unwrap();
    }
}

fn whole() -> Answers {
    Answers::from([
        text("problem", "New shops wait up to nine days for their first money."),
        text(
            "end_state",
            "A new shop has its first money on the day we named, in 97 of 100 cases.",
        ),
        text("purpose", "Because a shop that is paid on time can pay its suppliers."),
        rows(
            "signals",
            vec![row(&[
                ("name", "On the day"),
                ("unit", "%"),
                ("direction", "up"),
                ("at_least", "97"),
            ])],
        ),
        rows(
            "constraints",
            vec![row(&[
                ("statement", "Every account is checked"),
                ("hardness", "hard"),
                ("reason", "The licence"),
            ])],
        ),
        text("free", "The order of the checks"),
    ])
}

async fn start(desk: &Desk, id: &Id) -> Result<Dossier, Problem> {
    let version = desk.read(id).await.unwrap().record.version;
    desk.make_move(id, version, "activate").await
}

fn says(result: Result<Dossier, Problem>) -> String {
    result.unwrap_err().to_string()
}

#[tokio::test]
async fn an_intent_is_begun_with_one_sentence_and_owned_by_whoever_wrote_it() {
    let town = Town::new().await;
    let begun = town.kim.begin("intent", &town.team, "Nobody waits", Answers::new()).await.unwrap();
    assert_eq!((begun.record.state.as_str(), begun.record.text("owner")), ("draft", "kim"));
    let brief = town.kim.make_move(&begun.record.id, 1, "brief").await;
    assert!(says(brief).contains("What will be true"), "briefing asks for what matters");
}

#[tokio::test]
async fn it_starts_once_somebody_else_said_it_in_their_words_and_the_issuer_agreed() {
    let town = Town::new().await;
    let intent = town.briefed(&town.ana).await.record.id;
    assert!(says(start(&town.ana, &intent).await).contains("in their own words"));
    let own = town.ana.attach(&intent, "backbrief", Answers::from([text("text", "Mine")])).await;
    assert!(matches!(own, Err(Problem::Refused(Refusal::OwnWork))));
    town.restated(&intent, &town.kim, &town.ana).await;
    let active = start(&town.kim, &intent).await.unwrap();
    assert_eq!(active.record.state, "active");
    assert!(!active.record.text("review_on").is_empty(), "a day to look at it again is set");
}

#[tokio::test]
async fn only_the_issuer_says_whether_a_backbrief_is_what_was_meant() {
    let town = Town::new().await;
    let intent = town.briefed(&town.ana).await.record.id;
    let words =
        Answers::from([text("text", "Money on the morning we named; slow banks come first.")]);
    let given = town.kim.attach(&intent, "backbrief", words).await.unwrap();
    for other in [&town.kim, &town.lena, &town.raj, &town.lee] {
        let tried = other.move_attachment(&intent, &given.id, 1, "agree", Answers::new()).await;
        assert!(tried.is_err(), "{} is not the issuer", other.actor().handle);
    }
    let again = Answers::from([text("differs", "Not quicker: on the day")]);
    town.ana.move_attachment(&intent, &given.id, 1, "again", again).await.unwrap();
    town.ana.move_attachment(&intent, &given.id, 2, "agree", Answers::new()).await.unwrap();
    assert!(start(&town.lena, &intent).await.is_ok());
}

#[tokio::test]
async fn a_changed_end_state_sends_work_back_to_be_restated() {
    let town = Town::new().await;
    let intent = town.briefed(&town.ana).await.record.id;
    town.restated(&intent, &town.kim, &town.ana).await;
    start(&town.ana, &intent).await.unwrap();
    let (ana, lena) = (town.later(&town.ana, 30).await, town.later(&town.lena, 30).await);
    let record = ana.read(&intent).await.unwrap().record;
    let mut answers = record.answers.clone();
    answers.extend([text(
        "end_state",
        "A new shop has its first money within two days, in 97 of 100 cases.",
    )]);
    let saved = ana.save(&intent, record.version, &record.title, answers).await.unwrap();
    assert_eq!(saved.record.state, "briefed");
    assert!(says(start(&ana, &intent).await).contains("has changed"));
    town.restated(&intent, &lena, &ana).await;
    assert!(start(&ana, &intent).await.is_ok());
}

#[tokio::test]
async fn a_leader_from_above_briefs_and_asks_and_never_bets() {
    let town = Town::new().await;
    let intent = town.briefed(&town.raj).await.record.id;
    let bet = || Answers::from([text("text", "Check accounts at sign-up")]);
    assert!(town.raj.attach(&intent, "bet", bet()).await.is_err());
    assert!(town.lee.attach(&intent, "bet", bet()).await.is_err());
    assert!(town.kim.attach(&intent, "bet", bet()).await.is_ok());
    let question = Answers::from([text("text", "What would you need from me?")]);
    assert!(town.raj.attach(&intent, "question", question).await.is_ok());
    let for_kim =
        Answers::from([text("text", "Be done"), text("owner", "kim"), text("due", "2026-09-01")]);
    assert!(
        town.raj.attach(&intent, "commitment", for_kim).await.is_err(),
        "nobody assigns from above"
    );
    let for_raj = Answers::from([
        text("text", "Ask the bank"),
        text("owner", "raj"),
        text("due", "2026-09-01"),
    ]);
    assert!(town.raj.attach(&intent, "commitment", for_raj).await.is_ok());
    town.restated(&intent, &town.kim, &town.raj).await;
    assert!(start(&town.ana, &intent).await.is_ok());
}

#[tokio::test]
async fn a_decision_goes_from_a_sentence_to_what_was_learned() {
    let town = Town::new().await;
    let begun = town
        .kim
        .begin("decision", &town.team, "Check accounts at sign-up", Answers::new())
        .await
        .unwrap();
    let id = begun.record.id;
    assert!(says(town.kim.make_move(&id, 1, "decide").await).contains("What we choose"));
    let sought = town.kim.make_move(&id, 1, "seek").await.unwrap();
    let ask =
        Answers::from([text("text", "What would this do to your calls?"), text("from", "lee")]);
    let advice = town.kim.attach(&id, "advice", ask).await.unwrap();
    let given = Answers::from([text("advice", "Ask for the account last.")]);
    town.lee.move_attachment(&id, &advice.id, 1, "give", given).await.unwrap();
    let weighed = Answers::from([text("weighed", "Taken")]);
    assert!(town.lee.move_attachment(&id, &advice.id, 2, "weigh", weighed.clone()).await.is_err());
    town.kim.move_attachment(&id, &advice.id, 2, "weigh", weighed).await.unwrap();
    let options = vec![row(&[("option", "At sign-up")]), row(&[("option", "Do nothing")])];
    let answers = Answers::from([
        rows("options", options),
        text("chosen", "At sign-up"),
        text("because", "It can be mended there"),
    ]);
    let saved = town
        .kim
        .save(&id, sought.record.version, "Check accounts at sign-up", answers)
        .await
        .unwrap();
    let decided = town.kim.make_move(&id, saved.record.version, "decide").await.unwrap().record;
    assert_eq!((decided.state.as_str(), decided.text("decider")), ("decided", "kim"));
    assert_eq!(decided.text("decided_on"), NOON.day().to_string());
    let mut answers = decided.answers.clone();
    answers.extend([
        text("outcome", "Fewer calls"),
        text("turned", "good"),
        text("learned", "Ask the help desk first"),
    ]);
    let saved = town.kim.save(&id, decided.version, &decided.title, answers).await.unwrap();
    let known = town.kim.make_move(&id, saved.record.version, "outcome").await.unwrap().record;
    assert!(!known.text("known_at").is_empty());
    let reviewed = town.lena.make_move(&id, known.version, "review").await.unwrap();
    assert_eq!(reviewed.record.state, "reviewed");
}

#[tokio::test]
async fn what_is_already_decided_is_written_down_in_one_go() {
    let town = Town::new().await;
    let begun = town
        .kim
        .begin("decision", &town.team, "No meetings on Wednesdays", Answers::new())
        .await
        .unwrap();
    let decided = town.kim.make_move(&begun.record.id, 1, "write_down").await.unwrap().record;
    assert_eq!((decided.state.as_str(), decided.text("recorded_late")), ("decided", "yes"));
}

#[tokio::test]
async fn markdown_records_come_in_once_and_go_out_as_they_were() {
    let town = Town::new().await;
    let keeper = town.house.system_desk("apply");
    let file =
        "# 7. Keep one queue\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Our own\r\n\r\nkept\r\n";
    let objects = || vec![Portable::from_markdown(file, "0007-queue", "payments").unwrap()];
    let outcome = async |objects| keeper.apply(objects, false).await.unwrap()[0].outcome;
    assert_eq!(outcome(objects()).await, Outcome::Added);
    assert_eq!(outcome(objects()).await, Outcome::Same);
    let out = keeper.export().await.unwrap();
    let files: Vec<_> = out.iter().filter_map(Portable::to_markdown).collect();
    assert_eq!(files, [("0007-queue.md".to_owned(), file.to_owned())]);
}

#[tokio::test]
async fn what_people_wrote_since_is_newer_than_the_file_they_began_with() {
    let town = Town::new().await;
    let keeper = town.house.system_desk("apply");
    let file = "# Keep one queue\n\n## Context\n\nTwo disagree.\n";
    let objects =
        |text: &str| vec![Portable::from_markdown(text, "0007-queue", "payments").unwrap()];
    keeper.apply(objects(file), false).await.unwrap();
    let id = Id::from("file-payments--0007-queue");
    let record = town.kim.read(&id).await.unwrap().record;
    let mut answers = record.answers.clone();
    answers.extend([text("frame", "Three disagree.")]);
    town.kim.save(&id, record.version, &record.title, answers).await.unwrap();
    assert_eq!(keeper.apply(objects(file), false).await.unwrap()[0].outcome, Outcome::Same);
    let out = keeper.export().await.unwrap();
    let (_, now) = out.iter().find_map(Portable::to_markdown).unwrap();
    assert_eq!(now, file.replace("Two disagree.", "Three disagree."));
    let newer = file.replace("Two", "Four");
    assert_eq!(keeper.apply(objects(&newer), false).await.unwrap()[0].outcome, Outcome::Changed);
    let record = town.kim.read(&id).await.unwrap().record;
    assert_eq!(record.answers.get("frame"), Some(&Value::Text("Four disagree.".into())));
}

#[tokio::test]
async fn today_asks_for_advice_until_it_is_given_and_for_a_call_until_it_is_decided() {
    let town = Town::new().await;
    let map = "title = \"Town\"\nlevels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
        [holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";
    let house = town.house.system_desk("test");
    house.take_in_map(&town.team, map, app::SERVER, app::AGREED).await.unwrap();
    let begun = town.kim.begin("decision", &town.team, "One queue", Answers::new()).await.unwrap();
    let id = begun.record.id;
    let calls = async || town.ana.today().await.unwrap().turns.len();
    assert_eq!(calls().await, 1);
    let ask = Answers::from([text("text", "What would you fear?"), text("from", "lee")]);
    let advice = town.kim.attach(&id, "advice", ask).await.unwrap();
    let asked = async || town.lee.today().await.unwrap().asked.len();
    assert_eq!(asked().await, 1);
    let given = Answers::from([text("advice", "Nothing")]);
    town.lee.move_attachment(&id, &advice.id, 1, "give", given).await.unwrap();
    assert_eq!(asked().await, 0);
    town.kim.make_move(&id, begun.record.version, "write_down").await.unwrap();
    assert_eq!(calls().await, 0);
}
