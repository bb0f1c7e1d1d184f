//! What leaders go first with: the board of what was said and done, and the leave test on the map;
//! and what the pages of deals, leave tests and people show beside their own words.

use app::{Backing, DealSeen, Desk, Ledger, Problem, Promise};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::attachment::Attachment;
use domain::id::Id;
use domain::lanes::leave::{HeldLane, Part};
use domain::measure::feedback_loop::median_in_words;
use domain::people::Person;
use domain::practice::feedback::raised;
use domain::practice::ownership;
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use maud::Markup;

use super::sent::{Asked, Proved};
use super::{Failure, Hall, Seat, bring, failure};
use crate::pages::deal::{DealBeside, QuarterBeside};
use crate::pages::leave_test::{LeaveBeside, WithoutBeside};
use crate::pages::ownership::{LINES, LedgerShown, OwnershipShown};
use crate::pages::record::Beside;
use crate::pages::said_and_done::{self, Mirror, SaidView};
use crate::parts::entries::Entry;
use crate::words;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/you-said-we-did", get(said)).route("/leave-test/{id}/lend", post(lend))
}

/// Puts an absence on the team's map.
async fn lend(seat: Seat, Path(id): Path<String>, Proved(_): Proved) -> Result<Response, Failure> {
    seat.desk.lend_on_map(&Id::from(id.clone())).await?;
    Ok(failure::done(&format!("/leave-test/{id}"), "saved"))
}

async fn said(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => Some(desk.team(slug)?.clone()),
        None => None,
    };
    let found = desk.said_and_done(team.as_ref().map(|it| &it.id)).await?;
    let mut view = SaidView {
        team: team.map(|it| (it.name, it.slug)),
        teams: desk.my_teams().iter().map(|it| (it.name.clone(), it.slug.clone())).collect(),
        mirror: Mirror {
            items: found.seen.items,
            closure: found.seen.closure.in_words(),
            acted_on: found.seen.acted_on.in_words(),
            refused: found.seen.refused.in_words(),
            reopened: found.seen.reopened.in_words(),
            in_public: found.seen.in_public.in_words(),
            to_heard: median_in_words(&found.seen.to_heard),
            to_decided: median_in_words(&found.seen.to_decided),
            to_told: median_in_words(&found.seen.to_told),
        },
        ..SaidView::default()
    };
    for (record, it) in &found.items {
        let line = item(&seat, record, it);
        match it.state.as_str() {
            "will" | "done" | "learning" => view.promised.push(line),
            "told" | "closed" if it.text("did").is_empty() => view.refused.push(line),
            "told" | "closed" => view.done.push(line),
            "declined" => view.refused.push(line),
            _ => view.waits.push(line),
        }
    }
    Ok(said_and_done::page(&seat.frame, &view))
}

/// One thing that was said; who said it stands on its own page, where it was said.
fn item(seat: &Seat, record: &Record, it: &Attachment) -> Entry {
    let today = seat.frame.today;
    let day = |name: &str| raised::moment(it, name).map(|at| words::distance(at.day(), today));
    let said = match it.state.as_str() {
        "learning" => format!("To be found out: {}", it.text("learn")),
        "will" => format!("We will: {}", it.text("will")),
        "done" | "told" | "closed" if !it.text("did").is_empty() => {
            format!("We did: {}", it.text("did"))
        }
        "declined" | "told" | "closed" => format!("We will not, because: {}", it.text("because")),
        _ => String::new(),
    };
    let when = match it.state.as_str() {
        "will" | "learning" => format!("by {}", words::day_text(it.text("due"), today)),
        "told" => day("told_at").map_or_else(String::new, |it| format!("told {it}")),
        "closed" => day("closed_at").map_or_else(String::new, |it| format!("checked {it}")),
        "done" | "declined" => "not told yet".to_owned(),
        _ => words::distance(it.made_at.day(), today),
    };
    let late = raised::RAISED.due_on(it).is_some_and(|due| due < today);
    Entry {
        text: bring::short(it.text("text")),
        to: format!("{}#at-{}", bring::to(record), it.id),
        when,
        about: vec![said, format!("On “{}”", record.title)],
        stands_out: matches!(it.state.as_str(), "done" | "declined") || late,
    }
}

/// What a page shows beside the record's own words.
pub(super) async fn beside(desk: &Desk, record: &Record) -> Result<Beside, Problem> {
    Ok(match record.kind.as_str() {
        "deal" => Beside::Deal(Box::new(deal(desk, record, &desk.deal_seen(record).await?))),
        "leave-test" => Beside::Leave(Box::new(leave(desk, record).await?)),
        _ => Beside::Nothing,
    })
}

fn plain(desk: &Desk, record: &Record) -> Entry {
    Entry {
        text: record.title.clone(),
        to: bring::to(record),
        when: bring::state(desk, record),
        ..Entry::default()
    }
}

fn promise(desk: &Desk, record: &Record, it: &Attachment) -> Entry {
    let today = desk.now().day();
    let said = |names: [&'static str; 2]| {
        names.map(|name| it.text(name)).into_iter().find(|it| !it.is_empty()).unwrap_or("")
    };
    let due = said(["due", "support_by"]).parse::<Date>().ok();
    let is_open = matches!(it.state.as_str(), "open" | "supported");
    let when = match (it.state.as_str(), due) {
        (_, Some(due)) if is_open && due < today => {
            format!("was due {}", words::distance(due, today))
        }
        (_, Some(due)) if is_open => format!("by {}", words::day(due, today)),
        ("kept" | "came", _) => "kept".to_owned(),
        ("not_now", _) => "taken back".to_owned(),
        (state, _) => {
            let slot = desk.kind(&record.kind).ok().and_then(|kind| kind.slot(&it.slot));
            slot.map_or(state, |slot| slot.state(state).0).to_owned()
        }
    };
    // A promise that was kept after all is not told with why it once was not.
    let is_off = matches!(it.state.as_str(), "dropped" | "not_now");
    let because = if is_off { said(["reason", "because"]) } else { "" };
    Entry {
        text: said(["will", "text"]).to_owned(),
        to: format!("{}#at-{}", bring::to(record), it.id),
        when,
        about: vec![because.to_owned(), format!("On “{}”", record.title)],
        stands_out: is_open && due.is_some_and(|due| due < today),
    }
}

/// A cover, with what came of it when somebody called.
pub(super) fn backing(desk: &Desk, it: &Backing) -> Entry {
    let today = desk.now().day();
    let until = it.record.text("until");
    let when = match it.record.state.as_str() {
        "stands" if until.is_empty() => "stands".to_owned(),
        "stands" => format!("until {}", words::day_text(until, today)),
        _ => bring::state(desk, &it.record),
    };
    let call = |it: &Attachment| match it.state.as_str() {
        "held" => format!("Called on, and held: {}", it.text("came")),
        "missed" => format!("Called on, and did not hold: {}", it.text("came")),
        _ => format!(
            "Called on {}: {}",
            words::distance(it.made_at.day(), today),
            bring::short(it.text("text"))
        ),
    };
    let mut about: Vec<String> = it.calls.iter().map(call).collect();
    if !it.record.list("lanes").is_empty() {
        about.insert(0, format!("For the lane {}", it.record.list("lanes").join(", ")));
    }
    Entry {
        text: it.record.title.clone(),
        to: bring::to(&it.record),
        when,
        about,
        stands_out: it.calls.iter().any(|it| it.state != "held"),
    }
}

fn deal(desk: &Desk, record: &Record, seen: &DealSeen) -> DealBeside {
    let today = desk.now().day();
    let slug = desk.organisation().team(&record.team).map_or("", |it| it.slug.as_str());
    let lane = |(it, up_to): &(domain::lanes::map::Lane, String)| Entry {
        text: if it.says.is_empty() { it.id.clone() } else { it.says.clone() },
        to: format!("/lanes?team={slug}#lane-{}", it.id),
        when: it.until.map_or_else(String::new, |day| format!("until {}", words::day(day, today))),
        about: vec![up_to.clone()],
        ..Entry::default()
    };
    let promises = |all: &[(Record, Attachment)]| -> Vec<Entry> {
        all.iter().map(|(record, it)| promise(desk, record, it)).collect()
    };
    let records = |all: &[Record]| -> Vec<Entry> { all.iter().map(|it| plain(desk, it)).collect() };
    let called = |(record, it): &(Record, Attachment)| Entry {
        text: bring::short(it.text("text")),
        to: format!("{}#at-{}", bring::to(record), it.id),
        when: match it.state.as_str() {
            "held" => "held".to_owned(),
            "missed" => "did not hold".to_owned(),
            _ => "not known yet".to_owned(),
        },
        about: vec![it.text("came").to_owned(), format!("On “{}”", record.title)],
        stands_out: it.state == "missed",
    };
    let leader = domain::practice::deal::leader(record);
    DealBeside {
        leader: desk
            .organisation()
            .person_by_handle(leader)
            .map_or_else(String::new, |it| it.name.clone()),
        lanes: seen.lanes.iter().map(lane).collect(),
        owed: promises(&seen.owed),
        backing: seen.backing.iter().map(|it| backing(desk, it)).collect(),
        intents: records(&seen.intents),
        promised: promises(&seen.promised),
        quarter: seen.quarter.as_ref().map(|it| QuarterBeside {
            since: it.since.map_or_else(String::new, |day| words::day(day, today)),
            decided: records(&it.decided),
            decided_above: records(&it.decided_above),
            owed: promises(&it.owed),
            promised: promises(&it.promised),
            called: it.called.iter().map(called).collect(),
        }),
    }
}

fn held(it: &HeldLane) -> Entry {
    let does = match it.part {
        Part::Decides => "decides here",
        Part::Agrees => "must agree here",
        Part::Advises => "is asked for advice here",
    };
    let meanwhile = match (it.others.as_slice(), it.goes_to.as_slice(), it.silence_days) {
        ([], [], Some(days)) => {
            format!("Silence for {} counts as agreement.", words::count(i64::from(days), "day"))
        }
        ([], [], None) => "Nobody else does.".to_owned(),
        ([], instead, _) => format!("Meanwhile {}.", words::list(instead)),
        (others, ..) => format!("So does {}.", words::list(others)),
    };
    Entry {
        text: if it.says.is_empty() { format!("Lane “{}”", it.lane) } else { it.says.clone() },
        when: it.lane.clone(),
        about: vec![format!("{} {meanwhile}", words::capital(does) + ".")],
        stands_out: it.stalls(),
        ..Entry::default()
    }
}

/// What is lent: to whom, until when, and what they have to know.
fn lent(desk: &Desk, row: &domain::record::Row, today: jiff::civil::Date) -> Entry {
    let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
    let (who, until) = (cell("who"), cell("until"));
    let who = desk.organisation().person_by_handle(&who).map_or(who, |it| it.name.clone());
    Entry {
        text: cell("what"),
        when: if until.is_empty() {
            until
        } else {
            format!("until {}", words::day_text(&until, today))
        },
        about: vec![format!("To {who}"), cell("know")],
        ..Entry::default()
    }
}

async fn leave(desk: &Desk, record: &Record) -> Result<LeaveBeside, Problem> {
    let seen = desk.leave_seen(record).await?;
    let today = desk.now().day();
    let named = |id: &str| {
        let found = seen.decisions.iter().find(|it| it.id.as_str() == id);
        found.map(|it| plain(desk, it))
    };
    let mut beside = LeaveBeside {
        span: seen.span,
        on_map: seen.on_map,
        for_map: seen.for_map.clone(),
        may_propose: seen.may_propose,
        ..LeaveBeside::default()
    };
    for stall in &seen.leave.calls {
        let Some(mut entry) = named(&stall.id) else { continue };
        if stall.goes_to.is_empty() {
            entry.about.push("Nobody else could decide it.".to_owned());
            beside.stalls.push(entry);
        } else {
            entry.about.push(format!("Meanwhile {} decides.", words::list(&stall.goes_to)));
            beside.elsewhere.push(entry);
        }
    }
    for lane in &seen.leave.lanes {
        if lane.stalls() { &mut beside.stalls } else { &mut beside.elsewhere }.push(held(lane));
    }
    beside.comes_due = seen.promises.iter().map(|(record, it)| promise(desk, record, it)).collect();
    beside.comes_due.extend(seen.reviews.iter().map(|(record, on)| Entry {
        when: format!("on {}", words::day(*on, today)),
        ..plain(desk, record)
    }));
    beside.lent = record.rows("lent").iter().map(|row| lent(desk, row, today)).collect();
    beside.without = seen.without.as_ref().map(|it| {
        let all =
            |ids: &[String]| -> Vec<Entry> { ids.iter().filter_map(|id| named(id)).collect() };
        WithoutBeside {
            decided: all(&it.decided),
            waited: all(&it.waited),
            from_afar: all(&it.from_afar),
        }
    });
    Ok(beside)
}

/// The ownership pages of a person as their own page shows them.
pub(super) async fn owns(desk: &Desk, person: &Person) -> Result<Vec<OwnershipShown>, Problem> {
    let pages = desk.ownership_of(&person.id).await?;
    Ok(pages.iter().map(|it| owned(desk, it)).collect())
}

fn owned(desk: &Desk, page: &Dossier) -> OwnershipShown {
    let record = &page.record;
    let today = desk.now().day();
    let team = desk.organisation().team(&record.team);
    let (name, slug) = team.map_or(("", ""), |it| (it.name.as_str(), it.slug.as_str()));
    let asks = ownership::KIND.asks.iter().filter(|ask| !ask.kept);
    let says = asks.filter(|ask| !record.text(ask.name).is_empty());
    let lines = LINES.iter().filter_map(|name| {
        let slot = ownership::KIND.slot(name)?;
        let all: Vec<Entry> =
            page.slot(name).map(|it| line(slot, record, it, slug, today)).collect();
        (!all.is_empty()).then(|| (slot.plural.to_owned(), all))
    });
    OwnershipShown {
        title: record.title.clone(),
        team: name.to_owned(),
        to: bring::to(record),
        confirmed: format!("confirmed {}", words::day_text(record.text("confirmed_on"), today)),
        run_out: record.state == "stands" && ownership::has_run_out(record, today),
        down: record.state == "down",
        says: says.map(|ask| (ask.label.to_owned(), record.text(ask.name).to_owned())).collect(),
        lines: lines.collect(),
    }
}

/// A line of a page, with its day; a lane it names is where it leads.
fn line(
    slot: &domain::attachment::Slot,
    record: &Record,
    it: &Attachment,
    team: &str,
    today: Date,
) -> Entry {
    let state = slot.state(&it.state).0;
    let said = |name: &str, label: &str| {
        let text = it.text(name);
        if text.is_empty() { String::new() } else { format!("{label}{text}") }
    };
    let lanes = match it.answers.get("lanes") {
        Some(domain::record::Value::List(items)) if !items.is_empty() => {
            format!("In the lane {} of the map of {team}", items.join(", "))
        }
        _ => String::new(),
    };
    let due = ["resolve_by", "due"].iter().find_map(|name| it.text(name).parse::<Date>().ok());
    let open = it.state == "open";
    let when = match due.filter(|_| open) {
        Some(due) if due < today => format!("was due {}", words::distance(due, today)),
        Some(due) => format!("by {}", words::day(due, today)),
        None => words::day(it.made_at.day(), today),
    };
    let helper = it.text("helper");
    Entry {
        text: it.text("text").to_owned(),
        to: format!("{}#at-{}", bring::to(record), it.id),
        when,
        about: vec![
            if open { String::new() } else { words::capital(state) },
            lanes,
            said("why", "It matters because: "),
            said("next", "Next: "),
            if helper.is_empty() { String::new() } else { format!("@{helper} may help") },
            said("changed", "Changed: "),
            said("doing", "Doing: "),
            said("need", "Needs: "),
            said("resolved_with", "Known now: "),
            said("came", "What came of it: "),
            said("whose", "Now: "),
            said("reason", "Because: "),
            said("more", ""),
        ],
        stands_out: open && due.is_some_and(|due| due < today),
    }
}

/// The ledger of an office, as lists.
pub(super) async fn ledger(desk: &Desk, person: &Person) -> Result<Option<LedgerShown>, Problem> {
    let Some(found) = desk.ledger(&person.id).await? else { return Ok(None) };
    let today = desk.now().day();
    let Ledger { over, handed_over, corrections, promises, backing: covers } = found;
    let by = |states: &[&str]| -> Vec<Entry> {
        let ended = promises.iter().filter(|it| states.contains(&it.it.state.as_str()));
        ended.map(|it| promise(desk, &it.record, &it.it)).collect()
    };
    let handed = handed_over.iter().map(|(team, it)| Entry {
        text: if it.says.is_empty() { format!("Lane “{}”", it.lane) } else { it.says.clone() },
        to: format!("/lanes?team={}#lane-{}", team.slug, it.lane),
        when: words::day(it.on, today),
        about: vec![
            format!("{}: now {}, up to {}", team.name, words::list(&it.to), it.up_to),
            it.back.map_or_else(String::new, |day| {
                format!("Taken back on {}", words::day(day, today))
            }),
        ],
        stands_out: it.back.is_some(),
    });
    let wrong = |it: &Promise| Entry {
        text: it.it.text("text").to_owned(),
        to: format!("{}#at-{}", bring::to(&it.record), it.it.id),
        when: words::day(it.it.made_at.day(), today),
        about: vec![format!("Changed: {}", it.it.text("changed"))],
        ..Entry::default()
    };
    Ok(Some(LedgerShown {
        over: over.into_iter().map(|it| it.name).collect(),
        handed_over: handed.collect(),
        corrections: corrections.iter().map(wrong).collect(),
        open: by(&["open", "supported"]),
        kept: by(&["kept", "verified", "came"]),
        missed: by(&["dropped", "not_now"]),
        backing: covers.iter().map(|it| backing(desk, it)).collect(),
    }))
}
