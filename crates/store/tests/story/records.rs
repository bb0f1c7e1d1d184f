//! The way of one record through the store.

use crate::common::{NOW, add, at, attach, attachment, id, on_each, record, settle, write};
use domain::attachment::Attachment;
use domain::record::Value;
use store::{Batch, Change, Filter, Hanging, Promoted, Scope, StoreError};

#[tokio::test]
async fn a_record_is_kept_found_and_saved_once_per_version() {
    on_each(async |store| {
        settle(&store).await;
        let mut it = record("r1", "pay");
        it.answers.insert("rows".into(), Value::Rows(vec![[("a".into(), "größer".into())].into()]));
        assert_eq!(write(&store, [add(&it)]).await.unwrap().seq, 2);
        assert_eq!(store.record(&it.id).await.unwrap(), Some(it.clone()));
        it.title = "Another title".into();
        let save = Change::SaveRecord { record: it.clone(), promoted: Promoted::default() };
        write(&store, [save.clone()]).await.unwrap();
        assert!(matches!(write(&store, [save]).await, Err(StoreError::Stale)));
        assert_eq!(store.record(&it.id).await.unwrap().unwrap().version, 2);
        assert_eq!(store.position().await.unwrap(), 3);
        let filter = Filter::of(Scope::Teams(vec![id("pay")]));
        assert_eq!(store.records(&filter, None, 10).await.unwrap().items.len(), 1);
        let found = store.search(&Scope::All, "größ anoth", 10).await.unwrap();
        assert_eq!(found.len(), 1);
        let other = Scope::Teams(vec![id("org")]);
        assert!(store.search(&other, "another", 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_journalled_change_without_a_note_is_not_written() {
    on_each(async |store| {
        settle(&store).await;
        let batch = Batch::by(&id("p-ana"), NOW).change(add(&record("r1", "pay")));
        assert!(matches!(store.write(batch).await, Err(StoreError::Misused(_))));
        assert_eq!(store.record(&id("r1")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_response_hides_from_search_until_the_reveal_and_comes_once_each() {
    on_each(async |store| {
        settle(&store).await;
        let mut it = record("r1", "pay");
        let response = attachment("a1", "r1", "response");
        let hanging = Hanging { hidden: true, one_each: true, ..Hanging::default() };
        let add_it =
            Change::AddAttachment { attachment: response.clone(), hanging: hanging.clone() };
        write(&store, [add(&it), add_it, attach(&attachment("q1", "r1", "question"))])
            .await
            .unwrap();
        let second = Attachment { id: id("a2"), made_at: at(5), ..response.clone() };
        let second = Change::AddAttachment { attachment: second, hanging };
        assert!(matches!(write(&store, [second]).await, Err(StoreError::Duplicate)));
        assert!(store.search(&Scope::All, "words of a1", 9).await.unwrap().is_empty());
        it.revealed = true;
        let save = Change::SaveRecord { record: it.clone(), promoted: Promoted::default() };
        let unseal = |slot: &str| Change::Unseal { record: it.id.clone(), slot: slot.into() };
        // A record that is revealed shows what its kind unseals, and nothing else.
        write(&store, [save, unseal("vote")]).await.unwrap();
        assert!(store.search(&Scope::All, "words of a1", 9).await.unwrap().is_empty());
        write(&store, [unseal("response")]).await.unwrap();
        assert_eq!(store.search(&Scope::All, "words of a1", 9).await.unwrap().len(), 1);
        assert_eq!(store.dossier(&it.id).await.unwrap().unwrap().attached.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_batch_may_ask_that_there_is_no_second() {
    on_each(async |store| {
        settle(&store).await;
        let only = |name: &str, team: &str, author: Option<&str>| Change::OnlyOne {
            record: id(name),
            kind: record(name, team).kind,
            team: id(team),
            author: author.map(id),
        };
        let begun = async |name: &str, team: &str, author: Option<&str>| {
            write(&store, [add(&record(name, team)), only(name, team, author)]).await
        };
        let who = record("r1", "pay").author;
        begun("r1", "pay", None).await.unwrap();
        assert!(matches!(begun("r2", "pay", None).await, Err(StoreError::Stale)));
        assert!(store.record(&id("r2")).await.unwrap().is_none(), "nothing of it is there");
        begun("r3", "org", None).await.unwrap();
        assert!(matches!(begun("r4", "pay", Some(who.as_str())).await, Err(StoreError::Stale)));
        begun("r5", "pay", Some("p-somebody-else")).await.unwrap();
        let mut away = record("r3", "org");
        away.retired = true;
        let save = Change::SaveRecord { record: away, promoted: Promoted::default() };
        write(&store, [save]).await.unwrap();
        begun("r6", "org", None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_batch_may_ask_that_nothing_moved_since_it_was_read() {
    on_each(async |store| {
        settle(&store).await;
        let mut q = attachment("q1", "r1", "question");
        write(&store, [add(&record("r1", "pay")), attach(&q)]).await.unwrap();
        let still_in = |state: &str| Change::StillIn { record: id("r1"), state: state.into() };
        let holds = |versions| Change::StillHolds { record: id("r1"), versions };
        let asks = async |change| write(&store, [change]).await.is_ok();
        assert!(asks(still_in("open")).await && !asks(still_in("shut")).await);
        assert!(asks(holds(1)).await && !asks(holds(0)).await);
        q.state = "answered".into();
        let save = Change::SaveAttachment { attachment: q.clone(), hanging: Hanging::default() };
        write(&store, [save]).await.unwrap();
        assert!(asks(holds(2)).await && !asks(holds(1)).await);
        // What goes with it is not written either.
        let late = [attach(&attachment("q2", "r1", "question")), still_in("shut")];
        assert!(matches!(write(&store, late).await, Err(StoreError::Stale)));
        assert_eq!(store.attachments(&id("r1")).await.unwrap().len(), 1);
        assert_eq!(store.record(&id("r1")).await.unwrap().unwrap().version, 1);
    })
    .await;
}
