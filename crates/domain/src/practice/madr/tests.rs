mod older;
mod round_trip;

use super::*;
use crate::practice::decision::KIND;
use crate::practice::samples::{row, rows};
use proptest::prelude::*;

fn record(imported: Imported) -> Record {
    let mut record = (KIND.sample)().record;
    record.title = imported.title;
    record.answers = imported.answers;
    record.state = imported.state.to_owned();
    record
}

fn imported(text: &str) -> Record {
    record(import(text, "0007-a-file").expect("text to read"))
}

static MADR: &str = "---\nstatus: accepted\ndate: 2026-01-10\ndecision-makers: [Ana Ito, Ben]\nconsulted:\n  - Ines\n  - Omar\ntags: x # ours\n---\n\n# Keep one queue\n\n## Context and Problem Statement\n\nTwo queues disagree.\n\n<!-- a remark -->\n\n## Considered Options\n\n* One queue\n* Two queues\n  with a bridge\n* Do nothing\n\n## Decision Outcome\n\nChosen option: \"One queue\", because it can be undone.\n\n### Consequences\n\n* Good, because less\n\n## Pros and Cons of the Options\n\n### One queue\n\nA word on it.\n\n* Good, because simple\n* Neutral, because known\n* Bad, because slow\n\n## Our Own Heading\n\nKept as it is.\n\n## More Information\n\nSee the wiki.\n";

#[test]
fn a_madr_file_becomes_answers() {
    let record = imported(MADR);
    assert_eq!((record.title.as_str(), record.state.as_str()), ("Keep one queue", "decided"));
    assert_eq!(record.text("decided_on"), "2026-01-10");
    assert_eq!(record.list("agreed"), ["Ana Ito", "Ben"]);
    assert_eq!(record.list("consulted"), ["Ines", "Omar"]);
    assert_eq!(record.text("frame"), "Two queues disagree.\n\n<!-- a remark -->");
    assert_eq!((record.text("chosen"), record.text("because")), ("One queue", "it can be undone."));
    assert_eq!(record.rows("options").len(), 3);
    assert_eq!(
        record.rows("options")[0],
        row(&[("option", "One queue"), ("for", "simple"), ("against", "slow")])
    );
    assert_eq!(record.text("more"), "See the wiki.");
    assert_eq!(KIND.problems(&record.title, &record.answers), []);
}

#[test]
fn an_old_record_with_a_status_heading_is_read_too() {
    let record = imported(
        "# 4. Use plain text\n\nDate: 2016-02-12\n\n## Status\n\nSuperseded by 9\n\n## Context\n\nWe write.\n\n## Decision\n\nPlain text.\n",
    );
    assert_eq!(record.state, "superseded");
    assert_eq!((record.text("frame"), record.text("because")), ("We write.", "Plain text."));
}

#[test]
fn options_that_are_links_and_reasons_that_are_lists_are_understood() {
    let record = imported(
        "# T\n\n## Considered Options\n\n* [One](https://one.example) - the first\n* Two\n\n## Decision Outcome\n\nChosen option: \"Two\", because\n\n* it is known\n* it is free\n\n## Pros and Cons of the Options\n\n### One\n\n* Good, because new\n",
    );
    assert_eq!(record.text("chosen"), "Two");
    assert_eq!(record.text("because"), "* it is known\n* it is free");
    assert_eq!(record.rows("options")[0]["for"], "new");
    let becalmed = imported("# T\n\n## Decision Outcome\n\nChosen option: \"A\", becauseless\n");
    assert_eq!(becalmed.text("chosen"), "");
}

#[test]
fn odd_files_come_back_byte_for_byte() {
    for text in [
        MADR,
        &MADR.replace('\n', "\r\n"),
        &format!("\u{feff}{MADR}"),
        "no heading at all",
        "# ",
        "#NoSpace\r\ntext",
        "---\nnever closed\n# Title\n",
        "---\nstatus: accepted\n---",
        "Title\n=====\n\n## Context\nText without a line between",
        "# A\n\n```\n## Context\nin a fence\n```\n\n## Context\n\nreal\n",
        "# A\n# A second title\n## Context\n## Context\ntwice\n",
        "# A\n\n## Status\n\n\n",
        "# One\r\n\n## Context\n\nmixed\r\nends\n",
        "# T\n\n## Decision Outcome\n\nChosen option: “curly”, since so\n",
        "# T\n\n## Decision Outcome\n\nChosen option: \"unfinished",
        "\u{0}\u{1b}[31m# Odd\n",
        "---\nconsulted:\r---\r---\n---\n",
    ] {
        let record = imported(text);
        assert_eq!(export(&record), text);
        assert!(is_as_imported(&record));
        assert_eq!(KIND.problems(&record.title, &record.answers), [], "{text:?}");
    }
}

#[test]
fn what_changed_is_written_and_everything_else_stays() {
    let mut record = imported(&MADR.replace('\n', "\r\n"));
    record.put("frame", "Three queues disagree.");
    record.state = "superseded".into();
    record.put("superseded_by", "0009");
    let out = export(&record);
    assert!(!is_as_imported(&record));
    let expected = MADR
        .replace("status: accepted", "status: superseded by 0009")
        .replace("Two queues disagree.\n\n<!-- a remark -->", "Three queues disagree.");
    assert_eq!(out, expected.replace('\n', "\r\n"));
}

#[test]
fn a_changed_option_keeps_what_stood_beside_its_arguments() {
    let mut record = imported(MADR);
    let mut options = record.rows("options").to_vec();
    options[0].insert("against".into(), "slow at night\nnew".into());
    record.answers.extend([rows("options", options)]);
    let out = export(&record);
    assert!(out.contains("A word on it.\n\n* Neutral, because known\n\n* Good, because simple\n* Bad, because slow at night\n* Bad, because new\n"), "{out}");
    assert!(out.contains("## Our Own Heading\n\nKept as it is.\n"));
}

#[test]
fn what_the_file_had_no_place_for_is_added_at_its_end() {
    let mut record = imported("# Keep one queue\n\n## Odd\n\nText");
    record.put("outcome", "It held.");
    assert_eq!(export(&record), "# Keep one queue\n\n## Odd\n\nText\n\n## Outcome\n\nIt held.\n");
}

#[test]
fn a_section_too_long_for_an_answer_stays_in_the_file_whole() {
    let long = "word ".repeat(5000);
    let text = format!("# T\n\n## Context\n\n{long}\n");
    let mut record = imported(&text);
    assert_eq!(record.text("frame"), "");
    record.put("because", "So.");
    assert!(export(&record).starts_with(&text));
}

#[test]
fn a_new_file_reads_back_as_what_was_written() {
    let mut sample = (KIND.sample)().record;
    sample.answers.remove("source");
    let back = imported(&export(&sample));
    assert_eq!((&back.title, &back.state), (&sample.title, &sample.state));
    for name in [
        "frame",
        "values",
        "options",
        "chosen",
        "because",
        "consequences",
        "dissent",
        "decider",
        "informed",
        "decided_on",
        "review_on",
    ] {
        assert_eq!(back.answers.get(name), sample.answers.get(name), "{name}");
    }
    insta::assert_snapshot!(export(&sample).lines().take(9).collect::<Vec<_>>().join("\n"), @r#"
    ---
    status: accepted
    date: 2026-01-10
    review-on: 2026-03-02
    decision-makers: jonas
    informed: ines
    ---

    # Check bank accounts at sign-up
    "#);
}

#[test]
fn an_empty_or_enormous_file_is_refused_with_a_reason() {
    assert_eq!(import(" \n\u{feff}", "x"), Err(NotRead::Empty));
    let long = "x".repeat(KEPT_CHARS + 1);
    assert!(import(&long, "x").expect_err("too long").to_string().contains("1000001 bytes"));
}

/// Lines a record is made of, in any order and number.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("---".to_owned()),
        Just("# Title".to_owned()),
        Just("status: accepted".to_owned()),
        Just("consulted:".to_owned()),
        Just("- item".to_owned()),
        Just("## Considered Options".to_owned()),
        Just("* One".to_owned()),
        Just("## Decision Outcome".to_owned()),
        Just("Chosen option: \"One\", because so".to_owned()),
        Just("## Pros and Cons of the Options".to_owned()),
        Just("### One".to_owned()),
        Just("* Good, because x".to_owned()),
        Just("## Status".to_owned()),
        Just("```".to_owned()),
        Just("====".to_owned()),
        Just(String::new()),
        "\\PC{0,30}",
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    proptest::collection::vec((line, end), 1..25)
        .prop_map(|all| all.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #[test]
    fn whatever_was_imported_goes_out_byte_for_byte(text in prop_oneof![lines(), "(?s).{1,200}"], bom: bool) {
        let text = if bom { format!("\u{feff}{text}") } else { text };
        if let Ok(read) = import(&text, "a-file") {
            let record = record(read);
            prop_assert_eq!(export(&record), text);
            prop_assert_eq!(KIND.problems(&record.title, &record.answers), []);
        }
    }

    #[test]
    fn changing_one_answer_never_loses_an_unknown_section(text in lines(), frame in "[a-z ]{1,40}") {
        let text = format!("{text}\n```\n```\n## Zebra\n\nstripes\n");
        if let Ok(read) = import(&text, "a-file") {
            let mut record = record(read);
            record.put("frame", frame);
            prop_assert!(export(&record).contains("## Zebra\n\nstripes\n"));
        }
    }
}

#[test]
fn a_review_day_is_read_in_every_form_and_asked_for_while_the_decision_holds() {
    let file = |front: &str| import(&format!("---\n{front}\n---\n\n# T\n"), "x").unwrap();
    let day = |front: &str| file(front).review_on();
    let wanted = Some(Ok(jiff::civil::date(2026, 9, 1)));
    for key in ["review-on", "review_on", "review-by", "review-date", "review_date", "review"] {
        assert_eq!(day(&format!("status: accepted\n{key}: \"2026-09-01\"")), wanted, "{key}");
    }
    assert_eq!(day("status: proposed\nreview-on: 2026-09-01"), wanted);
    for over in ["superseded by 9", "rejected", "deprecated"] {
        assert_eq!(day(&format!("status: {over}\nreview-on: 2026-09-01")), None, "{over}");
    }
    assert_eq!(day("review-on: in autumn"), Some(Err("in autumn".into())));
    assert_eq!(day("status: accepted"), None);
    assert!(!file("review-on: in autumn").answers.contains_key("review_on"));
}

#[test]
fn a_review_day_goes_out_and_comes_back_and_touches_nothing_else() {
    let mut made = imported(MADR);
    assert!(is_as_imported(&made), "without one nothing is added");
    made.put("review_on", "2026-09-01");
    let text = export(&made);
    assert_eq!(text, MADR.replace("tags: x # ours\n", "tags: x # ours\nreview-on: 2026-09-01\n"));
    let mut back = imported(&text);
    assert_eq!(back.text("review_on"), "2026-09-01");
    back.put("review_on", "2026-12-01");
    assert_eq!(export(&back), text.replace("2026-09-01", "2026-12-01"));
    back.answers.remove("source");
    assert!(export(&back).contains("\nreview-on: 2026-12-01\n"), "a new file has it too");
}
