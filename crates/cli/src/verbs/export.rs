//! `remit export`: everything people wrote, as lines or as files.

use std::fs;
use std::path::{Path, PathBuf};

use app::portable::Portable;

use crate::client::Server;
use crate::fault::Fault;
use crate::here::Here;
use crate::serving;
use crate::shell::{Exit, Shell};

/// Print every record, person, team and map, one JSON object a line
///
/// What `apply` reads. Passwords, sessions, tokens, drafts and the journal stay where they are:
/// `remit backup` keeps those too.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit export > records.jsonl
  remit export --to records/          one file an object, to keep in git
  remit export --decisions docs/decisions/      decisions as Markdown, imported ones as they were
  remit export --postmortems docs/postmortems/  the same for postmortems
  remit export | remit apply --database postgres://remit@db/remit")]
pub(crate) struct Args {
    /// Write one file an object into this folder instead
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    /// Write the decisions, and only those, into this folder as Markdown decision records
    #[arg(long, value_name = "DIR", conflicts_with = "to")]
    decisions: Option<PathBuf>,

    /// Write the postmortems, and only those, into this folder as Markdown
    #[arg(long, value_name = "DIR", conflicts_with_all = ["to", "decisions"])]
    postmortems: Option<PathBuf>,

    #[command(flatten)]
    here: Here,

    #[command(flatten)]
    server: Server,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let objects = match args.server.client()? {
        Some(client) => parse_lines(&client.get("/api/v1/export")?, "the server’s answer")?,
        None => serving::runtime()?.block_on(async {
            let house = args.here.open(false).await?;
            let objects = house.system_desk("export").export().await.map_err(Fault::of)?;
            house.close().await;
            Ok::<_, Fault>(objects)
        })?,
    };
    for (kind, folder) in [("decision", &args.decisions), ("postmortem", &args.postmortems)] {
        if let Some(folder) = folder {
            return files(&objects, kind, folder, shell);
        }
    }
    match &args.to {
        Some(folder) => {
            for object in &objects {
                write(folder, object)?;
            }
            shell.step(format!("Wrote {} objects into {}", objects.len(), folder.display()));
        }
        None => {
            for object in &objects {
                let line = serde_json::to_string(object)
                    .map_err(|e| Fault::because("An object could not be written as JSON", &e))?;
                shell.say(line)?;
            }
        }
    }
    Ok(Exit::Yes)
}

/// One Markdown file for each record of this kind.
fn files(
    objects: &[Portable],
    kind: &str,
    folder: &Path,
    shell: &mut Shell,
) -> Result<Exit, Fault> {
    let wanted = |it: &&Portable| matches!(it, Portable::Record(it) if it.kind == kind);
    let files: Vec<_> = objects.iter().filter(wanted).filter_map(Portable::to_markdown).collect();
    for (at, (name, text)) in files.iter().enumerate() {
        // Two of one day in the same words must not take each other's place.
        let twin = files[..at].iter().filter(|it| it.0 == *name).count();
        let stem = name.trim_end_matches(".md");
        let name = if twin == 0 { name.clone() } else { format!("{stem}-{}.md", twin + 1) };
        put(&folder.join(name), text)?;
    }
    shell.step(format!("Wrote {} {kind}s into {}", files.len(), folder.display()));
    Ok(Exit::Yes)
}

/// Objects from JSON lines; the fault names the line.
pub(crate) fn parse_lines(text: &str, from: &str) -> Result<Vec<Portable>, Fault> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parsed = lines.map(|(at, line)| {
        Portable::parse(line).map_err(|says| {
            Fault::new(format!("Line {} of {from} is not an object remit knows: {says}.", at + 1))
                .hint("Each line is one object as `remit export` prints it.")
        })
    });
    parsed.collect()
}

fn write(folder: &Path, object: &Portable) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(object)
        .map_err(|e| Fault::because("An object could not be written as JSON", &e))?;
    put(&folder.join(object.path()), &(text + "\n"))
}

fn put(path: &Path, text: &str) -> Result<(), Fault> {
    let failed =
        |e: std::io::Error| Fault::because(format!("{} cannot be written", path.display()), &e);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}
