//! `remit import`: another program's records as history, with a report of what was left and why.

use std::fs;
use std::path::PathBuf;

use app::portable::import::{self, Format, Told};
use app::portable::{Outcome, Portable};
use serde_json::json;

use super::apply::apply;
use crate::client::Server;
use crate::fault::Fault;
use crate::here::Here;
use crate::shell::{Exit, Ink, Shell};

/// Take over another program's records as history
///
/// Nothing that is taken over comes due. What is here already stays as it is, so the same file can be
/// read again. The report says for each record what was taken, what was left, and why.
#[derive(clap::Args)]
#[command(after_help = "\
Formats:
  dispatch    closed incidents of Netflix Dispatch, as its API answers them (JSON)
  morgue      postmortems of Etsy Morgue: its MySQL dump, or the rows as JSON

Examples:
  remit import dispatch incidents.json --team platform --dry-run
  remit import morgue morgue.sql --team platform")]
pub(crate) struct Args {
    /// What wrote the file
    #[arg(value_parser = format)]
    format: Format,

    /// The file
    file: PathBuf,

    /// Whose history it becomes (a slug)
    #[arg(long, value_name = "TEAM")]
    team: String,

    /// Report what would be taken and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    here: Here,

    #[command(flatten)]
    server: Server,
}

fn format(text: &str) -> Result<Format, String> {
    let found = Format::ALL.iter().copied().find(|it| it.name() == text);
    let names = || Format::ALL.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| format!("use one of: {}", names()))
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let name = args.file.display().to_string();
    let text = fs::read_to_string(&args.file)
        .map_err(|e| Fault::because(format!("{name} cannot be read as text"), &e))?;
    let mut taken = import::read(args.format, &text, &args.team)
        .map_err(|says| Fault::new(format!("{name} could not be taken over. {says}")))?;
    // What is here already may have been worked on since: it is never overwritten.
    let before = apply(taken.objects.clone(), true, &args.here, &args.server)?;
    let is_new: Vec<bool> = taken
        .objects
        .iter()
        .map(|it| before.iter().any(|had| had.path == it.path() && had.outcome == Outcome::Added))
        .collect();
    let here_already = is_new.iter().filter(|it| !**it).count();
    let mut new = is_new.into_iter();
    taken.objects.retain(|_| new.next().unwrap_or(false));
    let count = taken.objects.len();
    if !args.dry_run && count > 0 {
        apply(taken.objects.clone(), false, &args.here, &args.server)?;
    }
    if shell.json {
        let records: Vec<&Portable> = taken.objects.iter().collect();
        let body = json!({
            "taken": records.iter().map(|it| it.path()).collect::<Vec<_>>(),
            "here_already": here_already,
            "report": taken.told,
            "dry_run": args.dry_run,
        });
        shell.say_json(&body)?;
        return Ok(Exit::Yes);
    }
    tell(&taken.told, shell)?;
    let verb = if args.dry_run { "Would take over" } else { "Took over" };
    let left = taken.told.iter().filter(|it| it.took.is_empty()).count();
    shell.say(format!("{verb} {count}; here already {here_already}; left out {left}."))?;
    Ok(Exit::Yes)
}

fn tell(told: &[Told], shell: &mut Shell) -> Result<(), Fault> {
    for it in told {
        let mark =
            if it.took.is_empty() { shell.ink(Ink::Amber, "-") } else { shell.ink(Ink::Teal, "+") };
        shell.say(format!("{mark} {}", it.of))?;
        if !it.took.is_empty() {
            shell.say(format!("    took {}", it.took.join(", ")))?;
        }
        for left in &it.left {
            shell.say(format!("    left {left}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_named_and_an_unknown_one_says_which_there_are() {
        assert_eq!(format("morgue"), Ok(Format::Morgue));
        assert!(format("jira").unwrap_err().contains("dispatch, morgue"));
    }
}
