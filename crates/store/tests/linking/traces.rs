//! Bytes that tell: where each of them lies in a file, a WAL or a copy of either.

use std::collections::HashMap;

const FIRST: usize = 8;

/// Pieces to look for, of eight bytes or more, each by its place in the list.
pub(crate) struct Traces {
    all: Vec<Vec<u8>>,
    by_first: HashMap<[u8; FIRST], Vec<usize>>,
    /// By the first two bytes: most places need no second look.
    may_begin: Vec<bool>,
}

impl Traces {
    pub(crate) fn of(all: Vec<Vec<u8>>) -> Self {
        let mut by_first: HashMap<[u8; FIRST], Vec<usize>> = HashMap::new();
        let mut may_begin = vec![false; 1 << 16];
        for (at, piece) in all.iter().enumerate() {
            let first = *piece.first_chunk::<FIRST>().expect("a piece of eight bytes or more");
            by_first.entry(first).or_default().push(at);
            may_begin[usize::from(u16::from_le_bytes([first[0], first[1]]))] = true;
        }
        Self { all, by_first, may_begin }
    }

    /// Notes where each lies last; `from` is where these bytes begin.
    pub(crate) fn seek(&self, bytes: &[u8], from: usize, found: &mut [Option<usize>]) {
        for (at, window) in bytes.windows(FIRST).enumerate() {
            if !self.may_begin[usize::from(u16::from_le_bytes([window[0], window[1]]))] {
                continue;
            }
            let first: [u8; FIRST] = window.try_into().expect("windows of eight");
            for &piece in self.by_first.get(&first).into_iter().flatten() {
                if bytes[at..].starts_with(&self.all[piece]) {
                    found[piece] = Some(from + at);
                }
            }
        }
    }

    pub(crate) fn nothing(&self) -> Vec<Option<usize>> {
        vec![None; self.all.len()]
    }

    pub(crate) fn sought(&self, bytes: &[u8]) -> Vec<Option<usize>> {
        let mut found = self.nothing();
        self.seek(bytes, 0, &mut found);
        found
    }
}

/// A piece from the middle of a sealed slot: no page and no chunk ends there.
pub(crate) fn of_slot(sealed: &[u8]) -> Vec<u8> {
    sealed[sealed.len() / 2..][..16].to_vec()
}
