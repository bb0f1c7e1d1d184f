//! What a badly written intent gives away (`domain.md` 1.3). Suggestions to the writer, in the
//! writer's own words; English only, silent on other languages.

mod aim;
pub mod blame;
mod frame;
mod limits;
pub mod numbers;
mod pull;
mod signals;
pub mod text;
mod words;

use crate::finding::{Finding, Weight};
use crate::kind::Around;
use crate::record::{Dossier, Record, Row};

/// Every finding about an intent, heaviest first.
pub fn intent(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    aim::check(record, &mut found);
    signals::check(record, &mut found);
    limits::check(record, &mut found);
    frame::check(dossier, around, &mut found);
    pull::check(dossier, around, &mut found);
    found.sort_by_key(|it| std::cmp::Reverse(it.weight));
    found
}

/// I17: whether a backbrief only says the intent back in its own words.
pub fn is_parroted(record: &Record, backbrief: &str) -> bool {
    frame::repeats(backbrief, &frame::whole(record))
}

/// Absences are worth a word only once there is something to judge.
fn is_begun(record: &Record) -> bool {
    !record.text("end_state").trim().is_empty()
}

fn is_mandated(record: &Record) -> bool {
    record.text("nature") == "mandated"
}

fn cell<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).map_or("", |it| it.trim())
}

pub(super) fn finding(rule: &'static str, weight: Weight, place: &str, words: &str) -> Finding {
    Finding {
        rule,
        weight,
        place: place.to_owned(),
        words: words.to_owned(),
        says: String::new(),
        asks: String::new(),
    }
}

pub(super) trait Worded {
    fn saying(self, says: &str, asks: &str) -> Finding;
}

impl Worded for Finding {
    fn saying(self, says: &str, asks: &str) -> Finding {
        Finding { says: says.to_owned(), asks: asks.to_owned(), ..self }
    }
}

#[cfg(test)]
mod tests;
