//! Who decides what, up to where: a map and a case in, a route out.

mod answer;
pub mod case;
pub mod change;
mod compare;
mod defects;
pub mod diagnostic;
pub mod draft;
pub mod handed;
mod index;
pub mod leave;
pub mod map;
pub mod phrase;
pub mod raci;
mod read;
pub mod route;
mod say;
mod settle;
pub mod show;
pub mod signal;
#[cfg(test)]
mod tests;
mod yours;

pub use case::{Asker, Case, How};
pub use change::{Adds, Change, Fate};
pub use compare::{Comparison, Difference, Way, compare, compare_as};
pub use defects::Defect;
pub use diagnostic::Diagnostic;
pub use map::{Map, Version};
pub use read::{Reading, read, read_bytes};
pub use route::{Route, Verdict};
pub use show::Shown;
pub use signal::Routes;
