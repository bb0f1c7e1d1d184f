//! What waits for somebody, in words: the same lines on Today, in a letter and in a digest.

use domain::attachment::{Attachment, FallsTo, Wait};
use domain::id::Id;
use domain::kind::{Around, For};
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use store::Whom;

use super::{Desk, Lent, MyTurn, Today};
use crate::problem::Result;

/// Of what hangs on records and waits, as much is looked at.
const MOST: usize = 100;

/// Something only this person (or their team) can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waits {
    /// Names this very waiting: a second question on the same record is another.
    pub key: String,
    /// “Answer”, “Say back”, “Decide”: begins the line.
    pub what: String,
    pub title: String,
    /// The title of the record it is about.
    pub on: String,
    /// An address on this site.
    pub to: String,
    pub why: String,
    pub due: Option<Date>,
    /// Who made it wait.
    pub by: Id,
    /// Somebody else does it while this person is away.
    pub is_lent: bool,
}

impl Today {
    /// Only what waits: for an answer, a call, advice, words of one's own.
    pub fn waiting_lines(&self, desk: &Desk) -> Vec<Waits> {
        let name = |id| desk.org.name_of(id).to_owned();
        let asked = self.asked.iter().map(|(record, it, wait)| {
            let by = if wait.by_record { &record.author } else { &it.author };
            Waits {
                what: wait.what.into(),
                title: short(it.text("text")),
                why: wait.why(&name(by), &record.title),
                key: format!("{}/{}", it.id, it.state),
                ..at(record, &it.id, by)
            }
        });
        let turns = self.turns.iter().map(|it| turn_line(desk, it));
        let maps = self.maps.iter().map(|it| desk.map_line(it));
        asked.chain(turns).chain(maps).collect()
    }
}

impl Desk {
    /// Whether anything on this record waits for the actor: the reading of Today, for one record.
    pub(crate) async fn is_waited_for(&self, dossier: &Dossier) -> Result<bool> {
        let record = &dossier.record;
        if record.retired {
            return Ok(false);
        }
        if self.is_my_turn(record).await? {
            return Ok(true);
        }
        Ok(dossier.attached.iter().any(|it| self.waits_for_me(record, it).is_some()))
    }

    /// What hangs anywhere, falls to the actor and waits for them, newest first.
    pub(super) async fn asked(&self) -> Result<Vec<(Record, Attachment, Wait)>> {
        let waiting: Vec<&str> = self.house.kinds().slots_that_wait().into_iter().collect();
        let found = self.house.store().fallen_to(&self.whom(), &waiting, MOST).await?;
        let asked = found.into_iter().filter_map(|(record, it)| {
            let wait = self.waits_for_me(&record, &it)?;
            Some((record, it, wait))
        });
        Ok(asked.collect())
    }

    fn waits_for_me(&self, record: &Record, it: &Attachment) -> Option<Wait> {
        let slot = self.kind(&record.kind).ok()?.slot(&it.slot)?;
        let waits = slot.waits.filter(|_| slot.is_open(&it.state) && !slot.is_sealed(record))?;
        let around = Around { now: self.now, actor: Some(&self.actor), ..Around::default() };
        waits(record, it, &around)
            .filter(|_| self.falls_to_me(record, it) && self.may_see(record, it))
    }

    pub(super) fn falls_to_me(&self, record: &Record, it: &Attachment) -> bool {
        let slot = self.kind(&record.kind).ok().and_then(|kind| kind.slot(&it.slot));
        slot.is_some_and(|slot| self.is_to_me(record, (slot.falls_to)(record, it)))
    }

    pub(super) fn is_to_me(&self, record: &Record, whom: FallsTo) -> bool {
        match whom {
            FallsTo::Wrote(id) => id == self.actor.id,
            FallsTo::Named(handle) => self.is_me(&handle),
            FallsTo::Leads => self.standing(Some(&record.team), None).leads,
        }
    }

    /// The actor, as the store looks for what falls to them.
    pub(super) fn whom(&self) -> Whom {
        let teams = self.org.teams.iter().map(|it| it.id.clone());
        Whom {
            id: self.actor.id.clone(),
            handle: self.actor.handle.to_lowercase(),
            leads: teams.filter(|it| self.standing(Some(it), None).leads).collect(),
        }
    }
}

fn turn_line(desk: &Desk, MyTurn { record, waits, lent }: &MyTurn) -> Waits {
    let why = waits.why(desk.org.name_of(&record.author));
    let (key, by) = match waits.whom {
        // Told anew where another text was agreed to. Who made it wait is not who wrote it.
        For::WhoMay(_) => (format!("{}/{}", record.id, record.version), Id::default()),
        For::Unheard => (record.id.to_string(), Id::default()),
        _ => (record.id.to_string(), record.author.clone()),
    };
    Waits {
        key,
        by,
        what: waits.what.into(),
        title: record.title.clone(),
        to: if waits.at.is_empty() { to(record) } else { format!("{}#{}", to(record), waits.at) },
        why: match lent {
            None => why,
            Some(Lent::ToMe(from)) => format!("{} is away, and you stand in", named(desk, from)),
            Some(Lent::FromMe(to)) => {
                format!("{why}; {} stands in while you are away", named(desk, to))
            }
        },
        due: record.text(waits.due).parse().ok(),
        is_lent: matches!(lent, Some(Lent::FromMe(_))),
        ..of(record)
    }
}

fn named(desk: &Desk, handle: &str) -> String {
    let person = desk.org.person_by_handle(handle);
    person.map_or_else(|| handle.to_owned(), |it| it.name.clone())
}

fn to(record: &Record) -> String {
    format!("/{}/{}", record.kind, record.id)
}

fn of(record: &Record) -> Waits {
    Waits {
        key: record.id.to_string(),
        on: record.title.clone(),
        to: to(record),
        by: record.author.clone(),
        ..Waits::default()
    }
}

fn at(record: &Record, attached: &Id, by: &Id) -> Waits {
    Waits {
        key: attached.to_string(),
        to: format!("{}#at-{attached}", to(record)),
        by: by.clone(),
        ..of(record)
    }
}

/// The first line of a text, cut at a word.
pub fn short(text: &str) -> String {
    const MOST: usize = 110;
    let line = text.lines().find(|it| !it.trim().is_empty()).unwrap_or("").trim();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |it| it.0);
    format!("{cut} …")
}
