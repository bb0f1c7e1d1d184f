//! What the store keeps that the domain has no type for.

use domain::id::{At, Id};
use domain::people::Role;
use domain::record::Record;
use jiff::civil::Date;

/// What a list sorts and counts on without opening the answers; only the kind knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promoted {
    /// Whether work is still expected: the state's `open`.
    pub open: bool,
    pub due_on: Option<Date>,
}

/// The same for an attachment; its slot knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hanging {
    pub open: bool,
    pub due_on: Option<Date>,
    /// Not to be found by the search before its record's reveal.
    pub hidden: bool,
    /// The slot takes one per actor: a second is `Duplicate`.
    pub one_each: bool,
    /// To whom it falls: the id of somebody who wrote, `@handle` in lower case, or `leads`: `domain::attachment::FallsTo`.
    pub falls_to: String,
}

/// Somebody something may fall to: by what they wrote, where they are named, and where they lead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whom {
    pub id: Id,
    /// In lower case, without the `@`.
    pub handle: String,
    /// Teams they lead from outside.
    pub leads: Vec<Id>,
}

impl Whom {
    pub(crate) fn stored(&self) -> [String; 2] {
        [self.id.to_string(), format!("@{}", self.handle)]
    }
}

/// One record points at another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: Id,
    pub to: Id,
    /// `parent`, `supersedes`, … named by whoever writes it.
    pub relation: String,
}

/// One row of the journal. Never holds a person's name: ids only, so that an erasure is whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Strictly increasing, without gaps a reader could see; given by the store.
    pub seq: i64,
    pub at: At,
    pub actor: Id,
    /// Whose scope it belongs to; `None` for the organisation itself.
    pub team: Option<Id>,
    /// Id of the record, person, team or map it is about.
    pub subject: Id,
    /// `record.begun`, `record.moved`, `team.renamed`, …
    pub what: String,
    /// JSON: what was before, what is now.
    pub detail: String,
}

/// One version of a team's map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapText {
    pub team: Id,
    /// 1, 2, 3 … within the team.
    pub number: i64,
    /// `lanes.toml`.
    pub text: String,
    pub author: Id,
    /// `server`, or the path of the file that is its truth.
    pub home: String,
    /// `draft` or `agreed`.
    pub state: String,
    pub from_day: Option<Date>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    pub id: Id,
    pub team: Id,
    /// Path of the checkout; one repository has one row.
    pub root: String,
    pub name: String,
}

/// What a person has typed and not saved. Theirs alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub person: Id,
    /// Which form: `intent/new`, `decision/01J…`.
    pub key: String,
    pub text: String,
    pub at: At,
}

/// A browser that is signed in. Only the hash of its token is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub hash: String,
    pub person: Id,
    pub made_at: At,
    pub seen_at: At,
    pub ends_at: At,
    /// What the person will recognise it by: `Firefox on Linux`.
    pub device: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInLink {
    pub hash: String,
    pub person: Id,
    pub made_at: At,
    pub ends_at: At,
    pub used_at: Option<At>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: Id,
    pub hash: String,
    pub team: Id,
    pub level: usize,
    pub role: Role,
    pub made_by: Id,
    pub made_at: At,
    pub ends_at: At,
    pub used_by: Option<Id>,
}

/// A key to the API of a person or an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: Id,
    pub hash: String,
    pub owner: Id,
    pub name: String,
    /// Separated by blanks; never empty.
    pub scopes: String,
    pub made_at: At,
    pub ends_at: Option<At>,
    /// The day of the last use, nothing finer.
    pub last_day: Option<Date>,
}

/// The secret address of a person's feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    pub person: Id,
    pub hash: String,
    pub made_at: At,
    /// The day of the last reading, nothing finer.
    pub last_day: Option<Date>,
}

/// The answer that a repeated request gets again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub actor: Id,
    /// The `Idempotency-Key`.
    pub key: String,
    /// Hash of the request, so that the same key for another request is refused.
    pub request: String,
    pub status: u16,
    pub body: String,
    pub at: At,
}

/// Somebody outside a team opened what it released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub record: Id,
    /// Id of a person or an agent.
    pub viewer: Id,
    /// The first day.
    pub on: Date,
}

/// Whose records may be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    All,
    Teams(Vec<Id>),
}

/// Which records a list wants. Empty lists mean any.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub scope: Scope,
    /// Only what this person or agent began.
    pub author: Option<Id>,
    pub kinds: Vec<String>,
    pub states: Vec<String>,
    /// Only those still open, or only those that are not.
    pub open: Option<bool>,
    /// `false`: those in the lists; `true`: those put away.
    pub retired: bool,
}

/// Where a page ended: the next one begins after it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cursor {
    pub at: At,
    pub id: Id,
}

/// Where a page of a list begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    First,
    /// On to what is older.
    After(Cursor),
    /// Back to what is newer.
    Before(Cursor),
}

/// One page of a list, newest change first.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the page ends on the side the list is walked to; `None` where nothing follows.
    pub next: Option<Cursor>,
}

/// How many records of one kind and state a team has. Never by person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub kind: String,
    pub state: String,
    pub team: Id,
    pub count: i64,
}

/// Which attachments a list wants, over all records in scope.
#[derive(Clone, Debug, PartialEq)]
pub struct HangingFilter {
    pub scope: Scope,
    pub slot: String,
    pub open: Option<bool>,
    /// Those hidden until a reveal that has not come are left out, always.
    pub author: Option<Id>,
}

/// What of what is due a list wants.
#[derive(Clone, Debug, PartialEq)]
pub struct DueFilter {
    pub scope: Scope,
    /// Due on this day or before.
    pub until: Date,
    /// Only what this person or agent began, or what falls to them.
    pub whose: Option<Whom>,
    /// Records of these kinds, and what hangs on them; none: of every kind.
    pub kinds: Vec<String>,
}

/// Something with a date that is not done yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub on: Date,
    pub record: Record,
    /// The attachment that is due; `None` if it is the record itself.
    pub attachment: Option<domain::attachment::Attachment>,
}

impl Due {
    /// Id of what is due: its own place in the list.
    pub fn id(&self) -> &Id {
        self.attachment.as_ref().map_or(&self.record.id, |it| &it.id)
    }
}

impl Filter {
    /// Everything in this scope that has not been put away.
    pub fn of(scope: Scope) -> Self {
        Self {
            scope,
            author: None,
            kinds: Vec::new(),
            states: Vec::new(),
            open: None,
            retired: false,
        }
    }

    pub fn kind(mut self, slug: &str) -> Self {
        self.kinds.push(slug.to_owned());
        self
    }
}
