//! One OWNERS file: who approves and reviews in its folder.

use super::{Entry, Owners};

/// Lists under these keys name people; approvers first.
const APPROVERS: &str = "approvers";
const REVIEWERS: &str = "reviewers";
/// Keys without people, or with people who step back on purpose.
const QUIET: [&str; 5] =
    ["emeritus_approvers", "emeritus_reviewers", "labels", "options", "security_contacts"];

/// The lists of the keyed form, or one name a line. Filters and includes are told, not followed.
pub(super) fn read(owners: &mut Owners, text: &str) {
    let (mut approvers, mut reviewers): (Vec<String>, Vec<String>) = Default::default();
    let mut key = String::new();
    let mut first = 0;
    for (at, raw) in text.lines().enumerate().take(20_000) {
        let line = at + 1;
        let trimmed = raw.split(" #").next().unwrap_or("").trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed == "---" {
            continue;
        }
        let deeper = raw.starts_with([' ', '\t']) && !trimmed.starts_with('-');
        // `file://other/OWNERS` includes another file: no key, and the names below it still count.
        let keyed = !deeper && !trimmed.starts_with("file:");
        if let Some((name, rest)) =
            trimmed.split_once(':').filter(|it| keyed && !it.0.contains(['@', ' ', '/']))
        {
            name.clone_into(&mut key);
            if name == APPROVERS || name == REVIEWERS {
                let list = if name == APPROVERS { &mut approvers } else { &mut reviewers };
                let inline = rest.trim().trim_start_matches('[').trim_end_matches(']');
                list.extend(inline.split(',').filter_map(handle));
                first = if first == 0 { line } else { first };
            } else if !QUIET.contains(&name) {
                owners.ignore(line, trimmed, "only approvers and reviewers are read here");
            }
        } else if let Some(item) = trimmed.strip_prefix("- ") {
            match key.as_str() {
                APPROVERS => approvers.extend(handle(item)),
                REVIEWERS => reviewers.extend(handle(item)),
                _ => {}
            }
        } else if key.is_empty() && !trimmed.contains([' ', '=']) && !trimmed.starts_with("file:") {
            approvers.extend(handle(trimmed));
            first = if first == 0 { line } else { first };
        } else if !QUIET.contains(&key.as_str()) {
            owners.ignore(line, trimmed, "rules for some files and includes are not followed");
        }
    }
    let held = if approvers.is_empty() { reviewers } else { approvers };
    if held.is_empty() {
        return;
    }
    let folder = owners.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let glob = if folder.is_empty() {
        "**".to_owned()
    } else {
        format!("{}/**", super::pattern::literal(folder))
    };
    let pattern = format!("/{folder}");
    owners.entries.push(Entry {
        line: first,
        pattern,
        globs: vec![glob],
        owners: held,
        ..Entry::default()
    });
}

/// A name as a handle; addresses stay addresses.
fn handle(word: &str) -> Option<String> {
    let word = word.trim().trim_matches(['"', '\'']).trim();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '+');
    if word.trim_start_matches('@').is_empty() || word == "*" || !word.chars().all(fits) {
        return None;
    }
    Some(if word.contains('@') { word.to_owned() } else { format!("@{word}") })
}
