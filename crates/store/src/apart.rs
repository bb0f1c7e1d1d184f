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
}
