//! How many answered at each step, and what may be read from that.

use serde::{Deserialize, Serialize};

use crate::health::instrument::{End, STEPS};

/// One answer to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// From 1 to 5.
    Step(usize),
    NotApplicable,
}

/// The answers of a group to one item. Who gave them is not in here, and neither is their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Counts {
    /// At index 0 those who chose step 1.
    pub steps: [usize; STEPS],
    pub not_applicable: usize,
}

/// The middle answer. Between two different middle answers there is no step, and none is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Median {
    Step(usize),
    Between(usize, usize),
}

/// Where a group leans, when its distribution would say too much about its people (rule R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    Favourable,
    Mixed,
    Unfavourable,
}

impl Counts {
    /// Answers outside 1 to 5 are nobody's: the form offers none, and they are left out here.
    pub fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut counts = Self::default();
        for answer in answers {
            match answer {
                Answer::NotApplicable => counts.not_applicable += 1,
                Answer::Step(step) => {
                    if let Some(place) = step.checked_sub(1).and_then(|it| counts.steps.get_mut(it))
                    {
                        *place += 1;
                    }
                }
            }
        }
        counts
    }

    /// How many chose a step. This is the n of the median and of the mean.
    pub fn scored(&self) -> usize {
        self.steps.iter().sum()
    }

    /// How many answered at all, “does not apply” included.
    pub fn answered(&self) -> usize {
        self.scored() + self.not_applicable
    }

    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.steps.iter_mut().zip(other.steps) {
            *mine += theirs;
        }
        self.not_applicable += other.not_applicable;
        self
    }

    /// The step of the `rank`th lowest answer, from 1.
    fn at_rank(&self, rank: usize) -> Option<usize> {
        let mut so_far = 0;
        let place = self.steps.iter().position(|count| {
            so_far += count;
            so_far >= rank
        })?;
        Some(place + 1)
    }

    pub fn median(&self) -> Option<Median> {
        let n = self.scored();
        let low = self.at_rank(n.div_ceil(2).max(1))?;
        let high = self.at_rank(n / 2 + 1)?;
        Some(if low == high { Median::Step(low) } else { Median::Between(low, high) })
    }

    /// Sum of the steps: what a mean gives away together with n.
    pub fn sum(&self) -> usize {
        self.steps.iter().zip(1..).map(|(count, step)| count * step).sum()
    }

    /// A secondary figure, as text, with no more decimals than one answer can move it: none up to
    /// n = 9, one from 10 on. This is for legibility. It hides nothing (rule R9): see `sums`.
    pub fn mean(&self) -> Option<String> {
        let n = self.scored();
        let mean = self.sum() as f64 / (n > 0).then_some(n)? as f64;
        Some(if n < 10 { format!("{mean:.0}") } else { format!("{mean:.1}") })
    }

    /// Percentages mislead about few people: below ten, counts alone.
    pub fn has_shares(&self) -> bool {
        self.scored() >= 10
    }

    /// The lean of the middle answer, turned so that favourable is what the team would rather have.
    pub fn band(&self, favourable: End) -> Option<Band> {
        let (low, high) = match self.median()? {
            Median::Step(step) => (step, step),
            Median::Between(low, high) => (low, high),
        };
        let middle = STEPS.div_ceil(2);
        Some(match favourable {
            _ if low <= middle && high >= middle => Band::Mixed,
            End::High if low > middle => Band::Favourable,
            End::Low if high < middle => Band::Favourable,
            End::High | End::Low => Band::Unfavourable,
        })
    }
}

impl Band {
    pub fn label(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::Mixed => "mixed",
            Self::Unfavourable => "unfavourable",
        }
    }
}

/// The sums of `n` answers whose mean prints like this with so many decimals: what a reader of a
/// rounded mean still knows (rule R9).
pub fn sums(n: usize, printed: &str, decimals: usize) -> Vec<usize> {
    let prints = |sum: &usize| format!("{:.decimals$}", *sum as f64 / n as f64) == printed;
    (n..=n * STEPS).filter(prints).collect()
}
