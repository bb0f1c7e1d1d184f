//! Where a map has its home, and how a checkout and a person move in.

use std::path::Path;
use std::process::Command;

use app::checkout::Checkout;
use app::{AGREED, Clock, DRAFT, House, MAP_PATHS, MapSource, Newcomer, SERVER, map_of};
use domain::facts::Facts;
use domain::people::{Relation, Role};
use domain::practice::{ALL, Kinds};

use crate::town::{NOW, Town, field, refused};

const MAP: &str = "title = \"Ours\"\nlevels = [\"contributor\", \"lead\"]\n\
    [[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"contributor\"\n";

fn git(folder: &Path, words: &[&str]) {
    let done = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Kim", "-c", "user.email=kim@town.example"])
        .args(words)
        .output()
        .unwrap();
    assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn checkout(files: &[(&str, &str)]) -> (tempfile::TempDir, Checkout) {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "Begin"]);
    let found = Checkout::find(folder.path()).unwrap();
    (folder, found)
}

async fn empty() -> House {
    House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOW)).await.unwrap()
}

#[tokio::test]
async fn the_map_of_a_checkout_is_the_first_file_that_is_there() {
    for (at, path) in MAP_PATHS.iter().enumerate().rev() {
        let files: Vec<_> = MAP_PATHS[at..].iter().map(|it| (*it, MAP)).collect();
        let (_folder, checkout) = checkout(&files);
        assert_eq!(map_of(&checkout).map(|it| it.0), Some(*path));
    }
    let (folder, checkout) = checkout(&[("lanes.toml", MAP)]);
    let edited = MAP.replace("Ours", "Edited");
    std::fs::write(folder.path().join("lanes.toml"), &edited).unwrap();
    assert_eq!(map_of(&checkout).unwrap().1, edited, "as the work tree has it");
}

#[tokio::test]
async fn a_map_in_a_file_is_read_there_each_time_and_edited_nowhere_else() {
    let town = Town::new().await;
    let (folder, checkout) = checkout(&[("docs/lanes.toml", MAP)]);
    let evidence = checkout.evidence(&Facts::default());
    let take = async || town.house.take_in_map_of(&town.team, &checkout, &evidence).await.unwrap();
    let source = MapSource::File { path: "docs/lanes.toml", problems: 0 };
    assert_eq!(take().await, source);
    take().await;
    let kim = town.desk("kim").await;
    assert_eq!(kim.map_versions(&town.team).await.unwrap().len(), 1, "the same is no new version");
    let found = kim.map(&town.team).await.unwrap().unwrap();
    assert!(!found.is_edited_here());
    assert_eq!(found.map().seen.file.as_deref(), Some("docs/lanes.toml"));
    assert!(refused(&kim.propose_map(&town.team, 1, MAP).await));

    std::fs::write(folder.path().join("docs/lanes.toml"), "levels = 3\n").unwrap();
    let MapSource::File { problems, .. } = take().await else { panic!("it is a file") };
    assert!(problems > 0, "a broken file is still the truth, and says what is wrong with it");
    assert_eq!(town.desk("kim").await.map(&town.team).await.unwrap().unwrap().text.number, 2);
}

#[tokio::test]
async fn a_draft_is_replaced_by_a_newer_draft_and_never_replaces_what_people_wrote() {
    let town = Town::new().await;
    let (_folder, checkout) = checkout(&[("CODEOWNERS", "/src/ @town/payments\n")]);
    let evidence = checkout.evidence(&Facts::default());
    let take = async || town.house.take_in_map_of(&town.team, &checkout, &evidence).await.unwrap();
    assert_eq!(take().await, MapSource::Drafted);
    let found = town.desk("kim").await.map(&town.team).await.unwrap().unwrap();
    assert!(found.is_draft() && found.is_edited_here());
    assert!(found.text.text.contains("@town/payments"), "{}", found.text.text);
    let ana = town.desk("ana").await;
    let by_ana = ana.propose_map(&town.team, 1, MAP).await.unwrap();
    assert_eq!((by_ana.state.as_str(), by_ana.home.as_str()), (AGREED, SERVER), "a steward agrees");
    assert_eq!(take().await, MapSource::Drafted);
    let now = town.desk("kim").await.map(&town.team).await.unwrap().unwrap();
    assert_eq!((now.text.number, now.text.state.as_str()), (2, AGREED));
}

#[tokio::test]
async fn whoever_is_no_steward_drafts_the_first_map_and_a_steward_agrees() {
    let town = Town::new().await;
    let drafted = town.desk("kim").await.propose_map(&town.team, 0, MAP).await.unwrap();
    assert_eq!(drafted.state, DRAFT);
    assert!(refused(&town.desk("kim").await.agree_map(&town.team, 1).await));
    let agreed = town.desk("ana").await.agree_map(&town.team, 1).await.unwrap();
    assert_eq!((agreed.number, agreed.state.as_str()), (2, AGREED));
}

#[tokio::test]
async fn a_team_without_a_map_follows_the_nearest_one_above() {
    let town = Town::new().await;
    let nia = town.desk("nia").await;
    assert!(nia.map(&town.ledger).await.unwrap().is_none());
    assert!(nia.whose(&town.ledger, &app::Question::default()).await.unwrap().is_none());
    let above = MAP.replace("Ours", "Everybody’s");
    town.keeper().take_in_map(&town.root, &above, SERVER, AGREED).await.unwrap();
    assert_eq!(nia.map(&town.ledger).await.unwrap().unwrap().team.id, town.root);
    town.keeper().take_in_map(&town.team, MAP, SERVER, AGREED).await.unwrap();
    assert_eq!(nia.map(&town.ledger).await.unwrap().unwrap().team.id, town.team);
    let lee = town.desk("lee").await;
    assert_eq!(lee.map(&town.search).await.unwrap().unwrap().team.id, town.root);
}

#[tokio::test]
async fn a_text_that_is_no_map_is_said_at_its_field_with_its_line() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let (at, says) = field(ana.propose_map(&town.team, 0, "levels = [\"a\"]\nlane = 3\n").await);
    assert!(at == "text" && says.starts_with("Line 2: "), "{says}");
    let huge = format!("{MAP}#{}\n", "x".repeat(1 << 20));
    assert!(field(ana.propose_map(&town.team, 0, &huge).await).1.contains("one MiB"));
    assert_eq!(ana.map_versions(&town.team).await.unwrap(), []);
}

#[tokio::test]
async fn a_question_with_thousands_of_paths_belongs_on_the_command_line() {
    let town = Town::new().await;
    town.keeper().take_in_map(&town.team, MAP, SERVER, AGREED).await.unwrap();
    let paths = |n| app::Question {
        changes: vec![domain::lanes::Change::at("src/a.rs"); n],
        ..app::Question::default()
    };
    let kim = town.desk("kim").await;
    assert!(kim.whose(&town.team, &paths(5_000)).await.is_ok());
    let (at, says) = field(kim.whose(&town.team, &paths(5_001)).await.map(drop));
    assert!(at == "paths" && says.contains("remit check"), "{says}");
}

#[tokio::test]
async fn whoever_starts_the_workbook_is_made_once_and_found_again() {
    let house = empty().await;
    let kim = Newcomer { name: "Kim Lund".into(), email: Some("kim@town.example".into()) };
    let person = house.local_person(&kim, "Kim’s workbook").await.unwrap();
    assert_eq!((person.handle.as_str(), person.name.as_str()), ("kim.lund", "Kim Lund"));
    let other = Newcomer { name: "Somebody else".into(), email: None };
    assert_eq!(house.local_person(&other, "x").await.unwrap().id, person.id);
    assert_eq!(house.keeper().await.unwrap(), person.id);
    assert_eq!(house.organisation().charter.name, "Kim’s workbook");
    let desk = house.desk_of(&person.id).await.unwrap();
    let root = house.organisation().root().unwrap().id.clone();
    let standing = desk.standing(Some(&root), None);
    assert!(standing.keeper && !standing.leads, "one person alone may use everything");
}

#[tokio::test]
async fn an_odd_name_in_gits_settings_keeps_nobody_out() {
    for (name, email) in [("", None), ("   ", None), ("チーム", None), ("Kim", Some("no address"))]
    {
        let house = empty().await;
        let newcomer = Newcomer { name: name.into(), email: email.map(str::to_owned) };
        let person = house.local_person(&newcomer, "Ours").await.unwrap();
        assert!(!person.handle.is_empty() && !person.name.trim().is_empty(), "{person:?}");
    }
    let house = empty().await;
    let lead = Newcomer { name: "Lead".into(), email: None };
    let person = house.local_person(&lead, "Ours").await.unwrap();
    assert_eq!(person.handle, "me", "a level has this name already");
}

#[tokio::test]
async fn each_checkout_is_a_team_found_again_by_its_folder() {
    let house = empty().await;
    let person = house.local_person(&Newcomer::default(), "Ours").await.unwrap().id;
    let team = async |folder: &str, name: &str| {
        house.team_of_checkout(Path::new(folder), name, &person).await.unwrap()
    };
    let (first, repository) = team("/src/api", "api").await;
    let (again, same) = team("/src/api", "renamed").await;
    assert_eq!((first.id.clone(), repository), (again.id, same));
    let (second, _) = team("/other/api", "api").await;
    assert_eq!((first.slug.as_str(), second.slug.as_str()), ("api", "api-2"));
    let desk = house.desk_of(&person).await.unwrap();
    let standing = desk.standing(Some(&second.id), None);
    assert_eq!((standing.relation, standing.role), (Relation::OwnTeam, Role::Steward));
    let root = house.organisation().root().unwrap().id.clone();
    assert_eq!(desk.repositories(&root).await.unwrap().len(), 2);
    assert_eq!(desk.repositories(&first.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_facts_of_a_checkout_are_taken_in_once_and_its_mirrors_are_the_teams_own() {
    let town = Town::new().await;
    let repository = town.keeper().add_repository(&town.team, "/src/api", "api").await.unwrap();
    let kim = town.desk("kim").await;
    assert!(kim.mirrors(&town.team, 12).await.unwrap().is_empty(), "nothing was read yet");
    let (_folder, checkout) = checkout(&[("a.rs", "")]);
    let facts = checkout.facts(None, NOW.plus(domain::id::At::DAY * 365), &mut |_| {}).unwrap();
    assert!(town.house.take_in_facts(&repository, facts.clone()).await.unwrap());
    assert!(!town.house.take_in_facts(&repository, facts.clone()).await.unwrap());
    let seen = kim.mirrors(&town.team, 12).await.unwrap();
    assert_eq!((seen.len(), &seen[0].read_to), (1, &facts.read_to));
    let long = kim.mirrors(&town.team, 12_000).await.unwrap();
    assert!(long[0].seen.window.from < seen[0].seen.window.from, "as far as ten years");
    for who in ["ruth", "raj", "lee", "nia"] {
        let says = town.desk(who).await.mirrors(&town.team, 12).await.map(drop);
        assert!(says.unwrap_err().to_string().contains("has not released"), "{who}");
    }
}
