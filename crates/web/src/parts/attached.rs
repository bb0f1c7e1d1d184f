//! What hangs on a record, slot by slot: read, answered, added to.

use domain::attachment::{Attachment, COMMON, Hides, LINK, Slot, SlotMove};
use domain::finding::Finding;
use domain::kind::{Answer, Ask};
use domain::questions::Offered;
use domain::record::{Answers, FieldProblem, Value};
use maud::{Markup, html};

use crate::guide;
use crate::parts::field::{Choices, Fields};
use crate::parts::{finding, how, link};
use crate::safe::prose;
use crate::shell::Frame;
use crate::words;

/// One slot of one record, as one person may see it.
#[derive(Clone)]
pub struct Hung {
    pub slot: &'static Slot,
    pub items: Vec<Item>,
    pub may_add: bool,
    /// How many are written that nobody may read yet.
    pub sealed: usize,
    /// Version of the record, where what is hidden may be revealed by whoever looks.
    pub reveals: Option<i64>,
    /// Questions of the bank that fit here now.
    pub offers: Vec<Offered>,
    /// A refused attempt to add: what was written, and what is wrong with it.
    pub tried: Option<(Answers, Vec<FieldProblem>)>,
}

#[derive(Clone)]
pub struct Item {
    pub it: Attachment,
    pub by: String,
    pub moves: Vec<&'static SlotMove>,
    /// Its words may still be changed by whoever looks.
    pub may_reword: bool,
    /// What its writer may want to look at once more; empty for everybody else.
    pub notices: Vec<Finding>,
}

impl Hung {
    /// As somebody sees it who may do nothing here.
    pub fn only_read(self) -> Self {
        let read =
            |it: Item| Item { moves: Vec::new(), may_reword: false, notices: Vec::new(), ..it };
        let items = self.items.into_iter().map(read).collect();
        Self { items, may_add: false, reveals: None, offers: Vec::new(), tried: None, ..self }
    }
}

/// Everything a slot needs from its page.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub frame: &'a Frame,
    /// Path of the record.
    pub base: &'a str,
    pub choices: &'a Choices,
}

/// A slot with its heading; nothing at all where it is empty and closed to you.
pub fn slot(around: Around, hung: &Hung) -> Markup {
    if hung.items.is_empty() && !hung.may_add && hung.sealed == 0 {
        return html! {};
    }
    html! {
        section.slot id={ "slot-" (hung.slot.name) } {
            h2 { (hung.slot.plural) @if !hung.items.is_empty() { " " small { (open_of(hung)) } } }
            @if hung.items.is_empty() { p.soft { (hung.slot.purpose) } }
            (items(around, hung))
            @if hung.sealed > 0 { p.soft { (sealed(hung)) } }
            @if let Some(version) = hung.reveals { (reveal(around, version)) }
            (add(around, hung))
        }
    }
}

/// How much is written that nobody else may read yet. Never by whom.
fn sealed(hung: &Hung) -> String {
    // The heading above may be a sentence; what is counted is a noun.
    let written = words::count(hung.sealed as i64, &hung.slot.label.to_lowercase());
    let end = match hung.slot.hides {
        Hides::Always => "; others only ever see what many of them say together.",
        _ => ", to be read together.",
    };
    format!("{written} written{end}")
}

/// From then on everybody reads what each has written. There is no way back.
fn reveal(around: Around, version: i64) -> Markup {
    html! {
        form.acts.no-print method="post" action={ (around.base) "/reveal" } {
            (around.frame.token_field())
            input type="hidden" name="version" value=(version);
            button.plain { "Read them together" }
            span.soft { "Everybody sees what each has written; there is no way back." }
        }
    }
}

/// Slots nobody has used, folded into one line at the end of a page.
pub fn unused(around: Around, slots: &[&Hung]) -> Markup {
    html! {
        @if !slots.is_empty() {
            section.slot.no-print {
                h2 { "Add to it" }
                div.adds { @for hung in slots { (add(around, hung)) } }
            }
        }
    }
}

fn open_of(hung: &Hung) -> String {
    let open = hung.items.iter().filter(|it| hung.slot.state(&it.it.state).1).count();
    match (open, hung.items.len()) {
        (0, _) => String::new(),
        (open, all) if open == all => format!("{open} open"),
        (open, all) => format!("{open} of {all} open"),
    }
}

pub fn items(around: Around, hung: &Hung) -> Markup {
    html! {
        @if !hung.items.is_empty() {
            ol.thread { @for item in &hung.items { (one(around, hung.slot, item)) } }
        }
    }
}

fn one(around: Around, slot: &Slot, item: &Item) -> Markup {
    let (label, open) = slot.state(&item.it.state);
    let frame = around.frame;
    // Its number in the bank is for the program; people read the question.
    let read = |ask: &&Ask| ask.name != "bank" && !ask.is_empty(item.it.answers.get(ask.name));
    let extra = slot.asks.iter().skip(1).filter(read);
    // What takes a sentence or more has a line of its own; days and names share one.
    let (long, short): (Vec<&Ask>, Vec<&Ask>) =
        extra.partition(|ask| matches!(ask.answer, Answer::Prose | Answer::Rows(_)));
    let line = |ask: &Ask| said(around, ask, &item.it.answers);
    html! {
        li id={ "at-" (item.it.id) } {
            (first(around, slot, &item.it))
            @if !short.is_empty() { p.small { @for (at, ask) in short.iter().enumerate() { @if at > 0 { " · " } (line(ask)) } } }
            @for ask in &long { p.small { (line(ask)) } }
            p.by {
                (item.by) ", " time datetime=(item.it.made_at) { (words::ago(item.it.made_at, frame.now)) }
                @if slot.states.len() > 1 { " · " span.state.shut[!open] { (label) } }
            }
            (replies(around, slot, &item.it))
            @if !item.notices.is_empty() { div.no-print { @for it in &item.notices { (finding::one(it)) } p.soft.small { "Only you see this." } } }
            @if !item.moves.is_empty() || item.may_reword {
                div.acts.no-print {
                    @for step in &item.moves { (act(around, slot, item, step)) }
                    @if item.may_reword { (reword(around, slot, item)) }
                }
            }
        }
    }
}

/// What the steps have said, each once: texts as replies, with their questions where there are
/// several; who and when in one line below.
fn replies(around: Around, slot: &Slot, it: &Attachment) -> Markup {
    let mut asks: Vec<&Ask> = Vec::new();
    let today = around.frame.today;
    for ask in slot.moves.iter().flat_map(|step| step.asks) {
        if !ask.is_empty(it.answers.get(ask.name)) && !asks.iter().any(|one| one.name == ask.name) {
            asks.push(ask);
        }
    }
    let is_text = |ask: &&Ask| matches!(ask.answer, Answer::Line | Answer::Prose);
    let (texts, short): (Vec<&Ask>, Vec<&Ask>) = asks.into_iter().partition(is_text);
    html! {
        @for ask in &texts {
            div.reply { @if texts.len() > 1 { p.soft.small { (ask.label) } } (prose(&words::dated(it.text(ask.name), today))) }
        }
        @if !short.is_empty() {
            p.small { @for (at, ask) in short.iter().enumerate() { @if at > 0 { " · " } (said(around, ask, &it.answers)) } }
        }
    }
}

/// The text itself; a link becomes one.
fn first(around: Around, slot: &Slot, it: &Attachment) -> Markup {
    let Some(ask) = slot.asks.first() else { return html! {} };
    let text = it.text(ask.name);
    match ask.answer {
        Answer::Link => html! { p { (linked(around, text)) } },
        Answer::Prose => prose(text),
        _ => html! { p dir="auto" { (text) } },
    }
}

/// An address by itself, a record by its title.
fn linked(around: Around, text: &str) -> Markup {
    let known = around.choices.attached.iter().find(|it| it.0 == LINK.name && it.1 == text);
    link::to(text, known.map_or(text, |it| it.2.as_str()))
}

fn said(around: Around, ask: &Ask, answers: &Answers) -> Markup {
    let words_of = |id: &String| {
        let found = around.choices.attached.iter().find(|it| it.1 == *id);
        found.map_or_else(|| id.clone(), |it| it.2.clone())
    };
    let text = match answers.get(ask.name) {
        Some(Value::List(ids)) if matches!(ask.answer, Answer::Attached(_)) => {
            ids.iter().map(words_of).collect::<Vec<_>>().join("; ")
        }
        Some(Value::Text(text)) => text.clone(),
        Some(Value::List(items)) => items.join(", "),
        Some(Value::Rows(rows)) => {
            let cells = |row: &domain::record::Row| columns_of(ask.answer, row, around.frame.today);
            rows.iter().map(cells).collect::<Vec<_>>().join("; ")
        }
        None => String::new(),
    };
    let shown = match ask.answer {
        Answer::Person => format!("@{text}"),
        // What the house kept is a moment; people read days.
        _ if ask.kept => {
            let day = text.get(..10).filter(|it| it.parse::<jiff::civil::Date>().is_ok());
            words::day_text(day.unwrap_or(&text), around.frame.today)
        }
        Answer::Day => words::day_text(&text, around.frame.today),
        Answer::Number { unit } => format!("{text} {unit}"),
        Answer::OneOf(choices) => {
            choices.iter().find(|it| it.0 == text).map_or(text, |it| it.1.to_owned())
        }
        _ => text,
    };
    let colon = if ask.label.ends_with('?') { " " } else { ": " };
    let shown = match ask.answer {
        Answer::Link => linked(around, &shown),
        _ => html! { span dir="auto" { (shown) } },
    };
    html! { span.soft { (ask.label) (colon) } (shown) }
}

/// The cells of one row in the order of its columns, days as people say them.
fn columns_of(answer: Answer, row: &domain::record::Row, today: jiff::civil::Date) -> String {
    let Answer::Rows(columns) = answer else { return String::new() };
    let cell = |column: &domain::kind::Column| {
        let text = row.get(column.name).filter(|it| !it.trim().is_empty())?;
        Some(match column.cell {
            domain::kind::Cell::Day => words::day_text(text, today),
            domain::kind::Cell::OneOf(choices) => {
                crate::pages::record::shown(choices, text).to_owned()
            }
            _ => text.clone(),
        })
    };
    columns.iter().filter_map(cell).collect::<Vec<_>>().join(", ")
}

/// One's own words, while they may still be changed.
pub fn reword(around: Around, slot: &Slot, item: &Item) -> Markup {
    let scope = format!("w-{}-", item.it.id);
    let answers = &item.it.answers;
    let choices = around.choices;
    let fields = Fields::of(choices, &scope, (answers, &[]));
    html! {
        details {
            summary { "Change the words" }
            form method="post" action={ (around.base) "/attached/" (item.it.id) "/reword" } {
                (around.frame.token_field())
                input type="hidden" name="version" value=(item.it.version);
                (fields.all(slot.asks))
                button { "Save the words" }
            }
        }
    }
}

/// One step of what hangs there: a button, or a form of what it asks.
pub fn act(around: Around, slot: &Slot, item: &Item, step: &'static SlotMove) -> Markup {
    let action = format!("{}/attached/{}/{}", around.base, item.it.id, step.name);
    let scope = format!("m-{}-{}-", item.it.id, step.name);
    // What grows is added to: with the old words in the field, they would be said twice.
    let nothing = Answers::new();
    let fields = Fields::of(
        around.choices,
        &scope,
        (if step.grows { &nothing } else { &item.it.answers }, &[]),
    );
    let version = html! { input type="hidden" name="version" value=(item.it.version); };
    if step.asks.is_empty() {
        return html! { form method="post" action=(action) { (around.frame.token_field()) (version) button.plain { (step.label) } } };
    }
    let waits = slot.first_state() == item.it.state && slot.name == "question";
    html! {
        details open[waits] {
            summary { (step.label) }
            form method="post" action=(action) {
                (around.frame.token_field()) (version)
                @for ask in step.asks { (fields.one(ask)) }
                button { (step.label) }
            }
        }
    }
}

fn add(around: Around, hung: &Hung) -> Markup {
    if !hung.may_add {
        return html! {};
    }
    let nothing = Answers::new();
    let (answers, problems) = match &hung.tried {
        Some((answers, problems)) => (answers, problems.as_slice()),
        None => (&nothing, &[][..]),
    };
    let scope = format!("n-{}-", hung.slot.name);
    let fields = Fields::of(around.choices, &scope, (answers, problems));
    let to = format!("{}/attach/{}", around.base, hung.slot.name);
    html! {
        (offers(around, hung, &to))
        details.no-print open[hung.tried.is_some()] {
            summary { (add_words(hung.slot)) }
            form method="post" action=(to) data-live="post" data-to={ (to) "/check" } {
                (around.frame.token_field())
                (fields.all(hung.slot.asks))
                (noticed(hung.slot, answers))
                button { (add_words(hung.slot)) }
            }
        }
    }
}

/// What a writer may want to look at before it is sent: the region a live form swaps.
pub fn noticed(slot: &Slot, answers: &Answers) -> Markup {
    let found = (slot.notices)(answers);
    html! {
        div id={ "noticed-" (slot.name) } data-part aria-live="polite" {
            @for it in &found { (finding::one(it)) }
            @if !found.is_empty() { p.soft.small { "Only you see this." } }
        }
    }
}

/// Questions worth asking here, each one press away.
fn offers(around: Around, hung: &Hung, to: &str) -> Markup {
    html! {
        @if !hung.offers.is_empty() {
            div.no-print {
                h3 { "Worth asking here" @if let Some(it) = guide::by_name("asking") { " " small { (how::link(it)) } } }
                ul.lines.quiet { @for it in &hung.offers { li {
                    form method="post" action=(to) {
                        (around.frame.token_field())
                        input type="hidden" name="a.text" value=(it.question.text);
                        input type="hidden" name="a.bank" value=(it.question.id);
                        button.link { (it.question.text) }
                    }
                    p.why { (it.because) }
                } } }
            }
        }
    }
}

fn add_words(slot: &Slot) -> String {
    match slot.adds {
        "" => format!("Add {}", words::a(&slot.label.to_lowercase())),
        adds => adds.to_owned(),
    }
}

/// Everything hung on a record in this order: used slots with their text, then the unused.
pub fn all(around: Around, hung: &[Hung]) -> Markup {
    let is_used = |it: &&Hung| {
        !it.items.is_empty() || it.sealed > 0 || it.tried.is_some() || it.slot.name == "question"
            // What only this kind has is what the practice is made of: its place is seen before use.
            || COMMON.iter().all(|common| common.name != it.slot.name)
    };
    let unused_ones: Vec<&Hung> = hung.iter().filter(|it| !is_used(it) && it.may_add).collect();
    html! {
        @for it in hung.iter().filter(is_used) { (slot(around, it)) }
        (unused(around, &unused_ones))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Spot, sample_frame};
    use domain::attachment::{COMMITMENT, FORECAST, QUESTION, RESPONSE};
    use domain::id::{At, Id};
    use domain::questions;

    fn item(slot: &'static Slot, answers: &[(&str, &str)], state: &str) -> Item {
        let answers =
            answers.iter().map(|(a, b)| ((*a).to_owned(), Value::Text((*b).to_owned()))).collect();
        let it = Attachment {
            id: Id::from("a1"),
            record: Id::from("r1"),
            slot: slot.name.into(),
            author: Id::from("p1"),
            made_at: At(1_772_798_400_000),
            answers,
            state: state.into(),
            version: 1,
        };
        Item {
            it,
            by: "Ana".into(),
            moves: slot.moves.iter().collect(),
            may_reword: false,
            notices: Vec::new(),
        }
    }

    fn drawn(hung: &Hung) -> String {
        let (frame, choices) = (sample_frame(Spot::Decisions), Choices::default());
        slot(Around { frame: &frame, base: "/decision/r1", choices: &choices }, hung).into_string()
    }

    fn hung(slot: &'static Slot, items: Vec<Item>, may_add: bool) -> Hung {
        Hung { slot, items, may_add, sealed: 0, reveals: None, offers: Vec::new(), tried: None }
    }

    #[test]
    fn an_open_question_has_its_answer_form_open_and_an_answered_one_shows_the_answer() {
        let open = drawn(&hung(
            &QUESTION,
            vec![item(&QUESTION, &[("text", "Who reads it?")], "open")],
            false,
        ));
        assert!(
            open.contains("<details open>") && open.contains("/decision/r1/attached/a1/answer")
        );
        let said = [("text", "Who reads it?"), ("answer", "Nobody *now*.")];
        let answered = drawn(&hung(&QUESTION, vec![item(&QUESTION, &said, "answered")], false));
        assert!(answered.contains("<em>now</em>") && !answered.contains("<details open>"));
    }

    #[test]
    fn a_slot_that_is_empty_and_closed_to_you_is_not_there() {
        assert_eq!(drawn(&hung(&QUESTION, vec![], false)), "");
        assert!(drawn(&hung(&QUESTION, vec![], true)).contains(QUESTION.purpose));
    }

    #[test]
    fn a_question_of_the_bank_is_one_press_away_and_says_why_it_is_offered() {
        let question = questions::by_id("V1").unwrap();
        let offers = vec![Offered { question, because: "This is hard to undo.".into() }];
        let page = drawn(&Hung { offers, ..hung(&QUESTION, vec![], true) });
        assert!(page.contains("name=\"a.bank\" value=\"V1\"") && page.contains(question.text));
        assert!(page.contains("This is hard to undo."));
        let closed = questions::Offered { question, because: "x".into() };
        let page = drawn(&Hung { offers: vec![closed], ..hung(&QUESTION, vec![], false) });
        assert_eq!(page, "", "whoever may not ask is offered nothing");
    }

    #[test]
    fn days_a_promise_had_before_are_told_whole() {
        let row = |day: &str| {
            let cells = [("was_due", day), ("because", "The old dashboard could not draw it")];
            cells.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect()
        };
        let mut kept = item(&COMMITMENT, &[("text", "A dashboard"), ("owner", "bo")], "open");
        kept.it.answers.insert("dates".into(), Value::Rows(vec![row("2026-09-07")]));
        let page = drawn(&hung(&COMMITMENT, vec![kept], false));
        assert!(page.contains("7 September") && page.contains("could not draw it"), "{page}");
    }

    #[test]
    fn a_question_does_not_show_its_number_in_the_bank() {
        let said = [("text", question_text()), ("bank", "V1")];
        let page = drawn(&hung(&QUESTION, vec![item(&QUESTION, &said, "open")], false));
        assert!(page.contains(question_text()) && !page.contains("V1"), "{page}");
    }

    fn question_text() -> &'static str {
        questions::by_id("V1").unwrap().text
    }

    #[test]
    fn what_leads_or_directs_is_said_to_its_writer_alone() {
        let leads = [("text", "Have you considered a queue?")];
        let mut own = item(&QUESTION, &leads, "open");
        own.notices = (QUESTION.notices)(&own.it.answers);
        let page = drawn(&hung(&QUESTION, vec![own], false));
        assert!(page.contains("Only you see this.") && page.contains("Have you considered"));
        let others = drawn(&hung(&QUESTION, vec![item(&QUESTION, &leads, "open")], false));
        assert!(!others.contains("Only you see this."));
    }

    #[test]
    fn sealed_responses_are_counted_and_not_shown() {
        let sealed = Hung { sealed: 2, ..hung(&RESPONSE, vec![], false) };
        assert!(drawn(&sealed).contains("2 responses written, to be read together."));
    }

    #[test]
    fn a_label_that_asks_takes_no_colon() {
        let slot = &domain::practice::ownership::slots::UNKNOWN;
        let said = [("text", "Who?"), ("resolved_with", "Jonas"), ("changed_mind", "yes")];
        let page = drawn(&hung(slot, vec![item(slot, &said, "resolved")], false));
        assert!(
            page.contains("Did it change your mind? </span>") && !page.contains("?: "),
            "{page}"
        );
    }

    #[test]
    fn a_link_to_a_record_shows_its_title_and_no_id() {
        let linked = vec![item(&LINK, &[("to", "01JX")], "open")];
        let frame = sample_frame(Spot::Decisions);
        let attached = vec![("link", "01JX".to_owned(), "One queue <b>".to_owned())];
        let choices = Choices { attached, ..Choices::default() };
        let around = Around { frame: &frame, base: "/decision/r1", choices: &choices };
        let page = slot(around, &hung(&LINK, linked, false)).into_string();
        assert!(page.contains(">One queue &lt;b&gt;</a>") && !page.contains(">01JX<"), "{page}");
    }

    #[test]
    fn a_forecast_says_how_sure_and_by_when() {
        let said = [("text", "Below 6 %"), ("probability", "70"), ("resolve_by", "2026-04-01")];
        let page = drawn(&hung(&FORECAST, vec![item(&FORECAST, &said, "open")], false));
        assert!(
            page.contains("70 %") && page.contains("1 April") && page.contains("not known yet")
        );
        assert!(page.contains("Came true") && page.contains("1 open"));
    }

    #[test]
    fn what_could_not_be_added_comes_back_with_its_problem() {
        let tried = (
            Answers::from([("text".into(), Value::Text("Half".into()))]),
            vec![FieldProblem { field: "text".into(), says: "Too short.".into() }],
        );
        let page = drawn(&Hung { tried: Some(tried), ..hung(&QUESTION, vec![], true) });
        assert!(
            page.contains("Half")
                && page.contains("Too short.")
                && page.contains("<details class=\"no-print\" open>")
        );
    }

    #[test]
    fn every_slot_is_added_in_words_that_make_a_sentence() {
        let of_kind = |kind: &&'static domain::kind::Kind| kind.all_slots();
        for slot in domain::practice::ALL.iter().flat_map(of_kind) {
            let words = add_words(slot);
            for bad in ["Add a what", "Add a here", "Add a some", "Add an own", " i "] {
                assert!(!words.contains(bad), "{}: {words}", slot.name);
            }
            assert!(words.starts_with(char::is_uppercase) && !words.ends_with('.'), "{words}");
        }
        assert_eq!(add_words(&domain::practice::demo::slots::SHOWING), "Add a showing");
        assert_eq!(add_words(&QUESTION), "Ask a question");
    }

    #[test]
    fn what_was_said_under_dates_is_read_with_days_as_people_say_them() {
        let slot = &domain::practice::ownership::slots::OWNED;
        let said = [("text", "The ledger"), ("more", "2026-02-24: Two shops so far.")];
        let page = drawn(&hung(slot, vec![item(slot, &said, "open")], false));
        assert_eq!(page.matches("Two shops so far.").count(), 1, "the field to add more is empty");
        assert!(page.contains("24 February: Two shops so far."));
    }

    #[test]
    fn an_answer_that_two_moves_ask_for_is_shown_once() {
        let twice = |slot: &'static Slot| {
            let names: Vec<&str> =
                slot.moves.iter().flat_map(|it| it.asks).map(|it| it.name).collect();
            let again = names.iter().enumerate().find(|(at, name)| names[at + 1..].contains(name));
            again.map(|(_, name)| (slot, *name))
        };
        let slots = domain::practice::ALL.iter().flat_map(|kind| kind.slots.iter().copied());
        let (slot, name) =
            slots.filter_map(twice).next().expect("a bet is settled in several ways");
        let one = item(slot, &[(name, "2.4 in a hundred")], slot.moves[0].to);
        assert_eq!(drawn(&hung(slot, vec![one], false)).matches("class=\"reply\"").count(), 1);
    }
}
