//! What hangs on a pre-mortem: cards nobody sees yet, votes, plans with their tripwires, matches.

use super::lint;
use crate::attachment::{Attachment, Hides, PLAIN, Promise, Slot, SlotMove, line, prose, step};
use crate::finding::{Finding, Weight};
use crate::kind::{Answer, Around, Ask, Need};
use crate::measure::follow_through::End;
use crate::people::{ActorKind, Who};
use crate::practice::{day, later};
use crate::record::{Answers, Dossier, FieldProblem, Refusal, Value};

/// Dots for each of the two questions.
pub const DOTS: usize = 3;

/// One reason why it failed, on one card.
pub static CARD: Slot = Slot {
    name: "card",
    label: "Card",
    plural: "Cards",
    purpose: "One reason why it failed: what happened, where, and what was seen first.",
    asks: &[
        prose("text", "Why did it fail?", "One reason: what happened, and where.", Need::Always),
        line(
            "sign",
            "What was seen first?",
            "The earliest sign, if you can think of one.",
            Need::Never,
        ),
    ],
    states: &[
        ("written", "not read out yet", true),
        ("told", "read out", true),
        ("merged", "joined to another", true),
    ],
    moves: &[
        SlotMove {
            check: only_in_the_round,
            ..step("tell", "Read out", &["written"], "told", Who::TeamOrLeads)
        },
        SlotMove {
            asks: &[Ask {
                answer: Answer::Attached("card"),
                ..line("into", "It says the same as", "Every wording is kept.", Need::Always)
            }],
            check: into_another,
            ..step("merge", "Join", &["written", "told"], "merged", Who::OfTeam)
        },
        SlotMove {
            check: while_joining,
            ..step("part", "Take apart again", &["merged"], "told", Who::OfTeam)
        },
    ],
    by: Who::TeamOrLeads,
    hides: Hides::UntilReveal,
    fixed_after: i64::MAX,
    check: one_card,
    notices: too_vague,
    allows: while_writing,
    rewords: while_writing,
    ..PLAIN
};

const fn probability(name: &'static str, label: &'static str, purpose: &'static str) -> Slot {
    Slot {
        name,
        label,
        plural: label,
        told: "an estimate of how likely success is",
        purpose,
        asks: CHANCE,
        states: &[("given", "given", false)],
        by: Who::TeamOrLeads,
        hides: Hides::Always,
        fixed_after: i64::MAX,
        one_each: true,
        check: a_chance,
        ..PLAIN
    }
}

static CHANCE: &[Ask] = &[Ask {
    answer: Answer::Number { unit: "%" },
    ..line(
        "chance",
        "How likely is it to succeed?",
        "From 1 to 99 percent. Nobody else sees it.",
        Need::Always,
    )
}];

pub static BEFORE: Slot = Slot {
    allows: before_the_reveal,
    rewords: before_the_reveal,
    ..probability("before", "Estimate before", "How likely success seems before the writing.")
};

pub static AFTER: Slot = Slot {
    allows: while_closing,
    rewords: while_closing,
    ..probability("after", "Estimate after", "How likely success seems with the plan as it is now.")
};

/// Three votes for likelihood and three for damage; shown as counts, all together.
pub static VOTE: Slot = Slot {
    name: "vote",
    label: "Vote",
    plural: "Votes",
    purpose: "Three for what is likely, three for what would hurt most.",
    asks: &[
        Ask {
            answer: Answer::Attached("card"),
            ..line("likely", "Most likely", "At most three.", Need::Always)
        },
        Ask {
            answer: Answer::Attached("card"),
            ..line("damage", "Most damage", "At most three.", Need::Always)
        },
    ],
    states: &[("given", "given", false)],
    by: Who::TeamOrLeads,
    hides: Hides::Always,
    fixed_after: i64::MAX,
    one_each: true,
    check: three_dots,
    allows: while_voting,
    rewords: while_voting,
    ..PLAIN
};

pub static ANSWERS: &[(&str, &str)] = &[
    ("prevent", "prevent it"),
    ("detect", "detect it earlier"),
    ("limit", "limit the damage"),
    ("accept", "accept it"),
];

/// What we do about one of the top cards; later, whether it came.
pub static RISK: Slot = Slot {
    name: "risk",
    label: "Risk",
    plural: "Risks",
    purpose: "One of the cards at the top, what we do about it, who sees to it, and by when.",
    asks: &[
        line("text", "The risk", "One sentence.", Need::Always),
        Ask { answer: Answer::OneOf(ANSWERS), ..line("answer", "We", "", Need::Always) },
        Ask {
            answer: Answer::Person,
            ..line("owner", "Who sees to it", "One person.", Need::Always)
        },
        prose(
            "does",
            "What we do",
            "The smallest thing that helps; why, if we accept it.",
            Need::Never,
        ),
        day("due", "By when", "", Need::Never),
        later(line("stop", "We stop if", "A state that ends the whole plan.", Need::Never)),
        later(Ask {
            answer: Answer::Attached("card"),
            ..line("cards", "From the card", "The card it comes from.", Need::Never)
        }),
    ],
    states: &[
        ("open", "may still come", true),
        ("occurred", "occurred", false),
        ("unmitigated", "did not occur, and we had done nothing", false),
        ("mitigated", "did not occur, and we had acted", false),
        ("unclear", "cannot tell", false),
    ],
    moves: &[
        verdict("occurred", "It occurred", "occurred"),
        verdict("stayed_away", "It did not occur; we had done nothing", "unmitigated"),
        verdict("held_off", "It did not occur; we had acted", "mitigated"),
        verdict("unclear", "We cannot tell", "unclear"),
        SlotMove {
            check: while_watching,
            ..step(
                "reopen",
                "Take the verdict back",
                &["occurred", "unmitigated", "mitigated", "unclear"],
                "open",
                Who::OfTeam,
            )
        },
    ],
    by: Who::OfTeam,
    due: &["due"],
    when_due: "See to",
    promises: Some(seen_to),
    fixed_after: i64::MAX,
    allows: while_planning,
    rewords: while_planning,
    ..PLAIN
};

/// What somebody does about it by a day. A verdict says how the risk went; that we had acted, keeps it.
fn seen_to(it: &Attachment) -> Option<Promise> {
    let end = match it.state.as_str() {
        "open" => End::Open,
        "mitigated" => End::Kept,
        _ => return None,
    };
    Promise::of(it, "does", "due", end)
}

static SEEN: &[Ask] = &[line("seen", "What we saw", "One sentence.", Need::Never)];

const fn verdict(name: &'static str, label: &'static str, to: &'static str) -> SlotMove {
    SlotMove { asks: SEEN, check: while_watching, ..step(name, label, &["open"], to, Who::OfTeam) }
}

/// Mirrors a tripwire may watch, as a history gives them.
pub static MIRRORS: &[(&str, &str)] = &[
    ("release-frequency", "releases"),
    ("change-lead-time", "change lead time"),
    ("landing-to-release", "wait for a release"),
];

pub static WAYS: &[(&str, &str)] = &[("above", "above"), ("below", "below")];

/// The early sign of a risk: a day on which somebody looks, or a mirror's value.
pub static TRIPWIRE: Slot = Slot {
    name: "tripwire",
    label: "Tripwire",
    plural: "Tripwires",
    purpose: "The first sign that a risk is coming, and when or where we shall see it.",
    asks: &[
        line("text", "The early sign", "What we would see first.", Need::Always),
        day("due", "Look for it on", "It comes due on Today for whoever watches.", Need::Never),
        Ask { answer: Answer::Person, ..line("owner", "Who watches", "One person.", Need::Never) },
        later(Ask {
            answer: Answer::OneOf(MIRRORS),
            ..line(
                "mirror",
                "Or when this mirror",
                "The team’s own, over the last three months.",
                Need::Never,
            )
        }),
        later(Ask { answer: Answer::OneOf(WAYS), ..line("way", "goes", "", Need::Never) }),
        later(Ask {
            answer: Answer::Number { unit: "" },
            ..line("value", "this value", "In the mirror’s own unit.", Need::Never)
        }),
        later(Ask {
            answer: Answer::Attached("risk"),
            ..line("risks", "Sign of", "The risk it belongs to.", Need::Never)
        }),
    ],
    states: &[
        ("set", "set", true),
        ("seen", "the sign has come", false),
        ("over", "over, it never came", false),
    ],
    moves: &[
        SlotMove {
            asks: &[line("saw", "What you saw", "One sentence.", Need::Always)],
            ..step("come", "The sign has come", &["set"], "seen", Who::Team)
        },
        step("over", "It never came", &["set"], "over", Who::Team),
    ],
    by: Who::OfTeam,
    due: &["due"],
    when_due: "Look for",
    fixed_after: i64::MAX,
    check: a_day_or_a_value,
    allows: while_planning,
    ..PLAIN
};

pub static HOW: &[(&str, &str)] = &[
    ("mechanism", "the same mechanism"),
    ("category", "only the same category"),
    ("none", "no card foresaw it"),
];

/// One person's reading of whether a contributing factor had been foreseen. Unseen by the second
/// reader until the pre-mortem is closed.
pub static MATCH: Slot = Slot {
    name: "match",
    label: "Match",
    plural: "Matches",
    purpose: "Whether a factor of a postmortem was foreseen here; two people from different roles look, each alone.",
    asks: &[
        line("factor", "The factor", "From the postmortem.", Need::Always),
        Ask { answer: Answer::OneOf(HOW), ..line("how", "Foreseen?", "", Need::Always) },
        line("role", "Your role", "Engineer, support, product …", Need::Always),
        Ask {
            answer: Answer::Attached("card"),
            ..line("cards", "By which card", "Leave it empty when none did.", Need::Never)
        },
    ],
    states: &[("given", "given", false)],
    by: Who::Anyone,
    hides: Hides::While(&["running"]),
    fixed_after: i64::MAX,
    check: a_card_where_foreseen,
    allows: while_watching_by_people,
    rewords: while_watching_by_people,
    ..PLAIN
};

fn in_states(dossier: &Dossier, states: &[&str], says: &str) -> Result<(), Refusal> {
    if states.contains(&dossier.record.state.as_str()) {
        return Ok(());
    }
    Err(Refusal::Rule(says.to_owned()))
}

fn by_a_person(around: &Around) -> Result<(), Refusal> {
    if around.actor.is_some_and(|it| it.kind == ActorKind::Agent) {
        return Err(Refusal::Rule(
            "An agent takes no part in a pre-mortem; its team does.".to_owned(),
        ));
    }
    Ok(())
}

/// New thoughts are welcome until the votes: hearing others brings more.
fn while_writing(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    by_a_person(around)?;
    let says = "Cards are written between “it has failed” and the vote.";
    in_states(dossier, &["writing", "round", "merging"], says)
}

fn before_the_reveal(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    by_a_person(around)?;
    let says = "The first estimate is given before the cards are shown.";
    in_states(dossier, &["opening", "writing"], says)
}

fn while_voting(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    by_a_person(around)?;
    in_states(dossier, &["voting"], "Votes are given while the vote is open.")
}

fn while_planning(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let says = "Plans are made once the votes are counted.";
    in_states(dossier, &["planning", "closing", "running"], says)
}

fn while_closing(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    by_a_person(around)?;
    in_states(dossier, &["closing"], "The second estimate is given once the plan stands.")
}

fn while_watching(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    in_states(dossier, &["running"], "Verdicts are given while we watch for the signs.")
}

fn while_watching_by_people(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    by_a_person(around)?;
    in_states(dossier, &["running"], "Factors are matched while we watch for the signs.")
}

fn only_in_the_round(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    in_states(dossier, &["round", "merging"], "Cards are read out once all of them are shown.")
}

fn while_joining(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    in_states(dossier, &["round", "merging"], "Cards are joined before the vote.")
}

fn into_another(dossier: &Dossier, card: &Attachment, around: &Around) -> Result<(), Refusal> {
    while_joining(dossier, card, around)?;
    let no = |says: &str| Err(Refusal::Rule(says.to_owned()));
    let [into] = card.list("into") else { return no("Name the one card it says the same as.") };
    let Some(other) = dossier.slot("card").find(|it| it.id.as_str() == into) else {
        return no("That card is not here.");
    };
    if super::session::root(dossier, other).id == card.id {
        return no("That card is joined to this one already; take it apart first.");
    }
    Ok(())
}

/// As long as a card: it is read out in one breath.
const CARD_CHARS: usize = 600;

fn one_card(answers: &Answers) -> Vec<FieldProblem> {
    let long =
        matches!(answers.get("text"), Some(Value::Text(text)) if text.chars().count() > CARD_CHARS);
    let says = format!("At most {CARD_CHARS} characters fit a card; one reason each.");
    if long { vec![FieldProblem { field: "text".into(), says }] } else { Vec::new() }
}

fn too_vague(answers: &Answers) -> Vec<Finding> {
    let text = match answers.get("text") {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let found = lint::vague(text).map(|says| Finding {
        rule: "vague-card",
        weight: Weight::Note,
        place: "text".into(),
        words: String::new(),
        says: says.into(),
        asks: lint::ASKS.into(),
    });
    found.into_iter().collect()
}

fn number(answers: &Answers, name: &str) -> Option<f64> {
    match answers.get(name) {
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    }
}

fn a_chance(answers: &Answers) -> Vec<FieldProblem> {
    if number(answers, "chance").is_some_and(|it| (1.0..=99.0).contains(&it)) {
        return Vec::new();
    }
    vec![FieldProblem {
        field: "chance".into(),
        says: "From 1 to 99 percent: nothing here is certain.".into(),
    }]
}

fn three_dots(answers: &Answers) -> Vec<FieldProblem> {
    let count = |name: &str| match answers.get(name) {
        Some(Value::List(items)) => items.len(),
        _ => 0,
    };
    let over = ["likely", "damage"].into_iter().filter(|name| count(name) > DOTS);
    over.map(|name| FieldProblem {
        field: name.into(),
        says: format!("{} votes; each has {DOTS} for this.", count(name)),
    })
    .collect()
}

fn a_day_or_a_value(answers: &Answers) -> Vec<FieldProblem> {
    let has = |name: &str| answers.get(name).is_some_and(|it| !it.is_empty());
    let mirrored = ["mirror", "way", "value"].iter().filter(|name| has(name)).count();
    let says = match (has("due"), mirrored) {
        (_, 3) | (true, 0) => return Vec::new(),
        (_, 0) => "Name a day to look for it, or a mirror and its value.",
        _ => "A mirror needs its direction and its value too.",
    };
    vec![FieldProblem { field: "due".into(), says: says.into() }]
}

fn a_card_where_foreseen(answers: &Answers) -> Vec<FieldProblem> {
    let none = matches!(answers.get("how"), Some(Value::Text(how)) if how == "none");
    let named = answers.get("cards").is_some_and(|it| !it.is_empty());
    let says = match (none, named) {
        (true, true) => "No card foresaw it, and one is named: which is it?",
        (false, false) => "Name the card that foresaw it.",
        _ => return Vec::new(),
    };
    vec![FieldProblem { field: "cards".into(), says: says.into() }]
}
