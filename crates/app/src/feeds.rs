//! The secret address at which a person's calendar and feed reader read: made, ended and opened.

use domain::deed::Deed;
use domain::id::At;
use store::{Change, FeedLink};

use crate::chance;
use crate::desk::Desk;
use crate::house::{House, ORGANISATION_VERSION};
use crate::problem::{Problem, Result};
use crate::tokens::Scopes;

/// Findable in a leak by whoever scans for it.
const PREFIX: &str = "feed_";

/// A link nobody has read for so long ends by itself.
const UNREAD_DAYS: i64 = 90;

impl Desk {
    /// Makes a link that reads what the actor may see; the one they had ends. The secret is shown
    /// once and not kept.
    pub async fn make_feed_link(&self) -> Result<String> {
        self.need(Deed::MakeToken, &self.org.subject(None, None))?;
        let secret = chance::secret(PREFIX);
        let link = FeedLink {
            person: self.person()?,
            hash: chance::fingerprint(&secret),
            made_at: self.now,
            last_day: None,
        };
        self.house.write(self.batch().change(Change::PutFeedLink(link))).await?;
        Ok(secret)
    }

    /// The actor's own link while it works; never its secret.
    pub async fn feed_link(&self) -> Result<Option<FeedLink>> {
        let link = self.house.store().feed_link_of(&self.actor.id).await?;
        Ok(link.filter(|it| is_in_use(it, self.now)))
    }

    pub async fn end_feed_link(&self) -> Result<()> {
        let ended = Change::EndFeedLink { person: self.person()? };
        self.house.write(self.batch().change(ended)).await
    }

    /// Agents have tokens; a calendar is a person's.
    fn person(&self) -> Result<domain::id::Id> {
        let is_person = self.org.people.contains_key(&self.actor.id);
        if is_person { Ok(self.actor.id.clone()) } else { Err(Problem::NotFound) }
    }
}

impl House {
    /// The desk behind a link, for reading alone. `NotFound` whatever the reason: nobody learns
    /// whether there once was such a link.
    pub async fn desk_of_feed(&self, secret: &str) -> Result<Desk> {
        if !secret.starts_with(PREFIX) || secret.len() > 200 {
            return Err(Problem::NotFound);
        }
        let now = self.now();
        let hash = chance::fingerprint(secret);
        let found = self.store().feed_link(&hash, ORGANISATION_VERSION).await?;
        let found = found.filter(|(link, _)| is_in_use(link, now));
        let (link, version) = found.ok_or(Problem::NotFound)?;
        self.refresh_to(version.as_deref()).await?;
        let actor = self.organisation().actor(&link.person, now).ok_or(Problem::NotFound)?;
        let desk = self.desk(actor, Scopes::parse("read")?);
        let today = now.day();
        if link.last_day != Some(today) {
            let read = Change::ReadFeed { hash, day: today };
            self.write(desk.batch().change(read)).await?;
        }
        Ok(desk)
    }
}

fn is_in_use(link: &FeedLink, now: At) -> bool {
    let last = link.last_day.unwrap_or(link.made_at.day()).max(link.made_at.day());
    now.plus(-UNREAD_DAYS * At::DAY).day() <= last
}
