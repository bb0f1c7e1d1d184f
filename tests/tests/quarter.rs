//! A quarter of one team, in the browser: they look at their numbers and answer for how it is to work
//! here, unseen; they read it first, ask for something, and whoever leads answers.

use journeys::browser::Step;
use journeys::table::{INES, JONAS, MARA, Table};
use serde_json::json;

/// Of Payments.
const TEAM: usize = 6;

fn changed(table: &Table, place: &str, fields: &[(&str, &str)]) -> Step {
    table.go(MARA, &format!("{place}/edit"))?;
    table.send(&format!("main form[action='{place}/edit']"), fields)?;
    table.until("!location.pathname.endsWith('/edit')", json!([]))
}

/// A step of the record, until its page says what came of it.
fn step(table: &Table, name: &str, comes: &str) -> Step {
    table.presses(&format!("form[action$='/move/{name}'] button"))?;
    table.says(comes)
}

#[test]
fn a_quarter_is_looked_back_on_answered_unseen_and_led_to_something() -> Step {
    let table = Table::laid()?;
    table.nobody_else_asks()?;
    numbers(&table)?;
    let wave = opened(&table)?;
    answered(&table, &wave)?;
    closed(&table, &wave)?;
    talked_over(&table, &wave)?;
    went_on(&table, &wave)
}

/// The metrics review: what was seen, two explanations, one request, an answer, a later look.
fn numbers(table: &Table) -> Step {
    let place = table.begun(
        "metrics-review",
        &[
            ("title", "Why do changes wait over the weekend?"),
            ("a.saw", "Half of the changes land within five hours, and a tail waits for days."),
            ("a.surprised", "That the tail is not the large ones."),
            ("a.explanations.0.explanation", "They wait for one reviewer"),
        ],
    )?;
    table.presses("form[action$='/move/share'] button")?;
    table.says("What could be behind it")?;
    table.go(MARA, &format!("{place}/edit"))?;
    table.presses("[data-add][value='add:explanations']")?;
    let second = "[name='a.explanations.1.explanation']";
    table.until("document.querySelector(arguments[0]) !== null", json!([second]))?;
    table.types(second, "They are begun too late in the week")?;
    table.presses(&format!("main form[action='{place}/edit'] button:not([name], .unseen)"))?;
    table.until("!location.pathname.endsWith('/edit')", json!([]))?;
    table.send(
        "form[action$='/attach/support']",
        &[("a.text", "One more person who knows the ledger")],
    )?;
    table.says("One more person who knows the ledger")?;
    step(table, "share", "shared, to be looked at again")?;
    table.go(INES, &place)?;
    let promise = [("a.will", "Ruth lends you Tomas on Fridays"), ("a.support_by", "2099-01-15")];
    table.send("form[action*='/attached/'][action$='/support']", &promise)?;
    table.says("Ruth lends you Tomas on Fridays")?;
    table.is_clean("quarter-numbers-answered")?;
    changed(table, &place, &[("a.shows_now", "The tail is gone on three Fridays of four.")])?;
    step(table, "look", "looked at again")
}

fn opened(table: &Table) -> Step<String> {
    let wave = table.begun("health-review", &[("title", "How was this quarter for us?")])?;
    table.go(INES, &wave)?;
    let may_open = table.browser.count("form[action$='/move/open']")?;
    assert_eq!(may_open, 0, "whoever leads from outside opens no review");
    let day = "return new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10)";
    let day = table.browser.script(day, &json!([]))?;
    changed(table, &wave, &[("a.closes_on", day.as_str().unwrap_or_default())])?;
    step(table, "open", "open for answers")?;
    table.is_clean("quarter-open")?;
    Ok(wave)
}

/// Each in a browser of their own: the ticket is taken signed in, the answer given by nobody.
fn answered(table: &Table, wave: &str) -> Step {
    for person in 0..TEAM {
        table.go(person, wave)?;
        table.presses("form[action$='/ticket'] button")?;
        let chosen = "((all, n) => { all.forEach((it, at) => \
            it.querySelector(`[value='${1 + (at + n) % 5}']`).click()); return all.length > 15 })\
            ([...document.querySelectorAll('form[data-ballot] fieldset')], arguments[0])";
        table.until(chosen, json!([person]))?;
        if person == MARA {
            table.is_clean("quarter-ballot")?;
        }
        table.presses("form[data-ballot] > button")?;
        table.says("Your answers are in")?;
        // A second time there is nothing to take.
        table.go(person, wave)?;
        table.says("You have taken your ticket")?;
    }
    // Nothing is counted while it is open, for nobody.
    for person in [MARA, INES] {
        table.go(person, wave)?;
        let text = table.browser.text("main")?;
        assert!(!text.contains("answered of") && !text.contains("n = "), "{text}");
    }
    Ok(())
}

fn closed(table: &Table, wave: &str) -> Step {
    table.go(JONAS, wave)?;
    step(table, "close", "closed, to be talked over by the team")?;
    table.is_clean("quarter-closed")?;
    // Six answered, so each of them sees the five others.
    let text = table.browser.text("main")?;
    assert!(text.contains("n = 6") || text.contains("6 of 6") || text.contains("Six"), "{text}");
    table.go(INES, wave)?;
    let text = table.browser.text("main")?;
    assert!(!text.contains("n = 6"), "the team reads it first: {text}");
    let speaks =
        table.browser.count("form[action$='/attach/surprise'], form[action$='/move/talk']")?;
    assert_eq!(speaks, 0, "and speaks first");
    table.is_clean("quarter-not-yet")
}

fn talked_over(table: &Table, wave: &str) -> Step {
    for person in [MARA, JONAS] {
        table.go(person, wave)?;
        let said = [("a.text", "That we agree so little on what we run.")];
        table.send("form[action$='/attach/surprise']", &said)?;
        table.says("That we agree so little")?;
    }
    table.go(MARA, wave)?;
    let change = [
        ("a.text", "Mondays begin with what wakes us"),
        ("a.owner", "jonas"),
        ("a.due", "2099-02-01"),
    ];
    table.send("form[action$='/attach/commitment']", &change)?;
    table.says("Mondays begin with what wakes us")?;
    let wish = [("a.text", "Fewer dates that others promise for us")];
    table.send("form[action$='/attach/support']", &wish)?;
    table.says("Fewer dates that others promise for us")?;
    changed(table, wave, &[("a.outcome", "We carry more than we said. One thing goes.")])?;
    step(table, "talk", "talked over")?;
    table.is_clean("quarter-talked")
}

/// Whoever leads reads it now and answers; it stands under what waits and what was promised.
fn went_on(table: &Table, wave: &str) -> Step {
    table.go(INES, "/")?;
    table.says("Fewer dates that others promise for us")?;
    table.go(INES, wave)?;
    let answer =
        [("a.will", "No date leaves this house without you"), ("a.support_by", "2099-01-20")];
    table.send("form[action*='/attached/'][action$='/support']", &answer)?;
    table.says("No date leaves this house without you")?;
    table.is_clean("quarter-answered")?;
    table.go(MARA, wave)?;
    let came = [("a.came", "Two dates came to us first.")];
    table.send("form[action*='/attached/'][action$='/came']", &came)?;
    table.says("Two dates came to us first.")?;
    table.go(MARA, "/commitments?team=payments")?;
    table.says("Mondays begin with what wakes us")?;
    table.go(MARA, "/team/payments/quarter")?;
    let held = table.browser.text("main")?;
    let held = held.lines().find(|it| it.contains("Held so far")).unwrap_or_default();
    assert!(held.contains("metrics reviews") && held.contains("health reviews"), "{held}");
    table.is_clean("quarter-page")
}
