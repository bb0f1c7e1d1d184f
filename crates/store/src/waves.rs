//! Waves of a health review as they are kept: what was promised, who was asked, what may be shown, and
//! until the close the sealed slots.

use domain::health::opening::Opening;
use domain::health::results::Results;
use domain::id::Id;
use domain::record::Record;
use tokio::sync::oneshot;

use crate::Store;
use crate::db::{Row, Sql};
use crate::error::{Result, StoreError};
use crate::writer::Message;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    pub opening: Opening,
    pub phase: Phase,
    pub results: Option<Results>,
}

/// How far a wave has come. From `Closing` on no answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Open,
    /// Being counted; whoever was interrupted goes on.
    Closing,
    Closed,
    CalledOff,
}

/// The two parts of a ballot lie apart, so that nobody lays a comment beside its writer's scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Scores,
    Words,
}

/// A slot of one part, rewritten only while it still holds what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    pub part: Part,
    pub number: i64,
    pub was: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl Phase {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::CalledOff => "called-off",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Open, Self::Closing, Self::Closed, Self::CalledOff]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

impl Part {
    pub const ALL: [Self; 2] = [Self::Scores, Self::Words];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Words => "words",
        }
    }
}

impl Store {
    pub async fn wave(&self, record: &Id) -> Result<Option<Wave>> {
        let sql = Sql::new("select opening, phase, results from wave where record = $1");
        self.row(sql.bind(record)).await?.as_ref().map(wave).transpose()
    }

    /// Records whose waves hold answers under a key, the one that closes first before the others.
    pub async fn open_waves(&self) -> Result<Vec<Id>> {
        let sql =
            "select record from wave where phase in ('open', 'closing') order by closes_at, record";
        self.rows(Sql::new(sql)).await?.iter().map(|it| it.id(0)).collect()
    }

    /// The wave of the same team that closed before this record's. By the days on which the reviews were
    /// begun: one that was closed early may have been planned to close after the next.
    pub async fn wave_before(&self, record: &Record) -> Result<Option<Id>> {
        let sql = Sql::new(
            "select w.record from wave w join record r on r.id = w.record
             where r.team = $1 and w.phase = 'closed' and r.opened_at < $2
             order by r.opened_at desc, w.record limit 1",
        );
        let sql = sql.bind(&record.team).bind(record.opened_at);
        self.row(sql).await?.map(|it| it.id(0)).transpose()
    }

    /// Everybody who is asked, with their teams of the opening.
    pub async fn wave_roster(&self, wave: &Id) -> Result<Vec<(Id, Vec<usize>)>> {
        let sql = Sql::new("select person, teams from wave_roster where wave = $1 order by person");
        self.rows(sql.bind(wave)).await?.iter().map(|it| Ok((it.id(0)?, it.json(1)?))).collect()
    }

    /// The teams somebody is asked in; `None` who is not asked.
    pub async fn asked_in(&self, wave: &Id, person: &Id) -> Result<Option<Vec<usize>>> {
        let sql = Sql::new("select teams from wave_roster where wave = $1 and person = $2");
        self.row(sql.bind(wave).bind(person)).await?.map(|it| it.json(0)).transpose()
    }

    /// What somebody's ticket was begun with, as a hash; `None` while they have taken none.
    pub async fn ticket_drawn(&self, wave: &Id, person: &Id) -> Result<Option<String>> {
        let sql = Sql::new("select start from ticket_drawn where wave = $1 and person = $2");
        self.row(sql.bind(wave).bind(person)).await?.map(|it| it.text(0)).transpose()
    }

    /// Whether a ticket was used, by the hash of its name.
    pub async fn is_spent(&self, wave: &Id, spent: &str) -> Result<bool> {
        let sql = Sql::new("select hash from ticket_spent where wave = $1 and hash = $2");
        Ok(self.row(sql.bind(wave).bind(spent)).await?.is_some())
    }

    /// Open waves that ask somebody who has taken no ticket yet: what they are reminded of.
    pub async fn waves_waiting_for(&self, person: &Id) -> Result<Vec<Id>> {
        let sql = Sql::new(
            "select r.wave from wave_roster r join wave w on w.record = r.wave
             where r.person = $1 and w.phase = 'open' and not exists
               (select 1 from ticket_drawn t where t.wave = r.wave and t.person = r.person)
             order by w.closes_at, r.wave",
        );
        self.rows(sql.bind(person)).await?.iter().map(|it| it.id(0)).collect()
    }

    /// Number and bytes of every slot of one part.
    pub async fn ballot_slots(&self, wave: &Id, part: Part) -> Result<Vec<(i64, Vec<u8>)>> {
        let sql = Sql::new(
            "select number, sealed from ballot_slot where wave = $1 and part = $2 order by number",
        );
        let rows = self.rows(sql.bind(wave).bind(part.name())).await?;
        rows.iter().map(|it| Ok((it.int(0)?, it.bytes(1)?))).collect()
    }

    /// Rebuilds what held ballots, so that nothing deleted lies in the file any more, nor in the WAL.
    /// `false` where somebody else is still reading and the WAL could not be emptied.
    pub async fn forget_deleted(&self) -> Result<bool> {
        // By the writer, who goes on also where whoever asked has gone away in the middle of it.
        let (answer, result) = oneshot::channel();
        let message = Message::Forget(answer);
        self.inner.messages.send(message).await.map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }
}

fn wave(row: &Row) -> Result<Wave> {
    let phase = row.text(1)?;
    let results = row.maybe_text(2)?.map(|it| serde_json::from_str(&it)).transpose()?;
    let phase = Phase::named(&phase)
        .ok_or_else(|| StoreError::Unreadable(format!("“{phase}” is no phase of a wave")))?;
    Ok(Wave { opening: row.json(0)?, phase, results })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Options;
    use crate::postgres::postgres;

    /// Attack A9: whatever a later step adds, no column leads from an answer to a person or a moment.
    #[tokio::test]
    async fn the_silent_tables_have_no_column_but_these() {
        let lite =
            "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c";
        let server = "select table_name::text || '.' || column_name::text
            from information_schema.columns where table_schema = current_schema()";
        for (url, sql) in [("sqlite::memory:".to_owned(), lite), (postgres(), server)] {
            let store = Store::open(&url, Options::default()).await.unwrap();
            let rows = store.rows(Sql::new(sql)).await.unwrap();
            let all: Vec<String> = rows.iter().map(|it| it.text(0).unwrap()).collect();
            let silent: BTreeSet<&str> = all
                .iter()
                .map(String::as_str)
                .filter(|it| it.starts_with("ballot_slot.") || it.starts_with("ticket_spent."))
                .collect();
            let wanted = [
                "ballot_slot.number",
                "ballot_slot.part",
                "ballot_slot.sealed",
                "ballot_slot.wave",
                "ticket_spent.hash",
                "ticket_spent.wave",
            ];
            assert_eq!(silent, wanted.into());
            let with_ballots =
                all.iter().filter(|it| it.contains("ballot") || it.contains("ticket"));
            assert_eq!(with_ballots.count(), wanted.len() + 3, "and who took a ticket");
            store.close().await;
        }
    }
}
