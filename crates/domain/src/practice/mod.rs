//! Every kind of practice. Add a file, add a line.

use crate::kind::Kind;

/// What this program offers. The list is handed to the house when it is built, so that a test can
/// add one.
pub static ALL: &[&Kind] = &[];

/// The kinds one house knows.
#[derive(Clone, Copy)]
pub struct Kinds(pub &'static [&'static Kind]);

impl Kinds {
    pub fn by_slug(self, slug: &str) -> Option<&'static Kind> {
        self.0.iter().copied().find(|kind| kind.slug == slug)
    }

    pub fn iter(self) -> impl Iterator<Item = &'static Kind> {
        self.0.iter().copied()
    }
}
