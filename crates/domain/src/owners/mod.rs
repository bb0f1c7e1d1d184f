//! CODEOWNERS (GitHub and GitLab dialects) and OWNERS files, read as they are.
//!
//! A claim about who looks after a path, never an authority: what a forge would ignore in silence
//! is read the same way here, and told.

mod codeowners;
mod directory;
pub(crate) mod pattern;

use globset::{GlobSet, GlobSetBuilder};
use serde::Serialize;

/// One file of owners.
#[derive(Clone, Debug)]
pub struct Owners {
    pub dialect: Dialect,
    /// Path of the file in the repository.
    pub file: String,
    pub entries: Vec<Entry>,
    /// The first one has no name and holds what stands before any section.
    pub sections: Vec<Section>,
    /// Lines that a forge skips without a word.
    pub ignored: Vec<Ignored>,
    globs: GlobSet,
    entry_of: Vec<usize>,
}

/// Which rules a file follows: they differ in what a second match means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// The last matching line replaces all before it.
    GitHub,
    /// The last matching line of each section counts, and the sections add up.
    GitLab,
    /// One file for each folder, inherited downwards.
    Folder,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// From 1.
    pub line: usize,
    /// As it was written.
    pub pattern: String,
    /// The same as globs over whole paths: `*` within a folder, `**` across.
    pub globs: Vec<String>,
    /// `@user`, `@org/team`, `@@role` or an address; empty = on purpose nobody's.
    pub owners: Vec<String>,
    /// Index into `sections`.
    pub section: usize,
    /// GitLab's `!pattern`: the section says nothing here.
    pub excludes: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    pub optional: bool,
    /// How many must approve; 1 where nothing is said.
    pub approvals: u32,
    /// Owners of its entries that name none.
    pub owners: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ignored {
    pub line: usize,
    pub text: String,
    /// One sentence: why it has no effect.
    pub why: String,
}

/// Who looks after a path, by one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    pub line: usize,
    /// Empty outside sections.
    pub section: String,
    pub owners: Vec<String>,
    pub optional: bool,
    pub approvals: u32,
}

/// GitHub ignores a larger file altogether.
const MOST_BYTES: usize = 3 << 20;
/// More lines than this are read by nobody.
const MOST_ENTRIES: usize = 20_000;

/// Reads any text; what has no effect lands in `ignored`. The dialect follows from the path, else
/// from sections in the text.
pub fn read(path: &str, text: &str) -> Owners {
    let mut owners = Owners {
        dialect: dialect(path, text),
        file: path.to_owned(),
        entries: Vec::new(),
        sections: vec![Section { approvals: 1, ..Section::default() }],
        ignored: Vec::new(),
        globs: GlobSet::empty(),
        entry_of: Vec::new(),
    };
    if text.len() > MOST_BYTES {
        owners.ignore(1, "", "the file is larger than 3 MB, so all of it is ignored");
        return owners;
    }
    match owners.dialect {
        Dialect::Folder => directory::read(&mut owners, text),
        Dialect::GitHub | Dialect::GitLab => codeowners::read(&mut owners, text),
    }
    owners.compile();
    owners
}

impl Owners {
    /// Who looks after this path, one claim for each section that speaks about it, in file order.
    /// A claim without owners means: nobody, on purpose.
    pub fn of(&self, path: &str) -> Vec<Claim> {
        let hits: Vec<usize> = self
            .globs
            .matches(path.trim_start_matches('/'))
            .into_iter()
            .map(|it| self.entry_of[it])
            .collect();
        let mut last: Vec<Option<usize>> = vec![None; self.sections.len()];
        for hit in hits {
            let slot = &mut last[self.entries[hit].section];
            *slot = (*slot).max(Some(hit));
        }
        let claims =
            last.into_iter().flatten().map(|it| &self.entries[it]).filter(|it| !it.excludes);
        claims
            .map(|entry| {
                let section = &self.sections[entry.section];
                Claim {
                    line: entry.line,
                    section: section.name.clone(),
                    owners: entry.owners.clone(),
                    optional: section.optional,
                    approvals: section.approvals,
                }
            })
            .collect()
    }

    fn ignore(&mut self, line: usize, text: &str, why: &str) {
        if self.ignored.len() < 1_000 {
            let text = text.chars().take(200).collect();
            self.ignored.push(Ignored { line, text, why: why.to_owned() });
        }
    }

    fn compile(&mut self) {
        let mut builder = GlobSetBuilder::new();
        for (at, entry) in self.entries.iter().enumerate() {
            for glob in entry.globs.iter().filter_map(|it| pattern::glob(it)) {
                builder.add(glob);
                self.entry_of.push(at);
            }
        }
        if let Ok(globs) = builder.build() {
            self.globs = globs;
        } else {
            self.entry_of.clear();
            self.ignore(1, "", "the patterns together are too large to be matched");
        }
    }
}

fn dialect(path: &str, text: &str) -> Dialect {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    if file != "CODEOWNERS" {
        return Dialect::Folder;
    }
    let folder = path.strip_suffix(file).unwrap_or("");
    let sections = || text.lines().any(|it| codeowners::is_section(it.trim()));
    if folder.ends_with(".gitlab/") || !folder.ends_with(".github/") && sections() {
        Dialect::GitLab
    } else {
        Dialect::GitHub
    }
}

#[cfg(test)]
mod tests;
