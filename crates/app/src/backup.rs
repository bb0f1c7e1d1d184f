//! Everything into one file, and back into an empty house on either database.
//!
//! A backup holds all that is kept, the journal and drafts too; only keys to the door (sessions,
//! links, tokens) are left out, so that nobody walks in with an old one.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use domain::deed::Deed;
use domain::id::At;
use domain::people::Subject;
use serde::Serialize;
use serde_json::json;
use store::{Head, StoreError};

use crate::desk::Desk;
use crate::erasures;
use crate::problem::{Problem, Result};

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backup {
    pub made_at: At,
    /// Version of the database's schema; an older Remit refuses a newer one.
    pub schema: i64,
    /// Rows by table.
    pub counts: BTreeMap<String, i64>,
}

/// What a restore brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    #[serde(flatten)]
    pub backup: Backup,
    /// People the backup still named and who were erased since.
    pub erased_again: usize,
}

/// What looking through a backup found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Whole(Backup),
    /// One sentence: what is wrong with it.
    Damaged(String),
}

impl Desk {
    /// Writes a backup to a new file that its owner alone may read, and looks through it before
    /// it gets its name: what is there under this name is whole.
    pub async fn backup_to(&self, path: &Path) -> Result<Backup> {
        self.need(Deed::Backup, &Subject::default())?;
        if path.exists() {
            let says = format!(
                "{} exists already. Name a new file, so that no older backup is lost.",
                path.display()
            );
            return Err(Problem::Unavailable(says));
        }
        let part = unfinished(path);
        let kept = self.write_and_verify(&part).await;
        let kept = kept.and_then(|it| {
            fs::rename(&part, path).map_err(|e| cannot("be given its name", path, &e)).map(|()| it)
        });
        if kept.is_ok() {
            let list = self.house.store().erasures().await?;
            erasures::add_to(&erasures::beside(path), &list)?;
        }
        if kept.is_err() {
            // The first error is the one that helps; the next backup overwrites what is left.
            let _ = fs::remove_file(&part);
        }
        kept
    }

    async fn write_and_verify(&self, part: &Path) -> Result<Backup> {
        let file = create_private(part).map_err(|e| cannot("be written", part, &e))?;
        let mut out = BufWriter::new(file);
        let dumped = self.house.store().dump(self.now, &mut out).await;
        dumped.map_err(|it| at_file("be written", part, it))?;
        let file = out.into_inner().map_err(|e| cannot("be written", part, e.error()))?;
        file.sync_all().map_err(|e| cannot("be written", part, &e))?;
        match verify_backup(part).await? {
            Verdict::Whole(backup) => Ok(backup),
            Verdict::Damaged(says) => Err(Problem::Unavailable(format!(
                "The backup was thrown away, because it would not come back: {says} The database may be damaged."
            ))),
        }
    }

    /// Loads a backup into this house, which must be empty. Whole or not at all. Whoever was erased
    /// after it was made, by the lists beside it and in the data folder, is erased again.
    pub async fn restore_from(&self, path: &Path) -> Result<Restored> {
        self.need(Deed::Backup, &Subject::default())?;
        let file = File::open(path).map_err(|e| cannot("be read", path, &e))?;
        let mut list = erasures::read(&erasures::beside(path))?;
        list.extend(self.house.erasures_outside()?);
        let loaded = self.house.store().load_without(&mut BufReader::new(file), &list).await;
        let (head, again) = loaded.map_err(|it| at_file("be read", path, it))?;
        if !again.is_empty() {
            let note = |batch: store::Batch, person| {
                batch.note(None, person, "person.erased", &json!({ "again": true }))
            };
            self.house.write(again.iter().fold(self.batch(), note)).await?;
        }
        self.house.keep_erasures().await?;
        self.house.look_again().await?;
        Ok(Restored { backup: head.into(), erased_again: again.len() })
    }
}

/// Looks through a backup without a house: checksum, counts, and that every reference leads
/// somewhere.
///
/// Errors: the file cannot be read, or a newer Remit wrote it.
pub async fn verify_backup(path: &Path) -> Result<Verdict> {
    let file = File::open(path).map_err(|e| cannot("be read", path, &e))?;
    match store::verify(&mut BufReader::new(file)).await {
        Ok(head) => Ok(Verdict::Whole(head.into())),
        Err(damage @ StoreError::Dump(_)) => Ok(Verdict::Damaged(damage.to_string())),
        Err(other) => Err(at_file("be read", path, other)),
    }
}

impl From<Head> for Backup {
    fn from(head: Head) -> Self {
        Self { made_at: head.made_at, schema: head.schema, counts: head.counts }
    }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn at_file(what: &str, path: &Path, error: StoreError) -> Problem {
    match error {
        StoreError::Io(cause) => cannot(what, path, &cause),
        other => other.into(),
    }
}

fn cannot(what: &str, path: &Path, cause: &std::io::Error) -> Problem {
    Problem::Unavailable(format!("{} cannot {what}: {cause}.", path.display()))
}
