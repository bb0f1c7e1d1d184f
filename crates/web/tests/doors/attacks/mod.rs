//! The thirty attacks of `docs/health.md` on everything the house answers: a review is held through the
//! doors, and then each reader, and every two of them, ask for all they can. What values meet is tried in
//! `domain::health`; what is tried here is that no surface says more than those values.

/// Each of these attacks on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($attack:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $attack() { super::$attack(super::On::Sqlite).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $attack() { super::$attack(super::On::Postgres).await; })+
        }
    };
}
use on_both;

mod figures;
mod files;
#[path = "../../../../domain/tests/trees/forest.rs"]
#[expect(dead_code, reason = "made for random organisations too")]
mod forest;
mod moved;
mod quiet;
#[path = "../../../../domain/tests/trees/reader.rs"]
mod reader;
mod reading;
mod surfaces;
mod town;

use std::collections::BTreeMap;

use domain::health::crowd::Crowd;
use domain::health::gate::{Case, Rule, Shown, release};
use domain::health::instrument::{ITEMS, Item};
use domain::health::limits::Limits;
use domain::health::tree::Tree;

use figures::{Seen, follows, pooled, seen};
use surfaces::Surfaces;
use town::{KEEPS_IT, On, READERS, TAKES_NONE, Town, answer};

/// What each reader was shown, by handle.
async fn all_seen(town: &Town, groups: usize) -> BTreeMap<&'static str, Seen> {
    let mut all = BTreeMap::new();
    for who in READERS {
        let mut browser = town.browser(who).await;
        let mut pages = Surfaces::new();
        for at in 0..groups {
            let to = format!("{}/group/{at}", town.at);
            pages.insert(to.clone(), browser.get(&to).await);
        }
        all.insert(who, seen(town, groups, &pages));
    }
    all
}

/// What the gate leaves of what all but these answered, by these rules.
fn permitted(town: &Town, tree: &Tree, silent: &[&str], rules: &[Rule]) -> Seen {
    let asked: Vec<_> =
        town.asked().into_iter().filter(|it| !silent.contains(&it.0.as_str())).collect();
    let of = |(at, item): (usize, &Item)| {
        let answers = asked.iter().filter_map(|it| Some((it.1.as_slice(), answer(&it.0, at)?)));
        let crowd = Crowd::of(tree, answers);
        let limits = Limits::default();
        let case = Case { tree, crowd: &crowd, limits, favourable: item.favourable };
        release(&case, None, rules)
    };
    ITEMS.iter().enumerate().map(of).collect()
}

fn shows(seen: &Seen, wanted: impl Fn(&Shown) -> bool) -> usize {
    seen.iter().flat_map(|it| &it.groups).filter(|it| wanted(it)).count()
}

/// Attacks 1 to 9, 13, 14, 16, 17, 26, 27 and 29: from the figures on the pages, and from those of every
/// two readers together, nothing follows about fewer people than a figure needs.
async fn attacks_1_to_9_and_27_nothing_follows_from_what_any_reader_and_any_two_are_shown(on: On) {
    let town = Town::talked(on).await;
    let tree = town.opening().await.tree;
    let all = all_seen(&town, tree.len()).await;
    let everybody = permitted(&town, &tree, &[KEEPS_IT, TAKES_NONE], &Rule::ALL);
    let counts = |who: &str| shows(&all[who], |it| matches!(it, Shown::Steps(_)));
    assert!(counts("p1") >= 2 * ITEMS.len() && counts("raj") > ITEMS.len());
    assert!(shows(&all["p1"], |it| matches!(it, Shown::Band(_))) > 0, "and bands");
    // Whoever leads is shown what every one of those is shown who were asked.
    for who in &READERS[..10] {
        for (theirs, own) in all["raj"].iter().zip(&all[who]) {
            let more = theirs.groups.iter().zip(&own.groups).filter(|(a, b)| a != b);
            assert!(more.clone().all(|it| matches!(it.0, Shown::Hidden(_))), "than {who}");
        }
    }
    for (at, one) in READERS.iter().enumerate() {
        assert_eq!(follows(&town, &tree, &all[one], &[one], &[]), None);
        for other in &READERS[at + 1..] {
            let both = pooled(&all[one], &all[other]);
            assert_eq!(follows(&town, &tree, &both, &[one, other], &[]), None);
            // Attack 27: what one is not shown and the other is, the gate left for all.
            for (both, shown) in both.iter().zip(&everybody) {
                let more = both.groups.iter().zip(&shown.groups).filter(|(a, b)| a != b);
                let more: Vec<_> = more.filter(|it| !matches!(it.0, Shown::Hidden(_))).collect();
                assert!(more.is_empty(), "{one} and {other} see {more:?}");
            }
        }
    }
}

/// The same people's figures by their size alone: the reader finds at once who answered what.
#[tokio::test]
async fn a_gate_that_only_counts_would_have_been_noticed() {
    let town = Town::open(On::Sqlite).await;
    let tree = town.opening().await.tree;
    let by_size = permitted(&town, &tree, &[], &[Rule::R1]);
    for readers in [&["raj"][..], &["k1"], &["p1", "raj"], &["d0", "a0"]] {
        assert!(follows(&town, &tree, &by_size, readers, &[]).is_some(), "{readers:?}");
    }
}

on_both!(attacks_1_to_9_and_27_nothing_follows_from_what_any_reader_and_any_two_are_shown,);
