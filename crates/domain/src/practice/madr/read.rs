//! What a cut file says, as answers.

use super::parts::{Part, What, cut, heading_text};
use super::{Imported, front, inline, status};
use crate::record::{Answers, LINE_CHARS, PROSE_CHARS, ROWS, Row, Value};

pub(super) const MAKERS: &[&str] = &["decision-makers", "deciders", "decision_makers"];
pub(super) const STATUS: &[&str] = &["status", "state", "stage"];
pub(super) const DATE: &[&str] =
    &["date", "start date", "start_date", "start-date", "decision date", "decided"];
const TITLE: &[&str] = &["title", "feature name"];
/// Not of MADR itself, which leaves room for keys of one's own; the one we write first.
pub(super) const REVIEW: &[&str] =
    &["review-on", "review_on", "review-by", "review-date", "review_date", "review"];
pub(super) const CONSULTED: &[&str] = &["consulted"];
pub(super) const INFORMED: &[&str] = &["informed"];

/// Headings that hold one prose answer each, the one we write first.
pub(super) static PROSE: &[(&str, &[&str])] = &[
    (
        "frame",
        &[
            "Context and Problem Statement",
            "context",
            "problem",
            "problem statement",
            "issue",
            "background",
        ],
    ),
    ("values", &["Decision Drivers", "drivers", "forces"]),
    ("consequences", &["Consequences", "positive consequences", "implications"]),
    ("confirmation", &["Confirmation", "validation", "compliance"]),
    ("dissent", &["Dissent"]),
    ("outcome", &["Outcome"]),
    ("learned", &["What we learned"]),
    ("more", &["More Information", "links", "notes", "references"]),
];

pub(super) static OPTIONS: &[&str] = &[
    "considered options",
    "options",
    "options considered",
    "alternatives",
    "alternatives considered",
    "considered alternatives",
    "rationale and alternatives",
];
pub(super) static CHOICE: &[&str] = &["decision outcome", "decision"];

/// What one part holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holds {
    Front,
    Title,
    /// `Date: …` before any heading.
    Lines,
    Prose(&'static str),
    Options,
    Choice,
    /// Arguments about the option of this row.
    Arguments(usize),
    Status,
    Nothing,
}

/// What a proposal for comments calls the same: read so where the file has none of the above.
static PROPOSAL: &[(Holds, &[&str])] = &[
    (Holds::Prose("frame"), &["motivation", "problem description", "goals", "rationale"]),
    (Holds::Choice, &["summary", "abstract", "proposal", "detailed design", "design"]),
    (Holds::Prose("consequences"), &["drawbacks", "trade-offs", "tradeoffs", "risks"]),
];

/// Headings that are no title, though older proposals write them as large as one.
pub(super) fn is_known(heading: &str) -> bool {
    let name = heading.to_lowercase();
    let name = name.as_str();
    let proposal = PROPOSAL.iter().any(|it| it.1.contains(&name));
    proposal || OPTIONS.contains(&name) || holds(name, false).is_some()
}

pub(super) fn read(source: &str, fallback: &str) -> Imported {
    let parts = cut(source);
    let mut it = Imported::default();
    let options = options(&parts);
    let mut rows: Vec<Row> =
        options.iter().map(|name| Row::from([("option".into(), name.clone())])).collect();
    for (part, holds) in parts.iter().zip(held(&parts)) {
        match holds {
            Holds::Front => read_front(part.body, &mut it),
            Holds::Title => {
                it.title = shortened(heading_text(part.head));
                read_lines(part.body, &mut it);
            }
            Holds::Lines => read_lines(part.body, &mut it),
            Holds::Prose(name) => put(&mut it.answers, name, part.body),
            Holds::Choice => read_choice(part.body, &mut it.answers),
            Holds::Arguments(at) => rows[at].extend(arguments(part.body)),
            Holds::Status => it.status = part.body.trim().to_owned(),
            Holds::Nothing if !part.head.is_empty() && !part.body.trim().is_empty() => {
                it.unplaced.push(heading_text(part.head).to_owned());
            }
            Holds::Options | Holds::Nothing => {}
        }
    }
    if !rows.is_empty() {
        it.answers.insert("options".into(), Value::Rows(rows));
    }
    it.state = status::known(&it.status).unwrap_or("decided");
    if it.title.is_empty() {
        it.title = shortened(fallback);
        it.untitled = true;
    }
    it
}

/// What the front matter says of the day to look again.
pub(super) fn review(source: &str) -> Option<String> {
    let parts = cut(source);
    let front = parts.iter().find(|it| it.what == What::Front)?;
    front::values(front.body, REVIEW).into_iter().next()
}

/// What each part holds; of two parts that could hold the same answer, the first does.
pub(super) fn held(parts: &[Part]) -> Vec<Holds> {
    let options = options(parts);
    let mut taken: Vec<Holds> = Vec::new();
    let has_status = parts.iter().any(|it| match it.what {
        What::Front => !front::values(it.body, STATUS).is_empty(),
        What::Title | What::Loose => inline::value(it.body, STATUS).is_some(),
        What::Section(..) => false,
    });
    for part in parts {
        let found = match &part.what {
            What::Front => Holds::Front,
            What::Title => Holds::Title,
            What::Loose => Holds::Lines,
            What::Section(name, level) => section(name, *level, part, &options, has_status),
        };
        let again = found != Holds::Nothing && taken.contains(&found);
        taken.push(if again { Holds::Nothing } else { found });
    }
    proposal(parts, &mut taken);
    taken
}

/// Fills what no part holds yet from the headings of a proposal.
fn proposal(parts: &[Part], taken: &mut [Holds]) {
    for (holds, names) in PROPOSAL {
        if taken.contains(holds) {
            continue;
        }
        let is = |part: &Part, name: &str| {
            matches!(&part.what, What::Section(it, _) if it == name) && !is_too_long(part.body)
        };
        let found = names.iter().find_map(|name| {
            (0..parts.len()).find(|at| taken[*at] == Holds::Nothing && is(&parts[*at], name))
        });
        if let Some(at) = found {
            taken[at] = *holds;
        }
    }
}

fn section(name: &str, level: usize, part: &Part, options: &[String], has_status: bool) -> Holds {
    let named =
        options.iter().position(|it| bare(it).to_lowercase() == name || it.to_lowercase() == name);
    if let Some(at) = named.filter(|_| level >= 3) {
        return if is_too_long(part.body) { Holds::Nothing } else { Holds::Arguments(at) };
    }
    if OPTIONS.contains(&name) {
        return Holds::Options;
    }
    if is_too_long(part.body) {
        return Holds::Nothing;
    }
    holds(name, has_status).unwrap_or(Holds::Nothing)
}

fn holds(name: &str, has_status: bool) -> Option<Holds> {
    if CHOICE.contains(&name) {
        return Some(Holds::Choice);
    }
    if name == "status" && !has_status {
        return Some(Holds::Status);
    }
    let prose = PROSE.iter().find(|it| it.1.iter().any(|it| it.eq_ignore_ascii_case(name)));
    prose.map(|it| Holds::Prose(it.0))
}

/// A part that no answer can hold whole stays in the file alone, so that nothing is cut off.
fn is_too_long(body: &str) -> bool {
    body.chars().count() > PROSE_CHARS
}

fn options(parts: &[Part]) -> Vec<String> {
    let level_of = |part: &Part| match &part.what {
        What::Section(name, level) if OPTIONS.contains(&name.as_str()) => Some(*level),
        _ => None,
    };
    let found = parts.iter().enumerate().find_map(|(at, it)| Some((at, level_of(it)?)));
    let Some((at, level)) = found else { return Vec::new() };
    let listed = parts[at].body.lines().filter_map(bullet).map(shortened);
    let listed: Vec<String> = listed.filter(|it| !it.is_empty()).take(ROWS).collect();
    if !listed.is_empty() {
        return listed;
    }
    // Without a list, each option has a heading below.
    let below = parts[at + 1..].iter().map_while(|it| match it.what {
        What::Section(_, deeper) if deeper > level => Some((deeper, heading_text(it.head))),
        _ => None,
    });
    let below = below.filter(|it| it.0 == level + 1 && it.0 >= 3).map(|it| shortened(it.1));
    below.take(ROWS).collect()
}

/// The words of `[words](address)`; other text as it is.
fn bare(option: &str) -> &str {
    let linked = option.strip_prefix('[').and_then(|it| it.split_once("]("));
    linked.map_or(option, |it| it.0)
}

/// The text of a list item that is not indented.
fn bullet(line: &str) -> Option<&str> {
    let marked = ["* ", "- ", "+ "].iter().find_map(|it| line.strip_prefix(it));
    let numbered = || {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < line.len()).then(|| rest.strip_prefix(". ")).flatten()
    };
    marked.or_else(numbered).map(str::trim)
}

/// `Good, because …` and `Bad, because …` of one option, a line each.
pub(super) fn arguments(body: &str) -> Row {
    let of = |mark: &str| {
        let lines = body.lines().filter_map(bullet).filter_map(|it| argument(it, mark));
        lines.collect::<Vec<_>>().join("\n")
    };
    let pairs = [("for", of("Good")), ("against", of("Bad"))];
    pairs
        .into_iter()
        .filter(|it| !it.1.is_empty())
        .map(|(name, text)| (name.to_owned(), text))
        .collect()
}

pub(super) fn is_argument(line: &str) -> bool {
    bullet(line).is_some_and(|it| ["Good", "Bad"].iter().any(|mark| argument(it, mark).is_some()))
}

/// What is said after `Good` or `Bad`; `Goodness` says nothing.
fn argument<'a>(item: &'a str, mark: &str) -> Option<&'a str> {
    let rest = item.strip_prefix(mark)?;
    if !(rest.is_empty() || rest.starts_with([',', ':', ' '])) {
        return None;
    }
    let rest = rest.trim_start_matches([',', ':']).trim();
    let because = rest.strip_prefix("because").filter(|it| it.is_empty() || it.starts_with(' '));
    Some(because.unwrap_or(rest).trim())
}

/// Lines below the title say what a front matter would.
fn read_lines(body: &str, it: &mut Imported) {
    let value = |keys: &[&str]| inline::value(body, keys).map(str::to_owned);
    if it.status.is_empty() {
        it.status = value(STATUS).unwrap_or_default();
    }
    if it.title.is_empty() {
        it.title = shortened(&named(&value(TITLE).unwrap_or_default().replace('`', "")));
    }
    if it.date.is_empty() {
        read_date(&value(DATE).unwrap_or_default(), it);
    }
    let makers = value(MAKERS).unwrap_or_default();
    read_makers(makers.split([',', ';']).map(|it| it.trim().to_owned()).collect(), it);
}

/// `allow_if_let` is a name and no title yet; `N/A` is neither.
fn named(title: &str) -> String {
    let is_mark = |c: char| c == '_' || c == '-';
    let is_name = title.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || is_mark(c));
    match title.trim().to_lowercase().as_str() {
        "n/a" | "none" | "tbd" | "-" => String::new(),
        name if is_name && name.contains(is_mark) => super::in_words(name),
        _ => title.to_owned(),
    }
}

fn read_date(said: &str, it: &mut Imported) {
    it.date = said.trim().to_owned();
    if let Some(day) = day_of(&it.date) {
        it.answers.insert("decided_on".into(), Value::Text(day.to_string()));
    }
}

/// `2016-02-12`, `2016/2/1`, or a moment of that day; nothing where the year does not lead.
fn day_of(said: &str) -> Option<jiff::civil::Date> {
    let mut parts = said.split(['-', '/']);
    let year = parts.next().filter(|it| it.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let rest = parts.next()?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    jiff::civil::Date::new(year, month, rest.get(..digits)?.parse().ok()?).ok()
}

fn read_front(front: &str, it: &mut Imported) {
    if let Some(status) = front::values(front, STATUS).first() {
        // Whole: what replaced it may follow a comma.
        it.status = inline::value(front, STATUS).unwrap_or(status).trim_matches(['"', '\'']).into();
    }
    if let Some(day) = front::values(front, DATE).first() {
        read_date(day, it);
    }
    let review = front::values(front, REVIEW).into_iter().next();
    if let Some(day) = review.filter(|it| it.parse::<jiff::civil::Date>().is_ok()) {
        it.answers.insert("review_on".into(), Value::Text(day));
    }
    if let Some(line) = inline::value(front, TITLE) {
        it.title = shortened(line.trim_matches(['"', '\'']));
    }
    let lists = [
        ("consulted", front::values(front, CONSULTED)),
        ("informed", front::values(front, INFORMED)),
    ];
    read_makers(front::values(front, MAKERS), it);
    for (name, people) in lists {
        put_list(&mut it.answers, name, people);
    }
}

fn read_makers(mut makers: Vec<String>, it: &mut Imported) {
    makers.retain(|it| !it.is_empty());
    match makers.as_slice() {
        [] => {}
        [one] if one.chars().count() <= LINE_CHARS => {
            it.answers.insert("decider".into(), Value::Text(one.clone()));
        }
        _ => put_list(&mut it.answers, "agreed", makers),
    }
}

fn put_list(answers: &mut Answers, name: &str, people: Vec<String>) {
    let fits = people.len() <= ROWS && people.iter().all(|it| it.chars().count() <= LINE_CHARS);
    if fits && !people.is_empty() {
        answers.insert(name.into(), Value::List(people));
    }
}

fn read_choice(body: &str, answers: &mut Answers) {
    let text = plain(body);
    let quoted = text
        .strip_prefix("Chosen option:")
        .map(str::trim_start)
        .and_then(|it| it.strip_prefix('"'));
    let split = quoted.and_then(|it| it.split_once("\", because"));
    let split = split.filter(|it| it.1.starts_with([' ', '\n']));
    let (chosen, because) = match (split, quoted.and_then(|it| it.strip_suffix('"'))) {
        (Some((chosen, because)), _) => (chosen, because.trim_start()),
        (None, Some(chosen)) => (chosen, ""),
        (None, None) => ("", text.as_str()),
    };
    // A choice that is no single line stays whole, in the words of the file.
    let (chosen, because) = if chosen.contains(['\n', '\r']) || chosen.chars().count() > LINE_CHARS
    {
        ("", text.as_str())
    } else {
        (chosen, because)
    };
    put(answers, "chosen", chosen);
    put(answers, "because", because);
}

/// Text with one kind of line end and nothing around it.
pub(super) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn put(answers: &mut Answers, name: &str, text: &str) {
    let text = plain(text);
    if !text.is_empty() {
        answers.insert(name.to_owned(), Value::Text(text));
    }
}

/// One line that fits a title or a cell.
fn shortened(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LINE_CHARS {
        return line;
    }
    line.chars().take(LINE_CHARS - 1).chain(['…']).collect()
}
