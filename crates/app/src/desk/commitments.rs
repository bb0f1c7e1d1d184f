//! What was promised, wherever it hangs, and what became of it. Lists of records; no person is
//! counted.

use domain::attachment::{Attachment, Promise as Promised};
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::measure::balance::{Balance, balance};
use domain::measure::follow_through::{self, End, FollowThrough, Promise};
use domain::measure::window::{Window, start_of};
use domain::practice::celebration;
use domain::record::{Record, Value};
use store::{Cursor, Filter, HangingFilter, Paged, Scope};

use super::Desk;
use crate::problem::Result;

const SLOT: &str = "commitment";

/// A window of a large team holds fewer; beyond it the oldest are left out.
const MOST_PAGES: usize = 25;

impl Desk {
    /// Promises on records of every kind, leaders' too, the one made last first.
    pub async fn commitments(
        &self,
        team: Option<&Id>,
        open: Option<bool>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Paged<(Record, Attachment)>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let limit = limit.clamp(1, 200);
        let (mut items, mut is_cut) = (Vec::new(), false);
        for slot in self.house.kinds().slots_that_promise() {
            let found = self.promised_in(slot, team, open, after, limit).await?;
            is_cut |= found.len() > limit;
            items.extend(found);
        }
        items.sort_by_cached_key(|(_, it)| std::cmp::Reverse((it.made_at, it.id.clone())));
        is_cut |= items.len() > limit;
        items.truncate(limit);
        let place = |it: &Attachment| Cursor { at: it.made_at, id: it.id.clone() };
        let next = items.last().filter(|_| is_cut).map(|it| place(&it.1));
        Ok(Paged { items, next })
    }

    /// What one of them promises by name and day, by the table of its slot.
    pub fn promise(&self, record: &Record, it: &Attachment) -> Option<Promised> {
        (self.kind(&record.kind).ok()?.slot(&it.slot)?.promises?)(it)
    }

    fn is_promised(&self, (record, it): &(Record, Attachment), open: Option<bool>) -> bool {
        let promise = self.promise(record, it).filter(|_| self.may_read(record));
        promise.is_some_and(|it| open.is_none_or(|open| open == (it.end == End::Open)))
    }

    /// Promises of one slot, until one more than so many are found.
    async fn promised_in(
        &self,
        slot: &str,
        team: Option<&Id>,
        open: Option<bool>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<(Record, Attachment)>> {
        // Elsewhere a promise may be over while what it hangs in goes on.
        let stored = open.filter(|open| *open || slot == SLOT);
        let filter = HangingFilter {
            scope: self.scope(team),
            slot: slot.to_owned(),
            open: stored,
            author: None,
        };
        let (mut found, mut after) = (Vec::new(), after.cloned());
        for _ in 0..MOST_PAGES {
            let page = self.house.store().hanging(&filter, after.as_ref(), limit + 1).await?;
            found.extend(page.items.into_iter().filter(|it| self.is_promised(it, open)));
            after = page.next;
            if after.is_none() || found.len() > limit {
                break;
            }
        }
        Ok(found)
    }

    /// Promises that were kept or dropped, the one settled last first.
    pub async fn settled(
        &self,
        team: Option<&Id>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Paged<(Record, Attachment)>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mut items = Vec::new();
        for slot in self.house.kinds().slots_that_promise() {
            let filter = HangingFilter {
                scope: self.scope(team),
                slot: slot.to_owned(),
                open: (slot == SLOT).then_some(false),
                author: None,
            };
            items.extend(self.promises(&filter, At(i64::MIN)).await?);
        }
        items.retain(|it| self.is_promised(it, Some(false)));
        let place = |(record, it): &(Record, Attachment)| {
            // Promises from before days were kept stand on the day they were made.
            let on = self.promise(record, it).and_then(|it| it.settled_on);
            Cursor { at: start_of(on.unwrap_or_else(|| it.made_at.day())), id: it.id.clone() }
        };
        let key = |it: &Cursor| (std::cmp::Reverse(it.at), it.id.clone());
        items.retain(|it| after.is_none_or(|after| key(after) < key(&place(it))));
        items.sort_by_cached_key(|it| key(&place(it)));
        let is_cut = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| is_cut).map(place);
        Ok(Paged { items, next })
    }

    /// Every promise of this filter that was made since; beyond a bound the oldest are left out.
    async fn promises(
        &self,
        filter: &HangingFilter,
        since: At,
    ) -> Result<Vec<(Record, Attachment)>> {
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let page = self.house.store().hanging(filter, after.as_ref(), store::PAGE).await?;
            found.extend(page.items.into_iter().filter(|it| self.may_read(&it.0)));
            after = page.next.filter(|it| since <= it.at);
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// What became of the promises on a team's own records. The team's own mirror.
    pub async fn follow_through(&self, team: &Id, months: i32) -> Result<FollowThrough> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let window = Window::months(months.clamp(1, 120), self.now);
        let scope = Scope::Teams(vec![team.clone()]);
        let filter = HangingFilter { scope, slot: SLOT.into(), open: None, author: None };
        let mut owners = Vec::new();
        let found = self.promises(&filter, window.from).await?;
        let rows: Vec<Promise> = found.iter().map(|(_, it)| promise(it, &mut owners)).collect();
        let mut measured = follow_through::measure(&rows, window);
        measured.mirror.declare(&self.board(team).await?.declared);
        Ok(measured)
    }

    /// Whether the team celebrates only what went well. For the team, like its mirrors.
    pub async fn celebration_balance(&self, team: &Id) -> Result<Balance> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let mut filter = Filter::of(Scope::Teams(vec![team.clone()])).kind(celebration::KIND.slug);
        filter.states.push("shared".into());
        let shared = self.house.store().records(&filter, None, 200).await?.items;
        let flags: Vec<bool> = shared.iter().map(celebration::concerns_a_failure).collect();
        Ok(balance(&flags))
    }
}

/// The columns of one promise. Its promiser becomes a number in the order of appearance.
fn promise(it: &Attachment, owners: &mut Vec<String>) -> Promise {
    let owner = it.named().unwrap_or(it.author.as_str());
    let by = owners.iter().position(|had| had == owner).unwrap_or_else(|| {
        owners.push(owner.to_owned());
        owners.len() - 1
    });
    let day = |name: &str| it.text(name).trim().parse::<jiff::civil::Date>().ok().map(start_of);
    let end = match it.state.as_str() {
        "kept" | "verified" => End::Kept,
        "dropped" => End::Dropped,
        _ => End::Open,
    };
    let moved = match it.answers.get("dates") {
        Some(Value::Rows(rows)) => rows.len(),
        _ => 0,
    };
    Promise {
        made: it.made_at,
        due: day("due").map_or(it.made_at, |it| it.plus(At::DAY - 1)),
        end,
        // Promises from before days were kept count from the day they were made: never as late.
        closed: (end != End::Open)
            .then(|| day("closed_on").map_or(it.made_at, |at| at.max(it.made_at))),
        verified: it.state == "verified",
        moved,
        by: u32::try_from(by).unwrap_or(u32::MAX),
    }
}
