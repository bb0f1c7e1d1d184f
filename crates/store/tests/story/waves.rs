//! A wave from its opening to its end: tickets, slots, what is refused, and what is left.

use domain::health::envelope::Scores;
use domain::health::figures::Answer;
use domain::health::instrument::with_own;
use domain::health::limits::Limits;
use domain::health::opening::{Asked, Opening};
use domain::health::results::Results;
use domain::health::waves::Span;
use domain::id::{At, Id};
use serde_json::json;
use store::{Batch, Change, Class, Filling, Part, Phase, Store, StoreError};

use crate::common::{NOW, add, at, id, membership, on_each, person, record, settle, write};

const PEOPLE: usize = 6;

fn roster() -> Vec<(Id, Vec<usize>)> {
    asked(0)
}

/// Two waves that are open together ask different people.
fn asked(from: usize) -> Vec<(Id, Vec<usize>)> {
    (from..from + PEOPLE).map(|it| (id(&format!("p-{it}")), vec![0])).collect()
}

fn opening(wave: &str, closes: i64) -> Opening {
    let team = Asked { team: id("pay"), name: "Payments".into(), above: None };
    let span = Span { opens: NOW, closes: at(closes) };
    let teams: Vec<Vec<usize>> = roster().into_iter().map(|it| it.1).collect();
    let how = (Limits::default(), span);
    Opening::new(id(wave), &[team], &teams, with_own(vec![]).unwrap(), how).unwrap()
}

fn results(wave: &str, closes: i64) -> Results {
    let ballot =
        |at: usize| Scores { teams: vec![0], answers: vec![Some(Answer::Step(at % 5 + 1)); 19] };
    let scores: Vec<_> = (0..PEOPLE).map(ballot).collect();
    let teams: Vec<Vec<usize>> = roster().into_iter().map(|it| it.1).collect();
    Results::of(opening(wave, closes), &scores, &[], &teams)
}

/// A wave of this record that asks one person by name.
pub(crate) fn asking(wave: &str, who: &str) -> Change {
    let slots = || vec![vec![0; 4]];
    let (opening, roster) = (Box::new(opening(wave, 1_000)), vec![(id(who), vec![0])]);
    Change::OpenWave { opening, roster, scores: slots(), words: slots() }
}

/// An organisation, six people, and an open wave of one record.
async fn opened(store: &Store, wave: &str) {
    if store.record(&id("first")).await.unwrap().is_none() {
        settle(store).await;
        for at in 0..2 * PEOPLE {
            write(store, [Change::AddPerson(person(&at.to_string()))]).await.unwrap();
            write(store, [Change::AddMembership(membership(&format!("p-{at}"), "pay"))])
                .await
                .unwrap();
        }
    }
    write(store, [add(&record(wave, "pay"))]).await.unwrap();
    let slots = |byte: u8| (0..PEOPLE).map(|it| vec![byte, it as u8]).collect();
    let opening = Box::new(opening(wave, 1_000));
    let roster = asked(if wave == "first" { 0 } else { PEOPLE });
    let open = Change::OpenWave { opening, roster, scores: slots(1), words: slots(2) };
    write(store, [open]).await.unwrap();
}

async fn quietly(store: &Store, change: Change) -> store::Result<()> {
    store.write(Batch::by(&id(""), At(0)).change(change)).await.map(drop)
}

async fn draw(store: &Store, wave: &str, who: &str, start: &str) -> store::Result<()> {
    let (wave, person) = (id(wave), id(who));
    quietly(store, Change::DrawTicket { wave, person, start: start.into() }).await
}

fn filling(part: Part, number: i64, was: &[u8], sealed: &[u8]) -> Filling {
    Filling { part, number, was: was.to_vec(), sealed: sealed.to_vec() }
}

fn ballot(wave: &str, spent: &str, number: u8) -> Change {
    let fillings = vec![
        filling(Part::Scores, number.into(), &[1, number], &[9, number]),
        filling(Part::Words, number.into(), &[2, number], &[8, number]),
    ];
    Change::CastBallot { wave: id(wave), spent: spent.into(), fillings }
}

#[tokio::test]
async fn a_wave_opens_with_all_its_slots_and_knows_whom_it_asks() {
    on_each(async |store| {
        opened(&store, "first").await;
        let wave = store.wave(&id("first")).await.unwrap().unwrap();
        assert_eq!((wave.phase, wave.results), (Phase::Open, None));
        assert_eq!(wave.opening, opening("first", 1_000));
        assert_eq!(store.wave(&id("other")).await.unwrap(), None);
        assert_eq!(store.open_waves().await.unwrap(), [id("first")]);
        assert_eq!(store.wave_roster(&id("first")).await.unwrap(), roster());
        assert_eq!(store.asked_in(&id("first"), &id("p-3")).await.unwrap(), Some(vec![0]));
        assert_eq!(store.asked_in(&id("first"), &id("p-ana")).await.unwrap(), None);
        for part in Part::ALL {
            assert_eq!(store.ballot_slots(&id("first"), part).await.unwrap().len(), PEOPLE);
        }
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_drawn_once_by_whoever_is_asked_while_the_wave_is_open() {
    on_each(async |store| {
        opened(&store, "first").await;
        assert_eq!(store.waves_waiting_for(&id("p-1")).await.unwrap(), [id("first")]);
        draw(&store, "first", "p-1", "s").await.unwrap();
        assert!(matches!(draw(&store, "first", "p-1", "t").await, Err(StoreError::Duplicate)));
        assert!(matches!(draw(&store, "first", "p-ana", "t").await, Err(StoreError::Stale)));
        assert_eq!(
            store.ticket_drawn(&id("first"), &id("p-1")).await.unwrap().as_deref(),
            Some("s")
        );
        assert_eq!(store.ticket_drawn(&id("first"), &id("p-2")).await.unwrap(), None);
        assert_eq!(store.waves_waiting_for(&id("p-1")).await.unwrap(), [""; 0].map(id));
        quietly(&store, Change::BeginClosing { wave: id("first") }).await.unwrap();
        assert!(matches!(draw(&store, "first", "p-2", "t").await, Err(StoreError::Stale)));
        assert_eq!(store.waves_waiting_for(&id("p-2")).await.unwrap(), [""; 0].map(id));
    })
    .await;
}

#[tokio::test]
async fn a_ballot_spends_its_ticket_and_fills_its_slots_together_or_not_at_all() {
    on_each(async |store| {
        opened(&store, "first").await;
        quietly(&store, ballot("first", "a", 2)).await.unwrap();
        assert!(matches!(
            quietly(&store, ballot("first", "a", 3)).await,
            Err(StoreError::Duplicate)
        ));
        // Somebody else took the slot since it was read: the ticket is still good.
        assert!(matches!(quietly(&store, ballot("first", "b", 2)).await, Err(StoreError::Stale)));
        let spent = async |hash: &str| store.is_spent(&id("first"), hash).await.unwrap();
        assert_eq!((spent("a").await, spent("b").await), (true, false));
        quietly(&store, ballot("first", "b", 4)).await.unwrap();
        let slots = store.ballot_slots(&id("first"), Part::Scores).await.unwrap();
        let filled: Vec<i64> = slots.iter().filter(|it| it.1[0] == 9).map(|it| it.0).collect();
        assert_eq!(filled, [2, 4]);
        quietly(&store, Change::BeginClosing { wave: id("first") }).await.unwrap();
        assert!(matches!(quietly(&store, ballot("first", "c", 5)).await, Err(StoreError::Stale)));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_written_beside_a_ballot() {
    on_each(async |store| {
        opened(&store, "first").await;
        let before = store.position().await.unwrap();
        assert_eq!(ballot("first", "a", 0).class(), Class::Silent);
        let beside = Batch::by(&id("p-1"), NOW)
            .change(ballot("first", "a", 0))
            .change(Change::BeginClosing { wave: id("first") });
        assert!(matches!(store.write(beside).await, Err(StoreError::Misused(_))));
        let told = Batch::by(&id("p-1"), NOW).change(ballot("first", "a", 0));
        let told = told.note(None, &id("first"), "answered", &json!({}));
        assert!(matches!(store.write(told).await, Err(StoreError::Misused(_))));
        quietly(&store, ballot("first", "a", 0)).await.unwrap();
        draw(&store, "first", "p-2", "s").await.unwrap();
        assert_eq!(store.position().await.unwrap(), before, "the journal hears of neither");
    })
    .await;
}

#[tokio::test]
async fn a_wave_ends_once_with_what_may_be_shown_and_without_a_ballot_or_a_ticket() {
    on_each(async |store| {
        opened(&store, "first").await;
        opened(&store, "second").await;
        draw(&store, "first", "p-1", "s").await.unwrap();
        draw(&store, "second", "p-7", "s").await.unwrap();
        quietly(&store, ballot("first", "a", 1)).await.unwrap();
        let end = |results: Option<Results>| Change::EndWave {
            wave: id("first"),
            results: results.map(Box::new),
        };
        quietly(&store, Change::BeginClosing { wave: id("first") }).await.unwrap();
        let again = quietly(&store, Change::BeginClosing { wave: id("first") }).await;
        assert!(matches!(again, Err(StoreError::Stale)));
        assert_eq!(store.open_waves().await.unwrap(), [id("first"), id("second")]);
        write(&store, [end(Some(results("first", 1_000)))]).await.unwrap();
        assert!(matches!(write(&store, [end(None)]).await, Err(StoreError::Stale)), "only once");
        let wave = store.wave(&id("first")).await.unwrap().unwrap();
        assert_eq!((wave.phase, wave.results), (Phase::Closed, Some(results("first", 1_000))));
        assert_eq!(store.ballot_slots(&id("first"), Part::Words).await.unwrap(), []);
        assert_eq!(store.ticket_drawn(&id("first"), &id("p-1")).await.unwrap(), None);
        assert!(store.forget_deleted().await.unwrap());
        // The other wave is still open, and has everything.
        assert_eq!(store.ballot_slots(&id("second"), Part::Scores).await.unwrap().len(), PEOPLE);
        assert!(store.ticket_drawn(&id("second"), &id("p-7")).await.unwrap().is_some());
        assert_eq!(store.open_waves().await.unwrap(), [id("second")]);
        let off = Change::EndWave { wave: id("second"), results: None };
        write(&store, [off]).await.unwrap();
        let wave = store.wave(&id("second")).await.unwrap().unwrap();
        assert_eq!((wave.phase, wave.results), (Phase::CalledOff, None));
    })
    .await;
}

/// R7, also for two that open in the same moment: the second finds the first already there.
#[tokio::test]
async fn of_two_waves_that_ask_the_same_people_one_opens() {
    on_each(async |store| {
        opened(&store, "first").await;
        write(&store, [add(&record("twin", "pay"))]).await.unwrap();
        let twin = |who: &str| write(&store, [asking("twin", who)]);
        assert!(matches!(twin("p-1").await, Err(StoreError::Stale)));
        assert_eq!(store.wave(&id("twin")).await.unwrap(), None, "nothing of it is left");
        assert_eq!(store.wave_roster(&id("twin")).await.unwrap(), []);
        twin("p-7").await.unwrap();
        let off = |wave: &str| Change::EndWave { wave: id(wave), results: None };
        write(&store, [off("first"), off("twin")]).await.unwrap();
        write(&store, [add(&record("next", "pay"))]).await.unwrap();
        write(&store, [asking("next", "p-1")]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_wave_before_is_the_last_that_closed_of_the_same_team() {
    on_each(async |store| {
        opened(&store, "first").await;
        let later = |days: i64, team: &str| domain::record::Record {
            opened_at: NOW.plus(days * At::DAY),
            ..record("next", team)
        };
        let before = async |it: domain::record::Record| store.wave_before(&it).await.unwrap();
        assert_eq!(before(later(1, "pay")).await, None, "it is open");
        // Closed early: its planned day may lie after that of the next.
        let results = Some(Box::new(results("first", 9_000_000)));
        write(&store, [Change::EndWave { wave: id("first"), results }]).await.unwrap();
        assert_eq!(before(later(1, "pay")).await, Some(id("first")));
        assert_eq!(before(later(0, "pay")).await, None, "of the same moment");
        assert_eq!(before(later(1, "org")).await, None, "another team's");
    })
    .await;
}

#[tokio::test]
async fn an_erased_persons_ticket_goes_and_the_wave_asks_as_many_as_before() {
    on_each(async |store| {
        opened(&store, "first").await;
        draw(&store, "first", "p-1", "s").await.unwrap();
        let erase = Change::ErasePerson { person: id("p-1"), at: NOW, salt: "salt".into() };
        write(&store, [erase]).await.unwrap();
        assert_eq!(store.ticket_drawn(&id("first"), &id("p-1")).await.unwrap(), None);
        assert_eq!(store.wave_roster(&id("first")).await.unwrap().len(), PEOPLE);
    })
    .await;
}

#[tokio::test]
async fn a_backup_holds_the_promise_and_the_results_and_no_ballot_ticket_or_slot() {
    on_each(async |store| {
        opened(&store, "first").await;
        opened(&store, "second").await;
        draw(&store, "second", "p-7", "start-of-one").await.unwrap();
        quietly(&store, ballot("second", "spent-of-one", 1)).await.unwrap();
        let results = results("first", 1_000);
        let end = Change::EndWave { wave: id("first"), results: Some(Box::new(results.clone())) };
        write(&store, [end]).await.unwrap();
        let mut dump = Vec::new();
        let head = store.dump(NOW, &mut dump).await.unwrap();
        assert_eq!((head.counts["wave"], head.counts["wave_roster"]), (2, 12));
        let text = String::from_utf8(dump.clone()).unwrap();
        for never in ["start-of-one", "spent-of-one", "ballot_slot", "ticket"] {
            assert!(!text.contains(never), "{never} is in a backup");
        }
        let back = Store::open("sqlite::memory:", store::Options::default()).await.unwrap();
        back.load(&mut dump.as_slice()).await.unwrap();
        let wave = back.wave(&id("first")).await.unwrap().unwrap();
        assert_eq!(wave.results, Some(results));
        assert_eq!(back.ballot_slots(&id("second"), Part::Scores).await.unwrap(), []);
    })
    .await;
}
