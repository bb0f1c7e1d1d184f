mod dialects;

use proptest::prelude::*;

use super::*;

fn of(file: &str, text: &str, path: &str) -> Vec<String> {
    let claims = read(file, text).of(path);
    claims
        .iter()
        .map(|it| {
            format!(
                "{}{}",
                if it.section.is_empty() { String::new() } else { format!("{}: ", it.section) },
                it.owners.join(" ")
            )
        })
        .collect()
}

fn github(text: &str, path: &str) -> String {
    of(".github/CODEOWNERS", text, path).join("; ")
}

#[test]
fn on_github_the_last_matching_line_replaces_all_before_it() {
    let text = "* @all\n*.js @js # inline note\n/build/logs/ @doctocat\ndocs/* docs@example.com\napps/ @octo/team\n/apps/github\n";
    for (path, expected) in [
        ("README.md", "@all"),
        ("src/a.js", "@js"),
        ("build/logs/x/y.log", "@doctocat"),
        ("x/build/logs/y.log", "@all"),
        ("docs/start.md", "docs@example.com"),
        ("docs/build/deep.md", "@all"),
        ("x/apps/y/z", "@octo/team"),
        ("apps/github/x", ""),
    ] {
        assert_eq!(github(text, path), expected, "{path}");
    }
}

#[test]
fn a_name_without_a_slash_matches_anywhere_and_one_with_a_slash_only_at_the_top() {
    assert_eq!(github("logs @a", "deep/logs/x"), "@a");
    assert_eq!(github("**/logs @a", "deep/logs/x"), "@a");
    assert_eq!(github("src/logs @a", "deep/src/logs/x"), "");
    assert_eq!(github("/src/my\\ file.txt @a", "src/my file.txt"), "@a");
}

#[test]
fn what_github_skips_in_silence_is_told() {
    let owners =
        read(".github/CODEOWNERS", "!x @a\n[ab].rs @a\n\\#x @a\n*.rs @a nobody\nfine @a\n");
    let lines: Vec<_> = owners.ignored.iter().map(|it| it.line).collect();
    assert_eq!((lines, owners.entries.len()), (vec![1, 2, 3, 4], 1));
    assert_eq!(owners.ignored[3].why, "“nobody” is neither @user, @group/team nor an address");
}

const GITLAB: &str = "\
* @top
[Documentation][2] @docs/team
docs/
README.md @readme   # inline
^[Database]
model/db/ @dba @@maintainer
!model/db/seed/
[documentation]
*.md @late
\\#odd.txt @odd
";

#[test]
fn on_gitlab_sections_add_up_and_the_last_line_of_each_counts() {
    let at = |path: &str| of(".gitlab/CODEOWNERS", GITLAB, path).join("; ");
    assert_eq!(at("src/x.c"), "@top");
    assert_eq!(at("docs/a.txt"), "@top; Documentation: @docs/team");
    assert_eq!(at("docs/a.md"), "@top; Documentation: @late");
    assert_eq!(at("x/model/db/y.rb"), "@top; Database: @dba @@maintainer");
    assert_eq!(at("model/db/seed/y.rb"), "@top", "an exclusion silences its section");
    assert_eq!(at("#odd.txt"), "@top; Documentation: @odd");
}

#[test]
fn a_section_keeps_its_count_and_whether_it_is_optional() {
    let owners = read("CODEOWNERS", GITLAB);
    assert_eq!(owners.dialect, Dialect::GitLab, "sections give it away");
    let found: Vec<_> =
        owners.sections.iter().map(|it| (it.name.as_str(), it.approvals, it.optional)).collect();
    assert_eq!(found, [("", 1, false), ("Documentation", 2, false), ("Database", 1, true)]);
}

#[test]
fn an_entry_without_any_owner_in_a_section_is_told() {
    let owners = read(".gitlab/CODEOWNERS", "[Empty]\nsrc/\n[Broken\n");
    assert_eq!(owners.ignored.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn an_owners_file_speaks_for_its_folder() {
    let text = "# why\napprovers:\n  - ana\n  - \"bo\" # note\nreviewers: [cy, dee]\nemeritus_approvers:\n- old\nfilters:\n  \".*\":\n    approvers: [x]\n";
    let owners = read("pkg/api/OWNERS", text);
    assert_eq!(of("pkg/api/OWNERS", text, "pkg/api/v1/x.go"), ["@ana @bo"]);
    assert!(owners.of("pkg/other.go").is_empty());
    assert!(!owners.ignored.is_empty(), "filters are told");
    assert_eq!(
        of("OWNERS", "ana@example.com\nset noparent\n*\n", "any/where"),
        ["ana@example.com"]
    );
    assert_eq!(
        of("OWNERS", "reviewers:\n- cy\n", "x"),
        ["@cy"],
        "without approvers the reviewers count"
    );
}

#[test]
fn a_claim_without_owners_means_nobody_on_purpose_and_no_claim_means_no_line_spoke() {
    let owners = read(".github/CODEOWNERS", "/src/ @a\n/src/generated/\n");
    assert_eq!(
        owners.of("src/generated/x").iter().map(|it| it.owners.len()).collect::<Vec<_>>(),
        [0]
    );
    assert!(owners.of("docs/x").is_empty());
}

#[test]
fn a_leading_slash_in_the_path_asked_for_makes_no_difference() {
    assert_eq!(github("/src/ @a", "/src/x.rs"), "@a");
    assert_eq!(github("/ @all", "any/where"), "@all");
}

#[test]
fn one_dialect_does_not_read_the_other() {
    let text = "[Docs]\n*.md @docs\n";
    assert_eq!(read(".github/CODEOWNERS", text).dialect, Dialect::GitHub);
    assert_eq!(read(".github/CODEOWNERS", text).ignored.len(), 1, "GitHub skips the heading");
    assert_eq!(read("CODEOWNERS", text).sections.len(), 2);
    assert_eq!(read("OWNERS", "approvers: [a]").dialect, Dialect::Folder);
}

#[test]
fn a_section_gives_its_owners_to_lines_that_name_none() {
    let text = "[Docs] @docs # the team\n*.md\n*.txt @txt\n";
    assert_eq!(of(".gitlab/CODEOWNERS", text, "a.md"), ["Docs: @docs"]);
    assert_eq!(of(".gitlab/CODEOWNERS", text, "a.txt"), ["Docs: @txt"]);
}

#[test]
fn a_file_larger_than_a_forge_reads_is_ignored_whole_and_told() {
    let owners = read(".github/CODEOWNERS", &"* @a\n".repeat(1 << 20));
    assert!(owners.of("x").is_empty());
    assert!(owners.ignored[0].why.contains("larger than 3 MB"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,120}", lines in "[\\[\\]^!@#*/a-z\\\\ \n:-]{0,120}", path in "\\PC{0,30}") {
        for file in [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "a/OWNERS"] {
            for text in [&text, &lines] {
                let owners = read(file, text);
                prop_assert!(owners.of(&path).len() <= owners.sections.len());
            }
        }
    }
}
