//! A pre-mortem at each of its steps, as whoever leads, takes part, or only reads along sees it.

use std::collections::BTreeSet;

use domain::attachment::Attachment;
use domain::practice::premortem::recall::{Foresight, How, Reading as Read, foresight};
use domain::practice::premortem::slots::{self, RISK};
use domain::practice::premortem::{KIND, SITTING};
use domain::record::{Answers, Dossier, Value};

use super::records::view;
use super::{Said, Samples};
use crate::pages::premortem::{Factor, Reading, Room, Sighting, page};
use crate::pages::record::RecordView;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Nowhere);
    let mut found = Vec::new();
    for state in SITTING.iter().chain(&["planned", "running", "closed", "called_off"]) {
        let mut one = |who: &str, change: &dyn Fn(&mut Room)| {
            let mut view = in_step(state, say);
            let mut room = room(say);
            change(&mut room);
            view.room = Some(room);
            found.push((format!("premortem-{state}-{who}"), page(&frame, &view)));
        };
        one("leading", &|_| {});
        one("taking-part", &|room| room.i_lead = false);
        one("reading-along", &|room| {
            (room.i_lead, room.may_lead, room.takes_part) = (false, false, false);
            room.me = "nobody".into();
        });
    }
    found
}

/// The kind's sample at one step, as one of those who sit there sees it.
pub(crate) fn in_step(state: &str, say: Said) -> RecordView {
    let mut dossier = dossier(say);
    dossier.record.state = state.into();
    dossier.record.revealed = !matches!(state, "planned" | "opening" | "writing");
    dossier.record.put("until", "2026-03-06T12:05:40Z");
    if !matches!(state, "planning" | "closing" | "running" | "closed") {
        dossier.attached.retain(|it| matches!(it.slot.as_str(), "card" | "before" | "after"));
    }
    if state == "closed" {
        dossier.attached.iter_mut().filter(|it| it.slot == RISK.name).for_each(|it| {
            it.state = "mitigated".into();
        });
    }
    let mut view = view(&KIND, dossier, say, true);
    view.refused = None;
    for hung in &mut view.hung {
        hung.reveals = None;
        for item in &mut hung.items {
            item.notices = (hung.slot.notices)(&item.it.answers);
        }
    }
    view.room = Some(room(say));
    view
}

/// Texts are said; what points at something else keeps pointing there.
fn dossier(say: Said) -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.id = "01J".into();
    dossier.record.title = say(&dossier.record.title);
    let texts = |answers: &mut Answers| {
        for (name, value) in answers.iter_mut() {
            if let Value::Text(text) = value
                && matches!(name.as_str(), "text" | "sign" | "does" | "stop" | "plan" | "seen")
            {
                *text = say(text);
            }
        }
    };
    texts(&mut dossier.record.answers);
    dossier.attached.iter_mut().for_each(|it| texts(&mut it.answers));
    let mine = |slot: &domain::attachment::Slot, name: &str, text: &str| Attachment {
        id: format!("mine-{}", slot.name).into(),
        answers: [(name.to_owned(), Value::Text(text.to_owned()))].into(),
        ..domain::practice::samples::attachment(slot, "priya", &[])
    };
    dossier.attached.push(Attachment {
        id: "card-vague".into(),
        ..mine(&slots::CARD, "text", &say("Poor communication"))
    });
    for slot in [&slots::BEFORE, &slots::AFTER] {
        dossier.attached.push(mine(slot, "chance", "70"));
    }
    dossier
}

pub(crate) fn room(say: Said) -> Room {
    Room {
        newest: 41,
        me: "priya".into(),
        facilitator: say("Jonas"),
        i_lead: true,
        may_lead: true,
        takes_part: true,
        estimated: 5,
        written: 4,
        voted: 1,
        again: 0,
        draft: Answers::new(),
        turn: Some((say("Lena"), false)),
        then: vec![say("Diego"), say("Ines")],
        sightings: vec![Sighting {
            tripwire: "tripwire-of-jonas".into(),
            says: say("Change lead time in shop: 50 h today; the tripwire is set above 48 hours."),
            tripped: true,
        }],
        foresight: Some(seen()),
        factors: vec![
            Factor {
                key: "pm: limits".into(),
                text: say("Nobody knew the bank’s limits"),
                postmortem: (say("Payouts stood still for a night"), "/postmortem/x".into()),
                mine: Some(Reading {
                    id: "m1".into(),
                    version: 1,
                    answers: [("how".to_owned(), Value::Text("mechanism".into()))].into(),
                }),
                readers: 2,
            },
            Factor {
                key: "pm: alarm".into(),
                text: say("The alarm went to a list nobody reads"),
                postmortem: (say("Payouts stood still for a night"), "/postmortem/x".into()),
                mine: None,
                readers: 0,
            },
        ],
        role: say("Engineer"),
    }
}

fn seen() -> Foresight {
    let read = |by: &str, role: &str| Read {
        factor: "f".into(),
        by: by.into(),
        role: role.into(),
        how: How::Mechanism,
        card: Some("card-bank".into()),
    };
    let readings = [read("ana", "engineer"), read("kim", "support")];
    foresight(&["f".into(), "g".into()], &readings, &BTreeSet::from(["card-bank".into()]), true)
}
