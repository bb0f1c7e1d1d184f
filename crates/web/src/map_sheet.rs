//! The map as one HTML page that stands alone: to print, to pin up, to link from a wiki.

use domain::lanes::show::{Row, Shown, ShownLane};
use maud::{Markup, html};

use crate::shell;

/// A whole document; asks nothing of any server.
pub fn map_sheet(shown: &Shown) -> String {
    let title = if shown.title.is_empty() { "Who decides what" } else { &shown.title };
    let main = html! {
        @if shown.map.draft {
            p { "A draft that nobody has agreed to yet." }
        }
        (matrix(shown))
        (holders(shown))
    };
    shell::alone(title, include_str!("../style/workbook.css"), &main).into_string()
}

fn matrix(shown: &Shown) -> Markup {
    html! {
        table.matrix {
            caption { "Each cell holds up to where. Above it, the next level decides." }
            thead {
                tr {
                    th scope="col" { "Kind of decision" }
                    @for level in &shown.levels {
                        th scope="col" { (level.name) }
                    }
                }
            }
            tbody {
                @for row in &shown.rows { (line(shown, row)) }
            }
        }
    }
}

fn line(shown: &Shown, row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" { (row.name) }
            @for (level, lanes) in shown.levels.iter().zip(&row.cells) {
                td data-level=(level.name) {
                    @for lane in lanes { (cell(lane)) }
                }
            }
        }
    }
}

fn cell(lane: &ShownLane) -> Markup {
    let time = match (lane.active, lane.until) {
        (true, Some(until)) => format!(" · until {until}"),
        (true, None) => String::new(),
        (false, _) => " · not in force today".to_owned(),
    };
    html! {
        p title=(lane.says) {
            (lane.does)
            span.up { (lane.up_to) (time) }
        }
    }
}

fn holders(shown: &Shown) -> Markup {
    html! {
        @let named = shown.levels.iter().filter(|it| !it.holders.is_empty()).collect::<Vec<_>>();
        @if !named.is_empty() {
            dl {
                @for level in named {
                    dt { (level.name) }
                    dd { (level.holders.join(", ")) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_holds_every_lane_and_escapes_what_people_wrote() {
        let text = "title = 'A <b> & c'\nlevels = ['lead']\n[holder]\nlead = ['@a<i>']\n\
            [[lane]]\nid = 'x'\ndomain = 'a<script>'\nlevel = 'lead'\n";
        let reading = domain::lanes::read(text);
        assert!(reading.is_usable());
        let sheet = map_sheet(&reading.map.show(jiff::civil::date(2026, 3, 1)));
        assert!(sheet.starts_with("<!DOCTYPE html>"));
        assert!(
            sheet.contains("A &lt;b&gt; &amp; c") && sheet.contains("a&lt;script&gt;"),
            "{sheet}"
        );
        assert!(!sheet.contains("<script") && !sheet.contains("src=") && !sheet.contains("href="));
        assert!(sheet.contains("decides<span class=\"up\">the rest</span>"), "{sheet}");
    }
}
