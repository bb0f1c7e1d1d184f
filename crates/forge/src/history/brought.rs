//! What one merge brought in, summed up commit by commit.

use std::cmp::Reverse;

use domain::id::At;

/// What one merge brought in.
#[derive(Default)]
pub(super) struct Brought {
    pub(super) commits: u32,
    pub(super) first_author_at: Option<At>,
    pub(super) last_author_at: Option<At>,
    /// Whether a message names somebody who reviewed it.
    pub(super) reviewed: bool,
    /// Author and time of each.
    written: Vec<(u32, At)>,
}

impl Brought {
    pub(super) fn add(&mut self, author: u32, at: At) {
        self.commits += 1;
        self.first_author_at = Some(self.first_author_at.map_or(at, |first| first.min(at)));
        self.last_author_at = self.last_author_at.max(Some(at));
        self.written.push((author, at));
    }

    /// Who wrote most of it; of equals, who began.
    pub(super) fn most(mut self) -> u32 {
        self.written.sort_unstable();
        let by_author = self.written.chunk_by(|a, b| a.0 == b.0);
        let most = by_author.max_by_key(|all| (all.len(), Reverse(all[0].1)));
        most.map_or(0, |all| all[0].0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(commits: &[(u32, i64)]) -> Brought {
        let mut brought = Brought::default();
        commits.iter().for_each(|(author, at)| brought.add(*author, At(*at)));
        brought
    }

    #[test]
    fn the_earliest_and_the_latest_date_count_whatever_the_order() {
        let brought = of(&[(1, 50), (2, 20), (1, 70)]);
        let between = (brought.first_author_at, brought.last_author_at);
        assert_eq!((brought.commits, between), (3, (Some(At(20)), Some(At(70)))));
        assert_eq!((of(&[]).first_author_at, of(&[]).last_author_at), (None, None));
    }

    #[test]
    fn who_wrote_most_is_its_author_and_of_equals_who_began() {
        assert_eq!(of(&[(7, 1), (3, 5), (3, 6)]).most(), 3);
        assert_eq!(of(&[(7, 9), (3, 5), (7, 6), (3, 8)]).most(), 3);
        assert_eq!(of(&[(7, 4), (3, 5), (7, 6), (3, 8)]).most(), 7);
    }
}
