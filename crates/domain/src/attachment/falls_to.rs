//! To whom something that hangs on a record falls, and what it asks of them.

use super::Attachment;
use crate::id::Id;
use crate::kind::Around;
use crate::people::bare;
use crate::record::Record;

/// Who has to do the next thing. Stored beside each, so that one's own are found without
/// looking through everybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FallsTo {
    /// Somebody who wrote: this one, or the record.
    Wrote(Id),
    /// Somebody who is named, by handle.
    Named(String),
    /// Whoever leads the record's team from outside.
    Leads,
}

impl FallsTo {
    pub fn named(handle: &str) -> Self {
        Self::Named(bare(handle).to_lowercase())
    }

    /// As the store keeps it: an id holds no `@`, and `leads` is no id.
    pub fn stored(&self) -> String {
        match self {
            Self::Wrote(id) => id.to_string(),
            Self::Named(handle) => format!("@{handle}"),
            Self::Leads => LEADS.to_owned(),
        }
    }
}

pub const LEADS: &str = "leads";

/// Whoever promised it does it; without a name, whoever wrote it.
pub fn whoever_promised(_: &Record, it: &Attachment) -> FallsTo {
    match it.text("owner") {
        "" => FallsTo::Wrote(it.author.clone()),
        owner => FallsTo::named(owner),
    }
}

/// Whoever was asked, until they have answered; then whoever promised.
pub fn whoever_is_asked(record: &Record, it: &Attachment) -> FallsTo {
    match it.text("from") {
        from if it.state == "open" && !from.is_empty() => FallsTo::named(from),
        _ => whoever_promised(record, it),
    }
}

/// What one of them asks of whoever it falls to, at once and not only on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// “Answer”, “Advise”: begins the line.
    pub what: &'static str,
    /// Why; `{by}` is who made it wait and `{on}` the record's title.
    pub why: &'static str,
    /// Whoever wrote the record made it wait, not whoever wrote this.
    pub by_record: bool,
}

impl Wait {
    pub const fn new(what: &'static str, why: &'static str) -> Self {
        Self { what, why, by_record: false }
    }

    pub fn why(&self, by: &str, on: &str) -> String {
        self.why.replace("{by}", by).replace("{on}", on)
    }
}

/// `None` while it asks nothing of anybody.
pub type Waits = fn(&Record, &Attachment, &Around) -> Option<Wait>;

/// A question waits for whoever wrote what it is about, unless they asked it themselves.
pub fn question_waits(record: &Record, it: &Attachment, _: &Around) -> Option<Wait> {
    let others = it.author != record.author;
    others.then_some(Wait::new("Answer", "{by} asks on “{on}”"))
}

pub fn whoever_wrote_the_record(record: &Record, _: &Attachment) -> FallsTo {
    FallsTo::Wrote(record.author.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::{COMMITMENT, FORECAST, QUESTION};
    use crate::practice::intent;
    use crate::record::Value;

    fn hung(author: &str, answers: &[(&str, &str)]) -> Attachment {
        Attachment {
            author: author.into(),
            answers: answers
                .iter()
                .map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned())))
                .collect(),
            ..(intent::KIND.sample)().attached[0].clone()
        }
    }

    #[test]
    fn it_falls_to_whoever_promised_and_else_of_whoever_wrote() {
        let record = (intent::KIND.sample)().record;
        let falls_to = |slot: &crate::attachment::Slot, it| (slot.falls_to)(&record, &it).stored();
        assert_eq!(falls_to(&COMMITMENT, hung("p-ana", &[("owner", "@Kim")])), "@kim");
        assert_eq!(falls_to(&COMMITMENT, hung("p-ana", &[])), "p-ana");
        assert_eq!(falls_to(&FORECAST, hung("p-ana", &[])), "p-ana");
        assert_eq!(falls_to(&QUESTION, hung("p-ana", &[])), record.author.as_str());
    }

    #[test]
    fn a_question_waits_for_others_than_its_asker() {
        let record = (intent::KIND.sample)().record;
        let waits = |author: &str| question_waits(&record, &hung(author, &[]), &Around::default());
        assert_eq!(waits(record.author.as_str()), None, "one’s own thought");
        let why = waits("p-somebody").unwrap().why("Raj", "One queue");
        assert_eq!(why, "Raj asks on “One queue”");
    }

    #[test]
    fn what_is_stored_cannot_be_taken_for_another() {
        let all = [FallsTo::Wrote("leads-1".into()), FallsTo::named("leads"), FallsTo::Leads];
        assert_eq!(all.map(|it| it.stored()), ["leads-1", "@leads", "leads"]);
    }
}
