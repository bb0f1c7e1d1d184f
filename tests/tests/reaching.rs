//! `remit serve` with a mail server beside it: a letter really goes out, and its link works.

use std::time::Duration;

use journeys::browser::{Browser, Step};
use journeys::post_office::PostOffice;
use journeys::program;
use tempfile::TempDir;

#[test]
fn an_address_is_asked_by_a_letter_and_confirmed_by_its_link() -> Step {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let post = PostOffice::open();
    let mail = post.url();
    let words = ["serve", "--data", "data", "--listen", "127.0.0.1:0", "--mail-url", &mail];
    let words = [&words[..], &["--mail-from", "Remit <remit@town.example>"]].concat();
    let mut server = program::start(folder.path(), &words)?;
    let link = server.link_to("/join/")?;
    let home = link.split("/join/").next().unwrap_or_default().to_owned();
    let ana = Browser::open()?;
    ana.go(&link)?;
    ana.fill("#name", "Ana Lind")?;
    ana.fill("#handle", "ana")?;
    ana.fill("#password", "seven green kettles sing")?;
    ana.click("main form button")?;
    ana.text("nav.rail a[href='/lanes']")?;

    ana.go(&format!("{home}/settings/reaching"))?;
    ana.fill("#address", "ana@town.example")?;
    ana.click("form[action='/settings/address'] button")?;
    ana.reads("body", "A letter is on its way there")?;
    let letter = post.wait(Duration::from_secs(60)).ok_or("no letter came within a minute")?;
    assert_eq!(letter.to, ["ana@town.example"]);
    let words = letter.words();
    let confirm = words.split_whitespace().find(|it| it.starts_with(&format!("{home}/confirm/")));

    // Whoever reads the letter need not be signed in.
    let reader = Browser::open()?;
    reader.go(confirm.ok_or("the letter has no link to this server")?)?;
    reader.click("main form button")?;
    reader.reads("main", "Mail goes to ana@town.example from now on")?;
    ana.go(&format!("{home}/settings/reaching"))?;
    ana.reads("main", "Mail goes to ana@town.example")?;
    assert_eq!(server.interrupt()?, Some(0));
    Ok(())
}
