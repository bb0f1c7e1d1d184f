//! A record written out and read back, and the odd forms in which people write a decision down.

use super::*;

#[test]
fn every_state_goes_out_as_a_status_and_comes_back_as_the_state_it_stands_for() {
    for (state, status, back) in [
        ("proposed", "proposed", "proposed"),
        ("advice", "proposed", "proposed"),
        ("decided", "accepted", "decided"),
        ("known", "accepted", "decided"),
        ("reviewed", "accepted", "decided"),
        ("history", "accepted", "decided"),
        ("superseded", "superseded by 0009", "superseded"),
        ("withdrawn", "rejected", "withdrawn"),
    ] {
        let mut record = (KIND.sample)().record;
        record.state = state.into();
        record.put("superseded_by", "0009");
        let out = export(&record);
        assert!(out.starts_with(&format!("---\nstatus: {status}\n")), "{state}: {out}");
        assert_eq!(imported(&out).state, back, "{state}");
    }
}

#[test]
fn a_status_is_understood_in_the_words_people_use() {
    for (status, state) in [
        ("accepted", "decided"),
        ("Accepted", "decided"),
        ("\"accepted\"", "decided"),
        ("implemented", "decided"),
        ("Draft", "proposed"),
        ("pending review", "proposed"),
        ("Rejected on Monday", "withdrawn"),
        ("declined", "withdrawn"),
        ("deprecated", "superseded"),
        ("Superseded by [9](0009.md)", "superseded"),
        ("replaced", "superseded"),
    ] {
        let front = format!("---\nstatus: {status}\n---\n# T\n");
        let heading = format!("# T\n\n## Status\n\n{status}\n");
        assert_eq!(imported(&front).state, state, "{status}");
        assert_eq!(imported(&heading).state, state, "{status} under a heading");
    }
    let both = imported("---\nstatus: proposed\n---\n# T\n\n## Status\n\nAccepted\n");
    assert_eq!(both.state, "proposed", "the front matter counts");
    assert_eq!(imported("# T\n").state, "decided", "what is written down holds");
}

#[test]
fn the_title_is_the_first_heading_or_else_the_name_of_the_file() {
    for (text, title) in [
        ("# One  queue ##\n", "One queue"),
        ("One\n===\n", "One"),
        ("text alone", "A file"),
        ("## Context\n\nx\n", "A file"),
    ] {
        assert_eq!(imported(text).title, title, "{text}");
    }
    let long = imported(&format!("# {}\n", "word ".repeat(100)));
    assert_eq!(long.title.chars().count(), 300);
    assert!(long.title.ends_with('…'), "what was cut shows that it was");
}

#[test]
fn options_are_list_items_of_any_kind_and_only_of_the_first_level() {
    let options = |list: &str| {
        let record = imported(&format!("# T\n\n## Considered Options\n\n{list}\n"));
        record.rows("options").iter().map(|it| it["option"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(options("* A\n- B\n+ C\n1. D\n12. E"), ["A", "B", "C", "D", "E"]);
    assert_eq!(options("* A\n  * not one\n1) not one\n2.5 times\ntext\n* "), ["A"]);
    let many: String = (0..150).map(|it| format!("* o{it}\n")).collect();
    assert_eq!(options(&many).len(), 100);
}

#[test]
fn arguments_are_told_from_words_that_begin_alike() {
    let record = imported(
        "# T\n\n## Considered Options\n\n* A\n\n## Pros and Cons of the Options\n\n### A\n\n\
         * Good, because simple\n* Good because known\n* Good: cheap\n* Goodness knows\n* Badly named\n\
         * Bad, because becalmed\n* Neutral, because so\n",
    );
    let option = &record.rows("options")[0];
    assert_eq!(
        (option["for"].as_str(), option["against"].as_str()),
        ("simple\nknown\ncheap", "becalmed")
    );
}

#[test]
fn an_argument_that_begins_with_because_keeps_its_words() {
    let mut record = (KIND.sample)().record;
    record.answers.remove("source");
    let options =
        vec![row(&[("option", "A"), ("for", "because of the law"), ("against", "becauseless")])];
    record.answers.extend([rows("options", options.clone())]);
    assert_eq!(imported(&export(&record)).rows("options"), options);
}

#[test]
fn people_are_read_from_each_list_and_a_day_only_if_it_is_one() {
    let record = imported(
        "---\ndecision-makers: Ana\ndate: 2026-02-30\nconsulted: [Ines]\ninformed: \"Omar, Pia\"\n---\n# T\n",
    );
    assert_eq!((record.text("decider"), record.text("decided_on")), ("Ana", ""));
    assert_eq!(record.list("consulted"), ["Ines"]);
    assert_eq!(record.list("informed"), ["Omar", "Pia"]);
}

#[test]
fn a_list_longer_than_an_answer_stays_in_the_file() {
    let people: Vec<String> = (0..101).map(|it| format!("p{it}")).collect();
    let text = format!("---\nconsulted: [{}]\n---\n# T\n", people.join(", "));
    let record = imported(&text);
    assert_eq!(record.list("consulted"), [""; 0]);
    assert_eq!(export(&record), text);
}

#[test]
fn a_title_or_a_status_that_changes_is_changed_where_it_stood() {
    for (text, expected) in [
        (
            "---\nstatus: proposed\nx: y\n---\n# Old\n\nT\n",
            "---\nstatus: rejected\nx: y\n---\n# New\n\nT\n",
        ),
        (
            "# Old\r\n\r\n## Status\r\n\r\nProposed\r\n",
            "# New\r\n\r\n## Status\r\n\r\nrejected\r\n",
        ),
        ("---\nstatus: proposed # ours\n---\n# Old", "---\nstatus: rejected\n---\n# New"),
    ] {
        let mut record = imported(text);
        record.title = "New".into();
        record.state = "withdrawn".into();
        assert_eq!(export(&record), expected, "{text:?}");
    }
}

/// A line of plain words, as an answer holds it.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-z][a-z]{2,8}( [a-z0-9]{3,8}){0,4}"
}

proptest! {
    #[test]
    fn a_record_written_out_reads_back_with_its_answers(
        title in words(),
        prose in prop::collection::vec(words(), 6),
        names in prop::collection::btree_set("Opt[a-z]{3,9}", 1..5),
        sides in prop::collection::vec((prop::option::of(words()), prop::option::of(words())), 5),
        people in prop::collection::vec("[a-z]{3,9}", 2),
        state in prop::sample::select(&["proposed", "decided", "superseded", "withdrawn"][..]),
    ) {
        let mut record = (KIND.sample)().record;
        record.answers.clear();
        record.title = title;
        record.state = state.to_owned();
        for (name, text) in ["frame", "values", "consequences", "dissent", "outcome", "because"].iter().zip(&prose) {
            record.put(name, text.clone());
        }
        let options = names.iter().zip(&sides).map(|(name, (pro, con))| {
            let cells = [("option", Some(name)), ("for", pro.as_ref()), ("against", con.as_ref())];
            row(&cells.iter().filter_map(|(cell, text)| Some((*cell, text.as_ref()?.as_str()))).collect::<Vec<_>>())
        });
        record.answers.extend([rows("options", options.collect())]);
        record.put("chosen", names.first().expect("one at least").clone());
        record.put("decider", people[0].clone());
        record.put("decided_on", "2026-03-06");
        record.answers.insert("informed".into(), Value::List(vec![people[1].clone()]));
        let back = imported(&export(&record));
        prop_assert_eq!((&back.title, &back.state), (&record.title, &record.state));
        for (name, value) in &record.answers {
            prop_assert_eq!(back.answers.get(name), Some(value), "{}", name);
        }
        prop_assert!(is_as_imported(&back), "and goes out as it came in");
    }
}
