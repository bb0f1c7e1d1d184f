//! A PostgreSQL of our own for one run: a free port, a temporary folder, gone afterwards.
//!
//! It runs with its own defaults, `fsync` included: the tests tell the story of what people run,
//! and the price is seconds.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::command;
use crate::components::{is_root, postgres_programs};

/// PostgreSQL refuses to run as root. Debian's package brings this user.
const USER: &str = "postgres";

pub(crate) struct Postgres {
    port: u16,
    keeper: Child,
    home: PathBuf,
}

/// Who runs the server: ourselves, or another user when we are root.
struct Runner {
    other: Option<(u32, u32)>,
}

impl Postgres {
    pub(crate) fn start() -> Result<Postgres, String> {
        Self::with(|_| String::new())
    }

    /// The same with more settings, given the folder that holds its `data` and its `log`.
    pub(crate) fn with(settings: impl Fn(&Path) -> String) -> Result<Postgres, String> {
        let programs = postgres_programs().ok_or("PostgreSQL's initdb was not found.")?;
        let runner = Runner::find()?;
        let home = std::env::temp_dir().join(format!("remit-test-postgres-{}", std::process::id()));
        let data = home.join("data");
        fs::create_dir(&home).map_err(|e| format!("{} cannot be made: {e}.", home.display()))?;
        // From here on the keeper tidies up, whatever happens to us.
        let keeper = keeper(&programs.join("pg_ctl"), &data, &home, &runner)?;
        let port = free_port()?;
        let settings = settings(&home);
        let mut postgres = Postgres { port, keeper, home };
        let home = postgres.home.as_path();
        let started = start(&programs, &runner, (home, &data), port, &settings);
        if let Err(says) = started {
            postgres.stop();
            return Err(says);
        }
        println!("PostgreSQL listens on port {port}, data in {}", home.display());
        Ok(postgres)
    }

    /// For `REMIT_TEST_POSTGRES`: each test makes its own database beside this one.
    pub(crate) fn url(&self) -> String {
        format!("postgres://remit@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    fn stop(&mut self) {
        drop(self.keeper.stdin.take());
        // A keeper that cannot be waited for has ended already.
        let _ = self.keeper.wait();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits until our end of its pipe closes, as it does on success, on failure, on Ctrl-C and even
/// when we are killed; then stops the server and removes its folder.
fn keeper(pg_ctl: &Path, data: &Path, home: &Path, runner: &Runner) -> Result<Child, String> {
    // More than once, because a server that was being made when we died still writes for a moment.
    let script = r#"trap '' INT TERM HUP; cat >/dev/null; cd /
        for try in 1 2 3 4 5 6 7 8 9; do
            "$@" stop --silent --mode=immediate >/dev/null 2>&1
            rm -rf -- "$0" 2>/dev/null && exit; sleep 1
        done"#;
    let mut stop = runner.command(pg_ctl);
    stop.arg("--pgdata").arg(data);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(home).arg(stop.get_program()).args(stop.get_args());
    // Its own group: a Ctrl-C in the terminal is for us, not for it.
    shell.process_group(0).stdin(Stdio::piped());
    shell.spawn().map_err(|e| format!("`sh` cannot be started: {e}."))
}

fn start(
    programs: &Path,
    runner: &Runner,
    (home, data): (&Path, &Path),
    port: u16,
    more: &str,
) -> Result<(), String> {
    if let Some((user, group)) = runner.other {
        chown(home, Some(user), Some(group)).map_err(|e| format!("chown: {e}."))?;
    }
    let mut initdb = runner.command(&programs.join("initdb"));
    initdb.args(["--username=remit", "--auth=trust", "--encoding=UTF8", "--no-locale"]);
    command::output(initdb.arg("--no-sync").arg("--pgdata").arg(data).current_dir(home))?;
    let settings = data.join("postgresql.auto.conf");
    let mut file = fs::OpenOptions::new().append(true).open(&settings);
    let lines = format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\nmax_connections = 300\n\
         unix_socket_directories = '{}'\n{more}",
        home.display()
    );
    file.as_mut()
        .map_err(|e| format!("{}: {e}.", settings.display()))?
        .write_all(lines.as_bytes())
        .map_err(|e| format!("{}: {e}.", settings.display()))?;
    let mut pg_ctl = runner.command(&programs.join("pg_ctl"));
    pg_ctl.args(["start", "--wait", "--silent", "--log"]).arg(home.join("log"));
    command::output(pg_ctl.arg("--pgdata").arg(data).current_dir(home))?;
    Ok(())
}

impl Runner {
    fn find() -> Result<Runner, String> {
        if !is_root() {
            return Ok(Runner { other: None });
        }
        if !command::succeeds("id", &[USER]) {
            command::output(Command::new("useradd").args(["--system", USER]))?;
        }
        let id = |which| -> Result<u32, String> {
            let told = command::output(Command::new("id").args([which, USER]))?;
            told.trim().parse().map_err(|_| format!("`id` says {told}."))
        };
        Ok(Runner { other: Some((id("-u")?, id("-g")?)) })
    }

    fn command(&self, program: &Path) -> Command {
        let Some((user, group)) = self.other else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}"));
        command.args(["--clear-groups", "--"]).arg(program);
        command
    }
}

/// Freed again at once; nobody else is likely to take it within the second.
fn free_port() -> Result<u16, String> {
    let asked = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    Ok(asked.map_err(|e| format!("no free port: {e}."))?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever is root hands over; whoever is not runs it as themselves.
    #[test]
    fn root_never_runs_the_server() {
        let other = Runner { other: Some((101, 102)) }.command(Path::new("/x/initdb"));
        assert_eq!(other.get_program(), "setpriv");
        assert!(other.get_args().any(|word| word == "--reuid=101"));
        assert_eq!(
            Runner { other: None }.command(Path::new("/x/initdb")).get_program(),
            "/x/initdb"
        );
    }

    #[test]
    fn the_keeper_tidies_up_once_nobody_holds_it() {
        let home = std::env::temp_dir().join(format!("remit-keeper-{}", std::process::id()));
        fs::create_dir(&home).unwrap();
        let runner = Runner { other: None };
        let mut keeper = keeper(Path::new("true"), Path::new("data"), &home, &runner).unwrap();
        assert!(home.exists());
        drop(keeper.stdin.take());
        assert!(keeper.wait().is_ok());
        assert!(!home.exists());
    }
}
