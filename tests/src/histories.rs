//! Small repositories with unusual content, made by git itself, in folders that go away.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A checkout called `shop` in a folder of its own.
pub struct History {
    home: TempDir,
}

impl History {
    /// Commits as `git fast-import` reads them; the branch `main` is checked out afterwards.
    pub fn imported(commits: &[u8]) -> Result<History, String> {
        let history = History::empty()?;
        let mut import = history.git_command();
        let mut child = import
            .args(["fast-import", "--quiet"])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|e| format!("git cannot be started: {e}."))?;
        let written = child.stdin.take().map(|mut pipe| pipe.write_all(commits));
        let ended = child.wait().map_err(|e| format!("git was lost: {e}."))?;
        if written.is_none_or(|w| w.is_err()) || !ended.success() {
            return Err("git could not read the commits of the test.".into());
        }
        history.git(&["reset", "--quiet", "--hard", "main"])?;
        Ok(history)
    }

    /// A repository before its first commit.
    pub fn empty() -> Result<History, String> {
        let home = TempDir::new().map_err(|e| format!("no temporary folder: {e}."))?;
        std::fs::create_dir(home.path().join("shop")).map_err(|e| format!("no folder: {e}."))?;
        let history = History { home };
        history.git(&["init", "--quiet", "--initial-branch=main"])?;
        Ok(history)
    }

    pub fn path(&self) -> PathBuf {
        self.home.path().join("shop")
    }

    /// The folder that holds the checkout, for clones beside it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn git(&self, words: &[&str]) -> Result<String, String> {
        let told = self.git_command().args(words).output();
        let told = told.map_err(|e| format!("git cannot be started: {e}."))?;
        if told.status.success() {
            return Ok(String::from_utf8_lossy(&told.stdout).into_owned());
        }
        Err(format!("git {}: {}", words.join(" "), String::from_utf8_lossy(&told.stderr)))
    }

    /// Nothing of the person who runs the tests decides what git does here.
    fn git_command(&self) -> Command {
        let mut git = Command::new("git");
        git.current_dir(self.path()).env("HOME", self.home.path());
        git.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        for role in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{role}_NAME"), "Ana");
            git.env(format!("GIT_{role}_EMAIL"), "ana@example.org");
        }
        git
    }
}

/// Writes the stream that `git fast-import` reads, one commit after another on `main`.
#[derive(Default)]
pub struct Stream {
    bytes: Vec<u8>,
    commits: usize,
}

/// Midnight of 2026-01-01, UTC, in seconds.
const YEAR: i64 = 1_767_225_600;
const DAY: i64 = 86_400;

impl Stream {
    /// A commit by this person on this day of 2026 that changes one file.
    pub fn commit(self, who: &str, day: i64, message: &[u8]) -> Stream {
        let file = format!("src/{}.txt", who.to_lowercase());
        self.write(who.as_bytes(), YEAR + day * DAY, message, Some(&file), &[])
    }

    /// A commit that changes nothing.
    pub fn nothing(self, who: &str, day: i64) -> Stream {
        self.write(who.as_bytes(), YEAR + day * DAY, b"nothing changed", None, &[])
    }

    /// A commit whose author and message are any bytes at all, at any second since 1970.
    pub fn odd(self, who: &[u8], second: i64, message: &[u8]) -> Stream {
        self.write(who, second, message, Some("src/odd.txt"), &[])
    }

    /// A merge of the commits with these numbers, counted from 1, into the newest.
    pub fn merge(self, day: i64, message: &[u8], others: &[usize]) -> Stream {
        self.write(b"Ana", YEAR + day * DAY, message, Some("src/merged.txt"), others)
    }

    /// A lightweight tag on the newest commit.
    pub fn tag(mut self, name: &str) -> Stream {
        let line = format!("reset refs/tags/{name}\nfrom :{}\n\n", self.commits);
        self.bytes.extend(line.as_bytes());
        self
    }

    pub fn made(self) -> Result<History, String> {
        History::imported(&self.bytes)
    }

    fn write(
        mut self,
        who: &[u8],
        second: i64,
        message: &[u8],
        file: Option<&str>,
        merged: &[usize],
    ) -> Stream {
        let parent = self.commits;
        self.commits += 1;
        let line = |words: String| words.into_bytes();
        let person = [who, &line(format!(" <someone@example.org> {second} +0000\n"))].concat();
        let mut out = line(format!("commit refs/heads/main\nmark :{}\n", self.commits));
        out.extend([b"author ", person.as_slice(), b"committer ", &person].concat());
        out.extend(line(format!("data {}\n", message.len())));
        out.extend([message, b"\n"].concat());
        if parent > 0 {
            out.extend(line(format!("from :{parent}\n")));
        }
        for other in merged {
            out.extend(line(format!("merge :{other}\n")));
        }
        if let Some(path) = file {
            let content = format!("line {}\n", self.commits);
            out.extend(line(format!(
                "M 100644 inline {path}\ndata {}\n{content}\n",
                content.len()
            )));
        }
        out.push(b'\n');
        self.bytes.extend(out);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_sees_the_history_that_was_written() {
        let history = Stream::default()
            .commit("Ana", 1, b"cart: first")
            .commit("Mia", 2, b"billing: second")
            .nothing("Ana", 3)
            .merge(4, b"all of it", &[1, 2])
            .tag("v1.0.0")
            .made()
            .unwrap();
        assert_eq!(history.git(&["rev-list", "--count", "main"]).unwrap().trim(), "4");
        let parents = history.git(&["show", "--no-patch", "--format=%P", "v1.0.0"]).unwrap();
        assert_eq!(parents.split_whitespace().count(), 3);
        let odd = Stream::default().odd(b"\xff\xfe", 99_999_999_999, b"\x80\n").made().unwrap();
        assert_eq!(odd.git(&["rev-list", "--count", "main"]).unwrap().trim(), "1");
    }
}
