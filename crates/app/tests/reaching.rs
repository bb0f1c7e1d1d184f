//! From a change to a letter that really arrives: whom it waits for, when, and how to turn it off.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "desk/town.rs"]
#[expect(dead_code, reason = "made for the other tests of desks too")]
mod town;

#[path = "../../../tests/src/post_office.rs"]
#[expect(dead_code, unreachable_pub, reason = "made for the journeys too")]
mod post_office;

use app::{AGREED, House, InvitationPlan, Mine, Problem, SERVER};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::metrics_review;
use domain::reach::Wishes;
use post_office::{Arrived, Mood, PostOffice};
use town::{Town, words};

/// 2026-06-01T12:00:00Z, a Monday.
const NOON: At = At(1_780_315_200_000);
const MINUTE: i64 = 60_000;
const MAP: &str = "title = \"Town\"\nlevels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
    [holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n";

async fn town_with(map: &str, url: &str) -> (Town, PostOffice) {
    let (town, post) = (Town::at(url).await, PostOffice::open());
    town.house.clock().set(NOON);
    town.keeper().take_in_map(&town.team, map, SERVER, AGREED).await.unwrap();
    reach(&town.house, &post);
    (town, post)
}

fn reach(house: &House, post: &PostOffice) {
    house.reach_by_mail(&post.url(), "Remit <remit@town.example>", "https://remit.town").unwrap();
}

async fn town() -> (Town, PostOffice) {
    town_with(MAP, "sqlite::memory:").await
}

async fn work(house: &House) {
    while house.work_once().await.unwrap() {}
}

/// After so many minutes, everything due is done.
async fn after(town: &Town, minutes: i64) {
    work(&town.house).await;
    town.later(minutes * MINUTE);
    work(&town.house).await;
}

fn to(letters: &[Arrived]) -> Vec<String> {
    letters.iter().flat_map(|it| it.to.clone()).collect()
}

/// What stands behind `List-Unsubscribe`, without the house's address.
fn off(letter: &Arrived) -> String {
    let link = letter.header("List-Unsubscribe");
    link.trim_matches(['<', '>']).strip_prefix("https://remit.town/off/").unwrap().to_owned()
}

async fn ask(town: &Town, who: &str, on: &Id, text: &str) {
    town.desk(who).await.attach(on, "question", words(&[("text", text)])).await.unwrap();
}

#[tokio::test]
async fn a_call_is_told_to_its_decider_within_minutes_with_a_link_and_a_way_out() {
    let (town, post) = town().await;
    let id = town.decision("kim", "Größe of the queue").await.id;
    after(&town, 1).await;
    assert_eq!(to(&post.letters()), [""; 0], "more may come in the next minutes");
    after(&town, 3).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    let (letter, text) = (&letters[0], letters[0].words());
    assert_eq!(letter.from, "remit@town.example");
    assert!(text.contains("Decide: Größe of the queue\nIt lies in your lane."), "{text}");
    assert!(text.contains(&format!("https://remit.town/decision/{id}\n")), "{text}");
    assert!(text.contains(&format!("https://remit.town/off/{}", off(letter))), "{text}");
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(letter.header("Message-ID").ends_with("@town.example>"));
    after(&town, 60).await;
    assert_eq!(to(&post.letters()), [""; 0], "told once");
}

#[tokio::test]
async fn what_comes_within_the_same_minutes_is_one_letter_and_what_comes_later_another() {
    let (town, post) = town().await;
    let id = town.decision("ana", "One").await.id;
    for text in ["Why?", "How long?", "Who else?"] {
        ask(&town, "kim", &id, text).await;
    }
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    assert_eq!(letters[0].header("Subject"), "3 things wait for you");
    ask(&town, "kim", &id, "And then?").await;
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(letters[0].header("Subject"), "Answer: One", "only what is new");
}

#[tokio::test]
async fn nobody_is_told_what_they_made_wait_and_nobody_without_an_address_or_who_left() {
    let (town, post) = town().await;
    let id = town.decision("ana", "My own call").await.id;
    let ask = words(&[("text", "What would you fear?"), ("from", "lee")]);
    town.desk("ana").await.attach(&id, "advice", ask).await.unwrap();
    town.keeper().erase(&town.id("lee")).await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0]);
}

#[tokio::test]
async fn what_somebody_wrote_under_a_title_never_leaves_by_mail() {
    let (town, post) = town().await;
    let id = town.decision("ana", "The title").await.id;
    ask(&town, "kim", &id, "CANARY-QUESTION").await;
    let ask = words(&[("text", "CANARY-ASK"), ("from", "lee")]);
    town.desk("ana").await.attach(&id, "advice", ask).await.unwrap();
    after(&town, 4).await;
    let letters = post.letters();
    let mut who = to(&letters);
    who.sort();
    assert_eq!(who, ["ana@town.example", "lee@town.example"]);
    for it in &letters {
        assert!(!it.text.contains("CANARY") && !it.words().contains("CANARY"), "{}", it.text);
        assert!(it.words().contains("“The title”"), "{}", it.words());
    }
}

#[tokio::test]
async fn support_is_told_to_whoever_leads_as_soon_as_the_team_has_shared_its_review() {
    let (town, post) = town().await;
    let kim = town.desk("kim").await;
    let answers = (metrics_review::KIND.sample)().record.answers;
    let begun = kim.begin("metrics-review", &town.team, "Why does it wait?", answers).await;
    let id = begun.unwrap().record.id;
    let wish = words(&[("text", "A second machine"), ("from", "ruth")]);
    kim.attach(&id, "support", wish).await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0], "the team is still writing");
    town.desk("kim").await.make_move(&id, 1, "share").await.unwrap();
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ruth@town.example"]);
    assert!(letters[0].words().contains("asks for support on"), "{}", letters[0].words());
    let asked = words(&[("text", "And a third one"), ("from", "raj")]);
    town.desk("kim").await.attach(&id, "support", asked).await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), ["raj@town.example"], "what comes later at once");
}

#[tokio::test]
async fn a_deal_is_told_to_the_side_that_has_not_agreed_and_anew_where_its_text_changed() {
    let (town, post) = town().await;
    let mut answers = (domain::practice::deal::KIND.sample)().record.answers;
    answers.retain(|name, _| matches!(name.as_str(), "i_owe" | "you_owe"));
    answers.extend(words(&[("leader", "ruth")]));
    let ruth = town.desk("ruth").await;
    let begun = ruth.begin("deal", &town.team, "Payments and Ruth", answers).await.unwrap().record;
    let kim = town.desk("kim").await;
    let agreed = kim.make_move(&begun.id, 1, "team_first").await.unwrap().record;
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ruth@town.example"], "who wrote it herself");
    let text = letters[0].words();
    assert!(text.contains("Agree: Payments and Ruth\nThe other side has agreed"), "{text}");
    let mut answers = agreed.answers.clone();
    answers.extend(words(&[("may_decide", "Whom you ask to a demo.")]));
    let saved = kim.save(&begun.id, agreed.version, &agreed.title, answers).await.unwrap().record;
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0], "it waits for nobody");
    town.desk("kim").await.make_move(&begun.id, saved.version, "team_first").await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), ["ruth@town.example"], "to the new text nobody had agreed");
}

#[tokio::test]
async fn a_health_review_that_opens_is_told_to_those_it_asks_and_to_nobody_else() {
    let (town, post) = town().await;
    for n in 0..6 {
        let address = format!("p{n}@town.example");
        let it = town.keeper().add_person(&format!("p{n}"), "Pim", Some(&address)).await.unwrap();
        town.keeper().seat(&it.id, &town.team, 0, Role::Member).await.unwrap();
    }
    let kim = town.desk("kim").await;
    let held = words(&[("held_as", "ballots")]);
    let begun = kim.begin("health-review", &town.team, "How is it?", held).await.unwrap().record;
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0], "nothing is asked yet");
    town.desk("kim").await.make_move(&begun.id, 1, "open").await.unwrap();
    // One of them is quicker than the letter.
    let p5 = town.desk("p5").await;
    let Mine::Asked { start, .. } = p5.wave(&begun.id).await.unwrap().unwrap().mine else {
        panic!("p5 is asked")
    };
    p5.draw(&begun.id, &start).await.unwrap();
    after(&town, 4).await;
    let letters = post.letters();
    let mut told = to(&letters);
    told.sort();
    let asked = ["ana", "p0", "p1", "p2", "p3", "p4"].map(|it| format!("{it}@town.example"));
    assert_eq!(told, asked);
    assert!(letters[0].words().contains("A health review asks you"), "{}", letters[0].words());
}

#[tokio::test]
async fn quiet_hours_keep_a_night_and_a_weekend_back_and_one_letter_tells_it_all() {
    let (town, post) = town().await;
    let ana = town.desk("ana").await;
    let wishes = Wishes { zone: "Europe/Berlin".into(), ..Wishes::default() };
    ana.set_reach(wishes).await.unwrap();
    // Friday, 22:00 in Berlin.
    town.house.clock().set(NOON.plus(4 * At::DAY + 8 * At::HOUR));
    for title in ["One", "Two"] {
        town.decision("kim", title).await;
        after(&town, 6 * 60).await;
    }
    assert_eq!(to(&post.letters()), [""; 0], "the weekend is quiet");
    // Monday, 8:04 in Berlin.
    town.house.clock().set(NOON.plus(7 * At::DAY - 6 * At::HOUR + 4 * MINUTE));
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    assert_eq!(letters[0].header("Subject"), "2 things wait for you");
}

#[tokio::test]
async fn quiet_hours_that_are_wished_after_a_letter_was_planned_hold_too() {
    let (town, post) = town().await;
    town.decision("kim", "One").await;
    work(&town.house).await;
    let all_day = Wishes { quiet_from: 9, quiet_until: 18, ..Wishes::default() };
    town.desk("ana").await.set_reach(all_day).await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0]);
    after(&town, 6 * 60).await;
    assert_eq!(to(&post.letters()), ["ana@town.example"]);
}

#[tokio::test]
async fn a_server_that_is_busy_gets_the_same_letter_again_until_it_takes_it() {
    let (town, post) = town().await;
    town.decision("kim", "One").await;
    for mood in [Mood::Later, Mood::HangsUp, Mood::TakesAndHangsUp] {
        post.is(mood);
        after(&town, 20).await;
    }
    post.is(Mood::Takes);
    after(&town, 60).await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2, "whether the first was taken could not be known");
    assert_eq!(letters[0].header("Message-ID"), letters[1].header("Message-ID"));
    assert_eq!(letters[0].words(), letters[1].words());
    assert_eq!(town.keeper().stuck_jobs().await.unwrap(), []);
}

#[tokio::test]
async fn a_letter_that_is_refused_is_given_up_and_shown_with_the_servers_words() {
    let (town, post) = town().await;
    post.is(Mood::Refuses);
    town.decision("kim", "One").await;
    after(&town, 4).await;
    let stuck = town.keeper().stuck_jobs().await.unwrap();
    assert_eq!(stuck.len(), 1);
    assert!(stuck[0].said.contains("Nobody of that name here"), "{stuck:?}");
    assert_eq!(stuck[0].what, "A letter about what waits for somebody");
    post.is(Mood::Takes);
    town.keeper().retry_job(&stuck[0].id).await.unwrap();
    work(&town.house).await;
    assert_eq!(to(&post.letters()), ["ana@town.example"], "nothing was forgotten meanwhile");
}

#[tokio::test]
async fn one_click_turns_it_off_without_signing_in_and_no_other_link_does() {
    let (town, post) = town().await;
    town.decision("kim", "One").await;
    after(&town, 4).await;
    let link = off(&post.letters()[0]);
    let forged = link.replace(&link[link.len() - 4..], "beef");
    let for_another = link.replace("waits-", "digest-");
    let for_kim = link.replace(town.id("ana").as_str(), town.id("kim").as_str());
    for odd in ["", "waits", "waits--", &forged, &for_another, &for_kim, &format!("{link}-1")] {
        assert!(matches!(town.house.turn_off(odd).await, Err(Problem::NotFound)), "{odd}");
    }
    assert!(!town.house.off(&link).await.unwrap().done, "looking at it turns nothing off");
    let done = town.house.turn_off(&link).await.unwrap();
    assert_eq!((done.name, done.done), ("What waits for you", true));
    town.decision("kim", "Two").await;
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0]);
    assert!(!town.desk("ana").await.reach().await.unwrap().wishes.waits, "and Settings says so");
}

#[tokio::test]
async fn while_the_holder_is_away_their_stand_in_is_told_and_not_they() {
    let away = format!(
        "{MAP}[[away]]\nwho = \"@ana\"\nstand_in = \"@nia\"\nfrom = 2026-06-01\nuntil = 2026-06-05\n"
    );
    let (town, post) = town_with(MAP, "sqlite::memory:").await;
    let keeper = town.keeper();
    keeper.seat(&town.id("nia"), &town.team, 0, Role::Member).await.unwrap();
    // Routed before the map knows of the absence: the decision names Ana.
    let id = town.decision("kim", "One").await.id;
    keeper.take_in_map(&town.team, &away, SERVER, AGREED).await.unwrap();
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["nia@town.example"]);
    assert!(letters[0].words().contains("Ana Holm is away, and you stand in."));
    let nia = town.desk("nia").await.today().await.unwrap();
    assert_eq!(
        nia.turns.iter().map(|it| &it.record.id).collect::<Vec<_>>(),
        [&id],
        "on Today as well"
    );
    // Back again, she is told what still waits as soon as anything moves.
    town.later(5 * At::DAY);
    town.decision("kim", "Two").await;
    after(&town, 3 * 24 * 60).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    assert_eq!(letters[0].header("Subject"), "2 things wait for you");
}

#[tokio::test]
async fn two_replicas_send_one_letter() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("remit.db").display());
    let (town, post) = town_with(MAP, &url).await;
    let clock = town.house.clock().clone();
    let kinds = domain::practice::Kinds(domain::practice::ALL);
    let other = House::open(&url, kinds, clock).await.unwrap();
    reach(&other, &post);
    for title in ["One", "Two", "Three"] {
        town.decision("kim", title).await;
    }
    for minutes in [0, 4, 60] {
        town.later(minutes * MINUTE);
        tokio::join!(work(&town.house), work(&other));
    }
    assert_eq!(to(&post.letters()), ["ana@town.example"]);
}

#[tokio::test]
async fn a_house_without_mail_plans_nothing_and_says_so() {
    let town = Town::new().await;
    town.decision("kim", "One").await;
    assert!(!town.house.work_once().await.unwrap());
    let seen = town.desk("ana").await.reach().await.unwrap();
    assert!(!seen.house_sends && seen.wishes == Wishes::default());
    assert!(town.house.mail_sign_in_link("ana@town.example").await.is_err());
}

#[tokio::test]
async fn a_link_to_sign_in_comes_once_in_five_minutes_and_only_to_an_address_that_is_here() {
    let (town, post) = town().await;
    for address in ["ANA@town.example ", "ana@town.example", "eve@evil.example", ""] {
        town.house.mail_sign_in_link(address).await.unwrap();
    }
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    let text = letters[0].words();
    let secret =
        text.split("https://remit.town/enter/").nth(1).unwrap().split('\n').next().unwrap();
    assert!(town.house.use_sign_in_link(secret, "Firefox").await.is_ok());
    assert!(letters[0].header("List-Unsubscribe").is_empty(), "it was asked for");
}

#[tokio::test]
async fn an_address_counts_once_its_reader_has_said_so() {
    let (town, post) = town().await;
    let keeper = town.keeper();
    let zoe = keeper.add_person("mia", "Mia Holm", None).await.unwrap().id;
    let desk = town.house.desk_of(&zoe).await.unwrap();
    assert_eq!(town::field(desk.claim_address("mia").await).0, "address");
    for _ in 0..3 {
        desk.claim_address(" mia@new.example ").await.unwrap();
    }
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["mia@new.example"], "one letter in five minutes");
    let text = letters[0].words();
    let link =
        text.split("https://remit.town/confirm/").nth(1).unwrap().split('\n').next().unwrap();
    let forged = link.replace(&link[link.len() - 4..], "beef");
    let another = link.replace(zoe.as_str(), town.id("kim").as_str());
    for odd in ["", "a-b-c", &forged, &another] {
        assert!(matches!(town.house.confirm_address(odd).await, Err(Problem::NotFound)), "{odd}");
    }
    assert_eq!(town.house.claimed_address(link).await.unwrap(), "mia@new.example");
    let address = |it: &House| it.organisation().people[&zoe].email.clone();
    assert_eq!(address(&town.house), None, "looking at it changes nothing");
    town.house.confirm_address(link).await.unwrap();
    assert_eq!(address(&town.house).as_deref(), Some("mia@new.example"));
    town.later(5 * MINUTE);
    let taken = town.house.desk_of(&zoe).await.unwrap();
    taken.claim_address("kim@town.example").await.unwrap();
    work(&town.house).await;
    let text = post.letters()[0].words();
    let link = text.split("/confirm/").nth(1).unwrap().split('\n').next().unwrap();
    assert!(town::refused(&town.house.confirm_address(link).await), "it is Kim’s");
}

#[tokio::test]
async fn an_invitation_by_mail_is_made_when_it_goes_out_and_only_by_whoever_may_invite() {
    let (town, post) = town().await;
    let plan = |role| InvitationPlan { team: town.team.clone(), level: 0, role };
    let kim = town.desk("kim").await.invite_by_mail(plan(Role::Member), "new@x.example").await;
    assert!(town::refused(&kim));
    let ana = town.desk("ana").await;
    assert_eq!(town::field(ana.invite_by_mail(plan(Role::Member), "new").await).0, "address");
    for _ in 0..2 {
        ana.invite_by_mail(plan(Role::Member), "new@x.example").await.unwrap();
    }
    assert_eq!(ana.invitations(&town.team).await.unwrap(), [], "no secret lies about meanwhile");
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["new@x.example"]);
    assert_eq!(letters[0].header("Subject"), "Ana Holm invites you to Payments");
    let text = letters[0].words();
    let secret = text.split("/join/").nth(1).unwrap().split('\n').next().unwrap();
    assert_eq!(town.house.invited(secret).await.unwrap().team.id, town.team);
    // Between the wish and the letter the inviter's seat ended.
    ana.invite_by_mail(plan(Role::Steward), "two@x.example").await.unwrap();
    town.keeper().end_seat(&town.id("ana"), &town.team).await.unwrap();
    work(&town.house).await;
    assert_eq!(to(&post.letters()), [""; 0]);
    assert_eq!(town.keeper().stuck_jobs().await.unwrap()[0].what, "A letter that invites somebody");
}

#[tokio::test]
async fn the_week_on_one_page_is_off_until_chosen_and_then_comes_once_a_week() {
    let (town, post) = town().await;
    let ana = town.desk("ana").await;
    let digest = Wishes { digest: true, waits: false, ..Wishes::default() };
    for _ in 0..2 {
        ana.set_reach(digest.clone()).await.unwrap();
    }
    let one = town.decision("kim", "One").await.id;
    let thanks = [("of", "help"), ("reason", "CANARY"), ("decision", one.as_str())];
    let thanks = words(&thanks);
    let begun = ana.begin("celebration", &town.team, "It held", thanks).await.unwrap().record;
    ana.make_move(&begun.id, begun.version, "share").await.unwrap();
    after(&town, 3 * 24 * 60).await;
    assert_eq!(to(&post.letters()), [""; 0], "not before Monday");
    // Monday at eight.
    town.house.clock().set(NOON.plus(7 * At::DAY - 4 * At::HOUR));
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    let text = letters[0].words();
    for line in ["Celebrated\n- It held\n", "Waits for you\n- Decide: One\n"] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("Learned") && !text.contains("CANARY"), "{text}");
    after(&town, 6 * 24 * 60).await;
    assert_eq!(to(&post.letters()), [""; 0]);
    after(&town, 24 * 60).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    assert!(!letters[0].words().contains("Celebrated"), "that was the week before");
    town.house.turn_off(&off(&letters[0])).await.unwrap();
    after(&town, 8 * 24 * 60).await;
    assert_eq!(to(&post.letters()), [""; 0]);
}

#[tokio::test]
async fn whoever_sets_it_up_is_told_what_happened_to_a_letter_sent_to_see() {
    let (town, post) = town().await;
    town.house.check_mail("keeper@town.example").await.unwrap();
    assert_eq!(to(&post.letters()), ["keeper@town.example"]);
    for (mood, says) in [(Mood::Later, "come again"), (Mood::Refuses, "Nobody of that name")] {
        post.is(mood);
        let problem = town.house.check_mail("keeper@town.example").await.unwrap_err();
        assert!(problem.to_string().contains(says), "{problem}");
    }
    let odd = town.house.check_mail("nobody").await.unwrap_err();
    assert_eq!(odd.to_string(), "The address is no mail address.");
}

#[tokio::test]
async fn wishes_that_cannot_be_kept_are_refused_beside_their_field() {
    let (town, _post) = town().await;
    let ana = town.desk("ana").await;
    for (wishes, at) in [
        (Wishes { zone: "Mars/Olympus".into(), ..Wishes::default() }, "zone"),
        (Wishes { quiet_from: 24, ..Wishes::default() }, "quiet"),
        (Wishes { quiet_until: -1, ..Wishes::default() }, "quiet"),
    ] {
        assert_eq!(town::field(ana.set_reach(wishes).await).0, at);
    }
    let mine = Wishes { waits: false, zone: " Asia/Kolkata ".into(), ..Wishes::default() };
    ana.set_reach(mine).await.unwrap();
    let seen = ana.reach().await.unwrap();
    assert_eq!((seen.wishes.waits, seen.wishes.zone.as_str()), (false, "Asia/Kolkata"));
    assert_eq!(seen.address.as_deref(), Some("ana@town.example"));
    assert_eq!(town.desk("kim").await.reach().await.unwrap().wishes, Wishes::default());
}

#[tokio::test]
async fn a_proposed_map_is_told_by_letter_to_whom_it_waits_for_and_its_change_in_the_digest() {
    let (town, post) = town().await;
    let wider = MAP.replace("level = \"lead\"\n", "level = \"contributor\"\n");
    town.desk("kim").await.propose_map(&town.team, 1, &wider).await.unwrap();
    after(&town, 4).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["ana@town.example"]);
    assert_eq!(
        letters[0].header("Subject"),
        "Put in force, or answer: version 2 of the map of Payments"
    );
    let text = letters[0].words();
    assert!(
        text.contains("Kim Holm proposed it.\nhttps://remit.town/lanes?team=payments\n"),
        "{text}"
    );
    after(&town, 60).await;
    assert_eq!(to(&post.letters()), [""; 0], "told once");

    let digest = Wishes { digest: true, waits: false, ..Wishes::default() };
    town.desk("kim").await.set_reach(digest).await.unwrap();
    town.desk("ana").await.agree_map(&town.team, 2).await.unwrap();
    after(&town, 4).await;
    assert_eq!(to(&post.letters()), [""; 0], "what is in force waits for nobody");
    town.house.clock().set(NOON.plus(7 * At::DAY - 4 * At::HOUR));
    work(&town.house).await;
    let letters = post.letters();
    assert_eq!(to(&letters), ["kim@town.example"]);
    let text = letters[0].words();
    let line = "Changed for you\n- The map of Payments changed what you decide: one thing\n  https://remit.town/lanes/changes?team=payments&from=1&to=3\n";
    assert!(text.contains(line), "{text}");
}
