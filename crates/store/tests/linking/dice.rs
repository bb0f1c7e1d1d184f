//! Chance without a clock, so that a failure can be seen again, and what is made of it.

use sha2::{Digest as _, Sha256};

pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// From nought to below one.
    pub(crate) fn share(&mut self) -> f64 {
        self.next() as f64 / f64::from(1_u32 << 31)
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let key = [self.next(), self.next()].map(u64::to_le_bytes).concat();
        let blocks = (0..count.div_ceil(32))
            .flat_map(|block| Sha256::digest([key.as_slice(), &block.to_le_bytes()].concat()));
        blocks.take(count).collect()
    }
}

pub(crate) fn hash(parts: &[&[u8]]) -> String {
    Sha256::digest(parts.concat())[..8].iter().map(|it| format!("{it:02x}")).collect()
}

pub(crate) fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|it| it == needle.as_bytes())
}
