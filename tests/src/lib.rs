//! Drives a real browser against the real binary.
