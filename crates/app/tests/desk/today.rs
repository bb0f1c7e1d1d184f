//! What waits for somebody, what is due, and what changed: theirs, and gone when it is done.

use app::{AGREED, SERVER};
use domain::id::{At, Id};
use domain::record::Answers;

use crate::town::{EVERYBODY, Town, words};

const MAP: &str = "levels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
    [holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";

async fn waiting(town: &Town, who: &str) -> usize {
    town.desk(who).await.today().await.unwrap().waiting()
}

async fn promised(town: &Town, id: &Id, owner: &str, due: &str) -> Id {
    let promise = words(&[("text", "Ask the bank"), ("owner", owner), ("due", due)]);
    town.desk("ana").await.attach(id, "commitment", promise).await.unwrap().id
}

#[tokio::test]
async fn a_promise_is_due_for_whoever_made_it_from_a_fortnight_before() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    // Today is 2026-05-28.
    promised(&town, &id, "kim", "2026-06-12").await;
    let soon = promised(&town, &id, "@Kim", "2026-06-11").await;
    let late = promised(&town, &id, "kim", "2026-05-27").await;
    promised(&town, &id, "ana", "2026-05-29").await;
    let kim = town.desk("kim").await;
    let due = kim.today().await.unwrap().due;
    let ids: Vec<_> = due.iter().filter_map(app::Due::attachment).map(|it| &it.id).collect();
    assert_eq!(ids, [&late, &soon], "overdue first, and nobody else’s");
    assert!(kim.is_overdue(due[0].on) && !kim.is_overdue(due[1].on));
    assert!(!kim.is_overdue(kim.now().day()), "today is not too late");
    town.later(At::DAY);
    assert_eq!(town.desk("kim").await.today().await.unwrap().due.len(), 3);
}

#[tokio::test]
async fn a_promise_kept_or_dropped_or_on_a_record_put_away_is_due_no_more() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let (kept, dropped) = (
        promised(&town, &id, "kim", "2026-06-01").await,
        promised(&town, &id, "kim", "2026-06-01").await,
    );
    promised(&town, &id, "kim", "2026-06-01").await;
    let kim = town.desk("kim").await;
    let due = async || town.desk("kim").await.today().await.unwrap().due.len();
    assert_eq!(due().await, 3);
    kim.move_attachment(&id, &kept, 1, "keep", Answers::new()).await.unwrap();
    assert_eq!(due().await, 2);
    let unsaid = kim.move_attachment(&id, &dropped, 1, "drop", Answers::new()).await;
    assert!(unsaid.is_err(), "dropping asks for the reason");
    let reason = words(&[("reason", "The bank is gone")]);
    kim.move_attachment(&id, &dropped, 1, "drop", reason).await.unwrap();
    assert_eq!(due().await, 1);
    kim.retire(&id, 1, true).await.unwrap();
    assert_eq!(due().await, 0);
    town.desk("kim").await.retire(&id, 2, false).await.unwrap();
    assert_eq!(due().await, 1, "taken out again, it is due again");
}

#[tokio::test]
async fn a_question_waits_for_the_author_until_it_is_answered_and_not_on_what_is_put_away() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let own = town.desk("kim").await.attach(&id, "question", words(&[("text", "Why?")])).await;
    own.unwrap();
    assert_eq!(waiting(&town, "kim").await, 0, "one’s own question waits for others");
    let asked = town.desk("ruth").await.attach(&id, "question", words(&[("text", "Who?")])).await;
    let asked = asked.unwrap().id;
    for (who, n) in [("kim", 1), ("ana", 0), ("ruth", 0), ("lee", 0)] {
        assert_eq!(waiting(&town, who).await, n, "{who}");
    }
    let kim = town.desk("kim").await;
    kim.retire(&id, 1, true).await.unwrap();
    assert_eq!(waiting(&town, "kim").await, 0);
    kim.retire(&id, 2, false).await.unwrap();
    kim.move_attachment(&id, &asked, 1, "answer", words(&[("answer", "Us")])).await.unwrap();
    assert_eq!(waiting(&town, "kim").await, 0);
}

#[tokio::test]
async fn advice_is_asked_of_one_person_and_no_longer_once_the_record_is_put_away() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let ask = words(&[("text", "What would you fear?"), ("from", "@Lee")]);
    town.desk("kim").await.attach(&id, "advice", ask).await.unwrap();
    for (who, n) in [("lee", 1), ("kim", 0), ("ana", 0)] {
        assert_eq!(waiting(&town, who).await, n, "{who}");
    }
    town.desk("kim").await.retire(&id, 1, true).await.unwrap();
    assert_eq!(waiting(&town, "lee").await, 0, "nobody needs it any more");
}

#[tokio::test]
async fn a_call_waits_for_its_deciders_in_their_own_teams_until_it_is_made() {
    let town = Town::new().await;
    town.keeper().take_in_map(&town.team, MAP, SERVER, AGREED).await.unwrap();
    let it = town.decision("kim", "One queue").await;
    for (who, n) in [("ana", 1), ("kim", 0), ("ruth", 0), ("lee", 0)] {
        assert_eq!(town.desk(who).await.today().await.unwrap().turns.len(), n, "{who}");
    }
    town.desk("ana").await.make_move(&it.id, it.version, "write_down").await.unwrap();
    assert_eq!(waiting(&town, "ana").await, 0);
}

#[tokio::test]
async fn an_intent_waits_for_everybody_on_the_team_but_its_issuer_to_restate_it() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let whole = domain::practice::ALL[0].sample;
    let answers = whole().record.answers;
    let begun = ana.begin("intent", &town.team, "Nobody waits", answers).await.unwrap().record;
    assert_eq!(waiting(&town, "kim").await, 0, "a draft asks nothing of anybody");
    let briefed = ana.make_move(&begun.id, begun.version, "brief").await;
    assert!(briefed.is_ok(), "{briefed:?}");
    for (who, n) in [("kim", 1), ("ana", 0), ("lee", 0)] {
        let today = town.desk(who).await.today().await.unwrap();
        assert_eq!(today.turns.len(), n, "{who}");
    }
    let said = [("text", "They should see at once where their money is; first we ask the bank.")];
    town.desk("kim").await.attach(&begun.id, "backbrief", words(&said)).await.unwrap();
    let desk = town.desk("ana").await;
    let lines = desk.today().await.unwrap().waiting_lines(&desk);
    assert_eq!(lines.len(), 1, "it waits for whoever briefed it: {lines:?}");
    assert_eq!(lines[0].what, "Is this what you meant");
}

#[tokio::test]
async fn what_changed_is_told_once_a_record_and_of_ones_own_teams() {
    let town = Town::new().await;
    let one = town.decision("kim", "One").await.id;
    town.desk("kim").await.attach(&one, "question", words(&[("text", "?")])).await.unwrap();
    let two = town.decision("ana", "Two").await.id;
    let changed = town.desk("kim").await.today().await.unwrap().changed;
    assert_eq!(changed.iter().map(|it| &it.1.id).collect::<Vec<_>>(), [&two, &one]);
    assert_eq!(changed[1].0.what, "attachment.added", "the newest says enough");
    assert!(town.desk("lee").await.today().await.unwrap().is_empty());
    for n in 0..30 {
        town.decision("kim", &format!("More {n}")).await;
    }
    assert_eq!(town.desk("kim").await.today().await.unwrap().changed.len(), 12, "a page, no more");
}

/// Whose turn it is on anything, of everybody who has a seat.
async fn turns(town: &Town) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for who in EVERYBODY.into_iter().filter(|it| *it != "zoe") {
        let today = town.desk(who).await.today().await.unwrap();
        found.extend(today.turns.iter().map(|it| (who, it.waits.what)));
    }
    found
}

#[tokio::test]
async fn a_deal_that_one_side_agreed_to_waits_for_the_other_until_both_have_or_its_text_is_another()
{
    let town = Town::new().await;
    let mut answers = (domain::practice::deal::KIND.sample)().record.answers;
    answers.retain(|name, _| matches!(name.as_str(), "i_owe" | "you_owe"));
    answers.extend(words(&[("leader", "ruth")]));
    let begun =
        town.desk("ruth").await.begin("deal", &town.team, "Payments and Ruth", answers).await;
    let begun = begun.unwrap().record;
    let go = async |who: &str, step: &str| {
        let desk = town.desk(who).await;
        let version = desk.read(&begun.id).await.unwrap().record.version;
        desk.make_move(&begun.id, version, step).await.unwrap().record
    };
    assert_eq!(turns(&town).await, [], "nobody has agreed to it yet");
    let agreed = go("ruth", "leader_first").await;
    let team = [("ana", "Agree"), ("kim", "Agree")];
    assert_eq!(turns(&town).await, team, "who does the work, and no other leader");

    let mut answers = agreed.answers.clone();
    answers.extend(words(&[("may_decide", "Whom you ask to a demo.")]));
    let kim = town.desk("kim").await;
    kim.save(&begun.id, agreed.version, &agreed.title, answers).await.unwrap();
    assert_eq!(turns(&town).await, [], "of the new text nobody has agreed to a word");
    go("kim", "team_first").await;
    assert_eq!(turns(&town).await, [("ruth", "Agree")], "who wrote it, and sits in the team above");
    go("ruth", "leader_last").await;
    assert_eq!(turns(&town).await, []);
}

#[tokio::test]
async fn a_draft_that_goes_round_waits_for_those_who_have_not_said_anything_until_it_is_published()
{
    let town = Town::new().await;
    for handle in ["ben", "eva"] {
        let it = town.keeper().add_person(handle, handle, None).await.unwrap().id;
        town.keeper().seat(&it, &town.team, 0, domain::people::Role::Member).await.unwrap();
    }
    let mut answers = (domain::practice::postmortem::KIND.sample)().record.answers;
    answers.retain(|name, _| matches!(name.as_str(), "happened" | "timeline" | "factors"));
    let kim = town.desk("kim").await;
    let begun = kim.begin("postmortem", &town.team, "Payouts stood still", answers).await;
    let begun = begun.unwrap().record;
    let asked = async || {
        let mut found = Vec::new();
        for who in ["kim", "ben", "eva", "pia", "ruth", "lee"] {
            let today = town.desk(who).await.today().await.unwrap();
            found.extend(today.turns.iter().map(|it| (who, it.waits.what)));
        }
        found
    };
    assert_eq!(asked().await, [], "a draft asks nobody");
    let sent = kim.make_move(&begun.id, begun.version, "share").await.unwrap().record;
    let read = "Read the draft";
    assert_eq!(asked().await, [("ben", read), ("eva", read)], "not who sent it, nor who leads");
    let question = words(&[("text", "Since when?")]);
    town.desk("ben").await.attach(&begun.id, "question", question).await.unwrap();
    assert_eq!(asked().await, [("eva", read)]);
    let mut answers = sent.answers.clone();
    answers.extend(words(&[("surprised", "That nobody was called.")]));
    let eva = town.desk("eva").await;
    let saved = eva.save(&begun.id, sent.version, &sent.title, answers).await.unwrap().record;
    assert_eq!(asked().await, [], "whoever adds what they saw has read it");

    let again = kim.make_move(&begun.id, saved.version, "rewrite").await.unwrap().record;
    let again = kim.make_move(&begun.id, again.version, "share").await.unwrap().record;
    assert_eq!(asked().await, [("ben", read), ("eva", read)], "another round is another draft");
    kim.make_move(&begun.id, again.version, "publish").await.unwrap();
    assert_eq!(asked().await, []);
}
