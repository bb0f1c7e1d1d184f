//! From a topic of office hours to a record, in one step; and whose hour comes next.

use domain::attachment::Attachment;
use domain::id::{At, Id};
use domain::practice::office_hours::slots::{CHANGED, TOPIC};
use domain::practice::office_hours::{KIND, becomes, dates, queue, rules};
use domain::record::{Answers, Dossier, Record, Value};
use store::{Filter, HangingFilter, MapText, Scope};

use super::records::as_begun;
use super::{Desk, Entry, Takes};
use crate::problem::{Problem, Result};

/// How far ahead one's own date is shown.
const AHEAD: i64 = 7 * At::DAY;
/// Series of the whole house that are looked through for one’s own.
const MOST: usize = 400;

/// A date that is near, and what the actor has to do with it.
#[derive(Clone, Debug)]
pub struct ComingHour {
    pub record: Record,
    /// The topic of one's own; `None` for a host's date.
    pub topic: Option<Attachment>,
    pub starts: At,
    /// “Thursday 3 December, 14:00 Europe/Berlin”.
    pub when: String,
    /// How many topics wait for it.
    pub topics: usize,
    /// How many were taken up in it already, once it is under way.
    pub taken_up: usize,
}

impl Desk {
    /// Begins a record out of a topic, which is then talked about: each leads to the other.
    pub async fn begin_from(
        &self,
        (hours, topic): (&Id, &Id),
        kind: &str,
        team: &Id,
        title: &str,
        answers: Answers,
    ) -> Result<Dossier> {
        let (dossier, mut it) = self.topic(hours, topic).await?;
        let into = becomes::ALL.iter().find(|it| it.kind == kind).ok_or(Problem::NotFound)?;
        let (record, batch) = self.begun(kind, team, title, answers).await?;
        let given: Answers = [("became", record.id.as_str()), ("outcome", into.outcome)]
            .map(|(name, said)| (name.to_owned(), Value::Text(said.to_owned())))
            .into();
        let step =
            TOPIC.moves.iter().find(|it| it.name == becomes::STEP).ok_or(Problem::NotFound)?;
        let detail = self.moved(&dossier, &TOPIC, &mut it, step, given).await?;
        let begun = as_begun(record, &batch);
        let told = ("attachment.moved", detail);
        self.house.write(self.saved(&dossier, &TOPIC, it, batch, told).await?).await?;
        Ok(begun)
    }

    /// Saves a new version of a map out of a topic, which is then talked about: the topic names the
    /// version, and the map's own text the topic.
    pub async fn change_map_from(
        &self,
        (hours, topic): (&Id, &Id),
        team: &Id,
        seen: i64,
        text: &str,
    ) -> Result<MapText> {
        let (dossier, mut it) = self.topic(hours, topic).await?;
        let text = becomes::AskedIn::of(&dossier.record, &it).noted(text);
        let (row, batch) = self.proposed_map(team, seen, &text).await?;
        let slug = self.org.team(team).map_or(team.as_str(), |it| it.slug.as_str());
        let version = Value::Text(format!("{slug}/{}", row.number));
        let given = Answers::from([("map".to_owned(), version)]);
        let step =
            TOPIC.moves.iter().find(|it| it.name == becomes::MAP_STEP).ok_or(Problem::NotFound)?;
        let detail = self.moved(&dossier, &TOPIC, &mut it, step, given).await?;
        let told = ("attachment.moved", detail);
        self.house.write(self.saved(&dossier, &TOPIC, it, batch, told).await?).await?;
        Ok(row)
    }

    /// One topic with its office hours.
    pub async fn topic(&self, hours: &Id, topic: &Id) -> Result<(Dossier, Attachment)> {
        let dossier = self.read(hours).await?;
        let found = dossier.attached.iter().find(|it| it.id == *topic && it.slot == TOPIC.name);
        let it = found.filter(|_| dossier.record.kind == KIND.slug).cloned();
        it.map(|it| (dossier, it)).ok_or(Problem::NotFound)
    }

    /// Dates within a week that the actor hosts, and those of topics of their own; the nearest first.
    pub async fn coming_hours(&self) -> Result<Vec<ComingHour>> {
        let mut found = Vec::new();
        for (record, of_me) in self.hours(&["running"]).await? {
            if of_me {
                found.extend(self.near(&record.id).await?);
            }
        }
        found.sort_by_key(|it| it.starts);
        Ok(found)
    }

    /// Office hours for the calendar of whoever is of the team, hosts them, or brought a topic.
    pub(super) async fn hour_entries(&self) -> Result<Vec<Entry>> {
        let mine = self.my_scope();
        let mut found = Vec::new();
        for (record, of_me) in self.hours(&["running", "ended"]).await? {
            let near = match &mine {
                Scope::Teams(teams) => teams.contains(&record.team),
                Scope::All => true,
            };
            if near || of_me {
                found.extend(entry(&self.read(&record.id).await?));
            }
        }
        Ok(found)
    }

    /// Series in these states, each with whether the actor hosts it or brought a topic.
    async fn hours(&self, states: &[&str]) -> Result<Vec<(Record, bool)>> {
        let mut filter = Filter::of(self.scope(None)).kind(KIND.slug);
        filter.states = states.iter().map(|it| (*it).to_owned()).collect();
        let own = self.own_topics().await?;
        let of_me = |record: Record| {
            let mine = own.iter().any(|it| it.record == record.id);
            let hosts = rules::hosts(&record).any(|it| self.is_me(it));
            (record, mine || hosts)
        };
        let all = self.records_of(&filter, MOST).await?;
        Ok(all.into_iter().map(of_me).collect())
    }

    async fn own_topics(&self) -> Result<Vec<Attachment>> {
        let filter = HangingFilter {
            scope: self.scope(None),
            slot: TOPIC.name.into(),
            open: Some(true),
            author: Some(self.actor.id.clone()),
        };
        let page = self.house.store().hanging(&filter, None, MOST).await?;
        Ok(page.items.into_iter().map(|it| it.1).collect())
    }

    async fn near(&self, hours: &Id) -> Result<Vec<ComingHour>> {
        let dossier = self.read(hours).await?;
        let surroundings = self.surroundings(&dossier).await?;
        let votes = queue::votes(&dossier, &surroundings.around(self));
        // Where the dates cannot be told, the page itself says why.
        let Ok(plan) = queue::plan(&dossier, &votes, self.now) else { return Ok(Vec::new()) };
        let hosts = rules::hosts(&dossier.record).any(|it| self.is_me(it));
        let year = self.now.day().year();
        let mut found = Vec::new();
        let near = plan.dates.iter().filter(|it| it.sitting.takes_place());
        for slate in near.filter(|it| it.sitting.starts < self.now.plus(AHEAD)) {
            let taken_up = queue::taken_up(&dossier, slate.sitting.starts, self.now);
            let coming = |topic: Option<&Attachment>| ComingHour {
                record: dossier.record.clone(),
                topic: topic.cloned(),
                starts: slate.sitting.starts,
                when: plan.series.date_in_words(slate.sitting.local, year),
                topics: slate.topics.len(),
                taken_up,
            };
            let mine = slate.topics.iter().filter(|it| it.topic.author == self.actor.id);
            found.extend(mine.map(|it| coming(Some(it.topic))));
            if hosts {
                found.push(coming(None));
            }
        }
        Ok(found)
    }
}

/// `None` where the dates cannot be told, or none was left before the end.
fn entry(dossier: &Dossier) -> Option<Entry> {
    let record = &dossier.record;
    let series = dates::standing(dossier)?;
    let changed: Vec<&Attachment> = dossier.slot(CHANGED.name).collect();
    Some(Entry {
        id: record.id.clone(),
        title: format!("{}: {}", KIND.name, record.title),
        place: record.text("place").trim().to_owned(),
        takes: Takes::Series(series),
        to: format!("/{}/{}", record.kind, record.id),
        // A date that is moved counts as a change of the whole.
        version: record.version + changed.iter().map(|it| it.version).sum::<i64>(),
        changed_at: changed.iter().map(|it| it.made_at).fold(record.changed_at, At::max),
        is_called_off: false,
    })
}
