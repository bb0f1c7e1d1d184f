//! How somebody wants to be reached, as they see and change it themselves.

use domain::deed::Deed;
use domain::reach::{Message, Wishes};
use store::Change;

use super::digest::next;
use super::{WISHES, keep};
use crate::desk::Desk;
use crate::problem::{Problem, Result};

/// One's own wishes, and whether anything can come of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachSeen {
    pub wishes: Wishes,
    /// Where mail goes; none is known of everybody.
    pub address: Option<String>,
    pub house_sends: bool,
}

impl Desk {
    pub async fn reach(&self) -> Result<ReachSeen> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let me = self.org.people.get(&self.actor.id);
        Ok(ReachSeen {
            wishes: self.house.wishes_of(&self.actor.id).await?,
            address: me.and_then(|it| it.email.clone()),
            house_sends: self.house.sends_mail(),
        })
    }

    /// Changes one's own wishes. The key of the links that turn things off stays.
    pub async fn set_reach(&self, wishes: Wishes) -> Result<()> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let zone = wishes.zone.trim().to_owned();
        if jiff::tz::TimeZone::get(&zone).is_err() {
            let says = "There is no such zone here. Write it as Europe/Berlin, or UTC.";
            return Err(Problem::invalid("zone", says));
        }
        let hours = 0..24;
        if !hours.contains(&wishes.quiet_from) || !hours.contains(&wishes.quiet_until) {
            return Err(Problem::invalid("quiet", "Full hours, from 0 to 23."));
        }
        let key = self.house.wishes_of(&self.actor.id).await?.key;
        let (me, wishes) = (&self.actor.id, Wishes { zone, key, ..wishes });
        let text = serde_json::to_string(&wishes).map_err(Problem::broken)?;
        let mut batch = self.batch().change(keep(me, WISHES, text, self.now));
        if wishes.digest {
            batch = batch.change(Change::AddJob(next(me, &wishes, self.now)));
        }
        self.house.write(batch).await
    }
}

/// Why each message is sent.
pub fn reason(message: Message) -> &'static str {
    match message {
        Message::Waits => {
            "Sent within minutes when a question, a piece of advice, a decision or feedback waits for you and for nobody else, so that others do not wait for you to look here."
        }
        Message::Digest => {
            "Once a week: what was celebrated and learned, what waits for you and what comes due. For whoever looks here seldom."
        }
    }
}
