//! The program as it is typed: what it says, in text and in JSON, and how it ends.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod check;
mod decided;
mod due;
mod import;
mod kept;
mod lanes;
mod mail;
mod mirrors;
#[path = "../../../../tests/src/post_office.rs"]
#[expect(dead_code, unreachable_pub, reason = "made for the journeys too")]
mod post_office;
mod settings;
mod whose;
mod world;
