//! What the letters say. Titles, names and links; never what somebody wrote under a title, so
//! that nothing held back can leave the house by mail.

use domain::id::At;
use domain::reach::Message;
use forge::Letter;

use super::Reach;
use crate::desk::Waits;

/// More than these are on Today.
const MOST: usize = 10;

/// What waits for somebody, newest knowledge first: one subject, one sentence each, one link each.
pub(super) fn waits(reach: &Reach, (name, to): (&str, &str), new: &[Waits], off: &str) -> Letter {
    let subject = match new {
        [one] => format!("{}: {}", one.what, one.on),
        many => format!("{} things wait for you", many.len()),
    };
    let mut text = format!("Hello {name},\n\n");
    for it in new.iter().take(MOST) {
        text += &format!("{}: {}\n{}.\n{}{}\n\n", it.what, it.on, it.why, reach.home, it.to);
    }
    if new.len() > MOST {
        text += &format!("And {} more, on {}/\n\n", new.len() - MOST, reach.home);
    }
    text += &foot(reach, "This came because something waits for you and for nobody else.", off);
    Letter { off: Some(off.to_owned()), ..plain(to, &subject, text) }
}

/// A link to come in again, asked for on the page.
pub(super) fn sign_in(reach: &Reach, to: &str, secret: &str) -> Letter {
    let text = format!(
        "This link signs you in, once and within the hour:\n{}/enter/{secret}\n\nSomebody asked for it \
         on the page with this address. If that was not you, leave it: without the link nothing happens.\n",
        reach.home
    );
    plain(to, "Your link to sign in", text)
}

/// An invitation by somebody who is here.
pub(super) fn invitation(
    reach: &Reach,
    (by, team): (&str, &str),
    to: &str,
    secret: &str,
) -> Letter {
    let text = format!(
        "{by} invites you to {team}. This link lets you in, once and within two weeks:\n\
         {}/join/{secret}\n\nNothing happens without it, and nothing else will come.\n",
        reach.home
    );
    plain(to, &format!("{by} invites you to {team}"), text)
}

/// Asks whoever reads it whether this is their address.
pub(super) fn confirm(reach: &Reach, name: &str, to: &str, token: &str) -> Letter {
    let text = format!(
        "{name} says that this is their address in Remit. If that is you, confirm it here:\n\
         {}/confirm/{token}\n\nIf it is not, leave it: nothing else will come.\n",
        reach.home
    );
    plain(to, "Is this your address?", text)
}

/// The week on one page: titles and links, each under its heading; nothing empty is shown.
pub(super) fn digest(
    reach: &Reach,
    (name, to): (&str, &str),
    week: &[(&str, Vec<Told>)],
    off: &str,
) -> Letter {
    let mut text = format!("Hello {name}, this is the week on one page.\n\n");
    for (heading, lines) in week.iter().filter(|it| !it.1.is_empty()) {
        text += &format!("{heading}\n");
        for it in lines.iter().take(MOST) {
            text += &format!("- {}\n  {}{}\n", it.says, reach.home, it.to);
        }
        if lines.len() > MOST {
            text += &format!("- and {} more\n", lines.len() - MOST);
        }
        text.push('\n');
    }
    text += &foot(reach, "This came because you asked for it.", off);
    Letter { off: Some(off.to_owned()), ..plain(to, "Your week on one page", text) }
}

/// One line of the digest.
pub(super) struct Told {
    pub(super) says: String,
    pub(super) to: String,
}

/// Whether mail arrives, sent by whoever sets it up.
pub(super) fn check(reach: &Reach, to: &str, name: &str, now: At) -> Letter {
    let text = format!(
        "This is how mail from Remit arrives. It was sent to see whether it does, from {}.\n",
        reach.home
    );
    Letter { name: name.to_owned(), at: now.0, ..plain(to, "Mail from Remit arrives", text) }
}

fn plain(to: &str, subject: &str, text: String) -> Letter {
    Letter {
        name: String::new(),
        to: to.to_owned(),
        subject: subject.to_owned(),
        text,
        off: None,
        at: 0,
    }
}

fn foot(reach: &Reach, why: &str, off: &str) -> String {
    format!(
        "-- \n{why}\nTurn it off, without signing in: {off}\nQuiet hours and everything else: {}/settings/reaching\n",
        reach.home
    )
}

/// What turns a message off, in one click and without signing in.
pub(super) fn off_link(reach: &Reach, token: &str) -> String {
    format!("{}/off/{token}", reach.home)
}

/// What a message is called where it is turned off.
pub(super) fn name_of(message: Message) -> &'static str {
    match message {
        Message::Waits => "What waits for you",
        Message::Digest => "The week on one page",
    }
}
