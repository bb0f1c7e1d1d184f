//! A team's chat channel: it hears which of the team's calls wait, and nothing else. Off until
//! somebody who looks after the team names one; its address is a secret and is never shown again. Where
//! there is a key file it lies sealed under a key of its own, so that no copy of the database tells it.

use std::collections::BTreeMap;

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::For;
use domain::practice::decision::rules::deciders;
use domain::record::Record;
use serde_json::json;
use store::{Change, Job, Left};

use super::tell::outcome;
use crate::desk::Desk;
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::keys::sealed;
use crate::problem::{Problem, Result};

/// The setting that holds a team's channel; empty where it was taken away.
fn key(team: &Id) -> String {
    format!("{CHANNEL}{team}")
}

const CHANNEL: &str = "channel/";

/// Of the key, and before a value that it seals; an address begins otherwise.
const PURPOSE: &str = "channel";
const SEALED: &str = "sealed:";

/// Teams that have named a channel.
pub(crate) fn teams_with(settings: &BTreeMap<String, String>) -> Vec<Id> {
    let named = settings.iter().filter(|(_, url)| !url.is_empty());
    named.filter_map(|(key, _)| key.strip_prefix(CHANNEL).map(Id::from)).collect()
}

impl Desk {
    /// Whether a team's channel hears what waits for its calls.
    pub fn has_channel(&self, team: &Id) -> bool {
        self.org.channels.contains(team)
    }

    /// Names the channel, or takes it away with an empty address.
    pub async fn set_channel(&self, team: &Id, url: &str) -> Result<()> {
        self.need(Deed::EditTeam, &self.org.subject(Some(team), None))?;
        let (url, reach) = (url.trim(), self.house.reach());
        if !url.is_empty() {
            let reach = reach.ok_or_else(|| {
                Problem::rule("Only `remit serve` writes to a channel; here nobody would read it.")
            })?;
            reach.out.fits(url).map_err(|says| Problem::invalid("channel", says))?;
        }
        let what = if url.is_empty() { "channel.removed" } else { "channel.named" };
        let set = Change::Set { key: key(team), value: self.house.sealed_channel(team, url)? };
        let batch = self.batch().change(set).note(Some(team), team, what, &json!({}));
        self.house.write_people(batch).await?;
        if url.is_empty() && self.house.keys().has_a_place() {
            self.house.keys().destroy(PURPOSE, team)?;
        }
        Ok(())
    }
}

impl House {
    /// The address as it is stored.
    fn sealed_channel(&self, team: &Id, url: &str) -> Result<String> {
        if url.is_empty() || !self.keys().has_a_place() {
            return Ok(url.to_owned());
        }
        let key = self.keys().make(PURPOSE, team)?;
        let it = sealed::close(&key, (PURPOSE, team.as_str()), url.as_bytes());
        let it = it.ok_or_else(|| Problem::invalid("channel", "This address is too long."))?;
        Ok(format!("{SEALED}{it}"))
    }

    /// The address again; one from before there were keys is read as it stands.
    fn channel(&self, team: &Id, stored: String) -> Result<String> {
        let Some(it) = stored.strip_prefix(SEALED) else { return Ok(stored) };
        let key = if self.keys().has_a_place() { self.keys().get(PURPOSE, team)? } else { None };
        let url = key.and_then(|key| sealed::open(&key, (PURPOSE, team.as_str()), it));
        url.and_then(|it| String::from_utf8(it).ok()).ok_or_else(|| {
            Problem::Unavailable(
                "The key to this channel’s address is not in the key file. Put the file back, or name the channel again on the team’s page.".into(),
            )
        })
    }

    /// A job for the channel of the record's team, if it has one and a call waits there.
    pub(super) fn post_about(&self, record: &Record) -> Option<Change> {
        let desk = self.system_desk("reaching");
        let waits = self.kinds().by_slug(&record.kind).and_then(|it| it.waiting(record));
        let waits = waits.is_some_and(|it| it.whom == For::Deciders);
        if !waits || record.text("deciders").is_empty() || !desk.has_channel(&record.team) {
            return None;
        }
        let errand = Errand::Post { record: record.id.clone() };
        Some(Change::AddJob(errand.job(record.id.as_str(), self.now())))
    }

    /// One message, once for each call.
    pub(crate) async fn post(&self, record: &Id, job: &Job) -> Result<Ended> {
        self.refresh().await?;
        let (Some(reach), Some(record)) = (self.reach(), self.store().record(record).await?) else {
            return Ok(Left::Done.into());
        };
        let stored = self.store().setting(&key(&record.team)).await?.unwrap_or_default();
        if stored.is_empty() || self.post_about(&record).is_none() {
            return Ok(Left::Done.into());
        }
        let url = self.channel(&record.team, stored)?;
        let text = self.says(&record, &reach.home);
        let body = json!({ "text": text, "unfurl_links": false, "id": job.id }).to_string();
        let out = reach.out.clone();
        let sent = tokio::task::spawn_blocking(move || out.post(&url, &body)).await;
        let sent = sent.map_err(|_| Problem::Unavailable("The message broke off.".into()))?;
        Ok(outcome(sent)?.unwrap_or(Left::Done).into())
    }

    fn says(&self, record: &Record, home: &str) -> String {
        let org = self.organisation();
        let named = deciders(record).map(|it| {
            org.person_by_handle(it).map_or_else(|| it.to_owned(), |who| who.name.clone())
        });
        let named: Vec<String> = named.collect();
        let (who, title) = (escaped(&named.join(", ")), escaped(&record.title));
        format!("A call waits for {who}: <{home}/{}/{}|{title}>", record.kind, record.id)
    }
}

/// As chats want it: nothing typed here can become a link or call everybody.
fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // A sign of no width keeps names that a chat would ring a bell for apart.
    line.replace('@', "@\u{200b}").replace('|', "¦")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_calls_nobody_and_links_nowhere() {
        for (typed, sent) in [
            ("Größe & Söhne", "Größe &amp; Söhne"),
            ("<!channel> look", "&lt;!channel&gt; look"),
            ("<https://evil.example|here>", "&lt;https://evil.example¦here&gt;"),
            ("@here\nnow", "@\u{200b}here now"),
        ] {
            assert_eq!(escaped(typed), sent);
        }
    }

    #[test]
    fn a_team_has_a_channel_while_its_setting_says_something() {
        let setting = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let all = [setting("channel/a", "https://x"), setting("channel/b", ""), setting("c", "d")];
        assert_eq!(teams_with(&all.into()), [Id::from("a")]);
    }
}
