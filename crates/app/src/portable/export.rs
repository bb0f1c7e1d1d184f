//! Out: every object in the order in which `apply` can take them.

use domain::deed::Deed;
use domain::id::Id;
use domain::record::Dossier;
use store::{Filter, Scope};

use super::{Portable, PortableAttachment, PortableRecord};
use crate::desk::Desk;
use crate::problem::Result;

impl Desk {
    /// Everything people wrote, ready to be printed line by line. What is hidden until a reveal
    /// is left out: an export would show it to whoever reads the file.
    pub async fn export(&self) -> Result<Vec<Portable>> {
        let root = self.org.root().map(|it| it.id.clone());
        let subject = self.org.subject(root.as_ref(), None);
        self.need(Deed::Export, &subject)?;
        // A token that may not read would otherwise get an export without a record in it.
        self.need(Deed::ReadRecord, &subject)?;
        let mut found = self.organisation_objects();
        for team in &self.org.teams {
            found.extend(self.maps_of(&team.id).await?);
        }
        found.extend(self.records_out().await?);
        Ok(found)
    }

    fn organisation_objects(&self) -> Vec<Portable> {
        let org = &self.org;
        let charter = org.charter.clone();
        let mut found = vec![Portable::Organisation {
            name: charter.name,
            levels: charter.levels,
            leads_from: charter.leads_from,
            sample: charter.sample,
        }];
        let mut teams: Vec<_> = org.teams.iter().collect();
        teams.sort_by_key(|team| (org.path(&team.id).len(), team.id.clone()));
        found.extend(teams.into_iter().map(Portable::from));
        let mut people: Vec<_> = org.people.values().collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        found.extend(people.into_iter().map(Portable::from));
        let mut agents: Vec<_> = org.agents.values().collect();
        agents.sort_by(|a, b| a.id.cmp(&b.id));
        found.extend(agents.into_iter().map(Portable::from));
        let mut seats: Vec<_> = org.memberships.iter().map(Portable::from).collect();
        seats.sort_by_key(Portable::path);
        found.extend(seats);
        let mut off: Vec<_> = org.left_alone.iter().filter(|it| !it.1.is_empty()).collect();
        off.sort();
        let practices = |(team, off): (&Id, &Vec<String>)| Portable::Practices {
            team: team.clone(),
            off: off.clone(),
        };
        found.extend(off.into_iter().map(practices));
        found
    }

    async fn maps_of(&self, team: &Id) -> Result<Vec<Portable>> {
        let mut versions = self.house.store().maps(team).await?;
        versions.sort_by_key(|it| it.number);
        let out = versions.into_iter().map(|it| Portable::Map {
            team: it.team,
            number: it.number,
            text: it.text,
            author: it.author,
            home: it.home,
            state: it.state,
            at: it.at,
        });
        Ok(out.collect())
    }

    async fn records_out(&self) -> Result<Vec<Portable>> {
        let mut found = Vec::new();
        for retired in [false, true] {
            let filter = Filter { retired, ..Filter::of(Scope::All) };
            let mut after = None;
            loop {
                let page = self.house.store().records(&filter, after.as_ref(), 100).await?;
                // What a team has not shared yet is in no export of somebody who may not read it.
                for record in page.items.into_iter().filter(|it| self.may_read(it)) {
                    let dossier = self.read(&record.id).await?;
                    found.push(Portable::Record(Box::new(record_out(dossier))));
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        // By id, so that two exports of the same house are the same text.
        found.sort_by_key(Portable::path);
        Ok(found)
    }
}

fn record_out(Dossier { record, attached }: Dossier) -> PortableRecord {
    PortableRecord {
        id: record.id,
        kind: record.kind,
        state: record.state,
        title: record.title,
        team: record.team,
        author: record.author,
        answers: record.answers,
        version: record.version,
        opened_at: record.opened_at,
        changed_at: record.changed_at,
        revealed: record.revealed,
        retired: record.retired,
        attached: attached
            .into_iter()
            .map(|it| PortableAttachment {
                id: it.id,
                slot: it.slot,
                author: it.author,
                made_at: it.made_at,
                answers: it.answers,
                state: it.state,
                version: it.version,
            })
            .collect(),
    }
}
