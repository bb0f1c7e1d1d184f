//! Process beside outcome (`domain.md` 3.2): a good decision can turn out badly, and the other way.

use serde::Serialize;

use super::Excluded;

/// The weakest element from which a process counts as good.
pub const GOOD: f64 = 60.0;
/// Below this many, each decision is a dot and nothing is a share.
pub const FOR_SHARES: usize = 12;

/// One decision with a known outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Weakest of the six elements over everybody who rated before the outcome was known.
    pub weakest: Option<f64>,
    /// Somebody rated, and all of them afterwards.
    pub only_after: bool,
    /// Well or badly; absent where it was neither, or nobody said.
    pub turned_well: Option<bool>,
}

/// How many decisions fell where. The names are those of Russo and Schoemaker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub deserved_success: usize,
    pub bad_break: usize,
    pub dumb_luck: usize,
    pub poetic_justice: usize,
    pub excluded: Vec<Excluded>,
}

impl Table {
    pub fn n(&self) -> usize {
        self.deserved_success + self.bad_break + self.dumb_luck + self.poetic_justice
    }

    /// Whether the rows may be read as shares.
    pub fn has_shares(&self) -> bool {
        self.n() >= FOR_SHARES
    }

    /// Made well, and made badly: the totals that say something over a year.
    pub fn rows(&self) -> [usize; 2] {
        [self.deserved_success + self.bad_break, self.dumb_luck + self.poetic_justice]
    }
}

/// Sorts decisions into the table; whatever does not belong there is counted with its reason.
pub fn table(judged: &[Judged]) -> Table {
    let mut found = Table::default();
    let (mut after, mut unrated, mut unclear) = (0, 0, 0);
    for it in judged {
        match (it.weakest.map(|it| it >= GOOD), it.turned_well) {
            (None, _) if it.only_after => after += 1,
            (None, _) => unrated += 1,
            (_, None) => unclear += 1,
            (Some(true), Some(true)) => found.deserved_success += 1,
            (Some(true), Some(false)) => found.bad_break += 1,
            (Some(false), Some(true)) => found.dumb_luck += 1,
            (Some(false), Some(false)) => found.poetic_justice += 1,
        }
    }
    let reasons = [
        ("rated after the outcome was known", after),
        ("not rated by all six elements", unrated),
        ("turned out neither well nor badly", unclear),
    ];
    found.excluded = reasons
        .into_iter()
        .filter(|it| it.1 > 0)
        .map(|(reason, count)| Excluded { reason, count })
        .collect();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(weakest: impl Into<Option<f64>>, turned_well: impl Into<Option<bool>>) -> Judged {
        Judged { weakest: weakest.into(), only_after: false, turned_well: turned_well.into() }
    }

    #[test]
    fn each_decision_falls_into_one_field_or_is_counted_with_a_reason() {
        let all = [
            judged(60.0, true),
            judged(90.0, true),
            judged(75.0, false),
            judged(59.9, true),
            judged(0.0, false),
            judged(80.0, None),
            judged(None, true),
            Judged { only_after: true, ..judged(None, false) },
        ];
        let found = table(&all);
        assert_eq!((found.deserved_success, found.bad_break), (2, 1));
        assert_eq!((found.dumb_luck, found.poetic_justice), (1, 1));
        assert_eq!(found.rows(), [3, 2]);
        let left: usize = found.excluded.iter().map(|it| it.count).sum();
        assert_eq!(found.n() + left, all.len());
        assert!(found.excluded.iter().any(|it| it.reason.contains("after the outcome")));
    }

    #[test]
    fn a_few_decisions_are_dots_and_no_share() {
        let few = table(&vec![judged(70.0, true); FOR_SHARES - 1]);
        assert!(!few.has_shares());
        assert!(table(&vec![judged(70.0, true); FOR_SHARES]).has_shares());
        assert_eq!(table(&[]), Table::default());
    }
}
