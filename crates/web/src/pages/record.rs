//! The page of a record of any kind, drawn from the kind's table.

use std::collections::BTreeMap;

use domain::finding::Finding;
use domain::kind::{Answer, Ask, Cell, Column, Kind};
use domain::record::{Dossier, Row, Value};
use maud::{Markup, html};

use crate::parts::attached::{self, Hung};
use crate::parts::field::Choices;
use crate::parts::history::{Happened, history};
use crate::parts::moves::{Refused, Step, moves};
use crate::parts::{finding, state};
use crate::safe::prose;
use crate::shell::{Frame, Page, Spot};
use crate::words;

/// A record as one person may see it.
#[derive(Clone)]
pub struct RecordView {
    pub kind: &'static Kind,
    pub dossier: Dossier,
    /// Name and slug.
    pub team: (String, String),
    pub author: String,
    pub steps: Vec<Step>,
    pub hung: Vec<Hung>,
    /// Only for whoever may edit.
    pub findings: Vec<Finding>,
    pub history: Vec<Happened>,
    pub may_edit: bool,
    pub may_retire: bool,
    pub refused: Option<Refused>,
    /// Records that name this one, and records this one names.
    pub linked: Vec<Linked>,
    pub choices: Choices,
    /// Names by handle, for answers that name people.
    pub people: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub id: String,
    pub title: String,
    pub to: String,
    /// “works towards it”, “replaced by”: how it belongs.
    pub relation: String,
    pub state: String,
}

impl RecordView {
    pub fn base(&self) -> String {
        format!("/{}/{}", self.kind.slug, self.dossier.record.id)
    }

    pub fn around<'a>(&'a self, frame: &'a Frame, base: &'a str) -> attached::Around<'a> {
        attached::Around { frame, base, choices: &self.choices }
    }

    pub fn text(&self, name: &str) -> &str {
        self.dossier.record.text(name)
    }

    pub fn name(&self, handle: &str) -> String {
        self.people.get(handle).cloned().unwrap_or_else(|| format!("@{handle}"))
    }

    pub fn hung(&self, slot: &str) -> Option<&Hung> {
        self.hung.iter().find(|it| it.slot.name == slot)
    }

    /// The page around a body: crumb, state, heading.
    pub fn page(&self) -> Page {
        let record = &self.dossier.record;
        let (place, to) = Spot::of(self.kind.place).word_and_path();
        Page::new(record.title.clone())
            .under(self.team.0.clone(), format!("/team/{}", self.team.1))
            .under(if place == self.kind.plural { place } else { self.kind.name }, to)
            .mark(state::state(self.kind, &record.state))
    }

    /// Answer to one ask, set for reading; nothing where nothing was said.
    pub fn answer(&self, ask: &Ask, today: jiff::civil::Date) -> Markup {
        let given = self.dossier.record.answers.get(ask.name);
        let Some(value) = given.filter(|it| !it.is_empty()) else { return html! {} };
        match (ask.answer, value) {
            (Answer::Prose, Value::Text(text)) => prose(text),
            (Answer::Day, Value::Text(text)) => html! { p { (words::day_text(text, today)) } },
            (Answer::Number { unit }, Value::Text(text)) => html! { p { (text) " " (unit) } },
            (Answer::OneOf(choices), Value::Text(text)) => html! { p { (shown(choices, text)) } },
            (Answer::Person, Value::Text(text)) => html! { p { (self.name(text)) } },
            (Answer::People, Value::List(items)) => {
                let names: Vec<String> = items.iter().map(|it| self.name(it)).collect();
                html! { p { (words::list(&names)) } }
            }
            (Answer::Record(_), Value::Text(id)) => self.link_to(id),
            (Answer::Case, Value::Rows(rows)) => case(rows),
            (Answer::Rows(columns), Value::Rows(rows)) => self.rows(ask, columns, rows, today),
            (_, Value::Text(text)) => html! { p dir="auto" { (text) } },
            (_, Value::List(items)) => html! { p dir="auto" { (items.join(", ")) } },
            (_, Value::Rows(_)) => html! {},
        }
    }

    pub fn link_to(&self, id: &str) -> Markup {
        match self.linked.iter().find(|it| it.id == id) {
            Some(it) => html! { p { a href=(it.to) dir="auto" { (it.title) } } },
            None => html! { p { a href={ "/find/" (id) } { (id) } } },
        }
    }

    fn rows(
        &self,
        ask: &Ask,
        columns: &[Column],
        rows: &[Row],
        today: jiff::civil::Date,
    ) -> Markup {
        let used = |column: &&Column| {
            rows.iter().any(|row| row.get(column.name).is_some_and(|it| !it.is_empty()))
        };
        let columns: Vec<&Column> = columns.iter().filter(used).collect();
        html! {
            div.wide-table tabindex="0" role="region" aria-label=(ask.label) {
                table {
                    thead { tr { @for column in &columns { th.num[column.cell == Cell::Number] scope="col" { (column.label) } } } }
                    tbody {
                        @for row in rows { tr {
                            @for column in &columns { td.num[column.cell == Cell::Number] dir="auto" { (self.cell(column, row, today)) } }
                        } }
                    }
                }
            }
        }
    }

    pub fn cell(&self, column: &Column, row: &Row, today: jiff::civil::Date) -> Markup {
        let text = row.get(column.name).map_or("", String::as_str);
        match column.cell {
            Cell::Prose => prose(text),
            Cell::Day => html! { (words::day_text(text, today)) },
            Cell::OneOf(choices) => html! { (shown(choices, text)) },
            Cell::Person if !text.is_empty() => html! { (self.name(text)) },
            _ => html! { (text) },
        }
    }

    /// The part of the margin every record has.
    pub fn about(&self, frame: &Frame) -> Markup {
        let record = &self.dossier.record;
        html! {
            div { dt { "Begun" } dd { (self.author) ", " (words::distance(record.opened_at.day(), frame.today)) } }
            div { dt { "Version" } dd { (record.version) ", " (words::ago(record.changed_at, frame.now)) } }
            @if self.may_edit {
                div { dt { "Checks" } dd { (finding::summary(&self.findings)) } }
                div.no-print { dt.unseen { "Change it" } dd { a href={ (self.base()) "/edit" } data-edit { "Edit" } } }
            }
        }
    }

    pub fn links(&self) -> Markup {
        html! {
            @if !self.linked.is_empty() {
                section {
                    h2 { "Belongs together" }
                    ul.lines.quiet { @for it in &self.linked { li {
                        a.what href=(it.to) dir="auto" { (it.title) }
                        p.why { (it.relation) @if !it.state.is_empty() { " · " (it.state) } }
                    } } }
                }
            }
        }
    }

    /// Out of the lists, or back into them. Nothing is deleted.
    pub fn put_away(&self, frame: &Frame) -> Markup {
        let record = &self.dossier.record;
        html! {
            @if self.may_retire {
                form.no-print method="post" action={ (self.base()) "/retire" } {
                    (frame.token_field())
                    input type="hidden" name="version" value=(record.version);
                    @if record.retired { input type="hidden" name="back" value="1"; button.link { "Take it out again" } }
                    @else { button.link { "Put it away" } " " span.soft.small { "It is kept and can be found by searching." } }
                }
            }
        }
    }

    pub fn retired_note(&self) -> Markup {
        html! { @if self.dossier.record.retired { p.note { "This is put away: kept and found by searching, out of the lists." } } }
    }
}

pub fn shown<'a>(choices: &[(&'static str, &'static str)], stored: &'a str) -> &'a str {
    choices.iter().find(|it| it.0 == stored).map_or(stored, |it| it.1)
}

/// A case in one line: “engineering/storage · effort 2 · undo quarter”.
pub fn case(rows: &[Row]) -> Markup {
    let said = |row: &Row| {
        let (name, value) = (row.get("name")?, row.get("value")?);
        let whole = || if name == "domain" { value.clone() } else { format!("{name} {value}") };
        (!value.is_empty()).then(whole)
    };
    let said: Vec<String> = rows.iter().filter_map(said).collect();
    html! { p dir="auto" { (said.join(" · ")) } }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    let said = |ask: &&Ask| !ask.is_empty(view.dossier.record.answers.get(ask.name));
    let body = html! {
        (view.retired_note())
        @for ask in view.kind.asks.iter().filter(said) {
            section { h2 { (ask.label) } (view.answer(ask, frame.today)) }
        }
        @if view.kind.asks.iter().all(|ask| !said(&ask)) {
            p.soft { (view.kind.purpose) }
            @if view.may_edit { p { a.button.plain href={ (base) "/edit" } { "Write more" } } }
        }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        (attached::all(view.around(&frame, &base), &view.hung))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame.page(&view.page().body(body).margin(html! { dl { (view.about(&frame)) } }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::records::view_of;
    use domain::kind::Need;
    use domain::practice::decision;

    const fn ask(answer: Answer) -> Ask {
        Ask {
            name: "it",
            formerly: &[],
            label: "It",
            hint: "",
            answer,
            need: Need::Never,
            first: true,
            kept: false,
        }
    }

    fn drawn(answer: Answer, value: Value) -> String {
        let mut view = view_of(&decision::KIND, false);
        view.dossier.record.answers.insert("it".into(), value);
        view.answer(&ask(answer), "2026-03-06".parse().unwrap()).into_string()
    }

    fn text(it: &str) -> Value {
        Value::Text(it.into())
    }

    fn list(items: &[&str]) -> Value {
        Value::List(items.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn each_form_of_answer_is_set_as_it_is_meant() {
        assert!(drawn(Answer::Prose, text("*so*")).contains("<em>so</em>"));
        assert_eq!(drawn(Answer::Line, text("*so*")), "<p dir=\"auto\">*so*</p>");
        assert_eq!(drawn(Answer::Day, text("2026-04-01")), "<p>1 April</p>");
        assert_eq!(drawn(Answer::Number { unit: "days" }, text("3")), "<p>3 days</p>");
        assert_eq!(drawn(Answer::OneOf(&[("hi", "high")]), text("hi")), "<p>high</p>");
        assert_eq!(drawn(Answer::Person, text("ana")), "<p>Ana Okafor</p>");
        assert_eq!(drawn(Answer::People, list(&["ana", "eve"])), "<p>Ana Okafor and @eve</p>");
        assert!(drawn(Answer::Lanes, list(&["feature", "money"])).contains("feature, money"));
        assert!(
            drawn(Answer::Record("decision"), text("x")).contains("Retry with a growing pause")
        );
        assert!(drawn(Answer::Record("decision"), text("gone")).contains("href=\"/find/gone\""));
        assert_eq!(drawn(Answer::Line, text("  ")), "");
    }

    #[test]
    fn rows_show_only_columns_somebody_filled_in() {
        static COLUMNS: &[Column] = &[
            Column { name: "what", label: "What", cell: Cell::Line, needed: true },
            Column { name: "count", label: "How many", cell: Cell::Number, needed: false },
            Column { name: "never", label: "Never", cell: Cell::Line, needed: false },
        ];
        let row = |what: &str, count: &str| {
            Row::from([
                ("what".to_owned(), what.to_owned()),
                ("count".to_owned(), count.to_owned()),
            ])
        };
        let page = drawn(Answer::Rows(COLUMNS), Value::Rows(vec![row("a", "1"), row("b", "")]));
        assert!(page.contains("How many") && !page.contains("Never"));
        assert_eq!(page.matches("class=\"num\"").count(), 3);
    }

    #[test]
    fn a_case_is_one_line_without_what_nobody_knows() {
        let row = |name: &str, value: &str| {
            Row::from([
                ("name".to_owned(), name.to_owned()),
                ("value".to_owned(), value.to_owned()),
            ])
        };
        let rows = [row("domain", "money"), row("effort", "3"), row("undo", "")];
        assert_eq!(case(&rows).into_string(), "<p dir=\"auto\">money · effort 3</p>");
    }

    #[test]
    fn put_away_is_offered_only_to_whoever_may() {
        let frame = crate::shell::sample_frame(Spot::Decisions);
        let mut view = view_of(&decision::KIND, true);
        assert!(view.put_away(&frame).into_string().contains("Put it away"));
        view.dossier.record.retired = true;
        assert!(view.put_away(&frame).into_string().contains("name=\"back\""));
        view.may_retire = false;
        assert_eq!(view.put_away(&frame).into_string(), "");
    }
}
