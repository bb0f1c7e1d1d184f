//! What somebody promises by name and day, wherever it hangs: one place lists all of it.

use jiff::civil::Date;

use super::Attachment;
use crate::measure::follow_through::End;

/// A promise as it stands in that list. Who made it says `falls_to::whoever_promised`.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    pub text: String,
    pub due: Option<Date>,
    pub end: End,
    /// Why it was dropped; may be empty.
    pub because: String,
    /// `None` where nobody wrote the day down.
    pub settled_on: Option<Date>,
}

/// `None` for one that promises nothing as it stands: not yet, or without a day.
pub type Promises = fn(&Attachment) -> Option<Promise>;

impl Promise {
    /// What this answer says, by the day in that one; nothing without either.
    pub fn of(it: &Attachment, what: &str, by: &str, end: End) -> Option<Self> {
        let text = it.text(what).trim();
        let due = it.text(by).trim().parse().ok()?;
        let because = if end == End::Dropped { it.text("because") } else { "" };
        (!text.is_empty()).then(|| Self {
            text: text.to_owned(),
            due: Some(due),
            end,
            because: because.to_owned(),
            settled_on: None,
        })
    }

    /// With the day that this answer holds, or the day of its moment.
    #[must_use]
    pub fn settled(self, it: &Attachment, name: &str) -> Self {
        let day = it.text(name).get(..10).and_then(|it| it.parse().ok());
        Self { settled_on: day, ..self }
    }
}
