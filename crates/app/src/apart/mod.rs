//! What one person thinks through alone, sealed under a key of its own outside of the database.
//!
//! A row says neither whose it is nor when it was written; once the key is destroyed, old copies of the
//! database hold only what nobody can open. Why: `docs/decisions/0013-alone.md`.

mod page;
mod seal;

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Answer;
use domain::people::ActorKind;
use domain::record::{Answers, Dossier, Value};
use domain::scenario::{ALONE, Line, Part, Playbook, by_key, steps};
use store::{Batch, Change};

use crate::desk::Desk;
use crate::problem::{Problem, Result};

pub use page::{Apart, FIELD_CHARS, fields};
use seal::{Seal, whose};

/// What the two kinds of key are made for, in the key file.
const NAMES: &str = "apart-names";
const OWN: &str = "apart";

/// The playbook that is for one person.
pub fn playbook() -> &'static Playbook {
    &by_key(ALONE).expect("the playbook for one person is shipped").playbook
}

impl Desk {
    /// The actor’s own page, or `None` where they have none. Nobody can ask for somebody else’s.
    pub async fn apart(&self) -> Result<Option<Apart>> {
        self.need_oneself()?;
        let keys = self.house.keys();
        let Some(names) = keys.get(NAMES, &house())? else {
            // Where the file is only away, nobody begins anew over what it still opens.
            self.house.check_keys().await?;
            return Ok(None);
        };
        let whose = whose(&names, &self.actor.id);
        let Some(sealed) = self.house.store().apart(&whose).await? else { return Ok(None) };
        let key = keys.get(OWN, &Id::from(whose.as_str()))?.ok_or_else(lost)?;
        Seal::of(&key, &whose).open(&sealed).map(Some).ok_or_else(lost)
    }

    /// Keeps what the actor wrote on their own page, and begins it with the first word. It is written
    /// whole, and of the same size whatever is in it.
    pub async fn keep_apart(&self, said: &[(String, String)]) -> Result<()> {
        self.need_oneself()?;
        self.need(Deed::MakeToken, &self.org.subject(None, Some(&self.actor.id)))?;
        let mut page = self.apart().await?.unwrap_or_else(|| Apart::begun(self.now.day()));
        page.keep(said)?;
        let keys = self.house.keys();
        let whose = whose(&keys.make(NAMES, &house())?, &self.actor.id);
        let key = keys.make(OWN, &Id::from(whose.as_str()))?;
        let sealed = Seal::of(&key, &whose).close(&page).ok_or_else(too_long)?;
        self.write_apart(Change::KeepApart { whose, sealed }).await
    }

    /// Whether there is one to be ended, also where nobody can read it any more.
    pub async fn has_apart(&self) -> Result<bool> {
        self.need_oneself()?;
        let Some(names) = self.house.keys().get(NAMES, &house())? else { return Ok(false) };
        Ok(self.house.store().apart(&whose(&names, &self.actor.id)).await?.is_some())
    }

    /// Ends it: the key is destroyed and the row goes. There is no way back.
    ///
    /// Errors: a key file that is away or cannot be read. Nobody is told that it ended while it may
    /// come back.
    pub async fn end_apart(&self) -> Result<()> {
        self.need_oneself()?;
        self.forget_apart(&self.actor.id.clone()).await
    }

    /// The same for somebody who is erased; whether there was one is not told.
    pub(crate) async fn forget_apart(&self, person: &Id) -> Result<()> {
        let keys = self.house.keys();
        if !keys.has_a_place() {
            return Ok(());
        }
        let Some(names) = keys.get(NAMES, &house())? else { return self.house.check_keys().await };
        let whose = whose(&names, person);
        keys.destroy(OWN, &Id::from(whose.as_str()))?;
        self.write_apart(Change::DropApart { whose }).await
    }

    /// Begins an ordinary record out of a step, with the title and only those of the actor’s own words
    /// that they chose. From then on it is a record like any other; their page stays as it is.
    pub async fn share_apart(
        &self,
        team: &Id,
        step: usize,
        title: &str,
        chosen: &[String],
    ) -> Result<Dossier> {
        let page = self.apart().await?.ok_or(Problem::NotFound)?;
        let line = playbook().part(Part::Steps).get(step).ok_or(Problem::NotFound)?;
        let answers = self.shared(&page, line, chosen)?;
        let title = if title.trim().is_empty() { line.says.as_str() } else { title };
        self.begin(&line.key, team, title, answers).await
    }

    /// The answers of the record: what was chosen, in the first question that takes more than a line.
    fn shared(&self, page: &Apart, line: &Line, chosen: &[String]) -> Result<Answers> {
        let kind = self.kind(&line.key)?;
        let mut answers = steps::answers(line, kind);
        let words: Vec<&str> =
            chosen.iter().map(|it| page.said(it)).filter(|it| !it.is_empty()).collect();
        let takes = kind.asks.iter().find(|it| !it.kept && matches!(it.answer, Answer::Prose));
        if let Some(ask) = takes.filter(|_| !words.is_empty()) {
            answers.insert(ask.name.to_owned(), Value::Text(words.join("\n\n")));
        }
        Ok(answers)
    }

    /// In person, and not by a token. Whoever has lost their seat still reads and ends what is theirs.
    fn need_oneself(&self) -> Result<()> {
        let in_person = self.actor.kind == ActorKind::Person && self.scopes.allow(Deed::MakeToken);
        if in_person { Ok(()) } else { Err(Problem::NotFound) }
    }

    /// In a transaction of its own, with no word in the journal and no job behind it.
    async fn write_apart(&self, change: Change) -> Result<()> {
        let nobody = Id::from("apart");
        self.house.write_silently(Batch::by(&nobody, self.now).change(change)).await
    }
}

fn house() -> Id {
    Id::from("house")
}

fn lost() -> Problem {
    Problem::Unavailable(
        "The key to your page is not in the key file any more, so nobody can open it. You can end it and begin anew.".to_owned(),
    )
}

fn too_long() -> Problem {
    Problem::invalid("notes", "Your page is full. Take it along as a text, and shorten it here.")
}
