//! `remit completions`: what a shell needs to complete our verbs and options.

use clap_complete::Shell as Kind;

use crate::cli;
use crate::fault::Fault;
use crate::shell::{Exit, Shell};

/// Print the completions for your shell
///
/// Examples:
///   remit completions bash > ~/.local/share/bash-completion/completions/remit
///   remit completions zsh > ~/.zfunc/_remit
///   remit completions fish > ~/.config/fish/completions/remit.fish
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The shell that will read them
    #[arg(value_name = "SHELL")]
    kind: Kind,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(args.kind, &mut cli::command(), "remit", &mut script);
    shell.say(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Exit::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_gets_a_script_that_names_the_program() {
        for kind in [Kind::Bash, Kind::Elvish, Kind::Fish, Kind::PowerShell, Kind::Zsh] {
            let (mut shell, heard) = Shell::remembering(false);
            run(&Args { kind }, &mut shell).unwrap();
            assert!(heard.text().contains("remit"), "{kind}");
        }
    }
}
