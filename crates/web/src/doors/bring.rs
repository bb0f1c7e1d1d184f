//! From what a desk says to what a page shows: names, choices, slots, steps, history.

use std::collections::BTreeMap;

pub(crate) use app::short;
use app::{Desk, Happening, Problem};
use domain::attachment::{Attachment, Hides, LINK, Slot};
use domain::deed::{Deed, may};
use domain::finding::Finding;
use domain::id::Id;
use domain::kind::{Answer, Around, Kind, Need};
use domain::people::{Standing, Team};
use domain::questions;
use domain::record::{Answers, Dossier, Record};

use super::leaders;
use crate::pages::list::Line;
use crate::pages::record::{Beside, Linked, RecordView};
use crate::parts::attached::{Hung, Item};
use crate::parts::field::{Choices, Dimension};
use crate::parts::history::Happened;
use crate::parts::learned::Learned;
use crate::parts::moves::Step;

/// Questions of the bank offered at a time: more would be a questionnaire.
const OFFERS: usize = 3;
/// Records offered where a form asks for one.
const OFFERED: usize = 100;

/// Everything one person may see of a record.
pub(crate) async fn record(
    desk: &Desk,
    kind: &'static Kind,
    id: &Id,
) -> Result<RecordView, Problem> {
    let dossier = desk.open(id).await?;
    if dossier.record.kind != kind.slug {
        return Err(Problem::NotFound);
    }
    let record = &dossier.record;
    let standing = desk.standing(Some(&record.team), Some(&record.author));
    let surroundings = desk.surroundings(&dossier).await?;
    let around = surroundings.around(desk);
    let in_use = Desk::in_use(record).is_ok();
    let may_edit = may(standing, kind.edited_by()).is_ok() && in_use;
    let hung = kind.all_slots().map(|slot| hung(desk, &dossier, slot, standing, &around));
    let org = desk.organisation();
    let team = org.team(&record.team);
    let linked = linked(desk, kind, id).await?;
    Ok(RecordView {
        kind,
        team: team.map_or_else(Default::default, |it| (it.name.clone(), it.slug.clone())),
        author: org.name_of(&record.author).to_owned(),
        steps: if in_use { steps(kind, &dossier, standing, &around) } else { Vec::new() },
        hung: hung.map(|it| if in_use { it } else { it.only_read() }).collect(),
        findings: if may_edit { findings(kind, &dossier, &around) } else { Vec::new() },
        history: desk.history(id).await?.iter().rev().map(|it| happened(desk, kind, it)).collect(),
        may_edit,
        may_retire: may(standing, Deed::RetireRecord).is_ok(),
        refused: None,
        learned: learned(desk, record).await?,
        choices: Choices {
            attached: attached_words(kind, &dossier, &linked),
            ..choices(desk, kind, &record.team).await?
        },
        people: names(desk),
        beside: beside(desk, &dossier, &around).await?,
        room: super::premortem::room(desk, &dossier, &around).await?,
        linked,
        dossier,
    })
}

async fn beside(desk: &Desk, dossier: &Dossier, around: &Around<'_>) -> Result<Beside, Problem> {
    if let Some(health) = super::health_review::beside(desk, dossier, around).await? {
        return Ok(health);
    }
    if let Some(reading) = super::mirrors::beside(desk, &dossier.record).await? {
        return Ok(reading);
    }
    if let Some(run) = super::scenarios::beside(desk, dossier, around).await? {
        return Ok(run);
    }
    match super::office_hours::beside(desk, dossier, around).await? {
        Some(hours) => Ok(hours),
        None => leaders::beside(desk, &dossier.record).await,
    }
}

/// What an answer can point at among what hangs on the record, and the titles its links lead to.
fn attached_words(
    kind: &Kind,
    dossier: &Dossier,
    linked: &[Linked],
) -> Vec<(&'static str, String, String)> {
    let words = |slot: &'static Slot, it: &Attachment| {
        let text = slot.asks.first().map_or("", |ask| it.text(ask.name));
        (slot.name, it.id.to_string(), short(text))
    };
    let of_slot = |slot: &'static Slot| dossier.slot(slot.name).map(move |it| words(slot, it));
    let links = linked.iter().map(|it| (LINK.name, it.id.clone(), it.title.clone()));
    kind.slots.iter().copied().flat_map(of_slot).chain(links).collect()
}

fn findings(kind: &Kind, dossier: &Dossier, around: &Around) -> Vec<Finding> {
    (kind.findings)(dossier, around)
}

fn steps(kind: &'static Kind, dossier: &Dossier, standing: Standing, around: &Around) -> Vec<Step> {
    let record = &dossier.record;
    let may_edit = may(standing, kind.edited_by()).is_ok();
    let open = |it: &&domain::kind::Move| {
        !(it.check)(dossier, around).is_err_and(|refusal| refusal.is_for_others())
    };
    let first = |step: &domain::kind::Move| {
        let waits = kind.asks.iter().filter(|ask| ask.need == Need::Before(step.name));
        let waits = waits.filter(|ask| ask.is_empty(record.answers.get(ask.name)));
        waits.map(|ask| (ask.name, ask.label)).collect::<Vec<_>>()
    };
    let steps = kind.moves_open_to(record, standing).filter(open);
    let steps = steps.map(|step| Step { step, first: first(step) });
    // What still has to be answered by somebody else cannot be done from here.
    steps.filter(|it| may_edit || it.first.is_empty()).collect()
}

fn hung(
    desk: &Desk,
    dossier: &Dossier,
    slot: &'static Slot,
    standing: Standing,
    around: &Around,
) -> Hung {
    let me = &desk.actor().id;
    let mine = dossier.slot(slot.name).any(|it| it.author == *me);
    let may_add = slot.may_add(dossier, standing, around, &Answers::new()).is_ok();
    let items = dossier.slot(slot.name).map(|it| item(desk, dossier, slot, it, around)).collect();
    let sealed = around.sealed.iter().filter(|it| it.slot == slot.name).count();
    // Where a step of the kind reveals, that step is the way.
    let by_step = desk.kind(&dossier.record.kind).is_ok_and(|it| it.step("reveal").is_some());
    let hidden = slot.hides == Hides::UntilReveal
        && !by_step
        && !dossier.record.revealed
        && (mine || sealed > 0);
    let reveals = (hidden && may(standing, Deed::Reveal).is_ok()).then_some(dossier.record.version);
    // A question is the one slot for which the house has suggestions of its own.
    let offers = if may_add && slot.name == domain::attachment::QUESTION.name {
        let kind = desk.kind(&dossier.record.kind);
        kind.map_or_else(|_| Vec::new(), |kind| questions::offer(kind, dossier, around, OFFERS))
    } else {
        Vec::new()
    };
    Hung { slot, items, may_add, sealed, reveals, offers, tried: None }
}

fn item(
    desk: &Desk,
    dossier: &Dossier,
    slot: &'static Slot,
    it: &Attachment,
    around: &Around,
) -> Item {
    let standing = desk.standing(Some(&dossier.record.team), Some(&it.author));
    let may_reword = may(standing, Deed::Attach(slot.by)).is_ok()
        && slot.may_reword((dossier, it), standing, desk.now()).is_ok()
        && (slot.rewords)(dossier, around).is_ok();
    Item {
        it: it.clone(),
        by: desk.organisation().name_of(&it.author).to_owned(),
        moves: slot.steps_open_to((dossier, it), standing, around).collect(),
        notices: if may_reword { (slot.notices)(&it.answers) } else { Vec::new() },
        may_reword,
    }
}

/// How another record belongs to one of this kind: what is said of the other one.
fn relation(of: &Kind, other: &Kind, by: &str, back: bool) -> String {
    let (from, to) = if back { (other, of) } else { (of, other) };
    match (from.related_by(by).or_else(|| to.related_by(by)), back) {
        (Some(it), true) => it.back.to_owned(),
        (Some(it), false) if !it.forth.is_empty() => it.forth.to_owned(),
        (None, true) => "names this".to_owned(),
        (_, false) => crate::words::lower(from.ask(by).map_or("Linked", |it| it.label)),
    }
}

async fn linked(desk: &Desk, kind: &Kind, id: &Id) -> Result<Vec<Linked>, Problem> {
    let found = desk.linked(id).await?;
    let linked = |it: app::Linked| {
        let other = desk.kind(&it.record.kind).ok()?;
        Some(Linked {
            relation: relation(kind, other, &it.relation, it.back),
            state: state(desk, &it.record),
            to: to(&it.record),
            title: it.record.title,
            id: it.record.id.to_string(),
        })
    };
    Ok(found.into_iter().filter_map(linked).collect())
}

async fn learned(desk: &Desk, record: &Record) -> Result<Vec<Learned>, Problem> {
    if !desk.writes(record) {
        return Ok(Vec::new());
    }
    Ok(desk.learned_about(&record.id).await?.iter().map(|it| learning(desk, it)).collect())
}

/// One old learning as a page shows it.
pub(crate) fn learning(desk: &Desk, it: &app::Learning) -> Learned {
    let record = &it.record;
    let kind = desk.kind(&record.kind).ok();
    let says = kind.map_or(&[][..], |it| it.learning.says).iter().map(|name| record.text(name));
    let says = { says }.find(|it| !it.trim().is_empty()).unwrap_or("");
    Learned {
        id: record.id.to_string(),
        title: record.title.clone(),
        to: to(record),
        kind: kind.map_or("", |it| it.name),
        why: it.why.clone(),
        says: short(says),
        day: record.changed_at.day(),
    }
}

pub(crate) fn to(record: &Record) -> String {
    format!("/{}/{}", record.kind, record.id)
}

/// The state as people say it.
pub(crate) fn state(desk: &Desk, record: &Record) -> String {
    let kind = desk.kind(&record.kind).ok();
    let state = kind.and_then(|kind| kind.state(&record.state));
    state.map_or_else(|| record.state.clone(), |it| it.label.to_owned())
}

/// Names by handle, of everybody who is or was here.
pub(crate) fn names(desk: &Desk) -> BTreeMap<String, String> {
    let people = desk.organisation().people.values().filter(|it| !it.erased);
    people.map(|it| (it.handle.clone(), it.name.clone())).collect()
}

/// What a form of this kind can offer, for one team.
pub(crate) async fn choices(desk: &Desk, kind: &Kind, team: &Id) -> Result<Choices, Problem> {
    let mut people: Vec<(String, String)> = desk
        .people()?
        .iter()
        .filter(|it| it.left_at.is_none() && !it.erased)
        .map(|it| (it.handle.clone(), it.name.clone()))
        .collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    let mut choices = Choices { people, ..Choices::default() };
    if let Some(found) = desk.map(team).await? {
        let map = found.map();
        let said = |it: &domain::lanes::map::Lane| {
            if it.says.is_empty() { it.id.clone() } else { format!("{}: {}", it.id, it.says) }
        };
        choices.lanes = map.lanes.iter().map(|it| (it.id.clone(), said(it))).collect();
        choices.domains = map.domains().into_iter().map(str::to_owned).collect();
        choices.dimensions = map.dimensions.iter().map(dimension).collect();
    }
    let asked = kind.asks.iter().filter_map(|ask| match ask.answer {
        Answer::Record(slug) => Some(slug),
        _ => None,
    });
    for slug in asked {
        if choices.records.iter().any(|it| it.0 == slug) {
            continue;
        }
        let query = app::ListQuery {
            kinds: vec![slug.to_owned()],
            limit: OFFERED,
            ..app::ListQuery::default()
        };
        let found = desk.list(&query).await?.items;
        choices.records.extend(found.into_iter().map(|it| (slug, it.id.to_string(), it.title)));
    }
    Ok(choices)
}

/// A dimension of a map as a sentence asks for it.
pub(crate) fn dimension(it: &domain::lanes::map::Dimension) -> Dimension {
    let usual = [
        ("effort", "it takes"),
        ("undo", "could be undone within"),
        ("reversibility", "could be undone within"),
        ("reach", "reaches"),
        ("cost", "it costs"),
        ("money", "it costs"),
        ("data", "touches data that is"),
        ("lines", "it changes"),
    ];
    let before = match usual.iter().find(|(name, _)| *name == it.name) {
        _ if !it.says.is_empty() => it.says.trim_end_matches(['.', ':']).to_owned(),
        Some((_, words)) => (*words).to_owned(),
        None => format!("{} is", it.name),
    };
    Dimension {
        name: it.name.clone(),
        before,
        after: it.unit().unwrap_or("").to_owned(),
        steps: it.steps().to_vec(),
    }
}

/// Teams in which one may begin one of these: the one that is looked at, then one's own.
pub(crate) fn begins_in(desk: &Desk, kind: &Kind, at: Option<&Team>) -> Vec<(String, String)> {
    let mut teams: Vec<&Team> = at.into_iter().collect();
    teams.extend(desk.my_teams().into_iter().filter(|it| at.is_none_or(|at| at.id != it.id)));
    teams.retain(|it| desk.standing(Some(&it.id), None).is(kind.by));
    teams.into_iter().map(|it| (it.slug.clone(), it.name.clone())).collect()
}

/// One line of a list.
pub(crate) fn line(desk: &Desk, record: &Record) -> Line {
    let kind = desk.kind(&record.kind).ok();
    let about = kind.map_or(&[][..], |it| it.about).iter().map(|name| record.text(name));
    // “Yours” was said to whoever opened it, not to whoever reads the list.
    let about = about.into_iter().find(|it| !it.trim().is_empty() && !it.starts_with("Yours"));
    Line {
        title: record.title.clone(),
        to: to(record),
        state: record.state.clone(),
        about: crate::words::day_text(&short(about.unwrap_or("")), desk.now().day()),
        team: desk.organisation().team(&record.team).map_or_else(String::new, |it| it.name.clone()),
        due: kind.and_then(|it| it.due_on(record)),
        rhythm: rhythm(kind, record),
        changed_at: record.changed_at,
    }
}

/// What comes again and again says how often: the day it was written down says nothing.
fn rhythm(kind: Option<&Kind>, record: &Record) -> String {
    use domain::practice::office_hours::{KIND, dates};
    let open = kind.and_then(|it| it.state(&record.state)).is_some_and(|it| it.open);
    if record.kind != KIND.slug || !open {
        return String::new();
    }
    let alone = Dossier { record: record.clone(), attached: Vec::new() };
    dates::series(&alone).map_or_else(|_| String::new(), |it| it.rhythm_and_hour())
}

/// What happened, as a sentence after the name of whoever did it.
pub(crate) fn happened(desk: &Desk, kind: &Kind, it: &Happening) -> Happened {
    let detail: serde_json::Value = serde_json::from_str(&it.detail).unwrap_or_default();
    let who = desk.organisation().name_of(&it.actor).to_owned();
    Happened { at: it.at, who, says: tell(kind, &it.what, &detail) }
}

fn tell(kind: &Kind, what: &str, detail: &serde_json::Value) -> String {
    let text = |name: &str| detail.get(name).and_then(|it| it.as_str()).unwrap_or("");
    let slot = || match kind.slot(text("slot")) {
        Some(it) if it.told.is_empty() => crate::words::a(&it.label.to_lowercase()),
        Some(it) => it.told.to_owned(),
        None => "something".to_owned(),
    };
    match what {
        "record.begun" => "began it".into(),
        "record.saved" => changed(kind, detail),
        "record.moved" => {
            let label = kind.step(text("move")).map_or(text("move"), |it| it.label);
            format!("chose “{label}”")
        }
        "record.revealed" => "revealed what each had written".into(),
        "record.retired" => "put it away".into(),
        "record.restored" => "took it out again".into(),
        "attachment.added" => format!("added {}", slot()),
        "attachment.reworded" => format!("reworded {}", slot()),
        "attachment.moved" => {
            let step = kind
                .slot(text("slot"))
                .and_then(|it| it.moves.iter().find(|it| it.name == text("move")));
            format!("chose “{}” for {}", step.map_or(text("move"), |it| it.label), slot())
        }
        other => other.replace(['.', '_'], " "),
    }
}

fn changed(kind: &Kind, detail: &serde_json::Value) -> String {
    let Some(fields) = detail.as_object() else { return "changed it".into() };
    let label = |name: &String| match name.as_str() {
        "title" => Some("the title".to_owned()),
        "state" => None,
        name => kind.ask(name).filter(|it| !it.kept).map(|it| format!("“{}”", it.label)),
    };
    let labels: Vec<String> = fields.keys().filter_map(label).collect();
    match labels.len() {
        0 => "changed it".into(),
        1..=3 => format!("changed {}", crate::words::list(&labels)),
        n => format!("changed {n} answers"),
    }
}

#[cfg(test)]
mod tests {
    use domain::practice::ALL;

    use super::*;

    #[test]
    fn what_a_record_names_is_told_by_its_own_question() {
        let kind = |slug: &str| *ALL.iter().find(|it| it.slug == slug).unwrap();
        for (of, other, by, back, said) in [
            ("decision", "intent", "intent", false, "the intent it serves"),
            ("intent", "decision", "intent", true, "serves this"),
            ("postmortem", "intent", "intent", false, "an intent it touches"),
            ("intent", "postmortem", "intent", true, "a postmortem that touches this"),
            ("celebration", "demo", "demo", false, "the demo it belongs to"),
            ("intent", "intent", "parent", false, "what it is part of"),
            ("decision", "decision", "superseded_by", true, "replaced by this"),
            ("decision", "office-hours", "topic", false, "the office hours it comes from"),
            ("office-hours", "decision", "topic", true, "came from a topic here"),
            ("intent", "demo", "link", true, "linked here"),
            ("intent", "demo", "made_up", true, "names this"),
            ("intent", "demo", "made_up", false, "linked"),
        ] {
            assert_eq!(relation(kind(of), kind(other), by, back), said, "{of}, {other}: {by}");
        }
    }

    #[test]
    fn what_happened_is_told_in_the_kinds_own_words() {
        let intent = ALL.iter().find(|it| it.slug == "intent").unwrap();
        let saved = serde_json::json!({ "end_state": ["a", "b"], "state": ["draft", "briefed"] });
        assert_eq!(tell(intent, "record.saved", &saved), "changed “What will be true”");
        let moved = serde_json::json!({ "move": "brief" });
        assert_eq!(tell(intent, "record.moved", &moved), "chose “Brief the team”");
        assert_eq!(
            tell(intent, "attachment.added", &serde_json::json!({ "slot": "backbrief" })),
            "added a backbrief"
        );
        let told = |slug: &str, slot: &str, what: &str| {
            let kind = ALL.iter().find(|it| it.slug == slug).unwrap();
            tell(kind, what, &serde_json::json!({ "slot": slot, "move": "extend" }))
        };
        assert_eq!(told("ownership", "owned", "attachment.added"), "added something they own");
        assert_eq!(
            told("ownership", "unknown", "attachment.moved"),
            "chose “Add to it” for something they don’t know yet"
        );
        assert_eq!(told("feedback", "raised", "attachment.added"), "added a word of feedback");
        assert_eq!(tell(intent, "something.new", &serde_json::Value::Null), "something new");
    }

    #[test]
    fn a_step_that_waits_for_an_answer_is_offered_only_to_who_can_write_it() {
        use domain::people::{Relation, Role};
        let kind = ALL.iter().find(|it| it.slug == "intent").unwrap();
        let record = Record {
            id: Id::default(),
            kind: kind.slug.to_owned(),
            state: "active".to_owned(),
            title: "x".to_owned(),
            team: Id::default(),
            author: Id::default(),
            answers: domain::record::Answers::new(),
            version: 1,
            opened_at: domain::id::At::default(),
            changed_at: domain::id::At::default(),
            revealed: false,
            retired: false,
        };
        let dossier = Dossier { record, attached: Vec::new() };
        let offered = |relation| -> Vec<&str> {
            let standing = Standing::of(relation, Role::Steward);
            let steps = steps(kind, &dossier, standing, &Around::default());
            steps.iter().map(|it| it.step.name).collect()
        };
        assert!(offered(Relation::OwnTeam).contains(&"withdraw"), "the team writes its reason");
        let above = offered(Relation::Above);
        assert!(!above.contains(&"withdraw"), "whoever leads cannot write it: {above:?}");
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        let long = "word ".repeat(50);
        let cut = short(&long);
        assert!(cut.ends_with("word …") && cut.chars().count() < 115, "{cut}");
        assert_eq!(short("\n one \n two"), "one");
    }
}
