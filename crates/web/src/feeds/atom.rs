//! News as an Atom feed: titles, times and where to read on.

use std::fmt::Write as _;

use app::News;
use domain::id::At;

use super::moment;

/// A feed under a name; `own` is its own address without the secret: an id that stays.
pub(crate) fn feed(name: &str, home: &str, own: &str, news: &[News], now: At) -> String {
    // Of what was told last; a feed that tells nothing yet has to say some time.
    let updated =
        news.iter().map(|it| it.record.changed_at).max().unwrap_or(At(now.0 / At::DAY * At::DAY));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    let name = escaped(name);
    let _ = writeln!(out, "<id>{}</id>", escaped(own));
    let _ = writeln!(out, "<title>{name}</title>");
    let _ = writeln!(out, "<updated>{}</updated>", rfc3339(updated));
    let _ =
        writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}/\"/>", escaped(home));
    let _ = writeln!(out, "<author><name>{name}</name></author>");
    let _ = writeln!(out, "<generator>Remit</generator>");
    for it in news {
        entry(&mut out, home, it);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, home: &str, it: &News) {
    let record = &it.record;
    let to = escaped(&format!("{home}/{}/{}", record.kind, record.id));
    let _ = writeln!(out, "<entry>");
    let _ = writeln!(out, "<id>{to}</id>");
    let _ = writeln!(out, "<title>{}: {}</title>", it.word, escaped(&record.title));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{to}\"/>");
    let _ = writeln!(out, "<published>{}</published>", rfc3339(record.opened_at));
    let _ = writeln!(out, "<updated>{}</updated>", rfc3339(record.changed_at));
    let _ = writeln!(out, "<category term=\"{}\"/>", escaped(&record.kind));
    let _ = writeln!(out, "</entry>");
}

fn rfc3339(at: At) -> String {
    moment(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Text in an element or an attribute; what XML 1.0 cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {}
            it if it.is_control() && !matches!(it, '\t' | '\n') => {}
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_no_element_and_no_attribute() {
        for (text, wanted) in [
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&apos;"),
            ("]]></title>", "]]&gt;&lt;/title&gt;"),
            ("null\0bell\u{7}end\u{ffff}", "nullbellend"),
            ("Ü 🦀\ttab", "Ü 🦀\ttab"),
        ] {
            assert_eq!(escaped(text), wanted, "{text:?}");
        }
    }
}
