//! Tiny repositories for tests, made with git in a folder of their own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use domain::facts::Facts;
use domain::id::At;
use forge::{Memory, Repository};

pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// 2026-01-01T00:00:00Z, in seconds: when sandboxes begin.
pub(crate) const BEGIN: i64 = 1_767_225_600;
pub(crate) const DAY: i64 = 86_400;
/// What the tests take for now: 2026-06-01.
pub(crate) const NOW: At = At(1_780_272_000_000);

impl Sandbox {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A repository with the branch `main` and no commit.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.git(&["init", "-q", "-b", "main"]);
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn git(&self, words: &[&str]) -> String {
        self.git_as("Ana <ana@x.org>", BEGIN, BEGIN, words, b"")
    }

    /// Runs git as `Name <email>` with both dates in seconds and returns what it printed.
    pub(crate) fn git_as(
        &self,
        who: &str,
        author_at: i64,
        at: i64,
        words: &[&str],
        input: &[u8],
    ) -> String {
        let (name, email) = who.trim_end_matches('>').split_once(" <").expect("Name <email>");
        let mut child = Command::new("git")
            .current_dir(self.path())
            .args(["-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"])
            .args(words)
            .env_clear()
            .envs(std::env::vars_os().filter(|(key, _)| key == "PATH"))
            .envs([
                ("GIT_CONFIG_NOSYSTEM", "1"),
                ("GIT_CONFIG_GLOBAL", "/dev/null"),
                ("LC_ALL", "C"),
            ])
            .envs([("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", email)])
            .envs([("GIT_COMMITTER_NAME", name), ("GIT_COMMITTER_EMAIL", email)])
            .env("GIT_AUTHOR_DATE", format!("{author_at} +0000"))
            .env("GIT_COMMITTER_DATE", format!("{at} +0000"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git is installed");
        let mut pipe = child.stdin.take().expect("stdin is piped");
        pipe.write_all(input).expect("git reads its input");
        drop(pipe);
        let done = child.wait_with_output().expect("git ends");
        assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.join(file);
        std::fs::create_dir_all(path.parent().expect("inside the sandbox")).expect("folder");
        std::fs::write(path, text).expect("file");
    }

    /// Commits one file, written and landed at once.
    pub(crate) fn commit(&self, who: &str, at: i64, file: &str, message: &str) -> String {
        self.write(file, format!("{message} {at}\n"));
        self.git(&["add", "-A"]);
        self.git_as(who, at, at, &["commit", "-q", "--allow-empty", "-F", "-"], message.as_bytes());
        self.git(&["rev-parse", "HEAD"])
    }

    /// Stores a commit exactly as given, however odd, and moves `main` to it.
    pub(crate) fn raw_commit(&self, bytes: &[u8]) -> String {
        let words = ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"];
        let id = self.git_as("Ana <ana@x.org>", BEGIN, BEGIN, &words, bytes);
        self.git(&["update-ref", "refs/heads/main", &id]);
        id
    }

    pub(crate) fn open(&self) -> Repository {
        Repository::find(self.path()).expect("a repository")
    }

    pub(crate) fn read(&self, memory: Option<Memory>) -> Memory {
        self.open().history(memory, NOW, &mut |_| {}).expect("a history")
    }

    pub(crate) fn facts(&self) -> Facts {
        self.read(None).facts
    }
}

/// How often `reason` was noted.
pub(crate) fn unknown(facts: &Facts, reason: &str) -> u32 {
    facts.unknown.iter().filter(|it| it.reason.contains(reason)).map(|it| it.count).sum()
}

/// What somebody calls the author of this landing.
pub(crate) fn author(facts: &Facts, row: usize) -> &str {
    &facts.identities[facts.landings.author[row] as usize].name
}
