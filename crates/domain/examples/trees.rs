//! The release gate on many random organisations, with a reader who tries to undo what it shows:
//! `cargo run --release -p domain --example trees -- 100000 [FIRST SEED]`.
#![expect(clippy::print_stdout, reason = "says what it found")]

#[path = "../tests/trees/mod.rs"]
mod trees;

use std::process::ExitCode;

use domain::health::gate::Rule;

fn main() -> ExitCode {
    let mut asked = std::env::args().skip(1).map(|it| it.parse::<u64>());
    let (Ok(count), Ok(first)) = (asked.next().unwrap_or(Ok(1_000)), asked.next().unwrap_or(Ok(0)))
    else {
        println!("Say how many organisations, and from which seed, as numbers.");
        return ExitCode::FAILURE;
    };
    let sets = [
        ("R1 alone", vec![Rule::R1], count / 50),
        ("R1 and R3", vec![Rule::R1, Rule::R3], count / 50),
        ("R1, R3 and R3b", vec![Rule::R1, Rule::R3, Rule::R3b], count / 50),
        ("all rules", Rule::ALL.to_vec(), count),
    ];
    let mut safe = true;
    for (name, rules, count) in sets {
        let mut tally = trees::Tally::default();
        (first..first + count).for_each(|seed| tally.add(seed, &rules));
        let share = |part: usize| 100.0 * part as f64 / tally.large.max(1) as f64;
        println!(
            "{name}: {} organisations, {} give somebody away; of {} groups {} are large enough, {} shown \
             ({:.0} %), {} as bands",
            tally.organisations,
            tally.leaking,
            tally.groups,
            tally.large,
            tally.shown,
            share(tally.shown),
            tally.bands,
        );
        if let Some(leak) = &tally.first_leak {
            println!("  for instance {leak}");
        }
        safe = rules.len() < Rule::ALL.len() || tally.leaking == 0;
    }
    if safe { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
