//! Two maps side by side, in words: what changes, and what changes for you.

use jiff::civil::Date;
use serde::Serialize;

use super::case::Asker;
use super::map::{Agree, Lane, Map};
use super::say::{in_domain, listed};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// One sentence for each difference, lanes in the order of the new map.
    pub changes: Vec<String>,
    /// The same seen by one asker; empty where nothing changes for them.
    pub for_you: Vec<String>,
}

/// What the new map does otherwise than the old one.
pub fn compare(old: &Map, new: &Map, asker: &str, day: Date) -> Comparison {
    let mut changes = frame(old, new);
    for lane in &new.lanes {
        match old.lane(&lane.id) {
            None => changes.push(format!("New lane “{}”: {}.", lane.id, said(new, lane))),
            Some(before) => changes.extend(changed(old, before, new, lane)),
        }
    }
    for lane in old.lanes.iter().filter(|it| new.lane(&it.id).is_none()) {
        changes.push(format!("Lane “{}” is gone: {}.", lane.id, said(old, lane)));
    }
    if old.signals.len() != new.signals.len() || signals(old) != signals(new) {
        changes.push("What a diff says about a case changes: the signals differ.".to_owned());
    }
    let how = super::How::Named;
    Comparison {
        changes,
        for_you: for_you(old, &old.asker(asker, how), new, &new.asker(asker, how), day),
    }
}

fn frame(old: &Map, new: &Map) -> Vec<String> {
    let mut out = Vec::new();
    if old.levels != new.levels {
        out.push(format!("The levels are now {}.", new.levels.join(", ")));
    }
    for it in &new.dimensions {
        match old.dimensions.iter().find(|one| one.name == it.name) {
            None => out.push(format!("Cases are now weighed by {} too.", it.name)),
            Some(before) if before.scale != it.scale => {
                out.push(format!("The scale of {} changes.", it.name));
            }
            Some(before) if before.assume != it.assume => {
                out.push(match it.assume.map(|at| it.in_words(at)) {
                    Some(now) => {
                        format!("A diff that does not say is now taken as {} {now}.", it.name)
                    }
                    None => format!("A diff that does not say now leaves {} unknown.", it.name),
                });
            }
            Some(_) => {}
        }
    }
    let gone = old.dimensions.iter().filter(|it| new.dimension(&it.name).is_none());
    out.extend(gone.map(|it| format!("Cases are no longer weighed by {}.", it.name)));
    for (at, level) in new.levels.iter().enumerate() {
        let before = old.level(level).map_or(&[][..], |it| &old.holders[it]);
        for one in new.holders[at].iter().filter(|it| !before.contains(it)) {
            out.push(format!("{one} is now listed as {level}."));
        }
        for one in before.iter().filter(|it| !new.holders[at].contains(it)) {
            out.push(format!("{one} is no longer listed as {level}."));
        }
    }
    out
}

fn said(map: &Map, lane: &Lane) -> String {
    format!(
        "in {}, {} {} up to {}",
        in_domain(&lane.domain),
        who(map, lane),
        lane.mode.in_words(),
        up_to(map, lane)
    )
}

fn who(map: &Map, lane: &Lane) -> String {
    if lane.holder.is_empty() { map.levels[lane.level].clone() } else { listed(&lane.holder, "or") }
}

fn up_to(map: &Map, lane: &Lane) -> String {
    size(&map.up_to(lane)).to_owned()
}

/// After *up to*, where a table says *the rest*.
fn size(words: &str) -> &str {
    if words == "the rest" { "any size" } else { words }
}

fn changed(old: &Map, before: &Lane, new: &Map, lane: &Lane) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut part = |name: &str, was: String, is: String| {
        if was != is {
            parts.push(format!("{name} {was} → {is}"));
        }
    };
    part("domain", in_domain(&before.domain), in_domain(&lane.domain));
    part("decided by", who(old, before), who(new, lane));
    part("mode", before.mode.name().to_owned(), lane.mode.name().to_owned());
    let bound = |map: &Map, lane: &Lane, name: &str| {
        let known = map.dimension(name).filter(|it| lane.hi[*it].is_finite());
        known.map_or("any".to_owned(), |it| map.dimensions[it].in_words(lane.hi[it]))
    };
    for it in &new.dimensions {
        part(&it.name, bound(old, before, &it.name), bound(new, lane, &it.name));
    }
    part("asked", listed(&before.consult, "and"), listed(&lane.consult, "and"));
    part("told", listed(&before.inform, "and"), listed(&lane.inform, "and"));
    let agree = |it: &Lane| listed(&it.agree.iter().map(veto).collect::<Vec<_>>(), "and");
    part("must agree", agree(before), agree(lane));
    let day = |it: Option<Date>| it.map_or("open".to_owned(), |it| it.to_string());
    part("from", day(before.from), day(lane.from));
    part("until", day(before.until), day(lane.until));
    if parts.is_empty() {
        Vec::new()
    } else {
        vec![format!("Lane “{}”: {}.", lane.id, parts.join("; "))]
    }
}

/// Who must agree, on what, and until when silence is no answer yet.
fn veto(agree: &Agree) -> String {
    let about = agree.about.as_ref().map_or(String::new(), |it| format!(" on {it}"));
    let days = match agree.days {
        None => String::new(),
        Some(1) => " within 1 day".to_owned(),
        Some(days) => format!(" within {days} days"),
    };
    format!("{}{about}{days}", agree.who)
}

/// Lanes of the asker's that come, go or change.
fn for_you(old: &Map, before: &Asker, new: &Map, after: &Asker, day: Date) -> Vec<String> {
    let mine = |map: &Map, asker: &Asker| {
        let lanes = map.lanes_of(asker, day).into_iter();
        lanes
            .map(|(domain, it)| (it.id.clone(), (domain, it)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (was, is) = (mine(old, before), mine(new, after));
    let mut out = Vec::new();
    if old.levels.get(before.level) != new.levels.get(after.level) {
        out.push(format!("You are now {}.", new.levels[after.level]));
    }
    for (id, (domain, lane)) in &is {
        let place = in_domain(domain);
        match was.get(id) {
            None => {
                out.push(format!(
                    "You may now decide in {place} up to {} (lane “{id}”).",
                    size(&lane.up_to)
                ));
            }
            Some((_, then)) if then.up_to != lane.up_to => {
                out.push(format!(
                    "In {place} you decide up to {}; it was {} (lane “{id}”).",
                    size(&lane.up_to),
                    size(&then.up_to)
                ));
            }
            Some((_, then)) if then.consult != lane.consult || then.agree != lane.agree => {
                out.push(format!("In {place} whom you ask first changes (lane “{id}”)."));
            }
            Some(_) => {}
        }
    }
    for (id, (domain, lane)) in was.iter().filter(|it| !is.contains_key(it.0)) {
        out.push(format!(
            "You no longer decide in {} up to {} (lane “{id}”).",
            in_domain(domain),
            size(&lane.up_to)
        ));
    }
    out
}

/// Everything of the signals but the lines they stand in; values by name, so that a dimension more
/// is no difference.
fn signals(map: &Map) -> Vec<String> {
    let one = |it: &super::map::Signal| {
        let named = map.dimensions.iter().zip(&it.values);
        let values = named.filter_map(|(one, value)| Some((&one.name, one.label((*value)?))));
        let values: std::collections::BTreeMap<_, _> = values.collect();
        format!("{:?} {:?} {:?} {:?} {values:?}", it.paths, it.adds, it.lines, it.domain)
    };
    map.signals.iter().map(one).collect()
}

#[cfg(test)]
mod tests;
