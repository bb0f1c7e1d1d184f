//! Reading a playbook, with every mistake at its line and with the way out.

use std::ops::Range;

use super::{AGAINST, FOR, Keys, Line, Part, Playbook, SECTIONS, Section, signal, steps};
use crate::finding::Weight;
use crate::kind::{Answer, Kind};
use crate::lanes::diagnostic::Diagnostic;
use crate::practice::{ALL, Kinds};
use crate::questions;
use crate::record::{LINE_CHARS, PROSE_CHARS};

/// More than this is not read through in a meeting.
const MOST_LINES: usize = 30;

/// Errors: everything that stands in the way, in the order of the text.
pub fn read(text: &str) -> Result<Playbook, Vec<Diagnostic>> {
    let mut reader = Reader { text, ..Reader::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        reader.line(line, start..start + line.len());
    }
    reader.end()
}

/// Where a line of the text goes that only goes on with the one before.
#[derive(Default, Clone, Copy)]
enum Open {
    #[default]
    Nothing,
    Purpose,
    Item,
    Under,
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    found: Playbook,
    section: Option<&'static Section>,
    seen: Vec<Part>,
    open: Open,
    /// Where each item stands, in the order of the sections.
    places: [Vec<Range<usize>>; SECTIONS.len()],
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Range<usize>) {
        let words = line.trim_start();
        let is_inside = words.len() < line.len();
        if words.is_empty() {
            self.open = Open::Nothing;
        } else if let Some(heading) = line.strip_prefix("## ") {
            self.heading(heading.trim(), span);
        } else if let Some(title) = line.strip_prefix("# ") {
            self.title(title.trim(), span);
        } else if let Some(item) = words.strip_prefix("- ").filter(|_| is_inside) {
            self.under(item.trim(), span);
        } else if let Some(item) = line.strip_prefix("- ") {
            self.item(item.trim(), span);
        } else {
            self.goes_on(words, span);
        }
    }

    fn title(&mut self, title: &str, span: Range<usize>) {
        if !self.found.title.is_empty() {
            return self.says(
                span,
                "There is a second title.",
                "A playbook has one line that begins with “# ”; headings begin with “## ”.",
            );
        }
        if title.chars().count() > LINE_CHARS {
            self.says(span, "The title is too long.", &format!("At most {LINE_CHARS} characters."));
        }
        title.clone_into(&mut self.found.title);
        self.open = Open::Nothing;
    }

    fn heading(&mut self, heading: &str, span: Range<usize>) {
        self.open = Open::Nothing;
        let found = SECTIONS.iter().find(|it| it.heading.eq_ignore_ascii_case(heading));
        let Some(section) = found else {
            let all: Vec<&str> = SECTIONS.iter().map(|it| it.heading).collect();
            let hint = format!("Use one of: {}.", all.join(", "));
            self.section = None;
            return self.says(span, &format!("There is no section “{heading}”."), &hint);
        };
        if self.seen.contains(&section.part) {
            self.says(
                span,
                &format!("“{}” stands here twice.", section.heading),
                "Put its items together.",
            );
        }
        self.seen.push(section.part);
        self.section = Some(section);
    }

    fn item(&mut self, item: &str, span: Range<usize>) {
        self.open = Open::Nothing;
        let Some(section) = self.section else {
            return self.says(
                span,
                "This item stands in no section.",
                "Put it under a heading such as “## Signals”.",
            );
        };
        let (key, says) = keyed(item);
        let line = Line { key: key.to_owned(), says: says.to_owned(), more: Vec::new() };
        self.found.parts[section.part as usize].push(line);
        self.places[section.part as usize].push(span);
        self.open = Open::Item;
    }

    fn under(&mut self, item: &str, span: Range<usize>) {
        let last = self.section.and_then(|it| self.found.parts[it.part as usize].last_mut());
        let named = item.split_once(':').map(|(name, words)| (name.trim(), words.trim()));
        let (Some(line), Some((name, words))) = (last, named.filter(|it| !it.1.is_empty())) else {
            return self.says(
                span,
                "This hangs on nothing, or has no name.",
                "Write “  - For: …” under an item.",
            );
        };
        line.more.push((name.to_owned(), words.to_owned()));
        self.open = Open::Under;
    }

    fn goes_on(&mut self, words: &str, span: Range<usize>) {
        let last = self.section.and_then(|it| self.found.parts[it.part as usize].last_mut());
        let joined =
            match (self.open, last) {
                (Open::Item, Some(line)) => &mut line.says,
                (Open::Under, Some(line)) => match line.more.last_mut() {
                    Some(it) => &mut it.1,
                    None => return,
                },
                (Open::Purpose, _) => &mut self.found.purpose,
                (Open::Nothing, _)
                    if self.section.is_none()
                        && self.found.purpose.is_empty()
                        && !self.found.title.is_empty() =>
                {
                    self.open = Open::Purpose;
                    &mut self.found.purpose
                }
                _ => return self.says(
                    span,
                    "This line belongs to nothing.",
                    "Begin an item with “- ”; a line that goes on follows it without a blank line.",
                ),
            };
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(words);
    }

    fn end(mut self) -> Result<Playbook, Vec<Diagnostic>> {
        if let Some(inside) =
            self.found.purpose.strip_prefix('*').and_then(|it| it.strip_suffix('*'))
        {
            self.found.purpose = inside.trim().to_owned();
        }
        if self.found.title.is_empty() {
            self.says(
                0..0,
                "The playbook has no title.",
                "Begin with a line such as “# A team that …”.",
            );
        }
        if self.found.purpose.is_empty() {
            self.says(
                0..0,
                "Nothing says what it is for.",
                "One sentence under the title, between asterisks.",
            );
        }
        for section in &SECTIONS {
            self.check(section);
        }
        self.wrong.sort_by_key(|it| it.line);
        if self.wrong.is_empty() { Ok(self.found) } else { Err(self.wrong) }
    }

    fn check(&mut self, section: &'static Section) {
        let lines = std::mem::take(&mut self.found.parts[section.part as usize]);
        let places = std::mem::take(&mut self.places[section.part as usize]);
        for (line, span) in lines.iter().zip(places) {
            let faults = faults(section, line);
            for (says, hint) in faults {
                self.says(span.clone(), &says, &hint);
            }
        }
        let place = self.text.len()..self.text.len();
        if lines.len() < section.least {
            let says =
                format!("“{}” needs {}, and has {}.", section.heading, section.least, lines.len());
            self.says(place, &says, section.about);
        } else if lines.len() > MOST_LINES {
            let says = format!("“{}” has {} items.", section.heading, lines.len());
            self.says(place, &says, &format!("At most {MOST_LINES} can be read through together."));
        }
        self.found.parts[section.part as usize] = lines;
    }

    fn says(&mut self, span: Range<usize>, says: &str, hint: &str) {
        self.wrong.push(Diagnostic::at(self.text, span, Weight::Blocks, says.into(), hint.into()));
    }
}

/// The word in backticks that an item begins with, and the rest. A backslash takes its meaning away.
fn keyed(item: &str) -> (&str, &str) {
    if let Some(plain) = item.strip_prefix('\\').filter(|it| it.starts_with(['`', '\\'])) {
        return ("", plain);
    }
    let inside = item.strip_prefix('`').and_then(|it| it.split_once('`'));
    match inside {
        Some((key, says)) if !key.trim().is_empty() => (key.trim(), says.trim()),
        _ => ("", item),
    }
}

/// What is wrong with one item: `(what, the way out)`.
fn faults(section: &Section, line: &Line) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let long = |text: &str| text.chars().count() > LINE_CHARS;
    if long(&line.says) {
        found.push((
            "This is too long for one item.".into(),
            format!("At most {LINE_CHARS} characters; say the rest in another."),
        ));
    }
    if line.words().is_empty() {
        found.push(("This item says nothing.".into(), "Write it out, or take it away.".into()));
    }
    if let Some(hint) = unknown(section.keys, &line.key) {
        found.push((format!("“{}” is not known here.", line.key), hint));
    }
    match section.part {
        Part::Hypotheses => found.extend(of_hypothesis(line)),
        Part::Steps => found.extend(of_step(line)),
        _ if !line.more.is_empty() => found.push((
            "Nothing can hang on an item of this section.".into(),
            "Make it an item of its own.".into(),
        )),
        _ => {}
    }
    found
}

/// The way out where a key is none of those that may stand there.
fn unknown(keys: Keys, key: &str) -> Option<String> {
    match keys {
        Keys::Kind if key.is_empty() => Some(format!("Say in backticks which record it begins: {}.", kinds().join(", "))),
        _ if key.is_empty() => None,
        Keys::None => Some("Leave out the word in backticks.".into()),
        Keys::Signal => signal::by_id(key).is_none().then(|| {
            let all: Vec<&str> = signal::ALL.iter().map(|it| it.id).collect();
            format!("Leave it out for a signal that you watch yourselves, or use one of: {}.", all.join(", "))
        }),
        Keys::Question => questions::by_id(key)
            .is_none()
            .then(|| "Leave it out for a question of your own, or take a name from “Questions worth asking”, such as F1.".into()),
        Keys::Kind => (!kinds().contains(&key)).then(|| format!("Use one of: {}.", kinds().join(", "))),
    }
}

/// Kinds that a step may begin: all but scenarios themselves.
fn kinds() -> Vec<&'static str> {
    let own = |it: &&&Kind| it.place != crate::kind::Place::Scenarios;
    ALL.iter().filter(own).map(|it| it.slug).collect()
}

fn of_hypothesis(line: &Line) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in [FOR, AGAINST] {
        match line.more.iter().filter(|it| it.0 == name).count() {
            1 if line.under(name).chars().count() <= LINE_CHARS => {}
            1 => found.push((
                format!("“{name}” is too long."),
                format!("At most {LINE_CHARS} characters."),
            )),
            0 => found.push((
                format!("Nothing stands under “{name}”."),
                format!("Add “  - {name}: …”: what you would see then."),
            )),
            _ => found
                .push((format!("“{name}” stands here twice."), "Put it into one sentence.".into())),
        }
    }
    if let Some(other) = line.more.iter().find(|it| it.0 != FOR && it.0 != AGAINST) {
        found
            .push((format!("“{}” is not asked here.", other.0), "Use “For” and “Against”.".into()));
    }
    found
}

fn of_step(line: &Line) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if line.says.is_empty() {
        found.push((
            "This step has no words.".into(),
            "They become the title of the record.".into(),
        ));
    }
    let Some(kind) = Kinds(ALL).by_slug(&line.key) else { return found };
    for (at, (name, words)) in line.more.iter().enumerate() {
        if line.more[..at].iter().any(|it| it.0 == *name) {
            found.push((format!("“{name}” stands here twice."), "Put it into one.".into()));
        }
        found.extend(of_answer(kind, name, words));
    }
    found
}

fn of_answer(kind: &Kind, name: &str, words: &str) -> Option<(String, String)> {
    let Some(ask) = kind.ask(name).filter(|it| steps::takes_words(it)) else {
        let all: Vec<&str> =
            kind.asks.iter().filter(|it| steps::takes_words(it)).map(|it| it.name).collect();
        let says = format!("“{}” does not ask for “{name}”.", kind.name);
        return Some((says, format!("Use one of: {}.", all.join(", "))));
    };
    match ask.answer {
        Answer::OneOf(choices) if choices.iter().all(|it| it.0 != words) => {
            let all: Vec<&str> = choices.iter().map(|it| it.0).collect();
            let says = format!("“{words}” is no answer to “{name}”.");
            Some((says, format!("Use one of: {}.", all.join(", "))))
        }
        answer => {
            let most = if matches!(answer, Answer::Prose) { PROSE_CHARS } else { LINE_CHARS };
            let is_long = words.chars().count() > most;
            is_long
                .then(|| (format!("“{name}” is too long."), format!("At most {most} characters.")))
        }
    }
}
