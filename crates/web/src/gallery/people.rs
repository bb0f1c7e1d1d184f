//! Samples of people, teams and settings.

use domain::id::At;
use domain::reach::Wishes;
use domain::record::FieldProblem;

use super::{Said, Samples};
use crate::pages::list::Line;
use crate::pages::people::{Branch, Invite, Named, PeopleView};
use crate::pages::person::{PersonView, Seat};
use crate::pages::reaching::{Asked, ReachingView};
use crate::pages::settings::{FeedLink, OrganisationView, Session, SettingsView, Token};
use crate::pages::team::{Member, Place, TeamView};
use crate::pages::{people, person, reaching, settings, team};
use crate::shell::{Frame, Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    [people_samples(say), team_samples(say), settings_samples(say), reaching_samples(say)].concat()
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn line(say: Said, title: &str, state: &str) -> Line {
    Line {
        title: say(title),
        to: "/decision/1".into(),
        state: state.into(),
        about: say("In lane “feature”"),
        team: say("Payments"),
        due: None,
        rhythm: String::new(),
        changed_at: At(1_772_000_000_000),
    }
}

fn people_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::People);
    let branch =
        |name: &str, slug: &str, depth| Branch { name: say(name), slug: slug.into(), depth };
    let named = |name: &str, handle: &str, seat: &str| Named {
        name: say(name),
        handle: handle.into(),
        seats: vec![say(seat)],
    };
    let one = PeopleView {
        organisation: say("Northwind"),
        teams: vec![branch("Northwind", "northwind", 0)],
        people: vec![named("Kim", "kim", "Northwind, contributor since 1 March")],
        ..PeopleView::default()
    };
    let full = PeopleView {
        teams: vec![
            branch("Northwind", "northwind", 0),
            branch("Commerce", "commerce", 1),
            branch("Payments", "payments", 2),
            branch("Search", "search", 2),
            branch("Platform", "platform", 1),
        ],
        people: vec![
            named("Ana Okafor", "ana", "Payments, lead since 4 March"),
            named("Bo Lindqvist", "bo", "Payments, contributor since 1 March"),
            named("Raj Patel", "raj", "Commerce, director since 12 January 2024"),
        ],
        levels: vec!["contributor".into(), "lead".into(), "director".into()],
        invite: Some(Invite {
            teams: vec![("payments".into(), say("Payments"))],
            link: Some(say("https://remit.example/join/3f2a")),
            mails: true,
            mailed: Some(say("kim@northwind.example")),
        }),
        may_add_team: true,
        problems: vec![FieldProblem { field: "team".into(), says: say("There is no such team.") }],
        ..one.clone()
    };
    let person = PersonView {
        name: say("Ana Okafor"),
        handle: "ana".into(),
        seats: vec![Seat {
            team: say("Payments"),
            slug: "payments".into(),
            level: "lead".into(),
            since: day("2026-03-04"),
        }],
        wrote: vec![
            line(say, "Retry with a growing pause", "decided"),
            line(say, "Drop the retry table", "open"),
        ],
        myself: true,
        keeping: None,
        ..PersonView::default()
    };
    let left = PersonView {
        name: say("Eve"),
        handle: "eve".into(),
        left: Some(day("2025-11-30")),
        ..PersonView::default()
    };
    let kept = PersonView {
        keeping: Some(crate::pages::person::Keeping {
            link: Some(say("https://remit.example/enter/3f2a")),
            problem: Some(say("That is not the handle.")),
        }),
        myself: false,
        ..person.clone()
    };
    vec![
        ("person-kept".into(), person::page(&frame, &kept)),
        ("people-one".into(), people::page(&frame, &one)),
        ("people-full".into(), people::page(&frame, &full)),
        ("person".into(), person::page(&frame, &person)),
        ("person-left".into(), person::page(&frame, &left)),
    ]
}

fn team_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::People);
    let member = |name: &str, handle: &str, level: &str, steward| Member {
        name: say(name),
        handle: handle.into(),
        level: level.into(),
        since: day("2026-03-01"),
        steward,
    };
    let empty = TeamView { name: say("Search"), slug: "search".into(), ..TeamView::default() };
    let full = TeamView {
        name: say("Payments"),
        slug: "payments".into(),
        mirrors: true,
        released: true,
        above: vec![Branch { name: say("Northwind"), slug: "northwind".into(), depth: 0 }],
        below: vec![Branch { name: say("Refunds"), slug: "refunds".into(), depth: 2 }],
        members: vec![
            member("Ana Okafor", "ana", "lead", true),
            member("Kim", "kim", "contributor", false),
        ],
        intents: vec![line(say, "A failed payment never surprises a customer", "active")],
        decisions: vec![line(say, "Drop the retry table", "open")],
        map: "Eleven lanes, version 7".into(),
        levels: Some(vec!["contributor".into(), "lead".into()]),
        invited: vec![crate::pages::team::Open {
            id: "i1".into(),
            level: "lead".into(),
            by: say("Ana"),
            until: day("2026-03-20"),
        }],
        channel: Some(true),
        problem: Some(say("Write it as https://…")),
        place: Some(Place {
            choices: vec![
                ("commerce".into(), say("Northwind › Commerce")),
                ("search".into(), say("Northwind › Commerce › Search")),
            ],
            problem: Some(FieldProblem {
                field: "under".into(),
                says: say("It lies there already."),
            }),
        }),
    };
    let steward = TeamView { place: Some(Place::default()), ..empty.clone() };
    vec![
        ("team-empty".into(), team::page(&frame, &empty)),
        ("team-steward".into(), team::page(&frame, &steward)),
        ("team-full".into(), team::page(&frame, &full)),
    ]
}

fn reaching_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Settings);
    let out = Frame::signed_out(frame.now);
    let full = ReachingView {
        wishes: Wishes { digest: true, zone: say("Europe/Berlin"), ..Wishes::default() },
        address: Some(say("ana@northwind.example")),
        house_sends: true,
        problems: vec![FieldProblem { field: "zone".into(), says: say("There is no such zone.") }],
    };
    let asked = |it: &Asked| reaching::asked(&out, "t-1", it);
    vec![
        ("reaching-first".into(), reaching::page(&frame, &ReachingView::default())),
        ("reaching-full".into(), reaching::page(&frame, &full)),
        ("reaching-off".into(), asked(&Asked::TurnOff("What waits for you".into()))),
        ("reaching-is-off".into(), asked(&Asked::TurnedOff("What waits for you".into()))),
        ("reaching-confirm".into(), asked(&Asked::Confirm(say("ana@northwind.example")))),
        ("reaching-confirmed".into(), asked(&Asked::Confirmed(say("ana@northwind.example")))),
    ]
}

fn settings_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Settings);
    let session = |device: &str, this| Session {
        id: "a1".into(),
        device: say(device),
        seen: frame.now.plus(-At::HOUR),
        this,
    };
    let first = SettingsView {
        sessions: vec![session("Firefox on Linux", true)],
        ..SettingsView::default()
    };
    let full = SettingsView {
        has_password: true,
        sessions: vec![session("Firefox on Linux", true), session("Safari on a phone", false)],
        tokens: vec![Token {
            id: "t1".into(),
            name: say("CI of payments"),
            scopes: "read, check".into(),
            until: day("2026-06-01"),
        }],
        new_token: Some(say("remit_4b1d")),
        feeds: Some(FeedLink { made: day("2026-01-12"), read: Some(day("2026-03-03")) }),
        new_feeds: Some((
            say("https://remit.example/feeds/feed_4b1d/calendar.ics"),
            say("https://remit.example/feeds/feed_4b1d/news.atom"),
        )),
        scopes: vec![
            ("read".into(), "read what I may read".into()),
            ("write".into(), "write in my name".into()),
        ],
        organisation: Some(OrganisationView {
            name: say("Northwind"),
            levels: vec!["contributor".into(), "lead".into(), "staff".into(), "director".into()],
            leads_from: 2,
        }),
        stuck: vec![app::Stuck {
            id: "j1".into(),
            what: say("Forgetting sessions and links that have ended"),
            said: say("The disk that holds the database is full."),
            since: domain::id::At(0),
        }],
        problems: vec![FieldProblem {
            field: "current".into(),
            says: say("That is not the password you have."),
        }],
    };
    vec![
        ("settings-first".into(), settings::page(&frame, &first)),
        ("settings-full".into(), settings::page(&frame, &full)),
    ]
}
