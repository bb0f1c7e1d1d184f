//! A team's quarter: what it does again and again, what comes due, which lanes end. Days and
//! records; nothing is marked, and nobody is counted.

#[cfg(test)]
mod tests;

use app::{LaneEnding, PracticeSeen, QuarterSeen, Waits};
use domain::id::Id;
use domain::kind::Kind;
use domain::quarter::{Held, Quarter, Returns, Says};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::guide;
use crate::pages::list::path_of;
use crate::pages::today;
use crate::parts::empty::empty;
use crate::parts::{how, state};
use crate::shell::{Frame, Page, Spot};
use crate::words;

/// More days than this are said as a number.
const DAYS_SAID: usize = 4;
/// Of what is open under one practice, the newest few.
const OPEN_SAID: usize = 3;

pub struct QuarterView {
    pub seen: QuarterSeen,
    /// What comes due, as Today says it.
    pub due: Vec<Waits>,
}

pub fn page(frame: &Frame, view: &QuarterView) -> Markup {
    let frame = frame.at(Spot::Reflections);
    let seen = &view.seen;
    let (name, slug) = (&seen.team.name, &seen.team.slug);
    let title = format!("The quarter: {}", seen.quarter.in_words());
    let page = Page::new(title)
        .under("Reflections", format!("/reflections?team={slug}"))
        .under(name.clone(), format!("/team/{slug}"));
    let body = html! {
        (turning(seen, frame.today))
        @if seen.is_untouched() { (untouched(seen)) }
        (rhythm(&frame, seen))
        @if !view.due.is_empty() {
            section id="due" {
                h2 { @if seen.quarter.last() < frame.today { "Came due in it, and is still open" } @else { "Comes due" } }
                (today::lines(&frame, &view.due))
                @if seen.is_cut { p.small.soft { "There is more. " code { "remit due --team " (slug) } " lists it." } }
            }
        }
        @if !seen.lanes.is_empty() { (lanes(&frame, slug, &seen.lanes)) }
    };
    frame.page(&page.lead(html! { (lead(seen, frame.today)) }).body(body).margin(margin(seen)))
}

/// One step back, one step on; as far ahead as one can plan.
fn turning(seen: &QuarterSeen, today: Date) -> Markup {
    let to = |it: Quarter| format!("/team/{}/quarter?of={it}", seen.team.slug);
    let ahead = Quarter::of(today).next();
    let next = seen.quarter.next().filter(|it| Some(*it) <= ahead);
    html! {
        nav.pager.no-print aria-label="Quarters" {
            span { @if let Some(it) = seen.quarter.previous() { a href=(to(it)) rel="prev" { (it.in_words()) } } }
            span { @if let Some(it) = next { a href=(to(it)) rel="next" { (it.in_words()) } } }
        }
    }
}

fn lead(seen: &QuarterSeen, today: Date) -> String {
    let (first, last) = (seen.quarter.first(), seen.quarter.last());
    let named = |wanted: &dyn Fn(&PracticeSeen) -> bool| {
        let names = seen.practices.iter().filter(|it| wanted(it));
        words::list(&names.map(|it| it.kind.plural.to_lowercase()).collect::<Vec<_>>())
    };
    let said = |before: &str, names: String| match names.as_str() {
        "" => String::new(),
        names => format!(" {before}: {names}."),
    };
    let held = named(&|it| it.standing.says == Says::Held);
    if last < today {
        let missing = named(&|it| matches!(it.standing.says, Says::NotHeld | Says::Passed(_)));
        return format!("It is over.{}{}", said("Held", held), said("Not held", missing));
    }
    let week = match seen.quarter.week_of(today) {
        Some(at) => format!("Week {} of {}.", at + 1, seen.quarter.weeks().len()),
        None => format!("It begins on {}.", words::day(first, today)),
    };
    let under_way = named(&|it| it.standing.says == Says::UnderWay);
    let planned = named(&|it| matches!(it.standing.says, Says::Planned(_)));
    let passed = named(&|it| matches!(it.standing.says, Says::Passed(_)));
    let not_yet = named(&|it| it.standing.says == Says::NotYet);
    [
        week,
        said("Held so far", held),
        said("Under way", under_way),
        said("Planned", planned),
        said("Past their day", passed),
        said("Not yet", not_yet),
    ]
    .concat()
}

fn untouched(seen: &QuarterSeen) -> Markup {
    let why = "What a team does again and again, it forgets first when it is busy. This page keeps it instead of somebody’s head: what was held this quarter, what is to come, and what ends. A practice counts from the first time you do it; nothing is asked of you before, and nobody is counted.";
    let first = seen.practices.iter().find(|it| {
        it.may_begin && it.kind.rhythm.is_some_and(|it| it.returns == Returns::EachQuarter)
    });
    let first = html! {
        @if let Some(it) = first { p { a.button href=(begin_at(seen, it.kind)) { "Begin the first " (it.kind.name.to_lowercase()) } } }
        (how::named("the-quarter"))
    };
    empty("Nothing has been held here yet", why, &first)
}

fn rhythm(frame: &Frame, seen: &QuarterSeen) -> Markup {
    let is_off = |it: &&PracticeSeen| it.standing.says == Says::SwitchedOff;
    let off: Vec<String> =
        seen.practices.iter().filter(is_off).map(|it| it.kind.plural.to_lowercase()).collect();
    let group = |wanted: Returns, heading: &str| {
        let used = seen.practices.iter().filter(|it| !is_off(it) && returns(it) == wanted);
        let rows: Vec<Markup> = used.map(|it| row(frame, seen, it)).collect();
        html! { @if !rows.is_empty() { tbody {
            tr.group { th colspan="4" scope="rowgroup" { (heading) } }
            @for row in rows { (row) }
        } } }
    };
    html! {
        section id="rhythm" {
            h2 { "What comes back" }
            div.wide-table tabindex="0" role="region" aria-label="What comes back" {
                table.stack.rhythm {
                    thead { tr { th scope="col" { "Practice" } th scope="col" { "Weeks" } th scope="col" { "This quarter" } th scope="col" { span.unseen { "Next" } } } }
                    (group(Returns::EachQuarter, "Each quarter"))
                    (group(Returns::AsItComes, "When there is a reason"))
                }
            }
            @if !off.is_empty() { p.small.soft { "Switched off here: " (words::list(&off)) ". " a.no-print href={ "/reflections?team=" (seen.team.slug) "#choose" } { "What we practise" } } }
        }
    }
}

fn row(frame: &Frame, seen: &QuarterSeen, it: &PracticeSeen) -> Markup {
    let list = format!("{}?team={}&state=any", path_of(it.kind), seen.team.slug);
    html! {
        tr id=(it.kind.slug) {
            th scope="row" { a href=(list) { (it.kind.plural) } }
            td { (weeks(seen.quarter, it, frame.today)) }
            td { (stands(frame, seen, it)) }
            td.no-print { (next(frame, seen, it)) }
        }
    }
}

fn returns(it: &PracticeSeen) -> Returns {
    it.kind.rhythm.map_or(Returns::AsItComes, |it| it.returns)
}

/// The quarter as a line of weeks: full where it was held, hollow where it is to come. The words
/// beside it say the same.
fn weeks(quarter: Quarter, it: &PracticeSeen, today: Date) -> Markup {
    let within = |days: &[(Date, Id)], (from, until): (Date, Date)| {
        days.iter().any(|(day, _)| from <= *day && *day <= until)
    };
    html! {
        span.weeks aria-hidden="true" {
            @for week in quarter.weeks() {
                @let held = within(&it.standing.held, week);
                @let planned = !held && within(&it.standing.planned, week);
                i.held[held].planned[planned].now[week.0 <= today && today <= week.1] {}
            }
        }
    }
}

/// What is there, in words, each day leading to its record.
fn stands(frame: &Frame, seen: &QuarterSeen, it: &PracticeSeen) -> Markup {
    let standing = &it.standing;
    let is_now = seen.quarter.holds(frame.today);
    let day = |on: Date| words::day(on, frame.today);
    let link = |on: Date, id: &Id| match it.record(id) {
        Some(record) => {
            html! { a href=(path_to(it.kind, id)) title=(record.title) { (day(on)) } }
        }
        None => html! { (day(on)) },
    };
    let planned = |wanted: Date| standing.planned.iter().find(|it| it.0 == wanted);
    let last = html! { @if let Some(last) = standing.last { " Last on " (day(last)) "." } };
    let next = standing.planned.iter().find(|it| it.0 >= frame.today);
    html! {
        @match standing.says {
            Says::Held => {
                (held(&standing.held, &link))
                @if let Some((on, id)) = next { "; next on " (link(*on, id)) } "."
            },
            Says::Planned(on) => { "Planned for " @if let Some((on, id)) = planned(on) { (link(*on, id)) } "." },
            Says::Passed(on) => { "Was planned for " @if let Some((on, id)) = planned(on) { (link(*on, id)) } "; nobody has said yet what became of it." },
            Says::UnderWay => "Under way.",
            Says::Later(on) => { "Comes back on " (day(on)) "." (last) },
            Says::NotYet => { "Not yet." (last) },
            Says::NotHeld => { "Not held." (last) },
            Says::NeverYet if seen.quarter.last() < frame.today => { span.soft { "Not begun yet." } },
            Says::NeverYet => { span.soft { "Not begun yet. " (it.kind.purpose) } },
            Says::None => { @if is_now { "None so far." } @else { "None." } (last) },
            Says::SwitchedOff => "",
        }
        @if is_now { (open(seen, it)) }
    }
}

fn held(days: &[(Date, Id)], link: &dyn Fn(Date, &Id) -> Markup) -> Markup {
    let n = days.len();
    html! {
        @if let (true, Some((on, id))) = (n > DAYS_SAID, days.last()) {
            (words::capital(&words::number(n))) " times, the last on " (link(*on, id))
        } @else {
            "On "
            @for (at, (on, id)) in days.iter().enumerate() {
                @if at > 0 { @if at + 1 == n { " and " } @else { ", " } }
                (link(*on, id))
            }
        }
    }
}

/// What goes on without a day in this quarter.
fn open(seen: &QuarterSeen, it: &PracticeSeen) -> Markup {
    let records: Vec<_> = it.standing.open.iter().filter_map(|id| it.record(id)).collect();
    html! {
        @if !records.is_empty() {
            ul.plain-list.small {
                @for record in records.iter().take(OPEN_SAID) {
                    li { a href=(path_to(it.kind, &record.id)) dir="auto" { (record.title) } " " (state::state(it.kind, &record.state)) }
                }
                @if records.len() > OPEN_SAID {
                    li { a href={ (path_of(it.kind)) "?team=" (seen.team.slug) } { (words::number(records.len() - OPEN_SAID)) " more" } }
                }
            }
        }
    }
}

/// The one thing to do next, where there is one and whoever looks may do it.
fn next(frame: &Frame, seen: &QuarterSeen, it: &PracticeSeen) -> Markup {
    let is_over = seen.quarter.last() < frame.today;
    let goes_on = it
        .records
        .iter()
        .find(|record| it.kind.state(&record.state).is_some_and(|it| it.open) && !record.retired);
    let hangs = match it.kind.rhythm.map(|it| it.held) {
        Some(Held::Hanging(slot)) => goes_on.zip(it.kind.slot(slot)),
        _ => None,
    };
    let is_series = matches!(it.kind.rhythm.map(|it| it.held), Some(Held::Dates(_)));
    html! {
        @if let (false, Some((record, slot))) = (is_over, hangs) {
            a href={ (path_to(it.kind, &record.id)) "#slot-" (slot.name) } { (slot.adds) }
        } @else if !is_over && it.may_begin && !(is_series && goes_on.is_some()) && it.standing.says != Says::UnderWay {
            @let is_expected = it.standing.is_expected();
            a.button[is_expected].plain[is_expected] href=(begin_at(seen, it.kind)) { "Begin one" span.unseen { ": " (it.kind.name.to_lowercase()) } }
        }
    }
}

/// The form of the kind with what is known already: the team, and a working title for what comes
/// back each quarter.
fn begin_at(seen: &QuarterSeen, kind: &Kind) -> String {
    let form = format!("/{}/new?team={}", kind.slug, seen.team.slug);
    match kind.rhythm {
        Some(it) if it.returns == Returns::EachQuarter => {
            let title = format!("{}, {}", kind.name, seen.quarter.in_words());
            format!("{form}&title={}", title.replace(' ', "+"))
        }
        _ => form,
    }
}

fn path_to(kind: &Kind, id: &Id) -> String {
    format!("/{}/{id}", kind.slug)
}

fn lanes(frame: &Frame, slug: &str, ending: &[LaneEnding]) -> Markup {
    html! {
        section id="lanes" {
            h2 { "Lanes that end" }
            p.soft { "After its last day a lane decides nothing, and its cases go up. Renew it, let it end, or give more." }
            ul.lines { @for it in ending { li {
                a.what href={ "/lanes?team=" (slug) "#lane-" (it.id) } { "Lane “" (it.id) "”" }
                span.when.due[it.until < frame.today] { @if it.until < frame.today { "ended " } @else { "ends " } (words::distance(it.until, frame.today)) }
                @if !it.says.is_empty() { p.why dir="auto" { (it.says) } }
            } } }
        }
    }
}

fn margin(seen: &QuarterSeen) -> Markup {
    let slug = &seen.team.slug;
    html! {
        dl {
            div { dt { "Promised in them" } dd { a href={ "/commitments?team=" (slug) } { "Commitments" } } }
            div { dt { "How it goes" } dd { a href={ "/mirrors?team=" (slug) } { "Mirrors" } } }
            div { dt { "In your calendar" } dd { "What comes due, demos and office hours, by " a href="/settings#feeds" { "a link of your own" } "." } }
            div { dt { "Each quarter" } dd { "Once the team has begun with it. The others come when there is a reason." } }
            div { dt { "Who is counted" } dd { "Nobody. Days are listed; neither people nor teams are compared." } }
            (how::beside(guide::by_name("the-quarter")))
        }
    }
}
