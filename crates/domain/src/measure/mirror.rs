//! What a mirror gives back: a number with its definition, its n, its doubt and what was left out.
//!
//! No field can hold a person: labels are periods and areas, everything else is a number or a
//! sentence of ours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
use super::behaviour::{self, ITEMS_PER_POINT, Limits, Rule};
use super::quantile::{self, Sorted};
use super::survival::{Curve, EVENTS_FOR_CURVE, EVENTS_FOR_INTERVAL, EVENTS_FOR_MEDIAN, Step};
use super::window::{Every, Window};
use super::words;

/// Flows (changes, releases) below this are told in words.
pub const ITEMS: usize = 3;
/// Groups of people below this are not shown.
pub const PEOPLE: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unit {
    #[serde(rename = "hours")]
    Hours,
    #[serde(rename = "days")]
    Days,
    #[serde(rename = "working days")]
    WorkingDays,
    #[serde(rename = "releases")]
    Releases,
    #[serde(rename = "deployments")]
    Deployments,
    #[serde(rename = "hands")]
    Hands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawn {
    /// A line of medians with the range they usually stay in.
    Line,
    /// One bar a period, zeros included.
    Bars,
    /// A curve of what still waits, or the median and its interval.
    Steps,
    /// One bar an area.
    Areas,
}

/// What stays the same about one measure, whatever the history.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct About {
    pub id: &'static str,
    pub name: &'static str,
    /// Exactly what is counted, in words.
    pub definition: &'static str,
    /// Goes up when the definition changes, so that two numbers are never compared by mistake.
    pub version: u32,
    pub unit: Unit,
    /// How the middle is found: `quantile type 7` or `Kaplan–Meier`.
    pub method: &'static str,
    pub drawn: Drawn,
    /// What to read beside it, so that neither is pushed alone.
    pub beside: &'static str,
    pub cannot_say: &'static [&'static str],
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mirror {
    #[serde(flatten)]
    pub about: About,
    /// The sentence above the chart.
    pub says: String,
    pub window: Window,
    /// Items counted. Absent for a group of people below the limit.
    pub n: Option<usize>,
    /// Of those, still open at the end of the window.
    pub open: Option<usize>,
    pub median: Option<f64>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
    /// Of the median, 95 %.
    pub interval: Option<Interval>,
    /// For each absent value, why it cannot be known.
    pub why: BTreeMap<&'static str, String>,
    pub excluded: Vec<Excluded>,
    pub every: Option<Every>,
    pub series_unit: Unit,
    pub series: Vec<Point>,
    /// Where `series` holds areas: how each went over time.
    pub trends: Vec<Trend>,
    /// Where the points usually stay; after a change of the process that shows, since then.
    pub limits: Option<Limits>,
    /// One after the other where the team declared a change that shows; else empty.
    pub baselines: Vec<Baseline>,
    pub signals: Vec<Signal>,
    pub curve: Vec<Step>,
    /// Moments at which open items were last seen; empty wherever no curve is drawn.
    pub censored: Vec<f64>,
    /// What this history in particular makes doubtful.
    pub notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Interval {
    pub low: f64,
    /// Absent: "and above".
    pub high: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excluded {
    pub reason: &'static str,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Point {
    /// A Monday, a month, a quarter, a half-year, or an area.
    pub label: String,
    pub value: Option<f64>,
    /// Absent for a group of people below the limit.
    pub n: Option<usize>,
    /// Whether it counts towards limits and signals. Otherwise it is drawn hollow.
    pub counted: bool,
}

/// One area of a mirror over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    pub label: String,
    pub every: Every,
    pub points: Vec<Point>,
}

impl Point {
    /// A period of a group of people too small to be shown.
    pub fn refused(label: String) -> Self {
        Self { label, value: None, n: None, counted: false }
    }

    /// n as it is printed.
    pub fn n_words(&self) -> String {
        self.n.map_or("–".to_owned(), |n| n.to_string())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Signal {
    pub rule: Rule,
    pub label: String,
}

impl Mirror {
    pub fn new(about: &About, window: Window) -> Self {
        Self {
            about: *about,
            says: String::new(),
            window,
            n: Some(0),
            open: Some(0),
            median: None,
            p75: None,
            p90: None,
            interval: None,
            why: BTreeMap::new(),
            excluded: Vec::new(),
            every: None,
            series_unit: about.unit,
            series: Vec::new(),
            trends: Vec::new(),
            limits: None,
            baselines: Vec::new(),
            signals: Vec::new(),
            curve: Vec::new(),
            censored: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Counts what is left out; nothing left out leaves no line.
    pub fn exclude(&mut self, reason: &'static str, count: usize) {
        if count > 0 {
            self.excluded.push(Excluded { reason, count });
        }
    }

    /// Says that nothing of the distribution can be known, and why.
    pub fn unknown(&mut self, why: &str) {
        for value in ["median", "p75", "p90", "interval"] {
            self.why.insert(value, why.to_owned());
        }
    }

    /// Says why not even the size of the group is given.
    pub fn withhold(&mut self, why: &str) {
        self.unknown(why);
        self.open_unknown(why);
        self.n = None;
        self.why.insert("n", why.to_owned());
    }

    /// Says why nobody can know how many are still open.
    pub fn open_unknown(&mut self, why: &str) {
        self.open = None;
        self.why.insert("open", why.to_owned());
    }

    /// Fills the quantiles of finished items; `values` rise.
    pub fn spread_of(&mut self, values: Sorted<'_>) {
        let n = values.len();
        self.n = Some(n);
        let known = |p, need| if n >= need { quantile::type7(values, p) } else { None };
        self.median = self.or_why("median", known(0.5, ITEMS), || few(n, ITEMS));
        self.p75 = self.or_why("p75", known(0.75, 11), || few(n, 11));
        self.p90 = self.or_why("p90", known(0.9, 29), || few(n, 29));
        let interval =
            quantile::interval(values, 0.5).map(|(low, high)| Interval { low, high: Some(high) });
        self.interval = self.or_why("interval", interval, || few(n, 6));
    }

    /// Fills the quantiles of waits, some of which are still open.
    pub fn waits_of(&mut self, curve: &Curve) {
        let ended = curve.ended();
        (self.n, self.open) = (Some(curve.n), Some(curve.open()));
        if ended < EVENTS_FOR_MEDIAN {
            let why = format!("needs {EVENTS_FOR_MEDIAN} that ended, has {ended}");
            return self.unknown(&why);
        }
        let not_yet = || format!("not reached (> {})", words::amount(curve.last, self.about.unit));
        let not_yet = not_yet();
        let reached = |p| curve.quantile(p).value();
        self.median = self.or_why("median", reached(0.5), || not_yet.clone());
        self.p75 = self.or_why("p75", reached(0.75), || not_yet.clone());
        self.p90 = self.or_why("p90", reached(0.9), || not_yet.clone());
        let interval = curve.median_interval().map(|(low, high)| Interval { low, high });
        self.interval = self.or_why("interval", interval, || match ended {
            0..EVENTS_FOR_INTERVAL => {
                format!("needs {EVENTS_FOR_INTERVAL} that ended, has {ended}")
            }
            _ => "no part of the curve is surely past one half".to_owned(),
        });
    }

    /// Draws the curve, unless its steps could be single people.
    pub fn draw(&mut self, curve: Curve) {
        if curve.ended() < EVENTS_FOR_CURVE {
            let why =
                format!("not drawn below {EVENTS_FOR_CURVE} events: a step could be one person");
            self.why.insert("curve", why);
            return;
        }
        self.curve = curve.steps;
        self.censored = curve.censored;
    }

    /// Limits and signals over the counted points of the series.
    pub fn behaviour(&mut self) {
        let counted: Vec<(usize, f64)> = self
            .series
            .iter()
            .enumerate()
            .filter_map(|(i, point)| point.value.filter(|_| point.counted).map(|v| (i, v)))
            .collect();
        let values: Vec<f64> = counted.iter().map(|&(_, value)| value).collect();
        let why = match behaviour::limits(&values, true) {
            None => format!("needs 6 counted points, has {}", values.len()),
            Some(_) if behaviour::is_coarse(&values) => {
                "the values move in too few different steps for a usual range".to_owned()
            }
            Some(limits) => {
                let found = behaviour::signals(&values, &limits, &[Rule::Outside, Rule::Run]);
                self.signals = found
                    .iter()
                    .map(|s| Signal {
                        rule: s.rule,
                        label: self.series[counted[s.at].0].label.clone(),
                    })
                    .collect();
                self.limits = Some(limits);
                return;
            }
        };
        self.why.insert("limits", why);
    }

    /// Whether the series says signal or noise, as a sentence; empty without limits.
    pub fn stood_out(&self) -> String {
        let period = if self.every == Some(Every::Week) { "week" } else { "month" };
        if self.limits.is_none() {
            return String::new();
        }
        let labels = |rule| {
            let mut of = self.signals.iter().filter(move |s| s.rule == rule).map(|s| &s.label);
            (of.next(), of.count())
        };
        let named = |label: &str| match period {
            "week" => format!("The week of {}", words::period(label)),
            _ => words::period(label),
        };
        let mut parts = Vec::new();
        match labels(Rule::Outside) {
            (Some(label), 0) => {
                parts.push(format!("{} lies outside the usual range.", named(label)));
            }
            (Some(_), more) => {
                parts.push(format!("{} {period}s lie outside the usual range.", more + 1));
            }
            (None, _) => {}
        }
        if let (Some(label), _) = labels(Rule::Run) {
            let by = named(label).replacen("The week", "the week", 1);
            parts.push(format!("By {by}, eight {period}s in a row had stayed on one side of the middle: what do you know about that time?"));
        }
        match parts.is_empty() {
            true => format!("No {period} stood out from the usual range."),
            false => parts.join(" "),
        }
    }

    fn or_why<T>(
        &mut self,
        name: &'static str,
        value: Option<T>,
        why: impl FnOnce() -> String,
    ) -> Option<T> {
        if value.is_none() {
            self.why.insert(name, why());
        }
        value
    }
}

/// A point of medians: hollow when it stands on too few.
pub fn point(label: &str, values: Sorted<'_>) -> Point {
    let n = values.len();
    let value = quantile::type7(values, 0.5);
    Point { label: label.to_owned(), value, n: Some(n), counted: n >= ITEMS_PER_POINT as usize }
}

fn few(has: usize, need: usize) -> String {
    format!("needs {need}, has {has}")
}
