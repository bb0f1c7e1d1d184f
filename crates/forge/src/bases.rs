//! Objects that others in a pack are stored as differences to, kept while they are of use.

use gix::objs::Kind;
use gix::odb::pack::cache::DecodeEntry;

/// One place for each spread-out position; a newer object takes the place of an older one. Cheaper
/// than keeping an order of use, and neighbours in a history rarely collide.
pub(crate) struct Bases {
    places: Vec<Option<Base>>,
    held: usize,
}

struct Base {
    pack: u32,
    offset: u64,
    kind: Kind,
    compressed: usize,
    bytes: Vec<u8>,
}

const PLACES_BITS: u32 = 12;
/// A single base larger than this is rather unpacked again.
const BASE_BYTES: usize = 128 << 10;

impl Bases {
    const ALL_BYTES: usize = 4 << 20;

    /// An object store handle with a fresh table.
    pub(crate) fn within(mut objects: gix::OdbHandle) -> gix::OdbHandle {
        objects.set_pack_cache(|| {
            let places = (0..1 << PLACES_BITS).map(|_| None).collect();
            Box::new(Self { places, held: 0 })
        });
        objects
    }
}

fn place(pack: u32, offset: u64) -> usize {
    let mixed = (offset ^ u64::from(pack) << 48).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - PLACES_BITS)) as usize
}

impl DecodeEntry for Bases {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, compressed: usize) {
        if data.len() > BASE_BYTES {
            return;
        }
        if self.held > Self::ALL_BYTES {
            self.places.iter_mut().for_each(|it| *it = None);
            self.held = 0;
        }
        let place = &mut self.places[place(pack, offset)];
        let mut bytes = place.take().map_or_else(Vec::new, |it| {
            self.held -= it.bytes.capacity();
            it.bytes
        });
        bytes.clear();
        bytes.extend_from_slice(data);
        self.held += bytes.capacity();
        *place = Some(Base { pack, offset, kind, compressed, bytes });
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        let base = self.places[place(pack, offset)].as_ref()?;
        if base.pack != pack || base.offset != offset {
            return None;
        }
        out.clear();
        out.extend_from_slice(&base.bytes);
        Some((base.kind, base.compressed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_found_by_its_pack_and_offset_only() {
        let mut bases = Bases { places: (0..1 << PLACES_BITS).map(|_| None).collect(), held: 0 };
        let mut out = Vec::new();
        bases.put(1, 70, b"tree", Kind::Tree, 3);
        assert_eq!(bases.get(1, 70, &mut out), Some((Kind::Tree, 3)));
        assert_eq!(out, b"tree");
        assert_eq!(bases.get(2, 70, &mut out), None);
        assert_eq!(bases.get(1, 71, &mut out), None);
    }

    #[test]
    fn what_is_held_stays_within_its_bound() {
        let mut bases = Bases { places: (0..1 << PLACES_BITS).map(|_| None).collect(), held: 0 };
        for offset in 0..3000 {
            bases.put(0, offset, &[7; 10_000], Kind::Tree, 1);
            let held: usize = bases.places.iter().flatten().map(|it| it.bytes.capacity()).sum();
            assert_eq!(held, bases.held);
            assert!(held <= Bases::ALL_BYTES + BASE_BYTES);
        }
    }
}
