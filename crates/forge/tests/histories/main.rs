//! Histories made for the purpose, read from outside.

mod changes;
mod files;
mod landings;
mod sandbox;
mod unusual;
