//! Attack A3 on what is built, on both databases, in a small form; `cargo run --release -p store --example
//! linking` does it at its whole size.

use domain::health::instrument::with_own;
use domain::health::limits::Limits;
use domain::health::opening::{Asked, Opening};
use domain::health::results::Results;
use domain::health::waves::Span;
use store::{Options, Store};

use crate::attack::dice::Dice;
use crate::attack::operator::Operator;
use crate::attack::people::{scores, words};
use crate::attack::ways::binomial;
use crate::attack::{Linked, Size, attack};
use crate::common::{NOW, at, id};
use crate::postgres::postgres;

const VOTERS: usize = 24;
const SMALL: Size = Size { people: VOTERS, waves: 4, covers: 1.0 };

#[test]
fn the_bound_is_that_of_the_tables() {
    // Added up from binomial coefficients elsewhere.
    let found = [
        binomial(144, 1.0 / 24.0, 0.01),
        binomial(10, 0.5, 0.01),
        binomial(100, 0.01, 0.01),
        binomial(960, 1.0 / 24.0, 0.01),
        binomial(10_000, 1.0 / 200.0, 0.01),
    ];
    assert_eq!(found, [12, 9, 4, 55, 67]);
}

async fn on_file(size: &Size) -> Linked {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wave.db");
    let url = format!("sqlite:{}", path.display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    let mut by = Operator::of_file(&path).await;
    let linked = attack(&store, &mut by, size).await;
    by.close().await;
    store.close().await;
    linked
}

fn assert_unlinked(linked: &Linked) {
    assert_eq!(linked.beyond(VOTERS), [""; 0]);
    assert_eq!(linked.left, 0, "of what lay there while it was open nothing lies there any more");
}

#[tokio::test]
async fn a3_an_operator_with_file_wal_and_backup_links_no_better_than_chance() {
    let linked = on_file(&SMALL).await;
    assert!(linked.ways.len() > 50, "{:?}", linked.ways);
    assert_unlinked(&linked);
}

#[tokio::test]
async fn a3_an_operator_of_postgresql_links_no_better_than_chance() {
    let url = postgres();
    let store = Store::open(&url, Options::default()).await.unwrap();
    let mut by = Operator::of_server(&url, None).await;
    assert_unlinked(&attack(&store, &mut by, &SMALL).await);
    by.close().await;
    store.close().await;
}

/// Whoever writes much takes long. Without slots that are written anew in between, a copy after every
/// commit says how long each took, and that is laid beside the lengths that are shown.
#[tokio::test]
async fn without_cover_the_time_an_answer_took_gives_its_writer_away() {
    let bare = Size { people: VOTERS, waves: 24, covers: 0.0 };
    let beyond = on_file(&bare).await.beyond(VOTERS);
    assert!(
        beyond.iter().any(|it| it.starts_with("time it took, weighed / shorter first")),
        "{beyond:?}"
    );
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
