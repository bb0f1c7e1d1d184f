//! HTTP in, pages and JSON out. Knows no SQL and no rules.

pub mod assets;
pub mod charts;
pub mod diff;
mod doors;
pub mod forms;
pub mod pages;
pub mod parts;
pub mod safe;
pub mod shell;
pub mod words;

#[cfg(test)]
mod gallery;

pub use doors::{Options, router, serve};
