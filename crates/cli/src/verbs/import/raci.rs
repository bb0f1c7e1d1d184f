//! `remit import raci`: a table of who is responsible as a draft of a map.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use domain::lanes::raci::{self, Drafted};
use serde_json::json;

use super::super::init::create;
use crate::fault::{Fault, Place};
use crate::shell::{Exit, Shell};

/// The draft, printed or written; what the table leaves open beside it, and 1 where it does.
pub(super) fn run(paths: &[PathBuf], to: Option<&Path>, shell: &mut Shell) -> Result<Exit, Fault> {
    let (name, text) = read(paths)?;
    let drafted =
        raci::draft(&text).map_err(|why| Fault::new(format!("{name} gives no map. {why}")))?;
    if let Some(path) = to {
        create(path, &drafted.text).map_err(|e| {
            Fault::because("The draft could not be written", &e)
                .at(Place::file(path.display().to_string()))
                .hint("A file that is there stays: name another, or move it away.")
        })?;
    }
    tell(&drafted, to, shell)?;
    Ok(if drafted.doubts.is_empty() { Exit::Yes } else { Exit::No })
}

fn tell(drafted: &Drafted, to: Option<&Path>, shell: &mut Shell) -> Result<(), Fault> {
    if shell.json {
        return shell.say_json(&json!({
            "file": to.map(|it| it.display().to_string()),
            "lanes": drafted.lanes,
            "doubts": drafted.doubts,
            "text": drafted.text,
        }));
    }
    match to {
        Some(path) => shell.say(path.display())?,
        None => shell.say(drafted.text.trim_end())?,
    }
    for doubt in &drafted.doubts {
        shell.step(doubt);
    }
    let lanes = match drafted.lanes {
        1 => "One lane".to_owned(),
        n => format!("{n} lanes"),
    };
    let open = drafted.doubts.len();
    shell.step(format!(
        "{lanes} drafted, {open} left open. Every line is a question: go through them with your team."
    ));
    Ok(())
}

fn read(paths: &[PathBuf]) -> Result<(String, String), Fault> {
    match paths {
        [] => {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(|e| Fault::because("Standard input could not be read as text", &e))?;
            Ok(("Standard input".to_owned(), text))
        }
        [path] => {
            let name = path.display().to_string();
            let text = fs::read_to_string(path)
                .map_err(|e| Fault::because(format!("{name} cannot be read as text"), &e))?;
            Ok((name, text))
        }
        _ => Err(Fault::new("A map is drafted from one table.").hint("Name one file.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(text: &str, to: Option<&str>) -> (Result<Exit, Fault>, String, String) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("raci.csv");
        fs::write(&file, text).unwrap();
        let to = to.map(|it| dir.path().join(it));
        let (mut shell, heard) = Shell::remembering(false);
        let done = run(&[file], to.as_deref(), &mut shell);
        let written = to.and_then(|it| fs::read_to_string(it).ok()).unwrap_or_default();
        (done, heard.text(), written)
    }

    #[test]
    fn a_draft_is_printed_or_written_and_what_is_open_is_the_honest_no() {
        let (done, said, _) = import("What,Ana,Ben\nPrices,A,C\n", None);
        assert_eq!(done.unwrap(), Exit::Yes);
        assert_eq!(domain::lanes::read(&said).map.lanes.len(), 4, "{said}");
        let (done, _, written) = import("What,Ana,Ben\nPrices,A,A\n", Some("lanes.toml"));
        assert_eq!(done.unwrap(), Exit::No);
        assert!(written.contains("holder = [\"@ana\", \"@ben\"]"), "{written}");
    }

    #[test]
    fn a_file_that_is_there_stays_and_what_is_no_table_is_said() {
        let (done, _, kept) = import("What,Ana\nPrices,A\n", Some("raci.csv"));
        assert!(done.unwrap_err().text("", "").contains("stays"));
        assert_eq!(kept, "What,Ana\nPrices,A\n");
        assert!(import("words", None).0.unwrap_err().text("", "").contains("There is no table"));
        let two = [PathBuf::from("a"), PathBuf::from("b")];
        let (mut shell, _) = Shell::remembering(false);
        assert!(run(&two, None, &mut shell).unwrap_err().text("", "").contains("one table"));
    }
}
