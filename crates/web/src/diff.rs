//! A pasted diff, as `git diff` prints it, read into changes. Anything else reads as no change.

use domain::lanes::{Change, Fate};

/// The changes of a unified diff. Of manifests the lines around each change come along, which is
/// enough to see a dependency that is added.
pub fn changes(text: &str) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut in_hunk = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("diff --git ") {
            in_hunk = false;
            found.push(Change { path: second(rest), fate: Fate::Edited, ..Change::default() });
        } else if line.starts_with("@@") {
            in_hunk = !found.is_empty();
        } else if in_hunk {
            if let Some(change) = found.last_mut() {
                read_line(change, line);
            }
        } else {
            header(&mut found, line);
        }
    }
    found.retain(|it| !it.path.is_empty());
    found
}

/// `a/old b/new` → `new`. Names with blanks come in the headers that follow.
fn second(rest: &str) -> String {
    let new = rest.rsplit_once(" b/").map_or("", |it| it.1);
    new.trim_matches('"').to_owned()
}

fn header(found: &mut Vec<Change>, line: &str) {
    if let Some(path) = line.strip_prefix("+++ ") {
        let path = path.split('\t').next().unwrap_or(path).trim().trim_matches('"');
        // A plain diff without git's own line begins here.
        if found.last().is_none_or(|it| it.lines() > 0) {
            found.push(Change::default());
        }
        if let (Some(change), Some(name)) =
            (found.last_mut(), path.strip_prefix("b/").or((path != "/dev/null").then_some(path)))
        {
            name.clone_into(&mut change.path);
        }
        return;
    }
    let Some(change) = found.last_mut() else { return };
    if line.starts_with("new file mode") {
        change.fate = Fate::Added;
    } else if line.starts_with("deleted file mode") {
        change.fate = Fate::Removed;
    } else if let Some(was) = line.strip_prefix("rename from ") {
        change.was = Some(was.to_owned());
        change.fate = Fate::Renamed;
    } else if let Some(now) = line.strip_prefix("rename to ") {
        now.clone_into(&mut change.path);
    }
}

fn read_line(change: &mut Change, line: &str) {
    let keep = domain::lanes::change::wants_texts(&change.path);
    let (sign, rest) = line.split_at_checked(1).unwrap_or((line, ""));
    let push = |side: &mut Option<String>| {
        let text = side.get_or_insert_default();
        text.push_str(rest);
        text.push('\n');
    };
    match sign {
        "+" => {
            change.lines_added += 1;
            if keep {
                push(&mut change.after);
            }
        }
        "-" => {
            change.lines_deleted += 1;
            if keep {
                push(&mut change.before);
            }
        }
        " " if keep => {
            push(&mut change.before);
            push(&mut change.after);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lanes::Adds;

    const DIFF: &str = "\
diff --git a/src/retry.rs b/src/retry.rs
index 1..2 100644
--- a/src/retry.rs
+++ b/src/retry.rs
@@ -1,3 +1,2 @@
 fn retry() {
-    old();
--- not a header
+    new();
diff --git a/Cargo.toml b/Cargo.toml
--- a/Cargo.toml
+++ b/Cargo.toml
@@ -3,3 +3,4 @@
 [dependencies]
 serde = \"1\"
+tokio = \"1\"
diff --git a/migrations/7.sql b/migrations/7.sql
new file mode 100644
--- /dev/null
+++ b/migrations/7.sql
@@ -0,0 +1 @@
+create table x (id text);
diff --git a/old.txt b/new.txt
similarity index 100%
rename from old.txt
rename to new.txt
";

    #[test]
    fn paths_fates_and_lines_are_read() {
        let found = changes(DIFF);
        let paths: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["src/retry.rs", "Cargo.toml", "migrations/7.sql", "new.txt"]);
        assert_eq!((found[0].lines_added, found[0].lines_deleted), (1, 2));
        assert_eq!(found[2].fate, Fate::Added);
        assert_eq!(found[3].was.as_deref(), Some("old.txt"));
    }

    #[test]
    fn an_added_dependency_shows_in_the_lines_around_it() {
        assert!(changes(DIFF)[1].adds(Adds::Dependency));
        assert!(!changes(DIFF)[0].adds(Adds::Dependency));
    }

    #[test]
    fn a_plain_diff_without_gits_line_is_read_too() {
        let found = changes("--- a.txt\t2026\n+++ a.txt\t2026\n@@ -1 +1 @@\n-x\n+y\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "a.txt");
    }

    #[test]
    fn prose_is_no_diff() {
        assert!(changes("hello\n@@ x\n+y").is_empty());
        assert!(changes("").is_empty());
    }
}
