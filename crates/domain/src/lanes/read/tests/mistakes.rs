//! Each mistake a person can make in a map, what is said about it, and what is made of it.

use super::*;

/// A map without a fault around this piece of text.
fn around(piece: &str) -> String {
    format!(
        "levels = ['contributor', 'lead']\n[dimension.effort]\nunit = 'days'\n\
         [dimension.undo]\nsteps = ['hour', 'sprint']\n{piece}\n"
    )
}

fn lane(line: &str) -> String {
    around(&format!("[[lane]]\nid = 'a'\ndomain = '*'\nlevel = 'lead'\n{line}"))
}

/// What is said about the only problem of this text, with its hint; "" where there is none.
#[track_caller]
fn only(text: &str) -> String {
    let problems = read(text).problems;
    assert!(problems.len() <= 1, "{problems:#?}\n{text}");
    let said = problems.first().map(|it| format!("{} {}", it.says, it.hint));
    said.unwrap_or_default().trim_end().to_owned()
}

#[test]
fn mistakes_in_the_head_of_a_map() {
    for (text, expected) in [
        (
            "levels = ['a', 'A']",
            "The level “A” is listed twice. Each level has one name and one place.",
        ),
        (
            "levels = ['a', '@ana']",
            "“@ana” is a handle, not a level. Name levels by what people are; list people under [holder].",
        ),
        ("levels = ['a']\nhome = 'servr'", "“servr” is no home for a map. Did you mean “server”?"),
        (
            "levels = ['a']\nhome = 'git'",
            "“git” is no home for a map. Possible here: file, server.",
        ),
        (
            "levels = ['a']\ntimezone = 'Berlin time'",
            "“Berlin time” is not a time zone. Write its IANA name: \"Europe/Berlin\".",
        ),
        (
            "levels = ['a']\ntitle = 3",
            "“title” in the map is a text, not an integer. Put it in quotes.",
        ),
        ("levels = ['a']\ntitle = ' '", "“title” in the map is empty."),
        (
            "levels = ['a']\nholder = '@ana'",
            "“holder” is a table. Write [holder] on a line of its own.",
        ),
        (
            "levels = ['a']\ndimension = 3",
            "“dimension” is a table. Write [dimension] on a line of its own.",
        ),
        (
            "levels = ['a']\nlane = 3",
            "“lane” is a list of tables. Write [[lane]] with two brackets.",
        ),
        ("levels = ['a']\nlane = [3]", "This is not a lane: a table was expected."),
        (
            "levels = ['a']\n[holder]\na = ['@ana b']",
            "“@ana b” is not a handle. Handles begin with @: “@ana-b”.",
        ),
    ] {
        assert_eq!(only(text), expected, "{text}");
    }
}

#[test]
fn a_text_has_one_line_and_an_end() {
    let title = |text: &str| only(&format!("levels = ['a']\ntitle = \"{text}\""));
    assert_eq!(title(&"x".repeat(500)), "");
    for text in [&*"x".repeat(501), "a\\nb", "a\\u001b[31mb"] {
        assert!(title(text).ends_with("Keep it to one sentence."), "{text}");
    }
}

#[test]
fn twenty_levels_are_read_and_the_next_is_refused() {
    let levels = |n: usize| (0..n).map(|it| format!("'l{it}'")).collect::<Vec<_>>().join(", ");
    assert_eq!(only(&format!("levels = [{}]", levels(20))), "");
    let more = read(&format!("levels = [{}]", levels(22)));
    assert_eq!((more.map.levels.len(), more.problems.len()), (20, 1), "told once");
}

#[test]
fn mistakes_in_a_dimension() {
    for (piece, expected) in [
        (
            "[dimension.lines]",
            "A dimension cannot be called “lines”. Signals read that word as something else; choose another.",
        ),
        ("[dimension.Effort]", "There are two dimensions called “Effort”."),
        ("[dimension.reach]\nsteps = ['a', 'A', 'b']", "The step “A” of reach is listed twice."),
        (
            "[dimension.reach]\nsteps = []",
            "The dimension “reach” has no steps. List at least two, the lightest first.",
        ),
        (
            "[dimension.reach]\nsteps = ['a', 'b']\nunit = 'teams'",
            "reach goes in steps, so its unit is not used.",
        ),
        (
            "[dimension.cost]\nunit = 'EUR'\nassume = '5'",
            "cost is a number of EUR, from 0 up. Write it without quotes: 2.5.",
        ),
        (
            "[dimension.cost]\nassume = -1",
            "cost is a number, from 0 up. Write it without quotes: 2.5.",
        ),
        (
            "[dimension.cost]\nassume = inf",
            "cost is a number, from 0 up. Write it without quotes: 2.5.",
        ),
        (
            "[dimension.reach]\nsteps = ['a', 'b']\nassume = 1",
            "reach goes in steps; write the label of one, in quotes. Possible here: a, b.",
        ),
        (
            "[dimension.reach]\nstep = ['a']",
            "Nothing reads “step” in the dimension “reach”. Did you mean “steps”?",
        ),
    ] {
        assert_eq!(only(&around(piece)), expected, "{piece}");
    }
}

#[test]
fn mistakes_in_a_lane() {
    for (line, expected) in [
        ("upto = 5", "“upto” in the lane “a” is a table. Write upto = { effort = 5 }."),
        ("upto = { effort = 'any' }", ""),
        (
            "mode = 'decide_after_advice'",
            "The lane “a” decides after advice but names nobody to ask. Add consult = [\"@platform\"].",
        ),
        ("mode = 'decide_after_advice'\nconsult = []", ""),
        ("holder = ['ana']", "“ana” is not a handle. Handles begin with @: “@ana”."),
        (
            "from = 2026-03-02\nuntil = 2026-03-01",
            "The lane “a” ends on 2026-03-01, before it begins on 2026-03-02. It is never in force.",
        ),
        (
            "until = 2026-03-01T12:00:00Z",
            "“until” in the lane “a” is not a day. Write a day without quotes and without an hour: 2027-06-30.",
        ),
        ("consult = '@one'", ""),
        (
            "consult = [3]",
            "An entry of “consult” in the lane “a” is a text, not an integer. Put it in quotes.",
        ),
        (
            "agree = [{ about = 'money' }]",
            "An entry of “agree” has no “who”. Write { who = \"@security\", about = \"personal data\", days = 3 }.",
        ),
        (
            "agree = { who = '@s', days = 0 }",
            "“days” in an entry of “agree” is not a whole number from 1 to 365.",
        ),
        (
            "agree = { who = '@s', days = 1.5 }",
            "“days” in an entry of “agree” is not a whole number from 1 to 365.",
        ),
        (
            "agree = { who = '@s', day = 3 }",
            "Nothing reads “day” in an entry of “agree”. Did you mean “days”?",
        ),
        ("inform = ['#x']\nconsult = ['ops team']", ""),
    ] {
        assert_eq!(only(&lane(line)), expected, "{line}");
    }
}

#[test]
fn a_lane_needs_its_id_its_domain_and_a_level_there_is() {
    let says = |lines: &str| only(&around(&format!("[[lane]]\n{lines}")));
    for (lines, expected) in [
        (
            "domain = '*'\nlevel = 'lead'",
            "A lane has no “id”. Give it a short name: id = \"feature\".",
        ),
        (
            "id = 'x'\nlevel = 'lead'",
            "The lane “x” has no “domain”. Write domain = \"*\" for everything.",
        ),
        ("id = 'x'\ndomain = '*'", "The lane “x” has no “level”. One of contributor, lead."),
        (
            "id = 'x'\ndomain = '*'\nlevel = '@ana'",
            "There is no level called “@ana”. To name a person write holder = [\"@ana\"] beside the level.",
        ),
        (
            "id = 'x'\ndomain = 'a//b'\nlevel = 'lead'",
            "“a//b” has an empty part. Write names with one “/” between them: engineering/storage.",
        ),
        (
            "id = 'x'\ndomain = '**'\nlevel = 'lead'",
            "“**” has a star in it. Write “*” alone for everything.",
        ),
    ] {
        assert_eq!(says(lines), expected, "{lines}");
        assert!(read(&around(&format!("[[lane]]\n{lines}"))).map.lanes.is_empty(), "{lines}");
    }
}

#[test]
fn a_bound_on_a_dimension_nobody_declared_says_how_to_declare_it() {
    let text = "levels = ['l']\n[[lane]]\nid = 'a'\ndomain = '*'\nlevel = 'l'\nupto = { cost = 5 }";
    assert_eq!(
        only(text),
        "There is no dimension called “cost”. Declare it first: [dimension.cost]."
    );
}

#[test]
fn mistakes_in_a_signal_and_an_absence() {
    for (piece, expected) in [
        (
            "[[signal]]\npaths = ['a/**']",
            "A signal says nothing about the case. Give it a domain or the value of a dimension.",
        ),
        (
            "[[signal]]\nlines = 0\nundo = 'hour'",
            "“lines” in a signal is not a whole number from 1 to 1000000000.",
        ),
        (
            "[[signal]]\npaths = ['a']\nundu = 'hour'\ndomain = 'x'",
            "Nothing reads “undu” in a signal. Did you mean “undo”?",
        ),
        ("[[signal]]\npaths = 'a/**'\nundo = 'Hour'", ""),
        (
            "[[away]]\nwho = '@ana'",
            "An absence has no “until”. Write the last day: until = 2027-01-15.",
        ),
        (
            "[[away]]\nuntil = 2027-01-15",
            "An absence has no “who”. Say who is absent: who = \"@ana\".",
        ),
        (
            "[[away]]\nwho = '@ana'\nstand_in = 'kim'\nuntil = 2027-01-15",
            "“kim” is not a handle. Handles begin with @: “@kim”.",
        ),
    ] {
        assert_eq!(only(&around(piece)), expected, "{piece}");
    }
}

#[test]
fn an_absence_with_a_stand_in_that_cannot_be_read_is_still_an_absence() {
    let text = around("[[away]]\nwho = '@ana'\nstand_in = 'kim'\nuntil = 2027-01-15");
    let away = &read(&text).map.away;
    assert_eq!((away.len(), away[0].stand_in.as_deref()), (1, None));
}

#[test]
fn only_what_cannot_be_used_blocks_and_the_rest_is_a_remark() {
    for (text, usable) in [
        (lane("mode = 'decide_after_advice'"), true),
        (lane("from = 2026-03-02\nuntil = 2026-03-01"), true),
        (around("[[signal]]\npaths = ['a/**']"), true),
        (lane("until = 'soon'"), false),
        (lane("upto = { efort = 3 }"), false),
        (around("[[lane]]\nid = 'x'"), false),
    ] {
        let reading = read(&text);
        assert!(!reading.problems.is_empty(), "{text}");
        assert_eq!(reading.is_usable(), usable, "{text}");
    }
}

#[test]
fn a_list_without_end_is_not_read() {
    let many = (0..1_001).map(|it| format!("'@p{it}'")).collect::<Vec<_>>().join(",");
    let reading = read(&lane(&format!("inform = [{many}]")));
    assert!(reading.problems[0].says.ends_with("lists 1001 entries; at most 1,000."));
    assert!(reading.map.lanes[0].inform.is_empty());
}

#[test]
fn names_of_domains_lose_their_blanks_and_keep_their_parts() {
    let text = around("[[lane]]\nid='x'\ndomain=' a / b '\nlevel='LEAD'");
    let map = read(&text).map;
    assert_eq!((map.lanes[0].domain.as_str(), map.lanes[0].level), ("a/b", 1));
}

#[test]
fn numbers_are_read_in_every_form_toml_has() {
    for (written, expected) in [
        ("5", 5.0),
        ("5.5", 5.5),
        ("1_000", 1000.0),
        ("0x10", 16.0),
        ("0b11", 3.0),
        ("2e3", 2000.0),
    ] {
        let map = read(&lane(&format!("upto = {{ effort = {written} }}"))).map;
        assert_eq!(map.lanes[0].hi[0], expected, "{written}");
    }
}
