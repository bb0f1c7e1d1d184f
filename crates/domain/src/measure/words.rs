//! Numbers as people say them. The page, the terminal and the sentences all ask here, so that the
//! same value reads the same everywhere.

use super::mirror::Unit;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A value with its unit: `35 min`, `6.5 h`, `3 days`, `22 working days`, `2.4 hands`.
pub fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Hours => hours(value),
        Unit::Days => hours(value * 24.0),
        Unit::WorkingDays if value < 0.05 => "the same day".to_owned(),
        Unit::WorkingDays => counted(value, "working day"),
        Unit::Releases => counted(value, "release"),
        Unit::Deployments => counted(value, "deployment"),
        Unit::Hands => counted(value, "hand"),
    }
}

/// The same as an upper end: “3 days or shorter”, “under a minute”.
pub fn or_shorter(value: f64, unit: Unit) -> String {
    let amount = amount(value, unit);
    if amount.starts_with("under ") { amount } else { format!("{amount} or shorter") }
}

/// The bare number, with one decimal where it matters. Never `-0`.
pub fn number(value: f64) -> String {
    let rounded = if value.abs() < 9.95 { (value * 10.0).round() / 10.0 } else { value.round() };
    let text = format!("{}", if rounded == 0.0 { 0.0 } else { rounded });
    if rounded.abs() >= 10_000.0 { grouped(&text) } else { text }
}

/// `1 landing`, `1 204 landings`.
pub fn count(n: usize, noun: &str) -> String {
    let number = if n >= 10_000 { grouped(&n.to_string()) } else { n.to_string() };
    format!("{number} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A share as people read it: `38 %`, and never 0 % or 100 % for what is not quite that.
pub fn share(part: usize, all: usize) -> String {
    if all == 0 {
        return "none".to_owned();
    }
    let percent = 100.0 * part as f64 / all as f64;
    match percent.round() as u32 {
        0 if part > 0 => "under 1 %".to_owned(),
        100 if part < all => "over 99 %".to_owned(),
        rounded => format!("{rounded} %"),
    }
}

/// `2026-Q1` as `Q1 2026`, `2026-05` as `May 2026`, `2026-05-11` as `11 May 2026`; anything else as it is.
pub fn period(label: &str) -> String {
    let parts: Vec<&str> = label.split('-').collect();
    let month =
        |text: &str| text.parse().ok().and_then(|m: usize| MONTHS.get(m.checked_sub(1)?).copied());
    match parts[..] {
        [year, part] if year.len() == 4 && part.starts_with(['Q', 'H']) => {
            Some(format!("{part} {year}"))
        }
        [year, m] if year.len() == 4 => month(m).map(|name| format!("{name} {year}")),
        [year, m, day] if year.len() == 4 => {
            month(m).map(|name| format!("{} {name} {year}", day.trim_start_matches('0')))
        }
        _ => None,
    }
    .unwrap_or_else(|| label.to_owned())
}

fn hours(hours: f64) -> String {
    match hours {
        h if h < 1.0 / 60.0 => "under a minute".to_owned(),
        h if h < 1.0 => format!("{} min", (h * 60.0).round().max(1.0)),
        h if h < 47.5 => format!("{} h", number(h)),
        h => counted(h / 24.0, "day"),
    }
}

fn counted(value: f64, noun: &str) -> String {
    let number = number(value);
    let one = number == "1";
    format!("{number} {noun}{}", if one { "" } else { "s" })
}

/// Thousands apart by a narrow no-break space.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut text = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_become_the_unit_people_would_use() {
        let say = |h| amount(h, Unit::Hours);
        assert_eq!(say(0.001), "under a minute");
        assert_eq!(say(0.5), "30 min");
        assert_eq!(say(6.51), "6.5 h");
        assert_eq!(say(47.0), "47 h");
        assert_eq!(say(72.0), "3 days");
        assert_eq!(say(24.0 * 42.3), "42 days");
        assert_eq!(amount(1.0, Unit::Days), "24 h");
        assert_eq!(amount(1.0, Unit::WorkingDays), "1 working day");
    }

    #[test]
    fn numbers_are_short_and_grouped_only_when_long() {
        assert_eq!([number(-0.01), number(9.94), number(9.96)], ["0", "9.9", "10"]);
        assert_eq!(number(-12_345.0), "-12\u{202f}345");
        assert_eq!(count(9_999, "landing"), "9999 landings");
        assert_eq!(count(1_000_000, "landing"), "1\u{202f}000\u{202f}000 landings");
    }

    #[test]
    fn a_share_is_never_rounded_to_nothing_or_all() {
        assert_eq!(share(1, 1000), "under 1 %");
        assert_eq!(share(999, 1000), "over 99 %");
        assert_eq!([share(0, 10), share(10, 10), share(1, 3)], ["0 %", "100 %", "33 %"]);
        assert_eq!(share(0, 0), "none");
    }

    #[test]
    fn periods_read_as_dates_and_areas_as_themselves() {
        assert_eq!(period("2026-05"), "May 2026");
        assert_eq!(period("2026-05-04"), "4 May 2026");
        assert_eq!(period("src"), "src");
        assert_eq!(period("2026-99"), "2026-99");
        assert_eq!(period("docs-rs"), "docs-rs");
    }
}
