//! `remit whose`: an answer whatever is asked, and where there is none the reason.

use crate::world::{MAP, World, names, promised};

const FIELDS: &[&str] = &[
    "verdict",
    "says",
    "lane",
    "deciders",
    "consult",
    "agree",
    "inform",
    "because",
    "why",
    "yours_if",
    "unknown",
    "map",
    "asker",
    "domains",
    "paths",
    "values",
    "could_rest_with",
];

#[test]
fn it_ends_with_0_whatever_the_answer_and_says_it_first() {
    let world = World::with(&[("lanes.toml", MAP)]);
    for (words, first) in [
        (&["whose", "src/a.rs"][..], "Yours to decide."),
        (&["whose", "db/a.sql"], "@ana’s call, after asking @sec."),
        (&["whose", "db/a.sql", "--as", "lead"], "Yours to decide, after asking @sec."),
        (&["whose", "src/a.rs", "--set", "undo=never"], "@ana’s call, after asking @sec."),
        (
            &["whose", "--domain", "storage", "--set", "undo=hour", "--set", "effort=1"],
            "Yours to decide.",
        ),
    ] {
        let told = world.remit(words);
        assert_eq!(told.code, 0, "{words:?}: {}", told.err);
        assert_eq!(told.out.lines().next(), Some(first), "{words:?}");
        assert_eq!(told.err, "", "{words:?}");
    }
    let open = world.remit(&["whose", "odd/a"]);
    assert_eq!(open.code, 0);
    let first =
        "It depends on how long it takes. Until that is known: @ana’s call, after asking @sec.";
    assert_eq!(open.out.lines().next(), Some(first), "what nobody said decides it");
}

#[test]
fn every_promised_field_is_there_for_every_verdict() {
    let world = World::with(&[("lanes.toml", MAP)]);
    for (words, verdict) in [
        (&["whose", "src/a.rs"][..], "yours"),
        (&["whose", "db/a.sql"], "ask"),
        (&["whose", "odd/a"], "depends"),
    ] {
        let json = world.json(words);
        assert_eq!(json["verdict"], verdict);
        promised(&json, FIELDS);
        // What depends says beside it what the best case would give.
        let more = usize::from(verdict == "depends");
        assert_eq!(names(&json).len(), FIELDS.len() + more, "a field nobody documented: {json}");
        for list in
            ["deciders", "consult", "agree", "inform", "because", "why", "yours_if", "unknown"]
        {
            assert!(json[list].is_array(), "{list}: {}", json[list]);
        }
        promised(&json["map"], &["file", "version"]);
        assert_eq!(json["map"]["version"], world.git(&["hash-object", "lanes.toml"]));
    }
}

#[test]
fn what_would_make_it_yours_is_a_list_of_alternatives_of_conditions() {
    let world = World::with(&[("lanes.toml", MAP)]);
    let json = world.json(&["whose", "db/a.sql"]);
    let condition = &json["yours_if"][0][0];
    assert_eq!(condition["dimension"], "undo");
    assert_eq!(condition["at_most"], "sprint", "an ordinal value is its label");
    assert_eq!(json["lane"]["id"], "rest");
    assert_eq!(json["deciders"][0], "@ana");
    let depends = world.json(&["whose", "odd/a"]);
    assert!(depends["unknown"].to_string().contains("effort"), "{depends}");
}

#[test]
fn a_gap_is_an_answer_too() {
    let map = "levels = [\"a\"]\n[dimension.n]\n[[lane]]\nid = \"x\"\ndomain = \"*\"\nlevel = \"a\"\n\
        upto = { n = 3 }\n[[signal]]\npaths = [\"big/**\"]\nn = 9\n";
    let world = World::with(&[("lanes.toml", map)]);
    let told = world.remit(&["whose", "big/a", "--json"]);
    let json = told.json();
    assert_eq!((told.code, &json["verdict"]), (0, &"gap".into()));
    assert_eq!(&json["lane"], &serde_json::Value::Null);
    // The root's owner has it, in words and in JSON alike.
    assert_eq!(json["deciders"], serde_json::json!(["a"]));
    let says = "No lane holds this, so it goes to a: the map has a gap here.";
    assert_eq!(json["says"], says);
    assert_eq!(world.remit(&["whose", "big/a"]).out.lines().next(), Some(says));
    let check = |n: &str| world.remit(&["check", "--as", "a", "--set", n]).code;
    assert_eq!((check("n=3"), check("n=4")), (0, 1), "a gap ends a check with the honest no");
}

#[test]
fn who_asks_is_named_else_configured_else_the_lowest_and_the_answer_says_which() {
    let world = World::with(&[("lanes.toml", MAP)]);
    let asker =
        |words: &[&str]| world.json(&[&["whose", "src/a.rs"], words].concat())["asker"].clone();
    assert_eq!(asker(&[])["how"], "lowest");
    world.git(&["config", "remit.as", "@ana"]);
    assert_eq!(
        (asker(&[])["how"].as_str(), asker(&[])["level"].as_str()),
        (Some("configured"), Some("lead"))
    );
    let named = asker(&["--as", "@raj"]);
    assert_eq!((named["how"].as_str(), named["level"].as_str()), (Some("named"), Some("director")));
    assert_eq!(asker(&["--as", "@nobody"])["level"], "contributor");
}

#[test]
fn paths_are_read_from_where_one_stands_and_need_not_exist() {
    let world = World::with(&[("lanes.toml", MAP), ("db/old/a.sql", "")]).go("db/old");
    for (typed, wanted) in [
        ("a.sql", "db/old/a.sql"),
        (".", "db/old/"),
        ("..", "db/"),
        ("../../src/new.rs", "src/new.rs"),
        ("with space/ü.sql", "db/old/with space/ü.sql"),
        ("./a.sql", "db/old/a.sql"),
    ] {
        assert_eq!(world.json(&["whose", typed])["paths"][0], wanted, "{typed}");
    }
    assert_eq!(world.json(&["whose"])["paths"][0], "db/old/", "the folder one stands in");
    for outside in ["../../..", "/etc/passwd", "../../../elsewhere"] {
        world.remit(&["whose", outside]).failed(&["is not in the checkout at", "--domain"]);
    }
}

#[test]
fn thousands_of_paths_are_one_question() {
    let world = World::with(&[("lanes.toml", MAP)]);
    let paths: Vec<String> = (0..3_000).map(|n| format!("src/some/folder/file-{n}.rs")).collect();
    let words: Vec<&str> =
        ["whose", "db/a.sql"].into_iter().chain(paths.iter().map(|it| &**it)).collect();
    let json = world.json(&words);
    assert_eq!(
        (json["verdict"].as_str(), json["routes"].as_array().unwrap().len()),
        (Some("ask"), 2)
    );
    let text = world.remit(&words);
    assert!(text.out.contains(" and 2997 more"), "{}", text.out);
    assert!(text.out.lines().count() < 30, "the answer is short however long the question");
}

#[test]
fn a_value_that_is_none_of_the_maps_is_said_with_the_nearest() {
    let world = World::with(&[("lanes.toml", MAP)]);
    for (set, says) in [
        ("undo=sprnt", "Did you mean “sprint”?"),
        ("efort=3", "effort"),
        ("effort=many", "effort"),
        ("effort", "DIM=VALUE"),
        ("effort=-1", "effort"),
        ("effort=nan", "effort"),
        ("=3", "DIM=VALUE"),
    ] {
        world.remit(&["whose", "src", "--set", set]).failed(&[says]);
    }
}

#[test]
fn outside_of_a_repository_it_says_where_one_stands() {
    let world = World::bare();
    for verb in ["whose", "check", "mirrors", "init"] {
        world.remit(&[verb]).failed(&["is not inside a git repository", "work"]);
    }
    world.remit(&["lanes", "check"]).failed(&["is not inside a git repository"]);
    world.remit(&["decided", "x"]).failed(&["is not inside a git repository", "git init"]);
}

#[test]
fn a_repository_without_commits_or_work_tree_is_answered_all_the_same() {
    let empty = World::empty();
    let told = empty.remit(&["whose", "src/a.rs"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("`remit init` writes it down"), "{}", told.err);
    let source = World::with(&[("lanes.toml", MAP)]);
    let bare = World::bare();
    bare.git(&["clone", "-q", "--bare", &source.path().display().to_string(), "."]);
    let json = bare.json(&["whose", "db/a.sql"]);
    assert_eq!((&json["verdict"], &json["lane"]["id"]), (&"ask".into(), &"rest".into()));
}

#[test]
fn a_map_with_an_error_is_underlined_and_answers_nothing() {
    let world =
        World::with(&[("lanes.toml", &MAP.replace("level = \"lead\"", "level = \"leed\""))]);
    let told = world.remit(&["whose", "src"]);
    told.failed(&[
        "lanes.toml:19:9: error: There is no level called “leed”.",
        "^^^^^^",
        "remit lanes check",
    ]);
    for text in ["", "\0\0\0", "levels = [", "title = 3\n", "\u{feff}levels = 1\n"] {
        world.write("lanes.toml", text);
        let told = world.remit(&["whose", "src"]);
        assert_ne!(told.code, 101, "a panic: {}", told.err);
        assert!(told.code == 2 || !told.out.is_empty(), "{text:?}: {}", told.err);
    }
}

#[cfg(unix)]
#[test]
fn a_map_that_is_a_folder_a_link_or_not_text_does_no_harm() {
    let world = World::with(&[("a.rs", "")]);
    std::fs::create_dir(world.path().join("lanes.toml")).unwrap();
    assert_eq!(world.remit(&["whose", "a.rs"]).code, 0, "as if there were none");
    std::fs::remove_dir(world.path().join("lanes.toml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", world.path().join("lanes.toml")).unwrap();
    let told = world.remit(&["whose", "a.rs"]);
    assert!(!format!("{}{}", told.out, told.err).contains("root:"), "a link is not followed");
    std::fs::remove_file(world.path().join("lanes.toml")).unwrap();
    std::fs::write(world.path().join("lanes.toml"), [0xff, 0xfe, 0x00, 0x80]).unwrap();
    world.remit(&["whose", "a.rs"]).failed(&["lanes.toml"]);
}

#[test]
fn colour_is_for_terminals_and_for_whoever_asks() {
    let world = World::with(&[("lanes.toml", MAP)]);
    assert!(!world.remit(&["whose", "db"]).out.contains('\u{1b}'));
    assert!(world.remit(&["whose", "db", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!world.remit(&["whose", "db", "--color", "always", "--json"]).out.contains('\u{1b}'));
    let narrow = World::with(&[("lanes.toml", MAP)]).set("COLUMNS", "44");
    let told = narrow.remit(&["whose", "db/a.sql"]);
    assert!(told.out.lines().all(|it| it.chars().count() <= 44), "{}", told.out);
}

#[test]
fn without_a_map_the_draft_knows_the_busy_folders_as_init_does() {
    let world = World::with(&[("cli/src/a.rs", "")]);
    for at in 0..21 {
        world.commit(&[("cli/src/a.rs", &format!("// {at}"))], "Change the command line");
    }
    let json = world.json(&["whose", "cli/src/a.rs"]);
    let domain = json["domains"][0].as_str().unwrap_or_default();
    assert!(domain.starts_with("cli"), "{json}");
    assert_eq!(json["verdict"], "yours");
    world.remit(&["init"]);
    assert_eq!(world.json(&["whose", "cli/src/a.rs"])["domains"][0], domain, "as it was written");
}
