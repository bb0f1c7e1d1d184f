//! Names of things, and moments.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name that never changes and sorts by the time it was given. Made by `app::chance` only.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A moment: milliseconds since 1970-01-01T00:00Z. The same number in both databases.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct At(pub i64);

impl At {
    pub const HOUR: i64 = 3_600_000;
    pub const DAY: i64 = 24 * Self::HOUR;

    /// The calendar day of this moment in UTC.
    pub fn day(self) -> jiff::civil::Date {
        let moment =
            jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        moment.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds from `earlier` to here; negative if `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// RFC 3339 with seconds, UTC.
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = jiff::Timestamp::from_second(self.0.div_euclid(1000))
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        write!(f, "{moment}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_prints_as_utc_and_knows_its_day() {
        let at = At(1_772_798_400_123);
        assert_eq!(at.to_string(), "2026-03-06T12:00:00Z");
        assert_eq!(at.day().to_string(), "2026-03-06");
    }

    #[test]
    fn moments_before_1970_keep_their_day() {
        assert_eq!(At(-1).day().to_string(), "1969-12-31");
    }

    #[test]
    fn moments_at_the_ends_of_time_neither_wrap_nor_panic() {
        assert_eq!(At(i64::MAX).plus(1), At(i64::MAX));
        assert_eq!(At(i64::MIN).since(At(i64::MAX)), i64::MIN);
        for at in [At(i64::MIN), At(i64::MAX)] {
            assert!(!at.to_string().is_empty() && at.day().year() >= 1970);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_moment_reads_back_to_its_second_and_days_turn_at_midnight(ms in -60_000_000_000_000_i64..200_000_000_000_000) {
            let at = At(ms);
            let read: jiff::Timestamp = at.to_string().parse().unwrap();
            proptest::prop_assert_eq!(read.as_second(), ms.div_euclid(1000));
            let midnight = At(ms.div_euclid(At::DAY) * At::DAY);
            proptest::prop_assert_eq!(midnight.day(), at.day());
            proptest::prop_assert_eq!(midnight.plus(-1).day(), at.day().yesterday().unwrap());
        }

        #[test]
        fn what_was_added_is_what_lies_between(ms in -1_000_000_000_000_i64..1_000_000_000_000, more in -1_000_000_000_i64..1_000_000_000) {
            proptest::prop_assert_eq!(At(ms).plus(more).since(At(ms)), more);
        }

        #[test]
        fn an_id_is_its_text_in_every_form(text in "\\PC{0,20}") {
            let id = Id::from(text.as_str());
            proptest::prop_assert_eq!(&id.to_string(), &text);
            proptest::prop_assert_eq!(id.is_empty(), text.is_empty());
            let json = serde_json::to_string(&id).unwrap();
            proptest::prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
            proptest::prop_assert_eq!(serde_json::from_str::<Id>(&json).unwrap(), id);
        }
    }
}
