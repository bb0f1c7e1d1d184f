//! How many people a figure needs: kept with the wave, as promised when it was opened.

use serde::{Deserialize, Serialize};

use crate::record::Refusal;

/// The house's limits, and the lowest anybody may set.
pub const K: usize = 5;
pub const K_COMMENTS: usize = 8;
pub const FLOOR: usize = 4;
/// Readers who may pool what they themselves answered. With k = 5, three answers stay unknown.
pub const COLLUDERS: usize = 2;

/// What was promised to those who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    scores: usize,
    comments: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { scores: K, comments: K_COMMENTS }
    }
}

impl Limits {
    /// A team may ask for more than the house does, and for a little less, never for less than the
    /// floor: there is no switch that goes below.
    pub fn new(scores: usize, comments: usize) -> Result<Self, Refusal> {
        if scores < FLOOR {
            return Err(Refusal::Rule(format!(
                "Figures of fewer than {FLOOR} people can be undone: two who compare notes would \
                 know the rest. Choose {FLOOR} or more; {K} is usual."
            )));
        }
        if comments < scores {
            return Err(Refusal::Rule(format!(
                "People are known by how they write, so comments need at least as many people as \
                 figures do. Choose {scores} or more; {K_COMMENTS} is usual."
            )));
        }
        Ok(Self { scores, comments })
    }

    pub fn scores(self) -> usize {
        self.scores
    }

    pub fn comments(self) -> usize {
        self.comments
    }

    /// The limits a wave goes by after somebody changed them: never below what was promised.
    #[must_use]
    pub fn kept(self, now: Self) -> Self {
        Self { scores: self.scores.max(now.scores), comments: self.comments.max(now.comments) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_goes_below_the_floor_and_the_refusal_says_why() {
        assert_eq!(Limits::new(4, 4).map(Limits::scores), Ok(4));
        let Err(Refusal::Rule(why)) = Limits::new(3, 8) else { panic!("three is too few") };
        assert!(why.contains("fewer than 4") && why.contains("two who compare notes"), "{why}");
        let Err(Refusal::Rule(why)) = Limits::new(6, 5) else { panic!("comments need more") };
        assert!(why.contains("Choose 6 or more"), "{why}");
        assert_eq!(Limits::default(), Limits::new(5, 8).unwrap());
    }

    #[test]
    fn what_was_promised_is_kept_whatever_is_set_later() {
        let promised = Limits::new(6, 9).unwrap();
        assert_eq!(promised.kept(Limits::new(4, 4).unwrap()), promised);
        assert_eq!(promised.kept(Limits::new(7, 8).unwrap()), Limits::new(7, 9).unwrap());
    }
}
