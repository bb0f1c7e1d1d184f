//! A wave opens with all its slots, takes answers that leave no trace, and ends without them.

use domain::health::opening::Opening;
use domain::health::results::Results;
use domain::id::Id;

use super::must_touch;
use crate::change::Change;
use crate::db::{Conn, Sql, json};
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::waves::{Filling, Part, Phase};

/// What a full page gives back while rows come is overwritten as well, and not only what goes at the end.
pub(super) async fn apply(db: &mut Conn<'_>, change: &Change) -> Result<()> {
    dialect::overwrite_deleted(db, true).await?;
    let applied = one(db, change).await;
    dialect::overwrite_deleted(db, false).await?;
    applied
}

async fn one(db: &mut Conn<'_>, change: &Change) -> Result<()> {
    match change {
        Change::OpenWave { opening, roster, scores, words } => {
            open(db, opening, roster).await?;
            slots(db, &opening.wave, Part::Scores, scores).await?;
            slots(db, &opening.wave, Part::Words, words).await
        }
        Change::DrawTicket { wave, person, start } => {
            let sql = Sql::new(
                "insert into ticket_drawn (wave, person, start)
                 select r.wave, r.person, $3 from wave_roster r join wave w on w.record = r.wave
                 where r.wave = $1 and r.person = $2 and w.phase = 'open'",
            );
            must_touch(db, sql.bind(wave).bind(person).bind(start)).await
        }
        Change::CastBallot { wave, spent, fillings } => cast(db, wave, spent, fillings).await,
        Change::BeginClosing { wave } => {
            let sql =
                Sql::new("update wave set phase = 'closing' where record = $1 and phase = 'open'");
            must_touch(db, sql.bind(wave)).await
        }
        Change::EndWave { wave, results } => end(db, wave, results.as_deref()).await,
        _ => Err(StoreError::Misused("a change of something else was taken for a wave's")),
    }
}

async fn open(db: &mut Conn<'_>, opening: &Opening, roster: &[(Id, Vec<usize>)]) -> Result<()> {
    let sql = Sql::new(
        "insert into wave (record, opening, closes_at, phase, results) values ($1, $2, $3, $4, $5)",
    );
    let nothing: Option<String> = None;
    let sql = sql.bind(&opening.wave).bind(json(opening)?).bind(opening.span.closes);
    db.run(sql.bind(Phase::Open.name()).bind(nothing)).await?;
    for (person, teams) in roster {
        let sql = Sql::new("insert into wave_roster (wave, person, teams) values ($1, $2, $3)");
        db.run(sql.bind(&opening.wave).bind(person).bind(json(teams)?)).await?;
    }
    stands_alone(db, &opening.wave).await
}

/// R7 once more where nobody else writes: of two that open in the same moment, `Stale` for the second.
async fn stands_alone(db: &mut Conn<'_>, wave: &Id) -> Result<()> {
    let sql = Sql::new(
        "select 1 from wave_roster mine
         join wave_roster r on r.person = mine.person and r.wave <> mine.wave
         join wave w on w.record = r.wave
         where mine.wave = $1 and w.phase in ('open', 'closing') limit 1",
    );
    match db.row(sql.bind(wave)).await? {
        None => Ok(()),
        Some(_) => Err(StoreError::Stale),
    }
}

async fn slots(db: &mut Conn<'_>, wave: &Id, part: Part, all: &[Vec<u8>]) -> Result<()> {
    for (number, sealed) in all.iter().enumerate() {
        let sql = Sql::new(
            "insert into ballot_slot (wave, part, number, sealed) values ($1, $2, $3, $4)",
        );
        db.run(sql.bind(wave).bind(part.name()).bind(number).bind(sealed.clone())).await?;
    }
    Ok(())
}

/// A ticket is spent and its slots are filled together or not at all. `Duplicate` for a ticket that was
/// spent before; `Stale` where the wave has closed, or another answer took the slot.
async fn cast(db: &mut Conn<'_>, wave: &Id, spent: &str, fillings: &[Filling]) -> Result<()> {
    let sql = Sql::new("insert into ticket_spent (wave, hash) values ($1, $2)");
    db.run(sql.bind(wave).bind(spent)).await?;
    for it in fillings {
        let sql = Sql::new(
            "update ballot_slot set sealed = $1
             where wave = $2 and part = $3 and number = $4 and sealed = $5
               and exists (select 1 from wave where record = $2 and phase = 'open')",
        );
        let sql = sql.bind(it.sealed.clone()).bind(wave).bind(it.part.name()).bind(it.number);
        must_touch(db, sql.bind(it.was.clone())).await?;
    }
    Ok(())
}

/// What was found out, or nothing if it was called off, in the place of every answer. Once: `Stale` for
/// a wave that has ended.
async fn end(db: &mut Conn<'_>, wave: &Id, results: Option<&Results>) -> Result<()> {
    let phase = if results.is_some() { Phase::Closed } else { Phase::CalledOff };
    let sql = Sql::new(
        "update wave set phase = $1, results = $2 where record = $3 and phase in ('open', 'closing')",
    );
    let results = results.map(json).transpose()?;
    must_touch(db, sql.bind(phase.name()).bind(results).bind(wave)).await?;
    for sql in [
        "delete from ballot_slot where wave = $1",
        "delete from ticket_spent where wave = $1",
        "delete from ticket_drawn where wave = $1",
    ] {
        db.run(Sql::new(sql).bind(wave)).await?;
    }
    Ok(())
}
