//! Sizes as a person says them: `a sprint to undo`, `reaching several teams`, `5 person-days`.
//! Scales with a usual name have phrases of their own; any other is said plainly by its name.

use super::map::{Dimension, Map};
use super::route::Amount;

/// What a scale with a usual name measures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Undo,
    Reach,
    Effort,
    Cost,
    Other,
}

fn sense(name: &str) -> Sense {
    match name.to_ascii_lowercase().as_str() {
        "undo" | "reversibility" => Sense::Undo,
        "reach" => Sense::Reach,
        "effort" => Sense::Effort,
        "cost" | "money" => Sense::Cost,
        _ => Sense::Other,
    }
}

/// One step of a scale in the middle of a sentence: `a sprint`, `the team`, `several teams`.
pub fn step(name: &str, label: &str) -> String {
    let plain = label.replace('-', " ");
    match sense(name) {
        Sense::Undo if takes_article(&plain) => format!("{} {plain}", super::say::article(&plain)),
        Sense::Reach if takes_article(&plain) => format!("the {plain}"),
        _ => plain,
    }
}

/// One row of a case as it was written down: `product`, `a sprint to undo`, `effort 3`.
pub fn said(name: &str, value: &str) -> String {
    match sense(name) {
        _ if name == "domain" => value.to_owned(),
        Sense::Undo if value.eq_ignore_ascii_case("never") => "no way back".to_owned(),
        Sense::Undo => format!("{} to undo", step(name, value)),
        Sense::Reach => format!("reaching {}", step(name, value)),
        _ => format!("{name} {value}"),
    }
}

/// Not for plurals, and not where a number or an article stands already.
fn takes_article(label: &str) -> bool {
    const COUNTED: [&str; 18] = [
        "a", "all", "an", "any", "every", "few", "five", "four", "many", "never", "no", "one",
        "our", "several", "six", "the", "three", "two",
    ];
    let first = label.split(' ').next().unwrap_or("").to_lowercase();
    !COUNTED.contains(&first.as_str())
        && !label.ends_with('s')
        && label.starts_with(char::is_alphabetic)
}

/// `1 person-day`, `2.5 person-days`, `a sprint`.
pub(super) fn amount(name: &str, amount: &Amount, unit: Option<&str>) -> String {
    match (amount, unit) {
        (Amount::Label(label), _) => step(name, label),
        (Amount::Number(number), Some(unit)) => counted(*number, unit),
        (Amount::Number(number), None) => format!("{number}"),
    }
}

/// `1 person-day`, `40 person-days`: a number with the unit of its scale.
pub fn counted(number: f64, unit: &str) -> String {
    let one =
        unit.strip_suffix('s').filter(|it| number == 1.0 && it.len() > 2 && !it.ends_with('s'));
    format!("{number} {}", one.unwrap_or(unit))
}

/// What is asked for where a size is not known: `how far it reaches`.
pub(super) fn question(name: &str) -> String {
    match sense(name) {
        Sense::Undo => "how long it takes to undo".to_owned(),
        Sense::Reach => "how far it reaches".to_owned(),
        Sense::Effort => "how long it takes".to_owned(),
        Sense::Cost => "what it costs".to_owned(),
        Sense::Other => name.to_owned(),
    }
}

/// After *it makes no difference*: `how far it reaches`, `what tier is`.
pub(super) fn whatever(name: &str) -> String {
    if sense(name) == Sense::Other { format!("what {name} is") } else { question(name) }
}

/// `it takes a quarter to undo`.
pub(super) fn is(name: &str, value: &Amount, unit: Option<&str>) -> String {
    let size = amount(name, value, unit);
    match sense(name) {
        Sense::Undo if is_never(value) => "it can never be undone".to_owned(),
        Sense::Undo => format!("it takes {size} to undo"),
        Sense::Reach => format!("it reaches {size}"),
        Sense::Effort => format!("it takes {size}"),
        Sense::Cost => format!("it costs {size}"),
        Sense::Other => format!("{name} is {size}"),
    }
}

/// `it could be undone within a sprint`, after *if*.
pub(super) fn were(name: &str, most: &Amount, unit: Option<&str>) -> String {
    let size = amount(name, most, unit);
    match (sense(name), most) {
        (Sense::Undo, _) => format!("it could be undone within {size}"),
        (Sense::Reach, _) => format!("it reached no further than {size}"),
        (Sense::Effort, _) => format!("it took {size} at most"),
        (Sense::Cost, _) => format!("it cost {size} at most"),
        (Sense::Other, Amount::Label(_)) => format!("{name} were “{size}” at most"),
        (Sense::Other, Amount::Number(_)) => format!("{name} were {size} at most"),
    }
}

fn is_never(value: &Amount) -> bool {
    matches!(value, Amount::Label(label) if label.eq_ignore_ascii_case("never"))
}

impl Map {
    /// A size beside others: `5 person-days`, `a sprint to undo`, `reaching the team`.
    pub(super) fn size(&self, name: &str, value: &Amount, unit: Option<&str>) -> String {
        let size = amount(name, value, unit);
        let alike = |it: &Dimension| it.name != name && it.unit() == unit;
        match sense(name) {
            Sense::Undo if is_never(value) => "no way back".to_owned(),
            Sense::Undo => format!("{size} to undo"),
            Sense::Reach => format!("reaching {size}"),
            // A unit that two scales share does not tell which of them is meant.
            _ if unit.is_some() && !self.dimensions.iter().any(alike) => size,
            _ => format!("{name} {size}"),
        }
    }

    /// The same for the dimension at this place.
    pub fn size_of(&self, at: usize, value: f64) -> String {
        let it = &self.dimensions[at];
        self.size(&it.name, &self.amount(at, value), it.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Amount {
        Amount::Label(text.to_owned())
    }

    #[test]
    fn a_step_takes_the_article_its_sentence_needs() {
        let undo: Vec<String> =
            ["hour", "sprint", "two-weeks", "never", "1 day"].map(|it| step("undo", it)).into();
        assert_eq!(undo, ["an hour", "a sprint", "two weeks", "never", "1 day"]);
        let reach: Vec<String> =
            ["team", "several-teams", "customers"].map(|it| step("reach", it)).into();
        assert_eq!(reach, ["the team", "several teams", "customers"]);
        assert_eq!(step("tier", "very-hot"), "very hot");
    }

    #[test]
    fn one_of_a_unit_is_said_in_the_singular() {
        assert_eq!(counted(1.0, "person-days"), "1 person-day");
        assert_eq!(counted(1.5, "person-days"), "1.5 person-days");
        assert_eq!(counted(1.0, "EUR"), "1 EUR");
        assert_eq!(counted(1.0, "ms"), "1 ms");
    }

    #[test]
    fn usual_scales_have_phrases_and_others_are_said_by_their_name() {
        assert_eq!(is("undo", &label("never"), None), "it can never be undone");
        assert_eq!(is("reach", &label("several-teams"), None), "it reaches several teams");
        assert_eq!(is("tier", &label("gold"), None), "tier is gold");
        assert_eq!(were("undo", &label("sprint"), None), "it could be undone within a sprint");
        assert_eq!(were("tier", &label("gold"), None), "tier were “gold” at most");
        assert_eq!(were("cost", &Amount::Number(10.0), Some("EUR")), "it cost 10 EUR at most");
    }

    #[test]
    fn a_unit_stands_alone_only_where_it_tells_the_scale() {
        let text = "levels = [\"a\"]\n[dimension.effort]\nunit = \"days\"\n[dimension.delay]\nunit = \"days\"\n[dimension.cost]\nunit = \"EUR\"\n";
        let map = super::super::read(text).map;
        assert_eq!(map.size_of(0, 5.0), "effort 5 days");
        assert_eq!(map.size_of(2, 5.0), "5 EUR");
    }
}
