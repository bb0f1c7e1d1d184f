//! `remit`: reads the command line and the environment, runs one verb, says how it went.

mod answer;
mod around;
mod asked;
mod cli;
mod client;
mod config;
mod data;
mod env;
mod fault;
mod here;
mod logs;
mod serving;
mod shell;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    fault::keep_panics_short();
    cli::run(std::env::args_os())
}
