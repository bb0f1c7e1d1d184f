//! Pattern by pattern what each forge's documentation says, and what must hold for any file.

use super::*;

/// Whether a file of this one line speaks about the path.
fn matches(file: &str, pattern: &str, path: &str) -> bool {
    !read(file, &format!("{pattern} @it\n")).of(path).is_empty()
}

#[test]
fn github_reads_patterns_as_gitignore_does() {
    for (pattern, path, expected) in [
        ("*", "a/b/c.d", true),
        ("*.js", "a/b.js", true),
        ("/*.js", "b.js", true),
        ("/*.js", "a/b.js", false),
        ("docs/", "a/docs/x/y", true),
        ("docs/", "docs", false),
        ("/docs/", "a/docs/x", false),
        ("docs", "docs/x/y", true),
        ("docs", "a/docs", true),
        ("docs", "mydocs/x", false),
        ("docs/*", "docs/a", true),
        ("docs/*", "docs/a/b", false),
        ("docs/*", "x/docs/a", false),
        ("docs/**", "docs/a/b", true),
        ("/docs/*.md", "docs/a.md", true),
        ("/docs/*.md", "docs/b/a.md", false),
        ("a/*/c", "a/b/c/d", true),
        ("a/**/c", "a/c", true),
        ("a/**/c", "a/x/y/c", true),
        ("**/c", "x/c/d", true),
        ("a?", "ab", true),
        ("a?", "a/", false),
        ("DOCS/", "docs/x", false),
        ("{a,b}", "a", false),
        ("{a,b}", "{a,b}", true),
        ("my\\ file", "my file", true),
    ] {
        assert_eq!(matches(".github/CODEOWNERS", pattern, path), expected, "{pattern} on {path}");
    }
}

#[test]
fn gitlab_anchors_by_a_leading_slash_only_and_takes_a_bare_name_for_a_file() {
    for (pattern, path, expected) in [
        ("README.md", "a/b/README.md", true),
        ("/README.md", "a/README.md", false),
        ("docs/", "a/docs/x/y", true),
        ("/docs/", "a/docs/x", false),
        ("docs", "a/docs", true),
        ("docs", "docs/x", false),
        ("model/db/", "x/model/db/y", true),
        ("model/*.rb", "x/model/y.rb", true),
        ("/docs/*", "docs/a/b", false),
        ("docs/**/*.md", "x/docs/a/b.md", true),
        ("*", "a/b", true),
        ("[ab].rs", "[ab].rs", false),
    ] {
        assert_eq!(matches(".gitlab/CODEOWNERS", pattern, path), expected, "{pattern} on {path}");
    }
}

#[test]
fn an_owner_is_a_handle_a_group_a_role_or_an_address() {
    let held = |file: &str, owner: &str| {
        let owners = read(file, &format!("a {owner}\n"));
        owners.entries.first().is_some_and(|it| it.owners == [owner])
    };
    for owner in ["@ana", "@org/team", "@a.b_c-d", "ana@example.com", "@@maintainer"] {
        assert!(held(".gitlab/CODEOWNERS", owner) && held(".github/CODEOWNERS", owner), "{owner}");
    }
    for owner in ["ana", "@", "@a!b", "ana@localhost", "@example.com@", "*@"] {
        assert!(
            !held(".gitlab/CODEOWNERS", owner) && !held(".github/CODEOWNERS", owner),
            "{owner}"
        );
    }
}

#[test]
fn one_unreadable_owner_spoils_the_line_on_github_and_only_itself_on_gitlab() {
    let text = "/src/ @ana nobody @bo\n";
    assert_eq!(of(".github/CODEOWNERS", text, "src/x"), [""; 0]);
    assert_eq!(of(".gitlab/CODEOWNERS", text, "src/x"), ["@ana @bo"]);
    for file in [".github/CODEOWNERS", ".gitlab/CODEOWNERS"] {
        assert_eq!(read(file, text).ignored.len(), 1, "told on both");
    }
}

#[test]
fn headings_of_sections_are_read_in_every_form() {
    for (heading, expected) in [
        ("[Docs]", Some(("Docs", 1, false, ""))),
        ("^[Docs]", Some(("Docs", 1, true, ""))),
        ("[ Docs and more ]", Some(("Docs and more", 1, false, ""))),
        ("^[Docs][3] @a @b/c # note @d", Some(("Docs", 3, true, "@a @b/c"))),
        ("[Docs] @a", Some(("Docs", 1, false, "@a"))),
        ("[Docs][0]", None),
        ("[Docs][many]", None),
        ("[]", None),
    ] {
        let owners = read(".gitlab/CODEOWNERS", &format!("{heading}\n"));
        let found = owners.sections.get(1);
        let found =
            found.map(|it| (it.name.as_str(), it.approvals, it.optional, it.owners.join(" ")));
        assert_eq!(found, expected.map(|it| (it.0, it.1, it.2, it.3.to_owned())), "{heading}");
        assert_eq!(owners.ignored.is_empty(), expected.is_some(), "{heading}");
    }
}

#[test]
fn the_dialect_follows_from_the_place_and_else_from_the_text() {
    let sections = "[Docs]\n*.md @docs\n";
    for (path, text, expected) in [
        (".github/CODEOWNERS", sections, Dialect::GitHub),
        (".gitlab/CODEOWNERS", "* @a", Dialect::GitLab),
        ("docs/CODEOWNERS", sections, Dialect::GitLab),
        ("CODEOWNERS", "* @a", Dialect::GitHub),
        ("CODEOWNERS", "^[Docs]", Dialect::GitLab),
        ("CODEOWNERS", "# [Docs]\n* @a", Dialect::GitHub),
        ("OWNERS", sections, Dialect::Folder),
        ("a/b/OWNERS", "* @a", Dialect::Folder),
    ] {
        assert_eq!(read(path, text).dialect, expected, "{path}: {text}");
    }
}

#[test]
fn an_owners_file_is_read_in_the_forms_of_its_users() {
    for (text, expected) in [
        ("ana\nbo@example.com\n", "@ana bo@example.com"),
        ("approvers: [ana, 'bo']\nreviewers: [cy]\n", "@ana @bo"),
        ("approvers:\n- ana # lead\n- \"@org/team\"\n", "@ana @org/team"),
        ("---\napprovers:\n  - ana\n...\n", "@ana"),
        ("approvers: []\nreviewers:\n- cy\n", "@cy"),
        ("emeritus_approvers:\n- old\nlabels:\n- area/x\n", ""),
        ("options:\n  no_parent_owners: true\napprovers:\n- ana\n", "@ana"),
        ("*\n", ""),
        ("", ""),
    ] {
        assert_eq!(of("a/OWNERS", text, "a/x").join(" "), expected, "{text}");
    }
}

#[test]
fn rules_of_an_owners_file_that_are_not_followed_are_told() {
    for (text, lines) in [
        ("per-file *.c=ana\nbo\n", vec![1]),
        ("file://other/OWNERS\nbo\n", vec![1]),
        ("set noparent\nbo\n", vec![1]),
        ("approvers:\n- bo\nsecurity_contacts:\n- x\n", vec![]),
        ("aliases: x\n", vec![1]),
    ] {
        let owners = read("OWNERS", text);
        let found: Vec<_> = owners.ignored.iter().map(|it| it.line).collect();
        assert_eq!(found, lines, "{text}");
    }
}

#[test]
fn a_folder_with_odd_letters_is_matched_as_it_is_called() {
    let owners = read("a[1]/{b}/OWNERS", "ana\n");
    assert_eq!(owners.of("a[1]/{b}/x.c").len(), 1);
    assert!(owners.of("a1/b/x.c").is_empty());
    assert_eq!(owners.entries[0].pattern, "/a[1]/{b}");
}

#[test]
fn more_lines_than_anybody_reads_are_cut_and_the_cut_is_told() {
    let text: String = (0..20_005).map(|it| format!("/d{it}/ @a\n")).collect();
    let owners = read(".github/CODEOWNERS", &text);
    assert_eq!((owners.entries.len(), owners.ignored.len()), (20_000, 1));
    assert_eq!(owners.ignored[0].line, 20_001);
}

/// Lines of a file, each a pattern with its owners.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let pattern = prop::sample::select(&["*", "/a/", "b", "*.c", "/a/b", "a/*", "**/c"][..]);
    let line = (pattern, 0..4_u8).prop_map(|(pattern, who)| format!("{pattern} @p{who}"));
    prop::collection::vec(line, 0..8)
}

proptest! {
    #[test]
    fn a_text_taken_literally_matches_itself_and_nothing_longer(text in "[a-z*?\\[\\]{}!,\\\\ .-]{1,12}") {
        let glob = pattern::glob(&pattern::literal(&text)).expect("a pattern").compile_matcher();
        prop_assert!(glob.is_match(&text));
        let longer = format!("{text}x");
        prop_assert!(!glob.is_match(longer));
    }

    #[test]
    fn on_github_the_line_added_last_decides_about_its_path(lines in lines(), path in "[a-c]{1,2}/[a-c]{1,2}\\.c") {
        let text = format!("{}\n/{path} @last\n", lines.join("\n"));
        prop_assert_eq!(github(&text, &path), "@last");
        prop_assert_eq!(github(&text, "other/y"), github(&lines.join("\n"), "other/y"));
    }

    #[test]
    fn remarks_blank_lines_and_line_ends_change_nothing(lines in lines(), path in "[a-c]/[a-c](\\.c)?") {
        let plain = lines.join("\n");
        let noisy = lines.iter().map(|it| format!("# said {it}\r\n\r\n  {it}   # why\r\n")).collect::<String>();
        prop_assert_eq!(github(&noisy, &path), github(&plain, &path));
    }

    #[test]
    fn on_gitlab_sections_of_their_own_add_up_whatever_their_order(lines in lines(), path in "[a-c]/[a-c](\\.c)?") {
        let text = |lines: &[String]| {
            lines.iter().enumerate().map(|(at, it)| format!("[S{}{at}]\n{it}\n", it.len())).collect::<String>()
        };
        let owners = |lines: &[String]| {
            let mut all: Vec<_> = read(".gitlab/CODEOWNERS", &text(lines)).of(&path).into_iter().map(|it| it.owners).collect();
            all.sort();
            all
        };
        let turned: Vec<String> = lines.iter().rev().cloned().collect();
        prop_assert_eq!(owners(&lines), owners(&turned));
    }
}
