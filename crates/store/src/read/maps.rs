//! The versions of a team's map.

use domain::id::Id;

use crate::Store;
use crate::db::{Row, Sql};
use crate::error::Result;
use crate::rows::MapText;

impl Store {
    /// The newest version, draft or agreed.
    pub async fn newest_map(&self, team: &Id) -> Result<Option<MapText>> {
        let sql = Sql::new(
            "select team, number, text, author, home, state, from_day, at from map where team = $1 order by number desc limit 1",
        );
        self.row(sql.bind(team)).await?.as_ref().map(map).transpose()
    }

    pub async fn map(&self, team: &Id, number: i64) -> Result<Option<MapText>> {
        let sql = Sql::new(
            "select team, number, text, author, home, state, from_day, at from map where team = $1 and number = $2",
        );
        self.row(sql.bind(team).bind(number)).await?.as_ref().map(map).transpose()
    }

    /// Every version, newest first.
    pub async fn maps(&self, team: &Id) -> Result<Vec<MapText>> {
        let sql = Sql::new(
            "select team, number, text, author, home, state, from_day, at from map where team = $1 order by number desc",
        );
        self.rows(sql.bind(team)).await?.iter().map(map).collect()
    }
}

fn map(row: &Row) -> Result<MapText> {
    Ok(MapText {
        team: row.id(0)?,
        number: row.int(1)?,
        text: row.text(2)?,
        author: row.id(3)?,
        home: row.text(4)?,
        state: row.text(5)?,
        from_day: row.maybe_day(6)?,
        at: row.at(7)?,
    })
}
