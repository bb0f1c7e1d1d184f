//! Decisions that commits of a range say they carry, in their trailers.

use domain::id::At;

use crate::history::message;
use crate::open::{Problem, Repository};

/// One `Decided:` trailer, with the `Because:` that follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Hex id of the commit.
    pub commit: String,
    pub at: At,
    /// What the commit's author is called, by the mailmap.
    pub by: String,
    pub decided: String,
    pub because: Option<String>,
}

const COMMITS: usize = 20_000;

impl Repository {
    /// Every decision noted in the commits of a range, oldest commit first. Ranges are as in
    /// `compared`.
    pub fn noted(&self, range: Option<&str>) -> Result<Vec<Noted>, Problem> {
        let repo = self.local();
        let (base, head) = self.ends(range)?;
        let mailmap = self.mailmap(head);
        let walk = repo.rev_walk([head]).with_hidden(base);
        let walk = walk.all().map_err(|it| self.damaged("the history", it))?;
        let mut found = Vec::new();
        for commit in walk.take(COMMITS) {
            let Ok(commit) = commit else { break };
            let Ok(commit) = commit.object() else { break };
            let trailers = commit.message_raw().map(|it| message::trailers(it)).unwrap_or_default();
            let said = decisions(trailers);
            if said.is_empty() {
                continue;
            }
            let (by, at) = match commit.author() {
                Ok(author) => {
                    let by = message::readable(mailmap.resolve(author).name.as_ref());
                    (by, author.time().map_or(At(0), |it| At(it.seconds.saturating_mul(1000))))
                }
                Err(_) => (String::new(), At(0)),
            };
            let commit = commit.id.to_string();
            let noted = |(decided, because)| {
                let (commit, by) = (commit.clone(), by.clone());
                Noted { commit, at, by, decided, because }
            };
            found.extend(said.into_iter().rev().map(noted));
        }
        found.reverse();
        Ok(found)
    }
}

/// Each decision with its reason, in order. A reason without a decision before it is nobody's.
fn decisions(trailers: Vec<(String, String)>) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for (key, value) in trailers.into_iter().filter(|it| !it.1.is_empty()) {
        if key.eq_ignore_ascii_case("decided") {
            found.push((value, None));
        } else if key.eq_ignore_ascii_case("because")
            && let Some(last) = found.last_mut()
        {
            last.1 = Some(value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_belongs_to_the_decision_before_it() {
        let trailers = "x\n\nBecause: nobody's\nDecided: One\nBecause: first,\n  and long\nEffort: 3\ndecided: Two\nDecided:  ";
        let said = decisions(message::trailers(trailers.as_bytes()));
        let expected = [("One", Some("first, and long")), ("Two", None)];
        assert_eq!(said, expected.map(|(what, why)| (what.to_owned(), why.map(str::to_owned))));
    }
}
