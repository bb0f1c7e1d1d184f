//! What one person keeps for themselves is found by the name of its row, and leaves no trace elsewhere.

use crate::common::{NOW, id, on_each, settle};
use store::{Batch, Change, Class, Options, Scope, Store};

const SEALED: &str = "5ea1edb7e55ed0";

fn keep(whose: &str, sealed: &str) -> Change {
    Change::KeepApart { whose: whose.into(), sealed: sealed.into() }
}

async fn quietly(store: &Store, change: Change) {
    assert_eq!(change.class(), Class::Private);
    store.write(Batch::by(&id("apart"), NOW).change(change)).await.unwrap();
}

#[tokio::test]
async fn it_is_kept_whole_under_its_name_and_goes_without_a_word_in_the_journal() {
    on_each(async |store| {
        settle(&store).await;
        let before = store.journal(&Scope::All, 0, 100).await.unwrap().len();
        assert_eq!(store.apart("mac").await.unwrap(), None);
        assert!(!store.holds_apart().await.unwrap());
        quietly(&store, keep("mac", "first")).await;
        assert!(store.holds_apart().await.unwrap());
        quietly(&store, keep("other", "theirs")).await;
        quietly(&store, keep("mac", SEALED)).await;
        assert_eq!(store.apart("mac").await.unwrap().as_deref(), Some(SEALED));
        quietly(&store, Change::DropApart { whose: "mac".into() }).await;
        assert_eq!(store.apart("mac").await.unwrap(), None);
        assert_eq!(store.apart("other").await.unwrap().as_deref(), Some("theirs"));
        quietly(&store, Change::DropApart { whose: "mac".into() }).await;
        assert_eq!(store.journal(&Scope::All, 0, 100).await.unwrap().len(), before);
    })
    .await;
}

#[tokio::test]
async fn no_backup_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("remit.db").display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    settle(&store).await;
    quietly(&store, keep("mac", &SEALED.repeat(500))).await;
    let copy = folder.path().join("copy.db");
    store.snapshot_to(&copy).await.unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let is_in = |words: &str| bytes.windows(words.len()).any(|it| it == words.as_bytes());
    assert!(!is_in(SEALED), "nor its bytes");
    assert!(is_in("apart"), "the table is there, and empty");
    let url = format!("sqlite:{}", copy.display());
    let again = Store::open(&url, Options::default()).await.unwrap();
    assert_eq!(again.apart("mac").await.unwrap(), None);
    assert!(!again.holds_apart().await.unwrap());
    assert!(store.apart("mac").await.unwrap().is_some(), "and here it stays");
}
