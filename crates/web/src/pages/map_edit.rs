//! The map as text, with what is wrong underlined where it stands.

use domain::finding::{Finding, Weight};
use domain::lanes::{Diagnostic, Difference};
use domain::practice::office_hours::becomes::AskedIn;
use maud::{Markup, html};

use crate::pages::map::worth_a_look;
use crate::pages::map_more::{Replayed, differences, replayed};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct EditView {
    pub team: (String, String),
    pub text: String,
    /// Number of the version this began from; 0 for the first.
    pub version: i64,
    pub notes: Vec<Diagnostic>,
    /// The truth is a file in a repository: shown here, changed there.
    pub file: Option<String>,
    /// Somebody else's text was put in force meanwhile.
    pub theirs: Option<(String, String)>,
    /// What would change for whom, in words.
    pub changes: Vec<Difference>,
    /// What of it would change for the one who reads.
    pub mine: Vec<Difference>,
    /// What is worth a look in the map that the text makes.
    pub findings: Vec<Finding>,
    pub replay: Replayed,
    pub problem: Option<String>,
    pub call: Call,
    /// A table somebody pasted, and what became of it.
    pub table: String,
    pub drafted: Option<Drafted>,
    /// The topic of office hours that this change answers.
    pub asked: Option<AskedIn>,
}

/// What becomes of the text when whoever looks sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Call {
    /// Changing this map is theirs.
    #[default]
    InForce,
    /// It waits for whoever agrees.
    Proposed,
    /// It is other people's map: read here, and asked about.
    Reads,
}

/// The text above was drafted from a table.
#[derive(Clone, Debug, Default)]
pub struct Drafted {
    pub lanes: usize,
    /// What the table leaves open, by row and column.
    pub doubts: Vec<String>,
    /// The text that stood there before.
    pub before: String,
}

pub fn page(frame: &Frame, view: &EditView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let page = Page::new("The map as text")
        .under("Lanes", format!("/lanes?team={}", view.team.1))
        .under(view.team.0.clone(), "");
    let lead = html! {
        @if let Some(file) = &view.file { "The truth of this map is " code { (file) } ". Change it there; this page follows after the merge." }
        @else if view.call == Call::Reads { "You can read this map here. Whoever is in the team changes it: ask them for what is missing." }
        @else { "Changing the map is itself a decision: whoever it touches is told what changes for them." }
    };
    let body = html! {
        @if let Some(problem) = &view.problem { p.refused role="alert" { (problem) } }
        @if let Some((by, text)) = &view.theirs {
            p.refused role="alert" { (by) " put another version in force while you were writing. " (words::NOTHING_LOST) }
            details { summary { "Their version" } (source(text, &[])) }
        }
        @if let Some(it) = &view.asked { (asked(it, view.file.as_deref())) }
        @if let Some(it) = &view.drafted { (drafted(it)) }
        @if view.file.is_some() || view.call == Call::Reads { (source(&view.text, &view.notes)) } @else { (editor(&frame, view)) }
    };
    frame.page(&page.lead(lead).body(body).margin(margin(view)))
}

fn editor(frame: &Frame, view: &EditView) -> Markup {
    html! {
        form.editor method="post" action="/lanes/edit" data-live="post" data-to="/lanes/check" data-draft={ "/draft/map/" (view.team.1) } {
            (frame.token_field())
            input type="hidden" name="team" value=(view.team.1);
            input type="hidden" name="version" value=(view.version);
            @if let Some(it) = &view.asked { input type="hidden" name="from" value={ (it.hours) "." (it.topic) }; }
            label.unseen for="text" { "lanes.toml" }
            textarea #text name="text" rows="24" spellcheck="false" autocapitalize="off" aria-describedby="diagnostics" { (view.text) }
            div.acts {
                button { @if view.call == Call::Proposed { "Propose it" } @else { "Put it in force" } }
                button.plain.plain-only formaction="/lanes/check" { "Check it" }
                a href={ "/lanes?team=" (view.team.1) } { (words::CANCEL) }
                p.saved data-saved="Draft kept." data-unsaved="The draft could not be kept just now." aria-live="polite" {}
            }
            div #diagnostics data-part aria-live="polite" {
                @if !view.notes.is_empty() { h2 { (summary(&view.notes)) } (excerpts(&view.text, &view.notes)) }
                (foreseen(view))
            }
            (table(view))
        }
    }
}

/// What the text would do, before it does it.
fn foreseen(view: &EditView) -> Markup {
    html! {
        @if !view.changes.is_empty() {
            h2 { "What would change" }
            (differences(&view.changes))
            h2 { "For you" }
            @if view.mine.is_empty() { p.soft { "Nothing changes for you." } } @else { (differences(&view.mine)) }
            (replayed(&view.replay))
        }
        (worth_a_look(&view.findings))
    }
}

/// Where the change comes from, and how each will lead to the other.
fn asked(it: &AskedIn, file: Option<&str>) -> Markup {
    html! {
        div.note {
            p { "This answers a topic of office hours: " a href=(topic(it)) dir="auto" { (it.said) } ". "
                @if let Some(file) = file { "Put this line into " code { (file) } " with your change, and the map leads back to it. Then say at the topic what came of it." }
                @else { "Each will lead to the other: the last line of the text says so." } }
            @if file.is_some() { pre { code { (it.line()) } } }
        }
    }
}

/// The address of a topic that a map names.
pub fn topic(it: &AskedIn) -> String {
    let plain = |id: &domain::id::Id| id.as_str().replace(['/', '#', '?'], "");
    format!("/find/{}#at-{}", plain(&it.hours), plain(&it.topic))
}

/// A team that has a table of who is responsible need not write its first map.
fn table(view: &EditView) -> Markup {
    html! {
        details open[!view.table.is_empty()] {
            summary { "Paste a RACI or DACI table" }
            p #table-hint { "From a spreadsheet or in Markdown: first what is decided, then a column for each role, with R, A, C and I (or D, A, C, I) in the cells. It becomes a draft above; nothing is in force by that." }
            label.unseen for="table" { "The table" }
            textarea #table name="table" rows="8" spellcheck="false" autocapitalize="off" aria-describedby="table-hint" { (view.table) }
            div.acts { button.plain formaction="/lanes/table" { "Draft a map from it" } }
        }
    }
}

fn drafted(it: &Drafted) -> Markup {
    html! {
        p role="status" { "A draft with " (words::count(it.lanes as i64, "lane")) " from your table. Every line is a question to your team; nothing is in force yet." }
        @if !it.doubts.is_empty() {
            h2 { "What the table leaves open" }
            ul { @for doubt in &it.doubts { li dir="auto" { (doubt) } } }
        }
        @if !it.before.trim().is_empty() { details { summary { "The text that stood here" } (source(&it.before, &[])) } }
    }
}

fn summary(notes: &[Diagnostic]) -> String {
    let wrong = notes.iter().filter(|it| it.weight == Weight::Blocks).count();
    match (wrong, notes.len() - wrong) {
        (0, n) => format!("{n} to think about"),
        (n, 0) => format!("{} to mend before it can be used", words::count(n as i64, "place")),
        (a, b) => format!("{a} to mend, {b} to think about"),
    }
}

/// Whole text with line numbers, remarks under their lines.
fn source(text: &str, notes: &[Diagnostic]) -> Markup {
    html! { div.source tabindex="0" role="region" aria-label="lanes.toml" { @for (at, line) in text.lines().enumerate() { (numbered(at + 1, line, notes)) } } }
}

/// Only the lines that have a remark.
fn excerpts(text: &str, notes: &[Diagnostic]) -> Markup {
    let mut lines: Vec<usize> = notes.iter().map(|it| it.line).collect();
    lines.sort_unstable();
    lines.dedup();
    html! {
        div.source tabindex="0" role="region" aria-label="Lines to look at" {
            @for at in lines { (numbered(at, text.lines().nth(at.saturating_sub(1)).unwrap_or(""), notes)) }
        }
    }
}

fn numbered(at: usize, line: &str, notes: &[Diagnostic]) -> Markup {
    let here: Vec<&Diagnostic> = notes.iter().filter(|it| it.line == at).collect();
    let warns = !here.is_empty() && here.iter().all(|it| it.weight != Weight::Blocks);
    html! {
        span.l.warns[warns] data-n=(at) { (marked(line, here.first().copied())) }
        @for it in &here { span.says.warns[it.weight != Weight::Blocks] { "Line " (at) ": " (it.says) @if !it.hint.is_empty() { " " (it.hint) } } }
    }
}

/// The line with the words of its first remark underlined. Columns count characters.
fn marked(line: &str, note: Option<&Diagnostic>) -> Markup {
    let Some(note) = note else { return html! { (line) } };
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let start = byte(note.column.saturating_sub(1));
    let end = byte((note.column - 1 + note.length).max(note.column.saturating_sub(1)));
    html! { (line[..start]) mark { (line[start..end.max(start)]) } (line[end.max(start)..]) }
}

fn margin(view: &EditView) -> Markup {
    html! { dl {
        div { dt { "Began from" } dd { @if view.version == 0 { "an example" } @else { "version " (view.version) } } }
        @if view.file.is_none() && view.call != Call::Reads {
            div { dt { "Checked" } dd { "while you type; nothing is in force before you say so" } }
            div { dt { "What happens next" } dd {
                @if view.call == Call::Proposed { "It is proposed, and waits for whoever agrees: see the lane over “lanes”." }
                @else { "In force at once: changing this map is yours." }
            } }
        }
        div { dt { "A lane is" } dd { "a " code { "[[lane]]" } " with an id, a domain, a level, and how far it reaches (" code { "upto" } ")." } }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(column: usize, length: usize) -> Diagnostic {
        Diagnostic {
            line: 1,
            column,
            length,
            says: "No level".into(),
            hint: String::new(),
            weight: Weight::Blocks,
        }
    }

    #[test]
    fn words_are_underlined_by_characters_not_bytes() {
        let drawn = marked("level = \"ünïon\" x", Some(&note(9, 7))).into_string();
        assert!(drawn.contains("<mark>&quot;ünïon&quot;</mark>"), "{drawn}");
    }

    #[test]
    fn a_change_that_answers_a_topic_says_which_and_brings_it_along() {
        let asked =
            AskedIn { hours: "01J".into(), topic: "t1".into(), said: "Who says no?".into() };
        let shown = |file: Option<&str>| {
            let (asked, file) = (Some(asked.clone()), file.map(str::to_owned));
            let view = EditView { asked, file, ..EditView::default() };
            page(&crate::shell::sample_frame(Spot::Lanes), &view).into_string()
        };
        let here = shown(None);
        assert!(here.contains("name=\"from\" value=\"01J.t1\""), "{here}");
        assert!(here.contains("href=\"/find/01J#at-t1\"") && here.contains("Who says no?"));
        let there = shown(Some("lanes.toml"));
        assert!(there.contains("# Asked in office hours, /find/01J#at-t1: Who says no?"));
        assert!(!there.contains("name=\"from\""), "{there}");
    }

    #[test]
    fn a_draft_from_a_table_shows_what_is_open_and_what_stood_there() {
        let it =
            Drafted { lanes: 1, doubts: vec!["row “X”: whose?".into()], before: "old".into() };
        let shown = drafted(&it).into_string();
        assert!(shown.contains("A draft with 1 lane from") && shown.contains("row “X”: whose?"));
        assert!(shown.contains("The text that stood here") && shown.contains(">old<"), "{shown}");
        let empty = drafted(&Drafted { lanes: 2, ..Drafted::default() }).into_string();
        assert!(!empty.contains("leaves open") && !empty.contains("stood here"));
    }

    #[test]
    fn the_place_for_a_table_is_closed_until_there_is_one() {
        let shown = |table: &str| {
            let view = EditView { table: table.into(), ..EditView::default() };
            self::table(&view).into_string()
        };
        assert!(shown("").starts_with("<details><summary>Paste a RACI"));
        assert!(shown("What,<Ana>").contains("What,&lt;Ana&gt;</textarea>"));
        assert!(shown("x").starts_with("<details open>"));
    }

    #[test]
    fn the_button_says_what_becomes_of_the_text_and_is_not_there_for_readers() {
        let shown = |call| {
            let view = EditView { text: "title = \"x\"".into(), call, ..EditView::default() };
            page(&crate::shell::sample_frame(Spot::Lanes), &view).into_string()
        };
        let expected: [(Call, &[&str], &[&str]); 3] = [
            (Call::InForce, &["Put it in force", "this map is yours"], &["Propose it"]),
            (Call::Proposed, &["Propose it", "waits for whoever agrees"], &["Put it in force"]),
            (Call::Reads, &["You can read this map", "title ="], &["<textarea", "is in force"]),
        ];
        for (call, said, unsaid) in expected {
            let page = shown(call);
            assert!(said.iter().all(|it| page.contains(it)), "{call:?}: {page}");
            assert!(unsaid.iter().all(|it| !page.contains(it)), "{call:?}: {page}");
        }
    }

    #[test]
    fn a_remark_past_the_end_of_its_line_is_drawn_at_the_end() {
        assert_eq!(marked("ab", Some(&note(40, 9))).into_string(), "ab<mark></mark>");
        assert_eq!(marked("", Some(&note(1, 1))).into_string(), "<mark></mark>");
    }
}
