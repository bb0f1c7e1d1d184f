//! What hangs on office hours: topics of one sentence, votes for them, dates called off or moved.

use super::{becomes, rules};
use crate::attachment::{Attachment, Hides, PLAIN, Slot, SlotMove, line, prose, step};
use crate::kind::{Answer, Around, Ask, Need};
use crate::people::{Standing, Who};
use crate::practice::{day, kept, later};
use crate::record::{Answers, FieldProblem, Value};

pub static ABOUT: &[(&str, &str)] = &[
    ("risk", "a risk"),
    ("bet", "a bet"),
    ("health", "how we work, or how it runs"),
    ("lane", "whose decision something is"),
    ("unknown", "something we do not know"),
];

/// Exactly one for each topic that was talked about (`domain.md` 5.2); parked is a state of its own,
/// and the last is the sign of a queue for permission (5.4).
pub static OUTCOMES: &[(&str, &str)] = &[
    ("clearer", "clearer; no action"),
    ("experiment", "an experiment with a stop rule"),
    ("decision", "a decision was opened"),
    ("premortem", "a pre-mortem was set up"),
    ("lane", "a lane was changed or questioned"),
    ("intent", "an intent was begun or questioned"),
    ("proposal", "whoever leads was asked for support"),
    ("connected", "somebody to talk to was found"),
    ("unknown", "an unknown was written down"),
    ("escalated", "taken further, with a recommendation"),
    ("host", "the host decided"),
];

static NOTES: Ask = prose("notes", "Notes", "Three lines are plenty.", Need::Never);

const fn outcome(need: Need) -> Ask {
    Ask {
        answer: Answer::OneOf(OUTCOMES),
        ..line("outcome", "What came of it", "Exactly one.", need)
    }
}

/// One sentence; no proposal is needed.
pub static TOPIC: Slot = Slot {
    name: "topic",
    label: "Topic",
    plural: "Topics",
    purpose: "One sentence you would like to think about with somebody. It needs no proposal.",
    asks: &[
        line("text", "Your topic", "One sentence; half-formed is fine.", Need::Always),
        day("wished_on", "For the date", "Leave it empty for the next one with room.", Need::Never),
        later(Ask {
            answer: Answer::OneOf(ABOUT),
            ..line("about", "It is about", "", Need::Never)
        }),
        later(prose("tried", "What I already tried", "If anything.", Need::Never)),
        later(prose(
            "need",
            "What I need",
            "A second pair of eyes, a name, courage …",
            Need::Never,
        )),
        kept("side", "Brought from"),
        kept("talked_at", "Talked about"),
    ],
    states: &[
        ("waiting", "waits for its date", true),
        ("parked", "parked", true),
        ("done", "talked about", false),
        ("withdrawn", "withdrawn", false),
    ],
    moves: &[
        SlotMove {
            asks: &[outcome(Need::Always), NOTES],
            check: rules::theirs,
            ..step("conclude", "We talked about it", &["waiting", "parked"], "done", Who::Anyone)
        },
        SlotMove {
            asks: &[Ask { need: Need::Always, ..NOTES }],
            grows: true,
            check: rules::theirs,
            ..step("note", "Add a note", &["done"], "done", Who::Anyone)
        },
        SlotMove {
            asks: &[day(
                "move_to",
                "To the date",
                "As it stands in the list of dates.",
                Need::Always,
            )],
            check: rules::to_a_date_with_room,
            ..step(
                "move",
                "Move it to another date",
                &["waiting", "parked"],
                "waiting",
                Who::Anyone,
            )
        },
        SlotMove {
            asks: &[day(
                "again_on",
                "Look at it again on",
                "It comes back on this day.",
                Need::Always,
            )],
            check: rules::theirs,
            ..step("park", "Park it", &["waiting"], "parked", Who::Anyone)
        },
        SlotMove {
            check: rules::theirs,
            ..step("withdraw", "Withdraw it", &["waiting", "parked"], "withdrawn", Who::Anyone)
        },
        // Made together with the record it became, in one step.
        SlotMove {
            asks: &[
                Ask {
                    answer: Answer::Link,
                    ..line("became", "The record", "Its id, or an https address.", Need::Always)
                },
                outcome(Need::Always),
            ],
            check: rules::theirs,
            ..step(
                "become",
                "It became a record",
                &["waiting", "parked", "done"],
                "done",
                Who::Anyone,
            )
        },
        // Made together with the version of the map that it led to.
        SlotMove {
            asks: &[line(
                "map",
                "The version of the map",
                "Team and number: payments/7.",
                Need::Always,
            )],
            check: rules::to_a_version_of_a_map,
            ..step(
                becomes::MAP_STEP,
                "It became a change of the map",
                &["waiting", "parked", "done"],
                "done",
                Who::Anyone,
            )
        },
    ],
    by: Who::Anyone,
    due: &["again_on"],
    due_in: &["parked"],
    when_due: "Take up again",
    fixed_after: crate::id::At::DAY * 14,
    picked: &[],
    allows: rules::may_bring,
    settle: keep,
    ..PLAIN
};

/// Stands in a vote that names no topic any more.
pub const NO_TOPIC: &str = "none";

/// Whom one would listen to; each gives it to as many topics as they like. Shown as counts.
pub static VOTE: Slot = Slot {
    name: "topic_vote",
    label: "Vote",
    plural: "Votes",
    purpose: "Topics you would come for. Only their numbers are shown.",
    asks: &[Ask {
        answer: Answer::Attached("topic"),
        ..line("topics", "Topics I would come for", "As many as you like.", Need::Always)
    }],
    states: &[("given", "given", false)],
    by: Who::Anyone,
    hides: Hides::Always,
    fixed_after: i64::MAX,
    one_each: true,
    allows: rules::may_vote,
    rewords: rules::may_vote,
    ..PLAIN
};

/// A date of the series that is called off, or takes place at another time.
pub static CHANGED: Slot = Slot {
    name: "changed_date",
    label: "Changed date",
    plural: "Changed dates",
    purpose: "A date that is called off or moved; whoever waited for it is told with the reason.",
    asks: &[
        line("text", "Why", "A few words; everybody reads them.", Need::Always),
        day("planned_on", "Which date", "As the series has it.", Need::Always),
        day("moved_to", "Moved to", "Leave it empty to call it off.", Need::Never),
        line("at", "At", "Leave it empty for the usual hour.", Need::Never),
    ],
    states: &[("stands", "changed", false), ("undone", "as planned again", false)],
    moves: &[SlotMove {
        check: |dossier, _, around| rules::hosts_only(dossier, around),
        ..step("undo", "As planned again", &["stands"], "undone", Who::Anyone)
    }],
    by: Who::Anyone,
    check: an_hour,
    allows: rules::hosts_only,
    ..PLAIN
};

fn an_hour(answers: &Answers) -> Vec<FieldProblem> {
    match answers.get("at") {
        Some(Value::Text(at)) if !at.trim().is_empty() => match super::dates::hour(at) {
            Ok(_) => Vec::new(),
            Err(says) => vec![FieldProblem { field: "at".into(), says: says.to_string() }],
        },
        _ => Vec::new(),
    }
}

/// From which side a topic was brought, for counts that name nobody; and when it was talked about.
fn keep(it: &mut Attachment, step: Option<&str>, around: &Around) {
    match step {
        None => put(it, "side", side(around.standing).to_owned()),
        Some("conclude" | "become" | becomes::MAP_STEP) => {
            if it.text("talked_at").is_empty() {
                put(it, "talked_at", around.now.to_string());
            }
            if step == Some(becomes::MAP_STEP) {
                put(it, "outcome", "lane".to_owned());
            }
        }
        Some("move") => {
            if let Some(to) = it.answers.remove("move_to") {
                it.answers.insert("wished_on".into(), to);
            }
        }
        _ => {}
    }
}

fn put(it: &mut Attachment, name: &str, text: String) {
    it.answers.insert(name.into(), Value::Text(text));
}

fn side(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(it) if it.leads || it.is(Who::Leads) => "leads",
        Some(it) if it.is_in_team() => "team",
        _ => "elsewhere",
    }
}
