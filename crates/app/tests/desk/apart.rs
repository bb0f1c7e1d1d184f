//! What one person thinks through alone: nobody else finds a trace of it, wherever they look.

use std::path::Path;

use app::{Desk, ListQuery, Places, Problem, apart_fields, apart_playbook};
use domain::id::At;
use domain::scenario::Part;

use crate::postgres::postgres;
use crate::town::{EVERYBODY, NOW, Town};

const WORDS: &str = "zebrafish";

fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A town on each database, with its key file in this folder.
async fn towns(folder: &Path) -> [Town; 2] {
    let places = |name: &str| Places { key_file: Some(folder.join(name)), ..Places::default() };
    let file = format!("sqlite:{}", folder.join("remit.db").display());
    [
        Town::keeping(&file, places("one.keys")).await,
        Town::keeping(&postgres(), places("two.keys")).await,
    ]
}

/// Whatever a person can ask a desk for, as one text.
async fn all_that_can_be_asked(desk: &Desk) -> String {
    let query = || ListQuery { limit: 100, ..ListQuery::default() };
    let mut all = String::new();
    for record in desk.list(&query()).await.map(|it| it.items).unwrap_or_default() {
        all += &format!("{:?}", desk.read(&record.id).await);
        all += &format!("{:?}", desk.history(&record.id).await);
    }
    all += &format!("{:?}", desk.search(WORDS).await);
    all += &format!("{:?}", desk.counts().await);
    all += &format!("{:?}", desk.today().await);
    all += &format!("{:?}", desk.news().await);
    all += &format!("{:?}", desk.calendar().await);
    all += &format!("{:?}", desk.due(&app::Whose::All, NOW.plus(400 * At::DAY).day(), 100).await);
    all += &format!("{:?}", desk.draft("scenarios/alone").await);
    all += &format!("{:?}", desk.export().await);
    all
}

#[tokio::test]
async fn nobody_finds_a_trace_of_it_and_its_end_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    for town in towns(folder.path()).await {
        town.decision("kim", "Something else").await;
        let kim = town.desk("kim").await;
        let mut before = Vec::new();
        for handle in EVERYBODY {
            before.push(all_that_can_be_asked(&town.desk(handle).await).await);
        }
        assert_eq!(kim.apart().await.unwrap(), None);
        kim.keep_apart(&said(&[("notes", WORDS), ("for.0", "I would rather build.")]))
            .await
            .unwrap();
        let page = kim.apart().await.unwrap().unwrap();
        assert_eq!((page.said("notes"), page.begun.to_string().as_str()), (WORDS, "2026-05-28"));
        kim.keep_apart(&said(&[("choice", "The craft."), ("for.0", " ")])).await.unwrap();
        let page = kim.apart().await.unwrap().unwrap();
        assert_eq!(
            (page.said("notes"), page.said("choice"), page.said("for.0")),
            (WORDS, "The craft.", "")
        );
        for (handle, before) in EVERYBODY.iter().zip(&before) {
            let desk = town.desk(handle).await;
            assert_eq!(all_that_can_be_asked(&desk).await, *before, "{handle} sees what they saw");
            if *handle != "kim" {
                let theirs = desk.apart().await;
                assert!(
                    matches!(theirs, Ok(None) | Err(Problem::Refused(_))),
                    "{handle}: {theirs:?}"
                );
            }
        }
        let everything = town.house.system_desk("export").export().await.unwrap();
        assert!(!format!("{everything:?}").contains(WORDS));
        assert!(matches!(town.house.system_desk("job").apart().await, Err(Problem::NotFound)));
        kim.end_apart().await.unwrap();
        assert_eq!(kim.apart().await.unwrap(), None);
        kim.end_apart().await.unwrap();
        assert_eq!(all_that_can_be_asked(&town.desk("raj").await).await, before[6]);
    }
}

#[tokio::test]
async fn the_files_do_not_say_what_it_says_nor_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let [town, _] = towns(folder.path()).await;
    let kim = town.desk("kim").await;
    kim.keep_apart(&said(&[("notes", WORDS)])).await.unwrap();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap_or_default();
    let keys = String::from_utf8(read("one.keys")).unwrap();
    assert!(!keys.contains(kim.actor().id.as_str()) && !keys.contains("kim"), "{keys}");
    for name in ["remit.db", "remit.db-wal"] {
        let bytes = read(name);
        let is_in = |words: &str| bytes.windows(words.len()).any(|it| it == words.as_bytes());
        assert!(!is_in(WORDS), "{name} says what it says");
    }
    let [held, after] = [&keys, &{
        kim.end_apart().await.unwrap();
        String::from_utf8(read("one.keys")).unwrap()
    }]
    .map(|it| it.matches("apart").count());
    assert_eq!(held - after, 1, "its own key is destroyed, so that old copies open no more");
}

#[tokio::test]
async fn what_is_shared_is_an_ordinary_record_with_only_what_was_chosen() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let mine = [("for.1", "They would call me bossy."), ("choice", "One lane, for a quarter.")];
    kim.keep_apart(&said(&mine)).await.unwrap();
    let step =
        apart_playbook().part(Part::Steps).iter().position(|it| it.key == "decision").unwrap();
    let chosen = ["choice".to_owned(), "nothing".to_owned()];
    let made = kim.share_apart(&town.team, step, "A lane of my own", &chosen).await.unwrap().record;
    let read = town.desk("raj").await.read(&made.id).await.unwrap();
    assert_eq!(read.record.title, "A lane of my own");
    let all = format!("{read:?}");
    assert!(all.contains("One lane, for a quarter.") && !all.contains("bossy"), "{all}");
    assert!(
        !all.contains("alone") && !all.contains("avoids"),
        "it does not say where it comes from"
    );
    assert!(kim.apart().await.unwrap().is_some(), "the page stays");
    let none = town.desk("ana").await.share_apart(&town.team, step, "x", &chosen).await;
    assert!(matches!(none, Err(Problem::NotFound)), "who has none shares none");
}

#[tokio::test]
async fn it_goes_with_the_person_and_is_refused_where_nothing_can_be_sealed() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    kim.keep_apart(&said(&[("notes", WORDS)])).await.unwrap();
    town.desk("raj").await.erase(&kim.actor().id).await.unwrap();
    assert_eq!(kim.apart().await.unwrap(), None);
    let bare = Town::at(&postgres()).await;
    let lee = bare.desk("lee").await;
    let refused = lee.keep_apart(&said(&[("notes", WORDS)])).await;
    assert!(
        matches!(&refused, Err(Problem::Unavailable(says)) if says.contains("--key-file")),
        "{refused:?}"
    );
    bare.desk("raj").await.erase(&lee.actor().id).await.unwrap();
}

#[tokio::test]
async fn a_house_that_lost_its_key_file_says_so_before_anybody_writes_anew() {
    let folder = tempfile::tempdir().unwrap();
    for (town, file) in towns(folder.path()).await.iter().zip(["one.keys", "two.keys"]) {
        town.house.check_keys().await.unwrap();
        let kim = town.desk("kim").await;
        kim.keep_apart(&said(&[("notes", WORDS)])).await.unwrap();
        town.house.check_keys().await.unwrap();
        let away = folder.path().join("away");
        std::fs::rename(folder.path().join(file), &away).unwrap();
        let says = town.house.check_keys().await.unwrap_err().to_string();
        for lost in [file, "for themselves alone", "channel", "must be named again"] {
            assert!(says.contains(lost), "{says}");
        }
        std::fs::rename(&away, folder.path().join(file)).unwrap();
        kim.end_apart().await.unwrap();
        std::fs::remove_file(folder.path().join(file)).unwrap();
        town.house.check_keys().await.unwrap();
    }
}

/// The key file with only those keys whose name begins like this.
fn keep_keys(file: &Path, wanted: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut keys: std::collections::BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    keys.retain(|name, _| name.starts_with(wanted));
    std::fs::write(file, serde_json::to_vec(&keys).unwrap()).unwrap();
}

#[tokio::test]
async fn a_page_whose_key_is_lost_can_be_ended_and_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    for (town, file) in towns(folder.path()).await.iter().zip(["one.keys", "two.keys"]) {
        let kim = town.desk("kim").await;
        kim.keep_apart(&said(&[("notes", WORDS)])).await.unwrap();
        keep_keys(&folder.path().join(file), "apart-names ");
        for refused in [kim.apart().await.map(drop), kim.keep_apart(&said(&[])).await] {
            assert!(matches!(&refused, Err(Problem::Unavailable(it)) if it.contains("end it")));
        }
        assert!(kim.has_apart().await.unwrap());
        kim.end_apart().await.unwrap();
        assert!(!kim.has_apart().await.unwrap(), "the row is gone");
        assert_eq!(kim.apart().await.unwrap(), None);
        kim.keep_apart(&said(&[("notes", "anew")])).await.unwrap();
        assert_eq!(kim.apart().await.unwrap().unwrap().said("notes"), "anew");
    }
}

#[tokio::test]
async fn while_the_key_file_is_away_nothing_is_begun_over_it_and_nothing_is_told_to_have_ended() {
    let folder = tempfile::tempdir().unwrap();
    for (town, file) in towns(folder.path()).await.iter().zip(["one.keys", "two.keys"]) {
        let (kim, file) = (town.desk("kim").await, folder.path().join(file));
        kim.keep_apart(&said(&[("notes", WORDS)])).await.unwrap();
        let away = folder.path().join("away");
        std::fs::rename(&file, &away).unwrap();
        let all = [
            kim.apart().await.map(drop),
            kim.keep_apart(&said(&[("notes", "over it")])).await,
            kim.end_apart().await,
            town.desk("raj").await.erase(&kim.actor().id).await,
        ];
        for refused in all {
            assert!(matches!(&refused, Err(Problem::Unavailable(it)) if it.contains("is missing")));
        }
        assert!(!kim.has_apart().await.unwrap(), "nobody knows which one is theirs");
        std::fs::rename(&away, &file).unwrap();
        assert_eq!(kim.apart().await.unwrap().unwrap().said("notes"), WORDS);
        // Whoever runs the house gives it up for lost, as the message says.
        keep_keys(&file, "nothing");
        assert_eq!(kim.apart().await.unwrap(), None);
        kim.keep_apart(&said(&[("notes", "anew")])).await.unwrap();
    }
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_its_field_and_nothing_is_kept() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let long = "x".repeat(app::FIELD_CHARS + 1);
    let refused =
        kim.keep_apart(&said(&[("notes", &long), ("choice", "ok"), ("unknown", "x")])).await;
    let Err(Problem::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!((problems.len(), problems[0].field.as_str()), (1, "notes"));
    assert_eq!(kim.apart().await.unwrap(), None);
    let full: Vec<_> =
        apart_fields().into_iter().map(|it| (it.0, "字".repeat(app::FIELD_CHARS))).collect();
    let refused = kim.keep_apart(&full).await;
    assert!(
        matches!(&refused, Err(Problem::Invalid(all)) if all[0].says.contains("full")),
        "{refused:?}"
    );
    kim.keep_apart(&said(&[("choice", "Either way.")])).await.unwrap();
    let text = kim.apart().await.unwrap().unwrap().markdown(apart_playbook());
    assert!(
        text.contains("## What I choose, either way\n\nEither way.")
            && text.contains("For me alone")
    );
}
