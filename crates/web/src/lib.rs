//! HTTP in, pages and JSON out. Knows no SQL and no rules.

mod api;
pub mod assets;
pub mod charts;
pub mod diff;
mod doors;
mod feeds;
pub mod forms;
pub mod guide;
mod map_sheet;
pub mod pages;
pub mod parts;
pub mod safe;
pub mod shell;
pub mod words;

pub use map_sheet::map_sheet;

#[cfg(test)]
mod gallery;

pub use api::describe as openapi;
pub use doors::{Options, router, serve};
