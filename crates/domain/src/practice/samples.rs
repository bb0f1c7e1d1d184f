//! Small makers for the samples of the kinds.

use crate::attachment::{Attachment, Slot};
use crate::id::At;
use crate::record::{Row, Value};

pub fn text(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), Value::Text(value.to_owned()))
}

pub fn list(name: &str, items: &[&str]) -> (String, Value) {
    (name.to_owned(), Value::List(items.iter().map(|it| (*it).to_owned()).collect()))
}

pub fn rows(name: &str, rows: Vec<Row>) -> (String, Value) {
    (name.to_owned(), Value::Rows(rows))
}

pub fn row(cells: &[(&str, &str)]) -> Row {
    cells.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub fn attachment(slot: &Slot, author: &str, answers: &[(&str, &str)]) -> Attachment {
    Attachment {
        id: format!("{}-of-{author}", slot.name).into(),
        record: "sample".into(),
        slot: slot.name.to_owned(),
        author: author.into(),
        made_at: At(1_767_690_000_000),
        answers: answers.iter().map(|(name, value)| text(name, value)).collect(),
        state: slot.first_state().to_owned(),
        version: 1,
    }
}
