use super::*;
use crate::gallery::quarter::views;
use crate::shell::sample_frame;

/// One of the samples, seen on 2026-03-06.
fn drawn(name: &str) -> String {
    let (_, view) = views(str::to_owned).into_iter().find(|it| it.0 == name).unwrap();
    page(&sample_frame(Spot::Reflections), &view).into_string()
}

/// The words of the row with this slug, without their markup.
fn row_of(page: &str, slug: &str) -> String {
    let row = page.split(&format!("<tr id=\"{slug}\">")).nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    let words: String = row.split('<').map(|it| it.split_once('>').map_or(it, |it| it.1)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_sentence_says_where_in_the_quarter_the_team_is() {
    for (name, says) in [
        ("empty", "Week 10 of 14."),
        (
            "normal",
            "Week 10 of 14. Held so far: metrics reviews, demos and office hours. \
             Under way: postmortems. Past their day: deals.",
        ),
        ("over", "It is over. Held: pre-mortems and deals."),
        ("to-come", "It begins on 1 April. Not yet: metrics reviews, demos and deals."),
    ] {
        let page = drawn(name);
        let lead = page.split("class=\"lead\">").nth(1).unwrap().split("</div>").next().unwrap();
        assert_eq!(lead, says, "{name}");
    }
}

#[test]
fn a_row_says_the_days_and_what_is_next_and_each_day_leads_to_its_record() {
    let page = drawn("normal");
    for (slug, says) in [
        ("metrics-review", "On 13 January."),
        ("demo", "On 15 January and 12 February; next on 12 March."),
        ("office-hours", "On 19 February and 5 March; next on 19 March."),
        ("postmortem", "Under way."),
        ("premortem", "None so far. Last on 20 November 2025."),
        ("deal", "Was planned for 4 March; nobody has said yet what became of it."),
        ("celebration", "None so far."),
    ] {
        assert!(row_of(&page, slug).contains(says), "{slug}: {}", row_of(&page, slug));
    }
    assert!(page.contains("<a href=\"/demo/demo-0\" title=\"Payouts stood still for two hours\">"));
    assert!(
        row_of(&page, "postmortem").contains("Payouts stood still for two hours being written")
    );
    let full = drawn("full");
    assert!(
        row_of(&full, "demo").contains("Five times, the last on 26 February; next on 12 March.")
    );
    assert!(row_of(&full, "metrics-review").contains("Not yet. Last on 14 October 2025."));
    assert!(row_of(&full, "deal").contains("Comes back on 4 April. Last on 4 December 2025."));
    assert!(row_of(&full, "postmortem").contains("three more"), "{}", row_of(&full, "postmortem"));
    assert!(full.contains("Switched off here: health reviews and office hours."));
    let over = drawn("over");
    assert!(row_of(&over, "metrics-review").ends_with("Not begun yet."), "then, and no advice now");
    assert!(row_of(&over, "office-hours").ends_with("None."), "whatever came later");
}

#[test]
fn the_next_thing_is_one_click_with_its_form_filled_in_and_never_into_the_past() {
    let page = drawn("normal");
    let form = "href=\"/metrics-review/new?team=payments&amp;title=Metrics+review,+January+to+March+2026\"";
    assert!(page.contains(form), "{page}");
    assert!(page.contains("href=\"/premortem/new?team=payments\""), "its title is asked for");
    let over = drawn("over");
    assert!(!over.contains("/new?"), "nothing is begun in a quarter that is over");
    let ahead = drawn("to-come");
    assert!(ahead.contains("title=Demo,+April+to+June+2026") && !ahead.contains("rel=\"next\""));
}

#[test]
fn an_empty_page_says_what_it_is_for_and_the_first_thing_to_do() {
    let page = drawn("empty");
    assert!(page.contains("Nothing has been held here yet"));
    assert!(page.contains("Begin the first metrics review") && page.contains("/guide/the-quarter"));
    let row = row_of(&page, "demo");
    assert!(row.contains("Not begun yet. Ten minutes each: what we meant"), "{row}");
    assert!(!page.contains("id=\"due\"") && !page.contains("id=\"lanes\""));
}

#[test]
fn what_ends_and_what_comes_due_stand_below_with_their_days() {
    let page = drawn("full");
    assert!(page.contains("Lane “retries”") && page.contains("ended 1 January"));
    assert!(page.contains("<code>remit due --team payments</code>"), "more than is listed");
    assert!(drawn("normal").contains("ends 31 March"));
    assert!(!drawn("normal").contains("remit due --team"));
    assert!(page.contains("<h2>Comes due</h2>"));
    assert!(drawn("over").contains("<h2>Came due in it, and is still open</h2>"));
}

#[test]
fn the_line_of_weeks_shows_no_more_than_the_words_and_is_not_read_aloud() {
    let page = drawn("normal");
    let row = page.split("<tr id=\"demo\">").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("<span class=\"weeks\" aria-hidden=\"true\">"));
    let weeks = row.split("class=\"weeks\"").nth(1).unwrap().split("</span>").next().unwrap();
    assert_eq!(weeks.matches("<i").count(), 14);
    assert_eq!((weeks.matches("held").count(), weeks.matches("planned").count()), (2, 1));
    assert_eq!(weeks.matches("now").count(), 1, "today lies in one week");
    assert_eq!(drawn("over").matches("now\"").count(), 0);
}
