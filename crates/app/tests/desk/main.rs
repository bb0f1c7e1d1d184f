//! Every verb of every desk: who may, what happens, what is refused, and what is left behind.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod apart;
mod doors;
mod due;
mod erasure;
mod feeds;
mod hidden;
mod homes;
mod own_mirrors;
mod places;
mod portable;
#[path = "../../../store/tests/story/postgres.rs"]
mod postgres;
mod promised;
mod quarter;
mod sample;
mod seats;
mod stale;
mod today;
mod tokens;
mod town;
mod twins;
mod who;
