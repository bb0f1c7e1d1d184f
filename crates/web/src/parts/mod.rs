//! The parts that pages share: each a function from plain values to markup.

pub mod attached;
pub mod empty;
pub mod entries;
pub mod field;
pub mod finding;
pub mod history;
pub mod how;
pub mod learned;
pub mod link;
pub mod moves;
pub mod pager;
pub mod rows;
pub mod state;
pub mod team;
pub mod way;
