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

    #[test]
    fn patterns_are_read_as_people_write_them() {
        for (pattern, path, expected) in [
            ("./src/*", "src/a", true),
            ("/src/*", "src/a", true),
            ("src/*", "src/a/b", false),
            ("src/**", "src/a/b", true),
            ("src/**", "src", false),
            ("**/db/**", "db/x", true),
            ("*.{sql,ddl}", "x.ddl", true),
            ("*.{sql,ddl}", "a/x.sql", false),
            ("a?c", "abc", true),
            ("a?c", "a/c", false),
            ("[ab].rs", "b.rs", true),
            ("\\[ab].rs", "[ab].rs", true),
            ("SRC/*", "src/a", false),
        ] {
            let matcher = glob(pattern).unwrap().compile_matcher();
            assert_eq!(matcher.is_match(path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn a_domain_is_found_or_else_the_nearest_one_above_it() {
        let lane =
            |domain: &str| format!("[[lane]]\nid='{domain}'\ndomain='{domain}'\nlevel='l'\n");
        let text = format!("levels=['l']\n{}{}", lane("a/b/c"), lane("d"));
        let index = crate::lanes::tests::map(&text).index;
        let found = |domain: &str| index.nodes[index.find(domain)].name.clone();
        for (domain, expected) in [
            ("a/b/c", "a/b/c"),
            ("a/b/c/d/e", "a/b/c"),
            ("a/b", "a/b"),
            ("a/bc", "a"),
            ("ab", ROOT),
            ("d", "d"),
            ("", ROOT),
            (ROOT, ROOT),
        ] {
            assert_eq!(found(domain), expected, "{domain}");
        }
        let chain: Vec<_> =
            std::iter::successors(Some(index.find("a/b/c")), |it| index.nodes[*it].parent)
                .map(|it| index.nodes[it].name.as_str())
                .collect();
        assert_eq!(chain, ["a/b/c", "a/b", "a", ROOT]);
    }

    #[test]
    fn a_signal_with_several_patterns_that_match_is_one_signal() {
        let text = "levels=['l']\n[[signal]]\npaths=['a/**','**/*.rs']\ndomain='x'\n\
            [[signal]]\npaths=['b/**']\ndomain='y'\n[[signal]]\nlines=5\ndomain='z'\n";
        let index = crate::lanes::tests::map(text).index;
        assert_eq!(index.signals_for("/a/b.rs"), [0]);
        assert_eq!(index.signals_for("b/b.rs"), [0, 1]);
        assert_eq!(index.signals_for("b/"), [1], "somewhere in the folder");
        assert_eq!(index.pathless, [2]);
    }
}
