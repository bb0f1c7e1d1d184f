//! Which commits were read, and the newest landing each contains: 8 + 4 bytes a commit and an
//! index. Keyed by the first 8 bytes of the id, which no two commits of a repository share.

/// Grows only. `rows[n]` belongs to `keys[n]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) keys: Vec<u64>,
    pub(super) rows: Vec<u32>,
    /// Open addressing over positions in `keys`, one more than the position; 0 is free.
    slots: Vec<u32>,
}

impl Seen {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn get(&self, key: u64) -> Option<u32> {
        self.place(key).ok().map(|at| self.rows[at])
    }

    /// Adds a commit with the row it contains, or changes the row of a known one.
    pub(super) fn set(&mut self, key: u64, row: u32) {
        if self.slots.len() * 3 <= (self.keys.len() + 1) * 4 {
            self.grow();
        }
        match self.place(key) {
            Ok(at) => self.rows[at] = row,
            Err(slot) => {
                self.keys.push(key);
                self.rows.push(row);
                self.slots[slot] = self.keys.len() as u32;
            }
        }
    }

    /// Position of the key, or the free slot where it would go.
    fn place(&self, key: u64) -> Result<usize, usize> {
        if self.slots.is_empty() {
            return Err(0);
        }
        let mask = self.slots.len() - 1;
        // Object ids are evenly spread already; no further hashing is needed.
        let mut slot = key as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(slot),
                at if self.keys[at as usize - 1] == key => return Ok(at as usize - 1),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// The same table from what was stored.
    pub(super) fn from_columns(keys: Vec<u64>, rows: Vec<u32>) -> Self {
        let mut seen = Self { keys, rows, slots: Vec::new() };
        seen.grow();
        seen
    }

    fn grow(&mut self) {
        let size = ((self.keys.len() + 1) * 2).next_power_of_two().max(64);
        self.slots = vec![0; size];
        let mask = size - 1;
        for (at, key) in self.keys.iter().enumerate() {
            let mut slot = *key as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = at as u32 + 1;
        }
    }
}

/// The first 8 bytes of an id.
pub(super) fn key(id: &gix::oid) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&id.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_found_again_and_nothing_else() {
        let mut seen = Seen::default();
        assert_eq!(seen.get(3), None);
        // Multiples of a power of two fall into the same slots: the worst case of the index.
        for n in 0..5000_u64 {
            seen.set(n << 12, n as u32);
        }
        seen.set(5 << 12, 77);
        assert_eq!(seen.len(), 5000);
        assert_eq!(seen.get(5 << 12), Some(77));
        assert_eq!(seen.get(4999 << 12), Some(4999));
        assert_eq!(seen.get(1), None);
    }

    proptest::proptest! {
        #[test]
        fn it_remembers_as_a_map_does(all in proptest::collection::vec((0_u64..40, 0_u32..9), 0..200)) {
            let (mut seen, mut map) = (Seen::default(), std::collections::HashMap::new());
            for (key, row) in all {
                // Far apart and falling into the same slots.
                let key = key << 32;
                seen.set(key, row);
                map.insert(key, row);
            }
            let again = Seen::from_columns(seen.keys.clone(), seen.rows.clone());
            proptest::prop_assert_eq!(seen.len(), map.len());
            for key in 0..41_u64 {
                let expected = map.get(&(key << 32)).copied();
                proptest::prop_assert_eq!(seen.get(key << 32), expected);
                proptest::prop_assert_eq!(again.get(key << 32), expected);
            }
        }
    }
}
