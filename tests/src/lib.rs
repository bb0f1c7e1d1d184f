//! Drives a real browser against the real binary.
//!
//! Run them with `cargo xtask test`, which brings the browser, its driver and axe. A missing part
//! fails the test that needs it, with a sentence; nothing is skipped.

pub mod axe;
pub mod browser;
pub mod driver;
pub mod histories;
pub mod post_office;
pub mod program;
pub mod static_page;
pub mod table;

use std::path::PathBuf;

/// Where cargo builds, and whether it builds for release: a test lies in `<target>/<profile>/deps/`.
pub fn built() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors().nth(2).map(Into::into).unwrap_or_default()
}

/// The target folder itself, which keeps axe and the screenshots.
pub fn target() -> PathBuf {
    built().parent().map(Into::into).unwrap_or_default()
}
