//! A released reading and its words belong together: other words are released anew.

use super::{FIGURES, RELEASE, RELEASED, WRITTEN};
use crate::kind::{Around, Event};
use crate::record::Record;

/// Keeps the day of the release; takes the figures out again where the words change.
pub(super) fn settle(record: &mut Record, event: Event, around: &Around) {
    match event {
        Event::Moved(RELEASE) => record.put("released_on", around.now.day().to_string()),
        Event::Saved(before) if before.state == RELEASED && says_else(record, before) => {
            WRITTEN.clone_into(&mut record.state);
            record.answers.remove(FIGURES);
            record.answers.remove("released_on");
        }
        Event::Begun | Event::Saved(_) | Event::Moved(_) => {}
    }
}

/// Other words want the figure looked at again; a save that changes none does not.
fn says_else(record: &Record, before: &Record) -> bool {
    (&record.title, &record.answers) != (&before.title, &before.answers)
}
