//! A batch is whole or nothing, whichever of its changes cannot be, and the reason is told.

use crate::common::{
    NOW, add, at, attach, attachment, id, membership, on_each, person, record, settle, team, write,
};
use domain::attachment::Attachment;
use domain::people::{Membership, Person, Team};
use domain::record::Record;
use store::{Change, Hanging, Invitation, Link, MapText, Promoted, Scope, Store, StoreError};

#[derive(Debug, PartialEq)]
enum Why {
    Stale,
    Duplicate,
    Missing,
}

fn why(error: &StoreError) -> Why {
    match error {
        StoreError::Stale => Why::Stale,
        StoreError::Duplicate => Why::Duplicate,
        StoreError::Missing => Why::Missing,
        other => panic!("{other}"),
    }
}

fn save(it: Record) -> Change {
    Change::SaveRecord { record: it, promoted: Promoted::default() }
}

fn map(number: i64) -> Change {
    Change::AddMap(MapText {
        team: id("pay"),
        number,
        text: "levels = [\"a\"]".into(),
        author: id("p-ana"),
        home: "server".into(),
        state: "agreed".into(),
        from_day: None,
        at: NOW,
    })
}

fn invitation(name: &str, team: &str) -> Change {
    Change::AddInvitation(Invitation {
        id: id(name),
        hash: name.into(),
        team: id(team),
        level: 0,
        role: domain::people::Role::Member,
        made_by: id("p-ana"),
        made_at: NOW,
        ends_at: at(9),
        used_by: None,
    })
}

/// Changes that cannot be made in a house with r1, a1 and one map, and why.
fn impossible() -> Vec<(&'static str, Change, Why)> {
    let one_each = Hanging { one_each: true, ..Hanging::default() };
    let old = Record { version: 0, ..record("r1", "pay") };
    let unborn = Record { version: 2, ..record("r1", "pay") };
    let attached =
        |it: Attachment| Change::SaveAttachment { attachment: it, hanging: Hanging::default() };
    let unread = Attachment { version: 7, ..attachment("a1", "r1", "response") };
    let twin = Person { id: id("p-other"), email: None, ..person("ana") };
    let slug = Team { id: id("other"), ..team("pay", Some("org")) };
    let away = Membership { since: at(1), ..membership("p-ana", "pay") };
    let link =
        |to: &str| Change::AddLink(Link { from: id("r1"), to: id(to), relation: "parent".into() });
    vec![
        ("a record twice", add(&record("r1", "pay")), Why::Duplicate),
        ("a record of no team", add(&record("r2", "nowhere")), Why::Missing),
        ("a save over an older version", save(old), Why::Stale),
        ("a save over a version to come", save(unborn), Why::Stale),
        ("a save of what is not there", save(record("r9", "pay")), Why::Stale),
        ("an attachment on nothing", attach(&attachment("a9", "r9", "question")), Why::Missing),
        ("an attachment twice", attach(&attachment("a1", "r1", "question")), Why::Duplicate),
        ("an attachment over an unread version", attached(unread), Why::Stale),
        (
            "a second response",
            Change::AddAttachment {
                attachment: attachment("a2", "r1", "response"),
                hanging: one_each,
            },
            Why::Duplicate,
        ),
        ("a link to nothing", link("nowhere"), Why::Missing),
        ("a handle twice", Change::AddPerson(twin), Why::Duplicate),
        ("a slug twice", Change::AddTeam(slug), Why::Duplicate),
        ("a team below nothing", Change::AddTeam(team("web", Some("nowhere"))), Why::Missing),
        ("a seat for nobody", Change::AddMembership(membership("p-no", "pay")), Why::Missing),
        ("a seat in no team", Change::AddMembership(membership("p-ana", "no")), Why::Missing),
        ("a seat that was never given", Change::SaveMembership(away), Why::Missing),
        ("a version of a map twice", map(1), Why::Stale),
        ("an invitation to no team", invitation("i1", "nowhere"), Why::Missing),
        (
            "an erasure of nobody",
            Change::ErasePerson { person: id("p-no"), at: NOW, salt: "s".into() },
            Why::Missing,
        ),
    ]
}

async fn begin(store: &Store) {
    settle(store).await;
    let given = Change::AddAttachment {
        attachment: attachment("a1", "r1", "response"),
        hanging: Hanging { one_each: true, ..Hanging::default() },
    };
    write(store, [add(&record("r1", "pay")), given, map(1)]).await.unwrap();
}

#[tokio::test]
async fn a_change_that_cannot_be_takes_its_whole_batch_with_it() {
    on_each(async |store| {
        begin(&store).await;
        let before = store.dossier(&id("r1")).await.unwrap();
        for (what, change, wanted) in impossible() {
            let position = store.position().await.unwrap();
            let good = Change::Set { key: what.into(), value: "written".into() };
            let later = Change::Set { key: format!("{what} later"), value: "written".into() };
            let error = write(&store, [good, change, later]).await.expect_err(what);
            assert_eq!(why(&error), wanted, "{what}");
            assert_eq!(store.setting(what).await.unwrap(), None, "{what}");
            assert_eq!(store.position().await.unwrap(), position, "{what}: no line, no gap");
            assert!(!error.to_string().contains("constraint"), "{what}: {error}");
        }
        assert_eq!(store.dossier(&id("r1")).await.unwrap(), before);
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        let seqs: Vec<i64> =
            store.journal(&Scope::All, 0, 99).await.unwrap().iter().map(|it| it.seq).collect();
        assert_eq!(seqs, [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn batches_that_fail_beside_each_other_fail_alone() {
    on_each(async |store| {
        begin(&store).await;
        let set = |key: &str| Change::Set { key: key.into(), value: "x".into() };
        let bad = || impossible().swap_remove(2).1;
        let (one, two, three, four) = tokio::join!(
            write(&store, [set("one")]),
            write(&store, [set("two"), bad()]),
            write(&store, [bad(), set("three")]),
            write(&store, [set("four")])
        );
        assert!(one.is_ok() && four.is_ok());
        assert_eq!((why(&two.unwrap_err()), why(&three.unwrap_err())), (Why::Stale, Why::Stale));
        let kept: Vec<String> =
            store.settings().await.unwrap().into_iter().map(|it| it.0).collect();
        assert_eq!(kept, ["four", "one"]);
        assert_eq!(store.position().await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn of_many_savers_of_one_version_exactly_one_wins() {
    on_each(async |store| {
        begin(&store).await;
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..16 {
            let store = store.clone();
            writers.spawn(async move {
                let it = Record { title: format!("by {number}"), ..record("r1", "pay") };
                write(&store, [save(it)]).await.map(|_| number)
            });
        }
        let done = writers.join_all().await;
        let won: Vec<i32> = done.iter().filter_map(|it| it.as_ref().ok().copied()).collect();
        assert_eq!(won.len(), 1);
        assert!(done.iter().filter_map(|it| it.as_ref().err()).all(|it| why(it) == Why::Stale));
        let stored = store.record(&id("r1")).await.unwrap().unwrap();
        assert_eq!((stored.title, stored.version), (format!("by {}", won[0]), 2));
    })
    .await;
}
