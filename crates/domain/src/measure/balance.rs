//! Does a team celebrate only what went well? For the team's own eyes.

use serde::Serialize;

use super::mirror::ITEMS;
use super::words;

/// Of the celebrations that were shared, how many concern something that failed or was turned round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    pub n: usize,
    /// Absent below three.
    pub failures_or_reversals: Option<usize>,
    pub says: String,
}

/// One flag for each celebration; nothing else of it is looked at.
pub fn balance(concerns_a_failure: &[bool]) -> Balance {
    let n = concerns_a_failure.len();
    let some = concerns_a_failure.iter().filter(|it| **it).count();
    let says = match n {
        0 => "Nothing has been celebrated yet.".to_owned(),
        1..ITEMS => {
            format!("{} so far: too few to see a habit in.", words::count(n, "celebration"))
        }
        _ if some == 0 => format!(
            "None of the {n} celebrations concerns something that failed or was turned round. Which one was worth it all the same?"
        ),
        _ => format!(
            "{some} of {n} celebrations concern{} something that failed or was turned round.",
            if some == 1 { "s" } else { "" }
        ),
    };
    Balance { n, failures_or_reversals: (n >= ITEMS).then_some(some), says }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_are_told_in_words_and_none_is_a_question() {
        assert_eq!(balance(&[]).says, "Nothing has been celebrated yet.");
        assert_eq!(balance(&[true, false]).failures_or_reversals, None);
        assert!(balance(&[false; 4]).says.ends_with('?'));
        let three = balance(&[true, false, true]);
        assert_eq!((three.n, three.failures_or_reversals), (3, Some(2)));
        assert_eq!(
            three.says,
            "2 of 3 celebrations concern something that failed or was turned round."
        );
    }
}
