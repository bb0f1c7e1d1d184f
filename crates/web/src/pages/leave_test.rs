//! The leave test: what would stall, what is lent, and what was really decided without you.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::entries::{Entry, entries, group};
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// What the map and the records say about the span.
#[derive(Clone, Debug, Default)]
pub struct LeaveBeside {
    pub span: Option<(Date, Date)>,
    /// Waits until they are back.
    pub stalls: Vec<Entry>,
    /// Goes to somebody else meanwhile.
    pub elsewhere: Vec<Entry>,
    pub comes_due: Vec<Entry>,
    pub lent: Vec<Entry>,
    pub without: Option<WithoutBeside>,
    pub on_map: bool,
    pub for_map: String,
    pub may_propose: bool,
}

#[derive(Clone, Debug, Default)]
pub struct WithoutBeside {
    pub decided: Vec<Entry>,
    pub waited: Vec<Entry>,
    pub from_afar: Vec<Entry>,
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::People);
    let base = view.base();
    let around = view.around(&frame, &base);
    let nothing = LeaveBeside::default();
    let beside = match &view.beside {
        Beside::Leave(it) => it,
        _ => &nothing,
    };
    let open = matches!(view.dossier.record.state.as_str(), "planned" | "away");
    let is_off = view.dossier.record.state == "off";
    let body = html! {
        (view.retired_note())
        @if let (Some(without), false) = (&beside.without, is_off) { (really(without, open)) }
        @if !view.text("learned").is_empty() { section { h2 { "What was learned, and what stays lent" } (prose(view.text("learned"))) } }
        @if beside.span.is_none() && !is_off { p.soft { "Say the first and the last day, and this page shows what would stall." @if view.may_edit { " " a.no-print href={ (base) "/edit" } { "Say them" } } } }
        @else if open { (ahead(&frame, view, beside)) }
        @if !beside.lent.is_empty() { section { h2 { @if is_off { "What would have been lent" } @else { "What is lent" } } (entries(&beside.lent)) } }
        @if !view.text("reach").is_empty() { section { h2 { "What may be called for" } (prose(view.text("reach"))) } }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        (attached::all(around, &view.hung))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    let lead = lead(&frame, view, beside);
    frame.page(&view.page().lead(lead).body(body).margin(margin(&frame, view, beside)))
}

fn lead(frame: &Frame, view: &RecordView, beside: &LeaveBeside) -> Markup {
    let state = view.dossier.record.state.as_str();
    let Some((from, until)) = beside.span else {
        if state == "off" {
            return html! { "Called off before it had its days." };
        }
        return html! { "When, and what of yours would wait?" };
    };
    let stalls = match beside.stalls.len() {
        0 => "Nothing would wait".to_owned(),
        1 => "One thing would wait".to_owned(),
        n => format!("{} things would wait", words::capital(&words::number(n))),
    };
    let span = format!("{} to {}", words::day(from, frame.today), words::day(until, frame.today));
    html! {
        @match (state, &beside.without) {
            ("back", Some(without)) => { "From " (span) ": " (decided(without)) },
            ("off", _) => { "Called off: " span dir="auto" { (view.author) } " was not away from " (span) ", and nothing was lent." },
            ("away", _) => { "Away from " (span) "." },
            _ => { (stalls) " for " span dir="auto" { (view.author) } " from " (span) "." },
        }
    }
}

fn decided(without: &WithoutBeside) -> String {
    let n = |all: &[Entry], one: &str, many: &str| match all.len() {
        1 => format!("one call {one}"),
        n => format!("{} calls {many}", words::number(n)),
    };
    format!(
        "{} decided without them, and {} for them.",
        n(&without.decided, "was", "were"),
        n(&without.waited, "waited", "waited")
    )
}

fn ahead(frame: &Frame, view: &RecordView, beside: &LeaveBeside) -> Markup {
    html! {
        section {
            h2 { "What would stall" }
            @if beside.stalls.is_empty() { p { "Nothing: everything the map and the records give to " span dir="auto" { (view.author) } " has somebody else." } }
            @else { (entries(&beside.stalls)) }
        }
        @if !beside.elsewhere.is_empty() { section { h2 { "What somebody else decides meanwhile" } (entries(&beside.elsewhere)) } }
        @if !beside.comes_due.is_empty() { section { h2 { "What comes due meanwhile" } (entries(&beside.comes_due)) } }
        (on_map(frame, view, beside))
    }
}

/// A stand-in that only this page knows moves no decision.
fn on_map(frame: &Frame, view: &RecordView, beside: &LeaveBeside) -> Markup {
    html! {
        @if beside.on_map { p.note { "The map knows of this absence: every route on these days says who decides instead." } }
        @else if !beside.for_map.is_empty() {
            section.no-print {
                h2 { "On the map" }
                p { "The map does not know of this yet, so its routes still name " span dir="auto" { (view.author) } ". These lines say it:" }
                pre { code { (beside.for_map.trim()) } }
                @if beside.may_propose {
                    form.acts method="post" action={ (view.base()) "/lend" } {
                        (frame.token_field())
                        button.plain { "Put it on the map" }
                        span.soft { "In force at once where the map is yours to change; else it waits for whoever agrees." }
                    }
                } @else { p.soft { "The map is kept in a file, or is somebody else’s to change: give them these lines." } }
            }
        }
    }
}

fn really(without: &WithoutBeside, still: bool) -> Markup {
    let none = if still { "Nothing so far." } else { "Nothing." };
    html! {
        section {
            h2 { "What was really decided without them" }
            (group("Decided by somebody else", &without.decided, none))
            (group("Waited", &without.waited, none))
            (group("Decided by them, from afar", &without.from_afar, ""))
        }
    }
}

fn margin(frame: &Frame, view: &RecordView, beside: &LeaveBeside) -> Markup {
    let is_off = view.dossier.record.state == "off";
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @if let Some((from, until)) = beside.span {
                div { dt { @if is_off { "Would have been away" } @else { "Away" } } dd { (words::day(from, frame.today)) " to " (words::day(until, frame.today)) } }
            }
            @if !view.text("stand_in").is_empty() { div { dt { @if is_off { "Would have stood in" } @else { "Stands in" } } dd dir="auto" { (view.name(view.text("stand_in"))) } } }
            (view.about(frame))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::practice::leave_test::KIND;

    use super::*;
    use crate::gallery::records::view_of;
    use crate::shell::sample_frame;

    fn drawn(state: &str, beside: LeaveBeside) -> String {
        let mut view = view_of(&KIND, true);
        view.dossier.record.state = state.into();
        view.beside = Beside::Leave(Box::new(beside));
        page(&sample_frame(Spot::People), &view).into_string()
    }

    #[test]
    fn one_that_was_called_off_says_that_nobody_was_away_and_nothing_is_lent() {
        let span = Some(("2026-03-16".parse().unwrap(), "2026-03-27".parse().unwrap()));
        let lent = vec![Entry { text: "The call with the bank".into(), ..Entry::default() }];
        let without = Some(WithoutBeside::default());
        let beside = LeaveBeside { span, lent, without, ..LeaveBeside::default() };
        let off = drawn("off", beside.clone());
        assert!(
            off.contains("was not away from 16 March to 27 March, and nothing was lent."),
            "{off}"
        );
        assert!(off.contains("What would have been lent") && off.contains("Would have stood in"));
        assert!(!off.contains("really decided without them"), "they were there");
        let planned = drawn("planned", beside);
        assert!(planned.contains("What is lent") && !planned.contains("ould have been"));
        let undated = drawn("off", LeaveBeside::default());
        assert!(undated.contains("Called off before it had its days."));
        assert!(!undated.contains("Say the first and the last day"), "nothing is asked any more");
    }
}
