//! Two people at one thing: the second sees what the first did, and nothing is lost.

use app::Problem;
use domain::record::Answers;

use crate::town::{Town, words};

#[tokio::test]
async fn every_change_of_a_record_names_the_version_it_saw() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    ana.save(&id, 1, "Keep the retry table", Answers::new()).await.unwrap();
    for late in [
        kim.save(&id, 1, "Drop it", Answers::new()).await,
        kim.make_move(&id, 1, "write_down").await,
        kim.reveal(&id, 1).await,
        kim.retire(&id, 1, true).await,
        kim.save(&id, 3, "From a version that is not there yet", Answers::new()).await,
    ] {
        let Err(Problem::Stale(Some(theirs))) = late else { panic!("{late:?}") };
        assert_eq!(theirs.record.title, "Keep the retry table");
    }
    assert_eq!(kim.read(&id).await.unwrap().record.version, 2);
    assert_eq!(kim.history(&id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_wrong_with_a_text_is_said_before_that_it_is_stale() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let kim = town.desk("kim").await;
    let wrong = kim.save(&id, 9, " ", Answers::new()).await;
    assert!(matches!(wrong, Err(Problem::Invalid(_))), "{wrong:?}");
}

#[tokio::test]
async fn an_attachment_has_a_version_of_its_own() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    let asked = kim.attach(&id, "question", words(&[("text", "Why?")])).await.unwrap().id;
    kim.reword(&id, &asked, 1, words(&[("text", "What for?")])).await.unwrap();
    let answer = || words(&[("answer", "So.")]);
    let late = ana.move_attachment(&id, &asked, 1, "answer", answer()).await;
    let Err(Problem::Stale(Some(theirs))) = late else { panic!("{late:?}") };
    assert_eq!(theirs.attached[0].text("text"), "What for?", "the newer words come along");
    let reworded = kim.reword(&id, &asked, 1, words(&[("text", "How?")])).await;
    assert!(matches!(reworded, Err(Problem::Stale(_))), "{reworded:?}");
    ana.move_attachment(&id, &asked, 2, "answer", answer()).await.unwrap();
    let record = kim.read(&id).await.unwrap().record;
    assert_eq!(record.version, 1, "whoever edits the record is not disturbed by a question");
}

#[tokio::test]
async fn of_two_savers_at_one_moment_one_wins_and_the_other_gets_their_version() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    let (one, other) = tokio::join!(
        ana.save(&id, 1, "By Ana", Answers::new()),
        kim.save(&id, 1, "By Kim", Answers::new())
    );
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    let won = won.unwrap().record;
    let Err(Problem::Stale(Some(theirs))) = lost else { panic!("{lost:?}") };
    assert_eq!((theirs.record.title, theirs.record.version), (won.title, 2));
}

#[tokio::test]
async fn a_move_cannot_be_made_twice_at_one_moment() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    let (one, other) =
        tokio::join!(ana.make_move(&id, 1, "write_down"), kim.make_move(&id, 1, "write_down"));
    assert_ne!(one.is_ok(), other.is_ok());
    let told = kim.history(&id).await.unwrap();
    assert_eq!(told.iter().filter(|it| it.what == "record.moved").count(), 1);
}

#[tokio::test]
async fn a_desk_that_is_kept_open_acts_as_whoever_it_was_given_to_and_is_given_anew_each_time() {
    let town = Town::new().await;
    let before = town.desk("kim").await;
    town.keeper().end_seat(&town.id("kim"), &town.team).await.unwrap();
    assert!(before.list(&app::ListQuery::default()).await.is_ok(), "a request that was under way");
    let after = town.desk("kim").await;
    assert!(after.list(&app::ListQuery::default()).await.is_err());
}

#[tokio::test]
async fn a_map_is_proposed_over_the_version_that_was_seen_and_agreed_as_it_was_read() {
    let town = Town::new().await;
    let map = "levels = [\"contributor\", \"lead\"]\n[holder]\nlead = [\"@ana\"]\n\
        [[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";
    town.keeper().take_in_map(&town.team, map, "server", app::AGREED).await.unwrap();
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    let draft = kim.propose_map(&town.team, 1, &format!("{map}# kim\n")).await.unwrap();
    assert_eq!((draft.number, draft.state.as_str()), (2, app::DRAFT));
    let second = kim.propose_map(&town.team, 1, &format!("{map}# late\n")).await.unwrap_err();
    assert!(second.to_string().contains("version 2"), "{second}");
    assert!(matches!(ana.agree_map(&town.team, 1).await, Err(Problem::Stale(_))));
    let agreed = ana.agree_map(&town.team, 2).await.unwrap();
    assert!(agreed.text.ends_with("# kim\n"));
    let versions = ana.map_versions(&town.team).await.unwrap();
    assert_eq!(versions.iter().map(|it| it.number).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(matches!(ana.map_version(&town.team, 4).await.map(drop), Err(Problem::NotFound)));
}
