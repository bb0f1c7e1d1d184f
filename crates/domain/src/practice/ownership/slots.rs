//! The lines of an ownership page. Each is dated, stands after a day, and is then only extended.

use crate::attachment::{PLAIN, Promise, Slot, SlotMove, line, prose, step};
use crate::id::At;
use crate::kind::{Answer, Ask, Need};
use crate::measure::follow_through::End;
use crate::people::Who;
use crate::practice::{day, later, own};

/// What all lines have in common: only the one whose page it is writes them.
const LINE: Slot =
    Slot { by: Who::TeamOrLeads, fixed_after: At::DAY, allows: own::by_its_author, ..PLAIN };

static MORE: &[Ask] =
    &[prose("more", "What there is to add", "It stands below, under today’s date.", Need::Always)];

const fn extend(from: &'static [&'static str], to: &'static str) -> SlotMove {
    SlotMove {
        asks: MORE,
        grows: true,
        check: own::line_by_its_author,
        ..step("extend", "Add to it", from, to, Who::Owner)
    }
}

const fn own_step(
    name: &'static str,
    label: &'static str,
    from: &'static [&'static str],
    to: &'static str,
    asks: &'static [Ask],
) -> SlotMove {
    SlotMove { asks, check: own::line_by_its_author, ..step(name, label, from, to, Who::Owner) }
}

static LANES: Ask = later(Ask {
    answer: Answer::Lanes,
    ..line("lanes", "Lanes it is about", "From the map.", Need::Never)
});

pub static OWNED: Slot = Slot {
    name: "owned",
    label: "What I own",
    plural: "What I own",
    adds: "Add what you own",
    told: "something they own",
    purpose: "What you answer for, with the lanes it lies in.",
    asks: &[line("text", "What you own", "A result or a system, not a task.", Need::Always), LANES],
    states: &[("open", "mine", true), ("past", "no longer mine", false)],
    moves: &[
        extend(&["open"], "open"),
        own_step(
            "let_go",
            "No longer mine",
            &["open"],
            "past",
            &[line("whose", "Whose it is now", "A person, a team, or a lane.", Need::Always)],
        ),
    ],
    ..LINE
};

pub static HANDED_OVER: Slot = Slot {
    name: "handed_over",
    label: "What I handed over",
    plural: "What I handed over",
    adds: "Add what you handed over",
    told: "something they handed over",
    purpose: "What you used to decide, and the lane that decides it now.",
    asks: &[
        line("text", "What you handed over", "A kind of decision, not a task.", Need::Always),
        Ask {
            answer: Answer::Lanes,
            ..line("lanes", "The lane it lies in now", "From the map.", Need::Never)
        },
        later(day("since", "Since when", "", Need::Never)),
    ],
    states: &[("open", "handed over", true), ("back", "taken back", false)],
    moves: &[
        extend(&["open"], "open"),
        own_step(
            "take_back",
            "Take it back, with the reason",
            &["open"],
            "back",
            &[line("reason", "Why you take it back", "What happened.", Need::Always)],
        ),
    ],
    ..LINE
};

pub static UNKNOWN: Slot = Slot {
    name: "unknown",
    label: "What I don’t know yet",
    plural: "What I don’t know yet",
    adds: "Add what you don’t know yet",
    told: "something they don’t know yet",
    purpose: "A question you have not answered, why it matters, and by when you want to know.",
    asks: &[
        line("text", "What you do not know", "As a question.", Need::Always),
        day("resolve_by", "By when you want to know", "", Need::Always),
        line("why", "Why it matters", "What waits for it.", Need::Never),
        later(line("next", "The next step", "What you do first.", Need::Never)),
        later(Ask {
            answer: Answer::Person,
            ..line("helper", "Who may help", "They see that you asked.", Need::Never)
        }),
    ],
    states: &[("open", "not known yet", true), ("resolved", "known now", false)],
    moves: &[
        extend(&["open"], "open"),
        own_step("resolve", "I know it now", &["open"], "resolved", RESOLVED),
    ],
    due: &["resolve_by"],
    when_due: "Find out",
    ..LINE
};

static RESOLVED: &[Ask] = &[
    line("resolved_with", "What the answer is", "And how you know.", Need::Always),
    Ask {
        answer: Answer::OneOf(&[("yes", "yes"), ("no", "no"), ("partly", "in part")]),
        ..line("changed_mind", "Did it change your mind?", "", Need::Never)
    },
];

pub static GOT_WRONG: Slot = Slot {
    name: "got_wrong",
    label: "What I got wrong",
    plural: "What I got wrong",
    adds: "Add what you got wrong",
    told: "something they got wrong",
    purpose: "What you got wrong, and what you changed because of it. Without the second it is a confession and helps nobody.",
    asks: &[
        line("text", "What you got wrong", "What happened because of it.", Need::Always),
        line("changed", "What you changed", "Something others can see.", Need::Always),
        LANES,
    ],
    states: &[("open", "stands", false)],
    moves: &[extend(&["open"], "open")],
    ..LINE
};

/// Written when things go sideways (`domain.md` 9.1).
pub static STATEMENT: Slot = Slot {
    name: "statement",
    label: "Here is what I own",
    plural: "Here is what I own",
    adds: "Say which part is yours",
    told: "their part of it",
    purpose: "For when things go sideways: the part of it that is yours, before anybody asks.",
    asks: &[
        line("text", "The part of it that you own", "Not the part of others.", Need::Always),
        prose("doing", "What you are doing about it", "", Need::Always),
        day("due", "By when", "", Need::Never),
        later(line("about", "What it is about", "A record, or where to read of it.", Need::Never)),
        later(prose("knew", "What you knew, and what you did not", "At the time.", Need::Never)),
        later(line("need", "What you need", "And from whom.", Need::Never)),
        later(line("told", "Whom you have told", "", Need::Never)),
    ],
    states: &[
        ("open", "under way", true),
        ("kept", "done as said", false),
        ("missed", "not done as said", false),
    ],
    moves: &[
        extend(&["open"], "open"),
        own_step("keep", "Done as said", &["open"], "kept", CAME),
        own_step("miss", "Not done as said", &["open"], "missed", CAME),
    ],
    due: &["due"],
    when_due: "Do as you said",
    promises: Some(|it| {
        let end = match it.state.as_str() {
            "kept" => End::Kept,
            "missed" => End::Dropped,
            _ => End::Open,
        };
        let promise = Promise::of(it, "doing", "due", end)?;
        let because = if end == End::Dropped { it.text("came").to_owned() } else { String::new() };
        Some(Promise { because, ..promise })
    }),
    ..LINE
};

static CAME: &[Ask] = &[line("came", "What came of it", "What others can see.", Need::Always)];
