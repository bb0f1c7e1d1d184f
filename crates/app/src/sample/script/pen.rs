//! Collects the steps of one record, and reads the cells its texts are made of.

use domain::id::At;
use domain::questions::BANK;
use domain::record::{Answers, Row, Value};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::{Do, MADE, Step};
use crate::sample::people::{KEEPER, SEATS};

/// What any record may carry.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Carried {
    /// day | by | question | day | by | answer | what it changed
    questions: Vec<String>,
    /// day | by | owner | due | text | how it ended: `kept`, `dropped: why` or nothing | day |
    /// whoever looked that it holds | and when; or `carried: why` | day | the new day
    commitments: Vec<String>,
    /// day | by | text | `leave` or nothing; or `take` | who promises it | by when | day it was kept
    ideas: Vec<String>,
    /// day | by | percent | resolve by | text | `true`, `false`, `void: why` or nothing
    forecasts: Vec<String>,
    /// day | by | key of a record or address | text
    links: Vec<String>,
    /// day | by | text | day | by | what became of it
    responses: Vec<String>,
    /// day | by
    reveal: String,
}

/// Collects one record's steps.
pub(super) struct Pen {
    key: String,
    /// Whoever leads the team from within: resolves what others have forecast.
    lead: &'static str,
    today: Date,
    steps: Vec<(i64, String, Do)>,
    attached: usize,
}

impl Pen {
    pub(super) fn begin(key: &str, team: &str, today: Date) -> Self {
        let lead =
            SEATS.iter().find(|it| it.team == team && it.level == 1).map_or(KEEPER, |it| it.handle);
        Self { key: key.to_owned(), lead, today, steps: Vec::new(), attached: 0 }
    }

    pub(super) fn step(&mut self, day: i64, by: &str, what: Do) {
        self.steps.push((day, by.to_owned(), what));
    }

    pub(super) fn save(&mut self, day: i64, by: &str, answers: Answers) {
        self.step(day, by, Do::Save { key: self.key.clone(), answers });
    }

    pub(super) fn make(&mut self, day: i64, by: &str, name: &'static str) {
        self.step(day, by, Do::Move { key: self.key.clone(), name });
    }

    pub(super) fn attach(
        &mut self,
        day: i64,
        by: &str,
        slot: &'static str,
        answers: Answers,
    ) -> String {
        self.attached += 1;
        let attached = format!("{slot}-{}", self.attached);
        self.step(
            day,
            by,
            Do::Attach { key: self.key.clone(), slot, attached: attached.clone(), answers },
        );
        attached
    }

    pub(super) fn then(
        &mut self,
        day: i64,
        by: &str,
        attached: &str,
        name: &str,
        answers: Answers,
    ) {
        let (attached, name) = (attached.to_owned(), name.to_owned());
        self.step(day, by, Do::AttachMove { key: self.key.clone(), attached, name, answers });
    }

    /// `paid: it showed` as a move with its one answer; nothing where the cell is empty.
    pub(super) fn ended(&mut self, day: i64, by: &str, attached: &str, cell: &str, answer: &str) {
        if cell.is_empty() {
            return;
        }
        let (name, said) = cell.split_once(':').unwrap_or((cell, ""));
        let said = said.trim();
        let answers = if said.is_empty() { Answers::new() } else { texts(&[(answer, said)]) };
        self.then(day, by, attached, name.trim(), answers);
    }

    /// Steps in the order of their days; a working day has room for all of one record's steps.
    pub(super) fn finish(mut self) -> Vec<Step> {
        self.steps.sort_by_key(|it| it.0);
        let (today, mut out, mut minute, mut last) = (self.today, Vec::new(), 0, None);
        // Records begin at different times of the day.
        let start = self.key.bytes().map(i64::from).sum::<i64>() % 120;
        for (day, by, what) in self.steps {
            let date = working_day(today, day);
            minute = if last == Some(date) { minute + 11 } else { start };
            last = Some(date);
            out.push(Step { at: moment(date, minute), by, what });
        }
        out
    }

    pub(super) fn carry(&mut self, carried: &Carried) -> Result<(), String> {
        for line in &carried.questions {
            let c = cells::<7>(line);
            let mut asked = texts(&[("text", c[2])]);
            let bank = BANK.iter().find(|it| it.text == c[2]);
            asked.extend(bank.map(|it| ("bank".to_owned(), Value::Text(it.id.to_owned()))));
            let it = self.attach(day(c[0])?, c[1], "question", asked);
            if !c[5].is_empty() {
                self.then(day(c[3])?, c[4], &it, "answer", texts(&[("answer", c[5])]));
            }
            if !c[6].is_empty() {
                self.then(day(c[3])? + 1, c[4], &it, "changed", texts(&[("changed", c[6])]));
            }
        }
        for line in &carried.commitments {
            let c = cells::<9>(line);
            let due = self.date(c[3])?;
            let answers = texts(&[("owner", c[2]), ("due", &due), ("text", c[4])]);
            let it = self.attach(day(c[0])?, c[1], "commitment", answers);
            self.promise_ended(&it, &c)?;
        }
        for line in &carried.ideas {
            let c = cells::<7>(line);
            let it = self.attach(day(c[0])?, c[1], "idea", texts(&[("text", c[2])]));
            if c[4].is_empty() {
                self.ended(day(c[0])? + 4, self.lead, &it, c[3], "");
                continue;
            }
            // Whoever promises it, by when, and when it was kept.
            let promise = texts(&[("owner", c[4]), ("due", &self.date(c[5])?)]);
            self.then(day(c[0])? + 4, self.lead, &it, c[3], promise);
            self.then(day(c[6])?, c[4], &format!("{it}{MADE}"), "keep", Answers::new());
        }
        for line in &carried.forecasts {
            let c = cells::<6>(line);
            let by = self.date(c[3])?;
            let answers = texts(&[("probability", c[2]), ("resolve_by", &by), ("text", c[4])]);
            let it = self.attach(day(c[0])?, c[1], "forecast", answers);
            let name = match c[5] {
                "true" => "came_true",
                "false" => "did_not",
                other => other,
            };
            self.ended(day(c[3])?, self.lead, &it, name, "reason");
        }
        for line in &carried.links {
            let c = cells::<4>(line);
            self.attach(day(c[0])?, c[1], "link", texts(&[("to", c[2]), ("text", c[3])]));
        }
        for line in &carried.responses {
            let c = cells::<6>(line);
            let it = self.attach(day(c[0])?, c[1], "response", texts(&[("text", c[2])]));
            if !c[5].is_empty() {
                self.then(day(c[3])?, c[4], &it, "weigh", texts(&[("weighed", c[5])]));
            }
        }
        if !carried.reveal.is_empty() {
            let c = cells::<2>(&carried.reveal);
            self.step(day(c[0])?, c[1], Do::Reveal { key: self.key.clone() });
        }
        Ok(())
    }

    fn promise_ended(&mut self, it: &str, c: &[&str; 9]) -> Result<(), String> {
        let (how, said) = c[5].split_once(':').unwrap_or((c[5], ""));
        let said = said.trim();
        match how {
            "" => {}
            "carried" => {
                let to = self.date(c[7])?;
                let answers = texts(&[("carry_to", &to), ("carry_because", said)]);
                self.then(day(c[6])?, c[2], it, "carry", answers);
            }
            "kept" => {
                self.then(day(c[6])?, c[2], it, "keep", Answers::new());
                if !c[7].is_empty() {
                    self.then(day(c[8])?, c[7], it, "verify", Answers::new());
                }
            }
            _ => self.then(day(c[6])?, c[2], it, "drop", texts(&[("reason", said)])),
        }
        Ok(())
    }

    /// A move that asks one answer first: `day | by | text`.
    pub(super) fn answered(
        &mut self,
        line: &str,
        answer: &str,
        name: &'static str,
    ) -> Result<(), String> {
        if line.is_empty() {
            return Ok(());
        }
        let c = cells::<3>(line);
        if !c[2].is_empty() {
            self.save(day(c[0])?, c[1], texts(&[(answer, c[2])]));
        }
        self.make(day(c[0])?, c[1], name);
        Ok(())
    }

    pub(super) fn date(&self, offset: &str) -> Result<String, String> {
        Ok(self.today.saturating_add(day(offset)?.days()).to_string())
    }

    /// The day of an answer. What recurs keeps to working days, whatever day the sample is made on:
    /// whole weeks apart stays whole weeks apart.
    pub(super) fn day_of(&self, name: &str, offset: &str) -> Result<String, String> {
        match RECURS.contains(&name) {
            true => Ok(working_day(self.today, day(offset)?).to_string()),
            false => self.date(offset),
        }
    }

    pub(super) fn rows(&self, lines: &[String], names: &[&str]) -> Result<Option<Value>, String> {
        let mut rows = Vec::new();
        for line in lines {
            let mut row = Row::new();
            for (name, cell) in names.iter().zip(line.split('|')) {
                let is_day = name.ends_with("date") || name.ends_with("_on") || *name == "until";
                let cell = cell.trim();
                if !cell.is_empty() {
                    let cell = if is_day { self.date(cell)? } else { cell.to_owned() };
                    row.insert((*name).to_owned(), cell);
                }
            }
            rows.push(row);
        }
        Ok((!rows.is_empty()).then_some(Value::Rows(rows)))
    }
}

pub(super) fn said(say: &std::collections::BTreeMap<String, String>) -> Answers {
    say.iter().map(|(name, text)| (name.clone(), Value::Text(text.trim().to_owned()))).collect()
}

pub(super) fn case(text: &str) -> Option<Value> {
    let rows = text.split(';').map(str::trim).filter(|it| !it.is_empty()).map(|it| {
        let (name, value) = it.split_once('=').unwrap_or(("domain", it));
        Row::from([("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())])
    });
    let rows: Vec<Row> = rows.collect();
    (!rows.is_empty()).then_some(Value::Rows(rows))
}

pub(super) fn texts(pairs: &[(&str, &str)]) -> Answers {
    let filled = pairs.iter().filter(|it| !it.1.is_empty());
    filled.map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned()))).collect()
}

/// The cells of a line; what is not written is empty.
pub(super) fn cells<const N: usize>(line: &str) -> [&str; N] {
    let mut cells = [""; N];
    for (cell, text) in cells.iter_mut().zip(line.split('|')) {
        *cell = text.trim();
    }
    cells
}

pub(super) fn day(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("“{text}” is not a number of days"))
}

/// That many days from today, or the last working day before.
pub(super) fn working_day(today: Date, offset: i64) -> Date {
    let date = today.saturating_add(offset.days());
    let back = match date.weekday() {
        jiff::civil::Weekday::Saturday => 1,
        jiff::civil::Weekday::Sunday => 2,
        _ => 0,
    };
    date.saturating_sub(back.days())
}

/// Eight in the morning and later.
pub(super) fn moment(date: Date, minute: i64) -> At {
    let midnight = date.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let midnight = midnight.map_or(0, |it| it.timestamp().as_millisecond());
    At(midnight + (8 * 60 + minute) * 60_000)
}

/// Days of office hours: of a series, of one of its dates, and what somebody wished for.
static RECURS: &[&str] = &["starts_on", "planned_on", "moved_to", "wished_on"];

pub(super) static ASSUMPTION: &[&str] = &["statement", "owner", "check_on", "found"];
pub(super) static STOP: &[&str] = &["state", "date"];

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn work_happens_on_working_days_and_never_later_than_written() {
        // 2026-11-23 is a Monday.
        let today = on("2026-11-23");
        for (offset, day) in [
            (0, "2026-11-23"),
            (-1, "2026-11-20"),
            (-2, "2026-11-20"),
            (-3, "2026-11-20"),
            (-4, "2026-11-19"),
            (5, "2026-11-27"),
        ] {
            assert_eq!(working_day(today, offset), on(day), "{offset}");
        }
    }

    #[test]
    fn what_recurs_never_falls_on_a_weekend_and_stays_weeks_apart() {
        for today in 22..29 {
            let pen = Pen::begin("key", "payments", on(&format!("2026-11-{today}")));
            let day = |name: &str, offset: &str| on(&pen.day_of(name, offset).unwrap());
            let (starts, planned) = (day("starts_on", "-354"), day("planned_on", "10"));
            assert_eq!(starts.until(planned).unwrap().get_days(), 364, "{today}");
            let moved = day("moved_to", "13");
            for it in [starts, planned, moved] {
                assert!(it.weekday().to_monday_one_offset() < 6, "{it}");
            }
            assert!(moved > planned, "{today}");
            let look = day("look_on", "3");
            assert_eq!(look, on(&format!("2026-11-{today}")).saturating_add(3.days()));
        }
    }

    #[test]
    fn steps_of_one_day_follow_each_other_and_days_that_fall_together_too() {
        let mut pen = Pen::begin("key", "payments", on("2026-11-23"));
        // Sunday, Friday and Saturday all become the Friday.
        for day in [-1, -3, -2, -3] {
            pen.make(day, "mara", "decide");
        }
        let steps = pen.finish();
        assert!(steps.is_sorted_by(|a, b| a.at < b.at), "{steps:?}");
        assert!(steps.iter().all(|it| it.at.day() == on("2026-11-20")));
    }

    #[test]
    fn a_cell_that_is_not_written_is_empty() {
        assert_eq!(cells::<4>("-3 | mara | text"), ["-3", "mara", "text", ""]);
        assert_eq!(cells::<3>("a| |b|c"), ["a", "", "b"]);
        assert!(day("soon").is_err());
    }

    #[test]
    fn days_in_rows_become_dates_and_empty_cells_are_left_out() {
        let pen = Pen::begin("key", "payments", on("2026-11-23"));
        let value = pen
            .rows(&["It fails | -3".to_owned(), "It stops |".to_owned()], &["state", "date"])
            .unwrap();
        let Some(Value::Rows(rows)) = value else { panic!("rows") };
        assert_eq!(rows[0]["date"], "2026-11-20");
        assert!(!rows[1].contains_key("date"));
        assert!(pen.rows(&["x | never".to_owned()], &["state", "date"]).is_err());
    }

    #[test]
    fn a_case_is_a_domain_and_values() {
        let Some(Value::Rows(rows)) = case("product; effort=4;") else { panic!("rows") };
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0]["name"].as_str(), rows[0]["value"].as_str()), ("domain", "product"));
        assert_eq!((rows[1]["name"].as_str(), rows[1]["value"].as_str()), ("effort", "4"));
        assert_eq!(case(" "), None);
    }

    #[test]
    fn an_end_with_words_asks_for_its_one_answer() {
        let mut pen = Pen::begin("key", "payments", on("2026-11-23"));
        pen.ended(-3, "mara", "bet-1", "drop: it was dear", "reason");
        pen.ended(-3, "mara", "idea-1", "leave", "reason");
        pen.ended(-3, "mara", "idea-2", "", "reason");
        let made: Vec<_> = pen.finish().into_iter().map(|it| it.what).collect();
        let step = |attached: &str, name: &str, answers| Do::AttachMove {
            key: "key".into(),
            attached: attached.into(),
            name: name.into(),
            answers,
        };
        assert_eq!(
            made,
            [
                step("bet-1", "drop", texts(&[("reason", "it was dear")])),
                step("idea-1", "leave", Answers::new())
            ]
        );
    }
}
