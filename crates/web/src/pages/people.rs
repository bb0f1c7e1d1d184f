//! People and teams: the tree, and who is where since when. Nobody is counted or ranked.

use domain::record::FieldProblem;
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct PeopleView {
    pub organisation: String,
    /// Depth-first, the root first.
    pub teams: Vec<Branch>,
    pub people: Vec<Named>,
    pub levels: Vec<String>,
    pub invite: Option<Invite>,
    pub may_add_team: bool,
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    pub name: String,
    pub slug: String,
    pub depth: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub name: String,
    pub handle: String,
    /// “Payments, lead since 4 March”, one for each seat.
    pub seats: Vec<String>,
}

/// What it takes to invite somebody: the form, or the link that came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invite {
    pub teams: Vec<(String, String)>,
    /// Shown once, right after it was made.
    pub link: Option<String>,
    /// Whether the house can mail it.
    pub mails: bool,
    /// Where a letter with the link is on its way.
    pub mailed: Option<String>,
}

/// What people say in their own name, and what became of it.
const FIRST: [(&str, &str, &str); 6] = [
    (
        "Ownership pages",
        "/ownership-pages",
        "What I own, what I handed over, what I don’t know, what I got wrong.",
    ),
    (
        "Deals",
        "/deals",
        "One page for a team and its leader, agreed by both, compared each quarter.",
    ),
    (
        "Backing statements",
        "/backing-statements",
        "“If this goes wrong, I will …”, and whether it held.",
    ),
    ("Feedback", "/feedback", "Asked in public, answered there, checked by whoever raised it."),
    ("You said, we did", "/you-said-we-did", "What came of it, refusals too."),
    (
        "Leave tests",
        "/leave-tests",
        "What would stall while somebody is away, and what was decided without them.",
    ),
];

pub fn page(frame: &Frame, view: &PeopleView) -> Markup {
    let frame = frame.at(Spot::People);
    let lead = html! {
        "Who is in which team, at which level, since when. Levels decide what is yours; nothing here measures anybody."
    };
    let body = html! {
        section {
            h2 { "Teams" }
            ul.tree { (branches(&view.teams)) }
            @if view.may_add_team { (add_team(&frame, view)) }
        }
        section { h2 { "People" } (people(view)) }
        section {
            h2 { "Leaders go first" }
            ul.lines.quiet {
                @for (word, to, why) in FIRST { li { a.what href=(to) { (word) } p.why { (why) } } }
            }
        }
        @if let Some(invite) = &view.invite { (invite_form(&frame, view, invite)) }
    };
    let page =
        Page::new("People and teams").under(view.organisation.clone(), "").lead(lead).body(body);
    frame.page(&page)
}

fn people(view: &PeopleView) -> Markup {
    html! {
        div.wide-table tabindex="0" role="region" aria-label="People" {
            table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Where" } } }
                tbody { @for it in &view.people { tr {
                    th scope="row" { a href={ "/person/" (it.handle) } { (it.name) } " " span.handle.soft { "@" (it.handle) } }
                    td { @if it.seats.is_empty() { span.soft { "without a seat now" } } @for (at, seat) in it.seats.iter().enumerate() { @if at > 0 { br; } (seat) } }
                } } }
            }
        }
    }
}

/// The branches at the first depth found, each with those below it.
fn branches(teams: &[Branch]) -> Markup {
    let depth = teams.first().map_or(0, |it| it.depth);
    let starts: Vec<usize> =
        teams.iter().enumerate().filter(|(_, it)| it.depth == depth).map(|(at, _)| at).collect();
    html! {
        @for (nth, start) in starts.iter().enumerate() {
            @let end = starts.get(nth + 1).copied().unwrap_or(teams.len());
            li {
                a href={ "/team/" (teams[*start].slug) } dir="auto" { (teams[*start].name) }
                @if end > start + 1 { ul { (branches(&teams[start + 1..end])) } }
            }
        }
    }
}

fn add_team(frame: &Frame, view: &PeopleView) -> Markup {
    html! {
        details {
            summary { "Add a team" }
            form.narrow-form method="post" action="/people/team" {
                (frame.token_field())
                div.field { label for="team-name" { "Its name" } input #team-name name="name" type="text" required maxlength="100" dir="auto"; }
                div.field { label for="team-parent" { "Below" }
                    select #team-parent name="parent" { @for it in &view.teams { option value=(it.slug) { (it.name) } } } }
                button { "Add the team" }
            }
        }
    }
}

fn invite_form(frame: &Frame, view: &PeopleView, invite: &Invite) -> Markup {
    html! {
        section #invite {
            h2 { "Invite somebody" }
            @if let Some(link) = &invite.link {
                p { "Give this link to the person yourself. It works once, for two weeks, and is shown only now." }
                p.once #invite-link { (link) }
                p { button.plain.js-only type="button" data-copy="invite-link" data-done="Copied" { "Copy the link" } }
            }
            @if let Some(address) = &invite.mailed { p role="status" { "A letter with a link that works once is on its way to " b { (address) } "." } }
            @if let Some(problem) = view.problems.first() { p.refused role="alert" { (problem.says) } }
            form.narrow-form method="post" action="/people/invite" {
                (frame.token_field())
                div.field { label for="invite-team" { "To which team" }
                    select #invite-team name="team" { @for (slug, name) in &invite.teams { option value=(slug) { (name) } } } }
                div.field { label for="invite-level" { "At which level" }
                    select #invite-level name="level" { @for it in &view.levels { option value=(it) { (words::capital(it)) } } } }
                div.field { label for="invite-role" { "And may" }
                    select #invite-role name="role" {
                        option value="member" { "write, and decide in their lanes" }
                        option value="reader" { "read and ask" }
                        option value="steward" { "also look after the team’s place here" }
                    } }
                @if invite.mails {
                    div.field { label for="invite-address" { "Mail the link to" } p.hint #invite-address-hint { "Leave it empty to get the link here and give it yourself." }
                        input #invite-address name="address" type="email" autocomplete="off" maxlength="254" aria-describedby="invite-address-hint"; }
                    button { "Invite" }
                } @else { button { "Make the link" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(name: &str, depth: usize) -> Branch {
        Branch { name: name.into(), slug: name.to_lowercase(), depth }
    }

    #[test]
    fn teams_are_nested_as_they_lie_under_each_other() {
        let teams = [branch("Root", 0), branch("A", 1), branch("A1", 2), branch("B", 1)];
        let drawn = branches(&teams).into_string();
        let shape: String = drawn
            .replace("<ul>", "(")
            .replace("</ul>", ")")
            .split('<')
            .map(|it| it.split_once('>').map_or(it, |part| part.1))
            .collect();
        assert_eq!(shape, "Root(A(A1)B)");
    }

    #[test]
    fn nobody_is_counted() {
        let named = |name: &str| Named {
            name: name.into(),
            handle: name.to_lowercase(),
            seats: vec!["Payments, lead".into()],
        };
        let view = PeopleView { people: vec![named("Ana"), named("Bo")], ..PeopleView::default() };
        let page = people(&view).into_string();
        let words: String =
            page.split('<').filter_map(|it| it.split_once('>')).map(|it| it.1).collect();
        assert!(!words.chars().any(|it| it.is_ascii_digit()), "{words}");
    }
}
