//! How a session reads its cards: in which order people speak, what is one card, what leads.

use std::collections::BTreeMap;

use crate::attachment::Attachment;
use crate::id::{At, Id};
use crate::measure::mirror::PEOPLE;
use crate::record::{Dossier, Record, Row};

/// FNV-1a over both texts: an order that nobody chose, the same on every replica.
fn shuffled(seed: &str, name: &str) -> u64 {
    let bytes = seed.bytes().chain([0xff]).chain(name.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The last bytes hardly reach the upper bits of FNV; this spreads them.
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (hash >> 32)
}

/// In which order people read out: random, and whoever leads from outside comes last. Somebody
/// who comes late finds a place without moving the others.
pub fn order<T: AsRef<str> + Clone + Ord>(
    record: &Id,
    people: &[T],
    leads: impl Fn(&T) -> bool,
) -> Vec<T> {
    let mut order = people.to_vec();
    order.sort();
    order.dedup();
    order.sort_by_key(|it| (leads(it), shuffled(record.as_str(), it.as_ref())));
    order
}

/// Whose turn it is: one card each and round, until none is left. `None` once all are read out.
pub fn turn<'a>(order: &'a [Id], dossier: &Dossier) -> Option<&'a Id> {
    let told = |author: &Id| {
        dossier.slot("card").filter(|it| it.author == *author && it.state != "written").count()
    };
    let left = |author: &&Id| {
        dossier.slot("card").any(|it| it.author == **author && it.state == "written")
    };
    // `min_by_key` keeps the first of equals, which is the order.
    order.iter().filter(left).min_by_key(|author| told(author))
}

/// Cards as they are shown: none beside the one its author wrote before it.
pub fn cards(dossier: &Dossier) -> Vec<&Attachment> {
    let mut cards: Vec<_> = dossier.slot("card").collect();
    cards.sort_by_key(|it| shuffled(dossier.record.id.as_str(), it.id.as_str()));
    cards
}

/// The card that stands for this one: itself, or the one it was joined to. Where two people joined
/// two cards to each other in the same moment, the older of them.
pub fn root<'a>(dossier: &'a Dossier, card: &'a Attachment) -> &'a Attachment {
    let mut path = vec![card];
    while let Some(next) = joined_to(dossier, path[path.len() - 1]) {
        if let Some(ring) = path.iter().position(|it| it.id == next.id) {
            return path[ring..].iter().min_by_key(|it| &it.id).copied().unwrap_or(card);
        }
        path.push(next);
    }
    path[path.len() - 1]
}

fn joined_to<'a>(dossier: &'a Dossier, card: &Attachment) -> Option<&'a Attachment> {
    match card.list("into") {
        [into] if card.state == "merged" => dossier.slot("card").find(|it| it.id.as_str() == into),
        _ => None,
    }
}

/// One card with every wording that was joined to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Group<'a> {
    pub card: &'a Attachment,
    pub merged: Vec<&'a Attachment>,
}

pub fn groups(dossier: &Dossier) -> Vec<Group<'_>> {
    let all = cards(dossier);
    let heads = all.iter().filter(|it| root(dossier, it).id == it.id);
    heads
        .map(|head| Group {
            card: head,
            merged: all
                .iter()
                .copied()
                .filter(|it| it.id != head.id && root(dossier, it).id == head.id)
                .collect(),
        })
        .collect()
}

/// Votes on one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub card: Id,
    pub damage: usize,
    pub likely: usize,
}

/// The cards in the order of their votes: damage first, then likelihood, then whether an early
/// sign is known. No product of the two: they are ordinal (`domain.md` 4.2).
pub fn tally<'a>(dossier: &Dossier, votes: impl Iterator<Item = &'a Attachment>) -> Vec<Tally> {
    let votes: Vec<&Attachment> = votes.collect();
    let count = |card: &Attachment, name: &str| {
        let for_it = |vote: &&&Attachment| vote.list(name).iter().any(|id| id == card.id.as_str());
        votes.iter().filter(for_it).count()
    };
    let mut all: Vec<(Tally, bool)> = groups(dossier)
        .iter()
        .map(|group| {
            let card = group.card;
            let (damage, likely) = (count(card, "damage"), count(card, "likely"));
            let signed = [card].iter().chain(&group.merged).any(|it| !it.text("sign").is_empty());
            (Tally { card: card.id.clone(), damage, likely }, signed)
        })
        .collect();
    all.sort_by(|(a, a_signed), (b, b_signed)| {
        (b.damage, b.likely, b_signed).cmp(&(a.damage, a.likely, a_signed))
    });
    all.into_iter().map(|it| it.0).collect()
}

/// The tally as it was counted and kept.
pub fn kept_tally(record: &Record) -> Vec<Tally> {
    let number = |row: &Row, name: &str| row.get(name).and_then(|it| it.parse().ok()).unwrap_or(0);
    let rows = record.rows("tally").iter();
    rows.map(|row| Tally {
        card: row.get("card").map_or("", String::as_str).into(),
        damage: number(row, "damage"),
        likely: number(row, "likely"),
    })
    .collect()
}

/// How many of the top cards are planned for.
pub const TOP: usize = 5;

/// Estimates of many as bands and a median; `None` below five people.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// `(from, to, people)`.
    pub bands: [(u8, u8, usize); 5],
    pub median: f64,
    pub n: usize,
}

pub fn spread<'a>(given: impl Iterator<Item = &'a Attachment>) -> Option<Spread> {
    // One person counts once, whatever an import brought.
    let by_person: BTreeMap<&Id, f64> =
        given.filter_map(|it| Some((&it.author, it.text("chance").trim().parse().ok()?))).collect();
    let mut values: Vec<f64> = by_person.into_values().collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    if n < PEOPLE {
        return None;
    }
    let mut bands = [(0, 19, 0), (20, 39, 0), (40, 59, 0), (60, 79, 0), (80, 100, 0)];
    for value in &values {
        let at = bands.iter().rposition(|band| *value >= f64::from(band.0)).unwrap_or(0);
        bands[at].2 += 1;
    }
    let median = if n % 2 == 1 { values[n / 2] } else { (values[n / 2 - 1] + values[n / 2]) / 2.0 };
    Some(Spread { bands, median, n })
}

/// Minutes of each step of a session of an hour (`domain.md` 4.2; the writing has the two minutes in
/// which the sentence is read out). The clock and every page that says how long read them here.
static STEPS: &[(&str, i64)] = &[
    ("opening", 5),
    ("writing", 9),
    ("round", 14),
    ("merging", 6),
    ("voting", 6),
    ("planning", 14),
    ("closing", 6),
];

pub const MINUTE: i64 = At::HOUR / 60;
/// Minutes of a session that is held together, and of the call after writing apart.
const USUAL: i64 = 60;
const USUAL_APART: i64 = 25;
/// How long a pre-mortem that is held apart may be written in.
pub const APART: i64 = 48 * At::HOUR;

pub fn is_apart(record: &Record) -> bool {
    record.text("mode") == "apart"
}

/// How long a step may take, in milliseconds; `None` where nothing is timed.
pub fn length_of(record: &Record, state: &str) -> Option<i64> {
    let usual = STEPS.iter().find(|it| it.0 == state)?.1;
    if is_before(record, state) {
        return Some(APART);
    }
    // Apart, only what comes after the writing is held together.
    let whole: i64 = STEPS.iter().filter(|it| !is_before(record, it.0)).map(|it| it.1).sum();
    let share = (minutes(record) * usual + whole / 2).div_euclid(whole).max(1);
    Some(share * MINUTE)
}

fn is_before(record: &Record, state: &str) -> bool {
    is_apart(record) && matches!(state, "opening" | "writing")
}

/// Minutes of what is held together, as somebody said or as is usual.
pub fn minutes(record: &Record) -> i64 {
    let said = record.text("minutes").trim().parse::<f64>().ok();
    let usual = if is_apart(record) { USUAL_APART } else { USUAL };
    said.filter(|it| (5.0..=600.0).contains(it)).map_or(usual, |it| it.round() as i64)
}

/// The moment at which the running step ends.
pub fn until(record: &Record) -> Option<At> {
    let moment: jiff::Timestamp = record.text("until").parse().ok()?;
    Some(At(moment.as_millisecond()))
}

/// The sentence that is read out, whatever the plan.
pub fn it_failed(horizon: &str) -> String {
    format!("It is {horizon}. It has failed, badly. That is certain.")
}

/// Whether a mirror has crossed what a tripwire names.
pub fn has_tripped(tripwire: &Attachment, value: f64) -> bool {
    let Ok(limit) = tripwire.text("value").trim().parse::<f64>() else { return false };
    match tripwire.text("way") {
        "above" => value > limit,
        "below" => value < limit,
        _ => false,
    }
}
