//! The guide: what there is to read, and one chapter.

use maud::{Markup, html};

use crate::guide::{ALL, Chapter, SEED, parts};
use crate::shell::{Frame, Page, Spot};

pub fn contents(frame: &Frame) -> Markup {
    let frame = frame.at(Spot::Nowhere);
    let lead = html! { "How each practice is done, why, and how it goes wrong. Ten minutes a chapter, in any order." };
    let body = html! {
        @for (part, chapters) in parts() {
            section {
                h2 { (part) }
                ol.lines.chapters { @for it in chapters { (line(it)) } }
            }
        }
        section { h2 { "Where it comes from" } ol.lines.chapters { (line(&SEED)) } }
        p.small.soft { "The same text lies in the repository of this program, under " code { "docs/guide" } "." }
    };
    frame.page(&Page::new("Guide").lead(lead).body(body))
}

fn line(it: &Chapter) -> Markup {
    html! { li {
        a.what href=(it.path()) { (it.title()) }
        p.why { (it.sentence()) }
    } }
}

pub fn chapter(frame: &Frame, it: &Chapter) -> Markup {
    let frame = frame.at(Spot::Nowhere);
    let page = Page::new(it.title()).under("Guide", "/guide").lead(html! { (it.sentence()) });
    let at = ALL.iter().position(|other| other.name == it.name);
    let next = at.and_then(|at| ALL.get(at + 1));
    let body = html! {
        (it.body())
        @if let Some(next) = next { p.no-print { "Next: " a href=(next.path()) rel="next" { (next.title()) } } }
    };
    let margin = html! {
        nav.no-print aria-label="Chapters" { ul.plain-list { @for other in ALL {
            li { a href=(other.path()) aria-current=[(other.name == it.name).then_some("page")] { (other.title()) } }
        } } }
    };
    frame.page(&page.body(body).margin(margin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::by_name;
    use crate::shell::sample_frame;

    #[test]
    fn a_chapter_is_set_as_a_page_of_its_own() {
        let page =
            chapter(&sample_frame(Spot::Nowhere), by_name("decisions").unwrap()).into_string();
        assert!(page.contains("<h2>Why</h2>") && page.contains("<h3>Blind advice</h3>"), "{page}");
        assert!(page.contains("<table>") && !page.contains("<h1>Decisions</h1>"));
        assert!(page.contains("aria-current=\"page\">Decisions"));
    }

    #[test]
    fn the_contents_name_every_chapter_with_its_sentence() {
        let page = contents(&sample_frame(Spot::Nowhere)).into_string();
        for it in ALL {
            assert!(page.contains(&it.path()) && page.contains(it.title()), "{}", it.name);
        }
        assert!(
            page.contains("limits within which nobody&#39;s yes")
                || page.contains("limits within which nobody’s yes")
        );
    }
}
