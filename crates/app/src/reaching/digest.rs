//! The week on one page: what was celebrated and learned, what waits, what comes due. Each from the
//! reading that the pages use.

use domain::id::{At, Id};
use domain::reach::{Message, Wishes};
use domain::record::Record;
use store::{Change, Job, Left};

use super::hand_in;
use super::letters::{self, Told};
use super::tell::{dated, outcome};
use crate::desk::Desk;
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::problem::Result;

const WEEK: i64 = 7 * At::DAY;

impl House {
    /// Sends one and plans the next. A week in which nothing was, sends nothing.
    pub(crate) async fn send_digest(&self, person: &Id, job: &Job) -> Result<Ended> {
        let Some(to) = self.addressee(person, Message::Digest).await? else {
            return Ok(Left::Done.into());
        };
        // First of all: the next week must come even if this one is given up.
        let plan = Change::AddJob(next(person, &to.wishes, self.now()));
        self.write(self.system_desk("reaching").batch().change(plan)).await?;
        let week = to.desk.week().await?;
        if week.iter().all(|it| it.1.is_empty()) {
            return Ok(Left::Done.into());
        }
        let off = self.off_link(&to, Message::Digest).await?;
        let letter = letters::digest(to.reach, (&to.name, &to.address), &week, &off);
        Ok(outcome(hand_in(to.reach, dated(letter, job)).await)?.unwrap_or(Left::Done).into())
    }
}

impl Desk {
    async fn week(&self) -> Result<Vec<(&'static str, Vec<Told>)>> {
        let since = self.now.plus(-WEEK);
        let of =
            |it: &Record| Told { says: it.title.clone(), to: format!("/{}/{}", it.kind, it.id) };
        let mut celebrated = self.celebrated().await?;
        celebrated.retain(|it| it.text("shared_on") >= since.day().to_string().as_str());
        let learned = self.learned_lately(since).await?;
        let today = self.today().await?;
        let waits = today.waiting_lines(self);
        let waits =
            waits.into_iter().map(|it| Told { says: format!("{}: {}", it.what, it.on), to: it.to });
        // What hangs on a record is named by its record: its words stay in the house.
        let due = today.due.iter().map(|it| Told {
            says: format!(
                "{}: {} “{}”",
                it.on,
                it.asks.to_lowercase(),
                it.record().map_or(&it.about, |it| &it.title)
            ),
            to: it.place(),
        });
        let maps = today.map_news.iter().filter(|it| it.at >= since).map(|it| Told {
            says: format!(
                "The map of {} changed what you decide: {}",
                it.team.name,
                if it.things == 1 {
                    "one thing".to_owned()
                } else {
                    format!("{} things", it.things)
                }
            ),
            to: it.place(),
        });
        Ok(vec![
            ("Celebrated", celebrated.iter().map(of).collect()),
            ("Learned", learned.iter().map(of).collect()),
            ("Waits for you", waits.collect()),
            ("Comes due", due.collect()),
            ("Changed for you", maps.collect()),
        ])
    }
}

/// One a week and person, however often it is planned.
pub(super) fn next(person: &Id, wishes: &Wishes, now: At) -> Job {
    let at = wishes.next_digest(now);
    let errand = Errand::Digest { person: person.clone() };
    Job { run_after: at, ..errand.job(&format!("{person}/{}", at.0), now) }
}
