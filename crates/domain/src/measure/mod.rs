//! Facts in, mirrors out; each with its definition, its n and its doubt.
//!
//! A measure is one file and takes [`Columns`], which hold no name of anybody: what it returns
//! cannot carry one.

pub mod behaviour;
pub mod proportion;
pub mod quantile;
pub mod survival;

/// The normal quantile behind every 95 % interval here.
pub const Z95: f64 = 1.959_963_984_540_054;
