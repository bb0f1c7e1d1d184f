//! From maps and routes to what the page shows.

use app::{Answered, Desk, Replay, TeamMap};
use domain::finding::Finding;
use domain::lanes::map::Map;
use domain::lanes::route::{Amount, Route};
use domain::lanes::show::ShownLane;
use domain::lanes::{Defect, Verdict};
use domain::people::Team;

use crate::doors::{bring, face};
use crate::pages::ask::{AnswerView, AskView, spaced};
use crate::pages::map::{About, Cell, MapView, Row};
use crate::pages::map_more::{Elsewhere, MyLane, PathRow, Replayed};
use crate::words;

/// Lanes that end within this many days are worth a look.
const SOON_DAYS: i32 = 90;

pub(super) fn map(desk: &Desk, team: &Team, found: &TeamMap, ask: AskView) -> MapView {
    let map = found.map();
    let day = desk.day_of(map);
    let shown = map.show(day);
    let asker = desk.asker(map, &team.id);
    let mine: Vec<String> = map.lanes_of(&asker, day).into_iter().map(|it| it.1.id).collect();
    let here = ask.answer.is_some().then_some(ask.read_as.as_str()).filter(|it| !it.is_empty());
    let rows = shown.rows.iter().map(|row| Row {
        domain: row.domain.clone(),
        cells: row
            .cells
            .iter()
            .map(|lanes| lanes.iter().map(|it| cell(it, &mine, day)).collect())
            .collect(),
        here: here == Some(row.domain.as_str()),
    });
    MapView {
        team: (team.name.clone(), team.slug.clone()),
        title: shown.title.clone(),
        lead: lead(found, map, day),
        levels: shown.levels.iter().map(|it| it.name.clone()).collect(),
        rows: rows.collect(),
        about: about(found, map, day),
        findings: findings(desk, map),
        ask,
        ..MapView::default()
    }
}

/// What is worth a look in this map, each with a case that shows it.
pub(super) fn findings(desk: &Desk, map: &Map) -> Vec<Finding> {
    let people = desk.organisation().people.values().filter(|it| it.left_at.is_none());
    let people = people.map(|it| format!("@{}", it.handle)).collect();
    map.defects(desk.day_of(map), Some(&people)).into_iter().map(Defect::in_full).collect()
}

/// Last weeks' decisions that would have been somebody else's call.
pub(super) fn replayed(map: (&Map, &Map), found: &Replay) -> Replayed {
    let one = |it: &app::Moved| Elsewhere {
        title: it.record.title.clone(),
        to: bring::to(&it.record),
        was: whose(map.0, &it.from),
        is: whose(map.1, &it.to),
    };
    Replayed { tried: found.tried, moved: found.moved.iter().map(one).collect() }
}

/// “@ana”, “any contributor”.
fn whose(map: &Map, deciders: &[String]) -> String {
    let named = deciders.iter().map(|it| match map.level(it) {
        Some(_) => format!("any {it}"),
        None => it.clone(),
    });
    named.collect::<Vec<_>>().join(" or ")
}

fn lead(found: &TeamMap, map: &Map, day: jiff::civil::Date) -> String {
    let lanes = words::capital(&words::number(map.lanes.len()));
    let noun = if map.lanes.len() == 1 { "lane" } else { "lanes" };
    match (found.is_draft(), found.text.from_day) {
        (true, _) => format!("{lanes} drafted {noun}."),
        (false, Some(from)) => format!("{lanes} {noun}, in force since {}.", words::day(from, day)),
        (false, None) => format!("{lanes} {noun} in force."),
    }
}

fn about(found: &TeamMap, map: &Map, day: jiff::civil::Date) -> About {
    let ends = map.lanes.iter().filter_map(|it| Some((it.until?, &it.id)));
    let soon = ends.filter(|(until, _)| *until >= day && (*until - day).get_days() <= SOON_DAYS);
    let number = found.text.number;
    let since = found.text.from_day.map_or_else(String::new, |it| words::day(it, day));
    let version = match (found.is_draft(), since.is_empty()) {
        (true, _) => format!("draft {number}, of {since}"),
        (false, true) => format!("version {number}"),
        (false, false) => format!("version {number}, since {since}"),
    };
    let home = match found.text.home.as_str() {
        _ if found.is_draft() => String::new(),
        app::SERVER => "this page".to_owned(),
        file => file.to_owned(),
    };
    About {
        version,
        home,
        ends: soon
            .map(|(until, id)| format!("{}: {id} ends unless renewed", words::day(until, day)))
            .collect(),
        before: (number > 1).then_some(number - 1),
        number,
        draft: found.is_draft(),
        proposed: found.waits().map(|it| it.number),
    }
}

fn cell(it: &ShownLane, mine: &[String], day: jiff::civil::Date) -> Cell {
    Cell {
        lane: it.id.clone(),
        does: it.does.clone(),
        says: it.says.clone(),
        up_to: it.up_to.clone(),
        notes: notes(it, day),
        mine: mine.contains(&it.id),
    }
}

fn notes(it: &ShownLane, day: jiff::civil::Date) -> Vec<String> {
    let mut notes = Vec::new();
    let told = |names: &[String]| names.iter().all(|name| it.does.contains(name.as_str()));
    if !it.consult.is_empty() && !told(&it.consult) {
        notes.push(format!("asks {}", words::list(&it.consult)));
    }
    let agree: Vec<String> = it.agree.iter().map(|it| it.who.clone()).collect();
    if !agree.is_empty() && !told(&agree) {
        notes.push(format!("{} must agree", words::list(&agree)));
    }
    if let Some(from) = it.from.filter(|it| *it > day) {
        notes.push(format!("from {}", words::day(from, day)));
    }
    if let Some(until) = it.until {
        let word = if until < day { "ended" } else { "until" };
        notes.push(format!("{word} {}", words::day(until, day)));
    }
    notes
}

pub(super) fn my_lane(domain: &str, it: &ShownLane, day: jiff::civil::Date) -> MyLane {
    let mut notes: Vec<String> = notes(it, day).iter().map(|it| words::capital(it)).collect();
    if !it.inform.is_empty() {
        notes.push(format!("Tell {} afterwards", words::list(&it.inform)));
    }
    MyLane {
        id: it.id.clone(),
        domain: domain.to_owned(),
        says: it.says.clone(),
        does: it.does.clone(),
        up_to: if it.upto.is_empty() { String::new() } else { it.up_to.clone() },
        notes,
    }
}

/// What each signal with paths says, and who would decide the smallest change under it.
pub(super) fn paths(map: &Map, day: jiff::civil::Date) -> Vec<PathRow> {
    let row = |signal: &domain::lanes::map::Signal| {
        signal.paths.first()?;
        let said = signal.values.iter().enumerate();
        let said: Vec<String> =
            said.filter_map(|(at, value)| Some(map.size_of(at, (*value)?))).collect();
        let deciders = match map.lightest(signal) {
            Some(case) => whose(map, &map.route(&case, &map.lowest(), day).deciders),
            None => "depends on what else it touches".to_owned(),
        };
        Some(PathRow {
            paths: signal.paths.join(", "),
            domain: signal.domain.clone().unwrap_or_else(|| "whatever else it touches".into()),
            says: said.join(" · "),
            deciders,
        })
    };
    map.signals.iter().filter_map(row).collect()
}

/// Puts the answer, and the dimensions it hangs on, into the sentence.
pub(super) fn fill(
    view: &mut AskView,
    map: &Map,
    answered: &Answered,
    asked: bool,
    guessed: Option<&(String, String)>,
) {
    let routes = &answered.routes.routes;
    let matters = |name: &str| {
        routes.iter().any(|it| it.unknown.iter().any(|one| one.dimension == name && one.matters))
    };
    let told = |name: &str| view.values.contains_key(name);
    let shown = map.dimensions.iter().filter(|it| matters(&it.name) || told(&it.name));
    view.dimensions = shown.map(bring::dimension).collect();
    view.decides =
        map.dimensions.iter().map(|it| it.name.clone()).filter(|it| matters(it)).collect();
    if let [route] = routes.as_slice() {
        view.read_as = route.domains.first().cloned().unwrap_or_default();
        if !view.path.is_empty() || !view.diff.is_empty() {
            view.domain = view.read_as.clone();
        }
    }
    if asked {
        view.answer = Some(answer(view, map, answered, guessed));
    }
}

fn answer(
    view: &AskView,
    map: &Map,
    answered: &Answered,
    guessed: Option<&(String, String)>,
) -> AnswerView {
    let routes = &answered.routes.routes;
    let is_if = |it: &&String| it.starts_with("It would be yours if");
    let mut why: Vec<String> = Vec::new();
    let mut yours_if: Vec<String> = Vec::new();
    for route in routes {
        if routes.len() > 1 {
            why.push(format!(
                "{}: {}",
                words::capital(&spaced(&route.domains.join(", "))),
                route.says
            ));
        }
        yours_if.extend(route.why.iter().filter(is_if).cloned());
        why.extend(
            route.why.iter().filter(|it| !is_if(it) && !it.starts_with("No lane of a ")).cloned(),
        );
    }
    if let Some((domain, word)) = guessed {
        why.push(format!(
            "Read as {}, because of “{word}”. Choose another kind above if that is wrong.",
            spaced(domain)
        ));
    }
    let says = match routes.as_slice() {
        [only] => only.says.clone(),
        _ => answered.routes.says.clone(),
    };
    AnswerView {
        tone: super::tone(answered.routes.verdict),
        says,
        why,
        yours_if,
        read_as: routes.iter().flat_map(read_as).collect(),
        open: Some(open(view, map, answered)),
        link: if view.diff.is_empty() { link(view) } else { String::new() },
    }
}

fn read_as(route: &Route) -> Vec<String> {
    let amount = |it: &Amount, unit: Option<&str>| match (it, unit) {
        (Amount::Label(label), _) => label.clone(),
        (Amount::Number(number), Some(unit)) => format!("{number} {unit}"),
        (Amount::Number(number), None) => number.to_string(),
    };
    let from = |it| match it {
        domain::lanes::case::Origin::Assumed => "assumed by the map",
        domain::lanes::case::Origin::Signal => "what the map reads from the paths",
        domain::lanes::case::Origin::Trailer => "said in a trailer",
        domain::lanes::case::Origin::Said => "as you said",
    };
    let said = |it: &domain::lanes::route::Value| {
        format!("{}: {}, {}", it.dimension, amount(&it.value, it.unit.as_deref()), from(it.from))
    };
    let paths = (!route.paths.is_empty()).then(|| {
        format!(
            "{} in {}",
            words::count(route.paths.len() as i64, "path"),
            spaced(&route.domains.join(", "))
        )
    });
    paths.into_iter().chain(route.values.iter().map(said)).collect()
}

/// A decision that already says what was said here.
fn open(view: &AskView, map: &Map, answered: &Answered) -> (String, String) {
    let mut to = format!(
        "/decision/new?team={}&title={}",
        view.team,
        face::in_query(&words::capital(&view.what))
    );
    let mut rows: Vec<(String, String)> = Vec::new();
    let routes = &answered.routes.routes;
    rows.extend(
        routes
            .iter()
            .flat_map(|it| it.domains.iter())
            .filter(|it| *it != "*")
            .map(|it| ("domain".to_owned(), it.clone())),
    );
    if let [route] = routes.as_slice() {
        let label = |it: &Amount| match it {
            Amount::Label(label) => label.clone(),
            Amount::Number(number) => number.to_string(),
        };
        rows.extend(route.values.iter().map(|it| (it.dimension.clone(), label(&it.value))));
    }
    for (at, (name, value)) in rows.iter().enumerate() {
        to += &format!(
            "&a.case.{at}.name={}&a.case.{at}.value={}",
            face::in_query(name),
            face::in_query(value)
        );
    }
    let words = match (answered.routes.verdict, routes.first().map(|it| it.deciders.as_slice())) {
        (Verdict::Yours, _) => "Write down the decision".to_owned(),
        (_, Some([one])) if map.level(one).is_none() => format!("Open a decision for {one}"),
        _ => "Open a decision".to_owned(),
    };
    (words, to)
}

fn link(view: &AskView) -> String {
    let mut to = format!("/lanes?ask=1&team={}", view.team);
    for (name, value) in [("what", &view.what), ("domain", &view.domain), ("path", &view.path)] {
        if !value.is_empty() {
            to += &format!("&{name}={}", face::in_query(value));
        }
    }
    for (name, value) in &view.values {
        to += &format!("&d.{}={}", face::in_query(name), face::in_query(value));
    }
    to
}
