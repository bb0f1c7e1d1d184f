//! A team's chat channel: it hears which of the team's calls wait, and nothing else. Off until
//! somebody who looks after the team names one; its address is a secret and is never shown again.

use std::collections::BTreeMap;

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::For;
use domain::record::Record;
use serde_json::json;
use store::{Change, Job, Left};

use super::tell::outcome;
use crate::desk::Desk;
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::problem::{Problem, Result};

/// The setting that holds a team's channel; empty where it was taken away.
fn key(team: &Id) -> String {
    format!("{CHANNEL}{team}")
}

const CHANNEL: &str = "channel/";

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
        let set = Change::Set { key: key(team), value: url.to_owned() };
        let batch = self.batch().change(set).note(Some(team), team, what, &json!({}));
        self.house.write_people(batch).await
    }
}

impl House {
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
        let url = self.store().setting(&key(&record.team)).await?.unwrap_or_default();
        if url.is_empty() || self.post_about(&record).is_none() {
            return Ok(Left::Done.into());
        }
        let text = self.says(&record, &reach.home);
        let body = json!({ "text": text, "unfurl_links": false, "id": job.id }).to_string();
        let out = reach.out.clone();
        let sent = tokio::task::spawn_blocking(move || out.post(&url, &body)).await;
        let sent = sent.map_err(|_| Problem::Unavailable("The message broke off.".into()))?;
        Ok(outcome(sent)?.unwrap_or(Left::Done).into())
    }

    fn says(&self, record: &Record, home: &str) -> String {
        let org = self.organisation();
        let deciders = record.text("deciders").split(", ").map(|it| {
            org.person_by_handle(it).map_or_else(|| it.to_owned(), |who| who.name.clone())
        });
        let deciders: Vec<String> = deciders.collect();
        let (who, title) = (escaped(&deciders.join(", ")), escaped(&record.title));
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
