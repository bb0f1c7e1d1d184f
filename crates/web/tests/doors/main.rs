//! Every door through the router, without a socket: each route once, refused, stale, signed out.
#![expect(clippy::unwrap_used, reason = "a test whose footing breaks has nothing more to say")]

mod account;
mod alone;
mod attacks;
mod ballot;
mod browser;
mod carried;
mod feeds;
mod guarded;
mod hostile;
mod lanes;
mod lists;
mod made_up;
mod metrics_review;
mod mirrors;
mod office_hours;
mod own_mirrors;
mod people;
mod permissions;
#[path = "../../../../tests/src/post_office.rs"]
#[expect(dead_code, unreachable_pub, reason = "made for the journeys too")]
mod post_office;
#[path = "../../../store/tests/story/postgres.rs"]
mod postgres;
mod protected;
mod reaching;
mod records;
mod refused;
mod round;
mod walk;
