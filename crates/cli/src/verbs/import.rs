//! `remit import`: what a team already has, as history, with a report of what was left and why.

mod raci;

use std::fs;
use std::path::{Path, PathBuf};

use app::portable::import::{self, Came, FORMATS, Format, How, Source, Taken, Told};
use serde_json::json;

use super::apply::apply;
use crate::client::Server;
use crate::fault::Fault;
use crate::here::Here;
use crate::shell::{Exit, Ink, Shell};

/// Bring in what a team already has: old records as history, a table as draft lanes
///
/// Nothing that is taken over comes due. Each file is told as new, same, changed or refused, with
/// what was taken, what was left, and why. What is here already stays as it is, so the same files can
/// be read again. Ends with 1 where something was refused, or where a table leaves open who decides.
#[derive(clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// What it is
    #[arg(value_parser = format)]
    format: What,

    /// Files; of Markdown also folders; for a table standard input if none is named
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Whose history it becomes (a slug)
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// Write the map drafted from a table into this file instead of printing it
    #[arg(long, value_name = "FILE")]
    lanes: Option<PathBuf>,

    /// Tell files of this folder from others of the same name, where a team has several
    #[arg(long, value_name = "NAME")]
    of: Option<String>,

    /// Take what is still proposed there as decided: an old log whose statuses nobody kept
    #[arg(long)]
    settled: bool,

    /// Report what would be taken and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Take what changed there since, over what is here
    #[arg(long)]
    update: bool,

    #[command(flatten)]
    here: Here,

    #[command(flatten)]
    server: Server,
}

/// Deeper folders than this are no folder of records.
const DEEPEST: usize = 8;

/// What is brought in: records, or a table that becomes the draft of a map.
#[derive(Clone, Copy)]
enum What {
    Records(&'static Format),
    Table,
}

/// The name of what is no record.
const TABLE: &str = "raci";

fn after_help() -> String {
    let table = "a RACI, DACI or plain table of who is responsible: a draft of lanes.toml";
    let all = FORMATS.iter().map(|it| (it.name, it.reads)).chain([(TABLE, table)]);
    let lines = all.map(|(name, reads)| format!("  {name:<12}{reads}\n"));
    format!(
        "Formats:\n{}\nExamples:\n  \
         remit import nygard doc/adr --team platform --dry-run\n  \
         remit import rfc text/ --team platform\n  \
         remit import dispatch incidents.json --team platform\n  \
         remit import raci who.csv --lanes lanes.toml",
        lines.collect::<String>()
    )
}

fn format(text: &str) -> Result<What, String> {
    if text == TABLE {
        return Ok(What::Table);
    }
    let names = || FORMATS.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
    let found = import::format(text).map(What::Records);
    found.ok_or_else(|| format!("use one of: {}, {TABLE}", names()))
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let What::Records(format) = args.format else {
        return raci::run(&args.paths, args.lanes.as_deref(), shell);
    };
    let Some(team) = &args.team else {
        return Err(Fault::new("Nothing says whose history it becomes.")
            .hint("Name the team by its slug: --team platform"));
    };
    if args.paths.is_empty() {
        return Err(Fault::new("Nothing says what to read.").hint("Name its file or folder."));
    }
    records(format, team, args, shell)
}

fn records(
    format: &'static Format,
    team: &str,
    args: &Args,
    shell: &mut Shell,
) -> Result<Exit, Fault> {
    let (mut sources, mut passed) = (Vec::new(), Vec::new());
    for path in &args.paths {
        gather(path, 0, format, &mut sources, &mut passed)?;
    }
    let of = args.of.as_deref().unwrap_or_default();
    let mut taken = import::read(format, &sources, How { team, of, settled: args.settled });
    let changes = apply(taken.objects.clone(), true, &args.here, &args.server)?;
    taken.compare(&changes);
    // What is here already may have been worked on since: it is written over only when asked.
    let wanted: &[Came] = if args.update { &[Came::New, Came::Changed] } else { &[Came::New] };
    let objects = taken.that(wanted);
    if !args.dry_run && !objects.is_empty() {
        apply(objects.clone(), false, &args.here, &args.server)?;
    }
    if shell.json {
        let body = json!({
            "taken": objects.iter().map(app::portable::Portable::path).collect::<Vec<_>>(),
            "report": taken.told,
            "passed_over": passed,
            "dry_run": args.dry_run,
        });
        shell.say_json(&body)?;
    } else {
        tell(&taken.told, shell)?;
        close(&taken, objects.len(), &passed, args, shell)?;
    }
    Ok(if taken.count(Came::Refused) > 0 { Exit::No } else { Exit::Yes })
}

/// The last lines: what was passed over, and how many of each.
fn close(
    taken: &Taken,
    count: usize,
    passed: &[String],
    args: &Args,
    shell: &mut Shell,
) -> Result<(), Fault> {
    if !passed.is_empty() {
        shell.say(format!("Passed over, as no records: {}.", passed.join(", ")))?;
    }
    let of = |came| taken.count(came);
    let (same, changed, refused) = (of(Came::Same), of(Came::Changed), of(Came::Refused));
    let verb = if args.dry_run { "Would take over" } else { "Took over" };
    let line =
        format!("{verb} {count}; {same} here already, {changed} changed, {refused} refused.");
    shell.say(line)?;
    if changed > 0 && !args.update {
        shell.say("What changed was left as it is here; --update takes what the files say now, and --of NAME keeps another folder’s files apart.")?;
    }
    Ok(())
}

/// A folder is read for its Markdown, without what stands beside the records.
fn gather(
    path: &Path,
    depth: usize,
    format: &Format,
    found: &mut Vec<Source>,
    passed: &mut Vec<String>,
) -> Result<(), Fault> {
    let name = path.display().to_string();
    let failed = |e: std::io::Error| Fault::because(format!("{name} cannot be read"), &e);
    let kind = fs::metadata(path).map_err(failed)?;
    if kind.is_dir() {
        if !format.reads_folders() {
            return Err(Fault::new(format!(
                "{name} is a folder; {} is read from a file.",
                format.label
            )));
        }
        let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(failed)?.collect();
        let mut entries: Vec<_> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
        entries.retain(|it| depth < DEEPEST && !it.is_symlink());
        entries.sort();
        return entries.iter().try_for_each(|it| gather(it, depth + 1, format, found, passed));
    }
    let file = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    if depth > 0 && !is_markdown(path) {
        return Ok(());
    }
    if depth > 0 && import::stands_beside(&file) {
        passed.push(name);
        return Ok(());
    }
    found.push(Source { bytes: fs::read(path).map_err(failed)?, path: name });
    Ok(())
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or("");
    ["md", "markdown"].iter().any(|it| it.eq_ignore_ascii_case(ending))
}

fn tell(told: &[Told], shell: &mut Shell) -> Result<(), Fault> {
    for it in told {
        let (mark, ink, word) = match it.came {
            Came::New => ("+", Ink::Teal, "new"),
            Came::Same => ("=", Ink::Teal, "same"),
            Came::Changed => ("~", Ink::Amber, "changed"),
            Came::Refused => ("-", Ink::Amber, "refused"),
        };
        let mark = shell.ink(ink, mark);
        shell.say(format!("{mark} {word:<8} {}: {}", it.file, it.of))?;
        let took = (it.came == Came::New && !it.took.is_empty())
            .then(|| format!("took {}", it.took.join(", ")));
        let left = it.left.iter().filter(|_| it.came != Came::Same).map(|it| format!("left {it}"));
        let why = it.refused.iter().map(|why| {
            let line = why.line.map_or_else(String::new, |it| format!("line {it}: "));
            format!("{line}{} {}", why.says, why.mend).trim_end().to_owned()
        });
        for line in took.into_iter().chain(left).chain(it.differs.iter().cloned()).chain(why) {
            shell.say(format!("    {line}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> &'static Format {
        match format(name) {
            Ok(What::Records(it)) => it,
            _ => panic!("{name} is no format"),
        }
    }

    #[test]
    fn a_format_is_named_and_an_unknown_one_says_which_there_are() {
        assert_eq!(known("morgue").name, "morgue");
        assert!(matches!(format("raci"), Ok(What::Table)));
        let says = format("jira").err().unwrap();
        assert!(says.contains("nygard, madr, rfc, dispatch, morgue, raci"), "{says}");
    }

    #[test]
    fn a_folder_is_read_for_its_records_and_a_file_as_it_was_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("old")).unwrap();
        for name in ["0002-b.md", "0001-a.MD", "old/c.markdown", "README.md", "notes.txt"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let (mut found, mut passed) = (Vec::new(), Vec::new());
        let rfc = known("rfc");
        gather(dir.path(), 0, rfc, &mut found, &mut passed).unwrap();
        let names: Vec<_> = found.iter().map(|it| it.path.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["0001-a.MD", "0002-b.md", "c.markdown"]);
        assert!(passed.len() == 1 && passed[0].ends_with("README.md"));
        gather(&dir.path().join("README.md"), 0, rfc, &mut found, &mut passed).unwrap();
        assert_eq!(found.len(), 4, "what was named is read");
        let morgue = known("morgue");
        assert!(gather(dir.path(), 0, morgue, &mut found, &mut passed).is_err());
        assert!(gather(&dir.path().join("none.md"), 0, rfc, &mut found, &mut passed).is_err());
    }
}
