//! Every page of a full workbook, light and dark, wide and narrow: clean for axe, no wider than the
//! window, and kept as a picture in `target/screens`.

use std::collections::{BTreeMap, BTreeSet};

use journeys::axe;
use journeys::browser::{Browser, Step};
use journeys::program;
use serde_json::json;
use tempfile::TempDir;

/// More pages than there are kinds of page would mean that the pattern below no longer fits.
const MOST: usize = 130;

/// One address for each kind of page, by pattern: those that links lead to, and from the table of
/// doors those that no link leads to from here.
fn pages(browser: &Browser, home: &str) -> Step<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    follow(browser, home, BTreeSet::from([format!("{home}/")]), &mut found)?;
    let path = |url: &str| url.split('?').next().unwrap_or_default().to_owned();
    let seen: BTreeSet<String> = found.values().map(|url: &String| path(url)).collect();
    let rest = doors().into_iter().map(|door| format!("{home}{door}"));
    follow(browser, home, rest.filter(|url| !seen.contains(url)).collect(), &mut found)?;
    Ok(found)
}

/// Addresses of pages that stand by themselves, as the table of who may do what lists them.
fn doors() -> BTreeSet<&'static str> {
    let table = include_str!("../../crates/web/tests/doors/permissions.txt");
    let get = table.lines().filter_map(|line| line.strip_prefix("get  ")?.split([' ', '?']).next());
    let one = |door: &str| ["/team/", "/person/"].iter().any(|it| door.starts_with(it));
    get.filter(|door| !door.contains('{') && !one(door) && !is_file(door)).collect()
}

fn follow(
    browser: &Browser,
    home: &str,
    mut ahead: BTreeSet<String>,
    found: &mut BTreeMap<String, String>,
) -> Step {
    while let Some(url) = ahead.pop_first() {
        let pattern = pattern(&url[home.len()..]);
        if found.contains_key(&pattern) || found.len() >= MOST {
            continue;
        }
        browser.go(&url)?;
        found.insert(pattern, url);
        let links = "return [...document.querySelectorAll('main a[href], nav a[href]')]\
                     .map(a => a.href.split('#')[0])";
        let links = browser.script(links, &json!([]))?;
        for link in links.as_array().into_iter().flatten().filter_map(|it| it.as_str()) {
            let own = link.strip_prefix(home).is_some_and(|path| path.starts_with('/'));
            let page = !["/api/", "/assets/", "/feed"].iter().any(|it| link.contains(it));
            if own && page && !is_file(link) {
                ahead.insert(link.to_owned());
            }
        }
    }
    Ok(())
}

/// `/lanes.toml`, a record as Markdown and the like are downloads.
fn is_file(link: &str) -> bool {
    let path = link.split('?').next().unwrap_or_default();
    path.rsplit('/').next().is_some_and(|last| last.contains('.') || last == "markdown")
}

/// `/decision/0199…/edit` is `decision-one-edit`; a question adds the names of what is asked. Lists of
/// all kinds are narrowed on one and the same page, and a form is the same with a team filled in.
fn pattern(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // A record, a person, a team: one of them stands for all.
    if parts.len() > 1 && parts[1] != "new" {
        parts[1] = "one";
    }
    let asked = query.split('&').filter_map(|pair| pair.split('=').next());
    let mut asked: Vec<&str> = asked.filter(|it| !it.is_empty()).collect();
    asked.sort_unstable();
    if parts.len() == 1 && asked.iter().any(|it| ["state", "closed"].contains(it)) {
        parts[0] = "list";
    }
    if parts.get(1) == Some(&"new") {
        asked.retain(|it| !["team", "title"].contains(it));
    }
    parts.extend(asked);
    if parts.is_empty() { "today".to_owned() } else { parts.join("-") }
}

#[test]
fn one_of_a_kind_of_page_stands_for_all() {
    assert_eq!(pattern("/"), "today");
    assert_eq!(pattern("/decision/0199-a/edit"), "decision-one-edit");
    assert_eq!(pattern("/intent/new"), "intent-new");
    assert_eq!(pattern("/demo/new?team=payments&title=x"), "demo-new");
    assert_eq!(pattern("/demo/new?from=1"), "demo-new-from");
    assert_eq!(pattern("/demos?team=payments&state=held"), pattern("/deals?state=held&team=x"));
    assert_eq!(pattern("/lanes?path=src&ask=1"), "lanes-ask-path");
    assert!(doors().contains("/") && doors().contains("/reflections"), "{:?}", doors());
    assert!(is_file("http://x/lanes.toml?version=2") && !is_file("http://x/lanes?path=a.toml"));
}

#[test]
fn every_page_of_a_full_workbook_is_clean() -> Step {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let mut running = program::up(folder.path(), &["--sample"])?;
    let link = running.link()?;
    let home = link.split("/enter/").next().unwrap_or_default().to_owned();
    let browser = Browser::open()?;
    // Before signing in, and a place that is not there.
    let mut faults = axe::everywhere(&browser, &format!("{home}/sign-in"), "sign-in")?;
    browser.go(&link)?;
    faults.extend(axe::everywhere(&browser, &format!("{home}/nowhere"), "nowhere")?);
    let pages = pages(&browser, &home)?;
    for place in ["today", "intents", "lanes", "decisions", "mirrors", "people", "settings"] {
        assert!(pages.contains_key(place), "no link leads to {place}: {:?}", pages.keys());
    }
    assert!(pages.len() < MOST, "too many kinds of page: {:?}", pages.keys());
    for (name, url) in &pages {
        faults.extend(axe::everywhere(&browser, url, name)?);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

#[test]
fn every_page_of_an_empty_workbook_is_clean() -> Step {
    let history = journeys::histories::Stream::default().commit("Ana", 1, b"first").made()?;
    let mut running = program::up(&history.path(), &[])?;
    let link = running.link()?;
    let home = link.split("/enter/").next().unwrap_or_default().to_owned();
    let browser = Browser::open()?;
    browser.go(&link)?;
    let mut faults = Vec::new();
    let pages = pages(&browser, &home)?;
    assert!(pages.len() < MOST, "too many kinds of page: {:?}", pages.keys());
    for (name, url) in &pages {
        faults.extend(axe::everywhere(&browser, url, &format!("empty-{name}"))?);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}
