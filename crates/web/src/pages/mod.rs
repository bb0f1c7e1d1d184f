//! One file a page; each drawn from a plain struct that has its samples.

pub mod alone;
pub mod ask;
pub mod ballot;
pub mod commitments;
pub mod deal;
pub mod decision;
pub mod form;
pub mod guide;
pub mod health_review;
pub mod intent;
pub mod keys;
pub mod leave_test;
pub mod list;
pub mod map;
pub mod map_edit;
pub mod map_more;
pub mod mirrors;
pub mod office_hours;
pub mod ownership;
pub mod people;
pub mod person;
pub mod premortem;
pub mod problem;
pub mod quality;
pub mod quarter;
pub mod questions;
pub mod reaching;
pub mod reading;
pub mod record;
pub mod reflection;
pub mod reflections;
pub mod said_and_done;
pub mod scenario;
pub mod scenarios;
pub mod search;
pub mod settings;
pub mod sign_in;
pub mod team;
pub mod today;

use maud::Markup;

use crate::shell::Frame;

/// The designed page of a kind, or the one drawn from its table.
pub fn record_page(frame: &Frame, view: &record::RecordView) -> Markup {
    match view.kind.slug {
        "intent" => intent::page(frame, view),
        "decision" => decision::page(frame, view),
        "postmortem" | "metrics-review" | "demo" | "celebration" => reflection::page(frame, view),
        "deal" => deal::page(frame, view),
        "ownership" => ownership::page(frame, view),
        "leave-test" => leave_test::page(frame, view),
        "office-hours" => office_hours::page(frame, view),
        "health-review" => health_review::page(frame, view),
        "reading" => reading::page(frame, view),
        "premortem" => premortem::page(frame, view),
        "scenario" => scenario::page(frame, view),
        _ => record::page(frame, view),
    }
}
