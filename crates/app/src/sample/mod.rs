//! A fictional organisation with a year behind it, so that every page can be seen full.
//!
//! The year is plain data (`records/*.toml`, `maps/*.toml`, `people.rs`); it is played through
//! desks like anybody's work, each step at its time, so the sample obeys every rule there is.

mod history;
mod people;
mod play;
mod script;

pub use play::fill;
pub use script::{Do, Step, steps};

#[cfg(test)]
mod tests;
