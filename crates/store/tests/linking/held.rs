//! A wave through the store, from its opening to its end. The cipher is a stand-in; `app::ballots` has the
//! real one with its own tests, and writes slots anew as it is done here.

use domain::health::comments::Pile;
use domain::health::envelope::TEXT_BYTES;
use domain::health::instrument::with_own;
use domain::health::limits::Limits;
use domain::health::opening::{Asked, Opening};
use domain::health::results::Results;
use domain::health::waves::Span;
use domain::id::{At, Id};
use domain::people::{Person, Team};
use domain::record::Record;
use sha2::{Digest as _, Sha256};
use store::{Batch, Change, Filling, Part, Promoted, Store};

use super::Size;
use super::dice::{Dice, hash};
use super::people::{Step, person_id, scores, wave_id, words};

const NOW: At = At(1_772_798_400_123);

/// Stands in for the cipher: as long whatever is in it, and different each time.
fn sealed(plain: &[u8], dice: &mut Dice) -> Vec<u8> {
    let key = dice.bytes(16);
    let mut bytes = plain.to_vec();
    for (block, chunk) in bytes.chunks_mut(32).enumerate() {
        let pad = Sha256::digest([&key[..], &block.to_le_bytes()].concat());
        chunk.iter_mut().zip(pad).for_each(|(byte, pad)| *byte ^= pad);
    }
    bytes
}

async fn write(store: &Store, changes: impl IntoIterator<Item = Change>) {
    let batch = changes.into_iter().fold(Batch::by(&"p-000".into(), NOW), Batch::change);
    let told = batch.note(None, &"x".into(), "test.changed", &serde_json::json!({}));
    store.write(told).await.unwrap();
}

async fn quietly(store: &Store, change: Change) {
    store.write(Batch::by(&"".into(), At(0)).change(change)).await.unwrap();
}

pub(crate) async fn organisation(store: &Store, size: &Size) {
    let team = Team { id: "pay".into(), parent: None, slug: "pay".into(), name: "Payments".into() };
    write(store, [Change::AddTeam(team)]).await;
    for at in 0..size.people {
        let person = Person {
            id: person_id(at).into(),
            handle: format!("h{at:03}"),
            name: format!("Somebody {at}"),
            email: None,
            joined_at: NOW,
            left_at: None,
            erased: false,
        };
        write(store, [Change::AddPerson(person)]).await;
    }
}

struct Slot {
    sealed: Vec<u8>,
    /// What lies in it; nothing while it is free.
    plain: Option<Vec<u8>>,
}

/// A wave while it is open, with what the running program knows and nobody else.
pub(crate) struct Held {
    pub(crate) number: usize,
    pub(crate) wave: Id,
    opening: Opening,
    slots: [Vec<Slot>; 2],
    people: usize,
}

impl Held {
    pub(crate) async fn open(store: &Store, number: usize, size: &Size, dice: &mut Dice) -> Self {
        let wave = Id::new(wave_id(number));
        let record = Record {
            id: wave.clone(),
            kind: "health-review".into(),
            state: "open".into(),
            title: "How is it?".into(),
            team: "pay".into(),
            author: "p-000".into(),
            answers: [].into(),
            version: 1,
            opened_at: NOW,
            changed_at: NOW,
            revealed: false,
            retired: false,
        };
        let promoted = Promoted { open: true, due_on: None };
        let team = Asked { team: "pay".into(), name: "Payments".into(), above: None };
        let how = (Limits::default(), Span { opens: NOW, closes: NOW.plus(1_000 + number as i64) });
        let teams = vec![vec![0]; size.people];
        let items = with_own(vec![]).unwrap();
        let opening = Opening::new(wave.clone(), &[team], &teams, items, how).unwrap();
        let plain: [Vec<u8>; 2] = [scores(0, 0).pack().unwrap().into(), vec![0; TEXT_BYTES]];
        let slots = plain.map(|plain| {
            let free = |_| Slot { sealed: sealed(&plain, dice), plain: None };
            (0..size.people).map(free).collect::<Vec<_>>()
        });
        let of = |part: usize| slots[part].iter().map(|it| it.sealed.clone()).collect();
        let open = Change::OpenWave {
            opening: Box::new(opening.clone()),
            roster: (0..size.people).map(|it| (person_id(it).into(), vec![0])).collect(),
            scores: of(0),
            words: of(1),
        };
        write(store, [Change::AddRecord { record, promoted }]).await;
        write(store, [open]).await;
        Self { number, wave, opening, slots, people: size.people }
    }

    pub(crate) async fn step(&mut self, store: &Store, step: Step, dice: &mut Dice) {
        match step {
            Step::Draw(person) => {
                let start = hash(&[&dice.bytes(16)]);
                let (wave, person) = (self.wave.clone(), person_id(person).into());
                quietly(store, Change::DrawTicket { wave, person, start }).await;
            }
            Step::Cast(person) => self.cast(store, Some(person), dice).await,
            Step::Cover => self.cast(store, None, dice).await,
        }
    }

    /// Somebody's answer into a free slot of each part; nobody's is what lay there, sealed anew.
    async fn cast(&mut self, store: &Store, person: Option<usize>, dice: &mut Dice) {
        let answer = person.map(|it| -> [Vec<u8>; 2] {
            [
                scores(self.number, it).pack().unwrap().into(),
                words(self.number, it).pack().unwrap().into(),
            ]
        });
        let mut fillings = Vec::new();
        for (at, part) in Part::ALL.into_iter().enumerate() {
            let slots = &mut self.slots[at];
            let may = |it: &usize| person.is_none() || slots[*it].plain.is_none();
            let may: Vec<usize> = (0..slots.len()).filter(may).collect();
            let number = may[dice.below(may.len())];
            let slot = &mut slots[number];
            if let Some(answer) = &answer {
                slot.plain = Some(answer[at].clone());
            }
            let now = match &slot.plain {
                Some(plain) => sealed(plain, dice),
                None => dice.bytes(slot.sealed.len()),
            };
            let was = std::mem::replace(&mut slot.sealed, now.clone());
            fillings.push(Filling { part, number: number as i64, was, sealed: now });
        }
        let spent = hash(&[b"ticket", &dice.bytes(16)]);
        quietly(store, Change::CastBallot { wave: self.wave.clone(), spent, fillings }).await;
    }

    /// Counted from what lies in the slots, in their order; the comments in the order in which they are left.
    pub(crate) async fn close(self, store: &Store) -> Vec<String> {
        use domain::health::envelope::{Comment, Scores};
        let lying = |at: usize| self.slots[at].iter().filter_map(|it| it.plain.as_ref());
        let items = self.opening.items.len();
        let scores: Vec<Scores> = lying(0).filter_map(|it| Scores::unpack(it, items)).collect();
        let words: Vec<Comment> = lying(1).filter_map(|it| Comment::unpack(it)).collect();
        assert_eq!((scores.len(), words.len()), (self.people, self.people));
        let results = Results::of(self.opening, &scores, &words, &vec![vec![0]; self.people]);
        let results = Some(Box::new(results));
        write(store, [Change::EndWave { wave: self.wave.clone(), results }]).await;
        assert!(store.forget_deleted().await.unwrap());
        let left = store.wave(&self.wave).await.unwrap().unwrap().results.unwrap();
        let Pile::Shown(left) = left.view(None).groups[0].comments.clone() else {
            panic!("so many comments are enough to be shown")
        };
        left
    }
}
