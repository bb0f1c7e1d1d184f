//! The keys, listed.

use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};

const KEYS: [(&str, &str); 8] = [
    ("/", "search"),
    ("?", "this list"),
    (
        "g then t, i, l, d, r, q, m, p, s",
        "Today, Intents, Lanes, Decisions, Reflections, Quarter, Mirrors, People, Settings",
    ),
    ("n", "begin a new one, on a page that lists them"),
    ("e", "edit what the page shows"),
    ("Ctrl + Enter", "send the form you are writing"),
    ("Esc", "leave a field"),
    ("Tab", "the next thing that can be used; everything can be reached with it"),
];

pub fn page(frame: &Frame) -> Markup {
    let frame = frame.at(Spot::Nowhere);
    let body = html! {
        table {
            caption { "Single letters work only while no field is being written in." }
            thead { tr { th scope="col" { "Key" } th scope="col" { "What it does" } } }
            tbody { @for (key, does) in KEYS { tr { th scope="row" { kbd { (key) } } td { (does) } } } }
        }
        p.js-only { label { input type="checkbox" data-keys-off; " Switch the single letters off in this browser" } }
    };
    let lead = html! { "Nothing here needs a key: they only make things quicker." };
    frame.page(&Page::new("Keys").lead(lead).body(body))
}
