//! What stands in a person's calendar, and what is news to them: titles and times, never a text.
//!
//! Both leave the house by an address that whoever has it can read, so nothing candid is in them.

use domain::calendar::Series;
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::kind::Kind;
use domain::measure::window::start_of;
use domain::people::Team;
use domain::quarter::Quarter;
use domain::record::Record;
use jiff::civil::Date;
use store::Filter;

use super::{Desk, Due, DueOf, Whose};
use crate::problem::Result;

/// How far a calendar looks back and ahead.
const BACK_DAYS: i64 = 30;
const AHEAD_DAYS: i64 = 400;
/// Entries of one sort at most.
const MOST: usize = 200;
const MOST_NEWS: usize = 50;

/// When something takes place.
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    /// All of a day.
    Day(Date),
    Series(Series),
}

/// One entry of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Of the record, or of what hangs on it: the same for ever.
    pub id: Id,
    pub title: String,
    pub place: String,
    pub takes: Takes,
    /// Where it is read: an address on this site.
    pub to: String,
    /// Counts up with every change.
    pub version: i64,
    pub changed_at: At,
    pub is_called_off: bool,
}

/// Something that was decided, published, shown or celebrated.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    pub word: &'static str,
    pub record: Record,
}

impl Desk {
    /// What the actor has to look at and where they are expected, by day.
    pub async fn calendar(&self) -> Result<Vec<Entry>> {
        let until = self.now.plus(AHEAD_DAYS * At::DAY).day();
        let due = self.due(&Whose::Mine, until, MOST).await?.items;
        let is_held = |it: &Due| matches!(&it.of, DueOf::Record(record) if self.kind(&record.kind).is_ok_and(gathers));
        let mut found: Vec<Entry> = due.iter().filter(|it| !is_held(it)).map(to_look_at).collect();
        found.extend(self.gatherings(until).await?);
        found.extend(self.hour_entries().await?);
        Ok(found)
    }

    /// What happened in the actor's teams that others should hear of, the newest first.
    pub async fn news(&self) -> Result<Vec<News>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mut found = Vec::new();
        for kind in self.house.kinds().iter() {
            let Some(news) = &kind.news else { continue };
            let mut filter = Filter::of(self.my_scope()).kind(kind.slug);
            filter.states = news.states.iter().map(|it| (*it).to_owned()).collect();
            let page = self.house.store().records(&filter, None, MOST_NEWS).await?;
            found.extend(page.items.into_iter().map(|record| News { word: news.word, record }));
        }
        found.sort_by(|a, b| {
            let key = |it: &News| (it.record.changed_at, it.record.id.clone());
            key(b).cmp(&key(a))
        });
        found.truncate(MOST_NEWS);
        Ok(found)
    }

    /// Days on which people come together, called off ones too: a calendar has to hear of it.
    async fn gatherings(&self, until: Date) -> Result<Vec<Entry>> {
        let mut filter = Filter::of(self.my_scope());
        filter.kinds =
            self.house.kinds().iter().filter(|it| gathers(it)).map(|it| it.slug.into()).collect();
        let from = self.now.plus(-BACK_DAYS * At::DAY).day();
        let page = self.house.store().records(&filter, None, MOST).await?;
        let entry = |record: &Record| {
            let kind = self.kind(&record.kind).ok()?;
            let days = kind.due.iter().filter_map(|name| record.text(name).trim().parse().ok());
            let day: Date = days.min()?;
            (from <= day && day <= until).then(|| Entry {
                title: format!("{}: {}", kind.name, record.title),
                place: record.text("place").trim().to_owned(),
                is_called_off: record.state == CALLED_OFF,
                ..on_day(record, day)
            })
        };
        Ok(page.items.iter().filter_map(entry).collect())
    }
}

/// Kinds whose records are held in a place use this word for one that is not.
const CALLED_OFF: &str = "called_off";

/// Whether people come together for a record of this kind, on a day and at a place.
fn gathers(kind: &Kind) -> bool {
    !kind.due.is_empty() && kind.ask("place").is_some()
}

fn on_day(record: &Record, day: Date) -> Entry {
    Entry {
        id: record.id.clone(),
        title: record.title.clone(),
        place: String::new(),
        takes: Takes::Day(day),
        to: format!("/{}/{}", record.kind, record.id),
        version: record.version,
        changed_at: record.changed_at,
        is_called_off: false,
    }
}

/// What hangs on a record is named by its record: its own words stay in the house.
fn to_look_at(due: &Due) -> Entry {
    let of_team = |id: String, team: &Team, version, changed_at| Entry {
        id: id.into(),
        title: format!("{}: {}, {}", due.asks, due.about, team.name),
        place: String::new(),
        takes: Takes::Day(due.on),
        to: due.place(),
        version,
        changed_at,
        is_called_off: false,
    };
    match &due.of {
        DueOf::Record(record) => Entry {
            title: format!("{} “{}”", due.asks, record.title),
            ..on_day(record, due.on)
        },
        DueOf::Hanging(record, it) => Entry {
            id: it.id.clone(),
            title: format!("{}: on “{}”", due.asks, record.title),
            to: due.place(),
            version: it.version,
            changed_at: it.made_at.max(record.changed_at),
            ..on_day(record, due.on)
        },
        DueOf::Lane { team, lane, number, since } => {
            // A name of a lane may hold what an address of a calendar may not.
            let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
            let lane: String = lane.chars().map(plain).collect();
            of_team(format!("{}-lane-{lane}", team.id), team, *number, *since)
        }
        DueOf::Practice { team, kind } => {
            let quarter = Quarter::of(due.on);
            let id = format!("{}-{kind}-{quarter}", team.id);
            of_team(id, team, 1, start_of(quarter.first()))
        }
    }
}
