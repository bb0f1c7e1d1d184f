//! The house: storage, the kinds it knows, the clock, and the people in it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, RwLock};

use domain::id::{At, Id};
use domain::people::Actor;
use domain::practice::Kinds;
use store::{Batch, Store, StoreError};

use crate::clock::Clock;
use crate::desk::{Desk, MapShelf, MirrorShelf, Pulse};
use crate::keys::Keys;
use crate::organisation::{Charter, Organisation};
use crate::password::Passwords;
use crate::problem::{Problem, Result};
use crate::reaching::Reach;
use crate::tokens::Scopes;

/// Cheap to clone; all clones are the same house.
#[derive(Clone)]
pub struct House {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    kinds: Kinds,
    clock: Clock,
    passwords: Passwords,
    org: RwLock<Arc<Organisation>>,
    mirrors: MirrorShelf,
    maps: MapShelf,
    pulse: Pulse,
    reach: OnceLock<Reach>,
    keys: Keys,
}

/// What lies beside the database, where its own folder is not the place for it.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// For the copy of an older PostgreSQL database that is made before it is brought up to date.
    pub copies: Option<PathBuf>,
    /// Keys of what ends: beside an SQLite file if not named.
    pub key_file: Option<PathBuf>,
}

impl House {
    /// Opens (or creates) the database at `url`: `sqlite:PATH`, `sqlite::memory:`, `postgres://…`.
    pub async fn open(url: &str, kinds: Kinds, clock: Clock) -> Result<Self> {
        Self::open_keeping(url, kinds, clock, Places::default()).await
    }

    /// The same, with the places for what must not lie in the database.
    pub async fn open_keeping(
        url: &str,
        kinds: Kinds,
        clock: Clock,
        places: Places,
    ) -> Result<Self> {
        let options = store::Options { copies: places.copies, ..store::Options::default() };
        let store = Store::open(url, options).await?;
        let keys = match places.key_file.or_else(|| store.path().map(Keys::beside)) {
            Some(path) => Keys::at(path),
            None if url == "sqlite::memory:" => Keys::in_memory(),
            None => Keys::nowhere(),
        };
        let house = Self {
            inner: Arc::new(Inner {
                store,
                kinds,
                clock,
                passwords: Passwords::new(),
                org: RwLock::default(),
                mirrors: MirrorShelf::default(),
                maps: MapShelf::default(),
                pulse: Pulse::default(),
                reach: OnceLock::new(),
                keys,
            }),
        };
        house.honour_erasures().await?;
        house.look_again().await?;
        Ok(house)
    }

    /// Whether the key file is fit for use, and there while something sealed needs it: asked at the
    /// start, and not once somebody has lost their words.
    pub async fn check_keys(&self) -> Result<()> {
        let store = self.store();
        let is_needed = store.holds_apart().await? || !store.open_waves().await?.is_empty();
        self.keys().check(is_needed)
    }

    pub fn kinds(&self) -> Kinds {
        self.inner.kinds
    }

    pub fn now(&self) -> At {
        self.inner.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Whether nobody has moved in yet.
    pub fn is_empty(&self) -> bool {
        self.organisation().teams.is_empty()
    }

    pub fn organisation(&self) -> Arc<Organisation> {
        let org = self.inner.org.read();
        org.map(|it| it.clone()).unwrap_or_else(|broken| broken.into_inner().clone())
    }

    /// Ends all writing; what was acknowledged is on disk.
    pub async fn close(&self) {
        self.inner.store.close().await;
    }

    /// A desk for a job of the house or the local operator at the machine.
    pub fn system_desk(&self, name: &str) -> Desk {
        self.desk(Actor::system(name), Scopes::all())
    }

    /// A desk for a person as they stand now; refused once they have left.
    pub async fn desk_of(&self, person: &Id) -> Result<Desk> {
        self.refresh().await?;
        self.seated(person)
    }

    /// The same where the organisation has just been looked at.
    pub(crate) fn seated(&self, person: &Id) -> Result<Desk> {
        let actor = self.organisation().actor(person, self.now()).ok_or(Problem::SignedOut)?;
        Ok(self.desk(actor, Scopes::all()))
    }

    pub(crate) fn desk(&self, actor: Actor, scopes: Scopes) -> Desk {
        Desk { house: self.clone(), actor, org: self.organisation(), scopes, now: self.now() }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    pub(crate) fn mirror_shelf(&self) -> &MirrorShelf {
        &self.inner.mirrors
    }

    pub(crate) fn map_shelf(&self) -> &MapShelf {
        &self.inner.maps
    }

    pub(crate) fn pulse(&self) -> &Pulse {
        &self.inner.pulse
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// By what people are reached; nothing until the program says so.
    pub(crate) fn reach(&self) -> Option<&Reach> {
        self.inner.reach.get()
    }

    /// Said once, at the start.
    pub(crate) fn set_reach(&self, reach: Reach) {
        // A second saying would be ours: the first stays.
        let _ = self.inner.reach.set(reach);
    }

    pub(crate) async fn write(&self, batch: Batch) -> Result<()> {
        self.write_silently(self.with_looks(batch)).await
    }

    /// What nobody has to be told of: what was brought in, and people themselves.
    pub(crate) async fn write_silently(&self, batch: Batch) -> Result<()> {
        self.inner.store.write(batch).await.map(drop).map_err(Problem::from)
    }

    /// Writes a change of people or teams, and looks at them anew.
    pub(crate) async fn write_people(&self, batch: Batch) -> Result<()> {
        let value = crate::chance::id(self.now()).to_string();
        let version = store::Change::Set { key: ORGANISATION_VERSION.into(), value };
        self.write_silently(batch.change(version)).await?;
        self.look_again().await
    }

    /// Looks whether another replica changed people or teams; one indexed read.
    pub(crate) async fn refresh(&self) -> Result<()> {
        let stored = self.inner.store.setting(ORGANISATION_VERSION).await?;
        self.refresh_to(stored.as_deref()).await
    }

    /// The same with the version as it was just read beside something else.
    pub(crate) async fn refresh_to(&self, stored: Option<&str>) -> Result<()> {
        let seen = self.organisation();
        if stored.unwrap_or_default() == seen.version { Ok(()) } else { self.look_again().await }
    }

    pub(crate) async fn look_again(&self) -> Result<()> {
        let store = &self.inner.store;
        // The version first: what is read after it can only be newer.
        let version = store.setting(ORGANISATION_VERSION).await?;
        let charter = store.setting(CHARTER).await?;
        let charter: Option<Charter> = charter.and_then(|it| serde_json::from_str(&it).ok());
        let settings = store.settings().await?;
        let channels = crate::reaching::teams_with(&settings);
        let left_alone = crate::desk::left_alone(settings);
        let people = store.people().await?;
        let agents = store.agents().await?;
        let org = Organisation {
            charter: charter.unwrap_or_default(),
            teams: store.teams().await?,
            people: people.into_iter().map(|it| (it.id.clone(), it)).collect(),
            agents: agents.into_iter().map(|it| (it.id.clone(), it)).collect(),
            memberships: store.memberships().await?,
            left_alone,
            channels,
            version: version.unwrap_or_default(),
        };
        match self.inner.org.write() {
            Ok(mut held) => *held = Arc::new(org),
            Err(broken) => *broken.into_inner() = Arc::new(org),
        }
        Ok(())
    }
}

pub(crate) const ORGANISATION_VERSION: &str = "organisation.version";
pub(crate) const CHARTER: &str = "organisation.charter";

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Problem::Stale(None),
            StoreError::Duplicate => Problem::Taken("This name".into()),
            StoreError::Missing => Problem::NotFound,
            StoreError::Locked
            | StoreError::Full
            | StoreError::ReadOnly
            | StoreError::Newer { .. }
            | StoreError::CannotOpen { .. }
            | StoreError::Address(_)
            | StoreError::Unreachable(_)
            | StoreError::Refused(_)
            | StoreError::NotEmpty
            | StoreError::NoPlaceForCopy
            | StoreError::Dump(_)
            | StoreError::OldSqlite(_) => Problem::Unavailable(error.to_string()),
            other => Problem::broken(other),
        }
    }
}
