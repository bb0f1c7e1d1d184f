//! A route in words: one source for the terminal and the page.

use super::case::{How, Origin};
use super::map::{Map, Mode};
use super::phrase;
use super::route::{Condition, Route, Verdict};

/// More reasons of one kind than this are only counted.
const MOST_REASONS: usize = 3;

/// Fills `says` and `why`.
pub(super) fn sentences(map: &Map, route: &mut Route) {
    route.says = verdict(map, route);
    let mut why = Vec::new();
    why.extend(lane(route));
    why.extend(parts(route));
    why.extend(reasons(map, route));
    why.extend(changes(map, route));
    why.extend(lapsed(route));
    why.extend(provenance(map, route));
    why.append(&mut route.notes.clone());
    route.why = why;
}

fn verdict(map: &Map, route: &Route) -> String {
    let after = asked(route);
    match route.verdict {
        Verdict::Yours => match route.lane.as_ref().map(|it| it.mode) {
            Some(Mode::Intend) => {
                format!("Yours{after}: say what you intend, then go ahead unless somebody objects.")
            }
            Some(Mode::DecideReport) => format!("Yours{after}; explain it afterwards."),
            _ => format!("Yours to decide{after}."),
        },
        Verdict::Ask => format!("{}{after}.", call_of(map, &route.deciders)),
        Verdict::Gap => format!(
            "No lane holds this, so it goes to {}: the map has a gap here.",
            listed(&route.deciders, "or")
        ),
        Verdict::Depends => {
            let unknown: Vec<String> = route
                .unknown
                .iter()
                .filter(|it| it.matters)
                .map(|it| phrase::question(&it.dimension))
                .collect();
            format!(
                "It depends on {}. Until that is known: {}{after}.",
                listed(&unknown, "and"),
                lower_first(&call_of(map, &route.deciders))
            )
        }
    }
}

fn asked(route: &Route) -> String {
    let mut after = String::new();
    if !route.consult.is_empty() {
        after += &format!(", after asking {}", listed(&route.consult, "and"));
    }
    if !route.agree.is_empty() {
        let names: Vec<String> = route
            .agree
            .iter()
            .map(|it| match &it.about {
                Some(about) => format!("{} on {about}", it.who),
                None => it.who.clone(),
            })
            .collect();
        let verb = if names.len() == 1 { "agrees" } else { "agree" };
        after += &format!(", if {} {verb}", listed(&names, "and"));
    }
    after
}

fn call_of(map: &Map, deciders: &[String]) -> String {
    match deciders {
        [one] if map.level(one).is_some() => format!("The call of {} {one}", article(one)),
        [one] => format!("{one}’s call"),
        _ => format!("The call of {}", listed(deciders, "or")),
    }
}

fn lane(route: &Route) -> Option<String> {
    let lane = route.lane.as_ref()?;
    let until = lane.until.map_or(String::new(), |it| format!(", until {it}"));
    let says = if lane.says.is_empty() { String::new() } else { format!(": {}", lane.says) };
    let says = says.trim_end_matches('.');
    Some(format!(
        "Lane “{}” ({}, level {}{until}){says}.",
        lane.id,
        in_domain(&lane.domain),
        lane.level
    ))
}

fn parts(route: &Route) -> Vec<String> {
    let part = |it: &super::route::Part| {
        let who = if it.verdict == Verdict::Yours {
            "yours".to_owned()
        } else {
            listed(&it.deciders, "or")
        };
        format!("The part in {}: {who}.", in_domain(&it.domain))
    };
    route.all_of.iter().map(part).collect()
}

/// One sentence for lanes of one level that stop at the same bounds, the nearest to the winner last.
fn reasons(map: &Map, route: &Route) -> Vec<String> {
    let mut by_lane: Vec<(&str, Vec<String>)> = Vec::new();
    for it in &route.because {
        let bound = phrase::amount(&it.dimension, &it.bound, it.unit.as_deref());
        let is = it.value.as_ref().map_or_else(
            || format!("{} is not known", phrase::question(&it.dimension)),
            |value| phrase::is(&it.dimension, value, it.unit.as_deref()),
        );
        let says = format!("{is} (the limit is {bound})");
        match by_lane.iter_mut().find(|(lane, _)| *lane == it.lane) {
            Some((_, all)) => all.push(says),
            None => by_lane.push((&it.lane, vec![says])),
        }
    }
    let mut alike: Vec<(&str, Vec<String>, Vec<String>)> = Vec::new();
    for (lane, says) in by_lane {
        let level = map.lane(lane).map_or("", |it| map.levels[it.level].as_str());
        match alike.iter_mut().find(|it| it.0 == level && it.2 == says) {
            Some(same) => same.1.push(lane.to_owned()),
            None => alike.push((level, vec![lane.to_owned()], says)),
        }
    }
    let more = alike.len().saturating_sub(MOST_REASONS);
    let shown = alike.iter().skip(more).map(|(level, lanes, says)| {
        let (word, verb) = if lanes.len() == 1 { ("Lane", "does") } else { ("Lanes", "do") };
        let lanes: Vec<String> = lanes.iter().map(|it| format!("“{it}”")).collect();
        let (lanes, says) = (listed(&lanes, "and"), listed(says, "and"));
        format!("{word} {lanes} ({level}) {verb} not hold it: {says}.")
    });
    let mut out: Vec<String> = shown.collect();
    if more > 0 {
        out.push(format!("{more} more groups of lanes do not hold it either."));
    }
    out
}

fn changes(map: &Map, route: &Route) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if let Some(first) = route.yours_if.first() {
        let mut says = format!("It would be yours if {}", conditions(first));
        for more in route.yours_if.iter().skip(1).take(2) {
            says += &format!(", or if {}", conditions(more));
        }
        out.push(says + ".");
    } else if route.verdict != Verdict::Yours {
        let level = &route.asker.level;
        out.push(format!(
            "No lane of {} {level} could hold it, whatever its size.",
            article(level)
        ));
    }
    if let Some(rest) = &route.could_rest_with {
        out.push(format!(
            "It could rest with {} (lane “{}”).",
            listed(&rest.deciders, "or"),
            rest.lane
        ));
    }
    if !route.inform.is_empty() {
        out.push(format!("Tell {} afterwards.", listed(&route.inform, "and")));
    }
    if !route.recommended_by.is_empty() {
        out.push(format!("{} may recommend what to do.", listed(&route.recommended_by, "or")));
    }
    let idle: Vec<String> = route
        .unknown
        .iter()
        .filter(|it| !it.matters)
        .map(|it| phrase::whatever(&it.dimension))
        .collect();
    if !idle.is_empty() && idle.len() < map.dimensions.len() {
        out.push(format!("It makes no difference {}.", listed(&idle, "or")));
    }
    out
}

fn conditions(all: &[Condition]) -> String {
    let one = |it: &Condition| phrase::were(&it.dimension, &it.at_most, it.unit.as_deref());
    listed(&all.iter().map(one).collect::<Vec<_>>(), "and")
}

fn lapsed(route: &Route) -> Vec<String> {
    let mut out: Vec<String> = route
        .expired
        .iter()
        .map(|it| format!("Lane “{}” would have held it, but it ended on {}.", it.lane, it.until))
        .collect();
    for it in &route.absent {
        let until = it.until.map_or(String::new(), |it| format!(" until {it}"));
        let instead = if it.instead.is_empty() {
            "nobody stands in".to_owned()
        } else {
            format!("{} stands in", listed(&it.instead, "or"))
        };
        out.push(format!("{} is away{until}; {instead}.", it.who));
    }
    if !route.overlap.is_empty() {
        out.push(format!(
            "Lanes {} overlap here: the map names more than one holder.",
            listed(&route.overlap, "and")
        ));
    }
    out
}

fn provenance(map: &Map, route: &Route) -> Vec<String> {
    let mut out = Vec::new();
    let value = |it: &super::route::Value| map.size(&it.dimension, &it.value, it.unit.as_deref());
    let from = |origin| {
        route.values.iter().filter(move |it| it.from == origin).map(value).collect::<Vec<_>>()
    };
    let assumed = from(Origin::Assumed);
    if !assumed.is_empty() {
        out.push(format!("Assumed, since nothing says otherwise: {}.", listed(&assumed, "and")));
    }
    for it in route.values.iter().filter(|it| it.from != Origin::Assumed) {
        let source = match it.from {
            Origin::Signal => "the change itself",
            Origin::Trailer => "a trailer",
            _ => "you",
        };
        let instead = it.instead_of.as_ref().map_or(String::new(), |old| {
            let verb = if old.from == Origin::Assumed { "assumes" } else { "says" };
            let who = match old.from {
                Origin::Assumed => "the map",
                Origin::Signal => "the change itself",
                Origin::Trailer => "a trailer",
                Origin::Said => "you",
            };
            let old = phrase::amount(&it.dimension, &old.value, it.unit.as_deref());
            format!(" ({who} {verb} {old})")
        });
        if it.from != Origin::Said || !instead.is_empty() {
            let says = if source == "you" { "say" } else { "says" };
            out.push(format!("{} {says} {}{instead}.", upper_first(source), value(it)));
        }
    }
    match (&route.asker.asker.handle, route.asker.asker.how) {
        (_, How::Lowest) => out.push(format!(
            "Answered for {} {}: nobody said who asks (--as).",
            article(&route.asker.level),
            route.asker.level
        )),
        (Some(handle), _) if map.level_of(handle).is_none() && route.asker.asker.level == 0 => {
            out.push(format!("The map lists {handle} nowhere, so: {}.", route.asker.level));
        }
        _ => {}
    }
    out
}

/// `a, b and c`.
pub(super) fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

pub(super) fn in_domain(domain: &str) -> String {
    if domain == super::map::ROOT { "everything".to_owned() } else { domain.to_owned() }
}

pub(super) fn article(word: &str) -> &'static str {
    let sounds_open = word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    if sounds_open || word.starts_with("hour") { "an" } else { "a" }
}

fn lower_first(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |it| it.to_lowercase().chain(rest).collect())
}

fn upper_first(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |it| it.to_uppercase().chain(rest).collect())
}
