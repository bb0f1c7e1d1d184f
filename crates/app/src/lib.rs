//! What a person or a job can do here: load, decide, save. The only room that grants permission.

mod apart;
pub mod backup;
mod ballots;
mod chance;
pub mod checkout;
pub mod clock;
mod desk;
mod erasures;
mod feeds;
mod house;
mod idempotency;
mod jobs;
mod keys;
mod moving_in;
mod organisation;
mod password;
pub mod portable;
pub mod problem;
mod reaching;
mod reading_in;
pub mod sample;
mod sessions;
mod tokens;

pub use apart::{Apart, FIELD_CHARS, fields as apart_fields, playbook as apart_playbook};
pub use clock::Clock;
pub use desk::*;
pub use house::{House, Places};
pub use idempotency::Turn;
pub use jobs::Stuck;
pub use moving_in::Newcomer;
pub use organisation::{Charter, Organisation};
pub use problem::{Problem, Result};
pub use reaching::{Off, ReachSeen, reason};
pub use reading_in::{MAP_PATHS, MapSource, map_of};
pub use sessions::SignedIn;
pub use store::{
    Count, Cursor, FeedLink, Happening, Invitation, MapText, Paged, Phase, Repository, Session,
    Token,
};
pub use tokens::{Scope, Scopes};
