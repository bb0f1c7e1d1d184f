//! Leaders go first: pages in one's own name, the ledger of an office, the deal and the leave test.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::portable::import::{self, Source};
use app::{Clock, Desk, House, Problem};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::ownership::Invitation;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Record, Row, Value};

/// Thursday, 28 May 2026.
const NOON: At = At(1_780_000_000_000);

const MAP: &str = r#"
levels = ["contributor", "lead", "staff", "director"]
[dimension.effort]
assume = 1
[holder]
lead = ["@ana"]
director = ["@raj"]
[[lane]]
id = "feature"
domain = "product"
level = "contributor"
upto = { effort = 5 }
[[lane]]
id = "map"
domain = "lanes"
level = "lead"
[[lane]]
id = "the-rest"
domain = "*"
level = "director"
"#;

struct Town {
    house: House,
    team: Id,
    ana: Id,
    kim: Id,
    raj: Id,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let mut ids = Vec::new();
        for (handle, seat, level, role) in [
            ("ana", &team, 1, Role::Steward),
            ("kim", &team, 0, Role::Member),
            ("raj", &root, 3, Role::Member),
        ] {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, role).await.unwrap();
            ids.push(person);
        }
        let [ana, kim, raj] = ids.try_into().unwrap();
        keeper().take_in_map(&team, MAP, app::SERVER, app::AGREED).await.unwrap();
        Self { house, team, ana, kim, raj }
    }

    async fn desk(&self, who: &Id) -> Desk {
        self.house.desk_of(who).await.unwrap()
    }

    /// Decided somewhere else on this day, and brought in as history.
    async fn history(&self, day: &str) {
        let text = format!("# Two banks\n\nDate: {day}\n\n## Decision\n\nTwo.\n");
        let source = Source { path: "0001-two-banks.md".into(), bytes: text.into() };
        let taken = import::read(
            import::format("nygard").unwrap(),
            &[source],
            import::How { team: "payments", ..import::How::default() },
        );
        assert_eq!(taken.objects.len(), 1);
        self.house.system_desk("test").apply(taken.objects, false).await.unwrap();
    }

    async fn later(&self, days: i64) {
        self.house.clock().set(self.house.now().plus(days * At::DAY));
    }

    async fn begin(&self, who: &Id, kind: &str, title: &str, of: &[(&str, &str)]) -> Record {
        self.desk(who).await.begin(kind, &self.team, title, texts(of)).await.unwrap().record
    }

    async fn attach(&self, who: &Id, on: &Id, slot: &str, of: &[(&str, &str)]) -> Id {
        self.desk(who).await.attach(on, slot, texts(of)).await.unwrap().id
    }

    async fn step(
        &self,
        who: &Id,
        on: &Id,
        it: &Id,
        name: &str,
        of: &[(&str, &str)],
    ) -> app::Result<()> {
        let desk = self.desk(who).await;
        let version =
            desk.read(on).await?.attached.iter().find(|one| one.id == *it).unwrap().version;
        desk.move_attachment(on, it, version, name, texts(of)).await
    }

    async fn go(&self, who: &Id, on: &Id, name: &str) -> app::Result<Record> {
        let desk = self.desk(who).await;
        let version = desk.read(on).await?.record.version;
        Ok(desk.make_move(on, version, name).await?.record)
    }
}

fn texts(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned()))).collect()
}

fn refused(result: app::Result<impl Sized>) -> String {
    match result {
        Err(Problem::Refused(it)) => it.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("this should be refused"),
    }
}

#[tokio::test]
async fn a_page_is_one_for_each_person_and_team_and_nobody_else_writes_on_it() {
    let town = Town::new().await;
    let page = town.begin(&town.raj, "ownership", "That payments arrive", &[]).await;
    assert_eq!(page.text("holds_until"), "2026-11-28");
    let raj = town.desk(&town.raj).await;
    let again = raj.begin("ownership", &town.team, "Another", Answers::new()).await;
    assert!(refused(again).contains("already"));
    town.begin(&town.kim, "ownership", "The ledger", &[]).await;

    let ana = town.desk(&town.ana).await;
    let words = texts(&[("reach", "Never")]);
    assert!(
        refused(ana.save(&page.id, page.version, "Mine now", words).await).contains("own words")
    );
    let line = texts(&[("text", "I never listen"), ("changed", "Nothing")]);
    assert!(refused(ana.attach(&page.id, "got_wrong", line).await).contains("own name"));
    assert!(ana.attach(&page.id, "question", texts(&[("text", "Why?")])).await.is_ok());
    assert!(refused(town.go(&town.ana, &page.id, "confirm").await).contains("own name"));
    assert!(town.go(&town.raj, &page.id, "confirm").await.is_ok());
}

#[tokio::test]
async fn a_line_is_reworded_for_a_day_and_then_only_extended() {
    let town = Town::new().await;
    let page = town.begin(&town.raj, "ownership", "That payments arrive", &[]).await;
    let line = [("text", "I promised a date"), ("changed", "I ask first")];
    let it = town.attach(&town.raj, &page.id, "got_wrong", &line).await;
    let raj = town.desk(&town.raj).await;
    raj.reword(&page.id, &it, 1, texts(&[("text", "I gave a date"), ("changed", "I ask first")]))
        .await
        .unwrap();
    town.later(1).await;
    let raj = town.desk(&town.raj).await;
    let late =
        raj.reword(&page.id, &it, 2, texts(&[("text", "I did not"), ("changed", "x")])).await;
    assert!(refused(late).contains("more than a day"));
    town.step(&town.raj, &page.id, &it, "extend", &[("more", "I told both shops")]).await.unwrap();
    town.step(&town.raj, &page.id, &it, "extend", &[("more", "They stayed")]).await.unwrap();
    let read = raj.read(&page.id).await.unwrap();
    let line = &read.attached[0];
    assert_eq!(line.text("text"), "I gave a date");
    assert_eq!(line.text("more"), "2026-05-29: I told both shops\n\n2026-05-29: They stayed");
}

#[tokio::test]
async fn somebody_who_holds_an_office_has_a_ledger_and_nobody_else_does() {
    let town = Town::new().await;
    let page = town.begin(&town.raj, "ownership", "That payments arrive", &[]).await;
    town.attach(&town.raj, &page.id, "got_wrong", &[("text", "A date"), ("changed", "I ask")])
        .await;
    let decision = town.begin(&town.kim, "decision", "One queue", &[]).await;
    for (who, text, due) in [
        (&town.raj, "I get the second bank", "2026-07-01"),
        (&town.kim, "I measure it", "2026-06-01"),
    ] {
        town.attach(who, &decision.id, "commitment", &[("text", text), ("due", due)]).await;
    }
    let cover = town
        .begin(&town.raj, "backing", "I take the call", &[("backs", decision.id.as_str())])
        .await;
    let call =
        town.attach(&town.kim, &cover.id, "call", &[("text", "The bank is on the line")]).await;
    town.step(&town.kim, &cover.id, &call, "held", &[("came", "He came")]).await.unwrap();
    town.later(30).await;
    let wider = MAP.replace("effort = 5", "effort = 20");
    town.desk(&town.ana).await.propose_map(&town.team, 1, &wider).await.unwrap();

    let desk = town.desk(&town.kim).await;
    let ledger = desk.ledger(&town.raj).await.unwrap().unwrap();
    let promised: Vec<_> = ledger.promises.iter().map(|it| it.it.text("text")).collect();
    assert_eq!(promised, ["I get the second bank"], "what others promised is not in it");
    assert_eq!(ledger.corrections.len(), 1);
    assert_eq!(ledger.backing[0].calls[0].state, "held");
    let handed: Vec<_> =
        ledger.handed_over.iter().map(|it| (it.0.slug.as_str(), it.1.lane.as_str())).collect();
    assert_eq!(handed, [("payments", "feature")]);
    for who in [&town.ana, &town.kim] {
        assert!(
            desk.ledger(who).await.unwrap().is_none(),
            "an office is over a team, from outside"
        );
    }
}

#[tokio::test]
async fn the_team_is_invited_after_its_leader_has_gone_first() {
    let town = Town::new().await;
    let invited = async |who: &Id| {
        let today = town.desk(who).await.today().await.unwrap();
        today.invited.map(|it| (it.0, it.1.slug))
    };
    assert_eq!(invited(&town.raj).await.map(|it| it.0), Some(Invitation::GoFirst));
    assert_eq!(invited(&town.kim).await, None, "not before a leader");
    let page = town.begin(&town.raj, "ownership", "That payments arrive", &[]).await;
    town.attach(&town.raj, &page.id, "owned", &[("text", "The bank")]).await;
    assert_eq!(invited(&town.kim).await, None, "a list of what one owns is not going first");
    let unknown = [("text", "Do shops read it?"), ("resolve_by", "2026-06-30")];
    town.attach(&town.raj, &page.id, "unknown", &unknown).await;
    let (step, _) = invited(&town.raj).await.unwrap();
    assert_eq!(step, Invitation::Ask, "and then to seek feedback in public");
    town.begin(&town.raj, "feedback", "What makes your week harder?", &[("to", "raj")]).await;
    assert_eq!(invited(&town.raj).await, None);
    assert_eq!(invited(&town.kim).await, Some((Invitation::Follow, "payments".into())));
    let keeper = || town.house.system_desk("test");
    let lin = keeper().add_person("lin", "lin", None).await.unwrap().id;
    keeper().seat(&lin, &town.team, 3, Role::Member).await.unwrap();
    assert_eq!(invited(&town.kim).await, None, "whoever leads them more closely has not");
    // An invitation is never a door: whoever wants to write writes, whoever was first.
    town.begin(&town.ana, "ownership", "The ledger", &[]).await;
}

#[tokio::test]
async fn what_a_leader_answers_with_we_will_comes_due_for_them_in_another_team() {
    let town = Town::new().await;
    let asked =
        town.begin(&town.raj, "feedback", "What makes your week harder?", &[("to", "raj")]).await;
    let raised = town.attach(&town.kim, &asked.id, "raised", &[("text", "Plans change")]).await;
    let will = [("will", "Changes come on Tuesdays"), ("owner", "raj"), ("due", "2026-06-01")];
    town.step(&town.raj, &asked.id, &raised, "will", &will).await.unwrap();
    town.later(30).await;
    let of = async |who: &Id| {
        let due = town.desk(who).await.today().await.unwrap().due;
        due.iter().filter(|it| it.attachment().is_some_and(|it| it.id == raised)).count()
    };
    assert_eq!(of(&town.raj).await, 1, "once, and though he sits in the team above");
    assert_eq!(of(&town.kim).await, 0, "who raised it did not promise it");
}

#[tokio::test]
async fn feedback_comes_back_and_the_mirror_says_so_without_a_name() {
    let town = Town::new().await;
    let asked =
        town.begin(&town.raj, "feedback", "What makes your week harder?", &[("to", "raj")]).await;
    assert_eq!(asked.text("asked_for"), "yes");
    let it =
        town.attach(&town.kim, &asked.id, "raised", &[("text", "Plans change on Fridays")]).await;
    let waiting = town.desk(&town.raj).await.today().await.unwrap();
    assert_eq!(waiting.asked.len(), 1);
    let decline = [("because", "The bank decides on Fridays")];
    assert!(
        refused(town.step(&town.ana, &asked.id, &it, "decline", &decline).await).contains("@raj")
    );
    town.step(&town.raj, &asked.id, &it, "decline", &decline).await.unwrap();
    town.later(20).await;
    town.step(&town.raj, &asked.id, &it, "tell", &[("told", "In the round")]).await.unwrap();
    assert_eq!(town.desk(&town.kim).await.today().await.unwrap().asked.len(), 1, "to be checked");
    town.later(10).await;
    let seen = town.desk(&town.kim).await.said_and_done(Some(&town.team)).await.unwrap();
    assert_eq!(seen.seen.closure.in_words(), "1 of 1", "a refusal that was told is closed");
    assert_eq!(seen.seen.refused.in_words(), "1 of 1");
    assert_eq!(seen.items[0].1.text("told_at"), "2026-06-17T20:26:40Z");
    // Nobody writes the moments of the loop by hand.
    let forged = texts(&[("text", "Late"), ("told_at", "2026-05-01T00:00:00Z")]);
    let forged = town.desk(&town.kim).await.attach(&asked.id, "raised", forged).await.unwrap();
    assert_eq!(forged.text("told_at"), "");
}

#[tokio::test]
async fn a_deal_shows_what_stands_and_what_happened_since() {
    let town = Town::new().await;
    let row = |what: &str| Value::Rows(vec![Row::from([("what".into(), what.into())])]);
    let answers = Answers::from([
        ("i_owe".into(), row("An answer in two days")),
        ("you_owe".into(), row("Bad news early")),
        ("leader".into(), Value::Text("@Raj ".into())),
    ]);
    let raj = town.desk(&town.raj).await;
    let deal = raj.begin("deal", &town.team, "Payments and Raj", answers).await.unwrap().record;
    assert_eq!(deal.text("leader"), "raj", "kept as the house writes it");
    town.go(&town.raj, &deal.id, "leader_first").await.unwrap();
    assert!(refused(town.go(&town.raj, &deal.id, "team_last").await).contains("not the leader"));
    let deal = town.go(&town.kim, &deal.id, "team_last").await.unwrap();
    assert_eq!((deal.state.as_str(), deal.text("compare_on")), ("agreed", "2026-08-28"));

    let cover = town.begin(&town.raj, "backing", "I take the call", &[]).await;
    let promise = [("text", "A second bank"), ("owner", "@RAJ"), ("due", "2026-07-01")];
    let it = town.attach(&town.raj, &deal.id, "commitment", &promise).await;
    assert_eq!(raj.read(&deal.id).await.unwrap().attached[0].text("owner"), "raj");
    town.later(5).await;
    for who in [&town.kim, &town.raj] {
        let decision = town.begin(who, "decision", "One queue", &[]).await;
        town.go(who, &decision.id, "write_down").await.unwrap();
    }
    town.history("2026-06-01").await;
    let seen = town.desk(&town.kim).await.deal_seen(&deal).await.unwrap();
    let lanes: Vec<_> = seen.lanes.iter().map(|it| it.0.id.as_str()).collect();
    assert_eq!(lanes, ["feature", "map"], "what the leader decides is not theirs");
    assert_eq!((seen.owed.len(), seen.backing.len()), (1, 1));
    assert_eq!(seen.backing[0].record.id, cover.id);
    let quarter = seen.quarter.unwrap();
    assert_eq!(quarter.decided.len(), 1, "by somebody else than the leader");
    assert_eq!(quarter.decided_above.len(), 0, "his own call stays his");
    assert_eq!(quarter.owed.len(), 0);
    town.step(&town.raj, &deal.id, &it, "keep", &[]).await.unwrap();
    let seen = town.desk(&town.kim).await.deal_seen(&deal).await.unwrap();
    assert_eq!((seen.owed.len(), seen.quarter.unwrap().owed.len()), (0, 1));
}

#[tokio::test]
async fn a_leave_test_says_what_stalls_lends_it_on_the_map_and_looks_back() {
    let town = Town::new().await;
    let call = town.begin(&town.kim, "decision", "A second bank", &[]).await;
    assert_eq!(call.text("deciders"), "@raj");
    let promise = [("text", "I ask the board"), ("due", "2026-06-10")];
    town.attach(&town.raj, &call.id, "commitment", &promise).await;
    let away = [("from", "2026-06-01"), ("until", "2026-06-12")];
    let test = town.begin(&town.raj, "leave-test", "Away from Monday", &away).await;
    let desk = town.desk(&town.raj).await;
    let seen = desk.leave_seen(&test).await.unwrap();
    assert_eq!(seen.leave.calls.len(), 1);
    assert!(seen.leave.calls[0].goes_to.is_empty(), "nobody stands above the director");
    assert!(seen.leave.lanes.iter().any(|it| it.lane == "the-rest" && it.stalls()));
    assert_eq!(seen.promises.len(), 1);
    assert!(seen.without.is_none(), "nothing has happened yet");

    let lent = texts(&[("from", "2026-06-01"), ("until", "2026-06-12"), ("stand_in", "ana")]);
    let test = desk.save(&test.id, test.version, "Away from Monday", lent).await.unwrap().record;
    let seen = desk.leave_seen(&test).await.unwrap();
    assert_eq!(seen.leave.calls[0].goes_to, ["@ana"]);
    assert!(seen.may_propose && seen.for_map.contains("stand_in = \"@ana\""));
    assert!(
        refused(town.desk(&town.kim).await.lend_on_map(&test.id).await).contains("whoever is away")
    );
    desk.lend_on_map(&test.id).await.unwrap();
    let map = desk.map(&town.team).await.unwrap().unwrap();
    assert!(map.proposed.is_none() && map.text.number == 2, "above the lane, it is theirs to say");
    assert!(desk.leave_seen(&test).await.unwrap().on_map);

    town.go(&town.raj, &test.id, "go").await.unwrap();
    town.later(10).await;
    town.go(&town.ana, &call.id, "write_down").await.unwrap();
    town.history("2026-06-05").await;
    town.later(10).await;
    let seen = town.desk(&town.raj).await.leave_seen(&test).await.unwrap();
    let without = seen.without.unwrap();
    assert_eq!(without.decided, [call.id.to_string()]);
    assert_eq!((without.waited.len(), without.from_afar.len()), (0, 0));
}
