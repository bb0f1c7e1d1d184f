//! The list of erasures outside of the database: beside an SQLite file and beside backups.
//!
//! What only stood in the database would be forgotten with it, and an older backup would bring
//! people back. The list holds salted hashes and no name.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use store::{Change, Erasure};

use crate::house::House;
use crate::problem::{Problem, Result};

/// The list that lies in the folder of a backup.
pub(crate) fn beside(backup: &Path) -> PathBuf {
    backup.with_file_name("remit.erasures")
}

impl House {
    /// The list beside this house's own database; only one in a file has a place beside it.
    fn erasures_file(&self) -> Option<PathBuf> {
        let mut name = self.store().path()?.as_os_str().to_owned();
        name.push(".erasures");
        Some(PathBuf::from(name))
    }

    pub(crate) fn erasures_outside(&self) -> Result<Vec<Erasure>> {
        self.erasures_file().map_or(Ok(Vec::new()), |it| read(&it))
    }

    /// Writes down outside of the database who is on the list in it.
    pub(crate) async fn keep_erasures(&self) -> Result<()> {
        match self.erasures_file() {
            Some(file) => add_to(&file, &self.store().erasures().await?),
            None => Ok(()),
        }
    }

    /// A database put back from an older copy of its file is told whom it still names.
    pub(crate) async fn honour_erasures(&self) -> Result<()> {
        let outside = self.erasures_outside()?;
        let inside = self.store().erasures().await?;
        let missing = outside.iter().any(|it| inside.iter().all(|known| known.hash != it.hash));
        if missing {
            let batch = self.system_desk("erasures").batch();
            let subject = "organisation".into();
            let batch = batch.change(Change::HonourErasures(outside));
            self.write_people(batch.note(None, &subject, "people.erased-again", &json!({})))
                .await?;
            tracing::info!("the database named people who had been erased; they were erased again");
        }
        self.keep_erasures().await
    }
}

/// One JSON object a line. A file that is not there is an empty list; one that cannot be read stops
/// whoever needs it, for without it somebody could come back.
pub(crate) fn read(path: &Path) -> Result<Vec<Erasure>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(cannot("read", path, &e.to_string())),
    };
    let lines = text.lines().filter(|it| !it.trim().is_empty());
    lines
        .map(|it| serde_json::from_str(it).map_err(|e| cannot("read", path, &e.to_string())))
        .collect()
}

/// Adds to the file what it does not hold yet; whole or not at all, and for its owner alone.
pub(crate) fn add_to(path: &Path, list: &[Erasure]) -> Result<()> {
    let mut all = read(path)?;
    let new: Vec<Erasure> =
        list.iter().filter(|it| all.iter().all(|known| known.hash != it.hash)).cloned().collect();
    if new.is_empty() {
        return Ok(());
    }
    all.extend(new);
    let mut text = String::new();
    for it in &all {
        text += &serde_json::to_string(it).map_err(Problem::broken)?;
        text.push('\n');
    }
    write(path, &text).map_err(|e| cannot("write", path, &e.to_string()))
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, path)
}

fn cannot(what: &str, path: &Path, why: &str) -> Problem {
    Problem::Unavailable(format!(
        "Remit cannot {what} the list of erased people at {}: {why}. Put it right first: without it \
         somebody who was erased could come back.",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use domain::id::At;

    use super::*;

    #[test]
    fn the_list_grows_and_holds_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("remit.erasures");
        let one = |hash: &str| Erasure { hash: hash.into(), salt: "s".into(), at: At(1) };
        assert_eq!(read(&file).unwrap(), []);
        add_to(&file, &[one("a")]).unwrap();
        add_to(&file, &[one("b"), one("a")]).unwrap();
        assert_eq!(read(&file).unwrap(), [one("a"), one("b")]);
    }

    #[test]
    fn a_damaged_list_is_not_taken_for_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("remit.erasures");
        fs::write(&file, "{\"hash\":\"a\"").unwrap();
        let says = read(&file).unwrap_err().to_string();
        assert!(says.contains("could come back"), "{says}");
        assert!(add_to(&file, &[]).is_err());
    }
}
