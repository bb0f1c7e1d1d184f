//! What practices, people, lanes and facts are, how they change, and what numbers say.
//!
//! No I/O, no clock, no randomness, no async: every function takes what it needs and returns a
//! value. The other rooms load, ask here, and save what came out.

pub mod attachment;
pub mod calendar;
pub mod deed;
pub mod facts;
pub mod finding;
pub mod health;
pub mod id;
pub mod kind;
pub mod lanes;
pub mod measure;
pub mod owners;
pub mod people;
pub mod practice;
pub mod quarter;
pub mod questions;
pub mod reach;
pub mod record;
pub mod scenario;
pub mod wording;
