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
  remit export | remit apply --database postgres://remit@db/remit")]
pub(crate) struct Args {
    /// Write one file an object into this folder instead
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    #[command(flatten)]
    here: Here,

    #[command(flatten)]
    server: Server,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let objects = match args.server.client()? {
        Some(client) => parse_lines(&client.get("/api/v1/export")?, "the server's answer")?,
        None => serving::runtime()?.block_on(async {
            let house = args.here.open(false).await?;
            let objects = house.system_desk("export").export().await.map_err(Fault::of)?;
            house.close().await;
            Ok::<_, Fault>(objects)
        })?,
    };
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
    let path = folder.join(object.path());
    let failed =
        |e: std::io::Error| Fault::because(format!("{} cannot be written", path.display()), &e);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let text = serde_json::to_string_pretty(object)
        .map_err(|e| Fault::because("An object could not be written as JSON", &e))?;
    fs::write(&path, text + "\n").map_err(failed)
}
