//! Mirrors of made-up histories, computed by the measures themselves so that they cannot drift.

use domain::facts::{Facts, Identity, Landing, NO_AREA, Release, Review, Shape};
use domain::id::At;
use domain::measure::{Mirror, Window, all as measure};

const START: i64 = 1_761_955_200_000; // 2025-11-01

/// A year of about `weekly` landings a week by forty people over four areas, a release each
/// `gap` days.
pub(crate) fn history(weekly: i64, gap: i64, squashed: bool) -> Facts {
    let mut facts = Facts {
        areas: ["src", "crates/a-rather-long-name-of-an-area-in-a-tree", "docs", "tests"]
            .map(str::to_owned)
            .to_vec(),
        identities: (0..41)
            .map(|i| Identity { name: String::new(), email: String::new(), bot: i == 40 })
            .collect(),
        ..Facts::default()
    };
    for week in -60..52 {
        // A whole week of waiting late in the year, so that something stands out.
        let slow = if week == 40 { 12 } else { 1 };
        for i in 0..weekly {
            let at = START + (week * 7 + i % 5) * At::DAY + i * 1_234_567;
            let took = slow * ((week * 7 + i * 13).rem_euclid(37) + 2) * At::HOUR;
            // Newcomers come all through the year; the last identity is a program.
            let author = (i * 7 + week.rem_euclid(60) / 2 * (i % 3)).rem_euclid(41) as u32;
            let begun = At(if squashed { at } else { at - took });
            facts.landings.push(Landing {
                first_author_at: begun,
                last_author_at: begun,
                author,
                landed_by: author,
                shape: Shape::Merge,
                area: [0, 0, 1, 2, 3, NO_AREA][(i % 6) as usize],
                review: if i % 4 == 0 { Review::NoneNamed } else { Review::Named },
                ..Landing::at(At(at))
            });
        }
    }
    for i in 0..365 / gap.max(1) {
        let at = At(START + (i * gap + i % 3) * At::DAY);
        let landing =
            facts.landings.at.iter().rposition(|&landed| landed <= at).map(|row| row as u32);
        let (name, series) = (format!("v1.{i}"), String::new());
        facts.releases.push(Release { name, at, landing, series, pre: false });
    }
    facts
}

pub(crate) fn window() -> Window {
    Window { from: At(START), to: At(START + 357 * At::DAY) }
}

pub(crate) fn all() -> Vec<Mirror> {
    [history(11, 21, false), history(40, 3, false), history(3, 60, false), history(11, 9, true)]
        .iter()
        .flat_map(|facts| measure(facts, window()))
        .collect()
}

pub(crate) fn unknown() -> Vec<Mirror> {
    measure(&Facts::default(), window())
}

pub(crate) fn frequency() -> Mirror {
    measure(&history(11, 21, false), window()).swap_remove(0)
}

pub(crate) fn areas() -> Mirror {
    of("landing-concentration")
}

/// One mirror of the usual year.
pub(crate) fn of(id: &str) -> Mirror {
    let all = measure(&history(11, 21, false), window());
    all.into_iter().find(|it| it.about.id == id).expect("a sample")
}
