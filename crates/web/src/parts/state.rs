//! The state of a record as a word with a dot; colour never says it alone.

use domain::kind::Kind;
use maud::{Markup, html};

pub fn state(kind: &Kind, name: &str) -> Markup {
    match kind.state(name) {
        Some(state) if state.open => html! { span.state { (state.label) } },
        Some(state) => html! { span.state.shut { (state.label) } },
        None => html! { span.state.stop { (name) } },
    }
}

/// For things that are not records: `open` draws a full dot.
pub fn mark(label: &str, open: bool) -> Markup {
    html! { span.state.shut[!open] { (label) } }
}

/// A day something waits for: late only while it is open.
pub fn until(day: jiff::civil::Date, today: jiff::civil::Date, open: bool) -> Markup {
    match open {
        true if day <= today => due(&crate::words::distance(day, today)),
        true => html! { (crate::words::distance(day, today)) },
        false => html! { (crate::words::day(day, today)) },
    }
}

pub fn due(label: &str) -> Markup {
    html! { span.state.due { (label) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_late_only_while_something_is_still_to_come() {
        let today = "2026-03-06".parse().unwrap();
        let said = |day: &str, open| until(day.parse().unwrap(), today, open).into_string();
        assert_eq!(said("2026-03-05", true), "<span class=\"state due\">yesterday</span>");
        assert_eq!(said("2026-03-06", true), "<span class=\"state due\">today</span>");
        assert_eq!(said("2026-03-07", true), "tomorrow");
        assert_eq!(said("2026-03-05", false), "5 March", "it was looked at: nothing is late");
        assert_eq!(said("2025-03-05", false), "5 March 2025");
    }
}
