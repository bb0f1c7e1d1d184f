//! What holds for every kind, whoever adds one. A kind is data; these tests make it as safe as types.

#[path = "kinds/made_up.rs"]
mod made_up;

use std::collections::BTreeSet;

use domain::attachment::Slot;
use domain::kind::{Answer, Around, Ask, For, Kind, Need};
use domain::people::{Relation, Role, Standing};
use domain::practice::{ALL, Kinds};
use domain::record::answers_problems;

/// The house's list with one more line.
fn every() -> Vec<&'static Kind> {
    ALL.iter().copied().chain([&made_up::KIND]).collect()
}

#[test]
fn slugs_are_unique_and_fit_a_url() {
    let slugs: BTreeSet<_> = every().iter().map(|it| it.slug).collect();
    assert_eq!(slugs.len(), every().len());
    assert!(slugs.iter().all(|it| it.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    assert!(Kinds(ALL).by_slug("intent").is_some() && Kinds(ALL).by_slug("nothing").is_none());
}

#[test]
fn what_a_record_begins_with_is_a_slot_of_its_kind_that_needs_no_more_than_words() {
    for kind in every() {
        let Some(first) = kind.begins_with else { continue };
        assert!(kind.slots.iter().any(|it| std::ptr::eq(*it, first)), "{}", kind.slug);
        let needed: Vec<_> = first.asks.iter().filter(|it| it.need == Need::Always).collect();
        assert!(needed.len() == 1 && needed[0].name == "text", "{}/{}", kind.slug, first.name);
        assert!(matches!(needed[0].answer, Answer::Line | Answer::Prose), "a title has to fit");
    }
}

#[test]
fn every_state_can_be_reached_and_every_closed_one_is_an_end_or_leads_on() {
    for kind in every() {
        let mut reached = BTreeSet::from([kind.first_state()]);
        for _ in kind.states {
            for step in kind.moves {
                if step.from.iter().any(|it| reached.contains(it)) {
                    reached.insert(step.to);
                }
            }
        }
        let all: BTreeSet<_> = kind.states.iter().map(|it| it.name).collect();
        assert_eq!(reached, all, "{}", kind.slug);
        for state in kind.states.iter().filter(|it| it.open) {
            let leaves = kind.moves.iter().any(|it| it.from.contains(&state.name));
            assert!(leaves, "{}: nothing leads out of the open state {}", kind.slug, state.name);
        }
    }
}

#[test]
fn names_within_a_kind_are_unique_and_moves_name_real_states() {
    for kind in every() {
        unique(kind.slug, kind.states.iter().map(|it| it.name));
        unique(kind.slug, kind.moves.iter().map(|it| it.name));
        unique(kind.slug, kind.all_slots().map(|it| it.name));
        unique(
            kind.slug,
            kind.asks.iter().flat_map(|it| it.formerly.iter().chain([&it.name]).copied()),
        );
        for step in kind.moves {
            let named = step.from.iter().chain([&step.to]);
            assert!(
                named.clone().all(|it| kind.state(it).is_some()),
                "{}: {}",
                kind.slug,
                step.name
            );
        }
        for state in kind.own_in {
            assert!(kind.state(state).is_some(), "{}: {state} is the team’s own", kind.slug);
        }
    }
}

#[test]
fn every_word_of_a_table_names_what_is_there() {
    for kind in every() {
        let said = [kind.slug, kind.name, kind.plural, kind.purpose, kind.begin];
        assert!(said.iter().all(|it| !it.is_empty()), "{said:?}");
        let states = kind.waits.map_or(&[][..], |it| it.states).iter();
        let learning = kind.learning;
        for state in states.chain(learning.states).chain(learning.wanted_in) {
            assert!(kind.state(state).is_some(), "{}: no state {state}", kind.slug);
        }
        if let Some((For::WhoMay(steps), waits)) = kind.waits.map(|it| (it.whom, it)) {
            let leads_on = |state: &&str| {
                steps.iter().any(|it| kind.step(it).is_some_and(|it| it.from.contains(state)))
            };
            assert!(waits.states.iter().all(leads_on), "{}: nobody can go on", kind.slug);
        }
        let until = kind.waits.map_or("", |it| it.due);
        let is_day = kind.ask(until).is_some_and(|it| it.answer.is_day());
        assert!(until.is_empty() || is_day, "{}: {until} is no day", kind.slug);
        for (step, _) in kind.does {
            assert!(kind.step(step).is_some(), "{}: no move {step}", kind.slug);
        }
        for name in [learning.told_in, learning.slot].into_iter().filter(|it| !it.is_empty()) {
            let is_there = kind.ask(name).is_some() || kind.slot(name).is_some();
            assert!(is_there, "{}: nothing is called {name}", kind.slug);
        }
        let asked = |name: &str| kind.asks.iter().any(|ask| ask.name == name);
        let hung = kind.slot(learning.slot).map_or(&[][..], |it| it.asks);
        for name in learning.words {
            let is_asked = asked(name) || hung.iter().any(|ask| ask.name == *name);
            assert!(is_asked, "{}: {name} is compared, never asked", kind.slug);
        }
        assert!(learning.says.iter().all(|it| asked(it)), "{}: {:?}", kind.slug, learning.says);
        let teaches = !learning.states.is_empty();
        assert!(teaches != learning.words.is_empty() && teaches != learning.says.is_empty());
    }
}

#[test]
fn a_record_waits_in_its_states_and_not_once_it_is_put_away() {
    let kind = Kinds(ALL).by_slug("intent").unwrap();
    let mut record = (kind.sample)().record;
    record.state = "briefed".into();
    assert!(kind.waiting(&record).unwrap().why("Ana").starts_with("Ana briefed it"));
    record.retired = true;
    assert_eq!(kind.waiting(&record), None);
    record.retired = false;
    record.state = "draft".into();
    assert_eq!(kind.waiting(&record), None);
    assert_eq!(made_up::KIND.waiting(&record), None);
    assert!(kind.may_wait() && !made_up::KIND.may_wait());
    assert!(Kinds(ALL).slots_that_wait().contains("support"), "also where no record waits");
}

#[test]
fn what_comes_due_is_a_day_and_what_a_list_says_is_asked() {
    let is_day =
        |asks: &[Ask], name: &str| asks.iter().any(|it| it.name == name && it.answer.is_day());
    for kind in every() {
        for name in kind.due {
            assert!(is_day(kind.asks, name), "{}: {name} comes due and is no day", kind.slug);
        }
        for name in kind.about {
            assert!(kind.ask(name).is_some(), "{}: {name} is listed, never asked", kind.slug);
        }
        for slot in kind.all_slots() {
            let all = || slot.asks.iter().chain(slot.moves.iter().flat_map(|it| it.asks)).copied();
            let asks: Vec<Ask> = all().collect();
            for name in slot.due {
                assert!(is_day(&asks, name), "{}/{}: {name} is no day", kind.slug, slot.name);
            }
            for state in slot.due_in {
                let place = format!("{}/{}", kind.slug, slot.name);
                assert!(slot.is_open(state), "{place}: nothing is open while it is {state}");
                assert!(!slot.due.is_empty(), "{place} never comes due");
            }
        }
    }
}

#[test]
fn an_open_record_comes_due_on_the_earliest_of_its_days_and_a_closed_one_never() {
    let kind = Kinds(ALL).by_slug("decision").unwrap();
    let mut record = (kind.sample)().record;
    record.state = "decided".into();
    record.put("review_on", "2026-04-07");
    assert_eq!(kind.due_on(&record), "2026-04-07".parse().ok());
    record.put("review_on", "soon");
    assert_eq!(kind.due_on(&record), None, "what is no day is never due");
    record.put("review_on", "2026-04-07");
    record.retired = true;
    assert_eq!(kind.due_on(&record), None, "what is put away asks for nothing");
    record.retired = false;
    record.state = "reviewed".into();
    assert_eq!(kind.due_on(&record), None);
}

#[test]
fn a_deferred_question_names_a_real_move_and_a_kept_one_is_never_asked() {
    for kind in every() {
        for ask in kind.asks {
            if let Need::Before(step) = ask.need {
                assert!(kind.step(step).is_some(), "{}: {} waits for {step}", kind.slug, ask.name);
            }
            if ask.kept {
                assert!(ask.need == Need::Never && !ask.first, "{}: {}", kind.slug, ask.name);
            }
        }
    }
}

#[test]
fn one_sentence_begins_a_record_and_at_most_three_questions_stand_first() {
    for kind in every() {
        let always = kind.asks.iter().filter(|it| it.need == Need::Always).count();
        let first = kind.asks.iter().filter(|it| it.first && !it.kept).count();
        assert!(
            always == 0 && (1..=3).contains(&first),
            "{}: {always} needed, {first} first",
            kind.slug
        );
        assert!(kind.problems("One sentence", &Default::default()).is_empty(), "{}", kind.slug);
    }
}

#[test]
fn a_sample_answers_only_what_is_asked_and_every_question_of_its_slots() {
    for kind in every() {
        let sample = (kind.sample)();
        let record = &sample.record;
        assert_eq!(record.kind, kind.slug);
        assert!(kind.state(&record.state).is_some(), "{}", kind.slug);
        assert_eq!(kind.problems(&record.title, &record.answers), [], "{}", kind.slug);
        for it in &sample.attached {
            let slot = kind.slot(&it.slot).expect("a sample fills only slots of its kind");
            let asked: Vec<&Ask> =
                slot.asks.iter().chain(slot.moves.iter().flat_map(|it| it.asks)).collect();
            for name in it.answers.keys() {
                assert!(
                    asked.iter().any(|ask| ask.name == name),
                    "{}: {}.{name}",
                    kind.slug,
                    slot.name
                );
            }
            assert!(
                slot.states.iter().any(|state| state.0 == it.state),
                "{}: {}",
                kind.slug,
                it.state
            );
        }
    }
}

#[test]
fn a_sample_is_a_good_example_nothing_holds_it_up() {
    for kind in every() {
        let around = Around { team_size: 5, at_work: 5, ..Around::default() };
        let blocks: Vec<_> = (kind.findings)(&(kind.sample)(), &around)
            .into_iter()
            .filter(|it| it.weight == domain::finding::Weight::Blocks)
            .collect();
        assert_eq!(blocks, [], "{}", kind.slug);
    }
}

#[test]
fn every_slot_is_sound() {
    for slot in every().iter().flat_map(|kind| kind.all_slots()) {
        assert!(
            !slot.states.is_empty() && !slot.purpose.is_empty() && !slot.label.is_empty(),
            "{}",
            slot.name
        );
        assert!(slot.asks.first().is_some_and(|it| it.need == Need::Always), "{}", slot.name);
        let needed = slot.asks.iter().filter(|it| it.need == Need::Always).count();
        assert!(needed <= 3, "{} needs {needed} answers", slot.name);
        unique(slot.name, slot.states.iter().map(|it| it.0));
        unique(slot.name, slot.moves.iter().map(|it| it.name));
        unique_answers(slot);
        let reached: BTreeSet<_> =
            slot.moves.iter().map(|it| it.to).chain([slot.first_state()]).collect();
        assert_eq!(reached, slot.states.iter().map(|it| it.0).collect(), "{}", slot.name);
        for step in slot.moves {
            assert!(
                step.from.iter().all(|it| slot.states.iter().any(|state| state.0 == *it)),
                "{}",
                slot.name
            );
        }
    }
}

#[test]
fn every_choice_and_column_has_a_name_and_words() {
    for ask in every().iter().flat_map(|kind| kind.asks) {
        assert!(!ask.label.is_empty(), "{}", ask.name);
        match ask.answer {
            Answer::OneOf(choices) => unique(ask.name, choices.iter().map(|it| it.0)),
            Answer::Rows(columns) => {
                unique(ask.name, columns.iter().map(|it| it.name));
                assert!(
                    columns.iter().any(|it| it.needed),
                    "{}: an empty row says nothing",
                    ask.name
                );
            }
            _ => {}
        }
    }
}

#[test]
fn a_kind_made_up_in_one_file_and_one_line_moves_like_any_other() {
    let kind = &made_up::KIND;
    let mut dossier = (kind.sample)();
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let around = Around::default();
    assert_eq!(
        kind.moves_open_to(&dossier.record, member).map(|it| it.name).collect::<Vec<_>>(),
        ["end"]
    );
    assert_eq!(kind.apply(&dossier, member, &around, "end"), Ok("ended"));
    dossier.record.answers.clear();
    assert!(kind.apply(&dossier, member, &around, "end").is_err(), "it still asks what it needs");
    let reader = Standing::of(Relation::AnotherTeam, Role::Reader);
    assert_eq!(kind.moves_open_to(&dossier.record, reader).count(), 0);
}

/// Words for something that nothing names would never be read.
#[test]
fn how_a_kind_belongs_to_others_is_said_of_what_names_them() {
    for kind in every() {
        for it in kind.relates {
            let ask = kind.ask(it.by).is_some_and(|ask| matches!(ask.answer, Answer::Record(_)));
            let slot = kind.slots.iter().any(|slot| slot.name == it.by);
            assert!(ask || slot, "{}: nothing names records by “{}”", kind.slug, it.by);
            assert!(slot || !it.back.is_empty(), "{}: {}", kind.slug, it.by);
            assert_eq!(kind.related_by(it.by), Some(it), "{}: “{}” twice", kind.slug, it.by);
        }
        assert!(kind.related_by("link").is_some(), "{}: anything may be linked", kind.slug);
    }
}

/// What is stored, in URLs and in files. A changed line here is a rename: add to `formerly` instead.
#[test]
fn stored_names_stay() {
    let mut names = String::new();
    for kind in ALL {
        names += &format!("{}\n", kind.slug);
        names += &format!("  asks   {}\n", join(kind.asks.iter().map(|it| it.name)));
        names += &format!("  states {}\n", join(kind.states.iter().map(|it| it.name)));
        names += &format!("  moves  {}\n", join(kind.moves.iter().map(|it| it.name)));
        for ask in kind.asks {
            if let Answer::Rows(columns) = ask.answer {
                names += &format!("  {}: {}\n", ask.name, join(columns.iter().map(|it| it.name)));
            }
        }
    }
    let slots = ALL.iter().flat_map(|kind| kind.all_slots());
    let slots: std::collections::BTreeMap<_, _> = slots.map(|it| (it.name, it)).collect();
    for (name, slot) in slots {
        names += &format!("slot {name}\n  asks   {}\n", join(slot.asks.iter().map(|it| it.name)));
        names += &format!("  states {}\n", join(slot.states.iter().map(|it| it.0)));
        for step in slot.moves {
            names += &format!("  {}: {}\n", step.name, join(step.asks.iter().map(|it| it.name)));
        }
    }
    insta::assert_snapshot!("stored-names", names.trim_end());
}

fn unique<'a>(of: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(!name.is_empty() && seen.insert(name), "{of}: “{name}” twice or empty");
    }
}

fn unique_answers(slot: &Slot) {
    let moved = slot.moves.iter().flat_map(|it| it.asks).map(|it| it.name).collect::<BTreeSet<_>>();
    for ask in slot.asks {
        assert!(!moved.contains(ask.name), "{}: a step would overwrite “{}”", slot.name, ask.name);
    }
    assert!(!answers_problems(slot.asks, &Default::default()).is_empty(), "{}", slot.name);
}

fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(" ")
}

/// What an empty page teaches: no way out is a step, and nothing after the end.
#[test]
fn the_way_of_a_kind_ends_where_nothing_more_is_expected() {
    let way = |slug: &str| -> Vec<&str> {
        Kinds(ALL).by_slug(slug).unwrap().way().iter().map(|it| it.name).collect()
    };
    assert_eq!(way("celebration"), ["share"]);
    assert_eq!(way("decision"), ["seek", "decide", "outcome", "review"]);
    assert_eq!(way("intent"), ["brief", "backbriefed", "activate", "review", "close"]);
    assert_eq!(way("health-review"), ["open", "close", "talk"]);
    assert_eq!(way("postmortem"), ["share", "publish"]);
}
