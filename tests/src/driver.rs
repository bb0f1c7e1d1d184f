//! ChromeDriver as a process of ours, and the WebDriver protocol as a function.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

const MISSING: &str = "`cargo xtask test` brings the browser and its driver";

/// One browser with a profile of its own, gone when this is dropped.
pub(crate) struct Driver {
    process: Child,
    agent: ureq::Agent,
    /// `http://127.0.0.1:<port>/session/<id>`
    session: String,
    profile: TempDir,
}

impl Driver {
    pub(crate) fn start() -> Result<Driver, String> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("chromedriver cannot be started ({e}); {MISSING}."))?;
        let port = port(&mut process)?;
        let patience = Some(Duration::from_secs(60));
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent: ureq::Agent = config.timeout_global(patience).build().into();
        let profile = TempDir::new().map_err(|e| format!("no temporary folder: {e}."))?;
        let base = format!("http://127.0.0.1:{port}/session");
        let mut driver = Driver { process, agent, session: base, profile };
        let wishes = driver.wishes();
        let begun = driver.post("", &wishes)?;
        let id = begun["sessionId"].as_str().ok_or("chromedriver gave no session.")?;
        driver.session = format!("{}/{id}", driver.session);
        Ok(driver)
    }

    /// Headless, in its own profile, and quiet towards the outside.
    fn wishes(&self) -> Value {
        let mut flags = vec![
            "--headless=new".to_owned(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            // Pages are drawn without a graphics chip: there is none, and imitating one is slow.
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--no-first-run".into(),
            "--hide-scrollbars".into(),
            // Each of this machine's own addresses is a person with cookies of their own.
            "--host-resolver-rules=MAP 127.0.0.* 127.0.0.1".into(),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        if is_root() {
            // Chromium's sandbox refuses root; everybody else keeps it.
            flags.push("--no-sandbox".into());
        }
        json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": flags },
            "timeouts": { "pageLoad": 30_000, "script": 30_000 },
        } } })
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let sent = self.agent.post(&url).send_json(body);
        value(sent.map_err(|e| format!("chromedriver does not answer: {e}."))?)
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, String> {
        let asked = self.agent.get(format!("{}{path}", self.session)).call();
        value(asked.map_err(|e| format!("chromedriver does not answer: {e}."))?)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Ending the session closes the browser; a driver that is gone has closed it already.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The answer's value, or the error it names.
fn value(mut answer: ureq::http::Response<ureq::Body>) -> Result<Value, String> {
    let body = answer.body_mut().with_config().limit(64 << 20).read_json::<Value>();
    let body = body.map_err(|e| format!("chromedriver answered no JSON: {e}."))?;
    let value = &body["value"];
    match value["error"].as_str() {
        Some(error) => {
            let message = value["message"].as_str().unwrap_or_default();
            Err(format!("{error}: {}", message.lines().next().unwrap_or_default()))
        }
        None => Ok(value.clone()),
    }
}

/// ChromeDriver picks a free port and names it: `… started successfully on port 40123.`
fn port(process: &mut Child) -> Result<u16, String> {
    let stdout = process.stdout.take().ok_or("chromedriver has no output.")?;
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let said = line.trim_end_matches('.').rsplit_once("successfully on port ");
        if let Some(port) = said.and_then(|(_, port)| port.parse().ok()) {
            return Ok(port);
        }
    }
    Err("chromedriver named no port.".into())
}

fn is_root() -> bool {
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|told| told.stdout.trim_ascii() == b"0")
}
