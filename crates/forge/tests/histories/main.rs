//! Histories made for the purpose, read from outside.

mod changes;
mod landings;
mod sandbox;
mod unusual;
