//! Looks through the whole database for what cannot be.

use domain::record::Answers;

use crate::Store;
use crate::db::Sql;
use crate::error::Result;

/// Each statement counts what must not be, with the sentence for it.
const NEVER: &[(&str, &str)] = &[
    (
        "select count(*) from journal where seq > (select value from counter where name = 'journal')",
        "journal rows have numbers that were never given",
    ),
    (
        "select (select value from counter where name = 'journal') - count(*) from journal",
        "numbers of the journal have no row",
    ),
    (
        "select count(*) from attachment a join record r on r.id = a.record where a.made_at < r.opened_at",
        "attachments are older than their record",
    ),
    (
        "select count(*) from person where erased = true and email is not null",
        "erased people still have an address",
    ),
    ("select count(*) from record where state = '' or kind = ''", "records have no kind or state"),
];

impl Store {
    /// What is wrong, one sentence each; nothing if all is well. Reads everything.
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        if !self.is_postgres() {
            for row in self.rows(Sql::new("pragma integrity_check")).await? {
                let says = row.text(0)?;
                if says != "ok" {
                    problems.push(format!("SQLite finds damage: {says}"));
                }
            }
        }
        for (sql, says) in NEVER {
            let found = self.row(Sql::new(sql)).await?.map_or(Ok(0), |row| row.int(0))?;
            if found != 0 {
                problems.push(format!("{found} {says}"));
            }
        }
        let mut pooled = self.inner.pools.read.acquire().await?;
        problems.extend(crate::chain::broken(&mut pooled.conn()).await?);
        drop(pooled);
        problems.extend(self.unreadable("select id, answers from record").await?);
        problems.extend(self.unreadable("select id, answers from attachment").await?);
        Ok(problems)
    }

    async fn unreadable(&self, sql: &'static str) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for row in self.rows(Sql::new(sql)).await? {
            if serde_json::from_str::<Answers>(&row.text(1)?).is_err() {
                problems.push(format!("the answers of {} cannot be read", row.text(0)?));
            }
        }
        Ok(problems)
    }
}
