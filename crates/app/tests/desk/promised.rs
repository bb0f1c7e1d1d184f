//! Whatever is promised by name and day stands in one list and comes due, wherever it was said.

use app::{Problem, Whose};
use domain::id::{At, Id};
use domain::record::Answers;
use jiff::civil::date;

use crate::town::{NOW, Town, refused, words};

/// What is promised, in the words of the list, the one made last first.
async fn listed(town: &Town, open: bool) -> Vec<String> {
    let desk = town.desk("lee").await;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = desk.commitments(Some(&town.team), Some(open), after.as_ref(), 2).await.unwrap();
        let text = |(record, it): &(_, _)| desk.promise(record, it).unwrap().text;
        assert!(page.items.len() == 2 || page.next.is_none(), "a page is full but the last");
        found.extend(page.items.iter().map(text));
        after = page.next;
        if after.is_none() {
            break found;
        }
    }
}

/// What comes due for somebody within a month.
async fn due(town: &Town, who: &str) -> Vec<String> {
    let list = town.desk(who).await.due(&Whose::Mine, date(2026, 6, 28), 50).await.unwrap();
    list.items.iter().map(|it| format!("{} {}", it.on, it.asks)).collect()
}

async fn step(town: &Town, who: &str, (on, it): (&Id, &Id), name: &str, said: &[(&str, &str)]) {
    let desk = town.desk(who).await;
    let read = desk.read(on).await.unwrap();
    let version = read.attached.iter().find(|had| had.id == *it).unwrap().version;
    desk.move_attachment(on, it, version, name, words(said)).await.unwrap();
}

#[tokio::test]
async fn what_is_promised_in_any_slot_is_in_the_one_list_and_due_for_whoever_promised() {
    let town = Town::new().await;
    let begin = async |who: &str, kind: &str, said: &[(&str, &str)]| {
        let desk = town.desk(who).await;
        desk.begin(kind, &town.team, "Plans change", words(said)).await.unwrap().record.id
    };
    let attach = async |who: &str, on: &Id, slot: &str, said: &[(&str, &str)]| {
        town.later(1000);
        town.desk(who).await.attach(on, slot, words(said)).await.unwrap().id
    };
    let decision = town.decision("kim", "One queue").await.id;
    let change = [("text", "Ask the bank"), ("owner", "kim"), ("due", "2026-06-10")];
    let change = attach("ana", &decision, "commitment", &change).await;
    let feedback = begin("ruth", "feedback", &[("to", "ruth")]).await;
    let raised = attach("kim", &feedback, "raised", &[("text", "Plans change on Fridays")]).await;
    let unanswered = attach("ana", &feedback, "raised", &[("text", "And on Mondays")]).await;
    let page = begin("raj", "ownership", &[]).await;
    let own = [("text", "The date"), ("doing", "I tell both shops"), ("due", "2026-06-12")];
    let own = attach("raj", &page, "statement", &own).await;
    town.later(1000);
    let proposal = town.desk("kim").await;
    let proposal = proposal.begin("proposal", &town.team, "A second machine", Answers::new()).await;
    let proposal = proposal.unwrap();
    let (asked, request) = (proposal.record.id, proposal.attached[0].id.clone());
    assert_eq!(
        listed(&town, true).await,
        ["I tell both shops", "Ask the bank"],
        "asked is not promised"
    );

    let will = [("will", "Changes come on Tuesdays"), ("owner", "ruth"), ("due", "2026-06-11")];
    step(&town, "ruth", (&feedback, &raised), "will", &will).await;
    let support = [("will", "Two weeks on trial"), ("support_by", "2026-06-13")];
    step(&town, "ruth", (&asked, &request), "support", &support).await;
    let all =
        ["Two weeks on trial", "I tell both shops", "Changes come on Tuesdays", "Ask the bank"];
    assert_eq!(listed(&town, true).await, all);
    assert_eq!(due(&town, "kim").await, ["2026-06-10 Keep or drop"]);
    assert_eq!(due(&town, "ruth").await, ["2026-06-11 Come back to", "2026-06-13 Give support"]);
    assert_eq!(due(&town, "raj").await, ["2026-06-12 Do as you said"]);

    town.later(At::DAY);
    step(&town, "kim", (&decision, &change), "keep", &[]).await;
    step(&town, "ruth", (&feedback, &raised), "done", &[("did", "Three Tuesdays")]).await;
    step(&town, "raj", (&page, &own), "miss", &[("came", "One shop is closed")]).await;
    step(&town, "kim", (&asked, &request), "came", &[("came", "It stands here")]).await;
    step(&town, "ruth", (&feedback, &unanswered), "decline", &[("because", "The bank")]).await;
    assert_eq!(listed(&town, true).await, [""; 0]);
    assert_eq!(listed(&town, false).await, all, "what was declined had not been promised");
    let desk = town.desk("lee").await;
    let settled = desk.settled(Some(&town.team), None, 10).await.unwrap().items;
    let days: Vec<_> =
        settled.iter().map(|(on, it)| desk.promise(on, it).unwrap().settled_on).collect();
    let day = Some(NOW.plus(At::DAY).day());
    // Nobody wrote down when a statement was not kept.
    assert_eq!((settled.len(), days.iter().filter(|it| **it == day).count()), (4, 3), "{days:?}");
}

#[tokio::test]
async fn an_idea_that_somebody_promises_is_a_commitment_by_the_rules_of_its_record() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let id = town.decision("ana", "One queue").await.id;
    let idea = async |on: &Id, text: &str| {
        kim.attach(on, "idea", words(&[("text", text)])).await.unwrap().id
    };
    let own = idea(&id, "A limit for the queue").await;
    let others = idea(&id, "A page for the queue").await;
    let dayless = kim.move_attachment(&id, &own, 1, "take", Answers::new()).await;
    assert!(matches!(dayless, Err(Problem::Invalid(_))), "{dayless:?}");
    let day = || words(&[("due", "2026-06-10")]);
    let stale = kim.move_attachment(&id, &own, 7, "take", day()).await;
    assert!(matches!(stale, Err(Problem::Stale(_))), "{stale:?}");
    assert_eq!(listed(&town, true).await, [""; 0], "neither half");
    kim.move_attachment(&id, &own, 1, "take", day()).await.unwrap();
    let said = words(&[("owner", "@ana"), ("due", "2026-06-11")]);
    kim.move_attachment(&id, &others, 1, "take", said).await.unwrap();
    let mut all = listed(&town, true).await;
    all.sort();
    assert_eq!(all, ["A limit for the queue", "A page for the queue"]);
    assert_eq!(
        due(&town, "kim").await,
        ["2026-06-10 Keep or drop"],
        "without a name it is one’s own"
    );
    assert_eq!(due(&town, "ana").await, ["2026-06-11 Keep or drop"]);
    let read = kim.read(&id).await.unwrap();
    assert!(read.slot("idea").all(|it| it.state == "taken"));
    assert_eq!(read.slot("commitment").count(), 2);

    let answers = (domain::practice::postmortem::KIND.sample)().record.answers;
    let begun = kim.begin("postmortem", &town.team, "It stood still", answers).await.unwrap();
    let id = begun.record.id;
    for n in 0..6 {
        let it = idea(&id, &format!("Change {n}")).await;
        let taken = kim.move_attachment(&id, &it, 1, "take", day()).await;
        assert_eq!(refused(&taken), n == 5, "five and no more: {taken:?}");
    }
    let read = kim.read(&id).await.unwrap();
    let open = read.slot("idea").filter(|it| it.state == "open").count();
    assert_eq!((open, read.slot("commitment").count()), (1, 5), "the sixth stays an idea");
}
