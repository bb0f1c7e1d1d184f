//! A pasted RACI, DACI or plain table of who is responsible, as a draft of a map: whoever has the
//! last word holds the lane, the others are asked or told. What the table leaves open is a question.

mod table;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use super::draft::{list, plain, quoted};
use table::Line;

/// A drafted map and what somebody has to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    /// `lanes.toml`: reads without an error and routes every case.
    pub text: String,
    pub lanes: usize,
    pub doubts: Vec<Doubt>,
}

/// Something in the table that does not say who decides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Doubt {
    /// From 1, as the text was pasted.
    pub line: usize,
    /// What is decided, as the table names it.
    pub row: String,
    /// The role; empty where the whole row is meant.
    pub column: String,
    pub says: String,
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}, row “{}”", self.line, self.row)?;
        if !self.column.is_empty() {
            write!(out, ", column “{}”", self.column)?;
        }
        write!(out, ": {}", self.says)
    }
}

/// Why there is nothing to draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    #[error(
        "There is no table here. Paste it with its first line: what is decided, then the roles."
    )]
    None,
    #[error(
        "No cell says R, A, C or I (or D, A, C, I). Paste the table with its letters or names."
    )]
    NoLetters,
    #[error("This table is too large. Paste at most {MOST_ROWS} rows and {MOST_COLUMNS} columns.")]
    TooLarge,
}

const MOST_ROWS: usize = 300;
const MOST_COLUMNS: usize = 60;
const MOST_BYTES: usize = 500_000;

/// What a letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// R: does the work.
    Does,
    /// A: has the last word.
    Decides,
    /// D of DACI: brings it to a decision.
    Drives,
    /// C
    Asked,
    /// I
    Told,
}

static WORDS: &[(Part, &[&str])] = &[
    (Part::Does, &["r", "responsible"]),
    (Part::Decides, &["a", "accountable", "approver", "approve", "approves", "decider", "decides"]),
    (Part::Drives, &["d", "driver", "drives"]),
    (Part::Asked, &["c", "consulted", "consult", "contributor", "contributors", "contributes"]),
    (Part::Told, &["i", "informed", "inform"]),
];

/// Cells that say nothing.
static NOTHING: &[&str] = &["", "-", "–", "—", "n/a", "na", "none", ".", "/"];

/// One line of the table, as the map will say it.
#[derive(Default)]
struct Row {
    line: usize,
    name: String,
    parts: Vec<(Part, String)>,
}

impl Row {
    fn who(&self, part: Part) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for (_, who) in self.parts.iter().filter(|it| it.0 == part) {
            let handle = handle(who);
            if !handle.is_empty() && !all.contains(&handle) {
                all.push(handle);
            }
        }
        all
    }
}

/// Reads a table in Markdown, or copied from a spreadsheet (tabs, commas, semicolons).
///
/// Errors: where there is no such table.
pub fn draft(text: &str) -> Result<Drafted, NoTable> {
    if text.len() > MOST_BYTES {
        return Err(NoTable::TooLarge);
    }
    let lines = table::lines(text);
    let (head, body) = lines.split_first().ok_or(NoTable::None)?;
    if body.is_empty() || head.cells.len() < 2 {
        return Err(NoTable::None);
    }
    if body.len() > MOST_ROWS || head.cells.len() > MOST_COLUMNS {
        return Err(NoTable::TooLarge);
    }
    let mut doubts = Vec::new();
    let rows = rows(head, body, &mut doubts);
    if rows.iter().all(|it| it.parts.is_empty()) {
        return Err(NoTable::NoLetters);
    }
    let mut out = HEAD.to_owned();
    out += &roles(&rows);
    out += REST;
    let mut taken = vec!["lanes".to_owned(), "small".to_owned(), "the-rest".to_owned()];
    for row in &rows {
        lane(&mut out, row, &mut taken, &mut doubts);
    }
    out += "[[signal]]\npaths = [\"lanes.toml\"]\ndomain = \"lanes\"\n";
    doubts.sort_by_key(|it| it.line);
    Ok(Drafted { text: out, lanes: rows.len(), doubts })
}

/// The lines of the table, whether its cells hold letters or, under headings that are letters, names.
fn rows(head: &Line, body: &[Line], doubts: &mut Vec<Doubt>) -> Vec<Row> {
    let headings: Vec<Option<Part>> = head.cells.iter().map(|it| word(it)).collect();
    let by_part = headings.iter().skip(1).flatten().count() >= 2;
    let mut rows = Vec::new();
    for line in body {
        let name = line.cells.first().map_or("", String::as_str).trim();
        let mut row = Row { line: line.number, name: plain(name), parts: Vec::new() };
        if name.is_empty() {
            if line.cells.iter().any(|it| !it.trim().is_empty()) {
                doubt(doubts, &row, "", "Nothing says what is decided here, so it is left out.");
            }
            continue;
        }
        // A line with a name alone is a heading between the others.
        if line.cells.iter().skip(1).all(|it| it.trim().is_empty()) && line.cells.len() > 1 {
            doubt(doubts, &row, "", "No role has a part in it, so it is left out.");
            continue;
        }
        for (at, cell) in line.cells.iter().enumerate().skip(1) {
            let column = head.cells.get(at).map_or("", |it| it.trim());
            if by_part {
                named(&mut row, headings.get(at).copied().flatten(), cell);
            } else {
                lettered(&mut row, column, cell, doubts);
            }
        }
        rows.push(row);
    }
    rows
}

/// Names under `Accountable`: several with commas, semicolons or line ends between.
fn named(row: &mut Row, part: Option<Part>, cell: &str) {
    let Some(part) = part else { return };
    let names = cell.split([',', ';', '\n', '/', '&', '+']).map(str::trim);
    let names = names.filter(|it| !NOTHING.contains(&it.to_lowercase().as_str()));
    row.parts.extend(names.map(|it| (part, it.to_owned())));
}

/// Letters under a role: `R`, `A/R`, `RA`, `c, i`, `Accountable`.
fn lettered(row: &mut Row, column: &str, cell: &str, doubts: &mut Vec<Doubt>) {
    let cell = cell.trim().trim_matches(['*', '_', '`']);
    if NOTHING.contains(&cell.to_lowercase().as_str()) {
        return;
    }
    if column.is_empty() || handle(column).is_empty() {
        doubt(doubts, row, column, &format!("“{}” stands under no role.", plain(cell)));
        return;
    }
    let between = |it: char| !it.is_alphanumeric();
    let found: Vec<_> = cell.split(between).filter(|it| !it.is_empty()).map(parts).collect();
    if found.is_empty() || found.iter().any(Option::is_none) {
        let says = format!("“{}” is none of R, A, C, I or D. What is their part?", plain(cell));
        doubt(doubts, row, column, &says);
    }
    let known = found.into_iter().flatten().flatten();
    row.parts.extend(known.map(|it| (it, column.to_owned())));
}

fn parts(token: &str) -> Option<Vec<Part>> {
    if let Some(part) = word(token) {
        return Some(vec![part]);
    }
    let short = token.chars().count() <= 4;
    short.then(|| token.chars().map(|it| word(&it.to_string())).collect()).flatten()
}

/// `A`, `accountable`, `Accountable (A)`
fn word(text: &str) -> Option<Part> {
    let text = text.trim().trim_matches(['*', '_', '`']).to_lowercase();
    let text = text.split(['(', ':']).next().unwrap_or("").trim();
    WORDS.iter().find(|it| it.1.contains(&text)).map(|it| it.0)
}

fn doubt(doubts: &mut Vec<Doubt>, row: &Row, column: &str, says: &str) {
    doubts.push(Doubt {
        line: row.line,
        row: row.name.clone(),
        column: plain(column),
        says: says.to_owned(),
    });
}

/// A role as a map names it: `Product Manager` becomes `@product-manager`.
fn handle(role: &str) -> String {
    let name = slug(role.trim().trim_start_matches('@'), |it| matches!(it, '_' | '.'));
    if name.is_empty() { name } else { format!("@{name}") }
}

fn slug(text: &str, also: impl Fn(char) -> bool) -> String {
    let kept = |it: char| if it.is_alphanumeric() || also(it) { it } else { ' ' };
    let words: String = text.to_lowercase().chars().take(120).map(kept).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

const HEAD: &str = "\
# A draft from a table. Every line is a question to your team and none is an answer yet: go through
# them together and change what is not so. A table says who; a map also says up to where.
title = \"Who decides what\"

# What do you call the people who decide here, the lowest first?
levels = [\"contributor\", \"lead\"]

# How long would it take to undo? Write `upto = { undo = \"sprint\" }` into a lane to give away the
# part of it that can be undone within one.
[dimension.undo]
steps = [\"hour\", \"sprint\", \"quarter\", \"never\"]
assume = \"quarter\"

";

const REST: &str = "\
# May anybody decide alone what an hour can undo?
[[lane]]
id = \"small\"
says = \"Whatever an hour can undo\"
domain = \"*\"
level = \"contributor\"
upto = { undo = \"hour\" }

# And who decides what the table does not name?
[[lane]]
id = \"the-rest\"
says = \"Whatever no other lane names\"
domain = \"*\"
level = \"lead\"

# Changing this map is a decision too. Whose?
[[lane]]
id = \"lanes\"
says = \"Changing this map\"
domain = \"lanes\"
level = \"lead\"

";

/// Which handle stands for which role; whose they are is asked.
fn roles(rows: &[Row]) -> String {
    let mut all: Vec<(String, String)> = Vec::new();
    for (_, role) in rows.iter().flat_map(|it| &it.parts) {
        let handle = handle(role);
        if !handle.is_empty() && handle != *role && all.iter().all(|it| it.0 != handle) {
            all.push((handle, plain(role)));
        }
    }
    let mut out = String::new();
    for (handle, role) in &all {
        let _ = writeln!(out, "# {handle} is “{role}” in the table. Which handle is that here?");
    }
    if !all.is_empty() {
        out.push('\n');
    }
    out
}

fn lane(out: &mut String, row: &Row, taken: &mut Vec<String>, doubts: &mut Vec<Doubt>) {
    let domain = domain(&row.name, taken);
    let mut holder = row.who(Part::Decides);
    let (does, drives) = (row.who(Part::Does), row.who(Part::Drives));
    let _ = writeln!(out, "# “{}” in the table.", row.name);
    if holder.len() > 1 {
        let says = format!(
            "{} have the last word. Which one of them?",
            holder.iter().map(String::as_str).collect::<Vec<_>>().join(" and ")
        );
        let _ = writeln!(out, "# {says}");
        let column = columns(row, Part::Decides);
        doubt(doubts, row, &column, &says);
    }
    if holder.is_empty() {
        let says = match drives.as_slice() {
            [one] => format!("Nobody approves; {one} drives it. Is it their call?"),
            _ => "Nobody has the last word (A). Whose call is it?".to_owned(),
        };
        let _ = writeln!(out, "# {says}");
        doubt(doubts, row, &columns(row, Part::Drives), &says);
        holder = if drives.len() == 1 { drives.clone() } else { Vec::new() };
    }
    for (who, says) in [
        (&does, "does the work. Up to where may they decide it alone?"),
        (&drives, "brings it to a decision. Do they decide what does not need the last word?"),
    ] {
        let others: Vec<&str> =
            who.iter().filter(|it| !holder.contains(it)).map(String::as_str).collect();
        if !others.is_empty() {
            let _ = writeln!(out, "# {} {says}", others.join(", "));
        }
    }
    let _ = writeln!(
        out,
        "[[lane]]\nid = {domain}\nsays = {}\ndomain = {domain}\nlevel = \"lead\"",
        quoted(&row.name),
        domain = quoted(&domain),
    );
    let free = |part| {
        let who = row.who(part).into_iter().filter(|it| !holder.contains(it));
        who.collect::<Vec<_>>()
    };
    for (key, who) in
        [("holder", holder.clone()), ("consult", free(Part::Asked)), ("inform", free(Part::Told))]
    {
        if !who.is_empty() {
            let _ = writeln!(out, "{key} = {}", list(&who));
        }
    }
    out.push('\n');
}

/// The columns in which a row says this.
fn columns(row: &Row, part: Part) -> String {
    let of: Vec<&str> =
        row.parts.iter().filter(|it| it.0 == part).map(|it| it.1.as_str()).collect();
    of.join(", ")
}

/// A name of its own for what a row decides.
fn domain(name: &str, taken: &mut Vec<String>) -> String {
    let base = slug(name, |it| matches!(it, '_' | '.'));
    let base = if base.is_empty() { "row".to_owned() } else { base };
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|it| !taken.contains(it));
    let free = free.unwrap_or(base);
    taken.push(free.clone());
    free
}
