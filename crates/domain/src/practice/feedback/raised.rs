//! One thing that was said, and its way back to whoever said it (`domain.md` 9.2).

use crate::attachment::falls_to::{FallsTo, Wait, whoever_promised};
use crate::attachment::{Attachment, PLAIN, Promise, Slot, SlotMove, line, prose, step};
use crate::id::At;
use crate::kind::{Answer, Around, Ask, Need};
use crate::measure::follow_through::End;
use crate::people::Who;
use crate::practice::{day, kept, later, own};
use crate::record::{Dossier, Record, Refusal};

/// Days within which something raised should have come back (`domain.md` 9.3, ours).
pub const ANSWER_DAYS: i64 = 30;

/// Days after which something that was told counts as checked, if nobody says otherwise.
pub const CHECK_DAYS: i64 = 30;

pub static RAISED: Slot = Slot {
    name: "raised",
    label: "Something to say",
    plural: "What was said",
    adds: "Say something",
    told: "a word of feedback",
    purpose: "What happened and what it led to. It comes back to you with what was done, or why not.",
    asks: &[
        prose("text", "What happened, and what it led to", "One thing.", Need::Always),
        line("wish", "What you wish for instead", "It helps, and is not needed.", Need::Never),
        later(Ask {
            answer: Answer::OneOf(NAMED),
            ..line(
                "named",
                "Whose it is",
                "The house keeps the name of whoever writes here, always. Who wants no name asks a colleague to carry it, or writes it in a health review.",
                Need::Never,
            )
        }),
        kept("heard_at", "Heard"),
        kept("decided_at", "Answered"),
        kept("done_at", "Done"),
        kept("told_at", "Told"),
        kept("closed_at", "Checked"),
        kept("reopened_at", "Opened again"),
    ],
    states: &[
        ("raised", "waits for an answer", true),
        ("heard", "heard", true),
        ("will", "we will", true),
        ("learning", "we need to learn more", true),
        ("declined", "we will not; to be told", true),
        ("done", "done; to be told", true),
        ("told", "told; waits for a check", true),
        ("closed", "checked", false),
        ("reopened", "opened again", true),
    ],
    moves: MOVES,
    due: &["due"],
    due_in: &["will", "learning"],
    when_due: "Come back to",
    promises: Some(promised),
    by: Who::Anyone,
    falls_to,
    waits: Some(waits),
    fixed_after: At::DAY,
    allows: while_open,
    settle,
    ..PLAIN
};

/// Unnamed ways in; why there is no third is in `docs/decisions/0014-feedback-without-a-name.md`.
static NAMED: &[(&str, &str)] = &[
    ("own", "mine"),
    ("carried", "told to me by somebody who wants no name"),
    ("review", "read in a health review, where nobody has a name"),
];

static WILL: &[Ask] = &[
    line("will", "What you will do", "Something they will be able to see.", Need::Always),
    Ask { answer: Answer::Person, ..line("owner", "Who does it", "One person.", Need::Always) },
    day("due", "By when", "", Need::Always),
];

static LEARN: &[Ask] = &[
    line("learn", "What you need to learn", "And how you find it out.", Need::Always),
    Ask { answer: Answer::Person, ..line("owner", "Who finds out", "One person.", Need::Always) },
    day("due", "By when", "", Need::Always),
];

static MOVES: &[SlotMove] = &[
    SlotMove {
        check: by_whoever_answers,
        ..step("hear", "I have heard it", &["raised", "reopened"], "heard", Who::TeamOrLeads)
    },
    SlotMove {
        asks: WILL,
        check: by_whoever_answers,
        ..step("will", "We will", UNDECIDED, "will", Who::TeamOrLeads)
    },
    SlotMove {
        asks: &[line("because", "Because", "The reason, not an excuse.", Need::Always)],
        check: by_whoever_answers,
        ..step("decline", "We will not, because …", MAY_DECLINE, "declined", Who::TeamOrLeads)
    },
    SlotMove {
        asks: LEARN,
        check: by_whoever_answers,
        ..step("learn", "We need to learn more", UNDECIDED, "learning", Who::TeamOrLeads)
    },
    SlotMove {
        asks: &[line("did", "What was done", "What they can see now.", Need::Always)],
        check: by_whoever_answers,
        ..step("done", "It is done", &["will"], "done", Who::TeamOrLeads)
    },
    SlotMove {
        asks: &[line("told", "What you told them, and where", "The same words.", Need::Always)],
        check: by_whoever_answers,
        ..step("tell", "It has been told", &["done", "declined"], "told", Who::TeamOrLeads)
    },
    SlotMove {
        check: by_whoever_raised,
        ..step("check", "So it is", &["told"], "closed", Who::Anyone)
    },
    SlotMove {
        asks: &[line("not_yet", "What is not so", "What you see today.", Need::Always)],
        check: by_whoever_raised,
        ..step("reopen", "It is not so", &["told", "closed"], "reopened", Who::Anyone)
    },
];

/// Under way, to whoever does it; told, to whoever raised it; else to whoever it is put to. Put to
/// nobody, it comes back to whoever asked, and what was said unasked to whoever leads.
fn falls_to(record: &Record, it: &Attachment) -> FallsTo {
    match it.state.as_str() {
        "told" => FallsTo::Wrote(it.author.clone()),
        "will" | "learning" => whoever_promised(record, it),
        _ if !record.text("to").is_empty() => FallsTo::named(record.text("to")),
        _ if record.author != it.author => FallsTo::Wrote(record.author.clone()),
        _ => FallsTo::Leads,
    }
}

/// “We will” and “we need to learn more” are promises, until what was done is told or it is declined.
fn promised(it: &Attachment) -> Option<Promise> {
    let will = |end| Promise::of(it, "will", "due", end);
    let is_done = !it.text("done_at").is_empty();
    match it.state.as_str() {
        "will" => will(End::Open),
        "learning" => Promise::of(it, "learn", "due", End::Open),
        "done" | "told" | "closed" if is_done => Some(will(End::Kept)?.settled(it, "done_at")),
        "declined" => Some(will(End::Dropped)?.settled(it, "decided_at")),
        _ => None,
    }
}

/// What is under way comes due by its own date.
fn waits(_: &Record, it: &Attachment, around: &Around) -> Option<Wait> {
    match it.state.as_str() {
        _ if is_over(it, around.now) => None,
        "will" | "learning" => None,
        // Somebody else's telling made it wait.
        "told" => Some(Wait {
            by_record: true,
            ..Wait::new("Check", "You said it; you were told what came of it")
        }),
        "done" | "declined" => Some(Wait::new("Tell them", "On “{on}”: it has not come back yet")),
        _ => Some(Wait::new("Answer", "Said on “{on}”")),
    }
}

static UNDECIDED: &[&str] = &["raised", "heard", "learning", "reopened"];
static MAY_DECLINE: &[&str] = &["raised", "heard", "learning", "will", "reopened"];

fn while_open(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if dossier.record.state == "open" {
        return Ok(());
    }
    Err(Refusal::Rule("This is closed; open it again, or begin another one.".to_owned()))
}

/// Whoever it is put to; once they have left, or where it is put to the team, anybody there but
/// the one who raised it.
fn by_whoever_answers(dossier: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    let to = dossier.record.text("to");
    let asked = own::is_put_to_somebody(around, to);
    let owner = it.text("owner");
    let does_it = !owner.is_empty() && around.actor.is_some() && own::is_actor(around, owner);
    if asked && !own::is_actor(around, to) && !does_it {
        return Err(Refusal::NotYours(format!(
            "This is put to @{to}; they answer it. You can say something here yourself."
        )));
    }
    if !asked && around.actor.is_some_and(|actor| actor.id == it.author) {
        return Err(Refusal::OwnWork);
    }
    Ok(())
}

fn by_whoever_raised(_: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    if around.actor.is_some_and(|actor| actor.id != it.author) {
        let says = "Whether it is so, the one who raised it says. After thirty days without a word it counts as checked.";
        return Err(Refusal::NotYours(says.to_owned()));
    }
    Ok(())
}

/// The moments of the loop, as the house saw them.
fn settle(it: &mut Attachment, step: Option<&str>, around: &Around) {
    let stamp = |it: &mut Attachment, name: &str| {
        let now = crate::record::Value::Text(around.now.to_string());
        it.answers.insert(name.to_owned(), now);
    };
    let first = |it: &mut Attachment, name: &str| {
        if it.text(name).is_empty() {
            stamp(it, name);
        }
    };
    match step {
        // Whoever raises something writes no moment of the loop themselves.
        None => it.answers.retain(|name, _| !name.ends_with("_at")),
        Some("hear") => first(it, "heard_at"),
        Some("will" | "decline" | "learn") => {
            first(it, "heard_at");
            // Learning more is an answer; what is decided afterwards is the decision.
            stamp(it, "decided_at");
        }
        Some("done") => stamp(it, "done_at"),
        Some("tell") => stamp(it, "told_at"),
        Some("check") => stamp(it, "closed_at"),
        Some("reopen") => {
            stamp(it, "reopened_at");
            // It has not come back after all; the journal remembers that it once had.
            for name in ["done_at", "told_at", "closed_at"] {
                it.answers.remove(name);
            }
        }
        _ => {}
    }
}

/// One of the kept moments.
pub fn moment(it: &Attachment, name: &str) -> Option<At> {
    it.text(name).parse::<jiff::Timestamp>().ok().map(|at| At(at.as_millisecond()))
}

/// Checked by whoever raised it, or told so long ago that silence counts.
pub fn is_over(it: &Attachment, now: At) -> bool {
    it.state == "closed"
        || it.state == "told"
            && moment(it, "told_at").is_some_and(|at| now.since(at) >= CHECK_DAYS * At::DAY)
}
