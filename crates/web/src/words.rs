//! Every string the pages share, and how moments and numbers are said.

use domain::id::At;
use jiff::civil::Date;

pub const NAME: &str = "Remit";
pub const HOW_AND_WHY: &str = "How and why";
pub const SKIP: &str = "Skip to the page";
pub const SEARCH: &str = "Search";
pub const SAVE: &str = "Save";
pub const CANCEL: &str = "Leave it as it was";
pub const ADD_ROW: &str = "Add a row";
pub const DROP_ROW: &str = "Remove";
pub const MORE: &str = "More, when you want it";
pub const LATER: &str = "Later, when it comes to that";
pub const CHECK: &str = "Check the wording";
pub const NOT_YET: &str = "not yet said";
pub const OPTIONAL: &str = "may wait";
pub const SAMPLE: &str =
    "A made-up organisation, to look around in. Nothing here is about real people.";
pub const NOTHING_LOST: &str = "Nothing you wrote is lost: it is in the form below.";

/// What just happened, by the code a redirect carries. Unknown codes say nothing.
pub fn said(code: &str) -> Option<&'static str> {
    Some(match code {
        "begun" => "Begun. It can grow whenever you like.",
        "saved" => "Saved.",
        "moved" => "Done.",
        "added" => "Added.",
        "asked" => "Asked. Whoever can answer sees it on their first page.",
        "retired" => "Put away. It is kept and can be found by searching.",
        "ended" => "That session has ended.",
        "password" => "Your password is set.",
        "invited" => "The link works once. Give it to the person yourself.",
        "in-force" => "The map is in force.",
        "kept" => "The map stays as it is.",
        "proposed" => "Proposed. Whoever decides about the map can put it in force.",
        "left" => "You are signed out.",
        "withdrawn" => "Withdrawn.",
        "retried" => "It is tried again now; if it fails again, it comes back here.",
        "asked-there" => "A letter is on its way there. Open it and confirm.",
        "let-go" => "Let go. It will not be tried again.",
        "unlinked" => {
            "The link has ended. Calendars and readers that have it get nothing any more."
        }
        "a-round" => {
            "It is an open round now. Talk the questions through, and write down what you agree on."
        }
        "stands-already" => {
            "This page stood here already; the step leads to it and back. Add a line to it."
        }
        "kept-alone" => "Kept, for you alone.",
        "ended-alone" => "It is gone, and its key with it.",
        "waved-off" => "It will not come up beside this again.",
        _ => return None,
    })
}

/// “4 March”, with the year only where it is another one.
pub fn day(date: Date, today: Date) -> String {
    let month = date.strftime("%B");
    if date.year() == today.year() {
        format!("{} {month}", date.day())
    } else {
        format!("{} {month} {}", date.day(), date.year())
    }
}

/// A stored date or moment, or the text as it was written.
pub fn day_text(text: &str, today: Date) -> String {
    let moment = || text.trim().parse::<jiff::Timestamp>().ok();
    let date = text.trim().parse::<Date>().ok();
    let date = date.or_else(|| moment().map(|it| At(it.as_millisecond()).day()));
    date.map_or_else(|| text.to_owned(), |date| day(date, today))
}

/// A moment as people write it down, “2026-03-04 14:05”, said as a day and a time; with a zone
/// behind it, the zone too. Anything else is no moment.
pub fn moment(text: &str, today: Date) -> Option<String> {
    const ZONE_CHARS: usize = 20;
    let (date, rest) = text.trim().split_once([' ', 'T'])?;
    let date = date.parse::<Date>().ok()?;
    let (time, zone) = rest.split_at_checked(5)?;
    let digits = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
    let (hours, minutes) = time.split_once(':')?;
    let is_time = digits(hours) && digits(minutes) && zone.chars().count() <= ZONE_CHARS;
    is_time.then(|| format!("{}, {time}{zone}", day(date, today)))
}

/// Text that grew under dates, “2026-03-04: …” a paragraph, with each date as people say it.
pub fn dated(text: &str, today: Date) -> String {
    let said = |line: &str| match line.split_at_checked(10) {
        Some((date, rest)) if rest.starts_with(": ") => match date.parse::<Date>() {
            Ok(date) => format!("{}{rest}", day(date, today)),
            Err(_) => line.to_owned(),
        },
        _ => line.to_owned(),
    };
    text.lines().map(said).collect::<Vec<_>>().join("\n")
}

/// How far a date is: “today”, “in 3 days”, “2 days ago”, beyond a fortnight the date.
pub fn distance(date: Date, today: Date) -> String {
    let days = (date - today).get_days();
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        2..=14 => format!("in {days} days"),
        -14..=-2 => format!("{} days ago", -days),
        _ => day(date, today),
    }
}

/// When something happened, seen from `now`.
pub fn ago(at: At, now: At) -> String {
    let gone = now.since(at);
    match gone {
        i64::MIN..60_000 => "just now".into(),
        60_000..At::HOUR => count(gone / 60_000, "minute") + " ago",
        At::HOUR..At::DAY => count(gone / At::HOUR, "hour") + " ago",
        _ => distance(at.day(), now.day()),
    }
}

/// “1 lane”, “3 lanes”.
pub fn count(n: impl Into<i64>, noun: &str) -> String {
    let n = n.into();
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// “a question”, “an idea”, “advice”: a noun as it is added to something.
pub fn a(noun: &str) -> String {
    const UNCOUNTED: [&str; 6] =
        ["advice", "evidence", "feedback", "help", "office hours", "our mirrors"];
    match noun.chars().next() {
        _ if UNCOUNTED.contains(&noun) => noun.to_owned(),
        Some('a' | 'e' | 'i' | 'o') => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}

/// “one”, “two” … up to twelve, then digits: for the start of a sentence.
pub fn number(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// The same with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The same with a small letter, to go on a sentence.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// “a, b and c”.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_said_as_people_say_them() {
        let today = date("2026-03-06");
        assert_eq!(day(date("2026-03-04"), today), "4 March");
        assert_eq!(day(date("2025-12-31"), today), "31 December 2025");
        assert_eq!(distance(date("2026-03-07"), today), "tomorrow");
        assert_eq!(distance(date("2026-02-24"), today), "10 days ago");
        assert_eq!(distance(date("2026-06-30"), today), "30 June");
        assert_eq!(day_text("whenever", today), "whenever");
        assert_eq!(day_text("2026-03-04T09:30:00Z", today), "4 March");
        assert_eq!(day_text("2025-12-31T23:59:59.999Z", today), "31 December 2025");
    }

    #[test]
    fn a_moment_is_said_as_a_day_and_a_time_and_anything_else_stays_as_it_is() {
        let today = date("2026-03-06");
        let said = |text: &str| moment(text, today);
        assert_eq!(said("2026-03-04 14:05").as_deref(), Some("4 March, 14:05"));
        assert_eq!(said("2025-12-31T09:30 CET").as_deref(), Some("31 December 2025, 09:30 CET"));
        for other in
            ["2026-03-04", "14:05", "2026-03-04 noon", "2026-03-04 1:5pm", "2026-13-04 14:05"]
        {
            assert_eq!(said(other), None, "{other}");
        }
        assert_eq!(said("2026-03-04 14:05 and then everybody came running"), None);
        assert_eq!(said("2026-03-04 ééé"), None, "no letter is cut in two");
    }

    #[test]
    fn what_grew_under_dates_says_them_as_people_do() {
        let today = date("2026-03-06");
        let grown = "2026-02-24: Two so far.\n\n2025-11-03: One.\nNo date: 3";
        assert_eq!(
            dated(grown, today),
            "24 February: Two so far.\n\n3 November 2025: One.\nNo date: 3"
        );
        assert_eq!(dated("2026-02-2é: x", today), "2026-02-2é: x");
    }

    #[test]
    fn moments_are_said_from_now() {
        let now = At(1_772_798_400_000);
        assert_eq!(ago(now.plus(-90_000), now), "1 minute ago");
        assert_eq!(ago(now.plus(-3 * At::HOUR), now), "3 hours ago");
        assert_eq!(ago(now.plus(-2 * At::DAY), now), "2 days ago");
        assert_eq!(ago(now.plus(50), now), "just now");
    }

    #[test]
    fn lists_and_counts_read_as_sentences() {
        assert_eq!(list(&["Ana".into(), "Bo".into(), "Cy".into()]), "Ana, Bo and Cy");
        assert_eq!(count(1, "lane"), "1 lane");
        assert_eq!(capital(&number(11)), "Eleven");
        assert_eq!(number(13), "13");
    }

    #[test]
    fn a_noun_takes_its_article_and_advice_takes_none() {
        let all = ["question", "idea", "advice", "outcome", "our mirrors"].map(a);
        assert_eq!(all, ["a question", "an idea", "advice", "an outcome", "our mirrors"]);
    }
}
