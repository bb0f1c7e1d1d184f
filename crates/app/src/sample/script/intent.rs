//! An intent of the sample, unfolded.

use domain::record::Value;
use jiff::civil::Date;
use serde::Deserialize;

use super::pen::{ASSUMPTION, Carried, Pen, STOP, cells, day, said, texts};
use super::{Do, Step};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Intent {
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

impl Intent {
    pub(super) fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let mut pen = Pen::begin(&self.key, &self.team, today);
        self.begin(&mut pen)?;
        self.understand(&mut pen)?;
        self.work(&mut pen)?;
        pen.answered(&self.review, "learned", "review")?;
        pen.answered(&self.resume, "", "resume")?;
        pen.answered(&self.close, "", "close")?;
        pen.answered(&self.withdraw, "withdrawn_because", "withdraw")?;
        pen.carry(&self.carries)?;
        Ok(pen.finish())
    }

    fn begin(&self, pen: &mut Pen) -> Result<(), String> {
        let mut answers = said(&self.say);
        let rows = [
            ("signals", pen.rows(&self.signals, SIGNAL)?),
            ("constraints", pen.rows(&self.constraints, CONSTRAINT)?),
            ("assumptions", pen.rows(&self.assumptions, ASSUMPTION)?),
            ("stop_rules", pen.rows(&self.stops, STOP)?),
        ];
        answers.extend(rows.into_iter().filter_map(|it| Some((it.0.to_owned(), it.1?))));
        if !self.lanes.is_empty() {
            answers.insert("lanes".into(), Value::List(self.lanes.clone()));
        }
        if let Some(review) = self.review_on {
            answers.insert("review_on".into(), Value::Text(pen.date(&review.to_string())?));
        }
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: "intent",
            team: self.team.clone(),
            title: self.title.clone(),
            answers,
        };
        pen.step(self.day, &self.by, begin);
        Ok(())
    }

    fn understand(&self, pen: &mut Pen) -> Result<(), String> {
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
        Ok(())
    }

    fn work(&self, pen: &mut Pen) -> Result<(), String> {
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
        Ok(())
    }
}
