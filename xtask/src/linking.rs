//! The linking attack at its whole size, with a file and with a server whose operator turns on all that can
//! be turned on: an archive of its WAL, and a log of every statement with its values.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::command;
use crate::postgres::Postgres;

pub(crate) fn run(root: &Path, size: &[String]) -> Result<(), String> {
    let postgres = Postgres::with(settings)?;
    let archive = postgres.home().join("archive");
    // The server writes here as its own user.
    fs::create_dir(&archive)
        .and_then(|()| fs::set_permissions(&archive, fs::Permissions::from_mode(0o777)))
        .map_err(|e| format!("{} cannot be made: {e}.", archive.display()))?;
    let file = postgres.home().join("linking.db");
    let file = format!("sqlite:{}", file.display());
    attack(root, &[file.as_str()], size)?;
    attack(root, &[&postgres.url(), &postgres.home().display().to_string()], size)
}

fn attack(root: &Path, on: &[&str], size: &[String]) -> Result<(), String> {
    let cargo = ["run", "--release", "--quiet", "-p", "store", "--example", "linking", "--"];
    let size: Vec<&str> = size.iter().map(String::as_str).collect();
    command::show("cargo", &[&cargo, on, &size].concat(), root)
}

fn settings(home: &Path) -> String {
    let archive = home.join("archive");
    format!(
        "archive_mode = on\narchive_command = 'cp %p {}/%f'\nlog_statement = all\n\
         log_parameter_max_length = 64\ntrack_commit_timestamp = on\n",
        archive.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_archives_and_logs() {
        let said = settings(Path::new("/x"));
        assert!(said.contains("'cp %p /x/archive/%f'") && said.contains("log_statement = all"));
        assert!(said.lines().all(|line| line.contains(" = ")), "one setting a line");
    }
}
