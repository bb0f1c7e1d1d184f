//! Seals a part of a ballot into a slot of one size, under the wave's key.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::health::envelope::{SCORES_BYTES, TEXT_BYTES};
use domain::id::Id;
use store::Part;

use super::derived;
use crate::chance;
use crate::keys::Key;

const NONCE: usize = 24;
const TAG: usize = 16;

pub(crate) struct Seal {
    cipher: XChaCha20Poly1305,
    wave: Id,
}

impl Seal {
    pub(crate) fn of(key: &Key, wave: &Id) -> Self {
        let cipher = XChaCha20Poly1305::new(&derived(key, "seal").into());
        Self { cipher, wave: wave.clone() }
    }

    /// A slot that nobody has filled: without the key it looks like any other.
    pub(crate) fn empty(part: Part) -> Vec<u8> {
        chance::some(slot_bytes(part))
    }

    /// The nonce is drawn anew each time, and long enough never to come twice.
    pub(crate) fn close(&self, part: Part, plain: &[u8]) -> Vec<u8> {
        let nonce = chance::bytes::<NONCE>();
        let payload = Payload { msg: plain, aad: &self.beside(part) };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("a ballot is shorter than the cipher's longest text");
        [nonce.as_slice(), &sealed].concat()
    }

    /// `None` for a slot that is still empty, and for one of another wave, part or key.
    pub(crate) fn open(&self, part: Part, slot: &[u8]) -> Option<Vec<u8>> {
        if slot.len() != slot_bytes(part) {
            return None;
        }
        let (nonce, sealed) = slot.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &self.beside(part) };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// What is authenticated with it: a slot put elsewhere does not open.
    fn beside(&self, part: Part) -> Vec<u8> {
        format!("remit wave {} {part:?} {}", self.wave, slot_bytes(part)).into_bytes()
    }
}

fn slot_bytes(part: Part) -> usize {
    let plain = match part {
        Part::Scores => SCORES_BYTES,
        Part::Words => TEXT_BYTES,
    };
    NONCE + plain + TAG
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = [7; 32];

    #[test]
    fn what_was_sealed_opens_under_its_key_wave_and_part_alone() {
        let seal = Seal::of(&KEY, &"w".into());
        let plain = vec![3; SCORES_BYTES];
        let slot = seal.close(Part::Scores, &plain);
        assert_eq!(seal.open(Part::Scores, &slot), Some(plain.clone()));
        assert_eq!(Seal::of(&[8; 32], &"w".into()).open(Part::Scores, &slot), None);
        assert_eq!(Seal::of(&KEY, &"v".into()).open(Part::Scores, &slot), None);
        assert_eq!(seal.open(Part::Words, &slot), None);
        for at in [0, NONCE, slot.len() - 1] {
            let mut changed = slot.clone();
            changed[at] ^= 1;
            assert_eq!(seal.open(Part::Scores, &changed), None, "byte {at}");
        }
        assert_eq!(seal.open(Part::Scores, &slot[1..]), None);
    }

    #[test]
    fn a_filled_slot_is_as_long_as_an_empty_one_and_never_the_same_twice() {
        let seal = Seal::of(&KEY, &"w".into());
        for (part, plain) in [(Part::Scores, SCORES_BYTES), (Part::Words, TEXT_BYTES)] {
            let empty = Seal::empty(part);
            assert_eq!(seal.open(part, &empty), None, "an empty slot holds nothing");
            let [one, two] = [0, 1].map(|_| seal.close(part, &vec![0; plain]));
            assert_eq!((one.len(), two.len()), (empty.len(), empty.len()));
            assert_ne!(one, two, "the same ballot twice");
        }
    }
}
