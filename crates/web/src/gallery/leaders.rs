//! Samples of what leaders go first with: the deal, the leave test, the board, the ledger.

use domain::kind::Kind;

use super::{Said, Samples};
use crate::pages::deal::{DealBeside, QuarterBeside};
use crate::pages::leave_test::{LeaveBeside, WithoutBeside};
use crate::pages::ownership::{LedgerShown, OwnershipShown};
use crate::pages::person::{self, PersonView};
use crate::pages::record::Beside;
use crate::pages::said_and_done::{Mirror, SaidView, page};
use crate::parts::entries::Entry;
use crate::shell::{Spot, sample_frame};

pub(super) fn entry(say: Said, text: &str, when: &str, about: &[&str]) -> Entry {
    Entry {
        text: say(text),
        to: "/decision/1".into(),
        when: say(when),
        about: about.iter().map(|it| say(it)).collect(),
        stands_out: when.starts_with("was"),
    }
}

/// What the pages of these kinds show beside their sample.
pub(super) fn beside(kind: &Kind, say: Said) -> Beside {
    match kind.slug {
        "deal" => Beside::Deal(Box::new(deal(say))),
        "leave-test" => Beside::Leave(Box::new(leave(say))),
        _ => Beside::Nothing,
    }
}

fn deal(say: Said) -> DealBeside {
    let promise = || {
        vec![entry(
            say,
            "A second bank that answers on Mondays",
            "by 30 June",
            &["On “One bank is none”"],
        )]
    };
    DealBeside {
        leader: say("Ines Marques"),
        lanes: vec![
            entry(
                say,
                "Trade-offs inside a feature whose intent is agreed",
                "",
                &["effort 8 person-days · undo sprint · reach team"],
            ),
            entry(
                say,
                "Whatever stops the bleeding when something is down",
                "until 30 June",
                &["undo hour"],
            ),
        ],
        owed: promise(),
        backing: vec![entry(
            say,
            "I take the call with the bank",
            "until 30 June",
            &["Called on, and held: she rang within the hour"],
        )],
        intents: vec![entry(say, "A failed payment never surprises a customer", "active", &[])],
        promised: vec![entry(
            say,
            "We measure the late payouts by shop",
            "was due 3 days ago",
            &[],
        )],
        quarter: Some(QuarterBeside {
            since: "10 January".into(),
            decided: vec![entry(say, "Retry with a growing pause", "decided", &[])],
            decided_above: vec![entry(say, "One price for all shops", "decided", &[])],
            owed: promise(),
            promised: vec![],
            called: vec![entry(say, "The bank wants somebody who can sign", "held", &["She rang"])],
        }),
    }
}

fn leave(say: Said) -> LeaveBeside {
    LeaveBeside {
        span: Some(("2026-03-16".parse().unwrap(), "2026-03-27".parse().unwrap())),
        stalls: vec![
            entry(say, "A second bank", "proposed", &["Nobody else could decide it."]),
            entry(
                say,
                "Everything nobody has thought of",
                "the-rest",
                &["Decides here. Nobody else does."],
            ),
        ],
        elsewhere: vec![entry(
            say,
            "What shops are promised",
            "promise",
            &["Is asked for advice here. Meanwhile @mara."],
        )],
        comes_due: vec![entry(
            say,
            "An answer to the eleven shops",
            "by 20 March",
            &["On “Prices”"],
        )],
        lent: vec![entry(
            say,
            "The call with the bank",
            "until 27 March",
            &["To Jonas Keller", "The bank answers on Tuesdays"],
        )],
        without: Some(WithoutBeside {
            decided: vec![entry(say, "Retry with a growing pause", "decided", &[])],
            waited: vec![entry(say, "One price for all shops", "proposed", &[])],
            from_afar: vec![entry(say, "The holiday rota", "decided", &[])],
        }),
        on_map: false,
        for_map: say(
            "[[away]]\nwho      = \"@ines\"\nfrom     = 2026-03-16\nuntil    = 2026-03-27",
        ),
        may_propose: true,
    }
}

fn board(say: Said, items: usize) -> SaidView {
    SaidView {
        team: Some((say("Payments"), "payments".into())),
        teams: vec![(say("Payments"), "payments".into()), (say("Shops"), "shops".into())],
        waits: vec![entry(
            say,
            "The on-call week begins on a Friday",
            "2 days ago",
            &["On “What makes your week harder?”"],
        )],
        promised: vec![entry(
            say,
            "Nobody knows who may sign with the bank",
            "by 30 March",
            &["We will: a list, with deputies"],
        )],
        done: vec![entry(
            say,
            "Plans change on Friday afternoons",
            "told 3 March",
            &["We did: changes come on Tuesdays"],
        )],
        refused: vec![entry(
            say,
            "The Monday report costs an hour",
            "told 4 March",
            &["We will not, because: the bank asks for it until June"],
        )],
        mirror: Mirror {
            items,
            closure: "5 of 7".into(),
            acted_on: "4 of 6".into(),
            refused: "2 of 6".into(),
            reopened: "1 of 8".into(),
            in_public: "6 of 7".into(),
            to_heard: "1.5 days".into(),
            to_decided: "4 days".into(),
            to_told: "not reached (over 61 days)".into(),
        },
    }
}

fn owner(say: Said) -> PersonView {
    let line = |text: &str, about: &[&str]| entry(say, text, "12 January", about);
    PersonView {
        name: say("Ines Marques"),
        handle: "ines".into(),
        owns: vec![OwnershipShown {
            title: say("That shops can trust what we tell them about their money"),
            team: say("Shops"),
            to: "/ownership/1".into(),
            confirmed: "confirmed 12 January".into(),
            run_out: true,
            down: false,
            says: vec![(
                "What you can hold me to".into(),
                say("An answer within two working days."),
            )],
            lines: vec![
                (
                    "What I don’t know yet".into(),
                    vec![line(
                        "Do shops read the payout mail?",
                        &["It matters because: a quarter hangs on it"],
                    )],
                ),
                (
                    "What I got wrong".into(),
                    vec![line(
                        "I promised a date before asking the team",
                        &["Changed: dates come from the team’s forecast"],
                    )],
                ),
            ],
        }],
        ledger: Some(LedgerShown {
            over: vec![say("Payments"), say("Bookings")],
            handed_over: vec![line(
                "Trade-offs inside a feature",
                &["Payments: now contributor, up to 8 person-days"],
            )],
            corrections: vec![line("I promised a date", &["Changed: I ask first"])],
            open: vec![entry(say, "A second bank", "was due 3 days ago", &[])],
            kept: vec![entry(say, "No change after Tuesday noon", "kept", &[])],
            missed: vec![entry(
                say,
                "A list of who may sign",
                "dropped",
                &["The bank changed its rules"],
            )],
            backing: vec![entry(say, "I take the call with the bank", "until 30 June", &[])],
        }),
        ..PersonView::default()
    }
}

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::People);
    let office = PersonView {
        name: say("Tomas Berg"),
        handle: "tomas".into(),
        ledger: Some(LedgerShown { over: vec![say("Mobile")], ..LedgerShown::default() }),
        myself: true,
        ..PersonView::default()
    };
    vec![
        ("said-empty".into(), page(&frame, &SaidView::default())),
        ("said-few".into(), page(&frame, &board(say, 2))),
        ("said-full".into(), page(&frame, &board(say, 8))),
        ("person-office".into(), person::page(&frame, &owner(say))),
        ("person-office-empty".into(), person::page(&frame, &office)),
    ]
}
