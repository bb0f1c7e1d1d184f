//! `remit check`: whose call a whole diff is, for a person and for CI.

use std::path::Path;

use app::checkout::{Compared, whose};
use app::{Clock, Question};
use domain::lanes::Routes;
use serde::Serialize;

use super::whose::not_understood;
use crate::asked::{self, OnServer};
use crate::fault::Fault;
use crate::shell::{Exit, Ink, Shell};
use crate::{answer, around};

/// Say whose call the changes of a branch are
///
/// Without a range: what this branch adds to the default branch; on the default branch itself its
/// last landing. Trailers of the commits (Undo: sprint) count as said. Ends with 0 if all of it is
/// yours, with 1 if somebody is to be asked, and with 2 if it could not be read.
///
/// Examples:
///   remit check
///   remit check --advise origin/main..HEAD
///   remit check --ci github > .github/workflows/whose-call.yml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The commits to look at
    #[arg(value_name = "BASE..HEAD")]
    range: Option<String>,

    /// Advise only: end with 0 whatever the answer
    #[arg(long)]
    advise: bool,

    /// Who asks: a handle or a level [default: `git config remit.as`, else the lowest level]
    #[arg(long = "as", value_name = "WHO")]
    who: Option<String>,

    /// What you know about the change, for example effort=3
    #[arg(long = "set", value_name = "DIM=VALUE")]
    set: Vec<String>,

    /// Print a ready job for this forge instead, advising first
    #[arg(long, value_name = "FORGE", conflicts_with_all = ["range", "who", "set"])]
    ci: Option<Forge>,

    #[command(flatten)]
    on: OnServer,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Forge {
    Github,
    Gitlab,
    Gitea,
}

#[derive(Serialize)]
struct Checked<'a> {
    #[serde(flatten)]
    routes: &'a Routes,
    range: &'a str,
    base: &'a Option<String>,
    head: &'a str,
    advise: bool,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    if let Some(forge) = args.ci {
        shell.say(job(forge).trim_end())?;
        return Ok(Exit::Yes);
    }
    run_in(&around::folder()?, args, shell)
}

fn run_in(folder: &Path, args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let checkout = around::checkout(folder)?;
    let range = args.range.as_deref();
    let compared = checkout.compared(range).map_err(around::cannot)?;
    let trailers = checkout.trailers(range).map_err(around::cannot)?;
    let question = Question {
        set: args.set.clone(),
        changes: checkout.changes(range).map_err(around::cannot)?,
        trailers: trailers.into_iter().map(|it| (it.key, it.value)).collect(),
        as_who: args.who.clone(),
        ..Question::default()
    };
    if let Some(answer) = args.on.ask(&question)? {
        let exit = asked::tell(&answer, shell)?;
        return Ok(if args.advise { Exit::Yes } else { exit });
    }
    let file = around::map(&checkout, shell)?;
    let map = &file.reading.map;
    let asker = checkout.asker(map, args.who.as_deref());
    let routes = if question.changes.is_empty() {
        map.routes(&[], &asker, app::checkout::today(map, Clock::System.now()))
    } else {
        whose(map, &question, &asker, Clock::System.now()).map_err(not_understood)?
    };
    tell(&routes, &compared, args.advise, shell)?;
    Ok(if args.advise { Exit::Yes } else { answer::exit(routes.verdict) })
}

fn tell(
    routes: &Routes,
    compared: &Compared,
    advise: bool,
    shell: &mut Shell,
) -> Result<(), Fault> {
    if shell.json {
        let (range, base, head) = (&compared.words, &compared.base, &compared.head);
        return shell.say_json(&Checked { routes, range, base, head, advise });
    }
    let files: usize = routes.routes.iter().map(|it| it.paths.len()).sum();
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    shell.say(shell.ink(Ink::Faint, format!("{} ({files})", compared.words)))?;
    answer::all(routes, shell)
}

/// The job as `docs/ci.md` shows it, so that there is one text to keep true.
fn job(forge: Forge) -> &'static str {
    const PAGE: &str = include_str!("../../../../docs/ci.md");
    let heading = match forge {
        Forge::Github => "## GitHub",
        Forge::Gitlab => "## GitLab",
        Forge::Gitea => "## Gitea",
    };
    let after = PAGE.split_once(heading).map_or("", |(_, after)| after);
    let inside = after.split_once("```yaml\n").map_or("", |(_, inside)| inside);
    inside.split_once("```").map_or("", |(job, _)| job)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::super::whose::tests::{MAP, checkout};
    use super::*;

    fn git(folder: &Path, words: &[&str]) {
        let done = Command::new("git")
            .current_dir(folder)
            .args(["-c", "user.name=A", "-c", "user.email=a@x.org"])
            .args(words)
            .output()
            .unwrap();
        assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// A checkout with a map on main and one commit on a branch.
    fn branch(files: &[(&str, &str)], message: &str) -> tempfile::TempDir {
        let folder = checkout(&[("lanes.toml", MAP)]);
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["commit", "-qm", "Begin"]);
        git(folder.path(), &["checkout", "-qb", "work"]);
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["commit", "-qm", message]);
        folder
    }

    fn checked(folder: &Path, advise: bool) -> (Exit, serde_json::Value) {
        let args = Args {
            range: Some("main..HEAD".into()),
            advise,
            who: Some("contributor".into()),
            set: vec![],
            ci: None,
            on: OnServer::default(),
        };
        let (mut shell, heard) = Shell::remembering(true);
        let exit = run_in(folder, &args, &mut shell).unwrap();
        (exit, serde_json::from_str(&heard.text()).unwrap())
    }

    #[test]
    fn a_small_change_is_yours_and_ends_with_0() {
        let folder = branch(&[("src/a.rs", "fn a() {}")], "Add a");
        let (exit, json) = checked(folder.path(), false);
        assert_eq!((exit, json["verdict"].as_str()), (Exit::Yes, Some("yours")));
        assert_eq!(json["routes"][0]["paths"][0], "src/a.rs");
    }

    #[test]
    fn somebody_elses_part_ends_with_1_and_with_0_when_it_only_advises() {
        let folder = branch(&[("src/a.rs", "fn a() {}"), ("db/1.sql", "drop")], "Drop");
        let (exit, json) = checked(folder.path(), false);
        assert_eq!(
            (exit, json["verdict"].as_str(), json["routes"].as_array().map(Vec::len)),
            (Exit::No, Some("ask"), Some(2))
        );
        assert_eq!(checked(folder.path(), true).0, Exit::Yes);
    }

    #[test]
    fn a_trailer_of_the_commit_counts_and_what_it_replaced_is_shown() {
        let folder = branch(&[("src/a.rs", "fn a() {}")], "Add a\n\nUndo: never");
        let (exit, json) = checked(folder.path(), false);
        assert_eq!(exit, Exit::No);
        let value = &json["routes"][0]["values"][0];
        assert_eq!(
            (&value["from"], &value["instead_of"]["value"]),
            (&"trailer".into(), &"sprint".into())
        );
    }

    #[test]
    fn a_range_that_names_nothing_is_told() {
        let folder = branch(&[("a", "b")], "Add");
        let args = Args {
            range: Some("nowhere..HEAD".into()),
            advise: true,
            who: None,
            set: vec![],
            ci: None,
            on: OnServer::default(),
        };
        let (mut shell, _) = Shell::remembering(false);
        let fault = run_in(folder.path(), &args, &mut shell).unwrap_err().text("", "");
        assert!(fault.contains("“nowhere"), "{fault}");
    }

    #[test]
    fn every_forge_gets_a_job_that_advises() {
        for forge in [Forge::Github, Forge::Gitlab, Forge::Gitea] {
            assert!(job(forge).contains("remit check --advise"), "{forge:?}: {}", job(forge));
        }
        assert!(job(Forge::Gitlab).contains("CI_MERGE_REQUEST_DIFF_BASE_SHA"));
    }
}
