//! The same numbers in rows, and how they were counted.

use domain::measure::{Drawn, Every, Mirror, Unit, words};
use maud::{Markup, html};

use super::over_time;

pub(super) fn details(mirror: &Mirror) -> Markup {
    html! {
        details {
            summary { "As a table · how it is counted" }
            (summary(mirror))
            (definition(mirror))
            @if !mirror.series.is_empty() { (series(mirror)) }
            @if !mirror.trends.is_empty() { (over_time::table(mirror)) }
        }
    }
}

/// The middle, the tails and their doubt; a reason where a number cannot be known.
fn summary(mirror: &Mirror) -> Markup {
    let unit = mirror.about.unit;
    let or_why = |name: &str, value: Option<String>| {
        value.unwrap_or_else(|| mirror.why.get(name).cloned().unwrap_or_default())
    };
    let amount = |value: Option<f64>| value.map(|value| words::amount(value, unit));
    let interval = mirror.interval.map(|interval| {
        let low = words::amount(interval.low, unit);
        match interval.high {
            Some(high) if low == words::amount(high, unit) => low,
            Some(high) => format!("{low} – {}", words::amount(high, unit)),
            None => format!("{low} and above"),
        }
    });
    let rows = [
        ("Median", or_why("median", amount(mirror.median))),
        ("95 % interval of the median", or_why("interval", interval)),
        ("Three in four within", or_why("p75", amount(mirror.p75))),
        ("Nine in ten within", or_why("p90", amount(mirror.p90))),
        ("Counted (n)", or_why("n", mirror.n.map(|n| n.to_string()))),
        ("Still open", or_why("open", mirror.open.map(|n| n.to_string()))),
    ];
    // Areas are few and unlike: only their middle is a number.
    let shown = |name: &str| {
        mirror.about.drawn != Drawn::Areas || ["Median", "Counted (n)"].contains(&name)
    };
    let rows = rows.into_iter().filter(|row| shown(row.0));
    html! {
        table {
            caption { (mirror.about.name) ", " (mirror.about.method) }
            tbody { @for (name, value) in rows { tr { th scope="row" { (name) } td { (value) } } } }
        }
    }
}

fn series(mirror: &Mirror) -> Markup {
    let (what, value) = match (mirror.about.drawn, mirror.every) {
        (Drawn::Areas, _) => ("Area", "Effective hands"),
        (Drawn::Bars, every) => {
            let of =
                if mirror.series_unit == Unit::Deployments { "Deployments" } else { "Releases" };
            (if every == Some(Every::Week) { "Week of" } else { "Month" }, of)
        }
        (_, Some(Every::Week)) => ("Week of", "Median"),
        (_, Some(Every::Quarter)) => ("Quarter of the start", "Median"),
        (_, Some(Every::Half)) => ("Half-year of the start", "Median"),
        _ => ("Month", "Median"),
    };
    html! {
        table {
            caption { "Hollow points are too few, or a period not whole: shown, not counted." }
            thead { tr { th scope="col" { (what) } th.num scope="col" { (value) } th.num scope="col" { "n" } th scope="col" { "Counted" } } }
            tbody {
                @for point in &mirror.series {
                    tr {
                        th scope="row" dir="auto" { (words::period(&point.label)) }
                        td.num { (point.value.map_or("–".to_owned(), |v| words::amount(v, mirror.series_unit))) }
                        td.num { (point.n_words()) }
                        td { (if point.counted { "yes" } else { "no" }) }
                    }
                }
            }
        }
    }
}

fn definition(mirror: &Mirror) -> Markup {
    html! {
        dl {
            dt { "How it is counted" } dd { (mirror.about.definition) " (" (mirror.about.id) " v" (mirror.about.version) ")" }
            @if !mirror.excluded.is_empty() {
                dt { "Left out" }
                dd { ul { @for left in &mirror.excluded { li { (left.reason) ": " (left.count) } } } }
            }
            @if let Some(limits) = &mirror.limits {
                dt { "Usual range" }
                dd {
                    (words::amount(limits.lower, mirror.series_unit)) " – " (words::amount(limits.upper, mirror.series_unit))
                    ", from " (limits.points) " points and how far each moved from the one before"
                    @if limits.clipped { "; the lower end is cut at zero and cannot signal" }
                }
            } @else if let Some(why) = mirror.why.get("limits") {
                dt { "No usual range" } dd { (why) }
            }
            @if let Some(why) = mirror.why.get("curve") { dt { "No curve" } dd { (why) } }
            dt { "What it cannot say" }
            dd { ul { @for limit in mirror.about.cannot_say { li { (limit) } } } }
            dt { "Read beside it" } dd { (mirror.about.beside) }
        }
    }
}
