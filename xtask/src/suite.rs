//! `cargo xtask test`: every test of the workspace, with what they need started and stopped.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::postgres::Postgres;
use crate::{command, components};

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let began = Instant::now();
    components::ready(&target(root))?;
    // The journeys drive the program itself, and cargo does not build it for them.
    command::show("cargo", &["build", "--workspace", "--bins"], root)?;
    let postgres = Postgres::start()?;
    let tally = tests(root, &postgres.url());
    drop(postgres);
    let (tally, went_well) = tally?;
    let Tally { passed, failed, ignored } = tally;
    let line = format!(
        "{passed} tests passed, {failed} failed, {ignored} ignored, in {} s.",
        began.elapsed().as_secs()
    );
    match went_well {
        true if ignored > 0 => Err(format!("{line} No test may be ignored.")),
        true if passed == 0 => Err(format!("{line} A run without tests proves nothing.")),
        true => {
            println!("\n{line}");
            Ok(())
        }
        false => Err(format!("{line} The failures are above, each under its own name.")),
    }
}

/// Where cargo builds: this very program lies in `<target>/<profile>/`.
fn target(root: &Path) -> PathBuf {
    let own = std::env::current_exe().ok();
    own.as_deref()
        .and_then(Path::parent)
        .and_then(Path::parent)
        .map_or(root.join("target"), Into::into)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: usize,
    failed: usize,
    ignored: usize,
}

/// Runs them all, even after a failure, and counts while the output passes by.
fn tests(root: &Path, postgres: &str) -> Result<(Tally, bool), String> {
    let words = ["test", "--workspace", "--no-fail-fast"];
    println!("\n> cargo {}", words.join(" "));
    let mut cargo = Command::new("cargo");
    cargo.args(words).current_dir(root).env("REMIT_TEST_POSTGRES", postgres);
    let mut child = cargo
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("`cargo test` could not be started: {e}."))?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tally.add(&line);
        }
    }
    let status = child.wait().map_err(|e| format!("`cargo test` was lost: {e}."))?;
    Ok((tally, status.success()))
}

impl Tally {
    /// Reads `test result: ok. 9 passed; 0 failed; 1 ignored; …`; other lines say nothing.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let words: Vec<&str> = result.split([' ', ';']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let count = pair[0].parse().unwrap_or(0);
            match pair[1] {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_add_up_over_all_programs() {
        let mut tally = Tally::default();
        tally.add("test result: ok. 9 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        tally.add("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured");
        tally.add("test 7 passed ... ok");
        assert_eq!(tally, Tally { passed: 11, failed: 3, ignored: 1 });
    }
}
