//! `remit`: reads the command line and the environment, runs one verb, says how it went.

mod answer;
mod around;
mod cli;
mod client;
mod data;
mod env;
#[expect(dead_code, reason = "the verbs that use all of it land one by one")]
mod fault;
mod here;
mod serving;
mod shell;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    fault::keep_panics_short();
    cli::run(std::env::args_os())
}
