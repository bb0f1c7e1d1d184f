//! What the tests need beside Rust: PostgreSQL, a browser with its driver, axe.
//!
//! Debian's packages are installed where we may; elsewhere one line says what to install. Nothing
//! is skipped: without a component there is no run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

const AXE: &str = "axe-core@4.14.1";

/// A thing to have: how to see that it is there, and the Debian packages that bring it.
struct Component {
    name: &'static str,
    there: fn() -> bool,
    packages: &'static [&'static str],
}

const COMPONENTS: &[Component] = &[
    Component {
        name: "PostgreSQL",
        there: || postgres_programs().is_some(),
        packages: &["postgresql"],
    },
    Component {
        name: "Chromium",
        there: || command::succeeds("chromium", &["--version"]),
        packages: &["chromium"],
    },
    Component {
        name: "ChromeDriver",
        there: || command::succeeds("chromedriver", &["--version"]),
        packages: &["chromium-driver"],
    },
    Component {
        name: "npm",
        there: || command::succeeds("npm", &["--version"]),
        packages: &["nodejs", "npm"],
    },
];

/// Makes sure that everything is there. Quick when it is.
pub(crate) fn ready(target: &Path) -> Result<(), String> {
    let missing: Vec<&Component> = COMPONENTS.iter().filter(|c| !(c.there)()).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    axe(target)
}

/// The folder of `initdb` and `pg_ctl`. Debian keeps them out of the PATH, one folder a version.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let newest = versions
        .filter(|entry| entry.path().join("bin/initdb").is_file())
        .max_by_key(|entry| entry.file_name().to_string_lossy().parse::<u32>().unwrap_or(0))
        .map(|entry| entry.path().join("bin"));
    newest.or_else(|| {
        let on_path = std::env::var_os("PATH")?;
        std::env::split_paths(&on_path).find(|folder| folder.join("initdb").is_file())
    })
}

fn install(missing: &[&Component]) -> Result<(), String> {
    let packages: Vec<&str> = missing.iter().flat_map(|c| c.packages.iter().copied()).collect();
    let names: Vec<&str> = missing.iter().map(|c| c.name).collect();
    let by_hand = format!(
        "{} missing. Install with: sudo apt-get install {}",
        names.join(", "),
        packages.join(" ")
    );
    let Some(rights) = rights() else { return Err(by_hand) };
    println!("\n{} missing; installing {}.", names.join(", "), packages.join(" "));
    for words in [&["update"][..], &["install", "--yes", "--no-install-recommends"]] {
        let last = if words[0] == "install" { packages.as_slice() } else { &[] };
        let line = [rights, &["apt-get", "-qq"], words, last].concat();
        command::show(line[0], &line[1..], Path::new("/"))
            .map_err(|says| format!("{says} {by_hand}"))?;
    }
    match missing.iter().find(|c| !(c.there)()) {
        Some(still) => Err(format!("{} was installed and still does not answer.", still.name)),
        None => Ok(()),
    }
}

/// The words to put before `apt-get`, where we may use it without asking anybody.
fn rights() -> Option<&'static [&'static str]> {
    if !command::succeeds("apt-get", &["--version"]) {
        None
    } else if is_root() {
        Some(&["env", "DEBIAN_FRONTEND=noninteractive"])
    } else if command::succeeds("sudo", &["-n", "true"]) {
        Some(&["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"])
    } else {
        None
    }
}

pub(crate) fn is_root() -> bool {
    command::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The accessibility checker, kept in the target folder and never in the project.
fn axe(target: &Path) -> Result<(), String> {
    let home = target.join("axe");
    let wanted = AXE.rsplit('@').next().unwrap_or_default();
    let manifest = home.join("node_modules/axe-core/package.json");
    let there = fs::read_to_string(manifest).unwrap_or_default();
    if there.contains(&format!("\"version\": \"{wanted}\"")) {
        return Ok(());
    }
    fs::create_dir_all(&home).map_err(|e| format!("{} cannot be made: {e}.", home.display()))?;
    let prefix = home.to_string_lossy();
    let words =
        ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", &prefix, AXE];
    command::show("npm", &words, Path::new("."))
        .map_err(|says| format!("{says} The pages cannot be checked without {AXE}."))
}
