//! Slots that every kind offers: questions, ideas, links, forecasts, responses.

use super::{Attachment, Hides, PLAIN, Slot, SlotMove, falls_to, line, prose, step};
use crate::kind::{Answer, Around, Ask, Need};
use crate::people::Who;
use crate::record::{Answers, Dossier, FieldProblem, Refusal, Value};
use crate::{questions, wording};

pub static QUESTION: Slot = Slot {
    name: "question",
    label: "Question",
    plural: "Questions",
    adds: "Ask a question",
    purpose: "Asked here, answered here: the way to help without taking over.",
    asks: &[
        prose("text", "Your question", "One question at a time gets one answer.", Need::Always),
        Ask { kept: true, first: false, ..line("bank", "From the bank", "", Need::Never) },
    ],
    states: &[
        ("open", "waits for an answer", true),
        ("answered", "answered", false),
        ("changed", "changed something", false),
    ],
    moves: &[ANSWER, CHANGED],
    falls_to: falls_to::whoever_wrote_the_record,
    waits: Some(falls_to::question_waits),
    picked: &["bank"],
    check: from_the_bank,
    notices: wording::of_question,
    ..PLAIN
};

const ANSWER: SlotMove = SlotMove {
    asks: &[prose("answer", "Answer", "“I don’t know yet” is an answer.", Need::Always)],
    ..step("answer", "Answer", &["open", "answered"], "answered", Who::TeamOrLeads)
};

// Kept with the question, so that a team learns which ones are worth asking.
const CHANGED: SlotMove = SlotMove {
    asks: &[line("changed", "What it changed", "One sentence.", Need::Always)],
    ..step("changed", "It changed something", &["answered"], "changed", Who::Team)
};

/// The moves of a question where an answer has a rule of its own: it is a word too.
pub const fn answered(
    check: fn(&Dossier, &Attachment, &Around) -> Result<(), Refusal>,
) -> [SlotMove; 2] {
    [SlotMove { check, ..ANSWER }, CHANGED]
}

pub static IDEA: Slot = Slot {
    name: "idea",
    label: "Idea",
    plural: "Ideas",
    adds: "Leave an idea",
    purpose: "A possible change nobody has promised. Kept apart from commitments on purpose.",
    asks: &[line("text", "The idea", "One sentence.", Need::Always)],
    states: &[
        ("open", "an idea", true),
        ("taken", "somebody has promised it", false),
        ("left", "left", false),
    ],
    moves: &[
        SlotMove {
            asks: PROMISED,
            makes: Some("commitment"),
            ..step("take", "Promise it", &["open"], "taken", Who::Team)
        },
        step("leave", "Leave it", &["open"], "left", Who::Team),
    ],
    ..PLAIN
};

/// What makes a commitment of an idea; its words are there already.
static PROMISED: &[Ask] = &[
    Ask {
        answer: Answer::Person,
        ..line("owner", "Who promises it", "You, unless you say otherwise.", Need::Never)
    },
    Ask { answer: Answer::Day, ..line("due", "By when", "", Need::Always) },
];

pub static LINK: Slot = Slot {
    name: "link",
    label: "Link",
    plural: "Links",
    adds: "Link something",
    purpose: "Another record, or a page elsewhere, that belongs to this one.",
    asks: &[
        Ask {
            answer: Answer::Link,
            ..line("to", "Record or address", "A record’s id, or an https address.", Need::Always)
        },
        line("text", "How it belongs", "One sentence.", Need::Never),
    ],
    states: &[("open", "linked", true)],
    ..PLAIN
};

/// `domain.md` 3.4: immutable after an hour; a change of mind is a new forecast.
pub static FORECAST: Slot = Slot {
    name: "forecast",
    label: "Forecast",
    plural: "Forecasts",
    adds: "Write a forecast",
    purpose: "What you expect, how sure you are, and how we shall know.",
    asks: &[
        line(
            "text",
            "What will be true",
            "A statement that turns out right or wrong.",
            Need::Always,
        ),
        Ask {
            answer: Answer::Number { unit: "%" },
            ..line("probability", "How sure", "From 1 to 99 percent.", Need::Always)
        },
        Ask { answer: Answer::Day, ..line("resolve_by", "We shall know by", "", Need::Always) },
        line("resolves", "How we shall know", "What you would look at.", Need::Never),
    ],
    states: &[
        ("open", "not known yet", true),
        ("true", "came true", false),
        ("false", "did not", false),
        ("void", "cannot be resolved", false),
    ],
    moves: &[
        step("came_true", "Came true", &["open"], "true", Who::Team),
        step("did_not", "Did not", &["open"], "false", Who::Team),
        SlotMove {
            asks: &[line("reason", "Why", "What overtook the question.", Need::Always)],
            ..step("void", "Cannot be resolved", &["open"], "void", Who::Team)
        },
    ],
    due: &["resolve_by"],
    when_due: "Resolve",
    check: neither_certain_nor_impossible,
    ..PLAIN
};

/// Written before seeing what the others wrote: blind advice on a decision, and its like.
pub static RESPONSE: Slot = Slot {
    name: "response",
    label: "Response",
    plural: "Responses",
    adds: "Write a response, unseen",
    purpose: "What each of us thinks before hearing the others; on a decision, blind advice. All are shown at once.",
    asks: &[prose("text", "Your response", "Nobody sees it before the reveal.", Need::Always)],
    states: &[("given", "given", false), ("weighed", "weighed", false)],
    moves: &[SlotMove {
        check: once_revealed,
        asks: &[line("weighed", "What became of it", "Taken, or not because.", Need::Always)],
        ..step("weigh", "Say what became of it", &["given", "weighed"], "weighed", Who::Team)
    }],
    hides: Hides::UntilReveal,
    fixed_after: i64::MAX,
    one_each: true,
    allows: before_the_reveal,
    ..PLAIN
};

fn once_revealed(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    let says = "Read them together first; then say what became of each.";
    if dossier.record.revealed { Ok(()) } else { Err(Refusal::Rule(says.to_owned())) }
}

/// Afterwards it would not be blind any more.
pub fn before_the_reveal(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let says = "The responses have been read together. Say what you think in the open instead.";
    if dossier.record.revealed { Err(Refusal::Rule(says.to_owned())) } else { Ok(()) }
}

fn from_the_bank(answers: &Answers) -> Vec<FieldProblem> {
    match answers.get("bank") {
        Some(Value::Text(id)) if !id.is_empty() && questions::by_id(id).is_none() => {
            let says = format!("The bank has no question “{id}”.");
            vec![FieldProblem { field: "bank".into(), says }]
        }
        _ => Vec::new(),
    }
}

fn neither_certain_nor_impossible(answers: &Answers) -> Vec<FieldProblem> {
    let sure = match answers.get("probability") {
        Some(Value::Text(text)) => text.trim().parse::<f64>().unwrap_or(f64::NAN),
        _ => f64::NAN,
    };
    if (1.0..=99.0).contains(&sure) {
        return Vec::new();
    }
    vec![FieldProblem {
        field: "probability".into(),
        says: "Say how sure you are from 1 to 99 percent: nothing here is certain.".into(),
    }]
}
