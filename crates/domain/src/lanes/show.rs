//! The map to look at: who decides what, as data, as aligned text and as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::case::Asker;
use super::map::{Agree, Home, Lane, Map, Mode, ROOT, Seen};
use super::route::Amount;

/// Everything of a map that people look at; what `lanes show --json` prints and the page draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    pub title: String,
    pub home: Home,
    pub map: Seen,
    pub levels: Vec<ShownLevel>,
    pub dimensions: Vec<ShownDimension>,
    /// One for each domain, the root last; cells lie under the levels.
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownLevel {
    pub name: String,
    pub holders: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownDimension {
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    pub assume: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub domain: String,
    /// `everything else` for the root, else the domain.
    pub name: String,
    /// One list for each level.
    pub cells: Vec<Vec<ShownLane>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownLane {
    pub id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
    pub mode: Mode,
    /// `decides`, `@ana decides after advice` …
    pub does: String,
    /// `5 person-days · a sprint to undo`, or `the rest` where nothing bounds it.
    pub up_to: String,
    pub upto: BTreeMap<String, Amount>,
    pub holder: Vec<String>,
    pub consult: Vec<String>,
    pub agree: Vec<Agree>,
    pub inform: Vec<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// False before its first and after its last day.
    pub active: bool,
    pub line: usize,
}

impl Map {
    /// The whole map as it stands on this day.
    pub fn show(&self, day: Date) -> Shown {
        let by_domain = self.lanes_by_domain();
        let mut domains: Vec<&str> = by_domain.keys().copied().collect();
        domains.sort_by_key(|it| (*it == ROOT, *it));
        let row = |domain: &str| {
            let mut cells = vec![Vec::new(); self.levels.len()];
            for lane in &by_domain[domain] {
                cells[lane.level].push(self.shown(lane, day));
            }
            let name = if domain == ROOT { "everything else" } else { domain };
            Row { domain: domain.to_owned(), name: name.to_owned(), cells }
        };
        Shown {
            title: self.title.clone(),
            home: self.home,
            map: self.seen.clone(),
            levels: self
                .levels
                .iter()
                .zip(&self.holders)
                .map(|(name, holders)| ShownLevel { name: name.clone(), holders: holders.clone() })
                .collect(),
            dimensions: self.shown_dimensions(),
            rows: domains.into_iter().map(row).collect(),
        }
    }

    /// What this person may decide on this day: every lane of theirs, nearest level first, with
    /// its domain.
    pub fn lanes_of(&self, asker: &Asker, day: Date) -> Vec<(String, ShownLane)> {
        let mine = |at: &usize| {
            let lane = &self.lanes[*at];
            lane.is_active(day) && lane.mode != Mode::Recommend && self.is_lane_of(*at, asker, day)
        };
        let mut all: Vec<usize> = (0..self.lanes.len()).filter(mine).collect();
        all.sort_by_key(|it| std::cmp::Reverse(self.lanes[*it].level));
        all.iter()
            .map(|it| (self.lanes[*it].domain.clone(), self.shown(&self.lanes[*it], day)))
            .collect()
    }

    fn shown_dimensions(&self) -> Vec<ShownDimension> {
        let one = |(at, it): (usize, &super::map::Dimension)| ShownDimension {
            name: it.name.clone(),
            says: it.says.clone(),
            unit: it.unit().map(str::to_owned),
            steps: it.steps().to_vec(),
            assume: it.assume.map(|it| self.amount(at, it)),
        };
        self.dimensions.iter().enumerate().map(one).collect()
    }

    fn shown(&self, lane: &Lane, day: Date) -> ShownLane {
        let bounded = || (0..self.dimensions.len()).filter(|it| lane.hi[*it].is_finite());
        ShownLane {
            id: lane.id.clone(),
            says: lane.says.clone(),
            mode: lane.mode,
            does: does(lane),
            up_to: self.up_to(lane),
            upto: bounded()
                .map(|it| (self.dimensions[it].name.clone(), self.amount(it, lane.hi[it])))
                .collect(),
            holder: lane.holder.clone(),
            consult: lane.consult.clone(),
            agree: lane.agree.clone(),
            inform: lane.inform.clone(),
            from: lane.from,
            until: lane.until,
            active: lane.is_active(day),
            line: lane.line,
        }
    }

    /// The bounds in words; one that lies at the top of its scale holds nothing back.
    pub fn up_to(&self, lane: &Lane) -> String {
        let words: Vec<String> = self
            .dimensions
            .iter()
            .enumerate()
            .filter(|(at, dimension)| lane.hi[*at] < dimension.top())
            .map(|(at, _)| self.size_of(at, lane.hi[at]))
            .collect();
        if words.is_empty() { "the rest".to_owned() } else { words.join(" · ") }
    }
}

impl Shown {
    /// Aligned for a terminal; no colour.
    pub fn text(&self) -> String {
        let mut out = String::new();
        if !self.title.is_empty() {
            let _ = writeln!(out, "{}\n", self.title);
        }
        let lines = self.lines();
        let wide =
            |pick: fn(&Line) -> &str| lines.iter().map(|it| pick(it).width()).max().unwrap_or(0);
        let (domain, level) = (wide(|it| &it.domain), wide(|it| &it.level));
        let does = wide(|it| &it.does).min(40);
        let mut last = "";
        for line in &lines {
            let name = if line.domain == last { "" } else { &line.domain };
            last = &line.domain;
            let row = format!(
                "{}  {}  {}  {}",
                pad(name, domain),
                pad(&line.level, level),
                pad(&line.does, does),
                line.up_to
            );
            let _ = writeln!(out, "{}", row.trim_end());
        }
        for level in self.levels.iter().filter(|it| !it.holders.is_empty()) {
            let _ = write!(out, "\n{}: {}", level.name, level.holders.join(", "));
        }
        out.trim_end().to_owned() + "\n"
    }

    /// A table that a forge renders.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        if !self.title.is_empty() {
            let _ = writeln!(out, "# {}\n", cell(&self.title));
        }
        let names: Vec<String> = self.levels.iter().map(|it| cell(&it.name)).collect();
        let _ = writeln!(out, "| | {} |", names.join(" | "));
        let _ = writeln!(out, "|---|{}", "---|".repeat(names.len()));
        for row in &self.rows {
            let cells: Vec<String> = row.cells.iter().map(|it| lanes_cell(it)).collect();
            let _ = writeln!(out, "| **{}** | {} |", cell(&row.name), cells.join(" | "));
        }
        let _ = writeln!(out, "\nEach cell holds up to where. Above it, the next level decides.");
        for level in self.levels.iter().filter(|it| !it.holders.is_empty()) {
            let _ = write!(out, "\n- {}: {}", cell(&level.name), cell(&level.holders.join(", ")));
        }
        out.trim_end().to_owned() + "\n"
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for row in &self.rows {
            for (level, cells) in self.levels.iter().zip(&row.cells) {
                lines.extend(cells.iter().map(|it| Line {
                    domain: row.name.clone(),
                    level: level.name.clone(),
                    does: it.does.clone(),
                    up_to: it.up_to.clone() + &time(it),
                }));
            }
        }
        lines
    }
}

struct Line {
    domain: String,
    level: String,
    does: String,
    up_to: String,
}

fn does(lane: &Lane) -> String {
    let mut words = lane.mode.in_words().to_owned();
    if lane.mode == Mode::DecideAfterAdvice && !lane.consult.is_empty() {
        words = format!("decides, asks {}", lane.consult.join(", "));
    }
    if lane.holder.is_empty() { words } else { format!("{} {words}", lane.holder.join(", ")) }
}

fn time(lane: &ShownLane) -> String {
    match (lane.active, lane.from, lane.until) {
        (true, _, Some(until)) => format!(" (until {until})"),
        (true, _, None) => String::new(),
        (false, Some(from), until) if until.is_none_or(|it| from <= it) => {
            format!(" (from {from})")
        }
        (false, _, Some(until)) => format!(" (ended {until})"),
        (false, _, None) => " (not in force)".to_owned(),
    }
}

fn lanes_cell(lanes: &[ShownLane]) -> String {
    let all: Vec<String> = lanes
        .iter()
        .map(|it| format!("{}: {}{}", cell(&it.does), cell(&it.up_to), time(it)))
        .collect();
    all.join("<br>")
}

/// Text that cannot break out of a Markdown table or begin a tag.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' => out.extend(['\\', c]),
            '<' => out += "&lt;",
            '&' => out += "&amp;",
            _ => out.push(c),
        }
    }
    out
}

fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use crate::lanes::tests::{DAY, PAYMENTS, asker, map};

    #[test]
    fn the_map_prints_aligned_with_the_root_last() {
        insta::assert_snapshot!(map(PAYMENTS).show(DAY).text(), @"
        engineering/architecture  contributor  decides                  3 person-days · a sprint to undo · reaching the team
                                  lead         decides, asks @platform  40 person-days · a quarter to undo · reaching several teams (until 2027-06-30)
        product                   contributor  decides                  5 person-days · a sprint to undo · reaching the team
        everything else           director     decides                  the rest

        lead: @ana
        director: @raj
        ");
    }

    #[test]
    fn markdown_escapes_what_would_break_the_table() {
        let text = PAYMENTS.replace("unit = \"person-days\"", "unit = \"a|b<i>\"");
        let shown = map(&text).show(DAY).markdown();
        assert!(
            shown.contains("| **product** | decides: 5 a\\|b&lt;i> · a sprint to undo"),
            "{shown}"
        );
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        assert!(shown.lines().filter(|it| it.starts_with('|')).all(|it| bars(it) == 5), "{shown}");
    }

    #[test]
    fn what_i_can_decide_today_lists_my_lanes_nearest_level_first() {
        let map = map(PAYMENTS);
        let ids = |who: &str| {
            let lanes = map.lanes_of(&asker(&map, who), DAY);
            lanes.into_iter().map(|(_, it)| it.id).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("contributor"), "feature storage");
        assert_eq!(ids("@ana"), "architecture feature storage");
    }

    #[test]
    fn the_data_names_bounds_by_dimension() {
        let shown = serde_json::to_value(map(PAYMENTS).show(DAY)).expect("plain data");
        let feature = &shown["rows"][1]["cells"][0][0];
        assert_eq!(
            feature["upto"],
            serde_json::json!({"effort": 5.0, "undo": "sprint", "reach": "team"})
        );
        assert_eq!(shown["dimensions"][0]["assume"], 1.0);
    }

    #[test]
    fn lanes_out_of_force_say_since_or_until_when() {
        let lane = |id: &str, days: &str| {
            format!("[[lane]]\nid='{id}'\ndomain='{id}'\nlevel='l'\n{days}\n")
        };
        let text = format!(
            "levels=['l']\n{}{}{}{}{}",
            lane("always", ""),
            lane("ending", "from=2026-01-01\nuntil=2026-11-23"),
            lane("later", "from=2026-11-24"),
            lane("past", "until=2026-11-22"),
            lane("span", "from=2026-12-01\nuntil=2026-12-24"),
        );
        let map = map(&text);
        insta::assert_snapshot!(map.show(DAY).text(), @"
        always  l  decides  the rest
        ending  l  decides  the rest (until 2026-11-23)
        later   l  decides  the rest (from 2026-11-24)
        past    l  decides  the rest (ended 2026-11-22)
        span    l  decides  the rest (from 2026-12-01)
        ");
        let mine: Vec<_> = map.lanes_of(&map.lowest(), DAY).into_iter().map(|it| it.0).collect();
        assert_eq!(mine, ["always", "ending"], "what holds today");
    }

    #[test]
    fn a_lane_says_who_does_what_in_it() {
        for (lines, expected) in [
            ("", "decides"),
            ("mode='recommend'", "recommends"),
            (
                "holder=['@kim']\nmode='intend'",
                "@kim announces, waits for objections, then proceeds",
            ),
            ("mode='decide_after_advice'\nconsult=['@p','@q']", "decides, asks @p, @q"),
            ("mode='decide_after_advice'\nconsult=[]", "decides after advice"),
            ("holder=['@a','@b']", "@a, @b decides"),
        ] {
            let text = format!("levels=['l']\n[[lane]]\nid='x'\ndomain='*'\nlevel='l'\n{lines}\n");
            assert_eq!(map(&text).show(DAY).rows[0].cells[0][0].does, expected, "{lines}");
        }
    }

    #[test]
    fn an_empty_map_still_has_its_levels_and_markdown_names_who_holds_them() {
        let map = map("title='T|1'\nlevels=['c','lead']\n[holder]\nlead=['@a_b','@c']\n");
        let shown = map.show(DAY);
        assert!(shown.rows.is_empty());
        assert_eq!(shown.text(), "T|1\n\n\nlead: @a_b, @c\n");
        insta::assert_snapshot!(shown.markdown(), @r"
        # T\|1

        | | c | lead |
        |---|---|---|

        Each cell holds up to where. Above it, the next level decides.

        - lead: @a\_b, @c
        ");
    }
}
