//! A town with three teams under Shops, and what its people do in a health review.

use std::path::Path;

use domain::health::figures::Answer;
use domain::health::instrument;
use domain::health::results::WaveView;
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::samples::text;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Dossier, Value};
use store::Part;

use crate::ballots::{PURPOSE, Seal};
use crate::desk::health::{Mine, Ticket};
use crate::problem::{Problem, Result};
use crate::{Clock, Desk, House};

/// 28 May 2026, 20:26 UTC.
pub(crate) const NOON: At = At(1_780_000_000_000);
pub(crate) const ITEMS: usize = 19;

pub(crate) struct Town {
    pub(crate) house: House,
}

pub(crate) fn step(step: usize) -> Answer {
    Answer::Step(step)
}

/// Ten days on, at midnight: 8 June 2026.
pub(crate) fn closes() -> At {
    let day: jiff::civil::Date = "2026-06-08".parse().unwrap();
    At(day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond())
}

pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Problem::Refused(why)) => why.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::at("sqlite::memory:").await
    }

    /// On disk: another house on the same file is the same town.
    pub(crate) async fn on_disk(folder: &Path) -> Self {
        Self::at(&format!("sqlite:{}", folder.join("town.db").display())).await
    }

    pub(crate) async fn at(url: &str) -> Self {
        assert_eq!(instrument::ITEMS.len(), ITEMS);
        let house = House::open(url, Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let town = Self { house };
        if town.house.is_empty() {
            town.settle().await;
        }
        town
    }

    async fn settle(&self) {
        let root = self.house.root_team("Town").await.unwrap().id;
        let shops = self.keeper().add_team(Some(&root), "Shops").await.unwrap().id;
        for name in ["Payments", "Bookings", "Search"] {
            self.keeper().add_team(Some(&shops), name).await.unwrap();
        }
        self.newcomer_at("raj", "town", 3).await;
        self.newcomer_at("ines", "shops", 2).await;
        self.newcomer("ben", "shops").await;
        for (letter, team, n) in [("p", "payments", 7), ("b", "bookings", 6), ("s", "search", 3)] {
            for at in 0..n {
                self.newcomer(&format!("{letter}{at}"), team).await;
            }
        }
    }

    fn keeper(&self) -> Desk {
        self.house.system_desk("test")
    }

    pub(crate) fn team(&self, slug: &str) -> Id {
        let org = self.house.organisation();
        let root = org.root().unwrap();
        if slug == "town" { root.id.clone() } else { org.team_by_slug(slug).unwrap().id.clone() }
    }

    pub(crate) fn id(&self, handle: &str) -> Id {
        self.house.organisation().person_by_handle(handle).unwrap().id.clone()
    }

    pub(crate) async fn desk(&self, handle: &str) -> Desk {
        self.house.desk_of(&self.id(handle)).await.unwrap()
    }

    pub(crate) async fn newcomer(&self, handle: &str, team: &str) {
        self.newcomer_at(handle, team, 0).await;
    }

    pub(crate) async fn newcomer_at(&self, handle: &str, team: &str, level: usize) {
        let person = self.keeper().add_person(handle, handle, None).await.unwrap().id;
        self.keeper().seat(&person, &self.team(team), level, Role::Member).await.unwrap();
    }

    pub(crate) async fn seat(&self, handle: &str, team: &str) {
        let person = self.id(handle);
        self.keeper().seat(&person, &self.team(team), 0, Role::Member).await.unwrap();
    }

    pub(crate) async fn end_seat(&self, handle: &str, team: &str) {
        self.keeper().end_seat(&self.id(handle), &self.team(team)).await.unwrap();
    }

    pub(crate) async fn erase(&self, handle: &str) {
        self.keeper().erase(&self.id(handle)).await.unwrap();
    }

    pub(crate) async fn rename(&self, team: &str, name: &str) {
        self.keeper().rename_team(&self.team(team), name).await.unwrap();
    }

    pub(crate) async fn moves(&self, team: &str, under: &str) {
        self.keeper().move_team(&self.team(team), &self.team(under)).await.unwrap();
    }

    pub(crate) async fn agent(&self, handle: &str, team: &str) -> Desk {
        let agent = self.keeper().add_agent(handle, handle, &self.team(team)).await.unwrap().id;
        let actor = self.house.organisation().agent_actor(&agent).unwrap();
        self.house.desk(actor, crate::Scopes::all())
    }

    /// Somebody who works in a team.
    fn of(team: &str) -> &'static str {
        match team {
            "payments" => "p0",
            "bookings" => "b0",
            "search" => "s0",
            _ => "ben",
        }
    }

    pub(crate) async fn prepared(&self, team: &str) -> Id {
        let desk = self.desk(Self::of(team)).await;
        let answers = Answers::from([text("held_as", "ballots")]);
        let begun = desk.begin("health-review", &self.team(team), "How is it?", answers).await;
        begun.unwrap().record.id
    }

    pub(crate) async fn opened(&self, team: &str) -> Id {
        let wave = self.prepared(team).await;
        self.step(Self::of(team), &wave, "open").await.unwrap();
        wave
    }

    pub(crate) async fn step(&self, who: &str, wave: &Id, name: &str) -> Result<Dossier> {
        let desk = self.desk(who).await;
        let version = desk.read(wave).await?.record.version;
        desk.make_move(wave, version, name).await
    }

    pub(crate) async fn state(&self, wave: &Id) -> String {
        self.keeper().read(wave).await.unwrap().record.state
    }

    pub(crate) async fn say(&self, who: &str, wave: &Id, name: &str, value: &str) {
        self.try_say(who, wave, name, value).await.unwrap();
    }

    pub(crate) async fn try_say(
        &self,
        who: &str,
        wave: &Id,
        name: &str,
        value: &str,
    ) -> Result<()> {
        self.try_put(who, wave, text(name, value)).await
    }

    pub(crate) async fn put(&self, who: &str, wave: &Id, answer: (String, Value)) {
        self.try_put(who, wave, answer).await.unwrap();
    }

    async fn try_put(&self, who: &str, wave: &Id, answer: (String, Value)) -> Result<()> {
        let desk = self.desk(who).await;
        let record = desk.read(wave).await?.record;
        let mut answers = record.answers;
        answers.extend([answer]);
        desk.save(wave, record.version, &record.title, answers).await.map(drop)
    }

    pub(crate) async fn start(&self, who: &str, wave: &Id) -> String {
        match self.desk(who).await.wave(wave).await.unwrap().unwrap().mine {
            Mine::Asked { start, .. } => start,
            other => panic!("{who} cannot take a ticket: {other:?}"),
        }
    }

    pub(crate) async fn draws(&self, who: &str, wave: &Id) -> Ticket {
        let start = self.start(who, wave).await;
        self.desk(who).await.draw(wave, &start).await.unwrap()
    }

    pub(crate) async fn answers(&self, who: &str, wave: &Id, at: usize, words: &str) {
        let ticket = self.draws(who, wave).await;
        let all = vec![Some(step(at)); ITEMS];
        self.house.answer_wave(wave, &ticket.code, all, words).await.unwrap();
    }

    /// One after the other through the steps, so that nobody is of one mind.
    pub(crate) async fn all_answer(&self, wave: &Id, people: &[&str]) {
        for (at, who) in people.iter().enumerate() {
            self.answers(who, wave, at % 5 + 1, "").await;
        }
    }

    pub(crate) async fn six_answer(&self, wave: &Id) {
        self.all_answer(wave, &["p0", "p1", "p2", "p3", "p4", "p5"]).await;
    }

    pub(crate) async fn seen(&self, who: &str, wave: &Id) -> WaveView {
        self.desk(who).await.results(wave).await.unwrap().unwrap()
    }

    /// As a copy of the database has them, scores and words.
    pub(crate) async fn slots(&self, wave: &Id) -> [Vec<(i64, Vec<u8>)>; 2] {
        let of = |part| self.house.store().ballot_slots(wave, part);
        [of(Part::Scores).await.unwrap(), of(Part::Words).await.unwrap()]
    }

    /// How many slots hold a ballot, as only the key tells.
    pub(crate) async fn filled(&self, wave: &Id) -> usize {
        let Some(key) = self.house.keys().get(PURPOSE, wave).unwrap() else { return 0 };
        let seal = Seal::of(&key, wave);
        let slots = self.house.store().ballot_slots(wave, Part::Scores).await.unwrap();
        slots.iter().filter(|it| seal.open(Part::Scores, &it.1).is_some()).count()
    }

    pub(crate) fn days_later(&self, days: i64) {
        self.house.clock().set(NOON.plus(days * At::DAY));
    }

    /// Every job that is due.
    pub(crate) async fn work(&self) {
        while self.house.work_once().await.unwrap() {}
    }
}
