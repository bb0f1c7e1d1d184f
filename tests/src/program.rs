//! The real program: `remit` as cargo built it, in a folder and with data of its own.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a first start may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `remit` that keeps running until this is dropped.
pub struct Running {
    process: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

/// The program itself, or a sentence that says how to get it.
pub fn remit() -> Result<PathBuf, String> {
    let program = crate::built().join("remit");
    let missing = "is not built; `cargo xtask test` builds it before the journeys";
    program.is_file().then_some(program.clone()).ok_or(format!("{} {missing}.", program.display()))
}

/// Runs a verb to its end.
pub fn run(folder: &Path, args: &[&str]) -> Result<Output, String> {
    run_with(folder, args, &[])
}

/// The same with these variables set.
pub fn run_with(
    folder: &Path,
    args: &[&str],
    variables: &[(&str, &str)],
) -> Result<Output, String> {
    let told = command(folder)?.args(args).envs(variables.iter().copied()).output();
    told.map_err(|e| format!("remit {} cannot be started: {e}.", args.join(" ")))
}

/// The address of a new and empty database on the test server. Never skipped: without a server
/// there is no proof.
pub fn postgres() -> Result<String, String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    #[expect(clippy::disallowed_methods, reason = "the runner names the test server this way")]
    let server = std::env::var("REMIT_TEST_POSTGRES")
        .map_err(|_| "REMIT_TEST_POSTGRES names no server; `cargo xtask test` starts one.")?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("journey_{}_{number}", std::process::id());
    let make = format!("create database {name}");
    let told = Command::new("psql").args([&server, "-qc", &make]).output();
    let told = told.map_err(|e| format!("psql cannot be started: {e}."))?;
    if !told.status.success() {
        return Err(format!("no database: {}", String::from_utf8_lossy(&told.stderr)));
    }
    let (base, _) = server.rsplit_once('/').ok_or("the server's address names no database.")?;
    Ok(format!("{base}/{name}"))
}

/// Starts a verb that stays, such as `up`.
pub fn start(folder: &Path, args: &[&str]) -> Result<Running, String> {
    let mut process = command(folder)?
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("remit {} cannot be started: {e}.", args.join(" ")))?;
    let (sender, lines) = channel();
    let out = process.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    let err = process.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    for pipe in [out, err].into_iter().flatten() {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                // Nobody listens any more once the journey is over.
                let _ = sender.send(line);
            }
        });
    }
    Ok(Running { process, lines, heard: Vec::new() })
}

/// Nothing of the person who runs the tests may leak into them, and nothing of them may stay.
fn command(folder: &Path) -> Result<Command, String> {
    // Beside a checkout and never in it, so that a journey can see whether it was left alone.
    let home =
        if folder.join(".git").exists() { folder.parent().unwrap_or(folder) } else { folder };
    let mut command = Command::new(remit()?);
    command.current_dir(folder).env_remove("REMIT_TEST_POSTGRES").env("NO_COLOR", "1");
    command.env("HOME", home).env("XDG_DATA_HOME", home.join("data-home"));
    command.env("XDG_CONFIG_HOME", home.join("config-home")).stdin(Stdio::null());
    Ok(command)
}

impl Running {
    /// The next one-time link it prints: `/enter/…` signs in, `/join/…` brings somebody new.
    pub fn link(&mut self) -> Result<String, String> {
        self.link_to("/enter/")
    }

    pub fn link_to(&mut self, place: &str) -> Result<String, String> {
        let line = self.line_with(place)?;
        let from = line.find("http://").unwrap_or(0);
        Ok(line[from..].split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// Waits for a line that contains the words.
    pub fn line_with(&mut self, words: &str) -> Result<String, String> {
        let until = Instant::now() + PATIENCE;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    self.heard.push(line.clone());
                    if line.contains(words) {
                        return Ok(line);
                    }
                }
                Err(_) => break,
            }
        }
        Err(format!("remit never said “{words}”, only:\n{}", self.heard.join("\n")))
    }

    /// All it has said so far.
    pub fn heard(&self) -> String {
        self.heard.join("\n")
    }

    /// Ends it as Ctrl-C does and gives its exit code.
    pub fn interrupt(mut self) -> Result<Option<i32>, String> {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        sent.map_err(|e| format!("`kill` cannot be started: {e}."))?;
        Ok(self.process.wait().map_err(|e| format!("remit was lost: {e}."))?.code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What git says in a folder.
pub fn git(folder: &Path, words: &[&str]) -> Result<String, String> {
    let told = Command::new("git").current_dir(folder).args(words).output();
    let told = told.map_err(|e| format!("git cannot be started: {e}."))?;
    Ok(String::from_utf8_lossy(&told.stdout).into_owned())
}

/// Opens the workbook of a checkout as a person does, on a free port, without a second window.
pub fn up(folder: &Path, more: &[&str]) -> Result<Running, String> {
    start(folder, &[&["up", "--no-open", "--listen", "127.0.0.1:0"], more].concat())
}

/// A small checkout with a history, owners and a folder or two, in a folder that goes away.
pub fn checkout() -> Result<TempDir, String> {
    let home = TempDir::new().map_err(|e| format!("no temporary folder: {e}."))?;
    let script = r#"
        set -e
        git init --quiet --initial-branch=main shop && cd shop
        git config user.name Ana && git config user.email ana@example.org
        mkdir -p src/billing src/cart .github
        printf '* @raj\n/src/billing/ @ana\n' > .github/CODEOWNERS
        for day in 01 02 03 04 05 06 07 08 09 10 11 12; do
            case $((10#$day % 3)) in 0) who=Raj; at=billing;; 1) who=Ana; at=cart;; 2) who=Mia; at=billing;; esac
            printf 'line %s\n' "$day" >> "src/$at/main.txt"
            git add --all
            GIT_AUTHOR_DATE="2026-09-${day}T09:00:00Z" GIT_COMMITTER_DATE="2026-09-${day}T15:00:00Z" \
            GIT_AUTHOR_NAME=$who GIT_AUTHOR_EMAIL="$(echo $who | tr A-Z a-z)@example.org" \
            git commit --quiet -m "$at: step $day (#$day)"
        done
        git tag v0.1.0 HEAD~6 && git tag v0.2.0
    "#;
    let mut bash = Command::new("bash");
    bash.arg("-c").arg(script).current_dir(home.path()).env("HOME", home.path());
    let made = bash.output().map_err(|e| format!("bash cannot be started: {e}."))?;
    if made.status.success() {
        return Ok(home);
    }
    Err(format!("no checkout: {}", String::from_utf8_lossy(&made.stderr)))
}
