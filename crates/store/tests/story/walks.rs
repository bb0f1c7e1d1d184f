//! Walking a list page by page while others write, and searching whatever was written.

use std::collections::BTreeSet;

use crate::common::{add, at, id, record, settle, write};
use crate::postgres::postgres;
use domain::record::{Record, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::{Change, Filter, Options, Promoted, Scope, Store};

/// What happens between two pages.
#[derive(Clone, Debug)]
enum Between {
    Nothing,
    Add,
    /// Edits one of the first records, so that it moves to the top.
    Touch(usize),
    Retire(usize),
}

fn between() -> impl Strategy<Value = Between> {
    prop_oneof![
        Just(Between::Nothing),
        Just(Between::Add),
        (0..40_usize).prop_map(Between::Touch),
        (0..40_usize).prop_map(Between::Retire),
    ]
}

fn run<S: Strategy>(cases: u32, given: &S, check: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let checked = TestRunner::new(config).run(given, |value| {
        check(value);
        Ok(())
    });
    checked.unwrap();
}

async fn walk(url: &str, moments: &[i64], size: usize, steps: &[Between]) {
    let store = Store::open(url, Options::default()).await.unwrap();
    settle(&store).await;
    let named = |n: usize, moment: i64| Record {
        changed_at: at(moment),
        ..record(&format!("r{n:03}"), if n.is_multiple_of(3) { "org" } else { "pay" })
    };
    let records: Vec<_> = moments.iter().enumerate().map(|(n, it)| named(n, *it)).collect();
    write(&store, records.iter().map(add)).await.unwrap();
    let filter = Filter::of(Scope::Teams(vec![id("org"), id("pay")]));
    let (mut seen, mut moved) = (Vec::new(), BTreeSet::new());
    let (mut after, mut steps) = (None, steps.iter());
    loop {
        let page = store.records(&filter, after.as_ref(), size).await.unwrap();
        assert!(page.items.len() <= size);
        assert!(page.next.is_none() || page.items.len() == size, "only the last page is short");
        seen.extend(page.items.iter().map(|it| it.id.to_string()));
        after = page.next;
        let now = 1_000 + seen.len() as i64;
        let stored = async |n: &usize| {
            store.record(&id(&format!("r{:03}", n % records.len()))).await.unwrap().unwrap()
        };
        let change = match steps.next() {
            Some(Between::Add) => Some(add(&named(500 + seen.len(), now))),
            Some(Between::Touch(n)) => {
                let it = Record { changed_at: at(now), ..stored(n).await };
                moved.insert(it.id.to_string());
                Some(Change::SaveRecord { record: it, promoted: Promoted::default() })
            }
            Some(Between::Retire(n)) => {
                let it = Record { retired: true, ..stored(n).await };
                moved.insert(it.id.to_string());
                Some(Change::SaveRecord { record: it, promoted: Promoted::default() })
            }
            _ => None,
        };
        if let Some(change) = change {
            write(&store, [change]).await.unwrap();
        }
        if after.is_none() {
            break;
        }
    }
    let once: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "nothing comes twice");
    for it in records.iter().filter(|it| !moved.contains(it.id.as_str())) {
        assert!(once.contains(&it.id.to_string()), "{} stood still and was passed over", it.id);
    }
    store.close().await;
}

#[test]
fn what_stands_still_comes_once_whatever_moves_while_the_pages_are_turned() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let given = || {
        (
            prop::collection::vec(0..6_i64, 1..40),
            1..9_usize,
            prop::collection::vec(between(), 0..12),
        )
    };
    let told = |cases, url: fn() -> String| {
        run(cases, &given(), |(moments, size, steps)| {
            runtime.block_on(walk(&url(), &moments, size, &steps));
        });
    };
    told(24, || "sqlite::memory:".to_owned());
    told(4, postgres);
}

/// Words of several scripts, with the marks that search languages read as their own.
fn sentence() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        4 => "[a-z]{2,9}",
        1 => "[A-Z][a-zäöüß]{1,7}",
        1 => "[а-я]{2,8}",
        1 => "[0-9]{1,4}",
        1 => prop::sample::select(vec!["and", "or", "not", "near", "o'brien", "a-b", "x_y", "c++"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..8)
}

#[test]
fn whatever_was_written_is_found_by_each_of_its_words_in_both_databases() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    run(12, &prop::collection::vec(sentence(), 1..6), |sentences| {
        runtime.block_on(async {
            let mut found = Vec::new();
            for url in ["sqlite::memory:".to_owned(), postgres()] {
                let store = Store::open(&url, Options::default()).await.unwrap();
                settle(&store).await;
                let records = sentences.iter().enumerate().map(|(n, words)| {
                    let (title, text) = words.split_at(words.len() / 2);
                    let answers = [("why".to_owned(), Value::Text(text.join(", ")))].into();
                    Record { title: title.join(" "), answers, ..record(&format!("r{n}"), "pay") }
                });
                write(&store, records.map(|it| add(&it))).await.unwrap();
                let mut here = Vec::new();
                for (n, word) in sentences
                    .iter()
                    .enumerate()
                    .flat_map(|(n, it)| it.iter().map(move |word| (n, word)))
                {
                    let hits = store.search(&Scope::All, word, 50).await.unwrap();
                    let ids: BTreeSet<String> = hits.iter().map(|it| it.id.to_string()).collect();
                    assert!(ids.contains(&format!("r{n}")), "{url}: “{word}” in {sentences:?}");
                    here.push(ids);
                }
                found.push(here);
                store.close().await;
            }
            assert_eq!(found[0], found[1], "{sentences:?}");
        });
    });
}
