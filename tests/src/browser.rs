//! A browser as a person uses it: go somewhere, read, click, type, look at it in the dark.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::Driver;

/// What every step gives: the value, or a sentence that says which step went wrong.
pub type Step<T = ()> = Result<T, String>;

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a field may take to be written in once it is there.
const FOLDED: Duration = Duration::from_secs(2);
/// How often a picture is tried that cannot be taken yet.
const ATTEMPTS: usize = 25;
/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const ESCAPE: &str = "\u{E00C}";

pub struct Browser {
    driver: Driver,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// The two widths every page is looked at in, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Wide = 1280,
    Narrow = 360,
}

impl Browser {
    pub fn open() -> Step<Browser> {
        Ok(Browser { driver: Driver::start()? })
    }

    pub fn go(&self, url: &str) -> Step {
        let went = self.driver.post("/url", &json!({ "url": url }));
        went.map_err(|e| format!("{url} did not open: {e}"))?;
        self.laid_out()
    }

    /// On a busy machine a page can be there and not laid out yet: without a width it takes no text
    /// and no picture.
    fn laid_out(&self) -> Step {
        let until = Instant::now() + PATIENCE;
        let measure = "return document.documentElement.getBoundingClientRect().width";
        while self.script(measure, &json!([]))?.as_f64().unwrap_or(0.0) == 0.0 {
            if Instant::now() > until {
                return Err("the page was never laid out.".into());
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// A second window of the same browser; go on in either by `turn_to`.
    pub fn another_window(&self) -> Step<String> {
        let made = self.driver.post("/window/new", &json!({ "type": "window" }))?;
        Ok(made["handle"].as_str().unwrap_or_default().to_owned())
    }

    pub fn window(&self) -> Step<String> {
        Ok(self.driver.get("/window")?.as_str().unwrap_or_default().to_owned())
    }

    pub fn turn_to(&self, window: &str) -> Step {
        self.driver.post("/window", &json!({ "handle": window })).map(drop)
    }

    pub fn address(&self) -> Step<String> {
        Ok(self.driver.get("/url")?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the address contains this: keys and scripts lead on in their own time.
    pub fn arrives(&self, at: &str) -> Step {
        let until = Instant::now() + PATIENCE;
        while !self.address()?.contains(at) {
            if Instant::now() > until {
                return Err(format!(
                    "the browser never came to {at}, it is at {}",
                    self.address()?
                ));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// The address without what was asked of it.
    pub fn place(&self) -> Step<String> {
        Ok(self.address()?.split(['?', '#']).next().unwrap_or_default().to_owned())
    }

    pub fn title(&self) -> Step<String> {
        Ok(self.driver.get("/title")?.as_str().unwrap_or_default().to_owned())
    }

    /// What a person can read in the first element that matches.
    pub fn text(&self, css: &str) -> Step<String> {
        loop {
            let element = self.element(css)?;
            match self.driver.get(&format!("/element/{element}/text")) {
                // The next page arrived between the two questions: ask that one.
                Err(why) if why.starts_with("stale element") => {}
                text => return Ok(text?.as_str().unwrap_or_default().to_owned()),
            }
        }
    }

    /// Waits until the first element that matches reads so: what was sent has been answered.
    pub fn reads(&self, css: &str, words: &str) -> Step {
        let until = Instant::now() + PATIENCE;
        loop {
            // The page may be on its way to the next one: no text yet is no failure.
            let text = self.text(css).unwrap_or_default();
            if text.contains(words) {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(format!("{css} never read “{words}”, but: {text}"));
            }
            sleep(Duration::from_millis(50));
        }
    }

    pub fn click(&self, css: &str) -> Step {
        let clicked = self.press_on("css selector", css);
        clicked.map(drop).map_err(|e| format!("`{css}` could not be clicked: {e}"))
    }

    /// Clicks the first link or button with exactly this text.
    pub fn follow(&self, words: &str) -> Step {
        let path =
            format!("//*[self::a or self::button][not(@aria-hidden)][normalize-space()='{words}']");
        let clicked = self.press_on("xpath", &path);
        clicked.map(drop).map_err(|e| format!("“{words}” could not be clicked: {e}"))
    }

    /// The same where it leads on, by a link or by a form: until the next page has come, whatever
    /// is read is still the page before. A slow commit makes that a long time.
    pub fn follow_on(&self, words: &str) -> Step {
        let before = self.element("html")?;
        self.follow(words)?;
        let until = Instant::now() + PATIENCE;
        while self.driver.get(&format!("/element/{before}/name")).is_ok() {
            if Instant::now() > until {
                return Err(format!("“{words}” led nowhere from {}", self.address()?));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Waits until the page's own script listens: a key pressed before is lost on it.
    pub fn listens(&self) -> Step {
        self.element("html.js").map(drop)
    }

    /// Every answer of the server takes this much longer from now on.
    pub fn far_away(&self, latency: Duration) -> Step {
        let line = json!({
            "offline": false, "latency": latency.as_millis() as u64,
            "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.enable", &json!({}))?;
        self.devtools("Network.emulateNetworkConditions", &line).map(drop)
    }

    /// Replaces what stands in a field; one that a live form has just put in its own place is
    /// looked for again. A field that stays folded away is a failure.
    pub fn fill(&self, css: &str, text: &str) -> Step {
        let until = Instant::now() + FOLDED;
        loop {
            let element = self.element(css)?;
            let field = format!("/element/{element}");
            let cleared = self.driver.post(&format!("{field}/clear"), &json!({}));
            let typed = cleared.and_then(|_| {
                self.driver.post(&format!("{field}/value"), &json!({ "text": text }))
            });
            match typed {
                Err(why) if why.starts_with("stale element") => {}
                Err(why)
                    if why.starts_with("element not interactable") && Instant::now() < until =>
                {
                    sleep(Duration::from_millis(50));
                }
                typed => return typed.map(drop).map_err(|e| format!("`{css}` took no text: {e}")),
            }
        }
    }

    /// Presses keys wherever the focus is.
    pub fn press(&self, keys: &str) -> Step {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|t| json!({ "type": t, "value": key })))
            .collect();
        let hands = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.driver.post("/actions", &hands).map(drop)
    }

    /// Runs `function body` in the page; also where the page itself may run none.
    pub fn script(&self, body: &str, args: &Value) -> Step<Value> {
        self.driver.post("/execute/sync", &json!({ "script": body, "args": args }))
    }

    /// How many elements match now, without waiting.
    pub fn count(&self, css: &str) -> Step<usize> {
        let found =
            self.driver.post("/elements", &json!({ "using": "css selector", "value": css }))?;
        Ok(found.as_array().map_or(0, Vec::len))
    }

    /// How pages are seen from now on.
    pub fn look(&self, scheme: Scheme, width: Width) -> Step {
        let wish = if scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": wish }]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }))?;
        let size = json!({
            "width": width as u32, "height": 900, "deviceScaleFactor": 1, "mobile": false
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &size).map(drop)
    }

    /// Pages may run no script from now on.
    pub fn without_script(&self) -> Step {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true })).map(drop)
    }

    /// Keeps the whole page as `target/screens/<name>.png`.
    pub fn shoot(&self, name: &str) -> Step {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let shot = self.drawn(|| self.devtools("Page.captureScreenshot", &whole))?;
        let png = base64(shot["data"].as_str().unwrap_or_default());
        let folder = crate::target().join("screens");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(format!("{name}.png")), png))
            .map_err(|e| format!("the screenshot {name} could not be kept: {e}."))
    }

    /// A picture is tried again where the page lost its layout to a new size. What fails for good
    /// still fails.
    fn drawn(&self, take: impl Fn() -> Step<Value>) -> Step<Value> {
        for _ in 0..ATTEMPTS {
            match take() {
                Err(why) if why.contains("with 0 width") => self.laid_out()?,
                taken => return taken,
            }
            sleep(Duration::from_millis(200));
        }
        take()
    }

    /// Whether the page is wider than the window, which makes people scroll sideways.
    pub fn spills(&self) -> Step<bool> {
        let measured = "const e = document.documentElement; return e.scrollWidth - e.clientWidth";
        Ok(self.script(measured, &json!([]))?.as_i64().unwrap_or(0) > 0)
    }

    fn devtools(&self, command: &str, params: &Value) -> Step<Value> {
        self.driver.post("/goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// Clicks; what a live form has just put in the place of itself is looked for again.
    fn press_on(&self, using: &str, what: &str) -> Step<Value> {
        loop {
            let element = self.found(using, what)?;
            match self.driver.post(&format!("/element/{element}/click"), &json!({})) {
                Err(why) if why.starts_with("stale element") => {}
                clicked => return clicked,
            }
        }
    }

    fn element(&self, css: &str) -> Step<String> {
        self.found("css selector", css)
    }

    /// The first match, waited for: a page may still be arriving.
    fn found(&self, using: &str, what: &str) -> Step<String> {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.driver.post("/element", &json!({ "using": using, "value": what }));
            match found {
                Ok(element) => return Ok(element[ELEMENT].as_str().unwrap_or_default().to_owned()),
                Err(why) if Instant::now() > until => {
                    let at = self.address().unwrap_or_default();
                    return Err(format!("`{what}` is not on {at}: {why}"));
                }
                Err(_) => sleep(Duration::from_millis(50)),
            }
        }
    }
}

/// Bytes of a base64 text; whatever is no base64 letter is passed over.
fn base64(text: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for value in text.bytes().filter_map(|b| letters.iter().position(|l| *l == b)) {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_gives_the_bytes_back() {
        assert_eq!(base64("UmVtaXQ="), b"Remit");
        assert_eq!(base64("UmVt\naXQh"), b"Remit!");
        assert_eq!(base64(""), b"");
    }
}
