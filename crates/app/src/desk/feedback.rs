//! What was said and what became of it: a board of items and the mirror over them. The items carry
//! who said them only where they are read one by one; the mirror has no name in it.

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::Id;
use domain::measure::feedback_loop::{self, FeedbackLoop, Item};
use domain::record::Record;
use store::Scope;

use super::Desk;
use crate::problem::Result;

/// Items of one board: years of a large organisation.
const MOST: usize = 5_000;

pub struct SaidAndDone {
    /// Newest first.
    pub items: Vec<(Record, Attachment)>,
    pub seen: FeedbackLoop,
}

impl Desk {
    /// Everything that was said to a team and those below it, or to the whole organisation.
    pub async fn said_and_done(&self, team: Option<&Id>) -> Result<SaidAndDone> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let scope = match team {
            Some(team) => Scope::Teams(self.org.below(team)),
            None => Scope::All,
        };
        let mut items = self.all_hanging(scope, "raised", None, MOST).await?;
        items.retain(|(record, _)| record.kind == domain::practice::feedback::KIND.slug);
        let bare: Vec<Item> = items.iter().map(|(_, it)| Item::of(it)).collect();
        Ok(SaidAndDone { seen: feedback_loop::measure(&bare, self.now), items })
    }
}
