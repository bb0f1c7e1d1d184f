//! `remit due`: what somebody has to look at by a day, here or on a server; for people and for CI.

use app::Clock;
use app::checkout::{Checkout, DaysHere, today};
use domain::id::At;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::around;
use crate::client::{Client, Server};
use crate::fault::Fault;
use crate::shell::{Exit, Ink, Shell};

/// Say what comes due: reviews, promises, lanes; exit 1 if something is overdue
///
/// In a checkout: decisions with a day to look again (`review-on: 2026-09-01` in their front
/// matter), and lanes of lanes.toml that end. On a server: everything with a day there, such as
/// reviews, promises, forecasts and demos.
///
/// Examples:
///   remit due
///   remit due --within 0d || echo "something is overdue"
///   remit due --server https://remit.example.org --team payments --within 4w
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// How far to look ahead: 14d, 2w
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = days)]
    within: i64,

    /// Team whose days are listed, with the teams below it; everybody's if not named
    #[arg(long, value_name = "TEAM", env = "REMIT_TEAM", help_heading = "On a server")]
    team: Option<String>,

    /// Only what is yours: your promises, and what your teams have to look at
    #[arg(long, requires = "url", help_heading = "On a server")]
    mine: bool,

    #[command(flatten)]
    server: Server,
}

/// One line of the list, as a checkout and a server tell it.
#[derive(Deserialize)]
struct Line {
    on: Date,
    overdue: bool,
    asks: String,
    about: String,
    place: String,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let now = Clock::System.now();
    match args.server.client()? {
        Some(client) => on_server(args, &client, now, shell),
        None => here(args, &around::checkout(&around::folder()?)?, now, shell),
    }
}

fn on_server(args: &Args, client: &Client, now: At, shell: &mut Shell) -> Result<Exit, Fault> {
    let until = now.plus(args.within * At::DAY).day();
    let whose = match &args.team {
        _ if args.mine => "&mine=true".to_owned(),
        Some(team) => format!("&team={}", named(team)?),
        None => String::new(),
    };
    let answer = client.get(&format!("/api/v1/due?until={until}{whose}"))?;
    let unexpected = |e| Fault::because("The server’s answer is not what was expected", &e);
    let answer: Value = serde_json::from_str(&answer).map_err(unexpected)?;
    tell(&answer, &|place| client.address(place), shell)
}

fn here(args: &Args, checkout: &Checkout, now: At, shell: &mut Shell) -> Result<Exit, Fault> {
    let map = checkout.map();
    if let Some(map) = &map {
        around::usable(map, app::checkout::MAP, shell)?;
    }
    let map = map.map(|it| it.reading.map);
    let day = map.as_ref().map_or(now.day(), |it| today(it, now));
    let until = day.checked_add(jiff::Span::new().days(args.within));
    let until = until.map_err(|_| Fault::new("That day is beyond the calendar."))?;
    let DaysHere { due, unread } = checkout.due(map.as_ref(), day, until);
    for (path, says) in unread {
        shell.step(format!("{path}: “{says}” is not a date; write it as 2026-03-01."));
    }
    if args.team.is_some() {
        shell.step("A checkout has no teams, so all of it was looked at.");
    }
    tell(&json!({ "until": until, "items": due, "more": false }), &str::to_owned, shell)
}

/// Prints the list, the overdue first.
fn tell(
    answer: &Value,
    address: &dyn Fn(&str) -> String,
    shell: &mut Shell,
) -> Result<Exit, Fault> {
    let lines = Vec::<Line>::deserialize(&answer["items"])
        .map_err(|e| Fault::because("The server’s answer is not what was expected", &e))?;
    let exit = if lines.iter().any(|it| it.overdue) { Exit::No } else { Exit::Yes };
    if shell.json {
        shell.say_json(answer)?;
        return Ok(exit);
    }
    let until = answer["until"].as_str().unwrap_or_default();
    if lines.is_empty() {
        shell.say(format!("Nothing is due by {until}."))?;
        return Ok(exit);
    }
    let wide = lines.iter().map(|it| it.asks.chars().count()).max().unwrap_or(0);
    let mut heading = None;
    for it in &lines {
        if heading != Some(it.overdue) {
            heading = Some(it.overdue);
            let word = if it.overdue { "Overdue".to_owned() } else { format!("Due by {until}") };
            let ink = if it.overdue { Ink::Amber } else { Ink::Strong };
            shell.say(shell.ink(ink, word))?;
        }
        let place = shell.ink(Ink::Faint, address(&it.place));
        shell.say(format!("  {}  {:<wide$}  {}  {place}", it.on, it.asks, it.about))?;
    }
    if answer["more"] == true {
        shell.step("There is more. Narrow it with --team, --mine or a shorter --within.");
    }
    Ok(exit)
}

/// `14d`, `2w` or a bare number of days.
fn days(text: &str) -> Result<i64, String> {
    let (number, factor) = match text.trim() {
        it if it.ends_with('d') => (&it[..it.len() - 1], 1),
        it if it.ends_with('w') => (&it[..it.len() - 1], 7),
        it => (it, 1),
    };
    let number: Option<u16> = number.trim().parse().ok();
    number
        .map(|it| i64::from(it) * factor)
        .ok_or_else(|| "write it as days or weeks: 14d, 2w".to_owned())
}

/// A team's address is letters, digits and hyphens; anything else is a slip of the hand.
fn named(team: &str) -> Result<&str, Fault> {
    let fits = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    if !team.is_empty() && team.chars().all(fits) {
        return Ok(team);
    }
    Err(Fault::new(format!("“{team}” is not the address of a team."))
        .hint("Write it as its page does: the last part of /team/payments."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_ahead_is_days_or_weeks() {
        for (text, wanted) in [("14d", 14), ("2w", 14), ("0d", 0), (" 7 ", 7), ("365d", 365)] {
            assert_eq!(days(text), Ok(wanted), "{text}");
        }
        for text in ["", "d", "w", "-1d", "1.5d", "14 days", "1m", "99999d", "soon"] {
            assert!(days(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_list_is_aligned_with_the_overdue_first_and_ends_as_it_says() {
        let item = |on: &str, overdue: bool, asks: &str, about: &str| json!({ "on": on, "overdue": overdue, "asks": asks, "about": about, "place": "/d/1" });
        let late = item("2026-05-20", true, "Keep or drop", "Ask the bank");
        let near = item("2026-06-01", false, "Resolve", "No page in June");
        let answer = |items: Value| json!({ "until": "2026-06-11", "items": items, "more": false });
        let at = |place: &str| format!("https://r.example{place}");
        for (items, exit, says) in [
            (json!([]), Exit::Yes, "Nothing is due by 2026-06-11.\n"),
            (
                json!([near]),
                Exit::Yes,
                "Due by 2026-06-11\n  2026-06-01  Resolve  No page in June  https://r.example/d/1\n",
            ),
            (
                json!([late, near]),
                Exit::No,
                "Overdue\n  2026-05-20  Keep or drop  Ask the bank  https://r.example/d/1\n\
                 Due by 2026-06-11\n  2026-06-01  Resolve       No page in June  https://r.example/d/1\n",
            ),
        ] {
            let (mut shell, heard) = Shell::remembering(false);
            assert_eq!(tell(&answer(items.clone()), &at, &mut shell).unwrap(), exit);
            assert_eq!(heard.text(), says);
            let (mut shell, heard) = Shell::remembering(true);
            assert_eq!(tell(&answer(items.clone()), &at, &mut shell).unwrap(), exit);
            let told: Value = serde_json::from_str(&heard.text()).unwrap();
            assert_eq!(told["items"], items, "programs get it as it is");
        }
        let (mut shell, _) = Shell::remembering(false);
        assert!(tell(&json!({ "items": [{ "on": "soon" }] }), &at, &mut shell).is_err());
    }

    #[test]
    fn a_teams_name_never_becomes_another_question() {
        assert_eq!(named("payments-2").unwrap(), "payments-2");
        for odd in ["", "a&mine=true", "a b", "a/b", "a?x", "a#b"] {
            assert!(named(odd).is_err(), "{odd}");
        }
    }
}
