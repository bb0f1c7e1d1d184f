//! The health review (`domain.md` 8): what is asked, what the answers say, and what may be shown.
//!
//! Everything here is a value: the ballots of one closed wave in, figures out. Nothing reads a clock,
//! a die or a table, and nothing knows who wrote an answer. `docs/health.md` explains the gate.
//!
//! # The thirty attacks of `domain.md` 8.5
//!
//! Met here, each with a test that names its number:
//!
//! - groups and differences: 1–9, 13–17, 26, 27, 29 (`gate`), 15 and 21 (`turnout`);
//! - time: 10, 11, 12, 30 (`gate`), 10 and 28 (`waves`);
//! - comments: 18 for order and the only comment, 19 (`comments`).
//!
//! For whoever builds the surfaces, because no value can meet them (`web/tests/doors/attacks` tries):
//!
//! - 12: the teams of a ballot are those of the wave's opening, kept with the wave;
//! - 18: no time and no score beside a comment; what `telling` says before sending; length and
//!   language stay with the writer;
//! - 20: API order, ids, ETag and cache times of answers; pages of a wave are answered without a cookie;
//! - 21: a hidden group is the same JSON, status and size as an empty one: print `Shown` and add nothing;
//! - 22: search, exports and backups never hold a ballot, and a release only as `view` gives it;
//! - 23: reminders are sent by the house and nobody is told who has not drawn a ticket;
//! - 24: no log of requests on the routes of answering, in the proxy's examples neither;
//! - 25: whoever summarises comments gets `comments::read` and may not quote;
//! - 30: the release is stored with the wave, in the transaction that closes it.

pub mod comments;
pub mod crowd;
pub mod envelope;
pub mod figures;
pub mod gate;
pub mod instrument;
pub mod limits;
pub mod opening;
pub mod promise;
pub mod results;
pub mod sheet;
pub mod telling;
pub mod tree;
pub mod turnout;
pub mod waves;
