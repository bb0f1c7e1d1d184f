//! `remit backup`: everything into one file.

use std::path::PathBuf;

use app::backup::Backup;

use crate::fault::Fault;
use crate::here::Here;
use crate::serving;
use crate::shell::{Exit, Shell};

/// Copy everything into one file, while others work on
///
/// The file holds every record, person, map and fact, the journal and the drafts, as they are at
/// one moment, and is read back before it gets its name. It restores into SQLite or PostgreSQL.
/// Sessions, links and tokens are left out: after a restore everybody signs in again.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit backup monday.backup
  remit backup --database postgres://remit@db/remit monday.backup
  remit verify monday.backup")]
pub(crate) struct Args {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    here: Here,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let backup = serving::runtime()?.block_on(async {
        let house = args.here.open(false).await?;
        let backup = house.system_desk("backup").backup_to(&args.file).await;
        house.close().await;
        backup.map_err(Fault::of)
    })?;
    if shell.json {
        shell.say_json(&backup)?;
    } else {
        shell.say(format!("Wrote {}: {}.", args.file.display(), holds(&backup)))?;
    }
    Ok(Exit::Yes)
}

/// What is in it, in a few words: `3 records with 5 attachments, 2 people …`.
pub(crate) fn holds(backup: &Backup) -> String {
    let count = |table: &str| backup.counts.get(table).copied().unwrap_or(0);
    let some = |table, one: &str, many: &str| {
        let n = count(table);
        format!("{n} {}", if n == 1 { one } else { many })
    };
    format!(
        "{} with {}, {}, {}, {}, {}",
        some("record", "record", "records"),
        some("attachment", "attachment", "attachments"),
        some("person", "person", "people"),
        some("team", "team", "teams"),
        some("map", "map", "maps"),
        some("journal", "journal entry", "journal entries"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verbs::{restore, verify};

    fn here(folder: &std::path::Path, name: &str) -> Here {
        let database = format!("sqlite:{}", folder.join(name).display());
        Here { database: Some(database), data: None }
    }

    /// A house with one team and one record.
    fn live(here: &Here) {
        serving::runtime().unwrap().block_on(async {
            let house = here.open(true).await.unwrap();
            let team = house.root_team("Town").await.unwrap().id;
            let keeper = || house.system_desk("test");
            let ana = keeper().add_person("ana", "Ana Soler", None).await.unwrap().id;
            keeper().seat(&ana, &team, 0, domain::people::Role::Member).await.unwrap();
            let desk = house.desk_of(&ana).await.unwrap();
            let nothing = domain::record::Answers::new();
            desk.begin("decision", &team, "Drop the retry table", nothing).await.unwrap();
            house.close().await;
        });
    }

    #[test]
    fn a_backup_is_verified_restored_and_never_restored_over_something() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("monday.backup");
        live(&here(folder.path(), "a.db"));
        let (mut shell, heard) = Shell::remembering(false);
        let args = Args { file: file.clone(), here: here(folder.path(), "a.db") };
        assert_eq!(run(&args, &mut shell).unwrap(), Exit::Yes);
        assert!(heard.text().contains("1 record with 0 attachments, 1 person, 1 team"));
        let again = run(&args, &mut shell).unwrap_err();
        assert!(format!("{again:?}").contains("exists already"));

        let (mut shell, heard) = Shell::remembering(false);
        let args = verify::Args { file: file.clone() };
        assert_eq!(verify::run(&args, &mut shell).unwrap(), Exit::Yes);
        assert!(heard.text().contains("is whole: 1 record"), "{}", heard.text());

        let (mut shell, heard) = Shell::remembering(false);
        let args = restore::Args { file: file.clone(), here: here(folder.path(), "b.db") };
        assert_eq!(restore::run(&args, &mut shell).unwrap(), Exit::Yes);
        assert!(heard.text().contains("Restored 1 record"), "{}", heard.text());
        let again = restore::run(&args, &mut shell).unwrap_err();
        assert!(format!("{again:?}").contains("already holds records"));
    }

    #[test]
    fn a_damaged_backup_is_an_honest_no_and_a_missing_one_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.backup");
        let (mut shell, heard) = Shell::remembering(false);
        let args = verify::Args { file: file.clone() };
        assert!(format!("{:?}", verify::run(&args, &mut shell)).contains("cannot be read"));
        std::fs::write(&file, "hello\n").unwrap();
        assert_eq!(verify::run(&args, &mut shell).unwrap(), Exit::No);
        assert!(heard.text().contains("not a whole Remit dump"), "{}", heard.text());
        assert!(folder.path().join("none.db").metadata().is_err());
    }
}
