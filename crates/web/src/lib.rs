//! HTTP in, pages and JSON out. Knows no SQL and no rules.

pub mod charts;
pub mod pages;
