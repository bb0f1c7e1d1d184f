//! Pages, counts, what is due, what hangs where, links.

use crate::common::{add, at, attach, attachment, id, on_each, record, settle, team, write};
use domain::record::Record;
use jiff::civil::date;
use store::{
    Change, Count, Cursor, DueFilter, Filter, Hanging, HangingFilter, Link, PAGE, Promoted, Scope,
    Store, StoreError, Turn, Whom,
};

fn pay() -> Scope {
    Scope::Teams(vec![id("pay")])
}

/// The whole list, walked back from the oldest to the newest.
async fn walked_back(store: &Store, filter: &Filter, size: usize) -> Vec<String> {
    let oldest = Cursor { at: at(-1), id: id("") };
    let (mut ids, mut turn) = (Vec::new(), Turn::Before(oldest));
    loop {
        let page = store.turned(filter, &turn, size).await.unwrap();
        assert!(page.items.len() <= size);
        let page_ids: Vec<String> = page.items.iter().map(|it| it.id.to_string()).collect();
        ids = [page_ids, ids].concat();
        match page.next {
            Some(newest) => turn = Turn::Before(newest),
            None => return ids,
        }
    }
}

async fn walked(store: &Store, filter: &Filter, size: usize) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = store.records(filter, after.as_ref(), size).await.unwrap();
        assert!(page.items.len() <= size);
        ids.extend(page.items.iter().map(|it| it.id.to_string()));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
}

#[tokio::test]
async fn pages_together_are_the_list_newest_first_also_where_moments_are_equal() {
    on_each(async |store| {
        settle(&store).await;
        let records: Vec<Record> = (0..57)
            .map(|number| Record {
                changed_at: at(number % 5),
                state: if number % 2 == 0 { "open" } else { "decided" }.into(),
                kind: if number % 3 == 0 { "intent" } else { "decision" }.into(),
                retired: number == 9,
                author: id(if number % 4 == 0 { "bo" } else { "ana" }),
                ..record(&format!("r{number:02}"), if number % 7 == 0 { "org" } else { "pay" })
            })
            .collect();
        let changes = records.iter().map(|it| Change::AddRecord {
            record: it.clone(),
            promoted: Promoted { open: it.state == "open", due_on: None },
        });
        write(&store, changes).await.unwrap();
        let open = Filter { open: Some(true), ..Filter::of(pay()).kind("decision") };
        let states = Filter { states: vec!["open".into(), "decided".into()], ..Filter::of(pay()) };
        let two = Scope::Teams(vec![id("org"), id("pay")]);
        let nobody = Filter::of(Scope::Teams(Vec::new()));
        let away = Filter { retired: true, ..Filter::of(Scope::All) };
        let own = Filter { author: Some(id("bo")), ..Filter::of(Scope::All) };
        for filter in [Filter::of(Scope::All), open, states, Filter::of(two), nobody, away, own] {
            let mut wanted: Vec<&Record> = records.iter().filter(|it| fits(&filter, it)).collect();
            wanted.sort_by_key(|it| std::cmp::Reverse((it.changed_at, it.id.clone())));
            let wanted: Vec<String> = wanted.iter().map(|it| it.id.to_string()).collect();
            for size in [1, 7, PAGE] {
                assert_eq!(walked(&store, &filter, size).await, wanted, "{filter:?}");
                assert_eq!(walked_back(&store, &filter, size).await, wanted, "{filter:?}");
            }
        }
    })
    .await;
}

/// What the filter means, in words of the domain.
fn fits(filter: &Filter, it: &Record) -> bool {
    let in_scope = match &filter.scope {
        Scope::All => true,
        Scope::Teams(teams) => teams.contains(&it.team),
    };
    in_scope
        && filter.author.as_ref().is_none_or(|author| *author == it.author)
        && (filter.kinds.is_empty() || filter.kinds.contains(&it.kind))
        && (filter.states.is_empty() || filter.states.contains(&it.state))
        && filter.open.is_none_or(|open| open == (it.state == "open"))
        && filter.retired == it.retired
}

#[tokio::test]
async fn records_are_counted_by_kind_state_and_team() {
    on_each(async |store| {
        settle(&store).await;
        let away = Record { retired: true, ..record("r3", "pay") };
        write(&store, [add(&record("r1", "pay")), add(&record("r2", "pay")), add(&away)])
            .await
            .unwrap();
        let count =
            Count { kind: "decision".into(), state: "open".into(), team: id("pay"), count: 2 };
        assert_eq!(store.counts(&pay()).await.unwrap(), [count]);
        assert_eq!(store.counts(&Scope::Teams(vec![id("org")])).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_due_comes_by_day_and_hidden_things_do_not() {
    on_each(async |store| {
        settle(&store).await;
        let due = |day| Some(date(2026, 3, day));
        let dated = |name: &str, day| Change::AddRecord {
            record: record(name, "pay"),
            promoted: Promoted { open: true, due_on: due(day) },
        };
        let hung = |name: &str, day, hidden| Change::AddAttachment {
            attachment: attachment(name, "r1", "commitment"),
            hanging: Hanging { open: true, due_on: due(day), hidden, ..Hanging::default() },
        };
        let changes = [
            dated("r1", 9),
            dated("r2", 20),
            hung("a1", 3, false),
            hung("a2", 4, true),
            attach(&attachment("a3", "r1", "commitment")),
        ];
        write(&store, changes).await.unwrap();
        let filter =
            DueFilter { scope: pay(), until: date(2026, 3, 9), whose: None, kinds: vec![] };
        let all = store.due(&filter, None, 50).await.unwrap();
        let all: Vec<(String, String)> = all
            .iter()
            .map(|it| {
                (
                    it.on.to_string(),
                    it.attachment.as_ref().map_or("record".into(), |it| it.id.to_string()),
                )
            })
            .collect();
        let wanted = [("2026-03-03", "a1"), ("2026-03-09", "record")];
        assert_eq!(all, wanted.map(|(on, what)| (on.to_owned(), what.to_owned())));
    })
    .await;
}

#[tokio::test]
async fn what_is_due_is_walked_in_pages_of_any_length_without_gap_or_repeat() {
    on_each(async |store| {
        settle(&store).await;
        let mut changes = Vec::new();
        for n in 0..7 {
            let promoted = Promoted { open: true, due_on: Some(date(2026, 3, 1 + n % 3)) };
            let record = record(&format!("r{n}"), if n == 6 { "org" } else { "pay" });
            changes.push(Change::AddRecord { record, promoted });
            let hanging = Hanging {
                open: true,
                due_on: Some(date(2026, 3, 1 + n % 2)),
                falls_to: ["p-ana", "@ana", "p-kim", "@kim"][n as usize % 4].to_owned(),
                ..Hanging::default()
            };
            let attachment = attachment(&format!("a{n}"), &format!("r{n}"), "commitment");
            changes.push(Change::AddAttachment { attachment, hanging });
        }
        write(&store, changes).await.unwrap();
        let all =
            DueFilter { scope: Scope::All, until: date(2026, 3, 9), whose: None, kinds: vec![] };
        let whole = store.due(&all, None, 50).await.unwrap();
        assert_eq!(whole.len(), 14);
        assert!(whole.is_sorted_by_key(|it| (it.on, it.id().clone())), "by day, then by id");
        for limit in [1, 2, 5, 13, 14] {
            let (mut seen, mut last) = (Vec::new(), None);
            loop {
                let page = store.due(&all, last.as_ref(), limit).await.unwrap();
                assert!(page.len() <= limit);
                let Some(end) = page.last().cloned() else { break };
                seen.extend(page);
                last = Some(end);
            }
            assert_eq!(seen, whole, "{limit} a page");
        }
        let of = async |filter: DueFilter| store.due(&filter, None, 50).await.unwrap().len();
        assert_eq!(of(DueFilter { scope: pay(), ..all.clone() }).await, 12);
        assert_eq!(of(DueFilter { until: date(2026, 3, 1), ..all.clone() }).await, 7);
        let kinds = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(of(DueFilter { kinds: kinds(&["decision"]), ..all.clone() }).await, 14);
        assert_eq!(of(DueFilter { kinds: kinds(&["demo", "deal"]), ..all.clone() }).await, 0);
        let hers = DueFilter { whose: Some(ana()), ..all };
        assert_eq!(of(hers).await, 11, "seven records, and what fell to her by id or by handle");
    })
    .await;
}

fn ana() -> Whom {
    Whom { id: id("p-ana"), handle: "ana".into(), leads: Vec::new() }
}

#[tokio::test]
async fn what_falls_to_somebody_is_found_by_id_by_name_and_by_the_teams_they_lead() {
    on_each(async |store| {
        settle(&store).await;
        let asked = |name: &str, record: &str, slot: &str, falls_to: &str| Change::AddAttachment {
            attachment: attachment(name, record, slot),
            hanging: Hanging { open: true, falls_to: falls_to.into(), ..Hanging::default() },
        };
        let mut hidden = asked("a6", "r1", "advice", "@ana");
        let mut closed = asked("a7", "r1", "advice", "@ana");
        for (change, open) in [(&mut hidden, true), (&mut closed, false)] {
            let Change::AddAttachment { hanging, .. } = change else { unreachable!() };
            (hanging.open, hanging.hidden) = (open, open);
        }
        let changes = [
            add(&record("r1", "pay")),
            add(&record("r2", "org")),
            add(&Record { retired: true, ..record("r3", "pay") }),
            asked("a1", "r1", "question", "p-ana"),
            asked("a2", "r1", "advice", "@ana"),
            asked("a3", "r1", "advice", "@kim"),
            asked("a4", "r1", "support", "leads"),
            asked("a5", "r2", "support", "leads"),
            hidden,
            closed,
            asked("a8", "r3", "question", "p-ana"),
            asked("a9", "r1", "commitment", "@ana"),
        ];
        write(&store, changes).await.unwrap();
        let slots = ["question", "advice", "support"];
        let found = async |whom: &Whom| -> Vec<String> {
            let all = store.fallen_to(whom, &slots, 50).await.unwrap();
            let mut all: Vec<String> = all.into_iter().map(|it| it.1.id.to_string()).collect();
            all.sort();
            all
        };
        assert_eq!(found(&ana()).await, ["a1", "a2"]);
        let leading = Whom { leads: vec![id("pay")], ..ana() };
        assert_eq!(found(&leading).await, ["a1", "a2", "a4"]);
        let passed_on = Change::FallsTo { attachment: id("a2"), whom: "@kim".into() };
        write(&store, [passed_on]).await.unwrap();
        assert_eq!(found(&ana()).await, ["a1"]);
        let kim = Whom { id: id("p-kim"), handle: "kim".into(), leads: Vec::new() };
        assert_eq!(found(&kim).await, ["a2", "a3"]);
        assert_eq!(store.fallen_to(&leading, &slots, 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn attachments_are_saved_once_per_version_and_listed_by_slot() {
    on_each(async |store| {
        settle(&store).await;
        let mut it = attachment("a1", "r1", "question");
        let later =
            domain::attachment::Attachment { made_at: at(1), ..attachment("a2", "r1", "question") };
        write(&store, [add(&record("r1", "pay")), attach(&it), attach(&later)]).await.unwrap();
        let filter = HangingFilter {
            scope: pay(),
            slot: "question".into(),
            open: Some(true),
            author: Some(id("p-ana")),
        };
        let page = store.hanging(&filter, None, 1).await.unwrap();
        assert_eq!(page.items[0].1.id, id("a2"));
        let page = store.hanging(&filter, page.next.as_ref(), 1).await.unwrap();
        assert_eq!((page.items[0].0.id.clone(), page.items[0].1.clone()), (id("r1"), it.clone()));
        assert_eq!(page.next, None);
        it.state = "answered".into();
        let save = Change::SaveAttachment { attachment: it.clone(), hanging: Hanging::default() };
        write(&store, [save.clone()]).await.unwrap();
        assert!(matches!(write(&store, [save]).await, Err(StoreError::Stale)));
        assert_eq!(store.attachment(&id("a1")).await.unwrap().unwrap().version, 2);
        assert_eq!(store.attachments(&id("r1")).await.unwrap().len(), 2);
        let hung = store.attachments_of(&[&id("r1"), &id("r9")]).await.unwrap();
        assert_eq!(hung[&id("r1")], store.attachments(&id("r1")).await.unwrap());
        assert!(!hung.contains_key(&id("r9")) && hung.len() == 1, "nothing hangs on the other");
        assert!(store.attachments_of(&[]).await.unwrap().is_empty());
        let by = store.records_by(&[&id("r1"), &id("r1"), &id("r9")]).await.unwrap();
        assert_eq!(by.keys().collect::<Vec<_>>(), [&id("r1")]);
        assert_eq!(by[&id("r1")], store.record(&id("r1")).await.unwrap().unwrap());
        assert_eq!(store.hanging(&filter, None, 9).await.unwrap().items.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn links_are_seen_from_both_ends_and_lead_somewhere() {
    on_each(async |store| {
        settle(&store).await;
        write(&store, [Change::AddTeam(team("web", Some("org")))]).await.unwrap();
        let link = Link { from: id("r1"), to: id("r2"), relation: "parent".into() };
        let early = store::Batch::by(&id("p-ana"), at(0))
            .change(Change::AddLink(link.clone()))
            .change(add(&record("r1", "pay")))
            .change(add(&record("r2", "web")))
            .change(Change::AddLink(link.clone()))
            .note(None, &id("r1"), "record.begun", &serde_json::json!({}));
        assert!(matches!(store.write(early.clone()).await, Err(StoreError::Missing)));
        store.write(early.links_last()).await.unwrap();
        for end in ["r1", "r2"] {
            assert_eq!(store.links(&id(end)).await.unwrap(), std::slice::from_ref(&link));
        }
        write(&store, [Change::RemoveLink(link.clone())]).await.unwrap();
        assert_eq!(store.links(&id("r1")).await.unwrap(), []);
        let lost = Change::AddLink(Link { to: id("nowhere"), ..link });
        assert!(matches!(write(&store, [lost]).await, Err(StoreError::Missing)));
    })
    .await;
}
