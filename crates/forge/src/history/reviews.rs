//! What the trailers of recent landings say about reviews, summed up by area.
//!
//! For drafting a map and nothing else: people are told apart while counting and forgotten with
//! it. What comes out are sums, and nothing of it is kept in the memory of a history.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::facts::{Facts, NO_AREA};
use domain::lanes::draft::Reviews;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::prelude::FindExt as _;

use super::AREA_WINDOW;
use super::commit::{self, Message};
use super::people::People;
use crate::bases::Bases;
use crate::open::Repository;

/// More commits than this say nothing new about who reviews.
const COMMITS: usize = 100_000;
const VALUE_BYTES: usize = 300;

impl Repository {
    /// Reviews named in the last two years' landings, by index into `facts.areas`. Empty for facts
    /// that are of no commit here. A review counts where somebody else than the author gave it;
    /// programs review nothing.
    pub fn reviews(&self, facts: &Facts) -> BTreeMap<u16, Reviews> {
        let Ok(tip) = ObjectId::from_hex(facts.read_to.as_bytes()) else {
            return BTreeMap::new();
        };
        let landings = &facts.landings;
        let newest = landings.at.iter().max().copied().unwrap_or_default();
        let recent = |row: &usize| newest.since(landings.at[*row]) <= AREA_WINDOW;
        let Some(oldest) = (0..landings.len()).find(recent) else { return BTreeMap::new() };
        let mailmap = self.world(&self.local(), tip).mailmap;
        let mut objects = Bases::within(self.local().objects);
        objects.prevent_pack_unload();
        let mut reader = Reader {
            objects,
            buffer: Vec::new(),
            people: People::new(&mailmap, facts.identities.clone()),
            seen: HashSet::new(),
            since: (newest.0 - AREA_WINDOW) / 1000,
            left: COMMITS,
        };
        let mut sums: BTreeMap<u16, Sum> = BTreeMap::new();
        for (row, id) in reader.chain(tip, oldest, landings.len()).into_iter().rev() {
            let named = reader.landing(id);
            let area = landings.area[row];
            if area != NO_AREA && recent(&row) {
                sums.entry(area).or_default().add(named);
            }
        }
        sums.into_iter().map(|(area, sum)| (area, sum.told())).collect()
    }
}

/// People a landing names, by number.
#[derive(Default)]
struct Named {
    reviewers: BTreeSet<u32>,
    signers: BTreeSet<u32>,
}

#[derive(Default)]
struct Sum {
    landings: u32,
    reviewed: u32,
    signed: u32,
    people: Named,
}

impl Sum {
    fn add(&mut self, named: Named) {
        self.landings += 1;
        self.reviewed += u32::from(!named.reviewers.is_empty());
        self.signed += u32::from(!named.signers.is_empty());
        self.people.reviewers.extend(named.reviewers);
        self.people.signers.extend(named.signers);
    }

    fn told(self) -> Reviews {
        Reviews {
            landings: self.landings,
            reviewed: self.reviewed,
            reviewers: self.people.reviewers.len() as u32,
            signed: self.signed,
            signers: self.people.signers.len() as u32,
        }
    }
}

struct Reader {
    objects: gix::OdbHandle,
    buffer: Vec<u8>,
    people: People,
    seen: HashSet<ObjectId>,
    /// Seconds; what was committed before is not followed.
    since: i64,
    left: usize,
}

impl Reader {
    /// Landings with their rows, newest first; the rows are those of the walk that made the facts.
    fn chain(&mut self, tip: ObjectId, oldest: usize, rows: usize) -> Vec<(usize, ObjectId)> {
        let mut chain = Vec::new();
        let mut next = Some(tip);
        for row in (oldest..rows).rev() {
            let Some(id) = next else { break };
            chain.push((row, id));
            self.seen.insert(id);
            next = self.parents(id).into_iter().next();
        }
        chain
    }

    fn parents(&mut self, id: ObjectId) -> Vec<ObjectId> {
        let Ok(found) = self.objects.find(&id, &mut self.buffer) else { return Vec::new() };
        if found.kind != gix::objs::Kind::Commit {
            return Vec::new();
        }
        commit::parse(found.data).parents
    }

    /// Whoever the landing and the commits it brought in name.
    fn landing(&mut self, id: ObjectId) -> Named {
        let mut named = Named::default();
        let mut next: Vec<ObjectId> = self.read(id, true, &mut named).into_iter().skip(1).collect();
        while let Some(id) = next.pop() {
            if self.seen.insert(id) {
                next.extend(self.read(id, false, &mut named));
            }
        }
        named
    }

    /// Reads one message and returns the commit's parents, unless it is too old to be followed.
    fn read(&mut self, id: ObjectId, landing: bool, named: &mut Named) -> Vec<ObjectId> {
        let Some(left) = self.left.checked_sub(1) else { return Vec::new() };
        self.left = left;
        let Ok(found) = self.objects.find(&id, &mut self.buffer) else { return Vec::new() };
        if found.kind != gix::objs::Kind::Commit {
            return Vec::new();
        }
        let header = commit::parse(found.data);
        if !landing && header.committer.at < self.since {
            return Vec::new();
        }
        note(&mut self.people, header.author.who, header.message, named);
        header.parents
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Wrote,
    Reviewed,
    Signed,
}

fn note(people: &mut People, author: &[u8], message: Message<'_>, named: &mut Named) {
    let mut all: Vec<(Part, u32)> = Vec::new();
    for (part, who) in message.head.lines().chain(message.tail.lines()).filter_map(person) {
        let who = people.number(who);
        if !people.identities[who as usize].bot {
            all.push((part, who));
        }
    }
    if all.is_empty() {
        return;
    }
    let author = people.number(author);
    let wrote = |who: u32| who == author || all.contains(&(Part::Wrote, who));
    for (part, who) in all.iter().filter(|it| !wrote(it.1)) {
        match part {
            Part::Reviewed => drop(named.reviewers.insert(*who)),
            Part::Signed => drop(named.signers.insert(*who)),
            Part::Wrote => {}
        }
    }
}

/// Whether a message names a person as reviewer who wrote nothing of the change. Counts nobody.
pub(super) fn names_one(people: &People, author: u32, message: Message<'_>) -> bool {
    // Most messages name nobody at all, and a history has many.
    let is_worth_it = |part: &[u8]| part.contains_str("-by: ") || part.contains_str("-By: ");
    if !is_worth_it(message.head) && !is_worth_it(message.tail) {
        return false;
    }
    let named = || message.head.lines().chain(message.tail.lines()).filter_map(person);
    let of = |wanted| named().filter(move |it| it.0 == wanted).map(|it| it.1);
    let authors: Vec<&[u8]> = of(Part::Wrote).collect();
    of(Part::Reviewed).any(|who| people.is_another_person(who, &authors, author))
}

/// A line that names a person and what they had to do with the change. Anywhere in the message:
/// squashing leaves the trailers of each commit in the middle of it.
fn person(line: &[u8]) -> Option<(Part, &[u8])> {
    let (key, value) = line.split_once_str(b":")?;
    let part = match key.to_ascii_lowercase().as_slice() {
        b"reviewed-by" | b"acked-by" | b"approved-by" => Part::Reviewed,
        b"signed-off-by" => Part::Signed,
        b"co-authored-by" | b"co-developed-by" => Part::Wrote,
        _ => return None,
    };
    let value = value.rfind_byte(b'>').map_or(value, |end| &value[..=end]).trim();
    // `Reviewed-by: https://…` names a page.
    let fits = !value.is_empty() && value.len() <= VALUE_BYTES && value.find(b"://").is_none();
    fits.then_some((part, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(message: &str) -> (usize, usize) {
        let mut people = People::new(b"Ana <ana@x.org> <old@y.org>\n", Vec::new());
        let mut named = Named::default();
        let message = Message { head: message.as_bytes(), tail: b"" };
        note(&mut people, b"Ana <ana@x.org>", message, &mut named);
        (named.reviewers.len(), named.signers.len())
    }

    #[test]
    fn only_another_person_reviews_and_signs() {
        for (message, expected) in [
            ("Fix\n\nReviewed-by: Ben <ben@x.org>\nAcked-By: Cid <cid@x.org>", (2, 0)),
            ("Fix\n\nReviewed-by: Ana <old@y.org>\nSigned-off-by: Ana <ana@x.org>", (0, 0)),
            ("Fix\n\nSigned-off-by: Ana <ana@x.org>\nSigned-off-by: Ben <ben@x.org>", (0, 1)),
            ("Fix\n\nReviewed-by: Ben <ben@x.org>\nReviewed-by: B. <BEN@x.org> # v2", (1, 0)),
            ("Fix\n\nCo-authored-by: Ben <b@x.org>\nSigned-off-by: Ben <b@x.org>", (0, 0)),
            ("Fix\n\nApproved-by: ben\n", (1, 0)),
            ("Fix\n\nReviewed-by: review[bot] <1+review[bot]@users.noreply.github.com>", (0, 0)),
            ("Fix\n\nReviewed-by: https://x.org/D1\nReviewed-by:\nTested-by: B <b@x>", (0, 0)),
            ("* One\n\nReviewed-by: Ben <ben@x.org>\n\n* Two\n\nFixes: #3", (1, 0)),
            ("Reviewed-by", (0, 0)),
        ] {
            assert_eq!(counts(message), expected, "{message}");
        }
    }

    fn is_reviewed(message: &str) -> bool {
        let mut people = People::new(b"Ana <ana@x.org> <old@y.org>\n", Vec::new());
        let author = people.number(b"Ana <ana@x.org>");
        names_one(&people, author, Message { head: message.as_bytes(), tail: b"" })
    }

    #[test]
    fn a_landing_is_reviewed_by_another_person_or_not_at_all() {
        for (message, expected) in [
            ("Fix\n\nReviewed-by: Ben <ben@x.org>", true),
            ("Fix\n\nAcked-By: Cid <cid@x.org>", true),
            ("Fix\n\napproved-by: ben", true),
            ("Fix\n\nReviewed-by: Ana L <old@y.org>", false),
            ("Fix\n\nCo-authored-by: Ben <b@x.org>\nReviewed-by: B <B@x.org>", false),
            ("Fix\n\nReviewed-by: review[bot] <1+review[bot]@users.noreply.github.com>", false),
            ("Fix\n\nReviewed-by: renovate <x@y>\nReviewed-by: Ben <ben@x.org>", true),
            ("Fix\n\nSigned-off-by: Ben <ben@x.org>\nTested-by: Ben <ben@x.org>", false),
            ("Reviewed by Ben", false),
            ("", false),
        ] {
            assert_eq!(is_reviewed(message), expected, "{message}");
        }
    }

    #[test]
    fn who_only_reviews_gets_no_number() {
        let mut people = People::new(b"", Vec::new());
        let author = people.number(b"Ana <ana@x.org>");
        let message = Message { head: b"Fix", tail: b"Reviewed-by: Ben <ben@x.org>" };
        assert!(names_one(&people, author, message));
        assert_eq!(people.identities.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_message_is_noted_without_a_panic(text in "(\\PC|\n|Reviewed-by: |<|>){0,60}") {
            let is_named = counts(&text).0 > 0;
            proptest::prop_assert_eq!(is_reviewed(&text), is_named);
        }
    }
}
