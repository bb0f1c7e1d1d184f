//! Asking a server instead of this machine: `--server`, with a token.

use std::time::Duration;

use serde_json::Value;

use crate::fault::Fault;

/// Where a verb acts, when not here.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Server {
    /// Act on this server instead of here
    #[arg(long = "server", value_name = "URL", env = "REMIT_SERVER", help_heading = "On a server")]
    url: Option<String>,

    /// Token for the server; better in the variable than on the command line
    #[arg(
        long,
        value_name = "TOKEN",
        env = "REMIT_TOKEN",
        hide_env_values = true,
        requires = "url",
        help_heading = "On a server"
    )]
    token: Option<String>,
}

/// A server that was named, and the key to it.
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    token: String,
}

/// Long enough for a large export over a slow line.
const PATIENCE: Duration = Duration::from_secs(300);

impl Server {
    /// The client, where a server was named.
    pub(crate) fn client(&self) -> Result<Option<Client>, Fault> {
        let Some(url) = &self.url else { return Ok(None) };
        let base = url.trim().trim_end_matches('/').to_owned();
        if !(base.starts_with("https://") || is_here(&base)) {
            return Err(Fault::new(format!("“{url}” would send the token unencrypted."))
                .hint("Write the address as https://…; http is for this machine alone."));
        }
        let Some(token) = self.token.clone() else {
            return Err(Fault::new(format!("{base} asks for a token."))
                .hint("Make one under Settings and put it into REMIT_TOKEN."));
        };
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        Ok(Some(Client { agent: config.into(), base, token }))
    }
}

impl Client {
    pub(crate) fn get(&self, path: &str) -> Result<String, Fault> {
        let call = self.agent.get(format!("{}{path}", self.base));
        self.answer(call.header("authorization", format!("Bearer {}", self.token)).call())
    }

    /// The same with what is asked for, written as an address writes it.
    pub(crate) fn look_up(&self, path: &str, asked: &[(&str, String)]) -> Result<String, Fault> {
        let call = self.agent.get(format!("{}{path}", self.base));
        let call = call.query_pairs(asked.iter().map(|(name, value)| (*name, value.as_str())));
        self.answer(call.header("authorization", format!("Bearer {}", self.token)).call())
    }

    /// Where people find a place of this server.
    pub(crate) fn address(&self, place: &str) -> String {
        format!("{}{place}", self.base)
    }

    pub(crate) fn post(&self, path: &str, kind: &str, body: &str) -> Result<String, Fault> {
        let call = self.agent.post(format!("{}{path}", self.base));
        let call = call.header("authorization", format!("Bearer {}", self.token));
        self.answer(call.header("content-type", kind).send(body))
    }

    pub(crate) fn post_json(&self, path: &str, body: &Value) -> Result<String, Fault> {
        self.post(path, "application/json", &body.to_string())
    }

    fn answer(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<String, Fault> {
        let mut answer = answer.map_err(|e| {
            Fault::because(format!("{} does not answer", self.base), &e)
                .hint("Check the address, and whether the server runs.")
        })?;
        let status = answer.status();
        let text = answer
            .body_mut()
            .with_config()
            .limit(1 << 30)
            .read_to_string()
            .map_err(|e| Fault::because(format!("{} broke off its answer", self.base), &e))?;
        if status.is_success() {
            return Ok(text);
        }
        // Problems come as JSON with a sentence; anything else is not Remit.
        let problem: Value = serde_json::from_str(&text).unwrap_or_default();
        let says = problem["detail"].as_str().or(problem["title"].as_str());
        Err(match says {
            Some(says) => Fault::new(format!("{} answers: {says}", self.base)),
            None => Fault::new(format!("{} answers {status}, and not as Remit does.", self.base))
                .hint("Check the address: it is the one people type into the browser."),
        })
    }
}

fn is_here(base: &str) -> bool {
    let host = base.strip_prefix("http://").unwrap_or("");
    let host = host.split([':', '/']).next().unwrap_or("");
    host == "127.0.0.1" || host == "localhost" || base.starts_with("http://[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(url: &str, token: Option<&str>) -> Result<Option<Client>, Fault> {
        Server { url: Some(url.into()), token: token.map(str::to_owned) }.client()
    }

    #[test]
    fn a_token_is_never_sent_in_the_clear() {
        for url in ["http://remit.example.org", "http://127.0.0.1.example.org", "remit.example.org"]
        {
            let Err(fault) = client(url, Some("remit_1")) else { panic!("{url} was taken") };
            assert!(format!("{fault:?}").contains("unencrypted"), "{url}");
        }
        assert!(client("http://127.0.0.1:7171", Some("remit_1")).is_ok());
        assert!(client("https://remit.example.org/", Some("remit_1")).is_ok());
    }

    #[test]
    fn without_a_token_nothing_is_asked() {
        let Err(fault) = client("https://remit.example.org", None) else {
            panic!("it has no token")
        };
        assert!(format!("{fault:?}").contains("REMIT_TOKEN"));
    }

    #[test]
    fn without_a_server_there_is_no_client() {
        assert!(Server { url: None, token: None }.client().is_ok_and(|it| it.is_none()));
    }
}
