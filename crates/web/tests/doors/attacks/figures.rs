//! The figures of one review as a reader finds them on pages, and what follows from them: for that by the
//! reader of `domain/tests/trees`, who was written without a look at the gate.

use domain::health::figures::{Band, Counts};
use domain::health::gate::{Release, Rule, Shown};
use domain::health::instrument::{End, ITEMS};
use domain::health::limits::{COLLUDERS, Limits};
use domain::health::tree::Tree;

use super::forest::Person;
use super::reader;
use super::surfaces::Surfaces;
use super::town::{Town, answer};

/// By item, one line a group.
pub(crate) type Seen = Vec<Release>;

/// What stands on the pages of the groups. Where nothing stands, nothing is seen.
pub(crate) fn seen(town: &Town, groups: usize, found: &Surfaces) -> Seen {
    let page = |at: usize| found.get(&format!("{}/group/{at}", town.at)).unwrap();
    let of =
        |key: &str| Release { groups: (0..groups).map(|at| shown(&page(at).text, key)).collect() };
    ITEMS.iter().map(|item| of(item.key.as_ref())).collect()
}

/// A figure by the numbers of its table, or by the word that leans.
fn shown(page: &str, key: &str) -> Shown {
    let Some((_, figure)) = page.split_once(&format!("<figure class=\"likert\" id=\"{key}\""))
    else {
        return Shown::Hidden(Rule::R13);
    };
    let figure = figure.split("</figure>").next().unwrap();
    for band in [Band::Favourable, Band::Mixed, Band::Unfavourable] {
        if figure.contains(&format!("Leans: </span>{}</strong>", band.label())) {
            return Shown::Band(band);
        }
    }
    let Some((_, table)) = figure.split_once("<th scope=\"col\">Step</th>") else {
        assert!(figure.contains("Not shown"), "{figure}");
        return Shown::Hidden(Rule::R13);
    };
    let rows = table.split("<th scope=\"row\"").skip(1);
    let count = |row: &str| {
        let cell = row.split("<td class=\"num\">").nth(1)?;
        cell.split('<').next()?.parse::<usize>().ok()
    };
    let counts: Vec<usize> = rows.map(|row| count(row).expect(row)).collect();
    let [a, b, c, d, e, not_applicable] = counts[..] else { panic!("{counts:?}") };
    Shown::Steps(Counts { steps: [a, b, c, d, e], not_applicable })
}

/// What both see.
pub(crate) fn pooled(one: &Seen, other: &Seen) -> Seen {
    let wider = |(a, b): (&Shown, &Shown)| if matches!(a, Shown::Hidden(_)) { *b } else { *a };
    let both = |(a, b): (&Release, &Release)| Release {
        groups: a.groups.iter().zip(&b.groups).map(wider).collect(),
    };
    one.iter().zip(other).map(both).collect()
}

/// Who answered an item, and whom of them these readers know: themselves.
fn people(town: &Town, item: usize, readers: &[&str], but: &[&str]) -> (Vec<Person>, Vec<usize>) {
    let silent = [super::town::KEEPS_IT, super::town::TAKES_NONE];
    let asked =
        town.asked().into_iter().filter(|it| ![&silent, but].concat().contains(&it.0.as_str()));
    let answered: Vec<_> =
        asked.filter_map(|(who, teams)| Some((answer(&who, item)?, who, teams))).collect();
    let known = answered.iter().enumerate().filter(|(_, it)| readers.contains(&it.1.as_str()));
    let known = known.map(|it| it.0).collect();
    (answered.into_iter().map(|(answer, _, teams)| Person { teams, answer }).collect(), known)
}

/// Bands as the reader takes them: step five is the favourable one.
fn by_steps(release: &Release, favourable: End) -> Release {
    let turned = |it: &Shown| match it {
        Shown::Band(Band::Favourable) if favourable == End::Low => Shown::Band(Band::Unfavourable),
        Shown::Band(Band::Unfavourable) if favourable == End::Low => Shown::Band(Band::Favourable),
        other => *other,
    };
    Release { groups: release.groups.iter().map(turned).collect() }
}

/// The first thing that follows for these readers about fewer people than a figure needs. Two who tell
/// each other what they answered know so many fewer already.
pub(crate) fn follows(
    town: &Town,
    tree: &Tree,
    seen: &Seen,
    readers: &[&str],
    but: &[&str],
) -> Option<String> {
    let k = Limits::default().scores();
    seen.iter().enumerate().find_map(|(item, release)| {
        let (people, known) = people(town, item, readers, but);
        let few = if readers.len() > 1 { k - known.len() } else { k };
        let release = &by_steps(release, ITEMS[item].favourable);
        let learnt = reader::learns(tree, &people, &known, release, few, COLLUDERS - known.len());
        learnt.map(|it| format!("{readers:?} learn {it} of {}", ITEMS[item].key))
    })
}
