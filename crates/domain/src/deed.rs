//! The one function that says who may do what, readable as the manual's table.

use serde::Serialize;

use crate::people::{Standing, Who};
use crate::record::Refusal;

/// Everything that can be done here. A new one does not compile until somebody has decided who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    ReadRecord,
    /// Begin a record whose kind names this `by`.
    Begin(Who),
    EditRecord,
    /// Edit what one person says in their own name: an ownership page, a backing statement.
    EditOwnWords,
    /// Make a move whose table names this `by`.
    Move(Who),
    /// Fill a slot whose table names this `by`: questions, advice, responses, bets …
    Attach(Who),
    /// Show to everybody what was written before hearing the others.
    Reveal,
    RetireRecord,
    ReadJournal,
    Search,
    ReadPeople,
    Invite,
    EditTeam,
    /// Which practices the team's places show.
    ChoosePractices,
    /// Seats, levels and roles, and ending them.
    EditMembership,
    ErasePerson,
    ReadMap,
    /// Whether one may propose; whose call it then is, the lane over `lanes` says.
    EditMap,
    /// A team's mirrors before it has released them.
    ReadMirrors,
    ReadReleasedMirrors,
    ReleaseMirrors,
    Export,
    Backup,
    /// A token that acts as oneself.
    MakeToken,
    /// An agent, or a token for one, answered for by the team.
    SponsorAgent,
    SeeSettings,
    EditSettings,
}

/// The plain deeds and, for each that carries one, every `by` a table may name.
pub fn all_deeds() -> Vec<Deed> {
    use Deed::*;
    let carried = Who::ALL.iter().flat_map(|who| [Begin(*who), Move(*who), Attach(*who)]);
    let plain = [
        ReadRecord,
        EditRecord,
        EditOwnWords,
        Reveal,
        RetireRecord,
        ReadJournal,
        Search,
        ReadPeople,
        Invite,
        EditTeam,
        ChoosePractices,
        EditMembership,
        ErasePerson,
        ReadMap,
        EditMap,
        ReadMirrors,
        ReadReleasedMirrors,
        ReleaseMirrors,
        Export,
        Backup,
        MakeToken,
        SponsorAgent,
        SeeSettings,
        EditSettings,
    ];
    plain.into_iter().chain(carried).collect()
}

/// Whether somebody who stands like this may do it.
///
/// Errors: `Refusal::NotYours` with a sentence that says whose it is. Strangers and people who are
/// signed out are refused everything with the same words, so that nothing can be learnt from them.
pub fn may(standing: Standing, deed: Deed) -> Result<(), Refusal> {
    if !standing.is_seated() {
        return Err(Refusal::NotYours(OUTSIDE.to_owned()));
    }
    if allows(standing, deed) { Ok(()) } else { Err(Refusal::NotYours(deed.refusal())) }
}

const OUTSIDE: &str =
    "This is for people with a seat in the organisation. Ask somebody there for an invitation.";

fn allows(standing: Standing, deed: Deed) -> bool {
    let person = !standing.agent;
    match deed {
        Deed::ReadRecord | Deed::ReadJournal | Deed::Search => standing.is(Who::Anyone),
        Deed::ReadPeople | Deed::ReadMap | Deed::ReadReleasedMirrors => standing.is(Who::Anyone),

        Deed::Begin(who) | Deed::Move(who) | Deed::Attach(who) => standing.is(who),
        Deed::EditRecord => {
            // An agent edits what it wrote; a leader from outside edits the intent they briefed.
            let own = standing.own && standing.is(Who::TeamOrLeads);
            own || standing.is(Who::OfTeam)
        }
        // Nobody puts words into somebody's mouth, whatever their role.
        Deed::EditOwnWords => person && standing.own && standing.is(Who::TeamOrLeads),
        Deed::Reveal => standing.is(Who::OfTeam),
        Deed::RetireRecord => {
            let own = standing.own && standing.is(Who::TeamOrLeads);
            person && (own || standing.is(Who::Steward))
        }

        Deed::Invite | Deed::EditTeam | Deed::EditMembership => standing.is(Who::Steward),
        Deed::SponsorAgent | Deed::Export => standing.is(Who::Steward),
        Deed::EditMap => person && standing.is(Who::TeamOrLeads),

        // Visibility belongs to the team: not to whoever leads it, and not to whoever runs the server.
        Deed::ReadMirrors => person && standing.is_in_team() && !standing.leads,
        Deed::ReleaseMirrors | Deed::ChoosePractices => standing.is(Who::OfTeam),

        Deed::MakeToken => person,
        Deed::SeeSettings | Deed::EditSettings | Deed::Backup | Deed::ErasePerson => {
            person && standing.keeper
        }
    }
}

impl Deed {
    fn refusal(self) -> String {
        let (step, who) = match self {
            Deed::Begin(who) => return who.refusal("Begin"),
            Deed::Move(who) => return who.refusal("This step"),
            Deed::Attach(who) => return who.refusal("Add"),
            Deed::ReadMirrors => {
                return "These numbers are the team’s own, and it has not released them. Ask the team."
                    .to_owned();
            }
            Deed::ReadRecord | Deed::ReadJournal | Deed::Search | Deed::ReadPeople => {
                ("Read", Who::Anyone)
            }
            Deed::ReadMap | Deed::ReadReleasedMirrors => ("Read", Who::Anyone),
            Deed::EditRecord => return Who::OfTeam.refusal("Edit"),
            Deed::EditOwnWords => {
                return "These are somebody’s own words; only they change them. You can ask a question here instead.".to_owned();
            }
            Deed::Reveal => ("Reveal", Who::OfTeam),
            Deed::RetireRecord => ("Put away", Who::Owner),
            Deed::Invite => ("Invite", Who::Steward),
            Deed::EditTeam => ("Change the team", Who::Steward),
            Deed::EditMembership => ("Change a seat", Who::Steward),
            Deed::ChoosePractices => ("Choose what the team practises", Who::OfTeam),
            Deed::EditMap => ("Propose a change of the map", Who::TeamOrLeads),
            Deed::ReleaseMirrors => ("Release the team's mirrors", Who::OfTeam),
            Deed::Export => ("Export", Who::Steward),
            Deed::SponsorAgent => ("Sponsor an agent", Who::Steward),
            Deed::MakeToken => {
                return "An agent cannot make tokens; its team makes them.".to_owned();
            }
            Deed::ErasePerson | Deed::Backup | Deed::SeeSettings | Deed::EditSettings => {
                return "This is for a steward of the whole organisation.".to_owned();
            }
        };
        who.keeps(step)
    }
}

#[cfg(test)]
#[path = "deed/tests.rs"]
mod tests;
