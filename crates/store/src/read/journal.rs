//! The journal, read forwards.

use domain::id::Id;

use crate::Store;
use crate::db::{Row, Sql};
use crate::error::Result;
use crate::rows::{Happening, Scope};

impl Store {
    /// The newest number; 0 before the first.
    pub async fn position(&self) -> Result<i64> {
        let row = self.row(Sql::new("select value from counter where name = 'journal'")).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// The number of what happened last to one record; 0 before the first.
    pub async fn newest_of(&self, subject: &Id) -> Result<i64> {
        let sql = Sql::new("select max(seq) from journal where subject = $1");
        let row = self.row(sql.bind(subject)).await?;
        Ok(row.map_or(Ok(None), |row| row.maybe_int(0))?.unwrap_or(0))
    }

    /// Whether this actor had a hand in a record since this happened to it last, with that itself.
    pub async fn has_acted_since(&self, subject: &Id, actor: &Id, what: &str) -> Result<bool> {
        let sql = Sql::new(
            "select 1 from journal where subject = $1 and actor = $2 and seq >= (
                 select coalesce(max(seq), 0) from journal where subject = $1 and what = $3
             ) limit 1",
        );
        Ok(self.row(sql.bind(subject).bind(actor).bind(what)).await?.is_some())
    }

    /// What happened to one record, person, team or map, oldest first, after a number.
    pub async fn history(&self, subject: &Id, after: i64, limit: usize) -> Result<Vec<Happening>> {
        let sql = Sql::new(
            "select seq, at, actor, team, subject, what, detail from journal
             where subject = $1 and seq > $2 order by seq limit $3",
        );
        let rows = self.rows(sql.bind(subject).bind(after).bind(limit)).await?;
        rows.iter().map(happening).collect()
    }

    /// What happened in scope, oldest first, after a number.
    pub async fn journal(&self, scope: &Scope, after: i64, limit: usize) -> Result<Vec<Happening>> {
        let mut sql = Sql::new(
            "select seq, at, actor, team, subject, what, detail from journal where seq > $1",
        )
        .bind(after);
        super::records::push_scope(&mut sql, " and team", scope);
        sql.push(" order by seq limit ");
        sql.push_arg(limit);
        self.rows(sql).await?.iter().map(happening).collect()
    }

    /// The newest of what happened in scope, newest first.
    pub async fn lately(&self, scope: &Scope, limit: usize) -> Result<Vec<Happening>> {
        let teams: &[Id] = match scope {
            Scope::All => &[],
            Scope::Teams(teams) if teams.is_empty() => return Ok(Vec::new()),
            Scope::Teams(teams) => teams,
        };
        let mut sql = Sql::new("");
        // Each team gives its own newest: no index gives the order over several.
        for (number, team) in teams.iter().enumerate() {
            sql.push(if number == 0 { "" } else { " union all " });
            sql.push("select * from (");
            sql.push(LINES);
            sql.push(" where team = ");
            sql.push_arg(team);
            sql.push(" order by seq desc limit ");
            sql.push_arg(limit);
            sql.push(") as of_one_team");
        }
        if teams.is_empty() {
            sql.push(LINES);
        }
        sql.push(" order by seq desc limit ");
        sql.push_arg(limit);
        self.rows(sql).await?.iter().map(happening).collect()
    }
}

const LINES: &str = "select seq, at, actor, team, subject, what, detail from journal";

fn happening(row: &Row) -> Result<Happening> {
    Ok(Happening {
        seq: row.int(0)?,
        at: row.at(1)?,
        actor: row.id(2)?,
        team: row.maybe_text(3)?.map(Id::new),
        subject: row.id(4)?,
        what: row.text(5)?,
        detail: row.text(6)?,
    })
}
