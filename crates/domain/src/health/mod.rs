//! The health review (`domain.md` 8): what is asked, what the answers say, and what may be shown.
//!
//! Everything here is a value: the ballots of one closed wave in, figures out. Nothing reads a clock,
//! a die or a table, and nothing knows who wrote an answer.

pub mod figures;
pub mod instrument;
