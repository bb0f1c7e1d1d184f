//! Seals a page into a row of one size, and names the row so that only the house can find it.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::id::Id;

use super::Apart;
use crate::ballots::derived;
use crate::chance;
use crate::keys::Key;

/// Of every page before it is sealed, whatever is in it.
const BYTES: usize = 64 * 1024;
const NONCE: usize = 24;

/// The name of a person’s row. Who has only the database cannot tell whose it is.
pub(super) fn whose(names: &Key, person: &Id) -> String {
    chance::hex(&derived(names, &format!("apart of {person}")))
}

pub(super) struct Seal {
    cipher: XChaCha20Poly1305,
    whose: String,
}

impl Seal {
    pub(super) fn of(key: &Key, whose: &str) -> Self {
        let cipher = XChaCha20Poly1305::new(&derived(key, "apart").into());
        Self { cipher, whose: whose.to_owned() }
    }

    /// `None` where it does not fit.
    pub(super) fn close(&self, page: &Apart) -> Option<String> {
        let mut plain = serde_json::to_vec(page).ok()?;
        // Spaces after its end change nothing of what it says.
        (plain.len() <= BYTES).then(|| plain.resize(BYTES, b' '))?;
        let nonce = chance::bytes::<NONCE>();
        let payload = Payload { msg: &plain, aad: self.whose.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(chance::hex(&[nonce.as_slice(), &sealed].concat()))
    }

    /// `None` for a row of somebody else, and under another key.
    pub(super) fn open(&self, sealed: &str) -> Option<Apart> {
        let bytes = unhex(sealed)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: self.whose.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pair = |it: &[u8]| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(pair).collect::<Option<_>>())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(said: &str) -> Apart {
        let mut page = Apart::begun("2026-11-26".parse().unwrap());
        page.keep(&[("notes".to_owned(), said.to_owned())]).unwrap();
        page
    }

    #[test]
    fn a_page_opens_under_its_key_and_its_name_alone_and_is_as_long_as_any_other() {
        let seal = Seal::of(&[7; 32], "a");
        let sealed = seal.close(&page("I would rather build.")).unwrap();
        assert_eq!(seal.open(&sealed), Some(page("I would rather build.")));
        assert_eq!(Seal::of(&[8; 32], "a").open(&sealed), None);
        assert_eq!(Seal::of(&[7; 32], "b").open(&sealed), None);
        let changed = format!(
            "{}{}",
            &sealed[..sealed.len() - 1],
            if sealed.ends_with('0') { '1' } else { '0' }
        );
        assert_eq!(seal.open(&changed), None);
        assert_eq!(seal.open("no hex"), None);
        assert_eq!(sealed.len(), seal.close(&page("")).unwrap().len());
        assert_ne!(
            sealed,
            seal.close(&page("I would rather build.")).unwrap(),
            "never the same twice"
        );
        assert!(!sealed.contains(&chance::hex(b"rather")));
    }

    #[test]
    fn a_row_is_named_the_same_for_the_same_person_and_by_the_key_alone() {
        let named = |key: u8, person: &str| whose(&[key; 32], &person.into());
        assert_eq!(named(1, "kim"), named(1, "kim"));
        assert_ne!(named(1, "kim"), named(1, "lee"));
        assert_ne!(named(1, "kim"), named(2, "kim"));
        assert!(!named(1, "kim").contains("kim"));
    }

    #[test]
    fn every_field_may_be_full_at_once() {
        let mut all = page("");
        let full: Vec<_> = super::super::fields()
            .into_iter()
            .map(|it| (it.0, "ß".repeat(super::super::FIELD_CHARS)))
            .collect();
        all.keep(&full).unwrap();
        assert!(Seal::of(&[7; 32], "a").close(&all).is_some());
    }
}
