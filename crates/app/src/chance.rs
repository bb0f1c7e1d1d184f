//! The one source of randomness: names of new things, and secrets.

use domain::id::{At, Id};
use sha2::{Digest, Sha256};

/// A new name: UUID version 7 without hyphens, so that names sort by time in both databases.
pub(crate) fn id(now: At) -> Id {
    let random: [u8; 10] = bytes();
    let millis = u64::try_from(now.0).unwrap_or(0);
    let name = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    Id::new(name.simple().to_string())
}

/// A secret of 256 bits that can stand in a URL, with a prefix by which a leak is found.
pub(crate) fn secret(prefix: &str) -> String {
    let random: [u8; 32] = bytes();
    format!("{prefix}{}", hex(&random))
}

/// What is stored of a secret. A plain hash is enough for 256 random bits.
pub(crate) fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many random bytes.
pub(crate) fn some(count: usize) -> Vec<u8> {
    (0..count.div_ceil(32)).flat_map(|_| bytes::<32>()).take(count).collect()
}

/// A number below `n`, each as likely as the others to within one in a billion.
pub(crate) fn below(n: usize) -> usize {
    let random = u64::from_le_bytes(bytes()) % u64::try_from(n.max(1)).unwrap_or(u64::MAX);
    usize::try_from(random).unwrap_or(0)
}

#[expect(clippy::disallowed_methods, reason = "this is the one source of randomness")]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut random = [0; N];
    getrandom::fill(&mut random).expect("the system gives random bytes once it has booted");
    random
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_the_time_they_were_given() {
        let (earlier, later) = (id(At(1_000)), id(At(2_000)));
        assert!(earlier < later);
        assert_eq!(earlier.as_str().len(), 32);
    }

    #[test]
    fn a_number_is_below_what_was_asked_for_and_every_one_comes() {
        let seen: std::collections::BTreeSet<usize> = (0..500).map(|_| below(5)).collect();
        assert_eq!(seen, (0..5).collect());
        assert_eq!((below(1), below(0), some(70).len()), (0, 0, 70));
    }

    #[test]
    fn secrets_differ_and_are_stored_as_something_else() {
        let (one, two) = (secret("remit_"), secret("remit_"));
        assert_ne!(one, two);
        assert_eq!(one.len(), "remit_".len() + 64);
        assert!(!fingerprint(&one).contains(&one[6..]));
    }
}
