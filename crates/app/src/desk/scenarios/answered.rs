//! The last health review that asked a team, as a signal of its scenarios: through the gate, as its page
//! shows it to whoever looks.

use domain::id::Id;
use domain::practice::health_review::KIND;
use domain::record::Record;
use domain::scenario::evidence::{self, Answered, Reading};
use domain::scenario::signal::{About, From};
use store::{Filter, Scope};

use super::super::{Desk, Told};
use crate::problem::Result;

/// Reviews of a team and of those above it that are looked through for one that asked it.
const MOST: usize = 20;

impl Desk {
    pub(super) async fn answered(
        &self,
        team: &Id,
        asked: Vec<&'static About>,
    ) -> Result<Vec<Reading>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let Some((told, group)) = self.last_review(team).await? else {
            let none = "No health review that asked the team has closed yet.";
            return Ok(asked.into_iter().map(|it| evidence::not_shown(it, none)).collect());
        };
        let read = |about: &'static About| match (&told.results, about.from) {
            (Some(wave), From::Health(construct)) => {
                let closed_on = closed_on(&told.record);
                let before = told.before.as_ref();
                let seen = Answered { wave, group, closed_on, before, now: self.now };
                evidence::of_health(about, construct, &seen)
            }
            _ => evidence::not_shown(about, &told.why),
        };
        Ok(asked.into_iter().map(read).collect())
    }

    /// With the group that is the team. A review of a team above counts where the team joined it, also
    /// of one that is above no more.
    async fn last_review(&self, team: &Id) -> Result<Option<(Told, usize)>> {
        match self.last_review_in(team, Scope::Teams(self.org.path(team))).await? {
            None => self.last_review_in(team, Scope::All).await,
            found => Ok(found),
        }
    }

    async fn last_review_in(&self, team: &Id, scope: Scope) -> Result<Option<(Told, usize)>> {
        let mut filter = Filter::of(scope).kind(KIND.slug);
        filter.states = vec!["closed".to_owned(), "talked".to_owned()];
        let mut reviews = self.house.store().records(&filter, None, MOST).await?.items;
        reviews.sort_by_key(|it| std::cmp::Reverse((closed_on(it), it.opened_at)));
        for review in reviews {
            let told = self.review_told(&review.id).await?;
            let groups = told.opening.as_ref().map_or(&[][..], |it| it.tree.groups());
            // Without its direct members apart, a team is one group; with them, the whole.
            if let Some(group) = groups.iter().position(|it| it.team == *team && !it.direct) {
                return Ok(Some((told, group)));
            }
        }
        Ok(None)
    }
}

fn closed_on(review: &Record) -> jiff::civil::Date {
    review.text("closed_on").parse().unwrap_or_else(|_| review.changed_at.day())
}
