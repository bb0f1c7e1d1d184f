//! Whose call it is, asked of a server's map: for `whose` and `check` with `--server`.

use std::collections::BTreeSet;

use app::Question;
use domain::lanes::{Change, Fate};
use serde_json::{Value, json};

use crate::client::{Client, Server};
use crate::fault::Fault;
use crate::shell::{Exit, Ink, Shell};

/// The server, and whose map there.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct OnServer {
    #[command(flatten)]
    pub(crate) server: Server,

    /// Team whose map answers, as its address names it
    #[arg(long, value_name = "TEAM", env = "REMIT_TEAM", help_heading = "On a server")]
    team: Option<String>,
}

impl OnServer {
    /// The server's answer to a question; `None` where no server was named.
    pub(crate) fn ask(&self, question: &Question) -> Result<Option<Value>, Fault> {
        let Some(client) = self.server.client()? else { return Ok(None) };
        let Some(team) = &self.team else {
            return Err(Fault::new("A server has a map for each team, and no team was named.")
                .hint("Name it with --team, as the address of its page does, or set REMIT_TEAM."));
        };
        let answer = client.post_json("/api/v1/routes", &request(team, question)?)?;
        let mut answer = understood(&answer)?;
        if !question.changes.is_empty() {
            let path = format!("/api/v1/teams/{team}/learned");
            let learned = understood(&client.look_up(&path, &area(&answer, &question.changes))?)?;
            answer["learned"] = addressed(&client, learned["items"].clone());
        }
        Ok(Some(answer))
    }
}

/// Pages with the server before them: whoever reads a build log is not on it.
fn addressed(client: &Client, mut items: Value) -> Value {
    for it in items.as_array_mut().into_iter().flatten() {
        if let Some(page) = it["record"]["links"]["page"].as_str() {
            it["record"]["links"]["page"] = Value::from(client.address(page));
        }
    }
    items
}

fn understood(answer: &str) -> Result<Value, Fault> {
    serde_json::from_str(answer)
        .map_err(|e| Fault::because("The server’s answer is not what was expected", &e))
}

/// Where a change lies: the domains and lanes of its routes, and the words in its paths.
fn area(answer: &Value, changes: &[Change]) -> [(&'static str, String); 3] {
    let mut domains = BTreeSet::new();
    let mut lanes = BTreeSet::new();
    for route in answer["routes"].as_array().into_iter().flatten() {
        let named = route["domains"].as_array().into_iter().flatten().filter_map(Value::as_str);
        domains.extend(named.map(str::to_owned));
        lanes.extend(route["lane"]["id"].as_str().map(str::to_owned));
    }
    let apart = |path: &str| path.replace(|c: char| !c.is_alphanumeric(), " ");
    let paths = changes.iter().map(|it| apart(&it.path));
    let words: BTreeSet<String> =
        paths.flat_map(|it| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let listed = |all: BTreeSet<String>, by: &str| all.into_iter().collect::<Vec<_>>().join(by);
    let mut said = listed(words, " ");
    // An address has an end; what a thousand paths have in common is in the first ones too.
    said.truncate(said.floor_char_boundary(2_000));
    [("domain", listed(domains, ",")), ("lane", listed(lanes, ",")), ("q", said)]
}

/// Prints a server's answer as the same question would be answered here.
pub(crate) fn tell(answer: &Value, shell: &mut Shell) -> Result<Exit, Fault> {
    if shell.json {
        shell.say_json(answer)?;
        return Ok(exit(answer));
    }
    let routes = answer["routes"].as_array().map_or(&[][..], Vec::as_slice);
    for (at, route) in routes.iter().enumerate() {
        if at > 0 {
            shell.say("")?;
        }
        let ink = if route["verdict"] == "yours" { Ink::Teal } else { Ink::Amber };
        let says = shell.ink(ink, route["says"].as_str().unwrap_or(""));
        shell.say(says)?;
        for why in route["why"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            shell.say(format!("  {why}"))?;
        }
    }
    tell_learned(answer, shell)?;
    Ok(exit(answer))
}

/// What was learned before where the change lies, each with the reason it is shown.
fn tell_learned(answer: &Value, shell: &mut Shell) -> Result<(), Fault> {
    let learned = answer["learned"].as_array().map_or(&[][..], Vec::as_slice);
    if learned.is_empty() {
        return Ok(());
    }
    shell.say("\nLearned here before")?;
    for it in learned {
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let (record, says) = (&it["record"], text(&it["says"]));
        shell.say(format!("  {}  {}", text(&record["title"]), text(&record["links"]["page"])))?;
        shell.say(format!("    {says}"))?;
    }
    Ok(())
}

fn exit(answer: &Value) -> Exit {
    if answer["verdict"] == "yours" { Exit::Yes } else { Exit::No }
}

fn request(team: &str, question: &Question) -> Result<Value, Fault> {
    let mut set = serde_json::Map::new();
    for typed in &question.set {
        let Some((name, value)) = typed.split_once('=') else {
            return Err(Fault::new(format!("“{typed}” sets nothing; write it as effort=3.")));
        };
        set.insert(name.trim().to_owned(), Value::from(value.trim()));
    }
    let changes: Vec<Value> = question.changes.iter().map(change).collect();
    let mut body = json!({
        "team": team,
        "domains": question.domains,
        "changes": changes,
        "trailers": question.trailers,
        "set": set,
    });
    if let Some(who) = &question.as_who {
        body["as"] = Value::from(who.as_str());
    }
    Ok(body)
}

fn change(it: &Change) -> Value {
    let fate = match it.fate {
        Fate::Added => "added",
        Fate::Edited => "edited",
        Fate::Removed => "removed",
        Fate::Renamed => "renamed",
    };
    json!({
        "path": it.path, "was": it.was, "fate": fate,
        "lines_added": it.lines_added, "lines_deleted": it.lines_deleted,
        "before": it.before, "after": it.after,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_becomes_one_request() {
        let question = Question {
            set: vec!["effort = 3".into()],
            changes: vec![Change::at("src/a.rs")],
            as_who: Some("@kim".into()),
            ..Question::default()
        };
        let body = request("payments", &question).unwrap();
        assert_eq!((&body["team"], &body["set"]["effort"]), (&json!("payments"), &json!("3")));
        assert_eq!(
            (&body["changes"][0]["path"], &body["as"]),
            (&json!("src/a.rs"), &json!("@kim"))
        );
        let odd = Question { set: vec!["effort".into()], ..Question::default() };
        assert!(request("payments", &odd).is_err());
    }

    #[test]
    fn the_answer_reads_as_here_and_ends_as_here() {
        let answer = json!({ "verdict": "ask", "routes": [
            { "verdict": "ask", "says": "Ana’s call.", "why": ["It takes too long."] },
        ]});
        let (mut shell, heard) = Shell::remembering(false);
        assert_eq!(tell(&answer, &mut shell).unwrap(), Exit::No);
        assert_eq!(heard.text(), "Ana’s call.\n  It takes too long.\n");
    }

    #[test]
    fn what_was_learned_there_is_told_under_the_routes_and_changes_no_exit_code() {
        let answer = json!({
            "verdict": "yours",
            "routes": [{ "verdict": "yours", "says": "Yours.", "why": [] }],
            "learned": [{
                "record": {
                    "title": "The batch stood",
                    "links": { "page": "https://remit.example.org/postmortem/1" },
                },
                "says": "both speak of “batch” and “settlement”",
            }],
        });
        let (mut shell, heard) = Shell::remembering(false);
        assert_eq!(tell(&answer, &mut shell).unwrap(), Exit::Yes);
        let told = "Yours.\n\nLearned here before\n  The batch stood  \
                    https://remit.example.org/postmortem/1\n    both speak of “batch” and “settlement”\n";
        assert_eq!(heard.text(), told);
    }

    #[test]
    fn the_area_of_a_change_is_its_domains_its_lanes_and_the_words_of_its_paths() {
        let answer = json!({ "routes": [
            { "domains": ["payments", "data"], "lane": { "id": "schema" } },
            { "domains": ["payments"], "lane": null },
        ]});
        let changes = ["src/settlement/batch.rs", "src/settlement-retry/mod.rs"].map(Change::at);
        assert_eq!(
            area(&answer, &changes),
            [
                ("domain", "data,payments".to_owned()),
                ("lane", "schema".to_owned()),
                ("q", "batch mod retry rs settlement src".to_owned()),
            ]
        );
        let many: Vec<Change> = (0..900).map(|n| Change::at(&format!("größe-{n}"))).collect();
        assert!(area(&json!({}), &many)[2].1.len() <= 2_000);
    }
}
