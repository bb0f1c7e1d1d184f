//! A pre-mortem of the sample, unfolded: one sitting, what was watched since, and its verdicts.

use std::collections::HashMap;

use domain::record::{Answers, Value};
use jiff::civil::Date;
use serde::Deserialize;

use super::pen::{Carried, Pen, cells, day, said, texts};
use super::{Do, Step};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Premortem {
    key: String,
    team: String,
    /// Whoever begins it and leads through it.
    by: String,
    day: i64,
    title: String,
    /// Days from today.
    horizon: i64,
    say: std::collections::BTreeMap<String, String>,
    /// Only this far: `writing`; empty for the whole sitting.
    until: String,
    /// by | percent before | percent after
    estimates: Vec<String>,
    /// key | by | text | first sign
    cards: Vec<String>,
    /// key | key of the card it says the same as
    joined: Vec<String>,
    /// by | keys, likely | keys, damage
    votes: Vec<String>,
    /// key | card | answer | owner | due | text | what we do
    risks: Vec<String>,
    /// risk | owner | day | sign | mirror way value, or nothing
    wires: Vec<String>,
    /// day | by
    again: Vec<String>,
    /// day | by | risk | move | what we saw
    verdicts: Vec<String>,
    /// day | by | sign that is over or has come: number of the wire | move | what was seen
    signs: Vec<String>,
    /// day | by | learned
    closed: String,
    carries: Carried,
}

/// What hangs on the record, by the short names of the text.
type Hung = HashMap<String, String>;

impl Premortem {
    pub(super) fn unfold(self, today: Date) -> Result<Vec<Step>, String> {
        let mut pen = Pen::begin(&self.key, &self.team, today);
        self.begin(&mut pen)?;
        let mut hung = Hung::new();
        let apart = self.say.get("mode").is_some_and(|it| it == "apart");
        self.make(&mut pen, if apart { "send" } else { "open" });
        self.estimate(&mut pen, "before", 1);
        if !apart {
            self.make(&mut pen, "write");
        }
        self.write(&mut pen, &mut hung);
        if self.until != "writing" {
            self.sit(&mut pen, &mut hung)?;
            self.watch(&mut pen, &hung)?;
        }
        pen.carry(&self.carries)?;
        Ok(pen.finish())
    }

    fn begin(&self, pen: &mut Pen) -> Result<(), String> {
        let mut answers = said(&self.say);
        answers.extend(texts(&[("horizon", &pen.date(&self.horizon.to_string())?)]));
        let begin = Do::Begin {
            key: self.key.clone(),
            kind: "premortem",
            team: self.team.clone(),
            title: self.title.clone(),
            answers,
        };
        pen.step(self.day, &self.by, begin);
        Ok(())
    }

    fn make(&self, pen: &mut Pen, name: &'static str) {
        pen.make(self.day, &self.by, name);
    }

    fn estimate(&self, pen: &mut Pen, slot: &'static str, at: usize) {
        for line in &self.estimates {
            let c = cells::<3>(line);
            if !c[at].is_empty() {
                pen.attach(self.day, c[0], slot, texts(&[("chance", c[at])]));
            }
        }
    }

    fn write(&self, pen: &mut Pen, hung: &mut Hung) {
        for line in &self.cards {
            let c = cells::<4>(line);
            let it = pen.attach(self.day, c[1], "card", texts(&[("text", c[2]), ("sign", c[3])]));
            hung.insert(c[0].to_owned(), it);
        }
    }

    /// From the reveal to the second estimate.
    fn sit(&self, pen: &mut Pen, hung: &mut Hung) -> Result<(), String> {
        self.make(pen, "reveal");
        for line in &self.cards {
            let c = cells::<4>(line);
            pen.then(self.day, c[1], &found(hung, c[0])?, "tell", Answers::new());
        }
        self.make(pen, "join");
        for line in &self.joined {
            let c = cells::<2>(line);
            let into = self.ids("into", c[1], hung)?;
            pen.then(self.day, &self.by, &found(hung, c[0])?, "merge", into);
        }
        self.make(pen, "vote");
        for line in &self.votes {
            let c = cells::<3>(line);
            let mut answers = self.ids("likely", c[1], hung)?;
            answers.extend(self.ids("damage", c[2], hung)?);
            pen.attach(self.day, c[0], "vote", answers);
        }
        self.make(pen, "count");
        self.plan(pen, hung)?;
        self.make(pen, "estimate");
        self.estimate(pen, "after", 2);
        self.make(pen, "watch");
        Ok(())
    }

    fn plan(&self, pen: &mut Pen, hung: &mut Hung) -> Result<(), String> {
        for line in &self.risks {
            let c = cells::<7>(line);
            let due = if c[4].is_empty() { String::new() } else { pen.date(c[4])? };
            let mut answers = texts(&[
                ("text", c[5]),
                ("answer", c[2]),
                ("owner", c[3]),
                ("due", &due),
                ("does", c[6]),
            ]);
            answers.extend(self.ids("cards", c[1], hung)?);
            let it = pen.attach(self.day, &self.by, "risk", answers);
            hung.insert(c[0].to_owned(), it);
        }
        for (at, line) in self.wires.iter().enumerate() {
            let c = cells::<5>(line);
            let due = if c[2].is_empty() { String::new() } else { pen.date(c[2])? };
            let mut answers = texts(&[("text", c[3]), ("owner", c[1]), ("due", &due)]);
            let names = ["mirror", "way", "value"];
            answers
                .extend(texts(&names.into_iter().zip(c[4].split_whitespace()).collect::<Vec<_>>()));
            answers.extend(self.ids("risks", c[0], hung)?);
            let it = pen.attach(self.day, &self.by, "tripwire", answers);
            hung.insert(format!("wire {}", at + 1), it);
        }
        Ok(())
    }

    fn watch(&self, pen: &mut Pen, hung: &Hung) -> Result<(), String> {
        for line in &self.signs {
            let c = cells::<5>(line);
            let wire = found(hung, &format!("wire {}", c[2]))?;
            pen.then(day(c[0])?, c[1], &wire, c[3], texts(&[("saw", c[4])]));
        }
        for line in &self.again {
            let c = cells::<2>(line);
            pen.make(day(c[0])?, c[1], "again");
        }
        for line in &self.verdicts {
            let c = cells::<5>(line);
            pen.then(day(c[0])?, c[1], &found(hung, c[2])?, c[3], texts(&[("seen", c[4])]));
        }
        pen.answered(&self.closed, "learned", "close")
    }

    /// Short names as an answer that points at what hangs on this record.
    fn ids(&self, name: &str, keys: &str, hung: &Hung) -> Result<Answers, String> {
        let ids =
            keys.split_whitespace().map(|key| Ok(format!("{}/{}", self.key, found(hung, key)?)));
        Ok([(name.to_owned(), Value::List(ids.collect::<Result<_, String>>()?))].into())
    }
}

fn found(hung: &Hung, key: &str) -> Result<String, String> {
    hung.get(key).cloned().ok_or_else(|| format!("nothing here is called “{key}”"))
}
