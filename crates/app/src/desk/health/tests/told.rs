//! What a review is told like where no page is: for programs and agents, and as a signal of scenarios.

use domain::practice::samples::text;
use domain::record::Answers;
use domain::scenario::evidence::{Lean, Reading};
use store::{Change, Token};

use super::town::{NOON, Town};
use super::*;
use crate::chance;
use crate::desk::Desk;

/// The reading of one signal of a team, as somebody sees it.
pub(super) async fn signal(desk: &Desk, team: &Id, id: &str) -> Reading {
    let all = desk.evidence(team, None).await.unwrap();
    all.into_iter().find(|it| it.about.id == id).unwrap()
}

#[tokio::test]
async fn a_closed_review_is_told_to_those_who_may_read_it_and_to_others_why_not() {
    let town = Town::new().await;
    let wave = town.prepared("payments").await;
    let why = async |who: &str| town.desk(who).await.review_told(&wave).await.unwrap().why;
    assert_eq!(why("p0").await, "Nothing is asked yet.");
    town.step("p0", &wave, "open").await.unwrap();
    assert!(why("p0").await.starts_with("Nobody sees anything before it has closed"));
    town.six_answer(&wave).await;
    town.step("p0", &wave, "close").await.unwrap();
    let ours = town.desk("p1").await.review_told(&wave).await.unwrap();
    assert_eq!(ours.results, Some(town.seen("p1", &wave).await));
    assert_eq!(ours.why, "");
    let theirs = town.desk("raj").await.review_told(&wave).await.unwrap();
    assert!(theirs.results.is_none() && theirs.why.contains("read this first"), "{}", theirs.why);
    assert!(theirs.opening.is_some(), "whom it asks everybody could read before");
}

#[tokio::test]
async fn before_anything_is_asked_and_once_it_was_called_off_there_is_nothing_to_tell() {
    let town = Town::new().await;
    for (step, says) in [("call_off", "nothing was counted"), ("", "Nothing is asked yet.")] {
        let wave = town.prepared("search").await;
        if !step.is_empty() {
            town.step("s0", &wave, step).await.unwrap();
        }
        let told = town.desk("s0").await.review_told(&wave).await.unwrap();
        assert!(told.results.is_none() && told.opening.is_none());
        assert!(told.why.contains(says), "{}", told.why);
    }
}

#[tokio::test]
async fn a_scenario_reads_the_last_review_through_the_gate_and_no_one_elses() {
    let town = Town::new().await;
    let team = town.team("payments");
    let of = async |who: &str| signal(&town.desk(who).await, &team, "health-safety").await;
    assert_eq!(of("p0").await.says, "No health review that asked the team has closed yet.");
    let wave = town.opened("payments").await;
    town.all_answer(&wave, &["p0", "p1", "p2", "p3", "p4", "p5"]).await;
    assert_eq!(of("p0").await.lean, Lean::Missing, "an open review says nothing");
    town.step("p0", &wave, "close").await.unwrap();
    let ours = of("p0").await;
    assert_eq!(ours.n, Some(6), "{}", ours.says);
    assert!(ours.says.contains("of 4 questions that are shown"), "{}", ours.says);
    for who in ["raj", "ines", "b0"] {
        let theirs = of(who).await;
        assert_eq!((theirs.lean, theirs.n), (Lean::Missing, None), "{who}: {}", theirs.says);
        assert!(theirs.says.contains("read this first"), "{who}: {}", theirs.says);
    }
    let beside = signal(&town.desk("b0").await, &town.team("bookings"), "health-safety").await;
    assert_eq!(beside.says, "No health review that asked the team has closed yet.");
}

/// Where the page hides every figure of a group, a scenario of that team says so in the page's words; a
/// review of the team above counts as its own where it joined.
#[tokio::test]
async fn a_team_that_joined_reads_its_own_group_and_what_is_hidden_there_is_missing() {
    let town = Town::new().await;
    let wave = town.prepared("shops").await;
    for (who, team) in [("p0", "Payments"), ("s0", "Search")] {
        town.desk(who).await.join(&wave, team).await.unwrap();
    }
    town.step("ben", &wave, "open").await.unwrap();
    town.all_answer(&wave, &["p0", "p1", "p2", "p3", "p4", "p5", "p6", "s0", "s1", "s2"]).await;
    town.step("ben", &wave, "close").await.unwrap();
    let told = town.desk("s0").await.review_told(&wave).await.unwrap();
    let group =
        |name: &str| told.results.as_ref().unwrap().groups.iter().find(|it| it.name == name);
    assert!(group("Search").unwrap().shows_nothing(), "three are too few");
    let few = signal(&town.desk("s0").await, &town.team("search"), "health-load").await;
    assert_eq!((few.lean, few.n), (Lean::Missing, None));
    assert!(few.says.ends_with("Figures of this group would give away single people."));
}

/// Attack 25: a token of an agent reads no answer and takes no ticket, and an agent can make none itself.
#[tokio::test]
async fn attack_25_an_agents_token_reads_no_answer_whatever_it_is_made_for() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    let agent = town.agent("patch", "payments").await;
    refused(agent.make_token("mine", "read", 1).await);
    let secret = chance::secret("remit_");
    let token = Token {
        id: chance::id(NOON),
        hash: chance::fingerprint(&secret),
        owner: agent.actor().id.clone(),
        name: "patch".into(),
        scopes: "read write admin".into(),
        made_at: NOON,
        ends_at: None,
        last_day: None,
    };
    town.house.write(agent.batch().change(Change::AddToken(token))).await.unwrap();
    let through = async || town.house.desk_of_token(&secret).await.unwrap();
    refused(through().await.draw(&wave, &ballots::start()).await);
    town.six_answer(&wave).await;
    town.step("p0", &wave, "close").await.unwrap();
    town.say("p0", &wave, "outcome", "We leave it as it is.").await;
    town.step("p0", &wave, "talk").await.unwrap();
    let told = through().await.review_told(&wave).await.unwrap();
    assert!(told.results.is_none() && told.before.is_none());
    assert_eq!(told.why, "What people answered is read by people.");
    let load = signal(&through().await, &town.team("payments"), "health-load").await;
    assert_eq!((load.lean, load.says.as_str()), (Lean::Missing, told.why.as_str()));
    let answers = Answers::from([text("playbook", "after-a-shock")]);
    let run =
        town.desk("p0").await.begin("scenario", &town.team("payments"), "Hard", answers).await;
    let markdown = through().await.run_markdown(&run.unwrap().record.id).await.unwrap();
    assert!(!markdown.contains("questions that are shown"), "{markdown}");
}
