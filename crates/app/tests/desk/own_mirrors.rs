//! A team's numbers are its own: what it says of them stays with it, and what it releases is seen.

use app::Problem;
use domain::facts::Facts;
use domain::id::{At, Id};
use domain::measure::kept::Kept;
use domain::practice::our_mirrors::board::Stands;
use domain::practice::reading::{FIGURES, RELEASE};
use domain::practice::samples::{row, rows};
use domain::record::Answers;

use crate::hidden::told;
use crate::town::{EVERYBODY, NOW, Town, refused, words};

const OUTSIDE: [&str; 5] = ["nia", "lee", "ruth", "raj", "zoe"];
const TEAM: [&str; 3] = ["ana", "kim", "pia"];

async fn read_in(town: &Town, name: &str) {
    let root = format!("/src/{name}");
    let repository = town.keeper().add_repository(&town.team, &root, name).await.unwrap();
    assert!(town.house.take_in_facts(&repository, Facts::sample(80, NOW)).await.unwrap());
}

/// A board with something in each slot, all of it about quicksand.
async fn board(town: &Town) -> Id {
    let kim = town.desk("kim").await;
    let id = kim.begin_board(&town.team).await.unwrap();
    let mut choice = words(&[("text", "To see the quicksand")]);
    choice.extend([rows("mirrors", vec![row(&[("mirror", "review-latency")])])]);
    let note = words(&[("text", "Quicksand in May"), ("on", "2026-05-04")]);
    let change = words(&[
        ("text", "We go round the quicksand"),
        ("on", "2026-05-18"),
        ("mirror", "change-lead-time"),
    ]);
    let retired = words(&[("text", "Only quicksand"), ("mirror", "first-change")]);
    for (slot, answers) in
        [("choice", choice), ("note", note), ("process_change", change), ("retirement", retired)]
    {
        kim.attach(&id, slot, answers).await.unwrap();
    }
    id
}

fn reading(history: &str) -> Answers {
    words(&[
        ("says_not", "Nothing about how much we do"),
        ("mirror", "review-latency"),
        ("history", history),
    ])
}

async fn released(town: &Town) -> Id {
    let kim = town.desk("kim").await;
    let begun = kim.begin("reading", &town.team, "We wait for half a day", reading("")).await;
    let id = begun.unwrap().record.id;
    kim.make_move(&id, 1, RELEASE).await.unwrap();
    id
}

#[tokio::test]
async fn what_a_team_says_of_its_mirrors_reaches_nobody_outside_it_in_any_way() {
    let town = Town::new().await;
    let id = board(&town).await;
    let hung = town.desk("kim").await.read(&id).await.unwrap().attached;
    let note = hung.iter().find(|it| it.slot == "note").unwrap();
    let kim = town.desk("kim").await;
    let again = words(&[("text", "More quicksand in May"), ("on", "2026-05-04")]);
    kim.reword(&id, &note.id, 1, again).await.unwrap();
    for who in OUTSIDE {
        let desk = town.desk(who).await;
        let all = told(&desk, &id).await.to_lowercase();
        assert!(!all.contains("quicksand"), "{who} was told: {all}");
        assert!(desk.board(&town.team).await.is_err() && desk.marks(&town.team).await.is_err());
        if let Ok(dossier) = desk.read(&id).await {
            let surroundings = desk.surroundings(&dossier).await.unwrap();
            assert!(surroundings.around(&desk).sealed.is_empty(), "{who} could count it");
        }
        let hung = desk.attach(&id, "note", words(&[("text", "Mine"), ("on", "2026-05-04")])).await;
        assert!(hung.is_err(), "{who} noted something");
    }
    for who in TEAM {
        let all = told(&town.desk(who).await, &id).await.to_lowercase();
        assert!(all.contains("more quicksand in may"), "{who} is of the team: {all}");
    }
    let history = town.desk("pia").await.history(&id).await.unwrap();
    let lost = history.iter().any(|it| it.detail.contains("\"Quicksand in May\""));
    assert!(lost, "the words from before are in the journal");
}

#[tokio::test]
async fn a_board_orders_the_page_and_there_is_one_a_team() {
    let town = Town::new().await;
    let id = board(&town).await;
    let ana = town.desk("ana").await;
    assert_eq!(ana.begin_board(&town.team).await.unwrap(), id, "the one that is there");
    let second = ana.begin("our-mirrors", &town.team, "Another", Answers::new()).await;
    assert!(second.unwrap_err().to_string().contains("already"));
    let seen = ana.board(&town.team).await.unwrap();
    assert_eq!(seen.stands("review-latency"), Stands::OnThePage(0));
    assert_eq!(seen.stands("first-change"), Stands::Retired);
    assert_eq!(seen.stands("change-lead-time"), Stands::OneClickAway);
    assert_eq!(ana.marks(&town.team).await.unwrap().len(), 2);
    let version = ana.read(&id).await.unwrap().record.version;
    let away = ana.retire(&id, version, true).await.unwrap().record;
    let other = ana.begin("our-mirrors", &town.team, "Another", Answers::new()).await.unwrap();
    let back = ana.retire(&id, away.version, false).await;
    assert!(back.unwrap_err().to_string().contains("already"), "not beside another either");
    ana.retire(&other.record.id, 1, true).await.unwrap();
    ana.retire(&id, away.version, false).await.unwrap();
    for who in ["lee", "ruth", "raj"] {
        assert!(town.desk(who).await.begin_board(&town.team).await.is_err(), "{who}");
    }
}

#[tokio::test]
async fn a_declared_change_is_heard_by_the_mirror_it_was_declared_for() {
    let town = Town::new().await;
    read_in(&town, "api").await;
    let kim = town.desk("kim").await;
    let notes = async |desk: &app::Desk| {
        let seen = desk.mirrors(&town.team, 12).await.unwrap();
        let lead = seen[0].seen.mirrors.iter().find(|it| it.about.id == "change-lead-time");
        let lead = lead.unwrap();
        assert!(lead.limits.is_some(), "{:?}", lead.why);
        lead.notes.clone()
    };
    assert!(notes(&kim).await.is_empty());
    board(&town).await;
    let said = notes(&town.desk("kim").await).await;
    assert!(
        said[0].starts_with("A change of how we work is declared from 18 May 2026"),
        "{said:?}"
    );
}

#[tokio::test]
async fn a_reading_keeps_its_figure_as_it_was_and_everybody_with_a_seat_can_open_it() {
    let town = Town::new().await;
    read_in(&town, "api").await;
    let id = released(&town).await;
    let kept =
        |dossier: &domain::record::Dossier| Kept::read(dossier.record.text(FIGURES)).unwrap();
    let then = kept(&town.desk("kim").await.read(&id).await.unwrap());
    assert!(then.n.is_some_and(|n| n > 50) && then.history == "api", "{then:?}");
    let repository = town.keeper().repositories(&town.team).await.unwrap().remove(0);
    let again = Facts { read_to: "bb".into(), ..Facts::sample(160, NOW) };
    assert!(town.house.take_in_facts(&repository, again).await.unwrap());
    for who in ["kim", "nia", "lee", "ruth", "raj"] {
        let seen = town.desk(who).await.open(&id).await.unwrap();
        assert_eq!(kept(&seen), then, "{who} sees what was released and no later figure");
        let live = town.desk(who).await.mirrors(&town.team, 12).await;
        assert_eq!(live.is_ok(), who == "kim", "{who}");
        assert_eq!(town.desk(who).await.readings(&town.team).await.unwrap().len(), 1);
    }
    assert!(town.desk("zoe").await.open(&id).await.is_err(), "no seat");
}

#[tokio::test]
async fn only_the_team_releases_and_it_says_what_is_missing() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let begun = kim.begin("reading", &town.team, "We wait", reading("")).await.unwrap();
    let id = begun.record.id;
    let none = kim.make_move(&id, 1, RELEASE).await.unwrap_err().to_string();
    assert!(none.contains("No history of this team has been read yet"), "{none}");
    read_in(&town, "api").await;
    read_in(&town, "web").await;
    let which = kim.make_move(&id, 1, RELEASE).await.unwrap_err().to_string();
    assert!(which.contains("these histories: api, web"), "{which}");
    for who in ["pia", "lee", "ruth", "raj"] {
        let desk = town.desk(who).await;
        // Outside the team nobody knows of it before it is released.
        let released = desk.make_move(&id, 1, RELEASE).await;
        let kept_out = refused(&released) || matches!(released, Err(Problem::NotFound));
        assert!(kept_out, "{who} released it");
        assert!(refused(&desk.begin("reading", &town.team, "Mine", Answers::new()).await), "{who}");
    }
    kim.save(&id, 1, "We wait", reading("web")).await.unwrap();
    let done = kim.make_move(&id, 2, RELEASE).await.unwrap();
    assert_eq!(Kept::read(done.record.text(FIGURES)).unwrap().history, "web");
    // Other words take the figure out again: it was released with the ones before.
    let reworded = kim.save(&id, 3, "We hardly wait", reading("web")).await.unwrap();
    assert_eq!((reworded.record.state.as_str(), reworded.record.text(FIGURES)), ("written", ""));
}

#[tokio::test]
async fn what_the_records_say_can_be_released_too() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let answers = words(&[("says_not", "Whether they were easy"), ("mirror", "follow-through")]);
    let begun = kim.begin("reading", &town.team, "We keep few promises", answers).await.unwrap();
    let done = kim.make_move(&begun.record.id, 1, RELEASE).await.unwrap();
    let kept = Kept::read(done.record.text(FIGURES)).unwrap();
    assert_eq!((kept.id.as_str(), kept.history.as_str()), ("follow-through", ""));
}

#[tokio::test]
async fn the_team_sees_each_name_once_with_its_first_day_and_nobody_else_sees_any() {
    let town = Town::new().await;
    read_in(&town, "api").await;
    let id = released(&town).await;
    for who in ["ruth", "lee", "kim", "pia", "ruth"] {
        town.desk(who).await.open(&id).await.unwrap();
        town.later(At::DAY);
    }
    let record = town.desk("kim").await.read(&id).await.unwrap().record;
    let looked = town.desk("pia").await.looked(&record).await.unwrap();
    let said: Vec<_> = looked.iter().map(|it| (it.name.as_str(), it.on.to_string())).collect();
    let expected = [("Lee Holm", "2026-05-29"), ("Ruth Holm", "2026-05-28")];
    assert_eq!(said, expected.map(|(name, on)| (name, on.to_owned())));
    for who in OUTSIDE {
        assert!(town.desk(who).await.looked(&record).await.is_err(), "{who}");
        let all = told(&town.desk(who).await, &id).await;
        assert!(!all.contains("Lee Holm") || who == "raj", "{who}: {all}");
    }
    let raj = town.desk("raj").await;
    let journal = raj.history(&id).await.unwrap();
    assert!(journal.iter().all(|it| it.actor != town.id("ruth")), "no trace but the team's own");
    raj.erase(&town.id("ruth")).await.unwrap();
    assert_eq!(
        town.desk("kim").await.looked(&record).await.unwrap().len(),
        1,
        "gone with the name"
    );
}

#[tokio::test]
async fn nothing_is_noted_of_whoever_reads_a_list_or_what_is_being_written() {
    let town = Town::new().await;
    read_in(&town, "api").await;
    let kim = town.desk("kim").await;
    let begun = kim.begin("reading", &town.team, "We wait", reading("")).await.unwrap().record;
    let ruth = town.desk("ruth").await;
    assert!(matches!(ruth.open(&begun.id).await, Err(Problem::NotFound)), "the team’s own words");
    assert!(!ruth.leaves_a_look(&begun));
    kim.make_move(&begun.id, 1, RELEASE).await.unwrap();
    ruth.readings(&town.team).await.unwrap();
    ruth.search("wait").await.unwrap();
    assert!(kim.looked(&begun).await.unwrap().is_empty());
    for who in EVERYBODY {
        let record = kim.read(&begun.id).await.unwrap().record;
        let outside = town.desk(who).await.leaves_a_look(&record);
        assert_eq!(outside, !TEAM.contains(&who), "{who}");
    }
}
