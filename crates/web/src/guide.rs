//! The guide: a chapter for each practice, the same files that lie in `docs/guide`, in the order in
//! which one would read them.

use crate::safe;

/// One chapter: a Markdown file with a heading, a sentence in italics, and the rest.
pub struct Chapter {
    /// The name of its file without the ending, and of its page.
    pub name: &'static str,
    /// Slugs of the kinds of records it explains.
    pub kinds: &'static [&'static str],
    text: &'static str,
}

/// A chapter is its file and a line in [`ALL`].
macro_rules! chapter {
    ($name:literal $(, $kind:literal)*) => {
        Chapter {
            name: $name,
            kinds: &[$($kind),*],
            text: include_str!(concat!("../../../docs/guide/", $name, ".md")),
        }
    };
}

/// In reading order: the first day, then the loop.
pub static ALL: &[Chapter] = &[
    chapter!("first-day"),
    chapter!("intents", "intent"),
    chapter!("lanes"),
    chapter!("enabling"),
    chapter!("decisions", "decision"),
    chapter!("asking"),
    chapter!("pre-mortem", "premortem"),
    chapter!("office-hours", "office-hours"),
    chapter!("accountability"),
    chapter!("demos", "demo"),
    chapter!("celebrations", "celebration"),
    chapter!("postmortems", "postmortem"),
    chapter!("commitments"),
    chapter!("mirrors", "our-mirrors", "reading"),
    chapter!("metrics-reviews", "metrics-review"),
    chapter!("health-reviews", "health-review"),
    chapter!("the-quarter"),
    chapter!("leaders-go-first"),
    chapter!("ownership", "ownership"),
    chapter!("backing", "backing"),
    chapter!("feedback", "feedback"),
    chapter!("proposals", "proposal"),
    chapter!("the-deal", "deal"),
    chapter!("the-leave-test", "leave-test"),
    chapter!("scenarios", "scenario", "playbook"),
    chapter!("reaching-people"),
];

/// The parts of the guide, as the text it all comes from has them, each with its first chapter.
static PARTS: &[(&str, &str)] = &[
    ("To begin with", "first-day"),
    ("Context, not control", "intents"),
    ("Who decides what", "lanes"),
    ("From doing to enabling", "enabling"),
    ("Accountability that is felt", "accountability"),
    ("Mirrors, not whips", "mirrors"),
    ("Leaders go first", "leaders-go-first"),
    ("When it is hard", "scenarios"),
    ("Around it", "reaching-people"),
];

/// Where each sentence of the text it all comes from is at work; not a practice, so not in [`ALL`].
pub static SEED: Chapter =
    Chapter { name: "seed", kinds: &[], text: include_str!("../../../docs/seed.md") };

/// The chapters by part. A new one belongs to the part it is listed in.
pub fn parts() -> Vec<(&'static str, Vec<&'static Chapter>)> {
    let mut parts: Vec<(&str, Vec<&Chapter>)> = Vec::new();
    for it in ALL {
        match (PARTS.iter().find(|part| part.1 == it.name), parts.last_mut()) {
            (Some(part), _) => parts.push((part.0, vec![it])),
            (None, Some(part)) => part.1.push(it),
            (None, None) => parts.push(("", vec![it])),
        }
    }
    parts
}

pub fn by_name(name: &str) -> Option<&'static Chapter> {
    ALL.iter().chain([&SEED]).find(|it| it.name == name)
}

/// The chapter that explains a kind of record.
pub fn of_kind(slug: &str) -> Option<&'static Chapter> {
    ALL.iter().find(|it| it.kinds.contains(&slug))
}

impl Chapter {
    pub fn path(&self) -> String {
        format!("/guide/{}", self.name)
    }

    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    /// The sentence under the heading: what the chapter is about. May run over several lines.
    pub fn sentence(&self) -> String {
        let lines: Vec<&str> = self.parts().0.lines().map(str::trim).collect();
        lines.join(" ").trim_matches('*').to_owned()
    }

    pub fn body(&self) -> maud::Markup {
        let names_pages = self.name == SEED.name;
        safe::chapter(self.parts().1, |link| match link {
            // One of every team's leads nowhere in particular.
            it if it.starts_with('/') => (names_pages && !it.contains('{')).then(|| it.to_owned()),
            it => to_page(it),
        })
    }

    /// The sentence's paragraph, and all that follows.
    fn parts(&self) -> (&'static str, &'static str) {
        let rest = self.text.split_once("\n\n").map_or("", |it| it.1);
        rest.split_once("\n\n").unwrap_or((rest, ""))
    }
}

/// Where a link between files leads on the pages; `None` for what only lies in the repository.
fn to_page(link: &str) -> Option<String> {
    if link.starts_with("https://") {
        return Some(link.to_owned());
    }
    by_name(link.strip_prefix("guide/").unwrap_or(link).strip_suffix(".md")?).map(Chapter::path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_guide_is_a_chapter_and_every_chapter_a_file() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide");
        let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
        let files: BTreeSet<String> = files.map(|it| it.to_string_lossy().into_owned()).collect();
        let chapters: BTreeSet<String> = ALL.iter().map(|it| format!("{}.md", it.name)).collect();
        assert_eq!(files, chapters, "give a new chapter its line in {}", file!());
        assert_eq!(chapters.len(), ALL.len(), "a chapter is listed twice");
    }

    #[test]
    fn a_chapter_begins_with_its_title_and_a_sentence_in_italics() {
        for it in ALL {
            assert!(it.text.starts_with("# "), "{} has no title", it.name);
            let sentence = it.parts().0;
            assert!(
                sentence.starts_with('*') && sentence.ends_with('*'),
                "{}: {sentence}",
                it.name
            );
            let again = it.text.lines().skip(1).filter(|line| line.starts_with("# "));
            assert_eq!(again.count(), 0, "{} has two titles", it.name);
        }
    }

    #[test]
    fn every_chapter_says_how_it_goes_wrong() {
        for it in ALL {
            assert!(it.text.contains("\n## How it goes wrong\n"), "{}", it.name);
        }
    }

    #[test]
    fn each_part_begins_with_a_chapter_there_is_and_none_is_lost() {
        let parts = parts();
        assert_eq!(parts.len(), PARTS.len(), "a part begins with a chapter that is gone");
        assert_eq!(parts.iter().map(|it| it.1.len()).sum::<usize>(), ALL.len());
        let names = |at: usize| parts[at].1.iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(parts[3].0, "From doing to enabling");
        assert_eq!(names(3), ["enabling", "decisions", "asking", "pre-mortem", "office-hours"]);
    }

    #[test]
    fn each_sentence_it_comes_from_has_a_place_and_says_how_far_it_is_true() {
        let rows = SEED.text.lines().filter(|it| it.starts_with("| ") && !it.contains("it says"));
        let rows: Vec<Vec<&str>> =
            rows.map(|it| it.trim_matches('|').split(" | ").collect()).collect();
        assert!(rows.len() >= 30, "the text has more sentences than {}", rows.len());
        for row in rows {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(row[1].contains('`') || row[1].contains("](guide/"), "no place: {row:?}");
            let far =
                ["yes", "in part: ", "not yet"].iter().any(|it| row[2].trim().starts_with(it));
            assert!(far, "how far? {row:?}");
        }
    }

    #[test]
    fn an_address_in_the_table_of_sentences_leads_there_and_one_in_a_chapter_is_only_named() {
        let page = SEED.body().into_string();
        assert!(
            page.contains("<a href=\"/lanes/mine\"")
                && page.contains("<code>/lanes/mine</code></a>")
        );
        assert!(!SEED.text.contains('{'), "every address of the table can be opened");
        let chapter = by_name("postmortems").unwrap().body().into_string();
        assert!(chapter.contains("<code>/records/{id}/markdown</code>"));
        assert!(ALL.iter().all(|it| !it.body().into_string().contains("><code>/")));
    }

    #[test]
    fn links_between_files_lead_from_page_to_page() {
        for it in ALL.iter().chain([&SEED]) {
            let links = it.text.split("](").skip(1).filter_map(|it| it.split(')').next());
            for link in links.filter(|it| !it.starts_with("https://")) {
                assert!(to_page(link).is_some(), "{} links to {link}", it.name);
            }
            assert!(!it.body().into_string().contains(".md\""), "{} leads to a file", it.name);
        }
        let page = by_name("decisions").unwrap();
        assert_eq!(to_page("decisions.md"), Some(page.path()));
        assert_eq!(to_page("../architecture.md"), None);
    }

    #[test]
    fn a_kind_has_at_most_one_chapter_and_each_named_kind_exists() {
        let kinds: Vec<&str> = ALL.iter().flat_map(|it| it.kinds).copied().collect();
        let distinct: BTreeSet<&str> = kinds.iter().copied().collect();
        assert_eq!(kinds.len(), distinct.len());
        for slug in distinct {
            assert!(domain::practice::ALL.iter().any(|it| it.slug == slug), "there is no {slug}");
        }
        assert_eq!(of_kind("decision").map(|it| it.name), Some("decisions"));
    }
}
