use proptest::prelude::*;

use super::*;
use crate::lanes::tests::DAY;
use crate::lanes::{Change, Map, Verdict, read};

const RACI: &str = "\
| Decision         | Product Manager | @ana | Security | Board |
|------------------|-----------------|------|----------|-------|
| Prices           | R               | C    |          | A     |
| Release a change | A/R             | r    | consulted| I     |
| Data model       |                 | AR   | C, I     |       |
";

/// The map, which reads without a word, and its doubts as text.
fn drafted(text: &str) -> (Map, Vec<String>, String) {
    let it = draft(text).unwrap();
    let reading = read(&it.text);
    assert_eq!(reading.problems, [], "{}", it.text);
    (reading.map, it.doubts.iter().map(ToString::to_string).collect(), it.text)
}

/// Holder, consult and inform of a lane.
fn lane<'a>(map: &'a Map, id: &str) -> [Vec<&'a str>; 3] {
    let lane = map.lanes.iter().find(|it| it.id == id).unwrap_or_else(|| panic!("no lane {id}"));
    [&lane.holder, &lane.consult, &lane.inform].map(|it| it.iter().map(String::as_str).collect())
}

#[test]
fn the_last_word_holds_the_lane_and_the_others_are_asked_or_told() {
    let (map, doubts, text) = drafted(RACI);
    assert_eq!(doubts, [""; 0]);
    assert_eq!(lane(&map, "prices"), [vec!["@board"], vec!["@ana"], vec![]]);
    let release = [vec!["@product-manager"], vec!["@security"], vec!["@board"]];
    assert_eq!(lane(&map, "release-a-change"), release);
    assert_eq!(lane(&map, "data-model"), [vec!["@ana"], vec!["@security"], vec!["@security"]]);
    for line in [
        "# @product-manager is “Product Manager” in the table. Which handle is that here?\n",
        "# @product-manager does the work. Up to where may they decide it alone?\n",
        "# @ana does the work.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("# @ana is"), "a handle stands for itself");
}

#[test]
fn the_same_from_a_spreadsheet_is_the_same_map() {
    let cells = |line: &str| {
        let inner: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        inner.join("\t")
    };
    let rows: Vec<String> = RACI.lines().filter(|it| !it.contains("---")).map(cells).collect();
    assert_eq!(draft(&rows.join("\r\n")).unwrap().text, draft(RACI).unwrap().text);
}

#[test]
fn in_a_daci_the_approver_holds_and_the_driver_is_asked_about() {
    let (map, doubts, text) =
        drafted("What,Ana,Ben,Cy\nPrices,D,A,C\nHiring,Driver,Contributor,Informed\nTools,D,D,I\n");
    assert_eq!(lane(&map, "prices"), [vec!["@ben"], vec!["@cy"], vec![]]);
    assert!(text.contains("# @ana brings it to a decision."), "{text}");
    assert_eq!(lane(&map, "hiring"), [vec!["@ana"], vec!["@ben"], vec!["@cy"]]);
    assert_eq!(lane(&map, "tools"), [vec![], vec![], vec!["@cy"]]);
    assert_eq!(
        doubts,
        [
            "line 3, row “Hiring”, column “Ana”: Nobody approves; @ana drives it. Is it their call?",
            "line 4, row “Tools”, column “Ana, Ben”: Nobody has the last word (A). Whose call is it?",
        ]
    );
}

#[test]
fn names_under_headings_that_are_letters_are_read_too() {
    let (map, doubts, _) = drafted(
        "| Area | Owner's note | Responsible | Accountable (A) | Consulted | Informed |\n|--|--|--|--|--|--|\n| Billing | old | Ana, Ben | Cy | Dee; Eve<br>Fay | - |\n",
    );
    assert_eq!(doubts, [""; 0]);
    assert_eq!(lane(&map, "billing"), [vec!["@cy"], vec!["@dee", "@eve", "@fay"], vec![]]);
}

#[test]
fn what_does_not_say_who_decides_names_its_row_and_column() {
    for (row, says) in [
        (
            "Prices,A,A,",
            "line 2, row “Prices”, column “Ana, Ben”: @ana and @ben have the last word. Which one of them?",
        ),
        ("Prices,R,C,", "line 2, row “Prices”: Nobody has the last word (A). Whose call is it?"),
        (
            "Prices,A,X,",
            "line 2, row “Prices”, column “Ben”: “X” is none of R, A, C, I or D. What is their part?",
        ),
        ("Prices,A,maybe later,", "line 2, row “Prices”, column “Ben”: “maybe later” is none of"),
        ("Prices,A,,I", "line 2, row “Prices”: “I” stands under no role."),
        (",A,C,", "line 2, row “”: Nothing says what is decided here"),
        ("A part of its own,,,", "line 2, row “A part of its own”: No role has a part in it"),
    ] {
        let (_, doubts, _) = drafted(&format!("What,Ana,Ben,\n{row}\nTools,A,C,\n"));
        assert!(doubts.len() == 1 && doubts[0].starts_with(says), "{row}: {doubts:?}");
    }
}

#[test]
fn rows_of_one_name_or_of_none_of_our_letters_have_domains_of_their_own() {
    let (map, _, _) = drafted("What,Ana\nPrices,A\nPrices!,A\nLanes,A\n价格,A\n!!,A\n");
    let ids: Vec<_> = map.lanes.iter().skip(3).map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["prices", "prices-2", "lanes-2", "价格", "row"]);
}

#[test]
fn a_draft_answers_every_question_and_has_nothing_that_is_wrong() {
    let (map, ..) = drafted(RACI);
    let defects = map.defects(DAY, None);
    assert!(defects.iter().all(|it| it.finding.rule != "gap" && it.finding.rule != "overlap"));
    let wrong = defects.iter().find(|it| it.finding.weight > crate::finding::Weight::Note);
    assert_eq!(wrong, None);
    let verdict = map.check(&[Change::at("any/where")], &[], &map.lowest(), DAY).verdict;
    assert_eq!(verdict, Verdict::Ask);
}

#[test]
fn what_is_no_table_is_said_in_a_sentence() {
    let wide = format!("What{}\nx{}\n", ",r".repeat(70), ",A".repeat(70));
    for (text, why) in [
        ("", NoTable::None),
        ("Only words.\nAnd more.", NoTable::None),
        ("What,Ana", NoTable::None),
        ("| a | b |\n|---|---|\n", NoTable::None),
        ("What,Ana\nPrices,yes\n", NoTable::NoLetters),
        (wide.as_str(), NoTable::TooLarge),
        (&"x".repeat(MOST_BYTES + 1), NoTable::TooLarge),
    ] {
        assert_eq!(draft(text), Err(why), "{:?}", text.get(..20));
        assert!(why.to_string().contains(". Paste"), "{why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_is_pasted_the_draft_can_be_read(
        roles in prop::collection::vec("\\PC{0,12}", 1..5),
        rows in prop::collection::vec(("\\PC{0,20}", prop::collection::vec("[RACIDxrac/, -]{0,4}", 1..5)), 1..6),
    ) {
        let clean = |it: &str| it.replace(['\t', '\n', '"', '|'], " ");
        let mut text = format!("What\t{}\n", roles.iter().map(|it| clean(it)).collect::<Vec<_>>().join("\t"));
        for (name, cells) in &rows {
            text += &format!("{}\t{}\n", clean(name), cells.join("\t"));
        }
        if let Ok(it) = draft(&text) {
            let reading = read(&it.text);
            prop_assert!(reading.is_usable(), "{:?}\n{}", reading.problems, it.text);
            prop_assert!(reading.map.lanes.len() == it.lanes + 3);
        }
    }
}
