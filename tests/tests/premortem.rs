//! A pre-mortem of ten people in ten browsers, while the server is killed twice in the middle.
//!
//! Nothing is seen before its time, and nothing that anybody wrote is lost.

use std::thread::sleep;
use std::time::{Duration, Instant};

use journeys::axe;
use journeys::browser::{Browser, Step};
use journeys::program::{self, Running};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Of Payments first; the last four lead it from outside.
const PEOPLE: [&str; 10] =
    ["mara", "jonas", "lena", "priya", "diego", "sofia", "ines", "ben", "ruth", "tomas"];
const PATIENCE: Duration = Duration::from_secs(20);

/// One browser, and for each person a window on an address of its own: its cookies are its own.
struct Table {
    browser: Browser,
    windows: Vec<String>,
    port: String,
    folder: TempDir,
    server: Option<Running>,
    place: String,
}

impl Table {
    fn laid() -> Step<Self> {
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

    fn home(&self, person: usize) -> String {
        format!("http://127.0.0.{}:{}", 11 + person, self.port)
    }

    fn sit(&self, person: usize) -> Step {
        self.browser.turn_to(&self.windows[person])
    }

    fn each(&self, act: impl Fn(usize) -> Step) -> Step {
        for (person, name) in PEOPLE.iter().enumerate() {
            self.sit(person)?;
            act(person).map_err(|why| format!("{name}: {why}"))?;
        }
        Ok(())
    }

    /// Ends it as a power cut does: SIGKILL, in the middle of whatever it does.
    fn kill(&mut self) {
        self.server = None;
    }

    fn restart(&mut self) -> Step {
        let mut server = start(&self.folder, &format!("127.0.0.1:{}", self.port))?;
        server.link()?;
        self.server = Some(server);
        Ok(())
    }

    /// Waits until this is true in the window that is open.
    fn until(&self, what: &str, args: impl Into<Value>) -> Step {
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

    fn reaches(&self, phase: &str) -> Step {
        let here = "document.getElementById('stage')?.dataset.phase === arguments[0]";
        self.until(here, json!([phase]))
    }

    fn says(&self, words: &str) -> Step {
        self.until("document.body.textContent.includes(arguments[0])", json!([words]))
    }

    /// Types as a person does, so that the page hears it.
    fn types(&self, css: &str, text: &str) -> Step {
        let body = "const it = document.querySelector(arguments[0]); it.focus(); \
                    it.value = arguments[1]; \
                    it.dispatchEvent(new Event('input', { bubbles: true })); return true";
        self.browser.script(body, &json!([css, text])).map(drop)
    }

    fn presses(&self, css: &str) -> Step {
        self.until(
            "(it => { if (!it || it.disabled) return false; it.click(); return true })\
             (document.querySelector(arguments[0]))",
            json!([css]),
        )
    }

    fn puts_down(&self, card: &str) -> Step {
        self.types("#card-text", card)?;
        self.presses("#f-card > button")
    }

    fn step(&self, name: &str) -> Step {
        self.presses(&format!("form[action$='/move/{name}'] button"))
    }

    /// Everything the page and the server say to one person about the others' cards.
    fn sees_only_own(&self, person: usize) -> Step {
        let body = "const [own, all, place] = arguments; \
            const texts = await Promise.all([place, '/search?q=quokka', '/reflections', '/', \
                `/api/v1/records/${place.split('/').pop()}`, '/premortems'] \
                .map(async at => (await fetch(at)).text())); \
            const seen = texts.join(' ') + document.body.textContent; \
            return all.filter(it => !own.includes(it) && seen.includes(it))";
        let own = [card(person, 1), card(person, 2)];
        let all: Vec<String> =
            (0..PEOPLE.len()).flat_map(|it| [card(it, 1), card(it, 2)]).collect();
        let body = format!("return (async () => {{ {body} }})()").replace("arguments;", "args;");
        let body = format!("const args = arguments; {body}");
        let seen = self.browser.script(&body, &json!([own, all, self.place]))?;
        match seen.as_array() {
            Some(none) if none.is_empty() => Ok(()),
            _ => Err(format!("sees what others wrote: {seen}")),
        }
    }

    fn is_clean(&self, phase: &str) -> Step {
        let faults = axe::faults(&self.browser)?;
        self.browser.shoot(&format!("premortem-{phase}"))?;
        if faults.is_empty() { Ok(()) } else { Err(format!("{phase}: {}", faults.join("; "))) }
    }
}

fn start(folder: &TempDir, listen: &str) -> Step<Running> {
    let data = folder.path().join("data").display().to_string();
    let words = ["up", "--no-open", "--sample", "--data", &data, "--listen", listen];
    program::start(folder.path(), &words)
}

/// A word that stands nowhere else, and its writer's own.
fn card(person: usize, number: usize) -> String {
    format!("quokka-{}-{number} stopped the payouts at night", PEOPLE[person])
}

#[test]
fn ten_people_write_while_the_server_dies_twice_and_nothing_is_lost() -> Step {
    let mut table = Table::laid()?;
    begin(&mut table)?;
    write(&mut table)?;
    show_and_join(&mut table)?;
    vote(&table)?;
    plan(&table)?;
    look_back(&table)
}

/// Mara begins it from one sentence; all ten estimate; the others' pages follow by themselves.
fn begin(table: &mut Table) -> Step {
    let browser = &table.browser;
    browser.go(&format!("{}/premortem/new?team=payments", table.home(0)))?;
    table.types("form [name=title]", "Move every payout to the instant rail")?;
    table.types("[name='a.horizon']", "2099-06-30")?;
    table.types("[name='a.plan']", "Two banks, one after the other.")?;
    table.presses("main form[action='/premortem/new'] button:not([name], .unseen)")?;
    browser.arrives("/premortem/0")?;
    let place = browser.place()?;
    table.place = place[place.find("/premortem/").unwrap_or(0)..].to_owned();
    table.presses("form[action$='/move/open'] button")?;
    table.reaches("opening")?;
    table.each(|person| {
        table.browser.go(&format!("{}{}", table.home(person), table.place))?;
        table.types("#chance-before", &(40 + 5 * person).to_string())?;
        table.presses("#f-before button")?;
        table.says("It is written down.")
    })?;
    table.sit(0)?;
    table.says("Ten have estimated.")?;
    table.is_clean("opening")?;
    table.step("write")?;
    table.each(|_| {
        table.reaches("writing")?;
        table.says("It is 30 June 2099. It has failed, badly. That is certain.")
    })
}

/// Two cards each, with the power cut in the middle of the first and of the second.
fn write(table: &mut Table) -> Step {
    table.each(|person| {
        table.puts_down(&card(person, 1))?;
        // Half of them have heard that it is there; the others' are on their way when it dies.
        if person < 5 { table.says("Your cards") } else { Ok(()) }
    })?;
    table.kill();
    // While nobody answers: some press, some only type.
    table.each(|person| {
        if person >= 5 {
            table.until(
                "document.querySelector('#mine')?.textContent.includes(arguments[0]) || \
                 document.querySelector('.told').textContent !== ''",
                json!([card(person, 1)]),
            )?;
        }
        if person < 3 {
            table.puts_down(&card(person, 2))?;
            table.says("Not sent yet: no connection.")
        } else if person < 5 {
            table.types("#card-text", &card(person, 2))
        } else {
            Ok(())
        }
    })?;
    table.restart()?;
    let has = "document.querySelector('#mine')?.textContent.includes(arguments[0])";
    table.each(|person| {
        table.until(has, json!([card(person, 1)]))?;
        if person < 3 {
            return table.until(has, json!([card(person, 2)]));
        }
        if person < 5 {
            // Kept while it was typed, as soon as somebody answered; a fresh page has it.
            table.says("Kept while you type.")?;
            table.browser.go(&format!("{}{}", table.home(person), table.place))?;
            let kept = "document.querySelector('#card-text').value === arguments[0]";
            table.until(kept, json!([card(person, 2)]))?;
            return table.presses("#f-card > button");
        }
        table.puts_down(&card(person, 2))
    })?;
    // The second cut comes while the last of them are under way.
    table.kill();
    table.restart()?;
    table.each(|person| {
        table.until(has, json!([card(person, 2)]))?;
        let once = "document.querySelectorAll('#mine > ol > li').length === 2";
        table.until(once, json!([]))?;
        table.sees_only_own(person)
    })?;
    table.sit(0)?;
    table.says("Ten have written so far. Nobody sees what, or who.")?;
    table.is_clean("writing")
}

/// Mara has gone: Lena takes over. Everybody sees all twenty cards, without a reload.
fn show_and_join(table: &mut Table) -> Step {
    table.sit(2)?;
    table.presses("details.take-over summary")?;
    table.step("reveal")?;
    let all: Vec<String> = (0..PEOPLE.len()).flat_map(|it| [card(it, 1), card(it, 2)]).collect();
    let shown =
        "arguments[0].every(it => document.querySelector('#cards')?.textContent.includes(it))";
    table.each(|_| {
        table.reaches("round")?;
        table.until(shown, json!([all]))
    })?;
    table.sit(2)?;
    // Whoever leads from outside comes after the six of the team.
    let turn = table.browser.text("#turn")?;
    let outside = ["Ines", "Ben", "Ruth", "Tomas"];
    assert!(outside.iter().all(|it| !turn.contains(it)), "a leader speaks first: {turn}");
    table.is_clean("round")?;
    table.step("join")?;
    table.reaches("merging")?;
    let before = table.browser.count("#cards > ol > li")?;
    table.presses("#cards > ol > li:first-child details summary")?;
    let pick = "(it => { it.selectedIndex = 1; return true })\
                (document.querySelector('#cards > ol > li:first-child select'))";
    table.until(pick, json!([]))?;
    table.presses("#cards > ol > li:first-child details form button")?;
    let fewer = "document.querySelectorAll('#cards > ol > li').length === arguments[0]";
    table.until(fewer, json!([before - 1]))?;
    table.until(shown, json!([all]))?;
    table.is_clean("merging")?;
    table.step("vote")
}

/// All of them find the first card the most harmful, and the second the most likely.
fn vote(table: &Table) -> Step {
    table.each(|_| {
        table.reaches("voting")?;
        table.presses(".cards > li:nth-child(1) [name='a.damage']")?;
        table.presses(".cards > li:nth-child(2) [name='a.likely']")?;
        table.presses("#f-vote > button")?;
        table.says("Your votes are in.")
    })?;
    table.sit(2)?;
    table.says("Ten have voted.")?;
    table.is_clean("voting")?;
    table.step("count")?;
    table.each(|_| table.reaches("planning"))?;
    table.sit(2)?;
    let top = table.browser.text("#cards > ol > li:nth-child(1)")?;
    assert!(top.contains("damage 10 · likelihood 0"), "ten votes for damage first: {top}");
    let second = table.browser.text("#cards > ol > li:nth-child(2)")?;
    assert!(second.contains("damage 0 · likelihood 10"), "then ten for likelihood: {second}");
    Ok(())
}

fn plan(table: &Table) -> Step {
    let first = "#cards > ol > li:nth-child(1)";
    table.presses(&format!("{first} > details summary"))?;
    let choose = "(it => { it.value = arguments[1]; return it.value === arguments[1] })\
                  (document.querySelector(arguments[0]))";
    let form = format!("{first} form[action$='/attach/risk']");
    table.until(choose, json!([format!("{form} [name='a.answer']"), "prevent"]))?;
    table.until(choose, json!([format!("{form} [name='a.owner']"), "priya"]))?;
    table.types(&format!("{form} [name='a.does']"), "Ask the banks for their limits.")?;
    table.presses(&format!("{form} > button"))?;
    table.says("Ask the banks for their limits.")?;
    let form = format!("{first} form[action$='/attach/tripwire']");
    table.presses(&format!("{first} .risk > details summary"))?;
    table.types(&format!("{form} [name='a.text']"), "Refusals after ten in the evening")?;
    table.types(&format!("{form} [name='a.due']"), "2099-02-01")?;
    table.presses(&format!("{form} > button"))?;
    table.says("Refusals after ten in the evening")?;
    table.is_clean("planning")?;
    table.step("estimate")?;
    table.each(|person| {
        table.reaches("closing")?;
        table.types("#chance-after", &(30 + 5 * person).to_string())?;
        table.presses("#f-after button")?;
        table.says("It is written down.")
    })?;
    table.sit(2)?;
    table.says("Ten have estimated again.")?;
    table.is_clean("closing")?;
    table.step("watch")
}

fn look_back(table: &Table) -> Step {
    table.each(|_| table.reaches("running"))?;
    table.sit(3)?;
    let text = table.browser.text("main")?;
    for words in ["Ask the banks for their limits.", "One risk may still come.", "62.5 %", "52.5 %"]
    {
        assert!(text.contains(words), "“{words}” is not in: {text}");
    }
    table.is_clean("running")
}
