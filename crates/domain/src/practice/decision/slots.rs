//! What hangs on a decision: the advice it was given and how good its making was.

use crate::attachment::falls_to::{Wait, whoever_is_asked};
use crate::attachment::{PLAIN, Slot, SlotMove, line, prose, step};
use crate::kind::{Answer, Ask, Need};
use crate::people::Who;
use crate::record::{Answers, FieldProblem, Value};
use crate::wording;

/// Asked of somebody or volunteered; the decider says what became of it.
pub static ADVICE: Slot = Slot {
    name: "advice",
    label: "Advice",
    plural: "Advice",
    purpose: "What others know or fear, and what the decider did with it. It binds nobody. To hear each before they hear one another, let each write a response, unseen.",
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
    falls_to: whoever_is_asked,
    waits: Some(|_, it, _| (it.state == "open" && !it.text("from").is_empty()).then_some(ADVISE)),
    notices: wording::of_question,
    ..PLAIN
};

const ADVISE: Wait = Wait::new("Advise", "{by} asks you before deciding “{on}”");

/// The six elements of `domain.md` 3.1, each 0–100 %: 100 means more work would not pay.
pub static ELEMENTS: &[&str] =
    &["frame", "options", "information", "values", "reasoning", "commitment"];

/// How well it was made, rated apart from how it turned out.
pub static RATING: Slot = Slot {
    name: "rating",
    label: "Rating of the process",
    plural: "Ratings of the process",
    purpose: "How well this was decided, whatever the result: six elements, and the weakest counts. Only what is rated before the outcome is known.",
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
    Ask { answer: Answer::Number { unit: "%" }, ..line(name, label, hint, Need::Never) }
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

fn within_a_hundred(answers: &Answers) -> Vec<FieldProblem> {
    ELEMENTS
        .iter()
        .filter(|it| number(answers, it).is_some_and(|value| !(0.0..=100.0).contains(&value)))
        .map(|it| FieldProblem { field: (*it).into(), says: "Between 0 and 100 percent.".into() })
        .collect()
}
