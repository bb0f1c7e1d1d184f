//! The promises of the product, held against every kind there is: whoever adds one keeps them.

use domain::attachment::{Attachment, FORECAST, Hides, QUESTION, Slot};
use domain::id::At;
use domain::kind::{Answer, Around, DueFor, Kind};
use domain::measure::follow_through::End;
use domain::people::{Relation, Role, Standing, Who};
use domain::practice::{ALL, Kinds, decision};
use domain::record::{Answers, Dossier, Refusal, Value};
use proptest::prelude::*;

const RELATIONS: [Relation; 7] = [
    Relation::Own,
    Relation::OwnTeam,
    Relation::AnotherTeam,
    Relation::Above,
    Relation::Below,
    Relation::Stranger,
    Relation::SignedOut,
];

fn kind(slug: &str) -> &'static Kind {
    Kinds(ALL).by_slug(slug).expect("this kind is in the table")
}

/// Everybody who leads the team from outside: above it, or on it with a leading level.
fn leaders() -> Vec<Standing> {
    let roles = [Role::Member, Role::Steward];
    let above = roles.map(|role| Standing::of(Relation::Above, role));
    let within =
        roles.map(|role| Standing { leads: true, ..Standing::of(Relation::OwnTeam, role) });
    above.into_iter().chain(within).collect()
}

fn hung(slot: &Slot, state: &str) -> Attachment {
    let text = |name: &str, said: &str| (name.to_owned(), Value::Text(said.to_owned()));
    Attachment {
        id: "a1".into(),
        record: "r1".into(),
        slot: slot.name.into(),
        author: "kim".into(),
        made_at: At(0),
        answers: Answers::from([text("text", "It holds"), text("probability", "70")]),
        state: state.into(),
        version: 1,
    }
}

fn dossier(kind: &Kind, state: &str) -> Dossier {
    let mut dossier = (kind.sample)();
    dossier.record.state = state.into();
    dossier.record.retired = false;
    dossier
}

fn is_not_theirs<T: std::fmt::Debug>(answer: &Result<T, Refusal>) -> bool {
    matches!(answer, Err(Refusal::NotYours(_)))
}

#[test]
fn whoever_leads_from_outside_cannot_open_lead_or_publish_the_teams_own_reflection() {
    let of_the_team = ALL.iter().filter(|it| it.by == Who::OfTeam);
    for kind in of_the_team {
        let slug = kind.slug;
        for leader in leaders() {
            assert!(!leader.is(kind.by), "{slug} could be begun by {leader:?}");
            for step in kind.moves {
                for from in step.from {
                    let dossier = dossier(kind, from);
                    let around = Around { standing: Some(leader), ..Around::default() };
                    let moved = kind.apply(&dossier, leader, &around, step.name);
                    assert!(is_not_theirs(&moved), "{slug}/{}: {moved:?}", step.name);
                }
            }
        }
        let member = Standing::of(Relation::OwnTeam, Role::Member);
        assert!(member.is(kind.by) && kind.moves.iter().all(|step| member.is(step.by)), "{slug}");
    }
}

#[test]
fn questions_are_open_to_everybody_with_a_seat_whatever_else_is_closed() {
    let answers = Answers::from([("text".to_owned(), Value::Text("What now?".into()))]);
    for kind in ALL {
        for state in kind.states {
            let dossier = dossier(kind, state.name);
            for relation in RELATIONS {
                let standing = Standing::of(relation, Role::Reader);
                let around = Around { standing: Some(standing), ..Around::default() };
                let may = QUESTION.may_add(&dossier, standing, &around, &answers).is_ok();
                assert_eq!(may, standing.is_seated(), "{} {} {relation:?}", kind.slug, state.name);
            }
        }
    }
}

#[test]
fn a_forecast_stays_as_it_was_after_its_hour_and_from_the_moment_it_is_known() {
    let author = Standing::of(Relation::Own, Role::Member);
    for kind in ALL {
        let Some(slot) = kind.slot(FORECAST.name) else { continue };
        for state in kind.states {
            let dossier = dossier(kind, state.name);
            for (name, ..) in slot.states {
                let it = hung(slot, name);
                let at = |ms| slot.may_reword((&dossier, &it), author, At(ms)).is_ok();
                assert_eq!(at(At::HOUR - 1), *name == slot.first_state(), "{}", kind.slug);
                assert!(!at(At::HOUR), "{}: {name} after its hour", kind.slug);
            }
        }
    }
}

#[test]
fn a_rating_is_fixed_by_the_outcome_even_within_its_hour() {
    let slot = decision::KIND.slot("rating").unwrap();
    let author = Standing::of(Relation::Own, Role::Member);
    let mut made = dossier(&decision::KIND, "known");
    let it = hung(slot, slot.first_state());
    made.record.answers.remove("known_at");
    assert!(slot.may_reword((&made, &it), author, At(1)).is_ok());
    made.record.put("known_at", "2026-05-29T10:26:40Z");
    assert!(matches!(slot.may_reword((&made, &it), author, At(1)), Err(Refusal::Rule(_))));
}

#[test]
fn what_was_written_unseen_cannot_be_changed_once_it_has_been_seen() {
    let author = Standing::of(Relation::Own, Role::Member);
    let mut seen = 0;
    for kind in ALL {
        for slot in kind.all_slots().filter(|slot| slot.hides == Hides::UntilReveal) {
            seen += 1;
            let mut dossier = dossier(kind, kind.first_state());
            let it = hung(slot, slot.first_state());
            dossier.record.revealed = true;
            for at in [1, At::HOUR, At::DAY * 30] {
                let reworded = slot.may_reword((&dossier, &it), author, At(at));
                assert!(reworded.is_err(), "{}/{} could be changed", kind.slug, slot.name);
            }
            dossier.record.revealed = false;
            assert!(slot.is_sealed(&dossier.record), "{}/{}", kind.slug, slot.name);
        }
    }
    assert!(seen >= ALL.len(), "every kind has responses");
}

#[test]
fn nobody_changes_somebody_elses_words_however_high_they_stand() {
    for kind in ALL {
        let dossier = dossier(kind, kind.first_state());
        for slot in kind.all_slots() {
            let it = hung(slot, slot.first_state());
            for relation in RELATIONS.into_iter().filter(|it| *it != Relation::Own) {
                let other = Standing::of(relation, Role::Steward);
                let reworded = slot.may_reword((&dossier, &it), other, At(1));
                assert!(is_not_theirs(&reworded), "{}/{} {relation:?}", kind.slug, slot.name);
            }
        }
    }
}

#[test]
fn a_promise_is_never_made_for_somebody_from_outside() {
    let slot = kind("decision").slot("commitment").unwrap();
    let dossier = dossier(kind("decision"), "decided");
    let owner = |name: &str| {
        Answers::from([
            ("text".to_owned(), Value::Text("An alarm".into())),
            ("owner".to_owned(), Value::Text(name.into())),
        ])
    };
    for leader in leaders() {
        let around = Around { standing: Some(leader), ..Around::default() };
        let made = slot.may_add(&dossier, leader, &around, &owner("kim"));
        assert!(is_not_theirs(&made), "{leader:?} could promise for kim");
    }
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let around = Around { standing: Some(member), ..Around::default() };
    assert_eq!(slot.may_add(&dossier, member, &around, &owner("kim")), Ok(()));
}

#[test]
fn what_is_closed_or_put_away_comes_due_for_nobody() {
    for kind in ALL {
        for state in kind.states {
            let mut dossier = dossier(kind, state.name);
            for name in kind.due {
                dossier.record.put(name, "2026-04-07");
            }
            let due = kind.due_on(&dossier.record);
            let is_due = state.open && !kind.due.is_empty();
            assert_eq!(due.is_some(), is_due, "{} while it is {}", kind.slug, state.name);
            dossier.record.retired = true;
            assert_eq!(kind.due_on(&dossier.record), None, "{} is put away and due", kind.slug);
        }
    }
}

#[test]
fn whatever_comes_due_asks_for_something_in_a_verb_and_says_what_it_is_about() {
    let is_verb = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with('.');
    for kind in ALL {
        assert_eq!(is_verb(kind.when_due), !kind.due.is_empty(), "{}", kind.slug);
        for (state, verb) in kind.when_due_in {
            assert!(is_verb(verb) && kind.state(state).is_some(), "{}: {state}", kind.slug);
        }
        for slot in kind.all_slots() {
            let place = format!("{}/{}", kind.slug, slot.name);
            assert_eq!(is_verb(slot.when_due), !slot.due.is_empty(), "{place}");
            let asked = |name: &&str| slot.asks.iter().any(|ask| ask.name == *name);
            assert!(slot.about.iter().all(asked) || slot.due.is_empty(), "{place} asks no such");
            let it = hung(slot, slot.first_state());
            assert_eq!(slot.about(&it), "It holds", "{place}");
        }
    }
    let slot = kind("demo").slot("showing").unwrap();
    let mut it = hung(slot, slot.first_state());
    it.answers.insert("will_change".into(), Value::Text(" A second bank ".into()));
    assert_eq!(slot.about(&it), "A second bank", "what will change, rather than what was shown");
}

/// One place lists what is promised by name and day, and it comes due on that day.
#[test]
fn whatever_takes_a_name_and_a_day_is_a_promise_and_comes_due_by_it() {
    let day = "2026-04-07";
    for kind in ALL {
        for slot in kind.all_slots() {
            let place = format!("{}/{}", kind.slug, slot.name);
            let asks: Vec<_> =
                slot.asks.iter().chain(slot.moves.iter().flat_map(|it| it.asks)).collect();
            let names = asks.iter().any(|ask| ask.name == "owner");
            // Whoever watches for a sign has promised to look, and nothing that could be kept.
            let promises = names && !slot.due.is_empty() && slot.name != "tripwire";
            let own = slot.name == "statement";
            assert_eq!(slot.promises.is_some(), promises || own, "{place}");
            let Some(promised) = slot.promises else { continue };
            let mut ends = Vec::new();
            for (state, ..) in slot.states {
                let mut it = hung(slot, state);
                for ask in &asks {
                    let said = if ask.answer.is_day() { day } else { "It holds" };
                    it.answers.insert(ask.name.into(), Value::Text(said.into()));
                }
                it.answers.insert("done_at".into(), Value::Text("2026-04-06T09:00:00Z".into()));
                let Some(found) = promised(&it) else { continue };
                assert_eq!((found.text.as_str(), found.due), ("It holds", day.parse().ok()));
                if found.end == End::Open {
                    assert_eq!(slot.due_on(&it), found.due, "{place} is due while {state}");
                }
                ends.push(found.end);
                for ask in asks.iter().filter(|ask| ask.answer.is_day()) {
                    it.answers.remove(ask.name);
                }
                let dayless = promised(&it).is_none_or(|it| it.due.is_none());
                assert!(dayless, "{place}: a promise without a day");
            }
            assert!(ends.contains(&End::Open) && ends.contains(&End::Kept), "{place}: {ends:?}");
        }
    }
}

/// What a step makes needs nothing that the step does not ask.
#[test]
fn a_step_that_makes_something_asks_all_that_it_needs() {
    let mut made = 0;
    for kind in ALL {
        for (slot, step) in
            kind.all_slots().flat_map(|it| it.moves.iter().map(move |step| (it, step)))
        {
            let Some(name) = step.makes else { continue };
            let place = format!("{}/{}/{}", kind.slug, slot.name, step.name);
            let into = kind.slot(name).unwrap_or_else(|| panic!("{place} makes no such thing"));
            let said = step.asks.iter().map(|ask| {
                let said = if ask.answer.is_day() { "2026-04-07" } else { "kim" };
                (ask.name.to_owned(), Value::Text(said.to_owned()))
            });
            let answers = into.made_of("It holds", &said.collect());
            assert_eq!(into.problems(&answers), [], "{place}");
            made += 1;
        }
    }
    assert_eq!(made, ALL.len(), "an idea becomes a commitment on a record of every kind");
}

/// A verb in somebody’s list asks them: what is said in one’s own name, of its author alone; what names
/// somebody, of them; everything else, of the team.
#[test]
fn whatever_comes_due_falls_to_whoever_can_do_it() {
    let falls_to = |slug: &str, answers: &[(&str, &str)]| {
        let mut dossier = dossier(kind(slug), kind(slug).first_state());
        for (name, said) in answers {
            dossier.record.put(name, *said);
        }
        let author = dossier.record.author.to_string();
        let whom = kind(slug).falls_to(&dossier.record).map(|it| it.stored());
        whom.map(|it| if it == author { "author".to_owned() } else { it })
    };
    for kind in ALL.iter().filter(|it| !it.due.is_empty()) {
        let is_own = matches!(kind.slug, "leave-test" | "ownership" | "backing");
        assert_eq!(kind.due_for == DueFor::Author, is_own, "{}", kind.slug);
        let DueFor::Named(ask) = kind.due_for else { continue };
        assert!(matches!(kind.ask(ask).unwrap().answer, Answer::Person), "{}", kind.slug);
        assert_eq!(falls_to(kind.slug, &[(ask, " @Kim ")]).as_deref(), Some("@kim"));
        assert_eq!(falls_to(kind.slug, &[(ask, " ")]), None, "nobody in particular");
    }
    assert_eq!(falls_to("leave-test", &[]).as_deref(), Some("author"));
    assert_eq!(falls_to("decision", &[]), None);
}

#[test]
fn an_absence_asks_for_one_thing_before_it_and_for_another_at_its_end() {
    let asks = |state| kind("leave-test").asks_when_due(&dossier(kind("leave-test"), state).record);
    assert_eq!((asks("planned"), asks("away")), ("Hand over before", "Look back on"));
    assert_eq!(
        kind("decision").asks_when_due(&dossier(kind("decision"), "decided").record),
        "Look again at"
    );
}

#[test]
fn a_step_that_needs_an_answer_says_which_before_it_refuses_anything_else() {
    let made = kind("decision");
    let mut dossier = dossier(made, "decided");
    dossier.record.answers.remove("outcome");
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let around = Around { standing: Some(member), ..Around::default() };
    let refused = made.apply(&dossier, member, &around, "outcome").unwrap_err();
    assert_eq!(refused, Refusal::Unanswered(vec!["How it turned out".to_owned()]));
    assert!(refused.to_string().contains("How it turned out"));
}

/// No question of any table asks for a number about a person, and no list counts people.
#[test]
fn no_table_asks_how_much_somebody_did() {
    let forbidden = [
        "per person",
        "per engineer",
        "per developer",
        "commits by",
        "lines of code",
        "story points",
        "hours online",
        "ranking",
        "leaderboard",
        "top contributor",
        "most active",
        "velocity of",
    ];
    for kind in ALL {
        let slots = || kind.all_slots().flat_map(|slot| slot.asks.iter());
        let moves = || kind.all_slots().flat_map(|it| it.moves).flat_map(|step| step.asks.iter());
        for ask in kind.asks.iter().chain(slots()).chain(moves()) {
            let said = format!("{} {} {}", ask.name, ask.label, ask.hint).to_lowercase();
            let found = forbidden.iter().find(|words| said.contains(**words));
            assert_eq!(found, None, "{}: {said}", kind.slug);
        }
    }
}

#[test]
fn every_record_is_begun_with_one_sentence() {
    for kind in ALL {
        let problems = kind.problems("One sentence", &Answers::new());
        assert!(problems.is_empty(), "{} asks for more at once: {problems:?}", kind.slug);
        let first = kind.asks.iter().filter(|ask| ask.first && !ask.kept).count();
        assert!(first <= 7, "{} shows {first} questions before anybody asked for them", kind.slug);
    }
}

fn anybody() -> impl Strategy<Value = Standing> {
    let role = prop::sample::select(vec![Role::Reader, Role::Member, Role::Steward]);
    (prop::sample::select(RELATIONS.to_vec()), role, any::<[bool; 3]>()).prop_map(
        |(relation, role, [leads, agent, keeper])| Standing {
            leads,
            agent,
            keeper: keeper && !agent,
            ..Standing::of(relation, role)
        },
    )
}

proptest! {
    /// Whoever tries whatever: a move lands in a state of the table, or is refused in words.
    #[test]
    fn a_move_ends_in_a_state_of_its_table_or_in_a_sentence(
        which in 0..ALL.len(), state in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(), standing in anybody()
    ) {
        let kind = ALL[which];
        let dossier = dossier(kind, kind.states[state.index(kind.states.len())].name);
        let step = &kind.moves[step.index(kind.moves.len())];
        let around = Around { standing: Some(standing), ..Around::default() };
        match kind.apply(&dossier, standing, &around, step.name) {
            Ok(to) => {
                prop_assert!(kind.state(to).is_some());
                prop_assert!(standing.is(step.by) && standing.is_seated());
                prop_assert!(step.from.contains(&dossier.record.state.as_str()));
            }
            Err(refusal) => prop_assert!(refusal.to_string().trim().len() > 10, "{refusal:?}"),
        }
    }

    /// Somebody without a seat moves nothing and hangs nothing anywhere.
    #[test]
    fn without_a_seat_nothing_moves(which in 0..ALL.len(), standing in anybody()) {
        prop_assume!(!standing.is_seated());
        let kind = ALL[which];
        for state in kind.states {
            let dossier = dossier(kind, state.name);
            prop_assert_eq!(kind.moves_open_to(&dossier.record, standing).count(), 0);
            let around = Around { standing: Some(standing), ..Around::default() };
            for slot in kind.all_slots() {
                let added = slot.may_add(&dossier, standing, &around, &Answers::new());
                prop_assert!(added.is_err(), "{}/{}", kind.slug, slot.name);
            }
        }
    }

    /// An agent acts, and never where a person of the team or a leader is asked for.
    #[test]
    fn an_agent_never_takes_a_step_that_is_for_people(standing in anybody()) {
        prop_assume!(standing.agent);
        for who in [Who::OfTeam, Who::Leads, Who::NotOwner, Who::Steward] {
            prop_assert!(!standing.is(who), "{who:?}");
        }
    }
}
