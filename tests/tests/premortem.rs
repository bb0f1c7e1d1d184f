//! A pre-mortem of ten people in ten browsers, while the server is killed twice in the middle.
//!
//! Nothing is seen before its time, and nothing that anybody wrote is lost.

use journeys::browser::Step;
use journeys::table::{MARA, PEOPLE, Table};
use serde_json::json;

fn reaches(table: &Table, phase: &str) -> Step {
    let here = "document.getElementById('stage')?.dataset.phase === arguments[0]";
    table.until(here, json!([phase]))
}

fn puts_down(table: &Table, card: &str) -> Step {
    table.types("#card-text", card)?;
    table.presses("#f-card > button")
}

fn step(table: &Table, name: &str) -> Step {
    table.presses(&format!("form[action$='/move/{name}'] button"))
}

/// Everything the page and the server say to one person about the others' cards.
fn sees_only_own(table: &Table, person: usize) -> Step {
    let body = "const [own, all, place] = arguments; \
        const texts = await Promise.all([place, '/search?q=quokka', '/reflections', '/', \
            `/api/v1/records/${place.split('/').pop()}`, '/premortems'] \
            .map(async at => (await fetch(at)).text())); \
        const seen = texts.join(' ') + document.body.textContent; \
        return all.filter(it => !own.includes(it) && seen.includes(it))";
    let own = [card(person, 1), card(person, 2)];
    let all: Vec<String> = (0..PEOPLE.len()).flat_map(|it| [card(it, 1), card(it, 2)]).collect();
    let body = format!("return (async () => {{ {body} }})()").replace("arguments;", "args;");
    let body = format!("const args = arguments; {body}");
    let seen = table.browser.script(&body, &json!([own, all, table.place]))?;
    match seen.as_array() {
        Some(none) if none.is_empty() => Ok(()),
        _ => Err(format!("sees what others wrote: {seen}")),
    }
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
    let said = [
        ("title", "Move every payout to the instant rail"),
        ("a.horizon", "2099-06-30"),
        ("a.plan", "Two banks, one after the other."),
    ];
    table.place = table.begun("premortem", &said)?;
    table.presses("form[action$='/move/open'] button")?;
    reaches(table, "opening")?;
    table.each(|person| {
        table.go(person, &table.place)?;
        table.types("#chance-before", &(40 + 5 * person).to_string())?;
        table.presses("#f-before button")?;
        table.says("It is written down.")
    })?;
    table.sit(MARA)?;
    table.says("Ten have estimated.")?;
    table.is_clean("premortem-opening")?;
    step(table, "write")?;
    table.each(|_| {
        reaches(table, "writing")?;
        table.says("It is 30 June 2099. It has failed, badly. That is certain.")
    })
}

/// Two cards each, with the power cut in the middle of the first and of the second.
fn write(table: &mut Table) -> Step {
    table.each(|person| {
        puts_down(table, &card(person, 1))?;
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
            puts_down(table, &card(person, 2))?;
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
            table.go(person, &table.place)?;
            let kept = "document.querySelector('#card-text').value === arguments[0]";
            table.until(kept, json!([card(person, 2)]))?;
            return table.presses("#f-card > button");
        }
        puts_down(table, &card(person, 2))
    })?;
    // The second cut comes while the last of them are under way.
    table.kill();
    table.restart()?;
    table.each(|person| {
        table.until(has, json!([card(person, 2)]))?;
        let once = "document.querySelectorAll('#mine > ol > li').length === 2";
        table.until(once, json!([]))?;
        sees_only_own(table, person)
    })?;
    table.sit(MARA)?;
    table.says("Ten have written so far. Nobody sees what, or who.")?;
    table.is_clean("premortem-writing")
}

/// Mara has gone: Lena takes over. Everybody sees all twenty cards, without a reload.
fn show_and_join(table: &mut Table) -> Step {
    table.sit(2)?;
    table.presses("details.take-over summary")?;
    step(table, "reveal")?;
    let all: Vec<String> = (0..PEOPLE.len()).flat_map(|it| [card(it, 1), card(it, 2)]).collect();
    let shown =
        "arguments[0].every(it => document.querySelector('#cards')?.textContent.includes(it))";
    table.each(|_| {
        reaches(table, "round")?;
        table.until(shown, json!([all]))
    })?;
    table.sit(2)?;
    // Whoever leads from outside comes after the six of the team.
    let turn = table.browser.text("#turn")?;
    let outside = ["Ines", "Ben", "Ruth", "Tomas"];
    assert!(outside.iter().all(|it| !turn.contains(it)), "a leader speaks first: {turn}");
    table.is_clean("premortem-round")?;
    step(table, "join")?;
    reaches(table, "merging")?;
    let before = table.browser.count("#cards > ol > li")?;
    table.presses("#cards > ol > li:first-child details summary")?;
    let pick = "(it => { it.selectedIndex = 1; return true })\
                (document.querySelector('#cards > ol > li:first-child select'))";
    table.until(pick, json!([]))?;
    table.presses("#cards > ol > li:first-child details form button")?;
    let fewer = "document.querySelectorAll('#cards > ol > li').length === arguments[0]";
    table.until(fewer, json!([before - 1]))?;
    table.until(shown, json!([all]))?;
    table.is_clean("premortem-merging")?;
    step(table, "vote")
}

/// All of them find the first card the most harmful, and the second the most likely.
fn vote(table: &Table) -> Step {
    table.each(|_| {
        reaches(table, "voting")?;
        table.presses(".cards > li:nth-child(1) [name='a.damage']")?;
        table.presses(".cards > li:nth-child(2) [name='a.likely']")?;
        table.presses("#f-vote > button")?;
        table.says("Your votes are in.")
    })?;
    table.sit(2)?;
    table.says("Ten have voted.")?;
    table.is_clean("premortem-voting")?;
    step(table, "count")?;
    table.each(|_| reaches(table, "planning"))?;
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
    table.is_clean("premortem-planning")?;
    step(table, "estimate")?;
    table.each(|person| {
        reaches(table, "closing")?;
        table.types("#chance-after", &(30 + 5 * person).to_string())?;
        table.presses("#f-after button")?;
        table.says("It is written down.")
    })?;
    table.sit(2)?;
    table.says("Ten have estimated again.")?;
    table.is_clean("premortem-closing")?;
    step(table, "watch")
}

fn look_back(table: &Table) -> Step {
    table.each(|_| reaches(table, "running"))?;
    table.sit(3)?;
    let text = table.browser.text("main")?;
    for words in ["Ask the banks for their limits.", "One risk may still come.", "62.5 %", "52.5 %"]
    {
        assert!(text.contains(words), "“{words}” is not in: {text}");
    }
    table.is_clean("premortem-running")
}
