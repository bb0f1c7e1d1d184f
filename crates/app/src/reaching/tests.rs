//! A team's channel, with a chat that is a socket on this machine: only here can it be reached.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::Answers;

use super::*;
use crate::Clock;
use crate::desk::{AGREED, Desk, SERVER};

/// 2026-06-01T12:00:00Z, a Monday.
const NOON: At = At(1_780_315_200_000);
const MAP: &str = "title = \"Town\"\nlevels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
    [holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";

struct Town {
    house: House,
    team: Id,
    ana: Id,
    kim: Id,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let team = house.root_team("Payments").await.unwrap().id;
        let mut ids = Vec::new();
        for (handle, name, role) in
            [("ana", "Ana <Holm>", Role::Steward), ("kim", "Kim", Role::Member)]
        {
            let id = keeper().add_person(handle, name, None).await.unwrap().id;
            keeper().seat(&id, &team, 0, role).await.unwrap();
            ids.push(id);
        }
        keeper().take_in_map(&team, MAP, SERVER, AGREED).await.unwrap();
        house.reach_with(None, Outgoing::also_here(), "https://remit.town/");
        let [ana, kim] = <[Id; 2]>::try_from(ids).unwrap();
        Self { house, team, ana, kim }
    }

    async fn desk(&self, who: &Id) -> Desk {
        self.house.desk_of(who).await.unwrap()
    }

    async fn decide(&self, title: &str) -> Id {
        let kim = self.desk(&self.kim).await;
        kim.begin("decision", &self.team, title, Answers::new()).await.unwrap().record.id
    }

    async fn work(&self) {
        while self.house.work_once().await.unwrap() {}
    }
}

/// A chat's door: answers each message with this status, and hands on what was said.
fn chat(status: &'static str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/services/SECRET", listener.local_addr().unwrap());
    let (said, heard) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = Vec::new();
            let mut part = [0; 4096];
            while !asked.ends_with(b"}") {
                let read = stream.read(&mut part).unwrap();
                asked.extend_from_slice(&part[..read]);
            }
            let asked = String::from_utf8(asked).unwrap();
            said.send(asked.split_once("\r\n\r\n").unwrap().1.to_owned()).unwrap();
            let answer =
                format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (url, heard)
}

#[tokio::test]
async fn a_channel_hears_once_of_each_call_that_waits_and_of_nothing_before_it_was_named() {
    let town = Town::new().await;
    let (url, heard) = chat("200 OK");
    town.decide("Before").await;
    town.work().await;
    let ana = town.desk(&town.ana).await;
    assert!(!ana.has_channel(&town.team), "off until somebody names one");
    ana.set_channel(&town.team, &url).await.unwrap();
    let id = town.decide("One <!channel> & all").await;
    let kim = town.desk(&town.kim).await;
    let ask = [domain::practice::samples::text("text", "CANARY")].into();
    kim.attach(&id, "question", ask).await.unwrap();
    town.work().await;
    let said = heard.recv_timeout(Duration::from_secs(20)).unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        said["text"],
        format!(
            "A call waits for Ana &lt;Holm&gt;: <https://remit.town/decision/{id}|One &lt;!channel&gt; &amp; all>"
        )
    );
    assert!(!said.to_string().contains("CANARY"));
    let record = town.house.store().record(&id).await.unwrap().unwrap();
    let ana = town.desk(&town.ana).await;
    ana.make_move(&id, record.version, "write_down").await.unwrap();
    ana.set_channel(&town.team, "").await.unwrap();
    town.decide("After").await;
    town.work().await;
    assert!(heard.try_recv().is_err(), "once a call, and nothing once it was taken away");
    assert!(!town.desk(&town.ana).await.has_channel(&town.team));
}

#[tokio::test]
async fn a_channel_that_refuses_is_shown_without_its_address() {
    let town = Town::new().await;
    let (url, _heard) = chat("404 Not Found");
    town.desk(&town.ana).await.set_channel(&town.team, &url).await.unwrap();
    town.decide("One").await;
    town.work().await;
    let stuck = town.house.system_desk("t").stuck_jobs().await.unwrap();
    assert_eq!(stuck[0].what, "A message to a team’s channel");
    assert!(stuck[0].said.contains("status 404"), "{stuck:?}");
    let journal = town.house.store().history(&town.team, 0, 99).await.unwrap();
    assert!(journal.iter().any(|it| it.what == "channel.named"), "who named it is known");
    assert!(!format!("{stuck:?} {journal:?}").contains("SECRET"), "and the address is not");
}

#[tokio::test]
async fn the_address_lies_sealed_and_without_its_key_nothing_is_sent_and_the_reason_said() {
    let town = Town::new().await;
    let (url, heard) = chat("200 OK");
    let ana = town.desk(&town.ana).await;
    ana.set_channel(&town.team, &url).await.unwrap();
    let name = format!("channel/{}", town.team);
    let stored = || async { town.house.store().setting(&name).await.unwrap().unwrap() };
    let sealed = stored().await;
    assert!(sealed.starts_with("sealed:") && !sealed.contains("SECRET"), "{sealed}");
    town.decide("One").await;
    town.work().await;
    assert!(heard.recv_timeout(Duration::from_secs(20)).unwrap().contains("One"));

    town.house.keys().destroy("channel", &town.team).unwrap();
    town.decide("Two").await;
    town.work().await;
    assert!(heard.try_recv().is_err());
    let said = format!("{:?}", town.house.system_desk("t").stuck_jobs().await.unwrap());
    assert!(!said.contains("SECRET"), "{said}");

    // Named again it has a new key, and taken away none.
    ana.set_channel(&town.team, &url).await.unwrap();
    assert!(town.house.keys().get("channel", &town.team).unwrap().is_some());
    assert_ne!(stored().await, sealed);
    ana.set_channel(&town.team, "").await.unwrap();
    assert_eq!(town.house.keys().get("channel", &town.team).unwrap(), None);
}

#[tokio::test]
async fn an_address_from_before_there_were_keys_is_still_read() {
    let town = Town::new().await;
    let (url, heard) = chat("200 OK");
    let desk = town.house.system_desk("test");
    let set = Change::Set { key: format!("channel/{}", town.team), value: url };
    let batch = desk.batch().change(set);
    let batch = batch.note(Some(&town.team), &town.team, "channel.named", &serde_json::json!({}));
    town.house.write_people(batch).await.unwrap();
    town.decide("One").await;
    town.work().await;
    assert!(heard.recv_timeout(Duration::from_secs(20)).unwrap().contains("One"));
}

#[tokio::test]
async fn a_channel_is_named_by_a_steward_of_the_team_and_only_with_an_address() {
    let town = Town::new().await;
    let kim = town.desk(&town.kim).await;
    let refused = kim.set_channel(&town.team, "https://hooks.chat.example/x").await;
    assert!(matches!(refused, Err(Problem::Refused(_))), "{refused:?}");
    let ana = town.desk(&town.ana).await;
    for odd in ["hooks.chat.example", "ftp://x", "https://u:p@x.example/"] {
        let refused = ana.set_channel(&town.team, odd).await;
        assert!(matches!(refused, Err(Problem::Invalid(_))), "{odd}: {refused:?}");
    }
    assert!(!ana.has_channel(&town.team));
}
