//! What waits for the actor, what is due, and what changed: one page's worth, no more.

use domain::attachment::{Attachment, Wait};
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::people::same_handle;
use domain::record::Record;
use store::{Happening, Scope};

use super::{ComingHour, Desk, Due, DueOf, MapNews, MapTurn, MyTurn, Whose};
use crate::problem::Result;

/// How far ahead something due is shown.
pub const AHEAD_DAYS: i64 = 14;
const MOST: usize = 25;
/// Records that changed last, as many as are read.
const CHANGED: usize = 12;

#[derive(Clone, Debug, Default)]
pub struct Today {
    /// What hangs on a record and asks something of the actor: questions, advice, feedback, support.
    pub asked: Vec<(Record, Attachment, Wait)>,
    /// Records on which it is the actor's turn: calls, intents to say back, reviews that ask them.
    pub turns: Vec<MyTurn>,
    /// Records, commitments and forecasts with a date, the earliest first; the overdue ones lead.
    pub due: Vec<Due>,
    /// What the actor may write first; an invitation, and nothing waits for it.
    pub invited: Option<(domain::practice::ownership::Invitation, domain::people::Team)>,
    /// Proposed versions of maps that wait for the actor’s word.
    pub maps: Vec<MapTurn>,
    /// Dates of office hours within a week: hosted, or with a topic of one's own.
    pub hours: Vec<ComingHour>,
    /// What happened last in the actor's teams, with the record it is about.
    pub changed: Vec<(Happening, Record)>,
    /// Maps that were put in force lately and change what the actor decides.
    pub map_news: Vec<MapNews>,
}

impl Today {
    pub fn waiting(&self) -> usize {
        self.asked.len() + self.turns.len() + self.maps.len() + self.hours.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting() == 0
            && self.due.is_empty()
            && self.changed.is_empty()
            && self.map_news.is_empty()
    }
}

impl Desk {
    pub async fn today(&self) -> Result<Today> {
        let waits = self.waits().await?;
        let (invited, changed) = (self.invitation().await?, self.changed(&self.my_scope()).await?);
        Ok(Today { invited, changed, map_news: self.map_news().await?, ..waits })
    }

    /// Of Today what waits and what is due: as much as a number beside it, or a letter, says.
    pub async fn waits(&self) -> Result<Today> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mine = self.my_scope();
        let until = self.now.plus(AHEAD_DAYS * At::DAY).day();
        let (asked, turns) = (self.asked().await?, self.my_turns(&mine).await?);
        let mut due = self.due(&Whose::Mine, until, MOST).await?.items;
        // What is asked already is not told once more for its day.
        due.retain(|it| match &it.of {
            DueOf::Record(record) => turns.iter().all(|turn| turn.record.id != record.id),
            DueOf::Hanging(_, hangs) => asked.iter().all(|(_, asks, _)| asks.id != hangs.id),
            _ => true,
        });
        let (maps, hours) = (self.map_turns().await?, self.coming_hours().await?);
        Ok(Today { asked, turns, due, maps, hours, ..Today::default() })
    }

    /// The teams the actor sits in; for a system actor, all.
    pub fn my_scope(&self) -> Scope {
        if self.actor.kind == domain::people::ActorKind::System {
            return Scope::All;
        }
        Scope::Teams(self.actor.seats.iter().map(|seat| seat.team.clone()).collect())
    }

    pub(super) fn is_me(&self, handle: &str) -> bool {
        same_handle(handle, &self.actor.handle)
    }

    async fn changed(&self, mine: &Scope) -> Result<Vec<(Happening, Record)>> {
        let lately = self.house.store().lately(mine, MOST * 2).await?;
        let ids: Vec<&Id> = lately.iter().map(|it| &it.subject).collect();
        let mut records = self.house.store().records_by(&ids).await?;
        let mut found: Vec<(Happening, Record)> = Vec::new();
        for happening in lately {
            let heard = |it: &Record| self.may_hear(it, &happening);
            if !records.get(&happening.subject).is_some_and(heard) {
                continue;
            }
            // One line a record: the newest says enough.
            found.extend(records.remove(&happening.subject).map(|record| (happening, record)));
            if found.len() == CHANGED {
                break;
            }
        }
        Ok(found)
    }
}
