//! A decision of the sample, unfolded.

use domain::record::{Answers, Value};
use jiff::civil::Date;
use serde::Deserialize;

use super::pen::{ASSUMPTION, Carried, Pen, STOP, case, cells, day, said, texts};
use super::{Do, Step};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Decision {
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
    /// day | by: kept as history.
    kept: String,
    carries: Carried,
}

impl Decision {
    pub(super) fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let mut pen = Pen::begin(&self.key, &self.team, today);
        self.begin(&mut pen)?;
        self.ask(&mut pen)?;
        pen.carry(&self.carries)?;
        self.decide(&mut pen)?;
        pen.answered(&self.review, "learned", "review")?;
        pen.answered(&self.superseded, "superseded_by", "supersede")?;
        pen.answered(&self.withdraw, "withdrawn_because", "withdraw")?;
        if !self.kept.is_empty() {
            let c = cells::<2>(&self.kept);
            pen.make(day(c[0])?, c[1], "keep");
        }
        Ok(pen.finish())
    }

    fn choice(&self) -> Answers {
        texts(&[("chosen", &self.chosen), ("because", &self.because)])
    }

    fn begin(&self, pen: &mut Pen) -> Result<(), String> {
        let mut answers = said(&self.say);
        let rows = [
            ("options", pen.rows(&self.options, &["option", "for", "against"])?),
            ("assumptions", pen.rows(&self.assumptions, ASSUMPTION)?),
            ("stop_rules", pen.rows(&self.stops, STOP)?),
            ("case", case(&self.case)),
        ];
        answers.extend(rows.into_iter().filter_map(|it| Some((it.0.to_owned(), it.1?))));
        if !self.informed.is_empty() {
            answers.insert("informed".into(), Value::List(self.informed.clone()));
        }
        // What was written down afterwards came whole; otherwise the choice came with deciding.
        if self.late {
            answers.extend(self.choice());
        }
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: "decision",
            team: self.team.clone(),
            title: self.title.clone(),
            answers,
        };
        pen.step(self.day, &self.by, begin);
        Ok(())
    }

    fn ask(&self, pen: &mut Pen) -> Result<(), String> {
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
        Ok(())
    }

    fn decide(&self, pen: &mut Pen) -> Result<(), String> {
        if !self.decided.is_empty() {
            let c = cells::<2>(&self.decided);
            if !self.late {
                pen.save(day(c[0])?, c[1], self.choice());
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
        Ok(())
    }
}
