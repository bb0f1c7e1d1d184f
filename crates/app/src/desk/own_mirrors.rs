//! A team's numbers are its own: what it chose, noted and declared, and what it released of them.

use domain::deed::{Deed, may};
use domain::id::Id;
use domain::measure::kept::Kept;
use domain::measure::mark::Mark;
use domain::measure::{Mirror, follow_through};
use domain::practice::our_mirrors::{self, board::Board};
use domain::practice::reading;
use domain::record::{Answers, Dossier, Record};
use jiff::civil::Date;
use store::{Change, Filter, Look, Scope};

use super::Desk;
use crate::problem::{Problem, Result};

/// More releases of one team than this are found by searching.
const MOST: usize = 100;
const USUAL_MONTHS: i32 = 12;

/// Somebody outside the team who opened what it released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    pub name: String,
    /// The first day; later ones are not kept.
    pub on: Date,
}

impl Desk {
    /// What the team said of its mirrors. For the team, like those.
    pub async fn board(&self, team: &Id) -> Result<Board> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let record = self.the_one(&our_mirrors::KIND, team).await?;
        Ok(match record {
            Some(record) => Board::of(&self.read(&record.id).await?),
            None => Board::default(),
        })
    }

    /// The record the team writes it on, begun if there is none.
    pub async fn begin_board(&self, team: &Id) -> Result<Id> {
        if let Some(record) = self.the_one(&our_mirrors::KIND, team).await? {
            self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
            return Ok(record.id);
        }
        let name = self.org.team(team).map_or("our team", |it| it.name.as_str());
        let title = format!("The mirrors of {name}");
        let begun = self.begin(our_mirrors::KIND.slug, team, &title, Answers::new()).await?;
        Ok(begun.record.id)
    }

    /// Everything that stands as a mark under the team's mirrors, the oldest first.
    pub async fn marks(&self, team: &Id) -> Result<Vec<Mark>> {
        let mut marks = self.review_marks(team).await?;
        marks.extend(self.board(team).await?.marks);
        marks.sort_by_key(|it| it.on);
        Ok(marks)
    }

    /// What the team has released, the newest first; for everybody with a seat.
    pub async fn readings(&self, team: &Id) -> Result<Vec<Record>> {
        self.need(Deed::ReadReleasedMirrors, &self.org.subject(Some(team), None))?;
        let mut filter = Filter::of(Scope::Teams(vec![team.clone()])).kind(reading::KIND.slug);
        filter.states = vec![reading::RELEASED.into(), "past".into()];
        let mut found = self.house.store().records(&filter, None, MOST).await?.items;
        found.sort_by(|a, b| b.text("released_on").cmp(a.text("released_on")));
        Ok(found)
    }

    /// The one sentence of a team's board that everybody reads: how to ask about its numbers.
    pub async fn how_to_ask(&self, team: &Id) -> Result<String> {
        self.need(Deed::ReadReleasedMirrors, &self.org.subject(Some(team), None))?;
        let record = self.the_one(&our_mirrors::KIND, team).await?;
        Ok(record.map_or_else(String::new, |it| it.text("ask_us").to_owned()))
    }

    /// A record as somebody opens it by itself. Whoever is not of the team leaves a trace on what the
    /// team released, and the page says so.
    pub async fn open(&self, id: &Id) -> Result<Dossier> {
        let dossier = self.read(id).await?;
        if self.leaves_a_look(&dossier.record) {
            let store = self.house.store();
            if store.looks(id).await?.iter().all(|it| it.viewer != self.actor.id) {
                let viewer = self.actor.id.clone();
                let look = Look { record: id.clone(), viewer, on: self.now.day() };
                self.house.write(self.batch().change(Change::AddLook(look))).await?;
            }
        }
        Ok(dossier)
    }

    /// Whether opening this is seen by the team that released it.
    pub fn leaves_a_look(&self, record: &Record) -> bool {
        let is_released = record.kind == reading::KIND.slug && record.state != reading::WRITTEN;
        let standing = self.actor.standing(&self.subject_of(record));
        is_released && may(standing, Deed::ReadMirrors).is_err()
    }

    /// Who outside the team opened it, by name; for the team alone. No counts, and nobody twice.
    pub async fn looked(&self, record: &Record) -> Result<Vec<Looked>> {
        self.need(Deed::ReadMirrors, &self.subject_of(record))?;
        let looks = self.house.store().looks(&record.id).await?;
        let name = |it: Look| Looked { name: self.org.name_of(&it.viewer).to_owned(), on: it.on };
        let mut found: Vec<Looked> = looks.into_iter().map(name).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// The figure as it is now, into a reading that is being released.
    pub(super) async fn keep_figure(&self, of: &mut Record) -> Result<()> {
        let months = of.text(reading::WINDOW).trim_end_matches('m').parse().unwrap_or(USUAL_MONTHS);
        let (mirror, history) = self.figure(of, months).await?;
        of.put(reading::FIGURES, Kept::of(&mirror, &history).to_text());
        Ok(())
    }

    async fn figure(&self, of: &Record, months: i32) -> Result<(Mirror, String)> {
        let id = of.text(reading::MIRROR);
        if id == follow_through::ABOUT.id {
            return Ok((self.follow_through(&of.team, months).await?.mirror, String::new()));
        }
        let histories = self.mirrors(&of.team, months).await?;
        let named = of.text(reading::HISTORY).trim();
        let names = || {
            let names: Vec<&str> = histories.iter().map(|it| it.repository.name.as_str()).collect();
            names.join(", ")
        };
        let history = match histories.as_slice() {
            [] => {
                return Err(Problem::rule(
                    "No history of this team has been read yet, so there is no figure to release. In its checkout, `remit up` reads one.",
                ));
            }
            [only] if named.is_empty() => only,
            all => all.iter().find(|it| it.repository.name == named).ok_or_else(|| {
                Problem::rule(format!(
                    "Your team has these histories: {}. Name one of them under “Of which history”.",
                    names()
                ))
            })?,
        };
        let mirror = history.seen.mirrors.iter().find(|it| it.about.id == id);
        let mirror = mirror.cloned().ok_or(Problem::NotFound)?;
        Ok((mirror, history.repository.name.clone()))
    }
}
