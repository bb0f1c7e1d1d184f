//! Opens a database by its address, and says why it will not.
//!
//! SQLite: WAL, so that readers never wait for the writer; `synchronous=FULL`, because NORMAL
//! loses acknowledged writes in a power cut; one connection that writes and a few that read.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite};

use crate::backup;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::migrate;

/// How to open. The defaults fit both databases.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections that read.
    pub readers: u32,
    /// How long a write waits for another program before it says `Locked`.
    pub patience: Duration,
    /// Where a copy of a PostgreSQL database goes before it is brought up to a newer schema. An
    /// SQLite file has its copy beside it.
    pub copies: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, patience: Duration::from_secs(5), copies: None }
    }
}

#[derive(Clone)]
pub(crate) enum Pool {
    Lite { pool: SqlitePool, is_memory: bool },
    Postgres(PgPool),
}

pub(crate) enum Pooled {
    Lite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

pub(crate) struct Pools {
    pub(crate) read: Pool,
    pub(crate) write: Pool,
    /// The file of an SQLite database on disk.
    pub(crate) path: Option<PathBuf>,
}

impl Pool {
    pub(crate) async fn acquire(&self) -> Result<Pooled> {
        Ok(match self {
            Self::Lite { pool, .. } => Pooled::Lite(pool.acquire().await?),
            Self::Postgres(pool) => Pooled::Postgres(pool.acquire().await?),
        })
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub(crate) fn is_memory(&self) -> bool {
        matches!(self, Self::Lite { is_memory: true, .. })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Lite { pool, .. } => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Pooled {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Lite(it) => Conn::Lite(it),
            Self::Postgres(it) => Conn::Postgres(it),
        }
    }

    pub(crate) async fn close(self) {
        // A connection that cannot be closed politely is closed by being dropped.
        let _ = match self {
            Self::Lite(it) => it.close().await,
            Self::Postgres(it) => it.close().await,
        };
    }
}

/// Opens, checks and migrates up to a schema version.
pub(crate) async fn open(url: &str, options: Options, up_to: i64) -> Result<Pools> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return postgres(url, options, up_to).await;
    }
    match url.strip_prefix("sqlite:") {
        Some(":memory:") => memory(up_to).await,
        Some(path) if !path.is_empty() => file(Path::new(path), options, up_to).await,
        _ => Err(StoreError::Address(url.to_owned())),
    }
}

async fn postgres(url: &str, options: Options, up_to: i64) -> Result<Pools> {
    let address: sqlx::postgres::PgConnectOptions =
        url.parse().map_err(|_| StoreError::Address(without_password(url)))?;
    let pool = |connections| {
        PgPoolOptions::new().max_connections(connections).acquire_timeout(options.patience * 2)
    };
    let name = address.get_database().unwrap_or("postgres").to_owned();
    let write = pool(1).connect_with(address.clone()).await.map_err(unreachable)?;
    let read = pool(options.readers * 2).connect_with(address).await.map_err(unreachable)?;
    let mut migrator = migrate::migrator(true, up_to);
    migrator.create_schemas = missing_schema(&write).await?.into_iter().collect();
    if migrator.create_schemas.is_empty() {
        let db = Pool::Postgres(write.clone());
        backup::copy_before(&db, options.copies.as_deref(), &name, up_to).await?;
    }
    migrator.run(&write).await?;
    Ok(Pools { read: Pool::Postgres(read), write: Pool::Postgres(write), path: None })
}

/// The schema that the address names in `search_path`, if it is not there yet.
async fn missing_schema(pool: &PgPool) -> Result<Option<Cow<'static, str>>> {
    let mut pooled = Pooled::Postgres(pool.acquire().await?);
    let sql = "select current_schema()::text, current_setting('search_path')";
    let Some(row) = pooled.conn().row(Sql::new(sql)).await? else { return Ok(None) };
    if row.maybe_text(0)?.is_some() {
        return Ok(None);
    }
    let path = row.text(1)?;
    let name = path.split(',').next().unwrap_or("").trim().to_owned();
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    if name.is_empty() || !name.chars().all(is_plain) {
        let why =
            format!("the schema “{name}” does not exist; create it, or name one in small letters");
        return Err(StoreError::Unreachable(why));
    }
    Ok(Some(Cow::Owned(name)))
}

fn unreachable(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut => StoreError::Unreachable("no answer in time".into()),
        // It did answer: the name of a database or a role, or a password, is wrong.
        sqlx::Error::Database(said) => StoreError::Refused(said.message().to_owned()),
        other => StoreError::Unreachable(other.to_string()),
    }
}

/// An address may be shown; what stands between `:` and `@` may not.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

/// One connection for everything: a second one would need SQLite's shared cache, whose readers
/// do wait for the writer.
async fn memory(up_to: i64) -> Result<Pools> {
    let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await?;
    let pool = Pool::Lite { pool, is_memory: true };
    prepare(&pool, None, up_to).await?;
    Ok(Pools { read: pool.clone(), write: pool, path: None })
}

async fn file(path: &Path, options: Options, up_to: i64) -> Result<Pools> {
    check_file(path)?;
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(options.patience)
        .statement_cache_capacity(256)
        // A burst of writes must not leave a large file behind for ever.
        .pragma("journal_size_limit", "67108864");
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(options.patience + Duration::from_secs(1))
            .idle_timeout(None)
            .max_lifetime(None)
    };
    let write = pool(1).connect_with(connect.clone()).await.map_err(|it| at_path(path, it))?;
    let write = Pool::Lite { pool: write, is_memory: false };
    prepare(&write, Some(path), up_to).await.map_err(|it| foreign(path, it))?;
    let read = connect.pragma("query_only", "on");
    let read = pool(options.readers).connect_with(read).await.map_err(|it| at_path(path, it))?;
    let read = Pool::Lite { pool: read, is_memory: false };
    Ok(Pools { read, write, path: Some(path.to_owned()) })
}

/// One more connection to a file that is open already.
pub(crate) async fn beside(path: &Path) -> Result<Pool> {
    let connect = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(connect).await;
    Ok(Pool::Lite { pool: pool.map_err(|it| at_path(path, it))?, is_memory: false })
}

/// An empty file that its owner alone may read.
pub(crate) fn create_private(path: &Path) -> Result<()> {
    let file = open_private(path).map_err(|it| cannot(path, &io_sentence(&it)))?;
    Ok(file.set_len(0)?)
}

/// Checks the library and whose database this is, then migrates. A file of an older schema is
/// copied first, beside itself, so that the older program can have it back.
async fn prepare(pool: &Pool, path: Option<&Path>, up_to: i64) -> Result<()> {
    let Pool::Lite { pool: lite, .. } = pool else { return Ok(()) };
    let mut pooled = pool.acquire().await?;
    let db = &mut pooled.conn();
    let version = db.row(Sql::new("select sqlite_version()")).await?;
    let version = version.map_or(Ok(String::new()), |row| row.text(0))?;
    if is_older(&version, [3, 51, 3]) {
        return Err(StoreError::OldSqlite(version));
    }
    if let (Some(found), Some(path)) = (schema(db).await?, path)
        && found < up_to
    {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".schema-{found}"));
        let copy = PathBuf::from(name);
        if !copy.exists() {
            create_private(&copy)?;
            db.run(Sql::new("vacuum into $1").bind(&*copy.to_string_lossy())).await?;
        }
        tracing::info!(copy = %copy.display(), schema = found, "copied the database before an upgrade");
    }
    drop(pooled);
    Ok(migrate::migrator(false, up_to).run(lite).await?)
}

/// The schema that is there; `None` in a new file.
async fn schema(db: &mut Conn<'_>) -> Result<Option<i64>> {
    let sql = "select name from sqlite_master where type = 'table'";
    let rows = db.rows(Sql::new(sql)).await?;
    let names = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
    if names.is_empty() {
        return Ok(None);
    }
    if !names.iter().any(|it| it == "_sqlx_migrations") {
        return Err(StoreError::Misused(FOREIGN));
    }
    let newest = db.row(Sql::new("select max(version) from _sqlx_migrations")).await?;
    newest.map_or(Ok(None), |row| row.maybe_int(0))
}

const FOREIGN: &str = "the database belongs to another program";

fn foreign(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Misused(FOREIGN) => {
            cannot(path, "is a database of another program. Name another file.")
        }
        StoreError::Sql(error) => at_path(path, error),
        other => other,
    }
}

fn is_older(version: &str, than: [u32; 3]) -> bool {
    let mut parts = version.split('.').map(|it| it.parse().unwrap_or(0));
    let found = [(); 3].map(|()| parts.next().unwrap_or(0));
    found < than
}

fn cannot(path: &Path, why: &str) -> StoreError {
    StoreError::CannotOpen { path: path.to_owned(), why: why.to_owned() }
}

/// What SQLite would say in a number, said before it is asked.
fn check_file(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(cannot(path, "is a folder. Name a file in it, for example remit.db."));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts")
        && let Ok(folder) = folder.canonicalize()
        && let Some(kind) = network_disk(&mounts, &folder)
    {
        let why = format!(
            "lies on a network disk ({kind}), where SQLite can lose data. Use a local disk, or PostgreSQL."
        );
        return Err(cannot(path, &why));
    }
    let mut file = open_private(path).map_err(|it| cannot(path, &io_sentence(&it)))?;
    let mut head = Vec::new();
    file.by_ref().take(16).read_to_end(&mut head).map_err(|it| cannot(path, &io_sentence(&it)))?;
    if head.is_empty() || head == b"SQLite format 3\0" {
        Ok(())
    } else {
        Err(cannot(path, "is not a database. Name another file, or restore a backup."))
    }
}

/// Creates it readable by its owner alone.
fn open_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn io_sentence(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{
        NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        NotFound => "cannot be created: its folder does not exist. Create the folder first.",
        PermissionDenied => "cannot be opened for writing: permission denied. Check who owns the file and its folder.",
        ReadOnlyFilesystem => "cannot be opened for writing: the disk is mounted read-only.",
        NotADirectory => "cannot be created: a part of its path is a file, not a folder.",
        StorageFull => "cannot be created: the disk is full.",
        _ => return format!("cannot be opened: {error}."),
    }
    .to_owned()
}

fn at_path(path: &Path, error: sqlx::Error) -> StoreError {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|it| it.parse::<i64>().ok());
    match code.map(|it| it & 0xff) {
        Some(26) => cannot(path, "is not a database. Name another file, or restore a backup."),
        Some(11) => {
            cannot(path, "is damaged. Restore the newest backup that `remit verify` accepts.")
        }
        Some(14) => cannot(path, "cannot be opened. Check who owns the file and its folder."),
        _ => error.into(),
    }
}

/// The kind of network file system this folder lies on, from the text of /proc/self/mounts.
fn network_disk<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ').skip(1);
            Some((parts.next()?.replace("\\040", " "), parts.next()?))
        })
        .filter(|(point, _)| folder.starts_with(point))
        // Of two mounts on one point the later one is what is seen.
        .max_by_key(|(point, _)| point.len())?
        .1;
    let remote = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "davfs"];
    remote.contains(&kind).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(is_older("3.9.2", [3, 51, 3]));
        assert!(is_older("3.51.2", [3, 51, 3]));
        assert!(!is_older("3.51.3", [3, 51, 3]));
        assert!(!is_older("3.100.0", [3, 51, 3]));
    }

    #[test]
    fn a_network_disk_is_seen_through_the_nearest_mount() {
        let mounts = "/dev/a / ext4 rw 0 0\nbox:/h /home nfs4 rw 0 0\n/dev/b /home/ana/local ext4 rw 0 0\n//s/x /mnt/my\\040files cifs rw 0 0\n";
        assert_eq!(network_disk(mounts, Path::new("/home/ana")), Some("nfs4"));
        assert_eq!(network_disk(mounts, Path::new("/home/ana/local/x")), None);
        assert_eq!(network_disk(mounts, Path::new("/homestead")), None);
        assert_eq!(network_disk(mounts, Path::new("/mnt/my files")), Some("cifs"));
    }

    #[test]
    fn each_reason_not_to_open_says_what_to_do() {
        use std::io::ErrorKind::{
            NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
        };
        for (kind, words) in [
            (NotFound, "Create the folder first"),
            (PermissionDenied, "Check who owns"),
            (ReadOnlyFilesystem, "mounted read-only"),
            (NotADirectory, "is a file, not a folder"),
            (StorageFull, "disk is full"),
        ] {
            assert!(io_sentence(&kind.into()).contains(words), "{kind}");
        }
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(without_password("postgres://ana:secret@db/remit"), "postgres://…@db/remit");
    }
}
