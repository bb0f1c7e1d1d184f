//! How a team decides: before and after the outcome, and whose figures are whose.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{Clock, Desk, House, Problem, TeamForecasts};
use domain::id::{At, Id};
use domain::measure::forecasts::Calibration;
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};

const NOON: At = At(1_780_000_000_000);

struct Town {
    house: House,
    team: Id,
    people: Vec<Id>,
}

impl Town {
    /// Six of the team, then a lead of the team above.
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let root = house.root_team("Town").await.unwrap().id;
        let keeper = || house.system_desk("test");
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let mut people = Vec::new();
        for handle in ["ana", "kim", "lena", "mo", "pia", "bo", "raj"] {
            let (seat, level) = if handle == "raj" { (&root, 3) } else { (&team, 0) };
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        Self { house, team, people }
    }

    async fn desk(&self, at: usize, hours: i64) -> Desk {
        self.house.clock().set(NOON.plus(hours * At::HOUR));
        self.house.desk_of(&self.people[at]).await.unwrap()
    }

    async fn decided(&self) -> Id {
        let ana = self.desk(0, 0).await;
        let begun = ana.begin("decision", &self.team, "One queue", Answers::new()).await.unwrap();
        ana.make_move(&begun.record.id, 1, "write_down").await.unwrap();
        begun.record.id
    }

    /// Says at this hour how it turned out.
    async fn known(&self, id: &Id, hours: i64, turned: &str) {
        let ana = self.desk(0, hours).await;
        let record = ana.read(id).await.unwrap().record;
        let mut said = record.answers.clone();
        said.extend(answers(&[("outcome", "As seen today"), ("turned", turned)]));
        let saved = ana.save(id, record.version, &record.title, said).await.unwrap().record;
        ana.make_move(id, saved.version, "outcome").await.unwrap();
    }

    async fn rate(&self, by: usize, hours: i64, id: &Id, lowest: &str) -> Id {
        let mut said = answers(&[("text", "Ask support first"), ("frame", lowest)]);
        let others = ["options", "information", "values", "reasoning", "commitment"];
        said.extend(answers(&others.map(|name| (name, "90"))));
        self.desk(by, hours).await.attach(id, "rating", said).await.unwrap().id
    }

    async fn forecast(&self, by: usize, id: &Id, sure: &str, came: &str) {
        let said =
            answers(&[("text", "It holds"), ("probability", sure), ("resolve_by", "2026-06-01")]);
        let desk = self.desk(by, 0).await;
        let it = desk.attach(id, "forecast", said).await.unwrap();
        desk.move_attachment(id, &it.id, 1, came, Answers::new()).await.unwrap();
    }
}

fn answers(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(a, b)| ((*a).to_owned(), Value::Text((*b).to_owned()))).collect()
}

#[tokio::test]
async fn a_rating_from_before_counts_and_one_from_afterwards_is_named_and_left_out() {
    let town = Town::new().await;
    let (lucky, late) = (town.decided().await, town.decided().await);
    town.rate(1, 1, &lucky, "40").await;
    town.known(&lucky, 48, "good").await;
    town.known(&late, 48, "bad").await;
    town.rate(1, 50, &late, "10").await;
    let seen = town.desk(0, 60).await.quality(&town.team).await.unwrap();
    assert_eq!((seen.table.dumb_luck, seen.table.n()), (1, 1));
    let left: Vec<_> = seen.table.excluded.iter().map(|it| (it.reason, it.count)).collect();
    assert_eq!(left, [("rated after the outcome was known", 1)]);
    assert_eq!(seen.judged.len(), 2, "both stand in the list behind the number");
}

#[tokio::test]
async fn a_rating_cannot_be_changed_once_the_outcome_is_known_even_within_its_hour() {
    let town = Town::new().await;
    let id = town.decided().await;
    let rating = town.rate(1, 1, &id, "90").await;
    town.known(&id, 1, "bad").await;
    let kim = town.desk(1, 1).await;
    let had =
        kim.read(&id).await.unwrap().attached.iter().find(|it| it.id == rating).unwrap().clone();
    let mut worse = had.answers.clone();
    worse.extend(answers(&[("frame", "10")]));
    let refused = kim.reword(&id, &rating, had.version, worse).await.unwrap_err();
    assert!(refused.to_string().contains("stay as they are"), "{refused}");
}

#[tokio::test]
async fn a_forecast_that_is_known_cannot_be_made_better_within_its_hour() {
    let town = Town::new().await;
    let id = town.decided().await;
    town.forecast(1, &id, "30", "came_true").await;
    let kim = town.desk(1, 0).await;
    let had = kim.read(&id).await.unwrap().attached[0].clone();
    let mut wiser = had.answers.clone();
    wiser.extend(answers(&[("probability", "95")]));
    assert!(matches!(kim.reword(&id, &had.id, had.version, wiser).await, Err(Problem::Refused(_))));
}

#[tokio::test]
async fn a_teams_forecasts_show_from_five_people_on_and_never_to_whoever_leads_from_outside() {
    let town = Town::new().await;
    let id = town.decided().await;
    for by in 0..4 {
        for _ in 0..3 {
            town.forecast(by, &id, "70", "came_true").await;
        }
    }
    let seen = town.desk(0, 2).await.quality(&town.team).await.unwrap();
    assert_eq!(seen.forecasts, TeamForecasts::TooFewPeople { need: 5 });
    town.forecast(4, &id, "70", "did_not").await;
    let seen = town.desk(0, 2).await.quality(&town.team).await.unwrap();
    let TeamForecasts::Shown { calibration: Calibration::Score { n, .. }, .. } = seen.forecasts
    else {
        panic!("thirteen forecasts by five people have a score: {:?}", seen.forecasts)
    };
    assert_eq!(n, 13);
    let raj = town.desk(6, 2).await;
    assert!(matches!(raj.quality(&town.team).await, Err(Problem::Refused(_))));
}

#[tokio::test]
async fn ones_own_forecasts_are_ones_own() {
    let town = Town::new().await;
    let id = town.decided().await;
    town.forecast(1, &id, "70", "came_true").await;
    let own = town.desk(1, 2).await.own_forecasts().await.unwrap();
    assert_eq!(own.calibration, Calibration::List { n: 1, need: 10 });
    assert_eq!(own.known.len(), 1);
    let other = town.desk(2, 2).await.own_forecasts().await.unwrap();
    assert!(other.known.is_empty());
}

#[tokio::test]
async fn what_became_of_a_question_is_kept_with_the_question_and_with_nobody() {
    let town = Town::new().await;
    let id = town.decided().await;
    let raj = town.desk(6, 1).await;
    let asked = answers(&[("text", "What are we giving up by choosing this?"), ("bank", "T1")]);
    let it = raj.attach(&id, "question", asked).await.unwrap();
    raj.attach(&id, "question", answers(&[("text", "My own words?")])).await.unwrap();
    let ana = town.desk(0, 2).await;
    let said = answers(&[("answer", "The old import")]);
    ana.move_attachment(&id, &it.id, 1, "answer", said).await.unwrap();
    let what = answers(&[("changed", "We keep the import a month")]);
    ana.move_attachment(&id, &it.id, 2, "changed", what).await.unwrap();
    let used = ana.questions_used().await.unwrap();
    let used: Vec<_> = used.iter().map(|(id, it)| (id.as_str(), it.asked, it.changed)).collect();
    assert_eq!(used, [("T1", 1, 1)]);
}
