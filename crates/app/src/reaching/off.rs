//! Links that turn a message off: signed for one person and one message, good without signing in.

use domain::id::Id;
use domain::reach::{Message, Wishes};

use super::{WISHES, keep, letters};
use crate::chance;
use crate::house::House;
use crate::problem::{Problem, Result};

/// What a link turns off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    pub name: &'static str,
    /// Whether it is off already.
    pub done: bool,
}

/// `waits-PERSON-SIGNATURE`.
pub(super) fn token(message: Message, person: &Id, key: &str) -> String {
    let name = message.name();
    format!("{name}-{person}-{}", signed(&format!("off {name} {person}"), key))
}

/// The key comes last and has a length of its own, so that nothing can be put after it.
pub(super) fn signed(what: &str, key: &str) -> String {
    chance::fingerprint(&format!("{what} {key}"))[..32].to_owned()
}

/// Compared as hashes, so that the time it takes says nothing of how much was right.
pub(super) fn is_signed(what: &str, key: &str, given: &str) -> bool {
    !key.is_empty() && chance::fingerprint(&signed(what, key)) == chance::fingerprint(given)
}

impl House {
    /// What such a link would turn off. Reading it changes nothing: programs that look into mail
    /// follow links.
    pub async fn off(&self, token: &str) -> Result<Off> {
        let (message, _, wishes) = self.read_off(token).await?;
        Ok(Off { name: letters::name_of(message), done: !wishes.wants(message) })
    }

    /// Turns it off.
    pub async fn turn_off(&self, token: &str) -> Result<Off> {
        let (message, person, mut wishes) = self.read_off(token).await?;
        wishes.set(message, false);
        let text = serde_json::to_string(&wishes).map_err(Problem::broken)?;
        let desk = self.system_desk("off-link");
        self.write(desk.batch().change(keep(&person, WISHES, text, self.now()))).await?;
        Ok(Off { name: letters::name_of(message), done: true })
    }

    /// A link that is not ours and one of somebody who left are the same answer.
    async fn read_off(&self, token: &str) -> Result<(Message, Id, Wishes)> {
        let mut parts = token.split('-');
        let (Some(name), Some(person), Some(given), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Problem::NotFound);
        };
        let message = Message::named(name).ok_or(Problem::NotFound)?;
        let person = Id::from(person);
        let wishes = self.wishes_of(&person).await?;
        let what = format!("off {} {person}", message.name());
        if !is_signed(&what, &wishes.key, given) {
            return Err(Problem::NotFound);
        }
        Ok((message, person, wishes))
    }
}
