//! Seals a page into a row of one size, and names the row so that only the house can find it.

use domain::id::Id;

use super::Apart;
use crate::ballots::derived;
use crate::chance;
use crate::keys::{Key, sealed};

/// Of every page before it is sealed, whatever is in it.
const BYTES: usize = 64 * 1024;
const PURPOSE: &str = "apart";

/// The name of a person’s row. Who has only the database cannot tell whose it is.
pub(super) fn whose(names: &Key, person: &Id) -> String {
    chance::hex(&derived(names, &format!("apart of {person}")))
}

pub(super) struct Seal {
    key: Key,
    whose: String,
}

impl Seal {
    pub(super) fn of(key: &Key, whose: &str) -> Self {
        Self { key: *key, whose: whose.to_owned() }
    }

    /// `None` where it does not fit.
    pub(super) fn close(&self, page: &Apart) -> Option<String> {
        let mut plain = serde_json::to_vec(page).ok()?;
        // Spaces after its end change nothing of what it says.
        (plain.len() <= BYTES).then(|| plain.resize(BYTES, b' '))?;
        sealed::close(&self.key, (PURPOSE, &self.whose), &plain)
    }

    /// `None` for a row of somebody else, and under another key.
    pub(super) fn open(&self, row: &str) -> Option<Apart> {
        serde_json::from_slice(&sealed::open(&self.key, (PURPOSE, &self.whose), row)?).ok()
    }
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
