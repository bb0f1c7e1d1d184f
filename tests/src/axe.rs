//! The accessibility check: WCAG 2.2 AA as axe-core reads it, on the page as it is now.

use std::fs;

use serde_json::json;

use crate::browser::{Browser, Scheme, Step, Width};

const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// What axe finds on the page that is open, one line a fault; empty where it is clean.
pub fn faults(browser: &Browser) -> Step<Vec<String>> {
    let place = crate::target().join("axe/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&place)
        .map_err(|e| format!("{}: {e}; `cargo xtask test` brings axe.", place.display()))?;
    browser.script(&axe, &json!([]))?;
    let run = "return axe.run(document, { runOnly: arguments[0] }).then(result => ({ \
               passes: result.passes.length, faults: result.violations.flatMap(rule => \
               rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${rule.help}`)) }))";
    let result = browser.script(run, &json!([RULES]))?;
    if result["passes"].as_u64().unwrap_or(0) == 0 {
        return Err("axe looked at nothing.".into());
    }
    let faults = result["faults"].as_array().cloned().unwrap_or_default();
    Ok(faults.iter().filter_map(|fault| fault.as_str().map(str::to_owned)).collect())
}

/// Opens the page light and dark, wide and narrow, keeps each as a picture, and lists what is wrong
/// with any of them.
pub fn everywhere(browser: &Browser, url: &str, name: &str) -> Step<Vec<String>> {
    let mut all = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        for width in [Width::Wide, Width::Narrow] {
            let seen = format!("{name}-{scheme:?}-{width:?}").to_lowercase();
            let found = match once(browser, url, (scheme, width), &seen) {
                // A machine that does much else may stand still for a while; a page that does not
                // come twice is a page that does not come.
                Err(why) if why.starts_with("timeout") => {
                    once(browser, url, (scheme, width), &seen)
                }
                found => found,
            };
            all.extend(found.map_err(|why| format!("{seen}, {url}: {why}"))?);
        }
    }
    browser.look(Scheme::Light, Width::Wide)?;
    Ok(all)
}

fn once(
    browser: &Browser,
    url: &str,
    (scheme, width): (Scheme, Width),
    seen: &str,
) -> Step<Vec<String>> {
    browser.look(scheme, width)?;
    browser.go(url)?;
    browser.shoot(seen)?;
    let found = faults(browser)?;
    let mut all: Vec<String> = found.into_iter().map(|fault| format!("{seen}: {fault}")).collect();
    if browser.spills()? {
        all.push(format!("{seen}: the page is wider than the window"));
    }
    Ok(all)
}
