//! A health review for programs: whom it asks and what it promises, and once it has closed what its
//! pages show the same reader. What people wrote is read on the page alone.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::health::figures::Counts;
use domain::health::gate::{Rule, Shown};
use domain::health::instrument::{Item, STEPS};
use domain::health::opening::Opening;
use domain::health::results::{GroupView, WaveView};
use domain::health::turnout::Turnout;
use domain::health::waves::Trend;
use domain::id::Id;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, answer, resource};

pub(crate) async fn results(
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let told = desk.review_told(&Id::from(id)).await?;
    let results = told.results.as_ref().map(|seen| groups(seen, told.before.as_ref()));
    let body = json!({
        "record": resource::brief(&desk, &told.record),
        "opening": told.opening.as_ref().map(opening),
        "results": results,
        "why": told.why,
    });
    Ok(answer(StatusCode::OK, &body))
}

/// What everybody could read before they wrote a word.
fn opening(opening: &Opening) -> Value {
    let groups = opening.tree.groups().iter().zip(&opening.names).zip(&opening.asked);
    let groups = groups.enumerate().map(|(at, ((group, name), asked))| {
        json!({
            "name": name,
            "direct": group.direct,
            "above": opening.tree.parent(at),
            "asked": asked,
        })
    });
    let items = opening.items.iter().map(item).collect::<Vec<Value>>();
    json!({
        "opened": opening.span.opens.day(),
        "closes": opening.span.closes.day(),
        "a_figure_needs": opening.limits.scores(),
        "comments_need": opening.limits.comments(),
        "groups": groups.collect::<Vec<Value>>(),
        "items": items,
    })
}

fn item(item: &Item) -> Value {
    json!({
        "key": item.key,
        "about": item.construct.label(),
        "asks": item.asks,
        "steps": (1..=STEPS).map(|step| item.in_words(step)).collect::<Vec<_>>(),
        "favourable": item.favourable,
    })
}

/// One line a group, in the order of the opening.
fn groups(seen: &WaveView, before: Option<&WaveView>) -> Vec<Value> {
    let group = |(at, it): (usize, &GroupView)| {
        let since = it.since.as_ref().filter(|_| before.is_some());
        // Where nothing is shown, the rules are said once, as on the page.
        let items: Option<Vec<Value>> = (!it.shows_nothing()).then(|| {
            let then = |i| before.map(|then| seen.trend(then, at, i));
            it.items.iter().enumerate().map(|(i, it)| figure(&it.0, it.1, then(i))).collect()
        });
        json!({
            "name": it.name,
            "turnout": turnout(it.turnout),
            "since": since.map(|it| it.1.says()),
            "items": items,
            "not_shown": rules(&it.rules()),
        })
    };
    seen.groups.iter().enumerate().map(group).collect()
}

fn turnout(turnout: Turnout) -> Value {
    match turnout {
        Turnout::Shown { answered, invited } => json!({ "answered": answered, "asked": invited }),
        Turnout::Hidden(rule) => json!({ "not_shown": said(rule) }),
    }
}

fn figure(item: &Item, shown: Shown, before: Option<Result<Trend, Rule>>) -> Value {
    match shown {
        Shown::Hidden(rule) => json!({ "key": item.key, "not_shown": said(rule) }),
        Shown::Band(band) => {
            json!({ "key": item.key, "leans": band, "not_shown": said(Rule::R8) })
        }
        Shown::Steps(now) => {
            let before = before.map(|it| match it {
                Ok(it) => json!({ "counts": counts(&it.then), "change": it.change }),
                Err(rule) => json!({ "not_shown": said(rule) }),
            });
            json!({
                "key": item.key,
                "counts": counts(&now),
                "median": now.median(),
                "before": before,
            })
        }
    }
}

fn counts(counts: &Counts) -> Value {
    json!({ "n": counts.scored(), "steps": counts.steps, "not_applicable": counts.not_applicable })
}

fn rules(rules: &BTreeSet<Rule>) -> Vec<Value> {
    rules.iter().map(|it| said(*it)).collect()
}

fn said(rule: Rule) -> Value {
    json!({ "rule": rule, "says": rule.says() })
}
