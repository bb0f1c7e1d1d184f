//! A record of any other kind of the sample, unfolded by the kind's own table.

use std::collections::BTreeMap;

use domain::attachment::Slot;
use domain::kind::{Answer, Kind};
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};
use jiff::civil::Date;
use serde::Deserialize;

use super::ballots;
use super::pen::{Carried, Pen, case, cells, day, said};
use super::{Do, FIRST, Step};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Other {
    kind: String,
    key: String,
    team: String,
    by: String,
    day: i64,
    title: String,
    say: BTreeMap<String, String>,
    /// Rows by the name of their question; cells in the order of its columns.
    rows: BTreeMap<String, Vec<String>>,
    lists: BTreeMap<String, Vec<String>>,
    /// Answers that are days, as days from today.
    days: BTreeMap<String, i64>,
    /// `product; effort=4`
    case: String,
    /// day | by | slot | name=value | …; a line that begins with `>` moves the one above it:
    /// > day | by | step | name=value | …
    hangs: Vec<String>,
    /// day | by | step; in between, day | by | name=value saves an answer.
    moves: Vec<String>,
    /// day | who answers | a step for each item, around which they lie
    ballots: Vec<String>,
    /// What those who answer write, one after the other.
    comments: Vec<String>,
    carries: Carried,
}

impl Other {
    pub(super) fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let kind = Kinds(ALL).by_slug(&self.kind).ok_or(format!("no kind “{}”", self.kind))?;
        let mut pen = Pen::begin(&self.key, &self.team, today);
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: kind.slug,
            team: self.team.clone(),
            title: self.title.clone(),
            answers: self.answers(kind, &pen)?,
        };
        pen.step(self.day, &self.by, begin);
        self.hang(kind, &mut pen)?;
        self.go(kind, &mut pen)?;
        for (day, by, steps, words) in ballots::answers(&self.ballots, &self.comments)? {
            let key = self.key.clone();
            pen.step(day, &by, Do::Answer { key, steps, words });
        }
        pen.carry(&self.carries)?;
        Ok(pen.finish())
    }

    fn answers(&self, kind: &Kind, pen: &Pen) -> Result<Answers, String> {
        let mut answers = said(&self.say);
        for (name, lines) in &self.rows {
            let Some(Answer::Rows(columns)) = kind.ask(name).map(|it| it.answer) else {
                return Err(format!("{} asks for no rows called {name}", kind.slug));
            };
            let names: Vec<&str> = columns.iter().map(|it| it.name).collect();
            let lines: Result<Vec<_>, _> = lines.iter().map(|it| moments(it, pen)).collect();
            answers.extend(pen.rows(&lines?, &names)?.map(|it| (name.clone(), it)));
        }
        for (name, items) in &self.lists {
            answers.insert(name.clone(), Value::List(items.clone()));
        }
        for (name, offset) in &self.days {
            answers.insert(name.clone(), Value::Text(pen.day_of(name, &offset.to_string())?));
        }
        for text in ["began", "ended"] {
            if let Some(Value::Text(at)) = answers.get_mut(text) {
                *at = moments(at, pen)?;
            }
        }
        answers.extend(case(&self.case).map(|it| ("case".to_owned(), it)));
        Ok(answers)
    }

    fn hang(&self, kind: &Kind, pen: &mut Pen) -> Result<(), String> {
        let mut last = FIRST.to_owned();
        let mut hung = Vec::new();
        for line in &self.hangs {
            let (step, line) = match line.strip_prefix('>') {
                Some(rest) => (true, rest),
                None => (false, line.as_str()),
            };
            let [on, by, what] = cells::<3>(line);
            let answers = named(line.split('|').skip(3), pen)?;
            if step {
                pen.then(day(on)?, by, &last, what, answers);
            } else {
                let slot = kind.slot(what).ok_or(format!("no slot “{what}”"))?;
                last = pen.attach(day(on)?, by, slot.name, self.pointing(slot, answers, &hung)?);
                hung.push(last.clone());
            }
        }
        Ok(())
    }

    /// `1 3` where others are pointed at: the first and the third of those above. Where rows are asked
    /// for, a word is a row.
    fn pointing(
        &self,
        slot: &Slot,
        mut answers: Answers,
        hung: &[String],
    ) -> Result<Answers, String> {
        for ask in slot.asks {
            let Answer::Rows([column, ..]) = ask.answer else { continue };
            let Some(Value::Text(cells)) = answers.get(ask.name) else { continue };
            let row = |cell: &str| [(column.name.to_owned(), cell.to_owned())].into();
            let rows = cells.split_whitespace().map(row).collect();
            answers.insert(ask.name.to_owned(), Value::Rows(rows));
        }
        for ask in slot.asks.iter().filter(|it| matches!(it.answer, Answer::Attached(_))) {
            let Some(Value::Text(numbers)) = answers.get(ask.name) else { continue };
            let id = |number: &str| {
                let at = number.parse::<usize>().ok()?.checked_sub(1)?;
                Some(format!("{}/{}", self.key, hung.get(at)?))
            };
            let ids: Option<Vec<String>> = numbers.split_whitespace().map(id).collect();
            let ids = ids.ok_or(format!("{}: “{numbers}” points at nothing above", self.key))?;
            answers.insert(ask.name.to_owned(), Value::List(ids));
        }
        Ok(answers)
    }

    fn go(&self, kind: &Kind, pen: &mut Pen) -> Result<(), String> {
        for line in &self.moves {
            let [on, by, what] = cells::<3>(line);
            if what.contains('=') {
                pen.save(day(on)?, by, named([what].into_iter(), pen)?);
                continue;
            }
            let step = kind.step(what).ok_or(format!("no step “{what}”"))?;
            pen.make(day(on)?, by, step.name);
        }
        Ok(())
    }
}

/// `name=value` cells; values of names that end like a day are days from today.
fn named<'a>(cells: impl Iterator<Item = &'a str>, pen: &Pen) -> Result<Answers, String> {
    let mut answers = Answers::new();
    for cell in cells {
        let (name, value) = cell.split_once('=').ok_or(format!("“{cell}” names no answer"))?;
        let (name, value) = (name.trim(), value.trim());
        let is_day = name.ends_with("_on") || name.ends_with("_to") || DAYS.contains(&name);
        let value = if is_day { pen.day_of(name, value)? } else { value.to_owned() };
        answers.insert(name.to_owned(), Value::Text(value));
    }
    Ok(answers)
}

/// Other names whose answer is a day.
static DAYS: [&str; 6] = ["due", "on", "until", "since", "resolve_by", "support_by"];

/// A first cell like `-120 06:00` becomes a day and an hour.
fn moments(line: &str, pen: &Pen) -> Result<String, String> {
    let (cell, rest) = line.split_once('|').map_or((line, None), |(a, b)| (a, Some(b)));
    let moved = match cell.trim().split_once(' ') {
        Some((offset, hour)) if offset.parse::<i64>().is_ok() && hour.contains(':') => {
            format!("{} {hour}", pen.date(offset)?)
        }
        _ => return Ok(line.to_owned()),
    };
    Ok(rest.map_or(moved.clone(), |rest| format!("{moved} |{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_counts_from_today_and_other_cells_stay() {
        let pen = Pen::begin("key", "payments", "2026-11-23".parse().unwrap());
        assert_eq!(moments("-3 06:10 | It stood", &pen).unwrap(), "2026-11-20 06:10 | It stood");
        assert_eq!(moments("On call | 3 things: all", &pen).unwrap(), "On call | 3 things: all");
    }

    #[test]
    fn answers_are_named_and_days_count_from_today() {
        let pen = Pen::begin("key", "payments", "2026-11-23".parse().unwrap());
        let answers = named(["text=A = b", " look_on = 7 "].into_iter(), &pen).unwrap();
        assert_eq!(answers["text"], Value::Text("A = b".into()));
        assert_eq!(answers["look_on"], Value::Text("2026-11-30".into()));
        assert!(named(["nothing"].into_iter(), &pen).is_err());
    }

    #[test]
    fn where_a_slot_asks_for_rows_each_word_is_one() {
        let slot = Kinds(ALL).by_slug("our-mirrors").unwrap().slot("choice").unwrap();
        let said = Answers::from([("mirrors".to_owned(), Value::Text("a-b c".into()))]);
        let found = Other::default().pointing(slot, said, &[]).unwrap();
        let row = |cell: &str| [("mirror".to_owned(), cell.to_owned())].into();
        assert_eq!(found["mirrors"], Value::Rows(vec![row("a-b"), row("c")]));
    }

    #[test]
    fn what_hangs_points_at_what_hangs_above_it_by_number() {
        let slot = Kinds(ALL).by_slug("office-hours").unwrap().slot("topic_vote").unwrap();
        let other = Other { key: "hour".into(), ..Other::default() };
        let said =
            |numbers: &str| Answers::from([("topics".to_owned(), Value::Text(numbers.into()))]);
        let above = ["topic-1".to_owned(), "topic-2".to_owned()];
        let points = other.pointing(slot, said("2 1"), &above).unwrap();
        let ids = vec!["hour/topic-2".to_owned(), "hour/topic-1".to_owned()];
        assert_eq!(points["topics"], Value::List(ids));
        for wrong in ["3", "0", "x"] {
            assert!(other.pointing(slot, said(wrong), &above).is_err(), "{wrong}");
        }
    }
}
