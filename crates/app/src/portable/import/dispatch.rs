//! Incidents of Netflix Dispatch, as its API answers them: one, a list, or a page with `items`.

use domain::id::At;
use domain::record::Row;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::{Draft, Taken, Told, left_out, moment};

pub(super) fn read(text: &str, team: &str) -> Result<Taken, String> {
    let whole: Json = serde_json::from_str(text).map_err(|e| format!("This is not JSON: {e}."))?;
    let incidents: Vec<&Json> = match &whole {
        Json::Array(all) => all.iter().collect(),
        Json::Object(page) => match page.get("items").or_else(|| page.get("incidents")) {
            Some(Json::Array(all)) => all.iter().collect(),
            _ => vec![&whole],
        },
        _ => return Err("There is no incident in this file.".into()),
    };
    let mut taken = Taken::default();
    for it in incidents {
        taken.take(one(it, team)?);
    }
    Ok(taken)
}

type One = Result<(super::Portable, Told), Box<Told>>;

fn one(it: &Json, team: &str) -> Result<One, String> {
    let title = text(it, "title");
    let key = match (text(it, "name"), it.get("id")) {
        ("", Some(id)) => id.to_string(),
        (name, _) => name.to_owned(),
    };
    if title.is_empty() || key.is_empty() {
        return Err("An incident here has no title or no name: is this what Dispatch answers under /incidents?".into());
    }
    if text(it, "visibility").eq_ignore_ascii_case("restricted") {
        return Ok(Err(left_out(
            &key,
            "It is restricted there, and everybody reads it here.",
            "Write down here what everybody may know.",
        )));
    }
    if !text(it, "status").is_empty() && !text(it, "status").eq_ignore_ascii_case("closed") {
        return Ok(Err(left_out(
            &key,
            "It is not closed there yet.",
            "Close it there and read the file again.",
        )));
    }
    let mut draft = Draft::new("dispatch", team, &key, title);
    let at = |name: &str| time(text(it, name));
    draft.opened = at("reported_at").or_else(|| at("created_at")).unwrap_or_default();
    draft.closed = at("closed_at").or_else(|| at("stable_at")).unwrap_or(draft.opened);
    let resolution = text(it, "resolution");
    let ended =
        if resolution.is_empty() { String::new() } else { format!("How it ended: {resolution}") };
    draft.prose("happened", &[text(it, "description"), &ended]);
    for (name, moment_of) in
        [("began", at("reported_at")), ("ended", at("stable_at").or_else(|| at("closed_at")))]
    {
        if let Some(at) = moment_of {
            draft.line(name, &moment(at));
        }
    }
    draft.line("trigger", nested(it, "incident_type"));
    severity(&mut draft, it);
    timeline(&mut draft, it);
    tasks(&mut draft, it);
    documents(&mut draft, it);
    people(&mut draft, it);
    let tags = names(it, "tags");
    let tags = if tags.is_empty() { String::new() } else { format!("; tags: {}", tags.join(", ")) };
    for (name, why) in [
        ("cost", "what an incident cost is counted by people's hours"),
        ("terms", "words of a glossary"),
        ("status_reports", "a report of the moment, told by the timeline"),
    ] {
        if it.get(name).is_some_and(|it| !is_nothing(it)) {
            draft.left.push(format!("{}: {why}", name.replace('_', " ")));
        }
    }
    Ok(Ok(draft.finish(team, format!("Dispatch, {key}{tags}"))))
}

/// The severity if there is one, else the priority, by the words people use for both.
fn severity(draft: &mut Draft, it: &Json) {
    let said = match nested(it, "incident_severity") {
        "" => nested(it, "incident_priority"),
        said => said,
    };
    let lower = said.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let level = if any(&["crit", "high", "1"]) {
        "1"
    } else if any(&["med", "2"]) {
        "2"
    } else if any(&["low", "minor", "3"]) {
        "3"
    } else {
        if !said.is_empty() {
            draft.left.push(format!("the severity “{said}”: it fits none of ours"));
        }
        return;
    };
    draft.line("severity", level);
}

fn timeline(draft: &mut Draft, it: &Json) {
    let rows: Vec<Row> = list(it, "events")
        .filter(|event| !text(event, "description").is_empty())
        .map(|event| {
            let at = time(text(event, "started_at")).or_else(|| time(text(event, "created_at")));
            let mut row = Row::new();
            if let Some(at) = at {
                row.insert("at".into(), moment(at));
            }
            row.insert("what".into(), super::cut(&one_line(text(event, "description")), 300));
            if !text(event, "source").is_empty() {
                row.insert("source".into(), super::cut(text(event, "source"), 300));
            }
            row
        })
        .collect();
    draft.rows("timeline", rows);
}

fn tasks(draft: &mut Draft, it: &Json) {
    for task in list(it, "tasks") {
        let day = |name: &str| time(text(task, name)).map(At::day);
        let done = text(task, "status").eq_ignore_ascii_case("resolved");
        let done: Option<Date> = done.then(|| {
            day("resolved_at").or_else(|| day("updated_at")).unwrap_or_else(|| draft.closed.day())
        });
        let owner =
            list(task, "assignees").map(handle).find(|it| !it.is_empty()).unwrap_or_default();
        draft.task(text(task, "description"), &owner, day("resolve_by"), done);
    }
}

/// The part of an address before the `@`: what handles here usually are.
fn handle(participant: &Json) -> String {
    let individual = participant.get("individual").unwrap_or(participant);
    let email = text(individual, "email");
    let name = email.split('@').next().unwrap_or("");
    name.chars().filter(|it| it.is_alphanumeric() || "-_.".contains(*it)).take(64).collect()
}

fn documents(draft: &mut Draft, it: &Json) {
    let review = it.get("incident_review_document").or_else(|| it.get("incident_review"));
    let documents = list(it, "documents").chain(review);
    let mut unread = 0;
    for document in documents {
        let name = match text(document, "name") {
            "" => text(document, "resource_type"),
            name => name,
        };
        let what = if name.is_empty() { "Document" } else { name };
        let what = format!("{what}, there");
        unread += usize::from(!draft.link(text(document, "weblink"), &what));
    }
    if unread > 0 {
        draft.left.push(format!("{unread} documents without an address"));
    }
}

/// Names stay there: an account needs roles. How many were in it is not counted here either.
fn people(draft: &mut Draft, it: &Json) {
    let anybody = list(it, "participants").next().is_some()
        || !is_nothing(it.get("commander").unwrap_or(&Json::Null));
    if anybody {
        draft.left.push("names and roles of participants: write who saw what, by role".into());
    }
}

fn text<'a>(it: &'a Json, name: &str) -> &'a str {
    it.get(name).and_then(Json::as_str).map_or("", str::trim)
}

/// `{"name": …}` under a name, or the text itself.
fn nested<'a>(it: &'a Json, name: &str) -> &'a str {
    match it.get(name) {
        Some(Json::String(said)) => said.trim(),
        Some(inner) => text(inner, "name"),
        None => "",
    }
}

fn names(it: &Json, list_name: &str) -> Vec<String> {
    let name =
        |tag: &Json| tag.as_str().map_or_else(|| text(tag, "name").to_owned(), str::to_owned);
    list(it, list_name).map(name).filter(|it| !it.is_empty()).collect()
}

fn list<'a>(it: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> + use<'a> {
    it.get(name).and_then(Json::as_array).into_iter().flatten()
}

fn is_nothing(it: &Json) -> bool {
    match it {
        Json::Null => true,
        Json::Array(all) => all.is_empty(),
        Json::Number(n) => n.as_f64() == Some(0.0),
        Json::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a zone or, as the database writes it, without one: then UTC.
fn time(text: &str) -> Option<At> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(At(at.as_millisecond()));
    }
    let local: jiff::civil::DateTime = text.replacen(' ', "T", 1).parse().ok()?;
    let at = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(At(at.timestamp().as_millisecond()))
}
