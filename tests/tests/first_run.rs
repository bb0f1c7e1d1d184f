//! The main job: a checkout, one command, a link, and the workbook in the browser.

use std::thread::sleep;
use std::time::Duration;

use journeys::browser::{Browser, ENTER, ESCAPE, Step, TAB};
use journeys::program::{self, Running};
use serde_json::json;
use tempfile::TempDir;

/// A workbook that runs, and a browser that has signed in to it with the printed link.
struct Open {
    checkout: TempDir,
    running: Running,
    browser: Browser,
    /// `http://127.0.0.1:<port>`
    home: String,
}

impl Open {
    fn new() -> Step<Open> {
        let checkout = program::checkout()?;
        let mut running = program::up(&checkout.path().join("shop"), &[])?;
        let link = running.link()?;
        let home = link.split("/enter/").next().unwrap_or_default().to_owned();
        let browser = Browser::open()?;
        browser.go(&link)?;
        Ok(Open { checkout, running, browser, home })
    }

    fn go(&self, path: &str) -> Step {
        self.browser.go(&format!("{}{path}", self.home))
    }

    /// Begins a record with one sentence on the page that lists its kind.
    fn begin(&self, list: &str, sentence: &str) -> Step {
        self.go(list)?;
        self.browser.fill("form.begin input[name=title]", sentence)?;
        self.browser.click("form.begin button")?;
        // `/intents` leads to `/intent/…`.
        self.browser.arrives(&format!("{}/", list.trim_end_matches('s')))?;
        assert_eq!(self.browser.text("h1")?, sentence);
        Ok(())
    }
}

#[test]
fn a_newcomer_goes_from_one_command_to_a_first_decision() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    assert!(!browser.address()?.contains("/enter/"), "the secret stays in the address");
    assert!(open.running.heard().contains("12 landings"), "{}", open.running.heard());

    // Whose call is it?
    open.go("/lanes")?;
    browser.click("form.ask summary")?;
    browser.fill("form.ask input[name=path]", "src/billing/main.txt")?;
    browser.follow("Whose call is it?")?;
    assert!(!browser.text("#answer .verdict")?.is_empty());

    // What are we after?
    open.begin("/intents", "Retries never charge a customer twice")?;
    let intent = browser.place()?;
    browser.go(&format!("{intent}/edit"))?;
    browser.fill("[name='a.problem']", "Eleven double charges in May.")?;
    browser.follow_on("Save")?;
    assert_eq!(browser.place()?, intent);
    assert!(browser.text("main")?.contains("Eleven double charges in May."));

    open.begin("/decisions", "One queue per tenant")?;
    open.go("/mirrors")?;
    assert_ne!(browser.count("main svg")?, 0, "no chart: {}", browser.text("main")?);

    open.go("/search?q=tenant")?;
    browser.follow_on("One queue per tenant")?;
    assert_eq!(browser.text("h1")?, "One queue per tenant");

    // Nothing was written into the checkout.
    let shop = open.checkout.path().join("shop");
    assert_eq!(program::git(&shop, &["status", "--porcelain"])?, "");

    // It ends when asked to, and the next start reads only what is new and has kept everything.
    assert_eq!(open.running.interrupt()?, Some(0));
    let mut again = program::up(&shop, &[])?;
    let link = again.link()?;
    assert!(again.heard().contains("Nothing new in shop"), "{}", again.heard());
    browser.go(&link)?;
    let home = link.split("/enter/").next().unwrap_or_default();
    browser.go(&format!("{home}/decisions"))?;
    assert!(browser.text("main")?.contains("One queue per tenant"));
    Ok(())
}

#[test]
fn a_link_lets_one_person_in_once_and_a_second_up_prints_another() -> Step {
    let checkout = program::checkout()?;
    let shop = checkout.path().join("shop");
    let mut running = program::up(&shop, &[])?;
    let link = running.link()?;
    let browser = Browser::open()?;
    browser.go(&link)?;
    assert_ne!(browser.count("nav.rail a[href='/lanes']")?, 0);
    let other = Browser::open()?;
    other.go(&link)?;
    assert_eq!(other.count("nav.rail a[href='/lanes']")?, 0, "the link worked twice");

    let told = program::run(&shop, &["up", "--no-open"])?;
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let second = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    assert_ne!(second, link);
    other.go(&second)?;
    assert_ne!(other.count("nav.rail a[href='/lanes']")?, 0, "{second} lets nobody in");
    assert_eq!(running.interrupt()?, Some(0));
    Ok(())
}

#[test]
fn everything_works_without_script() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    browser.without_script()?;
    open.go("/lanes")?;
    browser.click("form.ask summary")?;
    browser.fill("form.ask input[name=path]", "src/billing/main.txt")?;
    browser.follow("Whose call is it?")?;
    assert!(!browser.text("#answer .verdict")?.is_empty());
    open.begin("/decisions", "Drop the retry table")?;
    open.begin("/intents", "Deploys without fear")?;
    browser.go(&format!("{}/edit", browser.place()?))?;
    browser.follow_on("Check the wording")?;
    assert!(browser.address()?.ends_with("/check") && browser.count("#checks")? > 0);
    open.go("/mirrors")?;
    assert_ne!(browser.count("main svg")?, 0);
    Ok(())
}

#[test]
fn what_is_typed_while_an_answer_is_on_its_way_stays() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    open.go("/lanes")?;
    browser.listens()?;
    browser.click("form.ask summary")?;
    browser.far_away(Duration::from_millis(600))?;
    // The first question is under way when the second field is filled and left again.
    browser.fill("form.ask input[name=what]", "retry a charge")?;
    sleep(Duration::from_millis(750));
    browser.fill("form.ask input[name=path]", "src/billing/main.txt")?;
    browser.press(TAB)?;
    sleep(Duration::from_millis(400));
    let now = "return document.querySelector('form.ask input[name=path]').value";
    assert_eq!(browser.script(now, &json!([]))?, json!("src/billing/main.txt"));
    browser.text("#answer .verdict")?;
    Ok(())
}

#[test]
fn what_was_unfolded_stays_open_when_an_answer_comes() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    open.go("/lanes")?;
    browser.listens()?;
    browser.click("form.ask summary")?;
    browser.script("document.querySelector('#ask').dataset.before = '1'", &json!([]))?;
    browser.fill("form.ask input[name=what]", "retry a charge")?;
    browser.text("#ask:not([data-before])")?;
    browser.fill("form.ask input[name=path]", "src/billing/main.txt")?;
    browser.text("#answer .verdict")?;
    Ok(())
}

#[test]
fn the_draft_of_what_was_begun_does_not_come_back() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    open.go("/decision/new")?;
    browser.listens()?;
    // Saving takes longer than the wait before a draft is kept.
    browser.far_away(Duration::from_secs(2))?;
    browser.fill("#f-title", "One queue per tenant")?;
    browser.follow_on("Begin")?;
    browser.arrives("/decision/")?;
    browser.far_away(Duration::ZERO)?;
    open.go("/decision/new")?;
    let now = "return document.querySelector('#f-title').value";
    assert_eq!(browser.script(now, &json!([]))?, json!(""));
    Ok(())
}

#[test]
fn the_keyboard_reaches_what_a_hand_on_the_mouse_does() -> Step {
    let open = Open::new()?;
    let browser = &open.browser;
    open.go("/")?;
    browser.listens()?;
    let focused =
        "return document.activeElement.getAttribute('href') || document.activeElement.name";
    // The first stop skips the rail.
    browser.press(TAB)?;
    assert_eq!(browser.script(focused, &json!([]))?, json!("#main"));
    browser.press("/")?;
    assert_eq!(browser.script(focused, &json!([]))?, json!("q"));
    browser.press(&format!("nothing like it{ENTER}"))?;
    browser.arrives("/search?q=nothing")?;
    browser.listens()?;
    browser.press(ESCAPE)?;
    browser.press("gd")?;
    browser.arrives("/decisions")?;
    browser.text("form.begin")?;
    browser.listens()?;
    browser.press("n")?;
    browser.press(&format!("Written by keyboard alone{ENTER}"))?;
    browser.arrives("/decision/")?;
    assert_eq!(browser.text("h1")?, "Written by keyboard alone");
    Ok(())
}
