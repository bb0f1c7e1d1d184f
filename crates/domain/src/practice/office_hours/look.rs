//! What half a year of office hours looked like, as counts that name nobody (`domain.md` 5.3).

use jiff::civil::Date;

use super::dates;
use super::slots::{OUTCOMES, TOPIC};
use crate::attachment::Attachment;
use crate::id::At;
use crate::record::{Dossier, Refusal};

/// How far is looked back.
pub const DAYS: i64 = 182;

/// Below this many, a median says nothing.
const FEWEST: usize = 3;

#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub since: Date,
    /// Dates that came and took place by plan, each with the topics that were talked about then.
    pub dates: Vec<(Date, usize)>,
    pub called_off: usize,
    pub talked: usize,
    /// Of these, brought by people who lead the team.
    pub from_leads: usize,
    /// Days from the topic to its date: median, and of how many; `None` below three.
    pub days: Option<(f64, usize)>,
    /// `(stored outcome, how often)`, in the order of [`OUTCOMES`], only those there are.
    pub outcomes: Vec<(&'static str, usize)>,
}

impl Look {
    /// Dates on which a topic was talked about.
    pub fn held(&self) -> usize {
        self.dates.iter().filter(|it| it.1 > 0).count()
    }

    pub fn by_host(&self) -> usize {
        self.outcomes.iter().find(|it| it.0 == "host").map_or(0, |it| it.1)
    }
}

/// Errors: why the dates cannot be told yet.
pub fn look(dossier: &Dossier, now: At) -> Result<Look, Refusal> {
    let series = dates::series(dossier)?;
    let since = now.plus(-DAYS * At::DAY);
    let (past, off): (Vec<_>, Vec<_>) =
        series.between(since, now).into_iter().partition(crate::calendar::Sitting::takes_place);
    let talked: Vec<(&Attachment, At)> = dossier
        .slot(TOPIC.name)
        .filter(|it| it.state == "done")
        .filter_map(|it| Some((it, talked_at(it)?)))
        .filter(|(_, at)| *at >= since && *at <= now)
        .collect();
    let mut dates: Vec<(Date, usize)> = past.iter().map(|it| (it.day(), 0)).collect();
    let mut days = Vec::new();
    for (topic, at) in &talked {
        // What was written down later belongs to the last date before.
        let Some(of) = past.iter().rposition(|it| it.starts <= *at) else { continue };
        dates[of].1 += 1;
        days.push(past[of].starts.since(topic.made_at).max(0) as f64 / At::DAY as f64);
    }
    let outcomes = OUTCOMES.iter().map(|(name, _)| {
        (*name, talked.iter().filter(|(it, _)| it.text("outcome") == *name).count())
    });
    Ok(Look {
        since: since.day(),
        dates,
        called_off: off.len(),
        talked: talked.len(),
        from_leads: talked.iter().filter(|(it, _)| it.text("side") == "leads").count(),
        days: median(days),
        outcomes: outcomes.filter(|it| it.1 > 0).collect(),
    })
}

pub(super) fn talked_at(it: &Attachment) -> Option<At> {
    let moment: jiff::Timestamp = it.text("talked_at").parse().ok()?;
    Some(At(moment.as_millisecond()))
}

fn median(mut days: Vec<f64>) -> Option<(f64, usize)> {
    days.sort_by(f64::total_cmp);
    let n = days.len();
    let middle =
        || if n % 2 == 1 { days[n / 2] } else { f64::midpoint(days[n / 2 - 1], days[n / 2]) };
    (n >= FEWEST).then(|| (middle(), n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::office_hours::sample::thursdays;
    use crate::practice::samples::attachment;

    fn at(text: &str) -> At {
        At(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    /// Thursdays from 5 March; `(brought, talked about, outcome, side)`.
    fn hours(topics: &[(&str, &str, &str, &str)]) -> Dossier {
        let mut dossier = thursdays();
        for (made, talked, outcome, side) in topics {
            let said =
                [("text", "x"), ("talked_at", *talked), ("outcome", *outcome), ("side", *side)];
            let mut it = attachment(&TOPIC, "priya", &said);
            it.made_at = at(made);
            it.state = "done".into();
            dossier.attached.push(it);
        }
        dossier
    }

    #[test]
    fn half_a_year_is_counted_by_date_by_outcome_and_by_side() {
        let mut dossier = hours(&[
            ("2026-03-03T13:00:00Z", "2026-03-05T13:10:00Z", "clearer", "team"),
            // Written down a day later: it was on the fifth.
            ("2026-03-04T13:00:00Z", "2026-03-06T08:00:00Z", "host", "leads"),
            ("2026-03-12T13:00:00Z", "2026-03-19T13:20:00Z", "decision", "elsewhere"),
        ]);
        let off = [("text", "Away"), ("planned_on", "2026-03-12")];
        dossier.attached.push(attachment(&super::super::slots::CHANGED, "jonas", &off));
        let seen = look(&dossier, at("2026-03-20T09:00:00Z")).unwrap();
        let dates: Vec<_> = seen.dates.iter().map(|(day, n)| (day.to_string(), *n)).collect();
        assert_eq!(dates, [("2026-03-05".to_owned(), 2), ("2026-03-19".to_owned(), 1)]);
        assert_eq!((seen.held(), seen.called_off, seen.talked, seen.from_leads), (2, 1, 3, 1));
        assert_eq!(seen.outcomes, [("clearer", 1), ("decision", 1), ("host", 1)]);
        // 2, 1 and 7 days.
        assert_eq!(seen.days, Some((2.0, 3)));
        assert_eq!(seen.by_host(), 1);
    }

    #[test]
    fn below_three_topics_no_median_is_told_and_what_is_old_is_left_out() {
        let two = [
            ("2026-03-03T13:00:00Z", "2026-03-05T13:10:00Z", "clearer", "team"),
            ("2026-03-04T13:00:00Z", "2026-03-05T13:20:00Z", "clearer", "team"),
        ];
        let dossier = hours(&two);
        assert_eq!(look(&dossier, at("2026-03-20T09:00:00Z")).unwrap().days, None);
        let later = look(&dossier, at("2026-09-20T09:00:00Z")).unwrap();
        assert_eq!((later.talked, later.since.to_string().as_str()), (0, "2026-03-22"));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some((2.5, 4)));
    }
}
