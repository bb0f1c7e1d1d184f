//! What a form sent, read back by the same names the fields were drawn with.
//!
//! `a.<ask>` holds a text; repeated, a list; `a.<ask>.<row>.<column>` one cell of rows.

use domain::kind::{Answer, Ask};
use domain::people::bare;
use domain::record::{Answers, Row, Value};

/// A form as it arrived: names and texts in order.
#[derive(Clone, Debug, Default)]
pub struct Sent(pub Vec<(String, String)>);

/// A press on a row's button, which saves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowPress {
    Add { ask: String },
    Drop { ask: String, row: usize },
}

/// Rows beyond this number are not read at all: `domain` refuses far fewer.
const MOST_ROWS: usize = 500;

impl Sent {
    /// The first text under this name, with newlines as this program writes them.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    pub fn text(&self, name: &str) -> String {
        own_newlines(self.get(name).unwrap_or_default())
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// The answers to these asks; asks the form did not carry are left out.
    pub fn answers(&self, asks: &[Ask]) -> Answers {
        asks.iter().filter_map(|ask| Some((ask.name.to_owned(), self.answer(ask)?))).collect()
    }

    fn answer(&self, ask: &Ask) -> Option<Value> {
        let name = format!("a.{}", ask.name);
        match ask.answer {
            Answer::Rows(_) | Answer::Case => self.rows(&name).map(Value::Rows),
            Answer::People => {
                let said = self.get(&name)?;
                let split = said.split(|it: char| it == ',' || it.is_whitespace());
                Some(Value::List(split.map(handle).filter(|it| !it.is_empty()).collect()))
            }
            Answer::Lanes | Answer::Attached(_) => {
                self.get(&name)?;
                let ticked = self.all(&name).filter(|it| !it.is_empty());
                Some(Value::List(ticked.map(str::to_owned).collect()))
            }
            Answer::Person => self.get(&name).map(|it| Value::Text(handle(&own_newlines(it)))),
            _ => self.get(&name).map(|_| Value::Text(self.text(&name))),
        }
    }

    /// Cells by row number; rows nobody filled in are dropped.
    fn rows(&self, name: &str) -> Option<Vec<Row>> {
        let mut carried = self.get(name).is_some();
        let mut rows: std::collections::BTreeMap<usize, Row> = std::collections::BTreeMap::new();
        for (key, text) in &self.0 {
            let Some((row, column)) = key
                .strip_prefix(name)
                .and_then(|it| it.strip_prefix('.'))
                .and_then(|it| it.split_once('.'))
            else {
                continue;
            };
            let Some(row) = row.parse().ok().filter(|it| *it < MOST_ROWS) else { continue };
            carried = true;
            rows.entry(row).or_default().insert(column.to_owned(), own_newlines(text));
        }
        let filled = |row: &Row| {
            row.iter().any(|(column, cell)| column != "name" && !cell.is_empty())
                || row.get("name").is_some_and(|it| !it.is_empty()) && !row.contains_key("value")
        };
        carried.then(|| rows.into_values().filter(filled).collect())
    }

    pub fn press(&self) -> Option<RowPress> {
        let said = self.get("rows")?;
        let mut parts = said.split(':');
        match (parts.next(), parts.next(), parts.next()) {
            _ if parts.next().is_some() => None,
            (Some("add"), Some(ask), None) => Some(RowPress::Add { ask: ask.to_owned() }),
            (Some("drop"), Some(ask), Some(row)) => {
                Some(RowPress::Drop { ask: ask.to_owned(), row: row.parse().ok()? })
            }
            _ => None,
        }
    }

    /// The answers after a press: one row more (empty) or one fewer. `row` counts as drawn.
    pub fn answers_pressed(&self, asks: &[Ask], press: &RowPress) -> Answers {
        let mut sent = self.clone();
        if let RowPress::Drop { ask, row } = press {
            let gone = format!("a.{ask}.{row}.");
            sent.0.retain(|(key, _)| !key.starts_with(&gone));
        }
        let mut answers = sent.answers(asks);
        if let RowPress::Add { ask } = press
            && let Some(Value::Rows(rows)) = answers.get_mut(ask)
        {
            rows.push(Row::new());
        }
        answers
    }
}

/// Every newline a browser or a program may send, as this program writes them.
fn own_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn handle(text: &str) -> String {
    bare(text).to_owned()
}

#[cfg(test)]
mod reading;

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kind::{Cell, Column, Need};

    static COLUMNS: [Column; 2] = [
        Column { name: "name", label: "Name", cell: Cell::Line, needed: true },
        Column { name: "unit", label: "Unit", cell: Cell::Line, needed: false },
    ];

    fn ask(name: &'static str, answer: Answer) -> Ask {
        Ask {
            name,
            formerly: &[],
            label: "L",
            hint: "",
            answer,
            need: Need::Never,
            first: true,
            kept: false,
        }
    }

    fn sent(pairs: &[(&str, &str)]) -> Sent {
        Sent(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
    }

    #[test]
    fn rows_are_read_in_order_and_empty_ones_dropped() {
        let asks = [ask("signals", Answer::Rows(&COLUMNS))];
        let form = sent(&[
            ("a.signals.2.name", "late"),
            ("a.signals.0.name", "first"),
            ("a.signals.0.unit", "h"),
            ("a.signals.1.name", " "),
            ("a.signals.1.unit", ""),
            ("a.signals.99999999.name", "out of reach"),
        ]);
        let Some(Value::Rows(rows)) = form.answers(&asks).remove("signals") else {
            panic!("no rows")
        };
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["unit"], "h");
        assert_eq!(rows[1]["name"], "late");
    }

    #[test]
    fn handles_lose_their_at_sign_however_they_are_listed() {
        let asks = [ask("who", Answer::People), ask("owner", Answer::Person)];
        let answers = sent(&[("a.who", "@ana, @raj  bo"), ("a.owner", " @kim ")]).answers(&asks);
        assert_eq!(answers["who"], Value::List(vec!["ana".into(), "raj".into(), "bo".into()]));
        assert_eq!(answers["owner"], Value::Text("kim".into()));
    }

    #[test]
    fn asks_the_form_did_not_carry_are_left_alone() {
        let asks = [ask("purpose", Answer::Prose), ask("rows", Answer::Rows(&COLUMNS))];
        assert!(sent(&[("title", "x")]).answers(&asks).is_empty());
    }

    #[test]
    fn a_press_adds_or_drops_one_row_and_keeps_the_rest() {
        let asks = [ask("signals", Answer::Rows(&COLUMNS))];
        let form = sent(&[
            ("a.signals.0.name", "a"),
            ("a.signals.1.name", "b"),
            ("rows", "drop:signals:0"),
        ]);
        let press = form.press().unwrap();
        let left = form.answers_pressed(&asks, &press);
        assert_eq!(left["signals"], Value::Rows(vec![Row::from([("name".into(), "b".into())])]));
        let more = form.answers_pressed(&asks, &RowPress::Add { ask: "signals".into() });
        let Value::Rows(rows) = &more["signals"] else { panic!("rows") };
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn newlines_become_ours() {
        assert_eq!(sent(&[("t", "a\r\nb ")]).text("t"), "a\nb");
    }
}
