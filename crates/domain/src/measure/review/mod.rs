//! How long does finished work wait for somebody else's eyes? For a team that wonders whether its
//! reviews hold things up.
//!
//! The definition is the one of `change`; git tells a part of it: when the last word was written, when it
//! landed, and whether a second person left a trace. When a review was asked for, and when it came,
//! lies somewhere between: what is shown is the most it can have taken.

pub mod change;
pub mod clock;

use change::{Change, Event, Hand, LeftOut, Verdict};
use clock::Clock;

use super::columns::Columns;
use super::lead_time::{SAME_ACT, series};
use super::mirror::{About, Drawn, ITEMS, Mirror, Unit};
use super::proportion::wilson;
use super::quantile::Sorted;
use super::window::Window;
use super::words;
use crate::facts::Review;
use crate::id::At;

pub const ABOUT: About = About {
    id: "review-latency",
    name: "Review latency",
    definition: "Hours from the last author date among the commits a landing brought in to the \
                 landing itself, for landings in the window in which a second person had a hand: a \
                 trailer names a reviewer (Reviewed-by, Acked-by, Approved-by) who is no author, or \
                 somebody else landed it. The review lies somewhere in that time. Left out and \
                 counted: programs, landings without a sign of a second person, and dates that \
                 squash merging overwrote.",
    version: 1,
    unit: Unit::Hours,
    method: "quantile type 7",
    drawn: Drawn::Line,
    beside: "The share that landed without a sign of a second person, and the change fail rate once \
             deployments are known: nothing is quicker than no review.",
    cannot_say: &[
        "When a review was asked for and when it came: git keeps neither, so this is the most it \
         can have taken once the last word was written.",
        "How long earlier rounds took: a change rewritten after a review starts this clock anew.",
        "Reviews that left no trace in a message or a merge; they count as no sign.",
        "How long changes wait that have not landed.",
        "Hours at work: that takes the calendar of whoever reviews.",
    ],
};

#[derive(Default)]
struct Seen {
    /// Landing, its hours, who wrote it.
    waits: Vec<(At, f64)>,
    authors: std::collections::BTreeSet<u32>,
    programs: usize,
    not_read: usize,
    alone: usize,
    /// Of `alone`: a forge put itself as whoever landed it.
    unsigned: usize,
    same: usize,
    backwards: usize,
}

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    mirror.open_unknown("git alone does not show changes that have not landed");
    let seen = look(columns, window);
    mirror.exclude("landings by programs", seen.programs);
    mirror.exclude("landings without a sign of a second person", seen.alone);
    mirror.exclude("landings with no earlier author date", seen.same);
    mirror.exclude("landings dated before they were written", seen.backwards);
    mirror.exclude("landings read before reviews were looked for", seen.not_read);
    mirror.notes.extend(unreviewed(&seen));
    let reviewed = seen.waits.len() + seen.same + seen.backwards;
    if reviewed >= ITEMS && seen.same * 2 > reviewed {
        mirror.n = Some(seen.waits.len());
        let share = words::share(seen.same, reviewed);
        mirror.says = format!(
            "{share} of the reviewed landings carry no earlier date than their own, as squash merging \
             leaves them: how long they waited cannot be said from this history."
        );
        mirror.unknown(
            "the dates of most changes are overwritten; what is left would speak for a few",
        );
        mirror.why.insert("series", "the dates of most changes are overwritten".to_owned());
        return mirror;
    }
    if seen.authors.len() == 1 && seen.waits.len() >= ITEMS {
        mirror.n = Some(seen.waits.len());
        mirror.unknown("one person wrote all of them");
        mirror.says =
            "One person wrote every reviewed change here, and what is of one person is not shown."
                .to_owned();
        return mirror;
    }
    let mut hours: Vec<f64> = seen.waits.iter().map(|it| it.1).collect();
    hours.sort_unstable_by(f64::total_cmp);
    mirror.spread_of(Sorted::new(&hours));
    (mirror.every, mirror.series) = series(&seen.waits, window);
    mirror.behaviour();
    mirror.says = sentence(&mirror, &seen);
    mirror
}

fn look(columns: &Columns<'_>, window: Window) -> Seen {
    let mut seen = Seen::default();
    let landings = columns.landings;
    for row in (0..landings.len()).filter(|&row| window.holds(landings.at[row])) {
        let (at, written) = (landings.at[row], landings.last_author_at[row]);
        let lasted = at.since(written);
        match change(columns, row).map(|it| it.waits(at, &Clock::Wall)) {
            None => seen.not_read += 1,
            Some(Err(LeftOut::ByProgram)) => seen.programs += 1,
            Some(Err(_)) => {
                seen.alone += 1;
                seen.unsigned += usize::from(columns.landed_by_bot(row));
            }
            Some(Ok(_)) if lasted < -SAME_ACT => seen.backwards += 1,
            Some(Ok(_)) if lasted <= SAME_ACT => seen.same += 1,
            Some(Ok(waits)) => {
                seen.waits.push((at, waits.first.lasted));
                seen.authors.insert(landings.author[row]);
            }
        }
    }
    seen
}

/// What git tells of one change; `None` where nobody looked for reviews. A review of which only the
/// name is known came at the latest with the landing.
fn change(columns: &Columns<'_>, row: usize) -> Option<Change> {
    let landings = columns.landings;
    let (author, landed_by) = (landings.author[row], landings.landed_by[row]);
    let hand = |who, bot| if bot { Hand::Program } else { Hand::Person(who) };
    let author_is = hand(author, columns.by_bot(row));
    let at = landings.at[row];
    let written = landings.last_author_at[row].min(at);
    let mut events = vec![(written, Event::Opened { draft: false })];
    match landings.review[row] {
        Review::NotRead if author_is != Hand::Program => return None,
        // Whoever it was, it is none of its authors: the reader made sure of that.
        Review::Named => {
            events.push((at, Event::Reviewed(Hand::Person(u32::MAX), Verdict::Comments)));
        }
        _ => {
            let by = hand(landed_by, columns.landed_by_bot(row));
            events.push((at, Event::Reviewed(by, Verdict::Comments)));
        }
    }
    events.push((at, Event::Merged));
    Some(Change { authors: vec![author_is], events, needs: 1 })
}

/// The share that landed without a sign of a second person, out loud and with its doubt.
fn unreviewed(seen: &Seen) -> Option<String> {
    let all = seen.alone + seen.waits.len() + seen.same + seen.backwards;
    let (low, high) = wilson(seen.alone as u64, all as u64)?;
    let percent = |share: f64| words::number(share * 100.0);
    let forge = match seen.unsigned {
        0 => String::new(),
        n => format!(" Of these the forge landed {n} itself, so nobody knows who looked."),
    };
    Some(format!(
        "{} of {} by people ({}; 95 %: {}–{} %) carry no sign of a second person: no reviewer is named, and \
         nobody else is known to have landed them.{forge}",
        seen.alone,
        words::count(all, "landing"),
        words::share(seen.alone, all),
        percent(low),
        percent(high),
    ))
}

fn sentence(mirror: &Mirror, seen: &Seen) -> String {
    let n = mirror.n.unwrap_or_default();
    let Some(median) = mirror.median else {
        return match (n, seen.alone, seen.not_read) {
            (0, 0, 0) => "No change by a person landed in this window.".to_owned(),
            (0, 0, _) => {
                "These landings were read before reviews were looked for; the next reading knows more."
                    .to_owned()
            }
            (0, ..) => {
                "No landing in this window carries a sign of a second person, so how long a review took \
                 cannot be said. Where reviews happen on a forge, a trailer such as Reviewed-by tells git."
                    .to_owned()
            }
            _ => format!(
                "{} with a sign of a review in this window: fewer than {ITEMS}, too few for a median.",
                words::count(n, "landing")
            ),
        };
    };
    let half = words::amount(median, Unit::Hours);
    let most = mirror.p90.map_or(String::new(), |p90| {
        format!(", nine in ten within {}", words::amount(p90, Unit::Hours))
    });
    let text = format!(
        "Half of the {} with a sign of a review landed within {half} of their last word{most}; the \
         review lies somewhere in that time.",
        words::count(n, "change")
    );
    format!("{text} {}", mirror.stood_out()).trim_end().to_owned()
}

#[cfg(test)]
mod tests;
