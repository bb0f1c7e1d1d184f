//! A scenario as a team lives it: from the first sentence over explanations and steps to its end.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{Clock, Desk, House, ListQuery, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::samples::text;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Dossier};
use domain::scenario::evidence::Lean;
use domain::scenario::{AGAINST, FOR, Part, by_key};

const NOON: At = At(1_780_000_000_000);

struct Town {
    house: House,
    team: Id,
    kim: Desk,
    /// Leads from above.
    raj: Desk,
    /// Of another team.
    lee: Desk,
}

async fn town() -> Town {
    let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
    let keeper = || house.system_desk("test");
    let root = house.root_team("Town").await.unwrap().id;
    let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
    let other = keeper().add_team(Some(&root), "Search").await.unwrap().id;
    let mut desks = Vec::new();
    for (handle, name, seat, level) in
        [("kim", "Kim Osei", &team, 0), ("raj", "Raj Rao", &root, 3), ("lee", "Lee Lu", &other, 0)]
    {
        let person = keeper().add_person(handle, name, None).await.unwrap().id;
        keeper().seat(&person, seat, level, Role::Member).await.unwrap();
        desks.push(person);
    }
    let desk = async |at: usize| house.desk_of(&desks[at]).await.unwrap();
    Town { kim: desk(0).await, raj: desk(1).await, lee: desk(2).await, team, house }
}

fn said(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(name, value)| text(name, value)).collect()
}

impl Town {
    async fn begin(&self, key: &str) -> Dossier {
        let answers = said(&[("playbook", key)]);
        self.kim.begin("scenario", &self.team, "What is hard", answers).await.unwrap()
    }

    /// Holds three explanations of the playbook, each with both sides.
    async fn hold(&self, run: &Id, key: &str) {
        for line in &by_key(key).unwrap().playbook.part(Part::Hypotheses)[..3] {
            let words = said(&[
                ("text", &line.says),
                ("would_for", line.under(FOR)),
                ("would_against", line.under(AGAINST)),
            ]);
            let it = self.kim.attach(run, "hypothesis", words).await.unwrap();
            for (step, side, version) in
                [("speak_for", "evidence_for", 1), ("speak_against", "evidence_against", 2)]
            {
                let seen = said(&[(side, "We looked.")]);
                self.kim.move_attachment(run, &it.id, version, step, seen).await.unwrap();
            }
        }
    }
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Problem>) -> String {
    match answer {
        Err(Problem::Refused(it)) => it.to_string(),
        other => panic!("refused, and not {other:?}"),
    }
}

#[tokio::test]
async fn a_run_goes_from_its_first_sentence_over_a_real_step_to_its_end() {
    let town = town().await;
    let kim = &town.kim;
    let run = town.begin("underdelivering").await.record;
    assert_eq!(run.text("owner"), "kim");
    assert!(refusal(kim.make_move(&run.id, 1, "go_on").await).starts_with("0 of at least 3"));
    town.hold(&run.id, "underdelivering").await;
    let run = kim.make_move(&run.id, 1, "go_on").await.unwrap().record;

    let steps = by_key("underdelivering").unwrap().playbook.part(Part::Steps);
    let at = steps.iter().position(|it| it.key == "decision").unwrap();
    let made = kim.take_step(&run.id, at).await.unwrap().record;
    assert_eq!((made.kind.as_str(), made.title.as_str()), ("decision", steps[at].says.as_str()));
    assert_eq!(made.text("frame"), steps[at].under("frame"));
    let back = kim.linked(&made.id).await.unwrap();
    assert!(back.iter().any(|it| it.record.id == run.id && it.relation == "step"));
    let held = kim.read(&run.id).await.unwrap();
    let step = held.slot("step").next().unwrap();
    assert_eq!(step.text("made"), made.id.as_str());
    let changed = said(&[("changed", "Less waits.")]);
    kim.move_attachment(&run.id, &step.id, 1, "change", changed).await.unwrap();

    let looked = kim.say_and_move(&run.id, run.version, "look", "Reviews wait for hours.").await;
    let looked = looked.unwrap().record;
    assert_eq!(looked.text("looked"), "2026-05-28: Reviews wait for hours.");
    let version = looked.version;
    let early = refusal(kim.say_and_move(&run.id, version, "exit", "Ours.").await);
    assert!(early.contains("2 different signals, and 0 stands"), "{early}");
    assert_eq!(kim.read(&run.id).await.unwrap().record.text("word"), "", "nothing was written");
    for (signal, words) in [("decision-wait", "Two days"), ("promises", "None is late")] {
        kim.attach(&run.id, "sign", said(&[("text", words), ("signal", signal)])).await.unwrap();
    }
    let over = kim.say_and_move(&run.id, version, "exit", "The plan is ours.").await.unwrap();
    assert_eq!(
        (over.record.state.as_str(), over.record.text("ended_on")),
        ("through", "2026-05-28")
    );
    assert!(refusal(kim.take_step(&run.id, at).await).contains("is over"));

    let again = town.begin("underdelivering").await;
    let seen = kim.run_seen(&again).await.unwrap();
    assert_eq!(seen.earlier.len(), 1, "the one before is remembered");
    assert_eq!(seen.earlier[0].slot("step").next().unwrap().text("changed"), "Less waits.");
    let other = town.begin("distributed").await;
    assert!(kim.run_seen(&other).await.unwrap().earlier.is_empty(), "another situation");
}

/// Of an ownership page there is one: the step is that page, and nothing is begun beside it.
#[tokio::test]
async fn a_step_whose_record_stands_already_leads_to_it_and_back() {
    let town = town().await;
    let kim = &town.kim;
    let mine = kim.begin("ownership", &town.team, "Kim, here", said(&[])).await.unwrap().record;
    let run = town.begin("after-a-shock").await.record;
    town.hold(&run.id, "after-a-shock").await;
    kim.make_move(&run.id, 1, "go_on").await.unwrap();
    let steps = by_key("after-a-shock").unwrap().playbook.part(Part::Steps);
    let at = steps.iter().position(|it| it.key == "ownership").unwrap();
    let taken = kim.take_step(&run.id, at).await.unwrap();
    assert!(taken.stood_already);
    assert_eq!(
        (&taken.record.id, taken.record.version),
        (&mine.id, 1),
        "and nothing of it changes"
    );
    let held = kim.read(&run.id).await.unwrap();
    let step = held.slot("step").next().unwrap();
    assert_eq!((step.text("made"), step.text("text")), (mine.id.as_str(), steps[at].says.as_str()));
    let back = kim.linked(&mine.id).await.unwrap();
    assert!(back.iter().any(|it| it.record.id == run.id && it.relation == "step"));
    let pages = ListQuery { kinds: vec!["ownership".into()], limit: 9, ..ListQuery::default() };
    assert_eq!(kim.list(&pages).await.unwrap().items.len(), 1);
    // Whoever has none begins one.
    let theirs = town.raj.take_step(&run.id, at).await.unwrap();
    assert!(!theirs.stood_already && theirs.record.id != mine.id);
}

#[tokio::test]
async fn evidence_is_read_for_the_team_and_its_mirrors_are_not_shown_to_whoever_leads() {
    let town = town().await;
    for n in 0..4 {
        let it = town.raj.begin("intent", &town.team, &format!("Intent {n}"), said(&[])).await;
        it.unwrap();
    }
    let run = town.begin("underdelivering").await;
    let of = |seen: &app::RunSeen, id: &str| {
        seen.readings.iter().find(|it| it.about.id == id).cloned().unwrap()
    };
    let ours = town.kim.run_seen(&run).await.unwrap();
    assert_eq!(of(&ours, "intents-active").n, Some(0), "four drafts are none");
    assert_eq!(of(&ours, "rework-rate").lean, Lean::Missing);
    assert!(of(&ours, "change-lead-time").says.contains("No history"));
    let theirs = town.raj.run_seen(&run).await.unwrap();
    assert!(of(&theirs, "change-lead-time").says.contains("The team’s own"));
    let watched = |it: &&domain::scenario::evidence::Reading| {
        by_key("underdelivering").unwrap().playbook.watches(it.about.id)
    };
    assert!(ours.readings.iter().all(|it| watched(&it)), "and nothing else is read");
}

#[tokio::test]
async fn whoever_leads_is_offered_what_stands_out_as_long_as_no_scenario_is_in_hand() {
    let town = town().await;
    assert!(town.raj.scenario_offers().await.unwrap().iter().all(|it| it.because.len() >= 2));
    for n in 0..6 {
        let it =
            town.kim.begin("decision", &town.team, &format!("Call {n}"), said(&[])).await.unwrap();
        let promised = said(&[("text", "I do it"), ("due", "2026-06-01")]);
        town.kim.attach(&it.record.id, "commitment", promised).await.unwrap();
        let asked = said(&[("text", "What do you think?"), ("from", "lee")]);
        town.kim.attach(&it.record.id, "advice", asked).await.unwrap();
    }
    for n in 0..2 {
        let words = said(&[]);
        town.kim.begin("postmortem", &town.team, &format!("Outage {n}"), words).await.unwrap();
    }
    town.house.clock().set(NOON.plus(40 * At::DAY));
    let later = async |desk: &Desk| town.house.desk_of(&desk.actor().id).await.unwrap();
    let raj = later(&town.raj).await;
    let offers = raj.scenario_offers().await.unwrap();
    let offer = offers.iter().find(|it| it.team == town.team).expect("something stands out");
    let ids: Vec<&str> = offer.because.iter().map(|it| it.about.id).collect();
    assert!(ids.contains(&"promises"), "{ids:?}");
    let holds_teams = |it: &app::Offer| raj.organisation().below(&it.team).len() > 1;
    assert!(!offers.iter().any(holds_teams), "what only holds teams together is asked nothing");
    assert!(
        later(&town.lee)
            .await
            .scenario_offers()
            .await
            .unwrap()
            .iter()
            .all(|it| it.team != town.team)
    );
    town.begin(offer.key).await;
    let offers = raj.scenario_offers().await.unwrap();
    assert!(offers.iter().all(|it| it.team != town.team), "one is in hand");
}

#[tokio::test]
async fn a_playbook_of_the_team_is_followed_as_long_as_it_can_be_read() {
    let town = town().await;
    let book = (domain::practice::playbook::KIND.sample)();
    let mine = said(&[("text", book.record.text("text"))]);
    let own = town.kim.begin("playbook", &town.team, "The bank again", mine).await.unwrap().record;
    town.kim.make_move(&own.id, 1, "use").await.unwrap();
    let answers = said(&[("playbook", "own"), ("own_playbook", own.id.as_str())]);
    let run = town.kim.begin("scenario", &town.team, "It is spring", answers).await.unwrap();
    let seen = town.kim.run_seen(&run).await.unwrap();
    assert_eq!(seen.playbook.unwrap().title, "The bank changes its interface again");
    assert!(seen.readings.iter().any(|it| it.about.id == "promises"));
    let text = town.kim.markdown(&run.record.id).await.unwrap().1;
    assert!(
        text.contains("# It is spring") && text.contains("The bank changes its interface again")
    );
    assert!(!text.contains("kim") && !text.contains("Kim"), "nobody is named: {text}");
    let private = said(&[("playbook", "avoids-leadership")]);
    let refused = town.kim.begin("scenario", &town.team, "x", private).await;
    assert!(matches!(refused, Err(Problem::Invalid(_))), "the private one is no run of a team");
}

#[tokio::test]
async fn strangers_to_the_team_read_and_ask_and_do_not_step() {
    let town = town().await;
    let run = town.begin("bottleneck").await.record;
    town.hold(&run.id, "bottleneck").await;
    let run = town.kim.make_move(&run.id, 1, "go_on").await.unwrap().record;
    assert!(matches!(town.lee.take_step(&run.id, 0).await, Err(Problem::Refused(_))));
    assert!(matches!(
        town.lee.say_and_move(&run.id, run.version, "look", "x").await,
        Err(Problem::Refused(_))
    ));
    assert!(matches!(
        town.raj.say_and_move(&run.id, run.version, "exit", "x").await,
        Err(Problem::Refused(_))
    ));
    let made = town.raj.take_step(&run.id, 0).await.unwrap().record;
    assert_eq!(made.team, town.team, "whoever leads may take a step that is theirs to begin");
    let found =
        town.kim.list(&ListQuery { kinds: vec!["decision".into()], ..ListQuery::default() }).await;
    assert_eq!(found.unwrap().items.len(), 1);
    assert!(matches!(town.kim.take_step(&made.id, 0).await, Err(Problem::NotFound)));
    assert!(matches!(town.kim.take_step(&run.id, 99).await, Err(Problem::NotFound)));
    assert!(matches!(
        town.kim.say_and_move(&run.id, run.version, "go_on", "x").await,
        Err(Problem::NotFound)
    ));
}
