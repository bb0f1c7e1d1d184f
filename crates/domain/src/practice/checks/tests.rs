mod edges;

use super::*;
use crate::practice::intent::{KIND, slots};
use crate::practice::samples::{attachment, list, row, rows, text};
use crate::record::{Answers, Value};

/// The good example with some answers replaced.
fn with(answers: &[(String, Value)]) -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.answers.extend(answers.iter().cloned());
    dossier
}

fn found(dossier: &Dossier, rule: &str) -> Option<Finding> {
    intent(dossier, &Around::default()).into_iter().find(|it| it.rule == rule)
}

/// The words each text is caught by; "" where it is not.
#[track_caller]
fn check(rule: &str, place: &str, cases: &[(&str, &str)]) {
    for (said, words) in cases {
        let hit = found(&with(&[text(place, said)]), rule);
        assert_eq!(hit.as_ref().map_or("", |it| &it.words), *words, "{rule} on “{said}”");
        if let Some(hit) = hit {
            assert!(
                hit.place == place && !hit.says.is_empty() && hit.asks.ends_with('?'),
                "{hit:?}"
            );
        }
    }
}

#[track_caller]
fn check_signal(rule: &str, cells: &[(&str, &str)], words: &str) {
    let hit = found(&with(&[rows("signals", vec![row(cells), guardrail()])]), rule);
    assert_eq!(hit.as_ref().map_or("", |it| &it.words), words, "{rule} on {cells:?}");
}

fn guardrail() -> Row {
    row(&[
        ("name", "Wrong payouts"),
        ("baseline", "2"),
        ("baseline_date", "2026-01-05"),
        ("direction", "hold"),
        ("guardrail", "yes"),
    ])
}

#[test]
fn a_good_example_has_nothing_found_about_it() {
    assert_eq!(intent(&(KIND.sample)(), &Around::default()), []);
}

#[test]
fn i01_a_task_is_told_from_a_condition() {
    check(
        "I01",
        "end_state",
        &[
            ("Build a new export service.", "Build"),
            ("We will migrate all shops to the new ledger", "migrate"),
            ("Roll out single sign-on in 12 offices.", "Roll out"),
            ("- refactor the importer", "refactor"),
            ("Build an export, so that shops can leave with their data.", ""),
            ("Implement the limits because the licence demands them.", ""),
            ("Built-in reports open within one second.", ""),
            ("Shops build their own reports.", ""),
            ("Every shop can take its data along.", ""),
        ],
    );
}

#[test]
fn i01_work_that_is_told_as_done_is_still_a_task() {
    check(
        "I01",
        "end_state",
        &[
            ("Billing is migrated to the new queue by June.", "is migrated"),
            ("The new payment service is launched in three countries.", "is launched"),
            ("All shops are migrated, so that no one waits for the night run.", ""),
            ("What a shop paid is shown the same day.", ""),
        ],
    );
    let late =
        with(&[text("end_state", "Shops see it the same day. Then the old one is shipped.")]);
    assert_eq!(found(&late, "I01"), None, "only the sentence that says what will be true");
}

#[test]
fn i01_a_title_that_is_a_task_is_noticed_and_holds_nothing_up() {
    let mut dossier = with(&[]);
    dossier.record.title = "Migrate billing to the new queue by June".into();
    let all = intent(&dossier, &Around::default());
    let found = all.iter().find(|it| it.rule == "I01" && it.place == "title").unwrap();
    assert_eq!((found.weight, found.words.as_str()), (Weight::Warns, "Migrate"));
}

#[test]
fn i01_work_that_the_law_demands_is_its_own_end() {
    let mandated = with(&[
        text("end_state", "Deploy the tax printer in 40 shops."),
        text("nature", "mandated"),
    ]);
    assert_eq!(found(&mandated, "I01"), None);
}

#[test]
fn i02_a_technology_in_the_problem_is_named_even_where_it_really_is_the_problem() {
    check(
        "I02",
        "problem",
        &[
            ("We have no Kafka, so exports wait.", "Kafka"),
            ("The feature flags of 2019 confuse new colleagues.", "feature flags"),
            ("The team reacts too late to refusals.", ""),
            ("Trust is low after the outage.", ""),
        ],
    );
}

#[test]
fn i03_counting_what_ships_is_no_success_unless_somebody_uses_it() {
    check(
        "I03",
        "end_state",
        &[
            ("All 40 tickets are closed.", "tickets"),
            ("The new checkout is launched by March.", "is launched"),
            ("The migration is 100% complete.", "% complete"),
            ("60 % of the teams use the platform a month after it is released.", ""),
            ("Parcels are on the van by noon in 95 of 100 cases.", ""),
        ],
    );
    check_signal("I03", &[("name", "Story points a sprint"), ("direction", "up")], "Story points");
    check_signal("I03", &[("name", "Teams that adopt what was launched"), ("direction", "up")], "");
}

#[test]
fn i04_something_must_be_seen_to_happen() {
    let nothing = with(&[rows("signals", Vec::new())]);
    assert_eq!(found(&nothing, "I04").expect("no signal").weight, Weight::Blocks);
    let vague = with(&[rows("signals", vec![row(&[("name", "Customer happiness")])])]);
    assert_eq!(found(&vague, "I04").expect("not observable").words, "Customer happiness");
    for yes_or_no in ["No shop has to call", "Every export opens in Excel"] {
        let seen = with(&[rows("signals", vec![row(&[("name", yes_or_no)])])]);
        assert_eq!(found(&seen, "I04"), None, "{yes_or_no}");
    }
}

#[test]
fn i04_discovery_may_aim_at_being_able_to_say_something() {
    let learning = with(&[
        rows("signals", Vec::new()),
        text("nature", "discovery"),
        text("end_state", "By 1 April we can say which of three causes makes payouts late."),
    ]);
    assert_eq!(found(&learning, "I04"), None);
    let empty = with(&[
        rows("signals", Vec::new()),
        text("nature", "discovery"),
        text("end_state", "The area is explored."),
    ]);
    assert!(found(&empty, "I04").is_some());
}

#[test]
fn i05_a_baseline_has_a_value_and_a_day() {
    check_signal("I05", &[("name", "On time"), ("direction", "up")], "On time");
    check_signal("I05", &[("name", "On time"), ("baseline", "88")], "On time");
    check_signal(
        "I05",
        &[("name", "On time"), ("baseline", "88"), ("baseline_date", "2026-01-05")],
        "",
    );
    check_signal(
        "I05",
        &[("name", "On time"), ("baseline", "none, first reading on 2026-03-01")],
        "",
    );
}

#[test]
fn i06_an_adjective_alone_has_no_direction() {
    let adjective = |end_state: &str| {
        let signals = rows("signals", vec![row(&[("name", "Sign-ups"), ("unit", "a day")])]);
        found(&with(&[signals, text("end_state", end_state)]), "I06")
            .map_or(String::new(), |it| it.words)
    };
    assert_eq!(adjective("Checkout is faster and robust."), "faster");
    assert_eq!(adjective("Checkout is faster: under 2 seconds for 95 of 100."), "");
    check_signal("I06", &[("name", "Better onboarding")], "Better");
    check_signal("I06", &[("name", "Better onboarding"), ("direction", "up")], "");
    check_signal("I06", &[("name", "Onboarding within 3 days")], "");
    check("I06", "end_state", &[("Onboarding is better.", "")]);
}

#[test]
fn i07_a_signal_is_read_before_the_review() {
    let by = |day| [("name", "On time"), ("by_date", day)];
    check_signal("I07", &by("2026-05-01"), "2026-05-01");
    check_signal("I07", &by("2026-04-07"), "");
    check_signal("I07", &[("name", "On time")], "");
}

#[test]
fn i08_speed_needs_something_that_guards_it() {
    let alone = with(&[rows("signals", vec![row(&[("name", "On time"), ("direction", "up")])])]);
    assert_eq!(found(&alone, "I08").expect("no guardrail").words, "On time");
    let guarded = with(&[rows(
        "signals",
        vec![row(&[("name", "On time"), ("direction", "up")]), guardrail()],
    )]);
    assert_eq!(found(&guarded, "I08"), None);
}

#[test]
fn i09_people_are_not_measured() {
    check_signal("I09", &[("name", "Commits a week")], "Commits");
    check_signal("I09", &[("name", "Changes"), ("unit", "per engineer")], "per engineer");
    check_signal("I09", &[("name", "Lines of code removed")], "Lines of code");
    check_signal("I09", &[("name", "Messages waiting in the queue"), ("unit", "a minute")], "");
    check_signal("I09", &[("name", "Calls a hundred shops"), ("unit", "per shop")], "");
}

#[test]
fn i10_no_limits_weigh_more_where_there_is_no_way_back() {
    let none = with(&[rows("constraints", Vec::new())]);
    assert_eq!(found(&none, "I10").expect("none named").weight, Weight::Warns);
    let one_way = with(&[
        rows("constraints", Vec::new()),
        text("problem", "Old payouts are deleted permanently, too early."),
    ]);
    let hit = found(&one_way, "I10").expect("none named");
    assert_eq!((hit.weight, hit.words.as_str()), (Weight::Blocks, "permanently"));
    let said = with(&[rows("constraints", vec![row(&[("statement", "none known")])])]);
    assert_eq!(found(&said, "I10"), None);
}

#[test]
fn i11_a_hard_limit_has_a_reason_and_is_no_wish() {
    let limit = |cells: &[(&str, &str)]| {
        let dossier = with(&[rows("constraints", vec![row(cells)])]);
        found(&dossier, "I11").map_or(String::new(), |it| it.words)
    };
    assert_eq!(
        limit(&[("statement", "Only on Tuesdays"), ("hardness", "hard")]),
        "Only on Tuesdays"
    );
    let wish =
        [("statement", "Ideally in one release"), ("hardness", "hard"), ("reason", "Simpler")];
    assert_eq!(limit(&wish), "Ideally");
    assert_eq!(limit(&[("statement", "Ideally in one release"), ("hardness", "soft")]), "");
    let reasoned =
        [("statement", "No downtime"), ("hardness", "hard"), ("reason", "Shops sell at night")];
    assert_eq!(limit(&reasoned), "");
    assert_eq!(limit(&[("statement", "None known"), ("hardness", "hard")]), "");
}

#[test]
fn i12_two_hard_limits_that_cannot_both_hold() {
    let clash = |one: &str, other: &str| {
        let hard = |it| row(&[("statement", it), ("hardness", "hard"), ("reason", "So it is")]);
        found(&with(&[rows("constraints", vec![hard(one), hard(other)])]), "I12").is_some()
    };
    assert!(clash("Answers take at most 200 ms", "Answers take at least 300 ms"));
    assert!(clash("Budget at least 40 days", "Budget of no more than 30 days"));
    assert!(clash("Done by 2026-03-01", "The new ledger is available from 2026-03-10"));
    assert!(!clash("Answers take at most 300 ms", "Answers take at least 200 ms"));
    assert!(!clash("Answers take at most 200 ms", "Retries wait at least 500 ms"), "two things");
    assert!(!clash("Budget at most 5 days", "Budget at least 3000 euros"), "two units");
    assert!(!clash("Done by 2026-03-10", "The new ledger is available from 2026-03-01"));
    assert!(!clash("Done by 2026-03-01", "No releases after 2026-03-10"));
}

#[test]
fn i13_only_so_much_is_first() {
    let siblings = vec![(KIND.sample)().record; 3];
    let rules = |siblings: &[Record]| {
        let around = Around { siblings, ..Around::default() };
        intent(&(KIND.sample)(), &around).iter().any(|it| it.rule == "I13")
    };
    assert!(rules(&siblings) && !rules(&siblings[..2]));
    let many = (0..4).map(|it| row(&[("name", &format!("Signal {it}"))])).collect();
    assert!(found(&with(&[rows("signals", many)]), "I13").is_some());
}

#[test]
fn i14_a_prescribed_method_is_told_from_a_limit() {
    let steps = "Late payouts annoy shops. Configure the banks first. Then call the two largest.";
    check(
        "I14",
        "problem",
        &[
            ("The team must use the new ledger for every payout.", "must use"),
            (steps, "Configure"),
            ("Late payouts annoy shops. They call. Some leave.", ""),
        ],
    );
    let procedure = with(&[text("problem", steps), text("nature", "mandated")]);
    assert_eq!(found(&procedure, "I14"), None, "a procedure that safety prescribes");
}

#[test]
fn i15_something_is_free() {
    let bound = with(&[list("lanes", &[]), text("free", " ")]);
    assert!(found(&bound, "I15").is_some());
    assert_eq!(found(&with(&[list("lanes", &[])]), "I15"), None, "something is named as free");
}

#[test]
fn i16_and_i18_a_parent_that_is_copied_missing_ended_or_circular() {
    let dossier = with(&[text("parent", "above")]);
    let rules = |parent: Option<&Dossier>, depth| {
        let around = Around { parent, depth, ..Around::default() };
        let found = intent(&dossier, &around).into_iter().filter(|it| it.rule != "I13");
        found.map(|it| (it.rule, it.weight)).collect::<Vec<_>>()
    };
    let mut parent = with(&[
        text(
            "end_state",
            "Shops trust us with their money and recommend us to other shops nearby.",
        ),
        text("purpose", "Because trust is what we sell."),
    ]);
    parent.record.state = "active".into();
    assert_eq!(rules(Some(&parent), Some(1)), []);
    assert_eq!(rules(None, Some(1)), [("I18", Weight::Blocks)]);
    assert_eq!(rules(Some(&parent), None), [("I18", Weight::Blocks)]);
    assert_eq!(rules(Some(&parent), Some(6)), [("I18", Weight::Warns)]);
    assert_eq!(rules(Some(&(KIND.sample)()), Some(1)), [("I16", Weight::Warns)]);
    parent.record.state = "closed".into();
    assert_eq!(rules(Some(&parent), Some(1)), [("I18", Weight::Blocks)]);
}

#[test]
fn i17_a_backbrief_that_only_repeats_shows_nothing() {
    let mut dossier = (KIND.sample)();
    let mut parrot =
        attachment(&slots::BACKBRIEF, "jonas", &[("text", dossier.record.text("end_state"))]);
    parrot.state = "agreed".into();
    dossier.attached = vec![parrot];
    assert_eq!(found(&dossier, "I17").expect("copied").weight, Weight::Blocks);
    assert!(!is_parroted(&dossier.record, "Yes, understood."), "too short to be a copy");
}

#[test]
fn i20_one_person_owns_it_who_is_here() {
    let (left, agents) = (["gone".to_owned()], ["bot".to_owned()]);
    let around = Around { left: &left, agents: &agents, ..Around::default() };
    for (owner, hit) in [
        ("mara", false),
        ("@mara", false),
        ("", true),
        ("mara, jonas", true),
        ("Gone", true),
        ("@Bot", true),
    ] {
        let found = intent(&with(&[text("owner", owner)]), &around);
        assert_eq!(found.iter().any(|it| it.rule == "I20"), hit, "“{owner}”");
    }
}

#[test]
fn i21_a_review_two_weeks_late_is_stale_and_so_is_an_unchecked_assumption() {
    let words = |today: &str, answers: &[(String, Value)]| {
        let around = Around { today: today.parse().ok(), ..Around::default() };
        let found = intent(&with(answers), &around);
        found.into_iter().find(|it| it.rule == "I21").map_or(String::new(), |it| it.words)
    };
    assert_eq!(words("2026-02-01", &[]), "");
    assert_eq!(words("2026-02-02", &[]), "The banks answer within an hour");
    let checked = rows(
        "assumptions",
        vec![row(&[("statement", "x"), ("check_on", "2026-02-01"), ("found", "They do")])],
    );
    assert_eq!(words("2026-04-21", std::slice::from_ref(&checked)), "");
    assert_eq!(words("2026-04-22", std::slice::from_ref(&checked)), "2026-04-07");
    assert_eq!(
        words("2026-01-05", &[checked, text("review_on", "2026-12-01")]),
        "2026-12-01",
        "too far ahead"
    );
}

#[test]
fn half_a_stop_rule_and_too_many_words_are_noticed() {
    let half = with(&[rows("stop_rules", vec![row(&[("state", "It fails")])])]);
    assert!(found(&half, "stop").is_some());
    check("length", "purpose", &[("Because of this.", "")]);
    let long = with(&[text("purpose", &"word ".repeat(61))]);
    assert!(found(&long, "length").expect("61 words").says.starts_with("61 words"));
}

#[test]
fn a_lane_that_is_not_on_the_map_gives_no_latitude() {
    let words = |lanes: &[String]| {
        let around = Around { lanes, ..Around::default() };
        let found = intent(&(KIND.sample)(), &around);
        found.into_iter().find(|it| it.rule == "lane").map_or(String::new(), |it| it.words)
    };
    assert_eq!(words(&["architecture".to_owned()]), "feature");
    assert_eq!(words(&["architecture".to_owned(), "feature".to_owned()]), "");
    assert_eq!(words(&[]), "", "a team without a map is not asked for one here");
}

#[test]
fn evidence_is_something_somebody_else_could_look_at() {
    let noticed = |said: &str| found(&with(&[text("evidence", said)]), "evidence").is_some();
    assert!(noticed("Everybody knows that this is slow and annoying."));
    for said in [
        "412 calls last quarter",
        "https://wiki.example/calls",
        "Nine of twelve workshops",
        "Seen on Tuesday",
        "",
        "Alle wissen das und klagen",
    ] {
        assert!(!noticed(said), "{said}");
    }
}

#[test]
fn other_languages_are_left_alone_and_what_is_missing_still_shows() {
    for said in [
        "Build die neue Kasse für alle Läden und das Lager.",
        "Deploy le nouveau service pour les clients de la boutique.",
        "Сделать экспорт быстрее и лучше, launched",
        "輸出を速くする better",
    ] {
        let dossier = with(&[
            text("end_state", said),
            text("purpose", said),
            rows("signals", vec![row(&[("name", said)])]),
        ]);
        let worded: Vec<_> = intent(&dossier, &Around::default())
            .into_iter()
            .filter(|it| matches!(it.rule, "I01" | "I02" | "I03" | "I06" | "I09" | "I14"))
            .collect();
        assert_eq!(worded, [], "{said}");
        assert!(found(&dossier, "I08").is_some());
    }
}

#[test]
fn an_intent_begun_with_one_sentence_is_not_nagged() {
    let mut dossier = (KIND.sample)();
    dossier.record.answers = Answers::new();
    dossier.attached.clear();
    assert_eq!(intent(&dossier, &Around::default()), []);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_the_words_found_are_the_writers(said in "\\PC{0,200}", more in ".{0,80}") {
        let dossier = with(&[
            text("end_state", &said),
            text("problem", &more),
            rows("constraints", vec![
                row(&[("statement", &said), ("hardness", "hard")]),
                row(&[("statement", &more), ("hardness", "hard")]),
            ]),
        ]);
        for hit in intent(&dossier, &Around::default()).iter().filter(|it| it.place == "end_state") {
            proptest::prop_assert!(said.contains(&hit.words));
        }
    }
}
