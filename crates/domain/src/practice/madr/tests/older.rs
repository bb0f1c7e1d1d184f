//! Records as they were written before MADR 4, and proposals for comments.

use super::*;

fn read(text: &str) -> Imported {
    import(text, "0007-a-file").expect("text to read")
}

fn text<'a>(it: &'a Imported, name: &str) -> &'a str {
    match it.answers.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// As `adr-tools` writes it.
static NYGARD: &str = "# 2. One queue\n\nDate: 2016-02-12\n\n## Status\n\nAccepted\n\nSupersedes [1. Two queues](0001-two-queues.md)\n\nSuperseded by [9. Three](0009-three.md)\n\n## Context\n\nTwo disagree.\n\n## Decision\n\nOne.\n\n## Consequences\n\nLess to run.\n";

static RFC: &str = "- Feature Name: `one_queue`\n- Start Date: 2018-10-26\n- RFC PR: https://forge.example/2580\n\n# Summary\n[summary]: #summary\n\nOne queue.\n\n# Motivation\n\nTwo disagree.\n\n# Reference-level explanation\n\nLong.\n\n# Drawbacks\n\nSlower.\n\n# Rationale and alternatives\n\n- Two queues\n  with a bridge\n- Nothing\n\n# Prior art\n\nMany.\n\n# Unresolved questions\n";

#[test]
fn a_record_of_adr_tools_gives_its_day_its_state_and_the_records_it_names() {
    let it = read(NYGARD);
    assert_eq!((it.title.as_str(), it.state), ("2. One queue", "superseded"));
    assert_eq!(
        ["decided_on", "frame", "because", "consequences"].map(|name| text(&it, name)),
        ["2016-02-12", "Two disagree.", "One.", "Less to run."]
    );
    let named = it.replaces();
    assert_eq!((named.by, named.of), (vec!["0009-three".into()], vec!["0001-two-queues".into()]));
    assert_eq!((it.unknown_status(), it.unknown_date()), (None, None));
    assert!(it.unplaced.is_empty() && it.is_a_record() && !it.untitled);
}

#[test]
fn a_record_of_madr_two_says_it_in_a_list_below_its_title() {
    let it = read(
        "# One queue\n\n* Status: proposed\n* Deciders: Ana Ito, Ben\n* Date: 2019/03/04\n\n## Decision Outcome\n\nChosen option: \"One\", because less\n",
    );
    assert_eq!((it.state, text(&it, "decided_on")), ("proposed", "2019-03-04"));
    assert_eq!(it.answers.get("agreed"), Some(&Value::List(vec!["Ana Ito".into(), "Ben".into()])));
}

#[test]
fn a_status_and_a_day_in_a_plain_line_are_written_where_they_stand() {
    let source = "# One queue\n\n* Status: proposed\n* Date: 2019-03-04\n\n## Context\n\nx\n";
    let mut record = record(read(source));
    assert_eq!(export(&record), source);
    record.state = "decided".into();
    record.put("decided_on", "2019-05-06");
    let new = source.replace("proposed", "accepted").replace("2019-03-04", "2019-05-06");
    assert_eq!(export(&record), new);
    let source = "Status: draft\n\n# Motivation\n\nx\n";
    let mut record = super::record(read(source));
    record.state = "withdrawn".into();
    assert_eq!(export(&record), source.replace("draft", "rejected"));
}

#[test]
fn a_proposal_for_comments_gives_its_motivation_its_summary_and_its_alternatives() {
    let it = read(RFC);
    assert_eq!((it.title.as_str(), it.state), ("One queue", "decided"));
    assert_eq!(
        ["decided_on", "frame", "because", "consequences"].map(|name| text(&it, name)),
        ["2018-10-26", "Two disagree.", "[summary]: #summary\n\nOne queue.", "Slower."]
    );
    let Some(Value::Rows(options)) = it.answers.get("options") else { panic!("options") };
    let names: Vec<_> = options.iter().map(|it| it["option"].as_str()).collect();
    assert_eq!(names, ["Two queues", "Nothing"]);
    assert_eq!(it.unplaced, ["Reference-level explanation", "Prior art"]);
    for source in [RFC.to_owned(), RFC.replace('\n', "\r\n"), format!("\u{feff}{RFC}")] {
        assert_eq!(export(&record(read(&source))), source, "nothing of it is lost");
    }
}

#[test]
fn what_a_record_says_outweighs_what_a_proposal_calls_the_same() {
    let it = read(
        "# T\n\n## Motivation\n\nm\n\n## Context\n\nc\n\n## Summary\n\ns\n\n## Decision\n\nd\n",
    );
    assert_eq!((text(&it, "frame"), text(&it, "because")), ("c", "d"));
    assert_eq!(it.unplaced, ["Motivation", "Summary"]);
}

#[test]
fn options_with_a_heading_each_are_options_too() {
    let it = read(
        "# T\n\n## Alternatives\n\nWe saw two.\n\n### One queue\n\n* Good, because less\n\n#### Aside\n\n### Two queues\n\n## Decision\n\nOne.\n\n### Later\n",
    );
    let Some(Value::Rows(options)) = it.answers.get("options") else { panic!("options") };
    let named =
        [row(&[("option", "One queue"), ("for", "less")]), row(&[("option", "Two queues")])];
    assert_eq!(options[..], named);
}

#[test]
fn a_title_stands_in_a_front_matter_where_there_is_no_heading() {
    let it = read("---\ntitle: 'ADR001: A log'\nstate: discussion\n---\n\n## Context\n\nx\n");
    assert_eq!((it.title.as_str(), it.state, it.untitled), ("ADR001: A log", "proposed", false));
    let it = read("---\nstage: recommended\nstart-date: 2020-06-01T00:00:00.000Z\n---\n# Own\n");
    assert_eq!((it.state, text(&it, "decided_on")), ("decided", "2020-06-01"));
    let it = read("---\ntitle: Other\n---\n# Own\n");
    assert_eq!(it.title, "Own");
}

#[test]
fn a_file_without_a_title_is_called_by_its_name_in_words() {
    let titled = |stem: &str| import("## Context\n\nx\n", stem).unwrap().title;
    for (stem, title) in [
        ("0020-sri-default", "Sri default"),
        ("0002-2-banks", "2 banks"),
        ("adr012_one_queue", "One queue"),
        ("allow_if_let", "Allow if let"),
        ("2071", "2071"),
        ("0071-", "0071-"),
        ("één-bank", "Één bank"),
    ] {
        assert_eq!(titled(stem), title);
    }
    for (named, title) in [
        ("N/A", "A file"),
        ("Two banks, one queue", "Two banks, one queue"),
        ("two-banks", "Two banks"),
    ] {
        let source = format!("- Feature Name: {named}\n\n# Summary\n\nx\n");
        let it = read(&source);
        assert_eq!((it.title.as_str(), it.untitled), (title, title == "A file"));
        assert_eq!(export(&record(it)), source);
    }
}

#[test]
fn a_day_is_read_with_or_without_its_zeros_and_only_where_the_year_leads() {
    for (said, day) in [
        ("2023-10-3", "2023-10-03"),
        ("2016/02/12", "2016-02-12"),
        ("2015-10-02T00:00:00.000Z", "2015-10-02"),
        ("23-07-2014", ""),
        ("2014-19-19", ""),
        ("2023-10-", ""),
        ("2023-é1-01", ""),
        ("2023", ""),
    ] {
        let source = format!("# T\n\nDate: {said}\n\n## Context\n\nx\n");
        let it = read(&source);
        assert_eq!(text(&it, "decided_on"), day, "{said}");
        assert_eq!(export(&record(it)), source, "{said} stays as it stood");
    }
}

#[test]
fn what_cannot_be_understood_is_said_with_its_line() {
    let source = "# T\n\nDate: in spring\n\n## Status\n\nOn the moon\n";
    let it = read(source);
    assert_eq!((it.unknown_status(), it.unknown_date()), (Some("On the moon"), Some("in spring")));
    assert_eq!((line_of(source, "On the moon"), line_of(source, "in spring")), (7, 3));
    assert_eq!(line_of(source, "nowhere"), 1);
    assert_eq!(it.state, "decided", "what is written down holds");
    assert!(!it.is_a_record(), "it decides nothing");
}
