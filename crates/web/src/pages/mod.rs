//! One file a page: its data as a struct, and how it is set.

pub mod mirrors;
