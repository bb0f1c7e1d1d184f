//! `remit restore`: a backup into an empty database.

use std::path::PathBuf;

use crate::fault::Fault;
use crate::here::Here;
use crate::serving;
use crate::shell::{Exit, Shell};
use crate::verbs::backup::holds;

/// Bring a backup back into an empty database, SQLite or PostgreSQL
///
/// All of it is loaded or nothing. A database that holds something is left as it is.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit restore monday.backup --data ~/restored
  remit restore monday.backup --database postgres://remit@db/remit")]
pub(crate) struct Args {
    /// The file that `remit backup` wrote
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) here: Here,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    // Looked for first, so that a misspelt name does not leave an empty database behind.
    if !args.file.is_file() {
        return Err(Fault::new(format!("There is no file {}.", args.file.display())));
    }
    let restored = serving::runtime()?.block_on(async {
        let house = args.here.open(true).await?;
        let restored = house.system_desk("restore").restore_from(&args.file).await;
        house.close().await;
        restored.map_err(Fault::of)
    })?;
    if shell.json {
        shell.say_json(&restored)?;
    } else {
        let backup = &restored.backup;
        shell.say(format!("Restored {}, as of {}.", holds(backup), backup.made_at))?;
        match restored.erased_again {
            0 => {}
            1 => shell.say("One person had been erased since; they were erased again.")?,
            n => shell.say(format!("{n} people had been erased since; they were erased again."))?,
        }
        shell.step("Everybody signs in again: sessions, links and tokens are not kept in backups.");
    }
    Ok(Exit::Yes)
}
