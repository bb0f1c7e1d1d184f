//! Samples of scenarios: the list empty, full and for a reader; a run in each of its states.

use domain::practice::scenario::KIND;
use domain::scenario::evidence::{Lean, Seen, read};
use domain::scenario::{by_key, signal};

use super::records::teams;
use super::{Said, Samples, records};
use crate::pages::alone::{AloneView, Refused, Shut};
use crate::pages::list::{Line, ListView, Narrow};
use crate::pages::record::Beside;
use crate::pages::record_page;
use crate::pages::scenario::RunBeside;
use crate::pages::scenarios::{Offered, Own, ScenariosView, page};
use crate::parts::pager::Pager;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Scenarios);
    let lists = views(say)
        .into_iter()
        .map(|(name, view)| (format!("scenarios-{name}"), page(&frame, &view)));
    let runs = KIND.states.iter().map(|state| {
        let mut view = records::view(&KIND, records::dossier(&KIND, say), say, true);
        view.dossier.record.state = state.name.into();
        view.beside = Beside::Run(Box::new(run(say)));
        (format!("scenario-{}", state.name), record_page(&frame, &view))
    });
    let alone = alone(say)
        .into_iter()
        .map(|(name, view)| (format!("alone-{name}"), crate::pages::alone::page(&frame, &view)));
    lists.chain(runs).chain(alone).collect()
}

/// A run on the first playbook with a reading of each lean, and one run before it.
pub(crate) fn run(say: Said) -> RunBeside {
    let reading = |id: &str, lean: Lean, n: Option<usize>, says: &str, doubt: &str| {
        let mut it = read(signal::by_id(id).expect("a signal of ours"), &Seen::default());
        if lean != Lean::Missing {
            (it.lean, it.n, it.says, it.doubt) = (lean, n, say(says), doubt.to_owned());
        }
        it
    };
    let mut earlier = (KIND.sample)();
    earlier.record.state = "through".into();
    earlier.record.title = say("Dates slip");
    earlier.record.put("word", say("The plan is ours again."));
    let playbook = by_key("underdelivering").map(|it| it.playbook.clone());
    let steps = playbook.iter().flat_map(|it| it.part(domain::scenario::Part::Steps)).enumerate();
    RunBeside {
        steps: steps.map(|(at, _)| ("Decision", at % 2 == 0)).collect(),
        readings: vec![
            reading(
                "decision-wait",
                Lean::StandsOut,
                Some(12),
                "Half are decided within 21 days.",
                "The middle lies between 20 days and 22 days.",
            ),
            reading("promises", Lean::Usual, Some(9), "Of 9 open promises, 1 past its day.", ""),
            reading(
                "decided-outside",
                Lean::TooLittle,
                Some(4),
                "Of 4 decisions, 2 from outside the team.",
                "Below 5, a share says nothing.",
            ),
            reading("rework-rate", Lean::Missing, None, "", ""),
        ],
        earlier: vec![earlier],
        said_with: KIND
            .moves
            .iter()
            .filter_map(|it| Some((it.name, app::said_with(it.name)?.1)))
            .collect(),
        playbook,
    }
}

/// The page for one person: before the first word, written, refused, and shut.
pub(crate) fn alone(say: Said) -> Vec<(&'static str, AloneView)> {
    let playbook = app::apart_playbook();
    let steps = playbook.part(domain::scenario::Part::Steps);
    let page = serde_json::json!({ "begun": "2026-02-20", "said": {
        "for.0": say("I would rather build."),
        "against.0": say("I miss deciding when somebody else does it badly."),
        "question.3": say("Meetings about meetings."),
        "choice": say("One lane, for a quarter."),
    } });
    let empty = AloneView {
        playbook,
        page: None,
        shut: None,
        refused: None,
        teams: vec![(say("Payments"), "payments".into())],
        kinds: steps.iter().map(|_| "Decision").collect(),
    };
    let full = AloneView { page: serde_json::from_value(page).ok(), ..empty.clone() };
    let refused = Refused {
        says: say("1001 characters; at most 1000 fit here."),
        sent: vec![("notes".into(), say("far too long"))],
    };
    let teams = vec![(say("Payments"), "payments".into()), (say("Shops"), "shops".into())];
    let refused = AloneView { refused: Some(refused), teams, ..full.clone() };
    let shut = |may_end| AloneView {
        shut: Some(Shut { says: say("Nobody can open it."), may_end }),
        ..empty.clone()
    };
    let (lost, away) = (shut(true), shut(false));
    vec![("empty", empty), ("full", full), ("refused", refused), ("lost", lost), ("away", away)]
}

pub(crate) fn views(say: Said) -> Vec<(&'static str, ScenariosView)> {
    let list = ListView {
        kind: &KIND,
        team: None,
        lines: Vec::new(),
        narrow: Narrow::default(),
        open: 0,
        closed: 0,
        begins_in: teams(say),
        pager: Pager::default(),
    };
    let empty = ScenariosView { list: list.clone(), offers: vec![], own: vec![] };
    let now = sample_frame(Spot::Scenarios).now;
    let line = |at: usize| Line {
        title: say("Releases slip, and each time for another reason"),
        to: format!("/scenario/{at}"),
        state: KIND.states[at % 2].name.into(),
        about: say("What is finished waits."),
        team: say("Payments"),
        due: Some(now.day()),
        rhythm: String::new(),
        changed_at: now,
    };
    let lines: Vec<Line> = (0..7).map(line).collect();
    let full = ScenariosView {
        list: ListView { open: lines.len(), lines, ..list },
        offers: vec![Offered {
            team: ("payments".into(), say("Payments")),
            key: "bottleneck",
            title: "The leader is the bottleneck",
            because: vec![
                ("How long decisions wait", say("Half are decided within 21 days.")),
                ("Lanes with one holder", say("Of 6 lanes, 4 with one holder.")),
            ],
        }],
        own: vec![Own {
            id: "own-1".into(),
            title: say("The bank changes its interface again"),
            team: say("Payments"),
        }],
    };
    let reader = ListView { begins_in: vec![], ..full.list.clone() };
    let reader = ScenariosView { offers: vec![], list: reader, ..full.clone() };
    vec![("empty", empty), ("full", full), ("reader", reader)]
}
