//! Moves of a record, and what is hung on it; a refusal comes back beside its button.

use app::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::attachment::Slot;
use domain::id::Id;
use domain::kind::Kind;
use domain::record::Answers;
use maud::Markup;

use super::super::sent::Proved;
use super::super::{Failure, Seat, bring, failure};
use crate::pages::record_page;
use crate::parts::attached;
use crate::parts::moves::Refused;

pub(crate) async fn step(
    kind: &'static Kind,
    seat: Seat,
    Path((id, name)): Path<(String, String)>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let id = Id::from(id);
    let version = sent.number("version").unwrap_or(0);
    match seat.desk.make_move(&id, version, &name).await {
        Ok(dossier) => Ok(failure::done(&bring::to(&dossier.record), "moved")),
        Err(problem @ (Problem::Refused(_) | Problem::Stale(_))) => {
            refused(kind, &seat, &id, &name, problem).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The page as it is now, with why nothing happened.
async fn refused(
    kind: &'static Kind,
    seat: &Seat,
    id: &Id,
    step: &str,
    problem: Problem,
) -> Result<Response, Failure> {
    refused_with(kind, seat, (id, step), problem, |_| {}).await
}

/// The same with what was typed, so that nothing of it is lost.
pub(crate) async fn refused_with(
    kind: &'static Kind,
    seat: &Seat,
    (id, step): (&Id, &str),
    problem: Problem,
    fill: impl FnOnce(&mut crate::pages::record::RecordView),
) -> Result<Response, Failure> {
    let says = match &problem {
        Problem::Stale(_) => "Somebody changed this since you opened it. Here it is as it stands now; choose again if it still fits.".to_owned(),
        other => other.to_string(),
    };
    if !matches!(problem, Problem::Refused(_) | Problem::Stale(_)) {
        return Err(problem.into());
    }
    let status = Failure::from(problem).status();
    let mut view = bring::record(&seat.desk, kind, id).await?;
    view.refused = Some(Refused { step: step.to_owned(), says });
    fill(&mut view);
    Ok((status, record_page(&seat.frame, &view)).into_response())
}

pub(crate) async fn attach(
    kind: &'static Kind,
    seat: Seat,
    Path((id, slot)): Path<(String, String)>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let id = Id::from(id);
    let of = kind.slot(&slot).ok_or(Problem::NotFound)?;
    let answers = sent.answers(of.asks);
    match hung(&seat, &id, of, answers.clone(), &sent.text("once")).await {
        Ok(it) => {
            seat.desk.keep_draft(&format!("{}/{id}/{slot}", kind.slug), "").await?;
            let to = format!("/{}/{id}#at-{it}", kind.slug);
            Ok(failure::done(&to, if slot == "question" { "asked" } else { "added" }))
        }
        Err(Problem::Invalid(problems)) => {
            let mut view = bring::record(&seat.desk, kind, &id).await?;
            if let Some(hung) = view.hung.iter_mut().find(|it| it.slot.name == slot) {
                hung.tried = Some((answers, problems));
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, record_page(&seat.frame, &view)).into_response())
        }
        Err(problem @ Problem::Refused(_)) => refused(kind, &seat, &id, "", problem).await,
        Err(other) => Err(other.into()),
    }
}

/// What one has given once is changed by giving it again: a press that was lost on the way may be
/// repeated.
async fn hung(
    seat: &Seat,
    id: &Id,
    slot: &Slot,
    answers: Answers,
    once: &str,
) -> Result<Id, Problem> {
    let desk = &seat.desk;
    if slot.one_each {
        let dossier = desk.read(id).await?;
        let mine = dossier.slot(slot.name).find(|it| it.author == desk.actor().id);
        if let Some(had) = mine {
            desk.reword(id, &had.id, had.version, answers).await?;
            return Ok(had.id.clone());
        }
    }
    let it = match once {
        "" => desk.attach(id, slot.name, answers).await?,
        once => desk.attach_once(id, slot.name, answers, once).await?,
    };
    Ok(it.id)
}

/// What a writer may want to look at before sending, while they write. Nothing is saved.
pub(crate) async fn notice(
    kind: &'static Kind,
    seat: Seat,
    Path((id, slot)): Path<(String, String)>,
    Proved(sent): Proved,
) -> Result<Markup, Failure> {
    seat.desk.read(&Id::from(id)).await?;
    let slot = kind.slot(&slot).ok_or(Problem::NotFound)?;
    Ok(attached::noticed(slot, &sent.answers(slot.asks)))
}

pub(crate) async fn step_of(
    kind: &'static Kind,
    seat: Seat,
    Path((id, it, name)): Path<(String, String, String)>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let (id, it) = (Id::from(id), Id::from(it));
    let dossier = seat.desk.read(&id).await?;
    let slot =
        dossier.attached.iter().find(|one| one.id == it).and_then(|one| kind.slot(&one.slot));
    let step = slot
        .and_then(|slot| slot.moves.iter().find(|step| step.name == name))
        .ok_or(Problem::NotFound)?;
    let version = sent.number("version").unwrap_or(0);
    match seat.desk.move_attachment(&id, &it, version, &name, sent.answers(step.asks)).await {
        Ok(()) => Ok(failure::done(&format!("/{}/{id}#at-{it}", kind.slug), "moved")),
        Err(problem @ (Problem::Invalid(_) | Problem::Refused(_) | Problem::Stale(_))) => {
            refused(kind, &seat, &id, "", as_rule(problem)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// One's own words, within the time in which they may be changed.
pub(crate) async fn reword(
    kind: &'static Kind,
    seat: Seat,
    Path((id, it)): Path<(String, String)>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let (id, it) = (Id::from(id), Id::from(it));
    let dossier = seat.desk.read(&id).await?;
    let found = dossier.attached.iter().find(|one| one.id == it).ok_or(Problem::NotFound)?;
    let asks = kind.slot(&found.slot).ok_or(Problem::NotFound)?.asks;
    // What was answered beside these asks (an answer, a reason) is not the form's to drop.
    let mut answers = found.answers.clone();
    answers.extend(sent.answers(asks));
    let version = sent.number("version").unwrap_or(0);
    match seat.desk.reword(&id, &it, version, answers).await {
        Ok(()) => Ok(failure::done(&format!("/{}/{id}#at-{it}", kind.slug), "saved")),
        Err(problem) => refused(kind, &seat, &id, "", as_rule(problem)).await,
    }
}

/// Shows what each has written. There is no way back.
pub(crate) async fn reveal(
    kind: &'static Kind,
    seat: Seat,
    Path(id): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let id = Id::from(id);
    match seat.desk.reveal(&id, sent.number("version").unwrap_or(0)).await {
        Ok(dossier) => Ok(failure::done(&bring::to(&dossier.record), "moved")),
        Err(problem) => refused(kind, &seat, &id, "", problem).await,
    }
}

/// Problems of single fields as one sentence, where the form is folded away.
fn as_rule(problem: Problem) -> Problem {
    match problem {
        Problem::Invalid(problems) => {
            let says: Vec<String> = problems.into_iter().map(|it| it.says).collect();
            Problem::rule(says.join(" "))
        }
        other => other,
    }
}
