//! The file in the user's cache folder that spares a second reading.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use forge::Memory;
use sha2::{Digest as _, Sha256};

/// One file for each git folder, under a name that tells nothing.
pub(super) fn place(folder: &Path, git_dir: &Path) -> PathBuf {
    let sum = Sha256::digest(git_dir.as_os_str().as_encoded_bytes());
    let name: String = sum.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    folder.join("history").join(name)
}

pub(super) fn load(place: &Path) -> Option<Memory> {
    Memory::from_bytes(&fs::read(place).ok()?)
}

/// Whole or not at all: a reader never sees half a file. It holds names and addresses, so only the
/// user may read it.
pub(super) fn save(place: &Path, memory: &Memory) {
    let written = (|| {
        let folder = place.parent()?;
        fs::create_dir_all(folder).ok()?;
        let half = place.with_extension(std::process::id().to_string());
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&half).ok()?;
        let done = file.write_all(&memory.to_bytes()).and_then(|()| fs::rename(&half, place));
        if done.is_err() {
            // Best effort: what is left over is rewritten by the next reading.
            let _left = fs::remove_file(&half);
        }
        done.ok()
    })();
    if written.is_none() {
        tracing::debug!(place = %place.display(), "history cache not written");
    }
}
