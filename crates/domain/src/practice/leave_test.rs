//! Leave test: somebody is away for a while. What would stall, what is lent to whom, and what was
//! really decided without them. The first and the last are computed in `lanes::leave`.

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::own;
use crate::attachment::{line, prose};
use crate::finding::{Finding, Weight};
use crate::kind::{
    Answer, Around, Ask, Cell, Column, DueFor, Event, Kind, Move, Need, Place, State,
};
use crate::people::{Who, same_handle};
use crate::practice::samples::{row, rows, text};
use crate::practice::{column, day, kept, later, needed};
use crate::quarter::{Held, Returns, Rhythm};
use crate::record::{Answers, Dossier, Record, Refusal};

pub static KIND: Kind = Kind {
    slug: "leave-test",
    name: "Leave test",
    plural: "Leave tests",
    place: Place::People,
    purpose: "You are away for two weeks from Monday. What would stall, what do you lend to whom until when, and afterwards: what was really decided without you? What went well without you can stay lent.",
    begin: "When are you away, in one sentence?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    due: &["next_on"],
    when_due: "Hand over before",
    when_due_in: &[("away", "Look back on")],
    due_for: DueFor::Author,
    rhythm: Some(Rhythm {
        returns: Returns::AsItComes,
        held: Held::Record { states: &["back"], on: &["until"] },
    }),
    about: &["learned"],
    settle,
    findings,
    sample,
    ..Kind::PLAIN
};

pub static LENT_COLUMNS: &[Column] = &[
    needed("what", "What you lend", Cell::Line),
    needed("who", "To whom", Cell::Person),
    column("until", "Until", Cell::Day),
    column("know", "What they need to know", Cell::Line),
];

static ASKS: &[Ask] = &[
    day("from", "First day away", "", Need::Before("go")),
    day("until", "Last day away", "", Need::Before("go")),
    Ask {
        answer: Answer::Rows(LENT_COLUMNS),
        ..line("lent", "What you lend, and to whom", "Begin with what would stall.", Need::Never)
    },
    later(Ask {
        answer: Answer::Person,
        ..line(
            "stand_in",
            "Who decides for you meanwhile",
            "One person for everything the map gives to you; the map can say so.",
            Need::Never,
        )
    }),
    later(prose("reach", "What you may be called for", "Short, or nothing.", Need::Never)),
    later(prose(
        "learned",
        "What you learned, and what stays lent",
        "What went well without you; what nobody could do.",
        Need::Before("back"),
    )),
    Ask { answer: Answer::Day, ..kept("next_on", "Next") },
];

static STATES: &[State] = &[
    State { name: "planned", label: "planned", open: true },
    State { name: "away", label: "away", open: true },
    State { name: "back", label: "back", open: false },
    State { name: "off", label: "called off", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "go",
        label: "I am off",
        then: "What you lent is lent. When you are back, this page shows what was decided without you.",
        from: &["planned"],
        to: "away",
        by: Who::Owner,
        check: has_a_span,
    },
    Move {
        name: "back",
        label: "I am back",
        then: "What you learned stands beside what really happened.",
        from: &["away"],
        to: "back",
        by: Who::Owner,
        check: own::by_its_author,
    },
    Move {
        name: "call_off",
        label: "Call it off",
        then: "You stay; the plan remains readable.",
        from: &["planned"],
        to: "off",
        by: Who::Owner,
        check: own::by_its_author,
    },
];

/// The first and the last day away, both counting.
pub fn span(record: &Record) -> Option<(Date, Date)> {
    let read = |name| record.text(name).trim().parse::<Date>().ok();
    read("from").zip(read("until")).filter(|(from, until)| from <= until)
}

fn has_a_span(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    own::by_its_author(dossier, around)?;
    if span(&dossier.record).is_none() {
        return Err(Refusal::Rule("The last day lies before the first one.".to_owned()));
    }
    Ok(())
}

fn settle(record: &mut Record, event: Event, _: &Around) {
    let same =
        |before: &Record| ["from", "until"].iter().all(|it| before.text(it) == record.text(it));
    if matches!(event, Event::Saved(before) if same(before)) {
        return;
    }
    let next = match record.state.as_str() {
        "planned" => record.text("from"),
        "away" => record.text("until"),
        _ => "",
    };
    let next = next.to_owned();
    if next.is_empty() {
        record.answers.remove("next_on");
    } else {
        record.put("next_on", next);
    }
}

fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let mut note = |rule, place: &str, words: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, Weight::Warns, says, asks).at(place).of(words));
    };
    let dated = !record.text("from").is_empty() && !record.text("until").is_empty();
    if dated && span(record).is_none() {
        note(
            "no-span",
            "until",
            record.text("until"),
            "The last day lies before the first one.",
            "Until when?",
        );
    }
    let open = matches!(record.state.as_str(), "planned" | "away");
    if open && record.rows("lent").is_empty() && record.text("stand_in").is_empty() {
        let says = "Nothing is lent to anybody, so what is yours waits.";
        note(
            "nothing-lent",
            "lent",
            "",
            says,
            "Who could decide the first thing that would stall?",
        );
    }
    let myself = |row: &&crate::record::Row| {
        around
            .actor
            .is_some_and(|it| row.get("who").is_some_and(|who| same_handle(who, &it.handle)))
    };
    if let Some(row) = record.rows("lent").iter().find(myself) {
        let what = row.get("what").map_or("", String::as_str);
        note("lent-to-oneself", "lent", what, "This is lent to yourself.", "Who is there?");
    }
    found
}

fn sample() -> Dossier {
    let record = Record {
        id: "sample-leave-test".into(),
        kind: "leave-test".into(),
        state: "planned".into(),
        title: "Away for two weeks from Monday the 16th".into(),
        team: "payments".into(),
        author: "ines".into(),
        answers: Answers::from([
            text("from", "2026-03-16"),
            text("until", "2026-03-27"),
            rows(
                "lent",
                vec![
                    row(&[
                        ("what", "What shops are promised"),
                        ("who", "mara"),
                        ("until", "2026-06-30"),
                        ("know", "The bank answers on Tuesdays only"),
                    ]),
                    row(&[("what", "The call with the bank"), ("who", "jonas")]),
                ],
            ),
            text("stand_in", "mara"),
            text("reach", "Only if a shop cannot take money."),
            text("next_on", "2026-03-16"),
        ]),
        version: 2,
        opened_at: crate::id::At(1_772_798_400_000),
        changed_at: crate::id::At(1_772_798_400_000),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}
