//! A promise: kept and looked at by somebody else, carried over with its old days, or dropped.

use super::{Attachment, PLAIN, Promise, Slot, SlotMove, line, step};
use crate::kind::{Answer, Around, Ask, Cell, Column, Need};
use crate::measure::follow_through::End;
use crate::people::{ActorKind, Who};
use crate::record::{Dossier, Refusal, Value};

pub static COMMITMENT: Slot = Slot {
    name: "commitment",
    label: "Commitment",
    plural: "Commitments",
    adds: "Promise a change",
    purpose: "A change somebody promised, kept or dropped in the open.",
    asks: &[
        line("text", "What will change", "Something others will be able to see.", Need::Always),
        Ask {
            answer: Answer::Person,
            ..line("owner", "Who promises it", "One person.", Need::Always)
        },
        Ask { answer: Answer::Day, ..line("due", "By when", "", Need::Always) },
        Ask { answer: Answer::Rows(EARLIER_DATES), ..kept("dates", "Had another date") },
        Ask { answer: Answer::Day, ..kept("closed_on", "Closed on") },
    ],
    states: &[
        ("open", "promised", true),
        ("kept", "kept", false),
        ("verified", "kept, and somebody else has looked", false),
        ("dropped", "dropped", false),
    ],
    moves: &[
        step("keep", "Kept", &["open"], "kept", Who::Owner),
        SlotMove {
            asks: &[
                Ask {
                    answer: Answer::Day,
                    ..line("carry_to", "The new day", "The old one stays visible.", Need::Always)
                },
                line("carry_because", "Why it takes longer", "What was in the way.", Need::Always),
            ],
            ..step("carry", "Carry it over, with the reason", &["open"], "open", Who::Owner)
        },
        SlotMove {
            asks: &[line("reason", "Why it is dropped", "What changed since.", Need::Always)],
            ..step("drop", "Drop it, with the reason", &["open"], "dropped", Who::Owner)
        },
        SlotMove {
            check: by_somebody_else,
            ..step("verify", "I have looked: it holds", &["kept"], "verified", Who::TeamOrLeads)
        },
        SlotMove {
            asks: &[
                Ask {
                    answer: Answer::Day,
                    ..line("reopen_to", "By when now", "The old day stays visible.", Need::Always)
                },
                line("reopen_because", "What does not hold", "What you saw.", Need::Always),
            ],
            ..step(
                "reopen",
                "It does not hold: open it again",
                &["kept", "verified"],
                "open",
                Who::TeamOrLeads,
            )
        },
    ],
    due: &["due"],
    when_due: "Keep or drop",
    promises: Some(promised),
    settle: keep_dates,
    // Leaders promise too: from outside they may add a promise of their own.
    by: Who::TeamOrLeads,
    ..PLAIN
};

fn promised(it: &Attachment) -> Option<Promise> {
    let end = match it.state.as_str() {
        "kept" | "verified" => End::Kept,
        "dropped" => End::Dropped,
        _ => End::Open,
    };
    let promise = Promise {
        text: it.text("text").to_owned(),
        due: it.text("due").trim().parse().ok(),
        end,
        because: it.text("reason").to_owned(),
        settled_on: None,
    };
    Some(promise.settled(it, "closed_on"))
}

/// Promises that nobody has dropped.
pub fn standing(dossier: &Dossier) -> impl Iterator<Item = &Attachment> {
    dossier.slot(COMMITMENT.name).filter(|it| it.state != "dropped")
}

/// For slots that take only so many promises; `says` is what to do with one more.
pub fn fewer_than(most: usize, dossier: &Dossier, says: &str) -> Result<(), Refusal> {
    if standing(dossier).count() < most { Ok(()) } else { Err(Refusal::Rule(says.to_owned())) }
}

const fn kept(name: &'static str, label: &'static str) -> Ask {
    Ask { kept: true, first: false, ..line(name, label, "", Need::Never) }
}

/// Days a promise had before, oldest first, with what moved each.
static EARLIER_DATES: &[Column] = &[
    Column { name: "was_due", label: "Was due", cell: Cell::Day, needed: true },
    Column { name: "because", label: "Because", cell: Cell::Line, needed: false },
    Column { name: "moved_on", label: "Moved on", cell: Cell::Day, needed: false },
];

/// Whoever promised it has said so already; an agent vouches for nothing.
fn by_somebody_else(_: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    let Some(actor) = around.actor else { return Ok(()) };
    if it.is_named(&actor.handle) {
        return Err(Refusal::OwnWork);
    }
    if actor.kind == ActorKind::Agent {
        return Err(Refusal::NotYours("Whether a promise holds, a person says.".to_owned()));
    }
    Ok(())
}

/// Keeps the day a promise was closed, and every day it had before the one it has now.
fn keep_dates(it: &mut Attachment, step: Option<&str>, around: &Around) {
    let today = around.now.day().to_string();
    let (day, reason) = match step {
        Some("carry") => ("carry_to", "carry_because"),
        Some("reopen") => ("reopen_to", "reopen_because"),
        Some("keep" | "drop") => {
            it.answers.insert("closed_on".into(), Value::Text(today));
            return;
        }
        _ => return,
    };
    let (Some(Value::Text(day)), Some(Value::Text(reason))) =
        (it.answers.remove(day), it.answers.remove(reason))
    else {
        return;
    };
    it.answers.remove("closed_on");
    let was = it.answers.insert("due".into(), Value::Text(day));
    let was = if let Some(Value::Text(was)) = was { was } else { String::new() };
    let row = [("was_due", was), ("because", reason), ("moved_on", today)];
    let row = row.map(|(name, text)| (name.to_owned(), text)).into();
    match it.answers.get_mut("dates") {
        Some(Value::Rows(rows)) => rows.push(row),
        _ => {
            it.answers.insert("dates".into(), Value::Rows(vec![row]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::At;
    use crate::people::{Actor, Relation, Role, Standing};
    use crate::record::Answers;

    /// A promise of Kim's with one of its steps made on 2026-03-06.
    fn promise_after(
        it: &Attachment,
        name: &str,
        given: &[(&str, &str)],
        by: &Actor,
    ) -> Result<Attachment, Refusal> {
        let around = Around { now: At(1_772_798_400_000), actor: Some(by), ..Around::default() };
        let own = it.is_named(&by.handle);
        let standing = Standing { own, ..Standing::of(Relation::OwnTeam, Role::Member) };
        let given: Answers =
            given.iter().map(|(name, text)| crate::practice::samples::text(name, text)).collect();
        let dossier = (crate::practice::decision::KIND.sample)();
        COMMITMENT.apply((&dossier, it), standing, &around, (name, &given))?;
        let mut it = it.clone();
        let step = COMMITMENT.moves.iter().find(|it| it.name == name).unwrap();
        COMMITMENT.moved(&mut it, step, given, &around);
        Ok(it)
    }

    fn promised() -> Attachment {
        crate::practice::samples::attachment(
            &COMMITMENT,
            "ana",
            &[("text", "A limit for the queue"), ("owner", "kim"), ("due", "2026-03-01")],
        )
    }

    fn somebody(handle: &str) -> Actor {
        Actor {
            handle: handle.into(),
            id: handle.into(),
            kind: crate::people::ActorKind::Person,
            ..Actor::system("test")
        }
    }

    #[test]
    fn a_promise_is_carried_over_with_its_reason_and_every_date_it_had() {
        let kim = somebody("kim");
        assert!(
            promise_after(&promised(), "carry", &[("carry_to", "2026-04-01")], &kim).is_err(),
            "no reason"
        );
        let once = promise_after(
            &promised(),
            "carry",
            &[("carry_to", "2026-04-01"), ("carry_because", "The bank")],
            &kim,
        )
        .unwrap();
        let twice = promise_after(
            &once,
            "carry",
            &[("carry_to", "2026-05-01"), ("carry_because", "Again")],
            &kim,
        )
        .unwrap();
        assert_eq!((twice.state.as_str(), twice.text("due")), ("open", "2026-05-01"));
        assert_eq!(COMMITMENT.due_on(&twice), "2026-05-01".parse().ok());
        let Some(Value::Rows(dates)) = twice.answers.get("dates") else { panic!("{twice:?}") };
        let was: Vec<_> = dates
            .iter()
            .map(|it| (it["was_due"].as_str(), it["because"].as_str(), it["moved_on"].as_str()))
            .collect();
        assert_eq!(
            was,
            [("2026-03-01", "The bank", "2026-03-06"), ("2026-04-01", "Again", "2026-03-06")]
        );
    }

    #[test]
    fn only_somebody_else_says_that_a_kept_promise_holds() {
        let kim = somebody("kim");
        let kept = promise_after(&promised(), "keep", &[], &kim).unwrap();
        assert_eq!((kept.state.as_str(), kept.text("closed_on")), ("kept", "2026-03-06"));
        assert_eq!(COMMITMENT.due_on(&kept), None);
        assert_eq!(promise_after(&kept, "verify", &[], &kim), Err(Refusal::OwnWork));
        let agent = Actor { kind: crate::people::ActorKind::Agent, ..somebody("patch") };
        assert!(matches!(promise_after(&kept, "verify", &[], &agent), Err(Refusal::NotYours(_))));
        assert_eq!(
            promise_after(&kept, "verify", &[], &somebody("ana")).unwrap().state,
            "verified"
        );
        assert!(
            promise_after(&promised(), "verify", &[], &somebody("ana")).is_err(),
            "not kept yet"
        );
    }

    #[test]
    fn a_promise_that_does_not_hold_is_open_again_with_a_new_day() {
        let kept = promise_after(&promised(), "keep", &[], &somebody("kim")).unwrap();
        let again = promise_after(
            &kept,
            "reopen",
            &[("reopen_to", "2026-06-01"), ("reopen_because", "It came back")],
            &somebody("ana"),
        )
        .unwrap();
        assert_eq!(
            (again.state.as_str(), again.text("due"), again.text("closed_on")),
            ("open", "2026-06-01", "")
        );
        assert!(matches!(again.answers.get("dates"), Some(Value::Rows(rows)) if rows.len() == 1));
    }
}
