//! The versions of a team's map.

use domain::id::{At, Id};

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

    /// The newest version of each team's map where it is in this state and has this home.
    pub async fn newest_maps(&self, state: &str, home: &str) -> Result<Vec<MapText>> {
        let sql = Sql::new(
            "select team, number, text, author, home, state, from_day, at from map where state = $1 and home = $2 and number = (select max(newer.number) from map newer where newer.team = map.team) order by at desc, team",
        );
        self.rows(sql.bind(state).bind(home)).await?.iter().map(map).collect()
    }

    /// Teams of which a version in this state was saved since then.
    pub async fn teams_with_maps_since(&self, state: &str, since: At) -> Result<Vec<Id>> {
        let sql =
            Sql::new("select distinct team from map where state = $1 and at >= $2 order by team");
        let rows = self.rows(sql.bind(state).bind(since)).await?;
        rows.iter().map(|row| row.id(0)).collect()
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
