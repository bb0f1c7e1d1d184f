//! The harness itself: a browser that could not see a fault would prove nothing.

use std::time::Duration;

use journeys::browser::{Browser, ENTER, Scheme, Step, TAB, Width};
use journeys::{axe, program, static_page};
use serde_json::json;

const GOOD: &str = "<main><h1>Lanes</h1><p id=said>Nothing yet</p>\
    <label>Path <input id=path></label> <button id=ask>Ask</button></main>\
    <script>ask.onclick = () => said.textContent = 'Asked for ' + path.value</script>";

#[test]
fn axe_finds_a_planted_fault_and_leaves_a_good_page_alone() -> Step {
    let browser = Browser::open()?;
    assert_eq!(axe::everywhere(&browser, &static_page::serve(GOOD)?, "harness-good")?, [""; 0]);

    let bad = "<main><h1>Lanes</h1><input><p style='color:#bbb;background:#ccc'>Faint</p></main>";
    browser.go(&static_page::serve(bad)?)?;
    let faults = axe::faults(&browser)?.join("\n");
    assert!(faults.contains("label: input"), "{faults}");
    assert!(faults.contains("color-contrast: p"), "{faults}");
    Ok(())
}

#[test]
fn a_page_too_wide_for_a_phone_is_noticed() -> Step {
    let browser = Browser::open()?;
    let wide =
        "<main><h1>Wide</h1><div style='width:900px'>a table that does not fold</div></main>";
    let faults = axe::everywhere(&browser, &static_page::serve(wide)?, "harness-spill")?;
    let spills = faults.iter().filter(|fault| fault.contains("wider than the window"));
    assert_eq!(spills.count(), 2, "{faults:?}");
    Ok(())
}

#[test]
fn a_person_types_clicks_and_reads() -> Step {
    let browser = Browser::open()?;
    browser.go(&static_page::serve(GOOD)?)?;
    browser.fill("#path", "src/billing")?;
    browser.follow("Ask")?;
    assert_eq!(browser.text("#said")?, "Asked for src/billing");
    // The same by keyboard alone.
    browser.go(&browser.address()?)?;
    browser.press(&format!("{TAB}src{TAB}{ENTER}"))?;
    // Keys go through the browser's own queue: the answer may come a moment after them.
    browser.reads("#said", "Asked for src")
}

#[test]
fn what_a_form_leads_to_is_read_however_long_it_takes() -> Step {
    let browser = Browser::open()?;
    let form = "<main><h1>Ask</h1><form method=post action=/><button>Save</button></form></main>";
    let answer = "<main><h1>Saved</h1></main>";
    let long = Duration::from_secs(2);
    browser.go(&static_page::serve_form(form, answer, long)?)?;
    browser.follow_on("Save")?;
    assert_eq!(browser.text("h1")?, "Saved");
    // A button that leads nowhere is a failure with a sentence, not a page read too early.
    browser.go(&static_page::serve(GOOD)?)?;
    let why = browser.follow_on("Ask").unwrap_err();
    assert!(why.starts_with("“Ask” led nowhere"), "{why}");
    Ok(())
}

#[test]
fn without_script_the_page_runs_none_and_can_still_be_read() -> Step {
    let browser = Browser::open()?;
    browser.without_script()?;
    browser.go(&static_page::serve(GOOD)?)?;
    browser.click("#ask")?;
    assert_eq!(browser.text("#said")?, "Nothing yet");
    assert_eq!(browser.count("button")?, 1);
    Ok(())
}

#[test]
fn dark_and_narrow_reach_the_page() -> Step {
    let browser = Browser::open()?;
    browser.look(Scheme::Dark, Width::Narrow)?;
    browser.go(&static_page::serve(GOOD)?)?;
    let seen = "return [matchMedia('(prefers-color-scheme: dark)').matches, innerWidth]";
    assert_eq!(browser.script(seen, &json!([]))?, json!([true, 360]));
    Ok(())
}

#[test]
fn what_is_not_there_fails_with_a_sentence() -> Step {
    let browser = Browser::open()?;
    let url = static_page::serve(GOOD)?;
    browser.go(&url)?;
    let why = browser.text("#gone").unwrap_err();
    assert!(why.starts_with(&format!("`#gone` is not on {url}")), "{why}");
    Ok(())
}

#[test]
fn the_program_is_the_one_that_was_built() -> Step {
    let checkout = program::checkout()?;
    let told = program::run(&checkout.path().join("shop"), &["--version"])?;
    assert_eq!(told.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("remit "));
    Ok(())
}
