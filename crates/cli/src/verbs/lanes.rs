//! `remit lanes`: look at a map, compare two, find what is wrong with one.

use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{MAP, MapFile, today};
use domain::finding::Weight;
use domain::lanes::diagnostic::print_all;
use domain::lanes::{Defect, Diagnostic, compare};
use serde::Serialize;

use crate::around;
use crate::fault::{Fault, Place};
use crate::shell::{Exit, Ink, Shell};

/// Show the map of this checkout, check it, compare it
///
/// Examples:
///   remit lanes show --format markdown > LANES.md
///   remit lanes check
///   remit lanes diff --as lead
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    look: Look,
}

#[derive(clap::Subcommand)]
enum Look {
    /// Who decides what, as text, Markdown, one HTML page or its own text
    Show {
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Errors of the text, then gaps, overlaps, lanes that can never win; ends with 1 if there are any
    Check {
        /// Another file than the lanes.toml of this checkout
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// What changes, and what changes for you
    Diff {
        /// The map before [default: lanes.toml as last committed]
        #[arg(value_name = "OLD")]
        old: Option<PathBuf>,
        /// The map after [default: lanes.toml as it lies here]
        #[arg(value_name = "NEW")]
        new: Option<PathBuf>,
        /// For whom: a handle or a level [default: `git config remit.as`, else the lowest level]
        #[arg(long = "as", value_name = "WHO")]
        who: Option<String>,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Toml,
}

#[derive(Serialize)]
struct Checked<'a> {
    file: &'a str,
    usable: bool,
    problems: &'a [Diagnostic],
    defects: &'a [Defect],
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    run_in(&around::folder()?, args, shell)
}

fn run_in(folder: &Path, args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    match &args.look {
        Look::Show { format } => show(folder, *format, shell),
        Look::Check { file } => check(folder, file.as_deref(), shell),
        Look::Diff { old, new, who } => {
            diff(folder, old.as_deref(), new.as_deref(), who.as_deref(), shell)
        }
    }
}

fn show(folder: &Path, format: Format, shell: &mut Shell) -> Result<Exit, Fault> {
    let checkout = around::checkout(folder)?;
    let file = around::map(&checkout, shell)?;
    let map = &file.reading.map;
    let shown = map.show(today(map, Clock::System.now()));
    if shell.json {
        shell.say_json(&shown)?;
    } else {
        let text = match format {
            Format::Text => shown.text(),
            Format::Markdown => shown.markdown(),
            Format::Html => web::map_sheet(&shown),
            Format::Toml => file.text,
        };
        shell.say(text.trim_end())?;
    }
    Ok(Exit::Yes)
}

fn check(folder: &Path, file: Option<&Path>, shell: &mut Shell) -> Result<Exit, Fault> {
    let (name, found) = match file {
        Some(path) => (path.display().to_string(), from_disk(folder, path)?),
        None => (MAP.to_owned(), committed_or_here(folder, false)?),
    };
    let reading = &found.reading;
    let usable = reading.is_usable();
    let day = today(&reading.map, Clock::System.now());
    let defects = if usable { reading.map.defects(day, None) } else { Vec::new() };
    if shell.json {
        shell.say_json(&Checked {
            file: &name,
            usable,
            problems: &reading.problems,
            defects: &defects,
        })?;
    } else {
        if !reading.problems.is_empty() {
            let colour = shell.colour();
            shell.say(print_all(&reading.problems, &name, &found.text, colour).trim_end())?;
        }
        for defect in &defects {
            tell(&name, defect, shell)?;
        }
        if usable && defects.is_empty() {
            let lanes = reading.map.lanes.len();
            shell.say(format!(
                "{name}: {lanes} lane{}, nothing wrong.",
                if lanes == 1 { "" } else { "s" }
            ))?;
        }
    }
    if !usable {
        return Err(Fault::new(format!("{name} cannot be used before its errors are mended.")));
    }
    let wrong = defects.iter().any(|it| it.finding.weight > Weight::Note);
    Ok(if wrong { Exit::No } else { Exit::Yes })
}

fn tell(file: &str, defect: &Defect, shell: &mut Shell) -> Result<(), Fault> {
    let place = if defect.line > 0 { format!("{file}:{}", defect.line) } else { file.to_owned() };
    let ink = if defect.finding.weight > Weight::Note { Ink::Amber } else { Ink::Faint };
    shell.say(format!(
        "{place}: {} {}",
        shell.ink(ink, format!("{}:", defect.finding.rule)),
        defect.finding.says
    ))?;
    if let Some(example) = defect.example() {
        shell.say(format!("  {example}"))?;
    }
    shell.say(format!("  {}", defect.finding.asks))
}

fn diff(
    folder: &Path,
    old: Option<&Path>,
    new: Option<&Path>,
    who: Option<&str>,
    shell: &mut Shell,
) -> Result<Exit, Fault> {
    let checkout = around::checkout(folder)?;
    let before = match old {
        Some(path) => from_disk(folder, path)?,
        None => committed_or_here(folder, true)?,
    };
    let after = match new {
        Some(path) => from_disk(folder, path)?,
        None => committed_or_here(folder, false)?,
    };
    let name = |it: Option<&Path>| it.map_or(MAP.to_owned(), |it| it.display().to_string());
    around::usable(&before, &name(old), shell)?;
    around::usable(&after, &name(new), shell)?;
    let map = &after.reading.map;
    let asker = checkout.asker(map, who);
    let asked = asker.handle.clone().unwrap_or_else(|| map.levels[asker.level].clone());
    let day = today(map, Clock::System.now());
    let found = compare(&before.reading.map, map, &asked, day);
    if shell.json {
        shell.say_json(&found)?;
        return Ok(Exit::Yes);
    }
    if found.changes.is_empty() {
        shell.say("The two maps decide the same.")?;
    }
    for sentence in &found.changes {
        shell.say(sentence)?;
    }
    if !found.for_you.is_empty() {
        shell.say(format!("\n{}", shell.ink(Ink::Strong, format!("For {asked}"))))?;
    }
    for sentence in &found.for_you {
        shell.say(format!("  {sentence}"))?;
    }
    Ok(Exit::Yes)
}

fn committed_or_here(folder: &Path, committed: bool) -> Result<MapFile, Fault> {
    let checkout = around::checkout(folder)?;
    let found = if committed { checkout.map_at_head() } else { checkout.map() };
    found.ok_or_else(|| {
        let which = if committed { "committed here yet" } else { "in this checkout" };
        Fault::new(format!("There is no {MAP} {which}."))
            .hint("`remit init` drafts one; or name a file.")
    })
}

fn from_disk(folder: &Path, path: &Path) -> Result<MapFile, Fault> {
    let bytes = std::fs::read(folder.join(path)).map_err(|e| {
        Fault::because("The map cannot be read", &e).at(Place::file(path.display().to_string()))
    })?;
    let (text, reading) = domain::lanes::read_bytes(&bytes);
    Ok(MapFile { text, reading })
}

#[cfg(test)]
mod tests {
    use super::super::whose::tests::{MAP as TEXT, checkout};
    use super::*;

    fn looked(folder: &Path, look: Look) -> (Result<Exit, Fault>, String) {
        let (mut shell, heard) = Shell::remembering(false);
        let exit = run_in(folder, &Args { look }, &mut shell);
        (exit, heard.text())
    }

    #[test]
    fn show_prints_the_map_in_three_forms() {
        let folder = checkout(&[("lanes.toml", TEXT)]);
        let shown = |format| looked(folder.path(), Look::Show { format }).1;
        insta::assert_snapshot!(shown(Format::Text), @"
        everything else  contributor  decides  a sprint to undo
                         lead         decides  the rest

        lead: @ana
        ");
        assert!(
            shown(Format::Markdown).contains("| **everything else** | decides: a sprint to undo |")
        );
        assert!(shown(Format::Html).starts_with("<!DOCTYPE html>"));
    }

    #[test]
    fn check_ends_with_0_where_nothing_is_wrong_and_with_1_where_a_gap_is() {
        let folder = checkout(&[
            ("lanes.toml", TEXT),
            (
                "gap.toml",
                "levels = ['a']\n[dimension.n]\n[[lane]]\nid='x'\ndomain='*'\nlevel='a'\nupto={n=3}\n",
            ),
        ]);
        let check = |file: Option<&str>| {
            looked(folder.path(), Look::Check { file: file.map(PathBuf::from) })
        };
        let (exit, text) = check(None);
        assert_eq!(
            (exit.unwrap(), text.as_str()),
            (Exit::Yes, "lanes.toml: 2 lanes, nothing wrong.\n")
        );
        let (exit, text) = check(Some("gap.toml"));
        assert_eq!(exit.unwrap(), Exit::No);
        assert!(
            text.starts_with(
                "gap.toml: gap: No lane holds the weightiest case in everything: n more than 3."
            ),
            "{text}"
        );
    }

    #[test]
    fn check_underlines_errors_and_could_not_do_it() {
        let folder = checkout(&[(
            "lanes.toml",
            "levels = [\"lead\"]\n[[lane]]\nid = \"a\"\ndomain = \"*\"\nlevel = \"leed\"\n",
        )]);
        let (exit, text) = looked(folder.path(), Look::Check { file: None });
        assert!(exit.is_err());
        assert!(text.contains("lanes.toml:5:9: error: There is no level called “leed”."), "{text}");
        assert!(text.contains("^^^^^^\n"), "{text}");
    }

    #[test]
    fn diff_says_what_changes_for_whom() {
        let wider = TEXT.replace("upto = { undo = \"sprint\" }", "upto = { undo = \"never\" }");
        let folder = checkout(&[("lanes.toml", &wider), ("old.toml", TEXT)]);
        let (_, text) = looked(
            folder.path(),
            Look::Diff { old: Some("old.toml".into()), new: None, who: Some("contributor".into()) },
        );
        insta::assert_snapshot!(text, @"
        Lane “small”: undo sprint → never.

        For contributor
          In everything you decide up to any size; it was a sprint to undo (lane “small”).
        ");
    }

    fn json(folder: &Path, look: Look) -> serde_json::Value {
        let (mut shell, heard) = Shell::remembering(true);
        // What was printed counts here, whether or not the map can be used.
        let _ = run_in(folder, &Args { look }, &mut shell);
        serde_json::from_str(&heard.text()).unwrap()
    }

    #[test]
    fn check_as_json_lists_problems_with_their_places_and_defects_with_a_witness() {
        let folder = checkout(&[("lanes.toml", "levels = ['a']\nlane = 3\n")]);
        let found = json(folder.path(), Look::Check { file: None });
        assert_eq!((&found["usable"], &found["problems"][0]["line"]), (&false.into(), &2.into()));
        let gap =
            "levels = ['a']\n[dimension.n]\n[[lane]]\nid='x'\ndomain='*'\nlevel='a'\nupto={n=3}\n";
        let folder = checkout(&[("lanes.toml", gap)]);
        let found = json(folder.path(), Look::Check { file: None });
        let defect = &found["defects"][0];
        assert_eq!(
            (&defect["rule"], &defect["witness"][0]),
            (&"gap".into(), &"n more than 3".into())
        );
    }

    #[test]
    fn show_as_json_and_as_toml_hold_the_whole_map() {
        let folder = checkout(&[("lanes.toml", TEXT)]);
        let shown = json(folder.path(), Look::Show { format: Format::Text });
        assert_eq!(shown["rows"][0]["cells"][0][0]["upto"]["undo"], "sprint");
        assert_eq!(shown["levels"][1]["holders"][0], "@ana");
        let (_, text) = looked(folder.path(), Look::Show { format: Format::Toml });
        assert_eq!(text.trim_end(), TEXT.trim_end());
    }

    #[test]
    fn two_equal_maps_decide_the_same_and_a_missing_one_is_told() {
        let folder = checkout(&[("lanes.toml", TEXT), ("same.toml", TEXT)]);
        let diff = |old: &str| Look::Diff { old: Some(old.into()), new: None, who: None };
        assert_eq!(looked(folder.path(), diff("same.toml")).1, "The two maps decide the same.\n");
        let fault = looked(folder.path(), diff("none.toml")).0.unwrap_err().text("", "");
        assert!(fault.contains("none.toml"), "{fault}");
        let nothing = Look::Diff { old: None, new: None, who: None };
        let fault = looked(folder.path(), nothing).0.unwrap_err().text("", "");
        assert!(fault.contains("committed here yet"), "{fault}");
    }
}
