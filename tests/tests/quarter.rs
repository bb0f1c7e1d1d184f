//! A quarter of one team, in the browser: they look at their numbers and answer for how it is to work
//! here, unseen; they read it first, ask for something, and whoever leads answers.

use journeys::axe;
use journeys::browser::Step;
use journeys::table::Table;
use serde_json::json;

/// Of Payments.
const TEAM: usize = 6;
const MARA: usize = 0;
const JONAS: usize = 1;
/// Leads Payments from outside.
const INES: usize = 6;

/// Fills fields and selects, whether or not they stand behind “more”, and sends their form.
fn send(table: &Table, form: &str, fields: &[(&str, &str)]) -> Step {
    for (name, text) in fields {
        let field = format!("{form} [name='{name}']");
        table.until("document.querySelector(arguments[0]) !== null", json!([field]))?;
        table.types(&field, text)?;
    }
    table.presses(&format!("{form} button:not([name], .unseen)"))
}

fn go(table: &Table, person: usize, path: &str) -> Step {
    table.sit(person)?;
    table.browser.go(&format!("{}{path}", table.home(person)))
}

/// Begins a record of Payments, as Mara; its path.
fn begun(table: &Table, kind: &str, fields: &[(&str, &str)]) -> Step<String> {
    go(table, MARA, &format!("/{kind}/new?team=payments"))?;
    send(table, &format!("main form[action='/{kind}/new']"), fields)?;
    table.browser.arrives(&format!("/{kind}/0"))?;
    let place = table.browser.place()?;
    Ok(place[place.find(&format!("/{kind}/")).unwrap_or(0)..].to_owned())
}

fn changed(table: &Table, place: &str, fields: &[(&str, &str)]) -> Step {
    go(table, MARA, &format!("{place}/edit"))?;
    send(table, &format!("main form[action='{place}/edit']"), fields)?;
    table.until("!location.pathname.endsWith('/edit')", json!([]))
}

/// A step of the record, until its page says what came of it.
fn step(table: &Table, name: &str, comes: &str) -> Step {
    table.presses(&format!("form[action$='/move/{name}'] button"))?;
    table.says(comes)
}

fn is_clean(table: &Table, seen: &str) -> Step {
    let faults = axe::faults(&table.browser)?;
    table.browser.shoot(&format!("quarter-{seen}"))?;
    if faults.is_empty() { Ok(()) } else { Err(format!("{seen}: {}", faults.join("; "))) }
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
    let place = begun(
        table,
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
    go(table, MARA, &format!("{place}/edit"))?;
    table.presses("[data-add][value='add:explanations']")?;
    let second = "[name='a.explanations.1.explanation']";
    table.until("document.querySelector(arguments[0]) !== null", json!([second]))?;
    table.types(second, "They are begun too late in the week")?;
    table.presses(&format!("main form[action='{place}/edit'] button:not([name], .unseen)"))?;
    table.until("!location.pathname.endsWith('/edit')", json!([]))?;
    send(
        table,
        "form[action$='/attach/support']",
        &[("a.text", "One more person who knows the ledger")],
    )?;
    table.says("One more person who knows the ledger")?;
    step(table, "share", "shared, to be looked at again")?;
    go(table, INES, &place)?;
    let promise = [("a.will", "Ruth lends you Tomas on Fridays"), ("a.support_by", "2099-01-15")];
    send(table, "form[action*='/attached/'][action$='/support']", &promise)?;
    table.says("Ruth lends you Tomas on Fridays")?;
    is_clean(table, "numbers-answered")?;
    changed(table, &place, &[("a.shows_now", "The tail is gone on three Fridays of four.")])?;
    step(table, "look", "looked at again")
}

fn opened(table: &Table) -> Step<String> {
    let wave = begun(table, "health-review", &[("title", "How was this quarter for us?")])?;
    go(table, INES, &wave)?;
    let may_open = table.browser.count("form[action$='/move/open']")?;
    assert_eq!(may_open, 0, "whoever leads from outside opens no review");
    let day = "return new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10)";
    let day = table.browser.script(day, &json!([]))?;
    changed(table, &wave, &[("a.closes_on", day.as_str().unwrap_or_default())])?;
    step(table, "open", "open for answers")?;
    is_clean(table, "open")?;
    Ok(wave)
}

/// Each in a browser of their own: the ticket is taken signed in, the answer given by nobody.
fn answered(table: &Table, wave: &str) -> Step {
    for person in 0..TEAM {
        go(table, person, wave)?;
        table.presses("form[action$='/ticket'] button")?;
        let chosen = "((all, n) => { all.forEach((it, at) => \
            it.querySelector(`[value='${1 + (at + n) % 5}']`).click()); return all.length > 15 })\
            ([...document.querySelectorAll('form[data-ballot] fieldset')], arguments[0])";
        table.until(chosen, json!([person]))?;
        if person == MARA {
            is_clean(table, "ballot")?;
        }
        table.presses("form[data-ballot] > button")?;
        table.says("Your answers are in")?;
        // A second time there is nothing to take.
        go(table, person, wave)?;
        table.says("You have taken your ticket")?;
    }
    // Nothing is counted while it is open, for nobody.
    for person in [MARA, INES] {
        go(table, person, wave)?;
        let text = table.browser.text("main")?;
        assert!(!text.contains("answered of") && !text.contains("n = "), "{text}");
    }
    Ok(())
}

fn closed(table: &Table, wave: &str) -> Step {
    go(table, JONAS, wave)?;
    step(table, "close", "closed, to be talked over by the team")?;
    is_clean(table, "closed")?;
    // Six answered, so each of them sees the five others.
    let text = table.browser.text("main")?;
    assert!(text.contains("n = 6") || text.contains("6 of 6") || text.contains("Six"), "{text}");
    go(table, INES, wave)?;
    let text = table.browser.text("main")?;
    assert!(!text.contains("n = 6"), "the team reads it first: {text}");
    let speaks =
        table.browser.count("form[action$='/attach/surprise'], form[action$='/move/talk']")?;
    assert_eq!(speaks, 0, "and speaks first");
    is_clean(table, "not-yet")
}

fn talked_over(table: &Table, wave: &str) -> Step {
    for person in [MARA, JONAS] {
        go(table, person, wave)?;
        let said = [("a.text", "That we agree so little on what we run.")];
        send(table, "form[action$='/attach/surprise']", &said)?;
        table.says("That we agree so little")?;
    }
    go(table, MARA, wave)?;
    let change = [
        ("a.text", "Mondays begin with what wakes us"),
        ("a.owner", "jonas"),
        ("a.due", "2099-02-01"),
    ];
    send(table, "form[action$='/attach/commitment']", &change)?;
    table.says("Mondays begin with what wakes us")?;
    let wish = [("a.text", "Fewer dates that others promise for us")];
    send(table, "form[action$='/attach/support']", &wish)?;
    table.says("Fewer dates that others promise for us")?;
    changed(table, wave, &[("a.outcome", "We carry more than we said. One thing goes.")])?;
    step(table, "talk", "talked over")?;
    is_clean(table, "talked")
}

/// Whoever leads reads it now and answers; it stands under what waits and what was promised.
fn went_on(table: &Table, wave: &str) -> Step {
    go(table, INES, "/")?;
    table.says("Fewer dates that others promise for us")?;
    go(table, INES, wave)?;
    let answer =
        [("a.will", "No date leaves this house without you"), ("a.support_by", "2099-01-20")];
    send(table, "form[action*='/attached/'][action$='/support']", &answer)?;
    table.says("No date leaves this house without you")?;
    is_clean(table, "answered")?;
    go(table, MARA, wave)?;
    let came = [("a.came", "Two dates came to us first.")];
    send(table, "form[action*='/attached/'][action$='/came']", &came)?;
    table.says("Two dates came to us first.")?;
    go(table, MARA, "/commitments?team=payments")?;
    table.says("Mondays begin with what wakes us")?;
    go(table, MARA, "/team/payments/quarter")?;
    let held = table.browser.text("main")?;
    let held = held.lines().find(|it| it.contains("Held so far")).unwrap_or_default();
    assert!(held.contains("metrics reviews") && held.contains("health reviews"), "{held}");
    is_clean(table, "page")
}
