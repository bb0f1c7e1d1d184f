//! What every page says of somebody's day: how much waits, and whether there is something to look
//! back on. Asked anew every half minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use app::Desk;
use domain::id::{At, Id};

#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashMap<Id, (At, Glance)>>);

/// Beside Today, and in the rail.
#[derive(Clone, Copy, Default)]
pub(crate) struct Glance {
    pub(crate) waiting: usize,
    pub(crate) reflects: bool,
}

const FRESH: i64 = 30_000;
/// People remembered before everybody is asked anew.
const MANY: usize = 5_000;

impl Waiting {
    /// A number that cannot be had is none: no page fails for it.
    pub(crate) async fn of(&self, desk: &Desk) -> Glance {
        let me = &desk.actor().id;
        if let Some((_, glance)) = self.held(me).filter(|(at, _)| desk.now().since(*at) < FRESH) {
            return glance;
        }
        let waiting = match desk.waits().await {
            Ok(today) => super::today::waits(desk, &today).len(),
            Err(_) => return Glance::default(),
        };
        let glance = Glance { waiting, ..Self::beside_today(desk).await };
        self.keep(me, desk.now(), glance);
        glance
    }

    /// For Today itself, which counts what waits while it is drawn.
    pub(crate) async fn beside_today(desk: &Desk) -> Glance {
        Glance { waiting: 0, reflects: desk.has_reflected().await.unwrap_or(false) }
    }

    pub(crate) fn keep(&self, person: &Id, at: At, glance: Glance) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() > MANY {
            held.clear();
        }
        held.insert(person.clone(), (at, glance));
    }

    /// Somebody did something: what waits may have changed, and is asked anew.
    pub(crate) fn forget(&self, person: &Id) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, _)) = held.get_mut(person) {
            *at = At(0);
        }
    }

    /// What was last known of it, however old: for pages that answer a form and count nothing.
    pub(crate) fn last(&self, person: &Id) -> Glance {
        self.held(person).map(|it| it.1).unwrap_or_default()
    }

    fn held(&self, person: &Id) -> Option<(At, Glance)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(person).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_answers_a_form_has_the_rail_of_the_page_before_it() {
        let (waiting, me) = (Waiting::default(), Id::from("me"));
        assert_eq!(waiting.last(&me).waiting, 0);
        waiting.keep(&me, At(0), Glance { waiting: 3, reflects: true });
        assert!(waiting.last(&me).waiting == 3 && waiting.last(&me).reflects);
        assert_eq!(waiting.last(&Id::from("somebody else")).waiting, 0);
        waiting.keep(&me, At(FRESH), Glance { waiting: 3, reflects: true });
        waiting.forget(&me);
        assert_eq!(waiting.held(&me).map(|it| it.0), Some(At(0)), "a page asks anew");
        assert_eq!(waiting.last(&me).waiting, 3, "and a form sent twice keeps its rail");
    }
}
