//! A health review as a signal: what its page shows whoever looks, question by question, and no more.
//!
//! Everything here is taken from a [`WaveView`], so what the gate hides from a reader is not there to be
//! counted. Nothing is made of several questions together: it would give away the hidden one.

use jiff::civil::Date;

use super::{DAYS, Lean, Reading, Told};
use crate::health::figures::{Band, Counts};
use crate::health::gate::{Rule, Shown};
use crate::health::instrument::{Construct, End, Item, STEPS};
use crate::health::results::WaveView;
use crate::id::At;
use crate::measure::words::{count, period};
use crate::scenario::signal::About;

/// The last closed wave that asked a team, as whoever looks may see it.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    pub wave: &'a WaveView,
    /// The group of the team.
    pub group: usize,
    pub closed_on: Date,
    pub before: Option<&'a WaveView>,
    pub now: At,
}

/// An item that is shown, with its place among all of the wave.
type Seen<'a> = (usize, &'a Item, Shown);

pub fn of_health(about: &'static About, construct: Construct, seen: &Answered) -> Reading {
    let group = &seen.wave.groups[seen.group];
    let all = group.items.iter().enumerate().filter(|(_, it)| it.0.construct == construct);
    let all: Vec<Seen> = all.map(|(at, it)| (at, &it.0, it.1)).collect();
    let shown: Vec<Seen> =
        all.iter().copied().filter(|it| !matches!(it.2, Shown::Hidden(_))).collect();
    let review = format!("Health review of {}", period(&seen.closed_on.to_string()));
    if shown.is_empty() {
        let why = if group.shows_nothing() {
            "Figures of this group would give away single people.".to_owned()
        } else {
            hidden_by(&all)
        };
        return not_shown(about, &format!("{review}: not shown. {why}"));
    }
    let against = shown.iter().filter(|it| leans(it) == Some(Band::Unfavourable)).count();
    let strongest = shown.iter().filter_map(|it| Some((*it, counted(it)?)));
    let strongest = strongest
        .max_by_key(|(it, counts)| lean_away(it.1, counts) * 1_000 / counts.scored().max(1));
    let of = match shown.len() {
        1 => "the one question that is shown".to_owned(),
        n => format!("{n} questions that are shown"),
    };
    let mut says = format!(
        "{review}: on {against} of {of} the middle answer lies where one would rather not have it.",
    );
    let mut doubt = "Read question by question; no figure is made of several.".to_owned();
    if all.len() > shown.len() {
        let hidden = all.len() - shown.len();
        doubt = format!("{} not shown, by its rules. {doubt}", count(hidden, "question"));
    }
    if let Some(((at, item, _), counts)) = strongest {
        let (asks, end) = (&item.asks, rather_not(item));
        let (away, of) = (lean_away(item, counts), counts.scored());
        says = format!("{says} “{asks}”: {away} of {of} towards “{end}”.");
        let trend = seen.before.and_then(|then| seen.wave.trend(then, seen.group, at).ok());
        if let Some(change) = trend.and_then(|it| it.change) {
            doubt = format!("Since the review before, on that question: {} {doubt}", change.says());
        }
    }
    let age = seen.now.day().since(seen.closed_on).map_or(0, |it| i64::from(it.get_days()));
    let lean = if age > DAYS {
        doubt = format!("It is older than half a year: ask again. {doubt}");
        Lean::TooLittle
    } else if against * 2 >= shown.len() {
        Lean::StandsOut
    } else {
        Lean::Usual
    };
    let n = strongest.map(|it| it.1.scored());
    Told { says, n, over: "the last review", doubt, lean }.about(about)
}

/// There is no review whose answers whoever looks may read; the sentence says why.
pub fn not_shown(about: &'static About, why: &str) -> Reading {
    Told::missing(why).about(about)
}

fn hidden_by(all: &[Seen]) -> String {
    let mut rules: Vec<Rule> = all
        .iter()
        .filter_map(|it| match it.2 {
            Shown::Hidden(rule) => Some(rule),
            _ => None,
        })
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules.iter().map(|it| it.says()).collect::<Vec<_>>().join(" ")
}

fn leans((_, item, shown): &Seen) -> Option<Band> {
    match shown {
        Shown::Steps(counts) => counts.band(item.favourable),
        Shown::Band(band) => Some(*band),
        Shown::Hidden(_) => None,
    }
}

fn counted<'a>((_, _, shown): &'a Seen) -> Option<&'a Counts> {
    match shown {
        Shown::Steps(counts) => Some(counts),
        _ => None,
    }
}

/// How many chose a step on the side that one would rather not have.
fn lean_away(item: &Item, counts: &Counts) -> usize {
    let side = match item.favourable {
        End::High => &counts.steps[..STEPS / 2],
        End::Low => &counts.steps[STEPS.div_ceil(2)..],
    };
    side.iter().sum()
}

fn rather_not(item: &Item) -> &str {
    match item.favourable {
        End::High => &item.ends[0],
        End::Low => &item.ends[1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::comments::Pile;
    use crate::health::instrument::ITEMS;
    use crate::health::results::sample;
    use crate::health::turnout::Turnout;
    use crate::scenario::signal::by_id;

    const HIGH: Shown = Shown::Steps(Counts { steps: [0, 1, 2, 4, 2], not_applicable: 1 });
    const LOW: Shown = Shown::Steps(Counts { steps: [3, 3, 1, 1, 1], not_applicable: 0 });

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The house's items, those of one construct shown like this and the others hidden.
    fn wave(of: Construct, shown: &[Shown]) -> WaveView {
        let mut shown = shown.iter().copied();
        let items: Vec<(Item, Shown)> = ITEMS
            .iter()
            .map(|item| {
                let asked = item.construct == of;
                let shown = if asked { shown.next() } else { None };
                (item.clone(), shown.unwrap_or(Shown::Hidden(Rule::R8)))
            })
            .collect();
        sample::wave("Payments", &items, Turnout::Shown { answered: 10, invited: 11 })
    }

    fn of(id: &str, wave: &WaveView, before: Option<&WaveView>) -> Reading {
        let about = by_id(id).unwrap();
        let crate::scenario::signal::From::Health(construct) = about.from else { panic!("{id}") };
        // 1 August 2026.
        let now = At(1_785_578_400_000);
        let seen = Answered { wave, group: 0, closed_on: day("2026-06-30"), before, now };
        of_health(about, construct, &seen)
    }

    #[test]
    fn the_question_that_leans_furthest_away_is_told_with_its_n_and_the_review_before() {
        let now = wave(Construct::Safety, &[HIGH, LOW, HIGH, HIGH]);
        let reading = of("health-safety", &now, None);
        assert_eq!(
            reading.says,
            "Health review of 30 Jun 2026: on 1 of 4 questions that are shown the middle answer lies where \
             one would rather not have it. “How easy is it to say that you doubt a plan most people like?”: \
             6 of 9 towards “I keep it to myself”."
        );
        assert_eq!((reading.n, reading.over), (Some(9), "the last review"));
        let mut then = now.clone();
        then.opening.wave = "then".into();
        let beside = of("health-safety", &now, Some(&then));
        assert_eq!(beside.says, reading.says);
        assert!(beside.doubt.starts_with("Since the review before, on that question: "));
        assert!(beside.doubt.ends_with(&reading.doubt), "{}", beside.doubt);
    }

    #[test]
    fn it_stands_out_from_half_of_the_questions_on_and_an_old_review_does_not() {
        // Of confidence more is better.
        for (shown, lean) in [
            ([HIGH, HIGH], Lean::Usual),
            ([HIGH, LOW], Lean::StandsOut),
            ([LOW, LOW], Lean::StandsOut),
            ([Shown::Band(Band::Unfavourable), HIGH], Lean::StandsOut),
            ([Shown::Band(Band::Mixed), HIGH], Lean::Usual),
        ] {
            let reading = of("health-confidence", &wave(Construct::Confidence, &shown), None);
            assert_eq!(reading.lean, lean, "{shown:?}: {}", reading.says);
        }
        let about = by_id("health-confidence").unwrap();
        let wave = wave(Construct::Confidence, &[LOW, LOW]);
        let seen = Answered {
            wave: &wave,
            group: 0,
            closed_on: day("2026-01-30"),
            before: None,
            now: At(1_785_578_400_000),
        };
        let old = of_health(about, Construct::Confidence, &seen);
        assert_eq!(old.lean, Lean::TooLittle);
        assert!(old.doubt.starts_with("It is older than half a year"), "{}", old.doubt);
    }

    #[test]
    fn a_hidden_question_is_counted_as_hidden_and_never_by_what_was_answered() {
        let some = wave(Construct::Confidence, &[HIGH, Shown::Hidden(Rule::R3)]);
        let reading = of("health-confidence", &some, None);
        assert!(reading.says.contains("of the one question that is shown"), "{}", reading.says);
        assert!(reading.doubt.starts_with("1 question not shown, by its rules."));
        let band =
            wave(Construct::Confidence, &[Shown::Band(Band::Mixed), Shown::Hidden(Rule::R3)]);
        let reading = of("health-confidence", &band, None);
        assert_eq!(reading.n, None, "a band has no counts");
        assert!(!reading.says.contains('“'), "{}", reading.says);
    }

    #[test]
    fn what_is_not_shown_is_missing_and_says_no_more_than_the_page() {
        let hidden = [Shown::Hidden(Rule::R3), Shown::Hidden(Rule::R8)];
        let mut none = wave(Construct::Confidence, &hidden);
        let reading = of("health-confidence", &none, None);
        assert_eq!((reading.lean, reading.n), (Lean::Missing, None));
        assert_eq!(
            reading.says,
            "Health review of 30 Jun 2026: not shown. Figures of this group would give away single people."
        );
        // Beside a figure that is shown, the page says the rule of each question.
        none.groups[0].items[0].1 = HIGH;
        none.groups[0].comments = Pile::Hidden(Rule::R11);
        let reading = of("health-confidence", &none, None);
        assert!(reading.says.ends_with(&format!("{} {}", Rule::R3.says(), Rule::R8.says())));
    }
}
