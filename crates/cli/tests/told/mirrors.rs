//! `remit mirrors`: promised fields, reasons in the place of numbers, and nobody by name.

use crate::world::{MAP, World, promised};

const FIELDS: &[&str] = &[
    "repository",
    "id",
    "name",
    "definition",
    "version",
    "unit",
    "window",
    "n",
    "open",
    "median",
    "p75",
    "p90",
    "interval",
    "excluded",
    "series",
    "why",
    "says",
    "notes",
];
const IDS: [&str; 8] = [
    "release-frequency",
    "deployment-frequency",
    "change-lead-time",
    "review-latency",
    "landing-to-release",
    "first-change",
    "tenth-change",
    "hands-per-area",
];

/// Merged branches, a day apart, each begun some hours before it landed.
fn history(landings: i64) -> World {
    let world = World::with(&[("lanes.toml", MAP)]);
    // Counted back from a commit that git itself dates, so that the window always holds them.
    let now: i64 = world.git(&["log", "-1", "--format=%ct"]).parse().unwrap();
    for n in 0..landings {
        let landed = now - (landings - n) * 86_400;
        let begun = landed - (n % 5 + 1) * 3_600;
        world.write(&format!("src/f{n}.rs"), "x\n");
        world.git(&["add", "-A"]);
        let commit = world
            .command("git")
            .args(["commit", "-q", "-m", &format!("Change {n} (#{n})")])
            .env("GIT_AUTHOR_DATE", format!("{begun} +0000"))
            .env("GIT_COMMITTER_DATE", format!("{landed} +0000"))
            .status();
        assert!(commit.unwrap().success());
    }
    world
}

#[test]
fn every_mirror_has_every_promised_field_with_and_without_a_history() {
    for world in [World::empty(), World::with(&[("a", "")]), history(40)] {
        let json = world.json(&["mirrors"]);
        promised(&json, &["repositories", "mirrors"]);
        promised(
            &json["repositories"][0],
            &["repository", "read_to", "landings", "window", "notes"],
        );
        let mirrors = json["mirrors"].as_array().unwrap();
        let ids: Vec<_> = mirrors.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), IDS.len(), "{ids:?}");
        for mirror in mirrors {
            promised(mirror, FIELDS);
            promised(&mirror["window"], &["from", "to"]);
            assert!(mirror["definition"].as_str().is_some_and(|it| it.len() > 20));
            assert!(mirror["series"].is_array() && mirror["excluded"].is_array());
        }
    }
}

#[test]
fn what_is_not_known_is_null_and_says_why() {
    for world in [World::empty(), World::with(&[("a", "")]), history(4), history(40)] {
        for mirror in world.json(&["mirrors"])["mirrors"].as_array().unwrap() {
            for number in ["n", "median", "p75", "p90", "interval", "open"] {
                let why = &mirror["why"][number];
                assert!(
                    !mirror[number].is_null() || why.as_str().is_some_and(|it| !it.is_empty()),
                    "{}: {number} is null without a word",
                    mirror["id"]
                );
                assert!(mirror[number].is_null() || why.is_null(), "{}: {number}", mirror["id"]);
            }
        }
    }
}

#[test]
fn the_lead_time_of_a_known_history_is_what_one_counts_by_hand() {
    // Forty landings begun 1, 2, 3, 4 or 5 hours before: eight of each.
    let json = history(40).json(&["mirrors"]);
    let mirrors = json["mirrors"].as_array().unwrap();
    let lead = mirrors.iter().find(|it| it["id"] == "change-lead-time").unwrap();
    assert_eq!((lead["n"].as_i64(), lead["median"].as_f64()), (Some(40), Some(3.0)));
    assert_eq!((lead["p75"].as_f64(), lead["p90"].as_f64()), (Some(4.0), Some(5.0)));
    assert_eq!(lead["unit"], "hours");
    assert_eq!(lead["excluded"][0]["count"], 1, "the first commit began when it landed");
}

#[test]
fn nobody_is_named_in_any_form() {
    let world = history(12);
    world.git(&["tag", "v1.0.0"]);
    let html = world.path().join("m.html");
    let html = html.to_str().unwrap();
    let texts = [world.remit(&["mirrors"]).out, world.remit(&["mirrors", "--json"]).out, {
        world.remit(&["mirrors", "--html", html]);
        world.read("m.html")
    }];
    for text in texts {
        assert!(!text.contains("Kim") && !text.contains("kim@"), "{text}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn a_second_run_reads_what_it_remembers_and_says_the_same() {
    let world = history(6);
    let first = world.json(&["mirrors"]);
    let again = world.json(&["mirrors"]);
    assert_eq!(first["mirrors"][1]["n"], again["mirrors"][1]["n"]);
    world.commit(&[("new.rs", "")], "One more");
    let later = world.json(&["mirrors"]);
    let landings = |of: &serde_json::Value| of["repositories"][0]["landings"].as_i64().unwrap();
    assert_eq!((landings(&first), landings(&again), landings(&later)), (7, 7, 8));
    let elsewhere = history(6).set("XDG_CACHE_HOME", "/nonexistent/cache");
    assert_eq!(landings(&elsewhere.json(&["mirrors"])), 7, "without a cache it takes longer");
}

#[test]
fn a_window_is_a_span_or_two_days() {
    let world = history(3);
    for window in ["12m", "26w", "90d", "2026-01-01..2026-06-01", "120m"] {
        let told = world.remit(&["mirrors", "--window", window]);
        assert_eq!(told.code, 0, "{window}: {}", told.err);
    }
    for window in
        ["", "soon", "0m", "-3m", "12", "2026-06-01..2026-01-01", "2026-02-30..", "9999999m"]
    {
        let words = format!("--window={window}");
        world.remit(&["mirrors", &words]).failed(&["indow"]);
    }
}

#[test]
fn several_repositories_stand_side_by_side_and_one_that_is_none_stops_it() {
    let (one, two) = (history(3), history(5));
    let other = two.path().display().to_string();
    let json = one.json(&["mirrors", ".", &other]);
    assert_eq!(json["repositories"].as_array().unwrap().len(), 2);
    assert_eq!(json["mirrors"].as_array().unwrap().len(), 2 * IDS.len());
    one.remit(&["mirrors", ".", "/nonexistent"]).failed(&["/nonexistent"]);
}
