//! A ballot as bytes of one size, so that nothing about it can be read from its length.
//!
//! Scores and free text go in envelopes of their own and share nothing, so a comment cannot be laid
//! beside the scores of whoever wrote it. Sealing them is not done here: this is what is sealed
//! (`docs/decisions/0012-tickets-and-seals.md`).

use super::figures::Answer;
use super::instrument::STEPS;
use crate::record::Refusal;

/// Teams somebody may be a direct member of in one wave, second trees included.
pub const TEAMS: usize = 8;
/// Items of a wave: those of the house, a team's own, and room for more.
pub const ITEMS: usize = 40;
/// What a comment may hold, in bytes of UTF-8.
pub const TEXT: usize = 2_000;

const HEAD: usize = 1 + 2 * TEAMS;
pub const SCORES_BYTES: usize = HEAD + ITEMS;
pub const TEXT_BYTES: usize = HEAD + 2 + TEXT;

/// The first byte: how the rest is laid out.
const FORMAT: u8 = 1;
/// Teams are stored one higher; the rest of their places hold this.
const NO_TEAM: u16 = 0;
const SKIPPED: u8 = 0;
const NOT_APPLICABLE: u8 = 6;

/// What somebody answered: by the place of each item in the wave, nothing where they skipped it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// Direct memberships when answering, as the wave's tree numbers them.
    pub teams: Vec<usize>,
    pub answers: Vec<Option<Answer>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub teams: Vec<usize>,
    pub text: String,
}

impl Scores {
    pub fn pack(&self) -> Result<[u8; SCORES_BYTES], Refusal> {
        let mut bytes = [0; SCORES_BYTES];
        head(&self.teams, &mut bytes)?;
        if self.answers.len() > ITEMS {
            let says = format!("A wave asks at most {ITEMS} items. Leave some out.");
            return Err(Refusal::Rule(says));
        }
        for (byte, answer) in bytes[HEAD..].iter_mut().zip(&self.answers) {
            *byte = match answer {
                None => SKIPPED,
                Some(Answer::NotApplicable) => NOT_APPLICABLE,
                Some(Answer::Step(step)) if (1..=STEPS).contains(step) => *step as u8,
                Some(Answer::Step(_)) => {
                    let says =
                        format!("Choose a step from 1 to {STEPS}, or that it does not apply.");
                    return Err(Refusal::Rule(says));
                }
            };
        }
        Ok(bytes)
    }

    /// Nothing where the bytes are no envelope of ours. `items` is how many the wave asked.
    pub fn unpack(bytes: &[u8], items: usize) -> Option<Self> {
        let (teams, rest) = unhead(bytes, SCORES_BYTES)?;
        let answer = |byte: &u8| match *byte {
            SKIPPED => Some(None),
            NOT_APPLICABLE => Some(Some(Answer::NotApplicable)),
            step if usize::from(step) <= STEPS => Some(Some(Answer::Step(step.into()))),
            _ => None,
        };
        let answers = rest.get(..items)?.iter().map(answer).collect::<Option<_>>()?;
        Some(Self { teams, answers })
    }
}

impl Comment {
    pub fn pack(&self) -> Result<[u8; TEXT_BYTES], Refusal> {
        let mut bytes = [0; TEXT_BYTES];
        head(&self.teams, &mut bytes)?;
        let text = self.text.as_bytes();
        if text.len() > TEXT {
            let over = text.len() - TEXT;
            let says = format!("A comment holds about {TEXT} letters. Shorten it by {over}.");
            return Err(Refusal::Rule(says));
        }
        bytes[HEAD..HEAD + 2].copy_from_slice(&(text.len() as u16).to_be_bytes());
        bytes[HEAD + 2..][..text.len()].copy_from_slice(text);
        Ok(bytes)
    }

    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (teams, rest) = unhead(bytes, TEXT_BYTES)?;
        let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        let text = String::from_utf8(rest.get(2..2 + length)?.to_vec()).ok()?;
        Some(Self { teams, text })
    }
}

/// In rising order: the order somebody's teams came in says nothing.
fn head(teams: &[usize], bytes: &mut [u8]) -> Result<(), Refusal> {
    let refused = || {
        Refusal::Rule(format!(
            "Somebody counts in at most {TEAMS} teams of a wave. Leave some out."
        ))
    };
    let mut teams = teams.to_vec();
    teams.sort_unstable();
    if teams.len() > TEAMS {
        return Err(refused());
    }
    bytes[0] = FORMAT;
    for (place, team) in bytes[1..HEAD].chunks_exact_mut(2).zip(teams) {
        let number = u16::try_from(team + 1).map_err(|_| refused())?;
        place.copy_from_slice(&number.to_be_bytes());
    }
    Ok(())
}

fn unhead(bytes: &[u8], size: usize) -> Option<(Vec<usize>, &[u8])> {
    if bytes.len() != size || bytes.first() != Some(&FORMAT) {
        return None;
    }
    let numbers = bytes[1..HEAD].chunks_exact(2).map(|it| u16::from_be_bytes([it[0], it[1]]));
    let teams = numbers.filter(|&it| it != NO_TEAM).map(|it| usize::from(it) - 1).collect();
    Some((teams, &bytes[HEAD..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answers() -> impl Strategy<Value = Vec<Option<Answer>>> {
        let one = prop_oneof![
            Just(None),
            Just(Some(Answer::NotApplicable)),
            (1_usize..=5).prop_map(|it| Some(Answer::Step(it))),
        ];
        prop::collection::vec(one, 0..=ITEMS)
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(
            answers in answers(), text in "\\PC{0,300}",
            teams in prop::collection::btree_set(0_usize..60_000, 0..=TEAMS),
        ) {
            let teams: Vec<usize> = teams.into_iter().collect();
            let scores = Scores { teams: teams.clone(), answers };
            let items = scores.answers.len();
            prop_assert_eq!(Scores::unpack(&scores.pack().unwrap(), items), Some(scores));
            let comment = Comment { teams, text };
            prop_assert_eq!(Comment::unpack(&comment.pack().unwrap()), Some(comment));
        }

        #[test]
        fn other_bytes_are_refused_and_never_read_past_their_end(
            bytes in prop::collection::vec(any::<u8>(), 0..80), items in 0_usize..60,
        ) {
            prop_assert!(bytes.len() == SCORES_BYTES || Scores::unpack(&bytes, items).is_none());
            prop_assert_eq!(Comment::unpack(&bytes), None);
        }
    }

    #[test]
    fn every_envelope_of_a_kind_has_one_size_whatever_is_in_it() {
        let short = Comment { teams: vec![0], text: String::new() }.pack().unwrap();
        let long = Comment { teams: (0..8).collect(), text: "x".repeat(TEXT) }.pack().unwrap();
        assert_eq!(short.len(), long.len());
        assert_eq!(Comment::unpack(&long).unwrap().text.len(), TEXT);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_way_out() {
        let scores =
            |teams: Vec<usize>, answers| Scores { teams, answers }.pack().unwrap_err().to_string();
        assert_eq!(
            scores((0..9).collect(), vec![]),
            "Somebody counts in at most 8 teams of a wave. Leave some out."
        );
        assert_eq!(scores(vec![70_000], vec![]), scores((0..9).collect(), vec![]));
        assert_eq!(scores(vec![], vec![None; 41]), "A wave asks at most 40 items. Leave some out.");
        assert!(
            scores(vec![], vec![Some(Answer::Step(6))]).starts_with("Choose a step from 1 to 5")
        );
        let comment = Comment { teams: vec![], text: "ü".repeat(1_001) }.pack().unwrap_err();
        assert_eq!(comment.to_string(), "A comment holds about 2000 letters. Shorten it by 2.");
    }

    #[test]
    fn bytes_of_another_layout_or_an_unknown_answer_are_no_ballot() {
        let mut bytes =
            Scores { teams: vec![2], answers: vec![Some(Answer::Step(5))] }.pack().unwrap();
        assert!(Scores::unpack(&bytes, 1).is_some() && Scores::unpack(&bytes, 41).is_none());
        bytes[HEAD] = 7;
        assert_eq!(Scores::unpack(&bytes, 1), None);
        bytes[HEAD] = 5;
        bytes[0] = 2;
        assert_eq!(Scores::unpack(&bytes, 1), None);
    }
}
