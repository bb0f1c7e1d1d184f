//! A health review through the doors: six people take tickets, answer as nobody, and read what may be
//! shown. What the answering doors leave behind is nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use domain::health::instrument::ITEMS;
use domain::id::Id;
use domain::people::Role;
use tracing::span;

use crate::browser::{Browser, Page, Place, path};

/// A house with six who work in it, and a review that is open for them.
struct Wave {
    place: Place,
    people: Vec<Id>,
    /// Where its record is, and its id.
    at: String,
    id: String,
}

impl Wave {
    async fn open() -> Wave {
        let place = Place::new().await;
        let mut people = vec![place.ana.clone()];
        for handle in ["ben", "cleo", "dan", "eve", "fay"] {
            people.push(place.person(handle, 0, Role::Member).await);
        }
        let mut ana = place.ana().await;
        let begun = ana.post("/health-review/new", &[("title", "First quarter")]).await;
        let at = path(begun.to());
        let page = ana.get(&at).await;
        assert!(page.has("Nothing is asked yet") && page.has("What is promised"), "{}", page.text);
        let opened = ana.post(&format!("{at}/move/open"), &[("version", "1")]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let id = at.rsplit('/').next().unwrap().to_owned();
        Wave { place, people, at, id }
    }

    fn door(&self) -> String {
        format!("/ballot/{}", self.id)
    }

    /// The page with the questions, as somebody gets it who takes their ticket.
    async fn taken(&self, person: usize) -> Page {
        let mut browser = self.place.signed_in(&self.people[person]).await;
        let start = browser.get(&self.at).await.field("start").expect("a ticket to take");
        browser.post(&format!("{}/ticket", self.door()), &[("start", &start)]).await
    }

    async fn ticket(&self, person: usize) -> String {
        self.taken(person).await.field("ticket").expect("the ticket is in the form")
    }

    /// Sent by a browser that nobody is signed in on.
    async fn send(&self, fields: &[(&str, &str)]) -> Page {
        self.place.browser().post_bare(&self.door(), fields).await
    }

    async fn answers(&self, person: usize, words: &str) -> Page {
        let ticket = self.ticket(person).await;
        let chosen = choices(person);
        let mut fields = vec![("ticket", ticket.as_str()), ("words", words)];
        fields.extend(chosen.iter().map(|(name, step)| (name.as_str(), step.as_str())));
        self.send(&fields).await
    }

    async fn close(&self, ana: &mut Browser) {
        let closed = ana.post(&format!("{}/move/close", self.at), &[("version", "2")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    }
}

/// Everybody another step to every question, so that no answer is shared by all.
fn choices(person: usize) -> Vec<(String, String)> {
    let step = |item: usize| ((person + item) % 5 + 1).to_string();
    ITEMS.iter().enumerate().map(|(at, item)| (format!("i.{}", item.key), step(at))).collect()
}

#[tokio::test]
async fn six_people_answer_as_nobody_and_read_what_may_be_shown() {
    let wave = Wave::open().await;
    let mut ana = wave.place.ana().await;
    for person in 0..6 {
        let sent = wave.answers(person, "").await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
        assert!(sent.has("Your answers are in, sealed"), "{}", sent.text);
    }
    let open = ana.get(&wave.at).await;
    assert!(open.has("You have taken your ticket") && !open.has("of 6"), "{}", open.text);
    wave.close(&mut ana).await;
    let page = ana.get(&wave.at).await;
    assert!(page.has("<b>6 of 6</b> answered") && page.has("class=\"likert\""), "{}", page.text);
    // Steps 1 to 5, and one person more on the first.
    assert!(
        page.has("2 of 6 lean towards “The way is mine to choose”, 3 towards"),
        "{}",
        page.text
    );
    assert!(page.has("Too few wrote something for comments of this group."));
    // Below stand forms in which people may be named; from the first bar to the last word nobody is.
    let figures = page.text.split("class=\"likert\"").skip(1).collect::<String>();
    let figures = figures.split("slot-").next().unwrap();
    for name in ["ana", "ben", "cleo", "dan", "eve", "fay"] {
        let said = [format!(">{name}"), format!("@{name}"), format!("/person/{name}")];
        assert!(said.iter().all(|it| !figures.contains(it)), "{name} stands among the answers");
    }
    let again = ana.get(&format!("{}/group/0", wave.at)).await;
    assert!(again.has("<b>6 of 6</b> answered"));
    assert_eq!(ana.get(&format!("{}/group/9", wave.at)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_ticket_that_is_taken_again_by_the_same_page_is_the_same_and_another_is_refused() {
    let wave = Wave::open().await;
    let mut ben = wave.place.signed_in(&wave.people[1]).await;
    let start = ben.get(&wave.at).await.field("start").unwrap();
    let door = format!("{}/ticket", wave.door());
    let first = ben.post(&door, &[("start", &start)]).await.field("ticket").unwrap();
    let again = ben.post(&door, &[("start", &start)]).await.field("ticket").unwrap();
    assert_eq!(first, again, "a lost connection loses no ticket");
    let other = ben.post(&door, &[("start", &"0".repeat(64))]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.has("You have taken your ticket"), "{}", other.text);
    assert!(wave.place.browser().post_bare(&door, &[]).await.status == StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn late_double_and_forged_ballots_are_refused_with_a_sentence() {
    let wave = Wave::open().await;
    let ticket = wave.ticket(1).await;
    let late = wave.ticket(2).await;
    let whole = |ticket: &str| {
        let mut fields = choices(1);
        fields.extend([("ticket".into(), ticket.into()), ("words".into(), String::new())]);
        fields
    };
    let send = async |ticket: &str| {
        let fields = whole(ticket);
        let fields: Vec<_> = fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        wave.send(&fields).await
    };
    let forged = send(&ticket.replace('1', "2")).await;
    assert!(forged.has("This is no ticket for this review"), "{}", forged.text);
    assert_eq!(send("").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&ticket).await.status, StatusCode::CREATED);
    let double = send(&ticket).await;
    assert!(double.has("This ticket has been used"), "{}", double.text);
    assert!(!double.has("<fieldset>"), "there is nothing more to fill in");
    wave.close(&mut wave.place.ana().await).await;
    let late = send(&late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.has("has closed and takes no answers any more"), "{}", late.text);
    let nowhere = wave.place.browser().post_bare("/ballot/nothing", &[("ticket", "00")]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let no_form = wave.place.browser();
    let mut no_form = no_form;
    let request = axum::http::Request::post(wave.door()).header("sec-fetch-site", "same-origin");
    let no_form = no_form.send(request, axum::body::Body::from("{}")).await;
    assert_eq!(no_form.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_can_be_mended_comes_back_whole_and_the_ticket_stays_good() {
    let wave = Wave::open().await;
    let ticket = wave.ticket(1).await;
    let opened = wave.send(&[("ticket", &ticket)]).await;
    assert!(opened.has("<fieldset>") && opened.has("You are counted in Northwind (6 asked)"));
    let empty = wave.send(&[("ticket", &ticket), ("words", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has("Nothing is chosen or written yet"), "{}", empty.text);

    // What may tell who wrote it is told first, with everything still in the form.
    let words = "As the only intern I told Cleo on 4 March.";
    let mut fields = vec![("ticket", ticket.as_str()), ("words", words), ("i.autonomy-way", "4")];
    let told = wave.send(&fields).await;
    assert_eq!(told.status, StatusCode::OK);
    for says in ["Somebody is named here.", "A date says who was there.", "This fits few people"] {
        assert!(told.has(says), "{says}: {}", told.text);
    }
    assert!(told.has("value=\"4\" checked") && told.has(words));
    let mark = told.field("told").expect("what these words are told by");
    fields.push(("told", &mark));
    fields[1].1 = "As the oldest I told Cleo.";
    let other = wave.send(&fields).await;
    assert!(other.status == StatusCode::OK && other.has("Send it as it stands"), "other words");
    fields[1].1 = words;
    assert_eq!(wave.send(&fields).await.status, StatusCode::CREATED, "sent as it stands");
}

#[tokio::test]
async fn the_doors_of_answering_read_no_cookie_set_none_and_can_be_kept_by_nobody() {
    let wave = Wave::open().await;
    let mut signed_in = wave.place.ana().await;
    let taken = wave.taken(1).await;
    let ticket = taken.field("ticket").unwrap();
    let filled = [("ticket", ticket.as_str()), ("words", ""), ("i.autonomy-way", "4")];
    let pages = [
        ("asked for the ticket", wave.place.browser().get(&wave.door()).await),
        ("the same, signed in", signed_in.get(&wave.door()).await),
        ("the questions", wave.send(&[("ticket", &ticket)]).await),
        ("answered, signed in", signed_in.post_bare(&wave.door(), &filled).await),
        ("a second time", wave.send(&filled).await),
    ];
    for (what, page) in &pages {
        for never in ["set-cookie", "etag", "last-modified", "x-request-id", "location"] {
            assert!(!page.headers.contains_key(never), "{what}: {never} {:?}", page.headers);
        }
        assert_eq!(page.headers["cache-control"], "no-store", "{what}");
        for of_a_session in ["form_token", "/sign-out", "Ana"] {
            assert!(!page.has(of_a_session), "{what} says {of_a_session}: {}", page.text);
        }
    }
    assert_eq!(pages[0].1.text, pages[1].1.text, "nobody reads like somebody");
    assert!(!taken.has("form_token") && !taken.has("ben"), "the page with the ticket");
    assert_eq!(taken.headers["cache-control"], "no-store");
    assert!(!taken.headers.contains_key("x-request-id"));
}

/// Attack A6: by their size alone all replies are one, whatever was written and whatever came of it, and
/// also for a browser that takes compressed pages.
#[tokio::test]
async fn whatever_is_answered_the_reply_has_one_size() {
    let wave = Wave::open().await;
    let taken = wave.taken(1).await;
    let ticket = taken.field("ticket").unwrap();
    let long = "As the oldest I told Cleo “so”. ".repeat(55);
    let chosen = choices(1);
    let with = |words: &'static str| [("ticket", ticket.as_str()), ("words", words)];
    let mut whole = with("We could ship more often.").to_vec();
    whole.extend(chosen.iter().map(|it| (it.0.as_str(), it.1.as_str())));
    let pages = [
        ("the ticket", taken.headers.clone()),
        ("without one", wave.place.browser().get(&wave.door()).await.headers),
        ("the questions", wave.send(&[("ticket", &ticket)]).await.headers),
        ("nothing chosen", wave.send(&with("")).await.headers),
        ("told before it is sent", wave.send(&with("As the oldest I told Cleo.")).await.headers),
        ("and much of it", wave.send(&[("ticket", &ticket), ("words", &long)]).await.headers),
        ("forged", wave.send(&[("ticket", "00"), ("words", "")]).await.headers),
        ("sent", wave.send(&whole).await.headers),
        ("a second time", wave.send(&whole).await.headers),
    ];
    let door = wave.door();
    let nobody = async |to: String| {
        let request = axum::http::Request::get(to).header("accept-encoding", "gzip");
        wave.place.browser().send(request, axum::body::Body::empty()).await.headers
    };
    assert!(nobody("/sign-in".into()).await.contains_key("content-encoding"), "others are");
    let compressed = ("where others are compressed", nobody(door).await);
    for (what, headers) in pages.iter().chain([&compressed]) {
        assert!(!headers.contains_key("content-encoding"), "{what}");
        assert_eq!(headers["content-length"], "98304", "{what}");
    }
}

/// Counts every line any part of the program wants to write.
struct Lines(&'static AtomicUsize);

impl tracing::Subscriber for Lines {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        // What the parts below say of their own is not about a request.
        if event.metadata().target().starts_with("web") {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Attack 24: a log joined by time; and a number missing between two lines tells a time too.
#[tokio::test]
async fn attack_24_no_line_and_no_gap_in_any_log_says_when_somebody_answered() {
    static LINES: AtomicUsize = AtomicUsize::new(0);
    let wave = Wave::open().await;
    let mut ben = wave.place.signed_in(&wave.people[1]).await;
    let start = ben.get(&wave.at).await.field("start").unwrap();
    let token = ben.token().await;
    let number = |page: &Page| {
        let id = page.headers["x-request-id"].to_str().unwrap().to_owned();
        i64::from_str_radix(id.rsplit('-').next().unwrap(), 16).unwrap()
    };
    let before = number(&ben.get("/health").await);
    let guard = tracing::subscriber::set_default(Lines(&LINES));
    ben.get("/health").await;
    assert_eq!(LINES.swap(0, Ordering::SeqCst), 1, "any other request is a line");
    let fields = [("form_token", token.as_str()), ("start", start.as_str())];
    let taken = ben.post_bare(&format!("{}/ticket", wave.door()), &fields).await;
    let ticket = taken.field("ticket").expect("a ticket");
    wave.send(&[("ticket", &ticket)]).await;
    let sent = wave.send(&[("ticket", &ticket), ("words", ""), ("i.load-own", "2")]).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    wave.send(&[("ticket", "00"), ("words", "")]).await;
    assert_eq!(LINES.load(Ordering::SeqCst), 0, "a line was written about answering");
    drop(guard);
    assert_eq!(number(&ben.get("/health").await), before + 2, "no number is missing");
}

#[tokio::test]
async fn whoever_leads_reads_and_answers_once_the_team_has_talked_it_over() {
    let place = Place::new().await;
    let system = || place.house.system_desk("test");
    let team = system().add_team(Some(&place.root), "Payments").await.unwrap().id;
    let raj = place.person("raj", 3, Role::Member).await;
    let mut people = Vec::new();
    for handle in ["ben", "cleo", "dan", "eve", "fay", "gus"] {
        let person = system().add_person(handle, handle, None).await.unwrap().id;
        system().seat(&person, &team, 0, Role::Member).await.unwrap();
        people.push(person);
    }
    let mut ben = place.signed_in(&people[0]).await;
    let begun = ben.post("/health-review/new", &[("title", "First quarter"), ("team", "payments")]);
    let at = path(begun.await.to());
    let id = at.rsplit('/').next().unwrap().to_owned();
    ben.post(&format!("{at}/move/open"), &[("version", "1")]).await;
    let wave = Wave { place, people, at, id };
    let mut raj = wave.place.signed_in(&raj).await;
    let open = raj.get(&wave.at).await;
    assert!(open.has("You are not asked in this one") && !open.has("/move/"), "{}", open.text);
    for person in 0..6 {
        assert_eq!(wave.answers(person, "").await.status, StatusCode::CREATED);
    }
    wave.close(&mut ben).await;
    let closed = raj.get(&wave.at).await;
    assert!(closed.has("read this first") && !closed.has("class=\"likert\""), "{}", closed.text);
    assert_eq!(raj.get(&format!("{}/group/0", wave.at)).await.status, StatusCode::NOT_FOUND);
    let asks = [("a.text", "Ask us before you promise a date"), ("a.from", "raj")];
    let asked = ben.post(&format!("{}/attach/support", wave.at), &asks).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let outcome = [("version", "3"), ("title", "First quarter"), ("a.outcome", "Calls move.")];
    let saved = ben.post(&format!("{}/edit", wave.at), &outcome).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let talked = ben.post(&format!("{}/move/talk", wave.at), &[("version", "4")]).await;
    assert_eq!(talked.status, StatusCode::SEE_OTHER, "{}", talked.text);
    let page = raj.get(&wave.at).await;
    assert!(page.has("class=\"likert\"") && page.has("Calls move."), "{}", page.text);
    assert!(page.has("Support, by …"), "{}", page.text);
}
