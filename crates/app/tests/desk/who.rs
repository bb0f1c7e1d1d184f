//! The verbs of a desk against everybody: who may do it, and that a refusal leaves nothing behind.

use app::{Charter, Desk, InvitationPlan, ListQuery, Problem, Question};
use domain::facts::Facts;
use domain::id::Id;
use domain::people::Role;
use domain::record::Answers;

use crate::town::{EVERYBODY, Town, words};

/// Each verb, and who of `EVERYBODY` may do it to something of Payments that kim wrote.
const TABLE: &[(&str, &str)] = &[
    ("read", "ana kim pia nia lee ruth raj"),
    ("list", "ana kim pia nia lee ruth raj"),
    ("counts", "ana kim pia nia lee ruth raj"),
    ("search", "ana kim pia nia lee ruth raj"),
    ("history", "ana kim pia nia lee ruth raj"),
    ("today", "ana kim pia nia lee ruth raj"),
    ("people", "ana kim pia nia lee ruth raj"),
    ("keep draft", "ana kim pia nia lee ruth raj"),
    ("map", "ana kim pia nia lee ruth raj"),
    ("map versions", "ana kim pia nia lee ruth raj"),
    ("map version", "ana kim pia nia lee ruth raj"),
    ("whose", "ana kim pia nia lee ruth raj"),
    ("repositories", "ana kim pia nia lee ruth raj"),
    ("ask", "ana kim pia nia lee ruth raj"),
    ("make token", "ana kim pia nia lee ruth raj"),
    ("begin", "ana kim ruth raj"),
    ("write down", "ana kim ruth raj"),
    ("promise oneself", "ana kim ruth raj"),
    ("answer", "ana kim ruth raj"),
    ("promise for kim", "ana kim"),
    ("save", "ana kim"),
    ("reveal", "ana kim"),
    ("rate", "ana kim"),
    ("reword kim's question", "kim"),
    ("keep kim's promise", "ana kim raj"),
    ("retire", "ana kim raj"),
    ("propose map", "ana kim ruth raj"),
    ("mirrors", "ana kim pia"),
    ("board", "ana kim pia"),
    ("begin board", "ana kim pia"), // pia is led to the one that is there
    ("release", "ana kim"),
    ("readings", "ana kim pia nia lee ruth raj"),
    ("how to ask", "ana kim pia nia lee ruth raj"),
    ("looked", "ana kim pia"),
    ("invite", "ana raj"),
    ("invitations", "ana raj"),
    ("end invitation", "ana raj"),
    ("add team", "ana raj"),
    ("rename team", "ana raj"),
    ("move team", "raj"),
    ("seat", "ana raj"),
    ("end seat", "ana raj"),
    ("add agent", "ana raj"),
    ("add repository", "ana raj"),
    ("take in map", "raj"),
    ("keep facts", "raj"),
    ("stored facts", "raj"),
    ("link for kim", "raj"),
    ("add person", "raj"),
    ("set charter", "raj"),
    ("export", "raj"),
    ("apply", "raj"),
    ("erase", "raj"),
];

/// Does one verb; everything it acts on was made for this attempt.
async fn attempt(town: &Town, verb: &str, desk: &Desk, n: usize) -> Result<(), Problem> {
    let team = &town.team;
    let id = &town.decision("kim", &format!("Attempt {n}")).await.id;
    let kim = town.desk("kim").await;
    match verb {
        "read" => desk.read(id).await.map(drop),
        "list" => desk.list(&ListQuery::default()).await.map(drop),
        "counts" => desk.counts().await.map(drop),
        "search" => desk.search("attempt").await.map(drop),
        "history" => desk.history(id).await.map(drop),
        "today" => desk.today().await.map(drop),
        "people" => desk.people().map(drop),
        "keep draft" => desk.keep_draft("decision/new", "half a sentence").await,
        "ask" => desk.attach(id, "question", words(&[("text", "Who reads it?")])).await.map(drop),
        "make token" => desk.make_token("ci", "read", 30).await.map(drop),
        "begin" => desk.begin("decision", team, "Mine", Answers::new()).await.map(drop),
        "write down" => desk.make_move(id, 1, "write_down").await.map(drop),
        "save" => desk.save(id, 1, "Another title", Answers::new()).await.map(drop),
        "reveal" => desk.reveal(id, 1).await.map(drop),
        "retire" => desk.retire(id, 1, true).await.map(drop),
        "rate" => {
            let rating = words(&[("text", "More options"), ("frame", "80")]);
            desk.attach(id, "rating", rating).await.map(drop)
        }
        "promise oneself" => {
            let own = desk.actor().handle.clone();
            let promise = [("text", "Ask"), ("owner", own.as_str()), ("due", "2026-09-01")];
            desk.attach(id, "commitment", words(&promise)).await.map(drop)
        }
        "promise for kim" => {
            let promise = [("text", "Ask"), ("owner", "kim"), ("due", "2026-09-01")];
            desk.attach(id, "commitment", words(&promise)).await.map(drop)
        }
        "answer" => {
            let asked = kim.attach(id, "question", words(&[("text", "Why?")])).await?.id;
            desk.move_attachment(id, &asked, 1, "answer", words(&[("answer", "So.")])).await
        }
        "reword kim's question" => {
            let asked = kim.attach(id, "question", words(&[("text", "Why?")])).await?.id;
            desk.reword(id, &asked, 1, words(&[("text", "What for?")])).await
        }
        "keep kim's promise" => {
            let promise = words(&[("text", "Ask"), ("owner", "kim"), ("due", "2026-09-01")]);
            let made = kim.attach(id, "commitment", promise).await?.id;
            desk.move_attachment(id, &made, 1, "keep", Answers::new()).await
        }
        _ => of_the_house(town, verb, desk, n).await,
    }
}

/// The verbs on maps, teams, seats, and everything at once.
async fn of_the_house(town: &Town, verb: &str, desk: &Desk, n: usize) -> Result<(), Problem> {
    let team = &town.team;
    let plan = || InvitationPlan { team: team.clone(), level: 0, role: Role::Member };
    match verb {
        "map" => desk.map(team).await.map(drop),
        "map versions" => desk.map_versions(team).await.map(drop),
        "map version" => desk.map_version(team, 1).await.map(drop),
        "whose" => desk.whose(team, &Question::default()).await.map(drop),
        "repositories" => desk.repositories(team).await.map(drop),
        "propose map" => {
            let seen = town.keeper().map_versions(team).await?[0].number;
            let text = format!("{MAP}# {n}\n");
            desk.propose_map(team, seen, &text).await.map(drop)
        }
        "mirrors" => desk.mirrors(team, 12).await.map(drop),
        "board" => desk.board(team).await.map(drop),
        "begin board" => desk.begin_board(team).await.map(drop),
        "readings" => desk.readings(team).await.map(drop),
        "how to ask" => desk.how_to_ask(team).await.map(drop),
        "release" | "looked" => {
            let kim = town.house.desk_of(&town.id("kim")).await?;
            let answers = words(&[("says_not", "More"), ("mirror", "follow-through")]);
            let begun = kim.begin("reading", team, &format!("Reading {n}"), answers).await?.record;
            match verb {
                "release" => desk.make_move(&begun.id, 1, "release").await.map(drop),
                _ => desk.looked(&begun).await.map(drop),
            }
        }
        "invite" => desk.invite(plan()).await.map(drop),
        "invitations" => desk.invitations(team).await.map(drop),
        "end invitation" => {
            town.keeper().invite(plan()).await?;
            let open = town.keeper().invitations(team).await?[0].id.clone();
            desk.end_invitation(team, &open).await
        }
        "add team" => desk.add_team(Some(team), &format!("Below {n}")).await.map(drop),
        "move team" => {
            let place = town.keeper().add_team(Some(&town.root), &format!("Place {n}")).await?.id;
            let desk = town.house.desk_of(&desk.actor().id).await?;
            desk.move_team(team, &place).await
        }
        "rename team" => desk.rename_team(team, &format!("Paying {n}")).await,
        "seat" => desk.seat(&town.id("zoe"), team, 0, Role::Member).await,
        "end seat" => {
            let guest = town.keeper().add_person(&format!("guest{n}"), "Guest", None).await?.id;
            town.keeper().seat(&guest, team, 0, Role::Member).await?;
            let desk = town.house.desk_of(&desk.actor().id).await?;
            desk.end_seat(&guest, team).await
        }
        "add agent" => desk.add_agent(&format!("bot{n}"), "Bot", team).await.map(drop),
        "add repository" => desk.add_repository(team, &format!("/src/{n}"), "x").await.map(drop),
        "take in map" => {
            desk.take_in_map(team, &format!("{MAP}# {n}\n"), "server", app::AGREED).await.map(drop)
        }
        "keep facts" | "stored facts" => {
            let keeper = town.keeper();
            let kept = keeper.add_repository(team, &format!("/src/{n}"), "x").await?.id;
            match verb {
                "keep facts" => desk.keep_facts(&kept, None, Facts::default()).await,
                _ => desk.stored_facts(&kept).await.map(drop),
            }
        }
        "link for kim" => desk.sign_in_link_for(&town.id("kim")).await.map(drop),
        "add person" => desk.add_person(&format!("new{n}"), "New", None).await.map(drop),
        "set charter" => {
            let charter = Charter { name: format!("Town {n}"), ..Charter::default() };
            desk.set_charter(charter).await
        }
        "export" => desk.export().await.map(drop),
        "apply" => desk.apply(Vec::new(), false).await.map(drop),
        "erase" => {
            let guest = town.keeper().add_person(&format!("guest{n}"), "Guest", None).await?.id;
            let desk = town.house.desk_of(&desk.actor().id).await?;
            desk.erase(&guest).await
        }
        other => panic!("the table names “{other}”, which nobody can do"),
    }
}

const MAP: &str = "levels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
    [[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";

async fn check(from: usize, to: usize) {
    for (verb, may) in TABLE.iter().take(to).skip(from) {
        let town = Town::new().await;
        town.keeper().take_in_map(&town.team, MAP, "server", app::AGREED).await.unwrap();
        for (n, who) in EVERYBODY.iter().enumerate() {
            town.later(1);
            let done = attempt(&town, verb, &town.desk(who).await, n).await;
            let allowed = may.split(' ').any(|it| it == *who);
            match done {
                Ok(()) => assert!(allowed, "{who} could {verb}"),
                Err(Problem::Refused(_) | Problem::NotFound) if !allowed => {}
                Err(other) => panic!("{who}, {verb}: {other}"),
            }
        }
    }
}

#[tokio::test]
async fn each_reading_verb_is_for_those_the_table_names() {
    check(0, 15).await;
}

#[tokio::test]
async fn each_verb_on_a_record_is_for_those_the_table_names() {
    check(15, 27).await;
}

#[tokio::test]
async fn each_verb_of_the_house_is_for_those_the_table_names() {
    check(27, TABLE.len()).await;
}

#[tokio::test]
async fn whoever_has_no_seat_learns_nothing_from_what_is_there_and_what_is_not() {
    let town = Town::new().await;
    let there = town.decision("kim", "Drop the retry table").await.id;
    let zoe = town.desk("zoe").await;
    for id in [&there, &Id::from("not-there")] {
        for answer in [
            zoe.read(id).await.map(drop),
            zoe.history(id).await.map(drop),
            zoe.save(id, 1, "x", Answers::new()).await.map(drop),
            zoe.make_move(id, 1, "decide").await.map(drop),
            zoe.attach(id, "question", words(&[("text", "?")])).await.map(drop),
            zoe.retire(id, 1, true).await.map(drop),
            zoe.reveal(id, 1).await.map(drop),
        ] {
            assert!(matches!(answer, Err(Problem::NotFound)), "{answer:?}");
        }
    }
    assert_eq!(town.desk("kim").await.history(&there).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refusal_leaves_the_record_and_its_journal_as_they_were() {
    let town = Town::new().await;
    let it = town.decision("kim", "Drop the retry table").await;
    for who in ["pia", "nia", "lee", "ruth", "zoe"] {
        let desk = town.desk(who).await;
        for verb in ["save", "reveal", "retire"] {
            let done = match verb {
                "save" => desk.save(&it.id, 1, "Mine now", Answers::new()).await,
                "reveal" => desk.reveal(&it.id, 1).await,
                _ => desk.retire(&it.id, 1, true).await,
            };
            assert!(done.is_err(), "{who} {verb}");
        }
    }
    let kim = town.desk("kim").await;
    assert_eq!(kim.read(&it.id).await.unwrap().record, it);
    assert_eq!(kim.history(&it.id).await.unwrap().len(), 1);
}
