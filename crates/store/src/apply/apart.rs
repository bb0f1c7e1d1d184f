//! What one person keeps for themselves: written whole, and overwritten where it goes.

use crate::db::{Conn, Sql};
use crate::dialect;
use crate::error::Result;

pub(super) async fn keep(db: &mut Conn<'_>, whose: &str, sealed: &str) -> Result<()> {
    let sql = Sql::new(
        "insert into apart (whose, sealed) values ($1, $2)
         on conflict (whose) do update set sealed = excluded.sealed",
    );
    db.run(sql.bind(whose).bind(sealed)).await.map(drop)
}

pub(super) async fn forget(db: &mut Conn<'_>, whose: &str) -> Result<()> {
    dialect::overwrite_deleted(db, true).await?;
    db.run(Sql::new("delete from apart where whose = $1").bind(whose)).await?;
    dialect::overwrite_deleted(db, false).await
}
