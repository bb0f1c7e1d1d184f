//! Runs other programs, and says which one failed.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs it with its output shown.
pub(crate) fn show(program: &str, args: &[&str], root: &Path) -> Result<(), String> {
    println!("\n> {program} {}", args.join(" "));
    let status = Command::new(program).args(args).current_dir(root).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program} {}` ended with {status}.", args.join(" "))),
        Err(e) => Err(format!("`{program}` could not be started: {e}.")),
    }
}

/// Runs it and gives back what it printed; its complaints become the error.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let told = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("`{name}` cannot start: {e}."))?;
    if told.status.success() {
        return Ok(String::from_utf8_lossy(&told.stdout).into_owned());
    }
    Err(format!(
        "`{name}` ended with {}: {}",
        told.status,
        String::from_utf8_lossy(&told.stderr).trim()
    ))
}

/// Whether a program answers at all.
pub(crate) fn succeeds(program: &str, args: &[&str]) -> bool {
    let quiet = |c: &mut Command| {
        c.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    quiet(Command::new(program).args(args)).is_ok_and(|status| status.success())
}
