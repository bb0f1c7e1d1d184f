//! Folders of decision records and of requests for comments, in the odd forms they have.

use domain::practice::decision::KIND;

use super::*;

const FIRST: &str = "# 1. Two queues\n\nDate: 2016-02-12\n\n## Status\n\nSuperseded by [2. One queue](0002-one-queue.md)\n\n## Context\n\nWe grow.\n\n## Decision\n\nTwo.\n\n## Consequences\n\nMore to run.\n";
const SECOND: &str = "# 2. One queue\n\nDate: 2017-03-01\n\n## Status\n\nAccepted\n\nSupersedes [1. Two queues](0001-two-queues.md)\n\n## Context\n\nTwo disagree.\n\n## Decision\n\nOne.\n";

const TOWN: How = How { team: "town", of: "", settled: false };

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let one = |(path, text): &(&str, &str)| Source { path: (*path).into(), bytes: (*text).into() };
    files.iter().map(one).collect()
}

fn files(name: &str, all: &[(&str, &str)]) -> Taken {
    read(format(name).unwrap(), &sources(all), TOWN)
}

/// The report on one file.
fn told(name: &str, path: &str, text: &str) -> Told {
    let taken = files(name, &[(path, text)]);
    assert_eq!(taken.told.len(), 1);
    taken.told[0].clone()
}

#[test]
fn a_folder_of_adr_tools_comes_in_as_history_with_its_links() {
    let taken =
        files("nygard", &[("adr/0001-two-queues.md", FIRST), ("adr/0002-one-queue.md", SECOND)]);
    let (old, new) = (record(&taken, 0), record(&taken, 1));
    assert_eq!((old.state.as_str(), new.state.as_str()), ("superseded", "history"));
    assert_eq!(text(&old.answers, "superseded_by"), new.id.as_str());
    assert_eq!(new.id.as_str(), "file-town--0002-one-queue", "as `remit apply` names it");
    assert_eq!(new.opened_at.day().to_string(), "2017-03-01");
    assert_eq!(text(&new.answers, "from_elsewhere"), "Nygard, 0002-one-queue.md");
    assert_eq!(
        taken.told[0].took,
        ["because", "the question", "what follows", "decided on", "replaced by"]
    );
    assert!(taken.told.iter().all(|it| it.left.is_empty() && it.came == Came::New));
}

#[test]
fn whatever_comes_in_is_closed_sound_and_goes_out_as_the_same_bytes() {
    let rfc = "- Start Date: 2018-10-26\n\n# Summary\n\nOne.\n\n# Motivation\n\nTwo.\n\n# Prior art\n\nMany.\n";
    let madr = "---\nstatus: accepted\n---\n\n# One\n\n## Decision Outcome\n\nChosen option: \"One\", because less\n";
    let long = format!(
        "# {}\n\n## Decision\n\nOne.\n\n## Notes\n\n{}\n",
        "word ".repeat(90),
        "x ".repeat(12_000)
    );
    for (name, source) in [
        ("nygard", SECOND.to_owned()),
        ("nygard", SECOND.replace('\n', "\r\n")),
        ("nygard", format!("\u{feff}{SECOND}")),
        ("nygard", SECOND.replace("# 2. One queue\n", "")),
        ("nygard", SECOND.replace("Accepted", "On the moon")),
        ("nygard", SECOND.replace("Accepted", "Rejected")),
        ("nygard", FIRST.to_owned()),
        ("nygard", long),
        ("madr", madr.to_owned()),
        ("rfc", rfc.to_owned()),
        ("rfc", format!("\u{feff}{}", rfc.replace('\n', "\r\n"))),
    ] {
        let taken = files(name, &[("0002-one-queue.md", source.as_str())]);
        assert_eq!(taken.told[0].refused, None, "{source}");
        let it = record(&taken, 0);
        assert!(!KIND.state(&it.state).unwrap().open, "{}", it.state);
        assert_eq!(KIND.problems(&it.title, &it.answers), []);
        assert!(!it.answers.contains_key("review_on") && it.attached.is_empty());
        let (file, out) = taken.objects[0].to_markdown().unwrap();
        assert_eq!((file.as_str(), out.as_str()), ("0002-one-queue.md", source.as_str()));
    }
}

#[test]
fn what_is_refused_names_the_line_and_the_way_out() {
    let draft = SECOND.replace("Accepted", "Draft");
    let postmortem = domain::practice::postmortem::markdown::export(&(postmortem::KIND.sample)());
    for (name, source, line, says, mend) in [
        ("nygard", draft.as_str(), 7, "still “Draft”", "remit apply --team town 0002-x.md"),
        ("nygard", "# A page\n\n## Authors\n\nAna\n", 1, "Decision, Consequences", "leave it out"),
        ("rfc", "# A page\n", 1, "Summary, Motivation", "leave it out"),
        ("madr", " \n\n", 1, "no text", "Leave it out"),
        ("madr", postmortem.as_str(), 1, "a postmortem", "remit apply"),
    ] {
        let told = told(name, "0002-x.md", source);
        let why = told.refused.clone().unwrap();
        assert_eq!((told.came, why.line), (Came::Refused, Some(line)), "{source}");
        assert!(why.says.contains(says) && why.mend.contains(mend), "{why:?}");
        assert_eq!(told.record, None);
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_line_and_keeps_nothing_else_out() {
    let mut all = sources(&[("a.md", "x"), ("b.md", "x"), ("0002-one-queue.md", SECOND)]);
    all[0].bytes = b"# One\n\n## Decision\n\nCaf\xe9\n".to_vec();
    all[1].bytes = b"\xff\xfe#\0".to_vec();
    let taken = read(format("nygard").unwrap(), &all, TOWN);
    let why = |at: usize| taken.told[at].refused.clone().unwrap();
    assert_eq!((why(0).line, why(1).line), (Some(5), Some(1)));
    assert!(why(0).says.contains("UTF-8") && why(1).says.contains("UTF-16"));
    assert_eq!((taken.objects.len(), taken.count(Came::Refused)), (1, 2));
}

#[test]
fn an_old_log_whose_statuses_nobody_kept_comes_in_as_history_when_asked() {
    let draft = SECOND.replace("Accepted", "PROPOSED");
    let all = sources(&[("0002-one-queue.md", &draft)]);
    let taken = read(format("nygard").unwrap(), &all, How { settled: true, ..TOWN });
    assert_eq!(taken.count(Came::Refused), 0);
    let it = record(&taken, 0);
    assert!(it.state == "history" && !KIND.state(&it.state).unwrap().open);
    let left = &taken.told[0].left;
    assert_eq!(left[..], ["the status “PROPOSED”: read as decided, as you said".to_owned()]);
}

#[test]
fn two_folders_of_one_team_are_told_apart_and_keep_their_own_links() {
    let all = sources(&[("a/0001-two-queues.md", FIRST), ("a/0002-one-queue.md", SECOND)]);
    let of = |of| read(format("nygard").unwrap(), &all, How { of, ..TOWN });
    let (shop, bank) = (of("shop"), of("bank"));
    assert_eq!(record(&shop, 1).id.as_str(), "file-town--shop-0002-one-queue");
    assert_ne!(record(&shop, 1).id, record(&bank, 1).id);
    for taken in [&shop, &bank] {
        let by = text(&record(taken, 0).answers, "superseded_by").to_owned();
        assert_eq!(by, record(taken, 1).id.as_str());
    }
}

#[test]
fn what_was_not_understood_is_said_and_the_file_kept() {
    for (from, to, says) in [
        ("Accepted", "On the moon", "the status “On the moon” (line 7): read as decided"),
        ("2017-03-01", "in spring", "the day “in spring” (line 3)"),
        ("# 2. One queue\n", "", "a title"),
        ("## Decision\n", "## Decision\n\nOne.\n\n## People\n", "in the kept file alone: People"),
        ("Accepted\n", "Superseded by [9](0009-z.md)\n", "“0009-z”, which replaces it"),
    ] {
        let left = told("nygard", "0002-one-queue.md", &SECOND.replace(from, to)).left;
        assert!(left.iter().any(|it| it.contains(says)), "{says}: {left:?}");
    }
}

#[test]
fn many_headings_are_counted_and_few_are_named() {
    let more: String = (1..=9).map(|it| format!("## Part {it}\n\nx\n")).collect();
    let left = told("nygard", "0002-one-queue.md", &format!("{SECOND}{more}")).left;
    let says = "in the kept file alone: Part 1, Part 2, Part 3, Part 4, Part 5, Part 6 and 3 more headings";
    assert_eq!(left, [says]);
}

#[test]
fn a_record_that_another_says_it_replaces_keeps_its_own_status() {
    let first = FIRST.replace("Superseded by [2. One queue](0002-one-queue.md)", "Accepted");
    let taken = files("nygard", &[("0001-two-queues.md", &first), ("0002-one-queue.md", SECOND)]);
    assert_eq!(record(&taken, 0).state, "history");
    assert!(taken.told[0].left[0].contains("its own status does not say so"));
    let deprecated = FIRST.replace("Superseded by [2. One queue](0002-one-queue.md)", "Deprecated");
    let taken =
        files("nygard", &[("0001-two-queues.md", &deprecated), ("0002-one-queue.md", SECOND)]);
    let it = record(&taken, 0);
    assert_eq!(text(&it.answers, "superseded_by"), "file-town--0002-one-queue");
}

#[test]
fn a_number_names_a_record_where_only_one_has_it() {
    let by_number = FIRST.replace("[2. One queue](0002-one-queue.md)", "ADR-2");
    let plain = SECOND.replace("Supersedes [1. Two queues](0001-two-queues.md)\n", "");
    let two = [("adr001-a.md", by_number.as_str()), ("adr002-b.md", plain.as_str())];
    assert_eq!(
        text(&record(&files("nygard", &two), 0).answers, "superseded_by"),
        "file-town--adr002-b"
    );
    let three = [two[0], two[1], ("adr002-c.md", plain.as_str())];
    let taken = files("nygard", &three);
    assert_eq!(text(&record(&taken, 0).answers, "superseded_by"), "");
    let itself = FIRST.replace("(0002-one-queue.md)", "(0001-a.md)");
    assert_eq!(
        text(&record(&files("nygard", &[("0001-a.md", &itself)]), 0).answers, "superseded_by"),
        ""
    );
}

#[test]
fn two_files_of_one_name_are_not_taken_for_one_record() {
    let taken = files("nygard", &[("a/0001-x.md", FIRST), ("b/0001-x.md", SECOND)]);
    assert_eq!((taken.objects.len(), taken.told[1].came), (1, Came::Refused));
    assert!(taken.told[1].refused.as_ref().unwrap().says.contains("a/0001-x.md"));
}

#[test]
fn covers_and_forms_stand_beside_the_records() {
    for (name, beside) in [
        ("README.md", true),
        ("index.md", true),
        ("0000-template.md", true),
        ("adr-template-bare.md", true),
        ("0001-record-architecture-decisions.md", false),
        ("summary-of-costs.md", false),
        ("template.md", true),
        ("adr000-template.md", true),
        ("0114-add-template-lint-addon.md", false),
        ("0278-template-only-components.md", false),
    ] {
        assert_eq!(stands_beside(name), beside, "{name}");
    }
}

#[test]
fn every_format_has_a_name_of_its_own_and_says_what_it_reads() {
    let names: std::collections::BTreeSet<_> = FORMATS.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    for it in FORMATS {
        assert!(
            it.name.chars().all(|c| c.is_ascii_lowercase()) && it.reads.len() < 85,
            "{}",
            it.name
        );
        assert_eq!(it.reads_folders(), it.kind.slug == "decision", "{}", it.name);
    }
}
