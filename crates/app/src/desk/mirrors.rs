//! A team's mirrors, computed from its repositories' facts and kept until those change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::deed::Deed;
use domain::facts::Facts;
use domain::id::Id;
use domain::measure::mark::Mark;
use domain::measure::{self, Declared, Mirrored};
use domain::practice::metrics_review::{self, mark};
use domain::practice::support::OPENED;
use jiff::civil::Date;
use store::{Change, Filter, Repository, Scope};

use super::Desk;
use crate::problem::{Problem, Result};

const SHELF: usize = 64;

/// Five years, one a quarter.
const MOST_REVIEWS: usize = 20;

/// One repository's mirrors over one window.
#[derive(Clone)]
pub struct RepositoryMirrors {
    pub repository: Repository,
    pub read_to: String,
    pub seen: Arc<Mirrored>,
}

/// What a look back depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    repository: Id,
    read_to: String,
    day: Date,
    months: i32,
    /// Empty for what the history alone says.
    declared: Vec<Declared>,
}

/// Computed mirrors, under the position of the history they saw.
#[derive(Default)]
pub(crate) struct MirrorShelf(Mutex<HashMap<Key, Arc<Mirrored>>>);

impl Desk {
    /// The mirrors of each repository of a team, over the last `months`. The team's own: whoever
    /// leads from outside sees them once the team has released them.
    pub async fn mirrors(&self, team: &Id, months: i32) -> Result<Vec<RepositoryMirrors>> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let declared = self.board(team).await?.declared;
        let mut found = Vec::new();
        for repository in self.house.store().repositories().await? {
            if repository.team == *team
                && let Some(it) = self.repository_mirrors(repository, months, &declared).await?
            {
                found.push(it);
            }
        }
        Ok(found)
    }

    /// What a team's shared metrics reviews mark under its mirrors, the oldest first; for whoever sees those.
    pub async fn review_marks(&self, team: &Id) -> Result<Vec<Mark>> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let mut filter =
            Filter::of(Scope::Teams(vec![team.clone()])).kind(metrics_review::KIND.slug);
        filter.states = OPENED.iter().map(|it| (*it).to_owned()).collect();
        let reviews = self.dossiers(&filter, MOST_REVIEWS).await?;
        let mut marks: Vec<Mark> = reviews.iter().filter_map(mark::of).collect();
        marks.sort_by_key(|it| it.on);
        Ok(marks)
    }

    /// Facts of one repository as stored, for reading on from there.
    pub async fn stored_facts(&self, repository: &Id) -> Result<Option<Facts>> {
        self.need(Deed::EditSettings, &self.org.subject(None, None))?;
        Ok(self.house.store().facts(repository).await?)
    }

    /// Keeps what a reader found. `new` holds only the landings since `read_from`, or everything
    /// where the history was rewritten.
    pub async fn keep_facts(
        &self,
        repository: &Id,
        read_from: Option<&str>,
        new: Facts,
    ) -> Result<()> {
        self.need(Deed::EditSettings, &self.org.subject(None, None))?;
        let repository = repository.clone();
        let change = match read_from {
            Some(from) => {
                Change::AppendFacts { repository, read_from: from.to_owned(), facts: new }
            }
            None => Change::ReplaceFacts { repository, facts: new },
        };
        self.house.write(self.batch().change(change)).await
    }

    async fn repository_mirrors(
        &self,
        repository: Repository,
        months: i32,
        declared: &[Declared],
    ) -> Result<Option<RepositoryMirrors>> {
        let store = self.house.store();
        let Some(read_to) = store.read_to(&repository.id).await? else { return Ok(None) };
        let months = months.clamp(1, 120);
        let key = Key {
            repository: repository.id.clone(),
            read_to: read_to.clone(),
            day: self.now.day(),
            months,
            declared: declared.to_vec(),
        };
        let seen = match self.house.mirror_shelf().find(&key) {
            Some(seen) => seen,
            None => self.declared(key).await?,
        };
        Ok(Some(RepositoryMirrors { repository, read_to, seen }))
    }

    /// What the history says, with the usual ranges drawn anew from the declared days on.
    async fn declared(&self, key: Key) -> Result<Arc<Mirrored>> {
        let plain = Key { declared: Vec::new(), ..key.clone() };
        let mut seen = match self.house.mirror_shelf().find(&plain) {
            Some(seen) => seen,
            None => self.look(plain).await?,
        };
        if !key.declared.is_empty() {
            let mirrors = &mut Arc::make_mut(&mut seen).mirrors;
            mirrors.iter_mut().for_each(|mirror| mirror.declare(&key.declared));
            self.house.mirror_shelf().put(key, seen.clone());
        }
        Ok(seen)
    }

    async fn look(&self, key: Key) -> Result<Arc<Mirrored>> {
        let facts = self.house.store().facts(&key.repository).await?.ok_or(Problem::NotFound)?;
        let (now, months) = (self.now, key.months);
        // A long history takes milliseconds that other requests need.
        let work = move || Arc::new(measure::look_back(&facts, months, now));
        let seen = tokio::task::spawn_blocking(work).await.map_err(Problem::broken)?;
        self.house.mirror_shelf().put(key, seen.clone());
        Ok(seen)
    }
}

impl MirrorShelf {
    fn find(&self, key: &Key) -> Option<Arc<Mirrored>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn put(&self, key: Key, seen: Arc<Mirrored>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= SHELF {
            shelf.clear();
        }
        shelf.insert(key, seen);
    }
}
