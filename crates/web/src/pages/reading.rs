//! A released reading: the team's sentence, what it does not say, the figure as it was, and who looked.

use domain::measure::kept::Kept;
use domain::measure::words as amounts;
use domain::practice::reading::{FIGURES, RELEASED, WRITTEN};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::charts;
use crate::pages::mirrors::own::name_of;
use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// Who opened it, for the team; or that whoever looks is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingBeside {
    /// Names and the day they first opened it. Nobody outside the team gets these.
    pub looked: Option<Vec<(String, Date)>>,
    /// Whoever looks leaves their name with the team.
    pub leaves_a_look: bool,
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::Mirrors);
    let base = view.base();
    let kept = Kept::read(view.text(FIGURES));
    let body = html! {
        (view.retired_note())
        @if !view.text("says_not").is_empty() { section { h2 { "What it does not say" } (prose(view.text("says_not"))) } }
        @match &kept {
            Some(kept) => { section { h2 { "The figure as it was" } (figure(kept)) } },
            None => { (not_yet(view)) },
        }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        (looked(&frame, view))
        (attached::all(view.around(&frame, &base), &view.hung))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    let margin = html! { dl { (facts(&frame, view, kept.as_ref())) (view.about(&frame)) } };
    frame.page(&view.page().lead(lead(&frame, view)).body(body).margin(margin))
}

fn lead(frame: &Frame, view: &RecordView) -> Markup {
    let on = view.text("released_on").parse::<Date>().ok();
    let on = on.map_or_else(String::new, |it| format!(" on {}", words::day(it, frame.today)));
    html! {
        @match view.dossier.record.state.as_str() {
            WRITTEN => "Being written. The figure is taken when it is released, and stays as it was then.",
            RELEASED => { "Released" (on) " by the team, with its own words. It is no live view: what changed since is not in it." },
            _ => { "What the team said" (on) ". It is no longer how it is." },
        }
    }
}

/// Drawn where the definition still is the one it was counted by; its numbers stand there either way.
fn figure(kept: &Kept) -> Markup {
    html! {
        @match kept.mirror() {
            Some(mirror) => { (charts::figure(&mirror, "kept-")) },
            None => {
                p { (kept.says) }
                p.figure-notes { "The definition has changed since (this is version " (kept.version) "), so it is not drawn again. It was: " (kept.definition) }
                (numbers(kept))
            }
        }
    }
}

fn numbers(kept: &Kept) -> Markup {
    let number = |it: Option<f64>| it.map(|it| format!("{} {}", amounts::number(it), kept.unit));
    let rows = [
        ("Median", "median", number(kept.median)),
        ("Three in four within", "p75", number(kept.p75)),
        ("Nine in ten within", "p90", number(kept.p90)),
        ("Counted (n)", "n", kept.n.map(|it| it.to_string())),
    ];
    let or_why = |name: &str, it: Option<String>| {
        it.or_else(|| kept.why.get(name).cloned()).unwrap_or_default()
    };
    html! {
        table {
            caption { (kept.name) ", " (kept.method) }
            tbody { @for (name, key, value) in rows { tr { th scope="row" { (name) } td { (or_why(key, value)) } } } }
        }
        @if let Some(left) = kept.left_out_words() { p.figure-notes { (left) } }
    }
}

fn not_yet(view: &RecordView) -> Markup {
    html! {
        p.note {
            "There is no figure in it yet. Your team alone reads these words until you release it; then the figure joins them."
            @if view.may_edit && view.text("mirror").is_empty() { " " a.no-print href={ (view.base()) "/edit" } { "Say which mirror" } "." }
        }
    }
}

fn facts(frame: &Frame, view: &RecordView, kept: Option<&Kept>) -> Markup {
    let day = |at: domain::id::At| words::day(at.day(), frame.today);
    html! {
        @if let Some(kept) = kept {
            div { dt { "Mirror" } dd { (kept.name) br; span.soft { (kept.id) " v" (kept.version) } } }
            div { dt { "Window" } dd { (day(kept.window().from)) " to " (day(kept.window().to)) } }
            div { dt { "Counted" } dd { @match kept.n { Some(n) => { "n = " (n) }, None => "not shown" } @if let Some(open) = kept.open.filter(|it| *it > 0) { ", " (open) " still open" } } }
            @if !kept.history.is_empty() { div { dt { "History" } dd dir="auto" { (kept.history) } } }
        } @else if !view.text("mirror").is_empty() {
            div { dt { "Mirror" } dd { (name_of(view.text("mirror"))) } }
        }
    }
}

/// A list of names and first days. Nothing is counted.
fn looked(frame: &Frame, view: &RecordView) -> Markup {
    let Beside::Reading(beside) = &view.beside else { return html! {} };
    html! {
        @if beside.leaves_a_look { p.note { "The team sees that you opened this." } }
        @if let Some(looked) = &beside.looked {
            section #looked {
                h2 { "Who looked" }
                @if looked.is_empty() { p.soft { "Nobody outside the team has opened it yet." } }
                @else {
                    ul.lines.quiet { @for (name, on) in looked { li { span dir="auto" { (name) } ", first " time datetime=(on) { (words::day(*on, frame.today)) } } } }
                }
                p.soft { "Each name once, with its first day; for the team alone." }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::records::view_of;
    use crate::shell::sample_frame;

    fn drawn(change: impl Fn(&mut RecordView)) -> String {
        let mut view = view_of(&domain::practice::reading::KIND, true);
        change(&mut view);
        page(&sample_frame(Spot::Mirrors), &view).into_string()
    }

    fn beside(looked: Option<Vec<(String, Date)>>, leaves_a_look: bool) -> Beside {
        Beside::Reading(Box::new(ReadingBeside { looked, leaves_a_look }))
    }

    #[test]
    fn the_figure_stands_there_with_its_window_n_and_what_was_left_out() {
        let text = drawn(|_| {});
        for said in [
            "n = 312",
            ", 9 still open",
            "landing-to-release v1",
            "Left out: landings by programs: 41",
            "What it does not say",
            "<svg",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }

    #[test]
    fn a_definition_that_changed_since_is_not_drawn_and_its_numbers_stay() {
        let text = drawn(|view| {
            let mut kept = Kept::read(view.text(FIGURES)).expect("figures");
            kept.version = 99;
            view.dossier.record.put(FIGURES, kept.to_text());
        });
        assert!(text.contains("The definition has changed since (this is version 99)"), "{text}");
        assert!(
            text.contains("132 hours") && text.contains("not reached (&gt; 30 days)"),
            "{text}"
        );
        assert!(!text.contains("kept-landing-to-release"));
    }

    #[test]
    fn the_team_reads_who_looked_and_others_read_that_they_are_seen() {
        let on = jiff::civil::date(2026, 1, 15);
        let team = drawn(|it| it.beside = beside(Some(vec![("Ines".into(), on)]), false));
        assert!(team.contains("Who looked") && team.contains("Ines</span>, first <time"), "{team}");
        assert!(!team.contains("The team sees that you opened this."));
        let other = drawn(|it| it.beside = beside(None, true));
        assert!(other.contains("The team sees that you opened this."));
        assert!(!other.contains("Who looked") && !other.contains("Ines</span>, first"));
        let nobody = drawn(|it| it.beside = beside(Some(vec![]), false));
        assert!(nobody.contains("Nobody outside the team has opened it yet."));
    }

    #[test]
    fn what_is_being_written_has_no_figure_and_says_when_it_will() {
        let text = drawn(|view| {
            view.dossier.record.state = WRITTEN.into();
            view.dossier.record.answers.remove(FIGURES);
        });
        assert!(
            text.contains("There is no figure in it yet.") && !text.contains("n = 312"),
            "{text}"
        );
    }
}
