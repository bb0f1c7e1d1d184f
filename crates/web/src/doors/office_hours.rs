//! What one person may see of office hours: the dates, the queue, their own votes; and a form that
//! begins from a topic.

use app::{Desk, Problem};
use domain::attachment::Attachment;
use domain::calendar::{Change, Series};
use domain::id::Id;
use domain::kind::{Around, Kind};
use domain::practice::office_hours::slots::{CHANGED, NO_TOPIC, VOTE};
use domain::practice::office_hours::{KIND, becomes, dates, look, queue, rules};
use domain::record::Dossier;
use jiff::civil::Date;

use crate::forms::Sent;
use crate::pages::office_hours::{DateShown, HoursBeside, Queued};
use crate::pages::record::Beside;
use crate::words;

/// `None` for every other kind.
pub(crate) async fn beside(
    desk: &Desk,
    dossier: &Dossier,
    around: &Around<'_>,
) -> Result<Option<Beside>, Problem> {
    let record = &dossier.record;
    if record.kind != KIND.slug {
        return Ok(None);
    }
    let org = desk.organisation();
    let name = |handle: &str| {
        org.person_by_handle(handle).map_or_else(|| format!("@{handle}"), |it| it.name.clone())
    };
    let standing = desk.standing(Some(&record.team), Some(&record.author));
    let in_use = Desk::in_use(record).is_ok();
    let votes = queue::votes(dossier, around);
    let mine = dossier.slot(VOTE.name).filter(|it| it.author == desk.actor().id);
    let mut hours = HoursBeside {
        newest: desk.newest(&record.id).await?,
        capacity: dates::capacity(record),
        hosts: rules::hosts(record).map(name).collect(),
        i_host: rules::is_host(record, desk.actor()) && in_use,
        my_votes: mine
            .flat_map(|it| it.list("topics").to_vec())
            .filter(|it| it != NO_TOPIC)
            .collect(),
        may_vote: in_use && (VOTE.allows)(dossier, around).is_ok() && standing.is(VOTE.by),
        ways_on: ways_on(desk),
        look: look::look(dossier, desk.now()).ok(),
        ..HoursBeside::default()
    };
    match queue::plan(dossier, &votes, desk.now()) {
        Ok(plan) => {
            hours.when = plan.series.says();
            hours.minutes = plan.series.minutes;
            // Before and after, no date takes place.
            if record.state == "running" {
                let all = plan.dates.iter();
                hours.dates = all.map(|it| date(desk, dossier, &plan, it)).collect();
                hours.left = plan.left.iter().map(|it| it.topic.id.to_string()).collect();
            }
        }
        Err(problem) => hours.problem = problem.to_string(),
    }
    hours.votes = votes;
    Ok(Some(Beside::Hours(Box::new(hours))))
}

/// Kinds the actor may begin in one of their teams.
fn ways_on(desk: &Desk) -> Vec<(&'static str, &'static str)> {
    let may = |slug: &str| {
        let Ok(kind) = desk.kind(slug) else { return false };
        desk.my_teams().iter().any(|it| desk.standing(Some(&it.id), None).is(kind.by))
    };
    becomes::ALL.iter().filter(|it| may(it.kind)).map(|it| (it.kind, it.label)).collect()
}

fn date(desk: &Desk, dossier: &Dossier, plan: &queue::Plan, slate: &queue::Slate) -> DateShown {
    let now = desk.now();
    let sitting = &slate.sitting;
    let day = sitting.day().to_string();
    let goes_on = sitting.takes_place() && sitting.starts <= now;
    let stands = |it: &&Attachment| it.state == "stands" && it.text("planned_on") == day;
    let change = dossier.slot(CHANGED.name).filter(stands).last();
    let in_words = |local| plan.series.date_in_words(local, now.day().year());
    let why = change.map_or_else(String::new, |it| match sitting.change {
        Some(Change::MovedTo(_)) => {
            format!("Moved from {}: {}", in_words(sitting.planned), it.text("text"))
        }
        _ => it.text("text").to_owned(),
    });
    let today = plan.series.zone_day(now);
    DateShown {
        words: in_words(sitting.local),
        distance: if goes_on { "now".into() } else { near(sitting.local.date(), today) },
        goes_on,
        off: !sitting.takes_place(),
        why,
        change: change.map(|it| (it.id.to_string(), it.version)),
        room: plan.room(slate),
        topics: slate.topics.iter().map(|it| queued(it, &plan.series, desk)).collect(),
        day,
    }
}

/// How far a date is; nothing where that would be the date again.
fn near(day: Date, today: Date) -> String {
    let said = words::distance(day, today);
    if said == words::day(day, today) { String::new() } else { said }
}

fn queued(it: &queue::Waiting, series: &Series, desk: &Desk) -> Queued {
    let today = series.zone_day(desk.now());
    let instead = it.instead_of.map_or_else(String::new, |(day, why)| {
        let day = words::day(day, today);
        match why {
            queue::Instead::Full => format!("{day} was full"),
            queue::Instead::CalledOff => format!("{day} was called off"),
            queue::Instead::Passed => format!("{day} went by without it"),
        }
    });
    Queued { id: it.topic.id.to_string(), instead }
}

/// Office hours and topic that a form says it begins from: `<record>.<topic>`.
pub(crate) fn from_of(sent: &Sent) -> Option<(Id, Id)> {
    let (hours, topic) = sent.get("from")?.split_once('.')?;
    Some((Id::from(hours), Id::from(topic)))
}

/// The form as the topic fills it; `None` where it begins from none.
pub(crate) async fn filled(
    desk: &Desk,
    kind: &Kind,
    asked: &Sent,
) -> Result<Option<Sent>, Problem> {
    let Some((hours, topic)) = from_of(asked) else { return Ok(None) };
    let (_, it) = desk.topic(&hours, &topic).await?;
    let into = becomes::ALL.iter().find(|it| it.kind == kind.slug).ok_or(Problem::NotFound)?;
    let mut sent = asked.clone();
    sent.0.push(("title".into(), it.text("text").to_owned()));
    let answers = into.answers(&it);
    sent.0.extend(answers.into_iter().map(|(name, text)| (format!("a.{name}"), text)));
    Ok(Some(sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_is_near_says_how_near_and_a_far_one_nothing() {
        let today: Date = "2026-03-06".parse().unwrap();
        let says = |day: &str| near(day.parse().unwrap(), today);
        assert_eq!([says("2026-03-06"), says("2026-03-12")], ["today", "in 6 days"]);
        assert_eq!(says("2026-03-27"), "");
    }

    #[test]
    fn a_form_names_its_topic_with_its_office_hours_or_none() {
        let sent = |from: &str| Sent(vec![("from".into(), from.into())]);
        assert_eq!(from_of(&sent("01J.t1")), Some(("01J".into(), "t1".into())));
        assert_eq!(from_of(&sent("01J")), None);
        assert_eq!(from_of(&Sent(Vec::new())), None);
    }
}
