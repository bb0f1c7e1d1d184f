//! Passwords: what may be one, and how it is kept (Argon2id, a few at a time).

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::chance;
use crate::problem::{Problem, Result};

pub(crate) const SHORTEST: usize = 12;
pub(crate) const LONGEST: usize = 128;
/// Each hash takes 19 MiB and tens of milliseconds; more at once would be a way to stop the house.
const AT_ONCE: usize = 4;

/// The passwords tried first by anybody; longer than `SHORTEST`, because shorter ones are refused
/// anyway.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456123456",
    "qwertyuiop12",
    "qwertyuiop123",
    "password1234",
    "password12345",
    "passwordpassword",
    "letmeinletmein",
    "iloveyou1234",
    "administrator",
    "changemechangeme",
    "welcome12345",
    "qwerty123456",
    "abcdefghijkl",
    "correcthorsebatterystaple",
    "aaaaaaaaaaaa",
    "111111111111",
    "000000000000",
];

/// Hashes and checks passwords, never more than a few at once.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// Checked when nobody has the name, so that the answer takes as long as a wrong password.
    decoy: Arc<String>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        let decoy = hash("nobody has this password").unwrap_or_default();
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), decoy: Arc::new(decoy) }
    }

    pub(crate) async fn hash(&self, password: String) -> Result<String> {
        self.apart(move || hash(&password)).await?
    }

    /// Whether `password` is the one kept as `stored`; `None` stored is never right, but as slow.
    pub(crate) async fn is_right(&self, password: String, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let right = self.apart(move || verify(&password, &stored)).await?;
        Ok(right && known)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let _turn = self.turns.acquire().await.map_err(Problem::broken)?;
        tokio::task::spawn_blocking(work).await.map_err(Problem::broken)
    }
}

/// Why this may not be a password, if it may not.
pub(crate) fn objection(password: &str, handle: &str, name: &str) -> Option<String> {
    let count = password.chars().count();
    let lower = password.to_lowercase();
    let about_oneself =
        |word: &str| word.chars().count() >= 4 && lower.contains(&word.to_lowercase());
    if count < SHORTEST {
        return Some(format!(
            "{count} characters; a password has at least {SHORTEST}. Four words do well."
        ));
    }
    if count > LONGEST {
        return Some(format!("{count} characters; at most {LONGEST} are kept."));
    }
    if COMMON.contains(&lower.as_str()) || all_the_same(&lower) {
        return Some("This is one of the first that anybody would try.".into());
    }
    if about_oneself(handle)
        || name.split_whitespace().any(about_oneself)
        || lower.contains("remit")
    {
        return Some("It contains your name or the program’s; choose something unrelated.".into());
    }
    None
}

fn all_the_same(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_none_or(|first| letters.all(|it| it == first))
}

fn hash(password: &str) -> Result<String> {
    let salt: [u8; 16] = chance::bytes();
    let kept = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|it| Problem::broken(std::io::Error::other(it.to_string())))?;
    Ok(kept.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_uncommon_and_not_about_its_owner() {
        let says = |password: &str| objection(password, "ana", "Ana Soler");
        assert!(says("short").is_some_and(|it| it.contains("at least 12")));
        assert!(says(&"ab".repeat(80)).is_some_and(|it| it.contains("at most 128")));
        assert!(says("passwordpassword").is_some());
        assert!(says("zzzzzzzzzzzzzz").is_some());
        assert!(says("solersunflower99").is_some());
        assert!(says("my remit password").is_some());
        assert_eq!(says("four loose copper kettles"), None);
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let passwords = Passwords::new();
        let kept = passwords.hash("four loose copper kettles".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        let right = |it: &str, stored| passwords.is_right(it.to_owned(), stored);
        assert!(right("four loose copper kettles", Some(kept.clone())).await.unwrap());
        assert!(!right("four loose copper kettle", Some(kept)).await.unwrap());
        assert!(!right("nobody has this password", None).await.unwrap());
    }
}
