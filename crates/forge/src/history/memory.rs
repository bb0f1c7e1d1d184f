//! What a reading leaves for the next one, and its compact form on disk.

use domain::facts::{Facts, Identity, Landings, Release, Review, Shape, Unknown};
use domain::id::At;
use gix::ObjectId;

use super::bytes::{In, Out, checksum};
use super::seen::Seen;

/// Everything a later reading needs to look at new commits only.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub facts: Facts,
    pub(super) seen: Seen,
    pub(super) tags: Vec<Tag>,
    /// Folders too large to be one area.
    pub(super) split: Vec<String>,
    pub(super) branch: String,
    pub(super) fingerprint: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) target: ObjectId,
    pub(super) release: Option<Release>,
}

const MAGIC: &[u8; 8] = b"remitfx2";

impl Memory {
    pub(super) fn fits(&self, branch: &str, fingerprint: u64) -> bool {
        self.branch == branch && self.fingerprint == fingerprint && !self.facts.read_to.is_empty()
    }

    pub(super) fn labelled(mut self, branch: String, fingerprint: u64) -> Self {
        self.branch = branch;
        self.fingerprint = fingerprint;
        self
    }

    /// Little-endian columns behind a version and a checksum.
    pub fn to_bytes(&self) -> Vec<u8> {
        let facts = &self.facts;
        let landings = &facts.landings;
        let mut out = Out(Vec::with_capacity(64 * (landings.len() + self.seen.len() / 4) + 1024));
        out.text(&self.branch);
        out.u64(self.fingerprint);
        out.text(&facts.read_to);
        out.u64(landings.len() as u64);
        landings.at.iter().for_each(|it| out.u64(it.0 as u64));
        landings.first_author_at.iter().for_each(|it| out.u64(it.0 as u64));
        landings.last_author_at.iter().for_each(|it| out.u64(it.0 as u64));
        for column in [&landings.author, &landings.landed_by, &landings.commits, &landings.number] {
            column.iter().for_each(|it| out.u32(*it));
        }
        out.0.extend(landings.shape.iter().map(|it| *it as u8));
        landings.area.iter().for_each(|it| out.0.extend_from_slice(&it.to_le_bytes()));
        landings.commit.iter().for_each(|it| out.u64(*it));
        out.0.extend(landings.review.iter().map(|it| *it as u8));
        out.list(&facts.identities, |out, it| {
            out.text(&it.name);
            out.text(&it.email);
            out.0.push(u8::from(it.bot));
        });
        out.list(&facts.areas, |out, it| out.text(it));
        out.list(&facts.unknown, |out, it| {
            out.text(&it.reason);
            out.u32(it.count);
        });
        out.list(&self.tags, Out::tag);
        out.list(&self.split, |out, it| out.text(it));
        out.list(&self.seen.keys, |out, it| out.u64(*it));
        self.seen.rows.iter().for_each(|it| out.u32(*it));
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&checksum(&out.0).to_le_bytes());
        file.append(&mut out.0);
        file
    }

    /// `None` for anything that is not exactly what this version wrote: damaged, cut short, or
    /// from another version. The history is then simply read again.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (sum, body) = rest.split_first_chunk()?;
        if checksum(body) != u64::from_le_bytes(*sum) {
            return None;
        }
        let mut from = In(body);
        let branch = from.text()?;
        let fingerprint = from.u64()?;
        let read_to = from.text()?;
        let landings = from.landings()?;
        let facts = Facts {
            read_to,
            landings,
            identities: from.list(17, |it| {
                Some(Identity { name: it.text()?, email: it.text()?, bot: it.u8()? != 0 })
            })?,
            areas: from.list(8, In::text)?,
            unknown: from.list(12, |it| Some(Unknown { reason: it.text()?, count: it.u32()? }))?,
            releases: Vec::new(),
        };
        let tags = from.list(29, In::tag)?;
        let split = from.list(8, In::text)?;
        let commits = from.length(12)?;
        let keys = from.column(commits, u64::from_le_bytes)?;
        let rows = from.column(commits, u32::from_le_bytes)?;
        let seen = Seen::from_columns(keys, rows);
        let memory = Self { facts, seen, tags, split, branch, fingerprint };
        (from.0.is_empty() && memory.is_sound()).then_some(memory)
    }

    /// Every index points into its table, so that no reader of the columns has to ask.
    fn is_sound(&self) -> bool {
        let facts = &self.facts;
        let people = facts.identities.len() as u32;
        let landings = &facts.landings;
        landings.author.iter().chain(&landings.landed_by).all(|it| *it < people)
            && landings
                .area
                .iter()
                .all(|it| *it == domain::facts::NO_AREA || usize::from(*it) < facts.areas.len())
    }
}

impl Out {
    fn tag(&mut self, tag: &Tag) {
        self.text(&tag.name);
        self.0.extend_from_slice(tag.target.as_bytes());
        let Some(release) = &tag.release else { return self.0.push(0) };
        self.0.push(1 + u8::from(release.pre));
        self.u64(release.at.0 as u64);
        self.u32(release.landing.unwrap_or(u32::MAX));
        self.text(&release.series);
    }
}

impl In<'_> {
    fn landings(&mut self) -> Option<Landings> {
        let rows = self.length(52)?;
        let at = |it| At(i64::from_le_bytes(it));
        Some(Landings {
            at: self.column(rows, at)?,
            first_author_at: self.column(rows, at)?,
            last_author_at: self.column(rows, at)?,
            author: self.column(rows, u32::from_le_bytes)?,
            landed_by: self.column(rows, u32::from_le_bytes)?,
            commits: self.column(rows, u32::from_le_bytes)?,
            number: self.column(rows, u32::from_le_bytes)?,
            shape: self.column(rows, |[it]| shape(it))?.into_iter().collect::<Option<_>>()?,
            area: self.column(rows, u16::from_le_bytes)?,
            commit: self.column(rows, u64::from_le_bytes)?,
            review: self.reviews(rows)?,
        })
    }

    fn reviews(&mut self, rows: usize) -> Option<Vec<Review>> {
        self.column(rows, |[it]| Review::of_byte(it))?.into_iter().collect()
    }

    fn tag(&mut self) -> Option<Tag> {
        let name = self.text()?;
        let target = ObjectId::from(self.take::<20>()?);
        let release = match self.u8()? {
            0 => None,
            kind => {
                let at = self.at()?;
                let landing = Some(self.u32()?).filter(|it| *it != u32::MAX);
                Some(Release {
                    name: name.clone(),
                    at,
                    landing,
                    series: self.text()?,
                    pre: kind == 2,
                })
            }
        };
        Some(Tag { name, target, release })
    }
}

fn shape(byte: u8) -> Option<Shape> {
    [Shape::Direct, Shape::Merge, Shape::Squash, Shape::Octopus]
        .into_iter()
        .find(|it| *it as u8 == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Memory {
        let landings = Landings {
            at: vec![At(5), At(-7)],
            first_author_at: vec![At(4), At(-9)],
            last_author_at: vec![At(4), At(-8)],
            author: vec![0, 1],
            landed_by: vec![1, 0],
            commits: vec![1, 3],
            shape: vec![Shape::Direct, Shape::Merge],
            number: vec![0, 12],
            area: vec![0, domain::facts::NO_AREA],
            commit: vec![u64::MAX, 1],
            review: vec![Review::NoneNamed, Review::Named],
        };
        let person = |name: &str, bot| Identity { name: name.into(), email: "a@b".into(), bot };
        let release = Release {
            name: "v1".into(),
            at: At(6),
            landing: Some(1),
            series: "x".into(),
            pre: true,
        };
        let mut seen = Seen::default();
        seen.set(8, 0);
        seen.set(9, u32::MAX);
        let facts = Facts {
            read_to: "ab".repeat(20),
            landings,
            releases: Vec::new(),
            identities: vec![person("Ána", false), person("bors", true)],
            areas: vec!["src".into()],
            unknown: vec![Unknown { reason: "dates".into(), count: 3 }],
        };
        let tag = |name: &str, release| Tag {
            name: name.into(),
            target: ObjectId::null(gix::hash::Kind::Sha1),
            release,
        };
        let tags = vec![tag("v1", Some(release)), tag("v2", None)];
        Memory {
            facts,
            seen,
            tags,
            split: vec!["crates".into()],
            branch: "main".into(),
            fingerprint: 77,
        }
    }

    #[test]
    fn what_was_written_is_read_back() {
        let memory = small();
        let back = Memory::from_bytes(&memory.to_bytes()).expect("readable");
        assert_eq!(
            (&back.facts, &back.tags, &back.split),
            (&memory.facts, &memory.tags, &memory.split)
        );
        assert_eq!(
            (back.seen.get(8), back.seen.get(9), back.seen.get(7)),
            (Some(0), Some(u32::MAX), None)
        );
        assert!(back.fits("main", 77) && !back.fits("main", 78) && !back.fits("trunk", 77));
    }

    #[test]
    fn every_cut_and_every_flipped_byte_is_noticed() {
        let bytes = small().to_bytes();
        for end in 0..bytes.len() {
            assert!(Memory::from_bytes(&bytes[..end]).is_none(), "cut at {end}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            assert!(Memory::from_bytes(&damaged).is_none(), "flipped at {at}");
        }
    }

    #[test]
    fn a_length_that_lies_asks_for_no_memory() {
        let mut body = small().to_bytes()[16..].to_vec();
        for at in 0..body.len() - 8 {
            let keep = body.clone();
            body[at..at + 8].copy_from_slice(&(u64::MAX / 2).to_le_bytes());
            let file = [&MAGIC[..], &checksum(&body).to_le_bytes(), &body].concat();
            // Any answer will do, as long as there is one.
            let _answer = Memory::from_bytes(&file);
            body = keep;
        }
    }

    #[test]
    fn a_person_who_is_not_there_makes_the_file_unusable() {
        let mut memory = small();
        memory.facts.landings.author[0] = 9;
        assert!(Memory::from_bytes(&memory.to_bytes()).is_none());
    }

    #[test]
    fn an_area_or_a_landing_that_is_not_there_makes_the_file_unusable() {
        let broken = |change: fn(&mut Memory)| {
            let mut memory = small();
            change(&mut memory);
            Memory::from_bytes(&memory.to_bytes()).is_none()
        };
        assert!(broken(|it| it.facts.landings.area[0] = 1));
        assert!(broken(|it| it.facts.landings.landed_by[1] = 2));
        assert!(broken(|it| it.facts.identities.clear()));
        assert!(!broken(|it| it.facts.landings.area[0] = domain::facts::NO_AREA));
        assert!(!broken(|it| it.split.clear()));
    }

    #[test]
    fn a_file_of_another_version_or_with_more_behind_it_is_not_read() {
        let bytes = small().to_bytes();
        let mut other = bytes.clone();
        other[7] = b'1';
        assert!(Memory::from_bytes(&other).is_none());
        let body = [&bytes[16..], &[0]].concat();
        let longer = [&MAGIC[..], &checksum(&body).to_le_bytes(), &body].concat();
        assert!(Memory::from_bytes(&longer).is_none());
        assert!(Memory::from_bytes(b"").is_none());
    }

    #[test]
    fn a_memory_of_nothing_fits_no_branch() {
        assert!(!Memory::default().labelled("main".into(), 1).fits("main", 1));
    }
}
