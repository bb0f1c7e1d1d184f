//! `remit check`: 0 where all of it is yours, 1 where somebody is asked, 2 where it cannot be said.

use crate::world::{MAP, World, names, promised};

fn branch(files: &[(&str, &str)], message: &str) -> World {
    let world = World::with(&[("lanes.toml", MAP), ("src/a.rs", "fn a() {}\n")]);
    world.git(&["checkout", "-q", "-b", "work"]);
    world.commit(files, message);
    world
}

#[test]
fn the_exit_code_is_the_answer() {
    let small = branch(&[("src/b.rs", "fn b() {}\n")], "Add b");
    let large = branch(&[("db/a.sql", "drop table a;\n")], "Drop a");
    let open = branch(&[("odd/a", "x\n")], "Something odd");
    assert_eq!(small.remit(&["check"]).code, 0);
    assert_eq!(large.remit(&["check"]).code, 1);
    assert_eq!(open.remit(&["check"]).code, 1, "what depends is not yet yours");
    assert_eq!(large.remit(&["check", "--as", "@ana"]).code, 0);
    assert_eq!(large.remit(&["check", "--advise"]).code, 0);
    assert_eq!(large.remit(&["check", "--set", "undo=hour"]).code, 0, "said by hand");
    let text = large.remit(&["check", "--advise"]);
    assert!(text.out.contains("@ana’s call"), "advising says the same: {}", text.out);
}

#[test]
fn the_promised_fields_are_there_with_the_ends_of_the_range() {
    let world = branch(&[("db/a.sql", "x\n"), ("src/a.rs", "y\n")], "Both");
    let json = world.json(&["check", "main..work"]);
    let fields = ["verdict", "says", "routes", "map", "range", "base", "head", "advise"];
    promised(&json, &fields);
    assert_eq!(names(&json).len(), fields.len(), "a field nobody documented: {json}");
    assert_eq!(json["base"], world.git(&["rev-parse", "main"]));
    assert_eq!(json["head"], world.git(&["rev-parse", "work"]));
    assert_eq!(json["range"], "main..work");
    assert_eq!((&json["verdict"], &json["advise"]), (&"ask".into(), &false.into()));
    let routes = json["routes"].as_array().unwrap();
    assert_eq!(routes.len(), 2, "each domain is somebody’s part");
    for route in routes {
        promised(
            route,
            &["verdict", "lane", "deciders", "because", "yours_if", "paths", "unknown"],
        );
    }
}

#[test]
fn a_trailer_beats_what_was_assumed_and_one_nobody_knows_is_no_fault() {
    let small = branch(&[("odd/a", "x\n")], "Odd\n\nEffort: 2\nReviewed-by: Ana");
    assert_eq!(small.remit(&["check"]).code, 0, "somebody said how much it takes");
    let large = branch(&[("src/b.rs", "x\n")], "Big\n\nEffort: 40");
    assert_eq!(large.remit(&["check"]).code, 1);
    let beaten = large.remit(&["check", "--set", "effort=1"]);
    assert_eq!(beaten.code, 0, "what is set by hand beats the commit");
}

#[test]
fn without_a_range_it_is_the_branch_or_the_last_landing() {
    let world = branch(&[("src/b.rs", "x\n")], "One");
    world.commit(&[("src/c.rs", "x\n")], "Two");
    let paths = |world: &World| world.json(&["check"])["routes"][0]["paths"].clone();
    assert_eq!(paths(&world), serde_json::json!(["src/b.rs", "src/c.rs"]));
    world.git(&["checkout", "-q", "main"]);
    world.git(&["merge", "-q", "--no-ff", "-m", "Merge", "work"]);
    world.commit(&[("src/d.rs", "x\n")], "Three");
    assert_eq!(paths(&world), serde_json::json!(["src/d.rs"]));
    world.git(&["checkout", "-q", "--detach", "work"]);
    assert_eq!(world.remit(&["check"]).code, 0, "no branch at all, as in CI");
}

#[test]
fn a_range_that_is_none_is_named_with_one_that_is() {
    let world = branch(&[("src/b.rs", "x\n")], "One");
    for range in
        ["nope..HEAD", "main..nope", "nope", "main...", "..", "main..work..main", "HEAD~99"]
    {
        let told = world.remit(&["check", range]);
        assert_ne!(told.code, 101, "{range}: {}", told.err);
        if told.code == 2 {
            assert!(told.err.starts_with("error: "), "{range}: {}", told.err);
        }
    }
    world.remit(&["check", "nope..HEAD"]).failed(&["“nope” names no commit here", "main..HEAD"]);
    let told = world.remit(&["check", "--", "--upload-pack=touch x"]);
    assert_eq!(told.code, 2, "a range is never an option: {}", told.err);
}

#[test]
fn nothing_changed_is_yours_and_says_so() {
    let world = branch(&[("src/b.rs", "x\n")], "One");
    let told = world.remit(&["check", "HEAD..HEAD"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("(0 files)"), "{}", told.out);
    let json = world.json(&["check", "HEAD..HEAD"]);
    assert_eq!((&json["verdict"], &json["routes"]), (&"yours".into(), &serde_json::json!([])));
}

#[test]
fn a_repository_without_commits_has_nothing_to_check() {
    World::empty().remit(&["check"]).failed(&["has no commits yet"]);
}

#[test]
fn deleted_renamed_and_strangely_named_files_belong_where_they_were_and_are() {
    let world = World::with(&[("lanes.toml", MAP), ("db/a.sql", &"line\n".repeat(40))]);
    world.git(&["checkout", "-q", "-b", "work"]);
    world.git(&["mv", "db/a.sql", "a.sql"]);
    world.commit(&[], "Move it out");
    assert_eq!(world.remit(&["check"]).code, 1, "what leaves db/ concerns db/");
    let odd =
        branch(&[("src/with space.rs", "x"), ("src/ünï\"q.rs", "x"), ("src/-rf", "x")], "Odd");
    let json = odd.json(&["check"]);
    let paths = json["routes"][0]["paths"].as_array().unwrap();
    assert!(paths.contains(&"src/with space.rs".into()) && paths.contains(&"src/ünï\"q.rs".into()));
    assert_eq!(paths.len(), 3);
}

#[test]
fn a_thousand_files_are_answered_in_a_screen() {
    let files: Vec<(String, String)> =
        (0..1_000).map(|n| (format!("src/d{}/f{n}.rs", n % 9), "x\n".into())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let world = branch(&files, "Many");
    let told = world.remit(&["check"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("(1000 files)") && told.out.lines().count() < 30, "{}", told.out);
}

#[test]
fn the_job_for_each_forge_is_one_that_advises_first() {
    let world = World::bare();
    for forge in ["github", "gitlab", "gitea"] {
        let told = world.remit(&["check", "--ci", forge]);
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{forge}");
        assert!(told.out.contains("remit check --advise"), "{forge}: {}", told.out);
    }
    let told = world.remit(&["check", "--ci", "svn"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("github, gitlab, gitea"), "{}", told.err);
}

#[test]
fn the_checkout_is_only_read() {
    let world = branch(&[("db/a.sql", "x\n")], "Drop a");
    let before = world.git(&["status", "--porcelain", "--ignored"]);
    let refs = world.git(&["for-each-ref"]);
    for verb in
        [&["whose", "src"][..], &["check"], &["mirrors"], &["lanes", "check"], &["lanes", "show"]]
    {
        world.remit(verb);
    }
    assert_eq!(world.git(&["status", "--porcelain", "--ignored"]), before);
    assert_eq!(world.git(&["for-each-ref"]), refs);
}
