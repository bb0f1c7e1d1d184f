//! The rules by name, and what is said where one of them hides something.

use serde::{Deserialize, Serialize};

use super::rules;
use super::sight::Sight;

/// The numbers are those of `domain.md` 8.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    R1,
    R2,
    R3,
    R3b,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
}

impl Rule {
    pub const ALL: [Self; 14] = [
        Self::R1,
        Self::R2,
        Self::R3,
        Self::R3b,
        Self::R4,
        Self::R5,
        Self::R6,
        Self::R7,
        Self::R8,
        Self::R9,
        Self::R10,
        Self::R11,
        Self::R12,
        Self::R13,
    ];

    /// The next group this rule closes, and under which name. R2 and R6 are asked before the others
    /// begin, R7 when a wave opens, R9 to R12 where their figure is made.
    pub(super) fn closes(self, sight: &Sight) -> Option<(usize, Self)> {
        match self {
            Self::R1 => Some((rules::size(sight)?, self)),
            Self::R3 => Some((rules::complement(sight)?, self)),
            Self::R3b => Some((rules::below_hidden(sight)?, self)),
            Self::R4 => Some((rules::pairwise(sight)?, self)),
            Self::R5 => Some((rules::joint(sight)?, self)),
            Self::R8 => rules::of_one_mind(sight),
            Self::R13 => Some((rules::in_doubt(sight)?, self)),
            Self::R2 | Self::R6 | Self::R7 | Self::R9 | Self::R10 | Self::R11 | Self::R12 => None,
        }
    }

    /// Said in place of the figure: the rule and never a number, so that it reads the same whoever is
    /// missing (R13).
    pub fn says(self) -> &'static str {
        match self {
            Self::R1 => "Too few answered for figures of this group.",
            Self::R2 => {
                "You answered here yourself, and would see the others by taking yours away."
            }
            Self::R3 => "Shown with the rest, this would give away a smaller group beside it.",
            Self::R3b => "The group above is not shown, so this one is not either.",
            Self::R4 => "Compared with another group, this would give away the few they differ by.",
            Self::R5 => "Several groups taken together would give away a few people.",
            Self::R6 => "A wave is computed once. What was shown at its close stays as it was.",
            Self::R7 => "Waves may not overlap, or their difference would show a few people.",
            Self::R8 => "Answers are so much alike that counts would show each of them.",
            Self::R9 => "Rounding hides nothing, so no mean is shown without its counts.",
            Self::R10 => "How many answered is shown after the close, where enough did.",
            Self::R11 => "Too few wrote something for comments of this group.",
            Self::R12 => "A trend needs two waves that can both be shown.",
            Self::R13 => "It is not certain that nobody would be given away, so this is not shown.",
        }
    }
}
