//! `remit whose`: whose call is it, and why.

use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{Checkout, whose};
use app::{Problem, Question};
use domain::lanes::Change;

use crate::asked::{self, OnServer};
use crate::fault::Fault;
use crate::shell::{Exit, Shell};
use crate::{answer, around};

/// Say whose call a change is, and why
///
/// For paths of this checkout, by its lanes.toml; without a path, for the current folder. What a
/// path cannot tell is taken as the map assumes, and printed. Ends with 0 whatever the answer.
///
/// Examples:
///   remit whose src/billing
///   remit whose migrations/ --as lead
///   remit whose --domain money --set cost=500
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files or folders, also ones that do not exist yet
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Who asks: a handle or a level [default: `git config remit.as`, else the lowest level]
    #[arg(long = "as", value_name = "WHO")]
    who: Option<String>,

    /// A domain of the map instead of paths; repeat it for a case that touches several
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,

    /// What you know about the case, for example effort=3
    #[arg(long = "set", value_name = "DIM=VALUE")]
    set: Vec<String>,

    #[command(flatten)]
    on: OnServer,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    run_in(&around::folder()?, args, shell)
}

fn run_in(folder: &Path, args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let checkout = around::checkout(folder)?;
    let question = Question {
        domains: args.domains.clone(),
        set: args.set.clone(),
        changes: changes(&checkout, folder, args)?,
        as_who: args.who.clone(),
        ..Question::default()
    };
    if let Some(answer) = args.on.ask(&question)? {
        asked::tell(&answer, shell)?;
        return Ok(Exit::Yes);
    }
    let file = around::map(&checkout, shell)?;
    let map = &file.reading.map;
    let asker = checkout.asker(map, args.who.as_deref());
    let routes = whose(map, &question, &asker, Clock::System.now()).map_err(not_understood)?;
    let single = args.paths.len() < 2;
    match (shell.json, routes.routes.as_slice()) {
        (true, [only]) if single => shell.say_json(only)?,
        (true, _) => shell.say_json(&routes)?,
        (false, _) => answer::all(&routes, shell)?,
    }
    Ok(Exit::Yes)
}

fn changes(checkout: &Checkout, folder: &Path, args: &Args) -> Result<Vec<Change>, Fault> {
    let here = [PathBuf::from(".")];
    let paths = match args.paths.as_slice() {
        [] if args.domains.is_empty() => &here,
        named => named,
    };
    let change = |path: &PathBuf| {
        let inside = checkout.within(folder, path).ok_or_else(|| {
            Fault::new(format!(
                "{} is not in the checkout at {}.",
                path.display(),
                checkout.root().display()
            ))
            .hint("Name a path of this checkout, or a domain with --domain.")
        })?;
        Ok(Change::at(&inside))
    };
    paths.iter().map(change).collect()
}

/// A value that was typed and is not one of the map's.
pub(crate) fn not_understood(problem: Problem) -> Fault {
    match problem {
        Problem::Invalid(fields) => {
            let says: Vec<String> = fields.into_iter().map(|it| it.says).collect();
            Fault::new(says.join(" "))
                .hint("Write it as --set DIM=VALUE; `remit lanes show` lists the map.")
        }
        other => Fault::new(other.to_string()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::fs;

    use super::*;

    pub(crate) const MAP: &str = "levels = [\"contributor\", \"lead\"]\n[dimension.undo]\nsteps = [\"hour\", \"sprint\", \"never\"]\nassume = \"sprint\"\n\
        [holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"small\"\ndomain = \"*\"\nlevel = \"contributor\"\nupto = { undo = \"sprint\" }\n\
        [[lane]]\nid = \"rest\"\ndomain = \"*\"\nlevel = \"lead\"\n[[signal]]\npaths = [\"db/**\"]\ndomain = \"storage\"\nundo = \"never\"\n";

    /// A checkout with these files, nothing committed.
    pub(crate) fn checkout(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let done = std::process::Command::new("git")
            .args(["init", "-q", "-b", "main"])
            .arg(folder.path())
            .status();
        assert!(done.unwrap().success());
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn args(paths: &[&str]) -> Args {
        Args {
            paths: paths.iter().map(PathBuf::from).collect(),
            who: Some("contributor".into()),
            domains: vec![],
            set: vec![],
            on: OnServer::default(),
        }
    }

    fn asked(folder: &Path, args: &Args) -> (Exit, String) {
        let (mut shell, heard) = Shell::remembering(false);
        let exit = run_in(folder, args, &mut shell).unwrap();
        (exit, heard.text())
    }

    #[test]
    fn a_path_gets_its_answer_with_the_reasons() {
        let folder = checkout(&[("lanes.toml", MAP), ("db/a.sql", "")]);
        let (exit, text) = asked(folder.path(), &args(&["db"]));
        assert_eq!(exit, Exit::Yes, "whose answers with 0 whatever the answer");
        insta::assert_snapshot!(text, @"
        @ana’s call.
          Lane “rest” (everything, level lead).
          Lane “small” (contributor) does not hold it: it can never be undone (the limit is a sprint).
          It would be yours if it could be undone within a sprint.
          The change itself says no way back.
        ");
    }

    #[test]
    fn several_paths_are_answered_part_by_part() {
        let folder = checkout(&[("lanes.toml", MAP)]);
        let (_, text) = asked(folder.path(), &args(&["db/a.sql", "src/a.rs"]));
        assert!(text.starts_with("1 of the 2 parts is not yours to decide alone.\n\neverything else src/a.rs\n  Yours to decide.\n"), "{text}");
    }

    #[test]
    fn json_is_one_route_for_one_path_and_routes_for_several() {
        let folder = checkout(&[("lanes.toml", MAP)]);
        let json = |paths: &[&str]| {
            let (mut shell, heard) = Shell::remembering(true);
            run_in(folder.path(), &args(paths), &mut shell).unwrap();
            serde_json::from_str::<serde_json::Value>(&heard.text()).unwrap()
        };
        let one = json(&["db/a.sql"]);
        assert_eq!(
            (&one["verdict"], &one["lane"]["id"], &one["map"]["file"]),
            (&"ask".into(), &"rest".into(), &"lanes.toml".into())
        );
        assert_eq!(one["map"]["version"].as_str().map(str::len), Some(40));
        let several = json(&["db/a.sql", "db/b.sql"]);
        assert_eq!(
            (several["verdict"].as_str(), several["routes"].as_array().map(Vec::len)),
            (Some("ask"), Some(1))
        );
    }

    #[test]
    fn a_domain_with_values_needs_no_path() {
        let folder = checkout(&[("lanes.toml", MAP)]);
        let mut asked_for = args(&[]);
        asked_for.domains = vec!["storage".into()];
        asked_for.set = vec!["undo=hour".into()];
        assert!(asked(folder.path(), &asked_for).1.starts_with("Yours to decide.\n"));
    }

    #[test]
    fn without_a_map_a_draft_answers_and_says_that_it_is_one() {
        let folder = checkout(&[("CODEOWNERS", "/src/ @bo\n")]);
        let (mut shell, heard) = Shell::remembering(true);
        run_in(folder.path(), &args(&["src/a.rs"]), &mut shell).unwrap();
        let json: serde_json::Value = serde_json::from_str(&heard.text()).unwrap();
        assert_eq!((&json["map"]["draft"], &json["inform"][0]), (&true.into(), &"@bo".into()));
    }

    #[test]
    fn a_wrong_value_a_foreign_path_and_a_broken_map_are_told_with_the_way_out() {
        let folder = checkout(&[("lanes.toml", MAP)]);
        let fault = |args: &Args| {
            let (mut shell, _) = Shell::remembering(false);
            run_in(folder.path(), args, &mut shell).unwrap_err().text("error:", "hint:")
        };
        let mut wrong = args(&["src"]);
        wrong.set = vec!["undo=sprnt".into()];
        assert!(fault(&wrong).contains("Did you mean “sprint”?"), "{}", fault(&wrong));
        assert!(fault(&args(&["/elsewhere"])).contains("is not in the checkout"));
        fs::write(folder.path().join("lanes.toml"), "levels = 3").unwrap();
        assert!(fault(&args(&["src"])).contains("before its errors are mended"));
    }
}
