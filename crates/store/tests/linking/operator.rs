//! What an operator looks at and keeps: the rows after every commit, the file and its WAL, a server's heap,
//! its archive of WAL, and its log of every statement.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sqlx::Row as _;

use super::traces::{Traces, of_slot};

pub(crate) enum Operator {
    File(PathBuf, sqlx::SqlitePool),
    Server(Box<Server>),
}

/// Of a server that is somebody else's only what it answers; of one's own also its folder.
pub(crate) struct Server {
    pub(crate) pool: sqlx::PgPool,
    pub(crate) owned: Option<Owned>,
    newest: i64,
}

pub(crate) struct Owned {
    pub(crate) data: PathBuf,
    pub(crate) archive: PathBuf,
    pub(crate) log: PathBuf,
    log_read: usize,
    /// Bytes of WAL that were archived.
    pub(crate) archived: usize,
}

/// What they have of one wave when it has ended.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) drawn: Vec<(f64, String)>,
    /// Slots of scores and of words that changed, and when.
    pub(crate) cast: Vec<(f64, [i64; 2])>,
    /// As the rows of tickets lie there, by row number or transaction.
    pub(crate) rows: Vec<String>,
    pub(crate) spent: usize,
    /// By where they lie in the file or the heap, and in the WAL: people, and slots of both parts.
    pub(crate) in_file: Lying,
    pub(crate) in_wal: Lying,
    /// From the server's log: who drew, and slots that were written, in order.
    pub(crate) logged: (Vec<String>, Vec<[i64; 2]>),
    mark: String,
    known: BTreeSet<String>,
    slots: BTreeMap<(String, i64), Vec<u8>>,
    tickets: Vec<(String, String)>,
    hashes: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Lying {
    pub(crate) people: Vec<String>,
    pub(crate) slots: [Vec<i64>; 2],
}

macro_rules! rows {
    ($db:expr, $sql:expr, $($bound:expr),*) => {
        sqlx::query($sql)$(.bind($bound))*.fetch_all($db).await.unwrap()
    };
}

impl Operator {
    pub(crate) async fn of_file(path: &Path) -> Self {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
        let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
        Self::File(path.to_owned(), pool.connect_with(options).await.unwrap())
    }

    pub(crate) async fn of_server(url: &str, owned: Option<Owned>) -> Self {
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1);
        let pool = pool.connect(url).await.unwrap();
        Self::Server(Box::new(Server { pool, owned, newest: 0 }))
    }

    pub(crate) async fn close(self) {
        match self {
            Self::File(_, pool) => pool.close().await,
            Self::Server(it) => it.pool.close().await,
        }
    }

    /// After each commit: who is new among the drawn, and which slots are not what they were.
    pub(crate) async fn look(&mut self, wave: &str, minute: f64, kept: &mut Kept) {
        let (people, slots) = match self {
            Self::File(_, pool) => of_file(pool, wave).await,
            Self::Server(it) => it.changed(wave).await,
        };
        for person in people {
            if kept.known.insert(person.clone()) {
                kept.drawn.push((minute, person));
            }
        }
        let mut changed: BTreeMap<String, i64> = BTreeMap::new();
        for (part, number, sealed) in slots {
            let before = kept.slots.insert((part.clone(), number), sealed.clone());
            if before.is_some_and(|it| it != sealed) {
                changed.insert(part, number);
            }
        }
        if let (Some(scores), Some(words)) = (changed.get("scores"), changed.get("words")) {
            kept.cast.push((minute, [*scores, *words]));
        }
    }

    /// While it is still open: everything that lies anywhere.
    pub(crate) async fn copy(&mut self, wave: &str, kept: &mut Kept) {
        let (tickets, slots, hashes): (Vec<_>, Vec<_>, Vec<_>) = match self {
            Self::File(_, pool) => {
                let sql = "select person, start from ticket_drawn where wave = $1";
                let tickets = rows!(&*pool, sql, wave);
                let sql = "select part, number, sealed from ballot_slot where wave = $1";
                let slots = rows!(&*pool, sql, wave);
                let hashes = rows!(&*pool, "select hash from ticket_spent where wave = $1", wave);
                (
                    tickets.iter().map(|it| (it.get(0), it.get(1))).collect(),
                    slots.iter().map(|it| ((it.get(0), it.get(1)), it.get(2))).collect(),
                    hashes.iter().map(|it| it.get(0)).collect(),
                )
            }
            Self::Server(it) => {
                let sql = "select person, start from ticket_drawn where wave = $1
                    order by xmin::text::bigint";
                let tickets = rows!(&it.pool, sql, wave);
                let sql = "select part, number, sealed from ballot_slot where wave = $1";
                let slots = rows!(&it.pool, sql, wave);
                let hashes = rows!(&it.pool, "select hash from ticket_spent where wave = $1", wave);
                (
                    tickets.iter().map(|it| (it.get(0), it.get(1))).collect(),
                    slots.iter().map(|it| ((it.get(0), it.get(1)), it.get(2))).collect(),
                    hashes.iter().map(|it| it.get(0)).collect(),
                )
            }
        };
        kept.rows = tickets.iter().map(|it: &(String, String)| it.0.clone()).collect();
        kept.spent = hashes.len();
        (kept.tickets, kept.hashes, kept.slots) = (tickets, hashes, slots.into_iter().collect());
        let traces = kept.traces();
        match self {
            Self::File(path, _) => {
                kept.in_file = kept.lying(&traces.sought(&std::fs::read(&path).unwrap()));
                let wal = std::fs::read(path.with_extension("db-wal")).unwrap_or_default();
                kept.in_wal = kept.lying(&traces.sought(&wal));
            }
            Self::Server(it) => it.copy(&traces, kept).await,
        }
    }

    /// After the close: how many of all these bytes lie in what is in use now, and what the server still
    /// knows of the rows.
    pub(crate) async fn left(&mut self, kept: &Kept) -> usize {
        let traces = kept.traces();
        let count = |found: &[Option<usize>]| found.iter().flatten().count();
        match self {
            Self::File(path, _) => {
                let mut bytes = std::fs::read(&path).unwrap();
                bytes.extend(std::fs::read(path.with_extension("db-wal")).unwrap_or_default());
                let found = traces.sought(&bytes);
                let (shown, silent) = found.split_last().expect("the mark is among them");
                assert!(shown.is_some(), "what may be shown lies there");
                count(silent)
            }
            Self::Server(it) => {
                let sampled = "select count(*) from pg_stats where schemaname = current_schema()
                    and tablename in ('ballot_slot', 'ticket_spent', 'ticket_drawn')";
                let size = "select coalesce(sum(pg_relation_size(name::regclass)), 0)::bigint from
                    (values ('ballot_slot'), ('ticket_spent'), ('ticket_drawn')) as it (name)";
                let mut left = 0;
                for sql in [sampled, size] {
                    left += sqlx::query(sql).fetch_one(&it.pool).await.unwrap().get::<i64, _>(0);
                }
                let Some(owned) = &it.owned else { return left as usize };
                sqlx::query("checkpoint").execute(&it.pool).await.unwrap();
                let mut found = traces.nothing();
                for file in files(&owned.data.join("base")) {
                    traces.seek(&std::fs::read(file).unwrap_or_default(), 0, &mut found);
                }
                // What may be shown lies there compressed.
                left as usize + count(&found)
            }
        }
    }
}

/// Whoever has a ticket, and what tells a slot from what it was: its first bytes, or the transaction.
type Now = (Vec<String>, Vec<(String, i64, Vec<u8>)>);

/// In one row each, because it is asked after every commit.
async fn of_file(pool: &sqlx::SqlitePool, wave: &str) -> Now {
    let sql = "select coalesce(group_concat(person, ' '), '') from ticket_drawn where wave = $1";
    let people: String = rows!(pool, sql, wave)[0].get(0);
    let sql = "select part, group_concat(number || '=' || hex(substr(sealed, 1, 8)), ' ')
        from ballot_slot where wave = $1 group by part";
    let mut slots = Vec::new();
    for row in rows!(pool, sql, wave) {
        let all: String = row.get(1);
        for (number, bytes) in all.split(' ').filter_map(|it| it.split_once('=')) {
            slots.push((row.get(0), number.parse().unwrap(), bytes.as_bytes().to_vec()));
        }
    }
    (people.split_whitespace().map(str::to_owned).collect(), slots)
}

impl Server {
    async fn changed(&mut self, wave: &str) -> Now {
        let sql = "select person, xmin::text::bigint from ticket_drawn
            where wave = $1 and xmin::text::bigint > $2";
        let people = rows!(&self.pool, sql, wave, self.newest);
        let sql = "select part, number, xmin::text::bigint from ballot_slot
            where wave = $1 and xmin::text::bigint > $2";
        let slots = rows!(&self.pool, sql, wave, self.newest);
        let newest = people.iter().map(|it| it.get(1)).chain(slots.iter().map(|it| it.get(2)));
        self.newest = newest.max().unwrap_or(self.newest).max(self.newest);
        let with = |it: &sqlx::postgres::PgRow| {
            (it.get(0), it.get(1), it.get::<i64, _>(2).to_le_bytes().to_vec())
        };
        (people.iter().map(|it| it.get(0)).collect(), slots.iter().map(with).collect())
    }

    /// Heap, archive and log; what an operator samples is sampled too.
    async fn copy(&mut self, traces: &Traces, kept: &mut Kept) {
        for sql in ["analyze ballot_slot", "analyze ticket_drawn", "analyze ticket_spent"] {
            sqlx::query(sql).execute(&self.pool).await.unwrap();
        }
        let Some(owned) = &mut self.owned else { return };
        sqlx::query("checkpoint").execute(&self.pool).await.unwrap();
        let mut found = traces.nothing();
        let mut from = 0;
        for file in files(&owned.data.join("base")) {
            let bytes = std::fs::read(file).unwrap_or_default();
            traces.seek(&bytes, from, &mut found);
            from += bytes.len();
        }
        kept.in_file = kept.lying(&found);
        let switched = rows!(&self.pool, "select pg_walfile_name(pg_switch_wal())",);
        let name: String = switched[0].get(0);
        let done = "select coalesce(last_archived_wal >= $1, false) from pg_stat_archiver";
        while !rows!(&self.pool, done, &name)[0].get::<bool, _>(0) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let (mut found, mut from) = (traces.nothing(), 0);
        for file in files(&owned.archive) {
            let bytes = std::fs::read(&file).unwrap();
            traces.seek(&bytes, from, &mut found);
            from += bytes.len();
            std::fs::remove_file(file).unwrap();
        }
        owned.archived += from;
        kept.in_wal = kept.lying(&found);
        let log = std::fs::read(&owned.log).unwrap();
        let said = String::from_utf8_lossy(&log[owned.log_read..]);
        assert!(!said.contains(&kept.mark), "a comment was logged before the close");
        kept.logged = logged(&said);
        owned.log_read = log.len();
    }
}

impl Owned {
    /// By the folder that holds a server's data, its archive and its log.
    pub(crate) fn at(home: &Path) -> Self {
        let [data, archive, log] = ["data", "archive", "log"].map(|it| home.join(it));
        Self { data, archive, log, log_read: 0, archived: 0 }
    }
}

impl Kept {
    pub(crate) fn with(mark: String) -> Self {
        Self { mark, ..Self::default() }
    }

    fn traces(&self) -> Traces {
        let slots = self.slots.values().map(|it| of_slot(it));
        let tickets = self.tickets.iter().map(|it| it.1.clone().into_bytes());
        let hashes = self.hashes.iter().map(|it| it.clone().into_bytes());
        // The last is what stands in every comment: it may lie nowhere before the close, and must afterwards.
        Traces::of(slots.chain(tickets).chain(hashes).chain([self.mark.clone().into()]).collect())
    }

    /// The order in which they lie, of those that were found.
    fn lying(&self, found: &[Option<usize>]) -> Lying {
        assert_eq!(found.last(), Some(&None), "a comment was read before the close");
        let (slots, tickets) = found.split_at(self.slots.len());
        let mut people: Vec<_> =
            self.tickets.iter().zip(tickets).filter(|it| it.1.is_some()).collect();
        people.sort_by_key(|it| *it.1);
        let of = |part: &str| {
            let mut all: Vec<_> = self
                .slots
                .keys()
                .zip(slots)
                .filter(|it| it.0.0 == part && it.1.is_some())
                .collect();
            all.sort_by_key(|it| *it.1);
            all.into_iter().map(|it| it.0.1).collect()
        };
        Lying {
            people: people.into_iter().map(|it| it.0.0.clone()).collect(),
            slots: [of("scores"), of("words")],
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// Who drew and what was written, as a server tells it that logs every statement with its values.
fn logged(log: &str) -> (Vec<String>, Vec<[i64; 2]>) {
    let (mut drawn, mut cast, mut scores) = (Vec::new(), Vec::new(), None);
    let mut statement = "";
    for line in log.lines() {
        if line.contains(" execute ") {
            statement = line;
        }
        let Some((_, values)) = line.split_once("parameters: ") else { continue };
        let value = |at: usize| {
            let (_, rest) = values.split_once(&format!("${at} = '"))?;
            rest.split('\'').next().map(str::to_owned)
        };
        if statement.contains("insert into ticket_drawn") {
            drawn.extend(value(2));
        }
        if statement.contains("update ballot_slot")
            && let (Some(part), Some(Ok(number))) = (value(3), value(4).map(|it| it.parse::<i64>()))
        {
            match (part.as_str(), scores) {
                ("words", Some(scores)) => cast.push([scores, number]),
                _ => scores = Some(number),
            }
        }
    }
    (drawn, cast)
}
