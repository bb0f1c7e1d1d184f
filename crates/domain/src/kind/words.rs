//! Words of a kind's table that say what the house does for it.

use super::Kind;
use crate::attachment::LINK;
use crate::record::Record;

/// For turn it is while a record stands in one of these states, and what for: told as soon as it
/// is so, on Today and in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub states: &'static [&'static str],
    pub whom: For,
    /// “Say back”, “Decide”: begins the line.
    pub what: &'static str,
    /// Why; `{by}` is who wrote the record.
    pub why: &'static str,
    /// The place on its page where it is done; may be empty.
    pub at: &'static str,
    /// The name of the day ask until when; may be empty.
    pub due: &'static str,
}

/// In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// Those of the team who decide by its route, as `deciders` keeps it, or who stand in for them.
    Deciders,
    /// Anybody in the team but whoever wrote it.
    Others,
    /// Those whom the house asked when it was opened. Nobody else is told who they are.
    Asked,
    /// Whoever may make one of these moves as things stand, wherever they sit: the other side of
    /// something that needs two.
    WhoMay(&'static [&'static str]),
    /// Whoever does the team's work and has had no hand in it since its last step.
    Unheard,
}

/// Whose it is when a record comes due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueFor {
    Team,
    /// What somebody says in their own name, wherever they sit.
    Author,
    /// Whoever this ask names, wherever they sit; the team where it names nobody.
    Named(&'static str),
}

/// There is only one of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct One {
    pub each: Each,
    /// To whoever would begin a second.
    pub says: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    Team,
    /// Of a person, in each of their teams. An agent has none.
    Person,
}

/// What the house does beside a move, in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Asks everybody who works in its teams, and takes their answers sealed.
    OpenBallots,
    /// Counts what was answered, once, and destroys the key.
    CountBallots,
    /// Destroys the key, and counts nothing.
    DropBallots,
    /// Keeps the figure that it names as it is now.
    KeepFigure,
}

/// Where what was learned meets a new question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learning {
    /// States in which one is looked at for what it teaches.
    pub states: &'static [&'static str],
    /// The ask or the slot that says it; empty where the state alone does.
    pub told_in: &'static str,
    /// The slot whose words are compared too; may be empty.
    pub slot: &'static str,
    /// Asks, of the record or of that slot, whose words are compared, beside the title.
    pub words: &'static [&'static str],
    /// Asks of the record, the first one answered: what is shown of it beside a new one.
    pub says: &'static [&'static str],
    /// States in which one is still being made up, and old learning comes in time.
    pub wanted_in: &'static [&'static str],
}

impl Learning {
    pub const NONE: Self =
        Self { states: &[], told_in: "", slot: "", words: &[], says: &[], wanted_in: &[] };
}

/// How a record belongs to another that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relates {
    /// The ask or the slot that names the other.
    pub by: &'static str,
    /// Said of the other, where this one is read: “the intent it serves”. Empty where the label of the
    /// ask says it.
    pub forth: &'static str,
    /// Said of this one, where the other is read: “serves this”.
    pub back: &'static str,
}

/// Any record may be linked to any other.
static LINKED: Relates = Relates { by: LINK.name, forth: "links to this", back: "linked here" };

impl Kind {
    pub fn related_by(&self, name: &str) -> Option<&Relates> {
        self.relates.iter().chain([&LINKED]).find(|it| it.by == name)
    }
}

impl Waiting {
    pub fn why(&self, by: &str) -> String {
        self.why.replace("{by}", by)
    }
}

impl Kind {
    /// `None` while it asks nothing of anybody.
    pub fn waiting(&self, record: &Record) -> Option<Waiting> {
        self.waits.filter(|it| it.states.contains(&record.state.as_str()) && !record.retired)
    }

    /// What the house does beside this move.
    pub fn does(&self, step: &str) -> Option<Does> {
        self.does.iter().find(|it| it.0 == step).map(|it| it.1)
    }

    /// Whether a change of one of its records may begin something that waits for somebody.
    pub fn may_wait(&self) -> bool {
        self.waits.is_some() || self.slots.iter().any(|it| it.waits.is_some())
    }
}
