//! Everything that can be asked. Each question is one statement.

mod access;
mod facts;
mod journal;
mod maps;
pub(crate) mod people;
pub(crate) mod records;

pub use records::PAGE;
