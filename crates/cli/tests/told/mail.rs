//! Mail is set up, tried, and refused with the way out; the password stands nowhere.

use crate::post_office::{Mood, PostOffice};
use crate::world::World;

const FROM: [&str; 4] = ["--mail-from", "remit@town.example", "--check-mail", "me@town.example"];

#[test]
fn one_letter_is_sent_to_see_and_what_the_server_said_is_told() {
    let (world, post) = (World::bare().set("REMIT_DATA", "data"), PostOffice::open());
    let url = post.url().replace("smtp://", "smtp://remit:hunter2@");
    let world = world.set("REMIT_MAIL_URL", &post.url());
    let told = world.remit(&[&["serve"][..], &FROM].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("took a letter to me@town.example"), "{}", told.err);
    assert_eq!(post.letters()[0].to, ["me@town.example"]);
    for (mood, says) in [(Mood::Refuses, "Nobody of that name here"), (Mood::Later, "come again")] {
        post.is(mood);
        let told = world.remit(&[&["serve"][..], &FROM].concat());
        assert!(told.code == 2 && told.err.contains(says), "{}", told.err);
    }
    post.is(Mood::Takes);
    let told = world.remit(&[&["serve", "--mail-url", &url][..], &FROM].concat());
    assert_eq!(told.code, 2, "this server knows no login: {}", told.err);
    assert!(!told.err.contains("hunter2"), "{}", told.err);
}

#[test]
fn what_is_missing_or_wrong_is_said_without_the_password() {
    let world = World::bare().set("REMIT_DATA", "data");
    let server = ["serve", "--mail-url", "ftp://remit:hunter2@mail.example"];
    for (words, says) in [
        (&["serve", "--check-mail", "me@x.example"][..], "no mail server to check"),
        (&server[..], "no address to send from"),
        (&["serve", "--mail-from", "r@x.example"], "no mail server"),
        (&[&server[..], &["--mail-from", "r@x.example"]].concat(), "neither smtp:// nor smtps://"),
        (&["serve", "--mail-url", "smtps://m.example", "--mail-from", "nobody"], "“nobody”"),
    ] {
        let told = world.remit(words);
        assert_eq!(told.code, 2, "{words:?}");
        assert!(told.err.contains(says), "{words:?}: {}", told.err);
        assert!(!told.err.contains("hunter2"), "{}", told.err);
        assert!(told.err.contains("--mail-"), "the way out is missing: {}", told.err);
    }
}
