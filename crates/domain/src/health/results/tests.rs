//! Views of a stored result against the gate asked anew, and what is not in it.

use super::*;
use crate::health::figures::Answer;
use crate::health::instrument::{ITEMS, with_own};
use crate::health::limits::Limits;
use crate::health::opening::Asked;
use crate::health::tree::Tree;
use crate::health::waves::Span;
use crate::id::At;

/// A shop with the teams x (1), y (2) and z (3); its direct members are group 4.
fn opening(wave: &str, roster: &[Vec<usize>]) -> Opening {
    let team = |team: &str, above| Asked { team: team.into(), name: team.to_uppercase(), above };
    let teams = [team("shop", None), team("x", Some(0)), team("y", Some(0)), team("z", Some(0))];
    let span = Span { opens: At(0), closes: At(At::DAY) };
    let how = (Limits::default(), span);
    Opening::new(wave.into(), &teams, roster, with_own(vec![]).unwrap(), how).unwrap()
}

fn people(in_each: &[(&[usize], usize)]) -> Vec<Vec<usize>> {
    in_each.iter().flat_map(|&(teams, n)| vec![teams.to_vec(); n]).collect()
}

/// Everybody answers every item; the steps run through 1 to 5, so that no group is of one mind.
fn ballots(roster: &[Vec<usize>]) -> Vec<Scores> {
    let ballot = |(at, teams): (usize, &Vec<usize>)| Scores {
        teams: teams.clone(),
        answers: (0..ITEMS.len()).map(|item| Some(Answer::Step((at + item) % 5 + 1))).collect(),
    };
    roster.iter().enumerate().map(ballot).collect()
}

fn words(roster: &[Vec<usize>]) -> Vec<Comment> {
    let comment = |(at, teams): (usize, &Vec<usize>)| Comment {
        teams: teams.clone(),
        text: format!("We could ship more often, said {at:02}."),
    };
    roster.iter().enumerate().map(comment).collect()
}

fn results(in_each: &[(&[usize], usize)]) -> Results {
    let roster = people(in_each);
    Results::of(opening("now", &roster), &ballots(&roster), &words(&roster), &roster)
}

#[test]
fn every_reader_sees_what_the_gate_would_show_them_if_it_were_asked_anew() {
    let roster = people(&[(&[1], 5), (&[2], 9), (&[3], 8), (&[1, 2], 6), (&[0], 3)]);
    let scores = ballots(&roster);
    let results = Results::of(opening("now", &roster), &scores, &words(&roster), &roster);
    let opening = &results.opening;
    for reader in [Some(&[1][..]), Some(&[2]), Some(&[3]), Some(&[2, 1]), Some(&[0])] {
        let seen = results.view(reader);
        for (at, item) in opening.items.iter().enumerate() {
            let answers = scores.iter().map(|it| (it.teams.as_slice(), it.answers[at].unwrap()));
            let crowd = Crowd::of(&opening.tree, answers);
            let case = Case {
                tree: &opening.tree,
                crowd: &crowd,
                limits: opening.limits,
                favourable: item.favourable,
            };
            let anew = view(&case, &release(&case, None, &Rule::ALL), reader, &Rule::ALL);
            let stored: Vec<Shown> = seen.groups.iter().map(|it| it.items[at].1).collect();
            assert_eq!(stored, anew.groups, "{reader:?} {}", item.key);
        }
        let part: Vec<_> = scores.iter().map(|it| it.teams.clone()).collect();
        let anew = turnout(&opening.tree, &part, &roster, true, reader, opening.limits);
        assert_eq!(seen.groups.iter().map(|it| it.turnout).collect::<Vec<_>>(), anew);
    }
}

#[test]
fn r2_whoever_was_asked_counts_as_having_answered() {
    let results = results(&[(&[1], 5), (&[2], 9), (&[3], 9)]);
    let of_x = |reader: Option<&[usize]>| results.view(reader).groups[1].items[0].1;
    assert_eq!(of_x(Some(&[1])), Shown::Hidden(Rule::R2));
    assert!(matches!(of_x(Some(&[2])), Shown::Steps(counts) if counts.scored() == 5));
    assert_eq!(of_x(Some(&[1, 3])), Shown::Hidden(Rule::R13), "teams nobody was asked in");
}

/// Of five who answered none is shown what they said, so neither is whoever leads them; nor can they take
/// the other teams away from the whole.
#[test]
fn r2_whoever_was_not_asked_is_shown_what_all_are_shown_who_were() {
    for in_each in [
        &[(&[1][..], 5), (&[2], 9), (&[3], 9)][..],
        &[(&[1], 5), (&[2], 9)],
        &[(&[1], 6), (&[2], 6), (&[1, 2], 5), (&[3], 7)],
        &[(&[0], 5), (&[1], 8), (&[2], 8)],
        &[(&[1], 10), (&[2], 9), (&[3], 8)],
    ] {
        let results = results(in_each);
        let outside = results.view(None);
        for (teams, _) in in_each {
            let asked = results.view(Some(teams));
            for (out, own) in outside.groups.iter().zip(&asked.groups) {
                for (out, own) in out.items.iter().zip(&own.items) {
                    assert!(matches!(out.1, Shown::Hidden(_)) || out.1 == own.1, "{teams:?}");
                }
                assert!(matches!(out.turnout, Turnout::Hidden(_)) || out.turnout == own.turnout);
                assert!(matches!(out.comments, Pile::Hidden(_)) || out.comments == own.comments);
            }
        }
        let shown = outside.groups.iter().filter(|it| matches!(it.items[0].1, Shown::Steps(_)));
        assert!(shown.count() > 0, "{in_each:?}");
    }
}

/// The rule in place of a figure must not tell that exactly as many answered as a figure needs.
#[test]
fn r13_for_whoever_was_not_asked_a_group_of_five_reads_like_one_of_four() {
    let rules = |in_each: &[(&[usize], usize)]| {
        let view = results(in_each).view(None);
        let of = |it: &GroupView| match (it.items[0].1, it.turnout) {
            (Shown::Hidden(rule), Turnout::Hidden(count)) => Some((rule, count)),
            _ => None,
        };
        view.groups.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(rules(&[(&[1], 5), (&[2], 9)]), rules(&[(&[1], 4), (&[2], 9)]));
    assert_eq!(
        rules(&[(&[1], 5), (&[2], 9), (&[3], 7)]),
        rules(&[(&[1], 4), (&[2], 9), (&[3], 7)])
    );
    assert_eq!(rules(&[(&[0], 5)])[0], Some((Rule::R1, Rule::R10)));
    // Comments of exactly eight are hidden from their writers, so from everybody, as seven would be.
    let of = |n: usize| results(&[(&[0], n)]).view(None).groups[4].comments.clone();
    assert_eq!((of(8), of(7)), (Pile::Hidden(Rule::R11), Pile::Hidden(Rule::R11)));
    assert!(matches!(of(9), Pile::Shown(texts) if texts.len() == 9));
}

/// Attack 12: what was opened in one tree is counted in it, and readers are those of that day.
#[test]
fn attack_12_the_groups_and_the_teams_above_are_those_of_the_opening() {
    let roster = people(&[(&[1], 7), (&[2], 8)]);
    let opened = opening("now", &roster).below(vec!["town".into()]);
    let stored = serde_json::to_value(&opened).unwrap();
    assert_eq!(stored["above"], serde_json::json!(["town"]));
    let results = Results::of(opened.clone(), &ballots(&roster), &[], &roster);
    assert_eq!(results.view(None).opening, opened);
    // One that was opened before the house kept them knows none.
    let mut older = stored;
    older.as_object_mut().unwrap().remove("above");
    assert_eq!(serde_json::from_value::<Opening>(older).unwrap().above, []);
}

/// Attack 21: a group of four, one of one and an empty one are the same text but for the name.
#[test]
fn attack_21_what_is_hidden_reads_like_what_is_empty_and_is_as_long() {
    let roster = people(&[(&[1], 4), (&[2], 9), (&[3], 9)]);
    let of = |answered: &[Vec<usize>]| {
        let opening = opening("now", &roster);
        let results = Results::of(opening, &ballots(answered), &words(answered), &roster);
        serde_json::to_string(&results.view(None).groups[1]).unwrap()
    };
    let rest = people(&[(&[2], 9), (&[3], 9)]);
    let one = [people(&[(&[1], 1)]), rest.clone()].concat();
    assert_eq!(of(&roster), of(&rest));
    assert_eq!(of(&one), of(&rest));
}

/// What an operator finds afterwards is what may be shown: no hidden answer, no hidden comment.
#[test]
fn nothing_that_is_hidden_from_everybody_is_stored() {
    let roster = people(&[(&[1], 4), (&[2], 9), (&[3], 9)]);
    let mut scores = ballots(&roster);
    let stored = |scores: &[Scores], words: &[Comment]| {
        let opening = opening("now", &roster);
        serde_json::to_string(&Results::of(opening, scores, words, &roster)).unwrap()
    };
    let mut said = words(&roster[..7]);
    said[0].text = "zebra".into();
    let first = stored(&scores, &said);
    assert!(!first.contains("zebra"), "seven comments are fewer than eight");
    // x is too small, and z goes with it: what people of the two said could be exchanged.
    assert_ne!(scores[0].answers, scores[13].answers);
    let (one, other) = (scores[0].answers.clone(), scores[13].answers.clone());
    (scores[0].answers, scores[13].answers) = (other, one);
    assert_eq!(stored(&scores, &said), first);
    // Other comments too few to be shown leave the same bytes.
    said[1].text = "an okapi".into();
    assert_eq!(stored(&scores, &said), first);
}

#[test]
fn results_come_back_from_where_they_are_kept_as_they_were() {
    let results = results(&[(&[1], 5), (&[2], 9), (&[1, 2], 6)]);
    let text = serde_json::to_string(&results).unwrap();
    assert_eq!(serde_json::from_str::<Results>(&text).unwrap(), results);
}

#[test]
fn a_ballot_that_skips_an_item_takes_part_and_counts_for_the_others() {
    let roster = people(&[(&[1], 6), (&[2], 7), (&[3], 7)]);
    let mut scores = ballots(&roster);
    scores[0].answers[0] = None;
    let seen = Results::of(opening("now", &roster), &scores, &[], &roster).view(None);
    assert_eq!(seen.groups[0].turnout, Turnout::Shown { answered: 20, invited: 20 });
    let n = |item: usize| match seen.groups[0].items[item].1 {
        Shown::Steps(counts) => counts.answered(),
        other => panic!("{other:?}"),
    };
    assert_eq!((n(0), n(1)), (19, 20));
}

fn named(roster: &[Vec<usize>], from: usize) -> Vec<(Id, Vec<usize>)> {
    let person = |(at, it): (usize, &Vec<usize>)| (format!("p{}", from + at).into(), it.clone());
    roster.iter().enumerate().map(person).collect()
}

#[test]
fn r12_a_trend_needs_the_same_group_and_item_shown_in_both_waves() {
    let roster = people(&[(&[1], 8), (&[2], 8), (&[3], 8)]);
    let (then, now) = (opening("then", &roster), opening("now", &roster));
    let before = Results::of(then.clone(), &ballots(&roster), &[], &roster);
    let after = Results::of(now, &ballots(&roster), &[], &roster)
        .since(&named(&roster, 2), (&then, &named(&roster, 0)));
    let (was, is) = (before.view(None), after.view(None));
    let trend = is.trend(&was, 1, 0).unwrap();
    assert_eq!(trend.then.scored(), 8);
    assert_eq!(trend.roster, Roster::Changed { joined: 2, left: 2 });
    assert_eq!(is.trend(&was, 4, 0), Err(Rule::R12), "no direct members answered");
    // The item was put in other words since: it is another one.
    let mut reworded = was.clone();
    reworded.groups[1].items[0].0.asks = "Something else?".into();
    assert_eq!(is.trend(&reworded, 1, 0), Err(Rule::R12));
    // Beside a wave that is not the one before, nothing is counted of who came and went.
    let mut older = was;
    older.opening.wave = "older".into();
    assert_eq!(is.trend(&older, 1, 0).unwrap().roster, Roster::Some);
}

#[test]
fn attack_28_a_team_that_became_too_small_or_is_new_has_no_trend() {
    let (many, few) = (people(&[(&[1], 8), (&[2], 8)]), people(&[(&[1], 4), (&[2], 8)]));
    let before = Results::of(opening("then", &many), &ballots(&many), &[], &many).view(None);
    let after = Results::of(opening("now", &few), &ballots(&few), &[], &few).view(None);
    assert_eq!(after.trend(&before, 1, 0), Err(Rule::R12));
    let mut renumbered = before;
    renumbered.opening.tree = Tree::new(&[("shop".into(), None)]).unwrap();
    assert_eq!(after.trend(&renumbered, 2, 0), Err(Rule::R12));
}
