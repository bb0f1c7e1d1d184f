//! `remit apply`: records from lines or files, compared first and written once.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use app::portable::{Change, Outcome, Portable};

use crate::client::Server;
use crate::fault::Fault;
use crate::here::Here;
use crate::serving;
use crate::shell::{Exit, Ink, Shell};
use crate::verbs::export::parse_lines;

/// Take in objects as `export` wrote them, or as you did
///
/// Objects are found by their id: new ones are added, different ones changed, and applying the
/// same again changes nothing. All of it is written or nothing. Nothing is ever removed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit apply --dry-run records/      what would change, field by field
  remit apply records.jsonl
  remit apply --team payments docs/decisions/      its Markdown decision records
  remit export | remit apply --server https://remit.example.org")]
pub(crate) struct Args {
    /// Files or folders; standard input if none is named
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Take in Markdown decision records as well, as decisions of this team (its slug)
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// Show what would differ and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    here: Here,

    #[command(flatten)]
    server: Server,
}

/// Deeper folders than this are not what `export` wrote.
const DEEPEST: usize = 8;

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let objects = read(&args.paths, args.team.as_deref())?;
    let changes = apply(objects, args.dry_run, &args.here, &args.server)?;
    tell(&changes, args.dry_run, shell)?;
    Ok(Exit::Yes)
}

/// Compares, and unless `dry` writes, here or on a server.
pub(super) fn apply(
    objects: Vec<Portable>,
    dry: bool,
    here: &Here,
    server: &Server,
) -> Result<Vec<Change>, Fault> {
    match server.client()? {
        Some(client) => {
            let mut lines = String::new();
            for object in &objects {
                let line = serde_json::to_string(object)
                    .map_err(|e| Fault::because("An object could not be written as JSON", &e))?;
                lines.push_str(&line);
                lines.push('\n');
            }
            let query = if dry { "?dry_run=true" } else { "" };
            let answer =
                client.post(&format!("/api/v1/apply{query}"), "application/jsonl", &lines)?;
            serde_json::from_str(&answer)
                .map_err(|e| Fault::because("The server’s answer is not what was expected", &e))
        }
        None => serving::runtime()?.block_on(async {
            let house = here.open(!dry).await?;
            let changes =
                house.system_desk("apply").apply(objects, dry).await.map_err(Fault::of)?;
            house.close().await;
            Ok(changes)
        }),
    }
}

fn tell(changes: &[Change], dry: bool, shell: &mut Shell) -> Result<(), Fault> {
    if shell.json {
        return shell.say_json(&changes);
    }
    for change in changes.iter().filter(|it| it.outcome != Outcome::Same) {
        let (mark, ink) = match change.outcome {
            Outcome::Added => ("+", Ink::Teal),
            Outcome::Changed | Outcome::Same => ("~", Ink::Amber),
        };
        let mark = shell.ink(ink, mark);
        shell.say(format!("{mark} {}", change.path))?;
        for line in &change.differs {
            shell.say(format!("    {line}"))?;
        }
    }
    let count = |outcome| changes.iter().filter(|it| it.outcome == outcome).count();
    let (added, changed, same) =
        (count(Outcome::Added), count(Outcome::Changed), count(Outcome::Same));
    let verb = if dry { "Would add" } else { "Added" };
    let then = if dry { "change" } else { "changed" };
    shell.say(format!("{verb} {added}, {then} {changed}, leave {same} as they are."))
}

fn read(paths: &[PathBuf], team: Option<&str>) -> Result<Vec<Portable>, Fault> {
    if paths.is_empty() {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|e| Fault::because("Standard input could not be read as text", &e))?;
        return parse_lines(&text, "standard input");
    }
    let mut found = Vec::new();
    for path in paths {
        gather(path, 0, team, &mut found)?;
    }
    Ok(found)
}

fn gather(
    path: &Path,
    depth: usize,
    team: Option<&str>,
    found: &mut Vec<Portable>,
) -> Result<(), Fault> {
    let failed =
        |e: std::io::Error| Fault::because(format!("{} cannot be read", path.display()), &e);
    let kind = fs::symlink_metadata(path).map_err(failed)?;
    if kind.is_dir() && depth < DEEPEST {
        let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(failed)?.collect();
        let mut entries: Vec<_> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
        entries.sort();
        return entries.iter().try_for_each(|it| gather(it, depth + 1, team, found));
    }
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or("");
    let markdown = team.filter(|_| ending == "md" && (depth == 0 || is_numbered(path)));
    let wanted = matches!(ending, "json" | "jsonl") || markdown.is_some();
    if !kind.is_file() || (depth > 0 && !wanted) {
        return Ok(());
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    let name = path.display().to_string();
    if let Some(team) = markdown {
        let stem =
            path.file_stem().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        let object = Portable::from_markdown(&text, &stem, team)
            .map_err(|e| Fault::because(format!("{name} is no decision record"), &e))?;
        found.push(object);
    } else if ending == "json" {
        let object = Portable::parse(&text)
            .map_err(|says| Fault::new(format!("{name} is not an object remit knows: {says}.")))?;
        found.push(object);
    } else {
        found.extend(parse_lines(&text, &name)?);
    }
    Ok(())
}

/// A folder of decision records also holds a README and a template: those have no number.
fn is_numbered(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().to_lowercase());
    let rest =
        name.strip_prefix("adr").map_or(name.as_str(), |it| it.trim_start_matches(['-', '_']));
    rest.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAM: &str = r#"{"is":"team","id":"t","slug":"town","name":"Town"}"#;

    #[test]
    fn folders_files_and_lines_are_all_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("team")).unwrap();
        fs::write(dir.path().join("team/town.json"), TEAM).unwrap();
        fs::write(dir.path().join("more.jsonl"), format!("{TEAM}\n\n{TEAM}\n")).unwrap();
        fs::write(dir.path().join("README.md"), "not an object").unwrap();
        assert_eq!(read(&[dir.path().to_owned()], None).unwrap().len(), 3);
    }

    #[test]
    fn decision_records_are_read_as_a_teams_and_what_stands_beside_them_is_not() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["0001-a.md", "adr-2-b.md", "README.md", "template.md", "notes.txt"] {
            fs::write(dir.path().join(name), "# Keep one queue\n").unwrap();
        }
        let found = read(&[dir.path().to_owned()], Some("payments")).unwrap();
        let names: Vec<_> = found.iter().filter_map(Portable::to_markdown).map(|it| it.0).collect();
        assert_eq!(names, ["0001-a.md", "adr-2-b.md"]);
        assert_eq!(read(&[dir.path().to_owned()], None).unwrap().len(), 0);
        let empty = dir.path().join("0003-empty.md");
        fs::write(&empty, " \n").unwrap();
        let fault = read(&[empty], Some("payments")).unwrap_err();
        assert!(format!("{fault:?}").contains("no text"));
    }

    #[test]
    fn a_broken_line_is_named() {
        let fault = parse_lines(&format!("{TEAM}\n{{\"is\":"), "standard input").unwrap_err();
        assert!(format!("{fault:?}").contains("Line 2 of standard input"));
    }
}
