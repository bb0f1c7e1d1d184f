//! Answers set for reading, for every way a question can be answered.

use domain::attachment::is_record;
use domain::kind::{Answer, Ask, Cell, Column};
use domain::record::{Row, Value};
use maud::{Markup, html};

use super::{RecordView, case, shown};
use crate::parts::link;
use crate::safe::prose;
use crate::words;

impl RecordView {
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
            (Answer::Link, Value::Text(text)) if is_record(text) => self.link_to(text),
            (Answer::Link, Value::Text(text)) => html! { p { (link::to(text, text)) } },
            (Answer::Case, Value::Rows(rows)) => case(rows, &self.choices.dimensions),
            (Answer::Rows(columns), Value::Rows(rows)) => self.rows(ask, columns, rows, today),
            // What the house writes down itself may be a moment; nobody reads those.
            (_, Value::Text(text)) if ask.kept => {
                html! { p dir="auto" { (words::day_text(text, today)) } }
            }
            (_, Value::Text(text)) => html! { p dir="auto" { (plain(text, today)) } },
            (_, Value::List(items)) => html! { p dir="auto" { (items.join(", ")) } },
            (_, Value::Rows(_)) => html! {},
        }
    }

    pub fn link_to(&self, id: &str) -> Markup {
        match self.linked.iter().find(|it| it.id == id) {
            Some(it) => html! { p { a href=(it.to) dir="auto" { (it.title) } } },
            None => html! { p { a href={ "/find/" (id) } { "A record" } } },
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
                table.stack {
                    thead { tr { @for column in &columns { th.num[column.cell == Cell::Number] scope="col" { (column.label) } } } }
                    tbody {
                        @for row in rows { tr {
                            @for (at, column) in columns.iter().enumerate() {
                                td.num[column.cell == Cell::Number].day[column.cell == Cell::Day] data-says=[(at > 0).then_some(column.label)] dir="auto" { (self.cell(column, row, today)) }
                            }
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
            _ => html! { (plain(text, today)) },
        }
    }
}

/// A line as it was written, unless it is a moment.
fn plain(text: &str, today: jiff::civil::Date) -> String {
    words::moment(text, today).unwrap_or_else(|| text.to_owned())
}
