//! `remit init`: a first map, drafted from what the repository shows.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{Checkout, MAP};
use serde::Serialize;

use crate::around;
use crate::fault::{Fault, Place};
use crate::shell::{Exit, Ink, Shell};

/// Draft a lanes.toml from the owners files and the history
///
/// The draft is a list of questions to your team: it names groups that owners files already name,
/// and says nothing about any person. It answers `remit whose` at once and is yours to change.
///
/// Examples:
///   remit init
///   remit init ../other-repository --force
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The checkout to draft for [default: the one around the current folder]
    #[arg(value_name = "REPO")]
    repository: Option<PathBuf>,

    /// Replace a lanes.toml that is there
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct Drafted {
    file: String,
    lanes: usize,
    domains: Vec<String>,
    landings_read: usize,
    owners_files: usize,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let folder = match &args.repository {
        Some(named) => named.clone(),
        None => around::folder()?,
    };
    let checkout = around::checkout(&folder)?;
    let path = checkout.root().join(MAP);
    if checkout.root() == checkout.git_dir() {
        return Err(Fault::new(format!(
            "{} has no work tree to write a map into.",
            checkout.root().display()
        ))
        .hint("Clone it, and draft the map in the clone."));
    }
    if !args.force && fs::symlink_metadata(&path).is_ok() {
        return Err(there(&path));
    }
    draft(&checkout, &path, args.force, shell)
}

fn draft(checkout: &Checkout, path: &Path, force: bool, shell: &mut Shell) -> Result<Exit, Fault> {
    let facts = checkout
        .facts(None, Clock::System.now(), &mut |step| {
            shell.progress(format!("Reading the history: {} commits", step.commits));
        })
        .map_err(around::cannot)?;
    let evidence = checkout.evidence(&facts);
    let drafted = checkout.drafted(&evidence);
    write(path, &drafted.text, force)?;
    let map = &drafted.reading.map;
    let found = Drafted {
        file: path.display().to_string(),
        lanes: map.lanes.len(),
        domains: map.domains().into_iter().map(str::to_owned).collect(),
        landings_read: facts.landings.len(),
        owners_files: evidence.owners.len(),
    };
    if shell.json {
        shell.say_json(&found)?;
        return Ok(Exit::Yes);
    }
    shell.say(shell.ink(Ink::Strong, &found.file))?;
    let files = match found.owners_files {
        0 => "no owners file".to_owned(),
        1 => "one owners file".to_owned(),
        n => format!("{n} owners files"),
    };
    shell.step(format!(
        "{} lanes drafted from {} landings and {files}. Every line is a question: go through them with \
         your team.\nTry `remit whose .` and `remit check`.",
        found.lanes, found.landings_read
    ));
    Ok(Exit::Yes)
}

/// Never through a link, and never over a file somebody wrote since.
fn write(path: &Path, text: &str, force: bool) -> Result<(), Fault> {
    if force {
        match fs::remove_file(path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(cannot(path, &e)),
            _ => {}
        }
    }
    create(path, text).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => there(path),
        _ => cannot(path, &e),
    })
}

/// A file that was not there.
pub(super) fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

fn there(path: &Path) -> Fault {
    Fault::new("There is a map already.")
        .at(Place::file(path.display().to_string()))
        .hint("`remit lanes show` prints it; --force replaces it with a draft.")
}

fn cannot(path: &Path, cause: &std::io::Error) -> Fault {
    Fault::because("The draft could not be written", cause)
        .at(Place::file(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::whose::tests::{MAP as TEXT, checkout};
    use super::*;

    fn init(folder: &Path, force: bool) -> Result<Exit, Fault> {
        let (mut shell, _) = Shell::remembering(false);
        run(&Args { repository: Some(folder.to_owned()), force }, &mut shell)
    }

    fn commit(folder: &Path) {
        for words in [
            &["add", "-A"][..],
            &["-c", "user.name=A", "-c", "user.email=a@x.org", "commit", "-qm", "Begin"],
        ] {
            assert!(
                std::process::Command::new("git")
                    .current_dir(folder)
                    .args(words)
                    .status()
                    .unwrap()
                    .success()
            );
        }
    }

    #[test]
    fn a_repository_gets_a_draft_that_reads_well_and_names_its_owners() {
        let folder = checkout(&[("CODEOWNERS", "/src/ @bo\n"), ("src/a.rs", "")]);
        commit(folder.path());
        assert_eq!(init(folder.path(), false).unwrap(), Exit::Yes);
        let text = fs::read_to_string(folder.path().join("lanes.toml")).unwrap();
        let reading = domain::lanes::read(&text);
        assert_eq!(reading.problems, []);
        assert!(text.contains("holder = [\"@bo\"]"), "{text}");
    }

    #[test]
    fn a_map_that_is_there_stays_unless_forced() {
        let folder = checkout(&[("lanes.toml", TEXT)]);
        commit(folder.path());
        let fault = init(folder.path(), false).unwrap_err().text("error:", "hint:");
        assert!(fault.contains("There is a map already.") && fault.contains("--force"), "{fault}");
        assert_eq!(fs::read_to_string(folder.path().join("lanes.toml")).unwrap(), TEXT);
        assert_eq!(init(folder.path(), true).unwrap(), Exit::Yes);
        assert!(
            fs::read_to_string(folder.path().join("lanes.toml")).unwrap().starts_with("# A draft.")
        );
    }

    #[test]
    fn a_bare_repository_has_no_place_for_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            std::process::Command::new("git")
                .args(["init", "-q", "--bare"])
                .arg(folder.path())
                .status()
                .unwrap()
                .success()
        );
        assert!(init(folder.path(), false).unwrap_err().text("", "").contains("no work tree"));
    }
}
