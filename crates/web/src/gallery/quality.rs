//! Samples of how a team decides: nothing yet, a few, a year of it, and from outside.

use app::{OwnForecasts, Quality, TeamForecasts};
use domain::measure::forecasts::{Known, calibration};
use domain::measure::judged::{Judged, Table};
use domain::practice::decision;

use super::{Said, Samples};
use crate::pages::quality::{QualityView, page};
use crate::pages::questions;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Decisions);
    let drawn = |(name, view)| (format!("quality-{name}"), page(&frame, &view));
    let bank = ("questions".to_owned(), questions::page(&frame, &questions::sample()));
    views(say).into_iter().map(drawn).chain([bank]).collect()
}

pub(crate) fn views(say: Said) -> Vec<(&'static str, QualityView)> {
    let nothing = Quality {
        table: Table::default(),
        judged: Vec::new(),
        forecasts: TeamForecasts::TooFewPeople { need: 5 },
    };
    let team = || (say("Payments"), "payments".to_owned());
    let view = |quality, own| QualityView { team: team(), quality, own };
    vec![
        ("empty", view(Ok(nothing), own(say, 0))),
        ("few", view(Ok(quality(say, [3, 1, 2, 0], 12)), own(say, 4))),
        ("full", view(Ok(quality(say, [14, 4, 5, 2], 60)), own(say, 31))),
        ("from-outside", view(Err(say("This is for the team itself.")), own(say, 14))),
    ]
}

fn known(n: usize) -> Vec<Known> {
    let one = |at: usize| Known { sure: [0.2, 0.5, 0.8][at % 3], came_true: at % 3 > at % 2 };
    (0..n).map(one).collect()
}

fn own(say: Said, n: usize) -> OwnForecasts {
    let mut dossier = (decision::KIND.sample)();
    dossier.attached.retain(|it| it.slot == "forecast");
    for it in &mut dossier.attached {
        it.state = "true".into();
        it.answers.insert("text".into(), domain::record::Value::Text(say("It holds in May")));
    }
    let record = dossier.record;
    let known_ones = dossier.attached.into_iter().map(|it| (record.clone(), it));
    OwnForecasts {
        calibration: calibration(&known(n)),
        known: known_ones.filter(|_| n > 0).collect(),
        open: n / 4,
        void: n / 9,
    }
}

fn quality(say: Said, fields: [usize; 4], forecasts: usize) -> Quality {
    let [deserved_success, bad_break, dumb_luck, poetic_justice] = fields;
    let mut record = (decision::KIND.sample)().record;
    record.title = say(&record.title);
    let judged = Judged { weakest: Some(70.0), only_after: false, turned_well: Some(true) };
    let late = Judged { weakest: None, only_after: true, turned_well: Some(false) };
    Quality {
        table: Table {
            deserved_success,
            bad_break,
            dumb_luck,
            poetic_justice,
            excluded: Vec::new(),
        },
        judged: vec![(record.clone(), judged), (record, late)],
        forecasts: TeamForecasts::Shown {
            calibration: calibration(&known(forecasts)),
            open: 3,
            void: 1,
        },
    }
}
