//! What people may type as Markdown, tried with what has broken others: only a short list of
//! elements and attributes ever comes out, and no address that runs.

use proptest::prelude::*;

use super::prose;

/// A start tag: its name, its attributes as they are written.
type Tag = (String, Vec<(String, String)>);

/// Reads start tags the way a browser does, quotes and all. Anything else than quoted attributes
/// is a failure in itself: nothing of ours writes them otherwise.
fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            rest = end.split_once('>').expect("an end tag that does not end").1;
            continue;
        }
        let (name, after) = split(rest, |it| !it.is_ascii_alphanumeric());
        assert!(!name.is_empty(), "a bare < in {page}");
        let mut attributes = Vec::new();
        rest = after.trim_start();
        while !rest.starts_with('>') && !rest.starts_with("/>") {
            let (key, after) = split(rest, |it| "=>/ ".contains(it));
            let value = after.strip_prefix("=\"").unwrap_or_else(|| panic!("no quotes: {page}"));
            let (value, after) = value.split_once('"').expect("a value that does not end");
            attributes.push((key.to_owned(), value.to_owned()));
            rest = after.trim_start();
        }
        found.push((name.to_owned(), attributes));
    }
    found
}

fn split(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// Why a page would be dangerous; nothing where it is not.
fn danger(page: &str) -> Option<String> {
    const ELEMENTS: &str = " p br hr em strong del code pre blockquote ul ol li h3 h4 h5 h6 a \
                            table thead tbody tr th td div ";
    for (name, attributes) in tags(page) {
        if !ELEMENTS.contains(&format!(" {name} ")) {
            return Some(format!("an element {name}"));
        }
        for (key, value) in attributes {
            let fits = match (name.as_str(), key.as_str()) {
                ("div", "class") => value == "prose",
                ("div", "dir") => value == "auto",
                ("ol", "start") => value.parse::<u64>().is_ok(),
                ("a", "rel") => value == "noopener noreferrer nofollow",
                ("a", "title") => true,
                ("a", "href") => is_safe(&value),
                _ => false,
            };
            if !fits {
                return Some(format!("{key}=“{value}” on {name}"));
            }
        }
    }
    None
}

fn is_safe(href: &str) -> bool {
    let lower = href.to_lowercase();
    let outside = ["https://", "http://", "mailto:"].iter().any(|it| lower.starts_with(it));
    let inside = href.starts_with('/') && !href.starts_with("//") || href.starts_with('#');
    outside || inside
}

#[test]
fn the_measure_itself_sees_what_is_dangerous() {
    for bad in [
        "<script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<a href=\"//evil.example\">",
        "<div class=\"rail\">",
        "<img src=\"x\">",
        "<ol start=\"x\">",
    ] {
        assert!(danger(bad).is_some(), "{bad}");
    }
    assert_eq!(danger("<p>a &lt;b&gt; <a href=\"/x\" title=\"a>b\">c</a><br></p>"), None);
}

#[test]
fn elements_that_run_or_load_do_not_come_through() {
    for hostile in [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=`x` onerror=alert(1)//",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
        "<embed src=\"javascript:alert(1)\">",
        "<form action=\"javascript:alert(1)\"><button>x</button></form>",
        "<input autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<body onload=alert(1)>",
        "<base href=\"//evil.example/\">",
        "<meta http-equiv=\"refresh\" content=\"0;url=//evil.example\">",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<style>@import '//evil.example/x.css';</style>",
        "<template><script>alert(1)</script></template>",
        "<plaintext>",
        "<textarea></textarea><script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<p class=\"rail\" id=\"main\">x</p>",
        "<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>",
        "![x](javascript:alert(1))",
        "![x](https://tracker.example/p.png \"t\")",
        "![<script>](x)",
        "```html\n<script>alert(1)</script>\n```",
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
        "```\" onmouseover=\"alert(1)\n```",
        "# <img src=x onerror=alert(1)>",
        "> <script>\n> alert(1)\n> </script>",
        "- <script>alert(1)</script>\n  - <svg/onload=alert(1)>",
        "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
        "| a |\n|:-:|\n| b |",
        "\u{0}<scr\u{0}ipt>alert(1)</script>",
        "<\u{fffd}script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "<div><p><a><b><i><u><s>unclosed",
        "</div></main></body><script>alert(1)</script>",
    ] {
        let page = prose(hostile).into_string();
        assert_eq!(danger(&page), None, "{hostile} gave {page}");
    }
}

#[test]
fn links_lead_only_where_a_person_may_be_sent() {
    for hostile in [
        "[x](javascript:alert(1))",
        "[x](  JaVaScRiPt:alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\u{9}script:alert(1))",
        "[x](\u{1}javascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://a/b)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](\\\\evil.example)",
        "[x](///evil.example)",
        "[x](evil.example/page)",
        "[x](<javascript:alert(1)>)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "[x](https://ok.example \"\\\" onclick=\\\"alert(1)\")",
        "[<img src=x>](https://ok.example)",
        "[[x](javascript:alert(1))](javascript:alert(2))",
    ] {
        let page = prose(hostile).into_string();
        assert_eq!(danger(&page), None, "{hostile} gave {page}");
    }
}

#[test]
fn what_people_mean_by_a_link_is_one() {
    for (typed, href) in [
        ("[x](https://example.org/a?b=c&d=e)", "https://example.org/a?b=c&amp;d=e"),
        ("[x](http://example.org)", "http://example.org"),
        ("[x](mailto:ana@example.org)", "mailto:ana@example.org"),
        ("[x](/decision/1#at-2)", "/decision/1#at-2"),
        ("[x](#why)", "#why"),
        ("<https://example.org>", "https://example.org"),
        ("<ana@example.org>", "mailto:ana@example.org"),
        ("[x][y]\n\n[y]: https://example.org", "https://example.org"),
    ] {
        let page = prose(typed).into_string();
        let links: Vec<_> = tags(&page).into_iter().filter(|it| it.0 == "a").collect();
        assert_eq!(links.len(), 1, "{typed} gave {page}");
        let get = |name: &str| links[0].1.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
        assert_eq!(get("href"), Some(href), "{typed}");
        assert_eq!(get("rel"), Some("noopener noreferrer nofollow"), "{typed}");
    }
}

#[test]
fn quotes_and_lists_in_each_other_keep_their_shape() {
    for (typed, wanted) in [
        ("> a\n>> b\n>>> c", vec!["blockquote", "p", "blockquote", "p", "blockquote", "p"]),
        ("> - a\n>   1. b", vec!["blockquote", "ul", "li", "ol", "li"]),
        ("3. a\n4. b", vec!["ol", "li", "li"]),
        ("a\n\n---\n\nb", vec!["p", "hr", "p"]),
        ("~~a~~ **b** *c* `d`", vec!["p", "del", "strong", "em", "code"]),
        ("###### deep", vec!["h6"]),
        ("## two", vec!["h4"]),
        ("|a|\n|-|\n|b|", vec!["table", "thead", "tr", "th", "tbody", "tr", "td"]),
    ] {
        let page = prose(typed).into_string();
        let names: Vec<String> = tags(&page).into_iter().map(|it| it.0).skip(1).collect();
        assert_eq!(names, wanted, "{typed} gave {page}");
    }
    assert!(prose("3. a").into_string().contains("<ol start=\"3\">"));
}

#[test]
fn a_tower_of_quotes_neither_breaks_nor_takes_for_ever() {
    for tower in [">".repeat(5000), "- ".repeat(2000), "[".repeat(5000), "*".repeat(5000)] {
        let page = prose(&format!("{tower}x")).into_string();
        assert_eq!(danger(&page), None);
    }
}

#[test]
fn nothing_typed_is_nothing_shown() {
    for empty in ["", " ", "\n\n", "\t"] {
        assert_eq!(prose(empty).into_string(), "");
    }
}

/// Pieces that attacks are made of, and some that are innocent.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<script>",
        "</script>",
        "<img src=x ",
        "onerror=alert(1)",
        ">",
        "<",
        "\"",
        "'",
        "`",
        "```",
        "](",
        "[x](",
        ")",
        "javascript:",
        "data:",
        "//",
        "https://a.b",
        "<svg>",
        "</svg>",
        "<style>",
        "<!--",
        "-->",
        "<a href=",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "|",
        "|-|",
        "\\",
        "&lt;",
        "&#x3c;",
        "&quot;",
        "*",
        "_",
        "~~",
        "\u{0}",
        "\u{202e}",
        "word",
        " ",
        "<p title=",
        "<math>",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "é",
        "💩",
    ];
    prop_oneof![9 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #[test]
    fn no_text_at_all_becomes_something_that_runs(
        parts in prop::collection::vec(piece(), 0..24)
    ) {
        let typed = parts.concat();
        let page = prose(&typed).into_string();
        prop_assert_eq!(danger(&page), None, "{:?} gave {}", typed, page);
    }

    #[test]
    fn plain_words_come_out_as_they_went_in(words in "[a-z]{1,9}( [a-z]{1,9}){0,9}") {
        let page = prose(&words).into_string();
        let wanted = format!("<p>{words}</p>");
        prop_assert!(page.contains(&wanted), "{}", page);
    }

    #[test]
    fn no_address_leads_away_that_should_stay(text in "[/\\\\a-z.:\\t\\n ]{0,12}") {
        let stays = super::SafeUrl::local(&text);
        let to = stays.as_str();
        prop_assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\t']));
        if let Some(outside) = super::SafeUrl::outside(&text) {
            let lower = outside.as_str().to_lowercase();
            let known = ["http://", "https://", "mailto:"].iter().any(|it| lower.starts_with(it));
            prop_assert!(known);
        }
    }
}
