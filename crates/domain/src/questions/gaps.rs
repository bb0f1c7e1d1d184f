//! What a record lacks or is just going through, as a reason to ask.

use super::Element::{self, *};
use super::Question;
use crate::kind::{Around, Kind, Place};
use crate::people::is_among;
use crate::practice::decision::rules::{options, value};
use crate::practice::decision::slots::{ELEMENTS, number};
use crate::record::Dossier;

/// A reason to ask, and the questions that fit it.
pub(super) struct Gap {
    element: Element,
    /// One question that fits exactly; otherwise any of the element.
    only: Option<&'static str>,
    pub(super) because: String,
}

impl Gap {
    pub(super) fn takes(&self, question: &Question) -> bool {
        self.only.map_or(self.element == question.element, |id| id == question.id)
    }
}

fn gap(element: Element, because: &str) -> Gap {
    Gap { element, only: None, because: because.to_owned() }
}

fn exactly(id: &'static str, element: Element, because: &str) -> Gap {
    Gap { element, only: Some(id), because: because.to_owned() }
}

/// Below this a rated element is worth a question (`domain.md` 3.2: good from 60 %).
const WEAK: f64 = 60.0;

/// Reasons to ask, the most pressing first: what is missing, what is weakest, where it stands.
pub(super) fn of(kind: &Kind, dossier: &Dossier, around: &Around) -> Vec<Gap> {
    if kind.slug == "decision" && dossier.record.state == "history" {
        return Vec::new();
    }
    let mut found = match kind.slug {
        "decision" => of_decision(dossier),
        "intent" => of_intent(dossier),
        _ => Vec::new(),
    };
    found.extend(weakest(dossier));
    if is_among(around.agents, dossier.record.text("decider")) {
        found.insert(0, exactly("P9", People, "An agent acts here."));
    }
    found.extend(moment(kind, &dossier.record.state));
    found
}

fn of_decision(dossier: &Dossier) -> Vec<Gap> {
    let record = &dossier.record;
    let weighed = matches!(record.state.as_str(), "proposed" | "advice");
    let mut found = Vec::new();
    match options(record).count() {
        0 if weighed => found.push(gap(Options, "No option is written down yet.")),
        1 if weighed => found.push(gap(Options, "There is one option so far.")),
        _ => {}
    }
    if matches!(value(record, "undo"), "quarter" | "never") {
        found.push(gap(Reversibility, "This is hard to undo."));
    } else if weighed && value(record, "undo").is_empty() {
        found.push(exactly("V1", Reversibility, "Nothing is said yet about undoing it."));
    }
    if weighed && record.text("because").trim().is_empty() {
        found.push(gap(TradeOffs, "What gives way is not written down yet."));
    }
    if record.state == "decided" && dossier.slot("forecast").next().is_none() {
        found.push(exactly("L1", Learning, "It has no forecast."));
    }
    found
}

fn of_intent(dossier: &Dossier) -> Vec<Gap> {
    let record = &dossier.record;
    let mut found = Vec::new();
    if record.text("evidence").trim().is_empty() {
        found.push(exactly("F3", Framing, "“How we know” is not written down yet."));
    }
    if record.rows("stop_rules").is_empty() && record.state == "active" {
        found.push(exactly("V7", Reversibility, "It has no rule to stop."));
    }
    found
}

/// The weakest of the six elements over all who rated, where it is weak at all.
fn weakest(dossier: &Dossier) -> Option<Gap> {
    let ratings: Vec<_> = dossier.slot("rating").collect();
    let lowest = |name: &'static &'static str| {
        let values = ratings.iter().filter_map(|it| number(&it.answers, name));
        values.reduce(f64::min).map(|value| (*name, value))
    };
    let (name, value) = ELEMENTS
        .iter()
        .filter_map(lowest)
        .filter(|it| it.1 < WEAK)
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let element = match name {
        "frame" => Framing,
        "options" => Options,
        "values" => TradeOffs,
        "reasoning" | "information" => Risk,
        _ => People,
    };
    Some(gap(element, &format!("Rated weakest: {name}, {value:.0} %.")))
}

/// Where a record stands opens some parts of thinking more than others.
fn moment(kind: &Kind, state: &str) -> Vec<Gap> {
    let said = kind.state(state).map_or(state, |it| it.label);
    let because = format!("Worth asking while it is “{said}”.");
    let elements: &[Element] = match (kind.slug, state) {
        ("decision", "proposed") => &[Framing, Options, People],
        ("decision", "advice") => &[TradeOffs, Risk, People],
        ("decision", "decided") => &[Risk, Reversibility, Learning],
        ("proposal", "asked") => &[Framing, Options, TradeOffs],
        ("intent", "draft" | "briefed") => &[Framing, People, TradeOffs],
        ("intent", "backbriefed" | "active") => &[Risk, Learning, People],
        _ if kind.place == Place::Reflections => &[Learning, People, Risk],
        _ if kind.state(state).is_some_and(|it| it.open) => &[Framing, People, Risk],
        _ => &[Learning],
    };
    elements.iter().map(|it| gap(*it, &because)).collect()
}
