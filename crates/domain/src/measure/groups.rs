//! Which groups of people may be shown side by side.
//!
//! A group below five is not shown. Where the sum of all groups is shown too, the hidden ones can be
//! found by subtraction, so they must be five together as well, or one more group is hidden.

use std::collections::BTreeSet;

use super::mirror::PEOPLE;

/// For each group, given by its members, whether it may be shown. Members may repeat; an empty
/// group tells nothing about anybody and may.
pub fn shown(groups: &[Vec<u32>]) -> Vec<bool> {
    let members: Vec<BTreeSet<u32>> =
        groups.iter().map(|group| group.iter().copied().collect()).collect();
    let mut shown: Vec<bool> =
        members.iter().map(|it| it.is_empty() || it.len() >= PEOPLE).collect();
    loop {
        let hidden: BTreeSet<u32> =
            (0..members.len()).filter(|&i| !shown[i]).flat_map(|i| members[i].clone()).collect();
        if hidden.is_empty() || hidden.len() >= PEOPLE {
            return shown;
        }
        let others = (0..members.len()).filter(|&i| shown[i] && !members[i].is_empty());
        let Some(smallest) = others.min_by_key(|&i| members[i].len()) else { return shown };
        shown[smallest] = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(sizes: &[u32]) -> Vec<bool> {
        let mut next = 0;
        let groups: Vec<Vec<u32>> = sizes
            .iter()
            .map(|size| {
                next += size;
                (next - size..next).collect()
            })
            .collect();
        shown(&groups)
    }

    #[test]
    fn small_groups_are_hidden_and_empty_ones_tell_nothing() {
        assert_eq!(of(&[5, 0, 9]), [true, true, true]);
        assert_eq!(of(&[4, 1, 9]), [false, false, true], "five are hidden together");
    }

    #[test]
    fn one_small_group_takes_the_smallest_other_with_it() {
        assert_eq!(of(&[7, 4, 6, 0]), [true, false, false, true]);
        assert_eq!(of(&[4]), [false]);
    }

    proptest! {
        #[test]
        fn what_is_hidden_cannot_be_narrowed_down_below_five(
            groups in prop::collection::vec(prop::collection::vec(0_u32..40, 0..12), 0..9),
        ) {
            let shown = shown(&groups);
            let people = |keep: bool| {
                let of = groups.iter().zip(&shown).filter(|it| *it.1 == keep);
                of.flat_map(|it| it.0.clone()).collect::<BTreeSet<u32>>().len()
            };
            for (group, _) in groups.iter().zip(&shown).filter(|it| *it.1) {
                let size = group.iter().collect::<BTreeSet<_>>().len();
                prop_assert!(size == 0 || size >= PEOPLE);
            }
            prop_assert!(people(false) == 0 || people(false) >= PEOPLE || people(true) == 0);
        }
    }
}
