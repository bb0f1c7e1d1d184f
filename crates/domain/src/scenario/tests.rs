use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::lanes::diagnostic::Diagnostic;
use crate::questions::BANK;

/// The smallest text that is a playbook.
const SMALL: &str = "# Two old teams in one\n\n*We moved together and do not talk.*\n\n## Signals\n\n- `topics` The same topics come up\n\n## Hypotheses\n\n- One\n  - For: a\n  - Against: b\n- Two\n  - For: a\n  - Against: b\n- Three\n  - For: a\n  - Against: b\n\n## Questions\n\n- `P3`\n\n## Steps\n\n- `demo` Show it\n\n## When it is over\n\n- `topics` They do not\n- We eat together\n\n## Harms\n\n- Naming somebody.\n";

fn wrong(text: &str) -> Vec<Diagnostic> {
    read(text).expect_err("something is wrong with it")
}

#[test]
fn every_playbook_that_is_shipped_is_read_and_has_all_of_what_a_playbook_needs() {
    for (key, title, is_private, text) in BOOK {
        let found = read(text).unwrap_or_else(|wrong| panic!("{key}: {wrong:#?}"));
        assert_eq!(found.title, *title);
        assert_eq!(*is_private, *key == ALONE, "only one is for one person alone");
        for section in &SECTIONS {
            assert!(!found.part(section.part).is_empty(), "{key}: {}", section.heading);
        }
        assert!(found.part(Part::Hypotheses).len() >= 5, "{key} competes");
        assert_eq!(read(&print(&found)), Ok(found), "{key}");
    }
    let keys: BTreeSet<_> = BOOK.iter().map(|it| it.0).collect();
    assert_eq!(keys.len(), 6, "domain.md 10 has six");
    assert_eq!(shipped().len(), 6);
    assert_eq!(
        by_key("bottleneck").map(|it| it.playbook.title.as_str()),
        Some("The leader is the bottleneck")
    );
    assert!(by_key(OWN).is_none() && NAMES.iter().all(|it| it.0 != ALONE));
}

#[test]
fn every_signal_is_watched_by_some_playbook_or_is_a_mirror_and_each_says_what_it_cannot() {
    let ids: BTreeSet<_> = signal::ALL.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), signal::ALL.len());
    for it in signal::ALL {
        let watched = shipped().iter().any(|book| book.playbook.watches(it.id));
        assert!(watched || matches!(it.from, signal::From::Mirror(_)), "nobody watches {}", it.id);
        assert!(!it.definition.is_empty() && !it.cannot_say.is_empty(), "{}", it.id);
    }
    let alone = &by_key(ALONE).unwrap().playbook;
    let counted = |it: &Line| !matches!(it.key.as_str(), "" | "lane-single");
    assert!(!alone.part(Part::Signals).iter().any(counted), "nothing is counted about one person");
}

#[test]
fn the_domains_questions_and_hypotheses_are_there() {
    let asked = |key: &str| -> Vec<String> {
        let lines = by_key(key).unwrap().playbook.part(Part::Questions);
        lines.iter().map(|it| it.key.clone()).filter(|it| !it.is_empty()).collect()
    };
    // domain.md 10.1 to 10.6
    for (key, bank, hypotheses) in [
        ("underdelivering", &["F1", "F3", "F8", "T8", "L8"][..], 8),
        (ALONE, &["P4", "P8", "P7"], 8),
        ("bottleneck", &["P8"], 6),
        ("new-team", &["F5", "P2"], 5),
        ("after-a-shock", &["L3", "L9"], 6),
        ("distributed", &["P3", "P5"], 6),
    ] {
        assert_eq!(asked(key), bank, "{key}");
        assert_eq!(by_key(key).unwrap().playbook.part(Part::Hypotheses).len(), hypotheses, "{key}");
    }
}

#[test]
fn a_line_that_goes_on_belongs_to_the_one_before() {
    let text = SMALL.replace("- Naming somebody.", "- Naming\n  somebody.");
    assert_eq!(read(&text), read(SMALL));
    let text = SMALL
        .replace("*We moved together and do not talk.*", "*We moved together\nand do not talk.*");
    assert_eq!(read(&text), read(SMALL));
    let text = SMALL.replace(
        "  - For: a\n  - Against: b\n- Two",
        "  - For: a long\n    reason\n  - Against: b\n- Two",
    );
    let found = read(&text).unwrap();
    assert_eq!(found.part(Part::Hypotheses)[0].under(FOR), "a long reason");
    assert_eq!(read(&SMALL.replace('\n', "\r\n")), read(SMALL), "a file from another system");
}

/// What is missing is told where the text ends.
const END: usize = 0;

#[test]
fn what_is_wrong_is_told_at_its_line_with_the_way_out() {
    for (from, to, line, says, hint) in [
        (
            "# Two old teams in one",
            "Two old teams",
            1,
            "This line belongs to nothing",
            "Begin an item",
        ),
        ("## Harms", "## Dangers", 34, "no section “Dangers”", "Telling them apart"),
        ("`topics` The same", "`topic` The same", 7, "“topic” is not known here", "decision-wait"),
        ("- `P3`", "- `P99`", 23, "“P99” is not known here", "Questions worth asking"),
        ("- `demo` Show it", "- Show it", 27, "“” is not known here", "premortem"),
        (
            "- `demo` Show it",
            "- `scenario` Another one",
            27,
            "“scenario” is not known",
            "premortem",
        ),
        ("- `demo` Show it", "- `demo`", 27, "This step has no words", "title"),
        (
            "- `demo` Show it",
            "- `demo` Show it\n  - color: red",
            27,
            "“Demo” does not ask for “color”",
            "audience",
        ),
        (
            "- `demo` Show it",
            "- `demo` Show it\n  - place: A\n  - place: B",
            27,
            "“place” stands here twice",
            "one",
        ),
        (
            "- `demo` Show it",
            "- `premortem` Look\n  - mode: dancing",
            27,
            "“dancing” is no answer to “mode”",
            "live",
        ),
        ("- One\n  - For: a\n", "- One\n", 11, "Nothing stands under “For”", "what you would see"),
        (
            "  - Against: b\n- Two",
            "  - Against: b\n  - Maybe: c\n- Two",
            11,
            "“Maybe” is not asked here",
            "Against",
        ),
        ("- We eat together\n", "", END, "“When it is over” needs 2, and has 1", "two that differ"),
        ("- Naming somebody.", "- ", END, "“Harms” needs 1, and has 0", "must not"),
        (
            "- Naming somebody.",
            "- Naming somebody.\n  - For: x",
            36,
            "Nothing can hang",
            "of its own",
        ),
        ("*We moved together and do not talk.*", "", 1, "Nothing says what it is for", "asterisks"),
        ("## Questions", "## Signals", 21, "“Signals” stands here twice", "together"),
        ("## Signals\n", "", 6, "This item stands in no section", "## Signals"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let text = SMALL.replacen(from, to, 1);
        let wrong = wrong(&text);
        let it = wrong.iter().find(|it| it.says.contains(says));
        let it = it.unwrap_or_else(|| panic!("{to}: {wrong:#?}"));
        assert!(it.hint.contains(hint), "{to}: {}", it.hint);
        let expected = if line == END { text.matches('\n').count() + 1 } else { line };
        assert_eq!(it.line, expected, "{to}: {}", it.says);
    }
    assert!(wrong("").iter().any(|it| it.says.contains("has no title")));
    let long = SMALL.replace("Naming somebody.", &"x".repeat(301));
    assert!(wrong(&long)[0].says.contains("too long"));
    let many = SMALL.replace("- Naming somebody.", &"- x\n".repeat(31));
    assert!(wrong(&many)[0].says.contains("31 items"));
}

#[test]
fn words_that_look_like_a_key_are_kept_as_words() {
    for says in ["`topics` in backticks", "\\`already escaped", "\\", "`", "``", "- a dash", "a: b"]
    {
        let mut book = read(SMALL).unwrap();
        book.parts[Part::Harms as usize][0].says = says.to_owned();
        assert_eq!(read(&print(&book)), Ok(book), "{says}");
    }
}

fn words() -> impl Strategy<Value = String> {
    "[\\PC&&[^\\s]][\\PC&&[^\u{85}\u{2028}\u{2029}]]{0,40}"
        .prop_map(|it| it.trim().to_owned())
        .prop_filter("says something", |it| !it.is_empty())
}

fn lines(
    keys: Vec<&'static str>,
    least: usize,
    more: &'static [&'static str],
) -> impl Strategy<Value = Vec<Line>> {
    let key = proptest::sample::select(keys);
    let under = prop::collection::vec(words(), more.len());
    let line = (key, words(), under).prop_map(move |(key, says, under)| Line {
        key: key.to_owned(),
        says,
        more: more.iter().map(|it| (*it).to_owned()).zip(under).collect(),
    });
    prop::collection::vec(line, least..6)
}

fn playbook() -> impl Strategy<Value = Playbook> {
    let ids: Vec<&'static str> = signal::ALL.iter().map(|it| it.id).chain([""]).collect();
    let bank: Vec<&'static str> = BANK.iter().map(|it| it.id).chain([""]).collect();
    let title = words().prop_filter("no heading of its own", |it| !it.starts_with('#'));
    let purpose = words().prop_filter("no line of its own", |it| !it.starts_with(['#', '-']));
    (
        title,
        purpose,
        lines(ids.clone(), 1, &[]),
        lines(vec![""], 3, &[FOR, AGAINST]),
        lines(vec![""], 0, &[]),
        lines(bank, 1, &[]),
        lines(vec!["decision"], 1, &["frame"]),
        (lines(ids.clone(), 0, &[]), lines(ids, 2, &[]), lines(vec![""], 1, &[])),
    )
        .prop_map(
            |(
                title,
                purpose,
                signals,
                hypotheses,
                apart,
                questions,
                steps,
                (measures, exits, harms),
            )| Playbook {
                title,
                purpose,
                parts: [signals, hypotheses, apart, questions, steps, measures, exits, harms],
            },
        )
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same(book in playbook()) {
        let text = print(&book);
        prop_assert_eq!(read(&text), Ok(book), "{}", text);
    }

    #[test]
    fn no_text_is_too_strange_to_be_told_what_is_wrong(text in "(#|##|-|  -|`|\\*|\n|\r|[a-zA-Z :]|\\PC){0,300}") {
        match read(&text) {
            Ok(book) => prop_assert_eq!(read(&print(&book)), Ok(book)),
            Err(wrong) => prop_assert!(!wrong.is_empty() && wrong.iter().all(|it| !it.hint.is_empty() && it.line >= 1)),
        }
    }
}
