//! R7 and R12: waves stand apart in time, and two of them are compared only where both may be shown.

use serde::{Deserialize, Serialize};

use super::figures::{Change, Counts, change};
use super::gate::{Rule, Shown};
use crate::id::At;
use crate::record::Refusal;

/// When a wave took answers: from its opening up to its close, which is no longer in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub opens: At,
    pub closes: At,
}

/// R7: a new wave among those of the same people. Overlapping waves, like a window that rolls on, would
/// differ by the few who answered in between.
pub fn may_open(new: Span, others: &[Span]) -> Result<(), Refusal> {
    if new.closes <= new.opens {
        return Err(Refusal::Rule("A wave closes after it opens. Choose a later close.".into()));
    }
    let meets = |it: &&Span| new.opens < it.closes && it.opens < new.closes;
    match others.iter().find(meets) {
        None => Ok(()),
        Some(other) => Err(Refusal::Rule(format!(
            "Another wave asks the same people until {}. Open this one then or later.",
            other.closes.day()
        ))),
    }
}

/// R6: an answer after the close waits for the next wave; it belongs to none that has closed.
pub fn is_in_time(wave: Span, at: At) -> bool {
    wave.opens <= at && at < wave.closes
}

/// Two waves of one group and item side by side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trend {
    pub then: Counts,
    pub now: Counts,
    pub change: Option<Change>,
    pub roster: Roster,
}

/// How the group itself changed. One who left is somebody everybody can name, so small changes are not
/// counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Roster {
    Same,
    Changed {
        joined: usize,
        left: usize,
    },
    /// Not counted, because there were too few to hide among.
    Some,
}

impl Roster {
    /// Shown as a count only if at least two came and two went, or nobody did either.
    pub fn of(joined: usize, left: usize) -> Self {
        match (joined, left) {
            (0, 0) => Self::Same,
            (2.., 2..) => Self::Changed { joined, left },
            _ => Self::Some,
        }
    }

    pub fn says(self) -> String {
        match self {
            Self::Same => "The same people were asked both times.".into(),
            Self::Changed { joined, left } => {
                format!("{joined} joined and {left} left in between.")
            }
            Self::Some => "Not quite the same people were asked both times.".into(),
        }
    }
}

/// R12: a trend where both waves show their counts and the item has not changed; never by person.
pub fn trend(then: Shown, now: Shown, roster: Roster, versions: [u32; 2]) -> Result<Trend, Rule> {
    match (then, now) {
        (Shown::Steps(then), Shown::Steps(now)) if versions[0] == versions[1] => {
            Ok(Trend { then, now, change: change(&then, &now), roster })
        }
        _ => Err(Rule::R12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::figures::Band;

    fn span(opens: i64, closes: i64) -> Span {
        Span { opens: At(opens * At::DAY), closes: At(closes * At::DAY) }
    }

    #[test]
    fn r7_waves_may_touch_but_not_overlap() {
        let others = [span(10, 20), span(40, 50)];
        for (opens, closes, free) in [
            (0, 10, true),
            (20, 40, true),
            (0, 11, false),
            (19, 30, false),
            (12, 13, false),
            (5, 60, false),
        ] {
            let answer = may_open(span(opens, closes), &others);
            assert_eq!(answer.is_ok(), free, "{opens}–{closes}: {answer:?}");
        }
        let refused = may_open(span(19, 30), &others).unwrap_err().to_string();
        assert_eq!(
            refused,
            "Another wave asks the same people until 1970-01-21. Open this one then or later."
        );
        assert!(may_open(span(30, 30), &others).is_err(), "a wave that is never open");
    }

    #[test]
    fn attack_10_a_late_answer_is_in_no_closed_wave() {
        let wave = span(10, 20);
        let at = |days: i64| At(days * At::DAY);
        assert_eq!(
            [9, 10, 19, 20].map(|day| is_in_time(wave, at(day))),
            [false, true, true, false]
        );
        assert!(!is_in_time(wave, wave.closes) && is_in_time(wave, wave.closes.plus(-1)));
    }

    #[test]
    fn r12_both_waves_show_counts_or_there_is_no_trend() {
        let counts = Shown::Steps(Counts { steps: [1, 1, 2, 2, 1], not_applicable: 0 });
        let hidden = Shown::Hidden(Rule::R1);
        let band = Shown::Band(Band::Favourable);
        for (then, now, versions, shown) in [
            (counts, counts, [1, 1], true),
            (counts, hidden, [1, 1], false),
            (hidden, counts, [1, 1], false),
            (band, counts, [1, 1], false),
            (counts, counts, [1, 2], false),
        ] {
            let trend = trend(then, now, Roster::Same, versions);
            assert_eq!(trend.is_ok(), shown, "{then:?} {now:?} {versions:?}");
            assert!(trend.is_ok_and(|it| it.change.is_some()) == shown);
        }
    }

    /// Attack 28: one left a team of five; its old figure is no longer drawn beside the new one.
    #[test]
    fn attack_28_a_team_that_became_too_small_has_no_trend() {
        let then = Shown::Steps(Counts { steps: [1, 1, 1, 1, 1], not_applicable: 0 });
        assert_eq!(trend(then, Shown::Hidden(Rule::R1), Roster::of(0, 1), [1, 1]), Err(Rule::R12));
    }

    #[test]
    fn r12_one_who_joined_or_left_is_not_counted() {
        for (joined, left, says) in [
            (0, 0, "The same people were asked both times."),
            (2, 2, "2 joined and 2 left in between."),
            (3, 1, "Not quite the same people were asked both times."),
            (0, 1, "Not quite the same people were asked both times."),
            (2, 0, "Not quite the same people were asked both times."),
        ] {
            assert_eq!(Roster::of(joined, left).says(), says, "{joined} joined, {left} left");
        }
    }
}
