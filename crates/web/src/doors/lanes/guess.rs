//! From one sentence to the kind of decision it is probably about, and the word that says so.

use domain::lanes::Map;

/// Shorter words say too little.
const SHORTEST: usize = 4;

/// The one domain whose name or lanes share most words with the sentence, and one such word.
/// `None` where nothing or too much fits: then the form asks.
pub(super) fn domain(map: &Map, sentence: &str) -> Option<(String, String)> {
    let said: Vec<String> = parts(sentence).collect();
    let mut scores: Vec<(usize, &str, String)> = Vec::new();
    for domain in map.domains() {
        let mut known: Vec<String> = parts(domain).collect();
        // Its own name weighs more than what its lanes say.
        let named = said.iter().filter(|it| known.iter().any(|one| alike(it, one))).count() * 3;
        let lanes = map.lanes.iter().filter(|it| it.domain == domain);
        known.extend(lanes.flat_map(|it| parts(&it.says).chain(parts(&it.id)).collect::<Vec<_>>()));
        let hits: Vec<&String> =
            said.iter().filter(|it| known.iter().any(|one| alike(it, one))).collect();
        if let Some(first) = hits.first() {
            scores.push((named + hits.len(), domain, (*first).clone()));
        }
    }
    scores.sort_by_key(|it| std::cmp::Reverse(it.0));
    match scores.as_slice() {
        [best] => Some((best.1.to_owned(), best.2.clone())),
        [best, next, ..] if best.0 > next.0 => Some((best.1.to_owned(), best.2.clone())),
        _ => None,
    }
}

fn parts(text: &str) -> impl Iterator<Item = String> {
    text.split(|it: char| !it.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|it| it.chars().count() >= SHORTEST)
}

/// The same word, give or take its ending.
fn alike(a: &str, b: &str) -> bool {
    let stem = |it: &str| it.chars().take(it.chars().count().max(6) - 2).collect::<String>();
    a == b || (a.chars().count() > SHORTEST && stem(a) == stem(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = r#"
        levels = ["contributor", "lead"]
        [[lane]]
        id = "storage"
        says = "Tables and migrations"
        domain = "engineering/storage"
        level = "lead"
        [[lane]]
        id = "money"
        says = "What costs something every month"
        domain = "money"
        level = "lead"
    "#;

    #[test]
    fn a_sentence_is_read_by_the_words_it_shares_with_a_domain() {
        let map = domain::lanes::read(MAP).map;
        let found = domain(&map, "Drop the retry table from storage").unwrap();
        assert_eq!(found.0, "engineering/storage");
        assert_eq!(
            domain(&map, "Spend money on a tool").unwrap(),
            ("money".into(), "money".into())
        );
    }

    #[test]
    fn a_sentence_that_fits_nothing_is_not_guessed() {
        let map = domain::lanes::read(MAP).map;
        assert_eq!(domain(&map, "Rename the button"), None);
        assert_eq!(domain(&map, ""), None);
    }
}
