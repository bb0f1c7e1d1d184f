//! Items a team adds after those of the house.

use super::{Construct, ITEMS, Item};
use crate::record::{FieldProblem, LINE_CHARS};

/// More of a team's own would double the time a review takes.
pub const OWN_ITEMS: usize = 5;

/// The house's items and the team's own after them, or what is wrong with those. The field of a
/// problem is the item's key and the part: `own-lunch.asks`.
pub fn with_own(own: Vec<Item>) -> Result<Vec<Item>, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if own.len() > OWN_ITEMS {
        let says = format!(
            "A team adds at most {OWN_ITEMS} items, so that a review stays short. Leave out {}.",
            own.len() - OWN_ITEMS
        );
        problems.push(FieldProblem { field: "items".into(), says });
    }
    for (at, item) in own.iter().enumerate() {
        let mut wrong = |part: &str, says: &str| {
            problems
                .push(FieldProblem { field: format!("{}.{part}", item.key), says: says.into() });
        };
        if !is_own_key(&item.key) {
            wrong("key", "Begin the key with “own-”, then small letters, digits and dashes.");
        }
        if own[..at].iter().any(|it| it.key == item.key) {
            wrong("key", "Two items share this key. Give one of them another.");
        }
        if item.construct != Construct::Own {
            wrong(
                "construct",
                "What a team adds is shown as its own, apart from the house's items.",
            );
        }
        if !item.asks.trim_end().ends_with('?') || item.asks.chars().count() > LINE_CHARS {
            wrong("asks", "Ask one question of a line, ending in a question mark.");
        }
        let [low, high] = &item.ends;
        if low.trim().is_empty() || high.trim().is_empty() || low.trim() == high.trim() {
            wrong("ends", "Say in words what each of the two ends means.");
        }
    }
    if problems.is_empty() { Ok(ITEMS.iter().cloned().chain(own).collect()) } else { Err(problems) }
}

fn is_own_key(key: &str) -> bool {
    key.strip_prefix("own-").is_some_and(|rest| {
        !rest.is_empty()
            && rest.len() <= 40
            && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    })
}
