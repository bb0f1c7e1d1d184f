//! While it is open: one thing to do, and nothing to look at.

use maud::{Markup, html};

use super::{Sheet, asked};
use crate::pages::ballot::{place, promised};

pub(super) fn open(sheet: Sheet) -> Markup {
    html! {
        (ticket(sheet))
        section {
            h2 { "What is promised" }
            (promised(sheet.health.limits, &sheet.health.me.counted_in))
        }
        (asked::who(sheet))
        section { h2 { "What is asked" } (asked::questions(&sheet.health.items)) }
        (sheet.steps())
    }
}

/// The box to act on: a ticket for whoever is asked and has none.
fn ticket(sheet: Sheet) -> Markup {
    let me = &sheet.health.me;
    let wave = &sheet.view.dossier.record.id;
    html! {
        section.brief {
            @if !me.is_asked {
                h2 { "You are not asked in this one" }
                p { "It asks those who worked in these teams when it was opened. You can read what came of it once the team has talked it over." }
            } @else if me.has_ticket {
                h2 { "You have taken your ticket" }
                p { "Whether you have answered with it nobody knows, the house neither. If you copied it, you can still answer until the wave closes." }
                p.acts { a.button.plain href=(place(wave.as_str())) { "Answer with my ticket" } }
            } @else {
                h2 { "Take your ticket" }
                p { "It opens the questions, and is all they know of you: no name goes with your answers. Take it when you have five quiet minutes. It is made once and cannot be made again." }
                form.acts method="post" action={ (place(wave.as_str())) "/ticket" } {
                    (sheet.frame.token_field())
                    input type="hidden" name="start" value=(me.start);
                    button { "Take my ticket and answer" }
                }
            }
        }
    }
}
