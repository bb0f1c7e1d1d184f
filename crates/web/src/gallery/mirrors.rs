//! Samples of the mirrors: no history yet, one too thin for numbers, a full year, two at once.

use super::{Said, Samples};
use crate::pages::mirrors::{MirrorsPage, page};
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let names = ["mirrors-empty", "mirrors-few", "mirrors", "mirrors-two", "mirrors-chosen"];
    let drawn = names.into_iter().zip(MirrorsPage::samples()).map(|(name, mut view)| {
        for repository in &mut view.repositories {
            repository.name = say(&repository.name);
            for mirror in &mut repository.seen.mirrors {
                // Names of areas come from a history, and anybody can write one.
                for point in mirror.series.iter_mut().filter(|_| mirror.every.is_none()) {
                    point.label = say(&point.label);
                }
            }
        }
        (name.to_owned(), page(&sample_frame(Spot::Mirrors), &view))
    });
    drawn.collect()
}
