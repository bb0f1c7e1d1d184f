//! Opens an empty store of each kind for one test.

use std::future::Future;

use domain::attachment::Attachment;
use domain::id::{At, Id};
use domain::people::{Membership, Person, Role, Team};
use domain::record::{Record, Value};

use crate::postgres::postgres;
use store::{Batch, Change, Hanging, Options, Promoted, Store, Written};

/// 2026-03-06T12:00:00.123Z
pub(crate) const NOW: At = At(1_772_798_400_123);

/// Tells the same story to a file, to memory and to PostgreSQL.
pub(crate) async fn on_each<F: Future<Output = ()>>(story: impl Fn(Store) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("remit.db").display());
    for url in [file, "sqlite::memory:".to_owned(), postgres()] {
        let store = Store::open(&url, Options::default()).await.unwrap();
        story(store.clone()).await;
        store.close().await;
    }
}

pub(crate) fn id(text: &str) -> Id {
    text.into()
}

pub(crate) fn at(milliseconds: i64) -> At {
    NOW.plus(milliseconds)
}

pub(crate) fn team(name: &str, parent: Option<&str>) -> Team {
    Team { id: id(name), parent: parent.map(id), slug: name.to_owned(), name: name.to_uppercase() }
}

pub(crate) fn person(handle: &str) -> Person {
    Person {
        id: id(&format!("p-{handle}")),
        handle: handle.to_owned(),
        name: format!("{handle} Müller"),
        email: Some(format!("{handle}@example.org")),
        joined_at: NOW,
        left_at: None,
        erased: false,
    }
}

pub(crate) fn membership(person: &str, team: &str) -> Membership {
    Membership {
        person: id(person),
        team: id(team),
        level: 0,
        role: Role::Member,
        since: NOW,
        until: None,
    }
}

pub(crate) fn record(name: &str, team: &str) -> Record {
    Record {
        id: id(name),
        kind: "decision".to_owned(),
        state: "open".to_owned(),
        title: format!("Title of {name}"),
        team: id(team),
        author: id("p-ana"),
        answers: [("why".to_owned(), Value::Text("Because it's \"better\"".to_owned()))].into(),
        version: 1,
        opened_at: NOW,
        changed_at: NOW,
        revealed: false,
        retired: false,
    }
}

pub(crate) fn attachment(name: &str, record: &str, slot: &str) -> Attachment {
    Attachment {
        id: id(name),
        record: id(record),
        slot: slot.to_owned(),
        author: id("p-ana"),
        made_at: NOW,
        answers: [("text".to_owned(), Value::Text(format!("Words of {name}")))].into(),
        state: "open".to_owned(),
        version: 1,
    }
}

pub(crate) fn add(record: &Record) -> Change {
    let promoted = Promoted { open: true, due_on: None };
    Change::AddRecord { record: record.clone(), promoted }
}

pub(crate) fn attach(attachment: &Attachment) -> Change {
    let hanging = Hanging { open: true, ..Hanging::default() };
    Change::AddAttachment { attachment: attachment.clone(), hanging }
}

/// Writes these changes with one journal row.
pub(crate) async fn write(
    store: &Store,
    changes: impl IntoIterator<Item = Change>,
) -> store::Result<Written> {
    let batch = Batch::by(&id("p-ana"), NOW);
    let batch = changes.into_iter().fold(batch, Batch::change);
    store.write(batch.note(None, &id("x"), "test.changed", &serde_json::json!({}))).await
}

/// A team, a person on it.
pub(crate) async fn settle(store: &Store) {
    let changes = [
        Change::AddTeam(team("org", None)),
        Change::AddTeam(team("pay", Some("org"))),
        Change::AddPerson(person("ana")),
        Change::AddMembership(membership("p-ana", "pay")),
    ];
    write(store, changes).await.unwrap();
}
