//! Six dots each, in silence; shown together, as counts.

use domain::attachment::Attachment;
use domain::practice::premortem::session::groups;
use domain::practice::premortem::slots::DOTS;
use maud::{Markup, html};

use super::Sheet;
use super::parts::{card, counts, mine, wordings};

pub(super) fn voting(sheet: Sheet) -> Markup {
    html! {
        @if sheet.room.takes_part { (ballot(sheet)) }
        @else { p.soft { "The team and those who lead it vote; the counts are shown once all are done." } }
        (counts(sheet.room.voted, "has voted. The votes are shown together.", "have voted. The votes are shown together."))
    }
}

fn ballot(sheet: Sheet) -> Markup {
    let given = mine(sheet, "vote").next().map(|it| &it.it);
    let tried = sheet.view.hung("vote").and_then(|it| it.tried.as_ref());
    html! {
        form.ballot #f-vote method="post" action={ (sheet.base) "/attach/vote" } data-dots=(DOTS) {
            (sheet.frame.token_field())
            @for name in ["likely", "damage"] { input type="hidden" name={ "a." (name) } value=""; }
            @if let Some((_, problems)) = tried { @for it in problems { p.problem role="alert" { (it.says) } } }
            ol.cards { @for group in groups(&sheet.view.dossier) { li {
                (card(group.card)) (wordings(&group.merged))
                div.dots {
                    (dot(given, "likely", "Likely", &group.card.id.to_string()))
                    (dot(given, "damage", "Would hurt most", &group.card.id.to_string()))
                }
            } } }
            p.soft data-left aria-live="polite" { "Three votes for each; fewer are fine." }
            button.plain[given.is_some()] { @if given.is_some() { "Change my votes" } @else { "Vote" } }
            @if given.is_some() { p.saved { "Your votes are in. You may change them until they are shown." } }
        }
    }
}

fn dot(given: Option<&Attachment>, name: &str, label: &str, card: &str) -> Markup {
    let set = given.is_some_and(|it| it.list(name).iter().any(|id| id == card));
    html! {
        label { input type="checkbox" name={ "a." (name) } value=(card) checked[set]; span { (label) } }
    }
}
