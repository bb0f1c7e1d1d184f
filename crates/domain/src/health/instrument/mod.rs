//! What a health review asks: the items of the house, and what a team adds of its own.
//!
//! The wording is ours. Published instruments are named as sources of what is worth asking, never
//! of how it is put: most of their texts may not be reused (`domain.md` 6.6, 8.1).

mod construct;
mod items;
mod own;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use construct::Construct;
pub use items::{FREE_TEXT, ITEMS};
pub use own::{OWN_ITEMS, with_own};

/// Stored with every wave. One more whenever an item changes its meaning or a key comes or goes.
pub const VERSION: u32 = 1;

/// Steps of every item, the lowest being 1.
pub const STEPS: usize = 5;

/// Said wherever the instrument is explained. Measured on nobody yet: an estimate of reading time.
pub const MINUTES: usize = 4;

/// The choice beside the steps. It is not the middle: the middle is an opinion, this is none.
pub const NOT_APPLICABLE: &str = "Does not apply to me";

/// Shown above the free text before anything is sent.
pub const BEFORE_FREE_TEXT: &str = "Colleagues know how you write. Leave out names, dates and what \
     only you could know; say what should change.";

/// One question with five steps between two ends in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stored with the answers. Never rename it.
    pub key: Cow<'static, str>,
    pub construct: Construct,
    pub asks: Cow<'static, str>,
    /// The words at step 1 and at step 5.
    pub ends: [Cow<'static, str>; 2],
    pub favourable: End,
    pub scale: Scale,
}

/// The end of the scale a team would rather be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    Low,
    High,
}

/// What the five steps are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// 1 to 5; only the ends have words.
    Words,
    /// Five chances, so that confidence can be scored later like any forecast.
    Percent,
}

impl Scale {
    /// What stands on the button of a step from 1 to 5.
    pub fn label(self, step: usize) -> String {
        match self {
            Self::Words => step.to_string(),
            Self::Percent => format!("{} %", step * 20 - 10),
        }
    }
}

impl Item {
    /// A step from 1 to 5 as a table names it: its label, and the words of its end.
    pub fn in_words(&self, step: usize) -> String {
        let label = self.scale.label(step);
        match step {
            1 => format!("{label}, {}", self.ends[0]),
            STEPS => format!("{label}, {}", self.ends[1]),
            _ if step == STEPS.div_ceil(2) => format!("{label}, the middle"),
            _ => label,
        }
    }
}

/// The item of the house under this key.
pub fn item(key: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|it| it.key == key)
}
