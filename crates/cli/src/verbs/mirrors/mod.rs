//! `remit mirrors`: what a history says about how work flows, in text, JSON or one HTML file.

mod text;

use std::fs;
use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{Checkout, Progress};
use domain::measure::{self, Mirror, Mirrored, Window};
use serde::Serialize;
use web::pages::mirrors::{MirrorsPage, Repository};

use crate::env;
use crate::fault::Fault;
use crate::shell::{Exit, Shell};

/// Show the mirrors of a history: how work flows, never who worked
///
/// Release and deployment frequency, change lead time, review latency, landing to release, a
/// newcomer's first and tenth change, hands per area. Each with its definition, its n and its doubt.
/// A second run reads only what is new.
///
/// Examples:
///   remit mirrors                          the checkout around the current folder
///   remit mirrors --window 36m             three years instead of one
///   remit mirrors ~/src/a ~/src/b --html mirrors.html
///   remit mirrors --json | jq '.mirrors[] | {id, median, n}'
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Checkouts to look at; the one around the current folder if none is named
    #[arg(value_name = "REPO")]
    repositories: Vec<PathBuf>,

    /// How far to look back: 12m, 26w, 90d, or 2025-01-01..2026-01-01
    #[arg(long, value_name = "SPAN", default_value = "12m")]
    window: String,

    /// Write one HTML file that needs nothing else, instead of text
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// One history as JSON; its mirrors stand beside, each with this name.
#[derive(Serialize)]
struct Told<'a> {
    repository: &'a str,
    read_to: &'a str,
    landings: usize,
    window: Window,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Named<'a> {
    repository: &'a str,
    #[serde(flatten)]
    mirror: &'a Mirror,
}

#[derive(Serialize)]
struct Answer<'a> {
    repositories: Vec<Told<'a>>,
    mirrors: Vec<Named<'a>>,
}

struct Read {
    name: String,
    read_to: String,
    seen: Mirrored,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let here = [PathBuf::from(".")];
    let folders = if args.repositories.is_empty() { &here[..] } else { &args.repositories };
    let histories: Vec<Read> =
        folders.iter().map(|folder| read(folder, args, shell)).collect::<Result<_, _>>()?;
    if let Some(file) = &args.html {
        write(file, &histories, args, shell)?;
    }
    if shell.json {
        shell.say_json(&answer(&histories))?;
    } else if args.html.is_none() {
        for (i, history) in histories.iter().enumerate() {
            if i > 0 {
                shell.say("")?;
            }
            let page = text::page(&history.name, &history.seen, shell, env::speaks_unicode());
            shell.say(page.trim_end())?;
        }
    }
    Ok(Exit::Yes)
}

fn read(folder: &Path, args: &Args, shell: &mut Shell) -> Result<Read, Fault> {
    let now = Clock::System.now();
    // A window that is none should not cost the reading of a history first.
    Window::parse(&args.window, now).map_err(Fault::new)?;
    let checkout = Checkout::find(folder).map_err(Fault::checkout)?;
    let name = checkout.name();
    let mut told = |progress: Progress| {
        shell.progress(format!("Reading {name}: {} commits", progress.commits));
    };
    let facts =
        checkout.facts(env::cache_folder().as_deref(), now, &mut told).map_err(Fault::checkout)?;
    shell.done();
    let seen = measure::look(&facts, &args.window, now).map_err(Fault::new)?;
    Ok(Read { name, read_to: facts.read_to, seen })
}

fn answer(histories: &[Read]) -> Answer<'_> {
    let mirrors = histories.iter().flat_map(|history| {
        let named = |mirror| Named { repository: &history.name, mirror };
        history.seen.mirrors.iter().map(named)
    });
    Answer { repositories: histories.iter().map(told).collect(), mirrors: mirrors.collect() }
}

fn told(history: &Read) -> Told<'_> {
    Told {
        repository: &history.name,
        read_to: &history.read_to,
        landings: history.seen.landings,
        window: history.seen.window,
        notes: &history.seen.notes,
    }
}

fn write(file: &Path, histories: &[Read], args: &Args, shell: &mut Shell) -> Result<(), Fault> {
    let repository = |it: &Read| {
        let (name, seen) = (it.name.clone(), it.seen.clone());
        Repository { name, seen, marks: Vec::new(), own: None }
    };
    let page = MirrorsPage::new(histories.iter().map(repository).collect(), &args.window);
    let style = web::assets::style_alone();
    fs::write(file, page.document(&style).into_string()).map_err(|e| {
        Fault::because(format!("{} could not be written", file.display()), &e)
            .hint("Name a file in a folder that exists and that you may write to.")
    })?;
    shell.step(format!("Wrote {}", file.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn args(folder: &Path) -> Args {
        Args { repositories: vec![folder.to_owned()], window: "12m".into(), html: None }
    }

    /// A repository with one commit, and no cache of it left behind by chance.
    fn one_commit() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let git = |args: &[&str]| {
            let done = Command::new("git")
                .current_dir(folder.path())
                .args(["-c", "user.name=Kim", "-c", "user.email=kim@example.org"])
                .args(args)
                .output()
                .unwrap();
            assert!(done.status.success(), "{done:?}");
        };
        git(&["init", "-q", "-b", "main"]);
        git(&["commit", "-q", "--allow-empty", "-m", "begin"]);
        folder
    }

    #[test]
    fn one_commit_gets_words_and_no_numbers() {
        let folder = one_commit();
        let (mut shell, heard) = Shell::remembering(false);
        assert_eq!(run(&args(folder.path()), &mut shell).unwrap(), Exit::Yes);
        let text = heard.text();
        assert!(text.contains("1 landing"), "{text}");
        assert!(text.contains("No tag here is a finished version"), "{text}");
        assert!(!text.contains("NaN") && !text.contains("Kim"), "{text}");
    }

    #[test]
    fn json_names_its_history_and_every_mirror() {
        let folder = one_commit();
        let (mut shell, heard) = Shell::remembering(true);
        run(&args(folder.path()), &mut shell).unwrap();
        let json: serde_json::Value = serde_json::from_str(&heard.text()).unwrap();
        assert_eq!(json["repositories"][0]["landings"], 1);
        assert_eq!(json["repositories"][0]["read_to"].as_str().map(str::len), Some(40));
        let ids: Vec<_> = json["mirrors"].as_array().unwrap().iter().map(|m| &m["id"]).collect();
        assert_eq!(ids.len(), 8);
        assert!(json["mirrors"][0]["why"]["median"].is_string());
    }

    #[test]
    fn the_file_holds_everything_it_needs() {
        let folder = one_commit();
        let file = folder.path().join("mirrors.html");
        let (mut shell, heard) = Shell::remembering(false);
        run(&Args { html: Some(file.clone()), ..args(folder.path()) }, &mut shell).unwrap();
        assert_eq!(heard.text(), "");
        let page = fs::read_to_string(file).unwrap();
        assert!(page.contains("--paper") && page.contains("Release frequency"));
        assert!(!page.contains("<link") && !page.contains("<script"));
    }

    #[test]
    fn what_cannot_be_done_says_the_way_out() {
        let folder = one_commit();
        let (mut shell, _) = Shell::remembering(false);
        let soon = run(&Args { window: "soon".into(), ..args(folder.path()) }, &mut shell);
        assert!(soon.unwrap_err().text("", "").contains("Write `12m`"));
        let nowhere = folder.path().join("no/such/folder/x.html");
        let lost = run(&Args { html: Some(nowhere), ..args(folder.path()) }, &mut shell);
        assert!(lost.unwrap_err().text("", "").contains("could not be written"));
        assert!(run(&args(Path::new("/nonexistent")), &mut shell).is_err());
    }
}
