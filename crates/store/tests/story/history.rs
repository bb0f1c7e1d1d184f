//! The journal, the versions of a map, and the facts of a repository.

use crate::common::{NOW, at, id, on_each, settle, write};
use domain::facts::{Facts, Identity, Landings, Release, Review, Shape, Unknown};
use jiff::civil::date;
use store::{Batch, Change, MapText, Repository, Scope, StoreError};

#[tokio::test]
async fn the_journal_counts_up_and_is_read_by_subject_and_scope() {
    on_each(async |store| {
        settle(&store).await;
        let mut watched = store.follow();
        assert_eq!(*watched.borrow_and_update(), 1);
        for (team, subject) in [("pay", "r1"), ("org", "r2"), ("pay", "r1")] {
            let detail = serde_json::json!({"was": "“open”", "is": 1});
            let batch = Batch::by(&id("p-ana"), at(1))
                .change(Change::Set { key: "k".into(), value: "v".into() })
                .note(Some(&id(team)), &id(subject), "record.moved", &detail);
            assert!(!batch.is_empty());
            store.write(batch).await.unwrap();
        }
        assert!(watched.has_changed().unwrap());
        assert_eq!(*watched.borrow(), 4);
        let pay = Scope::Teams(vec![id("pay")]);
        let seqs = |all: Vec<store::Happening>| all.iter().map(|it| it.seq).collect::<Vec<_>>();
        assert_eq!(seqs(store.journal(&pay, 0, 99).await.unwrap()), [2, 4]);
        assert_eq!(seqs(store.journal(&Scope::All, 2, 99).await.unwrap()), [3, 4]);
        assert_eq!(seqs(store.lately(&Scope::All, 2).await.unwrap()), [4, 3]);
        let of = |teams: &[&str]| Scope::Teams(teams.iter().map(|it| id(it)).collect());
        for (teams, newest) in [
            (vec!["pay"], vec![4, 2]),
            (vec!["org", "pay"], vec![4, 3]),
            (vec!["org", "nobody"], vec![3]),
            (vec![], vec![]),
        ] {
            assert_eq!(seqs(store.lately(&of(&teams), 2).await.unwrap()), newest, "{teams:?}");
        }
        assert_eq!(store.newest_of(&id("r1")).await.unwrap(), 4);
        assert_eq!(store.newest_of(&id("nobody")).await.unwrap(), 0);
        let hand = async |subject: &str, who: &str, what: &str| {
            store.has_acted_since(&id(subject), &id(who), what).await.unwrap()
        };
        assert!(hand("r1", "p-ana", "record.moved").await, "with the step itself");
        assert!(!hand("r1", "p-kim", "record.moved").await);
        let since = |who: &str, what: &str| {
            let batch = Batch::by(&id(who), at(2));
            let batch = batch.change(Change::Set { key: "k".into(), value: "w".into() });
            batch.note(Some(&id("pay")), &id("r1"), what, &serde_json::json!({}))
        };
        store.write(since("p-kim", "attachment.added")).await.unwrap();
        assert!(hand("r1", "p-kim", "record.moved").await, "something of theirs came after it");
        store.write(since("p-raj", "record.moved")).await.unwrap();
        assert!(!hand("r1", "p-kim", "record.moved").await, "another step asks anew");
        assert!(!hand("r1", "p-ana", "record.moved").await);
        assert!(hand("r1", "p-ana", "never").await, "of what never happened, ever");
        assert!(!hand("r2", "p-kim", "record.moved").await);
        let history = store.history(&id("r1"), 2, 99).await.unwrap();
        assert_eq!(history.len(), 3);
        assert_eq!(history[0].detail, r#"{"is":1,"was":"“open”"}"#);
        assert_eq!((history[0].at, history[0].team.clone()), (at(1), Some(id("pay"))));
    })
    .await;
}

#[tokio::test]
async fn a_map_keeps_its_versions_and_two_writers_do_not_make_the_same_one() {
    on_each(async |store| {
        settle(&store).await;
        let map = |number| MapText {
            team: id("pay"),
            number,
            text: format!("title = \"{number}\""),
            author: id("p-ana"),
            home: "server".into(),
            state: "agreed".into(),
            from_day: Some(date(2026, 4, 1)),
            at: NOW,
        };
        assert_eq!(store.newest_map(&id("pay")).await.unwrap(), None);
        write(&store, [Change::AddMap(map(1)), Change::AddMap(map(2))]).await.unwrap();
        for taken in [2, 4] {
            let add = Change::AddMap(map(taken));
            assert!(matches!(write(&store, [add]).await, Err(StoreError::Stale)));
        }
        assert_eq!(store.newest_map(&id("pay")).await.unwrap(), Some(map(2)));
        assert_eq!(store.map(&id("pay"), 1).await.unwrap(), Some(map(1)));
        assert_eq!(store.maps(&id("pay")).await.unwrap(), [map(2), map(1)]);
        let draft = MapText { state: "draft".into(), at: at(NOW.0 + 1), ..map(3) };
        let drafts = async || store.newest_maps("draft", "server").await.unwrap();
        write(&store, [Change::AddMap(draft.clone())]).await.unwrap();
        assert_eq!(drafts().await, [draft]);
        assert_eq!(store.newest_maps("draft", "lanes.toml").await.unwrap(), []);
        let agreed = async |since| store.teams_with_maps_since("agreed", since).await.unwrap();
        assert_eq!(agreed(NOW).await, [id("pay")], "each team once");
        assert_eq!(agreed(at(NOW.0 + 1)).await, []);
        write(&store, [Change::AddMap(map(4))]).await.unwrap();
        assert_eq!(drafts().await, [], "a newer version is agreed");
    })
    .await;
}

fn facts(read_to: &str, rows: std::ops::Range<i64>) -> Facts {
    let count = rows.clone().count();
    let landings = Landings {
        at: rows.clone().map(at).collect(),
        first_author_at: rows.clone().map(|it| at(it - 5)).collect(),
        author: vec![0; count],
        landed_by: vec![1; count],
        commits: vec![1; count],
        shape: vec![Shape::Merge; count],
        number: vec![12; count],
        area: vec![0; count],
        commit: rows.clone().map(|it| it as u64).collect(),
        last_author_at: rows.map(|it| at(it - 2)).collect(),
        review: vec![Review::Named; count],
    };
    Facts {
        read_to: read_to.into(),
        landings,
        releases: vec![Release {
            name: "v1".into(),
            at: NOW,
            landing: None,
            series: String::new(),
            pre: true,
        }],
        identities: vec![Identity { name: "Ana".into(), email: "a@x".into(), bot: false }],
        areas: vec!["src".into()],
        unknown: vec![Unknown { reason: "shallow".into(), count: 1 }],
    }
}

#[tokio::test]
async fn facts_are_appended_by_one_reader_at_a_time_and_can_be_read_anew() {
    on_each(async |store| {
        settle(&store).await;
        let repository = Repository {
            id: id("repo"),
            team: id("pay"),
            root: "/home/ana/src".into(),
            name: "src".into(),
        };
        write(&store, [Change::SaveRepository(repository.clone())]).await.unwrap();
        assert_eq!(store.repositories().await.unwrap(), std::slice::from_ref(&repository));
        assert_eq!(store.repository(&id("repo")).await.unwrap(), Some(repository));
        assert_eq!(store.facts(&id("repo")).await.unwrap(), None);
        let append = |from: &str, facts| Change::AppendFacts {
            repository: id("repo"),
            read_from: from.into(),
            facts,
        };
        // More than one stored batch at once.
        write(&store, [append("", facts("aaa", 0..20_500))]).await.unwrap();
        write(&store, [append("aaa", facts("bbb", 20_500..20_510))]).await.unwrap();
        assert_eq!(store.read_to(&id("repo")).await.unwrap().as_deref(), Some("bbb"));
        let late = append("aaa", facts("ccc", 20_500..20_520));
        assert!(matches!(write(&store, [late]).await, Err(StoreError::Stale)));
        assert!(store.facts(&id("repo")).await.unwrap() == Some(facts("bbb", 0..20_510)));
        let replace = Change::ReplaceFacts { repository: id("repo"), facts: facts("ddd", 0..3) };
        write(&store, [replace]).await.unwrap();
        assert_eq!(store.facts(&id("repo")).await.unwrap(), Some(facts("ddd", 0..3)));
    })
    .await;
}
