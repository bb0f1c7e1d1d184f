//! What can be seen while people answer: nothing, not even that somebody did. And afterwards: what may be
//! shown stands in one place, and nothing else stands anywhere.

use axum::http::StatusCode;

use super::surfaces::{Reader, backup, difference, plain};
use super::town::{KEEPS_IT, NEVER_SHOWN, On, Town, words};
use crate::post_office::PostOffice;

/// Somebody who took their ticket, the keeper of the house, and whoever leads from outside.
const WATCHING: [&str; 3] = ["p1", "ana", "ines"];

struct Watch(Vec<(&'static str, Reader)>);

impl Watch {
    async fn of(town: &Town) -> Self {
        let mut all = Vec::new();
        for who in WATCHING {
            all.push((who, Reader::of(town, who).await));
        }
        let mut watch = Self(all);
        // What is asked for the first time is remembered: a token that was used, a feed that was read.
        watch.sees(town).await;
        watch
    }

    /// All that they can ask for, a copy of the database among it.
    async fn sees(&mut self, town: &Town) -> Vec<(String, String)> {
        let mut all = vec![("a backup".to_owned(), backup(town).await)];
        for (who, reader) in &mut self.0 {
            let found = reader.everything(town).await;
            all.extend(found.iter().map(|(to, page)| (format!("{who} at {to}"), plain(page))));
        }
        all
    }
}

fn assert_same(before: &[(String, String)], after: &[(String, String)], when: &str) {
    assert_eq!(before.len(), after.len(), "{when} there is more to ask for");
    for ((at, was), (_, is)) in before.iter().zip(after) {
        let other = difference(was, is);
        assert_eq!(other, None, "{when} something else stands in what is asked for as {at}");
    }
}

/// Attacks 20, 23 and 24: no page, no address, no header, no number and no line of the journal tells the
/// others that somebody took a ticket, or that somebody answered; nor, attack 10, that somebody came late.
async fn attacks_10_20_23_and_24_nothing_that_can_be_asked_for_changes_when_somebody_answers(
    on: On,
) {
    let town = Town::open(on).await;
    for who in ["p1", "p3", "p4"] {
        town.answers(who).await;
    }
    let mut watch = Watch::of(&town).await;
    let before = watch.sees(&town).await;
    assert!(before.len() > 150, "{} are few to ask for", before.len());
    let ticket = town.ticket("p5").await;
    assert_same(&before, &watch.sees(&town).await, "once somebody has a ticket");
    assert_eq!(town.sends("p5", &ticket).await.status, StatusCode::CREATED);
    let answered = watch.sees(&town).await;
    assert_same(&before, &answered, "once somebody has answered");
    for (at, text) in &answered {
        assert!(!text.contains("not yet answered") && !text.contains("has not answered"), "{at}");
        for secret in [ticket.as_str(), &words("p5"), "ticket_drawn", "ballot_slot"] {
            assert!(!text.contains(secret), "{secret} stands in {at}");
        }
    }
}

async fn attack_10_a_late_answer_is_refused_and_leaves_what_is_shown_as_it_was(on: On) {
    let mut town = Town::open(on).await;
    let late = town.ticket("p9").await;
    town.held(&["p9"]).await;
    town.talk().await;
    let mut watch = Watch::of(&town).await;
    let before = watch.sees(&town).await;
    let refused = town.sends("p9", &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("takes no answers any more"), "{}", refused.text);
    assert_same(&before, &watch.sees(&town).await, "after a late answer");
}

/// A page of the review itself, on which its figures stand.
fn is_its_page(town: &Town, to: &str) -> bool {
    to == town.at
        || to.starts_with(&format!("{}/group/", town.at))
        || to.starts_with(&format!("{}?", town.at))
}

/// The same figures as a file and for programs.
fn is_its_file(town: &Town, to: &str) -> bool {
    let route = format!("/api/v1/records/{}/results", town.id);
    to == format!("{}/results.csv", town.at) || to == route || to == format!("{route} with a token")
}

/// Attacks 13, 22 and 25: comments stand on the pages of the review and nowhere else, figures there, in
/// its file and on its route: not in search, the rest of the API, the export, feeds or the journal, for
/// whoever asks.
async fn attacks_13_22_and_25_figures_and_comments_stand_in_one_place(on: On) {
    let town = Town::talked(on).await;
    let mut read = 0;
    for who in ["p1", "ana", "ines", "d0"] {
        let found = Reader::of(&town, who).await.everything(&town).await;
        assert!(found.keys().any(|it| it.starts_with("/api/v1/export")));
        let files = found.iter().filter(|it| is_its_file(&town, it.0));
        assert_eq!(files.filter(|it| it.1.has("Rule R") | it.1.has("\"R1")).count(), 3, "{who}");
        for (to, page) in &found {
            for never in NEVER_SHOWN {
                assert!(!page.has(never), "{who} reads {never} at {to}");
            }
            let own = is_its_page(&town, to);
            assert!(own || !page.has("ship more often"), "{who} reads a comment at {to}");
            let figures =
                ["class=\"likert\"", "ship more often", "\"releases\"", "\"not_applicable\""];
            let said = figures.iter().find(|it| page.has(it));
            read += usize::from(said.is_some() && own);
            let is_here = own || is_its_file(&town, to);
            assert!(said.is_none() || is_here, "{who} finds {said:?} at {to}");
        }
        assert!(!found["/search?q=often"].has(town.id.as_str()), "a word of a comment is found");
        assert!(found["/search?q=First+quarter"].has(town.id.as_str()), "and its title is");
    }
    assert!(read > 4, "and on those they do stand");
}

/// Attack 22, of copies: a backup holds what may be shown, and no ballot, no ticket and no key; one from
/// before the close holds no answer at all.
async fn attack_22_no_backup_holds_a_ballot_a_ticket_or_a_key(on: On) {
    let town = Town::open(on).await;
    let kept = town.ticket(KEEPS_IT).await;
    let spent = town.ticket("p0").await;
    town.sends("p0", &spent).await;
    town.answers("p1").await;
    let open = backup(&town).await;
    for never in ["ship more often", kept.as_str(), spent.as_str(), &kept[..64], "ballot", "ticket"]
    {
        assert!(!open.contains(never), "{never} is in a backup of an open review");
    }
    town.all_answer(&["p0", "p1", KEEPS_IT]).await;
    town.step("d0", "close").await;
    let closed = backup(&town).await;
    assert!(closed.contains(&words("p1")), "what may be shown is kept");
    for never in [NEVER_SHOWN[0], NEVER_SHOWN[1], &kept[..64], &spent[..64], "ballot", "ticket"] {
        assert!(!closed.contains(never), "{never} is in a backup of a closed review");
    }
}

/// Attack 23, of letters: whoever has no ticket hears that a review asks them, nobody hears of anybody
/// else, and what is kept of having told them is the same for those who took one.
async fn attack_23_letters_name_nobody_and_what_is_kept_of_them_tells_nobody_apart(on: On) {
    let (town, post) = (Town::open(on).await, PostOffice::open());
    let house = &town.place.house;
    house.reach_by_mail(&post.url(), "remit@town.example", "https://remit.town").unwrap();
    town.ticket("p5").await;
    let asks = [("a.text", "Why in this quarter?")];
    let mut asks_it = town.browser("d1").await;
    let asked = asks_it.post(&format!("{}/attach/question", town.at), &asks).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    for _ in 0..2 {
        while house.work_once().await.unwrap() {}
        house.clock().set(house.now().plus(10 * 60_000));
    }
    let letters = post.letters();
    let to = |who: &str| {
        let address = format!("{who}@town.example");
        letters.iter().filter(|it| it.to.contains(&address)).count()
    };
    assert_eq!((to("p4"), to("p6"), to("p5"), to("raj")), (1, 1, 0, 0));
    for letter in &letters {
        let words = letter.words();
        let names = words.split(|it: char| !it.is_alphanumeric());
        let of_others = |it: &&str| town.people.contains_key(*it) && !["d0", "d1"].contains(it);
        let own = letter.to[0].split('@').next().unwrap();
        let others: Vec<&str> = names.filter(of_others).filter(|it| *it != own).collect();
        assert_eq!(others, [""; 0], "{words}");
    }
    let kept = backup(&town).await;
    let told = |who: &str| {
        let id = town.people[who].as_str();
        let line = kept.lines().find(|it| it.contains("reach/told") && it.contains(id));
        line.unwrap_or_default().replace(id, "")
    };
    assert!(told("p4").contains(town.id.as_str()), "{}", told("p4"));
    assert_eq!(told("p4"), told("p5"), "who took a ticket stands in a backup");
}

super::on_both!(
    attacks_10_20_23_and_24_nothing_that_can_be_asked_for_changes_when_somebody_answers,
    attack_10_a_late_answer_is_refused_and_leaves_what_is_shown_as_it_was,
    attacks_13_22_and_25_figures_and_comments_stand_in_one_place,
    attack_22_no_backup_holds_a_ballot_a_ticket_or_a_key,
    attack_23_letters_name_nobody_and_what_is_kept_of_them_tells_nobody_apart,
);
