//! Lines of a CODEOWNERS file.

use super::{Dialect, Entry, MOST_ENTRIES, Owners, Section, pattern};

pub(super) fn read(owners: &mut Owners, text: &str) {
    let mut section = 0;
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        let trimmed = raw.trim().trim_start_matches('\u{feff}');
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if owners.entries.len() >= MOST_ENTRIES {
            owners.ignore(line, trimmed, "the file has more than 20,000 entries");
            return;
        }
        if owners.dialect == Dialect::GitLab && is_section(trimmed) {
            match section_of(trimmed) {
                Some(found) => section = open(owners, found),
                None => owners.ignore(line, trimmed, "this heading of a section cannot be read"),
            }
        } else {
            entry(owners, line, trimmed, section);
        }
    }
}

/// Whether a line opens a section: `[Name]`, `^[Name]`.
pub(super) fn is_section(line: &str) -> bool {
    let rest = line.strip_prefix('^').unwrap_or(line);
    rest.starts_with('[') && rest.contains(']')
}

/// `^[Name][2] @default @owners # note`
fn section_of(line: &str) -> Option<Section> {
    let optional = line.starts_with('^');
    let (name, mut rest) = line.trim_start_matches('^').strip_prefix('[')?.split_once(']')?;
    let mut approvals = 1;
    if let Some((count, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        approvals = count.trim().parse().ok().filter(|it| *it > 0)?;
        rest = after;
    }
    let owners = words(rest)
        .into_iter()
        .take_while(|it| !it.starts_with('#'))
        .filter(|it| is_owner(it))
        .collect();
    let name = name.trim();
    (!name.is_empty()).then(|| Section { name: name.to_owned(), optional, approvals, owners })
}

/// Sections of one name are one, whatever its letters' case.
fn open(owners: &mut Owners, found: Section) -> usize {
    let same = |it: &Section| it.name.to_lowercase() == found.name.to_lowercase();
    if let Some(at) = owners.sections.iter().position(same) {
        return at;
    }
    owners.sections.push(found);
    owners.sections.len() - 1
}

fn entry(owners: &mut Owners, line: usize, text: &str, section: usize) {
    let gitlab = owners.dialect == Dialect::GitLab;
    let mut parts = words(text).into_iter().take_while(|it| !it.starts_with('#'));
    let Some(written) = parts.next() else { return };
    let excludes = gitlab && written.starts_with('!');
    let bare = if excludes { &written[1..] } else { &written[..] };
    let globs = match pattern::globs(bare, owners.dialect) {
        Ok(globs) => globs,
        Err(why) => return owners.ignore(line, text, why),
    };
    let named: Vec<String> = parts.collect();
    let wrong = named.iter().find(|it| !is_owner(it)).cloned();
    if let Some(wrong) = wrong {
        let why = format!("“{wrong}” is neither @user, @group/team nor an address");
        if !gitlab {
            // One owner GitHub cannot read spoils the whole line.
            return owners.ignore(line, text, &why);
        }
        owners.ignore(line, text, &why);
    }
    let mut held: Vec<String> = named.into_iter().filter(|it| is_owner(it)).collect();
    if held.is_empty() && gitlab {
        held.clone_from(&owners.sections[section].owners);
        if held.is_empty() && section > 0 && !excludes {
            owners.ignore(line, text, "neither the line nor its section names an owner");
            return;
        }
    }
    owners.entries.push(Entry { line, pattern: written, globs, owners: held, section, excludes });
}

fn is_owner(word: &str) -> bool {
    let handle = word.strip_prefix("@@").or_else(|| word.strip_prefix('@'));
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    match handle {
        Some(name) => !name.is_empty() && name.chars().all(fits),
        None => {
            word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        }
    }
}

/// Words by blanks; a backslash keeps the next character in the word, and stays there for the
/// pattern to read.
fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            word.push(c);
            word.extend(chars.next());
        } else if c.is_whitespace() {
            if !word.is_empty() {
                all.push(std::mem::take(&mut word));
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}
