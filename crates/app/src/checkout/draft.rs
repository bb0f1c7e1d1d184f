//! From what a checkout shows to a first map.

use domain::lanes::draft;

use super::Evidence;

impl Evidence {
    /// The text of a drafted `lanes.toml`: questions for the team, never facts about people.
    pub fn draft(&self, name: &str) -> String {
        let areas = self.areas.iter().map(|it| draft::Area {
            path: it.area.clone(),
            landings: it.landings,
            writers: it.writers,
            landers: it.landers,
            reviews: it.reviews,
        });
        draft::draft(&draft::Evidence {
            name: name.to_owned(),
            areas: areas.collect(),
            owners: self.owners.iter().map(|it| (it.path.clone(), it.text.clone())).collect(),
        })
    }
}
