//! Rows of a form: added and removed by buttons that work without script.

use domain::kind::{Ask, Cell, Column};
use domain::record::{Row, Value};
use maud::{Markup, html};

use crate::parts::field::{Dimension, Fields};
use crate::words;

/// More columns than these stand below each other.
const MOST_ABREAST: usize = 4;

/// An empty row to begin with, so that the first needs no button.
pub fn rows(fields: &Fields, ask: &Ask, columns: &[Column], name: &str) -> Markup {
    let given: &[Row] = match fields.answers.get(ask.name) {
        Some(Value::Rows(rows)) => rows,
        _ => &[],
    };
    let empty = Row::new();
    let ends_empty = given.last().is_some_and(|row| row.values().all(String::is_empty));
    // A tall empty row under filled ones would only be in the way: there is a button for it.
    let offers = !ends_empty && (given.is_empty() || columns.len() <= MOST_ABREAST);
    let shown = given.iter().chain(offers.then_some(&empty));
    html! {
        table.rows.many[columns.len() > MOST_ABREAST] data-rows {
            thead { tr { @for column in columns { th scope="col" { (column.label) } } th { span.unseen { (words::DROP_ROW) } } } }
            tbody {
                @for (at, row) in shown.enumerate() {
                    tr {
                        @for column in columns { td data-says=(column.label) { (cell(fields, name, at, column, row)) } }
                        td.drop { button.link name="rows" value={ "drop:" (ask.name) ":" (at) } formnovalidate data-drop aria-label={ (words::DROP_ROW) " row " (at + 1) } { (words::DROP_ROW) } }
                    }
                }
            }
        }
        button.link name="rows" value={ "add:" (ask.name) } formnovalidate data-add { (words::ADD_ROW) }
    }
}

fn cell(fields: &Fields, name: &str, at: usize, column: &Column, row: &Row) -> Markup {
    let value = row.get(column.name).map_or("", String::as_str);
    let name = format!("{name}.{at}.{}", column.name);
    let label = format!("{}, row {}", column.label, at + 1);
    match column.cell {
        Cell::Prose => {
            html! { textarea name=(name) aria-label=(label) rows="1" dir="auto" { (value) } }
        }
        Cell::OneOf(choices) => choose(&name, &label, value, choices.iter().copied()),
        Cell::Person => {
            let people =
                fields.choices.people.iter().map(|(handle, who)| (handle.as_str(), who.as_str()));
            choose(&name, &label, value, people)
        }
        Cell::Day => html! { input type="date" name=(name) aria-label=(label) value=(value); },
        Cell::Number => {
            html! { input type="text" inputmode="decimal" name=(name) aria-label=(label) value=(value); }
        }
        Cell::Line => {
            html! { input type="text" name=(name) aria-label=(label) value=(value) dir="auto" autocomplete="off"; }
        }
    }
}

fn choose<'a>(
    name: &str,
    label: &str,
    value: &str,
    choices: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Markup {
    let kept = !value.is_empty() && choices.clone().all(|it| it.0 != value);
    html! {
        select name=(name) aria-label=(label) {
            option value="" { "–" }
            @if kept { option value=(value) selected { (value) } }
            @for (stored, shown) in choices { option value=(stored) selected[stored == value] { (shown) } }
        }
    }
}

/// A case: the domain, then each dimension of the map.
pub fn case(fields: &Fields, ask: &Ask, name: &str) -> Markup {
    let given: &[Row] = match fields.answers.get(ask.name) {
        Some(Value::Rows(rows)) => rows,
        _ => &[],
    };
    let value = |of: &str| {
        given
            .iter()
            .find(|row| row.get("name").is_some_and(|it| it == of))
            .and_then(|row| row.get("value"))
            .map_or("", String::as_str)
    };
    let domain = Dimension {
        name: "domain".into(),
        steps: fields.choices.domains.clone(),
        ..Dimension::default()
    };
    html! {
        table.rows {
            tbody {
                @for (at, dimension) in std::iter::once(&domain).chain(&fields.choices.dimensions).enumerate() {
                    tr {
                        th scope="row" { (words::capital(&dimension.name)) }
                        td {
                            input type="hidden" name={ (name) "." (at) ".name" } value=(dimension.name);
                            (measure(&format!("{name}.{at}.value"), dimension, value(&dimension.name)))
                            @if !dimension.after.is_empty() && dimension.steps.is_empty() { " " span.unit { (dimension.after) } }
                        }
                    }
                }
            }
        }
    }
}

/// The control for one dimension: a choice of its steps, or a number.
pub fn measure(name: &str, dimension: &Dimension, value: &str) -> Markup {
    if dimension.steps.is_empty() {
        return html! { input type="text" inputmode="decimal" size="4" name=(name) aria-label=(dimension.name) value=(value); };
    }
    let steps = dimension.steps.iter().map(|it| (it.as_str(), it.as_str()));
    choose(name, &dimension.name, value, steps)
}
