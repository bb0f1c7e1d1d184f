//! A postmortem as a Markdown file, and back: what is written here is read here without loss.
//!
//! Front matter holds what stands beside the account; each question is a heading with its own label;
//! rows are tables; promises and ideas are lists. Ids of other records are left out: they mean
//! nothing elsewhere.

use crate::attachment::{Attachment, COMMITMENT, IDEA, Slot};
use crate::kind::{Answer, Ask, Column};
use crate::record::{Answers, Dossier, Row, Value};

use super::KIND;

/// Says what the file is, on its second line.
const MARK: &str = "kind: postmortem";

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub title: String,
    pub answers: Answers,
    pub state: &'static str,
    /// Slot, answers and state of each promise and idea, in order.
    pub attached: Vec<(&'static str, Answers, &'static str)>,
}

/// Whether a text is a postmortem as [`export`] writes it.
pub fn is_ours(text: &str) -> bool {
    text.lines().take(3).any(|it| it.trim() == MARK)
}

/// Answers that go into the front matter.
fn is_beside(ask: &Ask) -> bool {
    !matches!(ask.answer, Answer::Prose | Answer::Rows(_))
}

fn goes_out(ask: &Ask) -> bool {
    !matches!(ask.answer, Answer::Record(_) | Answer::Case)
}

pub fn export(dossier: &Dossier) -> String {
    let record = &dossier.record;
    let mut out = format!("---\n{MARK}\nstate: {}\n", record.state);
    for ask in KIND.asks.iter().filter(|it| is_beside(it) && goes_out(it)) {
        let text = match record.answers.get(ask.name) {
            Some(Value::Text(text)) if !text.trim().is_empty() => one_line(text),
            Some(Value::List(items)) if !items.is_empty() => items.join(", "),
            _ => continue,
        };
        out += &format!("{}: {text}\n", ask.name);
    }
    out += &format!("---\n\n# {}\n", one_line(&record.title));
    for ask in KIND.asks.iter().filter(|it| !is_beside(it)) {
        match (ask.answer, record.answers.get(ask.name)) {
            (Answer::Prose, Some(Value::Text(text))) if !text.trim().is_empty() => {
                out += &format!("\n## {}\n\n{}\n", ask.label, fenced(text.trim()));
            }
            (Answer::Rows(columns), Some(Value::Rows(rows))) if !rows.is_empty() => {
                out += &format!("\n## {}\n\n{}", ask.label, table(columns, rows));
            }
            _ => {}
        }
    }
    for slot in [&COMMITMENT, &IDEA] {
        let all: Vec<&Attachment> = dossier.slot(slot.name).collect();
        if !all.is_empty() {
            out += &format!("\n## {}\n\n", slot.plural);
            out.extend(all.into_iter().map(|it| item(slot, it)));
        }
    }
    out
}

/// Reads a file that [`is_ours`]. What it does not know is left out; a heading nobody asks for stays
/// with the text before it.
pub fn import(text: &str, fallback: &str) -> Imported {
    let text = text.replace("\r\n", "\n");
    let (front, body) = split_front(&text);
    let mut read = Imported {
        title: fallback.to_owned(),
        answers: Answers::new(),
        state: "draft",
        attached: Vec::new(),
    };
    for line in front.lines() {
        if let Some((name, value)) = line.split_once(':') {
            read.beside(name.trim(), value.trim());
        }
    }
    let mut heading: Option<&str> = None;
    let mut part = String::new();
    for line in body.lines() {
        let known = line.strip_prefix("## ").map(str::trim).filter(|it| is_heading(it));
        match (line.strip_prefix("# "), known) {
            (Some(title), _) if heading.is_none() && !title.trim().is_empty() => {
                title.trim().clone_into(&mut read.title);
            }
            (_, Some(next)) => {
                read.part(heading.replace(next), &part);
                part.clear();
            }
            _ => {
                part.push_str(line);
                part.push('\n');
            }
        }
    }
    read.part(heading, &part);
    read
}

fn is_heading(label: &str) -> bool {
    let asked = KIND.asks.iter().any(|it| !is_beside(it) && it.label == label);
    asked || label == COMMITMENT.plural || label == IDEA.plural
}

fn split_front(text: &str) -> (&str, &str) {
    let Some(rest) = text.strip_prefix("---\n") else { return ("", text) };
    rest.split_once("\n---\n").unwrap_or(("", text))
}

impl Imported {
    fn beside(&mut self, name: &str, value: &str) {
        if name == "state" {
            self.state = KIND.state(value).map_or("draft", |it| it.name);
            return;
        }
        let Some(ask) = KIND.ask(name).filter(|it| is_beside(it) && goes_out(it)) else { return };
        let value = match ask.answer {
            Answer::People | Answer::Lanes => {
                Value::List(value.split(',').map(|it| it.trim().to_owned()).collect())
            }
            Answer::OneOf(choices) if choices.iter().all(|it| it.0 != value) => return,
            _ => Value::Text(value.to_owned()),
        };
        if !value.is_empty() {
            self.answers.insert(ask.name.to_owned(), value);
        }
    }

    fn part(&mut self, heading: Option<&str>, text: &str) {
        let Some(heading) = heading.filter(|_| !text.trim().is_empty()) else { return };
        for slot in [&COMMITMENT, &IDEA] {
            if heading == slot.plural {
                let items = text.lines().filter_map(|line| read_item(slot, line));
                self.attached.extend(items.map(|(answers, state)| (slot.name, answers, state)));
                return;
            }
        }
        let Some(ask) = KIND.asks.iter().find(|it| it.label == heading) else { return };
        let value = match ask.answer {
            Answer::Rows(columns) => Value::Rows(read_table(columns, text)),
            _ => Value::Text(unfenced(text.trim())),
        };
        if !value.is_empty() {
            self.answers.insert(ask.name.to_owned(), value);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of a text that would read as one of our headings keeps a backslash before it.
fn fenced(text: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_start_matches('\\');
        if bare.starts_with("# ") || bare.starts_with("## ") {
            format!("\\{line}")
        } else {
            line.to_owned()
        }
    };
    text.replace("\r\n", "\n").split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn unfenced(text: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_start_matches('\\');
        let ours = bare.starts_with("# ") || bare.starts_with("## ");
        line.strip_prefix('\\').filter(|_| ours).unwrap_or(line).to_owned()
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn cell(text: &str) -> String {
    let text = text.trim().replace('\\', "\\\\").replace('|', "\\|");
    text.replace("\r\n", "\n").replace('\n', "<br>")
}

fn table(columns: &[Column], rows: &[Row]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(columns.iter().map(|it| cell(it.label)).collect());
    out += &line(columns.iter().map(|_| "---".to_owned()).collect());
    for row in rows {
        out += &line(
            columns.iter().map(|it| cell(row.get(it.name).map_or("", String::as_str))).collect(),
        );
    }
    out
}

fn read_table(columns: &[Column], text: &str) -> Vec<Row> {
    let rows = text.lines().map(str::trim).filter(|it| it.starts_with('|')).skip(2);
    rows.map(|line| {
        let named = columns.iter().zip(cells_of(line)).filter(|it| !it.1.is_empty());
        named.map(|(column, cell)| (column.name.to_owned(), cell)).collect()
    })
    .filter(|row: &Row| !row.is_empty())
    .collect()
}

/// The cells between bars that no backslash precedes.
fn cells_of(line: &str) -> Vec<String> {
    let (mut cells, mut now, mut letters) = (Vec::new(), String::new(), line.chars().skip(1));
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => now.extend(letters.next()),
            '|' => cells.push(std::mem::take(&mut now)),
            other => now.push(other),
        }
    }
    cells.iter().map(|it| it.trim().replace("<br>", "\n")).collect()
}

/// `- [x] text (kept; owner: kim; due: 2026-03-01)`
fn item(slot: &Slot, it: &Attachment) -> String {
    let open = slot.is_open(&it.state);
    let mut beside = vec![it.state.clone()];
    for name in ["owner", "due", "closed_on", "reason"] {
        if !it.text(name).trim().is_empty() {
            beside.push(format!("{name}: {}", one_line(it.text(name)).replace(';', ",")));
        }
    }
    let text = one_line(it.text("text"));
    format!("- [{}] {text} ({})\n", if open { ' ' } else { 'x' }, beside.join("; "))
}

fn read_item(slot: &'static Slot, line: &str) -> Option<(Answers, &'static str)> {
    let line = line.trim().strip_prefix("- [")?.get(3..)?.trim();
    let (text, beside) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let mut beside = beside.split("; ");
    let state = beside.next()?.trim();
    let state = slot.states.iter().find(|it| it.0 == state)?.0;
    let mut answers = Answers::from([("text".to_owned(), Value::Text(text.trim().to_owned()))]);
    for (name, value) in beside.filter_map(|it| it.split_once(": ")) {
        let known = matches!(name, "owner" | "due" | "closed_on" | "reason");
        if known
            && slot
                .asks
                .iter()
                .chain(slot.moves.iter().flat_map(|it| it.asks))
                .any(|it| it.name == name)
        {
            answers.insert(name.to_owned(), Value::Text(value.to_owned()));
        }
    }
    Some((answers, state))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::practice::samples::{row, rows, text};

    fn without_links(mut answers: Answers) -> Answers {
        answers.retain(|name, _| KIND.ask(name).is_some_and(goes_out));
        answers
    }

    #[test]
    fn the_example_comes_back_as_it_went() {
        let dossier = (KIND.sample)();
        let file = export(&dossier);
        assert!(is_ours(&file) && !is_ours("# Something else\n"));
        let back = import(&file, "x");
        assert_eq!(back.title, dossier.record.title);
        assert_eq!(back.state, "published");
        assert_eq!(back.answers, without_links(dossier.record.answers.clone()));
        assert_eq!(back.attached.len(), 2, "one promise, one idea");
        assert_eq!(back.attached[0].1["owner"], Value::Text("jonas".into()));
    }

    #[test]
    fn bars_and_headings_inside_an_answer_stay_inside() {
        let mut dossier = (KIND.sample)();
        dossier.record.answers = Answers::from([
            text("happened", "First\n## What helped\n\\# not a title\nLast | with a bar"),
            rows("factors", vec![row(&[("factor", "a | b \\ c"), ("category", "design")])]),
        ]);
        assert_eq!(import(&export(&dossier), "x").answers, dossier.record.answers);
    }

    #[test]
    fn what_is_not_known_is_left_out_and_nothing_is_made_up() {
        let file = "---\nkind: postmortem\nstate: nonsense\nseverity: 9\nwhatever: x\n---\n\n## Odd\n\nkept nowhere\n";
        let read = import(file, "from-its-name");
        assert_eq!((read.title.as_str(), read.state), ("from-its-name", "draft"));
        assert!(read.answers.is_empty() && read.attached.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_goes_out_and_comes_back(title in "[a-z#|]{1,12}", said in "[a-z#|\\\\ \n-]{0,60}", factor in "[a-z#|\\\\-]{1,20}") {
            let mut dossier = (KIND.sample)();
            dossier.attached.clear();
            dossier.record.title = title;
            dossier.record.answers = Answers::from([rows("factors", vec![row(&[("factor", &factor)])])]);
            if !said.trim().is_empty() {
                dossier.record.answers.extend([text("happened", said.trim())]);
            }
            let back = import(&export(&dossier), "x");
            prop_assert_eq!(&back.title, &dossier.record.title);
            prop_assert_eq!(&back.answers, &dossier.record.answers);
        }

        #[test]
        fn no_file_makes_it_panic(text in "(---\n|kind: postmortem\n|## [A-Z][a-z ]{0,9}\n|[|] [a-z|\\\\]{0,9}\n|- [ \\[\\]x()a-z;:]{0,20}\n){0,20}") {
            let _ = import(&text, "x");
        }
    }
}
