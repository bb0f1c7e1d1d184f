//! Who may depend on whom, and under which licences: the rules of `deny.toml`, read through
//! `cargo metadata` so that a fresh machine needs no further tool.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{command, licence};

pub(crate) fn run(root: &Path) -> Result<(), String> {
    println!("\n> direction and licences (deny.toml)");
    let rules = std::fs::read_to_string(root.join("deny.toml"))
        .map_err(|e| format!("deny.toml cannot be read: {e}."))?;
    let rules = Rules::read(&rules)?;
    let metadata = command::output(
        Command::new("cargo").args(["metadata", "--format-version", "1"]).current_dir(root),
    )?;
    let metadata: Value =
        serde_json::from_str(&metadata).map_err(|e| format!("cargo metadata is not JSON: {e}."))?;
    let graph = Graph::read(&metadata);
    let mut problems = rules.broken_directions(&graph);
    problems.extend(rules.broken_licences(&graph));
    println!("{} packages, {} rules.", graph.packages.len(), rules.bans.len());
    if problems.is_empty() {
        return Ok(());
    }
    for problem in &problems {
        println!("  {problem}");
    }
    Err(format!("{} dependencies break the rules of deny.toml.", problems.len()))
}

#[derive(Debug)]
struct Rules {
    /// A package, and the only packages that may depend on it; nobody where the list is empty.
    bans: Vec<(String, Vec<String>)>,
    licences: Vec<String>,
}

struct Package {
    name: String,
    licence: Option<String>,
    ours: bool,
    /// Names of the packages that list it.
    wanted_by: Vec<String>,
}

struct Graph {
    packages: Vec<Package>,
}

impl Rules {
    fn read(text: &str) -> Result<Rules, String> {
        let table: toml::Table = text.parse().map_err(|e| format!("deny.toml: {e}"))?;
        let strings = |value: Option<&toml::Value>| -> Vec<String> {
            let list = value.and_then(toml::Value::as_array).cloned().unwrap_or_default();
            list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        let deny = table.get("bans").and_then(|b| b.get("deny")).and_then(toml::Value::as_array);
        let deny = deny.ok_or("deny.toml has no [bans] deny list.")?;
        let licences = strings(table.get("licenses").and_then(|l| l.get("allow")));
        if licences.is_empty() {
            return Err("deny.toml allows no licence at all.".into());
        }
        let mut bans = Vec::new();
        for rule in deny {
            let name = rule.get("name").and_then(toml::Value::as_str);
            let name = name.ok_or("deny.toml: a rule in [bans] deny has no name.")?;
            bans.push((name.to_owned(), strings(rule.get("wrappers"))));
        }
        Ok(Rules { bans, licences })
    }

    fn broken_directions(&self, graph: &Graph) -> Vec<String> {
        let mut problems = Vec::new();
        for (name, wrappers) in &self.bans {
            let only = wrappers.join(", ");
            for package in graph.packages.iter().filter(|p| p.name == *name) {
                if wrappers.is_empty() {
                    let by = package.wanted_by.join(", ");
                    problems.push(format!("{name} must not be here at all; {by} asks for it"));
                    continue;
                }
                let strangers = package.wanted_by.iter().filter(|by| !wrappers.contains(by));
                problems
                    .extend(strangers.map(|by| format!("{by} depends on {name}; only {only} may")));
            }
        }
        problems
    }

    fn broken_licences(&self, graph: &Graph) -> Vec<String> {
        let others = graph.packages.iter().filter(|p| !p.ours);
        others
            .filter_map(|package| match &package.licence {
                None => Some(format!("{} names no licence", package.name)),
                Some(words) if licence::allowed(words, &self.licences) => None,
                Some(words) => Some(format!("{} is under {words}", package.name)),
            })
            .collect()
    }
}

impl Graph {
    /// From the JSON of `cargo metadata`; all platforms and all kinds of dependency count.
    fn read(metadata: &Value) -> Graph {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let members = list(&metadata["workspace_members"]);
        let mut packages = BTreeMap::new();
        for package in list(&metadata["packages"]) {
            let id = text(&package["id"]).unwrap_or_default();
            let ours = members.iter().any(|m| m.as_str() == Some(&id));
            let name = text(&package["name"]).unwrap_or_default();
            let licence = text(&package["license"]);
            packages.insert(id, Package { name, licence, ours, wanted_by: Vec::new() });
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let by = packages.get(node["id"].as_str().unwrap_or_default());
            let by = by.map(|p| p.name.clone()).unwrap_or_default();
            for wanted in list(&node["deps"]) {
                if let Some(package) = packages.get_mut(wanted["pkg"].as_str().unwrap_or_default())
                {
                    package.wanted_by.push(by.clone());
                }
            }
        }
        Graph { packages: packages.into_values().collect() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const RULES: &str = r#"
        [bans]
        deny = [{ name = "sqlx", wrappers = ["store"] }, { name = "openssl-sys" }]
        [licenses]
        allow = ["MIT"]
    "#;

    /// A workspace of `store` and `web`, where `web` asks for what the test says.
    fn graph(web_wants: &str, licence: Option<&str>) -> Graph {
        Graph::read(&json!({
            "workspace_members": ["store", "web"],
            "packages": [
                { "id": "store", "name": "store", "license": null },
                { "id": "web", "name": "web", "license": null },
                { "id": web_wants, "name": web_wants, "license": licence },
            ],
            "resolve": { "nodes": [{ "id": "web", "deps": [{ "pkg": web_wants }] }] },
        }))
    }

    #[test]
    fn a_page_that_speaks_sql_is_found() {
        let rules = Rules::read(RULES).unwrap();
        let problems = rules.broken_directions(&graph("sqlx", Some("MIT")));
        assert_eq!(problems, ["web depends on sqlx; only store may"]);
    }

    #[test]
    fn what_nobody_may_use_is_found_whoever_asks() {
        let rules = Rules::read(RULES).unwrap();
        let problems = rules.broken_directions(&graph("openssl-sys", Some("MIT")));
        assert_eq!(problems, ["openssl-sys must not be here at all; web asks for it"]);
    }

    #[test]
    fn a_dependency_needs_a_licence_from_the_list_and_our_own_rooms_do_not() {
        let rules = Rules::read(RULES).unwrap();
        assert_eq!(rules.broken_licences(&graph("maud", Some("MIT"))), [""; 0]);
        assert_eq!(rules.broken_licences(&graph("maud", None)), ["maud names no licence"]);
        let gpl = rules.broken_licences(&graph("maud", Some("GPL-3.0")));
        assert_eq!(gpl, ["maud is under GPL-3.0"]);
    }

    #[test]
    fn rules_that_say_nothing_are_an_error_and_not_a_pass() {
        assert!(Rules::read("").unwrap_err().contains("no [bans] deny list"));
        assert!(Rules::read("[bans]\ndeny = []").unwrap_err().contains("no licence"));
    }

    #[test]
    fn the_rules_of_this_house_can_be_read() {
        let text = std::fs::read_to_string(crate::root().join("deny.toml")).unwrap();
        let rules = Rules::read(&text).unwrap();
        assert!(rules.bans.contains(&("sqlx".into(), vec!["store".into()])));
    }
}
