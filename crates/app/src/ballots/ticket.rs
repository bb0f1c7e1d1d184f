//! A ticket says that somebody of certain teams may answer once, and not who.
//!
//! Its name is made from what the page began with, under a key that is destroyed at the close. Of what
//! it began with a hash is kept with the person, of its name a hash when it is spent: the two share
//! nothing, and whoever has no key cannot get from one to the other.

use domain::id::Id;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::derived;
use crate::chance;
use crate::keys::Key;

const NAME: usize = 32;
const MAC: usize = 32;

pub(crate) struct Tickets {
    key: Key,
    wave: Id,
}

/// What a ticket that is good says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Good {
    /// As the wave's tree numbers them.
    pub(crate) teams: Vec<usize>,
    /// What is kept once it is spent.
    pub(crate) spent: String,
}

impl Tickets {
    pub(crate) fn of(key: &Key, wave: &Id) -> Self {
        Self { key: derived(key, "ticket"), wave: wave.clone() }
    }

    /// The same for the same beginning: a page that never heard the answer gets its ticket again.
    pub(crate) fn draw(&self, start: &str, teams: &[usize]) -> String {
        let name = self.mac("name", start.as_bytes());
        let mut said = name.to_vec();
        let numbers = teams.iter().filter_map(|&it| u16::try_from(it).ok());
        said.extend(numbers.flat_map(u16::to_be_bytes));
        let mac = self.mac("ticket", &said);
        chance::hex(&[said.as_slice(), &mac].concat())
    }

    /// `None` for a ticket that is forged, changed, or of another wave.
    pub(crate) fn read(&self, code: &str) -> Option<Good> {
        let bytes = unhex(code.trim())?;
        let (said, mac) = bytes.split_last_chunk::<MAC>()?;
        let (name, teams) = said.split_first_chunk::<NAME>()?;
        if !bool::from(self.mac("ticket", said).ct_eq(mac)) {
            return None;
        }
        let teams = teams.chunks_exact(2).map(|it| u16::from_be_bytes([it[0], it[1]]).into());
        Some(Good { teams: teams.collect(), spent: hash("spent", name) })
    }

    fn mac(&self, what: &str, said: &[u8]) -> [u8; MAC] {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of any length will do");
        let mac = mac.chain_update(what).chain_update(self.wave.as_str()).chain_update([0]);
        mac.chain_update(said).finalize().into_bytes().into()
    }
}

/// What a page begins with, drawn anew each time it is shown.
pub(crate) fn start() -> String {
    chance::hex(&chance::bytes::<NAME>())
}

/// What is kept of it beside the person, if it is one of ours.
pub(crate) fn started(start: &str) -> Option<String> {
    let bytes = unhex(start).filter(|it| it.len() == NAME)?;
    Some(hash("drawn", &bytes))
}

fn hash(what: &str, said: &[u8]) -> String {
    let hash = Sha256::new().chain_update(what).chain_update([0]).chain_update(said);
    chance::hex(&hash.finalize())
}

/// No ticket is longer than one of as many teams as a ballot holds.
const LONGEST: usize = 2 * (NAME + MAC + 2 * domain::health::envelope::TEAMS);

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets(key: u8, wave: &str) -> Tickets {
        Tickets::of(&[key; 32], &wave.into())
    }

    #[test]
    fn a_ticket_is_good_for_its_wave_and_says_the_teams_it_was_drawn_for() {
        let (of, begun) = (tickets(7, "w"), start());
        let code = of.draw(&begun, &[0, 513]);
        let good = of.read(&code).unwrap();
        assert_eq!(good.teams, [0, 513]);
        assert_eq!(of.draw(&begun, &[0, 513]), code, "a lost connection loses no ticket");
        assert_ne!(of.draw(&start(), &[0, 513]), code);
        for other in [tickets(7, "v"), tickets(8, "w")] {
            assert_eq!(other.read(&code), None, "another wave, another key");
        }
    }

    /// Attack A5: replayed tickets have the same name; copies that were changed are none.
    #[test]
    fn a_forged_or_changed_ticket_is_none() {
        let of = tickets(7, "w");
        let code = of.draw(&start(), &[1]);
        for at in 0..code.len() {
            let digit = if code.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut changed = code.clone();
            changed.replace_range(at..=at, digit);
            assert_eq!(of.read(&changed), None, "digit {at}");
        }
        let more_teams = format!("{}0002{}", &code[..64], &code[64..]);
        let none =
            ["", "00", "xyz", &code[2..], &format!("{code}00"), &more_teams, &"0".repeat(9_999)];
        for forged in none {
            assert_eq!(of.read(forged), None, "{forged:.40}");
        }
        for _ in 0..1_000 {
            assert_eq!(of.read(&chance::hex(&chance::bytes::<66>())), None);
        }
    }

    #[test]
    fn what_is_kept_of_drawing_and_of_answering_shares_nothing() {
        let of = tickets(7, "w");
        let begun = start();
        let code = of.draw(&begun, &[1]);
        let good = of.read(&code).unwrap();
        let drawn = started(&begun).unwrap();
        assert_ne!(drawn, good.spent);
        // The name is no hash of the beginning that anybody without the key could compute.
        for guess in [begun.as_str(), drawn.as_str(), good.spent.as_str()] {
            assert!(!code.contains(guess));
        }
        assert_eq!(
            tickets(8, "w")
                .read(&tickets(8, "w").draw(&begun, &[1]))
                .map(|it| it.spent == good.spent),
            Some(false)
        );
        assert_eq!(started("not ours"), None);
        assert_eq!(started(&begun[2..]), None);
    }
}
