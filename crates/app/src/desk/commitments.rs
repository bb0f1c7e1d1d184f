//! What was promised, wherever it hangs, and what became of it. Lists of records; no person is
//! counted.

use domain::attachment::Attachment;
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
        let filter =
            HangingFilter { scope: self.scope(team), slot: SLOT.into(), open, author: None };
        self.readable_hanging(&filter, after, limit.clamp(1, 200)).await
    }

    /// Promises that were kept or dropped, the one settled last first.
    pub async fn settled(
        &self,
        team: Option<&Id>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Paged<(Record, Attachment)>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let filter = HangingFilter {
            scope: self.scope(team),
            slot: SLOT.into(),
            open: Some(false),
            author: None,
        };
        let mut items = self.promises(&filter, At(i64::MIN)).await?;
        let place = |it: &Attachment| Cursor { at: start_of(settled_on(it)), id: it.id.clone() };
        let key = |it: &Cursor| (std::cmp::Reverse(it.at), it.id.clone());
        items.retain(|(_, it)| after.is_none_or(|after| key(after) < key(&place(it))));
        items.sort_by_cached_key(|(_, it)| key(&place(it)));
        let is_cut = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| is_cut).map(|(_, it)| place(it));
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

/// Promises from before days were kept stand on the day they were made.
fn settled_on(it: &Attachment) -> jiff::civil::Date {
    it.text("closed_on").trim().parse().unwrap_or_else(|_| it.made_at.day())
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
