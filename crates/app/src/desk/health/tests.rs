//! Waves as people live them: asked, answered, closed, read, and what is refused on the way.

mod broken_off;
mod moved;
mod round;
mod told;
mod town;

use std::collections::BTreeSet;

use domain::health::comments::Pile;
use domain::health::gate::{Rule, Shown};
use domain::health::turnout::Turnout;
use domain::health::waves::Roster;
use domain::practice::samples::text;
use domain::record::{Answers, Value};
use store::{Part, Phase};
use town::{ITEMS, Town, refused};

use super::*;
use crate::ballots::PURPOSE;

#[tokio::test]
async fn six_people_answer_unseen_and_read_what_may_be_shown_once_it_has_closed() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    for (at, who) in ["p0", "p1", "p2", "p3", "p4", "p5"].iter().enumerate() {
        town.answers(who, &wave, at % 5 + 1, "").await;
        let seen = town.desk(who).await.results(&wave).await.unwrap();
        assert!(seen.is_none(), "nothing is shown before the close, not even how many");
    }
    let closed = town.step("p0", &wave, "close").await.unwrap();
    assert_eq!(closed.record.state, "closed");
    let seen = town.desk("p1").await.results(&wave).await.unwrap().unwrap();
    let Shown::Steps(counts) = seen.groups[0].items[0].1 else { panic!("{:?}", seen.groups[0]) };
    assert_eq!((counts.steps, counts.answered()), ([2, 1, 1, 1, 1], 6));
    assert_eq!(seen.groups[0].turnout, Turnout::Shown { answered: 6, invited: 7 });
    assert_eq!(seen.groups[0].comments, Pile::Hidden(Rule::R11));
    assert_eq!(seen.groups[0].name, "Payments");
}

#[tokio::test]
async fn after_the_close_there_is_no_ballot_no_ticket_and_no_key_left() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    assert!(town.house.keys().get(PURPOSE, &wave).unwrap().is_some());
    town.step("p0", &wave, "close").await.unwrap();
    let store = town.house.store();
    for part in Part::ALL {
        assert_eq!(store.ballot_slots(&wave, part).await.unwrap(), []);
    }
    assert_eq!(store.ticket_drawn(&wave, &town.id("p0")).await.unwrap(), None);
    assert_eq!(town.house.keys().get(PURPOSE, &wave).unwrap(), None);
    let seen = town.desk("p6").await.wave(&wave).await.unwrap().unwrap();
    assert_eq!(seen.phase, Phase::Closed);
}

#[tokio::test]
async fn a_ticket_is_good_once_and_for_its_own_review() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let other = town.opened("bookings").await;
    let ticket = town.draws("p0", &wave).await;
    let send = async |wave: &Id, code: &str| {
        town.house.answer_wave(wave, code, vec![Some(town::step(3)); ITEMS], "").await
    };
    assert!(refused(send(&other, &ticket.code).await).contains("no ticket for this review"));
    assert!(refused(send(&wave, &ticket.code.replace('a', "b")).await).contains("no ticket"));
    assert_eq!(town.house.ballot(&wave, &ticket.code).await.unwrap(), ticket, "its questions");
    assert!(refused(town.house.ballot(&other, &ticket.code).await).contains("no ticket"));
    send(&wave, &ticket.code).await.unwrap();
    assert!(refused(send(&wave, &ticket.code).await).contains("has been used"), "a double answer");
    assert!(refused(town.house.ballot(&wave, &ticket.code).await).contains("has been used"));
    let second = town.desk("p0").await.draw(&wave, &ballots::start()).await;
    assert!(refused(second).contains("You have taken your ticket"));
    assert!(matches!(send(&"nothing".into(), &ticket.code).await, Err(Problem::NotFound)));
}

#[tokio::test]
async fn a_page_that_never_heard_the_answer_gets_its_ticket_again() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let desk = town.desk("p0").await;
    let start = town.start("p0", &wave).await;
    let first = desk.draw(&wave, &start).await.unwrap();
    assert_eq!(desk.draw(&wave, &start).await.unwrap(), first);
    assert!(matches!(desk.wave(&wave).await.unwrap().unwrap().mine, Mine::Drawn));
    assert!(refused(desk.draw(&wave, "not ours").await).contains("Load the page anew"));
}

#[tokio::test]
async fn an_answer_is_whole_or_not_there_and_the_ticket_stays_good() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let ticket = town.draws("p0", &wave).await;
    let send = async |answers, words: &str| {
        town.house.answer_wave(&wave, &ticket.code, answers, words).await
    };
    let whole = || vec![Some(town::step(2)); ITEMS];
    assert!(refused(send(vec![None; ITEMS], " ").await).contains("Nothing is chosen"));
    assert!(refused(send(vec![None; 3], "x").await).contains("other items"));
    assert!(refused(send(whole(), &"x".repeat(2_001)).await).contains("Shorten it by 1"));
    let wrong = vec![Some(town::step(6)); ITEMS];
    assert!(refused(send(wrong, "").await).contains("from 1 to 5"));
    assert_eq!(town.filled(&wave).await, 0, "nothing half-stored");
    send(vec![None; ITEMS], "Words alone are an answer.").await.unwrap();
    assert_eq!(town.filled(&wave).await, 1);
}

#[tokio::test]
async fn r6_a_late_answer_counts_nowhere_and_is_told_so() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let ticket = town.draws("p6", &wave).await;
    town.six_answer(&wave).await;
    let late = async || {
        town.house.answer_wave(&wave, &ticket.code, vec![Some(town::step(1)); ITEMS], "").await
    };
    town.days_later(11);
    assert!(
        refused(late().await).contains("has closed"),
        "its day is over, though nobody closed it"
    );
    assert!(refused(town.desk("p5").await.draw(&wave, &ballots::start()).await).contains("closed"));
    town.step("p0", &wave, "close").await.unwrap();
    let before = town.seen("p0", &wave).await;
    assert!(refused(late().await).contains("has closed"));
    assert_eq!(town.seen("p0", &wave).await, before);
}

/// Attack A3: what is written when somebody answers is also written when nobody does.
#[tokio::test]
async fn slots_are_written_anew_as_if_somebody_had_answered_and_nothing_is_lost() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    let first = town.slots(&wave).await;
    let mut before = first.clone();
    for _ in 0..60 {
        town.house.cover(&wave).await.unwrap();
        let after = town.slots(&wave).await;
        let changed = [0, 1].map(|part| differing(&before[part], &after[part]));
        assert_eq!(changed, [1, 1], "one slot of each part, as with an answer");
        before = after;
    }
    // Of seven slots one stays untouched in sixty rounds once in fifteen hundred runs; three never do.
    assert!(differing(&first[0], &before[0]) > 4 && differing(&first[1], &before[1]) > 4);
    assert_eq!(town.filled(&wave).await, 6, "what lay there lies there");
    town.answers("p6", &wave, 1, "").await;
    town.step("p0", &wave, "close").await.unwrap();
    let seen = town.desk("p1").await.results(&wave).await.unwrap().unwrap();
    assert_eq!(seen.groups[0].turnout, Turnout::Shown { answered: 7, invited: 7 });
    assert!(refused(town.house.cover(&wave).await).contains("has closed"));
}

/// Slots of one part that hold other bytes, as many of them.
fn differing(a: &[(i64, Vec<u8>)], b: &[(i64, Vec<u8>)]) -> usize {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).filter(|(a, b)| a != b && a.0 == b.0 && a.1.len() == b.1.len()).count()
}

/// Attack A4: two copies of the database around one answer differ as two between which nobody answered,
/// whether something is written or left out.
#[tokio::test]
async fn two_copies_around_an_answer_differ_as_two_around_none() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let mut ways = BTreeSet::new();
    for (who, words) in [("p0", ""), ("p1", "Long, and written late"), ("p2", "x"), ("p3", "")] {
        let ticket = town.draws(who, &wave).await;
        let before = town.slots(&wave).await;
        let all = vec![Some(town::step(3)); ITEMS];
        town.house.answer_wave(&wave, &ticket.code, all, words).await.unwrap();
        let between = town.slots(&wave).await;
        town.house.cover(&wave).await.unwrap();
        let after = town.slots(&wave).await;
        for (a, b) in [(&before, &between), (&between, &after)] {
            ways.insert([0, 1].map(|part| differing(&a[part], &b[part])));
        }
    }
    assert_eq!(ways, BTreeSet::from([[1, 1]]), "one slot of each part, whichever it was");
    assert_eq!(town.filled(&wave).await, 4);
}

/// Attack 30, and every way back that the record itself offers.
#[tokio::test]
async fn attack_30_putting_a_review_away_or_closing_it_again_does_not_open_the_gate() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    town.step("p0", &wave, "close").await.unwrap();
    let before = town.seen("p1", &wave).await;
    for step in ["close", "open", "call_off"] {
        assert!(town.step("p0", &wave, step).await.is_err(), "{step} once more");
    }
    let desk = town.desk("p0").await;
    for retired in [true, false] {
        let version = desk.read(&wave).await.unwrap().record.version;
        desk.retire(&wave, version, retired).await.unwrap();
    }
    assert_eq!(town.seen("p1", &wave).await, before);
}

#[tokio::test]
async fn whoever_leads_from_outside_opens_nothing_is_not_asked_and_reads_last() {
    let town = Town::new().await;
    for leader in ["raj", "ines"] {
        let desk = town.desk(leader).await;
        assert!(
            desk.begin("health-review", &town.team("payments"), "Mine", Answers::new())
                .await
                .is_err()
        );
    }
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    for leader in ["raj", "ines"] {
        let desk = town.desk(leader).await;
        assert_eq!(desk.wave(&wave).await.unwrap().unwrap().mine, Mine::NotAsked);
        assert!(refused(desk.draw(&wave, &ballots::start()).await).contains("not among them"));
        for step in ["close", "call_off"] {
            refused(town.step(leader, &wave, step).await);
        }
    }
    town.step("p0", &wave, "close").await.unwrap();
    assert!(refused(town.desk("raj").await.results(&wave).await).contains("read this first"));
    let surprise = Answers::from([text("text", "I would have bet on five.")]);
    assert!(town.desk("ines").await.attach(&wave, "surprise", surprise).await.is_err());
    town.say("p0", &wave, "outcome", "We leave it as it is.").await;
    refused(town.step("raj", &wave, "talk").await);
    town.step("p0", &wave, "talk").await.unwrap();
    assert!(town.desk("raj").await.results(&wave).await.unwrap().is_some());
}

#[tokio::test]
async fn a_team_below_is_asked_only_if_somebody_who_works_there_joins_it() {
    let town = Town::new().await;
    let wave = town.prepared("shops").await;
    refused(town.step("ben", &wave, "open").await);
    assert!(refused(town.desk("p0").await.join(&wave, "Bookings").await).contains("works there"));
    assert!(refused(town.desk("raj").await.join(&wave, "Payments").await).contains("works there"));
    town.desk("p0").await.join(&wave, "payments").await.unwrap();
    town.desk("p1").await.join(&wave, "Payments").await.unwrap();
    // Past the desk's own way: somebody of one team names another.
    let forged = Answers::from([text("text", "Bookings")]);
    let it = town.desk("p2").await.attach(&wave, "joined", forged).await.unwrap();
    assert!(refused(town.step("ben", &wave, "open").await).contains("Bookings joins when"));
    town.desk("p2").await.move_attachment(&wave, &it.id, 1, "leave", Answers::new()).await.unwrap();
    town.step("ben", &wave, "open").await.unwrap();
    let seen = town.desk("p3").await.wave(&wave).await.unwrap().unwrap();
    assert_eq!(seen.opening.names, ["Shops", "Payments", "Shops, direct members"]);
    assert_eq!(seen.opening.asked, [8, 7, 1]);
    assert!(matches!(seen.mine, Mine::Asked { counted_in, .. } if counted_in == [1, 0]));
    assert_eq!(town.desk("b0").await.wave(&wave).await.unwrap().unwrap().mine, Mine::NotAsked);
}

/// Attack 12: whoever comes, goes, or is in two teams; whatever a team is called by then.
#[tokio::test]
async fn attack_12_a_team_that_changes_while_it_is_open_is_counted_as_it_was() {
    let town = Town::new().await;
    town.seat("p0", "bookings").await;
    let wave = town.prepared("shops").await;
    town.desk("p1").await.join(&wave, "Payments").await.unwrap();
    town.desk("b1").await.join(&wave, "Bookings").await.unwrap();
    town.step("ben", &wave, "open").await.unwrap();
    town.end_seat("p1", "payments").await;
    town.seat("p1", "bookings").await;
    town.newcomer("late", "payments").await;
    town.rename("payments", "Money").await;
    let late = town.desk("late").await;
    assert!(refused(late.draw(&wave, &ballots::start()).await).contains("not among them"));
    for who in ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "b0", "b1", "b2", "b3", "b4", "b5"] {
        let step = usize::from(who.as_bytes()[1] - b'0') % 5 + 1;
        town.answers(who, &wave, step, "").await;
    }
    town.step("ben", &wave, "close").await.unwrap();
    town.say("ben", &wave, "outcome", "We talk.").await;
    town.step("ben", &wave, "talk").await.unwrap();
    let seen = town.seen("raj", &wave).await;
    let named: Vec<&str> = seen.groups.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(named, ["Shops", "Bookings", "Payments", "Shops, direct members"]);
    assert_eq!(seen.groups.iter().map(|it| it.asked).collect::<Vec<_>>(), [14, 7, 7, 1]);
    // p0 alone counts in both, so the two may not be shown side by side (R4, attack 6).
    let shown = |at: usize| matches!(seen.groups[at].items[0].1, Shown::Steps(_));
    assert!(shown(0) && !(shown(1) && shown(2)));
}

#[tokio::test]
async fn what_was_promised_is_not_lowered_and_what_was_raised_holds_at_the_close() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    for (name, value, says) in [
        ("people_needed", "4", "a figure needs 5 of them"),
        ("people_needed", "3", "two who compare notes"),
        ("writers_needed", "6", "comments need 8"),
        ("closes_on", "2026-06-02", "was promised"),
        ("held_as", "round", "was promised"),
    ] {
        let refused = town.try_say("p0", &wave, name, value).await.unwrap_err();
        let Problem::Invalid(problems) = refused else { panic!("{refused:?}") };
        assert!(problems[0].says.contains(says), "{problems:?}");
    }
    // A steward of the whole house is told the same.
    let keeper = town.house.system_desk("keeper");
    let record = keeper.read(&wave).await.unwrap().record;
    let mut answers = record.answers.clone();
    answers.insert("people_needed".into(), Value::Text("4".into()));
    assert!(keeper.save(&wave, record.version, &record.title, answers).await.is_err());
    town.six_answer(&wave).await;
    town.say("p0", &wave, "people_needed", "7").await;
    town.say("p0", &wave, "writers_needed", "8").await;
    town.step("p0", &wave, "close").await.unwrap();
    assert_eq!(town.seen("p0", &wave).await.groups[0].items[0].1, Shown::Hidden(Rule::R1));
}

#[tokio::test]
async fn r7_no_two_open_reviews_ask_the_same_people() {
    let town = Town::new().await;
    town.opened("payments").await;
    let wave = town.prepared("shops").await;
    town.desk("p1").await.join(&wave, "Payments").await.unwrap();
    let says = refused(town.step("ben", &wave, "open").await);
    assert!(says.contains("Another wave asks the same people until"), "{says}");
    let again = town.prepared("payments").await;
    assert!(refused(town.step("p0", &again, "open").await).contains("Another wave asks"));
}

#[tokio::test]
async fn r12_a_second_wave_is_compared_with_the_one_before_as_the_reader_sees_both() {
    let town = Town::new().await;
    let first = town.opened("payments").await;
    town.all_answer(&first, &["p0", "p1", "p2", "p3", "p4", "p5", "p6"]).await;
    town.step("p0", &first, "close").await.unwrap();
    assert!(town.desk("p0").await.results_before(&first).await.unwrap().is_none());
    town.days_later(90);
    for (comes, goes) in [("n0", "p5"), ("n1", "p6")] {
        town.newcomer(comes, "payments").await;
        town.end_seat(goes, "payments").await;
    }
    let second = town.opened("payments").await;
    town.all_answer(&second, &["p0", "p1", "p2", "p3", "p4", "n0", "n1"]).await;
    town.step("p0", &second, "close").await.unwrap();
    let now = town.seen("p0", &second).await;
    let then = town.desk("p0").await.results_before(&second).await.unwrap().unwrap();
    let trend = now.trend(&then, 0, 0).unwrap();
    assert_eq!((trend.then.scored(), trend.now.scored()), (7, 7));
    assert_eq!(trend.roster, Roster::Changed { joined: 2, left: 2 });
    // Somebody new to the team may read it with the others once they have talked it over.
    let newcomer = town.desk("n0").await;
    assert!(newcomer.results_before(&second).await.unwrap().is_some(), "they work there");
}

#[tokio::test]
async fn an_erased_person_leaves_the_results_as_they_were() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    town.erase("p5").await;
    town.step("p0", &wave, "close").await.unwrap();
    let before = town.seen("p0", &wave).await;
    assert_eq!(before.groups[0].turnout, Turnout::Shown { answered: 6, invited: 7 });
    town.erase("p4").await;
    assert_eq!(town.seen("p0", &wave).await, before);
}

#[tokio::test]
async fn a_review_called_off_counts_nothing_and_leaves_nothing() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    town.step("p0", &wave, "call_off").await.unwrap();
    assert_eq!(town.house.keys().get(PURPOSE, &wave).unwrap(), None);
    assert_eq!(town.filled(&wave).await, 0);
    assert!(town.desk("p0").await.results(&wave).await.unwrap().is_none());
    let never_opened = town.prepared("bookings").await;
    town.step("b0", &never_opened, "call_off").await.unwrap();
}

#[tokio::test]
async fn too_few_are_told_so_before_anybody_writes_and_an_open_round_is_held_instead() {
    let town = Town::new().await;
    let wave = town.prepared("search").await;
    assert!(refused(town.step("s0", &wave, "open").await).contains("open round"));
    assert!(town.desk("s0").await.wave(&wave).await.unwrap().is_none());
    town.say("s0", &wave, "held_as", "round").await;
    let row = domain::practice::samples::row(&[("about", "Load"), ("agreed", "One alarm less")]);
    town.put("s0", &wave, domain::practice::samples::rows("agreed", vec![row])).await;
    assert_eq!(town.step("s0", &wave, "hold").await.unwrap().record.state, "talked");
}

#[tokio::test]
async fn agents_neither_answer_nor_read_what_people_answered() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    let agent = town.agent("patch", "payments").await;
    assert_eq!(agent.wave(&wave).await.unwrap().unwrap().mine, Mine::NotAsked);
    assert!(agent.draw(&wave, &ballots::start()).await.is_err());
    town.step("p0", &wave, "close").await.unwrap();
    assert!(refused(agent.results(&wave).await).contains("read by people"));
}

#[tokio::test]
async fn reminders_reach_those_without_a_ticket_and_nobody_else_hears_of_it() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let waits = async |who: &str| {
        let desk = town.desk(who).await;
        let today = desk.today().await.unwrap();
        let lines = today.waiting_lines(&desk);
        let line = lines.iter().find(|it| it.to == format!("/health-review/{wave}"));
        assert!(line.is_none_or(|it| it.what == "Answer" && it.due.is_some()));
        assert_eq!(today.waiting(), lines.len());
        usize::from(line.is_some())
    };
    assert_eq!((waits("p0").await, waits("p1").await, waits("raj").await), (1, 1, 0));
    town.draws("p0", &wave).await;
    assert_eq!((waits("p0").await, waits("p1").await), (0, 1));
    // A letter is planned for everybody who is asked: one planned for the others alone would tell.
    let planned = async |who: &str| {
        let desk = town.desk(who).await;
        let dossier = desk.read(&wave).await.unwrap();
        desk.is_waited_for(&dossier).await.unwrap()
    };
    assert_eq!(
        (planned("p0").await, planned("p1").await, planned("raj").await),
        (true, true, false)
    );
    town.step("p0", &wave, "close").await.unwrap();
    assert_eq!(waits("p1").await, 0, "nothing is asked of anybody once it has closed");
}

/// Attack 22: what people said is found in no journal, search, export or feed, before or afterwards.
#[tokio::test]
async fn attack_22_no_journal_search_or_export_holds_a_ballot() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    for (at, who) in ["p0", "p1", "p2", "p3", "p4", "p5", "p6"].iter().enumerate() {
        town.answers(who, &wave, at % 5 + 1, "Zebras decide here").await;
    }
    let ticket_and_words = ["Zebras", "zebras", "ballot_slot", "start"];
    for closed in [false, true] {
        if closed {
            town.step("p0", &wave, "close").await.unwrap();
        }
        let desk = town.desk("p0").await;
        let history = format!("{:?}", desk.history(&wave).await.unwrap());
        let export = format!("{:?}", town.house.system_desk("export").export().await.unwrap());
        for never in ticket_and_words {
            assert!(!history.contains(never), "{never} in the journal: {history}");
            assert!(!export.contains(never) || never == "start", "{never} in an export");
        }
        assert_eq!(desk.search("Zebras").await.unwrap(), []);
        // Who took a ticket is told by no line of it either: those who answered did nothing here.
        assert!(!history.contains(town.id("p6").as_str()), "{history}");
    }
}

#[tokio::test]
async fn it_closes_by_itself_at_the_end_of_its_day() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    town.work().await;
    assert_eq!(town.state(&wave).await, "open");
    town.house.clock().set(town::closes().plus(-1));
    town.work().await;
    assert_eq!(town.state(&wave).await, "open");
    town.house.clock().set(town::closes());
    town.work().await;
    assert_eq!(town.state(&wave).await, "closed");
    assert_eq!(town.house.keys().get(PURPOSE, &wave).unwrap(), None);
    assert_eq!(town.seen("p0", &wave).await.groups[0].asked, 7);
}
