//! What holds for every mirror, and the builders its tests read.

mod invariants;
mod sentences;

use proptest::prelude::*;

use super::*;
use crate::facts::{Identity, Landing, NO_AREA, Release, Review};

/// One landing; people are numbers, and `BOT` is a program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub at: At,
    pub begun: At,
    pub author: u32,
    pub area: u16,
    pub review: Review,
}

const PEOPLE: u32 = 60;

impl Row {
    pub(super) const BOT: u32 = PEOPLE;
}

impl Default for Row {
    fn default() -> Self {
        Self { at: At(0), begun: At(0), author: 0, area: NO_AREA, review: Review::NoneNamed }
    }
}

pub(super) fn moment(text: &str) -> At {
    At(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// Midnight (UTC) at the start of a day.
pub(super) fn day(text: &str) -> At {
    moment(&format!("{text}T00:00:00Z"))
}

pub(super) fn hours_after(at: At, hours: i64) -> At {
    at.plus(hours * At::HOUR)
}

/// A tag; `…-rc1` is unfinished, and what stands before a dash is the part that is released.
pub(super) fn release(name: &str, on: &str) -> Release {
    let pre = name.contains("-rc");
    let series = name.split_once('-').filter(|_| !pre).map_or("", |parts| parts.0).to_owned();
    Release { name: name.to_owned(), at: day(on), landing: None, series, pre }
}

pub(super) fn facts() -> Facts {
    facts_of(&[])
}

pub(super) fn facts_of(rows: &[Row]) -> Facts {
    let mut facts = Facts {
        areas: ["src", "docs", "tests"].map(str::to_owned).to_vec(),
        identities: (0..=PEOPLE)
            .map(|i| Identity {
                name: format!("Quixote{i}"),
                email: format!("quixote{i}@example.org"),
                bot: i == Row::BOT,
            })
            .collect(),
        ..Facts::default()
    };
    for (i, row) in rows.iter().enumerate() {
        facts.landings.push(Landing {
            first_author_at: row.begun,
            last_author_at: row.begun,
            author: row.author,
            landed_by: row.author,
            area: row.area,
            commit: i as u64,
            review: row.review,
            ..Landing::at(row.at)
        });
    }
    facts
}

fn some_rows() -> impl Strategy<Value = Vec<Row>> {
    let area = prop::sample::select(&[0, 1, 2, NO_AREA][..]);
    let row = (0_i64..700, 0_i64..400, 0..=Row::BOT, area, 0_u8..3).prop_map(
        |(on, took, author, area, review)| {
            let at = hours_after(day("2025-06-01"), on * 24 + on % 7);
            let review = Review::of_byte(review).unwrap();
            Row { at, begun: hours_after(at, -took), author, area, review }
        },
    );
    prop::collection::vec(row, 0..150)
}

fn year() -> Window {
    Window { from: day("2026-01-01"), to: day("2027-01-01") }
}

#[test]
fn an_empty_history_gives_words_and_no_number() {
    for mirror in all(&Facts::default(), year()) {
        assert_eq!(mirror.median, None, "{}", mirror.about.id);
        assert!(mirror.says.ends_with('.') && mirror.why.contains_key("median"), "{mirror:?}");
    }
}

#[test]
fn a_mirror_as_json_has_every_promised_field() {
    let mirrors = all(&facts_of(&[Row { at: day("2026-02-02"), ..Row::default() }]), year());
    let json = serde_json::to_value(&mirrors[0]).unwrap();
    for field in [
        "id",
        "definition",
        "version",
        "unit",
        "window",
        "n",
        "open",
        "median",
        "p75",
        "p90",
        "interval",
        "excluded",
        "series",
        "why",
        "says",
        "limits",
        "signals",
        "beside",
    ] {
        assert!(json.get(field).is_some(), "{field} is missing");
    }
    assert_eq!(json["window"]["from"], "2026-01-01T00:00:00Z");
    assert!(json["median"].is_null() && json["why"]["median"].is_string());
}

#[test]
fn a_checkout_nobody_fetched_is_watched_to_its_newest_landing() {
    let facts = facts_of(&[Row { at: day("2026-08-22"), ..Row::default() }]);
    let (to, says) = watched_to(&facts, day("2026-11-23"));
    assert_eq!(to, day("2026-08-22").plus(1));
    assert!(says.unwrap().contains("22 Aug 2026"));
    assert_eq!(watched_to(&facts, day("2026-09-01")), (day("2026-09-01"), None));
    assert_eq!(watched_to(&Facts::default(), At(5)), (At(5), None));
}

#[test]
fn a_look_says_what_stood_in_the_way() {
    let mut facts = facts_of(&[Row { at: day("2026-08-22"), ..Row::default() }]);
    facts.unknown.push(crate::facts::Unknown { reason: "dates: in the future".into(), count: 3 });
    let seen = look(&facts, "12m", day("2026-11-23")).unwrap();
    assert_eq!((seen.landings, seen.mirrors.len()), (1, NAMES.len() - 1));
    assert_eq!(seen.window.from, day("2025-08-01"), "twelve months before the newest landing");
    assert!(seen.notes[0].contains("22 Aug 2026"));
    assert_eq!(seen.notes[1], "Not known from this history: dates: in the future (3).");
    assert!(look(&facts, "soon", day("2026-11-23")).unwrap_err().contains("`soon`"));
}

#[test]
fn definitions_have_their_own_names() {
    let mut ids: Vec<_> = all(&facts(), year()).iter().map(|mirror| mirror.about.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), NAMES.len() - 1, "all but follow-through, which reads records");
}

proptest! {
    #[test]
    fn nobody_is_named_or_can_be_found(rows in some_rows()) {
        let json = serde_json::to_string(&all(&facts_of(&rows), year())).unwrap();
        prop_assert!(!json.contains("uixote"), "{json}");
    }

    #[test]
    fn the_order_of_facts_does_not_matter(rows in some_rows(), by in any::<prop::sample::Index>()) {
        let mut turned = rows.clone();
        if !turned.is_empty() {
            turned.rotate_left(by.index(rows.len()));
        }
        turned.reverse();
        prop_assert_eq!(all(&facts_of(&rows), year()), all(&facts_of(&turned), year()));
    }

    #[test]
    fn later_facts_change_no_earlier_window(rows in some_rows(), more in some_rows()) {
        let mut longer = rows.clone();
        longer.extend(more.iter().map(|row| Row { at: row.at.plus(730 * At::DAY), ..*row }));
        let mut later = facts_of(&longer);
        for name in ["v9.1", "v9.2-rc1", "gui-1.0"] {
            later.releases.push(Release { landing: Some(rows.len() as u32), ..release(name, "2027-03-01") });
        }
        prop_assert_eq!(all(&facts_of(&rows), year()), all(&later, year()));
    }

    #[test]
    fn every_absent_number_has_its_reason_and_none_is_nan(rows in some_rows()) {
        for mirror in all(&facts_of(&rows), year()) {
            for (name, value) in [("median", mirror.median), ("p75", mirror.p75), ("p90", mirror.p90)] {
                prop_assert_eq!(value.is_none(), mirror.why.contains_key(name), "{} {}", mirror.about.id, name);
                prop_assert!(value.is_none_or(f64::is_finite));
            }
            for (name, known) in [("n", mirror.n.is_some()), ("open", mirror.open.is_some())] {
                prop_assert_eq!(!known, mirror.why.contains_key(name), "{} {}", mirror.about.id, name);
            }
            prop_assert!(mirror.series.iter().all(|p| p.value.is_none_or(f64::is_finite)));
        }
    }

    #[test]
    fn longer_waits_by_a_factor_are_longer_leads_by_it(rows in some_rows()) {
        let thrice: Vec<Row> =
            rows.iter().map(|row| Row { begun: row.at.plus(-3 * row.at.since(row.begun)), ..*row }).collect();
        let median = |rows: &[Row]| lead_time::measure(&Columns::from(&facts_of(rows)), year()).median;
        let (once, three) = (median(&rows), median(&thrice));
        prop_assert!(once.zip(three).is_none_or(|(a, b)| (a * 3.0 - b).abs() < 1e-6 * b.max(1.0)));
        prop_assert_eq!(once.is_some(), three.is_some());
    }
}
