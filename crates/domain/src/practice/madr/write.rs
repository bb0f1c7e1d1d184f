//! Answers as a file: a new one, or an imported one with only its changed parts written anew.

use super::parts::{Part, cut};
use super::read::{self, CONSULTED, DATE, Holds, INFORMED, MAKERS, PROSE, REVIEW, STATUS, held};
use super::{Imported, front, inline, status};
use crate::record::{Answers, Record, Row, Value};

pub(super) fn fresh(record: &Record) -> String {
    let mut out = String::from("---\n");
    let day = record.text("decided_on");
    let people = |name: &str| record.list(name).join(", ");
    let lines = [
        (STATUS[0], status_line(record)),
        (DATE[0], day.to_owned()),
        (REVIEW[0], record.text("review_on").to_owned()),
        (MAKERS[0], makers(record)),
        (CONSULTED[0], people("consulted")),
        (INFORMED[0], people("informed")),
    ];
    for (key, value) in lines.iter().filter(|it| !it.1.is_empty()) {
        out += &format!("{key}: {value}\n");
    }
    out += &format!("---\n\n# {}\n", record.title.trim());
    for name in ["frame", "values"] {
        out += &prose_section(record, name, "##");
    }
    out += &options_section(record);
    let choice = choice(&record.answers);
    if !choice.is_empty() {
        out += &format!("\n## Decision Outcome\n\n{choice}\n");
    }
    for name in ["consequences", "confirmation"] {
        out += &prose_section(record, name, "###");
    }
    out += &arguments_section(record);
    for name in ["dissent", "outcome", "learned", "more"] {
        out += &prose_section(record, name, "##");
    }
    out + &rows_sections(record, "")
}

/// The source, part by part: as it stood where the record still says the same.
pub(super) fn onto(source: &str, record: &Record) -> String {
    let was = read::read(source, &record.title);
    let nl = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let parts = cut(source);
    let holds = held(&parts);
    let mut out = String::new();
    for (part, holds) in parts.iter().zip(&holds) {
        out += &match written(part, *holds, &was, record) {
            None => [part.head, part.body].concat(),
            Some(new) => new.replace("\r\n", "\n").replace('\n', nl),
        };
    }
    let added = added(&holds, &was, record, source);
    if !added.is_empty() && !out.ends_with('\n') {
        out += nl;
    }
    out + &added.replace('\n', nl)
}

/// A part written anew, or `None` where nothing in it has changed.
fn written(part: &Part, holds: Holds, was: &Imported, record: &Record) -> Option<String> {
    let same = |name: &str| value(&was.answers, name) == value(&record.answers, name);
    match holds {
        Holds::Nothing => None,
        Holds::Title => {
            let end = if part.head.ends_with('\n') { "\n" } else { "" };
            let head =
                (was.title != record.title).then(|| format!("# {}{end}", record.title.trim()));
            let lines = lines_anew(part, was, record);
            (head.is_some() || lines.is_some()).then(|| {
                let head = head.unwrap_or_else(|| part.head.to_owned());
                head + lines.as_deref().unwrap_or(part.body)
            })
        }
        Holds::Lines => lines_anew(part, was, record).map(|it| part.head.to_owned() + &it),
        Holds::Prose(name) => (!same(name)).then(|| swapped(part, record.text(name))),
        Holds::Choice => {
            (!(same("chosen") && same("because"))).then(|| swapped(part, &choice(&record.answers)))
        }
        Holds::Options => {
            (names(&was.answers) != names(&record.answers)).then(|| swapped(part, &bullets(record)))
        }
        Holds::Arguments(at) => rewritten_arguments(part, at, was, record),
        Holds::Status => (status(was.state) != status(&record.state))
            .then(|| swapped(part, &status_line(record))),
        Holds::Front => front_anew(part, was, record),
    }
}

/// A status or a day that stands in a plain line.
fn lines_anew(part: &Part, was: &Imported, record: &Record) -> Option<String> {
    let mut new = None;
    if status(was.state) != status(&record.state) {
        new = inline::with(part.body, STATUS, &status_line(record));
    }
    let day = record.text("decided_on");
    if value(&was.answers, "decided_on") != day && !day.is_empty() {
        new = inline::with(new.as_deref().unwrap_or(part.body), DATE, day).or(new);
    }
    new
}

fn front_anew(part: &Part, was: &Imported, record: &Record) -> Option<String> {
    let mut new = part.body.to_owned();
    let then = |name: &str| value(&was.answers, name);
    let now = |name: &str| value(&record.answers, name);
    if status(was.state) != status(&record.state) {
        new = front::with(&new, STATUS, &status_line(record), "\n");
    }
    for (name, keys) in [("decided_on", DATE), ("review_on", REVIEW)] {
        if then(name) != now(name) && !now(name).is_empty() {
            new = front::with(&new, keys, record.text(name), "\n");
        }
    }
    if (then("decider"), then("agreed")) != (now("decider"), now("agreed")) {
        new = front::with(&new, MAKERS, &makers(record), "\n");
    }
    for (name, keys) in [("consulted", CONSULTED), ("informed", INFORMED)] {
        if then(name) != now(name) {
            new = front::with(&new, keys, &record.list(name).join(", "), "\n");
        }
    }
    (new != part.body).then_some(new)
}

/// An option's arguments; what is neither for nor against it stays where it stood.
fn rewritten_arguments(part: &Part, at: usize, was: &Imported, record: &Record) -> Option<String> {
    let rows = |answers: &Answers| match answers.get("options") {
        Some(Value::Rows(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    let old = rows(&was.answers).into_iter().nth(at)?;
    let new = rows(&record.answers).into_iter().find(|it| it.get("option") == old.get("option"))?;
    let sides = |row: &Row| {
        ["for", "against"].map(|it| read::plain(row.get(it).map_or("", String::as_str)))
    };
    if sides(&old) == sides(&new) {
        return None;
    }
    let kept: String =
        part.body.split_inclusive('\n').filter(|it| !read::is_argument(it)).collect();
    Some(format!("{}{}\n\n{}\n", part.head, kept.trim_end(), argument_lines(&new)))
}

/// What the record says and no part of the file holds.
fn added(holds: &[Holds], was: &Imported, record: &Record, source: &str) -> String {
    let mut out = String::new();
    let has = |it: Holds| holds.contains(&it);
    for (name, _) in PROSE.iter().filter(|it| !has(Holds::Prose(it.0))) {
        if value(&was.answers, name) != value(&record.answers, name) {
            out += &prose_section(record, name, "##");
        }
    }
    if !has(Holds::Options) && !names(&record.answers).is_empty() {
        out += &options_section(record);
    }
    let choice = choice(&record.answers);
    if !has(Holds::Choice) && !choice.is_empty() {
        out += &format!("\n## Decision Outcome\n\n{choice}\n");
    }
    out + &rows_sections(record, source)
}

fn prose_section(record: &Record, name: &str, level: &str) -> String {
    let text = read::plain(record.text(name));
    let heading = PROSE.iter().find(|it| it.0 == name).map_or(name, |it| it.1[0]);
    if text.is_empty() { text } else { format!("\n{level} {heading}\n\n{text}\n") }
}

fn options_section(record: &Record) -> String {
    let list = bullets(record);
    if list.is_empty() { list } else { format!("\n## Considered Options\n\n{list}\n") }
}

fn arguments_section(record: &Record) -> String {
    let mut out = String::new();
    for row in record.rows("options") {
        let lines = argument_lines(row);
        let name = row.get("option").map_or("", |it| it.trim());
        if !lines.is_empty() && !name.is_empty() {
            out += &format!("\n### {name}\n\n{lines}\n");
        }
    }
    if out.is_empty() { out } else { format!("\n## Pros and Cons of the Options\n{out}") }
}

fn argument_lines(row: &Row) -> String {
    let side = |name: &str, mark: &str| {
        let lines = row
            .get(name)
            .map_or("", String::as_str)
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty());
        lines.map(|it| format!("* {mark}, because {it}")).collect::<Vec<_>>()
    };
    [side("for", "Good"), side("against", "Bad")].concat().join("\n")
}

/// Assumptions and stop rules, where the file does not have them yet.
fn rows_sections(record: &Record, source: &str) -> String {
    let mut out = String::new();
    for (name, heading, cells) in [
        ("assumptions", "## Assumptions", ["statement", "owner", "check_on", "found"].as_slice()),
        ("stop_rules", "## When we look again", ["state", "date"].as_slice()),
    ] {
        let rows = record.rows(name).iter().map(|row| {
            let filled = cells.iter().filter_map(|it| row.get(*it)).filter(|it| !it.is_empty());
            format!("* {}\n", filled.cloned().collect::<Vec<_>>().join(" · "))
        });
        let rows: String = rows.collect();
        if !rows.is_empty() && !source.contains(heading) {
            out += &format!("\n{heading}\n\n{rows}");
        }
    }
    out
}

fn choice(answers: &Answers) -> String {
    let text = |name: &str| match answers.get(name) {
        Some(Value::Text(text)) => read::plain(text),
        _ => String::new(),
    };
    match (text("chosen"), text("because")) {
        (chosen, because) if chosen.is_empty() => because,
        (chosen, because) if because.is_empty() => format!("Chosen option: \"{chosen}\""),
        (chosen, because) => format!("Chosen option: \"{chosen}\", because {because}"),
    }
}

fn bullets(record: &Record) -> String {
    names(&record.answers).iter().map(|it| format!("* {it}")).collect::<Vec<_>>().join("\n")
}

fn names(answers: &Answers) -> Vec<String> {
    let Some(Value::Rows(rows)) = answers.get("options") else { return Vec::new() };
    let names = rows.iter().filter_map(|row| row.get("option")).map(|it| it.trim().to_owned());
    names.filter(|it| !it.is_empty()).collect()
}

fn makers(record: &Record) -> String {
    let decider = record.text("decider").trim().to_owned();
    let others = record.list("agreed").iter().filter(|it| **it != decider).cloned();
    let all: Vec<String> =
        [decider.clone()].into_iter().filter(|it| !it.is_empty()).chain(others).collect();
    all.join(", ")
}

fn status_line(record: &Record) -> String {
    let by = record.text("superseded_by");
    match status(&record.state) {
        "superseded" if !by.is_empty() => format!("superseded by {by}"),
        status => status.to_owned(),
    }
}

/// The heading as it stood, with another text between the same empty lines.
fn swapped(part: &Part, text: &str) -> String {
    let text = read::plain(text);
    let start = part.body.len() - part.body.trim_start().len();
    let end = part.body.trim_end().len();
    let (before, after) =
        if end == 0 { ("\n", "\n\n") } else { (&part.body[..start], &part.body[end..]) };
    let head_end = if part.head.ends_with('\n') { "" } else { "\n" };
    format!("{}{head_end}{before}{text}{after}", part.head)
}

fn value(answers: &Answers, name: &str) -> String {
    match answers.get(name) {
        Some(Value::Text(text)) => read::plain(text),
        Some(Value::List(items)) => items.join("\u{1f}"),
        Some(Value::Rows(_)) | None => String::new(),
    }
}
