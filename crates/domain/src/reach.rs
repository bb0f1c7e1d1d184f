//! How a person wants to be reached: what is sent to them, and when it is kept back.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::id::At;

/// A message that Remit sends by itself. Each has a reason and a switch of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// Something waits for this person.
    Waits,
    /// A week on one page.
    Digest,
}

impl Message {
    pub const ALL: [Self; 2] = [Self::Waits, Self::Digest];

    /// As it stands in addresses and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Digest => "digest",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One person's own wishes. What is not said is as here: only what waits for them is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    pub waits: bool,
    pub digest: bool,
    /// An IANA name, `Europe/Berlin`.
    pub zone: String,
    /// Full hours; nothing is sent from this one on …
    pub quiet_from: i8,
    /// … until this one. The same twice: no quiet hours.
    pub quiet_until: i8,
    /// Whether Saturday and Sunday are quiet too.
    pub weekends: bool,
    /// Signs the links that turn a message off. Empty until the first message.
    pub key: String,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            waits: true,
            digest: false,
            zone: "UTC".into(),
            quiet_from: 20,
            quiet_until: 8,
            weekends: true,
            key: String::new(),
        }
    }
}

impl Wishes {
    pub fn wants(&self, message: Message) -> bool {
        match message {
            Message::Waits => self.waits,
            Message::Digest => self.digest,
        }
    }

    pub fn set(&mut self, message: Message, on: bool) {
        match message {
            Message::Waits => self.waits = on,
            Message::Digest => self.digest = on,
        }
    }

    /// The first moment from `now` on at which they may be spoken to.
    pub fn speaks_at(&self, now: At) -> At {
        let zone = self.time_zone();
        let mut at = now;
        // A quiet hour ends within a day and a weekend within two; eight days cover any calendar.
        for _ in 0..8 * 24 {
            if !self.is_quiet(at, &zone) {
                return at;
            }
            let local = moment(at).to_zoned(zone.clone());
            let into = i64::from(local.minute()) * 60_000
                + i64::from(local.second()) * 1_000
                + i64::from(local.millisecond());
            at = at.plus(At::HOUR - into);
        }
        now
    }

    /// When the week on one page comes next: the first Monday morning after `now`, at eight or when
    /// their quiet hours end.
    pub fn next_digest(&self, now: At) -> At {
        let zone = self.time_zone();
        let today = moment(now).to_zoned(zone.clone()).date();
        let ahead = i64::from(today.weekday().to_monday_zero_offset());
        for week in 0..3 {
            let monday = today.saturating_add(jiff::Span::new().days(7 * week - ahead));
            // A morning that the zone leaves out begins when it begins there.
            let at = monday.at(8, 0, 0, 0).to_zoned(zone.clone());
            let at = at.map_or(now, |it| At(it.timestamp().as_millisecond()));
            if at > now {
                return self.speaks_at(at);
            }
        }
        now.plus(7 * At::DAY)
    }

    /// A zone that this machine does not know is UTC.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    fn is_quiet(&self, at: At, zone: &TimeZone) -> bool {
        let local = moment(at).to_zoned(zone.clone());
        let weekend = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
        let (from, until, hour) = (self.quiet_from, self.quiet_until, local.hour());
        let night = if from <= until {
            (from..until).contains(&hour)
        } else {
            hour >= from || hour < until
        };
        self.weekends && weekend || night
    }
}

fn moment(at: At) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> At {
        At(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn berlin() -> Wishes {
        Wishes { zone: "Europe/Berlin".into(), ..Wishes::default() }
    }

    #[test]
    fn by_default_only_what_waits_is_sent_and_nights_and_weekends_are_quiet() {
        let wishes = Wishes::default();
        assert_eq!(Message::ALL.map(|it| wishes.wants(it)), [true, false]);
        assert_eq!((wishes.quiet_from, wishes.quiet_until, wishes.weekends), (20, 8, true));
        let old: Wishes = serde_json::from_str("{\"digest\":true}").unwrap();
        assert_eq!(old, Wishes { digest: true, ..wishes }, "what was not said is as it is now");
    }

    /// 2026-11-26 is a Thursday; Berlin is an hour ahead of UTC, two in summer.
    #[test]
    fn it_waits_for_the_end_of_the_quiet_hours_in_the_persons_own_zone() {
        for (now, then) in [
            ("2026-11-26T18:59:59Z", "2026-11-26T18:59:59Z"),
            ("2026-11-26T19:00:00Z", "2026-11-27T07:00:00Z"),
            ("2026-11-27T06:59:59.999Z", "2026-11-27T07:00:00Z"),
            ("2026-11-27T19:30:00Z", "2026-11-30T07:00:00Z"),
            ("2026-11-28T12:00:00Z", "2026-11-30T07:00:00Z"),
            ("2026-07-01T18:00:00Z", "2026-07-02T06:00:00Z"),
            // The night in which summer time begins, and the one in which it ends.
            ("2026-03-27T20:00:00Z", "2026-03-30T06:00:00Z"),
            ("2026-10-23T20:00:00Z", "2026-10-26T07:00:00Z"),
        ] {
            assert_eq!(berlin().speaks_at(at(now)), at(then), "{now}");
        }
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day_or_not_be_at_all() {
        let noon = Wishes { quiet_from: 12, quiet_until: 14, weekends: false, ..Wishes::default() };
        assert_eq!(noon.speaks_at(at("2026-11-28T12:30:00Z")), at("2026-11-28T14:00:00Z"));
        let none = Wishes { quiet_from: 0, quiet_until: 0, weekends: false, ..Wishes::default() };
        assert_eq!(none.speaks_at(at("2026-11-28T03:00:00Z")), at("2026-11-28T03:00:00Z"));
        let never = Wishes { quiet_from: 0, quiet_until: 24, ..Wishes::default() };
        let now = at("2026-11-26T03:00:00Z");
        assert_eq!(never.speaks_at(now), now, "always quiet is no wish that can be kept");
    }

    #[test]
    fn the_week_on_one_page_comes_on_monday_morning_in_the_persons_own_zone() {
        for (now, then) in [
            ("2026-11-26T12:00:00Z", "2026-11-30T07:00:00Z"),
            ("2026-11-30T06:59:59Z", "2026-11-30T07:00:00Z"),
            ("2026-11-30T07:00:00Z", "2026-12-07T07:00:00Z"),
            // The clocks go forward in the night to Sunday.
            ("2026-03-25T12:00:00Z", "2026-03-30T06:00:00Z"),
        ] {
            assert_eq!(berlin().next_digest(at(now)), at(then), "{now}");
        }
        let late = Wishes { quiet_until: 10, ..berlin() };
        assert_eq!(late.next_digest(at("2026-11-26T12:00:00Z")), at("2026-11-30T09:00:00Z"));
    }

    #[test]
    fn an_unknown_zone_is_utc_and_half_hours_end_on_their_hour() {
        let odd = Wishes { zone: "Mars/Olympus".into(), ..Wishes::default() };
        assert_eq!(odd.speaks_at(at("2026-11-26T20:00:00Z")), at("2026-11-27T08:00:00Z"));
        let kolkata = Wishes { zone: "Asia/Kolkata".into(), ..Wishes::default() };
        assert_eq!(kolkata.speaks_at(at("2026-11-26T15:00:00Z")), at("2026-11-27T02:30:00Z"));
    }

    #[test]
    fn each_message_has_a_name_and_a_switch_of_its_own() {
        for message in Message::ALL {
            assert_eq!(Message::named(message.name()), Some(message));
            let mut wishes = Wishes::default();
            wishes.set(message, !wishes.wants(message));
            let changed = Message::ALL
                .into_iter()
                .filter(|it| wishes.wants(*it) != Wishes::default().wants(*it));
            assert_eq!(changed.collect::<Vec<_>>(), [message]);
        }
        assert_eq!(Message::named("everything"), None);
    }

    proptest! {
        /// Whatever somebody wishes: never earlier, never in a quiet hour, never after ten days.
        #[test]
        fn nobody_is_spoken_to_in_a_quiet_hour(
            now in 1_600_000_000_000i64..1_900_000_000_000,
            from in 0i8..24, until in 0i8..24, weekends: bool, zone in 0usize..4,
        ) {
            let zone = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland"][zone];
            let wishes = Wishes {
                quiet_from: from, quiet_until: until, weekends, zone: zone.into(),
                ..Wishes::default()
            };
            let then = wishes.speaks_at(At(now));
            prop_assert!(then.0 >= now && then.since(At(now)) < 8 * At::DAY);
            prop_assert!(!wishes.is_quiet(then, &wishes.time_zone()));
        }
    }
}
