//! How often somebody may try to come in: by name, by address, and all together.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

use app::Problem;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

pub(crate) struct Limits {
    by_name: DefaultKeyedRateLimiter<String>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    all: DefaultDirectRateLimiter,
    by_feed: DefaultKeyedRateLimiter<String>,
    feeds: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

/// Ten at once, then one every twelve seconds.
const A_NAME: (u32, u32) = (5, 10);
const AN_ADDRESS: (u32, u32) = (30, 60);
const ALL: (u32, u32) = (300, 600);
/// A client asks once an hour or so, and twice in a row when it is set up.
const A_FEED: (u32, u32) = (10, 30);
/// Clients of many people, who should not keep anybody from signing in.
const FEEDS: (u32, u32) = (3000, 3000);
/// Keys beyond which those that have been quiet are forgotten.
const MANY: usize = 10_000;

type Wait = governor::NotUntil<<DefaultClock as Clock>::Instant>;

fn quota((per_minute, burst): (u32, u32)) -> Quota {
    let one = NonZeroU32::MIN;
    let per_minute = NonZeroU32::new(per_minute).unwrap_or(one);
    Quota::per_minute(per_minute).allow_burst(NonZeroU32::new(burst).unwrap_or(one))
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_name: RateLimiter::keyed(quota(A_NAME)),
            by_address: RateLimiter::keyed(quota(AN_ADDRESS)),
            all: RateLimiter::direct(quota(ALL)),
            by_feed: RateLimiter::keyed(quota(A_FEED)),
            feeds: RateLimiter::direct(quota(FEEDS)),
            clock: DefaultClock::default(),
        }
    }
}

impl Limits {
    /// One attempt to come in. A proxy's own address is not counted: behind it are many people.
    pub(crate) fn attempt(&self, name: &str, from: Option<SocketAddr>) -> Result<(), Problem> {
        self.forget();
        let name = name.trim().trim_start_matches('@').to_lowercase();
        let mut waits = Vec::new();
        if !name.is_empty() {
            waits.push(self.by_name.check_key(&name).err());
        }
        if let Some(address) = from.map(|it| it.ip()).filter(|it| !it.is_loopback()) {
            waits.push(self.by_address.check_key(&address).err());
        }
        waits.push(self.all.check().err());
        self.longest(waits)
    }

    /// One reading of a feed, whether or not there is one behind this key.
    pub(crate) fn read_feed(&self, key: &str) -> Result<(), Problem> {
        self.forget();
        self.longest(vec![self.by_feed.check_key(&key.to_owned()).err(), self.feeds.check().err()])
    }

    fn longest(&self, waits: Vec<Option<Wait>>) -> Result<(), Problem> {
        let now = self.clock.now();
        let longest = waits.into_iter().flatten().map(|it| it.wait_time_from(now)).max();
        longest.map_or(Ok(()), |it| Err(Problem::TooMany(it.as_secs() + 1)))
    }

    fn forget(&self) {
        if self.by_name.len() > MANY || self.by_address.len() > MANY {
            self.by_name.retain_recent();
            self.by_address.retain_recent();
        }
        if self.by_feed.len() > MANY {
            self.by_feed.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_off_after_ten_and_others_are_not() {
        let limits = Limits::default();
        let tries = (0..12).map(|_| limits.attempt("@Kim", None).is_ok()).collect::<Vec<_>>();
        assert_eq!(tries.iter().filter(|it| **it).count(), 10);
        assert!(
            matches!(limits.attempt("kim", None), Err(Problem::TooMany(seconds)) if seconds <= 13)
        );
        assert!(limits.attempt("ana", None).is_ok());
    }

    #[test]
    fn an_address_is_held_off_whatever_names_it_tries() {
        let limits = Limits::default();
        let from = Some("203.0.113.9:1".parse().unwrap());
        let allowed =
            (0..100).filter(|n| limits.attempt(&format!("name-{n}"), from).is_ok()).count();
        assert_eq!(allowed, 60);
        let proxy = Some("127.0.0.1:1".parse().unwrap());
        assert!(limits.attempt("somebody", proxy).is_ok());
    }

    #[test]
    fn a_feed_is_held_off_by_itself_and_keeps_nobody_from_signing_in() {
        let limits = Limits::default();
        let read =
            |key: &str, times: usize| (0..times).filter(|_| limits.read_feed(key).is_ok()).count();
        assert_eq!(read("one", 40), 30);
        assert_eq!(read("two", 1), 1, "another link is another reader");
        let served = (0..4000).filter(|n| read(&n.to_string(), 1) == 1).count();
        assert!((2000..4000).contains(&served), "{served} of all together");
        assert!(limits.attempt("kim", None).is_ok());
    }
}
