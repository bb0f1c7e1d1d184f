//! A ballot where it is hardest: while the server is gone, with words that give somebody away, and in a
//! browser without script.

use journeys::browser::{Scheme, Step, Width};
use journeys::table::{JONAS, LENA, MARA, Table};
use serde_json::json;

const SEND: &str = "form[data-ballot] > button";

#[test]
fn a_ballot_outlives_the_server_says_first_what_tells_and_needs_no_script() -> Step {
    let mut table = Table::laid()?;
    table.nobody_else_asks()?;
    opened(&mut table)?;
    while_nobody_answers(&mut table)?;
    is_told_first(&table)?;
    without_script(&table)
}

fn opened(table: &mut Table) -> Step {
    table.place = table.begun("health-review", &[("title", "Are our calls still ours?")])?;
    table.presses("form[action$='/move/open'] button")?;
    table.says("Take your ticket")
}

/// Takes a ticket and answers every question with the same step.
fn chooses(table: &Table, person: usize) -> Step {
    table.go(person, &table.place)?;
    table.presses("form[action$='/ticket'] button")?;
    let all = "(all => { all.forEach(it => it.click()); return all.length > 18 })\
               ([...document.querySelectorAll(`.ballot [value='${arguments[0] + 1}']`)])";
    table.until(all, json!([person]))
}

/// The server is killed before the answer is sent: it stays on the page, and counts once it is back.
fn while_nobody_answers(table: &mut Table) -> Step {
    chooses(table, MARA)?;
    table.kill();
    table.presses(SEND)?;
    table.until("document.querySelector('[data-lost]').hidden === false", json!([]))?;
    let kept = "document.querySelectorAll('.ballot :checked').length > 18";
    table.until(kept, json!([]))?;
    table.restart()?;
    table.presses(SEND)?;
    table.says("Your answers are in, sealed")
}

/// What may tell who wrote it comes back before it is kept, with everything that was chosen; on a
/// phone, in the dark.
fn is_told_first(table: &Table) -> Step {
    chooses(table, JONAS)?;
    table.browser.look(Scheme::Dark, Width::Narrow)?;
    table.types("#words", "As the newest I told Mara on 4 March.")?;
    table.presses(SEND)?;
    table.says("Before it is sent: this may tell who wrote it")?;
    table.until("document.querySelectorAll('.ballot :checked').length > 18", json!([]))?;
    table.is_clean("health-review-told-narrow-dark")?;
    assert!(!table.browser.spills()?, "wider than the window");
    table.presses(SEND)?;
    table.says("Your answers are in, sealed")?;
    table.browser.look(Scheme::Light, Width::Wide)
}

/// An ordinary form: what is sent is answered by a page that says so.
fn without_script(table: &Table) -> Step {
    chooses(table, LENA)?;
    let ticket =
        table.browser.script("return document.querySelector('[name=ticket]').value", &json!([]))?;
    let ticket = ticket.as_str().unwrap_or_default().to_owned();
    table.browser.without_script()?;
    let door = table.place.replace("/health-review/", "/ballot/");
    table.browser.go(&format!("{}{door}", table.home(LENA)))?;
    table.browser.fill("#ticket", &ticket)?;
    table.browser.click("main form button")?;
    table.browser.fill("#words", "Fewer things at once.")?;
    table.browser.click(SEND)?;
    table.browser.reads("main", "Your answers are in, sealed")?;
    // The same ticket once more is no second answer.
    table.browser.go(&format!("{}{door}", table.home(LENA)))?;
    table.browser.fill("#ticket", &ticket)?;
    table.browser.click("main form button")?;
    table.browser.reads("main", "This ticket has been used")
}
