//! Pages of what the actor may read. A page is filled up where some of it is not for them, and ends at
//! something that they see: where it ends is told, and must tell nothing of what is hidden.

use domain::record::Record;
use store::{Cursor, Filter, Paged, Turn};

use super::Desk;
use crate::problem::Result;

/// What stands in a list, and where.
pub(super) trait Listed {
    fn place(&self) -> Cursor;
}

impl Listed for Record {
    fn place(&self) -> Cursor {
        Cursor { at: self.changed_at, id: self.id.clone() }
    }
}

impl Desk {
    pub(super) async fn readable(
        &self,
        filter: &Filter,
        turn: Turn,
        limit: usize,
    ) -> Result<Paged<Record>> {
        let back = matches!(turn, Turn::Before(_));
        let from = match turn {
            Turn::First => None,
            Turn::After(at) | Turn::Before(at) => Some(at),
        };
        let mut filling = Filling::new(from, limit);
        while let Some(from) = filling.goes_on_from() {
            let turn = match (from, back) {
                (None, _) => Turn::First,
                (Some(at), false) => Turn::After(at),
                (Some(at), true) => Turn::Before(at),
            };
            let mut page = self.house.store().turned(filter, &turn, limit + 1).await?;
            if back {
                page.items.reverse();
            }
            filling.take(page, |it| self.may_read(it));
        }
        let mut page = filling.page();
        if back {
            page.items.reverse();
        }
        Ok(page)
    }
}

/// A page that fills, in the direction the list is walked. One more than is wanted is asked for, so
/// that a page with nothing hidden costs one reading.
struct Filling<T> {
    items: Vec<T>,
    limit: usize,
    /// Where to go on; `None` where nothing is left.
    from: Option<Option<Cursor>>,
}

impl<T: Listed> Filling<T> {
    fn new(from: Option<Cursor>, limit: usize) -> Self {
        Self { items: Vec::new(), limit, from: Some(from) }
    }

    /// While it is not full and something is left: after what.
    fn goes_on_from(&mut self) -> Option<Option<Cursor>> {
        if self.items.len() > self.limit { None } else { self.from.take() }
    }

    fn take(&mut self, page: Paged<T>, is_theirs: impl Fn(&T) -> bool) {
        self.items.extend(page.items.into_iter().filter(is_theirs));
        self.from = page.next.map(Some);
    }

    fn page(mut self) -> Paged<T> {
        let is_cut = self.items.len() > self.limit;
        self.items.truncate(self.limit);
        let next = self.items.last().filter(|_| is_cut).map(Listed::place);
        Paged { items: self.items, next }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{At, Id};
    use proptest::prelude::*;

    use super::*;

    struct Line(i64, bool);

    impl Listed for Line {
        fn place(&self) -> Cursor {
            Cursor { at: At(self.0), id: Id::from("it") }
        }
    }

    /// Newest first, some of them hidden; what all pages show, and where each ended.
    fn walked(hidden: &[bool], limit: usize) -> (Vec<Vec<i64>>, Vec<i64>) {
        let all: Vec<(i64, bool)> = (0..).map(|it: i64| -it).zip(hidden.iter().copied()).collect();
        let read = |from: Option<Cursor>, limit: usize| {
            let rest = all.iter().filter(|it| from.as_ref().is_none_or(|from| it.0 < from.at.0));
            let items: Vec<Line> = rest.clone().take(limit).map(|it| Line(it.0, it.1)).collect();
            let is_more = rest.count() > limit;
            let next = items.last().filter(|_| is_more).map(Listed::place);
            Paged { items, next }
        };
        let (mut pages, mut ends, mut from) = (Vec::new(), Vec::new(), None);
        loop {
            let mut filling = Filling::new(from, limit);
            while let Some(from) = filling.goes_on_from() {
                filling.take(read(from, limit + 1), |it| !it.1);
            }
            let page = filling.page();
            pages.push(page.items.iter().map(|it| it.0).collect());
            let Some(next) = page.next else { return (pages, ends) };
            ends.push(next.at.0);
            from = Some(next);
        }
    }

    #[test]
    fn a_page_is_full_where_something_of_it_is_hidden() {
        let (pages, ends) = walked(&[false, true, true, true, false, false, true, false], 2);
        assert_eq!(pages, [[0, -4], [-5, -7]]);
        assert_eq!(ends, [-4], "and the last one says that it is the last");
        assert_eq!(walked(&[true; 9], 2), (vec![vec![]], vec![]), "nothing, and no sign of it");
    }

    proptest! {
        #[test]
        fn who_may_not_read_some_walks_as_if_it_were_not_there(
            hidden in prop::collection::vec(any::<bool>(), 0..40), limit in 1_usize..6,
        ) {
            let (pages, ends) = walked(&hidden, limit);
            let seen: Vec<i64> = (0..).map(|it: i64| -it).zip(&hidden).filter(|it| !it.1).map(|it| it.0).collect();
            let expected: Vec<Vec<i64>> = seen.chunks(limit).map(<[i64]>::to_vec).collect();
            let expected = if expected.is_empty() { vec![vec![]] } else { expected };
            prop_assert_eq!(&pages, &expected);
            let last = expected.iter().take(expected.len() - 1).filter_map(|it| it.last().copied());
            prop_assert_eq!(ends, last.collect::<Vec<_>>());
        }
    }
}
