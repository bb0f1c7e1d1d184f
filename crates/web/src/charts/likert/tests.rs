//! Bars from counts that were chosen here: what is drawn can be worked out by hand.

use domain::health::gate::Shown;
use domain::health::instrument::{ITEMS, item};
use domain::health::waves::{self, Roster};

use super::*;
use crate::charts::drawing::{Drawing, Mark};

fn counts(steps: [usize; STEPS], not_applicable: usize) -> Counts {
    Counts { steps, not_applicable }
}

/// From nobody in the middle to everybody at one end, few and many.
fn many() -> Vec<Counts> {
    vec![
        counts([1, 2, 1, 3, 2], 0),
        counts([0, 1, 0, 3, 5], 2),
        counts([5, 0, 0, 0, 0], 0),
        counts([0, 0, 4, 1, 0], 11),
        counts([3, 40, 25, 180, 62], 9),
        counts([0, 0, 0, 0, 0], 6),
    ]
}

fn every() -> Vec<(&'static Item, Counts)> {
    ITEMS.iter().flat_map(|item| many().into_iter().map(move |it| (item, it))).collect()
}

fn alone(item: &Item, counts: Counts) -> Scale {
    Scale::of([(item, &Shown::Steps(counts))])
}

fn drawn(item: &Item, counts: Counts, size: Size) -> Drawing {
    bar::draw(item, &counts, alone(item, counts), size)
}

/// `(class, left end, width)` of every part, from left to right.
fn parts(drawing: &Drawing) -> Vec<(&'static str, f64, f64)> {
    let part = |it: &Mark| match it {
        Mark::Bar { class, at, size, .. } => Some((*class, at.0, size.0)),
        _ => None,
    };
    let mut parts: Vec<_> = drawing.marks.iter().filter_map(part).collect();
    parts.sort_by(|a, b| a.1.total_cmp(&b.1));
    parts
}

fn page(item: &Item, shown: Shown) -> String {
    figure(item, &shown, None, Scale::of([(item, &shown)]), "a-").into_string()
}

#[test]
fn the_middle_stands_apart_and_the_rest_on_either_side_of_a_line() {
    let drawing = drawn(item("intent-why").unwrap(), counts([1, 2, 3, 2, 1], 0), Size::Wide);
    let parts = parts(&drawing);
    let names: Vec<_> = parts.iter().map(|it| it.0).collect();
    assert_eq!(names, ["no-far", "no-near", "yes-near", "yes-far", "between"]);
    let end = |it: &(&str, f64, f64)| it.1 + it.2;
    assert!((parts[1].2 - 2.0 * parts[0].2 - 1.5).abs() < 0.01, "two are twice as wide as one");
    assert!(parts[4].1 - end(&parts[3]) > 20.0, "the middle is no part of either side");
    let line = drawing.marks.iter().find_map(|it| match it {
        Mark::Line { class: "mid", from, .. } => Some(from.0),
        _ => None,
    });
    assert!((line.unwrap() - parts[2].1).abs() < 0.01, "the line is where the right side begins");
}

#[test]
fn what_the_team_would_rather_have_lies_to_the_right() {
    let few = counts([4, 0, 0, 0, 1], 0);
    let switch = item("load-switch").unwrap();
    let names = |item| {
        let parts = parts(&drawn(item, few, Size::Wide));
        parts.into_iter().map(|it| (it.0, it.2.round())).collect::<Vec<_>>()
    };
    let (right, left) = (names(switch), names(item("load-run").unwrap()));
    assert_eq!([right[0].0, right[1].0, left[0].0, left[1].0], ["no-far", "yes-far"].repeat(2)[..]);
    assert!(right[1].1 > right[0].1 && left[0].1 > left[1].1, "{right:?} {left:?}");
    let says = in_words(switch, &few);
    assert!(says.starts_with("4 of 5 lean towards “Hardly ever”, 1 towards “Several times a day”"));
}

#[test]
fn all_bars_of_a_page_have_one_measure() {
    let (few, more) = (counts([0, 1, 0, 1, 0], 0), counts([0, 1, 0, 9, 0], 0));
    let item = item("intent-why").unwrap();
    let scale = Scale::of([(item, &Shown::Steps(few)), (item, &Shown::Steps(more))]);
    let wide = |counts| parts(&bar::draw(item, &counts, scale, Size::Wide))[0];
    assert_eq!(wide(few), wide(more), "one person is as wide in both");
    let hidden = Scale::of([(item, &Shown::Hidden(Rule::R1)), (item, &Shown::Steps(few))]);
    assert_eq!(hidden, alone(item, few), "what is hidden takes no room");
}

#[test]
fn texts_stay_on_the_sheet_and_off_each_other() {
    for (item, counts) in every() {
        for size in [Size::Wide, Size::Narrow] {
            let drawing = drawn(item, counts, size);
            sound(&drawing, &format!("{} {counts:?} {size:?}", item.key));
        }
    }
}

fn sound(drawing: &Drawing, of: &str) {
    let texts: Vec<&Mark> =
        drawing.marks.iter().filter(|it| matches!(it, Mark::Text { .. })).collect();
    for (i, text) in texts.iter().enumerate() {
        let (from, to) = text.reach();
        assert!(from >= -1.0 && to <= drawing.width + 1.0, "{of}: {text:?} from {from} to {to}");
        let met = texts[i + 1..].iter().find(|other| text.overlaps(other));
        assert!(met.is_none(), "{of}: {text:?} and {met:?}");
    }
    assert!(drawing.marks.iter().all(Mark::is_finite), "{of}");
}

#[test]
fn an_end_of_any_length_is_cut_in_the_drawing_and_whole_in_the_table() {
    let long = "Everything that we agree on is taken back by somebody else before the week is over";
    let item = Item { ends: [long.into(), "W".repeat(90).into()], ..ITEMS[0].clone() };
    let some = counts([3, 2, 1, 2, 3], 0);
    for size in [Size::Wide, Size::Narrow] {
        sound(&drawn(&item, some, size), "a long end");
    }
    let page = page(&item, Shown::Steps(some));
    assert!(page.contains('…') && page.contains(&format!("1, {long}</th>")), "{page}");
}

#[test]
fn every_number_that_is_drawn_stands_in_the_table() {
    for (item, counts) in every() {
        let table = table::of(item, &counts).into_string();
        for says in drawn(item, counts, Size::Wide).marks.iter().filter_map(Mark::says) {
            let (step, people) = says.rsplit_once(": ").expect("a step and how many");
            let row = format!("{step}</th><td class=\"num\">{people}</td>");
            assert!(table.contains(&row), "{row} is not in {table}");
        }
    }
}

#[test]
fn below_ten_there_are_counts_and_no_shares_and_the_mean_comes_last() {
    let item = item("intent-why").unwrap();
    let nine = page(item, Shown::Steps(counts([0, 1, 2, 4, 2], 1)));
    assert!(nine.contains("6 of 9 lean towards “I could explain it to a newcomer”, 1 towards “I could not say”; 2 are in the middle."));
    assert!(!nine.contains(" %") && nine.contains("median 4, n = 9 + 1 n/a; mean of the steps 4,"));
    let ten = page(item, Shown::Steps(counts([1, 1, 2, 4, 2], 0)));
    assert!(ten.contains("6 of 10 (60 %) lean") && ten.contains("2 (20 %) towards"));
    assert!(ten.contains("median 4, n = 10; mean of the steps 3.5,"));
    assert_eq!(ten.matches("mean").count(), 1, "once, in the table");
}

#[test]
fn a_sentence_says_nobody_where_nobody_is() {
    let item = item("intent-why").unwrap();
    for (steps, says) in [
        (
            [5, 1, 1, 0, 0],
            "Nobody of 7 leans towards “I could explain it to a newcomer”, 6 towards",
        ),
        (
            [0, 0, 4, 0, 1],
            "1 of 5 leans towards “I could explain it to a newcomer”, nobody towards “I could not say”; 4 are in the middle.",
        ),
        (
            [0, 2, 0, 0, 9],
            "9 of 11 (82 %) lean towards “I could explain it to a newcomer”, 2 (18 %) towards “I could not say”; nobody is in the middle.",
        ),
    ] {
        let said = in_words(item, &counts(steps, 0));
        assert!(said.starts_with(says), "{said}");
    }
}

#[test]
fn between_two_middle_answers_nothing_is_made_up() {
    let chance = item("confidence-chance").unwrap();
    for (of, steps, says) in [
        (chance, [0, 0, 3, 3, 0], "median 50–70 %"),
        (chance, [0, 0, 1, 3, 0], "median 70 %"),
        (item("intent-why").unwrap(), [2, 0, 0, 0, 2], "median 1–5"),
    ] {
        assert_eq!(median(of, &counts(steps, 0)).as_deref(), Some(says));
    }
    assert_eq!(median(chance, &counts([0; 5], 4)), None);
}

#[test]
fn what_is_hidden_says_its_rule_and_never_a_number() {
    for rule in Rule::ALL {
        let page = page(&ITEMS[0], Shown::Hidden(rule));
        assert!(page.contains("Not shown.") && page.contains(rule.says()), "{page}");
        assert!(page.contains(&format!("Rule {rule:?}")) && !page.contains("<svg"), "{page}");
        let without = page.replace(&format!("Rule {rule:?}"), "");
        assert!(!without.contains(|c: char| c.is_ascii_digit()), "{without}");
    }
}

#[test]
fn a_band_says_where_it_leans_and_nothing_else() {
    let switch = item("load-switch").unwrap();
    for (leans, said) in [(Band::Favourable, "favourable"), (Band::Mixed, "mixed")] {
        let page = page(switch, Shown::Band(leans));
        assert!(page.contains(&format!("<strong><span class=\"unseen\">Leans: </span>{said}</")));
        assert!(page.contains("towards “<bdi>Hardly ever</bdi>”") && page.contains("Rule R8"));
        assert!(!page.contains("<svg") && !page.contains("<table"), "{page}");
    }
}

#[test]
fn a_trend_says_both_n_and_what_chance_could_do() {
    let item = item("load-switch").unwrap();
    let shown = |steps| Shown::Steps(counts(steps, 0));
    let (then, now) = (shown([0, 1, 2, 3, 0]), shown([5, 1, 1, 0, 0]));
    let trend = waves::trend(then, now, Roster::Changed { joined: 2, left: 3 }, [1, 1]);
    let Ok(both) = &trend else { panic!("both waves may be shown") };
    sound(&trend::draw(item, both, Size::Narrow), "a trend");
    let says = trend::says(item, both);
    assert!(says.starts_with("Since the wave before: Answers went lower, further than chance usually takes them (n 6 then, 7 now). Higher is towards “Several times a day”."), "{says}");
    let Ok(same) = waves::trend(then, then, Roster::Same, [1, 1]) else { panic!("both show") };
    assert_eq!(
        trend::says(item, &same),
        "Since the wave before: What differs could well be chance (n 6 then, 6 now)."
    );
    let page = figure(item, &now, Some(&trend), alone(item, both.now), "").into_string();
    assert!(page.contains("Beside the wave before") && page.contains("load-switch-before-wide-d"));
    let apart = figure(item, &now, Some(&Err(Rule::R12)), Scale::default(), "").into_string();
    assert!(apart.contains("No comparison") && apart.contains(Rule::R12.says()));
}

#[test]
fn every_bar_has_a_name_a_description_and_a_table() {
    for (item, counts) in every() {
        let page = page(item, Shown::Steps(counts));
        assert_eq!(page.matches("role=\"img\"").count(), 2);
        assert_eq!(page.matches("<desc id=\"a-").count(), 2);
        assert!(page.contains("<table>") && !page.contains("NaN"), "{page}");
    }
}

#[test]
fn a_question_of_a_team_is_escaped() {
    let item = Item { asks: "<script>?".into(), ..ITEMS[0].clone() };
    let page = page(&item, Shown::Steps(counts([1, 1, 1, 1, 1], 0)));
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
}

#[test]
fn turnout_is_counted_or_says_why_not() {
    let of = |it| turnout(it).into_string();
    assert_eq!(of(Turnout::Shown { answered: 9, invited: 12 }), "<b>9 of 12</b> answered");
    assert!(of(Turnout::Hidden(Rule::R10)).contains(Rule::R10.says()));
}
