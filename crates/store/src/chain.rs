//! The journal's chain: each row is sealed with a hash over itself and the row before it.

use sha2::{Digest as _, Sha256};

use crate::backup::hex;
use crate::db::{Conn, Row, Sql};
use crate::dialect;
use crate::error::Result;
use crate::open::Pool;

const PAGE: usize = 1000;

/// What of a journal row is sealed, borrowed.
pub(crate) struct Sealed<'r> {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'r str,
    pub(crate) team: Option<&'r str>,
    pub(crate) subject: &'r str,
    pub(crate) what: &'r str,
    /// Of the detail, with the row's salt.
    pub(crate) digest: &'r str,
    /// The hash of the row before; empty for the first.
    pub(crate) before: &'r str,
}

impl Sealed<'_> {
    pub(crate) fn hash(&self) -> String {
        let Self { seq, at, actor, team, subject, what, digest, before } = self;
        // A JSON list: no two rows can be written as the same text.
        let text = serde_json::json!([seq, at, actor, team, subject, what, digest, before]);
        hex(&Sha256::digest(text.to_string()))
    }
}

pub(crate) fn digest(salt: &str, detail: &str) -> String {
    hex(&Sha256::new().chain_update(salt).chain_update("\n").chain_update(detail).finalize())
}

/// The hash of the row before a number (empty if there is none), and a fresh salt.
pub(crate) async fn before(db: &mut Conn<'_>, seq: i64) -> Result<(String, String)> {
    let sql = Sql::new(dialect::hash_and_salt(db.is_postgres()));
    let Some(row) = db.row(sql.bind(seq - 1)).await? else { return Ok(Default::default()) };
    Ok((row.maybe_text(0)?.unwrap_or_default(), row.text(1)?))
}

/// Seals the rows at the end that are not sealed yet: those of a database or a dump from before
/// there was a chain, and those an older program added.
pub(crate) async fn seal(db: &mut Conn<'_>) -> Result<()> {
    let last = "select seq, hash from journal where hash is not null order by seq desc limit 1";
    let (mut after, mut before) = match db.row(Sql::new(last)).await? {
        Some(row) => (row.int(0)?, row.text(1)?),
        None => (0, String::new()),
    };
    loop {
        let page = db.rows(page(after)).await?;
        for row in &page {
            let seq = row.int(0)?;
            let (_, salt) = self::before(db, seq).await?;
            let digest = digest(&salt, &row.text(6)?);
            before = sealed(row, &digest, &before)?;
            let sql =
                Sql::new("update journal set salt = $1, digest = $2, hash = $3 where seq = $4");
            db.run(sql.bind(&salt).bind(&digest).bind(&before).bind(seq)).await?;
            after = seq;
        }
        if page.len() < PAGE {
            return Ok(());
        }
    }
}

/// The same in a transaction of its own, when a database is opened.
pub(crate) async fn seal_all(pool: &Pool) -> Result<()> {
    let mut pooled = pool.acquire().await?;
    let db = &mut pooled.conn();
    let open = "select 1 from journal where hash is null
         and seq > coalesce((select max(seq) from journal where hash is not null), 0) limit 1";
    if db.row(Sql::new(open)).await?.is_none() {
        return Ok(());
    }
    db.run(Sql::new(dialect::begin(db.is_postgres()))).await?;
    let done = locked(db).await;
    let end = if done.is_ok() { "commit" } else { "rollback" };
    db.run(Sql::new(end)).await?;
    done
}

/// Replicas that start together take turns at the counter that every writer takes, too.
async fn locked(db: &mut Conn<'_>) -> Result<()> {
    db.run(Sql::new("update counter set value = value where name = 'journal'")).await?;
    seal(db).await
}

/// The first row that is not what was written, as a sentence; `None` if the chain holds.
pub(crate) async fn broken(db: &mut Conn<'_>) -> Result<Option<String>> {
    let (mut after, mut before) = (0, String::new());
    loop {
        let page = db.rows(page(after)).await?;
        for row in &page {
            after = row.int(0)?;
            let Some(hash) = row.maybe_text(9)? else {
                return Ok(Some(format!("row {after} of the journal is not sealed")));
            };
            let digest_was = row.maybe_text(8)?.unwrap_or_default();
            if sealed(row, &digest_was, &before)? != hash {
                return Ok(Some(format!(
                    "row {after} of the journal is not what was written, or a row before it is gone"
                )));
            }
            // Without its salt the detail was taken out by an erasure.
            if let Some(salt) = row.maybe_text(7)?
                && digest(&salt, &row.text(6)?) != digest_was
            {
                return Ok(Some(format!("the detail of row {after} of the journal was altered")));
            }
            before = hash;
        }
        if page.len() < PAGE {
            return Ok(None);
        }
    }
}

fn page(after: i64) -> Sql {
    let sql = "select seq, at, actor, team, subject, what, detail, salt, digest, hash from journal
         where seq > $1 order by seq limit $2";
    Sql::new(sql).bind(after).bind(PAGE)
}

fn sealed(row: &Row, digest: &str, before: &str) -> Result<String> {
    let (actor, team, subject, what) =
        (row.text(2)?, row.maybe_text(3)?, row.text(4)?, row.text(5)?);
    let sealed = Sealed {
        seq: row.int(0)?,
        at: row.int(1)?,
        actor: &actor,
        team: team.as_deref(),
        subject: &subject,
        what: &what,
        digest,
        before,
    };
    Ok(sealed.hash())
}

#[cfg(test)]
mod tests {
    use domain::id::{At, Id};

    use super::*;
    use crate::postgres::postgres;
    use crate::{Batch, Change, Options, Store};

    async fn told(url: &str) -> Store {
        let store = Store::open(url, Options::default()).await.unwrap();
        for turn in 0..4 {
            let set = Change::Set { key: "k".into(), value: turn.to_string() };
            let batch = Batch::by(&"p1".into(), At(turn)).change(set);
            let detail = serde_json::json!({ "turn": turn });
            store.write(batch.note(None, &Id::from("x"), "set", &detail)).await.unwrap();
        }
        store
    }

    #[tokio::test]
    async fn what_was_changed_past_the_program_is_found_at_its_row() {
        for (sql, says) in [
            ("update journal set detail = '{}' where seq = 2", "the detail of row 2 of"),
            ("update journal set actor = 'p2' where seq = 3", "row 3 of the journal is not what"),
            ("update journal set at = 9 where seq = 1", "row 1 of the journal is not what"),
            ("delete from journal where seq = 2", "row 3 of the journal is not what"),
            ("update journal set hash = null where seq = 2", "row 2 of the journal is not sealed"),
        ] {
            for url in ["sqlite::memory:".to_owned(), postgres()] {
                let store = told(&url).await;
                assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
                let mut pooled = store.inner.pools.write.acquire().await.unwrap();
                pooled.conn().run(Sql::new(sql)).await.unwrap();
                drop(pooled);
                let found = store.check().await.unwrap();
                assert!(found.iter().any(|it| it.contains(says)), "{sql}: {found:?}");
                store.close().await;
            }
        }
    }

    #[test]
    fn no_two_rows_read_as_the_same_text() {
        let row = |actor, subject| Sealed {
            seq: 1,
            at: 2,
            actor,
            team: None,
            subject,
            what: "w",
            digest: "d",
            before: "",
        };
        assert_ne!(row("a", "bc").hash(), row("ab", "c").hash());
        assert_ne!(row("a\",\"b", "c").hash(), row("a", "b\",\"c").hash());
        assert_ne!(digest("s", "x"), digest("t", "x"));
    }
}
