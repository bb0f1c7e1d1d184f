//! Decision records and requests for comments in Markdown: a file each, kept whole as it was read.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::practice::{decision, madr, postmortem};
use domain::record::{Answers, Value};

use super::{How, Portable, PortableRecord, Refused, Source, Taken, Told, asked, text_of};
use crate::portable::markdown::decision_from;

/// Headings that the report names for one file.
const HEADINGS: usize = 6;

/// A record with what it says of others, until all of them are known.
struct Read {
    record: PortableRecord,
    told: Told,
    stem: String,
    replaces: madr::Replaces,
}

pub(super) fn read(label: &str, headings: &str, sources: &[Source], how: How) -> Taken {
    let mut found: Vec<Result<Read, Box<Told>>> = Vec::new();
    let mut paths: BTreeMap<Id, String> = BTreeMap::new();
    for source in sources {
        let one = one(label, headings, source, how).and_then(|it| {
            match paths.insert(it.record.id.clone(), source.path.clone()) {
                None => Ok(it),
                Some(other) => Err(refused(source, twice(&other))),
            }
        });
        found.push(one);
    }
    link(&mut found);
    let mut taken = Taken::default();
    for one in found {
        taken.take(one.map(|it| (Portable::Record(Box::new(it.record)), it.told)));
    }
    taken
}

fn twice(other: &str) -> Refused {
    let says = format!("{other} has the same name, and a record is found again by that.");
    Refused::new(None, says, "Give one of them another name.")
}

fn refused(source: &Source, why: Refused) -> Box<Told> {
    Box::new(Told::refused(&source.path, &stem(&source.path), why))
}

fn one(label: &str, headings: &str, source: &Source, how: How) -> Result<Read, Box<Told>> {
    let stem = stem(&source.path);
    let text = text_of(&source.bytes).map_err(|why| refused(source, why))?;
    let mut read =
        understood(text, &stem, headings, &source.path, how).map_err(|why| refused(source, why))?;
    let (mut left, replaces) = (left(&read, text), read.replaces());
    if read.state == "proposed" {
        read.state = "decided";
        left.push(format!("the status “{}”: read as decided, as you said", short(&read.status)));
    }
    let kept_under = if how.of.is_empty() { stem.clone() } else { format!("{}-{stem}", how.of) };
    let mut record = decision_from(read, &kept_under, how.team);
    // What holds is history too: nobody here decided it, and nobody here owes it a second look.
    if record.state == "decided" {
        "history".clone_into(&mut record.state);
    }
    let took = took(&record.answers);
    let from = format!("{label}, {}", name_of(&source.path));
    record.answers.insert("from_elsewhere".into(), Value::Text(from));
    if let Some(problem) = decision::KIND.problems(&record.title, &record.answers).first() {
        let says = format!("{}: {}", problem.field, problem.says);
        return Err(refused(source, Refused::new(None, says, "Shorten it in the file.")));
    }
    let told = Told {
        file: source.path.clone(),
        of: record.title.clone(),
        record: Some(Portable::Record(Box::new(record.clone())).path()),
        took,
        left,
        ..Told::default()
    };
    Ok(Read { record, told, stem, replaces })
}

/// The file as a record that is settled.
fn understood(
    text: &str,
    stem: &str,
    headings: &str,
    path: &str,
    how: How,
) -> Result<madr::Imported, Refused> {
    let team = how.team;
    let as_work = format!("bring it in as work of today: remit apply --team {team} {path}");
    if postmortem::markdown::is_ours(text) {
        let says = "It is a postmortem as remit writes them, and may hold open promises.";
        return Err(Refused::new(Some(1), says, format!("To keep those, {as_work}")));
    }
    let read = madr::import(text, stem)
        .map_err(|it| Refused::new(Some(1), it.to_string(), "Leave it out, or mend the file."))?;
    if !read.is_a_record() {
        let says = format!("It has none of the headings of such a record ({headings}).");
        return Err(Refused::new(Some(1), says, "Write it under one of them, or leave it out."));
    }
    if read.state == "proposed" && !how.settled {
        let line = madr::line_of(text, read.status.lines().next().unwrap_or(""));
        let says = format!(
            "It is still “{}” there, and history is what was settled.",
            short(&read.status)
        );
        return Err(Refused::new(
            Some(line),
            says,
            format!("Settle its status in the file, say --settled for all of them, or {as_work}"),
        ));
    }
    Ok(read)
}

/// The labels of what was answered.
fn took(answers: &Answers) -> Vec<String> {
    let kind = &decision::KIND;
    let asks = kind.asks.iter().filter(|it| it.name != "source");
    let said = asks.filter_map(|ask| Some((ask.name, answers.get(ask.name)?)));
    said.map(|(name, answer)| match answer {
        Value::Rows(rows) => format!("{} ({})", asked(kind, name), rows.len()),
        Value::Text(_) | Value::List(_) => asked(kind, name),
    })
    .collect()
}

fn left(read: &madr::Imported, text: &str) -> Vec<String> {
    let mut left = Vec::new();
    if read.untitled {
        left.push("a title: the file has none, so its name stands for it".to_owned());
    }
    if let Some(said) = read.unknown_status() {
        let line = madr::line_of(text, said);
        left.push(format!("the status “{}” (line {line}): read as decided", short(said)));
    }
    if let Some(said) = read.unknown_date() {
        let line = madr::line_of(text, said);
        left.push(format!(
            "the day “{}” (line {line}): only 2016-02-12 is understood",
            short(said)
        ));
    }
    if !read.unplaced.is_empty() {
        let (named, count) = (read.unplaced.iter().take(HEADINGS), read.unplaced.len());
        let named = named.map(|it| super::cut(it, 60)).collect::<Vec<_>>().join(", ");
        let more = match count.saturating_sub(HEADINGS) {
            0 => String::new(),
            n => format!(" and {n} more headings"),
        };
        left.push(format!("in the kept file alone: {named}{more}"));
    }
    left
}

/// Records that replace each other, where both are among the files.
fn link(found: &mut [Result<Read, Box<Told>>]) {
    let known: Vec<(String, Id)> =
        found.iter().flatten().map(|it| (it.stem.clone(), it.record.id.clone())).collect();
    let mut newer: BTreeMap<Id, Id> = BTreeMap::new();
    for it in found.iter().flatten() {
        for old in it.replaces.of.iter().filter_map(|name| named(name, &known)) {
            newer.insert(old.clone(), it.record.id.clone());
        }
    }
    for it in found.iter_mut().flatten() {
        let by = it.replaces.by.iter().find_map(|name| named(name, &known));
        let by = by.or_else(|| newer.get(&it.record.id)).filter(|by| **by != it.record.id);
        match by {
            Some(by) if it.record.state == "superseded" => {
                let by = Value::Text(by.to_string());
                it.record.answers.insert("superseded_by".into(), by);
                it.told.took.push(asked(&decision::KIND, "superseded_by"));
            }
            Some(by) => {
                it.told.left.push(format!("that {by} replaces it: its own status does not say so"));
            }
            None => {
                let names = it.replaces.by.iter();
                it.told.left.extend(names.map(|name| {
                    format!("the link to “{name}”, which replaces it: not among these files")
                }));
            }
        }
    }
}

/// The record a name stands for: that of the file, else the only one with that number.
fn named<'a>(name: &str, known: &'a [(String, Id)]) -> Option<&'a Id> {
    if let Some(exact) = known.iter().find(|it| it.0 == name) {
        return Some(&exact.1);
    }
    let number = number(name)?;
    let mut same = known.iter().filter(|it| self::number(&it.0) == Some(number));
    same.next().filter(|_| same.next().is_none()).map(|it| &it.1)
}

/// `0012-a`, `adr012-a`, `ADR-12`
fn number(name: &str) -> Option<u64> {
    let from = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits: String = from.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Whether a file of a folder of records is its cover or its form, and no record.
pub fn stands_beside(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.split('.').next().unwrap_or("");
    // `0000-template`, `adr-template-bare`; not `0114-add-template-lint-addon`.
    let words: Vec<&str> = stem
        .split(['-', '_', ' '])
        .skip_while(|it| number(it).is_some() || ["adr", "rfc", "madr"].contains(it))
        .collect();
    let is_form =
        words.first() == Some(&"template") && words[1..].iter().all(|it| SIZES.contains(it));
    is_form || COVERS.contains(&stem)
}

static COVERS: &[&str] =
    &["readme", "index", "summary", "contributing", "changelog", "toc", "license", "template"];
static SIZES: &[&str] = &["bare", "minimal", "short", "long", "full"];

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn stem(path: &str) -> String {
    let name = name_of(path);
    name.rsplit_once('.').map_or(name, |it| it.0).to_owned()
}

fn short(text: &str) -> String {
    super::cut(text.lines().next().unwrap_or("").trim(), 60)
}
