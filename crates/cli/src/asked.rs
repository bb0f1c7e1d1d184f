//! Whose call it is, asked of a server's map: for `whose` and `check` with `--server`.

use app::Question;
use domain::lanes::{Change, Fate};
use serde_json::{Value, json};

use crate::client::Server;
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
        let answer = serde_json::from_str(&answer)
            .map_err(|e| Fault::because("The server’s answer is not what was expected", &e))?;
        Ok(Some(answer))
    }
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
    Ok(exit(answer))
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
}
