//! The help texts are part of the design: each is compared whole with its file in `help/`.

use std::fs;
use std::path::Path;
use std::process::Command;

fn help_of(args: &[&str]) -> String {
    let told = Command::new(env!("CARGO_BIN_EXE_remit"))
        .args(args)
        .arg("--help")
        .env("COLUMNS", "100")
        .output()
        .expect("remit can be started");
    assert!(told.status.success(), "remit {args:?} --help failed");
    let text = String::from_utf8(told.stdout).expect("help is text");
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

/// The verbs are the lines of `remit --help` that are set two spaces in, above the examples.
fn verbs(help: &str) -> Vec<String> {
    let (list, _) = help.split_once("Examples:").expect("the help ends with examples");
    list.lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_help_text_is_the_one_that_was_agreed() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help");
    let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("help");
    fs::create_dir_all(&now).unwrap();
    let front = help_of(&[]);
    let mut pages = vec![("remit".to_owned(), front.clone())];
    for verb in verbs(&front) {
        pages.push((verb.clone(), help_of(&[&verb])));
    }
    let mut differing = Vec::new();
    for (name, text) in &pages {
        let file = format!("{name}.txt");
        fs::write(now.join(&file), text).unwrap();
        if fs::read_to_string(kept.join(&file)).unwrap_or_default() != *text {
            differing.push(file);
        }
    }
    assert!(
        differing.is_empty(),
        "the help changed: {differing:?}. Read it, and if it is what you mean:\n  cp {}/*.txt {}/",
        now.display(),
        kept.display()
    );
    let files = fs::read_dir(&kept).unwrap().count();
    assert_eq!(files, pages.len(), "tests/help keeps a page of a verb that is gone");
}

/// `docs/seed.md` names a command only where there is one.
#[test]
fn every_command_that_the_table_of_sentences_names_is_a_verb() {
    let table = include_str!("../../../docs/seed.md");
    let named = table.split('`').skip(1).step_by(2).filter_map(|it| it.strip_prefix("remit "));
    let named: Vec<&str> = named.filter_map(|it| it.split_whitespace().next()).collect();
    let verbs = verbs(&help_of(&[]));
    assert!(named.len() >= 4, "{named:?}");
    for verb in named {
        assert!(verbs.iter().any(|it| it == verb), "docs/seed.md names remit {verb}");
    }
}

#[test]
fn what_was_mistyped_ends_with_two_and_a_way_out() {
    let told = Command::new(env!("CARGO_BIN_EXE_remit")).arg("whoes").output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("--help"));
}

#[test]
fn a_misspelt_variable_is_named_and_not_ignored() {
    let told = Command::new(env!("CARGO_BIN_EXE_remit"))
        .args(["completions", "bash"])
        .env("REMIT_LISTN", "127.0.0.1:1")
        .output()
        .unwrap();
    assert_eq!(told.status.code(), Some(2));
    let says = String::from_utf8_lossy(&told.stderr);
    assert!(says.starts_with("error: REMIT_LISTN is set"), "{says}");
}
