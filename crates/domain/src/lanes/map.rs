//! The map: levels, dimensions, holders, lanes and signals, with the index that routing walks.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::change::Adds;
use super::index::Index;
use super::say::listed;
use crate::people::is_among;

/// Who decides what in one team or organisation. Made by [`super::read`], which never fails: what
/// could not be understood is left out and told as a diagnostic.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pub title: String,
    /// Lowest first; never empty in a map that was read.
    pub levels: Vec<String>,
    pub dimensions: Vec<Dimension>,
    /// Handles with their `@`, by level. Same length as `levels`.
    pub holders: Vec<Vec<String>>,
    pub away: Vec<Away>,
    pub lanes: Vec<Lane>,
    pub signals: Vec<Signal>,
    pub home: Home,
    /// IANA name of the zone whose calendar `from` and `until` follow; UTC where none is named.
    pub timezone: Option<String>,
    /// Where the text was read and which version it is; for answers, not for routing.
    pub seen: Seen,
    pub(super) index: Index,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Seen {
    pub file: Option<String>,
    pub version: Version,
    /// Drafted from a history: nobody has agreed to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
}

/// A blob id in a checkout, a number on a server.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Version {
    #[default]
    Unknown,
    Blob(String),
    Number(u64),
}

/// Where the truth of the map is: never both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Home {
    #[default]
    File,
    Server,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    pub name: String,
    pub says: String,
    pub scale: Scale,
    /// What a diff is taken to be that does not say.
    pub assume: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// A number from 0 up, with its unit if it has one.
    Amount(Option<String>),
    /// Labels, the weightiest last; the value is the place in the list.
    Steps(Vec<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub id: String,
    pub says: String,
    /// `/` between parts; `*` is the root.
    pub domain: String,
    /// Index into the map's levels.
    pub level: usize,
    /// Only these decide (or a higher level by escalation); empty = whoever has the level.
    pub holder: Vec<String>,
    pub mode: Mode,
    /// Inclusive, one for each dimension; 0 where nothing is said. The text form has none yet.
    pub lo: Vec<f64>,
    /// Inclusive, one for each dimension; infinite where nothing is said.
    pub hi: Vec<f64>,
    pub consult: Vec<String>,
    pub agree: Vec<Agree>,
    pub inform: Vec<String>,
    pub from: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Line of its `[[lane]]`, from 1.
    pub line: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Decide,
    DecideReport,
    DecideAfterAdvice,
    Intend,
    Agree,
    Recommend,
}

/// A scoped veto: silence past the limit counts as agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agree {
    pub who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// What a diff says about a case. All conditions that are given must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    pub paths: Vec<String>,
    pub adds: Option<Adds>,
    /// At least so many changed lines, over all paths the other conditions hold for.
    pub lines: Option<u32>,
    pub domain: Option<String>,
    /// One for each dimension.
    pub values: Vec<Option<f64>>,
    pub line: usize,
}

/// Somebody who is absent, and who decides meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    pub who: String,
    pub stand_in: Option<String>,
    pub from: Option<Date>,
    /// The last day of the absence.
    pub until: Option<Date>,
}

pub const ROOT: &str = "*";

impl Mode {
    /// `(mode, written in lanes.toml, as a person says it)`.
    pub const ALL: [(Mode, &str, &str); 6] = [
        (Mode::Decide, "decide", "decides"),
        (Mode::DecideReport, "decide_report", "decides and explains afterwards"),
        (Mode::DecideAfterAdvice, "decide_after_advice", "decides after advice"),
        (Mode::Intend, "intend", "announces, waits for objections, then proceeds"),
        (Mode::Agree, "agree", "decides together with those who must agree"),
        (Mode::Recommend, "recommend", "recommends"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("decide", |it| it.1)
    }

    pub fn in_words(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("decides", |it| it.2)
    }
}

impl Lane {
    /// Whether it is in force on this day; both ends count.
    pub fn is_active(&self, day: Date) -> bool {
        self.from.is_none_or(|it| it <= day) && self.until.is_none_or(|it| day <= it)
    }

    /// Whether these values lie within its bounds. One value for each dimension.
    pub fn holds(&self, values: &[f64]) -> bool {
        values.iter().zip(&self.lo).zip(&self.hi).all(|((it, lo), hi)| lo <= it && it <= hi)
    }

    /// Whether whoever decides here has to do the same first: the mode, whom they ask, who must
    /// agree.
    pub fn asks_like(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: &[T], b: &[T]) -> bool {
            a.iter().all(|it| b.contains(it)) && b.iter().all(|it| a.contains(it))
        }
        self.mode == other.mode
            && same(&self.consult, &other.consult)
            && same(&self.agree, &other.agree)
    }

    /// `decides, asks @platform, needs the yes of @security`.
    pub fn in_words(&self) -> String {
        let mut words = match self.mode {
            Mode::Agree | Mode::DecideAfterAdvice => "decides".to_owned(),
            mode => mode.in_words().to_owned(),
        };
        if !self.consult.is_empty() {
            words += &format!(", asks {}", listed(&self.consult, "and"));
        } else if self.mode == Mode::DecideAfterAdvice {
            words += " after advice";
        }
        let agree: Vec<String> = self.agree.iter().map(|it| it.who.clone()).collect();
        match (agree.is_empty(), self.mode) {
            (false, _) => words += &format!(", needs the yes of {}", listed(&agree, "and")),
            (true, Mode::Agree) => words += " together with those who must agree",
            _ => {}
        }
        words
    }
}

impl Away {
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|it| it <= day) && self.until.is_none_or(|it| day <= it)
    }
}

impl Dimension {
    /// The weightiest value there is.
    pub fn top(&self) -> f64 {
        match &self.scale {
            Scale::Amount(_) => f64::INFINITY,
            Scale::Steps(steps) => steps.len().saturating_sub(1) as f64,
        }
    }

    /// What `lanes.toml`, a trailer or the command line wrote; the error is a sentence.
    pub fn parse(&self, text: &str) -> Result<f64, String> {
        let text = text.trim();
        match &self.scale {
            Scale::Amount(unit) => {
                let bare = unit.as_deref().and_then(|it| text.strip_suffix(it)).unwrap_or(text);
                let amount =
                    bare.trim().parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
                amount.ok_or_else(|| {
                    format!("“{text}” is not a number for {}; write it as 2.5.", self.name)
                })
            }
            Scale::Steps(steps) => {
                let place = steps.iter().position(|it| it.eq_ignore_ascii_case(text));
                place.map(|it| it as f64).ok_or_else(|| {
                    let hint =
                        super::diagnostic::suggestion(text, steps.iter().map(String::as_str));
                    format!("“{text}” is no step of {}. {hint}", self.name)
                })
            }
        }
    }

    /// The value as it is written: a label, or a number without its unit.
    pub fn label(&self, value: f64) -> String {
        match &self.scale {
            Scale::Steps(steps) => steps.get(value as usize).cloned().unwrap_or_default(),
            Scale::Amount(_) => number(value),
        }
    }

    /// The value as it is said: a label, or a number with its unit.
    pub fn in_words(&self, value: f64) -> String {
        match &self.scale {
            Scale::Amount(Some(unit)) if value.is_finite() => super::phrase::counted(value, unit),
            _ => self.label(value),
        }
    }

    pub fn has_steps(&self) -> bool {
        matches!(self.scale, Scale::Steps(_))
    }

    pub fn steps(&self) -> &[String] {
        match &self.scale {
            Scale::Steps(steps) => steps,
            Scale::Amount(_) => &[],
        }
    }

    pub fn unit(&self) -> Option<&str> {
        match &self.scale {
            Scale::Amount(unit) => unit.as_deref(),
            Scale::Steps(_) => None,
        }
    }
}

impl Map {
    pub fn dimension(&self, name: &str) -> Option<usize> {
        self.dimensions.iter().position(|it| it.name.eq_ignore_ascii_case(name))
    }

    pub fn lane(&self, id: &str) -> Option<&Lane> {
        self.lanes.iter().find(|it| it.id == id)
    }

    /// The same map, known by its file and version in every answer.
    pub fn seen_as(mut self, file: Option<String>, version: Version) -> Self {
        self.seen = Seen { file, version, draft: false };
        self
    }

    /// Every domain a lane or a signal names, sorted, without the root.
    pub fn domains(&self) -> Vec<&str> {
        let lanes = self.lanes.iter().map(|it| it.domain.as_str());
        let signals = self.signals.iter().filter_map(|it| it.domain.as_deref());
        let mut all: Vec<&str> = lanes.chain(signals).filter(|it| *it != ROOT).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Highest level under which `[holder]` lists the handle.
    pub fn level_of(&self, handle: &str) -> Option<usize> {
        self.holders.iter().rposition(|it| is_among(it, handle))
    }

    pub(super) fn indexed(mut self) -> Self {
        self.holders.resize(self.levels.len(), Vec::new());
        self.index = Index::of(&self);
        self
    }

    /// Levels by name, for hints and for `--as`.
    pub fn level(&self, name: &str) -> Option<usize> {
        self.levels.iter().position(|it| it.eq_ignore_ascii_case(name))
    }

    /// Lanes by the domain they name, in file order.
    pub fn lanes_by_domain(&self) -> HashMap<&str, Vec<&Lane>> {
        let mut found: HashMap<&str, Vec<&Lane>> = HashMap::new();
        for lane in &self.lanes {
            found.entry(&lane.domain).or_default().push(lane);
        }
        found
    }
}

fn number(value: f64) -> String {
    if value.is_infinite() { "any".to_owned() } else { format!("{value}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_with_or_without_its_unit_and_written_back() {
        let effort = Dimension {
            name: "effort".into(),
            says: String::new(),
            scale: Scale::Amount(Some("person-days".into())),
            assume: None,
        };
        assert_eq!(effort.parse("2.5"), Ok(2.5));
        assert_eq!(effort.parse(" 3 person-days "), Ok(3.0));
        assert!(
            effort.parse("-1").is_err()
                && effort.parse("NaN").is_err()
                && effort.parse("inf").is_err()
        );
        assert_eq!(effort.in_words(1000.01), "1000.01 person-days");
        assert_eq!(effort.label(5.0), "5");
    }

    #[test]
    fn a_step_is_known_by_its_label_and_a_wrong_one_is_told_with_the_nearest() {
        let undo = Dimension {
            name: "undo".into(),
            says: String::new(),
            scale: Scale::Steps(vec!["hour".into(), "sprint".into()]),
            assume: None,
        };
        assert_eq!(undo.parse("Sprint"), Ok(1.0));
        assert_eq!(
            undo.parse("sprnt").unwrap_err(),
            "“sprnt” is no step of undo. Did you mean “sprint”?"
        );
        assert_eq!(undo.top(), 1.0);
    }
}
