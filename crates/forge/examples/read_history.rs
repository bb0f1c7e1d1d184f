//! Reads one repository by hand: `read_history REPO [MEMORY]`. With a file for the memory, a
//! second run reads only what is new. Prints what was found, a checksum of it, and what it took.
//! For `docs/performance.md` and for comparing with git's own answers.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program run by hand")]

use std::path::Path;
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use domain::facts::{Facts, Shape};
use domain::id::At;
use forge::{Memory, Problem, Repository};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(repo) = words.first() else {
        println!("usage: read_history REPO [MEMORY]");
        return ExitCode::from(2);
    };
    match read(Path::new(repo), words.get(1).map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn read(repo: &Path, kept: Option<&Path>) -> Result<(), Problem> {
    let began = Instant::now();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let memory = kept.and_then(|it| Memory::from_bytes(&std::fs::read(it).ok()?));
    let loaded = began.elapsed();
    let known = memory.as_ref().map_or(0, |it| it.facts.landings.len());
    let mut walked = 0;
    let repository = Repository::find(repo)?;
    let now = At(now.as_millis() as i64);
    let memory = repository.history(memory, now, &mut |it| walked = it.commits)?;
    let took = began.elapsed();
    let facts = &memory.facts;
    let brought: u64 = facts.landings.commits.iter().map(|it| u64::from(*it)).sum();
    println!(
        "landings {} ({known} known) commits {brought} people {}",
        facts.landings.len(),
        facts.identities.len()
    );
    let early = facts.releases.iter().filter(|it| it.pre).count();
    println!("releases {} early {early}", facts.releases.len());
    for (at, area) in facts.areas.iter().enumerate() {
        let landings = facts.landings.area.iter().filter(|it| usize::from(**it) == at).count();
        println!("area {area}: {landings} landings");
    }
    for unknown in &facts.unknown {
        println!("unknown: {} {}", unknown.count, unknown.reason);
    }
    lead(facts);
    let bytes = memory.to_bytes();
    println!("checksum {:016x} memory {} bytes", sum(&bytes), bytes.len());
    println!("load {} ms, all {} ms", loaded.as_millis(), took.as_millis());
    println!(
        "first thread {} ms of CPU; kB: peak {}, of it own {}",
        cpu(),
        held("VmHWM:"),
        held("RssAnon:")
    );
    if let Some(place) = kept
        && let Err(error) = std::fs::write(place, &bytes)
    {
        println!("memory not kept: {error}");
    }
    Ok(())
}

/// How far the author's date lies before the landing, by the way it landed.
fn lead(facts: &Facts) {
    let landings = &facts.landings;
    for shape in [Shape::Direct, Shape::Squash, Shape::Merge, Shape::Octopus] {
        let rows = (0..landings.len()).filter(|row| landings.shape[*row] == shape);
        let mut waits: Vec<i64> =
            rows.map(|row| landings.at[row].since(landings.first_author_at[row]) / 1000).collect();
        if waits.is_empty() {
            continue;
        }
        waits.sort_unstable();
        let share = |most: i64| 100 * waits.iter().filter(|it| **it <= most).count() / waits.len();
        println!(
            "{shape:?} {}: same second {} %, minute {} %, hour {} %, day {} %; median {} s; before author {}",
            waits.len(),
            share(0),
            share(60),
            share(3600),
            share(86400),
            waits[waits.len() / 2],
            waits.iter().filter(|it| **it < 0).count(),
        );
    }
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Memory in kB, where the system tells: mapped packs are in the peak, not in one's own.
fn held(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix(what));
    line.and_then(|it| it.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Milliseconds of CPU on this thread: commits and tags; folders are compared on another.
fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|it| it.parse::<u64>().ok()).unwrap_or(0) / 1_000_000
}
