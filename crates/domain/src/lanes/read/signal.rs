//! `[[signal]]`: what a diff says about a case.

use globset::GlobSetBuilder;
use toml::Spanned;

use super::scale::{SIGNAL_KEYS, value_of};
use super::section::{Notes, Section};
use super::{MOST_LANES, domain, table};
use crate::lanes::change::Adds;
use crate::lanes::diagnostic::suggestion;
use crate::lanes::index::glob;
use crate::lanes::map::{Map, Signal};

pub(super) fn signals(notes: &mut Notes<'_>, top: Section<'_>, map: &Map) -> Vec<Signal> {
    let mut all = Vec::new();
    let mut keys: Vec<&str> = SIGNAL_KEYS.to_vec();
    keys.extend(map.dimensions.iter().map(|it| it.name.as_str()));
    for item in top.tables(notes, "signal", MOST_LANES) {
        let Some(section) = table(notes, item, "a signal") else { continue };
        section.only(notes, &keys);
        all.push(signal(notes, section, map));
    }
    if build(&all).is_err() {
        // Each pattern was read; together they are more than the matcher may take.
        let place = top.get("signal").map_or(0..1, Spanned::span);
        notes.error(
            place,
            "The patterns of all signals together are too large.",
            "Use folders instead of long lists of files.",
        );
        all.clear();
    }
    all
}

fn build(signals: &[Signal]) -> Result<(), globset::Error> {
    let mut builder = GlobSetBuilder::new();
    for pattern in signals.iter().flat_map(|it| &it.paths) {
        builder.add(glob(pattern)?);
    }
    builder.build().map(|_| ())
}

fn signal(notes: &mut Notes<'_>, section: Section<'_>, map: &Map) -> Signal {
    let place = |key| section.get(key).map_or(section.range(), Spanned::span);
    let mut paths = Vec::new();
    for (pattern, span) in section.texts(notes, "paths") {
        match glob(&pattern) {
            Ok(_) => paths.push(pattern),
            Err(error) => notes.error(
                span,
                format!("“{pattern}” is not a pattern of paths: {}.", error.kind()),
                "A star stays in one folder, ** crosses folders: src/**/*.sql.",
            ),
        }
    }
    let adds = section.text(notes, "adds").and_then(|name| {
        let known = Adds::ALL.iter().find(|it| it.1 == name).map(|it| it.0);
        if known.is_none() {
            let hint = suggestion(&name, Adds::ALL.iter().map(|it| it.1));
            notes.error(place("adds"), format!("Nothing is known to add a “{name}”."), hint);
        }
        known
    });
    let lines = section.count(notes, "lines", 1_000_000_000);
    let domain = section.text(notes, "domain").and_then(|it| domain(notes, it, place("domain")));
    let values: Vec<Option<f64>> = map
        .dimensions
        .iter()
        .map(|it| {
            let value = section.get(&it.name)?;
            value_of(notes, it, value.get_ref(), value.span())
        })
        .collect();
    complete(notes, section, &values);
    let line = notes.line_of(section.span.0);
    Signal { paths, adds, lines, domain, values, line }
}

/// A signal needs something to match and something to say.
fn complete(notes: &mut Notes<'_>, section: Section<'_>, values: &[Option<f64>]) {
    if ["paths", "adds", "lines"].iter().all(|it| section.get(it).is_none()) {
        notes.error(
            section.range(),
            "A signal says nothing about when it holds.",
            "Give it paths, adds or lines.",
        );
    }
    if section.get("domain").is_none() && values.iter().all(Option::is_none) {
        notes.warn(
            section.range(),
            "A signal says nothing about the case.",
            "Give it a domain or the value of a dimension.",
        );
    }
}
