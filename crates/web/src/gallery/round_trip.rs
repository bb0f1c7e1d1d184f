//! What a form shows is what it sends back: every kind's form, drawn, read and taken in again.

use domain::kind::{Answer, Ask, Cell, Column, Need};
use domain::practice::ALL;
use domain::record::{Answers, Row, Value};
use proptest::prelude::*;

use crate::forms::Sent;
use crate::parts::field::{Choices, Dimension, Fields};

/// What a browser would send of this markup: every control with a name, as it stands.
pub(super) fn sent(page: &str) -> Sent {
    let mut pairs = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let (tag, after) = (&rest[..end], rest.get(end + 1..).unwrap_or(""));
        let name = attribute(tag, "name");
        match (tag.split_whitespace().next().unwrap_or(""), name) {
            ("input", Some(name)) => {
                let ticks = attribute(tag, "type").is_some_and(|it| it == "checkbox");
                if !ticks || tag.split_whitespace().any(|it| it == "checked") {
                    pairs.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            ("textarea", Some(name)) => pairs.push((name, plain(until(after, "</textarea>")))),
            ("select", Some(name)) => pairs.push((name, chosen(until(after, "</select>")))),
            _ => {}
        }
        rest = after;
    }
    Sent(pairs)
}

fn until<'a>(text: &'a str, end: &str) -> &'a str {
    text.split(end).next().unwrap_or("")
}

fn chosen(options: &str) -> String {
    let all: Vec<&str> = options.split("<option").skip(1).collect();
    let marked =
        all.iter().find(|it| until(it, ">").split_whitespace().any(|word| word == "selected"));
    marked.or(all.first()).and_then(|it| attribute(until(it, ">"), "value")).unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(plain(until(&tag[start..], "\"")))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn choices() -> Choices {
    Choices {
        domains: vec!["product".into(), "money".into()],
        dimensions: vec![
            Dimension { name: "effort".into(), ..Dimension::default() },
            Dimension {
                name: "undo".into(),
                steps: vec!["hour".into(), "sprint".into()],
                ..Dimension::default()
            },
        ],
        lanes: vec![("feature".into(), "Inside a feature".into())],
        ..Choices::default()
    }
}

/// Drawn, read off the page, and taken in again.
fn through(asks: &[Ask], answers: &Answers) -> Answers {
    let choices = choices();
    let fields = Fields::of(&choices, "", (answers, &[]));
    let mut back = sent(&fields.all(asks).into_string()).answers(asks);
    back.retain(|_, value| !value.is_empty());
    back
}

/// Rows without their empty cells, which say the same.
fn bare(answers: &Answers) -> Answers {
    let row = |row: &Row| {
        row.iter()
            .filter(|it| !it.1.is_empty())
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect::<Row>()
    };
    let value = |value: &Value| match value {
        Value::Rows(rows) => {
            Value::Rows(rows.iter().map(row).filter(|it| !it.is_empty()).collect())
        }
        other => other.clone(),
    };
    answers
        .iter()
        .map(|(name, it)| (name.clone(), value(it)))
        .filter(|it| !it.1.is_empty())
        .collect()
}

#[test]
fn every_kinds_sample_comes_back_as_it_was() {
    for kind in ALL {
        let mut answers = (kind.sample)().record.answers;
        // What the house keeps is shown and never asked.
        answers.retain(|name, _| kind.ask(name).is_some_and(|it| !it.kept));
        // A lane that is no longer on the map cannot be ticked.
        answers.retain(|name, value| {
            !matches!(kind.ask(name).map(|it| it.answer), Some(Answer::Lanes))
                || *value == Value::List(vec!["feature".into()])
        });
        let (back, before) = (bare(&through(kind.asks, &answers)), bare(&answers));
        for (name, value) in &before {
            assert_eq!(back.get(name), Some(value), "{} of {}", name, kind.slug);
        }
        assert_eq!(back.len(), before.len(), "{}: {:?}", kind.slug, back.keys());
    }
}

#[test]
fn a_choice_that_is_no_longer_offered_stays() {
    static WAYS: &[(&str, &str)] = &[("up", "up")];
    let asks = [ask("way", Answer::OneOf(WAYS)), ask("who", Answer::Person)];
    let answers = Answers::from([
        ("way".into(), Value::Text("sideways".into())),
        ("who".into(), Value::Text("gone".into())),
    ]);
    assert_eq!(through(&asks, &answers), answers);
}

const fn ask(name: &'static str, answer: Answer) -> Ask {
    Ask {
        name,
        formerly: &[],
        label: "Label",
        hint: "",
        answer,
        need: Need::Never,
        first: true,
        kept: false,
    }
}

static COLUMNS: &[Column] = &[
    Column { name: "what", label: "What", cell: Cell::Line, needed: true },
    Column { name: "why", label: "Why", cell: Cell::Prose, needed: false },
];

static TYPED: [Ask; 3] =
    [ask("line", Answer::Line), ask("prose", Answer::Prose), ask("rows", Answer::Rows(COLUMNS))];

/// Anything a person can type, hostile or in another script; no blanks at the ends, which are cut.
fn typed() -> impl Strategy<Value = String> {
    "[^\\p{C}\\s]([^\\p{C}\r]{0,30}[^\\p{C}\\s])?"
}

proptest! {
    #[test]
    fn whatever_is_typed_comes_back(line in typed(), prose in "[^\\s\\p{C}][^\\p{C}\r]{0,60}(\n[^\\p{C}\\s]){0,3}[^\\s\\p{C}]", cells in prop::collection::vec((typed(), typed()), 0..4)) {
        let rows: Vec<Row> = cells.into_iter().map(|(what, why)| Row::from([("what".into(), what), ("why".into(), why)])).collect();
        let answers = Answers::from([
            ("line".to_owned(), Value::Text(line)),
            ("prose".to_owned(), Value::Text(prose)),
            ("rows".to_owned(), Value::Rows(rows)),
        ]);
        prop_assert_eq!(through(&TYPED, &answers), bare(&answers));
    }

    #[test]
    fn no_form_breaks_what_reads_it(pairs in prop::collection::vec((".{0,40}", ".{0,40}"), 0..12)) {
        let sent = Sent(pairs);
        for kind in ALL {
            let _ = sent.answers(kind.asks);
        }
        let _ = sent.press();
    }

    #[test]
    fn no_markdown_becomes_something_that_runs(text in "[<>a-z\"'=/ !\\[\\]()&;:#*`\\-\n]{0,200}") {
        let page = crate::safe::prose(&text).into_string();
        for bad in ["<script", "<img", "<svg", "<iframe", "<style", "<form", "<input"] {
            prop_assert!(!page.contains(bad), "{}", page);
        }
        for href in page.split("<a href=\"").skip(1) {
            let to = href.split('"').next().unwrap();
            let known = ["http://", "https://", "mailto:", "/", "#"].iter().any(|it| to.to_lowercase().starts_with(it)) || !to.contains(':');
            prop_assert!(known, "{}", to);
        }
    }

    #[test]
    fn no_address_leads_away(text in "[/\\\\a-z:.@?#\t\n ]{0,30}") {
        let to = crate::safe::SafeUrl::local(&text);
        prop_assert!(to.as_str().starts_with('/') && !to.as_str().starts_with("//") && !to.as_str().contains('\\'));
    }

    #[test]
    fn no_diff_breaks_its_reader(text in "(diff --git a/x b/x|@@|\\+\\+\\+ b/|--- |rename to |[+\\- a-z/\"é]|\n){0,60}") {
        for change in crate::diff::changes(&text) {
            prop_assert!(!change.path.is_empty());
        }
    }
}
