//! One story, told to a file, to memory and to PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must fail")]

mod access;
mod apart;
#[path = "../linking/mod.rs"]
#[expect(dead_code, reason = "made for the example too")]
mod attack;
mod backup;
mod ballots;
mod batches;
mod common;
mod history;
mod jobs;
mod linking;
mod lists;
mod model;
mod people;
mod postgres;
mod records;
mod search;
mod troubles;
mod walks;
mod waves;
mod whole;
