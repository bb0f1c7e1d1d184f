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
        let waiting = match desk.today().await {
            Ok(today) => super::today::waits(desk, &today).len(),
            Err(_) => return Glance::default(),
        };
        let glance = Glance { waiting, reflects: desk.has_reflected().await.unwrap_or(false) };
        self.keep(me, desk.now(), glance);
        glance
    }

    pub(crate) fn keep(&self, person: &Id, at: At, glance: Glance) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() > MANY {
            held.clear();
        }
        held.insert(person.clone(), (at, glance));
    }

    /// Somebody did something: what waits may have changed.
    pub(crate) fn forget(&self, person: &Id) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(person);
    }

    fn held(&self, person: &Id) -> Option<(At, Glance)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(person).copied()
    }
}
