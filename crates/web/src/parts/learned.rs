//! What was learned before, beside something new: each with the reason why it comes up.

use domain::practice::resurface::Why;
use maud::{Markup, html};

use crate::shell::Frame;
use crate::words;

/// One old learning.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    pub id: String,
    pub title: String,
    pub to: String,
    /// “Postmortem”, “Demo”: what it is.
    pub kind: &'static str,
    pub why: Vec<Why>,
    /// Its most useful sentence.
    pub says: String,
    pub day: jiff::civil::Date,
}

/// `base` is the record it is shown beside; without one, it cannot be waved off.
pub fn learned(frame: &Frame, base: Option<&str>, all: &[Learned]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.no-print id="learned" {
                h2 { "Learned before" }
                ul.lines { @for it in all { (one(frame, base, it)) } }
            }
        }
    }
}

fn one(frame: &Frame, base: Option<&str>, it: &Learned) -> Markup {
    html! {
        li {
            a.what href=(it.to) dir="auto" { (it.title) }
            span.when { (it.kind) ", " (words::day(it.day, frame.today)) }
            @if !it.says.is_empty() { p.why dir="auto" { (it.says) } }
            p.why { "Shown because " (words::list(&it.why.iter().map(reason).collect::<Vec<_>>())) "." }
            @if let Some(base) = base {
                form.why method="post" action={ (base) "/wave-off/" (it.id) } {
                    (frame.token_field())
                    button.link { "Not about this" span.unseen { ": " (it.title) } }
                }
            }
        }
    }
}

/// Reads after “because”.
pub fn reason(why: &Why) -> String {
    match why {
        Why::Tied => "it belongs to the same record".into(),
        Why::Lane(lane) => format!("it touched the lane “{lane}”"),
        Why::Domain(domain) => format!("it lies in “{domain}”"),
        Why::Words(all) => {
            let quoted: Vec<String> = all.iter().map(|it| format!("“{it}”")).collect();
            format!("both speak of {}", words::list(&quoted))
        }
    }
}

#[cfg(test)]
pub(crate) fn samples(say: fn(&str) -> String) -> Vec<Learned> {
    vec![
        Learned {
            id: "l1".into(),
            title: say("Payouts stood still for two hours"),
            to: "/postmortem/l1".into(),
            kind: "Postmortem",
            why: vec![Why::Tied, Why::Words(vec![say("queue"), say("payouts")])],
            says: say("Waiting is not an error anywhere in our numbers."),
            day: "2026-01-08".parse().expect("a day"),
        },
        Learned {
            id: "l2".into(),
            title: say("What the payout checks did"),
            to: "/demo/l2".into(),
            kind: "Demo",
            why: vec![Why::Domain(say("product"))],
            says: String::new(),
            day: "2025-11-02".parse().expect("a day"),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Spot, sample_frame};

    #[test]
    fn each_says_why_it_is_shown_and_can_be_waved_off_where_it_stands_beside_something() {
        let frame = sample_frame(Spot::Decisions);
        let all = samples(str::to_owned);
        let page = learned(&frame, Some("/decision/1"), &all).into_string();
        assert!(page.contains(
            "Shown because it belongs to the same record and both speak of “queue” and “payouts”."
        ));
        assert!(page.contains("action=\"/decision/1/wave-off/l2\"") && page.contains("form_token"));
        assert!(!learned(&frame, None, &all).into_string().contains("<form"));
        assert_eq!(learned(&frame, None, &[]).into_string(), "");
    }
}
