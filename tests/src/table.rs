//! Several people at one table: one browser, and for each a window on an address of its own.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::axe;
use crate::browser::{Browser, Step};
use crate::program::{self, Running};

/// Of Payments first; the last four lead it from outside.
pub const PEOPLE: [&str; 10] =
    ["mara", "jonas", "lena", "priya", "diego", "sofia", "ines", "ben", "ruth", "tomas"];
pub const MARA: usize = 0;
pub const JONAS: usize = 1;
pub const LENA: usize = 2;
/// Leads Payments from outside.
pub const INES: usize = 6;
const PATIENCE: Duration = Duration::from_secs(20);

/// The cookies of each person are their own, because the address is.
pub struct Table {
    pub browser: Browser,
    windows: Vec<String>,
    port: String,
    folder: TempDir,
    server: Option<Running>,
    /// The path of what they are about.
    pub place: String,
}

impl Table {
    /// The sample organisation, with everybody signed in.
    pub fn laid() -> Step<Self> {
        let folder = TempDir::new().map_err(|e| e.to_string())?;
        let mut server = start(&folder, "127.0.0.1:0")?;
        let link = server.link()?;
        let port = link.split([':', '/']).nth(4).unwrap_or_default().to_owned();
        let browser = Browser::open()?;
        let mut table = Self {
            windows: vec![browser.window()?],
            browser,
            port,
            folder,
            server: Some(server),
            place: String::new(),
        };
        let secret = link.split("/enter/").nth(1).unwrap_or_default();
        table.browser.go(&format!("{}/enter/{secret}", table.home(0)))?;
        let secrets = table.secrets()?;
        for (at, secret) in secrets.iter().enumerate() {
            table.windows.push(table.browser.another_window()?);
            table.sit(at + 1)?;
            table.browser.go(&format!("{}/enter/{secret}", table.home(at + 1)))?;
        }
        table.sit(0)?;
        Ok(table)
    }

    /// Sign-in links for the nine others, which Mara may make.
    fn secrets(&self) -> Step<Vec<String>> {
        let body = "const token = document.querySelector('[name=form_token]').value; return \
            Promise.all(arguments[0].map(async who => { \
            const sent = await fetch(`/person/${who}/link`, { method: 'POST', \
                body: new URLSearchParams({ form_token: token }) }); \
            return (await sent.text()).match(/\\/enter\\/([\\w-]+)/)[1]; }))";
        let found = self.browser.script(body, &json!([PEOPLE[1..]]))?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect())
    }

    pub fn home(&self, person: usize) -> String {
        format!("http://127.0.0.{}:{}", 11 + person, self.port)
    }

    pub fn sit(&self, person: usize) -> Step {
        self.browser.turn_to(&self.windows[person])
    }

    /// Opens a page as this person.
    pub fn go(&self, person: usize, path: &str) -> Step {
        self.sit(person)?;
        self.browser.go(&format!("{}{path}", self.home(person)))
    }

    pub fn each(&self, act: impl Fn(usize) -> Step) -> Step {
        for (person, name) in PEOPLE.iter().enumerate() {
            self.sit(person)?;
            act(person).map_err(|why| format!("{name}: {why}"))?;
        }
        Ok(())
    }

    /// Ends it as a power cut does: SIGKILL, in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.server = None;
    }

    pub fn restart(&mut self) -> Step {
        let mut server = start(&self.folder, &format!("127.0.0.1:{}", self.port))?;
        server.link()?;
        self.server = Some(server);
        Ok(())
    }

    /// Waits until this is true in the window that is open.
    pub fn until(&self, what: &str, args: impl Into<Value>) -> Step {
        let args = args.into();
        let end = Instant::now() + PATIENCE;
        loop {
            let is = self.browser.script(&format!("return {what}"), &args);
            if is.as_ref().is_ok_and(|it| it.as_bool() == Some(true)) {
                return Ok(());
            }
            if Instant::now() > end {
                let text = self.browser.text("main").unwrap_or_default();
                return Err(format!("never true: {what} {args}, but: {text}"));
            }
            sleep(Duration::from_millis(60));
        }
    }

    pub fn says(&self, words: &str) -> Step {
        self.until("document.body.textContent.includes(arguments[0])", json!([words]))
    }

    /// The shops' review, open in the sample, asks Payments too: Ben calls it off, so that Payments
    /// can hold its own.
    pub fn nobody_else_asks(&self) -> Step {
        let ben = PEOPLE.iter().position(|it| *it == "ben").unwrap_or_default();
        self.go(ben, "/health-reviews?state=open")?;
        self.presses("main a[href^='/health-review/0']")?;
        self.presses("form[action$='/move/call_off'] button")?;
        self.says("called off")?;
        self.sit(0)
    }

    /// Types as a person does, so that the page hears it.
    pub fn types(&self, css: &str, text: &str) -> Step {
        let body = "const it = document.querySelector(arguments[0]); it.focus(); \
                    it.value = arguments[1]; \
                    it.dispatchEvent(new Event('input', { bubbles: true })); return true";
        self.browser.script(body, &json!([css, text])).map(drop)
    }

    /// Fills fields and selects, whether or not they stand behind “more”, and sends their form.
    pub fn send(&self, form: &str, fields: &[(&str, &str)]) -> Step {
        for (name, text) in fields {
            let field = format!("{form} [name='{name}']");
            self.until("document.querySelector(arguments[0]) !== null", json!([field]))?;
            self.types(&field, text)?;
        }
        self.presses(&format!("{form} button:not([name], .unseen)"))
    }

    /// Begins a record of Payments, as Mara; its path.
    pub fn begun(&self, kind: &str, fields: &[(&str, &str)]) -> Step<String> {
        self.go(MARA, &format!("/{kind}/new?team=payments"))?;
        self.send(&format!("main form[action='/{kind}/new']"), fields)?;
        self.arrived(kind)
    }

    /// The path of the record that a form has just begun.
    pub fn arrived(&self, kind: &str) -> Step<String> {
        self.browser.arrives(&format!("/{kind}/0"))?;
        let place = self.browser.place()?;
        Ok(place[place.find(&format!("/{kind}/")).unwrap_or(0)..].to_owned())
    }

    /// What axe says of the page as it is now, which is kept as a picture.
    pub fn is_clean(&self, seen: &str) -> Step {
        let faults = axe::faults(&self.browser)?;
        self.browser.shoot(seen)?;
        if faults.is_empty() { Ok(()) } else { Err(format!("{seen}: {}", faults.join("; "))) }
    }

    /// Presses what this finds, as soon as it is there and can be pressed.
    pub fn presses(&self, css: &str) -> Step {
        self.until(
            "(it => { if (!it || it.disabled) return false; it.click(); return true })\
             (document.querySelector(arguments[0]))",
            json!([css]),
        )
    }
}

fn start(folder: &TempDir, listen: &str) -> Step<Running> {
    let data = folder.path().join("data").display().to_string();
    let words = ["up", "--no-open", "--sample", "--data", &data, "--listen", listen];
    program::start(folder.path(), &words)
}
