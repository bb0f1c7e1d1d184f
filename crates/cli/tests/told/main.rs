//! The program as it is typed: what it says, in text and in JSON, and how it ends.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod check;
mod decided;
mod due;
mod import;
mod kept;
mod lanes;
mod mirrors;
mod settings;
mod whose;
mod world;
