//! What is a team's own to say of its mirrors: which stand on the page, what it noted and released.

use domain::measure::{Mirror, NAMES};
use domain::practice::our_mirrors::board::{Board, Retired, Stands};
use domain::record::Record;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};
use crate::words;

/// What one team has chosen, noted and released.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Name and slug.
    pub team: (String, String),
    pub board: Board,
    pub released: Vec<Released>,
}

/// A reading that a team let others see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub id: String,
    pub says: String,
    pub says_not: String,
    pub mirror: String,
    pub on: Option<Date>,
    /// It stands as what was said then.
    pub past: bool,
}

impl Released {
    pub fn of(record: &Record) -> Self {
        let mirror = record.text(domain::practice::reading::MIRROR);
        Self {
            id: record.id.to_string(),
            says: record.title.clone(),
            says_not: record.text("says_not").to_owned(),
            mirror: name_of(mirror).to_owned(),
            on: record.text("released_on").parse().ok(),
            past: record.state == "past",
        }
    }
}

/// Mirrors as the team wants them: its choice in its order, the others, and the retired.
pub(super) struct Sorted<'a> {
    pub(super) on_page: Vec<&'a Mirror>,
    pub(super) away: Vec<&'a Mirror>,
    pub(super) retired: Vec<(&'a Mirror, &'a Retired)>,
}

pub(super) fn sorted<'a>(mirrors: &'a [Mirror], board: &'a Board) -> Sorted<'a> {
    let mut on_page: Vec<(usize, &Mirror)> = Vec::new();
    let mut found = Sorted { on_page: Vec::new(), away: Vec::new(), retired: Vec::new() };
    for mirror in mirrors {
        match board.stands(mirror.about.id) {
            Stands::OnThePage(place) => on_page.push((place, mirror)),
            Stands::OneClickAway => found.away.push(mirror),
            Stands::Retired => {
                let why = board.retired.iter().find(|it| it.mirror == mirror.about.id);
                found.retired.extend(why.map(|why| (mirror, why)));
            }
        }
    }
    on_page.sort_by_key(|it| it.0);
    found.on_page = on_page.into_iter().map(|it| it.1).collect();
    found
}

/// The words above what is folded away.
pub(super) fn more(n: usize) -> String {
    if n == 1 {
        "One more mirror".into()
    } else {
        format!("{} more mirrors", words::capital(&words::number(n)))
    }
}

pub(super) fn farewell(mirror: &Mirror, retired: &Retired, today: Date) -> Markup {
    html! {
        (mirror.about.name) ": no longer looked into since " time datetime=(retired.since) { (words::day(retired.since, today)) }
        ", because " span dir="auto" { "“" (retired.why) "”" }
    }
}

/// A line under a figure: the way to let others see it.
pub(super) fn release_link(own: &Own, mirror: &str, window: &str, history: &str) -> Markup {
    let history =
        if history.is_empty() { String::new() } else { format!("&a.history={}", encoded(history)) };
    let to =
        format!("/reading/new?team={}&a.mirror={mirror}&a.window={window}{history}", own.team.1);
    html! { p.figure-notes.of-figure.no-print { a href=(to) { "Release a reading of this" } } }
}

/// What the team can do with the page, and what it has let others see.
pub fn section(frame: &Frame, own: &Own) -> Markup {
    html! {
        section #ours {
            h2 { "Ours to say" }
            @if !own.board.why.is_empty() { p { "We look into these because: " span dir="auto" { (own.board.why) } } }
            p { "Nobody outside the team sees any of this page. What you release is one figure as it is on that day, with your sentence; you see who opened it." }
            p.no-print {
                @match &own.board.record {
                    Some(id) => { a href={ "/our-mirrors/" (id) } { "Choose mirrors, note something, declare a change, retire a mirror" } }
                    None => {
                        form.acts method="post" action="/mirrors/begin" {
                            (frame.token_field())
                            input type="hidden" name="team" value=(own.team.1);
                            button.plain { "Choose, note, declare a change" }
                            span.soft { "A page of your own beside the figures." }
                        }
                    }
                }
            }
            @if !own.released.is_empty() { h3 { "What we released" } (list(frame, &own.released)) }
        }
    }
}

/// The page for whoever is not of the team: what it released, and how to ask for more.
pub fn outside_page(
    frame: &Frame,
    team: (&str, &str),
    released: &[Released],
    ask_us: &str,
) -> Markup {
    let page = Page::new("What the team released")
        .under(team.0.to_owned(), format!("/team/{}", team.1))
        .lead(html! { "Figures as they were on one day, in the team’s own words." })
        .body(outside(frame, team.0, released, ask_us));
    frame.at(Spot::Mirrors).page(&page)
}

fn outside(frame: &Frame, team: &str, released: &[Released], ask_us: &str) -> Markup {
    html! {
        (list(frame, released))
        p.note {
            "These are the figures that " span dir="auto" { (team) } " released, each as it was on its day. The rest is the team’s own. "
            @if ask_us.is_empty() { "Ask the team if you want to know more." }
            @else { "Asking is welcome: " span dir="auto" { (ask_us) } }
        }
    }
}

fn list(frame: &Frame, released: &[Released]) -> Markup {
    html! {
        ul.lines.quiet {
            @for it in released {
                li {
                    a.what href={ "/reading/" (it.id) } dir="auto" { (it.says) }
                    p.why {
                        (it.mirror)
                        @if let Some(on) = it.on { " · released " time datetime=(on) { (words::day(on, frame.today)) } }
                        @if it.past { " · no longer how it is" }
                    }
                }
            }
        }
    }
}

/// Spaces and the like, so that a name can stand in an address.
fn encoded(text: &str) -> String {
    let byte = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(it).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

pub fn name_of(mirror: &str) -> &str {
    NAMES.iter().find(|it| it.0 == mirror).map_or(mirror, |it| it.1)
}

#[cfg(test)]
pub(crate) fn sample() -> Own {
    use domain::practice::{our_mirrors, reading};
    Own {
        team: ("Payments".into(), "payments".into()),
        board: Board::of(&(our_mirrors::KIND.sample)()),
        released: vec![Released::of(&(reading::KIND.sample)().record)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{history, window};

    fn mirrors() -> Vec<Mirror> {
        domain::measure::all(&history(11, 21, false), window())
    }

    fn ids<'a>(mirrors: &[&'a Mirror]) -> Vec<&'a str> {
        mirrors.iter().map(|it| it.about.id).collect()
    }

    #[test]
    fn the_chosen_come_first_in_their_order_and_nothing_is_lost() {
        let (all, own) = (mirrors(), sample());
        let found = sorted(&all, &own.board);
        assert_eq!(
            ids(&found.on_page),
            ["landing-to-release", "release-frequency", "review-latency"]
        );
        assert_eq!(ids(&[found.retired[0].0]), ["landing-concentration"]);
        assert_eq!(found.on_page.len() + found.away.len() + found.retired.len(), all.len());
        let nothing = Board::default();
        let usual: Vec<&str> = all.iter().map(|it| it.about.id).collect();
        assert_eq!(ids(&sorted(&all, &nothing).on_page), usual, "nothing chosen is all of them");
    }

    #[test]
    fn whoever_is_outside_reads_what_was_released_and_how_to_ask() {
        let frame = crate::shell::sample_frame(crate::shell::Spot::Mirrors);
        let own = sample();
        let page = outside(&frame, "Payments", &own.released, "Tuesdays").into_string();
        assert!(page.contains("Finished work goes out within four days now"), "{page}");
        assert!(page.contains("Asking is welcome: <span dir=\"auto\">Tuesdays"), "{page}");
        for kept in ["The bank froze", "We are six", "night check was the brake", "our-mirrors"] {
            assert!(!page.contains(kept), "{kept} is the team’s own");
        }
    }

    #[test]
    fn a_team_that_has_said_nothing_is_offered_a_page_of_its_own() {
        let frame = crate::shell::sample_frame(crate::shell::Spot::Mirrors);
        let own = Own { team: ("A".into(), "a".into()), ..Own::default() };
        let page = section(&frame, &own).into_string();
        assert!(page.contains("action=\"/mirrors/begin\"") && !page.contains("What we released"));
        let page = section(&frame, &sample()).into_string();
        assert!(
            page.contains("href=\"/our-mirrors/sample-our-mirrors\"") && !page.contains("<form")
        );
    }

    #[test]
    fn a_history_with_any_name_fits_an_address() {
        assert_eq!(encoded("a b/ü&c"), "a%20b%2F%C3%BC%26c");
        let link = release_link(&sample(), "review-latency", "12m", "a b").into_string();
        assert!(
            link.contains("a.mirror=review-latency&amp;a.window=12m&amp;a.history=a%20b"),
            "{link}"
        );
    }
}
