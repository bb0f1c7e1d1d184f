//! How much waits for somebody, shown beside Today on every page. Asked anew every half minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use app::Desk;
use domain::id::{At, Id};

#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashMap<Id, (At, usize)>>);

const FRESH: i64 = 30_000;
/// People remembered before everybody is asked anew.
const MANY: usize = 5_000;

impl Waiting {
    /// A number that cannot be had is none: no page fails for it.
    pub(crate) async fn of(&self, desk: &Desk) -> usize {
        let me = &desk.actor().id;
        if let Some((_, count)) = self.held(me).filter(|(at, _)| desk.now().since(*at) < FRESH) {
            return count;
        }
        let count = match desk.today().await {
            Ok(today) => super::today::waits(desk, &today).len(),
            Err(_) => return 0,
        };
        self.keep(me, desk.now(), count);
        count
    }

    pub(crate) fn keep(&self, person: &Id, at: At, count: usize) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() > MANY {
            held.clear();
        }
        held.insert(person.clone(), (at, count));
    }

    /// Somebody did something: what waits may have changed.
    pub(crate) fn forget(&self, person: &Id) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(person);
    }

    fn held(&self, person: &Id) -> Option<(At, usize)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(person).copied()
    }
}
