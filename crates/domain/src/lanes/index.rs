//! The tree of domains that routing walks, and the globs of all signals as one machine.

use std::collections::HashMap;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::map::{Map, ROOT};

/// Compiled once for each map.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// The root is node 0.
    pub(super) nodes: Vec<Node>,
    by_name: HashMap<String, usize>,
    globs: GlobSet,
    /// Which signal each glob belongs to.
    signal_of: Vec<usize>,
    /// Signals that name no paths: they look at every one.
    pub(super) pathless: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) parent: Option<usize>,
    /// Lowest level first, file order within a level.
    pub(super) lanes: Vec<usize>,
}

impl Index {
    pub(super) fn of(map: &Map) -> Self {
        let mut index = Self::default();
        index.nodes.push(Node { name: ROOT.to_owned(), ..Node::default() });
        for (at, lane) in map.lanes.iter().enumerate() {
            let node = index.node_named(&lane.domain);
            index.nodes[node].lanes.push(at);
        }
        for node in &mut index.nodes {
            node.lanes.sort_by_key(|it| map.lanes[*it].level);
        }
        let mut builder = GlobSetBuilder::new();
        for (at, signal) in map.signals.iter().enumerate() {
            if signal.paths.is_empty() {
                index.pathless.push(at);
            }
            for glob in signal.paths.iter().filter_map(|it| glob(it).ok()) {
                builder.add(glob);
                index.signal_of.push(at);
            }
        }
        // The reader has built the same set before, and left out what does not fit.
        index.globs = builder.build().unwrap_or_default();
        index
    }

    /// Node of the deepest ancestor-or-self of this domain that the map knows.
    pub(super) fn find(&self, domain: &str) -> usize {
        let mut rest = domain;
        loop {
            if let Some(node) = self.by_name.get(rest) {
                return *node;
            }
            match rest.rsplit_once('/') {
                Some((parent, _)) => rest = parent,
                None => return 0,
            }
        }
    }

    /// Signals with a glob that matches this path, in file order, each once.
    pub(super) fn signals_for(&self, path: &str) -> Vec<usize> {
        let folder;
        let path = path.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') {
            folder = format!("{path}?");
            &folder
        } else {
            path
        };
        if self.globs.len() != self.signal_of.len() {
            return Vec::new();
        }
        let mut found: Vec<usize> =
            self.globs.matches(path).into_iter().map(|it| self.signal_of[it]).collect();
        found.dedup();
        found
    }

    fn node_named(&mut self, domain: &str) -> usize {
        if domain == ROOT {
            return 0;
        }
        if let Some(node) = self.by_name.get(domain) {
            return *node;
        }
        let parent = domain.rsplit_once('/').map_or(0, |(parent, _)| self.node_named(parent));
        self.nodes.push(Node { name: domain.to_owned(), parent: Some(parent), lanes: Vec::new() });
        self.by_name.insert(domain.to_owned(), self.nodes.len() - 1);
        self.nodes.len() - 1
    }
}

/// `*` stays within one folder, `**` crosses them; `src/` and `/src/` mean all that lies in it.
pub(super) fn glob(text: &str) -> Result<Glob, globset::Error> {
    let text = text.trim_start_matches("./").trim_start_matches('/');
    let whole = if text.ends_with('/') { format!("{text}**") } else { text.to_owned() };
    GlobBuilder::new(&whole).literal_separator(true).backslash_escape(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_in_its_folder_and_a_folder_means_all_in_it() {
        let matches =
            |pattern: &str, path: &str| glob(pattern).unwrap().compile_matcher().is_match(path);
        assert!(matches("src/*.rs", "src/a.rs") && !matches("src/*.rs", "src/b/a.rs"));
        assert!(matches("**/*.rs", "a.rs") && matches("/src/", "src/b/a.rs"));
        assert!(!matches("src/", "src2/a.rs"));
    }
}
