//! The year as steps: the compact texts of `records/` unfolded, in the order of time.
//!
//! A cell is separated by ` | `; days count from today, negative ones lie behind us.

use domain::id::At;
use domain::record::{Answers, Row, Value};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::people::{KEEPER, SEATS};

/// One thing somebody does at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: At,
    /// Handle of a person or an agent.
    pub by: String,
    pub what: Do,
}

/// `key` names a record of the sample, `attached` something that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Do {
    Begin {
        key: String,
        kind: &'static str,
        team: String,
        title: String,
        answers: Answers,
    },
    /// Adds to what the record answers already.
    Save {
        key: String,
        answers: Answers,
    },
    Move {
        key: String,
        name: &'static str,
    },
    Reveal {
        key: String,
    },
    Attach {
        key: String,
        slot: &'static str,
        attached: String,
        answers: Answers,
    },
    AttachMove {
        key: String,
        attached: String,
        name: String,
        answers: Answers,
    },
}

static FILES: &[&str] = &[
    include_str!("records/payments.toml"),
    include_str!("records/bookings.toml"),
    include_str!("records/platform.toml"),
    include_str!("records/mobile.toml"),
    include_str!("records/shops.toml"),
];

/// The whole year as it looks on `today`, oldest first.
///
/// Errors: what is wrong with the texts; they ship with the program, so a test holds them right.
pub fn steps(today: Date) -> Result<Vec<Step>, String> {
    let mut all = Vec::new();
    for text in FILES {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        for intent in file.intent {
            all.extend(intent.unfold(today)?);
        }
        for decision in file.decision {
            all.extend(decision.unfold(today)?);
        }
    }
    all.sort_by_key(|it| it.at);
    Ok(all)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    intent: Vec<Intent>,
    #[serde(default)]
    decision: Vec<Decision>,
}

/// What any record may carry.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Carried {
    /// day | by | question | day | by | answer
    questions: Vec<String>,
    /// day | by | owner | due | text | how it ended: `kept`, `dropped: why` or nothing | day
    commitments: Vec<String>,
    /// day | by | text | `take`, `leave` or nothing
    ideas: Vec<String>,
    /// day | by | percent | resolve by | text | `true`, `false`, `void: why` or nothing
    forecasts: Vec<String>,
    /// day | by | key of a record or address | text
    links: Vec<String>,
    /// day | by | text
    responses: Vec<String>,
    /// day | by
    reveal: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Intent {
    key: String,
    team: String,
    by: String,
    day: i64,
    title: String,
    /// Prose answers under their own names; `parent` names a key.
    say: std::collections::BTreeMap<String, String>,
    lanes: Vec<String>,
    /// name | unit | baseline | day | direction | at least | at most | by day | source | guardrail
    signals: Vec<String>,
    /// statement | kind | hardness | reason | lifted by
    constraints: Vec<String>,
    /// statement | owner | check day | found
    assumptions: Vec<String>,
    /// state | day
    stops: Vec<String>,
    review_on: Option<i64>,
    brief: Option<i64>,
    /// day | by | text | day | by | `agree`, or `again: what differs`
    backbriefs: Vec<String>,
    /// The day the team said “we mean the same” without starting yet.
    understood: Option<i64>,
    start: Option<i64>,
    /// day | by | text | expect | until | `paid: showed`, `lost: showed`, `drop: why` or nothing | day
    bets: Vec<String>,
    /// day | by | text | because
    corrections: Vec<String>,
    /// day | by | name of the answer | new text, or a day where the name ends in `_on`
    changes: Vec<String>,
    /// day | by | learned
    review: String,
    /// day | by
    resume: String,
    close: String,
    /// day | by | why
    withdraw: String,
    carries: Carried,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Decision {
    key: String,
    team: String,
    by: String,
    day: i64,
    title: String,
    say: std::collections::BTreeMap<String, String>,
    /// `product; effort=4; undo=sprint`
    case: String,
    realised: String,
    /// option | for | against
    options: Vec<String>,
    chosen: String,
    because: String,
    informed: Vec<String>,
    assumptions: Vec<String>,
    stops: Vec<String>,
    /// day | asker | asked | text | day | advice | day | what became of it
    advice: Vec<String>,
    /// day | by | text | six numbers
    ratings: Vec<String>,
    /// day | by; `late` writes it down afterwards
    decided: String,
    late: bool,
    /// day | by | good, mixed or bad | text
    outcome: String,
    /// day | by | learned
    review: String,
    /// day | by | key
    superseded: String,
    /// day | by | why
    withdraw: String,
    carries: Carried,
}

/// Collects one record's steps.
struct Pen {
    key: String,
    /// Whoever leads the team from within: resolves what others have forecast.
    lead: &'static str,
    today: Date,
    steps: Vec<(i64, String, Do)>,
    attached: usize,
}

impl Pen {
    fn begin(key: &str, team: &str, today: Date) -> Self {
        let lead =
            SEATS.iter().find(|it| it.team == team && it.level == 1).map_or(KEEPER, |it| it.handle);
        Self { key: key.to_owned(), lead, today, steps: Vec::new(), attached: 0 }
    }

    fn step(&mut self, day: i64, by: &str, what: Do) {
        self.steps.push((day, by.to_owned(), what));
    }

    fn save(&mut self, day: i64, by: &str, answers: Answers) {
        self.step(day, by, Do::Save { key: self.key.clone(), answers });
    }

    fn make(&mut self, day: i64, by: &str, name: &'static str) {
        self.step(day, by, Do::Move { key: self.key.clone(), name });
    }

    fn attach(&mut self, day: i64, by: &str, slot: &'static str, answers: Answers) -> String {
        self.attached += 1;
        let attached = format!("{slot}-{}", self.attached);
        self.step(
            day,
            by,
            Do::Attach { key: self.key.clone(), slot, attached: attached.clone(), answers },
        );
        attached
    }

    fn then(&mut self, day: i64, by: &str, attached: &str, name: &str, answers: Answers) {
        let (attached, name) = (attached.to_owned(), name.to_owned());
        self.step(day, by, Do::AttachMove { key: self.key.clone(), attached, name, answers });
    }

    /// `paid: it showed` as a move with its one answer; nothing where the cell is empty.
    fn ended(&mut self, day: i64, by: &str, attached: &str, cell: &str, answer: &str) {
        if cell.is_empty() {
            return;
        }
        let (name, said) = cell.split_once(':').unwrap_or((cell, ""));
        let said = said.trim();
        let answers = if said.is_empty() { Answers::new() } else { texts(&[(answer, said)]) };
        self.then(day, by, attached, name.trim(), answers);
    }

    /// Steps in the order of their days; a working day has room for all of one record's steps.
    fn finish(mut self) -> Vec<Step> {
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

    fn carry(&mut self, carried: &Carried) -> Result<(), String> {
        for line in &carried.questions {
            let c = cells::<6>(line);
            let it = self.attach(day(c[0])?, c[1], "question", texts(&[("text", c[2])]));
            if !c[5].is_empty() {
                self.then(day(c[3])?, c[4], &it, "answer", texts(&[("answer", c[5])]));
            }
        }
        for line in &carried.commitments {
            let c = cells::<7>(line);
            let due = self.date(c[3])?;
            let answers = texts(&[("owner", c[2]), ("due", &due), ("text", c[4])]);
            let it = self.attach(day(c[0])?, c[1], "commitment", answers);
            let (name, said) = c[5].split_once(':').unwrap_or((c[5], ""));
            if !name.is_empty() {
                let name = if name == "kept" { "keep" } else { "drop" };
                let answers = if said.is_empty() {
                    Answers::new()
                } else {
                    texts(&[("reason", said.trim())])
                };
                self.then(day(c[6])?, c[2], &it, name, answers);
            }
        }
        for line in &carried.ideas {
            let c = cells::<4>(line);
            let it = self.attach(day(c[0])?, c[1], "idea", texts(&[("text", c[2])]));
            self.ended(day(c[0])? + 4, self.lead, &it, c[3], "");
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
            let c = cells::<3>(line);
            self.attach(day(c[0])?, c[1], "response", texts(&[("text", c[2])]));
        }
        if !carried.reveal.is_empty() {
            let c = cells::<2>(&carried.reveal);
            self.step(day(c[0])?, c[1], Do::Reveal { key: self.key.clone() });
        }
        Ok(())
    }

    /// A move that asks one answer first: `day | by | text`.
    fn answered(&mut self, line: &str, answer: &str, name: &'static str) -> Result<(), String> {
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

    fn date(&self, offset: &str) -> Result<String, String> {
        Ok(self.today.saturating_add(day(offset)?.days()).to_string())
    }

    fn rows(&self, lines: &[String], names: &[&str]) -> Result<Option<Value>, String> {
        let mut rows = Vec::new();
        for line in lines {
            let mut row = Row::new();
            for (name, cell) in names.iter().zip(line.split('|')) {
                let is_day = name.ends_with("date") || name.ends_with("_on");
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

static SIGNAL: &[&str] = &[
    "name",
    "unit",
    "baseline",
    "baseline_date",
    "direction",
    "at_least",
    "at_most",
    "by_date",
    "source",
    "guardrail",
];
static CONSTRAINT: &[&str] = &["statement", "kind", "hardness", "reason", "lifted_by"];
static ASSUMPTION: &[&str] = &["statement", "owner", "check_on", "found"];
static STOP: &[&str] = &["state", "date"];

impl Intent {
    fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let mut pen = Pen::begin(&self.key, &self.team, today);
        let mut answers = said(&self.say);
        let rows = [
            ("signals", pen.rows(&self.signals, SIGNAL)?),
            ("constraints", pen.rows(&self.constraints, CONSTRAINT)?),
            ("assumptions", pen.rows(&self.assumptions, ASSUMPTION)?),
            ("stop_rules", pen.rows(&self.stops, STOP)?),
        ];
        answers.extend(rows.into_iter().filter_map(|it| Some((it.0.to_owned(), it.1?))));
        if !self.lanes.is_empty() {
            answers.insert("lanes".into(), Value::List(self.lanes));
        }
        if let Some(review) = self.review_on {
            answers.insert("review_on".into(), Value::Text(pen.date(&review.to_string())?));
        }
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: "intent",
            team: self.team,
            title: self.title,
            answers,
        };
        pen.step(self.day, &self.by, begin);
        if let Some(at) = self.brief {
            pen.make(at, &self.by, "brief");
        }
        for line in &self.backbriefs {
            let c = cells::<6>(line);
            let it = pen.attach(day(c[0])?, c[1], "backbrief", texts(&[("text", c[2])]));
            if !c[5].is_empty() {
                pen.ended(day(c[3])?, c[4], &it, c[5], "differs");
            }
        }
        if let Some(at) = self.understood {
            pen.make(at, &self.by, "backbriefed");
        }
        if let Some(at) = self.start {
            pen.make(at, &self.by, "activate");
        }
        for line in &self.bets {
            let c = cells::<7>(line);
            let until = pen.date(c[4])?;
            let answers = texts(&[("text", c[2]), ("expect", c[3]), ("until", &until)]);
            let it = pen.attach(day(c[0])?, c[1], "bet", answers);
            let answer = if c[5].starts_with("drop") { "reason" } else { "showed" };
            if !c[5].is_empty() {
                pen.ended(day(c[6])?, c[1], &it, c[5], answer);
            }
        }
        for line in &self.corrections {
            let c = cells::<4>(line);
            pen.attach(day(c[0])?, c[1], "correction", texts(&[("text", c[2]), ("because", c[3])]));
        }
        for line in &self.changes {
            let c = cells::<4>(line);
            let said = if c[2].ends_with("_on") { pen.date(c[3])? } else { c[3].to_owned() };
            pen.save(day(c[0])?, c[1], texts(&[(c[2], &said)]));
        }
        pen.answered(&self.review, "learned", "review")?;
        pen.answered(&self.resume, "", "resume")?;
        pen.answered(&self.close, "", "close")?;
        pen.answered(&self.withdraw, "withdrawn_because", "withdraw")?;
        pen.carry(&self.carries)?;
        Ok(pen.finish())
    }
}

impl Decision {
    fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let mut pen = Pen::begin(&self.key, &self.team, today);
        let mut answers = said(&self.say);
        let rows = [
            ("options", pen.rows(&self.options, &["option", "for", "against"])?),
            ("assumptions", pen.rows(&self.assumptions, ASSUMPTION)?),
            ("stop_rules", pen.rows(&self.stops, STOP)?),
            ("case", case(&self.case)),
        ];
        answers.extend(rows.into_iter().filter_map(|it| Some((it.0.to_owned(), it.1?))));
        if !self.informed.is_empty() {
            answers.insert("informed".into(), Value::List(self.informed));
        }
        let choice = texts(&[("chosen", &self.chosen), ("because", &self.because)]);
        // What was written down afterwards came whole; otherwise the choice came with deciding.
        if self.late {
            answers.extend(choice.clone());
        }
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: "decision",
            team: self.team,
            title: self.title,
            answers,
        };
        pen.step(self.day, &self.by, begin);
        if let Some(first) = self.advice.first() {
            pen.make(day(cells::<8>(first)[0])?, &self.by, "seek");
        }
        for line in &self.advice {
            let c = cells::<8>(line);
            let it =
                pen.attach(day(c[0])?, c[1], "advice", texts(&[("text", c[3]), ("from", c[2])]));
            if !c[5].is_empty() {
                pen.then(day(c[4])?, c[2], &it, "give", texts(&[("advice", c[5])]));
            }
            if !c[7].is_empty() {
                pen.then(day(c[6])?, c[1], &it, "weigh", texts(&[("weighed", c[7])]));
            }
        }
        pen.carry(&self.carries)?;
        if !self.decided.is_empty() {
            let c = cells::<2>(&self.decided);
            if !self.late {
                pen.save(day(c[0])?, c[1], choice);
            }
            pen.make(day(c[0])?, c[1], if self.late { "write_down" } else { "decide" });
        }
        for line in &self.ratings {
            let c = cells::<4>(line);
            let mut answers = texts(&[("text", c[2])]);
            let names = ["frame", "options", "information", "values", "reasoning", "commitment"];
            answers
                .extend(texts(&names.into_iter().zip(c[3].split_whitespace()).collect::<Vec<_>>()));
            pen.attach(day(c[0])?, c[1], "rating", answers);
        }
        if !self.outcome.is_empty() {
            let c = cells::<4>(&self.outcome);
            let mut answers = texts(&[("turned", c[2]), ("outcome", c[3])]);
            answers.extend(case(&self.realised).map(|it| ("realised".to_owned(), it)));
            pen.save(day(c[0])?, c[1], answers);
            pen.make(day(c[0])?, c[1], "outcome");
        }
        pen.answered(&self.review, "learned", "review")?;
        pen.answered(&self.superseded, "superseded_by", "supersede")?;
        pen.answered(&self.withdraw, "withdrawn_because", "withdraw")?;
        Ok(pen.finish())
    }
}

fn said(say: &std::collections::BTreeMap<String, String>) -> Answers {
    say.iter().map(|(name, text)| (name.clone(), Value::Text(text.trim().to_owned()))).collect()
}

fn case(text: &str) -> Option<Value> {
    let rows = text.split(';').map(str::trim).filter(|it| !it.is_empty()).map(|it| {
        let (name, value) = it.split_once('=').unwrap_or(("domain", it));
        Row::from([("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())])
    });
    let rows: Vec<Row> = rows.collect();
    (!rows.is_empty()).then_some(Value::Rows(rows))
}

fn texts(pairs: &[(&str, &str)]) -> Answers {
    let filled = pairs.iter().filter(|it| !it.1.is_empty());
    filled.map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned()))).collect()
}

/// The cells of a line; what is not written is empty.
fn cells<const N: usize>(line: &str) -> [&str; N] {
    let mut cells = [""; N];
    for (cell, text) in cells.iter_mut().zip(line.split('|')) {
        *cell = text.trim();
    }
    cells
}

fn day(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("“{text}” is not a number of days"))
}

/// That many days from today, or the last working day before.
fn working_day(today: Date, offset: i64) -> Date {
    let date = today.saturating_add(offset.days());
    let back = match date.weekday() {
        jiff::civil::Weekday::Saturday => 1,
        jiff::civil::Weekday::Sunday => 2,
        _ => 0,
    };
    date.saturating_sub(back.days())
}

/// Eight in the morning and later.
fn moment(date: Date, minute: i64) -> At {
    let midnight = date.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let midnight = midnight.map_or(0, |it| it.timestamp().as_millisecond());
    At(midnight + (8 * 60 + minute) * 60_000)
}
