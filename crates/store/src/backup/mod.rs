//! Takes everything away and brings it back: a snapshot file, or a dump that either database reads.

mod before;
mod check;
mod dump;
mod load;
mod snapshot;
pub(crate) mod tables;

use std::collections::BTreeMap;

use domain::id::At;
use serde::{Deserialize, Serialize};

pub(crate) use before::copy_before;
pub use load::verify;

/// The first line of a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Format of the dump itself.
    pub remit_dump: u32,
    /// Schema of the database it came from.
    pub schema: i64,
    pub made_at: At,
    /// Rows by table.
    pub counts: BTreeMap<String, i64>,
}

/// The last line of a dump.
#[derive(Serialize, Deserialize)]
struct End {
    /// Of every byte before this line, as hex.
    sha256: String,
}

const FORMAT: u32 = 1;

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_hex() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("abc"), None);
        assert_eq!(unhex("zz"), None);
    }
}
