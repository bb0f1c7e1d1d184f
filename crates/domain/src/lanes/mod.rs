//! Who decides what, up to where: a map and a case in, a route out.

pub mod change;
