//! A person's erasure: the name goes everywhere it stands by itself, the facts stay.
//!
//! The journal is append-only but for this: its rows keep their number, moment and meaning, and
//! lose the handle. Sentences that people wrote are theirs and are left as they are, but for an
//! `@handle` in them: that is no word of theirs, it points at the account.

use domain::id::{At, Id};
use domain::record::Answers;
use serde_json::Value;

use super::records;
use crate::db::{Conn, Sql, json};
use crate::dialect;
use crate::erasures::{self, Erasure, Erasures};
use crate::error::{Result, StoreError};

/// What an erased person is called from then on.
pub const SOMEONE_WHO_LEFT: &str = "someone who left";

/// Keeps a list of erasures beside the one that is here, and erases again whoever is on either:
/// an older backup brings people back. Returns whom it erased.
pub(crate) async fn honour(db: &mut Conn<'_>, list: &[Erasure]) -> Result<Vec<Id>> {
    for it in list {
        erasures::add(db, it).await?;
    }
    let list = erasures::all(db).await?;
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let known = Erasures::of(&list);
    let mut again = Vec::new();
    for row in db.rows(Sql::new("select id from person where erased = false order by id")).await? {
        let person = row.id(0)?;
        if known.holds_person(&person) {
            // The moment is that of the first erasure of anybody; only that it was is kept.
            erase(db, &person, list[0].at, &list[0].salt).await?;
            again.push(person);
        }
    }
    in_all_facts(db, &known).await?;
    Ok(again)
}

/// Histories read before, or brought by a backup, may name somebody on the list.
async fn in_all_facts(db: &mut Conn<'_>, known: &Erasures) -> Result<()> {
    for row in db.rows(Sql::new("select repository, identities from facts")).await? {
        let mut identities: Vec<(String, String, bool)> = row.json(1)?;
        let mut found = false;
        for it in identities.iter_mut().filter(|it| known.holds_address(&it.1)) {
            (it.0, it.1) = (SOMEONE_WHO_LEFT.to_owned(), String::new());
            found = true;
        }
        if found {
            let sql = Sql::new("update facts set identities = $1 where repository = $2");
            db.run(sql.bind(json(&identities)?).bind(&row.id(0)?)).await?;
        }
    }
    Ok(())
}

pub(super) async fn erase(db: &mut Conn<'_>, person: &Id, at: At, salt: &str) -> Result<()> {
    let row =
        db.row(Sql::new("select handle, email from person where id = $1").bind(person)).await?;
    let row = row.ok_or(StoreError::Missing)?;
    let (handle, email) = (row.text(0)?, row.maybe_text(1)?);
    erasures::note(db, person, email.as_deref(), salt, at).await?;
    // Still unique, says nothing.
    let new = format!("left-{person}");
    let sql = Sql::new(
        "update person set handle = $1, name = $2, email = null, erased = true,
         left_at = coalesce(left_at, $3) where id = $4",
    );
    db.run(sql.bind(&new).bind(SOMEONE_WHO_LEFT).bind(at).bind(person)).await?;
    for sql in [
        "delete from draft where person = $1",
        "delete from secret where person = $1",
        "delete from session where person = $1",
        "delete from sign_in_link where person = $1",
        "delete from token where owner = $1",
        "delete from feed_link where person = $1",
        "delete from ticket_drawn where person = $1",
        "delete from look where viewer = $1",
        "delete from idempotency where actor = $1",
        "delete from job where payload like '%' || $1 || '%'",
    ] {
        db.run(Sql::new(sql).bind(person)).await?;
    }
    in_answers(db, &handle, &new).await?;
    in_journal(db, &handle, &new).await?;
    in_maps(db, &handle, &new).await?;
    match email {
        Some(email) => in_facts(db, &email).await,
        None => Ok(()),
    }
}

/// Answers name people by handle; the handle is part of the name.
async fn in_answers(db: &mut Conn<'_>, from: &str, to: &str) -> Result<()> {
    let find = r"select id, title, answers from record
        where lower(answers) like $1 escape '\' or lower(title) like $1 escape '\'";
    for row in db.rows(Sql::new(find).bind(holding(from))).await? {
        let (old, kept) = (row.text(1)?, row.text(2)?);
        let (title, text) = (unmentioned(&old, from, SOMEONE_WHO_LEFT), renamed(&kept, from, to)?);
        if title.is_none() && text.is_none() {
            continue;
        }
        let (title, text, id) = (title.unwrap_or(old), text.unwrap_or(kept), row.id(0)?);
        let sql = Sql::new(
            "update record set title = $1, answers = $2, version = version + 1 where id = $3",
        );
        db.run(sql.bind(&title).bind(&text).bind(&id)).await?;
        let answers: Answers = serde_json::from_str(&text)?;
        dialect::index(db, &id, &id, &title, &records::words(&answers)).await?;
    }
    let sql = Sql::new("update attachment set falls_to = $1 where falls_to = $2");
    let named = |handle: &str| format!("@{}", handle.to_lowercase());
    db.run(sql.bind(named(to)).bind(named(from))).await?;
    let find =
        r"select id, record, answers from attachment where lower(answers) like $1 escape '\'";
    for row in db.rows(Sql::new(find).bind(holding(from))).await? {
        if let Some(text) = renamed(&row.text(2)?, from, to)? {
            let id = row.id(0)?;
            let sql =
                Sql::new("update attachment set answers = $1, version = version + 1 where id = $2");
            db.run(sql.bind(&text).bind(&id)).await?;
            let answers: Answers = serde_json::from_str(&text)?;
            dialect::index(db, &id, &row.id(1)?, "", &records::words(&answers)).await?;
        }
    }
    Ok(())
}

async fn in_journal(db: &mut Conn<'_>, from: &str, to: &str) -> Result<()> {
    let find = r"select seq, detail from journal where lower(detail) like $1 escape '\'";
    for row in db.rows(Sql::new(find).bind(holding(from))).await? {
        if let Some(text) = renamed(&row.text(1)?, from, to)? {
            let sql = Sql::new("update journal set detail = $1, salt = null where seq = $2");
            db.run(sql.bind(text).bind(row.int(0)?)).await?;
        }
    }
    Ok(())
}

/// `lanes.toml` writes people as `"@handle"`.
async fn in_maps(db: &mut Conn<'_>, from: &str, to: &str) -> Result<()> {
    let find = r"select team, number, text from map where lower(text) like $1 escape '\'";
    for row in db.rows(Sql::new(find).bind(holding(&format!("@{from}")))).await? {
        let Some(text) = unmentioned(&row.text(2)?, from, &format!("@{to}")) else { continue };
        let sql = Sql::new("update map set text = $1 where team = $2 and number = $3");
        db.run(sql.bind(text).bind(&row.id(0)?).bind(row.int(1)?)).await?;
    }
    Ok(())
}

/// Who wrote a commit stays a number in the columns; the name behind it goes.
async fn in_facts(db: &mut Conn<'_>, email: &str) -> Result<()> {
    let find =
        r"select repository, identities from facts where lower(identities) like $1 escape '\'";
    for row in db.rows(Sql::new(find).bind(holding(&email.to_lowercase()))).await? {
        let mut identities: Vec<(String, String, bool)> = row.json(1)?;
        for it in identities.iter_mut().filter(|it| it.1.eq_ignore_ascii_case(email)) {
            (it.0, it.1) = (SOMEONE_WHO_LEFT.to_owned(), String::new());
        }
        let sql = Sql::new("update facts set identities = $1 where repository = $2");
        db.run(sql.bind(json(&identities)?).bind(&row.id(0)?)).await?;
    }
    Ok(())
}

/// A pattern for `lower(…) like … escape '\'` that finds this text anywhere.
fn holding(text: &str) -> String {
    let plain = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

/// The text with `instead` wherever `@handle` stands as a whole word; `None` where it does not.
pub fn unmentioned(text: &str, handle: &str, instead: &str) -> Option<String> {
    let of_a_handle = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_');
    let mut plain = String::new();
    let mut kept = 0;
    for (at, _) in text.match_indices('@') {
        let end = at + 1 + handle.len();
        let named = text.get(at + 1..end).is_some_and(|it| it.eq_ignore_ascii_case(handle));
        let mut after = text.get(end..).unwrap_or("").chars();
        // A dot ends the sentence, or joins the next part of a longer handle.
        let longer = match after.next() {
            Some('.') => after.next().is_some_and(of_a_handle),
            next => next.is_some_and(of_a_handle),
        };
        let address = text[..at].chars().next_back().is_some_and(of_a_handle);
        if named && !longer && !address {
            plain.push_str(&text[kept..at]);
            plain.push_str(instead);
            kept = end;
        }
    }
    (kept > 0).then(|| plain + &text[kept..])
}

/// The JSON with another handle wherever a value is exactly this one, and without a mention of it;
/// `None` if there is neither.
fn renamed(text: &str, from: &str, to: &str) -> Result<Option<String>> {
    let mut value: Value = serde_json::from_str(text)?;
    Ok(rename(&mut value, from, to).then(|| value.to_string()))
}

fn rename(value: &mut Value, from: &str, to: &str) -> bool {
    match value {
        Value::String(text)
            if text.strip_prefix('@').unwrap_or(text).trim().eq_ignore_ascii_case(from) =>
        {
            *text = to.to_owned();
            true
        }
        Value::String(text) => match unmentioned(text, from, SOMEONE_WHO_LEFT) {
            Some(plain) => {
                *text = plain;
                true
            }
            None => false,
        },
        // Each is looked into: `any` would stop at the first.
        Value::Array(items) => {
            items.iter_mut().fold(false, |found, it| rename(it, from, to) | found)
        }
        Value::Object(fields) => {
            fields.values_mut().fold(false, |found, it| rename(it, from, to) | found)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_renamed_where_it_stands_by_itself_at_any_depth() {
        let text = r#"{"a":["ana","@ana","anabel"],"b":{"c":{"d":"ana"}},"ana":"ask ana"}"#;
        let wanted = r#"{"a":["x","x","anabel"],"ana":"ask ana","b":{"c":{"d":"x"}}}"#;
        assert_eq!(renamed(text, "ana", "x").unwrap().as_deref(), Some(wanted));
        assert_eq!(renamed(r#"{"a":"anabel"}"#, "ana", "x").unwrap(), None);
    }

    #[test]
    fn a_mention_goes_wherever_it_stands_and_a_word_that_only_looks_like_one_stays() {
        for (text, wanted) in [
            ("@ana’s own call.", Some("x’s own call.")),
            ("@ana, @bob", Some("x, @bob")),
            ("(@Ana)", Some("(x)")),
            ("ask @ana. Or @ana.", Some("ask x. Or x.")),
            ("@ana@ana", Some("x@ana")),
            ("@ana.b", None),
            ("@anabel @ana-b @ana_b", None),
            ("me@ana", None),
            ("ask ana", None),
            ("@", None),
            ("@ан", None),
        ] {
            assert_eq!(unmentioned(text, "ana", "x").as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn what_like_reads_as_a_pattern_is_searched_as_it_is() {
        assert_eq!(holding(r"a_b%c\"), r"%a\_b\%c\\%");
        assert_eq!(holding("Ana"), "%ana%");
    }
}
