//! Office hours as people live them: a topic finds its date, becomes a record, and leads back.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{Clock, Desk, House, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::office_hours::becomes;
use domain::practice::samples::{list, text};
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};

/// Thursday 28 May 2026, in the evening.
const NOW: At = At(1_780_000_000_000);

struct Hours {
    house: House,
    team: Id,
    people: Vec<Id>,
    id: Id,
}

/// Ana hosts on Payments; Kim is of Payments, Lee of Search, Raj leads both from above.
const HANDLES: [&str; 4] = ["ana", "kim", "lee", "raj"];

impl Hours {
    /// Thursdays at two in Berlin from 11 June, room for one.
    async fn open() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOW)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let other = keeper().add_team(Some(&root), "Search").await.unwrap().id;
        let mut people = Vec::new();
        for handle in HANDLES {
            let (seat, level) = match handle {
                "raj" => (&root, 3),
                "lee" => (&other, 0),
                _ => (&team, 0),
            };
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        let mut hours = Self { house, team, people, id: Id::default() };
        let answers = Answers::from([
            text("starts_on", "2026-06-11"),
            text("at", "14:00"),
            text("zone", "Europe/Berlin"),
            text("capacity", "1"),
        ]);
        let ana = hours.desk("ana").await;
        let begun =
            ana.begin("office-hours", &hours.team, "Strategy", answers).await.unwrap().record;
        assert_eq!(begun.list("hosts"), ["ana"]);
        ana.make_move(&begun.id, begun.version, "open").await.unwrap();
        hours.id = begun.id;
        hours
    }

    async fn desk(&self, handle: &str) -> Desk {
        let at = HANDLES.iter().position(|it| *it == handle).unwrap();
        self.house.desk_of(&self.people[at]).await.unwrap()
    }

    async fn topic(&self, by: &str, said: &str) -> Id {
        let answers = Answers::from([text("text", said), text("tried", "Twice")]);
        self.desk(by).await.attach(&self.id, "topic", answers).await.unwrap().id
    }

    /// What is near for somebody: `(topic or empty, when, how many topics)`.
    async fn coming(&self, handle: &str) -> Vec<(String, String, usize)> {
        let coming = self.desk(handle).await.coming_hours().await.unwrap();
        let said = |it: &app::ComingHour| {
            it.topic.as_ref().map_or_else(String::new, |it| it.text("text").to_owned())
        };
        coming.iter().map(|it| (said(it), it.when.clone(), it.topics)).collect()
    }
}

#[tokio::test]
async fn a_topic_becomes_a_decision_in_one_step_and_each_leads_to_the_other() {
    let hours = Hours::open().await;
    let topic = hours.topic("lee", "Would a second bank be worth it?").await;
    let lee = hours.desk("lee").await;
    let search = lee.my_teams()[0].id.clone();
    let from = (&hours.id, &topic);
    let title = "Take a second bank";
    let made = lee.begin_from(from, "decision", &search, title, Answers::new()).await.unwrap();
    assert_eq!((made.record.author.clone(), &made.record.team), (lee.actor().id.clone(), &search));

    let (_, it) = lee.topic(&hours.id, &topic).await.unwrap();
    assert_eq!((it.state.as_str(), it.text("outcome")), ("done", "decision"));
    assert_eq!(it.text("became"), made.record.id.as_str());
    assert!(!it.text("talked_at").is_empty());
    let there = lee.linked(&made.record.id).await.unwrap();
    let back = lee.linked(&hours.id).await.unwrap();
    assert_eq!((there.len(), back.len()), (1, 1));
    assert!(there[0].record.id == hours.id && !there[0].back && back[0].back);
    assert_eq!(there[0].relation, "topic");
}

#[tokio::test]
async fn what_is_refused_leaves_neither_half_behind() {
    let hours = Hours::open().await;
    let topic = hours.topic("lee", "x").await;
    let kim = hours.desk("kim").await;
    let from = (&hours.id, &topic);
    let begun = kim.begin_from(from, "decision", &hours.team, "Not mine", Answers::new()).await;
    assert!(matches!(begun, Err(Problem::Refused(_))), "somebody else's topic: {begun:?}");
    let ana = hours.desk("ana").await;
    let begun = ana.begin_from(from, "demo", &hours.team, "No way on", Answers::new()).await;
    assert!(matches!(begun, Err(Problem::NotFound)));
    let begun = ana.begin_from(from, "decision", &hours.team, " ", Answers::new()).await;
    assert!(matches!(begun, Err(Problem::Invalid(_))));
    let from = (&hours.id, &Id::from("none"));
    let nowhere = ana.begin_from(from, "decision", &hours.team, "x", Answers::new());
    assert!(matches!(nowhere.await, Err(Problem::NotFound)));

    let counts = ana.counts().await.unwrap();
    assert!(counts.iter().all(|it| it.kind == "office-hours"), "{counts:?}");
    assert_eq!(ana.topic(&hours.id, &topic).await.unwrap().1.state, "waiting");
}

#[tokio::test]
async fn a_topic_becomes_a_proposal_that_whoever_leads_the_bringer_answers_and_owes() {
    let hours = Hours::open().await;
    let topic = hours.topic("lee", "Nobody is on call alone").await;
    let lee = hours.desk("lee").await;
    let search = lee.my_teams()[0].id.clone();
    let from = (&hours.id, &topic);
    let made = lee.begin_from(from, "proposal", &search, "Two on call", Answers::new()).await;
    let made = made.unwrap();
    let (id, request) = (made.record.id, made.attached[0].id.clone());
    assert_eq!(lee.topic(&hours.id, &topic).await.unwrap().1.text("outcome"), "proposal");
    assert_eq!(lee.linked(&id).await.unwrap()[0].record.id, hours.id);

    let raj = hours.desk("raj").await;
    let today = raj.today().await.unwrap();
    assert_eq!((today.asked.len(), &today.asked[0].1.id), (1, &request));
    assert_eq!(today.asked[0].1.text("text"), "Two on call", "in the words of its title");
    let waits = today.waiting_lines(&raj);
    assert_eq!(
        (waits[0].what.as_str(), waits[0].why.as_str()),
        ("Answer", "lee asks for support on “Two on call”",)
    );
    assert!(lee.today().await.unwrap().asked.is_empty(), "nothing waits for whoever asked");
    let raise = raj.begin("proposal", &search, "Mine", Answers::new()).await;
    assert!(matches!(raise, Err(Problem::Refused(_))), "{raise:?}");
    let will = Answers::from([text("will", "Until summer"), text("support_by", "2026-06-10")]);
    raj.move_attachment(&id, &request, 1, "support", will).await.unwrap();

    let raj = hours.desk("raj").await;
    let today = raj.today().await.unwrap();
    assert!(today.asked.is_empty());
    let due: Vec<_> = today.due.iter().filter_map(app::Due::attachment).map(|it| &it.id).collect();
    assert_eq!(due, [&request], "it comes due with whoever promised it");
    let ledger = lee.ledger(&hours.people[3]).await.unwrap().unwrap();
    assert!(ledger.promises.iter().any(|it| it.it.id == request));
    let settle = lee.make_move(&id, 1, "settle").await;
    assert!(matches!(settle, Err(Problem::Refused(_))), "it has not come: {settle:?}");
    let came = Answers::from([text("came", "Kim, from Monday")]);
    lee.move_attachment(&id, &request, 2, "came", came).await.unwrap();
    assert_eq!(lee.make_move(&id, 1, "settle").await.unwrap().record.state, "settled");
}

const MAP: &str = "levels = [\"contributor\", \"lead\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"contributor\"\n";

#[tokio::test]
async fn a_topic_becomes_a_version_of_the_map_and_each_names_the_other() {
    let hours = Hours::open().await;
    let topic = hours.topic("ana", "Who may say no?").await;
    let ana = hours.desk("ana").await;
    let from = (&hours.id, &topic);
    let saved = ana.change_map_from(from, &hours.team, 0, MAP).await.unwrap();
    assert_eq!(saved.number, 1);
    let names = becomes::asked_in(&saved.text);
    assert_eq!((&names[0].hours, &names[0].topic), from);
    let (_, it) = ana.topic(&hours.id, &topic).await.unwrap();
    assert_eq!((it.text("map"), it.text("outcome")), ("payments/1", "lane"));
    assert!(it.state == "done" && !it.text("talked_at").is_empty());

    // What is refused leaves neither half behind.
    let other = hours.topic("lee", "And who yes?").await;
    let stale = ana.change_map_from((&hours.id, &other), &hours.team, 0, MAP).await;
    assert!(matches!(stale, Err(Problem::Refused(_))), "{stale:?}");
    let kim = hours.desk("kim").await;
    let theirs = kim.change_map_from((&hours.id, &other), &hours.team, 1, MAP).await;
    assert!(matches!(theirs, Err(Problem::Refused(_))), "somebody else's topic: {theirs:?}");
    assert_eq!(ana.map_versions(&hours.team).await.unwrap().len(), 1);
    assert_eq!(ana.topic(&hours.id, &other).await.unwrap().1.state, "waiting");
    let said = Answers::from([text("map", "no version")]);
    let odd = ana.move_attachment(&hours.id, &other, 1, "map", said).await;
    assert!(matches!(odd, Err(Problem::Refused(_))), "{odd:?}");
}

#[tokio::test]
async fn what_a_topic_became_is_a_record_there_is_or_an_address() {
    let hours = Hours::open().await;
    let topic = hours.topic("lee", "x").await;
    let lee = hours.desk("lee").await;
    let say = async |version: i64, became: &str| {
        let given = Answers::from([text("became", became), text("outcome", "decision")]);
        lee.move_attachment(&hours.id, &topic, version, "become", given).await
    };
    assert!(matches!(say(1, "no-such-record").await, Err(Problem::Invalid(_))));
    say(1, "https://town.example/7").await.unwrap();
    assert_eq!(lee.linked(&hours.id).await.unwrap().len(), 0);
    let search = lee.my_teams()[0].id.clone();
    let decided = lee.begin("decision", &search, "y", Answers::new()).await.unwrap().record;
    say(2, decided.id.as_str()).await.unwrap();
    assert_eq!(lee.linked(&decided.id).await.unwrap()[0].record.id, hours.id);
}

#[tokio::test]
async fn both_leads_survive_the_way_out_and_in() {
    let hours = Hours::open().await;
    let topic = hours.topic("ana", "x").await;
    let ana = hours.desk("ana").await;
    let from = (&hours.id, &topic);
    let made =
        ana.begin_from(from, "intent", &hours.team, "y", Answers::new()).await.unwrap().record;
    let out = hours.house.system_desk("export").export().await.unwrap();
    let other = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOW)).await.unwrap();
    other.system_desk("apply").apply(out, false).await.unwrap();
    let there = other.system_desk("test").linked(&made.id).await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(
        (there[0].record.id.clone(), there[0].relation.as_str()),
        (hours.id.clone(), "topic")
    );
}

#[tokio::test]
async fn a_host_and_whoever_brought_a_topic_are_told_of_their_date() {
    let hours = Hours::open().await;
    hours.topic("lee", "First").await;
    assert_eq!(hours.coming("ana").await, [], "not within a week yet");
    hours.house.clock().set(NOW.plus(8 * At::DAY));
    hours.topic("kim", "Second").await;
    let thursday = "Thursday 11 June, 14:00 Europe/Berlin";
    assert_eq!(hours.coming("ana").await, [(String::new(), thursday.to_owned(), 1)]);
    assert_eq!(hours.coming("lee").await, [("First".to_owned(), thursday.to_owned(), 1)]);
    assert_eq!(hours.coming("kim").await, [], "the date is full; theirs is a week later");
    assert_eq!(hours.coming("raj").await, [], "nothing here is about them");

    let kim = hours.desk("kim").await;
    let dossier = kim.read(&hours.id).await.unwrap();
    let second = dossier.slot("topic").find(|it| it.text("text") == "Second").unwrap().id.clone();
    let votes = Answers::from([list("topics", &[second.as_str()])]);
    hours.desk("raj").await.attach(&hours.id, "topic_vote", votes).await.unwrap();
    assert_eq!(hours.coming("kim").await.len(), 1, "one vote more goes first");
    assert_eq!(hours.coming("lee").await, []);
    assert!(
        kim.read(&hours.id).await.unwrap().slot("topic_vote").next().is_none(),
        "by whom, nobody reads"
    );

    let off = Answers::from([text("text", "Away"), text("planned_on", "2026-06-11")]);
    hours.desk("ana").await.attach(&hours.id, "changed_date", off).await.unwrap();
    assert_eq!(hours.coming("ana").await, []);
}

#[tokio::test]
async fn while_it_goes_on_a_host_is_told_what_was_taken_up_and_afterwards_of_no_date_that_is_over()
{
    let hours = Hours::open().await;
    let (first, second) = (hours.topic("lee", "First").await, hours.topic("kim", "Second").await);
    // Thursday 11 June, two minutes before and then at two in Berlin.
    let begins = At(1_781_179_200_000);
    let taken_up = async || {
        let coming = hours.desk("ana").await.coming_hours().await.unwrap();
        coming.iter().map(|it| (it.starts, it.topics, it.taken_up)).collect::<Vec<_>>()
    };
    hours.house.clock().set(begins.plus(-120_000));
    assert_eq!(taken_up().await, [(begins, 1, 0)]);
    for (minutes, topic) in [(5, &first), (20, &second)] {
        hours.house.clock().set(begins.plus(minutes * 60_000));
        let said = Answers::from([text("outcome", "clearer")]);
        let ana = hours.desk("ana").await;
        ana.move_attachment(&hours.id, topic, 1, "conclude", said).await.unwrap();
    }
    let next = (begins.plus(7 * At::DAY), 0, 0);
    assert_eq!(taken_up().await, [(begins, 0, 2), next], "not as if nobody had brought anything");
    hours.house.clock().set(begins.plus(25 * 60_000));
    assert_eq!(taken_up().await, [next], "what is over does not come any more");
}

#[tokio::test]
async fn hours_for_the_team_are_not_for_others_and_a_topic_keeps_its_side() {
    let hours = Hours::open().await;
    let ana = hours.desk("ana").await;
    let record = ana.read(&hours.id).await.unwrap().record;
    let mut answers = record.answers.clone();
    answers.insert("open_to".into(), Value::Text("team".into()));
    ana.save(&hours.id, record.version, &record.title, answers).await.unwrap();
    let lee = hours.desk("lee").await;
    let brought = lee.attach(&hours.id, "topic", Answers::from([text("text", "x")])).await;
    assert!(matches!(brought, Err(Problem::Refused(_))));
    for (who, side) in [("raj", "leads"), ("kim", "team")] {
        let id = hours.topic(who, "x").await;
        assert_eq!(ana.topic(&hours.id, &id).await.unwrap().1.text("side"), side);
    }
}

#[tokio::test]
async fn the_series_stands_in_the_calendar_of_those_it_concerns_until_it_ends() {
    let hours = Hours::open().await;
    let entry = async |who: &str| {
        let all = hours.desk(who).await.calendar().await.unwrap();
        all.into_iter().find_map(|it| match it.takes {
            app::Takes::Series(series) => Some((it.title, it.version, series)),
            app::Takes::Day(_) => None,
        })
    };
    let (title, version, series) = entry("ana").await.unwrap();
    assert_eq!((title.as_str(), version), ("Office hours: Strategy", 2));
    assert_eq!(series.rrule().as_deref(), Some("FREQ=WEEKLY;BYDAY=TH"));
    assert!(entry("kim").await.is_some(), "of the team");
    assert!(entry("lee").await.is_none(), "of another team, with nothing to bring");
    hours.topic("lee", "x").await;
    assert!(entry("lee").await.is_some());

    let off = Answers::from([text("text", "Away"), text("planned_on", "2026-06-18")]);
    let ana = hours.desk("ana").await;
    ana.attach(&hours.id, "changed_date", off).await.unwrap();
    let (_, later, series) = entry("ana").await.unwrap();
    assert!(later > version && series.exdates().len() == 1);

    hours.house.clock().set(NOW.plus(21 * At::DAY));
    let ana = hours.desk("ana").await;
    ana.make_move(&hours.id, 2, "end").await.unwrap();
    let (_, _, series) = entry("ana").await.unwrap();
    // It ended on 18 June.
    let rule = "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260618T215959Z";
    assert_eq!(series.rrule().as_deref(), Some(rule));
}
