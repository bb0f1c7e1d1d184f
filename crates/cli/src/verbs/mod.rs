//! One file a verb: its `Args` (what may be typed) and its `run` (what it does).
//!
//! A new verb is its file and three lines here (`mod`, a variant, an arm); its help is the doc comment of its `Args`.

mod apply;
mod backup;
mod check;
mod completions;
mod decided;
mod due;
mod export;
mod import;
mod init;
mod lanes;
mod mirrors;
mod restore;
mod serve;
mod up;
mod verify;
mod whose;

use clap::Subcommand;

use crate::fault::Fault;
use crate::shell::{Exit, Shell};

#[derive(Subcommand)]
pub(crate) enum Verb {
    Whose(whose::Args),
    Check(check::Args),
    Lanes(lanes::Args),
    Init(init::Args),
    Mirrors(mirrors::Args),
    Up(up::Args),
    Serve(serve::Args),
    Decided(decided::Args),
    Due(due::Args),
    Export(export::Args),
    Apply(apply::Args),
    Import(import::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Verify(verify::Args),
    Completions(completions::Args),
}

pub(crate) fn run(verb: Verb, shell: &mut Shell) -> Result<Exit, Fault> {
    match verb {
        Verb::Whose(args) => whose::run(&args, shell),
        Verb::Check(args) => check::run(&args, shell),
        Verb::Lanes(args) => lanes::run(&args, shell),
        Verb::Init(args) => init::run(&args, shell),
        Verb::Up(args) => up::run(&args, shell),
        Verb::Serve(args) => serve::run(args, shell),
        Verb::Decided(args) => decided::run(&args, shell),
        Verb::Due(args) => due::run(&args, shell),
        Verb::Export(args) => export::run(&args, shell),
        Verb::Apply(args) => apply::run(&args, shell),
        Verb::Import(args) => import::run(&args, shell),
        Verb::Mirrors(args) => mirrors::run(&args, shell),
        Verb::Backup(args) => backup::run(&args, shell),
        Verb::Restore(args) => restore::run(&args, shell),
        Verb::Verify(args) => verify::run(&args, shell),
        Verb::Completions(args) => completions::run(&args, shell),
    }
}
