//! The one form every kind of record has as JSON.

use app::Desk;
use domain::attachment::Attachment;
use domain::id::Id;
use domain::record::{Dossier, Record};
use serde_json::{Value, json};

/// A record in a list.
pub(crate) fn brief(desk: &Desk, record: &Record) -> Value {
    let org = desk.organisation();
    let team = org.team(&record.team);
    let kind = desk.kind(&record.kind).ok();
    let is_open = kind.and_then(|it| it.state(&record.state)).is_some_and(|it| it.open);
    json!({
        "id": record.id,
        "kind": record.kind,
        "state": record.state,
        "open": is_open && !record.retired,
        "title": record.title,
        "team": { "id": record.team, "slug": team.map(|it| &it.slug), "name": team.map(|it| &it.name) },
        "author": author(desk, &record.author),
        "version": record.version,
        "opened_at": record.opened_at.to_string(),
        "changed_at": record.changed_at.to_string(),
        "revealed": record.revealed,
        "retired": record.retired,
        "links": {
            "self": format!("/api/v1/records/{}", record.id),
            "page": format!("/{}/{}", record.kind, record.id),
            "history": format!("/api/v1/records/{}/history", record.id),
        },
    })
}

/// A record with its answers, what hangs on it, and the moves that are open to the caller.
pub(crate) fn whole(desk: &Desk, dossier: &Dossier) -> Value {
    let Dossier { record, attached } = dossier;
    let mut body = brief(desk, record);
    body["answers"] = json!(record.answers);
    body["attached"] = attached.iter().map(|it| attachment(desk, it)).collect();
    let standing = desk.standing(Some(&record.team), Some(&record.author));
    let moves = desk.kind(&record.kind).map(|kind| {
        let open = kind.moves_open_to(record, standing);
        open.map(|it| json!({ "name": it.name, "label": it.label, "then": it.then }))
            .collect::<Vec<_>>()
    });
    body["moves"] = json!(moves.unwrap_or_default());
    body
}

/// The same without a desk: what is stored now, beside a stale write.
pub(crate) fn plain(dossier: &Dossier) -> Value {
    let record = &dossier.record;
    json!({
        "id": record.id,
        "state": record.state,
        "title": record.title,
        "answers": record.answers,
        "version": record.version,
        "changed_at": record.changed_at.to_string(),
    })
}

pub(crate) fn attachment(desk: &Desk, it: &Attachment) -> Value {
    json!({
        "id": it.id,
        "slot": it.slot,
        "state": it.state,
        "author": author(desk, &it.author),
        "made_at": it.made_at.to_string(),
        "answers": it.answers,
        "version": it.version,
    })
}

/// Whoever did something, as an actor kind and a handle; nothing after an erasure.
pub(crate) fn author(desk: &Desk, id: &Id) -> Value {
    let org = desk.organisation();
    let (kind, handle) = match (org.people.get(id), org.agents.get(id)) {
        (Some(person), _) if !person.erased => ("person", Some(&person.handle)),
        (Some(_), _) => ("person", None),
        (None, Some(agent)) => ("agent", Some(&agent.handle)),
        (None, None) => ("system", None),
    };
    json!({ "kind": kind, "handle": handle, "name": org.name_of(id) })
}
