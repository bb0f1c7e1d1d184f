//! Values as little-endian bytes, and back without trusting a length.

use domain::id::At;

/// Tells a damaged file from a whole one; not meant against somebody who wants to fool it.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut sum = bytes.len() as u64;
    for word in words {
        sum = (sum ^ u64::from_le_bytes(*word)).wrapping_mul(MIX).rotate_left(29);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    (sum ^ u64::from_le_bytes(last)).wrapping_mul(MIX)
}

pub(super) struct Out(pub(super) Vec<u8>);

impl Out {
    pub(super) fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.u64(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn list<T>(&mut self, items: &[T], one: impl Fn(&mut Self, &T)) {
        self.u64(items.len() as u64);
        items.iter().for_each(|it| one(self, it));
    }
}

/// Takes values from the front; `None` as soon as there are not enough bytes.
pub(super) struct In<'a>(pub(super) &'a [u8]);

impl In<'_> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|it| it[0])
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub(super) fn at(&mut self) -> Option<At> {
        self.u64().map(|it| At(it as i64))
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.u64()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    /// `least` is the fewest bytes an item takes, so that a wrong length cannot ask for memory.
    pub(super) fn length(&mut self, least: usize) -> Option<usize> {
        let length = usize::try_from(self.u64()?).ok()?;
        (length <= self.0.len() / least).then_some(length)
    }

    pub(super) fn list<T>(
        &mut self,
        least: usize,
        one: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let length = self.length(least)?;
        (0..length).map(|_| one(self)).collect()
    }

    /// As many values of `N` bytes as there are rows, at once.
    pub(super) fn column<T, const N: usize>(
        &mut self,
        rows: usize,
        one: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let (bytes, rest) = self.0.split_at_checked(rows.checked_mul(N)?)?;
        self.0 = rest;
        Some(bytes.as_chunks::<N>().0.iter().map(|it| one(*it)).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn too_few_bytes_give_nothing_and_take_nothing_out_of_turn() {
        let mut from = In(&[1, 2, 3]);
        assert_eq!(from.u32(), None);
        assert_eq!(from.u8(), Some(1), "what did not fit was left where it was");
        assert_eq!((from.u8(), from.u8(), from.u8()), (Some(2), Some(3), None));
    }

    #[test]
    fn a_length_beyond_the_rest_is_no_length() {
        let file = |length: u64, rest: &[u8]| [&length.to_le_bytes()[..], rest].concat();
        assert_eq!(In(&file(3, b"abc")).text().as_deref(), Some("abc"));
        assert_eq!(In(&file(4, b"abc")).text(), None);
        assert_eq!(In(&file(2, b"\xff\xfe")).text(), None, "no text");
        assert_eq!(In(&file(u64::MAX, b"")).length(1), None);
        assert_eq!(In(&file(2, &[0; 16])).length(8), Some(2));
        assert_eq!(In(&file(3, &[0; 16])).length(8), None);
        assert_eq!(In(&[0; 8]).column::<u8, 4>(usize::MAX, |it| it[0]), None);
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_in_again(words in prop::collection::vec("\\PC{0,12}", 0..8), a: u32, b: u64) {
            let mut out = Out(Vec::new());
            out.u32(a);
            out.list(&words, |out, it| out.text(it));
            out.u64(b);
            let mut from = In(&out.0);
            prop_assert_eq!(from.u32(), Some(a));
            prop_assert_eq!(from.list(8, In::text), Some(words));
            prop_assert_eq!((from.u64(), from.0.len()), (Some(b), 0));
        }

        #[test]
        fn one_byte_more_less_or_other_has_another_sum(bytes in prop::collection::vec(0_u8.., 1..64), at in any::<prop::sample::Index>(), by in 1_u8..) {
            let sum = checksum(&bytes);
            let mut other = bytes.clone();
            *at.get_mut(&mut other) ^= by;
            prop_assert_ne!(checksum(&other), sum);
            prop_assert_ne!(checksum(&bytes[1..]), sum);
            prop_assert_ne!(checksum(&[&bytes[..], &[0]].concat()), sum, "zeros count as well");
        }
    }
}
