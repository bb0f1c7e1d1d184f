//! Signals that are a share or a wait, with their interval.

use jiff::civil::Date;

use super::{FEWEST, HALF_A_YEAR, Lean, Seen, Told, some};
use crate::attachment::Attachment;
use crate::id::{At, Id};
use crate::measure::Unit;
use crate::measure::mirror::PEOPLE;
use crate::measure::proportion::wilson;
use crate::measure::survival::{Curve, Wait};
use crate::measure::words::amount;
use crate::people::is_among;
use crate::record::Record;

/// From here a forecast counts as sure.
const SURE: f64 = 80.0;
/// What is sure may fail this often.
const MAY_FAIL: f64 = 0.2;
/// Decided elsewhere, replaced: from a quarter on (`domain.md` 10.3).
const QUARTER: f64 = 0.25;

/// A share stands out when even the low end of its interval is above `usual`.
fn share(some_of: usize, all: usize, usual: f64, says: String) -> Told {
    let interval = wilson(some_of as u64, all as u64).filter(|_| all >= FEWEST);
    let (lean, doubt) = match interval {
        None => (Lean::TooLittle, format!("Below {FEWEST}, a share says nothing.")),
        Some((low, high)) => {
            let lean = if low > usual { Lean::StandsOut } else { Lean::Usual };
            (
                lean,
                format!(
                    "With so many, anything from {:.0} to {:.0} % would look like this.",
                    low * 100.0,
                    high * 100.0
                ),
            )
        }
    };
    Told { says, n: Some(all), over: HALF_A_YEAR, doubt, lean }
}

pub(super) fn forecasts(seen: &Seen) -> Told {
    let sure =
        |it: &Attachment| it.text("probability").trim().parse::<f64>().is_ok_and(|it| it >= SURE);
    let known = |it: &Attachment| matches!(it.state.as_str(), "true" | "false");
    let all: Vec<_> = seen
        .slot("forecast")
        .map(|it| it.1)
        .filter(|it| it.made_at >= seen.since() && sure(it) && known(it))
        .collect();
    let mut people: Vec<&Id> = all.iter().map(|it| &it.author).collect();
    people.sort_unstable();
    people.dedup();
    if people.len() < PEOPLE {
        let says = format!(
            "Fewer than {PEOPLE} people made sure forecasts that are known by now, so nothing is counted."
        );
        return Told {
            says,
            n: None,
            over: HALF_A_YEAR,
            doubt: String::new(),
            lean: Lean::TooLittle,
        };
    }
    let wrong = all.iter().filter(|it| it.state == "false").count();
    let says = format!(
        "Of {} that were at least 80 % sure, {wrong} did not come true.",
        some(all.len(), "forecast")
    );
    share(wrong, all.len(), MAY_FAIL, says)
}

pub(super) fn waits(seen: &Seen) -> Told {
    let before = seen.since().plus(-super::DAYS * At::DAY);
    let now = curve(seen, seen.since(), seen.now);
    let then = curve(seen, before, seen.since());
    let Some(median) = now.median().value().filter(|_| now.ended() >= 3) else {
        let says = format!(
            "{} opened, {} decided: too few to say how long half of them wait.",
            now.n,
            now.ended()
        );
        return Told {
            says,
            n: Some(now.n),
            over: HALF_A_YEAR,
            doubt: String::new(),
            lean: Lean::TooLittle,
        };
    };
    let interval = now.median_interval();
    let usual = then.median_interval().and_then(|it| it.1);
    // Against the team’s own half year before, and only where the two intervals do not meet.
    let is_longer = interval.zip(usual).is_some_and(|((low, _), high)| low > high);
    let doubt = match interval {
        Some((low, Some(high))) => {
            format!("The middle lies between {} and {}.", days(low), days(high))
        }
        Some((low, None)) => format!("The middle lies above {}.", days(low)),
        None => "Too few to say how sure the middle is.".to_owned(),
    };
    let past = then.median().value().filter(|_| then.ended() >= 3);
    let past = past.map_or_else(
        || " Nothing to set beside it from the half year before.".to_owned(),
        |it| format!(" In the half year before: {}.", days(it)),
    );
    Told {
        says: format!("Half are decided within {}.{past}", days(median)),
        n: Some(now.n),
        over: HALF_A_YEAR,
        doubt,
        lean: if is_longer { Lean::StandsOut } else { Lean::Usual },
    }
}

fn days(number: f64) -> String {
    amount(number, Unit::Days)
}

/// Decisions opened between two moments, as they stood at the second.
fn curve(seen: &Seen, from: At, until: At) -> Curve {
    let opened = seen
        .decisions
        .iter()
        .filter(|it| !it.retired && it.opened_at >= from && it.opened_at < until);
    let opened = opened.filter(|it| it.text("recorded_late").is_empty() && it.state != "history");
    let wait = |it: &Record| {
        let ended = decided_on(it).filter(|on| *on <= until.day());
        let end = ended.unwrap_or_else(|| until.day());
        let lasted = it.opened_at.day().until(end).map_or(0, |it| it.get_days()).max(0);
        Wait { lasted: f64::from(lasted), ended: ended.is_some() }
    };
    Curve::of(&opened.map(wait).collect::<Vec<_>>())
}

fn decided_on(it: &Record) -> Option<Date> {
    it.text("decided_on").parse().ok()
}

fn decided<'a>(seen: &'a Seen) -> impl Iterator<Item = &'a Record> {
    let since = seen.since().day();
    seen.decisions
        .iter()
        .filter(move |it| !it.retired && decided_on(it).is_some_and(|on| on >= since))
}

pub(super) fn outside(seen: &Seen) -> Told {
    let by_whom = |it: &&Record| !it.text("decider").trim().is_empty();
    let leads = |it: &&Record| is_among(seen.leads, it.text("decider"));
    let (all, n) = (decided(seen).filter(by_whom).count(), decided(seen).filter(leads).count());
    share(n, all, QUARTER, format!("Of {}, {n} from outside the team.", some(all, "decision")))
}

pub(super) fn replaced(seen: &Seen) -> Told {
    let (all, n) =
        (decided(seen).count(), decided(seen).filter(|it| it.state == "superseded").count());
    share(n, all, QUARTER, format!("Of {}, {n} replaced by another.", some(all, "decision")))
}

pub(super) fn by_host(seen: &Seen) -> Told {
    let done = |it: &&Attachment| it.state == "done" && it.made_at >= seen.since();
    let all: Vec<_> = seen.slot("topic").map(|it| it.1).filter(done).collect();
    let n = all.iter().filter(|it| it.text("outcome") == "host").count();
    share(
        n,
        all.len(),
        QUARTER,
        format!("Of {} talked about, {n} decided by the host.", some(all.len(), "topic")),
    )
}
