//! The list of those who were erased: salted hashes, by which they are known again and not named.

use std::collections::{BTreeSet, HashSet};

use domain::facts::Facts;
use domain::id::{At, Id};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Store;
use crate::apply::SOMEONE_WHO_LEFT;
use crate::db::{Conn, Row, Sql};
use crate::error::Result;

/// One thing that somebody who was erased could be known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// SHA-256 of the salt and what is hashed, as hex.
    pub hash: String,
    pub salt: String,
    pub at: At,
}

/// The list, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Erasures {
    hashes: HashSet<String>,
    salts: BTreeSet<String>,
}

impl Erasures {
    pub fn of(list: &[Erasure]) -> Self {
        Self {
            hashes: list.iter().map(|it| it.hash.clone()).collect(),
            salts: list.iter().map(|it| it.salt.clone()).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub fn holds_person(&self, person: &Id) -> bool {
        self.holds(&of_person(person))
    }

    pub fn holds_address(&self, email: &str) -> bool {
        !email.is_empty() && self.holds(&of_address(email))
    }

    fn holds(&self, what: &str) -> bool {
        self.salts.iter().any(|salt| self.hashes.contains(&hash(salt, what)))
    }

    /// Takes the names of those who were erased out of what a history said; `None` if none is there.
    pub(crate) fn without_names(&self, facts: &Facts) -> Option<Facts> {
        let erased = |email: &str| self.holds_address(email);
        if self.is_empty() || !facts.identities.iter().any(|it| erased(&it.email)) {
            return None;
        }
        let mut facts = facts.clone();
        for it in facts.identities.iter_mut().filter(|it| self.holds_address(&it.email)) {
            (it.name, it.email) = (SOMEONE_WHO_LEFT.to_owned(), String::new());
        }
        Some(facts)
    }
}

/// A person's own number never names another; a handle may be taken by somebody new, so it is not
/// hashed.
fn of_person(person: &Id) -> String {
    format!("person\n{person}")
}

fn of_address(email: &str) -> String {
    format!("address\n{}", email.trim().to_lowercase())
}

fn hash(salt: &str, what: &str) -> String {
    let sum = Sha256::new().chain_update(salt).chain_update("\n").chain_update(what);
    crate::backup::hex(&sum.finalize())
}

/// Puts a person on the list, under the salt of those who are there already.
pub(crate) async fn note(
    db: &mut Conn<'_>,
    person: &Id,
    email: Option<&str>,
    salt: &str,
    at: At,
) -> Result<()> {
    let first = db.row(Sql::new("select salt from erasure order by at, hash limit 1")).await?;
    let salt = first.map_or(Ok(salt.to_owned()), |row| row.text(0))?;
    for what in std::iter::once(of_person(person)).chain(email.map(of_address)) {
        let hash = hash(&salt, &what);
        add(db, &Erasure { hash, salt: salt.clone(), at }).await?;
    }
    Ok(())
}

pub(crate) async fn add(db: &mut Conn<'_>, it: &Erasure) -> Result<()> {
    let sql = Sql::new(
        "insert into erasure (hash, salt, at) values ($1, $2, $3) on conflict (hash) do nothing",
    );
    db.run(sql.bind(&it.hash).bind(&it.salt).bind(it.at)).await?;
    Ok(())
}

const ALL: &str = "select hash, salt, at from erasure order by hash";

pub(crate) async fn all(db: &mut Conn<'_>) -> Result<Vec<Erasure>> {
    db.rows(Sql::new(ALL)).await?.iter().map(erasure).collect()
}

fn erasure(row: &Row) -> Result<Erasure> {
    Ok(Erasure { hash: row.text(0)?, salt: row.text(1)?, at: At(row.int(2)?) })
}

impl Store {
    /// Everybody who was erased here, or somewhere this database came from.
    pub async fn erasures(&self) -> Result<Vec<Erasure>> {
        self.rows(Sql::new(ALL)).await?.iter().map(erasure).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_known_again_by_the_salt_and_named_by_nothing() {
        let of = |what: String| Erasure { hash: hash("s", &what), salt: "s".into(), at: At(0) };
        let list = [of(of_person(&"p1".into())), of(of_address("Ana@X.org"))];
        let erasures = Erasures::of(&list);
        assert!(erasures.holds_person(&"p1".into()) && erasures.holds_address(" ana@x.ORG"));
        assert!(!erasures.holds_person(&"p2".into()) && !erasures.holds_address("bob@x.org"));
        assert!(!erasures.holds_address("p1") && !erasures.holds_address(""));
        assert!(list.iter().all(|it| it.hash.len() == 64 && !it.hash.contains("ana")));
        assert_ne!(hash("t", "x"), hash("s", "x"));
    }
}
