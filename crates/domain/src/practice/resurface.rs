//! Old learning for a new question: which of what a team has learned touches the same area, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Included, Unbounded};

use serde::Serialize;

use super::checks::text::words;
use crate::id::Id;
use crate::kind::{Answer, Cell, Kind};
use crate::record::{Dossier, Record, Row};

/// What of a record is compared: where it lies, what it is tied to, what it talks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    pub id: Id,
    pub domains: BTreeSet<String>,
    pub lanes: BTreeSet<String>,
    /// Records it names or is named by.
    pub tied: BTreeSet<Id>,
    pub words: BTreeSet<String>,
}

/// Why an old learning is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "why", content = "what", rename_all = "lowercase")]
pub enum Why {
    /// Tied to the same record, or to this one.
    Tied,
    Lane(String),
    Domain(String),
    /// Words both use and hardly anything else does.
    Words(Vec<String>),
}

/// A word this short says little.
const LONG: usize = 5;
/// Letters by which two forms of one word may differ at their end: “payout” and “payouts”.
const ENDING: usize = 3;
/// Words used by more than this share of what was learned say nothing about any of it.
const RARE: f64 = 0.2;
/// Shared rare words that make two texts neighbours.
const SHARED: usize = 2;
/// No more than this comes up at once: three that fit are read, ten are not.
pub const SHOWN: usize = 3;

impl Area {
    /// Where a record lies. What it is tied to, only whoever keeps the links can add.
    pub fn of(kind: &Kind, dossier: &Dossier) -> Self {
        let record = &dossier.record;
        let case = record.rows("case").iter().chain(record.rows("realised"));
        let domains = case
            .filter(|row| row.get("name").is_some_and(|it| it == "domain"))
            .filter_map(|row| row.get("value"))
            .map(|it| it.trim().to_lowercase())
            .filter(|it| !it.is_empty() && it != "*");
        let lanes = record.list("lanes").iter().map(String::as_str).chain([record.text("lane")]);
        Self {
            id: record.id.clone(),
            domains: domains.collect(),
            lanes: lanes.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect(),
            tied: BTreeSet::new(),
            words: said(kind, dossier),
        }
    }
}

/// Words long enough to mean something: of the title, and of what its kind's table names.
fn said(kind: &Kind, dossier: &Dossier) -> BTreeSet<String> {
    let (record, learning) = (&dossier.record, kind.learning);
    let texts = learning.words.iter().map(|it| record.text(it));
    let cells = learning.words.iter().flat_map(|it| written_cells(kind, record, it));
    let hung = dossier.slot(learning.slot);
    let hung = hung.flat_map(|it| learning.words.iter().map(|name| it.text(name)));
    let all = [record.title.as_str()].into_iter().chain(texts).chain(cells).chain(hung);
    all.flat_map(words).filter(|it| it.chars().count() >= LONG).collect()
}

/// Of rows, the cells that hold words of somebody's own and no choice.
fn written_cells<'a>(kind: &Kind, record: &'a Record, name: &str) -> Vec<&'a str> {
    let Some(Answer::Rows(columns)) = kind.ask(name).map(|it| it.answer) else { return Vec::new() };
    let written = columns.iter().filter(|it| matches!(it.cell, Cell::Line | Cell::Prose));
    let cell = |row: &'a Row| written.clone().filter_map(move |it| row.get(it.name));
    record.rows(name).iter().flat_map(cell).map(String::as_str).collect()
}

/// Whether there is something to learn from: published, held, looked back on, or corrected.
pub fn is_learned(kind: &Kind, dossier: &Dossier) -> bool {
    let (record, learning) = (&dossier.record, kind.learning);
    match learning.told_in {
        "" => learning.states.contains(&record.state.as_str()),
        name => !record.text(name).trim().is_empty() || dossier.slot(name).next().is_some(),
    }
}

/// What touches the new one, the closest first, each with its reasons; at most [`SHOWN`].
pub fn touching(new: &Area, learned: &[Area]) -> Vec<(Id, Vec<Why>)> {
    let others = || learned.iter().filter(|it| it.id != new.id);
    let uses = |word: &String| others().filter(|it| speaks_of(&it.words, word)).count();
    let used: BTreeMap<&str, usize> = new.words.iter().map(|it| (it.as_str(), uses(it))).collect();
    let most = ((learned.len() as f64 * RARE) as usize).max(2);
    let rare = |word: &str| used.get(word).is_some_and(|count| *count <= most);
    let mut found: Vec<(usize, usize, Id, Vec<Why>)> = Vec::new();
    for (at, old) in learned.iter().enumerate().filter(|(_, it)| it.id != new.id) {
        let mut reasons = Vec::new();
        if old.tied.contains(&new.id) || !old.tied.is_disjoint(&new.tied) {
            reasons.push(Why::Tied);
        }
        reasons.extend(new.lanes.intersection(&old.lanes).next().cloned().map(Why::Lane));
        reasons.extend(same_domain(new, old).map(Why::Domain));
        let shared = new.words.iter().filter(|it| rare(it) && speaks_of(&old.words, it));
        let shared: Vec<String> = shared.cloned().collect();
        let by_words = shared.len();
        if by_words >= SHARED {
            reasons.push(Why::Words(shared.into_iter().take(4).collect()));
        }
        // A lane or a domain alone holds half of everything a team does; with a word it is near.
        let wide = |it: &Why| matches!(it, Why::Lane(_) | Why::Domain(_));
        if reasons.is_empty() || (reasons.iter().all(wide) && by_words == 0) {
            continue;
        }
        let close = reasons.iter().map(weight).sum::<usize>() + by_words.min(6);
        found.push((close, at, old.id.clone(), reasons));
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.0), it.1));
    found.into_iter().take(SHOWN).map(|it| (it.2, it.3)).collect()
}

/// Whether one of these is that word, or another form of it that only ends otherwise.
fn speaks_of(words: &BTreeSet<String>, word: &str) -> bool {
    let letters = word.chars().count();
    let longer =
        words.range::<str, _>((Included(word), Unbounded)).take_while(|it| it.starts_with(word));
    let shorter = word.char_indices().rev().take(ENDING).map(|(at, _)| &word[..at]);
    longer.map(|it| it.chars().count()).any(|it| it <= letters + ENDING)
        || shorter.filter(|it| it.chars().count() >= LONG).any(|it| words.contains(it))
}

fn weight(why: &Why) -> usize {
    match why {
        Why::Tied => 8,
        Why::Lane(_) => 2,
        Why::Domain(_) => 3,
        Why::Words(_) => 2,
    }
}

/// The same domain, or one that lies under the other. Names the wider one.
fn same_domain(new: &Area, old: &Area) -> Option<String> {
    let under =
        |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|it| it.starts_with('/'));
    let pairs = new.domains.iter().flat_map(|a| old.domains.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| under(a, b) || under(b, a)).map(|(a, b)| a.min(b).clone()).next()
}

/// Full years since a day that comes round today; the 29th of February comes on the 28th too.
pub fn anniversary(day: jiff::civil::Date, today: jiff::civil::Date) -> Option<i16> {
    let years = today.year() - day.year();
    let leap = (day.month(), day.day()) == (2, 29) && !today.in_leap_year();
    let on = if leap { 28 } else { day.day() };
    (years > 0 && (day.month(), on) == (today.month(), today.day())).then_some(years)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::practice::samples::attachment;

    fn area(id: &str, domains: &[&str], lanes: &[&str], words: &str) -> Area {
        let set = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        Area {
            id: id.into(),
            domains: set(domains),
            lanes: set(lanes),
            tied: BTreeSet::new(),
            words: words.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        }
    }

    #[test]
    fn what_is_tied_to_the_same_record_comes_first() {
        let mut new = area("new", &[], &[], "");
        new.tied.insert("intent".into());
        let mut tied = area("old", &[], &[], "");
        tied.tied.insert("intent".into());
        let other = area("other", &[], &[], "payout queue");
        assert_eq!(touching(&new, &[other, tied]), [("old".into(), vec![Why::Tied])]);
    }

    #[test]
    fn a_domain_alone_is_too_wide_and_with_a_word_it_is_near() {
        let new = area("new", &["engineering/storage"], &[], "payout tables");
        let wide = area("wide", &["engineering"], &[], "nothing");
        let near = area("near", &["engineering"], &[], "payout slow");
        let found = touching(&new, &[wide, near]);
        assert_eq!(found, [("near".into(), vec![Why::Domain("engineering".into())])]);
        let beside = area("beside", &["engineering-ops"], &[], "payout");
        assert_eq!(touching(&new, &[beside]), [], "a name is no prefix of another");
    }

    #[test]
    fn words_count_only_where_hardly_anything_else_uses_them() {
        let new = area("new", &[], &[], "queue payout retry");
        let mut all: Vec<Area> =
            (0..10).map(|n| area(&format!("o{n}"), &[], &[], "queue payout")).collect();
        assert_eq!(touching(&new, &all), [], "everybody says queue and payout");
        all.push(area("rare", &[], &[], "retry storm queue"));
        assert_eq!(touching(&new, &all), [], "one rare word is chance");
        let new = area("new", &[], &[], "storm retry");
        assert_eq!(
            touching(&new, &all),
            [("rare".into(), vec![Why::Words(vec!["retry".into(), "storm".into()])])]
        );
    }

    #[test]
    fn another_form_of_a_word_is_the_same_word() {
        let found = |new: &str, old: &str| {
            touching(&area("new", &[], &[], new), &[area("old", &[], &[], old)]).len()
        };
        assert_eq!(found("payout queue", "payouts queues"), 1, "longer");
        assert_eq!(found("payouts queueing", "payout queue"), 1, "shorter");
        assert_eq!(found("zahlung rückgabe", "zahlungen rückgaben"), 1, "in any language");
        assert_eq!(found("payout storm", "payoutservice stormy"), 0, "a longer word is another");
        assert_eq!(found("rests store", "rest stores"), 0, "four letters say little");
    }

    #[test]
    fn no_more_than_three_come_up_and_never_the_record_itself() {
        let new = area("new", &[], &["feature"], "retry storm");
        let tied = |n: usize| Area {
            tied: BTreeSet::from(["intent".into()]),
            ..area(&format!("o{n}"), &[], &["feature"], "retry storm")
        };
        let mut all: Vec<Area> = (0..5).map(tied).collect();
        all.insert(0, Area { id: "new".into(), ..tied(0) });
        let new = Area { tied: BTreeSet::from(["intent".into()]), ..new };
        let found: Vec<Id> = touching(&new, &all).into_iter().map(|it| it.0).collect();
        assert_eq!(found, ["o0".into(), "o1".into(), "o2".into()]);
    }

    #[test]
    fn something_is_learned_once_it_was_looked_back_on() {
        for kind in super::super::ALL {
            let (mut dossier, learning) = ((kind.sample)(), kind.learning);
            if learning.told_in.is_empty() {
                for state in kind.states {
                    dossier.record.state = state.name.into();
                    let told = learning.states.contains(&state.name);
                    assert_eq!(is_learned(kind, &dossier), told, "{} {}", kind.slug, state.name);
                }
                continue;
            }
            dossier.record.answers.remove(learning.told_in);
            dossier.attached.retain(|it| it.slot != learning.told_in);
            assert!(!is_learned(kind, &dossier), "{}: nothing is said yet", kind.slug);
            match kind.slot(learning.told_in) {
                Some(slot) => dossier.attached.push(attachment(slot, "kim", &[("text", "x")])),
                None => dossier.record.put(learning.told_in, "Ask the bank first."),
            }
            assert!(is_learned(kind, &dossier), "{}", kind.slug);
        }
        let says = |it: &&&Kind| it.learning != crate::kind::Learning::NONE;
        assert!(super::super::ALL.iter().filter(says).count() >= 4, "some teach something");
    }

    #[test]
    fn what_is_compared_is_what_somebody_wrote_and_no_choice_among_words() {
        use crate::practice::samples::{row, rows, text};
        let mut dossier = (super::super::postmortem::KIND.sample)();
        dossier.record.answers = crate::record::Answers::from([
            text("surprised", "Nobody noticed"),
            text("lead", "jonas-peter"),
            rows("factors", vec![row(&[("factor", "a quiet alarm"), ("category", "detection")])]),
        ]);
        let words = Area::of(&super::super::postmortem::KIND, &dossier).words;
        let has = |word: &str| words.contains(word);
        assert!(has("noticed") && has("quiet") && !has("detection") && !has("jonas"), "{words:?}");
    }

    #[test]
    fn an_area_is_read_from_what_a_record_says() {
        let dossier = (super::super::decision::KIND.sample)();
        let area = Area::of(&super::super::decision::KIND, &dossier);
        assert!(area.domains.contains("product") && area.lanes.contains("feature"));
        assert!(
            area.words.contains("accounts") && !area.words.contains("bank"),
            "four letters say little"
        );
    }

    #[test]
    fn a_day_comes_round_each_year_and_not_before() {
        let on = |a: &str, b: &str| anniversary(a.parse().unwrap(), b.parse().unwrap());
        assert_eq!(on("2024-03-06", "2026-03-06"), Some(2));
        assert_eq!(on("2026-03-06", "2026-03-06"), None);
        assert_eq!(on("2024-03-06", "2026-03-07"), None);
        assert_eq!(on("2024-02-29", "2025-02-28"), Some(1));
        assert_eq!(on("2024-02-29", "2028-02-28"), None);
        assert_eq!(on("2027-03-06", "2026-03-06"), None, "what lies ahead has no anniversary");
    }

    /// Few words and few ties, so that many are shared.
    fn spoken() -> impl Strategy<Value = Area> {
        let words = ["payout", "queue", "retry", "storm", "limit", "tenant"].map(str::to_owned);
        let words = prop::sample::subsequence(words.to_vec(), 0..=6);
        let ties = prop::sample::subsequence(vec![Id::from("r1"), Id::from("r2")], 0..=2);
        (words, ties).prop_map(|(words, ties)| Area {
            words: words.into_iter().filter(|it| it.len() >= LONG).collect(),
            tied: ties.into_iter().collect(),
            ..area("new", &[], &[], "")
        })
    }

    proptest! {
        #[test]
        fn everything_shown_has_a_reason_and_was_learned(
            learned in prop::collection::vec(spoken(), 0..12), new in spoken(),
        ) {
            let numbered = |(n, it): (usize, Area)| Area { id: n.to_string().into(), ..it };
            let learned: Vec<Area> = learned.into_iter().enumerate().map(numbered).collect();
            let found = touching(&new, &learned);
            let tied = |it: &&Area| !it.tied.is_disjoint(&new.tied);
            prop_assert_eq!(found.len().min(SHOWN), found.len());
            prop_assert!(found.len() >= learned.iter().filter(tied).count().min(SHOWN));
            for (id, why) in found {
                let old = learned.iter().find(|it| it.id == id).unwrap();
                prop_assert!(!why.is_empty());
                for why in why {
                    match why {
                        Why::Tied => prop_assert!(tied(&old)),
                        Why::Words(words) => {
                            prop_assert!(words.len() >= SHARED);
                            prop_assert!(words.iter().all(|it| old.words.contains(it) && new.words.contains(it)));
                        }
                        Why::Lane(_) | Why::Domain(_) => prop_assert!(false, "none has any"),
                    }
                }
            }
        }
    }
}
