//! What any record may carry: questions, commitments, forecasts, advice … each slot a table too.
//!
//! Attachments are written once for all kinds. A slot says who may add one, what it asks, how it
//! moves, and whether it stays hidden until its record is revealed. Its subject, for `by`, is the
//! record's team with the attachment's author as owner.

pub mod commitment;
mod common;
pub mod falls_to;
mod promise;

use crate::deed::{Deed, may};
use crate::finding::Finding;
use crate::id::{At, Id};
use crate::kind::{Answer, Around, Ask, Need, earliest, nothing_more};
use crate::people::{Standing, Who, bare, is_among, same_handle};
use crate::record::{Answers, Dossier, FieldProblem, Record, Refusal, Value, answers_problems};

pub use commitment::COMMITMENT;
pub use common::{FORECAST, IDEA, LINK, QUESTION, RESPONSE, answered, before_the_reveal};
pub use falls_to::{FallsTo, Wait};
pub use promise::{Promise, Promises};

/// Something one actor attached to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub id: Id,
    pub record: Id,
    /// Name of the slot.
    pub slot: String,
    /// Id of the person or agent who wrote it.
    pub author: Id,
    pub made_at: At,
    pub answers: Answers,
    pub state: String,
    pub version: i64,
}

/// What kind of thing may hang on a record.
pub struct Slot {
    /// Stored, in URLs and in files. Never rename it.
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    /// The button that adds one, where “Add a” and the label do not make a sentence.
    pub adds: &'static str,
    /// One of them after somebody's name and “added”, where the label does not read there.
    pub told: &'static str,
    /// One sentence: what it is for.
    pub purpose: &'static str,
    /// The first ask is the text; one sentence is always enough.
    pub asks: &'static [Ask],
    /// The first one is where it starts. `(stored, shown, still open)`.
    pub states: &'static [(&'static str, &'static str, bool)],
    pub moves: &'static [SlotMove],
    /// Who may add one.
    pub by: Who,
    pub hides: Hides,
    /// Names of day asks: the earliest one answered is when an open one comes due.
    pub due: &'static [&'static str],
    /// States in which that day counts; empty for every open one.
    pub due_in: &'static [&'static str],
    /// What it asks for on that day: a verb, before its words.
    pub when_due: &'static str,
    /// What one of them promises by name and day; `None` where none ever does.
    pub promises: Option<Promises>,
    /// To whom one that is open falls.
    pub falls_to: fn(&Record, &Attachment) -> FallsTo,
    /// What it asks of them, told as soon as it is so: on Today, in a letter. Looks at nothing but
    /// how things stand; whether it falls to the actor is known before.
    pub waits: Option<falls_to::Waits>,
    /// Names of asks: the first one answered says in lists what it is about.
    pub about: &'static [&'static str],
    /// Answers of the record that fix its words once they are given: a rating stays as it was when
    /// the outcome is known.
    pub fixed_by: &'static [&'static str],
    /// Milliseconds after which its words may no longer be changed by the author; 0 = at once.
    pub fixed_after: i64,
    /// At most one per actor and record.
    pub one_each: bool,
    /// Hidden from people who lead from outside in the writing, never in the reading.
    pub only_team: bool,
    /// Kept answers that come with a press of a button and not from the house.
    pub picked: &'static [&'static str],
    /// A rule of this slot alone about its words.
    pub check: fn(&Answers) -> Vec<FieldProblem>,
    /// What its writer may want to look at once more. Shown to nobody else, and stored nowhere.
    pub notices: fn(&Answers) -> Vec<Finding>,
    /// A rule of this slot alone about when and by whom one may be added.
    pub allows: fn(&Dossier, &Around) -> Result<(), Refusal>,
    /// Called when one is added (`None`) and after each of its moves, just before it is stored:
    /// fills what the house keeps itself, such as the moment something was told. Pure.
    pub settle: fn(&mut Attachment, Option<&str>, &Around),
    /// A rule of this slot alone about when its words may still be changed.
    pub rewords: fn(&Dossier, &Around) -> Result<(), Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    Never,
    /// Others see it only once the record has been revealed.
    UntilReveal,
    /// Others see it only once the record has left these states.
    While(&'static [&'static str]),
    /// Nobody else ever sees it: pages show only what many of them say together.
    Always,
    /// The people of the team see it from the first moment; whoever leads them from outside, or is of
    /// another team, never does.
    FromOutside,
}

pub struct SlotMove {
    pub name: &'static str,
    pub label: &'static str,
    pub from: &'static [&'static str],
    pub to: &'static str,
    pub by: Who,
    /// Asked with the move (an answer, a reason, an outcome); stored under this name.
    pub asks: &'static [Ask],
    /// The slot of its record in which what is said with it hangs from then on, as one of its own.
    pub makes: Option<&'static str>,
    /// What is said with it stands below what was said before, under its day: nothing is replaced.
    pub grows: bool,
    /// A rule of this move alone. Sees the attachment with what is asked answered already.
    pub check: fn(&Dossier, &Attachment, &Around) -> Result<(), Refusal>,
}

/// What most slots have in common.
pub const PLAIN: Slot = Slot {
    name: "",
    label: "",
    plural: "",
    adds: "",
    told: "",
    purpose: "",
    asks: &[],
    states: &[],
    moves: &[],
    by: Who::Anyone,
    hides: Hides::Never,
    due: &[],
    due_in: &[],
    when_due: "",
    promises: None,
    falls_to: falls_to::whoever_promised,
    waits: None,
    about: &["text"],
    fixed_by: &[],
    fixed_after: At::HOUR,
    one_each: false,
    only_team: false,
    picked: &[],
    check: no_problems,
    notices: nothing_noticed,
    allows: nothing_more,
    settle: nothing_kept,
    rewords: nothing_more,
};

/// Offered by every kind.
pub static COMMON: &[&Slot] = &[&QUESTION, &COMMITMENT, &IDEA, &FORECAST, &RESPONSE, &LINK];

impl Attachment {
    pub fn text(&self, name: &str) -> &str {
        match self.answers.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub fn list(&self, name: &str) -> &[String] {
        match self.answers.get(name) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// The handle this one names as its own: who promised, or who was asked.
    pub fn named(&self) -> Option<&str> {
        let handle = [self.text("owner"), self.text("from")].into_iter().find(|it| !it.is_empty());
        handle.map(bare)
    }

    pub fn is_named(&self, handle: &str) -> bool {
        self.named().is_some_and(|it| same_handle(it, handle))
    }
}

impl Slot {
    pub fn first_state(&self) -> &'static str {
        self.states[0].0
    }

    /// How a state is said, and whether it is open; one the table does not know is said as it is
    /// stored.
    pub fn state<'a>(&self, name: &'a str) -> (&'a str, bool) {
        self.states.iter().find(|it| it.0 == name).map_or((name, true), |it| (it.1, it.2))
    }

    /// Whether others may not see one yet on a record that stands like this.
    pub fn is_sealed(&self, record: &Record) -> bool {
        match self.hides {
            Hides::Never => false,
            Hides::UntilReveal => !record.revealed,
            Hides::While(states) => states.contains(&record.state.as_str()),
            Hides::Always | Hides::FromOutside => true,
        }
    }

    /// Whether somebody who stands like this to the record may see what others put here.
    pub fn is_shown_to(&self, record: &Record, standing: Standing) -> bool {
        match self.hides {
            Hides::FromOutside => may(standing, Deed::ReadMirrors).is_ok(),
            _ => !self.is_sealed(record),
        }
    }

    /// Checks the words of a new or reworded one; returns every problem, not only the first.
    pub fn problems(&self, answers: &Answers) -> Vec<FieldProblem> {
        let mut found = answers_problems(self.asks, answers);
        if found.is_empty() {
            found = (self.check)(answers);
        }
        found
    }

    /// Whether somebody who stands like this to the record may add one now. `answers` are empty
    /// while nothing is written yet.
    pub fn may_add(
        &self,
        dossier: &Dossier,
        standing: Standing,
        around: &Around,
        answers: &Answers,
    ) -> Result<(), Refusal> {
        if !standing.is(self.by) {
            return Err(Refusal::NotYours(self.by.refusal(self.label)));
        }
        (self.allows)(dossier, around)?;
        let actor = around.actor;
        if self.one_each
            && actor.is_some_and(|it| dossier.slot(self.name).any(|had| had.author == it.id))
        {
            let label = self.label.to_lowercase();
            return Err(Refusal::Rule(format!(
                "You have already given your {label}; change that one."
            )));
        }
        let Some(Value::Text(owner)) = answers.get("owner") else { return Ok(()) };
        // Nobody assigns from outside: a leader promises for themselves, an agent for nobody.
        let oneself = !standing.agent && actor.is_some_and(|it| same_handle(&it.handle, owner));
        if standing.is(Who::OfTeam) || oneself {
            return Ok(());
        }
        Err(Refusal::NotYours(
            "From outside the team you can promise only for yourself.".to_owned(),
        ))
    }

    /// When an open attachment comes due: the earliest of its days. A day kept from a state that it
    /// has left asks for nothing any more.
    pub fn due_on(&self, it: &Attachment) -> Option<jiff::civil::Date> {
        let counts = self.due_in.is_empty() || self.due_in.contains(&it.state.as_str());
        earliest(self.due, |name| it.text(name)).filter(|_| counts && self.is_open(&it.state))
    }

    /// Records that one of them names, in its own words or in what its moves said, each with its ask.
    pub fn names<'a>(
        &'static self,
        it: &'a Attachment,
    ) -> impl Iterator<Item = (&'static str, Id)> + 'a {
        let asks = self.asks.iter().chain(self.moves.iter().flat_map(|it| it.asks));
        let links = asks.filter(|ask| matches!(ask.answer, Answer::Link));
        links
            .map(|ask| (ask.name, it.text(ask.name).trim()))
            .filter(|(_, to)| is_record(to))
            .map(|(ask, to)| (ask, Id::from(to)))
    }

    /// The words of one of these, made out of what was said with a move of another: what that one is
    /// about, and every answer that both ask for.
    pub fn made_of(&self, about: &str, said: &Answers) -> Answers {
        let asked = |name: &String| self.asks.iter().any(|ask| !ask.kept && ask.name == *name);
        let mut answers: Answers =
            said.iter().filter(|it| asked(it.0)).map(|it| (it.0.clone(), it.1.clone())).collect();
        answers.insert(self.asks[0].name.to_owned(), Value::Text(about.to_owned()));
        answers
    }

    /// What one of them is about: the first of its words that say it.
    pub fn about<'a>(&self, it: &'a Attachment) -> &'a str {
        let said = self.about.iter().map(|name| it.text(name).trim());
        said.into_iter().find(|it| !it.is_empty()).unwrap_or("")
    }

    pub fn is_open(&self, state: &str) -> bool {
        self.states.iter().any(|(name, _, open)| *name == state && *open)
    }

    /// What was written blind stays as it was once the others have been read.
    fn was_read_together(&self, record: &Record) -> bool {
        self.hides != Hides::Never && !self.is_sealed(record)
    }

    fn have_stood(&self) -> String {
        let stood = match (self.fixed_after / At::DAY, self.fixed_after / At::HOUR) {
            (0, 0 | 1) => "an hour".to_owned(),
            (0, hours) => format!("{hours} hours"),
            (1, _) => "a day".to_owned(),
            (days, _) => format!("{days} days"),
        };
        let instead = match self.one_each {
            true => String::new(),
            false => format!(" Add another {} instead.", self.label.to_lowercase()),
        };
        format!("These words have stood for more than {stood} and stay as they are.{instead}")
    }

    /// Whether somebody who stands like this to the attachment may change its words now.
    pub fn may_reword(
        &self,
        (dossier, attachment): (&Dossier, &Attachment),
        standing: Standing,
        now: At,
    ) -> Result<(), Refusal> {
        let author = standing.own && standing.is(Who::Anyone);
        let known = self.fixed_by.iter().any(|name| !dossier.record.text(name).is_empty());
        if !author {
            return Err(Refusal::NotYours("Only whoever wrote this changes its words.".to_owned()));
        }
        if known || attachment.state != self.first_state() {
            return Err(Refusal::Rule(
                "What came after it leans on these words, so they stay as they are.".to_owned(),
            ));
        }
        if self.was_read_together(&dossier.record) {
            let says = "It has been read together, and stays as it was.";
            return Err(Refusal::Rule(says.to_owned()));
        }
        if now.since(attachment.made_at) >= self.fixed_after {
            return Err(Refusal::Rule(self.have_stood()));
        }
        Ok(())
    }

    /// Steps that somebody who stands like this to the attachment could take now. One that its own
    /// rule keeps for somebody else is not among them; one that is only too early is, and says why.
    pub fn steps_open_to(
        &self,
        (dossier, attachment): (&Dossier, &Attachment),
        standing: Standing,
        around: &Around,
    ) -> impl Iterator<Item = &'static SlotMove> {
        let standing = self.as_named(attachment, standing, around);
        let open = move |step: &&SlotMove| {
            let checked = || (step.check)(dossier, attachment, around);
            step.from.contains(&attachment.state.as_str())
                && standing.is(step.by)
                && !checked().is_err_and(|it| it.is_for_others())
        };
        self.moves.iter().filter(open)
    }

    /// The only way an attachment changes state: returns the state it will have.
    pub fn apply(
        &self,
        (dossier, attachment): (&Dossier, &Attachment),
        standing: Standing,
        around: &Around,
        (name, given): (&str, &Answers),
    ) -> Result<&'static str, Refusal> {
        let step = self.moves.iter().find(|it| it.name == name);
        let Some(step) = step.filter(|it| it.from.contains(&attachment.state.as_str())) else {
            let state = self.states.iter().find(|it| it.0 == attachment.state);
            let state = state.map_or(attachment.state.as_str(), |it| it.1);
            let step = step.map_or(name, |it| it.label);
            return Err(Refusal::NotFromHere { step: step.to_owned(), state: state.to_owned() });
        };
        if !self.as_named(attachment, standing, around).is(step.by) {
            return Err(Refusal::NotYours(step.by.refusal(step.label)));
        }
        let needed = step.asks.iter().filter(|ask| ask.need == Need::Always);
        let missing: Vec<_> = needed
            .filter(|ask| ask.is_empty(given.get(ask.name)))
            .map(|ask| ask.label.to_owned())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::Unanswered(missing));
        }
        if let Some(problem) = answers_problems(step.asks, given).into_iter().next() {
            return Err(Refusal::Rule(problem.says));
        }
        let mut answered = attachment.clone();
        answered.answers.extend(given.clone());
        (step.check)(dossier, &answered, around)?;
        Ok(step.to)
    }

    /// What a move leaves behind: the new state, what was said with it, what the house keeps.
    pub fn moved(&self, it: &mut Attachment, step: &SlotMove, given: Answers, around: &Around) {
        step.to.clone_into(&mut it.state);
        for (name, value) in given {
            let value = match value {
                Value::Text(now) if step.grows => Value::Text(grown(it.text(&name), &now, around)),
                other => other,
            };
            it.answers.insert(name, value);
        }
        (self.settle)(it, Some(step.name), around);
    }

    /// What a person wrote, without what only the house may write.
    pub fn asked(&self, mut answers: Answers) -> Answers {
        let picked = |name: &str| self.picked.contains(&name);
        let kept = |name: &str| self.asks.iter().any(|ask| ask.kept && ask.name == name);
        answers.retain(|name, _| picked(name) || !kept(name));
        answers
    }

    /// Whoever promised something owns the promise, and nobody else, whoever wrote it down; once
    /// they have left, whoever did.
    fn as_named(&self, attachment: &Attachment, standing: Standing, around: &Around) -> Standing {
        let named = attachment.named().filter(|it| !is_among(around.left, it));
        match named.zip(around.actor) {
            Some((named, actor)) => Standing { own: same_handle(named, &actor.handle), ..standing },
            None => standing,
        }
    }
}

/// Whether an [`Answer::Link`] names a record, and not an address.
pub fn is_record(link: &str) -> bool {
    !link.is_empty() && !link.contains("://")
}

pub const fn line(name: &'static str, label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { name, formerly: &[], label, hint, answer: Answer::Line, need, first: true, kept: false }
}

pub const fn prose(name: &'static str, label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { name, formerly: &[], label, hint, answer: Answer::Prose, need, first: true, kept: false }
}

pub const fn step(
    name: &'static str,
    label: &'static str,
    from: &'static [&'static str],
    to: &'static str,
    by: Who,
) -> SlotMove {
    SlotMove { name, label, from, to, by, asks: &[], makes: None, grows: false, check: no_rule }
}

fn nothing_noticed(_: &Answers) -> Vec<Finding> {
    Vec::new()
}

/// A paragraph more, under its day.
fn grown(before: &str, now: &str, around: &Around) -> String {
    let now = format!("{}: {}", around.now.day(), now.trim());
    if before.trim().is_empty() { now } else { format!("{}\n\n{now}", before.trim_end()) }
}

fn nothing_kept(_: &mut Attachment, _: Option<&str>, _: &Around) {}

fn no_problems(_: &Answers) -> Vec<FieldProblem> {
    Vec::new()
}

fn no_rule(_: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    Ok(())
}

#[cfg(test)]
#[path = "attachment/tests.rs"]
mod tests;
