//! What hangs on a decision: the advice it was given and how good its making was.

use crate::attachment::{Attachment, Hides, PLAIN, Slot, SlotMove, line, prose, step};
use crate::kind::{Answer, Around, Ask, Need};
use crate::people::Who;
use crate::practice::later;
use crate::record::{Answers, Dossier, FieldProblem, Refusal, Value};
use crate::wording;

/// Asked of somebody or volunteered; the decider says what became of it.
pub static ADVICE: Slot = Slot {
    name: "advice",
    label: "Advice",
    plural: "Advice",
    purpose: "What others know or fear, and what the decider did with it. It binds nobody.",
    asks: &[
        prose("text", "What you ask, or what you advise", "One point is enough.", Need::Always),
        Ask {
            answer: Answer::Person,
            ..line("from", "Asked of", "Leave it empty when you advise unasked.", Need::Never)
        },
    ],
    states: &[
        ("open", "not weighed yet", true),
        ("given", "given, not weighed yet", true),
        ("weighed", "weighed", false),
    ],
    moves: &[
        SlotMove {
            asks: &[prose(
                "advice",
                "Your advice",
                "What you would watch out for, and why.",
                Need::Always,
            )],
            ..step("give", "Give advice", &["open"], "given", Who::Anyone)
        },
        SlotMove {
            asks: &[line("weighed", "What became of it", "Taken, or not because.", Need::Always)],
            ..step(
                "weigh",
                "Say what became of it",
                &["open", "given", "weighed"],
                "weighed",
                Who::Team,
            )
        },
    ],
    by: Who::Anyone,
    notices: wording::of_question,
    ..PLAIN
};

/// What an adviser thinks before reading the others. Afterwards the decider says what became of it.
pub static BLIND: Slot = Slot {
    name: "blind",
    label: "Blind advice",
    plural: "Blind advice",
    purpose: "Each writes before seeing what the others wrote; then you read them together.",
    asks: &[
        prose("text", "Your advice", "What you would watch out for, and why.", Need::Always),
        line("prefers", "What you would choose", "One of the options, or another.", Need::Never),
        Ask {
            answer: Answer::Number { unit: "%" },
            ..line("sure", "How sure you are", "From 1 to 99 percent.", Need::Never)
        },
    ],
    states: &[("given", "not weighed yet", true), ("weighed", "weighed", false)],
    moves: &[SlotMove {
        check: once_revealed,
        asks: &[line("weighed", "What became of it", "Taken, or not because.", Need::Always)],
        ..step("weigh", "Say what became of it", &["given", "weighed"], "weighed", Who::Team)
    }],
    hides: Hides::UntilReveal,
    fixed_after: i64::MAX,
    one_each: true,
    check: sure_within_bounds,
    allows: before_the_reveal,
    ..PLAIN
};

fn once_revealed(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    if dossier.record.revealed {
        return Ok(());
    }
    Err(Refusal::Rule("Read the advice together first; then say what became of each.".into()))
}

/// After the reveal it would not be blind any more.
fn before_the_reveal(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if !dossier.record.revealed {
        return Ok(());
    }
    Err(Refusal::Rule("It has been read together already. Give advice in the open instead.".into()))
}

/// The six elements of `domain.md` 3.1, each 0–100 %: 100 means more work would not pay.
pub static ELEMENTS: &[&str] =
    &["frame", "options", "information", "values", "reasoning", "commitment"];

/// How well it was made, rated apart from how it turned out.
pub static RATING: Slot = Slot {
    name: "rating",
    label: "Rating of the process",
    plural: "Ratings of the process",
    purpose: "How well this was decided, whatever the result. Counts when given before the outcome.",
    asks: &[
        line("text", "What would have made it better", "One thing.", Need::Always),
        percent("frame", "The right question"),
        percent("options", "Really different options"),
        percent("information", "What mattered was known"),
        percent("values", "What we want, and what gives way"),
        percent("reasoning", "The conclusion follows"),
        percent("commitment", "Somebody does it by a date"),
    ],
    states: &[("given", "given", false)],
    by: Who::Team,
    one_each: true,
    fixed_by: &["known_at"],
    check: within_a_hundred,
    ..PLAIN
};

const fn percent(name: &'static str, label: &'static str) -> Ask {
    let hint = "0 to 100; 100 means more work on it would not pay.";
    later(Ask { answer: Answer::Number { unit: "%" }, ..line(name, label, hint, Need::Never) })
}

/// The weakest element: a chain is not the mean of its links. `None` while one is missing.
pub fn weakest(rating: &Answers) -> Option<f64> {
    let values = ELEMENTS.iter().map(|it| number(rating, it)).collect::<Option<Vec<_>>>()?;
    values.into_iter().reduce(f64::min)
}

pub fn number(answers: &Answers, name: &str) -> Option<f64> {
    match answers.get(name) {
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    }
}

fn sure_within_bounds(answers: &Answers) -> Vec<FieldProblem> {
    let out = number(answers, "sure").is_some_and(|it| !(1.0..=99.0).contains(&it));
    let says = "Say how sure you are from 1 to 99 percent: nothing here is certain.";
    out.then(|| FieldProblem { field: "sure".into(), says: says.into() }).into_iter().collect()
}

fn within_a_hundred(answers: &Answers) -> Vec<FieldProblem> {
    ELEMENTS
        .iter()
        .filter(|it| number(answers, it).is_some_and(|value| !(0.0..=100.0).contains(&value)))
        .map(|it| FieldProblem { field: (*it).into(), says: "Between 0 and 100 percent.".into() })
        .collect()
}
