//! Rules of what people say in their own name: ownership pages, backing statements, leave tests.

use crate::attachment::Attachment;
use crate::kind::Around;
use crate::people::{bare, is_among, same_handle};
use crate::record::{Dossier, Refusal};

/// Nobody speaks for the one whose page it is; not even a steward.
pub(super) fn by_its_author(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    match around.actor {
        Some(actor) if actor.id != dossier.record.author => Err(not_theirs()),
        _ => Ok(()),
    }
}

/// The same for a move of a line on the page.
pub(super) fn line_by_its_author(
    dossier: &Dossier,
    _: &Attachment,
    around: &Around,
) -> Result<(), Refusal> {
    by_its_author(dossier, around)
}

fn not_theirs() -> Refusal {
    let says =
        "This is said in somebody’s own name, so only they write here. You can ask a question.";
    Refusal::NotYours(says.to_owned())
}

/// Whether the actor is who this handle names; a plain check without an actor passes.
pub(super) fn is_actor(around: &Around, handle: &str) -> bool {
    around.actor.is_none_or(|it| same_handle(&it.handle, handle))
}

/// Whether it is put to somebody in particular, who is still here to answer.
pub(super) fn is_put_to_somebody(around: &Around, handle: &str) -> bool {
    !bare(handle).is_empty() && !is_among(around.left, handle)
}
