//! Checks and runs that cargo cannot express: `cargo xtask check`, `cargo xtask test`.
#![expect(clippy::print_stdout, reason = "its whole purpose is to tell a person how it went")]

mod check;
mod command;
mod components;
mod direction;
mod licence;
mod linking;
mod postgres;
mod suite;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask check   format, lints, direction and licences, tidiness
cargo xtask tidy    tidiness alone
cargo xtask test    every test, with the PostgreSQL and the browser that they need
cargo xtask linking [WAVES] [PEOPLE]
                    who wrote what in a health review, guessed from all that an operator can keep";

fn main() -> ExitCode {
    let verb = std::env::args().nth(1).unwrap_or_default();
    let root = root();
    let went = match verb.as_str() {
        "check" => check::run(&root),
        "tidy" => tidy::run(&root),
        "test" => suite::run(&root),
        "linking" => linking::run(&root, &std::env::args().skip(2).collect::<Vec<_>>()),
        _ => Err(format!("What should be done?\n{USAGE}")),
    };
    match went {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            println!("\nxtask {verb}: {says}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace, wherever this is called from.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_else(|_| ".".into())
}
