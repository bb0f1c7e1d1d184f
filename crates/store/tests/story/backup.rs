//! Everything goes out and comes back, between any two databases; damage is always seen.

use crate::common::{
    NOW, add, at, attach, attachment, id, on_each, person, record, settle, team, write,
};
use crate::postgres::postgres;
use domain::facts::{Facts, Landings, Review, Shape};
use domain::id::At;
use jiff::civil::date;
use store::{
    Batch, Change, Draft, Filter, Head, Link, Look, MapText, Options, Repository, Scope, Session,
    Store, StoreError, verify,
};

/// An organisation with something in every table that is dumped.
async fn fill(store: &Store) {
    settle(store).await;
    let landings = Landings {
        at: vec![NOW],
        first_author_at: vec![NOW],
        author: vec![0],
        landed_by: vec![0],
        commits: vec![1],
        shape: vec![Shape::Squash],
        number: vec![7],
        area: vec![0],
        commit: vec![u64::MAX],
        last_author_at: vec![NOW],
        review: vec![Review::NoneNamed],
    };
    let facts = Facts { read_to: "abc".into(), landings, ..Facts::default() };
    let repository =
        Repository { id: id("repo"), team: id("pay"), root: "/src".into(), name: "src".into() };
    let map = MapText {
        team: id("pay"),
        number: 1,
        text: "title = \"Größe\"\n".into(),
        author: id("p-ana"),
        home: "server".into(),
        state: "draft".into(),
        from_day: None,
        at: NOW,
    };
    let agent = domain::people::Agent {
        id: id("bot"),
        handle: "bot".into(),
        name: "Bot".into(),
        sponsor: id("pay"),
    };
    let changes = [
        // Sorts before its parent, which a restore has to stand.
        Change::AddTeam(team("aaa", Some("pay"))),
        Change::AddAgent(agent),
        Change::Set { key: "name".into(), value: "Org".into() },
        Change::AddPerson(person("gone")),
        Change::ErasePerson { person: id("p-gone"), at: NOW, salt: "s".into() },
        add(&record("r1", "pay")),
        add(&record("r2", "aaa")),
        attach(&attachment("a1", "r1", "question")),
        crate::waves::asking("r1", "p-ana"),
        Change::AddLook(Look { record: id("r1"), viewer: id("p-ana"), on: date(2026, 3, 7) }),
        Change::AddLink(Link { from: id("r1"), to: id("r2"), relation: "parent".into() }),
        Change::AddMap(map),
        Change::SaveRepository(repository),
        Change::AppendFacts { repository: id("repo"), read_from: String::new(), facts },
        Change::SaveDraft(Draft {
            person: id("p-ana"),
            key: "intent/new".into(),
            text: "half a tho".into(),
            at: NOW,
        }),
        Change::SetSecret { person: id("p-ana"), hash: "$argon2id$x".into(), at: NOW },
        Change::AddSession(Session {
            hash: "s".into(),
            person: id("p-ana"),
            made_at: NOW,
            seen_at: NOW,
            ends_at: NOW.plus(At::DAY),
            device: "Firefox".into(),
        }),
    ];
    write(store, changes).await.unwrap();
}

async fn dumped(store: &Store) -> (Head, Vec<u8>) {
    let mut out = Vec::new();
    let head = store.dump(NOW, &mut out).await.unwrap();
    (head, out)
}

#[tokio::test]
async fn a_dump_comes_back_in_any_database_as_it_was() {
    on_each(async |store| {
        fill(&store).await;
        let (head, dump) = dumped(&store).await;
        assert!(head.counts.values().all(|it| *it > 0), "something in every table: {head:?}");
        assert_eq!(verify(&mut dump.as_slice()).await.unwrap(), head);
        for url in ["sqlite::memory:".to_owned(), postgres()] {
            let back = Store::open(&url, Options::default()).await.unwrap();
            assert_eq!(back.load(&mut dump.as_slice()).await.unwrap(), head);
            assert!(dumped(&back).await.1 == dump, "a second dump is the same, byte for byte");
            assert_eq!(back.search(&Scope::All, "better", 9).await.unwrap().len(), 2);
            assert_eq!(back.session("s", "none").await.unwrap(), None, "keys to the door end");
            assert!(back.check().await.unwrap().is_empty());
            // The journal goes on where it was.
            let set = Change::Set { key: "name".into(), value: "New".into() };
            assert_eq!(write(&back, [set]).await.unwrap().seq, 3);
            let again = back.load(&mut dump.as_slice()).await;
            assert!(matches!(again, Err(StoreError::NotEmpty)));
            back.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_older_dump_does_not_bring_back_whoever_was_erased_since() {
    on_each(async |store| {
        fill(&store).await;
        let (_, before) = dumped(&store).await;
        let erase = Change::ErasePerson { person: id("p-ana"), at: at(7), salt: "t".into() };
        write(&store, [erase]).await.unwrap();
        let list = store.erasures().await.unwrap();
        for url in ["sqlite::memory:".to_owned(), postgres()] {
            let back = Store::open(&url, Options::default()).await.unwrap();
            let (_, again) = back.load_without(&mut before.as_slice(), &list).await.unwrap();
            assert_eq!(again, [id("p-ana")]);
            let ana = back.person(&id("p-ana")).await.unwrap().unwrap();
            assert!(ana.erased && ana.email.is_none() && ana.handle == "left-p-ana", "{ana:?}");
            assert_eq!(back.secret(&id("p-ana")).await.unwrap(), None);
            assert_eq!(back.erasures().await.unwrap(), list);
            assert!(back.check().await.unwrap().is_empty());
            // A database put back as a file is told later.
            let told = Change::HonourErasures(list.clone());
            write(&back, [told]).await.unwrap();
            assert_eq!(back.erasures().await.unwrap(), list);
            back.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_dumped_whole() {
    on_each(async |store| {
        settle(&store).await;
        let all = (0..1201).map(|it| add(&record(&format!("r{it:04}"), "pay")));
        write(&store, all).await.unwrap();
        let (head, dump) = dumped(&store).await;
        assert_eq!(head.counts["record"], 1201);
        assert_eq!(verify(&mut dump.as_slice()).await.unwrap(), head);
    })
    .await;
}

#[tokio::test]
async fn every_damage_to_a_dump_is_seen_and_nothing_is_loaded() {
    let store = Store::open("sqlite::memory:", Options::default()).await.unwrap();
    fill(&store).await;
    let (_, dump) = dumped(&store).await;
    let target = Store::open("sqlite::memory:", Options::default()).await.unwrap();
    for at in (0..dump.len()).step_by(37) {
        let mut flipped = dump.clone();
        flipped[at] ^= 1;
        assert!(target.load(&mut flipped.as_slice()).await.is_err(), "byte {at} flipped");
        assert!(target.load(&mut &dump[..at]).await.is_err(), "cut at byte {at}");
    }
    let doubled = [dump.as_slice(), dump.as_slice()].concat();
    assert!(target.load(&mut doubled.as_slice()).await.is_err());
    assert!(target.teams().await.unwrap().is_empty());
    target.load(&mut dump.as_slice()).await.unwrap();
}

#[tokio::test]
async fn a_dump_of_a_newer_remit_says_so() {
    let store = Store::open("sqlite::memory:", Options::default()).await.unwrap();
    let newer = "{\"remit_dump\":1,\"schema\":999,\"made_at\":0,\"counts\":{}}\n";
    let error = store.load(&mut newer.as_bytes()).await.unwrap_err();
    assert!(error.to_string().contains("written by a newer Remit (schema 999"), "{error}");
}

#[tokio::test]
async fn a_snapshot_taken_while_others_write_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("remit.db").display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    fill(&store).await;
    let writing = store.clone();
    let mut writer = tokio::task::JoinSet::new();
    writer.spawn(async move {
        for number in 0..200 {
            write(&writing, [add(&record(&format!("w{number}"), "pay"))]).await.unwrap();
        }
    });
    let copy = folder.path().join("copy.db");
    let before = store.position().await.unwrap();
    store.snapshot_to(&copy).await.unwrap();
    writer.join_all().await;
    let again = store.snapshot_to(&copy).await.unwrap_err();
    assert!(again.to_string().contains("exists already"), "{again}");
    let back =
        Store::open(&format!("sqlite:{}", copy.display()), Options::default()).await.unwrap();
    assert!(back.position().await.unwrap() >= before);
    assert!(back.check().await.unwrap().is_empty());
    let page = back.records(&Filter::of(Scope::All), None, 200).await.unwrap();
    assert!(page.items.len() >= 2);
}

#[tokio::test]
async fn a_check_names_what_cannot_be() {
    on_each(async |store| {
        settle(&store).await;
        let mut early = attachment("a1", "r1", "question");
        early.made_at = NOW.plus(-1);
        write(&store, [add(&record("r1", "pay")), attach(&early)]).await.unwrap();
        let problems = store.check().await.unwrap();
        assert_eq!(problems, ["1 attachments are older than their record"]);
        let nothing = Batch::by(&id("p"), NOW);
        assert_eq!(store.write(nothing).await.unwrap().seq, 0);
    })
    .await;
}
