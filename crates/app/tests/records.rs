//! A made-up kind, one file long, lives in a house: begun, saved, moved, answered, put away.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod walk;

use app::{Clock, Desk, House, ListQuery, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::Kinds;
use domain::record::{Answers, Value};

const NOON: At = At(1_780_000_000_000);
/// All that adding a kind takes beside its file.
static KINDS: &[&domain::kind::Kind] = &[&walk::KIND];

struct Town {
    house: House,
    team: Id,
    ana: Desk,
    kim: Desk,
    /// Leads from above.
    raj: Desk,
    /// Of another team.
    lee: Desk,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(KINDS), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let other = keeper().add_team(Some(&root), "Search").await.unwrap().id;
        let mut desks = Vec::new();
        for (handle, seat, level) in
            [("ana", &team, 1), ("kim", &team, 0), ("raj", &root, 3), ("lee", &other, 0)]
        {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            desks.push(person);
        }
        let desk = async |at: usize| house.desk_of(&desks[at]).await.unwrap();
        Self {
            ana: desk(0).await,
            kim: desk(1).await,
            raj: desk(2).await,
            lee: desk(3).await,
            team,
            house,
        }
    }

    /// The same desk, later.
    async fn at(&self, desk: &Desk, now: At) -> Desk {
        self.house.clock().set(now);
        self.house.desk_of(&desk.actor().id).await.unwrap()
    }
}

fn answers(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned()))).collect()
}

#[tokio::test]
async fn one_sentence_begins_a_record_and_the_journal_says_so() {
    let town = Town::new().await;
    let begun =
        town.kim.begin("walk", &town.team, "  Along the river ", Answers::new()).await.unwrap();
    assert_eq!(begun.record.title, "Along the river");
    assert_eq!(begun.record.state, "planned");
    let read = town.lee.read(&begun.record.id).await.unwrap();
    assert_eq!(read, begun, "everybody with a seat sees the context");
    let history = town.kim.history(&begun.record.id).await.unwrap();
    assert_eq!(history.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["record.begun"]);
    assert!(matches!(
        town.kim.begin("walk", &town.team, " ", Answers::new()).await,
        Err(Problem::Invalid(_))
    ));
    assert!(matches!(
        town.lee.begin("walk", &town.team, "Not mine", Answers::new()).await,
        Err(Problem::Refused(_))
    ));
    assert!(matches!(
        town.kim.begin("swim", &town.team, "No such kind", Answers::new()).await,
        Err(Problem::NotFound)
    ));
}

#[tokio::test]
async fn a_stale_save_changes_nothing_and_brings_the_newer_version() {
    let town = Town::new().await;
    let id = town
        .kim
        .begin("walk", &town.team, "Along the river", Answers::new())
        .await
        .unwrap()
        .record
        .id;
    town.ana.save(&id, 1, "Along the canal", Answers::new()).await.unwrap();
    let Err(Problem::Stale(Some(theirs))) =
        town.kim.save(&id, 1, "Up the hill", Answers::new()).await
    else {
        panic!("the first version is gone")
    };
    assert_eq!((theirs.record.title.as_str(), theirs.record.version), ("Along the canal", 2));
    assert_eq!(town.kim.read(&id).await.unwrap().record.title, "Along the canal");
}

#[tokio::test]
async fn what_was_there_before_stays_in_the_journal() {
    let town = Town::new().await;
    let id = town
        .kim
        .begin("walk", &town.team, "River", answers(&[("why", "Air")]))
        .await
        .unwrap()
        .record
        .id;
    town.kim.save(&id, 1, "River", answers(&[("why", "To think")])).await.unwrap();
    let unchanged = town.kim.save(&id, 2, "River", answers(&[("why", "To think")])).await.unwrap();
    assert_eq!(unchanged.record.version, 2, "saving the same is no change");
    let history = town.kim.history(&id).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(history[1].detail.contains("Air") && history[1].detail.contains("To think"));
}

#[tokio::test]
async fn a_move_needs_its_answers_its_person_and_its_state() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let unanswered = town.kim.make_move(&id, 1, "go").await.unwrap_err();
    assert_eq!(unanswered.to_string(), "First answer: Why this way?.");
    town.kim.save(&id, 1, "River", answers(&[("why", "To think")])).await.unwrap();
    assert!(matches!(town.lee.make_move(&id, 2, "go").await, Err(Problem::Refused(_))));
    let gone = town.kim.make_move(&id, 2, "go").await.unwrap();
    assert_eq!(gone.record.state, "walked");
    assert_eq!(gone.record.text("walked_on"), NOON.day().to_string(), "the house wrote the day");
    assert!(matches!(town.kim.make_move(&id, 3, "go").await, Err(Problem::Refused(_))));
}

#[tokio::test]
async fn what_the_house_keeps_cannot_be_typed() {
    let town = Town::new().await;
    let typed = answers(&[("why", "Air"), ("walked_on", "1999-01-01")]);
    let begun = town.kim.begin("walk", &town.team, "River", typed.clone()).await.unwrap();
    assert_eq!(begun.record.text("walked_on"), "");
    let saved = town.kim.save(&begun.record.id, 1, "River!", typed).await.unwrap();
    assert_eq!(saved.record.text("walked_on"), "");
}

#[tokio::test]
async fn a_question_waits_for_its_author_and_is_answered_by_the_team() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let asked =
        town.raj.attach(&id, "question", answers(&[("text", "What if it rains?")])).await.unwrap();
    assert_eq!(town.kim.today().await.unwrap().asked.len(), 1);
    assert_eq!(town.ana.today().await.unwrap().asked.len(), 0);
    let answer = answers(&[("answer", "We take coats.")]);
    let by_lee = town.lee.move_attachment(&id, &asked.id, 1, "answer", answer.clone()).await;
    assert!(matches!(by_lee, Err(Problem::Refused(_))));
    town.ana.move_attachment(&id, &asked.id, 1, "answer", answer).await.unwrap();
    assert_eq!(town.kim.today().await.unwrap().asked.len(), 0);
    let dossier = town.kim.read(&id).await.unwrap();
    assert_eq!(dossier.attached[0].text("answer"), "We take coats.");
}

#[tokio::test]
async fn what_a_link_names_is_there_and_leads_back_until_it_names_something_else() {
    let town = Town::new().await;
    let begin = async |title| {
        town.kim.begin("walk", &town.team, title, Answers::new()).await.unwrap().record.id
    };
    let (river, hill, wood) = (begin("River").await, begin("Hill").await, begin("Wood").await);
    let to = |link: &str| answers(&[("to", link)]);
    let lost = town.kim.attach(&river, "link", to("no-such-record")).await;
    let Err(Problem::Invalid(problems)) = lost else { panic!("{lost:?}") };
    assert_eq!(problems[0].field, "to");
    let odd = town.kim.attach(&river, "link", to("ftp://town.example")).await;
    assert!(matches!(odd, Err(Problem::Invalid(_))), "{odd:?}");

    let made = town.kim.attach(&river, "link", to(hill.as_str())).await.unwrap();
    let back = async |id: &Id| {
        let all = town.kim.linked(id).await.unwrap();
        all.into_iter().map(|it| (it.record.id, it.back)).collect::<Vec<_>>()
    };
    assert_eq!(back(&hill).await, [(river.clone(), false)]);
    town.kim.reword(&river, &made.id, 1, to(wood.as_str())).await.unwrap();
    assert_eq!(back(&hill).await, []);
    assert_eq!(back(&wood).await, [(river.clone(), false)]);
    town.kim.attach(&river, "link", to("https://town.example/map")).await.unwrap();
    assert_eq!(back(&river).await, [(wood, true)], "an address elsewhere leads to no record");
}

#[tokio::test]
async fn a_forecast_stands_as_it_was_made_after_an_hour() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let forecast = |sure: &str| {
        answers(&[("text", "It stays dry"), ("probability", sure), ("resolve_by", "2026-12-01")])
    };
    let made = town.kim.attach(&id, "forecast", forecast("70")).await.unwrap();
    assert!(matches!(
        town.kim.attach(&id, "forecast", forecast("100")).await,
        Err(Problem::Invalid(_))
    ));
    let soon = town.at(&town.kim, NOON.plus(59 * 60_000)).await;
    soon.reword(&id, &made.id, 1, forecast("60")).await.unwrap();
    let late = town.at(&town.kim, NOON.plus(At::HOUR)).await;
    let refused = late.reword(&id, &made.id, 2, forecast("99")).await.unwrap_err();
    assert!(refused.to_string().contains("stood for more than an hour"));
    assert_eq!(late.read(&id).await.unwrap().attached[0].text("probability"), "60");
}

#[tokio::test]
async fn a_response_is_hidden_until_the_reveal_and_given_once() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let thought = answers(&[("text", "We will turn back")]);
    town.kim.attach(&id, "response", thought.clone()).await.unwrap();
    assert!(matches!(town.kim.attach(&id, "response", thought).await, Err(Problem::Refused(_))));
    assert!(town.ana.read(&id).await.unwrap().attached.is_empty());
    assert_eq!(town.kim.read(&id).await.unwrap().attached.len(), 1, "one sees one's own");
    let mine = town.kim.read(&id).await.unwrap().attached[0].clone();
    let second = answers(&[("text", "We turn back early")]);
    town.kim.reword(&id, &mine.id, 1, second).await.unwrap();
    let told = town.ana.history(&id).await.unwrap();
    assert!(told.iter().all(|it| !it.detail.contains("turn back")), "nor does the journal tell");
    assert!(town.ana.search("turn back").await.unwrap().is_empty(), "nor the search");
    assert!(matches!(town.raj.reveal(&id, 1).await, Err(Problem::Refused(_))), "not from outside");
    town.ana.reveal(&id, 1).await.unwrap();
    assert_eq!(town.ana.read(&id).await.unwrap().attached.len(), 1);
    let late = town.kim.reword(&id, &mine.id, 2, answers(&[("text", "I knew it")])).await;
    assert!(late.unwrap_err().to_string().contains("read together"));
}

#[tokio::test]
async fn a_commitment_is_kept_by_whoever_promised_it() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let promise = answers(&[("text", "Bring a map"), ("owner", "kim"), ("due", "2026-06-01")]);
    let made = town.ana.attach(&id, "commitment", promise).await.unwrap();
    assert_eq!(town.kim.today().await.unwrap().due.len(), 1);
    let by_lee = town.lee.move_attachment(&id, &made.id, 1, "keep", Answers::new()).await;
    assert!(matches!(by_lee, Err(Problem::Refused(_))));
    town.kim.move_attachment(&id, &made.id, 1, "keep", Answers::new()).await.unwrap();
    assert!(town.kim.today().await.unwrap().due.is_empty());
}

#[tokio::test]
async fn a_record_put_away_leaves_the_lists_and_can_be_read() {
    let town = Town::new().await;
    let id = town.kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let all = ListQuery { limit: 10, ..ListQuery::default() };
    assert_eq!(town.lee.list(&all).await.unwrap().items.len(), 1);
    assert!(matches!(town.lee.retire(&id, 1, true).await, Err(Problem::Refused(_))));
    town.kim.retire(&id, 1, true).await.unwrap();
    assert!(town.lee.list(&all).await.unwrap().items.is_empty());
    assert!(town.lee.read(&id).await.unwrap().record.retired);
    let away = ListQuery { retired: true, ..all };
    assert_eq!(town.lee.list(&away).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn with_what_is_put_away_nothing_is_done_but_taking_it_out_again() {
    let town = Town::new().await;
    let kim = &town.kim;
    let id = kim.begin("walk", &town.team, "River", Answers::new()).await.unwrap().record.id;
    let why = || answers(&[("why", "The bridge")]);
    kim.save(&id, 1, "River", why()).await.unwrap();
    let asked = kim.attach(&id, "question", answers(&[("text", "When?")])).await.unwrap().id;
    kim.retire(&id, 2, true).await.unwrap();
    let answer = || answers(&[("answer", "On Friday")]);
    let tried = [
        kim.save(&id, 3, "Sea", why()).await.map(drop),
        kim.make_move(&id, 3, "go").await.map(drop),
        kim.reveal(&id, 3).await.map(drop),
        kim.attach(&id, "question", answers(&[("text", "Who?")])).await.map(drop),
        kim.reword(&id, &asked, 1, answers(&[("text", "Why?")])).await,
        kim.move_attachment(&id, &asked, 1, "answer", answer()).await,
    ];
    for (n, tried) in tried.into_iter().enumerate() {
        let says = tried.unwrap_err().to_string();
        assert!(says.contains("put away") && says.contains("Take it out again"), "{n}: {says}");
    }
    kim.retire(&id, 3, false).await.unwrap();
    kim.move_attachment(&id, &asked, 1, "answer", answer()).await.unwrap();
    assert_eq!(kim.make_move(&id, 4, "go").await.unwrap().record.state, "walked");
}

#[tokio::test]
async fn a_draft_is_its_writers_own() {
    let town = Town::new().await;
    town.kim.keep_draft("walk/new", "title=Along").await.unwrap();
    assert_eq!(town.kim.draft("walk/new").await.unwrap().unwrap().text, "title=Along");
    assert_eq!(town.ana.draft("walk/new").await.unwrap(), None);
    town.kim.keep_draft("walk/new", "").await.unwrap();
    assert_eq!(town.kim.draft("walk/new").await.unwrap(), None);
}

#[tokio::test]
async fn parents_are_linked_from_both_ends_and_a_loop_is_noticed() {
    let town = Town::new().await;
    let upper = town.kim.begin("walk", &town.team, "Upper", Answers::new()).await.unwrap().record;
    let below = answers(&[("within", upper.id.as_str())]);
    let lower = town.kim.begin("walk", &town.team, "Lower", below).await.unwrap().record;
    let linked = town.kim.linked(&upper.id).await.unwrap();
    assert_eq!((linked[0].back, linked[0].record.id.clone()), (true, lower.id.clone()));

    let looped = town
        .kim
        .save(&upper.id, 1, "Upper", answers(&[("within", lower.id.as_str())]))
        .await
        .unwrap();
    let surroundings = town.kim.surroundings(&looped).await.unwrap();
    assert_eq!(surroundings.around(&town.kim).depth, None);
}
