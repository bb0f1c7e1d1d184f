//! Yours to take away: everything leaves in a file and comes back in either database.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use journeys::program;
use tempfile::TempDir;

type Told = Result<(), String>;

/// A folder with the sample organisation in it, a year of records.
struct Full {
    folder: TempDir,
    database: String,
}

impl Full {
    fn new() -> Result<Full, String> {
        let folder = TempDir::new().map_err(|e| e.to_string())?;
        let data = folder.path().join("data").display().to_string();
        let mut running = program::up(folder.path(), &["--sample", "--data", &data])?;
        running.link()?;
        assert_eq!(running.interrupt()?, Some(0));
        let database = format!("sqlite:{data}/sample.db");
        Ok(Full { folder, database })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new file for SQLite, a new database on the server.
    fn empty(&self, name: &str) -> Result<[String; 2], String> {
        Ok([format!("sqlite:{}", self.path(name).display()), program::postgres()?])
    }

    fn remit(&self, words: &[&str]) -> Result<(Option<i32>, String), String> {
        remit(self.folder.path(), words)
    }
}

/// How it ended, and what it answered; complaints where it answered nothing.
fn remit(folder: &Path, words: &[&str]) -> Result<(Option<i32>, String), String> {
    let told = program::run(folder, words)?;
    let err = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(!err.contains("made a mistake"), "remit {words:?} panicked: {err}");
    let out = String::from_utf8_lossy(&told.stdout).into_owned();
    Ok((told.status.code(), if out.is_empty() { err } else { out }))
}

/// Everything in a database, one object a line, in no order.
fn objects(full: &Full, database: &str) -> Result<BTreeSet<String>, String> {
    let (code, out) = full.remit(&["export", "--database", database])?;
    assert_eq!(code, Some(0), "{out}");
    Ok(out.lines().map(str::to_owned).collect())
}

#[test]
fn what_was_exported_comes_in_the_same_and_only_once() -> Told {
    let full = Full::new()?;
    let all = objects(&full, &full.database)?;
    assert!(all.len() > 50, "the sample has only {} objects", all.len());
    let file = full.path("records.jsonl");
    std::fs::write(&file, all.iter().cloned().collect::<Vec<_>>().join("\n") + "\n")
        .map_err(|e| e.to_string())?;
    let file = file.to_string_lossy();
    for database in full.empty("applied.db")? {
        // A dry run shows and writes nothing.
        let (code, said) = full.remit(&["apply", "--dry-run", "--database", &database, &file])?;
        assert_eq!(code, Some(0), "{said}");
        assert_ne!(objects(&full, &database)?, all);
        let (code, said) = full.remit(&["apply", "--database", &database, &file])?;
        assert_eq!(code, Some(0), "{said}");
        let there = objects(&full, &database)?;
        let lost: Vec<_> = all.symmetric_difference(&there).take(3).collect();
        assert!(lost.is_empty(), "{database}: not the same: {lost:#?}");
        let (code, said) = full.remit(&["apply", "--json", "--database", &database, &file])?;
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(objects(&full, &database)?, all, "a second time changes something");
    }
    Ok(())
}

#[test]
fn a_backup_is_checked_restored_and_the_same_on_both_databases() -> Told {
    let full = Full::new()?;
    let all = objects(&full, &full.database)?;
    let file = full.path("monday.backup").to_string_lossy().into_owned();
    let backup = ["backup", "--database", &full.database, &file];
    let (code, said) = full.remit(&backup)?;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(full.remit(&backup)?.0, Some(2), "a backup overwrites another");
    assert_eq!(full.remit(&["verify", &file])?.0, Some(0));
    for database in full.empty("restored.db")? {
        let restore = ["restore", "--database", &database, &file];
        let (code, said) = full.remit(&restore)?;
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(objects(&full, &database)?, all);
        // What holds something is left as it is.
        assert_eq!(full.remit(&restore)?.0, Some(2));
        assert_eq!(objects(&full, &database)?, all);
        // And on from there: a backup of the restored house is whole too.
        let again = format!("{file}-{}", if database.starts_with("sqlite") { "a" } else { "b" });
        assert_eq!(full.remit(&["backup", "--database", &database, &again])?.0, Some(0));
        assert_eq!(full.remit(&["verify", &again])?.0, Some(0));
    }
    Ok(())
}

#[test]
fn a_damaged_backup_is_named_and_restores_nothing() -> Told {
    let full = Full::new()?;
    let file = full.path("monday.backup");
    let name = file.to_string_lossy().into_owned();
    assert_eq!(full.remit(&["backup", "--database", &full.database, &name])?.0, Some(0));
    let whole = std::fs::read(&file).map_err(|e| e.to_string())?;
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 1;
    for (what, bytes) in [
        ("a flipped bit", flipped.as_slice()),
        ("a missing end", &whole[..middle]),
        ("nothing at all", &[]),
        ("something else", b"not a backup\n"),
    ] {
        std::fs::write(&file, bytes).map_err(|e| e.to_string())?;
        let (code, said) = full.remit(&["verify", &name])?;
        assert!(matches!(code, Some(1 | 2)), "{what} passes for whole: {said}");
        let database = format!("sqlite:{}", full.path("never.db").display());
        let (code, said) = full.remit(&["restore", "--database", &database, &name])?;
        assert_eq!(code, Some(2), "{what} was restored: {said}");
        assert!(objects(&full, &database)?.len() < 3, "{what} left something behind");
    }
    Ok(())
}

#[test]
fn what_cannot_be_written_to_is_named() -> Told {
    let full = Full::new()?;
    let nowhere = full.path("no/such/folder/x.backup").to_string_lossy().into_owned();
    for words in [
        &["backup", "--database", &full.database, &nowhere][..],
        &["export", "--database", "mysql://somewhere/remit"],
        &["export", "--database", "postgres://remit@127.0.0.1:1/remit"],
        &["apply", "no-such-file.jsonl"],
        &["verify", "no-such-file.backup"],
        &["export", "--server", "https://127.0.0.1:1"],
    ] {
        let (code, said) = full.remit(words)?;
        assert_eq!(code, Some(2), "remit {words:?}: {said}");
        assert!(said.lines().any(|line| line.starts_with("error: ")), "remit {words:?}: {said}");
    }
    Ok(())
}
