//! Records, what hangs on them, and the lists of both.

use std::collections::HashMap;

use domain::attachment::Attachment;
use domain::attachment::falls_to::LEADS;
use domain::id::Id;
use domain::record::{Dossier, Record};
use jiff::civil::Date;

use crate::db::{Row, Sql};
use crate::dialect;
use crate::error::Result;
use crate::rows::{
    Count, Cursor, Due, DueFilter, Filter, HangingFilter, Link, Paged, Scope, Turn, Whom,
};
use crate::{Store, StoreError};

/// A record's columns in the order [`record`] reads them.
pub(crate) const COLUMNS: &str = "record.id, record.kind, record.state, record.title, record.team, record.author, record.answers, record.version, record.opened_at, record.changed_at, record.revealed, record.retired";

const ATTACHMENT: &str =
    "a.id, a.record, a.slot, a.author, a.made_at, a.answers, a.state, a.version";

/// Rows of one page at most.
pub const PAGE: usize = 200;

impl Store {
    pub async fn record(&self, id: &Id) -> Result<Option<Record>> {
        let mut sql = select(COLUMNS);
        sql.push(" from record where record.id = ");
        sql.push_arg(id);
        self.row(sql).await?.map(|row| record(&row, 0)).transpose()
    }

    /// Those of these records that there are, in no order.
    pub async fn records_by(&self, ids: &[&Id]) -> Result<HashMap<Id, Record>> {
        let mut found = HashMap::new();
        for some in ids.chunks(PAGE) {
            let mut sql = select(COLUMNS);
            sql.push(" from record where record.id");
            sql.push_in(some.iter().copied());
            for row in self.rows(sql).await? {
                let it = record(&row, 0)?;
                found.insert(it.id.clone(), it);
            }
        }
        Ok(found)
    }

    /// A record with its attachments, oldest first, hidden ones too: what may be shown is for
    /// the caller to decide.
    pub async fn dossier(&self, id: &Id) -> Result<Option<Dossier>> {
        let Some(record) = self.record(id).await? else { return Ok(None) };
        Ok(Some(Dossier { record, attached: self.attachments(id).await? }))
    }

    pub async fn attachments(&self, record: &Id) -> Result<Vec<Attachment>> {
        let mut sql = select(ATTACHMENT);
        sql.push(" from attachment a where a.record = ");
        sql.push_arg(record);
        sql.push(" order by a.made_at, a.id");
        self.rows(sql).await?.iter().map(|row| attachment(row, 0)).collect()
    }

    /// What hangs on each of these records, oldest first; records on which nothing hangs are left out.
    pub async fn attachments_of(&self, records: &[&Id]) -> Result<HashMap<Id, Vec<Attachment>>> {
        let mut found: HashMap<Id, Vec<Attachment>> = HashMap::new();
        for some in records.chunks(PAGE) {
            let mut sql = select(ATTACHMENT);
            sql.push(" from attachment a where a.record");
            sql.push_in(some.iter().copied());
            sql.push(" order by a.made_at, a.id");
            for row in self.rows(sql).await? {
                let it = attachment(&row, 0)?;
                found.entry(it.record.clone()).or_default().push(it);
            }
        }
        Ok(found)
    }

    pub async fn attachment(&self, id: &Id) -> Result<Option<Attachment>> {
        let mut sql = select(ATTACHMENT);
        sql.push(" from attachment a where a.id = ");
        sql.push_arg(id);
        self.row(sql).await?.map(|row| attachment(&row, 0)).transpose()
    }

    /// One page of a list, newest change first. However long the list, a page costs a page.
    pub async fn records(
        &self,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Paged<Record>> {
        let turn = after.map_or(Turn::First, |it| Turn::After(it.clone()));
        self.turned(filter, &turn, limit).await
    }

    /// The same, walked either way; the page itself is newest first either way.
    pub async fn turned(
        &self,
        filter: &Filter,
        turn: &Turn,
        limit: usize,
    ) -> Result<Paged<Record>> {
        let limit = limit.clamp(1, PAGE);
        let sql = list(filter, turn, limit + 1);
        let items =
            self.rows(sql).await?.iter().map(|row| record(row, 0)).collect::<Result<_>>()?;
        let cursor = |it: &Record| Cursor { at: it.changed_at, id: it.id.clone() };
        let mut page = paged(items, limit, cursor);
        if matches!(turn, Turn::Before(_)) {
            page.items.reverse();
        }
        Ok(page)
    }

    /// Attachments of one slot over all records in scope, newest first. Those hidden until a
    /// reveal that has not come are left out.
    pub async fn hanging(
        &self,
        filter: &HangingFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Paged<(Record, Attachment)>> {
        let limit = limit.clamp(1, PAGE);
        let mut sql = select(COLUMNS);
        sql.push(", ");
        sql.push(ATTACHMENT);
        sql.push(
            " from attachment a join record on record.id = a.record where record.retired = false
              and a.hidden = false and a.slot = ",
        );
        sql.push_arg(&filter.slot);
        push_scope(&mut sql, " and record.team", &filter.scope);
        if let Some(open) = filter.open {
            sql.push(" and a.open = ");
            sql.push_arg(open);
        }
        if let Some(author) = &filter.author {
            sql.push(" and a.author = ");
            sql.push_arg(author);
        }
        if let Some(cursor) = after {
            sql.push(" and (a.made_at, a.id) < (");
            sql.push_arg(cursor.at);
            sql.push(", ");
            sql.push_arg(&cursor.id);
            sql.push(")");
        }
        sql.push(" order by a.made_at desc, a.id desc limit ");
        sql.push_arg(limit + 1);
        let rows = self.rows(sql).await?;
        let items = rows.iter().map(|row| Ok((record(row, 0)?, attachment(row, WIDTH)?)));
        let items = items.collect::<Result<_>>()?;
        Ok(paged(items, limit, |(_, it): &(Record, Attachment)| Cursor {
            at: it.made_at,
            id: it.id.clone(),
        }))
    }

    /// What is open in these slots and falls to this person or agent, newest first.
    pub async fn fallen_to(
        &self,
        whom: &Whom,
        slots: &[&str],
        limit: usize,
    ) -> Result<Vec<(Record, Attachment)>> {
        let mut sql = select(COLUMNS);
        sql.push(", ");
        sql.push(ATTACHMENT);
        sql.push(
            " from attachment a join record on record.id = a.record where record.retired = false
              and a.hidden = false and a.open = true and a.slot",
        );
        sql.push_in(slots.iter().copied());
        sql.push(" and (a.falls_to");
        sql.push_in(whom.stored());
        if !whom.leads.is_empty() {
            sql.push(" or (a.falls_to = ");
            sql.push_arg(LEADS);
            sql.push(" and record.team");
            sql.push_in(&whom.leads);
            sql.push(")");
        }
        sql.push(") order by a.made_at desc, a.id desc limit ");
        sql.push_arg(limit.clamp(1, PAGE));
        let rows = self.rows(sql).await?;
        rows.iter().map(|row| Ok((record(row, 0)?, attachment(row, WIDTH)?))).collect()
    }

    /// How many records each team has of each kind and state, without those put away.
    pub async fn counts(&self, scope: &Scope) -> Result<Vec<Count>> {
        let mut sql =
            Sql::new("select kind, state, team, count(*) from record where retired = false");
        push_scope(&mut sql, " and team", scope);
        sql.push(" group by kind, state, team order by kind, state, team");
        let rows = self.rows(sql).await?;
        rows.iter()
            .map(|row| {
                Ok(Count {
                    kind: row.text(0)?,
                    state: row.text(1)?,
                    team: row.id(2)?,
                    count: row.int(3)?,
                })
            })
            .collect()
    }

    /// Open records and attachments that are due, the longest overdue first; on from where a page
    /// ended.
    pub async fn due(
        &self,
        filter: &DueFilter,
        after: Option<&Due>,
        limit: usize,
    ) -> Result<Vec<Due>> {
        let limit = limit.clamp(1, PAGE);
        let mut sql = select("record.due_on, ");
        sql.push(COLUMNS);
        sql.push(" from record where open = true and retired = false and due_on is not null");
        if let Some(whose) = &filter.whose {
            sql.push(" and record.author = ");
            sql.push_arg(&whose.id);
        }
        push_due(&mut sql, "record", filter, after, limit);
        let mut all: Vec<Due> = Vec::new();
        for row in self.rows(sql).await? {
            all.push(Due { on: due_on(&row)?, record: record(&row, 1)?, attachment: None });
        }
        let mut sql = select("a.due_on, ");
        sql.push(COLUMNS);
        sql.push(", ");
        sql.push(ATTACHMENT);
        sql.push(
            " from attachment a join record on record.id = a.record where a.open = true
              and a.due_on is not null and record.retired = false and a.hidden = false",
        );
        if let Some(whose) = &filter.whose {
            sql.push(" and a.falls_to");
            sql.push_in(whose.stored());
        }
        push_due(&mut sql, "a", filter, after, limit);
        for row in self.rows(sql).await? {
            let attachment = Some(attachment(&row, 1 + WIDTH)?);
            all.push(Due { on: due_on(&row)?, record: record(&row, 1)?, attachment });
        }
        all.sort_by(|a, b| (a.on, a.id()).cmp(&(b.on, b.id())));
        all.truncate(limit);
        Ok(all)
    }

    /// Links from and to a record.
    pub async fn links(&self, record: &Id) -> Result<Vec<Link>> {
        let sql = Sql::new(
            "select from_record, to_record, relation from link where from_record = $1
             union select from_record, to_record, relation from link where to_record = $1
             order by 3, 1, 2",
        );
        let rows = self.rows(sql.bind(record)).await?;
        rows.iter()
            .map(|row| Ok(Link { from: row.id(0)?, to: row.id(1)?, relation: row.text(2)? }))
            .collect()
    }

    /// Records in scope that hold all these words (or beginnings of words) in their title,
    /// answers or attachments, the best first. Those put away are found too.
    pub async fn search(&self, scope: &Scope, text: &str, limit: usize) -> Result<Vec<Record>> {
        match dialect::search(self.is_postgres(), scope, text, limit.clamp(1, PAGE)) {
            Some(sql) => self.rows(sql).await?.iter().map(|row| record(row, 0)).collect(),
            None => Ok(Vec::new()),
        }
    }
}

/// Columns in [`COLUMNS`].
const WIDTH: usize = 12;

fn select(columns: &'static str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(columns);
    sql
}

/// Appends ` and team in (…)`; nothing for everything.
pub(crate) fn push_scope(sql: &mut Sql, column: &'static str, scope: &Scope) {
    match scope {
        Scope::All => {}
        // An equality lets the index give the order too; a list does not.
        Scope::Teams(teams) if teams.len() == 1 => {
            sql.push(column);
            sql.push(" = ");
            sql.push_arg(&teams[0]);
        }
        Scope::Teams(teams) => {
            sql.push(column);
            sql.push_in(teams);
        }
    }
}

/// As many teams are read one by one and merged; of more, the database finds its own way.
const MERGED: usize = 16;

fn list(filter: &Filter, turn: &Turn, limit: usize) -> Sql {
    let mut sql = select(COLUMNS);
    sql.push(" from ");
    match &filter.scope {
        // No index gives the order over several teams, so each gives its own newest.
        Scope::Teams(teams) if (2..=MERGED).contains(&teams.len()) => {
            sql.push("(");
            for (number, team) in teams.iter().enumerate() {
                sql.push(if number == 0 { "" } else { " union all " });
                let one = Filter { scope: Scope::Teams(vec![team.clone()]), ..filter.clone() };
                sql.push("select * from (select * from record where ");
                push_page(&mut sql, &one, turn, limit);
                sql.push(") as of_one_team");
            }
            sql.push(") as record");
            push_order(&mut sql, turn, limit);
        }
        _ => {
            sql.push("record where ");
            push_page(&mut sql, filter, turn, limit);
        }
    }
    sql
}

fn push_page(sql: &mut Sql, filter: &Filter, turn: &Turn, limit: usize) {
    push_filter(sql, filter);
    let edge = match turn {
        Turn::First => None,
        Turn::After(cursor) => Some((" and (record.changed_at, record.id) < (", cursor)),
        Turn::Before(cursor) => Some((" and (record.changed_at, record.id) > (", cursor)),
    };
    if let Some((beyond, cursor)) = edge {
        sql.push(beyond);
        sql.push_arg(cursor.at);
        sql.push(", ");
        sql.push_arg(&cursor.id);
        sql.push(")");
    }
    push_order(sql, turn, limit);
}

fn push_order(sql: &mut Sql, turn: &Turn, limit: usize) {
    sql.push(match turn {
        Turn::Before(_) => " order by record.changed_at, record.id limit ",
        Turn::First | Turn::After(_) => " order by record.changed_at desc, record.id desc limit ",
    });
    sql.push_arg(limit);
}

fn push_filter(sql: &mut Sql, filter: &Filter) {
    // Written out, not bound, so that the partial indexes are seen to fit.
    sql.push(if filter.retired { "record.retired = true" } else { "record.retired = false" });
    push_scope(sql, " and record.team", &filter.scope);
    if let Some(author) = &filter.author {
        sql.push(" and record.author = ");
        sql.push_arg(author);
    }
    push_choice(sql, " and record.kind", &filter.kinds);
    push_choice(sql, " and record.state", &filter.states);
    if let Some(open) = filter.open {
        sql.push(" and record.open = ");
        sql.push_arg(open);
    }
}

fn push_choice(sql: &mut Sql, column: &'static str, choices: &[String]) {
    match choices {
        [] => {}
        [only] => {
            sql.push(column);
            sql.push(" = ");
            sql.push_arg(only);
        }
        several => {
            sql.push(column);
            sql.push_in(several);
        }
    }
}

/// Cuts the one row too many that says there is a next page.
fn paged<T>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Paged<T> {
    let is_more = items.len() > limit;
    items.truncate(limit);
    let next = if is_more { items.last().map(cursor) } else { None };
    Paged { items, next }
}

/// The days, the scope and the order, told of `record` or of the attachment `a`.
fn push_due(
    sql: &mut Sql,
    table: &'static str,
    filter: &DueFilter,
    after: Option<&Due>,
    limit: usize,
) {
    sql.push(" and ");
    sql.push(table);
    sql.push(".due_on <= ");
    sql.push_arg(filter.until);
    push_scope(sql, " and record.team", &filter.scope);
    push_choice(sql, " and record.kind", &filter.kinds);
    if let Some(last) = after {
        sql.push(" and (");
        sql.push(table);
        sql.push(".due_on, ");
        sql.push(table);
        sql.push(".id) > (");
        sql.push_arg(last.on);
        sql.push(", ");
        sql.push_arg(last.id());
        sql.push(")");
    }
    sql.push(" order by ");
    sql.push(table);
    sql.push(".due_on, ");
    sql.push(table);
    sql.push(".id limit ");
    sql.push_arg(limit);
}

fn due_on(row: &Row) -> Result<Date> {
    row.maybe_day(0)?.ok_or(StoreError::Unreadable("a due row has no day".into()))
}

fn record(row: &Row, from: usize) -> Result<Record> {
    Ok(Record {
        id: row.id(from)?,
        kind: row.text(from + 1)?,
        state: row.text(from + 2)?,
        title: row.text(from + 3)?,
        team: row.id(from + 4)?,
        author: row.id(from + 5)?,
        answers: row.json(from + 6)?,
        version: row.int(from + 7)?,
        opened_at: row.at(from + 8)?,
        changed_at: row.at(from + 9)?,
        revealed: row.flag(from + 10)?,
        retired: row.flag(from + 11)?,
    })
}

fn attachment(row: &Row, from: usize) -> Result<Attachment> {
    Ok(Attachment {
        id: row.id(from)?,
        record: row.id(from + 1)?,
        slot: row.text(from + 2)?,
        author: row.id(from + 3)?,
        made_at: row.at(from + 4)?,
        answers: row.json(from + 5)?,
        state: row.text(from + 6)?,
        version: row.int(from + 7)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::At;

    use super::*;
    use crate::Options;

    /// A page costs a page only where an index gives the order: then nothing is sorted.
    #[tokio::test]
    async fn every_usual_list_is_read_from_an_index_in_its_order() {
        let store = Store::open("sqlite::memory:", Options::default()).await.unwrap();
        let all = Filter::of(Scope::All);
        let pay = Filter::of(Scope::Teams(vec!["pay".into()]));
        let two = Filter::of(Scope::Teams(vec!["pay".into(), "web".into()]));
        let open = |filter: Filter| Filter { open: Some(true), ..filter };
        let cursor = Cursor { at: At(5), id: "r".into() };
        for filter in [
            all.clone(),
            all.clone().kind("intent"),
            open(all.kind("intent")),
            pay.clone().kind("intent"),
            open(pay.clone().kind("intent")),
            pay,
            two.clone(),
            two.clone().kind("intent"),
            open(two.kind("intent")),
        ] {
            for turn in [Turn::First, Turn::After(cursor.clone()), Turn::Before(cursor.clone())] {
                let rows = store.rows(list(&filter, &turn, 50).explained()).await.unwrap();
                let plan: Vec<String> = rows.iter().map(|row| row.text(3).unwrap()).collect();
                let plan = plan.join("; ");
                assert!(plan.contains("USING INDEX"), "{filter:?}: {plan}");
                // Only the first pages of several teams may be sorted when they are merged.
                let whole = plan.replace("SCAN of_one_team; USE TEMP B-TREE", "merged");
                assert!(!whole.contains("TEMP B-TREE"), "{filter:?}: {plan}");
            }
        }
    }
}
