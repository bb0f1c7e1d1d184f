//! Settings: your password, your sessions, your tokens; and what the organisation decided once.

mod stuck;

use domain::record::FieldProblem;
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct SettingsView {
    pub has_password: bool,
    pub sessions: Vec<Session>,
    pub tokens: Vec<Token>,
    /// Shown once, right after it was made.
    pub new_token: Option<String>,
    pub feeds: Option<FeedLink>,
    /// Addresses of the calendar and of the news, shown once, right after they were made.
    pub new_feeds: Option<(String, String)>,
    /// `(stored, shown)`.
    pub scopes: Vec<(String, String)>,
    /// Only for whoever looks after the organisation.
    pub organisation: Option<OrganisationView>,
    /// What was given up, likewise.
    pub stuck: Vec<app::Stuck>,
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub id: String,
    pub device: String,
    pub seen: domain::id::At,
    pub this: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub id: String,
    pub name: String,
    pub scopes: String,
    pub until: jiff::civil::Date,
}

/// The link that calendars and feed readers have.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedLink {
    pub made: jiff::civil::Date,
    pub read: Option<jiff::civil::Date>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganisationView {
    pub name: String,
    /// Lowest first.
    pub levels: Vec<String>,
    pub leads_from: usize,
}

pub fn page(frame: &Frame, view: &SettingsView) -> Markup {
    let frame = frame.at(Spot::Settings);
    let body = html! {
        section { h2 { "How Remit reaches you" } p { a href="/settings/reaching" { "Messages, each with its reason and its switch; quiet hours" } } }
        (password(&frame, view))
        (sessions(&frame, view))
        (tokens(&frame, view))
        (feeds(&frame, view))
        @if let Some(organisation) = &view.organisation { (organisation_form(&frame, view, organisation)) }
        (stuck::section(&frame, &view.stuck))
        section { h2 { "Help" } p { a href="/guide" { "Guide" } " · " a href="/keys" { "Keys" } " · " a href="/api/openapi.json" { "The API as OpenAPI" } } }
    };
    let lead = html! { "What is yours alone, and what the organisation settled once." };
    frame.page(&Page::new("Settings").lead(lead).body(body))
}

fn problem(view: &SettingsView, field: &str) -> Markup {
    let found = view.problems.iter().find(|it| it.field == field);
    html! { @if let Some(it) = found { p.problem role="alert" { (it.says) } } }
}

fn password(frame: &Frame, view: &SettingsView) -> Markup {
    html! {
        section {
            h2 { "Password" }
            @if !view.has_password { p { "You came in by a link and have no password yet. With one, you can come back from any browser." } }
            form.narrow-form method="post" action="/settings/password" {
                (frame.token_field())
                input type="text" name="username" value=(frame.me.as_ref().map_or("", |it| &it.handle)) autocomplete="username" aria-label="Your handle" hidden;
                @if view.has_password {
                    div.field { label for="current" { "The one you have" }
                        input #current name="current" type="password" autocomplete="current-password" required maxlength="1000"; (problem(view, "current")) }
                }
                div.field { label for="password" { "New password" } p.hint #password-hint { "At least twelve characters. A few words are easier than signs." }
                    input #password name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="1000" aria-describedby="password-hint"; (problem(view, "password")) }
                button { "Set it" }
            }
        }
    }
}

fn sessions(frame: &Frame, view: &SettingsView) -> Markup {
    html! {
        section {
            h2 { "Where you are signed in" }
            ul.lines {
                @for it in &view.sessions { li {
                    span.what { (it.device) @if it.this { " " span.state { "this one" } } }
                    span.when { (words::ago(it.seen, frame.now)) }
                    @if !it.this { form.why method="post" action={ "/settings/session/" (it.id) "/end" } { (frame.token_field()) button.link { "End it" } } }
                } }
            }
        }
    }
}

fn tokens(frame: &Frame, view: &SettingsView) -> Markup {
    let wrong =
        view.problems.iter().any(|it| ["name", "scopes", "days"].contains(&it.field.as_str()));
    html! {
        section {
            h2 { "Tokens for programs" }
            @if let Some(secret) = &view.new_token {
                p { "This is shown only now. Whoever has it acts as you, as far as its scopes go." }
                p.once #new-token { (secret) }
                p { button.plain.js-only type="button" data-copy="new-token" data-done="Copied" { "Copy it" } }
            }
            @if view.tokens.is_empty() { p.soft { "None. A token lets the command line or a CI job ask here in your name." } }
            @else { ul.lines { @for it in &view.tokens { li {
                span.what { (it.name) } span.when { "until " (words::day(it.until, frame.today)) }
                p.why { (it.scopes) }
                form.why method="post" action={ "/settings/token/" (it.id) "/end" } { (frame.token_field()) button.link { "Withdraw it" } }
            } } } }
            details open[wrong] { summary { "Make a token" } (token_form(frame, view)) }
        }
    }
}

fn token_form(frame: &Frame, view: &SettingsView) -> Markup {
    html! {
        form.narrow-form method="post" action="/settings/token" {
            (frame.token_field())
            div.field { label for="token-name" { "What it is for" } input #token-name name="name" type="text" required maxlength="100"; (problem(view, "name")) }
            fieldset.field { legend { "What it may do" }
                ul.checks { @for (stored, shown) in &view.scopes { li { label { input type="checkbox" name="scope" value=(stored); (shown) } } } } (problem(view, "scopes")) }
            div.field { label for="token-days" { "For how many days" } input.short #token-days name="days" type="text" inputmode="numeric" value="90"; (problem(view, "days")) }
            button { "Make it" }
        }
    }
}

fn feeds(frame: &Frame, view: &SettingsView) -> Markup {
    html! {
        section #feeds {
            h2 { "Calendar and feed reader" }
            p { "One calendar with what you promised, what your teams look at again, demos and office hours; and a feed of what was decided, published, shown and celebrated there. Titles, days and places only." }
            @if let Some((calendar, news)) = &view.new_feeds {
                p { "These are shown only now. Whoever has one reads what you may read there, without signing in." }
                (address("calendar-address", "For the calendar", calendar))
                (address("news-address", "For the feed reader", news))
            }
            @if let Some(it) = &view.feeds {
                p.soft { "Made " (words::day(it.made, frame.today)) ", " (last_read(it, frame.today)) ". It ends when nobody has read it for 90 days." }
                form method="post" action="/settings/feeds/end" { (frame.token_field()) button.link { "End it" } }
            }
            form.narrow-form method="post" action="/settings/feeds" {
                (frame.token_field())
                @if view.feeds.is_some() { p.hint { "A new link ends the one you have." } }
                button.plain[view.feeds.is_some()] { @if view.feeds.is_some() { "Make a new link" } @else { "Make a link" } }
            }
        }
    }
}

fn address(id: &str, label: &str, address: &str) -> Markup {
    html! {
        p.small { (label) }
        p.once id=(id) { (address) }
        p { button.plain.js-only type="button" data-copy=(id) data-done="Copied" { "Copy it" } }
    }
}

fn last_read(it: &FeedLink, today: jiff::civil::Date) -> String {
    match it.read {
        Some(day) if day == today => "read today".to_owned(),
        Some(day) => format!("last read {}", words::day(day, today)),
        None => "not read yet".to_owned(),
    }
}

fn organisation_form(frame: &Frame, view: &SettingsView, it: &OrganisationView) -> Markup {
    html! {
        section {
            h2 { "The organisation" }
            form.narrow-form method="post" action="/settings/organisation" {
                (frame.token_field())
                div.field { label for="org-name" { "Its name" } input #org-name name="name" type="text" value=(it.name) required maxlength="100" dir="auto"; (problem(view, "organisation")) }
                div.field { label for="org-levels" { "Levels, lowest first" } p.hint #org-levels-hint { "One a line. Lanes name them." }
                    textarea #org-levels name="levels" rows="4" aria-describedby="org-levels-hint" { (it.levels.join("\n")) } (problem(view, "levels")) }
                div.field { label for="org-leads" { "Who leads from outside the work" } p.hint #org-leads-hint { "From this level on. They may ask everything and open nothing in a team’s own reviews." }
                    select #org-leads name="leads_from" aria-describedby="org-leads-hint" { @for (at, level) in it.levels.iter().enumerate() { option value=(at) selected[at == it.leads_from] { (level) " and above" } } } }
                button { "Save" }
            }
        }
    }
}
