//! Finding and opening a repository, with a sentence for each way that can fail.

use std::path::{Path, PathBuf};

use gix::discover::upwards::{self, TrustPolicy};
use gix::open::permissions;
use gix::sec::{Permission, Trust};

/// A git repository on this machine: a work tree, a linked work tree or a bare repository.
pub struct Repository {
    shared: gix::ThreadSafeRepository,
    root: PathBuf,
    git_dir: PathBuf,
}

/// Why a repository could not be read: what, where, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(
        "{} is not inside a git repository. Run this in a checkout; `up`, `mirrors` and `init` also take one by its path.",
        .0.display()
    )]
    NotARepository(PathBuf),
    #[error("{} cannot be read: {why}.", path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error(
        "{} belongs to another user, so its configuration is not trusted. If you trust it: `git config --global --add safe.directory {}`.",
        .0.display(), .0.display()
    )]
    OwnedByAnother(PathBuf),
    #[error("{} has no commits yet. Make the first one, then try again.", .0.display())]
    NoCommits(PathBuf),
    #[error("“{0}” names no commit here. Give a range as BASE..HEAD, for example `main..HEAD`.")]
    UnknownRevision(String),
    #[error(
        "“{words}” changes more than {paths} paths, which is an import and not a change to be routed."
    )]
    TooLarge { words: String, paths: usize },
    #[error(
        "“{0}” and “{1}” share no commit, so there is nothing to compare. Name the base yourself: BASE..HEAD."
    )]
    Unrelated(String, String),
    #[error(
        "{0} begins before what this shallow clone holds. Fetch the whole history (`git fetch --unshallow`; in CI a fetch depth of 0), then try again."
    )]
    CutOff(String),
    #[error("The repository at {} is damaged or incomplete: {what} ({why}). `git fsck` says more.", path.display())]
    Damaged { path: PathBuf, what: String, why: String },
}

impl Repository {
    /// The repository that `path` lies in, looking upwards; symbolic links are followed.
    pub fn find(path: &Path) -> Result<Self, Problem> {
        Self::find_with(path, TrustPolicy::default(), &careful())
    }

    fn find_with(
        path: &Path,
        trust: TrustPolicy,
        open: &gix::open::Options,
    ) -> Result<Self, Problem> {
        let unreadable = |error: std::io::Error| Problem::Unreadable {
            path: path.to_owned(),
            why: error.to_string().to_lowercase(),
        };
        let start = std::fs::canonicalize(path).map_err(unreadable)?;
        let start = match start.parent() {
            Some(folder) if start.is_file() => folder.to_owned(),
            _ => start,
        };
        std::fs::read_dir(&start).map_err(unreadable)?;
        let options = upwards::Options { trust, ..Default::default() };
        let by_trust = gix::sec::trust::Mapping { full: open.clone(), reduced: open.clone() };
        let shared = gix::ThreadSafeRepository::discover_opts(&start, options, by_trust)
            .map_err(|error| explain(&start, &error))?;
        let local = shared.to_thread_local();
        let git_dir = local.git_dir().to_owned();
        let root = local.workdir().unwrap_or(&git_dir).to_owned();
        Ok(Self { root, git_dir, shared })
    }

    /// The work tree's folder; of a bare repository the git folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    pub fn is_bare(&self) -> bool {
        self.root == self.git_dir
    }

    /// What people call it: the last part of `origin`'s address, else the folder's name.
    pub fn name(&self) -> String {
        let origin = self.config("remote.origin.url").unwrap_or_default();
        // A path on this machine says no more than the folder does.
        let address = (origin.contains(':') && !origin.starts_with("file:")).then_some(origin);
        let last =
            address.as_deref().and_then(|it| it.trim_end_matches('/').rsplit(['/', ':']).next());
        let folder = self.root.file_name().map(|it| it.to_string_lossy());
        [last, folder.as_deref()]
            .into_iter()
            .flatten()
            .map(|it| it.strip_suffix(".git").unwrap_or(it))
            .find(|it| !it.is_empty() && !it.contains(char::is_control))
            .unwrap_or("repository")
            .to_owned()
    }

    /// One value of the git configuration (local, user, system), as `git config KEY` prints it.
    pub fn config(&self, key: &str) -> Option<String> {
        let value = self.local().config_snapshot().string(key)?.to_string();
        Some(value).filter(|it| !it.trim().is_empty())
    }

    pub(crate) fn local(&self) -> gix::Repository {
        self.shared.to_thread_local()
    }

    pub(crate) fn damaged(&self, what: &str, why: impl std::fmt::Display) -> Problem {
        Problem::Damaged { path: self.root.clone(), what: what.to_owned(), why: why.to_string() }
    }
}

/// An object that claims to be larger is treated as damaged: 256 MiB.
const ALLOCATE: &str = "gitoxide.objects.allocLimit=268435456";

/// Reads the same configuration files as git does, runs nothing, and takes nothing else from the
/// environment: a `GIT_DIR` left over from a hook must not point us elsewhere.
fn careful() -> gix::open::Options {
    let mut allowed = gix::open::Permissions::isolated();
    allowed.config =
        permissions::Config { git_binary: false, env: false, ..permissions::Config::all() };
    allowed.env.home = Permission::Allow;
    allowed.env.xdg_config_home = Permission::Allow;
    gix::open::Options::default()
        .permissions(allowed)
        .with(Trust::Reduced)
        .bail_if_untrusted(true)
        .config_overrides([ALLOCATE])
        .strict_config(false)
}

fn explain(start: &Path, error: &gix::Error) -> Problem {
    use upwards::Error as Not;
    let path = start.to_owned();
    match error.downcast_any_ref::<Not>() {
        Some(Not::NoTrustedGitRepository { candidate, .. }) => {
            return Problem::OwnedByAnother(candidate.clone());
        }
        Some(_) => return Problem::NotARepository(path),
        None => {}
    }
    let why = error.probable_cause().to_string();
    if why.contains("safe.directory") || why.to_lowercase().contains("unsafe") {
        return Problem::OwnedByAnother(path);
    }
    Problem::Unreadable { path, why: why.trim_end_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bare repository as git lays it out, in a folder of its own.
    fn bare() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["objects", "refs"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        std::fs::write(folder.path().join("HEAD"), "ref: refs/heads/main\n").unwrap();
        folder
    }

    #[test]
    fn what_somebody_else_owns_is_not_opened_and_the_way_out_is_named() {
        let folder = bare();
        let somebody_else = TrustPolicy::Assume(Trust::Reduced);
        // Without the user's own configuration, which may trust every folder.
        let open = careful().permissions(gix::open::Permissions::isolated());
        let problem = Repository::find_with(folder.path(), somebody_else, &open).err().unwrap();
        assert!(matches!(problem, Problem::OwnedByAnother(_)), "{problem}");
        assert!(problem.to_string().contains("safe.directory"), "{problem}");
        let mine = TrustPolicy::Assume(Trust::Full);
        assert!(Repository::find_with(folder.path(), mine, &open).is_ok());
    }

    #[test]
    fn a_repository_is_called_as_its_origin_or_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("tool.git");
        std::fs::rename(bare().keep(), &place).unwrap();
        let found = Repository::find(&place).unwrap();
        assert_eq!((found.name().as_str(), found.is_bare()), ("tool", true));
        for (address, name) in [
            ("https://example.org/team/other.git", "other"),
            ("git@example.org:other", "other"),
            ("/srv/git/elsewhere.git", "tool"),
            ("https://example.org/", "example.org"),
        ] {
            std::fs::write(
                place.join("config"),
                format!("[remote \"origin\"]\n\turl = {address}\n"),
            )
            .unwrap();
            assert_eq!(Repository::find(&place).unwrap().name(), name, "{address}");
        }
    }
}
