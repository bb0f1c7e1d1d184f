//! What one person keeps for themselves: read by the name of its row, and in no list.

use crate::Store;
use crate::db::Sql;
use crate::error::Result;

impl Store {
    /// The sealed page under this name.
    pub async fn apart(&self, whose: &str) -> Result<Option<String>> {
        let sql = Sql::new("select sealed from apart where whose = $1").bind(whose);
        self.row(sql).await?.map(|row| row.text(0)).transpose()
    }

    /// Whether anybody keeps one. Whose, and how many, is not asked.
    pub async fn holds_apart(&self) -> Result<bool> {
        Ok(self.row(Sql::new("select 1 from apart limit 1")).await?.is_some())
    }
}
