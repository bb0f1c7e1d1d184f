//! What a team’s own records say about a signal: a sentence with its n, its window and its doubt.
//!
//! Rows of records go in, counts of records come out. Nothing here counts a person, and nothing is
//! set beside another team: what stands out, stands out against a rule or the team’s own past.

mod answers;
mod counts;
mod flow;

pub use answers::{Answered, not_shown, of_health};

use serde::Serialize;

use super::signal::{About, From};
use super::{Part, Playbook};
use crate::attachment::Attachment;
use crate::id::At;
use crate::measure::Mirror;
use crate::measure::words::count;
use crate::record::Record;

/// How far is looked back: half a year.
pub const DAYS: i64 = 182;
/// Below this many, a share is told as a count and means nothing.
pub const FEWEST: usize = 5;
const HALF_A_YEAR: &str = "half a year";
const TODAY: &str = "today";

/// Signals that have to stand out before a playbook is offered: one alone is weather.
pub const FOR_AN_OFFER: usize = 2;

/// How a signal looks today. Never more than a reason to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lean {
    StandsOut,
    Usual,
    /// There is something, and too little of it to say.
    TooLittle,
    /// Cannot be read here; the sentence says why.
    Missing,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    #[serde(flatten)]
    pub about: &'static About,
    pub says: String,
    /// Of how many; absent where nothing was counted.
    pub n: Option<usize>,
    /// “half a year”, “today”.
    pub over: &'static str,
    /// What makes it doubtful.
    pub doubt: String,
    pub lean: Lean,
}

/// A team’s records, as far as everybody may read them.
#[derive(Clone, Copy, Default)]
pub struct Seen<'a> {
    pub now: At,
    pub intents: &'a [Record],
    /// Intents that a check holds up, by number of all that are open.
    pub held_up: usize,
    /// Wider intents that the team’s own name, by whatever team.
    pub wider: &'a [Record],
    pub decisions: &'a [Record],
    pub incidents: &'a [Record],
    /// What hangs on records of the team, of every slot that is asked for here.
    pub hung: &'a [(Record, Attachment)],
    /// Handles of whoever leads the team from outside.
    pub leads: &'a [String],
    /// Of the map in force: cases that no lane holds, lanes without a holder, lanes with one, all.
    pub map: Option<[usize; 4]>,
}

/// Slots that [`read`] looks at.
pub static SLOTS: [&str; 6] = ["forecast", "advice", "commitment", "topic", "unknown", "raised"];

/// Reads one signal from records; a mirror, a health review, and what nobody measures is told as missing.
pub fn read(about: &'static About, seen: &Seen) -> Reading {
    let found = match about.id {
        "intents-active" => counts::active(seen),
        "intents-unclear" => counts::unclear(seen),
        "intents-unrestated" => counts::unrestated(seen),
        "intents-cut-off" => counts::cut_off(seen),
        "intents-reviewed" => counts::reviewed(seen),
        "forecasts" => flow::forecasts(seen),
        "decision-wait" => flow::waits(seen),
        "decided-outside" => flow::outside(seen),
        "decisions-few" => counts::decided(seen),
        "decisions-replaced" => flow::replaced(seen),
        "advice-wait" => counts::advice(seen),
        "promises" => counts::promises(seen),
        "topics" => counts::topics(seen),
        "hosts-decide" => flow::by_host(seen),
        "unknowns" => counts::unknowns(seen),
        "incidents" => counts::incidents(seen),
        "feedback-loop" => counts::feedback(seen),
        "lane-gaps" | "lane-orphans" | "lane-single" => counts::lanes(about.id, seen),
        _ => Told::missing(match about.from {
            From::Nowhere(why) => why,
            From::Health(_) => "No health review that asked the team has closed yet.",
            _ => "Nothing is read here yet.",
        }),
    };
    found.about(about)
}

/// A mirror of the team as a signal; with several repositories, the one that stands out.
pub fn of_mirror(about: &'static About, mirrors: &[(&str, &Mirror)]) -> Reading {
    let lately = |mirror: &Mirror| {
        let counted: Vec<&str> =
            mirror.series.iter().filter(|it| it.counted).map(|it| it.label.as_str()).collect();
        let last = &counted[counted.len().saturating_sub(LATELY)..];
        mirror.signals.iter().any(|it| last.contains(&it.label.as_str()))
    };
    let found = mirrors.iter().find(|it| lately(it.1)).or_else(|| mirrors.first());
    let Some((repository, mirror)) = found else {
        return Told::missing("No history of the team was read that shows it.").about(about);
    };
    let lean = match mirror.limits {
        _ if lately(mirror) => Lean::StandsOut,
        Some(_) => Lean::Usual,
        None => Lean::TooLittle,
    };
    let why = mirror.why.get("limits").or_else(|| mirror.why.get("n")).cloned();
    let doubt = why.map(|it| format!("No usual range: {it}."));
    // Most say it themselves already.
    let stood_out = Some(mirror.stood_out()).filter(|it| !mirror.says.contains(it.as_str()));
    let says = format!("{repository}: {} {}", mirror.says, stood_out.unwrap_or_default());
    Told {
        says: says.trim().to_owned(),
        n: mirror.n,
        over: "a year",
        doubt: doubt.or_else(|| mirror.notes.first().cloned()).unwrap_or_default(),
        lean,
    }
    .about(about)
}

/// A mirror that whoever looks may not see.
pub fn not_released(about: &'static About) -> Reading {
    Told::missing("The team’s own. It shows it to whoever leads when it wants to.").about(about)
}

/// Points at the end of a mirror that count as now.
const LATELY: usize = 3;

/// How many of a playbook’s signals stand out today.
pub fn standing_out<'a>(playbook: &Playbook, readings: &'a [Reading]) -> Vec<&'a Reading> {
    let watched =
        |it: &&Reading| playbook.part(Part::Signals).iter().any(|line| line.key == it.about.id);
    readings.iter().filter(|it| it.lean == Lean::StandsOut).filter(watched).collect()
}

/// A reading before it knows what it is of.
struct Told {
    says: String,
    n: Option<usize>,
    over: &'static str,
    doubt: String,
    lean: Lean,
}

impl Told {
    fn missing(why: &str) -> Self {
        Self { says: why.to_owned(), n: None, over: "", doubt: String::new(), lean: Lean::Missing }
    }

    /// A plain count of records.
    fn count(n: usize, over: &'static str, says: String, stands_out: bool) -> Self {
        let lean = if stands_out { Lean::StandsOut } else { Lean::Usual };
        Self { says, n: Some(n), over, doubt: String::new(), lean }
    }

    fn doubting(self, doubt: &str) -> Self {
        Self { doubt: doubt.to_owned(), ..self }
    }

    fn about(self, about: &'static About) -> Reading {
        let Self { says, n, over, doubt, lean } = self;
        Reading { about, says, n, over, doubt, lean }
    }
}

impl Seen<'_> {
    fn since(&self) -> At {
        self.now.plus(-DAYS * At::DAY)
    }

    fn slot<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a Record, &'a Attachment)> {
        let of = self.hung.iter().filter(move |it| it.1.slot == name && !it.0.retired);
        of.map(|it| (&it.0, &it.1))
    }
}

/// “three decisions”, “no decision”.
fn some(n: usize, noun: &str) -> String {
    if n == 0 { format!("no {noun}") } else { count(n, noun) }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
