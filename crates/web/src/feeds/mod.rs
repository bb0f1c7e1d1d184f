//! What calendars and feed readers read: iCalendar (RFC 5545) and Atom (RFC 4287).

pub(crate) mod atom;
pub(crate) mod ical;
mod zones;

#[cfg(test)]
mod tests;

use domain::id::At;

fn moment(at: At) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}
