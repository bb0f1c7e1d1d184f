//! Facts in, mirrors out; each with its definition, its n and its doubt.
//!
//! A measure is one file and takes [`Columns`], which hold no name of anybody: what it returns
//! cannot carry one.

pub mod balance;
pub mod baseline;
pub mod behaviour;
mod columns;
pub mod concentration;
pub mod deployment_frequency;
pub mod deployments;
pub mod feedback_loop;
pub mod follow_through;
pub mod forecasts;
pub mod groups;
pub mod judged;
pub mod kept;
pub mod lead_time;
pub mod mark;
pub mod mirror;
pub mod newcomers;
pub mod proportion;
pub mod quantile;
pub mod release_frequency;
pub mod release_wait;
pub mod review;
pub mod survival;
pub mod window;
pub mod words;

#[cfg(test)]
mod tests;

pub use baseline::{Baseline, Declared};
pub use columns::Columns;
pub use mirror::{About, Drawn, Excluded, Interval, Mirror, Point, Signal, Trend, Unit};
pub use window::{Every, Window};

use serde::Serialize;

use crate::facts::Facts;
use crate::id::At;

/// The normal quantile behind every 95 % interval here.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Quiet for longer than this, and a checkout may simply not have been fetched.
const STALE: i64 = 30 * At::DAY;

/// Every mirror by its id and its name: what a metrics review can say it looked at.
pub static NAMES: &[(&str, &str)] = &[
    named(&release_frequency::ABOUT),
    named(&deployment_frequency::ABOUT),
    named(&lead_time::ABOUT),
    named(&review::ABOUT),
    named(&release_wait::ABOUT),
    named(&newcomers::FIRST),
    named(&newcomers::TENTH),
    named(&concentration::ABOUT),
    named(&follow_through::ABOUT),
];

const fn named(about: &About) -> (&'static str, &'static str) {
    (about.id, about.name)
}

/// One history as far as it can be seen: its mirrors, and what stood in the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mirrored {
    pub window: Window,
    /// Landings on the default branch that were read, whatever the window.
    pub landings: usize,
    /// What the reader could not know, as sentences.
    pub notes: Vec<String>,
    pub mirrors: Vec<Mirror>,
}

/// Looks at a history through a window in its text form (`12m`, see [`Window::parse`]).
///
/// # Errors
/// A sentence where the text is no window.
pub fn look(facts: &Facts, window: &str, today: At) -> Result<Mirrored, String> {
    let (to, stale) = watched_to(facts, today);
    Ok(through(facts, Window::parse(window, to)?, stale))
}

/// The same over the last full months and the running one.
pub fn look_back(facts: &Facts, months: i32, today: At) -> Mirrored {
    let (to, stale) = watched_to(facts, today);
    through(facts, Window::months(months, to), stale)
}

fn through(facts: &Facts, window: Window, stale: Option<String>) -> Mirrored {
    let mut notes: Vec<String> = stale.into_iter().collect();
    if !facts.unknown.is_empty() {
        let doubts = facts.unknown.iter().map(|it| format!("{} ({})", it.reason, it.count));
        let doubts: Vec<String> = doubts.collect();
        notes.push(format!("Not known from this history: {}.", doubts.join("; ")));
    }
    Mirrored { window, landings: facts.landings.len(), notes, mirrors: all(facts, window) }
}

/// Every mirror a history alone can give, in the order of a page.
pub fn all(facts: &Facts, window: Window) -> Vec<Mirror> {
    let columns = Columns::from(facts);
    vec![
        release_frequency::measure(&columns, window),
        deployment_frequency::measure(&columns, window),
        lead_time::measure(&columns, window),
        review::measure(&columns, window),
        release_wait::measure(&columns, window),
        newcomers::first(&columns, window),
        newcomers::tenth(&columns, window),
        concentration::measure(&columns, window),
    ]
}

/// The moment up to which a history can be trusted to be complete, and a sentence where that is
/// not `today`: a quiet month and a checkout nobody fetched look the same, so the watch ends with
/// the newest landing.
pub fn watched_to(facts: &Facts, today: At) -> (At, Option<String>) {
    let newest = facts.landings.at.iter().copied().filter(|&at| at <= today).max();
    match newest {
        Some(newest) if today.since(newest) > STALE => {
            let day = newest.day();
            let says = format!(
                "The newest landing here is from {}. The windows end there: fetch to see later.",
                words::period(&day.to_string())
            );
            (newest.plus(1), Some(says))
        }
        _ => (today, None),
    }
}
