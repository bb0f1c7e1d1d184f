//! What may be typed: the options every verb shares, and the help in groups.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, Parser};
use domain::lanes::diagnostic::suggestion;

use crate::fault::Fault;
use crate::shell::{Colour, Shell};
use crate::verbs::Verb;
use crate::{env, verbs};

/// Whose call is it? What are we after? What did we learn?
#[derive(Parser)]
#[command(name = "remit", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Remit {
    #[command(subcommand)]
    verb: Verb,

    /// Print JSON, stable and complete
    #[arg(long, global = true, help_heading = "Everywhere", display_order = 900)]
    json: bool,

    /// Colour the output
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        help_heading = "Everywhere",
        display_order = 901
    )]
    color: Colour,
}

/// The verbs by task, the main job first. A verb that does not exist yet is left out of the help.
const TASKS: &[(&str, &[&str])] = &[
    ("Open the workbook", &["up", "serve"]),
    ("Ask whose call it is", &["whose", "check", "lanes", "init"]),
    ("Look and write down", &["mirrors", "decided", "due"]),
    ("Keep the records", &["export", "apply", "import", "backup", "restore", "verify"]),
    ("Set up", &["completions"]),
];

const EXAMPLES: &str = "\
Examples:
  remit up                            the workbook of this checkout, in the browser
  remit whose src/billing             whose call a change there is, and why
  remit check --advise main..HEAD     the same for a diff; never stops a build
  remit decided \"One queue per tenant\" --because \"noisy neighbours\"

Exit codes: 0 yes or done, 1 the honest no, 2 it could not be done.";

/// Runs the verb that was typed and prints what went wrong, in one form.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = args.into_iter().collect();
    let matches = match command().try_get_matches_from(&typed) {
        Ok(matches) => matches,
        Err(stop) if stop.kind() == ErrorKind::InvalidSubcommand => {
            let word = match stop.get(ContextKind::InvalidSubcommand) {
                Some(ContextValue::String(word)) => word.clone(),
                _ => String::new(),
            };
            let typed: Vec<String> =
                typed.iter().map(|it| it.to_string_lossy().into_owned()).collect();
            Shell::new(Colour::Auto, false).fault(&no_such_verb(&command(), &typed, &word));
            return ExitCode::from(2);
        }
        Err(stop) => {
            // `--help` and `--version` come this way too; nothing is left to do if this fails.
            let _ = stop.print();
            return ExitCode::from(u8::try_from(stop.exit_code()).unwrap_or(2));
        }
    };
    let remit = match Remit::from_arg_matches(&matches) {
        Ok(remit) => remit,
        Err(stop) => stop.exit(),
    };
    let mut shell = Shell::new(remit.color, remit.json);
    match known_variables().and_then(|()| verbs::run(remit.verb, &mut shell)) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(fault) => {
            shell.fault(&fault);
            ExitCode::from(2)
        }
    }
}

/// What there is instead of a word that is no verb: the nearest, else all of them.
fn no_such_verb(command: &clap::Command, typed: &[String], word: &str) -> Fault {
    let (mut here, mut path) = (command, "remit".to_owned());
    for one in typed.iter().skip(1).take_while(|it| *it != word) {
        if let Some(below) = here.find_subcommand(one) {
            here = below;
            path = format!("{path} {one}");
        }
    }
    let names: Vec<&str> = here.get_subcommands().map(clap::Command::get_name).collect();
    let near = suggestion(word, names.iter().copied().take(12));
    let hint = if near.starts_with("Did") {
        format!("{near} `{path} --help` lists what there is.")
    } else {
        format!("There are: {}. `{path} --help` says what each is for.", names.join(", "))
    };
    Fault::new(format!("{path} has no verb “{word}”.")).hint(hint)
}

/// The whole command line, as completions and the help see it.
pub(crate) fn command() -> clap::Command {
    let bare = Remit::command();
    let list = tasks(&bare);
    bare.help_template(format!(
        "{{about}}\n\nUsage: remit <verb> …\n\n{list}\nremit <verb> --help says more, with \
         examples.\n\n{EXAMPLES}\n"
    ))
}

fn tasks(command: &clap::Command) -> String {
    let mut list = String::new();
    for (task, names) in TASKS {
        let there: Vec<_> = names.iter().filter_map(|n| command.find_subcommand(n)).collect();
        if there.is_empty() {
            continue;
        }
        list.push_str(&format!("{task}:\n"));
        for verb in there {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            list.push_str(&format!("  {:<13}{about}\n", verb.get_name()));
        }
        list.push('\n');
    }
    list.trim_end().to_owned() + "\n"
}

/// A misspelt variable would be ignored in silence; say so instead.
fn known_variables() -> Result<(), Fault> {
    let command = command();
    let known: BTreeSet<String> = command
        .get_subcommands()
        .chain([&command])
        .flat_map(clap::Command::get_arguments)
        .filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned()))
        .collect();
    for name in env::remit_variables() {
        if !known.contains(&name) && !name.starts_with("REMIT_TEST_") {
            return Err(no_such_variable(&name, &known));
        }
    }
    Ok(())
}

fn no_such_variable(name: &str, known: &BTreeSet<String>) -> Fault {
    let near = suggestion(name, known.iter().map(String::as_str));
    let hint = if near.starts_with("Did") {
        format!("{near} Else unset it.")
    } else {
        let all: Vec<&str> = known.iter().map(String::as_str).collect();
        format!("Unset it, or use one of: {}", all.join(", "))
    };
    Fault::new(format!("{name} is set, but remit knows no such variable.")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn an_unknown_verb_is_answered_with_the_nearest_or_with_all_there_are() {
        let told = |typed: &[&str], word: &str| {
            let typed: Vec<String> = typed.iter().map(|it| (*it).to_owned()).collect();
            no_such_verb(&command(), &typed, word).text("error:", "hint:")
        };
        assert_eq!(
            told(&["remit", "whos"], "whos"),
            "error: remit has no verb “whos”.\nhint: Did you mean “whose”? `remit --help` lists what \
             there is.\n"
        );
        let far = told(&["remit", "frobnicate"], "frobnicate");
        assert!(far.contains("There are: ") && far.contains("mirrors"), "{far}");
        let below = told(&["remit", "lanes", "chek"], "chek");
        assert!(below.starts_with("error: remit lanes has no verb “chek”."), "{below}");
        assert!(below.contains("“check”"), "{below}");
    }

    #[test]
    fn an_unknown_variable_is_answered_with_the_nearest_or_with_each_there_is_once() {
        let known = ["REMIT_DATA", "REMIT_LISTEN", "REMIT_LOG"].map(str::to_owned).into();
        let told = |name: &str| no_such_variable(name, &known).text("error:", "hint:");
        assert_eq!(
            told("REMIT_DTA"),
            "error: REMIT_DTA is set, but remit knows no such variable.\nhint: Did you mean \
             “REMIT_DATA”? Else unset it.\n"
        );
        let far = told("REMIT_FROBNICATE");
        assert!(far.ends_with("one of: REMIT_DATA, REMIT_LISTEN, REMIT_LOG\n"), "{far}");
    }

    #[test]
    fn an_address_to_listen_at_that_is_none_is_answered_with_one_that_is() {
        for verb in ["up", "serve"] {
            let typed = ["remit", verb, "--listen", "nonsense"];
            let stop = command().try_get_matches_from(typed).unwrap_err().to_string();
            assert!(stop.contains("for example 127.0.0.1:7171"), "{stop}");
        }
        let typed = ["remit", "up", "--listen", "[::1]:0"];
        assert!(command().try_get_matches_from(typed).is_ok());
    }

    #[test]
    fn every_verb_has_its_place_in_the_help() {
        for verb in command().get_subcommands() {
            let place = TASKS.iter().find(|(_, names)| names.contains(&verb.get_name()));
            assert!(place.is_some(), "put `{}` under a task in TASKS", verb.get_name());
        }
    }

    #[test]
    fn every_verb_says_in_one_line_what_it_is_for() {
        for verb in command().get_subcommands() {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty(), "`{}` has no doc comment on its Args", verb.get_name());
            assert!(about.len() <= 80, "`{}` needs fewer words: {about}", verb.get_name());
        }
    }
}
