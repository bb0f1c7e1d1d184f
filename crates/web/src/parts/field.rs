//! One question of a form, for every way it can be answered.

use domain::finding::Finding;
use domain::kind::{Answer, Ask, Move, Need};
use domain::record::{Answers, FieldProblem, LINE_CHARS, PROSE_CHARS, Value};
use maud::{Markup, html};

use crate::parts::{finding, rows};
use crate::words;

/// What a form can offer to choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// `(handle, name)`.
    pub people: Vec<(String, String)>,
    /// `(id, what it says)`.
    pub lanes: Vec<(String, String)>,
    /// `(slug of the kind, id, title)`.
    pub records: Vec<(&'static str, String, String)>,
    pub domains: Vec<String>,
    /// `(slot, id, its words)` of what hangs on the record.
    pub attached: Vec<(&'static str, String, String)>,
    pub dimensions: Vec<Dimension>,
}

/// A dimension of the map, as a form asks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimension {
    pub name: String,
    /// “It takes {} person-days”: the words before and after the control.
    pub before: String,
    pub after: String,
    /// Labels, lowest first; empty for a number.
    pub steps: Vec<String>,
}

/// Everything around a set of asks.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    pub answers: &'a Answers,
    pub problems: &'a [FieldProblem],
    pub findings: &'a [Finding],
    pub choices: &'a Choices,
    /// The kind's moves, to say before which one an answer is needed.
    pub moves: &'a [Move],
    /// The move that is waited for, whose questions are not folded; empty for none.
    pub before: &'a str,
    /// Goes before every id, so that two forms may stand on one page.
    pub scope: &'a str,
}

impl<'a> Fields<'a> {
    /// Of what hangs on a record: nothing is noticed yet, and no move waits for an answer.
    pub fn of(
        choices: &'a Choices,
        scope: &'a str,
        (answers, problems): (&'a Answers, &'a [FieldProblem]),
    ) -> Self {
        Self { answers, problems, findings: &[], choices, moves: &[], before: "", scope }
    }
}

impl Fields<'_> {
    /// Every ask of a table that a person answers.
    pub fn all(&self, asks: &[Ask]) -> Markup {
        self.chosen(&asks.iter().filter(|it| !it.kept).collect::<Vec<_>>())
    }

    /// The asks that show at once, then the others, each folded until it is wanted.
    pub fn chosen(&self, asks: &[&Ask]) -> Markup {
        let more: Vec<&Ask> = asks.iter().copied().filter(|it| !it.first).collect();
        html! {
            @for ask in asks.iter().filter(|it| it.first) { (self.one(ask)) }
            (self.group(words::MORE, &more))
        }
    }

    /// Asks under one heading, each folded until it is wanted.
    pub fn group(&self, legend: &str, asks: &[&Ask]) -> Markup {
        html! {
            @if !asks.is_empty() {
                fieldset.more {
                    @if !legend.is_empty() { legend { (legend) } }
                    @for ask in asks { (self.folded(ask)) }
                }
            }
        }
    }

    /// Open where something stands in it already; what a check notices is seen either way.
    fn folded(&self, ask: &Ask) -> Markup {
        let filled = !ask.is_empty(self.answers.get(ask.name));
        html! {
            details open[filled || self.problem(ask.name).is_some() || self.is_waited_for(ask)] {
                summary { (ask.label) @if filled { span.unseen { ", answered" } } }
                (self.field(ask))
            }
            (self.notes(ask.name))
        }
    }

    fn is_waited_for(&self, ask: &Ask) -> bool {
        matches!(ask.need, Need::Before(step) if step == self.before)
    }

    pub fn problem(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|it| it.field == name).map(|it| it.says.as_str())
    }

    /// One ask with its label, its control, and what is to be said about it.
    pub fn one(&self, ask: &Ask) -> Markup {
        html! { (self.field(ask)) (self.notes(ask.name)) }
    }

    fn field(&self, ask: &Ask) -> Markup {
        let id = self.id(ask.name);
        let problem = self.problem(ask.name);
        let grouped = matches!(
            ask.answer,
            Answer::Rows(_) | Answer::Lanes | Answer::Attached(_) | Answer::Case
        );
        let inside = html! {
            @if !ask.hint.is_empty() { p.hint id={ (id) "-hint" } { (ask.hint) } }
            (self.control(ask, &id))
            @if let Some(says) = problem { p.problem id={ (id) "-problem" } { (says) } }
        };
        html! {
            @if grouped {
                fieldset.field.wrong[problem.is_some()] id=(id) { legend { (self.label(ask)) } (inside) }
            } @else {
                div.field.wrong[problem.is_some()] { label for=(id) { (self.label(ask)) } (inside) }
            }
        }
    }

    fn label(&self, ask: &Ask) -> Markup {
        html! {
            (ask.label)
            @if let Need::Before(step) = ask.need { small.soft { " · before “" (self.move_label(step)) "”" } }
        }
    }

    fn move_label(&self, name: &'static str) -> &'static str {
        self.moves.iter().find(|it| it.name == name).map_or(name, |it| it.label)
    }

    fn notes(&self, name: &str) -> Markup {
        if self.scope.is_empty() {
            finding::beside(self.findings, name)
        } else {
            html! {}
        }
    }

    pub fn id(&self, name: &str) -> String {
        format!("{}f-{}", self.scope, finding::id_of(name))
    }

    /// Ids of the hint and the problem, for whoever listens instead of looking.
    fn described(&self, ask: &Ask, id: &str) -> Option<String> {
        let hint = (!ask.hint.is_empty()).then(|| format!("{id}-hint"));
        let problem = self.problem(ask.name).map(|_| format!("{id}-problem"));
        let both: Vec<String> = hint.into_iter().chain(problem).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn text<'b>(&'b self, ask: &Ask) -> &'b str {
        match self.answers.get(ask.name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    fn control(&self, ask: &Ask, id: &str) -> Markup {
        let name = format!("a.{}", ask.name);
        let about = self.described(ask, id);
        let wrong = self.problem(ask.name).map(|_| "true");
        let value = self.text(ask);
        let needed = ask.need == Need::Always;
        let line = |kind: &str, class: &str| {
            html! { input id=(id) name=(name) type=(kind) class=(class) value=(value) maxlength=(LINE_CHARS) required[needed]
            aria-describedby=[about.as_deref()] aria-invalid=[wrong] dir="auto" autocomplete="off"; }
        };
        match ask.answer {
            Answer::Line | Answer::Link => line("text", ""),
            Answer::Prose => html! {
                textarea id=(id) name=(name) rows="3" maxlength=(PROSE_CHARS) required[needed]
                    aria-describedby=[about] aria-invalid=[wrong] dir="auto" { (value) }
            },
            Answer::Day => line("date", "short"),
            Answer::Number { unit } => html! {
                input.short id=(id) name=(name) type="text" inputmode="decimal" value=(value) required[needed]
                    aria-describedby=[about] aria-invalid=[wrong];
                @if !unit.is_empty() { span.unit { (unit) } }
            },
            Answer::OneOf(choices) => {
                let choices = choices.iter().map(|(stored, shown)| (*stored, *shown));
                select(id, &name, value, choices, about.as_deref())
            }
            Answer::Person => {
                let people = self
                    .choices
                    .people
                    .iter()
                    .map(|(handle, name)| (handle.as_str(), name.as_str()));
                select(id, &name, value, people, about.as_deref())
            }
            Answer::Record(kind) => {
                let records = self.choices.records.iter().filter(|it| it.0 == kind);
                select(
                    id,
                    &name,
                    value,
                    records.map(|it| (it.1.as_str(), it.2.as_str())),
                    about.as_deref(),
                )
            }
            Answer::People => {
                let listed = self
                    .listed(ask)
                    .iter()
                    .map(|it| format!("@{it}"))
                    .collect::<Vec<_>>()
                    .join(", ");
                html! { input id=(id) name=(name) type="text" value=(listed) aria-describedby=[about] aria-invalid=[wrong] autocomplete="off"; }
            }
            Answer::Lanes => self.lanes(ask, &name),
            Answer::Attached(slot) => self.attached(ask, slot, &name),
            Answer::Case => rows::case(self, ask, &name),
            Answer::Rows(columns) => rows::rows(self, ask, columns, &name),
        }
    }

    fn listed(&self, ask: &Ask) -> &[String] {
        match self.answers.get(ask.name) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    fn attached(&self, ask: &Ask, slot: &str, name: &str) -> Markup {
        let ticked = self.listed(ask);
        let offered = self.choices.attached.iter().filter(|it| it.0 == slot);
        html! {
            input type="hidden" name=(name) value="";
            ul.checks {
                @for (_, id, says) in offered {
                    li { label { input type="checkbox" name=(name) value=(id) checked[ticked.contains(id)]; span dir="auto" { (says) } } }
                }
            }
        }
    }

    fn lanes(&self, ask: &Ask, name: &str) -> Markup {
        let ticked = self.listed(ask);
        html! {
            // Says that the question was there even when nothing is ticked.
            input type="hidden" name=(name) value="";
            @if self.choices.lanes.is_empty() { p.soft { "The team’s map has no lanes yet." } }
            ul.checks {
                @for (id, says) in &self.choices.lanes {
                    li { label { input type="checkbox" name=(name) value=(id) checked[ticked.contains(id)]; span { (says) } } }
                }
            }
        }
    }
}

/// A list to choose one from; a stored value that is no longer offered stays, marked.
pub fn select<'a>(
    id: &str,
    name: &str,
    value: &str,
    choices: impl Iterator<Item = (&'a str, &'a str)>,
    about: Option<&str>,
) -> Markup {
    let mut choices: Vec<(&str, &str)> = choices.collect();
    let kept = format!("{value} (no longer offered)");
    if !value.is_empty() && choices.iter().all(|(stored, _)| *stored != value) {
        choices.push((value, &kept));
    }
    html! {
        select id=(id) name=(name) aria-describedby=[about] {
            option value="" { "–" }
            @for (stored, shown) in choices { option value=(stored) selected[stored == value] { (shown) } }
        }
    }
}
