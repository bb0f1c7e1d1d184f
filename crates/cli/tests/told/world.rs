//! A small checkout, and the program run in it with an environment of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const MAP: &str = r#"levels = ["contributor", "lead", "director"]
[dimension.undo]
steps = ["hour", "sprint", "never"]
assume = "sprint"
[dimension.effort]
unit = "person-days"
[holder]
lead = ["@ana"]
director = ["@raj"]
[[lane]]
id = "small"
domain = "*"
level = "contributor"
upto = { undo = "sprint", effort = 5 }
inform = ["@team"]
[[lane]]
id = "rest"
domain = "*"
level = "lead"
consult = ["@sec"]
[[signal]]
paths = ["src/**"]
effort = 1
[[signal]]
paths = ["db/**"]
domain = "storage"
undo = "never"
effort = 2
[[signal]]
paths = ["odd/**"]
domain = "odd"
"#;

/// A folder that goes away with the test, and what runs in it.
pub(crate) struct World {
    dir: tempfile::TempDir,
    env: Vec<(String, String)>,
    at: PathBuf,
}

pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Told {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    /// It could not be done: code 2, nothing on standard output, and these words.
    pub(crate) fn failed(&self, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(self.err.starts_with("error: ") || self.err.contains("\nerror: "), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "“{word}” is missing: {}", self.err);
        }
    }
}

impl World {
    /// A folder with nothing in it.
    pub(crate) fn bare() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("home")).unwrap();
        let at = dir.path().join("work");
        std::fs::create_dir_all(&at).unwrap();
        Self { at, dir, env: Vec::new() }
    }

    /// A repository without a commit.
    pub(crate) fn empty() -> Self {
        let world = Self::bare();
        world.git(&["init", "-q", "-b", "main"]);
        world
    }

    /// A repository with these files in one commit.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let world = Self::empty();
        world.commit(files, "Begin");
        world
    }

    pub(crate) fn commit(&self, files: &[(&str, &str)], message: &str) {
        for (path, text) in files {
            self.write(path, text);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.at.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at.join(path)).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.at
    }

    /// The same world from a folder below, or beside.
    pub(crate) fn go(mut self, folder: &str) -> Self {
        self.at = self.at.join(folder);
        std::fs::create_dir_all(&self.at).unwrap();
        self
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn git(&self, words: &[&str]) -> String {
        let done = self.command("git").args(words).output().unwrap();
        assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    /// A command that sees this folder, this home, and nothing of whoever runs the tests.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.at).env_clear().envs(self.env.iter().map(|(k, v)| (k, v)));
        let home = self.dir.path().join("home");
        command.env("HOME", &home).env("PATH", env!("PATH")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_AUTHOR_NAME", "Kim").env("GIT_AUTHOR_EMAIL", "kim@town.example");
        command.env("GIT_COMMITTER_NAME", "Kim").env("GIT_COMMITTER_EMAIL", "kim@town.example");
        command
    }

    pub(crate) fn remit(&self, words: &[&str]) -> Told {
        told(self.command(env!("CARGO_BIN_EXE_remit")).args(words).output().unwrap())
    }

    /// With `--json`, parsed.
    pub(crate) fn json(&self, words: &[&str]) -> serde_json::Value {
        self.remit(&[words, &["--json"]].concat()).json()
    }
}

pub(crate) fn told(output: Output) -> Told {
    Told {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The names of an object's fields.
pub(crate) fn names(of: &serde_json::Value) -> BTreeSet<&str> {
    of.as_object().unwrap_or_else(|| panic!("no object: {of}")).keys().map(String::as_str).collect()
}

/// Whether every one of these fields is there, whatever it holds.
pub(crate) fn promised(of: &serde_json::Value, fields: &[&str]) {
    let there = names(of);
    for field in fields {
        assert!(there.contains(field), "“{field}” was promised: {there:?}");
    }
}
