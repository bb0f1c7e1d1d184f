//! What the answers to one item say: counts first, then the median, and only then a mean.
//!
//! The steps are ordinal: the distance from 1 to 2 need not be that from 4 to 5. So nothing here is
//! tested with a t-test, and no score is made of several items (`domain.md` 8.2).

mod agreement;
mod change;
mod counts;
#[cfg(test)]
mod tests;

pub use agreement::{Agreement, agreement};
pub use change::{Change, Evidence, change};
pub use counts::{Answer, Band, Counts, Median, sums};
