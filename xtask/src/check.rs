//! `cargo xtask check`: what must hold before a test is worth running.

use std::path::Path;

use crate::{command, direction, tidy};

/// Runs all of them, so that one failure does not hide the next.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    let went = [
        command::show("cargo", &["fmt", "--all", "--check"], root),
        tidy::run(root),
        direction::run(root),
        command::show("cargo", &lints, root),
    ];
    let failures: Vec<String> = went.into_iter().filter_map(Result::err).collect();
    if failures.is_empty() {
        println!("\nEverything checked holds.");
        return Ok(());
    }
    Err(failures.join("\n  "))
}
