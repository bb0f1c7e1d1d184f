//! Postmortems of Etsy Morgue: the MySQL dump of its tables, or their rows as JSON.

use std::collections::BTreeMap;

use domain::id::At;
use domain::record::Row;
use serde_json::Value as Json;

use super::sql::{SqlRow, tables};
use super::{Draft, Portable, Taken, Told, left_out, moment};

/// Tables and lists whose rows belong to a postmortem and are left there.
const LEFT: &[(&str, &str)] = &[
    ("images", "images: they lie on a server there"),
    ("irc", "names of chat rooms"),
    ("slack", "messages of a chat: what matters stands in the timeline"),
    ("postmortem_history", "who edited it when"),
];

pub(super) fn read(text: &str, team: &str) -> Result<Taken, String> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let tables = if is_json { from_json(text)? } else { tables(text)? };
    let Some(all) = tables.get("postmortems").filter(|it| !it.is_empty()) else {
        return Err("There is no row of `postmortems` in this file.".into());
    };
    let mut taken = Taken::default();
    for it in all {
        taken.take(one(it, &tables, team));
    }
    Ok(taken)
}

fn one(
    it: &SqlRow,
    tables: &BTreeMap<String, Vec<SqlRow>>,
    team: &str,
) -> Result<(Portable, Told), Box<Told>> {
    let text = |name: &str| it.get(name).map_or("", |it| it.trim());
    let (id, title) = (text("id"), text("title"));
    if title.is_empty() || id.is_empty() {
        return Err(left_out(
            if title.is_empty() { id } else { title },
            "It has no title or no id.",
            "Give it one there and read the file again.",
        ));
    }
    if is_deleted(it) {
        return Err(left_out(title, "It was deleted there.", ""));
    }
    let mut draft = Draft::new("morgue", team, id, title);
    draft.of = title.to_owned();
    let at = |name: &str| seconds(text(name));
    draft.opened = at("starttime").or_else(|| at("created")).unwrap_or_default();
    draft.closed =
        at("modified").or_else(|| at("endtime")).unwrap_or(draft.opened).max(draft.opened);
    draft.prose("happened", &[text("tldr"), text("summary")]);
    draft.prose("surprised", &[text("why_surprised")]);
    for (name, from) in [("began", "starttime"), ("ended", "endtime")] {
        if let Some(at) = at(from) {
            draft.line(name, &moment(at));
        }
    }
    severity(&mut draft, text("severity"));
    draft.line("trigger", text("problem_type"));
    timeline(&mut draft, it, &own(tables, "timeline", id));
    factors(&mut draft, it);
    tasks(&mut draft, tables, id);
    let notes = text("meeting_notes_link");
    if !notes.is_empty() && !draft.link(notes, "Notes of the meeting") {
        draft.left.push("the address of the notes: it cannot be followed".into());
    }
    for link in own(tables, "forum_links", id).into_iter().chain(own(tables, "links", id)) {
        let of = |name: &str| link.get(name).map_or("", String::as_str);
        let to = if of("forum_link").is_empty() { of("link") } else { of("forum_link") };
        draft.link(to, of("comment"));
    }
    for (name, why) in LEFT {
        if !own(tables, name, id).is_empty() {
            draft.left.push((*why).to_owned());
        }
    }
    if ["contact", "facilitator", "facilitator_email", "modifier"]
        .iter()
        .any(|it| !text(it).is_empty())
    {
        draft.left.push(
            "names of whoever to ask and who facilitated: name somebody of the team here".into(),
        );
    }
    let tags = tags_of(tables, id);
    let tags = if tags.is_empty() { String::new() } else { format!("; tags: {}", tags.join(", ")) };
    Ok(draft.finish(team, format!("Morgue, number {id}{tags}")))
}

fn is_deleted(row: &SqlRow) -> bool {
    row.get("deleted").is_some_and(|it| it != "0" && it != "false" && !it.is_empty())
}

fn severity(draft: &mut Draft, said: &str) {
    match said {
        "1" | "2" | "3" => draft.line("severity", said),
        "" | "0" => {}
        other => {
            draft.line("severity", "3");
            draft.left.push(format!("the exact severity {other}: three is the mildest here"));
        }
    }
}

fn timeline(draft: &mut Draft, it: &SqlRow, told: &[&SqlRow]) {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |at: Option<At>, what: &str, source: &str| {
        if what.is_empty() {
            return;
        }
        let mut row = Row::from([("what".to_owned(), super::cut(what, 300))]);
        row.extend(at.map(|at| ("at".to_owned(), moment(at))));
        if !source.is_empty() {
            row.insert("source".into(), source.to_owned());
        }
        rows.push(row);
    };
    for (name, what) in [
        ("starttime", "It began"),
        ("detecttime", "It was noticed"),
        ("statustime", "Customers were told"),
        ("endtime", "It was over"),
    ] {
        let at = it.get(name).and_then(|it| seconds(it));
        if at.is_some() {
            add(at, what, "Morgue");
        }
    }
    for line in told {
        let of = |name: &str| line.get(name).map_or("", String::as_str);
        let at = ["time", "at", "timestamp"].iter().find_map(|name| seconds(of(name)));
        let what =
            ["text", "what", "event", "entry"].map(&of).into_iter().find(|it| !it.is_empty());
        add(at, what.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ").as_str(), "");
    }
    draft.rows("timeline", rows);
}

/// What was chosen from lists there; each a condition, none the cause.
fn factors(draft: &mut Draft, it: &SqlRow) {
    let chosen = ["incident_cause", "subsystem", "impact_type"].iter().filter_map(|name| {
        let said = it.get(*name).map(|it| it.trim()).filter(|it| !it.is_empty())?;
        Some(Row::from([(
            "factor".to_owned(),
            format!("{} ({})", super::cut(said, 200), name.replace('_', " ")),
        )]))
    });
    draft.rows("factors", chosen.collect());
}

/// Tickets live on elsewhere; tasks written in a file say whether they were done.
fn tasks(draft: &mut Draft, tables: &BTreeMap<String, Vec<SqlRow>>, id: &str) {
    for row in ["tasks", "remediation", "jira"].iter().flat_map(|it| own(tables, it, id)) {
        let of = |name: &str| row.get(name).map_or("", |it| it.trim());
        let text =
            ["summary", "description", "title"].map(&of).into_iter().find(|it| !it.is_empty());
        let text = match (text, of("ticket")) {
            (Some(text), "") => text.to_owned(),
            (Some(text), ticket) => format!("{ticket}: {text}"),
            (None, ticket) => ticket.to_owned(),
        };
        let done = matches!(
            of("status").to_lowercase().as_str(),
            "done" | "closed" | "resolved" | "fixed"
        );
        let day = |name: &str| seconds(of(name)).map(At::day).or_else(|| of(name).parse().ok());
        let done = done.then(|| {
            day("closed").or_else(|| day("resolved")).unwrap_or_else(|| draft.closed.day())
        });
        draft.task(&text, of("assignee").split('@').next().unwrap_or(""), day("due"), done);
    }
}

fn tags_of(tables: &BTreeMap<String, Vec<SqlRow>>, id: &str) -> Vec<String> {
    let title = |it: &SqlRow| it.get("title").or_else(|| it.get("name")).cloned();
    let by_reference = own(tables, "postmortem_referenced_tags", id).into_iter().filter_map(|it| {
        let tag = it.get("tag_id")?;
        tables.get("tags")?.iter().find(|it| it.get("id") == Some(tag)).and_then(title)
    });
    let written = own(tables, "tags", id).into_iter().filter_map(title);
    by_reference.chain(written).collect()
}

/// Rows of a table that belong to one postmortem and were not deleted.
fn own<'a>(tables: &'a BTreeMap<String, Vec<SqlRow>>, table: &str, id: &str) -> Vec<&'a SqlRow> {
    let rows = tables.get(table).into_iter().flatten();
    rows.filter(|it| it.get("postmortem_id").is_some_and(|it| it == id) && !is_deleted(it))
        .collect()
}

/// Seconds since 1970; none where it was never set.
fn seconds(text: &str) -> Option<At> {
    let seconds: i64 = text.trim().parse().ok().filter(|it| *it > 0)?;
    Some(At(seconds.checked_mul(1000)?))
}

/// Rows by table from `{"postmortems": […], "tags": […]}`, a list, or one postmortem; lists inside a
/// postmortem become rows of tables of their own.
fn from_json(text: &str) -> Result<BTreeMap<String, Vec<SqlRow>>, String> {
    let whole: Json = serde_json::from_str(text).map_err(|e| format!("This is not JSON: {e}."))?;
    let mut tables = BTreeMap::new();
    match &whole {
        Json::Object(all) if all.values().all(Json::is_array) && !all.is_empty() => {
            for (name, rows) in all {
                for row in rows.as_array().into_iter().flatten() {
                    put(&mut tables, name, row, None);
                }
            }
        }
        Json::Array(all) => all.iter().for_each(|it| put(&mut tables, "postmortems", it, None)),
        one => put(&mut tables, "postmortems", one, None),
    }
    Ok(tables)
}

fn put(tables: &mut BTreeMap<String, Vec<SqlRow>>, table: &str, it: &Json, of: Option<&str>) {
    let mut row = SqlRow::new();
    if let Some(id) = of {
        row.insert("postmortem_id".into(), id.to_owned());
    }
    match it {
        Json::Object(fields) => {
            let id = fields.get("id").map(as_text).unwrap_or_default();
            for (name, value) in fields {
                match value {
                    Json::Array(all) => all.iter().for_each(|it| put(tables, name, it, Some(&id))),
                    Json::Null | Json::Object(_) => {}
                    said => {
                        row.insert(name.clone(), as_text(said));
                    }
                }
            }
        }
        said => {
            row.insert("title".into(), as_text(said));
        }
    }
    tables.entry(table.to_owned()).or_default().push(row);
}

fn as_text(it: &Json) -> String {
    it.as_str().map_or_else(|| it.to_string(), str::to_owned)
}
