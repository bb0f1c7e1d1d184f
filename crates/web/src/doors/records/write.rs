//! Beginning and editing: the form, its checks, its drafts, and two people at once.

use app::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::deed::may;
use domain::id::{At, Id};
use domain::kind::Kind;
use domain::record::{Answers, Dossier, Record, Value};
use maud::Markup;

use super::super::sent::{Asked, Proved};
use super::super::{Failure, Seat, bring, failure, office_hours};
use crate::forms::Sent;
use crate::pages::form::{FormView, Theirs, page};

/// What a press of a row's button, a check, or a refused save shows again.
struct Written {
    id: Option<String>,
    version: i64,
    team: Id,
    title: String,
    answers: Answers,
    /// The topic it begins from, as its form carries it.
    from: String,
}

pub(crate) async fn begin_form(
    kind: &'static Kind,
    seat: Seat,
    Asked(asked): Asked,
) -> Result<Markup, Failure> {
    let filled = office_hours::filled(&seat.desk, kind, &asked).await?;
    let draft = seat.desk.draft(&format!("{}/new", kind.slug)).await?;
    let own = filled.is_none() && asked.get("title").is_none();
    let from_draft = draft.filter(|_| own).map(|it| sent_of(&it.text));
    let sent = from_draft.as_ref().or(filled.as_ref()).unwrap_or(&asked);
    let written = written(kind, &seat, sent, None)?;
    let mut view = view(kind, &seat, written).await?;
    view.from_draft = from_draft.is_some();
    Ok(page(&seat.frame, &view))
}

pub(crate) async fn edit_form(
    kind: &'static Kind,
    seat: Seat,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Markup, Failure> {
    let record = seat.desk.read(&Id::from(id.clone())).await?.record;
    // A form that could not be sent would only take somebody's time.
    may(seat.desk.standing(Some(&record.team), Some(&record.author)), kind.edited_by())?;
    let draft = seat.desk.draft(&format!("{}/{id}", kind.slug)).await?;
    // A draft of an older version would overwrite what others saved since.
    let draft =
        draft.map(|it| sent_of(&it.text)).filter(|it| it.number("version") == Some(record.version));
    let from_draft = draft.is_some();
    let mut written = match &draft {
        Some(sent) => written(kind, &seat, sent, Some(&record))?,
        None => Written {
            id: Some(id),
            version: record.version,
            team: record.team.clone(),
            title: record.title.clone(),
            answers: record.answers.clone(),
            from: String::new(),
        },
    };
    written.version = record.version;
    let mut view = view(kind, &seat, written).await?;
    view.from_draft = from_draft;
    view.before = asked.text("for");
    Ok(page(&seat.frame, &view))
}

/// The same form again with what the checks notice. Nothing is saved.
pub(crate) async fn check(
    kind: &'static Kind,
    seat: Seat,
    Proved(sent): Proved,
) -> Result<Markup, Failure> {
    let record = match sent.get("id") {
        Some(id) => Some(seat.desk.read(&Id::from(id)).await?.record),
        None => None,
    };
    let view = view(kind, &seat, written(kind, &seat, &sent, record.as_ref())?).await?;
    Ok(page(&seat.frame, &view))
}

pub(crate) async fn begin(
    kind: &'static Kind,
    seat: Seat,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let written = written(kind, &seat, &sent, None)?;
    if sent.press().is_some() {
        return Ok(page(&seat.frame, &view(kind, &seat, written).await?).into_response());
    }
    let (desk, answers) = (&seat.desk, written.answers.clone());
    let begun = match office_hours::from_of(&sent) {
        Some((hours, topic)) => {
            let from = (&hours, &topic);
            desk.begin_from(from, kind.slug, &written.team, &written.title, answers).await
        }
        None => desk.begin(kind.slug, &written.team, &written.title, answers).await,
    };
    match begun {
        Ok(dossier) => {
            seat.desk.keep_draft(&format!("{}/new", kind.slug), "").await?;
            Ok(failure::done(&bring::to(&dossier.record), "begun"))
        }
        Err(problem) => again(kind, &seat, written, problem).await,
    }
}

pub(crate) async fn save(
    kind: &'static Kind,
    seat: Seat,
    Path(id): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let id = Id::from(id);
    let record = seat.desk.read(&id).await?.record;
    let written = written(kind, &seat, &sent, Some(&record))?;
    if sent.press().is_some() {
        return Ok(page(&seat.frame, &view(kind, &seat, written).await?).into_response());
    }
    match seat.desk.save(&id, written.version, &written.title, written.answers.clone()).await {
        Ok(dossier) => {
            seat.desk.keep_draft(&format!("{}/{id}", kind.slug), "").await?;
            Ok(failure::done(&bring::to(&dossier.record), "saved"))
        }
        Err(problem) => again(kind, &seat, written, problem).await,
    }
}

/// Keeps what somebody types. Answers without a page: the script says what came of it.
pub(crate) async fn keep_draft(
    seat: Seat,
    Path(key): Path<String>,
    Proved(sent): Proved,
) -> Result<StatusCode, Failure> {
    let pairs: Vec<_> = sent.0.into_iter().filter(|(name, _)| name != "rows").collect();
    let text = serde_json::to_string(&pairs).map_err(Problem::broken)?;
    seat.desk.keep_draft(&key, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn sent_of(draft: &str) -> Sent {
    // A draft of an older form may not read; then it is as if there were none.
    Sent(serde_json::from_str(draft).unwrap_or_default())
}

/// The form again with what is wrong; nothing that was typed is lost.
async fn again(
    kind: &'static Kind,
    seat: &Seat,
    written: Written,
    problem: Problem,
) -> Result<Response, Failure> {
    let title = written.title.clone();
    let answers = written.answers.clone();
    let mut view = view(kind, seat, written).await?;
    let status = match problem {
        Problem::Invalid(problems) => {
            view.problems = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Problem::Stale(Some(theirs)) => {
            view.version = theirs.record.version;
            view.theirs = Some(differs(kind, seat, &theirs, &title, &answers).await?);
            StatusCode::CONFLICT
        }
        other => return Err(other.into()),
    };
    Ok((status, page(&seat.frame, &view)).into_response())
}

async fn differs(
    kind: &Kind,
    seat: &Seat,
    theirs: &Dossier,
    title: &str,
    mine: &Answers,
) -> Result<Theirs, Failure> {
    let by = seat.desk.history(&theirs.record.id).await?.last().map(|it| it.actor.clone());
    let by = by.map_or_else(
        || "Somebody".to_owned(),
        |it| seat.desk.organisation().name_of(&it).to_owned(),
    );
    let mut differs = Vec::new();
    if theirs.record.title != title {
        differs.push((kind.begin.to_owned(), theirs.record.title.clone(), title.to_owned()));
    }
    for ask in kind.asks.iter().filter(|it| !it.kept) {
        let (stored, written) =
            (as_text(theirs.record.answers.get(ask.name)), as_text(mine.get(ask.name)));
        if stored.trim() != written.trim() {
            differs.push((ask.label.to_owned(), stored, written));
        }
    }
    Ok(Theirs { by, differs })
}

fn as_text(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::List(items)) => items.join(", "),
        Some(Value::Rows(rows)) => {
            let row = |row: &domain::record::Row| {
                row.values().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
            };
            rows.iter().map(row).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
        }
    }
}

fn written(
    kind: &Kind,
    seat: &Seat,
    sent: &Sent,
    record: Option<&Record>,
) -> Result<Written, Failure> {
    let desk = &seat.desk;
    let team = match (record, sent.get("team").filter(|it| !it.is_empty())) {
        (Some(record), _) => record.team.clone(),
        (None, Some(slug)) => desk.team(slug)?.id.clone(),
        (None, None) => home(desk, kind)?,
    };
    let mut answers = record.map(|it| it.answers.clone()).unwrap_or_default();
    answers.extend(match sent.press() {
        Some(press) => sent.answers_pressed(kind.asks, &press),
        None => sent.answers(kind.asks),
    });
    Ok(Written {
        id: record.map(|it| it.id.to_string()),
        version: sent.number("version").unwrap_or(record.map_or(0, |it| it.version)),
        team,
        title: sent.text("title"),
        answers,
        from: sent.text("from"),
    })
}

/// The team one begins in unless one says otherwise.
pub(crate) fn home(desk: &app::Desk, kind: &Kind) -> Result<Id, Problem> {
    let mine = desk.my_teams();
    let may = |it: &&&domain::people::Team| desk.standing(Some(&it.id), None).is(kind.by);
    // Where one may begin none, the refusal says why.
    let mine = mine.iter().find(may).or(mine.first()).map(|it| it.id.clone());
    mine.or_else(|| desk.organisation().root().map(|it| it.id.clone())).ok_or(Problem::NotFound)
}

async fn view(kind: &'static Kind, seat: &Seat, written: Written) -> Result<FormView, Failure> {
    let desk = &seat.desk;
    let team = desk.organisation().team(&written.team).cloned().ok_or(Problem::NotFound)?;
    let may = |it: &&domain::people::Team| desk.standing(Some(&it.id), None).is(kind.by);
    let teams = desk
        .my_teams()
        .into_iter()
        .filter(may)
        .map(|it| (it.slug.clone(), it.name.clone()))
        .collect();
    let dossier = dossier(kind, desk, &written).await?;
    let surroundings = desk.surroundings(&dossier).await?;
    let quiet = written.title.is_empty() && written.answers.is_empty();
    let findings =
        if quiet { Vec::new() } else { (kind.findings)(&dossier, &surroundings.around(desk)) };
    let mut choices = bring::choices(desk, kind, &written.team).await?;
    // Nothing is a part of itself, or replaced by itself.
    choices.records.retain(|(_, id, _)| written.id.as_ref() != Some(id));
    Ok(FormView {
        kind,
        choices,
        at_once: (dossier.record.state == kind.first_state())
            .then(|| kind.waits_at_once(&dossier.record))
            .flatten(),
        state: dossier.record.state.clone(),
        before: String::new(),
        id: written.id,
        version: written.version,
        title: written.title,
        answers: written.answers,
        problems: Vec::new(),
        findings,
        teams,
        team: team.slug,
        theirs: None,
        from_draft: false,
        from: written.from,
    })
}

/// The record as it would be if this were saved: what the checks look at.
async fn dossier(kind: &Kind, desk: &app::Desk, written: &Written) -> Result<Dossier, Problem> {
    let mut dossier = match &written.id {
        Some(id) => desk.read(&Id::from(id.clone())).await?,
        None => Dossier {
            record: Record {
                id: Id::default(),
                kind: kind.slug.to_owned(),
                state: kind.first_state().to_owned(),
                title: String::new(),
                team: written.team.clone(),
                author: desk.actor().id.clone(),
                answers: Answers::new(),
                version: 0,
                opened_at: desk.now(),
                changed_at: At::default(),
                revealed: false,
                retired: false,
            },
            attached: Vec::new(),
        },
    };
    dossier.record.title.clone_from(&written.title);
    dossier.record.answers.clone_from(&written.answers);
    Ok(dossier)
}
