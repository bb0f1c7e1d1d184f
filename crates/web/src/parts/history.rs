//! What happened to a record, newest first.

use domain::id::At;
use maud::{Markup, html};

use crate::words;

#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    pub at: At,
    pub who: String,
    /// “began it”, “changed the purpose”: reads after the name.
    pub says: String,
}

const SHOWN: usize = 5;

pub fn history(lines: &[Happened], now: At) -> Markup {
    let line = |it: &Happened| {
        html! { li { time datetime=(it.at) { (words::ago(it.at, now)) } span dir="auto" { (it.who) " " (it.says) } } }
    };
    html! {
        @if !lines.is_empty() {
            section.no-print {
                h2 { "What happened" }
                ol.history { @for it in lines.iter().take(SHOWN) { (line(it)) } }
                @if lines.len() > SHOWN {
                    details { summary { "Everything before" } ol.history { @for it in &lines[SHOWN..] { (line(it)) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(n: i64) -> Vec<Happened> {
        (0..n)
            .map(|it| Happened {
                at: At(1_772_798_400_000 - it * At::DAY),
                who: "Ana".into(),
                says: format!("did {it}"),
            })
            .collect()
    }

    #[test]
    fn the_newest_few_are_shown_and_the_rest_is_one_press_away() {
        let drawn = history(&lines(9), At(1_772_798_400_000)).into_string();
        let (shown, folded) = drawn.split_once("<details>").unwrap();
        assert_eq!(shown.matches("<li>").count(), SHOWN);
        assert_eq!(folded.matches("<li>").count(), 9 - SHOWN);
        assert!(!history(&lines(3), At(0)).into_string().contains("<details>"));
        assert_eq!(history(&[], At(0)).into_string(), "");
    }
}
