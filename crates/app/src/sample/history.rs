//! A year of changes for each repository of the sample, drawn by a small generator of its own: the
//! same every time, and full enough for every mirror.

use domain::facts::{Facts, Identity, Landing, Landings, Release, Review, Shape};
use domain::id::At;

pub(super) struct History {
    pub name: &'static str,
    pub team: &'static str,
    seed: u64,
    /// Changes in a working week.
    weekly: u64,
    /// Middle of the wait from first commit to landing, in hours, in the first and the last half.
    hours: (f64, f64),
    /// Working days between releases, in the first and the last half.
    releases: (i64, i64),
    squashes: bool,
    /// Names in git, with the day they first landed something (days before today).
    people: &'static [(&'static str, i64)],
    areas: &'static [&'static str],
}

const DAYS: i64 = 371;

pub(super) static ALL: &[History] = &[
    History {
        name: "till",
        team: "payments",
        seed: 11,
        weekly: 17,
        hours: (62.0, 27.0),
        releases: (9, 3),
        squashes: true,
        people: &[
            ("Mara Lindqvist", 371),
            ("Jonas Keller", 371),
            ("Lena Osei", 371),
            ("Priya Nair", 371),
            ("Diego Fuentes", 371),
            ("Omar Haddad", 371),
            ("Sofia Rossi", 68),
            ("Wen Zhao", 120),
        ],
        areas: &["ledger", "payouts", "checkout", "banks", "reports", "docs"],
    },
    History {
        name: "calendar",
        team: "bookings",
        seed: 23,
        weekly: 13,
        hours: (40.0, 44.0),
        releases: (5, 5),
        squashes: false,
        people: &[
            ("Ben Carter", 371),
            ("Aiko Tanaka", 371),
            ("Yusuf Demir", 371),
            ("Clara Novak", 371),
            ("Nils Aalto", 196),
            ("Grace Mbeki", 31),
        ],
        areas: &["slots", "reminders", "web", "import", "docs"],
    },
    History {
        name: "ground",
        team: "platform",
        seed: 37,
        weekly: 21,
        hours: (20.0, 18.0),
        releases: (2, 2),
        squashes: true,
        people: &[
            ("Eva Horvat", 371),
            ("Noor Rahman", 371),
            ("Samir Patel", 371),
            ("Tess O’Neill", 371),
            ("Viktor Lange", 371),
            ("Wen Zhao", 170),
            ("patch[bot]", 371),
        ],
        areas: &["deploy", "storage", "observe", "access", "tools"],
    },
    History {
        name: "pocket",
        team: "mobile",
        seed: 53,
        weekly: 8,
        hours: (90.0, 70.0),
        releases: (15, 10),
        squashes: false,
        people: &[
            ("Felix Braun", 371),
            ("Hana Sato", 371),
            ("Pablo Ruiz", 371),
            ("Ola Svensson", 252),
        ],
        areas: &["android", "ios", "shared"],
    },
];

impl History {
    pub(super) fn facts(&self, now: At) -> Facts {
        let mut draw = Draw(self.seed);
        let mut facts = Facts {
            read_to: format!("{:040x}", self.seed),
            identities: self.people.iter().map(|it| identity(it.0)).collect(),
            areas: self.areas.iter().map(|it| (*it).to_owned()).collect(),
            ..Facts::default()
        };
        let mut number = 400;
        let mut since_release = 0;
        for ago in (1..=DAYS).rev() {
            let midnight = At((now.0 - ago * At::DAY).div_euclid(At::DAY) * At::DAY);
            if !is_working_day(midnight) {
                continue;
            }
            let late = ago < DAYS / 2;
            let mut today: Vec<i64> =
                (0..self.today(&mut draw)).map(|_| draw.below(9 * 60) as i64).collect();
            today.sort_unstable();
            for minute in today {
                number += 1 + draw.below(3) as u32;
                self.land(
                    &mut facts.landings,
                    midnight.plus((8 * 60 + minute) * 60_000),
                    (ago, late),
                    number,
                    &mut draw,
                );
            }
            since_release += 1;
            let every = if late { self.releases.1 } else { self.releases.0 };
            if since_release >= every + draw.below(3) as i64 - 1 && !facts.landings.is_empty() {
                since_release = 0;
                let landing = Some(facts.landings.len() as u32 - 1);
                let name = format!("v1.{}.0", facts.releases.len());
                facts.releases.push(Release {
                    name,
                    at: midnight.plus(17 * At::HOUR),
                    landing,
                    series: String::new(),
                    pre: false,
                });
            }
        }
        facts
    }

    /// How many changes land on one day.
    fn today(&self, draw: &mut Draw) -> u64 {
        (0..self.weekly).filter(|_| draw.below(5) == 0).count() as u64
    }

    fn land(
        &self,
        to: &mut Landings,
        at: At,
        (ago, late): (i64, bool),
        number: u32,
        draw: &mut Draw,
    ) {
        let here: Vec<u32> =
            (0..).zip(self.people).filter(|it| it.1.1 >= ago).map(|it| it.0).collect();
        let author = here[draw.below(here.len() as u64) as usize];
        let landed_by =
            if draw.below(4) == 0 { author } else { here[draw.below(here.len() as u64) as usize] };
        let middle = if late { self.hours.1 } else { self.hours.0 };
        let waited = (draw.spread(middle) * At::HOUR as f64) as i64;
        let direct = draw.below(25) == 0;
        let (shape, commits) = match () {
            () if direct => (Shape::Direct, 1),
            () if self.squashes => (Shape::Squash, 1),
            () => (Shape::Merge, 1 + draw.below(6) as u32),
        };
        // The first areas get most of the work, as areas do.
        let area = draw.below(self.areas.len() as u64).min(draw.below(self.areas.len() as u64));
        // The last word is written half way; from there it waits for others.
        let (begun, rest) = if direct { (60_000, 60_000) } else { (waited, waited / 2) };
        let named = !direct && !number.is_multiple_of(3);
        to.push(Landing {
            at,
            first_author_at: at.plus(-begun),
            last_author_at: at.plus(-rest),
            author,
            landed_by,
            commits,
            shape,
            number: if direct { 0 } else { number },
            area: area as u16,
            commit: draw.next(),
            review: if named { Review::Named } else { Review::NoneNamed },
        });
    }
}

fn identity(name: &str) -> Identity {
    let local: String = name
        .to_lowercase()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '.' })
        .collect();
    Identity {
        name: name.to_owned(),
        email: format!("{local}@fernwood.example"),
        bot: name.ends_with("[bot]"),
    }
}

/// Day 0 of the epoch was a Thursday.
fn is_working_day(midnight: At) -> bool {
    let day = (midnight.0.div_euclid(At::DAY) + 3).rem_euclid(7);
    day < 5
}

/// A linear congruential generator (Knuth's MMIX constants): the sample needs no better chance.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ (self.0 >> 29)
    }

    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 16) % limit
    }

    /// Waits as waits are: half below the middle, with a long tail.
    fn spread(&mut self, middle: f64) -> f64 {
        let normal: f64 =
            (0..12).map(|_| self.below(1_000_000) as f64 / 1_000_000.0).sum::<f64>() - 6.0;
        middle * (0.9 * normal).exp()
    }
}
