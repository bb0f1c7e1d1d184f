//! The figures of a closed wave as a file: what the pages of its groups show one reader, in rows.
//!
//! What people wrote is not in it: a file goes on to others, and words are known again.

use super::figures::Counts;
use super::gate::{Rule, Shown};
use super::instrument::{Item, NOT_APPLICABLE, STEPS};
use super::results::{GroupView, WaveView};
use super::turnout::Turnout;
use super::waves::Trend;

const COLUMNS: [&str; 8] =
    ["group", "about", "question", "step", "answers", "the time before", "leans", "not shown"];

/// Comma-separated, one row a step. `before` is the wave before, as the same reader sees it.
pub fn csv(seen: &WaveView, before: Option<&WaveView>) -> String {
    let mut text = line(&COLUMNS.map(str::to_owned));
    for (at, group) in seen.groups.iter().enumerate() {
        for row in rows(seen, before, at, group) {
            text.push_str(&line(&[&[group.name.clone()][..], &row].concat()));
        }
    }
    text
}

/// All columns but the group.
type Row = [String; COLUMNS.len() - 1];

fn rows(seen: &WaveView, before: Option<&WaveView>, at: usize, group: &GroupView) -> Vec<Row> {
    let mut rows = turnout(group.turnout);
    if group.shows_nothing() {
        let why: Vec<String> = group.rules().into_iter().map(not_shown).collect();
        rows.push(row(&[(6, why.join(" "))]));
        return rows;
    }
    for (i, (item, shown)) in group.items.iter().enumerate() {
        let trend = before.and_then(|then| seen.trend(then, at, i).ok());
        rows.extend(figure(item, shown, trend.as_ref()));
    }
    rows
}

fn turnout(turnout: Turnout) -> Vec<Row> {
    const ABOUT: &str = "Who took part";
    let said =
        |step: &str, n: usize| row(&[(0, ABOUT.into()), (2, step.into()), (3, n.to_string())]);
    match turnout {
        Turnout::Shown { answered, invited } => {
            vec![said("answered", answered), said("asked", invited)]
        }
        Turnout::Hidden(rule) => vec![row(&[(0, ABOUT.into()), (6, not_shown(rule))])],
    }
}

fn figure(item: &Item, shown: &Shown, before: Option<&Trend>) -> Vec<Row> {
    let about = |rest: &[(usize, String)]| {
        let named = [(0, item.construct.label().to_owned()), (1, item.asks.to_string())];
        row(&[&named, rest].concat())
    };
    match shown {
        Shown::Hidden(rule) => vec![about(&[(6, not_shown(*rule))])],
        Shown::Band(band) => {
            vec![about(&[(5, band.label().to_owned()), (6, not_shown(Rule::R8))])]
        }
        Shown::Steps(counts) => {
            let then = before.map(|it| by_step(&it.then));
            let steps =
                (1..=STEPS).map(|step| item.in_words(step)).chain([NOT_APPLICABLE.to_owned()]);
            let counted = steps.zip(by_step(counts)).enumerate().map(|(i, (step, n))| {
                let then = then.map_or_else(String::new, |it| it[i].to_string());
                about(&[(2, step), (3, n.to_string()), (4, then)])
            });
            counted.collect()
        }
    }
}

fn by_step(counts: &Counts) -> [usize; STEPS + 1] {
    let [a, b, c, d, e] = counts.steps;
    [a, b, c, d, e, counts.not_applicable]
}

fn row(filled: &[(usize, String)]) -> Row {
    let mut row = Row::default();
    for (at, text) in filled {
        row[*at].clone_from(text);
    }
    row
}

fn not_shown(rule: Rule) -> String {
    format!("Rule {rule:?}: {}", rule.says())
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|it| cell(it)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// What a spreadsheet would take for a formula is told as the text it is: a team words its own questions.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::comments::Pile;
    use crate::health::figures::Band;
    use crate::health::instrument::ITEMS;
    use crate::health::results::sample;

    const COUNTS: Counts = Counts { steps: [0, 1, 2, 4, 2], not_applicable: 1 };

    fn wave(name: &str, shown: [Shown; 3], turnout: Turnout) -> WaveView {
        let items: Vec<(Item, Shown)> = ITEMS.iter().cloned().zip(shown).collect();
        sample::wave(name, &items, turnout)
    }

    fn shown() -> WaveView {
        let shown = [Shown::Steps(COUNTS), Shown::Band(Band::Mixed), Shown::Hidden(Rule::R3)];
        wave("Payments", shown, Turnout::Shown { answered: 10, invited: 11 })
    }

    #[test]
    fn each_step_is_a_row_and_what_is_hidden_says_its_rule() {
        let text = csv(&shown(), None);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "group,about,question,step,answers,the time before,leans,not shown");
        assert_eq!(lines[1], "Payments,Who took part,,answered,10,,,");
        assert_eq!(lines[2], "Payments,Who took part,,asked,11,,,");
        let counts: Vec<&str> =
            lines[3..9].iter().map(|it| it.rsplit(',').nth(3).unwrap()).collect();
        assert_eq!(counts, ["0", "1", "2", "4", "2", "1"]);
        assert!(lines[9].contains(",mixed,Rule R8: Answers are so much alike"), "{}", lines[9]);
        assert!(lines[10].contains(",,,,\"Rule R3: Shown with the rest, this"), "{}", lines[10]);
        assert_eq!(lines[11..], [""]);
        assert!(!text.contains("okapi"), "what somebody wrote is not in a file");
    }

    #[test]
    fn the_wave_before_stands_beside_where_both_show_their_counts() {
        let mut then = shown();
        then.opening.wave = "then".into();
        let text = csv(&shown(), Some(&then));
        let first = text.lines().nth(6).unwrap();
        assert!(first.ends_with(",4,4,,"), "{first}");
        then.groups[0].items[0].1 = Shown::Hidden(Rule::R1);
        assert_eq!(csv(&shown(), Some(&then)), csv(&shown(), None));
    }

    #[test]
    fn where_nothing_is_shown_the_rules_are_said_once_as_on_the_page() {
        let hidden = Shown::Hidden(Rule::R1);
        let mut seen = wave("Search", [hidden; 3], Turnout::Hidden(Rule::R10));
        seen.groups[0].comments = Pile::Hidden(Rule::R11);
        let text = csv(&seen, None);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.ends_with(
            "Search,,,,,,,Rule R1: Too few answered for figures of this group. Rule R11: Too few wrote \
             something for comments of this group.\r\n"
        ));
    }

    #[test]
    fn words_of_a_team_are_text_and_never_a_formula_or_another_cell() {
        for (name, cell) in [
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("@sum", "'@sum"),
            ("Pay, and refund", "\"Pay, and refund\""),
            ("A\r\nB", "\"A\r\nB\""),
        ] {
            let shown = [Shown::Hidden(Rule::R1); 3];
            let text = csv(&wave(name, shown, Turnout::Hidden(Rule::R10)), None);
            let (_, rows) = text.split_once("\r\n").unwrap();
            assert!(rows.starts_with(&format!("{cell},Who took part")), "{rows}");
        }
    }
}
