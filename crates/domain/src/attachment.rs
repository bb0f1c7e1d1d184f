//! What any record may carry: questions, commitments, forecasts, advice … each slot a table too.
//!
//! Attachments are written once for all kinds. A slot says who may add one, what it asks, how it
//! moves, and whether it stays hidden until its record is revealed.

use crate::id::{At, Id};
use crate::kind::{Answer, Ask, Need};
use crate::people::Who;
use crate::record::{Answers, Value};

/// Something one actor attached to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub id: Id,
    pub record: Id,
    /// Name of the slot.
    pub slot: String,
    /// Id of the person or agent who wrote it.
    pub author: Id,
    pub made_at: At,
    pub answers: Answers,
    pub state: String,
    pub version: i64,
}

/// What kind of thing may hang on a record.
pub struct Slot {
    /// Stored, in URLs and in files. Never rename it.
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    /// One sentence: what it is for.
    pub purpose: &'static str,
    /// The first ask is the text; one sentence is always enough.
    pub asks: &'static [Ask],
    /// The first one is where it starts. `(stored, shown, still open)`.
    pub states: &'static [(&'static str, &'static str, bool)],
    pub moves: &'static [SlotMove],
    /// Who may add one.
    pub by: Who,
    pub hides: Hides,
    /// Milliseconds after which its words may no longer be changed by the author; 0 = at once.
    pub fixed_after: i64,
    /// At most one per actor and record.
    pub one_each: bool,
    /// Hidden from people who lead from outside in the writing, never in the reading.
    pub only_team: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    Never,
    /// Others see it only once the record has been revealed.
    UntilReveal,
}

pub struct SlotMove {
    pub name: &'static str,
    pub label: &'static str,
    pub from: &'static [&'static str],
    pub to: &'static str,
    pub by: Who,
    /// Asked with the move (an answer, a reason, an outcome); stored under this name.
    pub asks: &'static [Ask],
}

const fn line(name: &'static str, label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { name, formerly: &[], label, hint, answer: Answer::Line, need, first: true, kept: false }
}

const fn prose(name: &'static str, label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { name, formerly: &[], label, hint, answer: Answer::Prose, need, first: true, kept: false }
}

pub static QUESTION: Slot = Slot {
    name: "question",
    label: "Question",
    plural: "Questions",
    purpose: "Asked here, answered here: the way to help without taking over.",
    asks: &[prose(
        "text",
        "Your question",
        "One question at a time gets one answer.",
        Need::Always,
    )],
    states: &[("open", "waits for an answer", true), ("answered", "answered", false)],
    moves: &[SlotMove {
        name: "answer",
        label: "Answer",
        from: &["open", "answered"],
        to: "answered",
        by: Who::Team,
        asks: &[prose("answer", "Answer", "“I don't know yet” is an answer.", Need::Always)],
    }],
    by: Who::Anyone,
    hides: Hides::Never,
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
};

pub static COMMITMENT: Slot = Slot {
    name: "commitment",
    label: "Commitment",
    plural: "Commitments",
    purpose: "A change somebody promised, kept or dropped in the open.",
    asks: &[
        line("text", "What will change", "Something others will be able to see.", Need::Always),
        Ask {
            answer: Answer::Person,
            ..line("owner", "Who promises it", "One person.", Need::Always)
        },
        Ask { answer: Answer::Day, ..line("due", "By when", "", Need::Always) },
    ],
    states: &[("open", "promised", true), ("kept", "kept", false), ("dropped", "dropped", false)],
    moves: &[
        SlotMove {
            name: "keep",
            label: "Kept",
            from: &["open"],
            to: "kept",
            by: Who::Owner,
            asks: &[],
        },
        SlotMove {
            name: "drop",
            label: "Drop it, with the reason",
            from: &["open"],
            to: "dropped",
            by: Who::Owner,
            asks: &[line("reason", "Why it is dropped", "What changed since.", Need::Always)],
        },
    ],
    by: Who::Team,
    hides: Hides::Never,
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
};

pub static IDEA: Slot = Slot {
    name: "idea",
    label: "Idea",
    plural: "Ideas",
    purpose: "A possible change nobody has promised. Kept apart from commitments on purpose.",
    asks: &[line("text", "The idea", "One sentence.", Need::Always)],
    states: &[
        ("open", "an idea", true),
        ("taken", "became a commitment", false),
        ("left", "left", false),
    ],
    moves: &[
        SlotMove {
            name: "take",
            label: "Make it a commitment",
            from: &["open"],
            to: "taken",
            by: Who::Team,
            asks: &[],
        },
        SlotMove {
            name: "leave",
            label: "Leave it",
            from: &["open"],
            to: "left",
            by: Who::Team,
            asks: &[],
        },
    ],
    by: Who::Anyone,
    hides: Hides::Never,
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
};

pub static LINK: Slot = Slot {
    name: "link",
    label: "Link",
    plural: "Links",
    purpose: "Another record, or a page elsewhere, that belongs to this one.",
    asks: &[
        line("to", "Record or address", "A record's id, or an https address.", Need::Always),
        line("text", "How it belongs", "One sentence.", Need::Never),
    ],
    states: &[("open", "linked", true)],
    moves: &[],
    by: Who::Anyone,
    hides: Hides::Never,
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
};

/// `domain.md` 3.4: immutable after an hour; a change of mind is a new forecast.
pub static FORECAST: Slot = Slot {
    name: "forecast",
    label: "Forecast",
    plural: "Forecasts",
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
        SlotMove {
            name: "came_true",
            label: "Came true",
            from: &["open"],
            to: "true",
            by: Who::Team,
            asks: &[],
        },
        SlotMove {
            name: "did_not",
            label: "Did not",
            from: &["open"],
            to: "false",
            by: Who::Team,
            asks: &[],
        },
        SlotMove {
            name: "void",
            label: "Cannot be resolved",
            from: &["open"],
            to: "void",
            by: Who::Team,
            asks: &[line("reason", "Why", "What overtook the question.", Need::Always)],
        },
    ],
    by: Who::Anyone,
    hides: Hides::Never,
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
};

/// Written before seeing what the others wrote.
pub static RESPONSE: Slot = Slot {
    name: "response",
    label: "Response",
    plural: "Responses",
    purpose: "What each of us thinks before hearing the others.",
    asks: &[prose("text", "Your response", "Nobody sees it before the reveal.", Need::Always)],
    states: &[("given", "given", false)],
    moves: &[],
    by: Who::Anyone,
    hides: Hides::UntilReveal,
    fixed_after: i64::MAX,
    one_each: true,
    only_team: false,
};

/// Offered by every kind.
pub static COMMON: &[&Slot] = &[&QUESTION, &COMMITMENT, &IDEA, &FORECAST, &RESPONSE, &LINK];

impl Attachment {
    pub fn text(&self, name: &str) -> &str {
        match self.answers.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}

impl Slot {
    pub fn first_state(&self) -> &'static str {
        self.states[0].0
    }

    /// Whether the author may still change the words at `now`.
    pub fn may_change_words(&self, made_at: At, now: At) -> bool {
        now.since(made_at) < self.fixed_after
    }
}
