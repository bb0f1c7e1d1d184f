//! Attack A3 on what is built, on both databases: an operator keeps everything there is (the tables
//! after every commit, the file and its WAL, a backup from the middle, the order of transactions and of
//! rows) and afterwards says who wrote what.
//!
//! The cipher is a stand-in here; `app::ballots` has the real one with its own tests. Everything else
//! is the store's: opening, tickets, ballots, the end, and the file that is rebuilt.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::health::envelope::{Comment, Scores, TEXT_BYTES};
use domain::health::figures::Answer;
use domain::health::instrument::with_own;
use domain::health::limits::Limits;
use domain::health::opening::{Asked, Opening};
use domain::health::results::Results;
use domain::health::waves::Span;
use domain::id::{At, Id};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use store::{Batch, Change, Filling, Options, Part, Store};

use crate::ballots::{Dice, VOTERS, contains, hash, steps};
use crate::common::{NOW, add, at, id, person, record, settle, write};
use crate::postgres::postgres;

const WAVES: usize = 6;
const ITEMS: usize = 19;
/// Stands in every comment of a wave, and nowhere before its close.
fn mark(wave: usize) -> String {
    format!("we-could-{wave}")
}

/// Random in its order and its length, as far as its writer goes.
fn comment(wave: usize, person: usize) -> String {
    let hash = hash(&[b"words", &wave.to_le_bytes(), &person.to_le_bytes()]);
    let longer = usize::from_str_radix(&hash[..2], 16).unwrap() % 40;
    format!("{hash} {} {}", mark(wave), "more ".repeat(longer)).trim().to_owned()
}

fn scores(wave: usize, person: usize) -> Scores {
    let step = |item: usize| {
        let hash = Sha256::digest([wave, person, item].map(usize::to_le_bytes).concat());
        Some(Answer::Step(usize::from(hash[0]) % 5 + 1))
    };
    Scores { teams: vec![0], answers: (0..ITEMS).map(step).collect() }
}

fn words(wave: usize, person: usize) -> Comment {
    Comment { teams: vec![0], text: comment(wave, person) }
}

/// Stands in for the cipher: as long whatever is in it, and different in each slot.
fn sealed(plain: &[u8], dice: &mut Dice) -> Vec<u8> {
    let key = dice.below(usize::MAX).to_le_bytes();
    let mut bytes = plain.to_vec();
    for (block, chunk) in bytes.chunks_mut(32).enumerate() {
        let pad = Sha256::digest([&key[..], &block.to_le_bytes()].concat());
        chunk.iter_mut().zip(pad).for_each(|(byte, pad)| *byte ^= pad);
    }
    bytes
}

/// What an operator looks at: the file, or the server past the program.
enum Operator {
    File(PathBuf),
    Server(sqlx::PgPool),
}

/// Everything they keep after one commit.
#[derive(Default)]
struct Look {
    /// In the order in which the rows lie there.
    drawn: Vec<String>,
    slots: BTreeMap<(String, i64), Vec<u8>>,
    spent: usize,
    bytes: Vec<u8>,
}

impl Operator {
    async fn look(&self, wave: &Id) -> Look {
        let (drawn, slots, spent) = match self {
            Self::File(path) => {
                let folder = tempfile::tempdir().unwrap();
                let to = folder.path().join("x.db");
                std::fs::copy(path, &to).unwrap();
                let wal = path.with_extension("db-wal");
                if wal.exists() {
                    std::fs::copy(wal, to.with_extension("db-wal")).unwrap();
                }
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&to);
                let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options)
                    .await
                    .unwrap();
                rows!(&mut db, wave, "order by person")
            }
            // By transaction: the order in which the tickets were drawn.
            Self::Server(pool) => {
                let mut db = pool.acquire().await.unwrap();
                rows!(&mut *db, wave, "order by xmin::text::bigint")
            }
        };
        Look { drawn, slots, spent, bytes: self.bytes() }
    }

    /// The file and its WAL; a server's are not ours to read, but for what `size` says.
    fn bytes(&self) -> Vec<u8> {
        let Self::File(path) = self else { return Vec::new() };
        let mut bytes = std::fs::read(path).unwrap();
        bytes.extend(std::fs::read(path.with_extension("db-wal")).unwrap_or_default());
        bytes
    }

    /// Bytes that the silent tables take on a server's disk, dead rows among them.
    async fn size(&self) -> i64 {
        let Self::Server(pool) = self else { return 0 };
        let sql = "select sum(pg_relation_size(name::regclass))::bigint from
            (values ('ballot_slot'), ('ticket_spent'), ('ticket_drawn')) as it (name)";
        sqlx::query(sql).fetch_one(pool).await.unwrap().get(0)
    }
}

/// The same three questions to either database, past the store.
macro_rules! rows {
    ($db:expr, $wave:expr, $order:literal) => {{
        let sql = concat!("select person from ticket_drawn where wave = $1 ", $order);
        let drawn = sqlx::query(sql).bind($wave.as_str()).fetch_all($db).await.unwrap();
        let sql = "select part, number, sealed from ballot_slot where wave = $1";
        let slots = sqlx::query(sql).bind($wave.as_str()).fetch_all($db).await.unwrap();
        let sql = "select hash from ticket_spent where wave = $1";
        let spent = sqlx::query(sql).bind($wave.as_str()).fetch_all($db).await.unwrap();
        (
            drawn.iter().map(|it| it.get(0)).collect(),
            slots.iter().map(|it| ((it.get(0), it.get(1)), it.get(2))).collect(),
            spent.len(),
        )
    }};
}
use rows;

fn id_of(person: usize) -> String {
    // Ids sort by when people came, which has nothing to do with what they say.
    format!("p-{person:03}")
}

async fn organisation(store: &Store) {
    settle(store).await;
    for at in 0..VOTERS {
        write(store, [Change::AddPerson(person(&format!("{at:03}")))]).await.unwrap();
    }
}

async fn quietly(store: &Store, change: Change) {
    store.write(Batch::by(&id(""), At(0)).change(change)).await.unwrap();
}

async fn open(store: &Store, number: usize, dice: &mut Dice) -> Opening {
    let wave = format!("w{number}");
    write(store, [add(&record(&wave, "pay"))]).await.unwrap();
    let team = Asked { team: id("pay"), name: "Payments".into(), above: None };
    let span = Span { opens: NOW, closes: at(1_000 + number as i64) };
    let teams = vec![vec![0]; VOTERS];
    let how = (Limits::default(), span);
    let opening = Opening::new(id(&wave), &[team], &teams, with_own(vec![]).unwrap(), how).unwrap();
    let roster = (0..VOTERS).map(|it| (Id::from(id_of(it)), vec![0])).collect();
    let mut slots = |plain: Vec<u8>| (0..VOTERS).map(|_| sealed(&plain, dice)).collect();
    let (scores, words) = (slots(scores(0, 0).pack().unwrap().into()), slots(vec![0; TEXT_BYTES]));
    let open = Change::OpenWave { opening: Box::new(opening.clone()), roster, scores, words };
    write(store, [open]).await.unwrap();
    opening
}

/// As `app` fills them: a free slot of each part by chance, in one transaction with the ticket.
struct Free([Vec<i64>; 2]);

impl Free {
    async fn cast(&mut self, store: &Store, wave: (&Id, usize), person: usize, dice: &mut Dice) {
        let plain: [Vec<u8>; 2] = [
            scores(wave.1, person).pack().unwrap().into(),
            words(wave.1, person).pack().unwrap().into(),
        ];
        let mut fillings = Vec::new();
        for ((part, plain), free) in Part::ALL.into_iter().zip(plain).zip(&mut self.0) {
            let number = free.swap_remove(dice.below(free.len()));
            let slots = store.ballot_slots(wave.0, part).await.unwrap();
            let was = slots.into_iter().find(|it| it.0 == number).unwrap().1;
            fillings.push(Filling { part, number, was, sealed: sealed(&plain, dice) });
        }
        let spent = hash(&[b"ticket", &dice.below(usize::MAX).to_le_bytes()]);
        quietly(store, Change::CastBallot { wave: wave.0.clone(), spent, fillings }).await;
    }
}

/// One wave from its opening to its end; what the operator kept, and the comments in the order in which
/// they are left.
async fn wave(
    store: &Store,
    by: &Operator,
    number: usize,
    dice: &mut Dice,
) -> (Vec<Look>, Vec<String>) {
    let opening = open(store, number, dice).await;
    let wave = opening.wave.clone();
    let all: Vec<i64> = (0..VOTERS as i64).collect();
    let mut free = Free([all.clone(), all]);
    let mut kept = vec![by.look(&wave).await];
    for (votes, person) in steps(dice) {
        if votes {
            free.cast(store, (&wave, number), person, dice).await;
        } else {
            let (wave, person) = (wave.clone(), id(&id_of(person)));
            let start = hash(&[b"start", &dice.below(usize::MAX).to_le_bytes()]);
            quietly(store, Change::DrawTicket { wave, person, start }).await;
        }
        kept.push(by.look(&wave).await);
        if kept.len() == VOTERS {
            let mut backup = Vec::new();
            store.dump(NOW, &mut backup).await.unwrap();
            assert!(!contains(&backup, &mark(number)) && !contains(&backup, "ticket"));
        }
    }
    let scores: Vec<Scores> = (0..VOTERS).map(|it| scores(number, it)).collect();
    let words: Vec<Comment> = (0..VOTERS).map(|it| words(number, it)).collect();
    let results = Results::of(opening, &scores, &words, &vec![vec![0]; VOTERS]);
    let results = Some(Box::new(results));
    write(store, [Change::EndWave { wave: wave.clone(), results }]).await.unwrap();
    assert!(store.forget_deleted().await.unwrap());
    let left = store.wave(&wave).await.unwrap().unwrap().results.unwrap();
    let domain::health::comments::Pile::Shown(left) = left.view(None).groups[0].comments.clone()
    else {
        panic!("twenty-four comments are enough to be shown")
    };
    kept.push(by.look(&wave).await);
    (kept, left)
}

/// Whoever is most likely to have made each change: people mostly answer soon after they draw, so it is
/// given to the newest drawer without one. Person and slot of each part, in the order of time.
fn by_time(kept: &[Look]) -> Vec<(String, [i64; 2])> {
    let (mut waiting, mut found): (Vec<String>, Vec<(String, [i64; 2])>) = (Vec::new(), Vec::new());
    for pair in kept.windows(2) {
        waiting.extend(pair[1].drawn.iter().filter(|it| !pair[0].drawn.contains(it)).cloned());
        let of = |part: &str| {
            let mut changed =
                pair[1].slots.iter().filter(|it| pair[0].slots.get(it.0) != Some(it.1));
            changed.find(|it| it.0.0 == part).map(|it| it.0.1)
        };
        if let (Some(scores), Some(words)) = (of("scores"), of("words")) {
            found.extend(waiting.pop().map(|person| (person, [scores, words])));
        }
    }
    found
}

/// Every order of people laid beside every order of answers: how many each pairing hits.
fn hits(kept: &[Look], left: &[String], number: usize) -> BTreeMap<String, usize> {
    let guessed = by_time(kept);
    let open = &kept[kept.len() - 2];
    let sorted = |by: usize| {
        let mut all = guessed.clone();
        all.sort_by_key(|it| it.1[by]);
        all.into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    let mut first_seen: Vec<String> = Vec::new();
    for look in kept {
        first_seen.extend(
            look.drawn.iter().filter(|it| !first_seen.contains(it)).cloned().collect::<Vec<_>>(),
        );
    }
    let people = [
        ("drawn", first_seen),
        ("rows of tickets", open.drawn.clone()),
        ("guessed by time", guessed.iter().map(|it| it.0.clone()).collect()),
        ("guessed by slot of scores", sorted(0)),
        ("guessed by slot of words", sorted(1)),
        ("who came first", (0..VOTERS).map(id_of).collect()),
    ];
    let backwards: Vec<String> = left.iter().rev().cloned().collect();
    let (mut shorter, mut longer) = (left.to_vec(), left.to_vec());
    shorter.sort_by_key(String::len);
    longer.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let answers = [
        ("as left", left.to_vec()),
        ("backwards", backwards),
        ("shorter", shorter),
        ("longer", longer),
    ];
    let mut found = BTreeMap::new();
    for (who, people) in &people {
        for (what, answers) in &answers {
            let is_right = |(person, said): &(&String, &String)| {
                let person = person.trim_start_matches("p-").parse().unwrap();
                **said == comment(number, person)
            };
            let right = people.iter().zip(answers).filter(is_right).count();
            found.insert(format!("{who} / {what}"), right);
        }
    }
    found
}

/// The most hits of `n` guesses that chance alone exceeds no more often than `tail` says.
fn binomial(n: usize, p: f64, tail: f64) -> usize {
    let (mut mass, mut sum, mut hits) = ((1.0 - p).powi(n as i32), 0.0, 0);
    loop {
        sum += mass;
        if 1.0 - sum <= tail {
            return hits;
        }
        mass *= (n - hits) as f64 / (hits + 1) as f64 * p / (1.0 - p);
        hits += 1;
    }
}

#[test]
fn the_bound_is_that_of_the_tables() {
    // Added up from binomial coefficients elsewhere.
    let found = [
        binomial(144, 1.0 / 24.0, 0.01),
        binomial(10, 0.5, 0.01),
        binomial(100, 0.01, 0.01),
        binomial(960, 1.0 / 24.0, 0.01),
    ];
    assert_eq!(found, [12, 9, 4, 55]);
}

async fn attack(store: &Store, by: &Operator) {
    organisation(store).await;
    let mut dice = Dice(20_261_126);
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..WAVES {
        let (kept, left) = wave(store, by, number, &mut dice).await;
        let open = &kept[kept.len() - 2];
        assert_eq!((open.drawn.len(), open.spent), (VOTERS, VOTERS), "the operator does look");
        assert_eq!(by_time(&kept).len(), VOTERS, "every change is given to somebody");
        let meanwhile = kept[..kept.len() - 1].iter().rev().step_by(8);
        for look in meanwhile {
            assert!(!contains(&look.bytes, &mark(number)), "read before the close");
        }
        let last = kept.last().unwrap();
        assert!(last.drawn.is_empty() && last.slots.is_empty() && last.spent == 0);
        assert_eq!(by.size().await, 0, "dead rows lie on the server's disk");
        for slot in open.slots.values().step_by(5) {
            let piece = &slot[slot.len() / 2..][..16];
            assert!(
                !last.bytes.windows(16).any(|it| it == piece),
                "a sealed slot lies in the file"
            );
        }
        for (way, right) in hits(&kept, &left, number) {
            *all.entry(way).or_default() += right;
        }
    }
    // Twenty-four ways are tried: for all of them together it is the bound of 99 in 100.
    assert_eq!(all.len(), 24);
    let most = binomial(WAVES * VOTERS, 1.0 / VOTERS as f64, 0.01 / all.len() as f64);
    for (way, right) in all {
        assert!(right <= most, "{way}: {right} linked, by chance at most {most}");
    }
}

#[tokio::test]
async fn a3_an_operator_with_file_wal_and_backup_links_no_better_than_chance() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wave.db");
    let url = format!("sqlite:{}", path.display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    attack(&store, &Operator::File(path)).await;
    store.close().await;
}

#[tokio::test]
async fn a3_an_operator_of_postgresql_links_no_better_than_chance() {
    let url = postgres();
    let store = Store::open(&url, Options::default()).await.unwrap();
    let server = sqlx::PgPool::connect(&url).await.unwrap();
    attack(&store, &Operator::Server(server.clone())).await;
    server.close().await;
    store.close().await;
}

/// The stronger statement, and the reason for the one above: whoever said what, the same bytes are left.
#[test]
fn what_is_left_of_a_wave_is_the_same_whoever_said_what() {
    let team = Asked { team: id("pay"), name: "Payments".into(), above: None };
    let span = Span { opens: NOW, closes: at(1_000) };
    let teams = vec![vec![0]; VOTERS];
    let opening = || {
        let how = (Limits::default(), span);
        Opening::new(id("w"), std::slice::from_ref(&team), &teams, with_own(vec![]).unwrap(), how)
            .unwrap()
    };
    let left = |order: &[usize]| {
        let scores: Vec<_> = order.iter().map(|&it| scores(0, it)).collect();
        let words: Vec<_> = order.iter().rev().map(|&it| words(0, it)).collect();
        serde_json::to_string(&Results::of(opening(), &scores, &words, &teams)).unwrap()
    };
    let mut order: Vec<usize> = (0..VOTERS).collect();
    let first = left(&order);
    let mut dice = Dice(7);
    for _ in 0..20 {
        dice.shuffle(&mut order);
        assert!(left(&order) == first, "another order left other bytes");
    }
    order[0] = VOTERS;
    assert!(left(&order) != first, "and another answer does leave others");
}
