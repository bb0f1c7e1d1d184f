//! Something is shown, and something of it is unfinished.

use super::slots::SHOWING;
use crate::attachment::Attachment;
use crate::finding::{Finding, Weight};
use crate::kind::Around;
use crate::record::{Dossier, Refusal};

pub(super) fn something_was_shown(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if dossier.slot(SHOWING.name).next().is_some() {
        return Ok(());
    }
    Err(Refusal::Rule("First add what was shown: one showing is enough.".to_owned()))
}

pub(super) fn findings(dossier: &Dossier, _: &Around) -> Vec<Finding> {
    let showings: Vec<&Attachment> = dossier.slot(SHOWING.name).collect();
    let mut found = Vec::new();
    let mut note = |rule, weight, words: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, weight, says, asks).of(words));
    };
    let incomplete = |it: &&Attachment| matches!(it.text("how_far"), "unfinished" | "failed");
    if !showings.is_empty() && !showings.iter().any(incomplete) {
        note(
            "all-whole",
            Weight::Warns,
            "",
            "Everything here is finished.",
            "What is unfinished, or did not work? One such showing belongs in every demo.",
        );
    }
    let unwatched =
        |it: &&&Attachment| !it.text("will_change").is_empty() && it.text("look_on").is_empty();
    if let Some(it) = showings.iter().find(unwatched) {
        note(
            "no-second-look",
            Weight::Note,
            it.text("text"),
            "This says what will change and not when to look.",
            "On which day will you be able to see it?",
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Relation, Role, Standing, Who};
    use crate::practice::demo::KIND;
    use crate::practice::samples::{attachment, text};

    fn with(showings: &[&[(&str, &str)]]) -> Dossier {
        let mut dossier = (KIND.sample)();
        dossier.record.state = "planned".into();
        dossier.attached = showings.iter().map(|it| attachment(&SHOWING, "kim", it)).collect();
        dossier
    }

    fn rules(dossier: &Dossier) -> Vec<&'static str> {
        findings(dossier, &Around::default()).iter().map(|it| it.rule).collect()
    }

    #[test]
    fn a_demo_without_anything_unfinished_is_asked_for_it() {
        let whole = [("text", "Split payouts"), ("how_far", "whole")];
        assert_eq!(rules(&with(&[&whole])), ["all-whole"]);
        let failed = [("text", "The night check"), ("how_far", "failed")];
        assert_eq!(rules(&with(&[&whole, &failed])), [""; 0]);
        assert_eq!(rules(&with(&[])), [""; 0], "nothing is shown yet");
    }

    #[test]
    fn what_will_change_asks_for_the_day_to_look() {
        let promised =
            [("text", "x"), ("how_far", "failed"), ("will_change", "The order of steps")];
        assert_eq!(rules(&with(&[&promised])), ["no-second-look"]);
    }

    #[test]
    fn it_is_held_by_the_team_and_only_with_something_shown() {
        let hold =
            |dossier: &Dossier, standing| KIND.apply(dossier, standing, &Around::default(), "hold");
        let member = Standing::of(Relation::OwnTeam, Role::Member);
        assert!(matches!(hold(&with(&[]), member), Err(Refusal::Rule(_))));
        let one = with(&[&[("text", "x")]]);
        assert_eq!(hold(&one, member), Ok("held"));
        assert!(hold(&one, Standing::of(Relation::Above, Role::Steward)).is_err());
        assert!(SHOWING.by == Who::TeamOrLeads, "whoever leads shows their own work too");
    }

    #[test]
    fn the_later_look_comes_due_until_somebody_looked() {
        let mut it = attachment(&SHOWING, "kim", &[("text", "x"), ("look_on", "2026-04-01")]);
        assert_eq!(SHOWING.due_on(&it), "2026-04-01".parse().ok());
        let member = Standing::of(Relation::OwnTeam, Role::Member);
        let seen = [text("seen", "The order is another one")].into();
        let dossier = (KIND.sample)();
        let to = SHOWING.apply((&dossier, &it), member, &Around::default(), ("has_changed", &seen));
        it.state = to.unwrap().into();
        assert_eq!(SHOWING.due_on(&it), None);
    }
}
