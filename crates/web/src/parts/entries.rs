//! Lines that point to something: dated, with what there is to say about them below.

use maud::{Markup, html};

/// One line. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    pub text: String,
    /// Where it leads; empty for a line that leads nowhere.
    pub to: String,
    /// A day or a state, at the end of the line.
    pub when: String,
    /// Said below it, one after the other.
    pub about: Vec<String>,
    /// Something to look at: it waits, or it did not hold.
    pub stands_out: bool,
}

pub fn entries(all: &[Entry]) -> Markup {
    html! {
        ul.lines.quiet { @for it in all { li {
            @if it.to.is_empty() { span.what dir="auto" { (it.text) } } @else { a.what href=(it.to) dir="auto" { (it.text) } }
            @if !it.when.is_empty() { span.when.due[it.stands_out] { (it.when) } }
            @for line in it.about.iter().filter(|line| !line.is_empty()) { p.why dir="auto" { (line) } }
        } } }
    }
}

/// The same under a small heading; a sentence where there is none.
pub fn group(heading: &str, all: &[Entry], none: &str) -> Markup {
    html! {
        @if !all.is_empty() { h3 { (heading) } (entries(all)) }
        @else if !none.is_empty() { h3 { (heading) } p.soft { (none) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_somewhere_or_is_plain_and_says_no_more_than_there_is() {
        let plain = Entry { text: "A <b>".into(), about: vec![String::new()], ..Entry::default() };
        let drawn = entries(&[plain]).into_string();
        assert!(drawn.contains("A &lt;b&gt;") && !drawn.contains("<a") && !drawn.contains("<p"));
        let led = Entry { text: "A".into(), to: "/deal/1".into(), ..Entry::default() };
        assert!(entries(&[led]).into_string().contains("href=\"/deal/1\""));
        assert_eq!(group("Owed", &[], "").into_string(), "");
        assert!(group("Owed", &[], "Nothing yet.").into_string().contains("Nothing yet."));
    }
}
