//! The one way text written by people becomes HTML, and links become addresses.

use std::sync::LazyLock;

use maud::{Markup, PreEscaped, Render, html};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

/// An address that cannot run anything: inside this site, or http, https, mailto.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeUrl(String);

impl SafeUrl {
    /// A path on this site. `text` must begin with one `/`; anything else becomes the first page,
    /// so that no redirect leads away.
    pub fn local(text: &str) -> Self {
        let stays = text.starts_with('/')
            && !text.starts_with("//")
            && !text.contains('\\')
            && !text.chars().any(char::is_control);
        Self(if stays { text.to_owned() } else { "/".to_owned() })
    }

    /// An address somebody typed; `None` for every scheme but three.
    pub fn outside(text: &str) -> Option<Self> {
        let text = text.trim();
        let known = ["https://", "http://", "mailto:"];
        let lower = text.to_ascii_lowercase();
        let plain = !text.chars().any(|it| it.is_control() || it.is_whitespace());
        (plain && known.iter().any(|it| lower.starts_with(it))).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Render for SafeUrl {
    fn render_to(&self, buffer: &mut String) {
        self.0.as_str().render_to(buffer);
    }
}

static ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut rules = ammonia::Builder::empty();
    rules
        .tags(
            [
                "p",
                "br",
                "hr",
                "em",
                "strong",
                "del",
                "code",
                "pre",
                "blockquote",
                "ul",
                "ol",
                "li",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "a",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            ]
            .into(),
        )
        .clean_content_tags(["script", "style", "svg", "math", "iframe", "template"].into())
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("ol", ["start"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Custom(Box::new(inside)))
        .link_rel(Some("noopener noreferrer nofollow"));
    rules
});

/// Keeps relative links that stay on this site; `//elsewhere` does not.
fn inside(link: &str) -> Option<std::borrow::Cow<'_, str>> {
    let stays = SafeUrl::local(link).as_str() == link || link.starts_with('#');
    stays.then_some(link.into())
}

/// Markdown as a person wrote it. Headings are set two steps down, below the page's own.
pub fn prose(text: &str) -> Markup {
    if text.trim().is_empty() {
        return html! {};
    }
    let mut raw = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut raw, read(text).map(lowered));
    html! { div.prose dir="auto" { (PreEscaped(ALLOWED.clean(&raw).to_string())) } }
}

/// Markdown of our own, set as the body of a page: its headings stand as they are. `to` says where a
/// link leads; one that leads nowhere keeps its words only.
pub fn chapter(text: &str, to: impl Fn(&str) -> Option<String>) -> Markup {
    let relink = |event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = to(&dest_url).unwrap_or_default().into();
            vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
        }
        // An address of this site leads there; in the file it is only named.
        Event::Code(said) if said.starts_with('/') && to(&said).is_some() => {
            let dest_url = said.clone();
            let (title, id) = ("".into(), "".into());
            let link = Tag::Link { link_type: LinkType::Inline, dest_url, title, id };
            vec![Event::Start(link), Event::Code(said), Event::End(TagEnd::Link)]
        }
        other => vec![other],
    };
    let mut raw = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut raw, read(text).flat_map(relink));
    let clean = ALLOWED.clean(&raw).to_string();
    // Wide tables scroll by themselves, and can be reached by keyboard to do so.
    let clean = clean
        .replace(
            "<table>",
            "<div class=\"wide-table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>",
        )
        .replace("</table>", "</table></div>");
    html! { div.chapter { (PreEscaped(clean)) } }
}

/// A stylesheet of ours inside a page that stands alone. One that closed its element early would
/// become markup, so it cannot.
pub fn style(sheet: &str) -> Markup {
    html! { style { (PreEscaped(sheet.replace("</", "<\\/"))) } }
}

fn read(text: &str) -> impl Iterator<Item = Event<'_>> {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    Parser::new_ext(text, options).map(|event| match event {
        // Typed HTML is shown as it was typed: nobody's words vanish.
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    })
}

fn lowered(event: Event<'_>) -> Event<'_> {
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

#[cfg(test)]
mod attacks;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_its_form_and_headings_go_below_the_pages_own() {
        let page = prose("# Why\n\n*because* [docs](https://example.org)").into_string();
        assert!(page.contains("<h3>Why</h3>"), "{page}");
        assert!(page.contains("<em>because</em>"));
        assert!(page.contains(r#"href="https://example.org""#));
    }

    #[test]
    fn a_chapter_keeps_its_headings_and_its_links_lead_where_they_are_told() {
        let to = |link: &str| (link == "lanes.md").then(|| "/guide/lanes".to_owned());
        let text =
            "## Why\n\n[lanes](lanes.md) and [x](javascript:alert(1)) <b>\n\n|a|\n|-|\n|b|\n";
        let page = chapter(text, to).into_string();
        assert!(page.contains("<h2>Why</h2>") && page.contains("href=\"/guide/lanes\""), "{page}");
        assert!(!page.contains("javascript") && page.contains("&lt;b&gt;"), "{page}");
        assert!(page.contains("tabindex=\"0\" role=\"region\""), "{page}");
    }

    #[test]
    fn a_stylesheet_cannot_end_its_own_element() {
        let page = style("a > b { content: '</style><script>' }").into_string();
        assert_eq!(page, r"<style>a > b { content: '<\/style><script>' }</style>");
    }

    #[test]
    fn nothing_that_runs_survives() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<math><style><img src=x onerror=alert(1)></style></math>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "[x](//evil.example)",
            "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
            "![x](https://tracker.example/p.png)",
        ] {
            let page = prose(hostile).into_string();
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<math",
                "<style",
                "<a href=\"j",
                "<a href=\"d",
                "<a href=\"v",
                "<a href=\"/",
            ] {
                assert!(!page.to_lowercase().contains(bad), "{hostile} gave {page}");
            }
        }
    }

    #[test]
    fn typed_html_is_shown_as_it_was_typed() {
        assert!(prose("a <b>bold</b> claim").into_string().contains("&lt;b&gt;bold"));
    }

    #[test]
    fn links_elsewhere_need_a_known_scheme_and_local_ones_stay_here() {
        assert_eq!(SafeUrl::outside("javascript:alert(1)"), None);
        assert_eq!(
            SafeUrl::outside(" HTTPS://example.org/a ").unwrap().as_str(),
            "HTTPS://example.org/a"
        );
        assert_eq!(SafeUrl::outside("https://a b"), None);
        for away in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\nb"] {
            assert_eq!(SafeUrl::local(away).as_str(), "/", "{away:?}");
        }
        assert_eq!(SafeUrl::local("/lanes?x=1").as_str(), "/lanes?x=1");
    }
}
