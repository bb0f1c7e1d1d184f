//! Two maps side by side, in words: what changes, and what changes for you.

use jiff::civil::Date;
use serde::Serialize;

use super::case::Asker;
use super::map::{Agree, Lane, Map};
use super::say::{in_domain, listed};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// One for each difference, lanes in the order of the new map.
    pub changes: Vec<Difference>,
    /// The same seen by one asker; empty where nothing changes for them.
    pub for_you: Vec<Difference>,
}

/// One sentence; in files and for programs the sentence alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Difference {
    pub says: String,
    #[serde(skip)]
    pub way: Way,
}

/// Whether more or less may be decided lower down than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    Wider,
    Narrower,
    /// Neither, or some of both.
    #[default]
    Other,
}

impl Way {
    fn says(self, says: String) -> Difference {
        Difference { says, way: self }
    }

    /// One more step the same way, or neither.
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Other }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.says)
    }
}

/// What the new map does otherwise than the old one.
pub fn compare(old: &Map, new: &Map, asker: &str, day: Date) -> Comparison {
    let how = super::How::Named;
    compare_as((old, &old.asker(asker, how)), (new, &new.asker(asker, how)), day)
}

/// The same for somebody whose level comes from elsewhere too: each map with how it sees them.
pub fn compare_as(
    (old, before): (&Map, &Asker),
    (new, after): (&Map, &Asker),
    day: Date,
) -> Comparison {
    let mut changes: Vec<_> = frame(old, new).into_iter().map(|it| Way::Other.says(it)).collect();
    for lane in &new.lanes {
        match old.lane(&lane.id) {
            None => {
                let says = format!("New lane “{}”: {}.", lane.id, said(new, lane));
                changes.push(Way::Wider.says(says));
            }
            Some(before) => changes.extend(changed(old, before, new, lane)),
        }
    }
    for lane in old.lanes.iter().filter(|it| new.lane(&it.id).is_none()) {
        let says = format!("Lane “{}” is gone: {}.", lane.id, said(old, lane));
        changes.push(Way::Narrower.says(says));
    }
    if old.signals.len() != new.signals.len() || signals(old) != signals(new) {
        let says = "What a diff says about a case changes: the signals differ.";
        changes.push(Way::Other.says(says.to_owned()));
    }
    Comparison { changes, for_you: for_you(old, before, new, after, day) }
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

/// Which way the bounds of a lane moved; `None` where none did.
fn moved(old: &Map, before: &Lane, new: &Map, lane: &Lane) -> Option<Way> {
    let mut names: Vec<&str> = old.dimensions.iter().map(|it| it.name.as_str()).collect();
    names.extend(new.dimensions.iter().map(|it| it.name.as_str()));
    names.sort_unstable();
    names.dedup();
    let way = |name: &str| {
        let (was, is) = (old.dimension(name), new.dimension(name));
        if let (Some(was), Some(is)) = (was, is) {
            // Numbers of two scales say nothing about each other.
            if old.dimensions[was].scale != new.dimensions[is].scale {
                return Some(Way::Other);
            }
        }
        let bound = |lane: &Lane, at: Option<usize>| at.map_or(f64::INFINITY, |it| lane.hi[it]);
        match bound(before, was).total_cmp(&bound(lane, is)) {
            std::cmp::Ordering::Less => Some(Way::Wider),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Way::Narrower),
        }
    };
    names.into_iter().filter_map(way).reduce(Way::and)
}

fn changed(old: &Map, before: &Lane, new: &Map, lane: &Lane) -> Option<Difference> {
    let mut parts: Vec<(bool, String)> = Vec::new();
    let mut part = |bound: bool, name: &str, was: String, is: String| {
        if was != is {
            parts.push((bound, format!("{name} {was} → {is}")));
        }
    };
    part(false, "domain", in_domain(&before.domain), in_domain(&lane.domain));
    part(false, "decided by", who(old, before), who(new, lane));
    part(false, "mode", before.mode.name().to_owned(), lane.mode.name().to_owned());
    let bound = |map: &Map, lane: &Lane, name: &str| {
        let known = map.dimension(name).filter(|it| lane.hi[*it].is_finite());
        known.map_or("any".to_owned(), |it| map.dimensions[it].in_words(lane.hi[it]))
    };
    for it in &new.dimensions {
        part(true, &it.name, bound(old, before, &it.name), bound(new, lane, &it.name));
    }
    part(false, "asked", listed(&before.consult, "and"), listed(&lane.consult, "and"));
    part(false, "told", listed(&before.inform, "and"), listed(&lane.inform, "and"));
    let agree = |it: &Lane| listed(&it.agree.iter().map(veto).collect::<Vec<_>>(), "and");
    part(false, "must agree", agree(before), agree(lane));
    let day = |it: Option<Date>| it.map_or("open".to_owned(), |it| it.to_string());
    part(false, "from", day(before.from), day(lane.from));
    part(false, "until", day(before.until), day(lane.until));
    let only_bounds = parts.iter().all(|it| it.0);
    let way = moved(old, before, new, lane).filter(|_| only_bounds).unwrap_or_default();
    let parts: Vec<String> = parts.into_iter().map(|it| it.1).collect();
    (!parts.is_empty()).then(|| way.says(format!("Lane “{}”: {}.", lane.id, parts.join("; "))))
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
fn for_you(old: &Map, before: &Asker, new: &Map, after: &Asker, day: Date) -> Vec<Difference> {
    let mine = |map: &Map, asker: &Asker| {
        let lanes = map.lanes_of(asker, day).into_iter();
        lanes
            .map(|(domain, it)| (it.id.clone(), (domain, it)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (was, is) = (mine(old, before), mine(new, after));
    let mut out = Vec::new();
    if old.levels.get(before.level) != new.levels.get(after.level) {
        out.push(Way::Other.says(format!("You are now {}.", new.levels[after.level])));
    }
    for (id, (domain, lane)) in &is {
        let place = in_domain(domain);
        match was.get(id) {
            None => {
                out.push(Way::Wider.says(format!(
                    "You may now decide in {place} up to {} (lane “{id}”).",
                    size(&lane.up_to)
                )));
            }
            Some((_, then)) if then.up_to != lane.up_to => {
                let both = old.lane(id).zip(new.lane(id));
                let way = both.and_then(|(before, lane)| moved(old, before, new, lane));
                out.push(way.unwrap_or_default().says(format!(
                    "In {place} you decide up to {}; it was {} (lane “{id}”).",
                    size(&lane.up_to),
                    size(&then.up_to)
                )));
            }
            Some((_, then)) if then.consult != lane.consult || then.agree != lane.agree => {
                let says = format!("In {place} whom you ask first changes (lane “{id}”).");
                out.push(Way::Other.says(says));
            }
            Some(_) => {}
        }
    }
    for (id, (domain, lane)) in was.iter().filter(|it| !is.contains_key(it.0)) {
        out.push(Way::Narrower.says(format!(
            "You no longer decide in {} up to {} (lane “{id}”).",
            in_domain(domain),
            size(&lane.up_to)
        )));
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
