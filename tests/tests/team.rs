//! `remit serve`: two people on one server, on SQLite and on PostgreSQL.

use journeys::browser::{Browser, Step};
use journeys::program::{self, Running};
use tempfile::TempDir;

const PASSWORD: &str = "seven green kettles sing";

/// Comes in by an invitation and stays signed in.
fn join(link: &str, name: &str, handle: &str) -> Step<Browser> {
    let browser = Browser::open()?;
    browser.go(link)?;
    browser.fill("#name", name)?;
    browser.fill("#handle", handle)?;
    browser.fill("#password", PASSWORD)?;
    browser.click("main form button")?;
    browser.text("nav.rail a[href='/lanes']")?;
    Ok(browser)
}

fn serve(folder: &TempDir, database: &str) -> Step<Running> {
    let words = ["serve", "--database", database, "--organisation", "Northwind"];
    program::start(folder.path(), &[&words[..], &["--listen", "127.0.0.1:0"]].concat())
}

/// From the first start to a question that somebody else has to answer.
fn two_people_meet(database: &str) -> Step {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let mut server = serve(&folder, database)?;
    let link = server.link_to("/join/")?;
    let home = link.split("/join/").next().unwrap_or_default().to_owned();
    let ana = join(&link, "Ana Lind", "ana")?;

    // She invites Bo by a link, and it brings one person.
    ana.go(&format!("{home}/people"))?;
    ana.follow("Make the link")?;
    let invitation = ana.text("#invite-link")?;
    let bo = join(&invitation, "Bo Dahl", "bo")?;
    let third = Browser::open()?;
    third.go(&invitation)?;
    assert_eq!(third.count("#password")?, 0, "the invitation worked twice");

    // Bo begins a decision; Ana asks; it waits for Bo on the first page.
    bo.go(&format!("{home}/decisions"))?;
    bo.fill("form.begin input[name=title]", "Drop the retry table")?;
    bo.click("form.begin button")?;
    bo.arrives("/decision/")?;
    let decision = bo.place()?;
    ana.go(&decision)?;
    assert_eq!(ana.text("h1")?, "Drop the retry table");
    // Her own question; those of the bank are offered above it, one press away.
    ana.click("#slot-question summary")?;
    ana.fill("#slot-question details [name='a.text']", "Could it stay readable for a week?")?;
    ana.click("#slot-question details form button")?;
    // Only an answered request has been saved; the field of the form holds the words too.
    ana.reads("main", "waits for an answer")?;
    bo.go(&format!("{home}/"))?;
    bo.reads("main", "Could it stay readable for a week?")?;

    // A token lets the command line act here in her name, as far as its scopes go.
    ana.go(&format!("{home}/settings"))?;
    ana.click("form[action='/settings/token'] input[type=text]")
        .or_else(|_| ana.click("section:has(form[action='/settings/token']) summary"))?;
    ana.fill("#token-name", "nightly export")?;
    for at in 1..=ana.count("input[name=scope]")? {
        ana.click(&format!("ul.checks li:nth-child({at}) input"))?;
    }
    ana.click("form[action='/settings/token'] > button")?;
    let token = ana.text("#new-token")?;
    let words = ["export", "--server", &home];
    let told = program::run_with(folder.path(), &words, &[("REMIT_TOKEN", &token)])?;
    let out = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(out.contains("Drop the retry table") && !out.contains(PASSWORD));
    let told = program::run_with(folder.path(), &words, &[("REMIT_TOKEN", "made-up")])?;
    assert_eq!(told.status.code(), Some(2), "a made-up token exports");

    // Whoever signs out comes back with the password; the server remembers after a restart.
    assert_eq!(server.interrupt()?, Some(0));
    let mut again = serve(&folder, database)?;
    let line = again.line_with("Listening at ")?;
    let home = line.split(['\u{20}', ',']).find(|it| it.starts_with("http://")).unwrap_or_default();
    let back = Browser::open()?;
    back.go(&format!("{home}/decisions"))?;
    back.fill("#name", "bo")?;
    back.fill("#password", PASSWORD)?;
    back.follow_on("Sign in")?;
    back.reads("main", "Drop the retry table")?;
    Ok(())
}

#[test]
fn two_people_meet_on_sqlite() -> Step {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    two_people_meet(&format!("sqlite:{}", folder.path().join("team.db").display()))
}

#[test]
fn two_people_meet_on_postgres() -> Step {
    two_people_meet(&program::postgres()?)
}
