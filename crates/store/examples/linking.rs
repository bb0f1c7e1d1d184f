//! By hand: attack A3 at its whole size. An operator watches 50 reviews of 200 people, commit by commit, and
//! afterwards says who wrote what. Figures: docs/health.md, “How it was tried”.
//!
//! `cargo run --release -p store --example linking -- sqlite:/tmp/linking.db [WAVES] [PEOPLE] [COVERS]`
//!
//! COVERS is how many slots a minute are written anew, as the program does: 1. With 0 the attack links.
//! For PostgreSQL, the address and then the folder of a server of one's own, so that its heap, its archive
//! of WAL and its log can be read as well:
//! `cargo xtask linking`
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "says what it found")]

#[path = "../tests/linking/mod.rs"]
#[expect(dead_code, reason = "made for the story too")]
mod linking;

use std::path::Path;
use std::process::ExitCode;

use store::{Options, Store};

use linking::operator::{Operator, Owned};
use linking::ways::binomial;
use linking::{Linked, Size, attack};

#[tokio::main]
async fn main() -> ExitCode {
    let mut said: Vec<String> = std::env::args().skip(1).collect();
    let url = said.remove(0);
    let home = said.first().is_some_and(|it| it.starts_with('/')).then(|| said.remove(0));
    let number = |at: usize, or: f64| said.get(at).map_or(Ok(or), |it| it.parse::<f64>()).unwrap();
    let (waves, people, covers) = (number(0, 50.0), number(1, 200.0), number(2, 1.0));
    let size = Size { people: people as usize, waves: waves as usize, covers };
    let store = Store::open(&url, Options::default()).await.unwrap();
    let mut by = match store.path() {
        Some(path) => Operator::of_file(path).await,
        None => Operator::of_server(&url, home.map(|it| Owned::at(Path::new(&it)))).await,
    };
    let linked = attack(&store, &mut by, &size).await;
    print(&linked, &size);
    if let Operator::Server(it) = &by
        && let Some(owned) = &it.owned
    {
        let each = owned.archived / linked.commits.max(1);
        println!("  {} MB of WAL archived, {each} bytes a commit", owned.archived / 1_000_000);
    }
    by.close().await;
    store.close().await;
    let is_safe = linked.left == 0 && linked.beyond(size.people).is_empty();
    if is_safe { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(linked: &Linked, size: &Size) {
    let Size { people, waves, covers } = size;
    let one = |of: usize, tail: f64| binomial(of, 1.0 / *people as f64, tail);
    let ways = linked.ways.len() + linked.learned.len();
    println!(
        "{waves} waves of {people} people, {covers} covers a minute, {} commits; by chance {}, in 99 of 100 \
         cases at most {}, over all {ways} ways {}",
        linked.commits,
        linked.guessed / people,
        one(linked.guessed, 0.01),
        one(linked.guessed, 0.01 / ways as f64),
    );
    let mut sorted: Vec<_> = linked.ways.iter().collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.1));
    for (way, hits) in sorted {
        println!("  {hits:4}  {way}");
    }
    for (way, hits) in &linked.learned {
        let most = one(linked.learned_of, 0.01);
        println!("  {hits:4}  {way}, of {} guessed; at most {most}", linked.learned_of);
    }
    println!("  {} pieces of what lay there lie there after the close", linked.left);
    for way in linked.beyond(*people) {
        println!("  beyond chance: {way}");
    }
}
