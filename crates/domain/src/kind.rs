//! A kind of record as plain data: what it asks, how it moves, what may hang on it.
//!
//! The form, the page, the moves, the API and the command line all read this one table.

mod words;

use serde::Serialize;

use crate::attachment::{Attachment, FallsTo, Slot};
use crate::deed::Deed;
use crate::finding::Finding;
use crate::id::Id;
use crate::people::Who;
use crate::quarter::Rhythm;
use crate::record::{Answers, Dossier, FieldProblem, Record, Refusal, Value};

pub use words::{Does, DueFor, Each, For, Learning, One, Relates, Waiting};

/// One kind of record.
pub struct Kind {
    /// Stored and shown in URLs. Never rename it.
    pub slug: &'static str,
    pub name: &'static str,
    pub plural: &'static str,
    /// The place in the rail that lists it.
    pub place: Place,
    /// One sentence, shown above the form, on the empty page and in the manual.
    pub purpose: &'static str,
    /// What the first field asks; its answer is the title.
    pub begin: &'static str,
    /// Who may begin one.
    pub by: Who,
    pub asks: &'static [Ask],
    /// The first one is where every record starts.
    pub states: &'static [State],
    pub moves: &'static [Move],
    /// What may be attached beside `attachment::COMMON`.
    pub slots: &'static [&'static Slot],
    /// One of those, which hangs on it from the first moment in the words of its title: what asks
    /// something of somebody waits for them at once.
    pub begins_with: Option<&'static Slot>,
    /// Names of [`Answer::Day`] asks: the earliest one answered is when an open record comes due, in
    /// the lists, the feeds and on Today.
    pub due: &'static [&'static str],
    /// What it asks for on that day: a verb, before its title.
    pub when_due: &'static str,
    /// By the name of a state: another verb, where it asks for something else then.
    pub when_due_in: &'static [(&'static str, &'static str)],
    /// Whose it is on that day.
    pub due_for: DueFor,
    /// How it comes back in a team's year, for the page of the quarter; `None` for what does not.
    pub rhythm: Option<Rhythm>,
    /// When one is news to its teams, in their feed.
    pub news: Option<News>,
    /// For turn it is in one of its states; `None` for what waits for nobody.
    pub waits: Option<Waiting>,
    /// For what there is only one of.
    pub one: Option<One>,
    /// By the name of a move: what the house does beside it.
    pub does: &'static [(&'static str, Does)],
    pub learning: Learning,
    /// How it belongs to the records that it names, where more is to be said than “names this”.
    pub relates: &'static [Relates],
    /// Names of asks: the first one answered stands under the title in lists.
    pub about: &'static [&'static str],
    /// A rule of this kind alone about what its words may be changed to: before, after.
    pub rewords: fn(&Record, &Record) -> Result<(), Vec<FieldProblem>>,
    /// States in which only the team itself reads it, like its numbers before it shares them; whoever
    /// leads it, other teams and what leaves the house do not.
    pub own_in: &'static [&'static str],
    /// Called on every change just before it is stored: fills what the house keeps itself (the
    /// day something was decided, a default review date) and may send a record back to an earlier
    /// state. Pure; `event` says what is happening.
    pub settle: fn(&mut Record, Event, &Around),
    /// What the page says beyond the answers. Private to whoever may edit.
    pub findings: fn(&Dossier, &Around) -> Vec<Finding>,
    /// Used by tests, the sample organisation and the manual.
    pub sample: fn() -> Dossier,
}

/// The word for a record that stands in one of these states: “Decided”.
pub struct News {
    pub word: &'static str,
    pub states: &'static [&'static str],
}

/// What is happening to a record when [`Kind::settle`] is called.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    Begun,
    /// Saved by somebody; the record as it was before.
    Saved(&'a Record),
    /// The move of this name was made.
    Moved(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Intents,
    Lanes,
    Decisions,
    Reflections,
    Mirrors,
    People,
    Scenarios,
}

/// One question of the form.
#[derive(Clone, Copy)]
pub struct Ask {
    /// Key in the stored answers, the API and the files. Never rename it: add to `formerly`.
    pub name: &'static str,
    pub formerly: &'static [&'static str],
    pub label: &'static str,
    /// One line under the label: what a good answer looks like.
    pub hint: &'static str,
    pub answer: Answer,
    pub need: Need,
    /// Shown at once, or only when the writer opens "more".
    pub first: bool,
    /// Written by the house (a frozen route, the day it was decided), shown, never asked.
    pub kept: bool,
}

/// What an answer looks like.
#[derive(Clone, Copy)]
pub enum Answer {
    /// One line, at most 300 characters.
    Line,
    /// Markdown, at most 20,000 characters.
    Prose,
    /// A civil date, `2026-03-01`.
    Day,
    Number {
        unit: &'static str,
    },
    /// One of `(stored, shown)`.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A person's handle.
    Person,
    /// Several handles.
    People,
    /// Another record of the kind with this slug, by id.
    Record(&'static str),
    /// Any record there is, by id, or an https address. A record is led back from.
    Link,
    /// Ids of lanes on the team's map.
    Lanes,
    /// Some of what hangs on the same record in this slot, by id.
    Attached(&'static str),
    /// A case: domains and dimension values, as the team's map names them (`record::Value::Rows`
    /// with cells `name`, `value`).
    Case,
    /// Rows of the same shape; every cell is text, read as its column says.
    Rows(&'static [Column]),
}

impl Answer {
    pub fn is_day(self) -> bool {
        matches!(self, Answer::Day)
    }
}

/// One column of [`Answer::Rows`].
pub struct Column {
    pub name: &'static str,
    pub label: &'static str,
    pub cell: Cell,
    pub needed: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Cell {
    Line,
    Prose,
    Day,
    Number,
    OneOf(&'static [(&'static str, &'static str)]),
    Person,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A record cannot be begun without it. Keep these rare: one sentence begins a record.
    Always,
    Never,
    /// Only once the named move is made.
    Before(&'static str),
}

pub struct State {
    pub name: &'static str,
    pub label: &'static str,
    /// Whether work is still expected here; closed records leave the short lists.
    pub open: bool,
}

/// A step from one state to another.
pub struct Move {
    /// Key in the URL, the API and the journal. Never rename it.
    pub name: &'static str,
    /// On the button: a verb.
    pub label: &'static str,
    /// What happens then, one sentence beside the button.
    pub then: &'static str,
    pub from: &'static [&'static str],
    pub to: &'static str,
    pub by: Who,
    /// A rule of this kind alone.
    pub check: fn(&Dossier, &Around) -> Result<(), Refusal>,
}

/// What a rule may look at beyond the record itself. All borrowed, nothing computed twice.
#[derive(Clone, Copy, Default)]
pub struct Around<'a> {
    pub today: Option<jiff::civil::Date>,
    pub now: crate::id::At,
    /// Who is looking or acting; `None` in a plain check.
    pub actor: Option<&'a crate::people::Actor>,
    /// How the actor stands to the record; `None` in a plain check.
    pub standing: Option<crate::people::Standing>,
    pub parent: Option<&'a Dossier>,
    /// Depth of the chain of parents above, `None` if it loops.
    pub depth: Option<usize>,
    pub team_size: usize,
    /// How many of them do the team's work: whom a health review of it asks. Whoever leads it from
    /// outside has a seat and is not among them.
    pub at_work: usize,
    /// Ids of the lanes in force on the team's map.
    pub lanes: &'a [String],
    /// The team's other active records of this kind.
    pub siblings: &'a [Record],
    /// Handles of people who have left.
    pub left: &'a [String],
    /// Handles of agents: they act, and own nothing.
    pub agents: &'a [String],
    /// Handles of people who lead the record's team from outside the work.
    pub leads: &'a [String],
    /// Names, first names and handles of people of the team and above it, as a text may call them.
    pub names: &'a [String],
    /// What hangs on the record, for `settle`, which sees the record alone.
    pub attached: &'a [crate::attachment::Attachment],
    /// What hangs there unseen by whoever acts: to be counted, and never to be shown.
    pub sealed: &'a [crate::attachment::Attachment],
}

impl Kind {
    /// What most kinds have in common; the rest of the table each says itself.
    pub const PLAIN: Self = Self {
        slug: "",
        name: "",
        plural: "",
        place: Place::Reflections,
        purpose: "",
        begin: "",
        by: Who::TeamOrLeads,
        asks: &[],
        states: &[],
        moves: &[],
        slots: &[],
        begins_with: None,
        due: &[],
        when_due: "",
        when_due_in: &[],
        due_for: DueFor::Team,
        rhythm: None,
        news: None,
        waits: None,
        one: None,
        does: &[],
        learning: Learning::NONE,
        relates: &[],
        about: &[],
        own_in: &[],
        rewords: freely,
        settle: nothing_to_settle,
        findings: no_findings,
        sample: || unreachable!("a kind has a sample"),
    };

    pub fn ask(&self, name: &str) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.name == name || ask.formerly.contains(&name))
    }

    /// Something a team takes up because it wants to, and may leave alone.
    pub fn is_practice(&self) -> bool {
        self.place == Place::Reflections
    }

    pub fn first_state(&self) -> &'static str {
        self.states[0].name
    }

    /// What it waits for from its first moment on, where something hangs on it at once: the slot, and to
    /// whom one of it falls that names nobody.
    pub fn waits_at_once(&self, record: &Record) -> Option<(&'static Slot, FallsTo)> {
        let first = self.begins_with.filter(|it| it.waits.is_some())?;
        let it = Attachment {
            id: Id::default(),
            record: record.id.clone(),
            slot: first.name.to_owned(),
            author: record.author.clone(),
            made_at: record.opened_at,
            answers: Answers::new(),
            state: first.first_state().to_owned(),
            version: 1,
        };
        Some((first, (first.falls_to)(record, &it)))
    }

    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| state.name == name)
    }

    pub fn step(&self, name: &str) -> Option<&Move> {
        self.moves.iter().find(|step| step.name == name)
    }

    /// What reading it asks for: of what is the team's own, as much as its numbers do.
    pub fn read_by(&self, record: &Record) -> Deed {
        let is_own = self.own_in.contains(&record.state.as_str());
        if is_own { Deed::ReadMirrors } else { Deed::ReadRecord }
    }

    /// How one usually goes, from where it starts until nothing more is expected: out of every state
    /// the first move of the table that leads on. Ways back and ways out stand further down there.
    pub fn way(&self) -> Vec<&Move> {
        let mut at = self.first_state();
        let mut seen = vec![at];
        let mut way: Vec<&Move> = Vec::new();
        while let Some(next) = self.moves.iter().find(|it| {
            let fresh = way.iter().all(|had| had.name != it.name);
            it.from.contains(&at) && fresh && (it.to == at || !seen.contains(&it.to))
        }) {
            at = next.to;
            seen.push(at);
            way.push(next);
            if self.state(at).is_some_and(|it| !it.open) {
                break;
            }
        }
        way
    }

    /// When an open record comes due: the earliest of its days.
    pub fn due_on(&self, record: &Record) -> Option<jiff::civil::Date> {
        let open = self.state(&record.state).is_some_and(|it| it.open) && !record.retired;
        earliest(self.due, |name| record.text(name)).filter(|_| open)
    }

    /// What it asks for on its day.
    pub fn asks_when_due(&self, record: &Record) -> &'static str {
        let by_state = self.when_due_in.iter().find(|it| it.0 == record.state);
        by_state.map_or(self.when_due, |it| it.1)
    }

    /// To whom it falls on its day; `None`: to its team.
    pub fn falls_to(&self, record: &Record) -> Option<FallsTo> {
        match self.due_for {
            DueFor::Team => None,
            DueFor::Author => Some(FallsTo::Wrote(record.author.clone())),
            DueFor::Named(ask) if record.text(ask).trim().is_empty() => None,
            DueFor::Named(ask) => Some(FallsTo::named(record.text(ask))),
        }
    }

    /// What changing its answers asks for. What stands under people is said in somebody's own
    /// name, so nobody else changes it.
    pub fn edited_by(&self) -> Deed {
        if self.place == Place::People { Deed::EditOwnWords } else { Deed::EditRecord }
    }

    /// Every slot this kind offers, its own first. One of its own takes the place of the common
    /// one with the same name, where a kind has rules of its own for it.
    pub fn all_slots(&self) -> impl Iterator<Item = &'static Slot> {
        let own = self.slots;
        let common = crate::attachment::COMMON.iter();
        own.iter().chain(common.filter(|it| own.iter().all(|had| had.name != it.name))).copied()
    }

    pub fn slot(&self, name: &str) -> Option<&'static Slot> {
        self.all_slots().find(|slot| slot.name == name)
    }
}

impl Ask {
    pub fn is_empty(&self, value: Option<&Value>) -> bool {
        value.is_none_or(Value::is_empty)
    }
}

/// The earliest of the days that these names answer with.
pub(crate) fn earliest<'a>(
    names: &[&str],
    text: impl Fn(&str) -> &'a str,
) -> Option<jiff::civil::Date> {
    names.iter().filter_map(|name| text(name).trim().parse().ok()).min()
}

/// For kinds and moves without a rule of their own.
pub fn nothing_more(_: &Dossier, _: &Around) -> Result<(), Refusal> {
    Ok(())
}

fn freely(_: &Record, _: &Record) -> Result<(), Vec<FieldProblem>> {
    Ok(())
}

pub fn nothing_to_settle(_: &mut Record, _: Event, _: &Around) {}

pub fn no_findings(_: &Dossier, _: &Around) -> Vec<Finding> {
    Vec::new()
}
