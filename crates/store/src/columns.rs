//! Landings as bytes: a format number, then each column whole, little-endian.

use std::ops::Range;

use domain::facts::{Identity, Landings, Release, Review, Shape, Unknown};
use domain::id::At;

use crate::error::{Result, StoreError};

const FORMAT: u8 = 2;
/// The first format knew neither the last author's moment nor reviews.
const FORMER: u8 = 1;
/// Bytes of one landing over the columns that both formats have.
const COMMON: usize = 8 + 8 + 4 + 4 + 4 + 1 + 4 + 2 + 8;
const WIDTH: usize = COMMON + 8 + 1;

/// These rows as bytes.
pub(crate) fn write(landings: &Landings, rows: Range<usize>) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 + rows.len() * WIDTH);
    out.push(FORMAT);
    let it = landings;
    it.at[rows.clone()].iter().for_each(|v| out.extend(v.0.to_le_bytes()));
    it.first_author_at[rows.clone()].iter().for_each(|v| out.extend(v.0.to_le_bytes()));
    it.author[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.landed_by[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.commits[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.shape[rows.clone()].iter().for_each(|v| out.push(*v as u8));
    it.number[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.area[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.commit[rows.clone()].iter().for_each(|v| out.extend(v.to_le_bytes()));
    it.last_author_at[rows.clone()].iter().for_each(|v| out.extend(v.0.to_le_bytes()));
    it.review[rows].iter().for_each(|v| out.push(*v as u8));
    out
}

/// Appends what [`write`] wrote.
pub(crate) fn read(bytes: &[u8], into: &mut Landings) -> Result<()> {
    let broken = || StoreError::Unreadable("a batch of landings has the wrong length".into());
    let (format, body) = bytes.split_first().ok_or_else(broken)?;
    let width = match *format {
        FORMAT => WIDTH,
        FORMER => COMMON,
        other => {
            let says = format!("landings are in the unknown format {other}");
            return Err(StoreError::Unreadable(says));
        }
    };
    if !body.len().is_multiple_of(width) {
        return Err(broken());
    }
    let rows = body.len() / width;
    let mut rest = body;
    let mut take = |width: usize| {
        let (column, after) = rest.split_at(rows * width);
        rest = after;
        column
    };
    into.at.extend(cells(take(8)).map(|it| At(i64::from_le_bytes(it))));
    into.first_author_at.extend(cells(take(8)).map(|it| At(i64::from_le_bytes(it))));
    into.author.extend(cells(take(4)).map(u32::from_le_bytes));
    into.landed_by.extend(cells(take(4)).map(u32::from_le_bytes));
    into.commits.extend(cells(take(4)).map(u32::from_le_bytes));
    for byte in take(1) {
        into.shape.push(shape(*byte)?);
    }
    into.number.extend(cells(take(4)).map(u32::from_le_bytes));
    into.area.extend(cells(take(2)).map(u16::from_le_bytes));
    into.commit.extend(cells(take(8)).map(u64::from_le_bytes));
    if *format == FORMER {
        let known = into.last_author_at.len();
        into.last_author_at.extend_from_slice(&into.first_author_at[known..]);
        into.review.resize(known + rows, Review::NotRead);
        return Ok(());
    }
    into.last_author_at.extend(cells(take(8)).map(|it| At(i64::from_le_bytes(it))));
    for byte in take(1) {
        let unknown = || StoreError::Unreadable(format!("{byte} says nothing of a review"));
        into.review.push(Review::of_byte(*byte).ok_or_else(unknown)?);
    }
    Ok(())
}

fn cells<const N: usize>(column: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    column.as_chunks::<N>().0.iter().copied()
}

fn shape(byte: u8) -> Result<Shape> {
    Ok(match byte {
        0 => Shape::Direct,
        1 => Shape::Merge,
        2 => Shape::Squash,
        3 => Shape::Octopus,
        other => return Err(StoreError::Unreadable(format!("{other} is no shape of a landing"))),
    })
}

/// The small tables beside the landings, as tuples that print as JSON arrays.
pub(crate) type ReleaseRow<T> = (T, i64, Option<u32>, T, bool);

pub(crate) fn releases(all: &[Release]) -> Vec<ReleaseRow<&str>> {
    all.iter()
        .map(|it| (it.name.as_str(), it.at.0, it.landing, it.series.as_str(), it.pre))
        .collect()
}

pub(crate) fn read_releases(all: Vec<ReleaseRow<String>>) -> Vec<Release> {
    let release =
        |(name, at, landing, series, pre)| Release { name, at: At(at), landing, series, pre };
    all.into_iter().map(release).collect()
}

pub(crate) fn identities(all: &[Identity]) -> Vec<(&str, &str, bool)> {
    all.iter().map(|it| (it.name.as_str(), it.email.as_str(), it.bot)).collect()
}

pub(crate) fn read_identities(all: Vec<(String, String, bool)>) -> Vec<Identity> {
    all.into_iter().map(|(name, email, bot)| Identity { name, email, bot }).collect()
}

pub(crate) fn unknown(all: &[Unknown]) -> Vec<(&str, u32)> {
    all.iter().map(|it| (it.reason.as_str(), it.count)).collect()
}

pub(crate) fn read_unknown(all: Vec<(String, u32)>) -> Vec<Unknown> {
    all.into_iter().map(|(reason, count)| Unknown { reason, count }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Landings {
        Landings {
            at: vec![At(-5), At(i64::MAX)],
            first_author_at: vec![At(1), At(2)],
            author: vec![0, u32::MAX],
            landed_by: vec![3, 4],
            commits: vec![1, 7],
            shape: vec![Shape::Squash, Shape::Octopus],
            number: vec![12, 0],
            area: vec![0, domain::facts::NO_AREA],
            commit: vec![u64::MAX, 9],
            last_author_at: vec![At(4), At(6)],
            review: vec![Review::Named, Review::NoneNamed],
        }
    }

    #[test]
    fn landings_come_back_as_they_went() {
        let mut back = Landings::default();
        read(&write(&two(), 0..1), &mut back).unwrap();
        read(&write(&two(), 1..2), &mut back).unwrap();
        assert_eq!(back, two());
    }

    #[test]
    fn landings_of_the_first_format_are_read_as_not_looked_at_for_reviews() {
        let mut old = write(&two(), 0..2);
        old[0] = FORMER;
        old.truncate(1 + 2 * COMMON);
        let mut back = Landings::default();
        read(&write(&two(), 0..1), &mut back).unwrap();
        read(&old, &mut back).unwrap();
        assert_eq!(back.commit, [u64::MAX, u64::MAX, 9]);
        assert_eq!(back.last_author_at, [At(4), At(1), At(2)], "the first moment stands in");
        assert_eq!(back.review, [Review::Named, Review::NotRead, Review::NotRead]);
    }

    #[test]
    fn torn_bytes_are_refused() {
        let bytes = write(&two(), 0..2);
        for broken in [
            &bytes[..bytes.len() - 1],
            &[][..],
            &[9, 0][..],
            &[&bytes[..bytes.len() - 1], &[7]].concat(),
        ] {
            assert!(read(broken, &mut Landings::default()).is_err());
        }
    }
}
