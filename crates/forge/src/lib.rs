//! Turns git histories into facts, and hands in mail; the only room that talks to the outside.
//!
//! A repository is read as data and never believed: no hook, filter, helper or other program runs,
//! nothing is written into it, and every length that its content decides has a limit.

mod bases;
mod changes;
mod files;
mod history;
mod mail;
mod noted;
mod open;
mod outgoing;
mod trees;

pub use changes::{Compared, Trailer};
pub use history::{Memory, Progress};
pub use mail::{Letter, MailServer, Unsent, is_address};
pub use noted::Noted;
pub use open::{Problem, Repository};
pub use outgoing::Outgoing;
