//! What an answer says, mode by mode and reason by reason.

use super::*;
use crate::lanes::Verdict;

fn with(lane: &str) -> Map {
    map(&format!(
        "levels = ['contributor', 'lead', 'exec']\n[dimension.cost]\nunit = 'EUR'\n\
         [dimension.undo]\nsteps = ['hour', 'sprint', 'never']\n[holder]\nlead = ['@ana', '@bo']\n\
         [[lane]]\nid = 'it'\ndomain = '*'\nlevel = 'contributor'\n{lane}\n"
    ))
}

fn says(lane: &str, values: &str) -> String {
    route(&with(lane), &[], values, "contributor").says
}

#[test]
fn each_mode_says_what_it_asks_of_whoever_decides() {
    for (lane, expected) in [
        ("mode = 'decide'", "Yours to decide."),
        ("mode = 'decide_report'", "Yours; explain it afterwards."),
        (
            "mode = 'decide_after_advice'\nconsult = ['@p', '@q']",
            "Yours to decide, after asking @p and @q.",
        ),
        ("mode = 'intend'", "Yours: say what you intend, then go ahead unless somebody objects."),
        (
            "mode = 'agree'\nagree = [{ who = '@sec', about = 'secrets', days = 2 }]",
            "Yours to decide, if @sec on secrets agrees.",
        ),
        ("agree = ['@a', '@b']", "Yours to decide, if @a and @b agree."),
    ] {
        assert_eq!(says(lane, "cost=1, undo=hour"), expected, "{lane}");
    }
}

#[test]
fn a_level_without_names_is_said_with_its_article_and_several_people_with_or() {
    let level = |level: &str| {
        let text =
            format!("mode = 'recommend'\n[[lane]]\nid = 'up'\ndomain = '*'\nlevel = '{level}'");
        says(&text, "cost=1, undo=hour")
    };
    assert_eq!(level("exec"), "The call of an exec.");
    assert_eq!(level("lead"), "The call of @ana or @bo.");
}

#[test]
fn a_gap_names_who_it_falls_to_and_that_the_map_lacks_something() {
    let expected = "No lane holds this, so it goes to exec: the map has a gap here.";
    assert_eq!(says("upto = { cost = 10 }", "cost=11, undo=hour"), expected);
}

#[test]
fn what_depends_says_on_what_and_who_decides_meanwhile() {
    let lanes = "upto = { cost = 10 }\n[[lane]]\nid = 'rest'\ndomain = '*'\nlevel = 'lead'";
    let route = route(&with(lanes), &[], "undo=hour", "contributor");
    assert_eq!(route.verdict, Verdict::Depends);
    assert_eq!(
        route.says,
        "It depends on what it costs. Until that is known: the call of @ana or @bo."
    );
    assert_eq!(route.optimistic.map(|it| it.id).as_deref(), Some("it"));
}

#[test]
fn alternatives_are_joined_by_or_and_their_conditions_by_and() {
    let lanes = "upto = { cost = 10, undo = 'sprint' }\n[[lane]]\nid = 'cheap'\ndomain = '*'\nlevel = 'contributor'\n\
        upto = { cost = 1 }\n[[lane]]\nid = 'rest'\ndomain = '*'\nlevel = 'lead'";
    let route = route(&with(lanes), &[], "cost=20, undo=never", "contributor");
    assert_eq!(route.yours_if.len(), 2);
    let sentence = "It would be yours if it cost 1 EUR at most, or if it cost 10 EUR at most and it could be undone within a sprint.";
    assert!(route.why.iter().any(|it| it == sentence), "{:?}", route.why);
}

#[test]
fn an_alternative_that_asks_for_more_than_another_is_left_out() {
    let lanes = "upto = { cost = 10 }\n[[lane]]\nid = 'tight'\ndomain = '*'\nlevel = 'contributor'\n\
        upto = { cost = 5 }\n[[lane]]\nid = 'rest'\ndomain = '*'\nlevel = 'lead'";
    let route = route(&with(lanes), &[], "cost=20, undo=hour", "contributor");
    let conditions: Vec<_> = route.yours_if.iter().flatten().map(|it| it.lane.as_str()).collect();
    assert_eq!(conditions, ["it"], "5 is only a harder way to be below 10");
}

#[test]
fn lanes_that_stop_at_the_same_bound_are_named_in_one_sentence() {
    let lanes = "upto = { undo = 'hour' }\n[[lane]]\nid = 'too'\ndomain = '*'\nlevel = 'contributor'\n\
        upto = { undo = 'hour' }\n[[lane]]\nid = 'rest'\ndomain = '*'\nlevel = 'lead'";
    let route = route(&with(lanes), &[], "cost=1, undo=never", "contributor");
    let sentence = "Lanes “it” and “too” (contributor) do not hold it: it can never be undone (the limit is an hour).";
    assert!(route.why.iter().any(|it| it == sentence), "{:?}", route.why);
}

#[test]
fn what_does_not_matter_is_said_where_something_else_is_known() {
    let route = route(&with("upto = { cost = 10 }"), &[], "cost=5", "contributor");
    assert_eq!(route.verdict, Verdict::Yours);
    assert!(
        route.why.iter().any(|it| it == "It makes no difference how long it takes to undo."),
        "{:?}",
        route.why
    );
}

#[test]
fn whoever_is_told_afterwards_and_where_it_could_rest_are_sentences_too() {
    let map = with("inform = ['#all']");
    let lead = route(&map, &[], "cost=1, undo=hour", "@ana");
    assert!(
        lead.why.contains(&"It could rest with contributor (lane “it”).".to_owned()),
        "{:?}",
        lead.why
    );
    assert!(lead.why.contains(&"Tell #all afterwards.".to_owned()), "{:?}", lead.why);
}

#[test]
fn a_value_said_by_hand_shows_what_it_took_the_place_of() {
    let map = map(PAYMENTS);
    let mut case = map.cases_of(&[crate::lanes::Change::at("src/a.rs")], &[]).remove(0);
    map.set(&mut case, "effort=4").expect("a number");
    let route = map.route(&case, &asker(&map, "contributor"), DAY);
    let sentence = "You say 4 person-days (the map assumes 1 person-day).";
    assert!(route.why.iter().any(|it| it == sentence), "{:?}", route.why);
}
