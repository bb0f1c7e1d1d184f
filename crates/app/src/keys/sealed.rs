//! A text sealed under a key of the key file, as digits that fit a column.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::Key;
use crate::ballots::derived;
use crate::chance;

const NONCE: usize = 24;

/// `purpose` keeps what one key seals for two ends apart; `beside` is where it belongs: put elsewhere
/// it does not open. `None` for what is longer than the cipher takes.
pub(crate) fn close(key: &Key, (purpose, beside): (&str, &str), plain: &[u8]) -> Option<String> {
    let nonce = chance::bytes::<NONCE>();
    let payload = Payload { msg: plain, aad: beside.as_bytes() };
    let sealed = cipher(key, purpose).encrypt(&XNonce::from(nonce), payload).ok()?;
    Some(chance::hex(&[nonce.as_slice(), &sealed].concat()))
}

/// `None` for what was sealed elsewhere, for another end, or under another key.
pub(crate) fn open(key: &Key, (purpose, beside): (&str, &str), sealed: &str) -> Option<Vec<u8>> {
    let bytes = unhex(sealed)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: beside.as_bytes() };
    cipher(key, purpose).decrypt(&XNonce::from(*nonce), payload).ok()
}

fn cipher(key: &Key, purpose: &str) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&derived(key, purpose).into())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pair = |it: &[u8]| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(pair).collect::<Option<_>>())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_under_its_key_for_its_end_and_in_its_place_alone() {
        let sealed = close(&[7; 32], ("a", "here"), b"said").unwrap();
        let opened = |key: u8, to: (&str, &str)| open(&[key; 32], to, &sealed);
        assert_eq!(opened(7, ("a", "here")).as_deref(), Some(&b"said"[..]));
        for (key, to) in [(8, ("a", "here")), (7, ("b", "here")), (7, ("a", "there"))] {
            assert_eq!(opened(key, to), None, "{key} {to:?}");
        }
        let last = if sealed.ends_with('0') { '1' } else { '0' };
        let changed = format!("{}{last}", &sealed[..sealed.len() - 1]);
        for odd in [changed.as_str(), "no hex", "", "00", "a"] {
            assert_eq!(open(&[7; 32], ("a", "here"), odd), None, "{odd}");
        }
        assert_ne!(
            close(&[7; 32], ("a", "here"), b"said").unwrap(),
            sealed,
            "never the same twice"
        );
    }
}
