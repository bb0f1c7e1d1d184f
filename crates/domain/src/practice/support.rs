//! What a team asks of whoever leads it, and their answer in the open: promised by a day, or not now.

use super::checks::{Worded, finding};
use super::feedback::raised::ANSWER_DAYS;
use super::{day, kept, own, team_led};
use crate::attachment::falls_to::{FallsTo, Wait, whoever_is_asked};
use crate::attachment::{Attachment, PLAIN, Promise, Slot, SlotMove, line, step};
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Answer, Around, Ask, Need};
use crate::measure::follow_through::End;
use crate::people::{Who, bare, is_among};
use crate::record::{Dossier, Record, Refusal, Value};

/// States of a review in which whoever leads from outside has the word too.
pub const OPENED: &[&str] = &["shared", "looked", "talked"];

/// What the team needs from whoever leads it, and their answer in the open (`domain.md` 7.8).
pub static SUPPORT: Slot = Slot {
    name: "support",
    label: "Request for support",
    plural: "Support asked for",
    adds: "Ask for support",
    told: "a request for support",
    purpose: "What we cannot change alone. Whoever leads answers here: by when, or why not now.",
    asks: &[
        line("text", "What we ask for", "Something one can see done.", Need::Always),
        Ask {
            answer: Answer::Person,
            ..line("from", "Of whom", "Empty: whoever leads the team.", Need::Never)
        },
        Ask { answer: Answer::Person, ..kept("owner", "Answered by") },
        Ask { answer: Answer::Day, ..kept("answered_on", "Answered on") },
        Ask { answer: Answer::Day, ..kept("came_on", "Came on") },
    ],
    states: &[
        ("open", "waits for an answer", true),
        ("supported", "support is promised", true),
        ("not_now", "not now", false),
        ("came", "support came", false),
    ],
    moves: SUPPORT_MOVES,
    due: &["support_by"],
    when_due: "Give support",
    promises: Some(promised),
    by: Who::OfTeam,
    falls_to: whoever_leads_or_is_named,
    waits: Some(once_opened),
    fixed_after: At::DAY,
    settle: keep_the_answer,
    ..PLAIN
};

fn whoever_leads_or_is_named(record: &Record, it: &Attachment) -> FallsTo {
    match (it.state.as_str(), it.text("from")) {
        ("open", "") => FallsTo::Leads,
        _ => whoever_is_asked(record, it),
    }
}

/// Once whoever leads has answered with a day.
fn promised(it: &Attachment) -> Option<Promise> {
    let will = |end| Promise::of(it, "will", "support_by", end);
    match it.state.as_str() {
        "supported" => will(End::Open),
        "came" => Some(will(End::Kept)?.settled(it, "came_on")),
        "not_now" => Some(will(End::Dropped)?.settled(it, "answered_on")),
        _ => None,
    }
}

/// From when the team has shared it.
fn once_opened(record: &Record, it: &Attachment, _: &Around) -> Option<Wait> {
    let waits = it.state == "open" && OPENED.contains(&record.state.as_str());
    waits.then_some(Wait::new("Answer", "{by} asks for support on “{on}”"))
}

static SUPPORT_MOVES: &[SlotMove] = &[
    SlotMove {
        asks: &[
            line("will", "What you will do", "Something the team will see.", Need::Always),
            day("support_by", "By when", "", Need::Always),
        ],
        check: by_whoever_is_asked,
        ..step("support", "Support, by …", &["open", "not_now"], "supported", Who::Leads)
    },
    SlotMove {
        asks: &[line(
            "because",
            "Because",
            "The reason, and when to ask again if you know.",
            Need::Always,
        )],
        check: by_whoever_is_asked,
        ..step("not_now", "Not now, because …", &["open", "supported"], "not_now", Who::Leads)
    },
    SlotMove {
        asks: &[line("came", "What came", "What is different now.", Need::Always)],
        ..step("came", "It came", &["supported"], "came", Who::OfTeam)
    },
];

/// Once the team has shared it.
fn by_whoever_is_asked(dossier: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    team_led::team_first(OPENED, dossier, around)?;
    only_whoever_is_asked(it, around)
}

/// Whoever is named, or anybody who leads the team if nobody of those is.
pub fn only_whoever_is_asked(it: &Attachment, around: &Around) -> Result<(), Refusal> {
    let to = bare(it.text("from"));
    if is_among(around.leads, to)
        && own::is_put_to_somebody(around, to)
        && !own::is_actor(around, to)
    {
        return Err(Refusal::NotYours(format!(
            "This is asked of @{to}; they answer it. You can ask a question here."
        )));
    }
    Ok(())
}

/// Who answered, and when: a promise made in an office is found by its name.
fn keep_the_answer(it: &mut Attachment, step: Option<&str>, around: &Around) {
    let mut keep = |name: &str, text: String| it.answers.insert(name.into(), Value::Text(text));
    if step == Some("came") {
        keep("came_on", around.now.day().to_string());
    }
    if matches!(step, Some("support" | "not_now")) {
        keep("answered_on", around.now.day().to_string());
        if let Some(actor) = around.actor {
            keep("owner", actor.handle.clone());
        }
    }
}

/// Said by nobody for too long: what still waits for its first answer.
pub fn waits_too_long(
    rule: &'static str,
    (slot, it): (&Slot, &Attachment),
    now: At,
    asks: &str,
) -> Option<Finding> {
    let is_late = it.state == slot.first_state() && now.since(it.made_at) > ANSWER_DAYS * At::DAY;
    let says = || format!("This has waited for more than {ANSWER_DAYS} days.");
    is_late.then(|| finding(rule, Weight::Warns, slot.name, it.text("text")).saying(&says(), asks))
}

/// The same for what was asked of whoever leads.
pub fn request_waits(
    rule: &'static str,
    (slot, it): (&Slot, &Attachment),
    now: At,
) -> Option<Finding> {
    waits_too_long(rule, (slot, it), now, "Who could answer it, if only with “not now, because”?")
}
