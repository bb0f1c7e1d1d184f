//! Odd, broken and hostile repositories: nothing crashes, and what was not known is said.

use std::path::{Path, PathBuf};

use domain::facts::Shape;
use domain::id::At;
use forge::{Problem, Repository};

use crate::sandbox::{BEGIN, DAY, NOW, Sandbox, unknown};

const ANA: &str = "Ana <ana@x.org>";
/// Git's empty tree, which every repository knows.
const NO_FILES: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

fn three() -> Sandbox {
    let it = Sandbox::new();
    for n in 0..3 {
        it.commit(ANA, BEGIN + n * DAY, "a", &format!("Number {n}"));
    }
    it
}

/// A commit written byte by byte on top of `parents`.
fn raw(parents: &[&str], author: &[u8], committer: &[u8], message: &[u8]) -> Vec<u8> {
    let mut bytes = format!("tree {NO_FILES}\n").into_bytes();
    for parent in parents {
        bytes.extend(format!("parent {parent}\n").bytes());
    }
    for (word, line) in [(&b"author "[..], author), (b"committer ", committer)] {
        bytes.extend([word, line, b"\n"].concat());
    }
    bytes.extend([b"\n", message].concat());
    bytes
}

#[test]
fn a_repository_without_commits_has_no_landings_and_says_so() {
    let it = Sandbox::new();
    let facts = it.facts();
    assert!(facts.landings.is_empty());
    assert_eq!(unknown(&facts, "no commits yet"), 1);
    assert!(matches!(it.open().changes(None), Err(Problem::NoCommits(_))));
    assert_eq!(it.open().default_branch(), "main");
    assert_eq!(it.open().file_at_head("a"), None);
}

#[test]
fn dates_that_cannot_be_are_kept_within_the_calendar_and_counted() {
    let it = Sandbox::new();
    let mut parent = it.commit(ANA, BEGIN, "a", "Begin");
    for (author, committer) in [
        ("99999999999999 +0000", "4102444800 +0000"),
        ("-86400 +0000", "-1 +0000"),
        ("1767225600 +0000", "yesterday"),
        ("99999999999999999999999999 +0000", "-99999999999999999999999999 +9999"),
    ] {
        let who = |date: &str| format!("A <a@b> {date}").into_bytes();
        parent = it.raw_commit(&raw(&[&parent], &who(author), &who(committer), b"Odd"));
    }
    let facts = it.facts();
    assert_eq!(facts.landings.len(), 5);
    assert!(unknown(&facts, "in the future") >= 1);
    assert!(unknown(&facts, "1970 or earlier") >= 2);
    assert!(unknown(&facts, "not readable") >= 3);
    assert!(unknown(&facts, "before the landing below") >= 1);
    assert!(unknown(&facts, "written after it landed") >= 1);
    assert!(facts.landings.at.iter().all(|it| it.0.abs() < 1_000_000_000_000_000));
}

#[test]
fn landings_out_of_order_stay_in_the_order_of_the_branch() {
    let it = Sandbox::new();
    for (n, day) in [0, 5, 2, 9].into_iter().enumerate() {
        it.commit(ANA, BEGIN + day * DAY, "a", &format!("{n}"));
    }
    let facts = it.facts();
    assert_eq!(facts.landings.at[2], At((BEGIN + 2 * DAY) * 1000));
    assert_eq!(unknown(&facts, "before the landing below"), 1);
}

#[test]
fn names_and_messages_that_are_not_text_are_read() {
    let it = Sandbox::new();
    let odd = b"\xff\xfe \x1b[31m<<\xe9\x80> 1767225600 +0000";
    let head = it.raw_commit(&raw(&[], odd, b"no address at all", b"\xff\xfe (#5)\n\n\x80: \x81"));
    it.raw_commit(&raw(&[&head], b"<> 1767225600 +0000", b"> 1 +0", b""));
    let facts = it.facts();
    assert_eq!(facts.landings.number, [5, 0]);
    for person in &facts.identities {
        assert!(!person.name.contains('\u{1b}') && !person.email.contains('\u{1b}'));
    }
}

#[test]
fn a_message_of_eight_megabytes_costs_no_more_than_its_ends() {
    let it = Sandbox::new();
    let mut message = b"Big (#9)\n\n".to_vec();
    message.resize(8 << 20, b'x');
    message.extend_from_slice(b"\n\nEffort: 3\n");
    it.raw_commit(&raw(&[], b"A <a@b> 1767225600 +0000", b"A <a@b> 1767225600 +0000", &message));
    assert_eq!(it.facts().landings.number, [9]);
    assert_eq!(it.open().trailers(None).expect("trailers").len(), 1);
}

#[test]
fn more_parents_than_anybody_merges_are_followed_up_to_a_limit() {
    let it = Sandbox::new();
    let who = b"A <a@b> 1767225600 +0000";
    let parents: Vec<String> =
        (0..90).map(|n| it.raw_commit(&raw(&[], who, who, format!("{n}").as_bytes()))).collect();
    let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
    it.raw_commit(&raw(&parents, who, who, b"All"));
    let facts = it.facts();
    assert_eq!(facts.landings.shape[1], Shape::Octopus);
    assert_eq!(facts.landings.commits[1], 63);
}

#[test]
fn a_shallow_clone_says_that_older_landings_are_not_here() {
    let (it, from) = (Sandbox::empty(), three());
    let address = format!("file://{}", from.path().display());
    it.git(&["clone", "-q", "--depth", "2", &address, "."]);
    let memory = it.read(None);
    assert_eq!(memory.facts.landings.len(), 2);
    assert_eq!(unknown(&memory.facts, "cut off"), 1);
    it.git(&["fetch", "-q", "--unshallow"]);
    let whole = it.read(Some(memory)).facts;
    assert_eq!(
        (whole.landings.len(), unknown(&whole, "cut off")),
        (3, 0),
        "deepened, so read anew"
    );
}

#[test]
fn a_clone_without_folders_or_files_still_has_its_landings() {
    let from = three();
    from.git(&["config", "uploadpack.allowFilter", "true"]);
    let address = format!("file://{}", from.path().display());
    for (filter, missing) in [("tree:0", true), ("blob:none", false)] {
        let it = Sandbox::empty();
        it.git(&["clone", "-q", "--no-checkout", &format!("--filter={filter}"), &address, "."]);
        // Nothing may be fetched on the way: what is not here stays unknown.
        from.git(&["config", "uploadpack.allowFilter", "false"]);
        let facts = it.facts();
        assert_eq!(facts.landings.len(), 3);
        assert_eq!(unknown(&facts, "folders missing") > 0, missing, "{filter}");
        assert_eq!(it.open().file_at_head("a"), None);
        from.git(&["config", "uploadpack.allowFilter", "true"]);
    }
}

#[test]
fn a_commit_that_is_missing_or_damaged_ends_the_history_there() {
    for damage in [None, Some(&b"not an object"[..]), Some(b"")] {
        let it = three();
        let id = it.git(&["rev-parse", "HEAD~1"]);
        let place = it.join(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        std::fs::remove_file(&place).expect("a loose object");
        if let Some(bytes) = damage {
            std::fs::write(&place, bytes).expect("written");
        }
        let facts = it.facts();
        assert_eq!(facts.landings.len(), 1);
        assert_eq!(unknown(&facts, "missing or damaged"), 1);
    }
}

#[test]
fn a_merge_whose_other_side_is_missing_is_still_a_landing() {
    let it = three();
    let head = it.git(&["rev-parse", "HEAD"]);
    let who = b"A <a@b> 1767225600 +0000";
    it.raw_commit(&raw(&[&head, &"ab".repeat(20)], who, who, b"Merge"));
    let facts = it.facts();
    assert_eq!((facts.landings.len(), facts.landings.commits[3]), (4, 0));
    assert_eq!(unknown(&facts, "missing or damaged"), 1);
}

#[test]
fn bare_detached_linked_and_borrowed_repositories_are_read_alike() {
    let from = three();
    let expected = from.facts().landings;
    let path = from.path().display().to_string();
    let outside = Sandbox::empty();
    outside.git(&["clone", "-q", "--bare", &path, "bare.git"]);
    outside.git(&["clone", "-q", "--shared", &path, "borrowed"]);
    from.git(&["worktree", "add", "-q", "--detach", &outside.join("linked").display().to_string()]);
    std::fs::create_dir(outside.join("pointing")).expect("folder");
    std::os::unix::fs::symlink(from.join(".git"), outside.join("pointing/.git")).expect("link");
    for name in ["bare.git", "borrowed", "linked", "pointing"] {
        let found = Repository::find(&outside.join(name)).expect(name);
        let facts = found.history(None, NOW, &mut |_| {}).expect(name).facts;
        assert_eq!(facts.landings, expected, "{name}");
    }
    let bare = Repository::find(&outside.join("bare.git")).expect("bare");
    assert_eq!((bare.name().as_str(), bare.is_bare()), ("bare", true));
    assert!(bare.file_in_work_tree("a").is_some(), "read at HEAD");
    from.git(&["checkout", "-q", "--detach", "HEAD~1"]);
    assert_eq!(from.facts().landings, expected, "detached: main still counts");
}

#[test]
fn a_borrowed_repository_whose_lender_is_gone_says_so() {
    let (it, from) = (Sandbox::empty(), three());
    it.git(&["clone", "-q", "--shared", &from.path().display().to_string(), "."]);
    drop(from);
    match it.open().history(None, NOW, &mut |_| {}) {
        Ok(memory) => assert!(!memory.facts.unknown.is_empty()),
        Err(problem) => assert!(problem.to_string().len() > 20),
    }
}

#[test]
fn names_that_point_nowhere_do_no_harm() {
    let it = three();
    it.write(".git/refs/tags/v9.9", "ab".repeat(20));
    it.write(".git/refs/tags/v9.8", "not an id\n");
    it.write(".git/refs/heads/broken", "ref: refs/heads/none\n");
    std::fs::create_dir_all(it.join(".git/refs/remotes/origin")).expect("folder");
    it.write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/gone\n");
    let facts = it.facts();
    assert_eq!((facts.landings.len(), facts.releases.len()), (3, 0));
    assert!(unknown(&facts, "tags") >= 1);
    it.write(".git/HEAD", "ref: refs/heads/none\n");
    assert_eq!(it.facts().landings.len(), 3, "main is still there");
}

#[test]
fn a_submodule_and_a_link_are_single_entries() {
    let it = three();
    let head = it.git(&["rev-parse", "HEAD"]);
    it.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{head},vendor/lib")]);
    std::os::unix::fs::symlink("/etc/passwd", it.join("link")).expect("link");
    it.git(&["add", "link"]);
    it.git(&["commit", "-qm", "Odd entries"]);
    let changes = it.open().changes(None).expect("changes");
    let paths: Vec<_> = changes.iter().map(|it| (it.path.as_str(), it.lines_added)).collect();
    assert_eq!(paths, [("link", 1), ("vendor/lib", 1)]);
    assert_eq!(it.open().file_in_work_tree("link"), None, "links are not followed");
    assert_eq!(it.open().file_at_head("link"), None);
}

#[test]
fn paths_out_of_the_repository_are_not_files_of_it() {
    let it = three();
    let found = it.open();
    for path in ["../a", "/etc/passwd", "", ".", "a/../../b", "./../x", "a\0b"] {
        assert_eq!(found.file_in_work_tree(path), None, "{path:?}");
        assert_eq!(found.file_at_head(path), None, "{path:?}");
    }
    assert!(found.file_in_work_tree("./a").is_some());
}

/// A stream for `git fast-import`: one commit on main with these paths.
fn import(paths: impl Iterator<Item = String>) -> Vec<u8> {
    let mut text = format!(
        "blob\nmark :1\ndata 2\nx\n\ncommit refs/heads/main\nauthor A <a@b> {BEGIN} +0000\n\
         committer A <a@b> {BEGIN} +0000\ndata 1\nx\n"
    );
    for path in paths {
        text.push_str(&format!("M 100644 :1 {path}\n"));
    }
    text.into_bytes()
}

#[test]
fn folders_too_deep_and_names_too_long_are_left_out_and_said() {
    let it = Sandbox::new();
    let deep = std::iter::once(format!("{}f", "d/".repeat(2000)));
    let long = std::iter::once(format!("{}/f", "n".repeat(9000)));
    it.git_as(ANA, BEGIN, BEGIN, &["fast-import", "--quiet"], &import(deep.chain(long)));
    let facts = it.facts();
    assert_eq!(facts.landings.len(), 1);
    assert_eq!(unknown(&facts, "folders missing"), 1);
    assert!(it.open().changes(None).is_err());
}

#[test]
fn a_landing_with_more_files_than_matter_is_counted_up_to_a_limit() {
    let it = Sandbox::new();
    let paths = (0..100_200).map(|n| format!("d{}/f{n}", n % 50));
    it.git_as(ANA, BEGIN, BEGIN, &["fast-import", "--quiet"], &import(paths));
    assert_eq!(it.facts().landings.area.len(), 1);
    let problem = it.open().changes(None).expect_err("too many").to_string();
    assert!(problem.contains("more than 100000 paths"), "{problem}");
}

/// Every file below with its length, to see whether anything was written.
fn listing(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let about = entry.metadata().expect("metadata");
        if about.is_dir() {
            found.extend(listing(&entry.path()));
        } else {
            found.push((entry.path(), about.len()));
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_the_repository_names_is_run_and_nothing_is_written_into_it() {
    let it = three();
    let (mark, program) = (it.join("was-run"), it.join("program.sh"));
    it.write("program.sh", format!("#!/bin/sh\ntouch {}\ncat\n", mark.display()));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&program, mode).expect("made runnable");
    it.write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
    it.git(&["add", "-A"]);
    it.git(&["commit", "-qm", "Set the trap"]);
    let program = program.display().to_string();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "credential.helper",
        "gpg.program",
        "alias.log",
        "uploadpack.packObjectsHook",
    ] {
        it.git(&["config", key, &program]);
    }
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"] {
        std::fs::create_dir_all(it.join(".git/hooks")).expect("folder");
        std::fs::copy(it.join("program.sh"), it.join(".git/hooks").join(hook)).expect("copied");
    }
    let before = listing(it.path());
    let found = it.open();
    let facts = found.history(None, NOW, &mut |_| {}).expect("history").facts;
    assert_eq!(facts.landings.len(), 4);
    assert!(!found.changes(None).expect("changes").is_empty());
    found.changes(Some("HEAD~2..HEAD")).expect("changes");
    found.trailers(Some("HEAD~2..HEAD")).expect("trailers");
    found.blob_id("a").expect("an id");
    found.paths_at_head(100);
    assert!(!mark.exists(), "a program of the repository was run");
    assert_eq!(listing(it.path()), before);
}

#[test]
fn what_is_no_repository_says_what_to_do() {
    let folder = tempfile::tempdir().expect("folder");
    let problem = Repository::find(folder.path()).err().expect("no repository");
    assert!(matches!(problem, Problem::NotARepository(_)), "{problem}");
    assert!(problem.to_string().contains("Run this in a checkout"));
    let problem = Repository::find(&folder.path().join("none")).err().expect("no folder");
    assert!(matches!(problem, Problem::Unreadable { .. }), "{problem}");
}

#[test]
fn broken_git_folders_are_told_in_a_sentence() {
    for (file, text) in [
        (".git/HEAD", "nonsense"),
        (".git/config", "[core\nrepositoryformatversion = 99"),
        (
            ".git/config",
            "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n",
        ),
        (".git/packed-refs", "\u{0}\u{1}\u{2}"),
        (".git/objects/info/alternates", "/nowhere/at/all\n"),
        (".git/shallow", "not an id\n"),
    ] {
        let it = three();
        it.write(file, text);
        let said = match Repository::find(it.path()) {
            Err(problem) => problem.to_string(),
            Ok(found) => match found.history(None, NOW, &mut |_| {}) {
                Err(problem) => problem.to_string(),
                Ok(memory) if memory.facts.landings.len() == 3 => continue,
                Ok(memory) => format!("{:?}", memory.facts.unknown),
            },
        };
        assert!(said.len() > 20 && !said.contains("panic"), "{file}: {said}");
    }
}

#[test]
fn names_that_look_like_options_are_only_names() {
    let it = three();
    let found = it.open();
    for range in [
        "--upload-pack=touch x",
        "-p..HEAD",
        "..",
        "...",
        "HEAD..",
        "@{-1}",
        ":/x",
        "HEAD^{/x}",
        "a b",
        "^HEAD",
        "",
    ] {
        if let Err(problem) = found.changes(Some(range)) {
            assert!(problem.to_string().contains("BASE..HEAD"), "{range}: {problem}");
        }
    }
}
