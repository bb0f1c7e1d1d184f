//! Keys to the door: each works once, or until it ends.

use crate::common::{NOW, add, at, id, on_each, record, settle, write};
use domain::people::Role;
use jiff::civil::date;
use store::{
    Answered, Batch, Change, Draft, FeedLink, Invitation, Look, Session, SignInLink, Store,
    StoreError, Token,
};

async fn quietly(store: &Store, change: Change) -> store::Result<i64> {
    assert_eq!(change.class(), store::Class::Private);
    let batch = Batch::by(&id("p-ana"), NOW).change(change);
    store.write(batch).await.map(|it| it.seq)
}

fn session(hash: &str, ends: i64) -> Session {
    Session {
        hash: hash.into(),
        person: id("p-ana"),
        made_at: NOW,
        seen_at: NOW,
        ends_at: at(ends),
        device: "Firefox on Linux".into(),
    }
}

fn token() -> Token {
    Token {
        id: id("t"),
        hash: "hash".into(),
        owner: id("bot"),
        name: "CI".into(),
        scopes: "read lanes".into(),
        made_at: NOW,
        ends_at: None,
        last_day: None,
    }
}

#[tokio::test]
async fn a_session_is_seen_and_ends() {
    on_each(async |store| {
        settle(&store).await;
        for (hash, ends) in [("a", 10), ("b", 20), ("c", 30)] {
            assert_eq!(quietly(&store, Change::AddSession(session(hash, ends))).await.unwrap(), 0);
        }
        let see = Change::SeeSession { hash: "a".into(), seen_at: at(5), ends_at: at(50) };
        quietly(&store, see).await.unwrap();
        let seen = Session { seen_at: at(5), ends_at: at(50), ..session("a", 0) };
        assert_eq!(store.session("a", "none").await.unwrap(), Some((seen, None)));
        quietly(&store, Change::Sweep { before: at(25) }).await.unwrap();
        assert_eq!(store.session("b", "none").await.unwrap(), None);
        quietly(&store, Change::EndSession { hash: "a".into() }).await.unwrap();
        assert_eq!(store.sessions_of(&id("p-ana")).await.unwrap(), [session("c", 30)]);
        quietly(&store, Change::EndSessionsOf { person: id("p-ana") }).await.unwrap();
        assert_eq!(store.sessions_of(&id("p-ana")).await.unwrap(), []);
        assert_eq!(store.position().await.unwrap(), 1, "none of it is in the journal");
    })
    .await;
}

#[tokio::test]
async fn a_setting_comes_along_with_a_session_and_with_a_token() {
    on_each(async |store| {
        settle(&store).await;
        quietly(&store, Change::AddSession(session("a", 10))).await.unwrap();
        quietly(&store, Change::AddToken(token())).await.unwrap();
        let set = Change::Set { key: "organisation.version".into(), value: "7".into() };
        write(&store, [set]).await.unwrap();
        for (key, value) in [("organisation.version", Some("7")), ("nothing", None)] {
            let (_, beside) = store.session("a", key).await.unwrap().unwrap();
            assert_eq!(beside.as_deref(), value);
            let (_, beside) = store.token("hash", key).await.unwrap().unwrap();
            assert_eq!(beside.as_deref(), value);
        }
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_in_time() {
    on_each(async |store| {
        settle(&store).await;
        let link = |hash: &str| SignInLink {
            hash: hash.into(),
            person: id("p-ana"),
            made_at: NOW,
            ends_at: at(10),
            used_at: None,
        };
        quietly(&store, Change::AddSignInLink(link("l"))).await.unwrap();
        quietly(&store, Change::AddSignInLink(link("late"))).await.unwrap();
        let using = |hash: &str, when| Change::UseSignInLink { hash: hash.into(), at: at(when) };
        quietly(&store, using("l", 3)).await.unwrap();
        assert_eq!(store.sign_in_link("l").await.unwrap().unwrap().used_at, Some(at(3)));
        for again in [using("l", 4), using("late", 10), using("unknown", 1)] {
            assert!(matches!(quietly(&store, again).await, Err(StoreError::Stale)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_invitation_seats_one_person() {
    on_each(async |store| {
        settle(&store).await;
        let invitation = |name: &str| Invitation {
            id: id(name),
            hash: format!("hash of {name}"),
            team: id("pay"),
            level: 1,
            role: Role::Member,
            made_by: id("p-ana"),
            made_at: NOW,
            ends_at: at(10),
            used_by: None,
        };
        quietly(&store, Change::AddInvitation(invitation("i"))).await.unwrap();
        quietly(&store, Change::AddInvitation(invitation("j"))).await.unwrap();
        assert_eq!(store.invitation("hash of i").await.unwrap(), Some(invitation("i")));
        let using = |name: &str, when| Change::UseInvitation {
            hash: format!("hash of {name}"),
            person: id("p-bob"),
            at: at(when),
        };
        quietly(&store, using("i", 5)).await.unwrap();
        assert!(matches!(quietly(&store, using("i", 5)).await, Err(StoreError::Stale)));
        quietly(&store, Change::EndInvitation { id: id("j"), at: at(2) }).await.unwrap();
        assert!(matches!(quietly(&store, using("j", 3)).await, Err(StoreError::Stale)));
        let all = store.invitations_to(&id("pay")).await.unwrap();
        assert_eq!(
            all.iter().map(|it| it.used_by.clone()).collect::<Vec<_>>(),
            [Some(id("p-bob")), None]
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_is_kept_by_hash_and_its_use_by_day() {
    on_each(async |store| {
        let mut token = token();
        quietly(&store, Change::AddToken(token.clone())).await.unwrap();
        let day = date(2026, 3, 7);
        quietly(&store, Change::UseToken { id: id("t"), day }).await.unwrap();
        quietly(&store, Change::EndToken { id: id("t"), at: at(9) }).await.unwrap();
        (token.last_day, token.ends_at) = (Some(day), Some(at(9)));
        assert_eq!(store.token("hash", "none").await.unwrap(), Some((token.clone(), None)));
        assert_eq!(store.tokens_of(&id("bot")).await.unwrap(), [token]);
    })
    .await;
}

#[tokio::test]
async fn a_new_feed_link_takes_the_place_of_the_old_and_each_ends_for_good() {
    on_each(async |store| {
        settle(&store).await;
        let link = |hash: &str| FeedLink {
            person: id("p-ana"),
            hash: hash.into(),
            made_at: NOW,
            last_day: None,
        };
        let day = date(2026, 3, 7);
        for hash in ["one", "two"] {
            quietly(&store, Change::PutFeedLink(link(hash))).await.unwrap();
            quietly(&store, Change::ReadFeed { hash: "one".into(), day }).await.unwrap();
        }
        assert_eq!(store.feed_link("one", "none").await.unwrap(), None, "the old one has ended");
        assert_eq!(store.feed_link("two", "none").await.unwrap(), Some((link("two"), None)));
        quietly(&store, Change::ReadFeed { hash: "two".into(), day }).await.unwrap();
        let read = FeedLink { last_day: Some(day), ..link("two") };
        assert_eq!(store.feed_link_of(&id("p-ana")).await.unwrap(), Some(read));
        quietly(&store, Change::EndFeedLink { person: id("p-ana") }).await.unwrap();
        assert_eq!(store.feed_link_of(&id("p-ana")).await.unwrap(), None);

        quietly(&store, Change::PutFeedLink(link("three"))).await.unwrap();
        let set = Change::Set { key: "organisation.version".into(), value: "7".into() };
        write(&store, [set]).await.unwrap();
        let (_, beside) = store.feed_link("three", "organisation.version").await.unwrap().unwrap();
        assert_eq!(beside.as_deref(), Some("7"));
        let erase = Change::ErasePerson { person: id("p-ana"), at: at(5), salt: "salt".into() };
        write(&store, [erase]).await.unwrap();
        assert_eq!(store.feed_link("three", "none").await.unwrap(), None, "it goes with the name");
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_overwritten_and_dropped_and_a_secret_replaced() {
    on_each(async |store| {
        settle(&store).await;
        let draft = |text: &str| Draft {
            person: id("p-ana"),
            key: "intent/new".into(),
            text: text.into(),
            at: NOW,
        };
        for text in ["one", "two"] {
            quietly(&store, Change::SaveDraft(draft(text))).await.unwrap();
            let hash = format!("hash {text}");
            let set = Change::SetSecret { person: id("p-ana"), hash, at: NOW };
            quietly(&store, set).await.unwrap();
        }
        assert_eq!(store.drafts_of(&id("p-ana")).await.unwrap(), [draft("two")]);
        assert_eq!(store.secret(&id("p-ana")).await.unwrap().as_deref(), Some("hash two"));
        let drop = Change::DropDraft { person: id("p-ana"), key: "intent/new".into() };
        quietly(&store, drop).await.unwrap();
        assert_eq!(store.draft(&id("p-ana"), "intent/new").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_repeated_request_finds_its_answer_and_its_twin_changes_nothing() {
    on_each(async |store| {
        let answered = Answered {
            actor: id("p-ana"),
            key: "key-1".into(),
            request: "hash".into(),
            status: 201,
            body: "{}".into(),
            at: NOW,
        };
        let set = |value: &str| Change::Set { key: "name".into(), value: value.into() };
        write(&store, [set("first"), Change::Answer(answered.clone())]).await.unwrap();
        let twin = write(&store, [set("second"), Change::Answer(answered.clone())]).await;
        assert!(matches!(twin, Err(StoreError::Duplicate)));
        assert_eq!(store.setting("name").await.unwrap().as_deref(), Some("first"));
        assert_eq!(store.answered(&id("p-ana"), "key-1").await.unwrap(), Some(answered));
    })
    .await;
}

#[tokio::test]
async fn a_request_under_way_is_finished_once_or_forgotten() {
    on_each(async |store| {
        let under_way = |key: &str| Answered {
            actor: id("p-ana"),
            key: key.into(),
            request: "hash".into(),
            status: 0,
            body: String::new(),
            at: NOW,
        };
        let finished = Answered { status: 201, body: "made".into(), ..under_way("key-1") };
        quietly(&store, Change::Answer(under_way("key-1"))).await.unwrap();
        quietly(&store, Change::FinishAnswer(finished.clone())).await.unwrap();
        let late = Answered { status: 500, ..finished.clone() };
        quietly(&store, Change::FinishAnswer(late)).await.unwrap();
        let drop = |key: &str| Change::DropAnswer { actor: id("p-ana"), key: key.into() };
        quietly(&store, drop("key-1")).await.unwrap();
        assert_eq!(store.answered(&id("p-ana"), "key-1").await.unwrap(), Some(finished));

        quietly(&store, Change::Answer(under_way("key-2"))).await.unwrap();
        quietly(&store, drop("key-2")).await.unwrap();
        assert_eq!(store.answered(&id("p-ana"), "key-2").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_look_is_kept_on_its_first_day_and_goes_with_whoever_looked() {
    on_each(async |store| {
        settle(&store).await;
        write(&store, [add(&record("r1", "pay"))]).await.unwrap();
        let look = |viewer: &str, on| Look { record: id("r1"), viewer: id(viewer), on };
        for (viewer, on) in
            [("p-ben", date(2026, 3, 9)), ("p-ana", date(2026, 3, 7)), ("p-ana", date(2026, 3, 8))]
        {
            quietly(&store, Change::AddLook(look(viewer, on))).await.unwrap();
        }
        let both = [look("p-ana", date(2026, 3, 7)), look("p-ben", date(2026, 3, 9))];
        assert_eq!(store.looks(&id("r1")).await.unwrap(), both);
        assert_eq!(store.looks(&id("r2")).await.unwrap(), []);
        let erase = Change::ErasePerson { person: id("p-ana"), at: at(5), salt: "salt".into() };
        write(&store, [erase]).await.unwrap();
        assert_eq!(store.looks(&id("r1")).await.unwrap(), both[1..]);
    })
    .await;
}
