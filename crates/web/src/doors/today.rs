//! The first page, search, and the keys.

use app::{Desk, DueOf, Today};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::practice::ownership::Invitation;
use maud::Markup;

use super::sent::Asked;
use super::waiting::Glance;
use super::{Failure, Hall, Seat, bring};
use crate::pages::search::{Found, SearchView};
use crate::pages::today::{Changed, FirstStep, TodayView, Waits};
use crate::pages::{keys, search, today};

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/", get(page)).route("/search", get(found)).route("/keys", get(keys_page))
}

async fn page(State(hall): State<Hall>, seat: Seat) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let found = desk.today().await?;
    let view = TodayView {
        name: desk.actor().name.clone(),
        waits: waits(desk, &found),
        changed: changed(desk, &found),
        first_steps: first_steps(desk).await?,
        celebrated: desk.celebrated().await?.iter().map(|it| told(it, "reason")).collect(),
        come_round: desk
            .anniversaries()
            .await?
            .iter()
            .map(|it| (told(&it.record, "surprised"), it.years))
            .collect(),
        invited: found.invited.as_ref().map(|(it, team)| invited(*it, team)),
    };
    let mut frame = seat.frame;
    frame.waiting = view.waits.len();
    let reflects = frame.also.contains(&crate::shell::Spot::Reflections);
    let glance = Glance { waiting: frame.waiting, reflects };
    hall.waiting.keep(&desk.actor().id, desk.now(), glance);
    Ok(today::page(&frame, &view))
}

/// What waits, then what has a day.
pub(crate) fn waits(desk: &Desk, found: &Today) -> Vec<Waits> {
    let hours = found.hours.iter().map(hour_line);
    let due = hours.chain(found.due.iter().map(|it| due_line(desk, it)));
    found.waiting_lines(desk).into_iter().chain(due).collect()
}

/// A date that is near, for its host or for whoever brought a topic.
fn hour_line(it: &app::ComingHour) -> Waits {
    let base = bring::to(&it.record);
    let (what, title, to) = match &it.topic {
        Some(topic) => {
            ("Bring", bring::short(topic.text("text")), format!("{base}#at-{}", topic.id))
        }
        None => ("Host", it.record.title.clone(), base),
    };
    let topics = topics(it.topics, it.taken_up);
    Waits {
        what: what.into(),
        title,
        to,
        why: if it.topic.is_some() { it.when.clone() } else { format!("{}; {topics}", it.when) },
        ..Waits::default()
    }
}

/// What stands before a host: topics that wait, and while it goes on those taken up already.
fn topics(waiting: usize, taken_up: usize) -> String {
    let count = |n: usize| crate::words::count(n as i64, "topic");
    match (waiting, taken_up) {
        (0, 0) => "no topic yet".to_owned(),
        (n, 0) => count(n),
        (0, 1) => "its one topic is taken up".to_owned(),
        (0, n) => format!("all {} taken up", count(n)),
        (n, m) => format!("{m} of {} taken up", count(n + m)),
    }
}

/// Something with a day: what it asks for, in a verb.
pub(crate) fn due_line(desk: &Desk, it: &app::Due) -> Waits {
    let why = match &it.of {
        DueOf::Hanging(record, _) => format!("On “{}”", record.title),
        DueOf::Record(record) => {
            let kind = desk.kind(&record.kind).map_or("", |it| it.name);
            format!("{kind}, {}", bring::state(desk, record))
        }
        DueOf::Lane { team, .. } => format!("On the map of {}", team.name),
        DueOf::Practice { team, .. } => format!("{} holds one each quarter", team.name),
    };
    Waits {
        what: it.asks.into(),
        title: bring::short(&it.about),
        to: it.place(),
        why: it.whose.as_ref().map_or(why.clone(), |name| format!("{name}. {why}")),
        due: Some(it.on),
        ..Waits::default()
    }
}

/// A record and one sentence of it.
fn told(record: &domain::record::Record, says: &str) -> Changed {
    Changed {
        title: record.title.clone(),
        to: bring::to(record),
        says: bring::short(record.text(says)),
        at: record.changed_at,
    }
}

/// The newest first: what happened to records, and maps that changed for whoever reads.
fn changed(desk: &Desk, found: &Today) -> Vec<Changed> {
    let line = |(happening, record): &(app::Happening, domain::record::Record)| {
        let kind = desk.kind(&record.kind).ok()?;
        let told = bring::happened(desk, kind, happening);
        let says = format!("{} {}", told.who, told.says);
        Some(Changed { title: record.title.clone(), to: bring::to(record), says, at: told.at })
    };
    let records = found.changed.iter().filter_map(line);
    let maps = found.map_news.iter().map(|it| map_changed(desk, it));
    let mut all: Vec<Changed> = maps.chain(records).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.at));
    all
}

fn map_changed(desk: &Desk, it: &app::MapNews) -> Changed {
    let things = if it.things == 1 { "thing" } else { "things" };
    let says = match it.home.as_str() {
        app::SERVER => {
            format!("{} put version {} in force", desk.organisation().name_of(&it.by), it.to)
        }
        file => format!("Version {} of {file} is in force", it.to),
    };
    Changed {
        title: format!(
            "The map of {} changed what you decide: {} {things}",
            it.team.name,
            crate::words::number(it.things)
        ),
        to: it.place(),
        says,
        at: it.at,
    }
}

/// An invitation, and nothing that waits: leaders first, the team after them.
fn invited(it: Invitation, team: &domain::people::Team) -> FirstStep {
    let to = format!("/ownership/new?team={}", team.slug);
    match it {
        Invitation::GoFirst => FirstStep {
            says: "Go first: write down one thing you do not know, or got wrong".into(),
            why: format!(
                "You lead {}. Nobody there is asked for theirs before you have said something; a deal with the team counts too.",
                team.name
            ),
            to,
            done: false,
        },
        Invitation::Ask => FirstStep {
            says: "Ask one question about yourself, where everybody reads the answers".into(),
            why: format!(
                "You lead {}. What is said there is answered there: acted on by a day, or declined with the reason.",
                team.name
            ),
            to: format!("/feedback/new?team={}", team.slug),
            done: false,
        },
        Invitation::Follow => FirstStep {
            says: "Say what you own here, if you like".into(),
            why: "Whoever leads this team has gone first. Anybody may write a page, nobody must."
                .into(),
            to,
            done: false,
        },
    }
}

/// Until the loop has been walked once: what to do first.
async fn first_steps(desk: &Desk) -> Result<Vec<FirstStep>, Failure> {
    let counts = desk.counts().await?;
    let any = |slug: &str| counts.iter().any(|it| it.kind == slug && it.count > 0);
    let (decided, meant) = (any("decision"), any("intent"));
    if decided && meant {
        return Ok(Vec::new());
    }
    let step = |says: &str, why: &str, to: &str, done| FirstStep {
        says: says.into(),
        why: why.into(),
        to: to.into(),
        done,
    };
    Ok(vec![
        step(
            "Ask whose call a change is",
            "Try the map with a path you know. The answer names who decides, why, and what would make it yours.",
            "/lanes",
            false,
        ),
        step(
            "Write down one decision",
            "One sentence is enough. Options, reasons and a day to look again can follow.",
            "/decisions",
            decided,
        ),
        step(
            "Say what you are after",
            "An intent: the problem, what will be true, how you will see it. The way is the team’s own.",
            "/intents",
            meant,
        ),
        step(
            "Look into the mirrors",
            "How changes and releases have really moved. Nobody is measured.",
            "/mirrors",
            false,
        ),
        step(
            "Look back together",
            "Postmortems, demos and the other ways to learn. Each begins with one sentence; your team uses only those it wants.",
            "/reflections",
            false,
        ),
    ])
}

async fn found(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let asked = asked.text("q");
    let records = if asked.is_empty() { Vec::new() } else { desk.search(&asked).await? };
    let org = desk.organisation();
    let found = records.iter().map(|record| Found {
        title: record.title.clone(),
        to: bring::to(record),
        what: {
            let kind = desk.kind(&record.kind).map_or(record.kind.as_str(), |it| it.name);
            let team = org.team(&record.team).map_or("", |it| it.name.as_str());
            format!("{kind} · {team} · {}", bring::state(desk, record))
        },
        around: around(desk, record, &asked),
        changed_at: record.changed_at,
    });
    let view = SearchView { found: found.collect(), more: records.len() >= 50, asked };
    Ok(search::page(&seat.frame, &view))
}

/// The words around the first hit in any answer that somebody wrote.
fn around(desk: &Desk, record: &domain::record::Record, asked: &str) -> String {
    let Some(word) = asked.split_whitespace().next().map(str::to_lowercase) else {
        return String::new();
    };
    let kind = desk.kind(&record.kind).ok();
    let is_kept = |name: &str| kind.and_then(|it| it.ask(name)).is_some_and(|it| it.kept);
    let texts = record.answers.iter().filter_map(|(name, it)| match it {
        domain::record::Value::Text(text) if !is_kept(name) => Some(text.as_str()),
        _ => None,
    });
    let mut lines = texts.flat_map(str::lines);
    bring::short(lines.find(|it| it.to_lowercase().contains(&word)).unwrap_or(""))
}

async fn keys_page(seat: Seat) -> Markup {
    keys::page(&seat.frame)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_host_reads_what_waits_and_what_was_taken_up() {
        for (waiting, taken_up, says) in [
            (0, 0, "no topic yet"),
            (1, 0, "1 topic"),
            (2, 0, "2 topics"),
            (0, 1, "its one topic is taken up"),
            (0, 3, "all 3 topics taken up"),
            (2, 1, "1 of 3 topics taken up"),
        ] {
            assert_eq!(super::topics(waiting, taken_up), says);
        }
    }
}
