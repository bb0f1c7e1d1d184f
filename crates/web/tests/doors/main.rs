//! Every door through the router, without a socket: each route once, refused, stale, signed out.
#![expect(clippy::unwrap_used, reason = "a test whose footing breaks has nothing more to say")]

mod browser;
mod guarded;
mod lanes;
mod made_up;
mod people;
mod permissions;
mod records;
mod refused;
mod walk;
