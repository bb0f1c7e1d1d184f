//! `remit verify`: whether a backup would come back.

use std::path::PathBuf;

use app::backup::{Verdict, verify_backup};
use serde_json::json;

use crate::fault::Fault;
use crate::serving;
use crate::shell::{Exit, Ink, Shell};
use crate::verbs::backup::holds;

/// Say whether a backup is whole; exit 1 if it is not
///
/// Checks its checksum, that it holds as many rows as it announces, and that every reference
/// leads somewhere, by loading it where it harms nobody.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit verify monday.backup
  remit verify monday.backup && echo \"safe to keep\"")]
pub(crate) struct Args {
    /// The file that `remit backup` wrote
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let verdict = serving::runtime()?.block_on(verify_backup(&args.file)).map_err(Fault::of)?;
    match verdict {
        Verdict::Whole(backup) => {
            if shell.json {
                shell.say_json(&json!({ "whole": true, "backup": backup }))?;
            } else {
                let (file, made_at) = (args.file.display(), backup.made_at);
                shell.say(format!("{file} is whole: {}, as of {made_at}.", holds(&backup)))?;
            }
            Ok(Exit::Yes)
        }
        Verdict::Damaged(says) => {
            if shell.json {
                shell.say_json(&json!({ "whole": false, "why": says }))?;
            } else {
                let not = shell.ink(Ink::Brick, "must not be relied on");
                shell.say(format!("{} {not}. {says}", args.file.display()))?;
            }
            Ok(Exit::No)
        }
    }
}
