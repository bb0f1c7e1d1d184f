//! Postmortems, promises and celebrations as people live them: who may what, and what comes back.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::portable::{Portable, import};
use app::{Clock, Desk, House, ListQuery, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::resurface::Why;
use domain::practice::samples::{row, rows, text};
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Refusal};

/// 28 May 2026.
const NOON: At = At(1_780_000_000_000);

struct Town {
    house: House,
    team: Id,
    root: Id,
    people: Vec<Id>,
}

const HANDLES: [(&str, usize); 5] = [("ana", 1), ("kim", 0), ("lena", 0), ("raj", 3), ("lee", 0)];

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let other = keeper().add_team(Some(&root), "Search").await.unwrap().id;
        let mut people = Vec::new();
        for (handle, level) in HANDLES {
            let seat = match handle {
                "raj" => &root,
                "lee" => &other,
                _ => &team,
            };
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        Self { house, team, root, people }
    }

    async fn desk(&self, handle: &str) -> Desk {
        let at = HANDLES.iter().position(|it| it.0 == handle).unwrap();
        self.house.desk_of(&self.people[at]).await.unwrap()
    }

    async fn days_later(&self, days: i64) {
        self.house.clock().set(NOON.plus(days * At::DAY));
    }

    /// A postmortem by Kim, published.
    async fn published(&self, title: &str) -> Id {
        let kim = self.desk("kim").await;
        let factor = |it: &str| row(&[("factor", it)]);
        let answers = Answers::from([
            text("happened", "The settlement batch stood still behind one slow bank."),
            text("surprised", "Waiting is no error anywhere."),
            text("began", "2026-05-20 06:00"),
            rows("factors", vec![factor("One queue for all banks"), factor("Nobody saw its age")]),
        ]);
        let begun = kim.begin("postmortem", &self.team, title, answers).await.unwrap().record;
        let shared = kim.make_move(&begun.id, begun.version, "share").await.unwrap().record;
        kim.make_move(&begun.id, shared.version, "publish").await.unwrap();
        begun.id
    }

    async fn promise(&self, on: &Id, by: &str, due: &str) -> Id {
        let words = Answers::from([text("text", "The queue has a limit"), text("due", due)]);
        self.desk(by).await.attach(on, "commitment", words).await.unwrap().id
    }
}

fn refused(result: Result<impl std::fmt::Debug, Problem>) -> String {
    match result {
        Err(Problem::Refused(Refusal::NotYours(says) | Refusal::Rule(says))) => says,
        Err(Problem::Refused(Refusal::OwnWork)) => "own work".into(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn whoever_leads_from_outside_neither_opens_nor_publishes_nor_speaks_first() {
    let town = Town::new().await;
    let (kim, raj) = (town.desk("kim").await, town.desk("raj").await);
    refused(raj.begin("postmortem", &town.team, "It stood", Answers::new()).await);
    let begun =
        kim.begin("postmortem", &town.team, "It stood", Answers::new()).await.unwrap().record;
    let asks = || Answers::from([text("text", "Who did this?")]);
    assert!(refused(raj.attach(&begun.id, "question", asks()).await).contains("speaks first"));
    refused(raj.make_move(&begun.id, begun.version, "share").await);
    refused(raj.save(&begun.id, begun.version, "Mine now", Answers::new()).await);

    let published = town.published("The batch stood still").await;
    assert!(refused(raj.attach(&published, "question", asks()).await).contains("your own part"));
    let own = Answers::from([text("text", "I asked for a date and never for a way to stop.")]);
    raj.attach(&published, "own_part", own).await.unwrap();
    raj.attach(&published, "question", asks()).await.unwrap();
}

#[tokio::test]
async fn a_lead_from_outside_is_noticed_by_their_level_and_not_by_a_list() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let answers = Answers::from([text("happened", "It stood."), text("lead", "raj")]);
    let begun = kim.begin("postmortem", &town.team, "It stood", answers).await.unwrap().record;
    let says = refused(kim.make_move(&begun.id, begun.version, "share").await);
    assert!(says.starts_with("@raj leads this team from outside"), "{says}");
}

#[tokio::test]
async fn a_promise_is_carried_over_kept_and_looked_at_by_somebody_else() {
    let town = Town::new().await;
    let published = town.published("The batch stood still").await;
    let promise = town.promise(&published, "kim", "2026-06-05").await;
    let (kim, lena) = (town.desk("kim").await, town.desk("lena").await);
    let carry = Answers::from([text("carry_to", "2026-06-20"), text("carry_because", "The bank")]);
    kim.move_attachment(&published, &promise, 1, "carry", carry).await.unwrap();
    kim.move_attachment(&published, &promise, 2, "keep", Answers::new()).await.unwrap();
    assert_eq!(
        refused(kim.move_attachment(&published, &promise, 3, "verify", Answers::new()).await),
        "own work"
    );
    lena.move_attachment(&published, &promise, 3, "verify", Answers::new()).await.unwrap();
    let listed = lena.commitments(Some(&town.team), Some(false), None, 10).await.unwrap().items;
    assert_eq!((listed.len(), listed[0].1.state.as_str()), (1, "verified"));
    assert_eq!(listed[0].1.text("due"), "2026-06-20");
}

#[tokio::test]
async fn what_was_settled_last_stands_first_however_early_it_was_promised() {
    let town = Town::new().await;
    let published = town.published("The batch stood still").await;
    let kim = town.desk("kim").await;
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(town.promise(&published, "kim", "2026-06-05").await);
    }
    // The first promised is settled last, two on one day; the third stays open.
    for (day, at) in [(1, 3), (2, 1), (2, 0)] {
        town.days_later(day).await;
        let desk = town.desk("kim").await;
        desk.move_attachment(&published, &made[at], 1, "keep", Answers::new()).await.unwrap();
    }
    let ids = |page: &app::Paged<(domain::record::Record, domain::attachment::Attachment)>| {
        page.items.iter().map(|it| it.1.id.clone()).collect::<Vec<_>>()
    };
    let mut of_one_day = [made[0].clone(), made[1].clone()];
    of_one_day.sort();
    let wanted = [&of_one_day[..], &[made[3].clone()]].concat();
    assert_eq!(ids(&kim.settled(None, None, 10).await.unwrap()), wanted);
    let (mut walked, mut after) = (Vec::new(), None);
    loop {
        let page = kim.settled(Some(&town.team), after.as_ref(), 1).await.unwrap();
        walked.extend(ids(&page));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(walked, wanted, "page by page it is the same list");
}

#[tokio::test]
async fn a_leaders_promise_stands_in_the_same_list() {
    let town = Town::new().await;
    let decision = town
        .desk("ana")
        .await
        .begin("decision", &town.team, "One queue", Answers::new())
        .await
        .unwrap();
    town.promise(&decision.record.id, "raj", "2026-06-05").await;
    town.promise(&decision.record.id, "kim", "2026-06-01").await;
    let open = town.desk("lee").await.commitments(None, Some(true), None, 10).await.unwrap().items;
    let owners: Vec<_> = open.iter().map(|it| it.1.text("owner")).collect();
    assert_eq!(owners.len(), 2);
    assert!(owners.contains(&"raj") && owners.contains(&"kim"));
}

impl Town {
    /// A metrics review by Kim that asks Raj for support; still a draft.
    async fn looked_into(&self, of: &str) -> (Id, Id) {
        let kim = self.desk("kim").await;
        let read = |it: &str| row(&[("explanation", it)]);
        let answers = Answers::from([
            text("saw", "Half of it waits nine days."),
            text("surprised", "We had thought it was review."),
            rows("explanations", vec![read("The night check"), read("The freeze")]),
        ]);
        let begun = kim.begin("metrics-review", &self.team, "Why does it wait?", answers).await;
        let id = begun.unwrap().record.id;
        let asks = Answers::from([text("text", "A second machine"), text("from", of)]);
        let support = kim.attach(&id, "support", asks).await.unwrap().id;
        (id, support)
    }
}

#[tokio::test]
async fn a_metrics_review_is_the_teams_until_it_is_shared_and_then_answered_in_the_open() {
    let town = Town::new().await;
    let (kim, raj) = (town.desk("kim").await, town.desk("raj").await);
    refused(raj.begin("metrics-review", &town.team, "Why so slow?", Answers::new()).await);
    let (id, support) = town.looked_into("raj").await;
    let waits = async || {
        let today = town.desk("raj").await.today().await.unwrap();
        today.asked.iter().filter(|it| it.1.id == support).count()
    };
    let will =
        || Answers::from([text("will", "Two weeks on trial"), text("support_by", "2026-06-20")]);
    let asks = || Answers::from([text("text", "What would you see if it were wrong?")]);
    let early = raj.move_attachment(&id, &support, 1, "support", will()).await;
    assert!(matches!(early, Err(Problem::NotFound)), "{early:?}");
    let asked = raj.attach(&id, "question", asks()).await;
    assert!(matches!(asked, Err(Problem::NotFound)), "{asked:?}");
    let saved = raj.save(&id, 1, "Mine now", Answers::new()).await;
    assert!(matches!(saved, Err(Problem::NotFound)), "{saved:?}");
    assert_eq!(waits().await, 0, "a draft asks nobody yet");

    let draft = kim.read(&id).await.unwrap().record;
    let shared = kim.make_move(&id, draft.version, "share").await.unwrap().record;
    assert_eq!((shared.text("shared_on"), shared.text("lead")), ("2026-05-28", "kim"));
    assert_eq!(waits().await, 1);
    raj.attach(&id, "question", asks()).await.unwrap();
    let link = Answers::from([text("to", "https://example.org")]);
    refused(raj.attach(&id, "link", link).await);
    refused(kim.move_attachment(&id, &support, 1, "support", will()).await);
    raj.move_attachment(&id, &support, 1, "support", will()).await.unwrap();
    assert_eq!(waits().await, 0);
    let lee = town.desk("lee").await.read(&id).await.unwrap();
    let answer = lee.slot("support").next().unwrap();
    assert_eq!((answer.state.as_str(), answer.text("owner")), ("supported", "raj"));
}

/// Where a page ends is told to whoever asks: it must not be at something they may not read.
#[tokio::test]
async fn no_place_in_a_list_tells_of_a_draft_that_is_somebody_elses() {
    let town = Town::new().await;
    let (kim, raj) = (town.desk("kim").await, town.desk("raj").await);
    let mut hidden = Vec::new();
    for number in 0..3 {
        let what = format!("Told {number}");
        kim.begin("celebration", &town.team, &what, Answers::new()).await.unwrap();
        let (draft, _) = town.looked_into("").await;
        town.promise(&draft, "kim", "2026-06-05").await;
        hidden.push(draft);
    }
    let mut query = ListQuery { limit: 1, ..ListQuery::default() };
    let mut walked = Vec::new();
    loop {
        let page = raj.list(&query).await.unwrap();
        walked.extend(page.items.iter().map(|it| it.title.clone()));
        let Some(next) = page.next else { break };
        assert!(!hidden.contains(&next.id), "a page ends at a draft");
        assert_eq!(page.items.len(), 1, "and none is shorter for it");
        query.after = Some(next);
    }
    assert_eq!(walked.len(), 3, "all that is theirs: {walked:?}");
    let back = ListQuery { before: query.after.take(), after: None, ..query };
    let page = raj.list(&back).await.unwrap();
    assert_eq!(page.items[0].title, walked[0], "and back over what is hidden");
    let promised = raj.commitments(None, None, None, 1).await.unwrap();
    assert!(promised.items.is_empty() && promised.next.is_none(), "{promised:?}");
    let own = kim.commitments(None, None, None, 1).await.unwrap();
    assert!(own.next.is_some_and(|it| it.id == own.items[0].1.id), "the team walks all of it");
}

#[tokio::test]
async fn a_shared_review_marks_the_teams_mirrors_for_whoever_sees_those() {
    let town = Town::new().await;
    let (id, _) = town.looked_into("").await;
    let kim = town.desk("kim").await;
    assert!(kim.review_marks(&town.team).await.unwrap().is_empty(), "a draft marks nothing");
    town.promise(&id, "kim", "2026-06-05").await;
    let draft = kim.read(&id).await.unwrap().record;
    kim.make_move(&id, draft.version, "share").await.unwrap();
    let marks = kim.review_marks(&town.team).await.unwrap();
    let domain::measure::mark::What::Review { change: Some(change), .. } = &marks[0].what else {
        panic!("a review with its change: {marks:?}")
    };
    assert_eq!((marks.len(), marks[0].on.to_string().as_str()), (1, "2026-05-28"));
    assert_eq!(*change, ("The queue has a limit".to_owned(), "2026-06-05".parse().ok()));
    for other in ["raj", "lee"] {
        refused(town.desk(other).await.review_marks(&town.team).await);
    }
}

#[tokio::test]
async fn support_comes_due_for_whoever_promised_it_and_the_review_for_the_team() {
    let town = Town::new().await;
    let (id, support) = town.looked_into("").await;
    let kim = town.desk("kim").await;
    let draft = kim.read(&id).await.unwrap().record;
    kim.make_move(&id, draft.version, "share").await.unwrap();
    let raj = town.desk("raj").await;
    assert_eq!(raj.today().await.unwrap().asked.len(), 1, "asked of whoever leads");
    assert!(kim.today().await.unwrap().asked.is_empty());
    let will =
        Answers::from([text("will", "Two weeks on trial"), text("support_by", "2026-06-20")]);
    raj.move_attachment(&id, &support, 1, "support", will).await.unwrap();
    town.days_later(23).await;
    let due = town.desk("raj").await.today().await.unwrap().due;
    assert!(due.iter().any(|it| it.attachment().is_some_and(|it| it.id == support)), "{due:?}");
    let raj = &town.people[3];
    let ledger = town.desk("lee").await.ledger(raj).await.unwrap().unwrap();
    let states: Vec<_> = ledger.promises.iter().map(|it| it.it.state.as_str()).collect();
    assert_eq!(states, ["supported"]);

    // Thirteen weeks after it was shared.
    town.days_later(91).await;
    let due = town.desk("kim").await.today().await.unwrap().due;
    assert!(
        due.iter().any(|it| it.record().is_some_and(|it| it.id == id) && it.attachment().is_none()),
        "{due:?}"
    );
    let kim = town.desk("kim").await;
    let mut seen = kim.read(&id).await.unwrap().record;
    seen.put("shows_now", "Four days.");
    let saved = kim.save(&id, seen.version, &seen.title, seen.answers).await.unwrap().record;
    kim.make_move(&id, saved.version, "look").await.unwrap();
    let due = kim.today().await.unwrap().due;
    assert!(
        due.iter().all(|it| it.record().is_none_or(|it| it.id != id) || it.attachment().is_some()),
        "{due:?}"
    );
}

#[tokio::test]
async fn follow_through_is_the_teams_own_and_holds_no_name() {
    let town = Town::new().await;
    let published = town.published("The batch stood still").await;
    for (by, due) in [("kim", "2026-06-01"), ("lena", "2026-06-02"), ("ana", "2026-06-03")] {
        let promise = town.promise(&published, by, due).await;
        town.days_later(2).await;
        if by != "ana" {
            let desk = town.desk(by).await;
            desk.move_attachment(&published, &promise, 1, "keep", Answers::new()).await.unwrap();
        }
    }
    town.days_later(30).await;
    let found = town.desk("kim").await.follow_through(&town.team, 12).await.unwrap();
    assert_eq!((found.mirror.n, found.due, found.on_time, found.kept), (Some(3), 3, 2, 2));
    let json = serde_json::to_string(&found).unwrap();
    for name in ["kim", "lena", "ana", "owner"] {
        assert!(!json.contains(name), "{name}: {json}");
    }
    assert!(
        refused(town.desk("raj").await.follow_through(&town.team, 12).await)
            .contains("Ask the team")
    );
    refused(town.desk("lee").await.follow_through(&town.team, 12).await);
}

#[tokio::test]
async fn what_was_learned_comes_up_beside_a_new_decision_and_can_be_waved_off() {
    let town = Town::new().await;
    let old = town.published("The settlement batch stood still").await;
    let kim = town.desk("kim").await;
    let about = Answers::from([text("frame", "Whether settlement waits for each bank or not.")]);
    let begun =
        kim.begin("decision", &town.team, "Read the batch bank by bank", about).await.unwrap();
    let id = begun.record.id;
    let found = kim.learned_about(&id).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].record.id, old);
    assert_eq!(found[0].why, [Why::Words(vec!["batch".into(), "settlement".into()])]);
    kim.wave_off(&id, &old).await.unwrap();
    assert!(kim.learned_about(&id).await.unwrap().is_empty());
    let lena = town.desk("lena").await;
    assert_eq!(lena.learned_about(&id).await.unwrap().len(), 1, "waved off for oneself");
    let other = kim.begin("decision", &town.team, "A kitchen lamp", Answers::new()).await.unwrap();
    assert!(kim.learned_about(&other.record.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_draft_is_nobodys_lesson_and_a_decided_one_needs_none() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let said = Answers::from([text("happened", "The settlement batch stood still.")]);
    kim.begin("postmortem", &town.team, "Settlement batch", said).await.unwrap();
    let begun = kim
        .begin("decision", &town.team, "Split the settlement batch", Answers::new())
        .await
        .unwrap()
        .record;
    assert!(kim.learned_about(&begun.id).await.unwrap().is_empty());
    town.published("The settlement batch stood still").await;
    assert_eq!(kim.learned_about(&begun.id).await.unwrap().len(), 1);
    kim.make_move(&begun.id, begun.version, "write_down").await.unwrap();
    assert!(kim.learned_about(&begun.id).await.unwrap().is_empty(), "too late to help");
}

#[tokio::test]
async fn the_area_of_a_change_brings_up_what_was_learned_there() {
    let town = Town::new().await;
    town.published("The settlement batch stood still").await;
    let kim = town.desk("kim").await;
    let found = kim.learned_in(&town.team, &["*".into()], &[], "settlement batch").await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(kim.learned_in(&town.team, &["product".into()], &[], "").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_postmortem_comes_round_on_its_day() {
    let town = Town::new().await;
    town.published("The batch stood still").await;
    town.days_later(357).await;
    assert_eq!(town.desk("kim").await.anniversaries().await.unwrap().len(), 1, "20 May 2027");
    town.days_later(358).await;
    assert!(town.desk("kim").await.anniversaries().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_celebration_stands_on_today_for_two_weeks_and_its_balance_is_the_teams() {
    let town = Town::new().await;
    let (kim, postmortem) = (town.desk("kim").await, town.published("The batch stood still").await);
    for (of, out) in [("risk", "badly"), ("win", "well"), ("correction", "reversed")] {
        let said = Answers::from([
            text("of", of),
            text("came_out", out),
            text("reason", "They drew the line before they began."),
            text("postmortem", postmortem.as_str()),
        ]);
        let begun =
            kim.begin("celebration", &town.team, "A line drawn early", said).await.unwrap().record;
        kim.make_move(&begun.id, begun.version, "share").await.unwrap();
    }
    assert_eq!(kim.celebrated().await.unwrap().len(), 3);
    let balance = kim.celebration_balance(&town.team).await.unwrap();
    assert_eq!((balance.n, balance.failures_or_reversals), (3, Some(2)));
    refused(town.desk("raj").await.celebration_balance(&town.team).await);
    let linked = kim.linked(&postmortem).await.unwrap();
    assert_eq!(linked.iter().filter(|it| it.record.kind == "celebration").count(), 3);
    town.days_later(15).await;
    assert!(town.desk("kim").await.celebrated().await.unwrap().is_empty());
}

#[tokio::test]
async fn imported_history_is_read_and_never_comes_due() {
    let town = Town::new().await;
    let file = r#"[{"name": "inc-1", "title": "The settlement batch stood", "description": "It stood.", "status": "Closed",
        "reported_at": "2026-05-01T10:00:00Z", "closed_at": "2026-05-02T10:00:00Z",
        "tasks": [{"description": "A limit", "status": "Open", "resolve_by": "2026-05-30T00:00:00Z"}]}]"#;
    let slug = town.house.organisation().team(&town.team).unwrap().slug.clone();
    let source = import::Source { path: "incidents.json".into(), bytes: file.into() };
    let taken = import::read(
        import::format("dispatch").unwrap(),
        &[source],
        import::How { team: &slug, ..import::How::default() },
    );
    let keeper = town.house.system_desk("import");
    keeper.apply(taken.objects.clone(), false).await.unwrap();
    let again = keeper.apply(taken.objects, true).await.unwrap();
    assert!(again.iter().all(|it| it.differs.is_empty()), "reading it again changes nothing");
    let kim = town.desk("kim").await;
    assert!(kim.today().await.unwrap().due.is_empty());
    assert!(kim.commitments(None, Some(true), None, 10).await.unwrap().items.is_empty());
    let (record, text) = kim.markdown(&Id::from(format!("dispatch-{slug}--inc-1"))).await.unwrap();
    assert_eq!(record.state, "published");
    assert!(text.contains("# The settlement batch stood") && text.contains("A limit (left)"));
}

#[tokio::test]
async fn a_postmortem_goes_out_as_a_file_and_comes_into_another_house() {
    let town = Town::new().await;
    let published = town.published("The batch stood still").await;
    town.promise(&published, "kim", "2026-06-05").await;
    let out = town.house.system_desk("export").export().await.unwrap();
    let one =
        out.iter().find(|it| matches!(it, Portable::Record(it) if it.id == published)).unwrap();
    let (name, text) = one.to_markdown().unwrap();
    let elsewhere = Town::new().await;
    let slug = elsewhere.house.organisation().team(&elsewhere.team).unwrap().slug.clone();
    let object = Portable::from_markdown(&text, name.trim_end_matches(".md"), &slug).unwrap();
    elsewhere.house.system_desk("apply").apply(vec![object], false).await.unwrap();
    let open =
        elsewhere.desk("ana").await.commitments(None, Some(true), None, 10).await.unwrap().items;
    assert_eq!((open.len(), open[0].1.text("owner")), (1, "kim"));
    assert_ne!(elsewhere.root, elsewhere.team);
}
