//! Every scenario from its first page to its exit, and the one that is one person's own to its end.

use journeys::browser::Step;
use journeys::table::{INES, JONAS, MARA, Table};
use serde_json::json;

/// The playbooks that come with the program, by their place on the page.
const PLAYBOOKS: usize = 5;

/// Sends a form; what it adds stands on the page then.
fn send(table: &Table, form: &str, fields: &[(&str, &str)], comes: &str) -> Step {
    table.send(form, fields)?;
    table.says(comes)
}

#[test]
fn every_scenario_is_played_from_its_first_page_to_its_exit() -> Step {
    let table = Table::laid()?;
    table.go(MARA, "/scenarios")?;
    let books = table.browser.count("details[id^='playbook-'] > form.begin")?;
    assert_eq!(books, PLAYBOOKS, "one form a playbook");
    for at in 1..=PLAYBOOKS {
        through(&table, at).map_err(|why| format!("playbook {at}: {why}"))?;
    }
    Ok(())
}

fn through(table: &Table, at: usize) -> Step {
    table.go(MARA, "/scenarios")?;
    let book = "return [...document.querySelectorAll('details[id^=playbook-]')]\
                [arguments[0] - 1].id";
    let book = table.browser.script(book, &json!([at]))?;
    let book = book.as_str().unwrap_or_default().to_owned();
    let title = format!("What is hard, seen from {book}");
    send(table, &format!("#{book} > form.begin"), &[("title", &title)], &title)?;
    let place = table.arrived("scenario")?;
    three_explanations(table, &place)?;
    table.presses("form[action$='/move/go_on'] button")?;
    table.says("trying steps")?;

    // One press begins a real record, which leads back.
    let second = "(it => { if (!it) return false; it.click(); return true })\
        (document.querySelectorAll(\"form[action*='/step/'] button\")[1])";
    table.until(second, json!([]))?;
    table.until("!location.pathname.startsWith('/scenario/')", json!([]))?;
    let back = format!("a[href='{place}']");
    table.until("document.querySelector(arguments[0]) !== null", json!([back]))?;

    table.go(MARA, &place)?;
    let shows = [("text", "Two of three waits are shorter.")];
    send(table, "form[action$='/say/look']", &shows, "Two of three waits are shorter.")?;
    refused_too_early(table, &place)?;
    for (signal, sees) in [(1, "Waits are half of what they were"), (2, "Promises hold again")] {
        table.go(MARA, &place)?;
        let pick = "(it => { if (!it) return false; it.selectedIndex = arguments[0]; return true })\
            (document.querySelector(\"form[action$='/attach/sign'] select\"))";
        table.until(pick, json!([signal]))?;
        send(table, "form[action$='/attach/sign']", &[("a.text", sees)], sees)?;
    }
    let word = [("text", "We know again what waits, and for whom.")];
    send(table, "form[action$='/say/exit']", &word, "through it")?;
    table.is_clean(&format!("scenario-through-{at}"))
}

/// Held against what is known: nothing goes on before three of them have two sides.
fn three_explanations(table: &Table, place: &str) -> Step {
    for n in 0..3 {
        table.presses("form[action$='/attach/hypothesis'] button.link")?;
        let held = "document.querySelectorAll(\"form[action$='/speak_for']\").length";
        table.until(&format!("{held} === {}", n + 1), json!([]))?;
    }
    table.presses("form[action$='/move/go_on'] button")?;
    table.says("0 of at least 3 explanations")?;
    for side in ["speak_for", "speak_against"] {
        let name = if side == "speak_for" { "a.evidence_for" } else { "a.evidence_against" };
        for n in 1..=3 {
            table.go(MARA, place)?;
            let nth = "return document.querySelectorAll(arguments[0])[arguments[1] - 1].action";
            let css = format!("form[action$='/{side}']");
            let form = table.browser.script(nth, &json!([css, n]))?;
            let form = form.as_str().unwrap_or_default().to_owned();
            let form = form[form.find("/scenario/").unwrap_or(0)..].to_owned();
            let said = format!("Seen in week {n}, {side}");
            send(table, &format!("form[action='{form}']"), &[(name, &said)], &said)?;
        }
    }
    table.go(MARA, place)
}

/// It ends on two different signals, not on a wish.
fn refused_too_early(table: &Table, place: &str) -> Step {
    table.go(MARA, place)?;
    let wish = [("text", "We would like it to be over.")];
    send(table, "form[action$='/say/exit']", &wish, "It ends on 2 different signals")
}

/// What Jonas writes for himself alone is found by nobody, in no place that can be asked; what he shares
/// is an ordinary record; and once he ends it, it is gone.
#[test]
fn what_is_one_persons_own_stays_so_until_it_ends() -> Step {
    const OWN: &str = "quokka-unheard: I fear the room more than the work.";
    let table = Table::laid()?;
    table.go(JONAS, "/scenarios/alone")?;
    let form = "form[action='/scenarios/alone']";
    send(
        &table,
        form,
        &[("for.0", OWN), ("question.0", "quokka-worst: a meeting a day")],
        "Begun",
    )?;
    table.says(OWN)?;
    table.is_clean("scenario-alone")?;
    unheard(&table)?;
    table.go(JONAS, "/scenarios/alone")?;
    let share = "form[action='/scenarios/alone/share/0']";
    send(&table, share, &[("title", "One lane for Jonas, with a way back")], "One lane for Jonas")?;
    unheard(&table)?;
    table.go(JONAS, "/scenarios/alone")?;
    table.presses("#end summary")?;
    table.presses("form[action='/scenarios/alone/end'] button")?;
    table.until("location.pathname === '/scenarios'", json!([]))?;
    table.go(JONAS, "/scenarios/alone")?;
    let text = table.browser.script("return document.body.innerHTML", &json!([]))?;
    assert!(!text.to_string().contains("quokka"), "it is gone");
    Ok(())
}

/// As Mara, who looks after the organisation, and as Ines, who leads the team.
fn unheard(table: &Table) -> Step {
    for person in [MARA, INES] {
        table.go(person, "/scenarios/alone")?;
        let body = "const places = ['/search?q=quokka', '/', '/scenarios', '/person/jonas', \
            '/team/payments', '/reflections', '/decisions?state=any', '/api/v1/records?limit=100', \
            '/api/v1/due', '/api/v1/search?q=quokka']; \
            const texts = places.map(at => { const ask = new XMLHttpRequest(); \
            ask.open('GET', at, false); ask.send(); return ask.responseText; }); \
            const found = places.filter((_, at) => /quokka-(unheard|worst)/.test(texts[at])); \
            if (document.body.innerHTML.includes('quokka-')) found.push('the page itself'); \
            return found";
        let found = table.browser.script(body, &json!([]))?;
        assert_eq!(found, json!([]), "person {person}");
    }
    Ok(())
}
