//! A health review in every state, drawn from made-up ballots that went through the real gate: nothing
//! here can show what the house would hide.

use domain::health::envelope::{Comment, Scores};
use domain::health::figures::Answer;
use domain::health::instrument::{Item, with_own};
use domain::health::limits::Limits;
use domain::health::opening::{Asked as Team, Opening, enough};
use domain::health::results::{Results as Kept, WaveView};
use domain::health::waves::Span;
use domain::id::{At, Id};
use domain::practice::health_review::{KIND, rules, slots};
use domain::practice::samples::{attachment, row, rows};
use domain::record::Dossier;

use super::records::view;
use super::{Said, Samples};
use crate::pages::health_review::{Asked, HealthBeside, Reader, Results, page};
use crate::pages::record::{Beside, RecordView};
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Nowhere);
    let all: [(&str, RecordView); 17] = [
        ("preparing", seen("preparing", TEAM, true, say)),
        ("preparing-few", seen("preparing", FEW, true, say)),
        ("preparing-tree", seen("preparing", TREE, true, say)),
        ("preparing-reader", seen("preparing", TREE, false, say)),
        ("round", round("preparing", say)),
        ("round-held", round("talked", say)),
        ("open-asked", open(true, false, say)),
        ("open-has-ticket", open(true, true, say)),
        ("open-not-asked", open(false, false, say)),
        ("closed", closed("closed", TEAM, 0, say)),
        ("closed-first", first(say)),
        ("closed-tree", closed("closed", TREE, 0, say)),
        ("closed-hidden", closed("closed", TREE, 2, say)),
        ("closed-leader", unread(say)),
        ("talked", closed("talked", TREE, 1, say)),
        ("talked-reader", reader(say)),
        ("called-off", seen("called-off", TEAM, true, say)),
    ];
    all.map(|(name, view)| (format!("health-review-{name}"), page(&frame, &view))).to_vec()
}

/// Direct members of the shop, of Payments, of Stock and of the Desk.
pub(crate) type People = [usize; 4];
pub(crate) const TEAM: People = [0, 9, 0, 0];
pub(crate) const FEW: People = [0, 3, 0, 0];
pub(crate) const TREE: People = [6, 13, 4, 15];

/// The review at one state, with those asked.
pub(crate) fn seen(state: &str, people: People, mine: bool, say: Said) -> RecordView {
    let mut dossier = dossier(state, say);
    if people[0] > 0 {
        for (who, team) in [("aiko", "Stock"), ("noor", "Desk")] {
            let joined = attachment(&slots::JOINED, who, &[("text", &say(team))]);
            dossier.attached.push(joined);
        }
    }
    for (at, it) in dossier.attached.iter_mut().enumerate() {
        it.id = format!("a{at}").into();
    }
    let beside = beside(&dossier, people, say);
    let mut view = view(&KIND, dossier, say, mine);
    view.refused = None;
    let waits = matches!(state, "preparing" | "open");
    for hung in &mut view.hung {
        hung.reveals = hung.reveals.filter(|_| state == "closed" && hung.slot.name == "surprise");
        hung.may_add &= match hung.slot.name {
            "joined" => state == "preparing",
            "question" => true,
            _ => !waits,
        };
    }
    view.beside = Beside::Health(Box::new(beside));
    view
}

fn dossier(state: &str, say: Said) -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.id = "01J".into();
    dossier.record.title = say(&dossier.record.title);
    dossier.record.state = state.into();
    let said = say(dossier.record.text("outcome"));
    dossier.record.put("outcome", if state == "talked" { said } else { String::new() });
    dossier.record.put("closes_on", "2026-03-16");
    if matches!(state, "preparing" | "open" | "called-off") {
        dossier.attached.clear();
        for name in ["opened_on", "closed_on", "talk_on"] {
            dossier.record.answers.remove(name);
        }
    }
    for it in &mut dossier.attached {
        let text = say(it.text("text"));
        it.answers.insert("text".into(), domain::record::Value::Text(text));
    }
    if state == "talked" {
        let surprise = KIND.slot("surprise").expect("the session begins with it");
        let explanation = KIND.slot("explanation").expect("and goes on with it");
        let texts = [say("That nobody asks twice."), say("Nothing did.")];
        dossier.attached.extend(
            texts
                .iter()
                .zip(["kim", "lena"])
                .map(|it| attachment(surprise, it.1, &[("text", it.0)])),
        );
        dossier.attached.push(attachment(
            explanation,
            "kim",
            &[
                ("text", &say("We hear of plans late")),
                ("against", &say("Teams that hear early say the same")),
            ],
        ));
    }
    dossier
}

fn items(dossier: &Dossier, say: Said) -> Vec<Item> {
    let mut items = rules::items(&dossier.record).unwrap_or_else(|_| with_own(vec![]).unwrap());
    if let Some(own) = items.last_mut() {
        own.asks = say(&own.asks).into();
        own.ends = own.ends.clone().map(|it| say(&it).into());
    }
    items
}

fn roster(people: People) -> Vec<Vec<usize>> {
    let teams = people.iter().filter(|it| **it > 0).enumerate();
    teams.flat_map(|(team, &n)| vec![vec![team]; n]).collect()
}

fn opening(wave: &str, dossier: &Dossier, people: People, say: Said) -> Option<Opening> {
    let names = ["Shop", "Payments", "Stock", "Desk"].into_iter().zip(people);
    let teams = names.filter(|it| it.1 > 0).enumerate().map(|(at, (name, _))| Team {
        team: name.into(),
        name: say(name),
        above: (at > 0).then_some(0),
    });
    let teams: Vec<Team> = teams.collect();
    let span = Span { opens: At(1_767_690_000_000), closes: At(1_768_554_000_000) };
    let how = (Limits::default(), span);
    Opening::new(wave.into(), &teams, &roster(people), items(dossier, say), how).ok()
}

fn beside(dossier: &Dossier, people: People, say: Said) -> HealthBeside {
    let opening = opening("01J", dossier, people, say);
    let named = |opening: &Opening, at: usize| Asked {
        name: opening.names[at].clone(),
        people: opening.asked[at],
        depth: opening.tree.upwards(at).count() - 1,
    };
    let groups = opening.as_ref().map_or_else(
        || vec![Asked { name: say("Payments"), people: people[1], depth: 0 }],
        |it| (0..it.tree.len()).map(|at| named(it, at)).collect(),
    );
    let counted_in = opening.as_ref().map_or_else(Vec::new, |it| {
        let mine = it.counted_in(&[usize::from(people[0] > 0)]);
        mine.into_iter().map(|at| (it.names[at].clone(), it.asked[at])).collect()
    });
    HealthBeside {
        items: items(dossier, say),
        limits: (5, 8),
        groups,
        too_few: enough(roster(people).len(), Limits::default())
            .err()
            .map_or_else(String::new, |it| it.to_string()),
        me: Reader { is_asked: true, has_ticket: false, start: "5f".into(), counted_in },
        results: None,
        unread: String::new(),
    }
}

/// Somebody leans to one side, somebody to the other, and a few leave it out; about one thing nearly
/// all agree. `turn` makes another wave of the same people.
fn ballot(person: usize, teams: &[usize], items: usize, turn: usize) -> Scores {
    let answer = |item: usize| match item {
        6 => Answer::Step(if person.is_multiple_of(9) { 4 } else { 5 }),
        _ if (person + 3 * item).is_multiple_of(13) => Answer::NotApplicable,
        _ => {
            let lean = (item * 5 + turn) % 4;
            Answer::Step((person * 7 + item * 3 + person / 4) % (2 + lean) + (4 - lean))
        }
    };
    let answers = (0..items).map(|it| Some(answer(it))).collect();
    Scores { teams: teams.to_vec(), answers }
}

fn kept(wave: &str, dossier: &Dossier, people: People, turn: usize, say: Said) -> Kept {
    let roster = roster(people);
    let opening = opening(wave, dossier, people, say).expect("enough were asked");
    // Not everybody answers, and fewer write.
    let answered = roster.iter().enumerate().filter(|it| it.0 % 12 != 3);
    let scores: Vec<Scores> =
        answered.clone().map(|(at, teams)| ballot(at, teams, opening.items.len(), turn)).collect();
    let words = answered
        .filter(|it| it.0 % 4 != 1)
        .map(|(at, teams)| Comment { teams: teams.clone(), text: say(TEXTS[at % TEXTS.len()]) });
    Kept::of(opening, &scores, &words.collect::<Vec<_>>(), &roster)
}

const TEXTS: [&str; 5] = [
    "Let us set the order of what comes first ourselves.",
    "Fewer things begun at once.",
    "When a call of ours is taken back, I would like to hear why, from whoever took it, on the same day and not from the plan of the next quarter.",
    "An hour a week without meetings that everybody keeps.",
    "Tests that run on my own machine.",
];

pub(crate) fn closed(state: &str, people: People, group: usize, say: Said) -> RecordView {
    let mut view = seen(state, people, true, say);
    let of = Some(vec![usize::from(people[0] > 0)]);
    let now = kept("01J", &view.dossier, people, 1, say);
    let then = kept("before", &view.dossier, people, 0, say);
    let roster: Vec<(Id, Vec<usize>)> = roster(people)
        .into_iter()
        .enumerate()
        .map(|(at, teams)| (format!("p{at}").into(), teams))
        .collect();
    let now = now.since(&roster, (&then.opening, &roster));
    let seen = |it: &Kept| -> WaveView { it.view(of.as_deref()) };
    let results = Results { wave: seen(&now), group, before: Some(seen(&then)) };
    with(&mut view, |it| it.results = Some(results));
    view
}

fn with(view: &mut RecordView, change: impl FnOnce(&mut HealthBeside)) {
    if let Beside::Health(it) = &mut view.beside {
        change(it);
    }
}

/// The first wave of a team: nothing to compare it with, and nothing written yet.
fn first(say: Said) -> RecordView {
    let mut view = closed("closed", TEAM, 0, say);
    for hung in &mut view.hung {
        hung.items.clear();
        hung.reveals = None;
    }
    with(&mut view, |it| it.results.as_mut().expect("it has closed").before = None);
    view
}

fn open(is_asked: bool, has_ticket: bool, say: Said) -> RecordView {
    let mut view = seen("open", TREE, is_asked, say);
    with(&mut view, |it| {
        it.me.is_asked = is_asked;
        it.me.has_ticket = has_ticket;
        if !is_asked {
            it.me.counted_in.clear();
        }
    });
    view
}

/// Whoever leads, before the team has talked it over.
fn unread(say: Said) -> RecordView {
    let mut view = seen("closed", TREE, false, say);
    with(&mut view, |it| {
        it.me.is_asked = false;
        it.unread = say("The team reads it first. You can read it once they have talked it over.");
    });
    view
}

fn reader(say: Said) -> RecordView {
    let mut view = closed("talked", TREE, 3, say);
    let mine = seen("talked", TREE, false, say);
    (view.steps, view.hung, view.may_edit) = (mine.steps, mine.hung, false);
    view
}

fn round(state: &str, say: Said) -> RecordView {
    let mut view = seen(state, FEW, true, say);
    view.dossier.record.put("held_as", "round");
    if state == "talked" {
        let agreed =
            |about: &str, agreed: &str| row(&[("about", &say(about)), ("agreed", &say(agreed))]);
        view.dossier.record.answers.extend([rows(
            "agreed",
            vec![
                agreed(
                    "Calls that are ours",
                    "We name them on Mondays, and ask once who else decides",
                ),
                agreed("Being stuck", "A quarter of an hour alone, then we say so"),
            ],
        )]);
    }
    view
}
