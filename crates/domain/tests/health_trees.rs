//! The property of `domain.md` 8.5: release all the gate permits on random organisations, then try to
//! undo it. `cargo run --release -p domain --example trees -- 100000` does the same at length.

#[path = "trees/mod.rs"]
mod trees;

use domain::health::gate::Rule;
use trees::Tally;

fn tally(organisations: u64, rules: &[Rule]) -> Tally {
    let mut tally = Tally::default();
    (0..organisations).for_each(|seed| tally.add(seed, rules));
    tally
}

fn but(without: &[Rule]) -> Vec<Rule> {
    Rule::ALL.into_iter().filter(|it| !without.contains(it)).collect()
}

#[test]
fn nobody_is_given_away_by_all_that_is_permitted() {
    let tally = tally(3_000, &Rule::ALL);
    assert_eq!(tally.first_leak, None, "{} of {}", tally.leaking, tally.organisations);
    // A gate that shows nothing would pass as well.
    assert!(tally.shown * 4 > tally.large && tally.bands > 0, "{tally:?}");
}

/// The reader is worth something: most organisations give somebody away where only size is asked for.
#[test]
fn a_threshold_alone_gives_people_away() {
    let size = tally(100, &[Rule::R1]);
    assert!(size.leaking > 75, "{size:?}");
    for rules in [&[Rule::R2][..], &[Rule::R8], &[Rule::R3, Rule::R4, Rule::R5, Rule::R13]] {
        let without = tally(200, &but(rules));
        assert!(without.leaking > 0, "without {rules:?}: {without:?}");
    }
}
