//! The organisation: settings, teams, people, their leaving and their erasure.

use crate::common::{
    NOW, add, at, attach, attachment, id, membership, on_each, person, record, settle, team, write,
};
use domain::facts::{Facts, Identity};
use domain::people::{Agent, Membership, Role};
use domain::record::Value;
use store::{
    Change, Draft, MapText, Repository, SOMEONE_WHO_LEFT, Scope, Session, SignInLink, Store,
    StoreError, Token,
};

#[tokio::test]
async fn an_organisation_is_kept_as_it_was_told() {
    on_each(async |store| {
        settle(&store).await;
        let agent =
            Agent { id: id("bot"), handle: "bot".into(), name: "Bot".into(), sponsor: id("pay") };
        let set = |value: &str| Change::Set { key: "levels".into(), value: value.into() };
        write(&store, [Change::AddAgent(agent.clone()), set("a"), set("b")]).await.unwrap();
        assert_eq!(store.setting("levels").await.unwrap().as_deref(), Some("b"));
        assert_eq!(store.settings().await.unwrap().len(), 1);
        let renamed = Agent { name: "Robot".into(), ..agent };
        write(&store, [Change::SaveAgent(renamed.clone())]).await.unwrap();
        assert_eq!(store.agent(&id("bot")).await.unwrap(), Some(renamed.clone()));
        assert_eq!(store.agents().await.unwrap(), [renamed]);
        assert_eq!(store.teams().await.unwrap(), [team("org", None), team("pay", Some("org"))]);
        assert_eq!(store.team(&id("pay")).await.unwrap(), Some(team("pay", Some("org"))));
        assert_eq!(store.team_by_slug("org").await.unwrap(), Some(team("org", None)));
        assert_eq!(store.people().await.unwrap(), [person("ana")]);
        assert_eq!(store.person_by_email("ana@example.org").await.unwrap(), Some(person("ana")));
        assert_eq!(store.person_by_handle("nobody").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn teams_move_but_never_under_themselves() {
    on_each(async |store| {
        settle(&store).await;
        let mut pay = team("pay", Some("org"));
        pay.name = "Payments".into();
        write(&store, [Change::SaveTeam(pay.clone())]).await.unwrap();
        assert_eq!(store.team(&id("pay")).await.unwrap(), Some(pay));
        let looped = Change::SaveTeam(team("org", Some("pay")));
        assert!(matches!(write(&store, [looped]).await, Err(StoreError::Misused(_))));
        let orphan = Change::AddTeam(team("web", Some("nowhere")));
        assert!(matches!(write(&store, [orphan]).await, Err(StoreError::Missing)));
        let twice = Change::AddTeam(team("pay", None));
        assert!(matches!(write(&store, [twice]).await, Err(StoreError::Duplicate)));
    })
    .await;
}

#[tokio::test]
async fn memberships_change_and_end() {
    on_each(async |store| {
        settle(&store).await;
        let ended = Membership {
            level: 2,
            role: Role::Steward,
            until: Some(at(9)),
            ..membership("p-ana", "pay")
        };
        write(&store, [Change::SaveMembership(ended.clone())]).await.unwrap();
        let again = Membership { since: at(10), ..membership("p-ana", "pay") };
        write(&store, [Change::AddMembership(again.clone())]).await.unwrap();
        let both = [ended, again];
        assert_eq!(store.memberships().await.unwrap(), both);
        assert_eq!(store.memberships_of(&id("p-ana")).await.unwrap(), both);
        assert_eq!(store.memberships_in(&id("pay")).await.unwrap(), both);
        assert_eq!(store.memberships_in(&id("org")).await.unwrap(), []);
        let nobody = Change::SaveMembership(membership("p-bob", "pay"));
        assert!(matches!(write(&store, [nobody]).await, Err(StoreError::Missing)));
    })
    .await;
}

/// Everything that is Ana's own, and a commitment that names her.
async fn live(store: &Store) {
    let mut promise = attachment("a1", "r1", "commitment");
    promise.answers.insert("owner".into(), Value::Text("@ana".into()));
    promise.answers.insert("text".into(), Value::Text("ask ana about the banana".into()));
    let mut begun = record("r1", "pay");
    begun.answers.insert("people".into(), Value::List(vec!["ana".into(), "bob".into()]));
    let map = MapText {
        team: id("pay"),
        number: 1,
        text: "lead = [\"@ana\", \"@anabel\"]".into(),
        author: id("p-ana"),
        home: "server".into(),
        state: "agreed".into(),
        from_day: None,
        at: NOW,
    };
    let identity =
        |name: &str, email: &str| Identity { name: name.into(), email: email.into(), bot: false };
    let identities =
        vec![identity("Ana L.", "Ana@example.org"), identity("Bob", "bob@example.org")];
    let repository =
        Repository { id: id("repo"), team: id("pay"), root: "/src".into(), name: "src".into() };
    let changes = [
        Change::AddMap(map),
        Change::SaveRepository(repository),
        Change::ReplaceFacts {
            repository: id("repo"),
            facts: Facts { identities, ..Facts::default() },
        },
        add(&begun),
        attach(&promise),
        Change::SetSecret { person: id("p-ana"), hash: "h".into(), at: NOW },
        Change::SaveDraft(Draft {
            person: id("p-ana"),
            key: "k".into(),
            text: "mine".into(),
            at: NOW,
        }),
        Change::AddSession(Session {
            hash: "s".into(),
            person: id("p-ana"),
            made_at: NOW,
            seen_at: NOW,
            ends_at: at(9),
            device: "Firefox".into(),
        }),
        Change::AddSignInLink(SignInLink {
            hash: "l".into(),
            person: id("p-ana"),
            made_at: NOW,
            ends_at: at(9),
            used_at: None,
        }),
        Change::AddToken(Token {
            id: id("t"),
            hash: "t".into(),
            owner: id("p-ana"),
            name: "laptop".into(),
            scopes: "read".into(),
            made_at: NOW,
            ends_at: None,
            last_day: None,
        }),
    ];
    write(store, changes).await.unwrap();
}

#[tokio::test]
async fn an_erasure_takes_the_name_and_the_keys_and_leaves_the_facts() {
    on_each(async |store| {
        settle(&store).await;
        let mut ana = person("ana");
        ana.name = "Ana Lima".into();
        write(&store, [Change::SavePerson(ana)]).await.unwrap();
        live(&store).await;
        let batch = store::Batch::by(&id("p-ana"), NOW);
        let detail = serde_json::json!({ "owner": ["@ana", "bob"], "said": "ana is away" });
        store.write(batch.note(None, &id("r1"), "record.changed", &detail)).await.unwrap();
        let erase = Change::ErasePerson { person: id("p-ana"), at: at(5), salt: "salt".into() };
        write(&store, [erase]).await.unwrap();
        let left = store.person(&id("p-ana")).await.unwrap().unwrap();
        assert_eq!((left.name.as_str(), left.email), (SOMEONE_WHO_LEFT, None));
        assert_eq!((left.handle.as_str(), left.left_at), ("left-p-ana", Some(at(5))));
        assert!(left.erased);
        assert_eq!(store.secret(&id("p-ana")).await.unwrap(), None);
        assert_eq!(store.draft(&id("p-ana"), "k").await.unwrap(), None);
        assert_eq!(store.session("s", "none").await.unwrap(), None);
        assert_eq!(store.sign_in_link("l").await.unwrap(), None);
        assert_eq!(store.token("t", "none").await.unwrap(), None);
        let dossier = store.dossier(&id("r1")).await.unwrap().unwrap();
        assert_eq!(dossier.record.author, id("p-ana"));
        assert_eq!(dossier.record.list("people"), ["left-p-ana", "bob"]);
        assert_eq!(dossier.attached[0].text("owner"), "left-p-ana");
        // Her name inside other people's sentences is theirs to change.
        assert_eq!(dossier.attached[0].text("text"), "ask ana about the banana");
        assert_eq!(store.memberships_of(&id("p-ana")).await.unwrap().len(), 1);
        let told = store.history(&id("r1"), 0, 9).await.unwrap();
        assert_eq!(told[0].detail, r#"{"owner":["left-p-ana","bob"],"said":"ana is away"}"#);
        let map = store.newest_map(&id("pay")).await.unwrap().unwrap();
        assert_eq!(map.text, "lead = [\"@left-p-ana\", \"@anabel\"]");
        let facts = store.facts(&id("repo")).await.unwrap().unwrap();
        assert_eq!(
            (facts.identities[0].name.as_str(), facts.identities[1].name.as_str()),
            (SOMEONE_WHO_LEFT, "Bob")
        );
        let back = Change::SavePerson(person("ana"));
        assert!(matches!(write(&store, [back]).await, Err(StoreError::Missing)));
        assert!(store.check().await.unwrap().is_empty());
        assert!(store.search(&Scope::All, "banana", 9).await.unwrap().len() == 1);
        // Reading the history again does not bring her back.
        let identity =
            |email: &str| Identity { name: "Ana L.".into(), email: email.into(), bot: false };
        let identities = vec![identity("ANA@example.org"), identity("bob@example.org")];
        let facts = Facts { identities, read_to: "ab".into(), ..Facts::default() };
        write(&store, [Change::ReplaceFacts { repository: id("repo"), facts }]).await.unwrap();
        let facts = store.facts(&id("repo")).await.unwrap().unwrap();
        let names: Vec<_> = facts.identities.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, [SOMEONE_WHO_LEFT, "Ana L."]);
        let list = store.erasures().await.unwrap();
        assert_eq!(list.len(), 2, "her number and her address");
        assert!(list.iter().all(|it| it.salt == "salt" && it.at == at(5)));
        let list = store::Erasures::of(&list);
        assert!(list.holds_person(&id("p-ana")) && !list.holds_person(&id("p-bob")));
        assert!(list.holds_address("ana@example.ORG") && !list.holds_address("bob@example.org"));
    })
    .await;
}

#[tokio::test]
async fn a_mention_of_whoever_left_goes_from_titles_answers_maps_and_the_search() {
    on_each(async |store| {
        settle(&store).await;
        live(&store).await;
        let mut told = record("r2", "pay");
        told.title = "Let @Ana decide".into();
        told.answers.insert("route".into(), Value::Text("@ana’s or @anabel’s call.".into()));
        told.answers.insert("deciders".into(), Value::Text("@anabel, @ana".into()));
        write(&store, [add(&told)]).await.unwrap();
        write(&store, [Change::ErasePerson { person: id("p-ana"), at: at(5), salt: "s".into() }])
            .await
            .unwrap();
        let now = store.record(&id("r2")).await.unwrap().unwrap();
        assert_eq!((now.title.as_str(), now.version), ("Let someone who left decide", 2));
        assert_eq!(now.text("route"), "someone who left’s or @anabel’s call.");
        assert_eq!(now.text("deciders"), "@anabel, someone who left");
        let found = async |words: &str| store.search(&Scope::All, words, 9).await.unwrap().len();
        assert_eq!((found("decide someone").await, found("anabel").await), (1, 1));
        let map = store.newest_map(&id("pay")).await.unwrap().unwrap();
        assert_eq!(map.text, "lead = [\"@left-p-ana\", \"@anabel\"]");
    })
    .await;
}
