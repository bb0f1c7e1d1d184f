//! What is fixed when a wave opens, and promised to whoever answers: whom it asks what, in which
//! groups, and how many people a figure needs.
//!
//! Everything here is public. Teams may be renamed, moved or left while the wave is open; answers are
//! counted in the groups of its opening (attack 12).

use serde::{Deserialize, Serialize};

use super::envelope;
use super::instrument::{Item, VERSION};
use super::limits::Limits;
use super::tree::Tree;
use super::waves::Span;
use crate::id::Id;
use crate::record::Refusal;

/// A team that is asked, after the one above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub team: Id,
    pub name: String,
    pub above: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The record this is a wave of.
    pub wave: Id,
    pub tree: Tree,
    /// What each group was called.
    pub names: Vec<String>,
    /// How many are asked in each group. Everybody knows it from the list of people.
    pub asked: Vec<usize>,
    pub items: Vec<Item>,
    /// Of the house's items.
    pub version: u32,
    pub limits: Limits,
    pub span: Span,
    /// The teams above the first on that day. Whoever led from there stays outside of this wave, also
    /// once the team lies elsewhere.
    #[serde(default)]
    pub above: Vec<Id>,
}

impl Opening {
    /// `roster` holds one entry a person: the teams they are a direct member of.
    ///
    /// Errors: fewer people than a figure needs, or more items and teams than a ballot holds.
    pub fn new(
        wave: Id,
        teams: &[Asked],
        roster: &[Vec<usize>],
        items: Vec<Item>,
        (limits, span): (Limits, Span),
    ) -> Result<Self, Refusal> {
        enough(roster.len(), limits)?;
        if items.len() > envelope::ITEMS {
            let says = format!("A wave asks at most {} items. Leave some out.", envelope::ITEMS);
            return Err(Refusal::Rule(says));
        }
        if roster.iter().any(|it| it.len() > envelope::TEAMS) {
            let says = format!(
                "Somebody is in more than {} of these teams. Ask fewer teams in one wave.",
                envelope::TEAMS
            );
            return Err(Refusal::Rule(says));
        }
        let rows: Vec<_> = teams.iter().map(|it| (it.team.clone(), it.above)).collect();
        let tree = Tree::new(&rows)?;
        let name = |team: &Id| teams.iter().find(|it| it.team == *team).map_or("", |it| &it.name);
        let names = tree.groups().iter().map(|group| match name(&group.team) {
            name if group.direct => format!("{name}, direct members"),
            name => name.to_owned(),
        });
        let names = names.collect();
        let mut asked = vec![0; tree.len()];
        for teams in roster {
            tree.groups_of(teams).into_iter().for_each(|group| asked[group] += 1);
        }
        let (version, above) = (VERSION, Vec::new());
        Ok(Self { wave, tree, names, asked, items, version, limits, span, above })
    }

    #[must_use]
    pub fn below(self, above: Vec<Id>) -> Self {
        Self { above, ..self }
    }

    /// The groups somebody of these teams counts in that are large enough to be shown at all, the
    /// smallest first: said before they write a word.
    pub fn counted_in(&self, teams: &[usize]) -> Vec<usize> {
        let mut groups: Vec<usize> = self.tree.groups_of(teams).into_iter().collect();
        groups.retain(|&it| self.asked[it] >= self.limits.scores());
        groups.sort_by_key(|&it| self.asked[it]);
        groups
    }
}

/// Said before anybody writes a word, with the way out.
pub fn enough(people: usize, limits: Limits) -> Result<(), Refusal> {
    let k = limits.scores();
    if people >= k {
        return Ok(());
    }
    Err(Refusal::Rule(format!(
        "Ballots need at least {k} people, or each could be found out. Hold an open round instead: \
         the same items, talked through, and only what you agree on is kept. Or ask a team below to \
         join."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::instrument::{ITEMS, with_own};
    use crate::id::At;

    fn teams() -> Vec<Asked> {
        let team =
            |team: &str, name: &str, above| Asked { team: team.into(), name: name.into(), above };
        vec![team("s", "Shop", None), team("x", "Payments", Some(0)), team("y", "Stock", Some(0))]
    }

    fn opened(roster: &[Vec<usize>], limits: Limits) -> Result<Opening, Refusal> {
        let span = Span { opens: At(0), closes: At(At::DAY) };
        Opening::new("w".into(), &teams(), roster, with_own(vec![]).unwrap(), (limits, span))
    }

    #[test]
    fn every_group_is_counted_and_called_as_it_was_at_the_opening() {
        let mut roster = vec![vec![1]; 5];
        roster.extend([vec![1, 2], vec![2], vec![0]]);
        let opening = opened(&roster, Limits::default()).unwrap();
        assert_eq!(opening.names, ["Shop", "Payments", "Stock", "Shop, direct members"]);
        assert_eq!(opening.asked, [8, 6, 2, 1], "somebody of two teams counts once above them");
        assert_eq!((opening.items.len(), opening.version), (ITEMS.len(), VERSION));
    }

    #[test]
    fn whoever_answers_knows_before_which_groups_are_large_enough() {
        let roster = [vec![vec![1]; 6], vec![vec![2]; 3]].concat();
        let opening = opened(&roster, Limits::default()).unwrap();
        assert_eq!(opening.counted_in(&[1]), [1, 0]);
        assert_eq!(opening.counted_in(&[2]), [0], "three are counted above alone");
    }

    #[test]
    fn too_few_people_are_told_so_with_the_way_out_and_without_their_number() {
        let refused = opened(&vec![vec![1]; 4], Limits::default()).unwrap_err().to_string();
        assert!(refused.starts_with("Ballots need at least 5 people"), "{refused}");
        assert!(refused.contains("open round") && !refused.contains('4'), "{refused}");
        assert_eq!(refused, opened(&[], Limits::default()).unwrap_err().to_string());
        assert!(opened(&vec![vec![1]; 4], Limits::new(4, 8).unwrap()).is_ok());
    }

    #[test]
    fn what_no_ballot_holds_is_refused_at_the_opening_and_not_while_answering() {
        let many = [vec![(0..9).collect()], vec![vec![1]; 5]].concat();
        let refused = opened(&many, Limits::default()).unwrap_err().to_string();
        assert!(refused.contains("more than 8 of these teams"), "{refused}");
        let span = Span { opens: At(0), closes: At(1) };
        let items = vec![ITEMS[0].clone(); 41];
        let how = (Limits::default(), span);
        let refused = Opening::new("w".into(), &teams(), &vec![vec![1]; 5], items, how);
        assert_eq!(
            refused.unwrap_err().to_string(),
            "A wave asks at most 40 items. Leave some out."
        );
    }

    #[test]
    fn an_opening_comes_back_from_where_it_is_kept_as_it_was() {
        let opening = opened(&vec![vec![1]; 6], Limits::new(6, 9).unwrap()).unwrap();
        let text = serde_json::to_string(&opening).unwrap();
        assert_eq!(serde_json::from_str::<Opening>(&text).unwrap(), opening);
    }
}
