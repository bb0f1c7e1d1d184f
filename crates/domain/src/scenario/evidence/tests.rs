use super::*;
use crate::measure::behaviour::{Limits, Rule};
use crate::measure::{Point, Signal, Window, lead_time};
use crate::practice::samples::text;
use crate::record::Answers;
use crate::scenario::signal::{self, by_id};
use crate::scenario::{by_key, read as read_playbook};

/// Saturday, 1 August 2026.
const NOW: At = At(1_785_578_400_000);

fn at(days: i64) -> At {
    NOW.plus(-days * At::DAY)
}

fn record(kind: &str, state: &str, opened: i64, said: &[(&str, &str)]) -> Record {
    Record {
        id: format!("{kind}-{opened}-{}", said.len()).as_str().into(),
        kind: kind.into(),
        state: state.into(),
        title: "x".into(),
        team: "payments".into(),
        author: "kim".into(),
        answers: said.iter().map(|(name, value)| text(name, value)).collect(),
        version: 1,
        opened_at: at(opened),
        changed_at: at(opened),
        revealed: false,
        retired: false,
    }
}

fn hung(
    slot: &str,
    state: &str,
    made: i64,
    author: &str,
    said: &[(&str, &str)],
) -> (Record, Attachment) {
    let it = Attachment {
        id: "a".into(),
        record: "r".into(),
        slot: slot.into(),
        author: author.into(),
        made_at: at(made),
        answers: said.iter().map(|(name, value)| text(name, value)).collect::<Answers>(),
        state: state.into(),
        version: 1,
    };
    (record("decision", "decided", 300, &[]), it)
}

fn of(id: &str, seen: &Seen) -> Reading {
    read(by_id(id).unwrap(), seen)
}

fn seen() -> Seen<'static> {
    Seen { now: NOW, ..Seen::default() }
}

/// A decision opened so many days ago and decided after so many more.
fn decided(opened: i64, waited: i64, state: &str, by: &str) -> Record {
    let on = at(opened - waited).day().to_string();
    record("decision", state, opened, &[("decided_on", &on), ("decider", by)])
}

#[test]
fn every_signal_says_something_of_nothing_and_what_is_not_measured_is_missing() {
    for about in signal::ALL {
        let reading = read(about, &seen());
        assert!(reading.says.ends_with('.'), "{}: {}", about.id, reading.says);
        let elsewhere =
            matches!(about.from, From::Nowhere(_) | From::Health(_) | From::Mirror(_) | From::Map);
        assert_eq!(reading.lean == Lean::Missing, elsewhere, "{}", about.id);
        let few = matches!(about.id, "decisions-few");
        assert_eq!(reading.lean == Lean::StandsOut, few, "{} of nothing", about.id);
    }
}

#[test]
fn intents_are_counted_as_they_stand_today() {
    let active =
        |n: i64| (0..n).map(|it| record("intent", "active", 100 + it, &[])).collect::<Vec<_>>();
    for (n, stands_out) in [(3, false), (4, true)] {
        let intents = active(n);
        let reading = of("intents-active", &Seen { intents: &intents, ..seen() });
        assert_eq!((reading.n, reading.lean == Lean::StandsOut), (Some(n as usize), stands_out));
    }
    let mut intents = vec![
        record("intent", "briefed", 8, &[]),
        record("intent", "briefed", 6, &[]),
        record("intent", "active", 50, &[("parent", "gone")]),
        record("intent", "closed", 20, &[("parent", "gone")]),
        record("intent", "reviewed", 200, &[]),
    ];
    let gone = Record { id: "gone".into(), ..record("intent", "closed", 10, &[]) };
    let wider = [gone];
    let all = Seen { intents: &intents, wider: &wider, held_up: 1, ..seen() };
    let says = |id: &str| of(id, &all).says;
    assert_eq!(
        says("intents-unrestated"),
        "1 intent briefed more than a week ago and not said back."
    );
    assert_eq!(says("intents-cut-off"), "1 open intent whose wider intent is closed or withdrawn.");
    assert_eq!(says("intents-reviewed"), "1 intent reviewed or closed.");
    let unclear = of("intents-unclear", &all);
    assert_eq!(unclear.lean, Lean::Usual, "one of three");
    assert_eq!(unclear.says, "A check holds up 1 of 3 open intents.");
    assert_eq!(of("intents-unclear", &Seen::default()).says, "No intent is open.");
    assert_eq!(of("intents-unclear", &Seen { held_up: 2, ..all }).lean, Lean::StandsOut);
    intents.iter_mut().for_each(|it| it.retired = true);
    assert_eq!(of("intents-active", &Seen { intents: &intents, ..seen() }).n, Some(0));
}

#[test]
fn a_wait_stands_out_only_against_the_teams_own_half_year_before() {
    let quick: Vec<Record> =
        (0..24).map(|it| decided(190 + it, 1 + it % 4, "decided", "kim")).collect();
    let slow: Vec<Record> =
        (0..12).map(|it| decided(100 + it, 20 + it % 3, "decided", "kim")).collect();
    let both: Vec<Record> = quick.iter().chain(&slow).cloned().collect();
    let reading = of("decision-wait", &Seen { decisions: &both, ..seen() });
    assert_eq!(reading.lean, Lean::StandsOut, "{reading:?}");
    assert_eq!(reading.n, Some(12));
    assert_eq!(reading.says, "Half are decided within 21 days. In the half year before: 2.5 days.");
    let reading = of("decision-wait", &Seen { decisions: &slow, ..seen() });
    assert_eq!(reading.lean, Lean::Usual, "long, and not longer than before");
    assert!(reading.says.ends_with("Nothing to set beside it from the half year before."));
    let reading = of("decision-wait", &Seen { decisions: &slow[..2], ..seen() });
    assert_eq!((reading.lean, reading.n), (Lean::TooLittle, Some(2)));
}

#[test]
fn a_share_stands_out_only_when_even_its_low_end_does() {
    let leads = ["ines".to_owned()];
    // Wilson, 95 %: 5 of 10 is 24 to 76 %, 6 of 10 is 31 to 83 %.
    for (from_outside, all, lean) in
        [(4, 4, Lean::TooLittle), (5, 10, Lean::Usual), (6, 10, Lean::StandsOut)]
    {
        let by = |it: i64| if it < from_outside { "@Ines" } else { "kim" };
        let decisions: Vec<Record> =
            (0..all).map(|it| decided(50 + it, 1, "decided", by(it))).collect();
        let reading =
            of("decided-outside", &Seen { decisions: &decisions, leads: &leads, ..seen() });
        assert_eq!(
            (reading.lean, reading.n),
            (lean, Some(all as usize)),
            "{from_outside} of {all}"
        );
        assert!(!reading.says.contains("nes"), "nobody is named: {}", reading.says);
    }
    let replaced: Vec<Record> = (0..10)
        .map(|it| decided(50 + it, 1, if it < 6 { "superseded" } else { "decided" }, "kim"))
        .collect();
    let reading = of("decisions-replaced", &Seen { decisions: &replaced, ..seen() });
    assert_eq!(
        (reading.lean, reading.doubt.as_str()),
        (Lean::StandsOut, "With so many, anything from 31 to 83 % would look like this.")
    );
}

#[test]
fn sure_forecasts_are_counted_only_from_five_people_on() {
    let forecast =
        |author: &str, state: &str| hung("forecast", state, 30, author, &[("probability", "90")]);
    let of_four: Vec<_> = ["a", "b", "c", "d", "a", "b"].map(|it| forecast(it, "false")).into();
    let reading = of("forecasts", &Seen { hung: &of_four, ..seen() });
    assert_eq!((reading.lean, reading.n), (Lean::TooLittle, None));
    let mut all = of_four;
    all.extend([forecast("e", "true"), forecast("e", "void"), forecast("e", "open")]);
    all.push(hung("forecast", "false", 30, "e", &[("probability", "70")]));
    let reading = of("forecasts", &Seen { hung: &all, ..seen() });
    assert_eq!((reading.lean, reading.n), (Lean::StandsOut, Some(7)), "{reading:?}");
    assert_eq!(reading.says, "Of 7 forecasts that were at least 80 % sure, 6 did not come true.");
}

#[test]
fn what_waits_and_what_comes_again_is_counted() {
    let all = [
        hung("advice", "open", 8, "kim", &[("from", "tess")]),
        hung("advice", "open", 9, "kim", &[("from", "tess")]),
        hung("advice", "open", 9, "kim", &[("from", "")]),
        hung("advice", "given", 9, "kim", &[("from", "tess")]),
        hung("commitment", "open", 20, "kim", &[("due", "2026-07-31")]),
        hung("commitment", "open", 20, "kim", &[("due", "2026-08-01")]),
        hung("commitment", "kept", 20, "kim", &[("due", "2026-07-01")]),
        hung(
            "topic",
            "done",
            90,
            "kim",
            &[("text", "Who may change the payout limits?"), ("outcome", "host")],
        ),
        hung(
            "topic",
            "done",
            40,
            "kim",
            &[("text", "May support change payout limits?"), ("outcome", "clearer")],
        ),
        hung(
            "topic",
            "open",
            10,
            "kim",
            &[("text", "Again the payout limits, who may change them")],
        ),
        hung("topic", "open", 9, "kim", &[("text", "Coffee")]),
        hung("unknown", "open", 9, "kim", &[]),
        hung("unknown", "resolved", 9, "kim", &[]),
        hung("raised", "raised", 31, "kim", &[]),
        hung("raised", "heard", 3, "kim", &[]),
        hung("raised", "told", 90, "kim", &[]),
    ];
    let all = Seen { hung: &all, ..seen() };
    for (id, n, says, lean) in [
        (
            "advice-wait",
            2,
            "Of 2 pieces of advice that are awaited, 2 were asked for more than a week.",
            Lean::StandsOut,
        ),
        ("promises", 2, "Of 2 open promises, 1 past its day.", Lean::StandsOut),
        ("topics", 4, "Of 4 topics, 2 like an earlier one.", Lean::StandsOut),
        ("hosts-decide", 2, "Of 2 topics talked about, 1 decided by the host.", Lean::TooLittle),
        ("unknowns", 1, "1 open line on ownership pages.", Lean::Usual),
        (
            "feedback-loop",
            2,
            "Of 2 that wait for an answer, 1 for more than thirty days.",
            Lean::StandsOut,
        ),
    ] {
        let reading = of(id, &all);
        assert_eq!((reading.n, reading.says.as_str(), reading.lean), (Some(n), says, lean), "{id}");
    }
}

#[test]
fn a_map_is_read_where_there_is_one() {
    let map = Seen { map: Some([0, 1, 3, 6]), ..seen() };
    assert_eq!(of("lane-gaps", &map).says, "No gap in the map.");
    assert_eq!(of("lane-orphans", &map).lean, Lean::StandsOut);
    assert_eq!(of("lane-single", &map).lean, Lean::StandsOut, "half of them");
    assert_eq!(of("lane-single", &Seen { map: Some([0, 1, 2, 6]), ..seen() }).lean, Lean::Usual);
    assert!(of("lane-single", &seen()).says.contains("no map"));
}

#[test]
fn a_mirror_stands_out_by_what_it_shows_lately_and_not_by_what_it_showed_once() {
    let about = by_id(lead_time::ABOUT.id).unwrap();
    let mut mirror = Mirror::new(&lead_time::ABOUT, Window { from: at(365), to: NOW });
    mirror.says = "Half land within 2 days.".into();
    let point =
        |label: &str| Point { label: label.into(), value: Some(1.0), n: Some(9), counted: true };
    mirror.series = ["a", "b", "c", "d"].map(point).into();
    let limits = |mirror: &mut Mirror, label: &str| {
        mirror.limits = Some(Limits {
            lower: 0.0,
            centre: 1.0,
            upper: 2.0,
            range_upper: 2.0,
            clipped: false,
            points: 4,
        });
        mirror.signals = vec![Signal { rule: Rule::Outside, label: label.into() }];
    };
    assert_eq!(of_mirror(about, &[("kasse", &mirror)]).lean, Lean::TooLittle);
    limits(&mut mirror, "a");
    assert_eq!(of_mirror(about, &[("kasse", &mirror)]).lean, Lean::Usual);
    let calm = mirror.clone();
    limits(&mut mirror, "d");
    let reading = of_mirror(about, &[("bank", &calm), ("kasse", &mirror)]);
    assert_eq!(reading.lean, Lean::StandsOut);
    assert!(reading.says.starts_with("kasse: Half land within 2 days."));
    let once = mirror.stood_out();
    assert_eq!(reading.says.matches(&once).count(), 1, "{}", reading.says);
    mirror.says = format!("Half land within 2 days. {once}");
    let reading = of_mirror(about, &[("kasse", &mirror)]);
    assert_eq!(reading.says.matches(&once).count(), 1, "said already: {}", reading.says);
    assert_eq!(of_mirror(about, &[]).lean, Lean::Missing);
    assert_eq!(not_released(about).lean, Lean::Missing);
}

#[test]
fn a_playbook_fits_by_those_of_its_own_signals_that_stand_out() {
    let bottleneck = &by_key("bottleneck").unwrap().playbook;
    let stands_out = |id: &str| Reading { lean: Lean::StandsOut, ..of(id, &seen()) };
    let readings = [stands_out("lane-single"), stands_out("topics"), of("lane-gaps", &seen())];
    let found: Vec<&str> =
        standing_out(bottleneck, &readings).iter().map(|it| it.about.id).collect();
    assert_eq!(found, ["lane-single"], "topics are none of its signals");
    let none = read_playbook(by_key("new-team").unwrap().text).unwrap();
    assert!(standing_out(&none, &readings).is_empty());
}
