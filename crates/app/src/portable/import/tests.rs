mod records;

use domain::practice::postmortem::KIND;

use super::*;

const DISPATCH: &str = r#"{ "total": 3, "items": [
  { "id": 7, "name": "dispatch-shop-7", "title": "Bookings answered slowly", "status": "Closed",
    "description": "For an hour, opening a calendar took ten seconds.", "resolution": "The copy for reports was moved away.",
    "visibility": "Open", "incident_type": { "name": "Slow" }, "incident_priority": { "name": "High" },
    "cost": 1200.5, "tags": [{ "name": "calendar" }, { "name": "reports" }],
    "reported_at": "2025-05-06T09:10:00Z", "stable_at": "2025-05-06T10:20:00", "closed_at": "2025-05-08T08:00:00Z",
    "commander": { "name": "Pat Example", "email": "pat@shop.example" },
    "participants": [{ "individual": { "name": "Pat Example", "email": "pat@shop.example" }, "participant_roles": [{ "role": "Reporter" }] }],
    "events": [
      { "started_at": "2025-05-06T09:40:00Z", "description": "The copy for reports is found to be reading", "source": "Chat" },
      { "started_at": "2025-05-06T08:55:00Z", "description": "A large report is begun", "source": "Scheduler" },
      { "started_at": "2025-05-06T09:00:00Z", "description": "" }],
    "tasks": [
      { "description": "Reports read from a copy of their own", "status": "Resolved", "resolved_at": "2025-05-20T12:00:00Z", "resolve_by": "2025-05-22T12:00:00Z", "assignees": [{ "individual": { "email": "kim@shop.example" } }] },
      { "description": "Show who reads what", "status": "Open", "resolve_by": "2025-07-01T12:00:00Z" }],
    "documents": [{ "name": "Review", "weblink": "https://docs.shop.example/7" }, { "name": "Notes" }] },
  { "id": 8, "name": "dispatch-shop-8", "title": "A quiet one", "status": "Closed", "visibility": "Restricted", "description": "x" },
  { "id": 9, "name": "dispatch-shop-9", "title": "Still burning", "status": "Active", "description": "x" }
] }"#;

const MORGUE: &str = r"
CREATE TABLE `postmortems` (
  `id` bigint(20) NOT NULL,
  `title` varchar(255),
  `summary` longtext,
  `why_surprised` longtext,
  `tldr` longtext,
  `starttime` int(11),
  `endtime` int(11),
  `statustime` int(11),
  `detecttime` int(11),
  `severity` int(1),
  `contact` varchar(255),
  `subsystem` varchar(50),
  `deleted` tinyint(1),
  PRIMARY KEY (`id`)
);
INSERT INTO `postmortems` VALUES
 (12,'Search showed yesterday','The index wasn\'t read again after midnight.','It had never been the index; so nobody looked.','Stale search',1717200000,1717207200,0,1717203600,4,'pat','search',0),
 (13,'Never mind','','','',0,0,0,0,0,'','',1);
INSERT INTO `tags` (`id`, `title`) VALUES (3,'index');
INSERT INTO `postmortem_referenced_tags` (`postmortem_id`, `tag_id`, `deleted`) VALUES (12,3,0);
INSERT INTO `jira` (`id`, `postmortem_id`, `ticket`, `deleted`) VALUES (1,12,'OPS-44',0);
INSERT INTO `images` (`id`, `postmortem_id`, `image_link`, `deleted`) VALUES (1,12,'http://img.example/1.png',0);
";

fn of(name: &str, text: &str, team: &str) -> Taken {
    let source = Source { path: "a-file".into(), bytes: text.into() };
    read(format(name).unwrap(), &[source], How { team, ..How::default() })
}

fn record(taken: &Taken, at: usize) -> &PortableRecord {
    let Portable::Record(it) = &taken.objects[at] else { panic!("a record") };
    it
}

/// The postmortem, sound by its own table, closed, and with nothing that comes due.
fn asks_for_nothing(it: &PortableRecord) {
    assert_eq!(KIND.problems(&it.title, &it.answers), []);
    assert!(!KIND.state(&it.state).unwrap().open);
    for hung in &it.attached {
        let slot = KIND.slot(&hung.slot).unwrap();
        let waits = slot.is_open(&hung.state)
            && hung.answers.keys().any(|it| slot.due.contains(&it.as_str()));
        assert!(!waits, "{} comes due", hung.slot);
        assert!(slot.states.iter().any(|it| it.0 == hung.state), "{}", hung.state);
    }
}

fn text<'a>(answers: &'a Answers, name: &str) -> &'a str {
    match answers.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

#[test]
fn a_closed_incident_becomes_a_postmortem_that_asks_for_nothing() {
    let taken = of("dispatch", DISPATCH, "platform");
    assert_eq!(taken.objects.len(), 1);
    let it = record(&taken, 0);
    asks_for_nothing(it);
    assert_eq!(it.id.as_str(), "dispatch-platform--dispatch-shop-7");
    assert!(
        text(&it.answers, "happened")
            .ends_with("How it ended: The copy for reports was moved away.")
    );
    assert_eq!(
        (text(&it.answers, "began"), text(&it.answers, "ended")),
        ("2025-05-06 09:10", "2025-05-06 10:20")
    );
    assert_eq!((text(&it.answers, "severity"), text(&it.answers, "trigger")), ("1", "Slow"));
    assert_eq!(
        text(&it.answers, "from_elsewhere"),
        "Dispatch, dispatch-shop-7; tags: calendar, reports"
    );
    let Some(Value::Rows(rows)) = it.answers.get("timeline") else { panic!("a timeline") };
    let what: Vec<_> = rows.iter().map(|it| it["what"].as_str()).collect();
    assert_eq!(
        what,
        ["A large report is begun", "The copy for reports is found to be reading"],
        "in order"
    );
}

#[test]
fn done_tasks_are_kept_promises_and_open_ones_are_ideas_without_a_day() {
    let taken = of("dispatch", DISPATCH, "platform");
    let it = record(&taken, 0);
    let hung: Vec<_> = it.attached.iter().map(|it| (it.slot.as_str(), it.state.as_str())).collect();
    assert_eq!(hung, [("commitment", "kept"), ("idea", "left"), ("link", "open")]);
    let kept = &it.attached[0].answers;
    assert_eq!(
        (text(kept, "owner"), text(kept, "due"), text(kept, "closed_on")),
        ("kim", "2025-05-22", "2025-05-20")
    );
    assert!(!it.attached[1].answers.contains_key("due"));
}

#[test]
fn the_report_says_what_was_left_and_why() {
    let told = of("dispatch", DISPATCH, "platform").told;
    let left = |at: usize| told[at].left.join("; ");
    assert_eq!(told.len(), 3);
    for words in ["cost", "names and roles", "history asks for nothing", "1 documents without"] {
        assert!(left(0).contains(words), "{words}: {}", left(0));
    }
    for (at, words) in [(1, "restricted"), (2, "not closed")] {
        let why = told[at].refused.as_ref().unwrap();
        assert!(told[at].took.is_empty() && why.says.contains(words), "{why:?}");
        assert!(
            !why.mend.is_empty() && told[at].file == "a-file" && told[at].came == Came::Refused
        );
    }
}

#[test]
fn a_name_of_a_participant_is_taken_nowhere() {
    let taken = of("dispatch", DISPATCH, "platform");
    let whole = serde_json::to_string(&taken.objects).unwrap();
    assert!(!whole.contains("Pat Example") && !whole.contains("pat@shop"));
}

#[test]
fn a_dump_of_morgue_is_read_with_what_hangs_on_it() {
    let taken = of("morgue", MORGUE, "mobile");
    assert_eq!((taken.objects.len(), taken.told.len()), (1, 2));
    let it = record(&taken, 0);
    asks_for_nothing(it);
    assert_eq!(it.id.as_str(), "morgue-mobile--12");
    assert_eq!(
        text(&it.answers, "happened"),
        "Stale search\n\nThe index wasn't read again after midnight."
    );
    assert_eq!(text(&it.answers, "surprised"), "It had never been the index; so nobody looked.");
    assert_eq!(
        (text(&it.answers, "began"), text(&it.answers, "severity")),
        ("2024-06-01 00:00", "3")
    );
    assert_eq!(text(&it.answers, "from_elsewhere"), "Morgue, number 12; tags: index");
    assert_eq!(it.attached.len(), 1);
    assert_eq!(
        (it.attached[0].slot.as_str(), text(&it.attached[0].answers, "text")),
        ("idea", "OPS-44")
    );
    let left = taken.told[0].left.join("; ");
    for words in ["exact severity 4", "images", "names of whoever"] {
        assert!(left.contains(words), "{words}: {left}");
    }
    assert!(taken.told[1].refused.as_ref().unwrap().says.contains("deleted there"));
}

#[test]
fn the_same_rows_as_json_say_the_same() {
    let json = r#"{"postmortems": [{"id": 12, "title": "Search showed yesterday", "summary": "Old.", "starttime": 1717200000, "endtime": 1717207200, "severity": 2, "tags": ["index"],
        "tasks": [{"summary": "Read it again at one", "status": "Done", "assignee": "kim@shop.example", "closed": "2024-06-04"}, {"summary": "Say how old it is"}],
        "timeline": [{"time": 1717203000, "text": "A customer asks"}]}]}"#;
    let taken = of("morgue", json, "mobile");
    let it = record(&taken, 0);
    asks_for_nothing(it);
    assert_eq!(text(&it.answers, "from_elsewhere"), "Morgue, number 12; tags: index");
    let kept = &it.attached[0];
    assert_eq!(
        (kept.state.as_str(), text(&kept.answers, "owner"), text(&kept.answers, "closed_on")),
        ("kept", "kim", "2024-06-04")
    );
    let Some(Value::Rows(rows)) = it.answers.get("timeline") else { panic!("a timeline") };
    assert_eq!(
        rows.iter().map(|it| it["what"].as_str()).collect::<Vec<_>>(),
        ["It began", "A customer asks", "It was over"]
    );
}

#[test]
fn what_is_no_such_file_is_said_in_a_sentence() {
    for (format, text) in [
        ("dispatch", "not json"),
        ("dispatch", "{\"id\": 1}"),
        ("dispatch", "3"),
        ("morgue", "hello"),
        ("morgue", "{\"users\": []}"),
        ("morgue", "INSERT INTO `postmortems` VALUES (1);"),
    ] {
        let taken = of(format, text, "t");
        let says = &taken.told[0].refused.as_ref().unwrap().says;
        assert!(taken.objects.is_empty() && says.ends_with(['.', '?']), "{says}");
    }
}
