//! The same words find the same records in both databases, best first, and nothing hidden.

use crate::common::{add, at, attach, attachment, id, on_each, record, settle, write};
use domain::record::{Record, Value};
use store::{Change, Promoted, Scope, Store};

fn titled(name: &str, title: &str, text: &str) -> Record {
    let answers = [("why".to_owned(), Value::Text(text.to_owned()))].into();
    Record { title: title.to_owned(), answers, ..record(name, "pay") }
}

async fn found(store: &Store, words: &str) -> Vec<String> {
    let mut found: Vec<String> = store
        .search(&Scope::All, words, 50)
        .await
        .unwrap()
        .iter()
        .map(|it| it.id.to_string())
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn whatever_is_typed_finds_whole_words_and_their_beginnings() {
    on_each(async |store| {
        settle(&store).await;
        let records = [
            titled("r1", "Queue per tenant", "Noisy neighbours; größer than 3,5 GB"),
            titled("r2", "Retry table", "queues are full, O'Brien said \"stop\""),
            titled("r3", "Очередь на клиента", "東京 dashboard"),
        ];
        write(&store, records.iter().map(add)).await.unwrap();
        for (words, wanted) in [
            ("queue", &["r1", "r2"][..]),
            ("QUEUE", &["r1", "r2"]),
            ("queues", &["r2"]),
            ("queue tenant", &["r1"]),
            ("tenant queue", &["r1"]),
            ("ueue", &[]),
            ("größ", &["r1"]),
            ("3,5", &["r1"]),
            ("o'brien", &["r2"]),
            ("\"stop\"", &["r2"]),
            ("очеред", &["r3"]),
            ("東京", &["r3"]),
            // What either database would read as an operator is only words here.
            ("queue OR retry", &[]),
            ("queue NOT tenant", &[]),
            ("title:queue", &[]),
            ("queue*", &["r1", "r2"]),
            ("queue & ! | ( ) : <->", &["r1", "r2"]),
            ("'; drop table record; --", &[]),
            ("", &[]),
            ("   ***  ", &[]),
            ("NEAR(queue tenant)", &[]),
        ] {
            assert_eq!(found(&store, words).await, wanted, "“{words}”");
        }
    })
    .await;
}

#[tokio::test]
async fn a_title_weighs_more_than_a_text_and_a_record_comes_once() {
    on_each(async |store| {
        settle(&store).await;
        let records = [
            titled("r1", "About something else", "the gateway is mentioned here once"),
            titled("r2", "The gateway", "short"),
        ];
        let question = attachment("a1", "r1", "question");
        let second = attachment("a2", "r1", "question");
        let changes = [add(&records[0]), add(&records[1]), attach(&question), attach(&second)];
        write(&store, changes).await.unwrap();
        let best = store.search(&Scope::All, "gateway", 9).await.unwrap();
        assert_eq!(best.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["r2", "r1"]);
        assert_eq!(found(&store, "words").await, ["r1"], "both attachments hold it");
        assert_eq!(store.search(&Scope::All, "gateway", 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_search_follows_every_edit_and_keeps_what_was_put_away() {
    on_each(async |store| {
        settle(&store).await;
        let mut it = titled("r1", "First title", "first text");
        write(&store, [add(&it)]).await.unwrap();
        it.title = "Second title".into();
        it.answers.insert("why".into(), Value::List(vec!["listed".into()]));
        it.retired = true;
        it.changed_at = at(1);
        let save = Change::SaveRecord { record: it, promoted: Promoted::default() };
        write(&store, [save]).await.unwrap();
        assert_eq!(found(&store, "first").await, Vec::<String>::new());
        assert_eq!(found(&store, "second listed").await, ["r1"]);
        let elsewhere = Scope::Teams(vec![id("org")]);
        assert_eq!(store.search(&elsewhere, "second", 9).await.unwrap(), []);
        let nowhere = Scope::Teams(Vec::new());
        assert_eq!(store.search(&nowhere, "second", 9).await.unwrap(), []);
    })
    .await;
}
