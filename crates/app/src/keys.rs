//! Keys of things that end: in a file of their own, outside of the database and of every backup.
//!
//! What is sealed under such a key is gone for good once the key is destroyed, also from old copies of
//! the database. The file is written whole or not at all, for its owner alone; what it held before is
//! overwritten, as far as a disk lets us.

pub(crate) mod sealed;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use domain::id::Id;

use crate::chance;
use crate::problem::{Problem, Result};

/// 32 random bytes; what they seal is derived from them by purpose.
pub(crate) type Key = [u8; 32];

/// Purpose and id of what a key was made for, to the key in hexadecimal digits.
type All = BTreeMap<String, String>;

#[derive(Debug)]
pub(crate) struct Keys {
    place: Place,
}

#[derive(Debug)]
enum Place {
    File(PathBuf),
    /// As long as a house in memory lives.
    Memory(Mutex<All>),
    /// A server database, and nobody has said where.
    Nowhere,
}

impl Keys {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { place: Place::File(path) }
    }

    pub(crate) fn in_memory() -> Self {
        Self { place: Place::Memory(Mutex::default()) }
    }

    pub(crate) fn nowhere() -> Self {
        Self { place: Place::Nowhere }
    }

    /// The file beside a database of its own.
    pub(crate) fn beside(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(".keys");
        PathBuf::from(name)
    }

    /// Whether keys can be kept at all.
    pub(crate) fn has_a_place(&self) -> bool {
        !matches!(self.place, Place::Nowhere)
    }

    /// A new key for this, or the one that was made before: opening twice is opening once.
    pub(crate) fn make(&self, purpose: &str, id: &Id) -> Result<Key> {
        let name = name(purpose, id);
        self.change(|all| {
            let fresh = || chance::hex(&chance::bytes::<32>());
            read_hex(all.entry(name).or_insert_with(fresh))
        })?
        .ok_or_else(damaged)
    }

    /// `None` once it is destroyed, or where it never was.
    pub(crate) fn get(&self, purpose: &str, id: &Id) -> Result<Option<Key>> {
        let found = self.all()?.get(&name(purpose, id)).cloned();
        found.map(|it| read_hex(&it).ok_or_else(damaged)).transpose()
    }

    /// There is no way back. Destroying what is gone already changes nothing.
    pub(crate) fn destroy(&self, purpose: &str, id: &Id) -> Result<()> {
        let name = name(purpose, id);
        if self.all()?.contains_key(&name) {
            self.change(|all| drop(all.remove(&name)))?;
        }
        Ok(())
    }

    /// Where keys are to be, and whether the file is fit for use: said at the start, and not when
    /// somebody has written their answer. `is_needed`: something waits that only a key can open.
    pub(crate) fn check(&self, is_needed: bool) -> Result<()> {
        match &self.place {
            Place::File(path) if is_needed && !path.exists() => Err(Problem::Unavailable(format!(
                "The key file {} is missing, and something here opens with it alone: what was answered \
                 in an open health review, what somebody writes for themselves alone, or the address \
                 of a team’s channel. Put it back, or name it with --key-file. If it is lost, make an \
                 empty file there that only Remit’s user can read: what was sealed stays sealed for \
                 good, the review can be called off, a page can be begun anew, and each channel must \
                 be named again.",
                path.display()
            ))),
            Place::Nowhere if is_needed => Err(nowhere()),
            Place::Nowhere => Ok(()),
            _ => self.all().map(drop),
        }
    }

    fn all(&self) -> Result<All> {
        match &self.place {
            Place::File(path) => read(path),
            Place::Memory(all) => Ok(held(all).clone()),
            Place::Nowhere => Err(nowhere()),
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut All) -> T) -> Result<T> {
        let path = match &self.place {
            Place::File(path) => path,
            Place::Memory(all) => return Ok(change(&mut held(all))),
            Place::Nowhere => return Err(nowhere()),
        };
        let _alone = lock(path).map_err(|e| cannot("write", path, &e.to_string()))?;
        let mut all = read(path)?;
        let done = change(&mut all);
        write(path, &all).map_err(|e| cannot("write", path, &e.to_string()))?;
        Ok(done)
    }
}

/// Replicas on one database share the file; the next one waits here.
fn lock(path: &Path) -> std::io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = private().open(PathBuf::from(name))?;
    file.lock()?;
    Ok(file)
}

/// A file that is not there holds no keys yet.
fn read(path: &Path) -> Result<All> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(All::new()),
        Err(e) => return Err(cannot("read", path, &e.to_string())),
    };
    only_ours(path)?;
    if text.trim().is_empty() {
        return Ok(All::new());
    }
    serde_json::from_str(&text).map_err(|_| cannot("read", path, "it is no key file of Remit’s"))
}

/// A key that others can read protects nobody.
fn only_ours(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = fs::metadata(path).map_err(|e| cannot("read", path, &e.to_string()))?;
        if found.permissions().mode() & 0o077 != 0 {
            return Err(Problem::Unavailable(format!(
                "Others can read the key file {0}, so it protects nobody. Take that away with: \
                 chmod 600 {0}",
                path.display()
            )));
        }
    }
    Ok(())
}

fn write(path: &Path, all: &All) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut file = private().truncate(true).open(&part)?;
    file.write_all(&serde_json::to_vec(all)?)?;
    file.sync_all()?;
    // Held open, the old bytes can still be reached once the new file has their name.
    let old = OpenOptions::new().write(true).open(path).ok();
    fs::rename(&part, path)?;
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    if let Some(mut old) = old {
        let length = usize::try_from(old.metadata()?.len()).unwrap_or(0);
        old.write_all(&vec![b' '; length])?;
        old.sync_all()?;
    }
    Ok(())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn name(purpose: &str, id: &Id) -> String {
    format!("{purpose} {id}")
}

fn held(all: &Mutex<All>) -> std::sync::MutexGuard<'_, All> {
    all.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn read_hex(text: &str) -> Option<Key> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in key.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

fn nowhere() -> Problem {
    Problem::Unavailable(
        "Answers to a health review, and what somebody writes for themselves alone, are sealed with a \
         key that lies outside of the database, and this house has no place for one. Whoever runs it \
         names a file with --key-file."
            .to_owned(),
    )
}

fn damaged() -> Problem {
    Problem::Unavailable("The key file is damaged. Put it back as it was.".to_owned())
}

fn cannot(what: &str, path: &Path, why: &str) -> Problem {
    Problem::Unavailable(format!("Remit cannot {what} its key file {}: {why}.", path.display()))
}

#[cfg(test)]
#[path = "keys/tests.rs"]
mod tests;
