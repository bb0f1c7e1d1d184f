//! The maps of teams, and whose call a case is here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::deed::Deed;
use domain::id::Id;
use domain::lanes::{self, Reading, Version};
use domain::people::Team;
use serde_json::json;
use store::{Batch, Change, MapText};

use super::Desk;
use crate::problem::{Problem, Result};

pub const AGREED: &str = "agreed";
/// Drafted from a history, or proposed and waiting for whoever may agree.
pub const DRAFT: &str = "draft";
/// The home of a map whose truth is here and not in a file.
pub const SERVER: &str = "server";

const MOST_BYTES: usize = 1 << 20;
const SHELF: usize = 200;

/// A team's map as it is in force: its own, or the nearest above.
#[derive(Clone)]
pub struct TeamMap {
    /// Whose map it is.
    pub team: Team,
    pub text: MapText,
    pub reading: Arc<Reading>,
    /// A newer version that waits to be agreed.
    pub proposed: Option<MapText>,
}

/// Read maps, so that a route does not parse. Keyed by team and number: a version never changes.
#[derive(Default)]
pub(crate) struct MapShelf(Mutex<HashMap<(Id, i64), Arc<Reading>>>);

impl MapShelf {
    pub(super) fn read(&self, row: &MapText) -> Arc<Reading> {
        let key = (row.team.clone(), row.number);
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = shelf.get(&key) {
            return reading.clone();
        }
        if shelf.len() >= SHELF {
            shelf.clear();
        }
        let mut reading = lanes::read(&row.text);
        let file = (row.home != SERVER).then(|| row.home.clone());
        let number = u64::try_from(row.number).unwrap_or(0);
        reading.map = reading.map.seen_as(file, Version::Number(number));
        let reading = Arc::new(reading);
        shelf.insert(key, reading.clone());
        reading
    }
}

impl TeamMap {
    pub fn map(&self) -> &lanes::Map {
        &self.reading.map
    }

    pub fn is_draft(&self) -> bool {
        self.text.state == DRAFT
    }

    /// The version that waits for whoever decides the map: not a draft that the house made.
    pub fn waits(&self) -> Option<&MapText> {
        let first = Some(&self.text).filter(|it| it.state == DRAFT && it.home == SERVER);
        self.proposed.as_ref().or(first)
    }

    /// Whether it may be changed on the page; a map in a file is changed there.
    pub fn is_edited_here(&self) -> bool {
        self.text.home == SERVER || self.is_draft()
    }
}

impl Desk {
    /// The map in force for a team: the newest agreed, else the newest draft; else the one above.
    pub async fn map(&self, team: &Id) -> Result<Option<TeamMap>> {
        self.see(Deed::ReadMap, &self.org.subject(Some(team), None))?;
        self.nearest_map(team).await
    }

    /// The same for the house's own use: whoever may write here has their route written down,
    /// whether or not their token lets them read the map.
    pub(crate) async fn nearest_map(&self, team: &Id) -> Result<Option<TeamMap>> {
        for id in self.org.path(team) {
            if let Some(found) = self.own_map(&id).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Every version of a team's own map, newest first.
    pub async fn map_versions(&self, team: &Id) -> Result<Vec<MapText>> {
        self.see(Deed::ReadMap, &self.org.subject(Some(team), None))?;
        let mut versions = self.house.store().maps(team).await?;
        versions.sort_by_key(|it| std::cmp::Reverse(it.number));
        Ok(versions)
    }

    /// One version, read.
    pub async fn map_version(&self, team: &Id, number: i64) -> Result<(MapText, Arc<Reading>)> {
        self.see(Deed::ReadMap, &self.org.subject(Some(team), None))?;
        let row = self.house.store().map(team, number).await?.ok_or(Problem::NotFound)?;
        let reading = self.house.map_shelf().read(&row);
        Ok((row, reading))
    }

    /// Saves a new version of the map whose truth is here. It is in force at once where changing
    /// the map is the actor's call (`lanes` is a domain like any other); else it waits as a draft.
    pub async fn propose_map(&self, team: &Id, seen: i64, text: &str) -> Result<MapText> {
        let (row, batch) = self.proposed_map(team, seen, text).await?;
        self.house.write(batch).await?;
        Ok(row)
    }

    /// The version as it will be, and what has to be written for it.
    pub(super) async fn proposed_map(
        &self,
        team: &Id,
        seen: i64,
        text: &str,
    ) -> Result<(MapText, Batch)> {
        self.need(Deed::EditMap, &self.org.subject(Some(team), None))?;
        if text.len() > MOST_BYTES {
            return Err(Problem::invalid("text", "This is over one MiB; a map is a page or two."));
        }
        let reading = lanes::read(text);
        if !reading.is_usable() {
            let says = reading.problems.iter().map(|it| format!("Line {}: {}", it.line, it.says));
            return Err(Problem::invalid("text", says.take(3).collect::<Vec<_>>().join(" ")));
        }
        let before = self.house.store().newest_map(team).await?;
        if let Some(file) = before.as_ref().filter(|it| it.home != SERVER && it.state == AGREED) {
            let says = format!("This map is {} in the repository; change it there.", file.home);
            return Err(Problem::rule(says));
        }
        let number = before.as_ref().map_or(0, |it| it.number);
        if number != seen {
            return Err(Problem::rule(format!(
                "Somebody saved version {number} of this map since you opened it. Your text is below; compare, then save again."
            )));
        }
        let state = if self.may_change_map(team).await? { AGREED } else { DRAFT };
        Ok(self.map_row(team, number + 1, text, (SERVER, state)))
    }

    /// Puts a proposed version in force, as a version of its own.
    pub async fn agree_map(&self, team: &Id, number: i64) -> Result<MapText> {
        let newest = self.answered_map(team, number).await?;
        self.put_map(team, number + 1, &newest.text, (SERVER, AGREED)).await
    }

    /// Answers a proposed version with no: the one in force stands once more above it, and is in
    /// force since the day it was before.
    pub async fn keep_map(&self, team: &Id, number: i64) -> Result<MapText> {
        self.answered_map(team, number).await?;
        let Some(TeamMap { text, proposed: Some(_), .. }) = self.own_map(team).await? else {
            return Err(Problem::rule("No version of this map is in force that could stay."));
        };
        let (mut row, _) = self.map_row(team, number + 1, &text.text, (&text.home, AGREED));
        row.from_day = text.from_day;
        self.house.write(self.saving(&row)).await?;
        Ok(row)
    }

    /// The version that waits for an answer, by whoever may give it.
    async fn answered_map(&self, team: &Id, number: i64) -> Result<MapText> {
        self.need(Deed::EditMap, &self.org.subject(Some(team), None))?;
        if !self.may_change_map(team).await? {
            return Err(Problem::rule(
                "Agreeing to this map is somebody else’s call: see the lane over “lanes”.",
            ));
        }
        let newest = self.house.store().newest_map(team).await?.ok_or(Problem::NotFound)?;
        if newest.number != number {
            return Err(Problem::Stale(None));
        }
        Ok(newest)
    }

    /// Takes in the text a repository holds, or the draft made from it; nothing where nothing
    /// changed. For the house itself: the file is the truth, not whoever reads it.
    pub async fn take_in_map(
        &self,
        team: &Id,
        text: &str,
        home: &str,
        state: &str,
    ) -> Result<bool> {
        self.need(Deed::EditSettings, &self.org.subject(Some(team), None))?;
        let before = self.house.store().newest_map(team).await?;
        if let Some(before) = &before {
            let same = before.text == text && before.home == home && before.state == state;
            // A draft never takes the place of what people have agreed or edited.
            if same || (state == DRAFT && (before.state == AGREED || before.home == SERVER)) {
                return Ok(false);
            }
        }
        let number = before.map_or(0, |it| it.number);
        self.put_map(team, number + 1, text, (home, state)).await?;
        Ok(true)
    }

    pub(crate) async fn lane_ids(&self, team: &Id) -> Result<Vec<String>> {
        let map = self.nearest_map(team).await?;
        Ok(map.map_or_else(Vec::new, |it| {
            it.map().lanes.iter().map(|lane| lane.id.clone()).collect()
        }))
    }

    pub(super) async fn own_map(&self, team: &Id) -> Result<Option<TeamMap>> {
        let Some(newest) = self.house.store().newest_map(team).await? else { return Ok(None) };
        let team = self.org.team(team).cloned().ok_or(Problem::NotFound)?;
        let (text, proposed) = if newest.state == AGREED {
            (newest, None)
        } else {
            let versions = self.house.store().maps(&team.id).await?;
            let agreed =
                versions.into_iter().filter(|it| it.state == AGREED).max_by_key(|it| it.number);
            match agreed {
                Some(agreed) => (agreed, Some(newest)),
                None => (newest, None),
            }
        };
        let reading = self.house.map_shelf().read(&text);
        Ok(Some(TeamMap { team, text, reading, proposed }))
    }

    async fn put_map(
        &self,
        team: &Id,
        number: i64,
        text: &str,
        place: (&str, &str),
    ) -> Result<MapText> {
        let (row, batch) = self.map_row(team, number, text, place);
        self.house.write(batch).await?;
        Ok(row)
    }

    fn map_row(
        &self,
        team: &Id,
        number: i64,
        text: &str,
        (home, state): (&str, &str),
    ) -> (MapText, Batch) {
        let row = MapText {
            team: team.clone(),
            number,
            text: text.to_owned(),
            author: self.actor.id.clone(),
            home: home.to_owned(),
            state: state.to_owned(),
            from_day: Some(self.now.day()),
            at: self.now,
        };
        let batch = self.saving(&row);
        (row, batch)
    }

    fn saving(&self, row: &MapText) -> Batch {
        let detail = json!({ "number": row.number, "home": row.home, "state": row.state });
        let batch = self.batch().change(Change::AddMap(row.clone()));
        batch.note(Some(&row.team), &row.team, "map.saved", &detail)
    }
}
