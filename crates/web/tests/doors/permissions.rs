//! Every door × everybody who may knock: the whole table is compared with `permissions.txt`, which
//! is what a reviewer of safety reads.

use std::fmt::Write as _;
use std::path::Path;

use app::Desk;
use domain::id::Id;
use domain::people::Role;
use domain::record::Answers;

use crate::browser::{Browser, Page, Place};

/// Who knocks, seen from the team Payments and a decision that Mia wrote there.
const KNOCKING: [(&str, &str); 10] = [
    ("signed-out", "nobody yet"),
    ("no-seat", "signed in, with a seat nowhere"),
    ("reader", "Payments, reader"),
    ("author", "Payments, member, wrote it"),
    ("member", "Payments, member"),
    ("steward", "Payments, steward"),
    ("other-team", "Search beside it, steward"),
    ("below", "Refunds below it, steward"),
    ("above", "Northwind above it, member"),
    ("keeper", "Northwind above it, steward"),
];

/// Method, address and what is sent.
type Door = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// `{id}` is the decision, `{q}` a question on it asked by its author.
static DOORS: &[Door] = &[
    ("get", "/", &[]),
    ("get", "/search?q=queue", &[]),
    ("get", "/keys", &[]),
    ("get", "/guide", &[]),
    ("get", "/guide/decisions", &[]),
    ("get", "/guide/nothing", &[]),
    ("get", "/find/{id}", &[]),
    ("get", "/live/{id}", &[]),
    ("get", "/decisions", &[]),
    ("get", "/intents", &[]),
    ("get", "/decision/new", &[]),
    ("post", "/decision/new", &[("team", "payments"), ("title", "Another one")]),
    ("post", "/decision/check", &[("team", "payments"), ("title", "Another one")]),
    ("get", "/decision/{id}", &[]),
    ("get", "/decision/{id}/edit", &[]),
    ("post", "/decision/{id}/edit", &[("version", "1"), ("title", "Reworded")]),
    ("post", "/decision/{id}/move/seek", &[("version", "1")]),
    ("post", "/decision/{id}/move/withdraw", &[("version", "1")]),
    ("post", "/decision/{id}/move/nothing", &[("version", "1")]),
    ("post", "/decision/{id}/attach/question", &[("a.text", "Why now?")]),
    ("post", "/decision/{id}/attach/question/check", &[("a.text", "Why did you do that?")]),
    ("post", "/decision/{id}/attach/commitment", &[("a.text", "I will measure it")]),
    ("post", "/decision/{id}/attach/nothing", &[]),
    ("post", "/decision/{id}/attached/{q}/answer", &[("version", "1"), ("a.answer", "So")]),
    ("post", "/decision/{id}/attached/{q}/nothing", &[("version", "1")]),
    ("post", "/decision/{id}/attached/{q}/reword", &[("version", "1"), ("a.text", "Why not?")]),
    ("post", "/decision/{id}/reveal", &[("version", "1")]),
    ("post", "/decision/{id}/retire", &[("version", "1")]),
    ("post", "/draft/decision/new", &[("title", "Half a")]),
    ("get", "/lanes?team=payments", &[]),
    ("post", "/lanes/diff", &[("team", "payments"), ("diff", "+++ b/src/a.rs\n")]),
    ("get", "/lanes/mine?team=payments", &[]),
    ("get", "/lanes/paths?team=payments", &[]),
    ("get", "/lanes/changes?team=payments", &[]),
    ("get", "/lanes/edit?team=payments", &[]),
    ("post", "/lanes/check", &[("team", "payments"), ("text", "")]),
    ("post", "/lanes/table", &[("team", "payments"), ("table", "What,Ana\nPrices,A\n")]),
    ("post", "/lanes/edit", &[("team", "payments"), ("version", "0"), ("text", MAP)]),
    ("post", "/lanes/agree", &[("team", "payments"), ("version", "1")]),
    ("get", "/health-review/{id}/group/0", &[]),
    ("get", "/health-review/{id}/results.csv", &[]),
    ("post", "/health-review/{id}/round", &[("version", "1")]),
    ("get", "/ballot/{id}", &[]),
    ("post", "/ballot/{id}", &[("ticket", "00")]),
    ("post", "/ballot/{id}/ticket", &[("start", "00")]),
    ("get", "/reflections", &[]),
    ("get", "/scenarios", &[]),
    ("get", "/scenarios/alone", &[]),
    ("post", "/scenarios/alone", &[("choice", "Either way.")]),
    ("get", "/scenarios/alone/markdown", &[]),
    ("post", "/scenarios/alone/share/0", &[("team", "payments"), ("title", "A lane")]),
    ("post", "/scenarios/alone/end", &[]),
    ("post", "/scenario/{id}/step/0", &[]),
    ("post", "/scenario/{id}/say/look", &[("version", "1"), ("text", "Less waits.")]),
    ("get", "/commitments?team=payments", &[]),
    ("get", "/quarter", &[]),
    ("get", "/team/payments/quarter", &[]),
    ("get", "/decision/{id}/markdown", &[]),
    ("post", "/decision/{id}/wave-off/{id}", &[]),
    ("post", "/team/payments/practices", &[("practice", "postmortem")]),
    ("get", "/mirrors", &[]),
    ("get", "/mirrors?team=payments", &[]),
    ("post", "/mirrors/begin", &[("team", "payments")]),
    ("get", "/quality?team=payments", &[]),
    ("get", "/questions", &[]),
    ("get", "/people", &[]),
    ("get", "/person/mia", &[]),
    ("get", "/you-said-we-did", &[]),
    ("get", "/you-said-we-did?team=payments", &[]),
    ("post", "/leave-test/{id}/lend", &[]),
    ("get", "/team/payments", &[]),
    ("post", "/people/invite", &[("team", "payments"), ("level", "contributor")]),
    ("post", "/people/team", &[("parent", "payments"), ("name", "Ledger")]),
    ("post", "/team/payments/level", &[("handle", "mia"), ("level", "lead")]),
    ("post", "/team/payments/channel", &[("url", "")]),
    ("post", "/team/payments/name", &[("name", "Payments")]),
    ("post", "/team/search/end-seat", &[("handle", "mia")]),
    ("post", "/team/payments/invitation/none/end", &[]),
    ("post", "/person/mia/link", &[]),
    ("get", "/settings", &[]),
    ("post", "/settings/password", &[("current", ""), ("password", "short")]),
    ("post", "/settings/token", &[("name", "CI"), ("scope", "read"), ("days", "9")]),
    ("post", "/settings/session/none/end", &[]),
    ("post", "/settings/token/none/end", &[]),
    ("post", "/settings/feeds", &[]),
    ("post", "/settings/feeds/end", &[]),
    ("post", "/settings/organisation", &[("name", "Southwind"), ("levels", "a\nb\nc")]),
    ("get", "/settings/reaching", &[]),
    ("post", "/settings/reaching", &[("quiet_from", "20"), ("quiet_until", "8"), ("zone", "UTC")]),
    ("post", "/settings/address", &[("address", "new@example.org")]),
    ("post", "/settings/job/none/again", &[]),
    ("post", "/settings/job/none/drop", &[]),
    ("post", "/sign-out", &[]),
    // Near the end: afterwards the teams lie otherwise.
    ("post", "/team/payments/place", &[("under", "search")]),
    ("post", "/team/search/place", &[("under", "refunds")]),
    // The last: afterwards there is one person fewer.
    ("post", "/person/no-seat/erase", &[("handle", "no-seat")]),
];

const MAP: &str = "levels = [\"contributor\", \"lead\"]\n[[lane]]\nid = \"rest\"\ndomain = \"*\"\n\
                   level = \"contributor\"\n";

/// Payments with its team below and its team beside, everybody seated, and one decision.
struct Scene {
    place: Place,
    payments: Id,
    mia: Id,
}

impl Scene {
    async fn new() -> Scene {
        let place = Place::new().await;
        let system = || place.house.system_desk("scene");
        let payments = system().add_team(Some(&place.root), "Payments").await.unwrap().id;
        let refunds = system().add_team(Some(&payments), "Refunds").await.unwrap().id;
        let search = system().add_team(Some(&place.root), "Search").await.unwrap().id;
        let mia = system().add_person("mia", "mia", None).await.unwrap().id;
        for (handle, team, role) in [
            ("mia", &payments, Role::Member),
            ("reader", &payments, Role::Reader),
            ("member", &payments, Role::Member),
            ("steward", &payments, Role::Steward),
            ("other-team", &search, Role::Steward),
            ("below", &refunds, Role::Steward),
            ("above", &place.root, Role::Member),
        ] {
            if handle != "mia" {
                system().add_person(handle, handle, None).await.unwrap();
            }
            let id = system().organisation().person_by_handle(handle).unwrap().id.clone();
            system().seat(&id, team, 0, role).await.unwrap();
        }
        system().add_person("no-seat", "no-seat", None).await.unwrap();
        Scene { place, payments, mia }
    }

    async fn browser(&self, who: &str) -> Browser {
        let handle = match who {
            "signed-out" => return self.place.browser(),
            "author" => "mia",
            "keeper" => "ana",
            other => other,
        };
        let organisation = self.place.house.organisation();
        let id = organisation.person_by_handle(handle).unwrap().id.clone();
        self.place.signed_in(&id).await
    }

    /// A decision nobody has touched, with a question on it, both by Mia.
    async fn fresh(&self) -> (Id, Id) {
        let desk: Desk = self.place.house.desk_of(&self.mia).await.unwrap();
        let begun = desk.begin("decision", &self.payments, "One queue", Answers::new()).await;
        let id = begun.unwrap().record.id;
        let asks = [("text".to_owned(), domain::record::Value::Text("Why?".into()))].into();
        let question = desk.attach(&id, "question", asks).await.unwrap();
        (id, question.id)
    }
}

/// What the door did, in a word; being sent to sign in is no entry.
fn outcome(page: &Page) -> &'static str {
    match page.status.as_u16() {
        401 => "sign in",
        200 | 204 => "yes",
        303 if page.to().starts_with("/sign-in") => "sign in",
        303 => "yes",
        403 => "no",
        404 => "unseen",
        409 => "stale",
        422 => "unfit",
        other => panic!("nobody expects {other}: {}", page.text),
    }
}

#[tokio::test]
async fn every_door_opens_for_whom_it_should_and_for_nobody_else() {
    let mut table: Vec<Vec<&str>> = vec![Vec::new(); DOORS.len()];
    for (who, _) in KNOCKING {
        let scene = Scene::new().await;
        for (row, (method, door, fields)) in table.iter_mut().zip(DOORS) {
            let (id, question) = scene.fresh().await;
            // Signing out ends the session, so each door gets a browser of its own.
            let mut browser = scene.browser(who).await;
            let to = door.replace("{id}", id.as_str()).replace("{q}", question.as_str());
            let page = match *method {
                "get" => browser.get(&to).await,
                _ => browser.post(&to, fields).await,
            };
            row.push(outcome(&page));
        }
    }
    let mut text = String::new();
    for (who, seat) in KNOCKING {
        let _ = writeln!(text, "{who:<11} {seat}");
    }
    let _ = write!(text, "\n{:<44}", "");
    for (who, _) in KNOCKING {
        let _ = write!(text, " {who:<10}");
    }
    for ((method, door, _), row) in DOORS.iter().zip(table) {
        let door = format!("{method:<4} {door}");
        let _ = write!(text, "\n{door:<44}");
        for word in row {
            let _ = write!(text, " {word:<10}");
        }
    }
    let text: String = text.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("permissions.txt");
    std::fs::write(&now, &text).unwrap();
    assert!(
        text == include_str!("permissions.txt"),
        "who may do what has changed. Read {}, and if it is what you mean, copy it to \
         crates/web/tests/doors/permissions.txt\n{text}",
        now.display()
    );
}

/// A door that is open to everybody by design; the others are in the table.
const PUBLIC: [&str; 8] =
    ["/sign-in", "/enter/", "/join/", "/feeds/", "/off/", "/confirm/", "/assets/", "/health"];

#[test]
fn no_door_is_missing_from_the_table() {
    let doors = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/doors");
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(doors).unwrap().flatten().filter(|it| it.path().is_file()) {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for rest in text.split(".route(\"").skip(1) {
            let path = rest.split('"').next().unwrap();
            let known = DOORS.iter().any(|(_, door, _)| is_same(path, door));
            if !known && !PUBLIC.iter().any(|it| is_below(path, it)) {
                missing.push(path.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "nobody has decided who may knock at {missing:?}");
}

/// `/health` is no way into `/health-review`.
fn is_below(path: &str, public: &str) -> bool {
    let rest = path.strip_prefix(public);
    rest.is_some_and(|it| it.is_empty() || it.starts_with('/') || public.ends_with('/'))
}

/// Whether a route such as `/person/{handle}` is the door `/person/mia`.
fn is_same(route: &str, door: &str) -> bool {
    let door = door.split('?').next().unwrap();
    let (mut of_route, mut of_door) = (route.split('/'), door.split('/'));
    loop {
        match (of_route.next(), of_door.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(named)) if part.starts_with('{') || part == named => {}
            _ => return false,
        }
    }
}
