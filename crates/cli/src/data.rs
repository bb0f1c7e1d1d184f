//! Where the workbook lies on this machine, and who has it open.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::env;
use crate::fault::Fault;

/// The folder with the database of the workbook.
pub(crate) struct DataFolder {
    pub(crate) folder: PathBuf,
    /// `workbook` or `sample`: each has its own database, lock and address.
    name: &'static str,
}

/// Held as long as this process has the workbook open.
pub(crate) struct Held {
    _lock: File,
    address: PathBuf,
}

impl DataFolder {
    /// The folder named, else the user's data folder by the XDG rules.
    pub(crate) fn choose(named: Option<PathBuf>, sample: bool) -> Result<Self, Fault> {
        let name = if sample { "sample" } else { "workbook" };
        let folder = match named {
            Some(folder) => folder,
            None => home()?.join("remit"),
        };
        Ok(Self { folder, name })
    }

    /// Makes the folder, readable by its owner alone.
    pub(crate) fn make(&self) -> Result<(), Fault> {
        if self.folder.is_file() {
            return Err(Fault::new(format!("{} is a file and no folder.", self.folder.display()))
                .hint("Name another folder with --data."));
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|e| self.cannot("make the data folder", &e))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join(format!("{}.db", self.name))
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }

    /// Takes the workbook for this process; `None` if another one has it open.
    pub(crate) fn take(&self) -> Result<Option<Held>, Fault> {
        let path = self.folder.join(format!("{}.lock", self.name));
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(|e| self.cannot("write into the data folder", &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Held { _lock: lock, address: self.address_file() })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(self.cannot("lock the data folder", &e)),
        }
    }

    /// The address of the one that runs, as it wrote it down.
    pub(crate) fn running_at(&self) -> Option<String> {
        let address = fs::read_to_string(self.address_file()).ok()?;
        let address = address.trim();
        (!address.is_empty()).then(|| address.to_owned())
    }

    fn address_file(&self) -> PathBuf {
        self.folder.join(format!("{}.address", self.name))
    }

    fn cannot(&self, what: &str, cause: &std::io::Error) -> Fault {
        Fault::because(format!("Remit cannot {what} {}", self.folder.display()), cause)
            .hint("Name another folder with --data, or let this user write there.")
    }
}

impl Held {
    pub(crate) fn write_address(&self, address: &str) -> std::io::Result<()> {
        File::create(&self.address)?.write_all(address.as_bytes())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A stale address is harmless: the lock says whether anybody is there.
        let _ = fs::remove_file(&self.address);
    }
}

/// `~` for the part of a path under the user's home, to be read by people.
pub(crate) fn short(path: &Path) -> String {
    let home = env::var("HOME").map(PathBuf::from);
    match home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

fn home() -> Result<PathBuf, Fault> {
    let absolute = |path: String| Some(PathBuf::from(path)).filter(|it| it.is_absolute());
    let xdg = env::var("XDG_DATA_HOME").and_then(absolute);
    let home = || env::var("HOME").and_then(absolute).map(|it| it.join(".local/share"));
    xdg.or_else(home).ok_or_else(|| {
        Fault::new("There is no home folder to keep the workbook in.")
            .hint("Name a folder with --data, or set HOME.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(at: &Path) -> DataFolder {
        let it = DataFolder::choose(Some(at.join("data")), false).unwrap();
        it.make().unwrap();
        it
    }

    #[test]
    fn one_process_at_a_time_has_the_workbook_and_the_next_learns_where() {
        let dir = tempfile::tempdir().unwrap();
        let first = folder(dir.path()).take().unwrap().expect("nobody has it yet");
        first.write_address("http://127.0.0.1:7171").unwrap();
        let second = folder(dir.path());
        assert!(second.take().unwrap().is_none());
        assert_eq!(second.running_at().as_deref(), Some("http://127.0.0.1:7171"));
        drop(first);
        // A process that a test beside this one is just starting still holds what it inherited.
        let mut tries = (0..200).map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            second.take().unwrap()
        });
        assert!(tries.any(|it| it.is_some()), "nobody has it any more");
        assert_eq!(second.running_at(), None);
    }

    #[test]
    fn a_folder_below_a_file_is_refused_with_a_way_out() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let it = DataFolder::choose(Some(file.path().join("data")), false).unwrap();
        let fault = it.make().unwrap_err();
        assert!(format!("{fault:?}").contains("--data"));
        let itself = DataFolder::choose(Some(file.path().to_owned()), false).unwrap();
        let fault = format!("{:?}", itself.make().unwrap_err());
        assert!(fault.contains("is a file and no folder") && fault.contains("--data"), "{fault}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_the_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let mode = fs::metadata(folder(dir.path()).folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
