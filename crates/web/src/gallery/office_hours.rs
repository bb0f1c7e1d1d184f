//! Office hours before they are open, with an empty queue, with a full one while a date goes on, and
//! after they have ended; for a host, for anybody, and for somebody who only reads.

use std::collections::BTreeMap;

use domain::id::At;
use domain::practice::office_hours::slots::TOPIC;
use domain::practice::office_hours::{KIND, becomes, look};
use domain::record::Dossier;

use super::records::view;
use super::{Said, Samples};
use crate::pages::office_hours::{DateShown, HoursBeside, Queued, page};
use crate::pages::record::{Beside, RecordView};
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Nowhere);
    let mut found = Vec::new();
    for (name, state) in [
        ("planned", "planned"),
        ("empty", "running"),
        ("full", "running"),
        ("now", "running"),
        ("ended", "ended"),
    ] {
        for who in ["host", "anybody", "reader"] {
            let view = seen(name, state, who, say);
            found.push((format!("office-hours-{name}-{who}"), page(&frame, &view)));
        }
    }
    let mut broken = seen("full", "running", "host", say);
    if let Beside::Hours(hours) = &mut broken.beside {
        **hours = HoursBeside {
            problem: say("There is no time zone “Berlin”."),
            ..HoursBeside::default()
        };
    }
    found.push(("office-hours-without-dates".into(), page(&frame, &broken)));
    found
}

/// The kind's sample in one state, as one of those who look at it sees it.
pub(crate) fn seen(name: &str, state: &str, who: &str, say: Said) -> RecordView {
    let mut dossier = dossier(say);
    dossier.record.state = state.into();
    if matches!(name, "planned" | "empty") {
        dossier.attached.clear();
    }
    let mut hours = hours(say, &dossier, name);
    let mut view = view(&KIND, dossier, say, who != "reader");
    hours.i_host = who == "host";
    hours.may_vote = who != "reader" && state == "running";
    if who == "reader" {
        hours.ways_on.clear();
    }
    for hung in &mut view.hung {
        hung.may_add &=
            state == "running" || !KIND.slots.iter().any(|it| it.name == hung.slot.name);
        if who != "host" {
            for item in &mut hung.items {
                item.moves
                    .retain(|_| hung.slot.name != TOPIC.name || item.it.author.as_str() == "priya");
                item.may_reword = false;
            }
        }
    }
    if state != "running" {
        hours.dates.clear();
    }
    view.refused = None;
    view.beside = Beside::Hours(Box::new(hours));
    view
}

fn dossier(say: Said) -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.id = "01J".into();
    dossier.record.title = say(&dossier.record.title);
    for name in ["purpose", "place"] {
        let said = say(dossier.record.text(name));
        dossier.record.put(name, said);
    }
    for it in &mut dossier.attached {
        for name in ["text", "tried", "need", "notes"] {
            let said = say(it.text(name));
            if !it.text(name).is_empty() {
                it.answers.insert(name.into(), domain::record::Value::Text(said));
            }
        }
    }
    for at in 0..7 {
        let mut old = dossier.attached[2].clone();
        old.id = format!("old-{at}").into();
        dossier.attached.push(old);
    }
    let mut parked = dossier.attached[0].clone();
    parked.id = "parked".into();
    parked.state = "parked".into();
    parked.answers.insert("again_on".into(), domain::record::Value::Text("2026-05-04".into()));
    dossier.attached.push(parked);
    dossier
}

fn hours(say: Said, dossier: &Dossier, name: &str) -> HoursBeside {
    let waiting: Vec<String> = dossier
        .slot(TOPIC.name)
        .filter(|it| it.state == "waiting")
        .map(|it| it.id.to_string())
        .collect();
    let queued = |at: usize, instead: &str| {
        waiting.get(at).map(|id| Queued { id: id.clone(), instead: say(instead) })
    };
    let date = |day: &str, words: &str, distance: &str, room: usize| DateShown {
        day: day.into(),
        words: say(words),
        distance: distance.into(),
        room,
        ..DateShown::default()
    };
    let goes_on = name == "now";
    let topics = [queued(0, ""), queued(1, "5 March was full")].into_iter().flatten().collect();
    let first = DateShown {
        goes_on,
        topics,
        ..date(
            "2026-03-12",
            "Thursday 12 March, 14:00 Europe/Berlin",
            if goes_on { "now" } else { "in 6 days" },
            if waiting.is_empty() { 2 } else { 0 },
        )
    };
    let off = DateShown {
        off: true,
        why: say("The whole team is away"),
        change: Some(("c1".into(), 1)),
        ..date("2026-03-19", "Thursday 19 March, 14:00 Europe/Berlin", "in 13 days", 0)
    };
    let moved = DateShown {
        why: say("Moved from Thursday 26 March, 14:00 Europe/Berlin: the room is taken"),
        change: Some(("c2".into(), 1)),
        ..date("2026-03-26", "Friday 27 March, 10:30 Europe/Berlin", "", 2)
    };
    HoursBeside {
        newest: 12,
        when: "Every Thursday at 14:00, Europe/Berlin".into(),
        problem: String::new(),
        minutes: 50,
        capacity: 2,
        hosts: vec![say("Jonas"), say("Ines")],
        i_host: true,
        dates: vec![
            first,
            off,
            moved,
            date("2026-04-02", "Thursday 2 April, 14:00 Europe/Berlin", "", 1),
        ],
        left: Vec::new(),
        votes: waiting.iter().take(1).map(|id| (id.clone(), 3)).collect::<BTreeMap<_, _>>(),
        my_votes: waiting.iter().take(1).cloned().collect(),
        may_vote: true,
        ways_on: becomes::ALL.iter().map(|it| (it.kind, it.label)).collect(),
        look: look::look(dossier, At(1_772_798_400_000)).ok(),
    }
}
