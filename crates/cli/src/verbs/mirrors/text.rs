//! Mirrors in a terminal: the sentence, a small chart in blocks, the numbers, what was left out.

use std::fmt::Write as _;

use domain::measure::{Drawn, Every, Mirror, Mirrored, Point, Trend, words};

use crate::shell::{Ink, Shell};

/// Eight heights, lowest first; what has no value is a space.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const PLAIN: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];
const CURVE_WIDE: usize = 48;
const AREAS: usize = 12;
const BAR_WIDE: f64 = 24.0;

/// One history, about a screen long. Without `unicode` the charts are drawn in ASCII.
pub(super) fn page(name: &str, seen: &Mirrored, shell: &Shell, unicode: bool) -> String {
    let mut page = format!(
        "{} · {} in all · shown: {} to {}\n",
        shell.ink(Ink::Strong, name),
        words::count(seen.landings, "landing"),
        words::period(&seen.window.from.day().to_string()),
        words::period(&seen.window.to.day().to_string()),
    );
    for note in &seen.notes {
        let faint = |line: &str| shell.ink(Ink::Faint, line);
        wrap(note, shell.width, "", |line| page.push_str(&format!("{}\n", faint(line))));
    }
    for mirror in &seen.mirrors {
        page.push('\n');
        one(&mut page, mirror, shell, unicode);
    }
    if unicode { page } else { plain(&page) }
}

fn one(page: &mut String, mirror: &Mirror, shell: &Shell, unicode: bool) {
    let mut line = |text: &str| {
        let _ = writeln!(page, "{}", text.trim_end());
    };
    line(&shell.ink(Ink::Strong, mirror.about.name));
    wrap(&mirror.says, shell.width, "  ", &mut line);
    for note in &mirror.notes {
        wrap(note, shell.width, "  ", &mut line);
    }
    for drawn in chart(mirror, shell, unicode) {
        line(&format!("  {drawn}"));
    }
    if let Some(numbers) = numbers(mirror) {
        wrap(&numbers, shell.width, "  ", &mut line);
    }
    if !mirror.excluded.is_empty() {
        let left: Vec<String> =
            mirror.excluded.iter().map(|it| format!("{}: {}", it.reason, it.count)).collect();
        let left = format!("left out: {}", left.join(" · "));
        wrap(&left, shell.width, "  ", |text| line(&shell.ink(Ink::Faint, text)));
    }
}

fn chart(mirror: &Mirror, shell: &Shell, unicode: bool) -> Vec<String> {
    let heights = if unicode { BLOCKS } else { PLAIN };
    match mirror.about.drawn {
        Drawn::Areas => areas(mirror, shell, unicode, heights),
        Drawn::Steps => {
            let mut lines = curve(mirror, heights);
            lines.extend(cohorts(mirror, heights));
            lines
        }
        _ if mirror.n.unwrap_or_default() == 0 => Vec::new(),
        Drawn::Line | Drawn::Bars => blocks(mirror, heights),
    }
}

/// A block a period, the scale beside it, first and last period below.
fn blocks(mirror: &Mirror, heights: [char; 8]) -> Vec<String> {
    let values = mirror.series.iter().filter_map(|point| point.value);
    let (most, count) = (values.clone().fold(0.0, f64::max), values.count());
    let (Some(first), Some(last)) = (mirror.series.first(), mirror.series.last()) else {
        return Vec::new();
    };
    if count < 2 || most <= 0.0 {
        return Vec::new();
    }
    // A month is wide enough to be told from the next; a year of weeks is not.
    let wide = if mirror.series.len() <= 30 { 2 } else { 1 };
    let block = |point: &Point| {
        let height = point
            .value
            .filter(|&value| value > 0.0)
            .map_or(' ', |value| heights[((value / most) * 7.0).round() as usize]);
        height.to_string().repeat(wide)
    };
    let line: String = mirror.series.iter().map(block).collect();
    let (from, to) = (words::period(&first.label), words::period(&last.label));
    let gap =
        (mirror.series.len() * wide).saturating_sub(from.chars().count() + to.chars().count());
    vec![
        format!("{line}  highest {}", words::amount(most, mirror.series_unit)),
        format!("{from}{}{to}", " ".repeat(gap.max(1))),
    ]
}

/// `by quarter: Q1 2026 3 working days (n = 9) · …`, the refused ones left out.
fn cohorts(mirror: &Mirror, heights: [char; 8]) -> Vec<String> {
    match mirror.every {
        Some(every @ (Every::Quarter | Every::Half)) => {
            let said = |point: &Point| {
                let amount = words::amount(point.value?, mirror.series_unit);
                Some(format!("{} {amount} (n = {})", words::period(&point.label), point.n_words()))
            };
            let said: Vec<String> = mirror.series.iter().filter_map(said).collect();
            let line = format!("by {} of the start: {}", every.word(), said.join(" · "));
            if said.is_empty() { Vec::new() } else { vec![line] }
        }
        _ => blocks(mirror, heights),
    }
}

/// The share that has got there, left to right over the time watched.
fn curve(mirror: &Mirror, heights: [char; 8]) -> Vec<String> {
    let Some(end) = mirror.curve.last().map(|step| step.at).filter(|&end| end > 0.0) else {
        return Vec::new();
    };
    let there = |at: f64| {
        let step = mirror.curve.iter().take_while(|step| step.at <= at).last();
        step.map_or(0.0, |step| 1.0 - step.waiting)
    };
    let line: String = (1..=CURVE_WIDE)
        .map(|i| heights[(there(end * i as f64 / CURVE_WIDE as f64) * 7.0).round() as usize])
        .collect();
    let share = words::share((there(end) * 1000.0).round() as usize, 1000);
    let to = words::amount(end, mirror.about.unit);
    let gap = CURVE_WIDE.saturating_sub(1 + to.chars().count());
    vec![format!("{line}  {share} there"), format!("0{}{to}", " ".repeat(gap.max(1)))]
}

fn areas(mirror: &Mirror, shell: &Shell, unicode: bool, heights: [char; 8]) -> Vec<String> {
    let shown = &mirror.series[..mirror.series.len().min(AREAS)];
    let most = shown.iter().filter_map(|point| point.value).fold(0.0, f64::max);
    let label = |point: &Point| clean(&point.label, shell.width / 3);
    let wide = shown.iter().map(|point| label(point).chars().count()).max().unwrap_or(0);
    let mut lines: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let value = point.value.unwrap_or_default();
            let long = (value / most * BAR_WIDE).round().max(1.0) as usize;
            let bar = if unicode { "█" } else { "#" }.repeat(long);
            let number = words::amount(value, mirror.about.unit);
            let few = if point.counted { "" } else { " (few)" };
            let course = mirror.trends.get(at).map_or(String::new(), |it| course(it, heights));
            format!("{:<wide$}  {bar} {number}, n = {}{few}{course}", label(point), point.n_words())
        })
        .collect();
    let more = mirror.series.len() - shown.len();
    if more > 0 {
        lines.push(format!("and {} more (see --json or --html)", words::count(more, "area")));
    }
    lines
}

/// An area's quarters as blocks, a dot where too few people landed there to be shown.
fn course(trend: &Trend, heights: [char; 8]) -> String {
    let most = trend.points.iter().filter_map(|it| it.value).fold(0.0, f64::max);
    if trend.points.iter().filter(|it| it.value.is_some()).count() < 2 {
        return String::new();
    }
    let block = |point: &Point| {
        point.value.map_or('·', |value| heights[((value / most) * 7.0).round() as usize])
    };
    format!("  by quarter {}", trend.points.iter().map(block).collect::<String>())
}

/// `median 3.2 h (95 %: 2 h – 4 h) · three in four 9 h · nine in ten 40 h · n = 120, 3 still open`
fn numbers(mirror: &Mirror) -> Option<String> {
    let amount = |value| words::amount(value, mirror.about.unit);
    let mut parts = Vec::new();
    if let Some(median) = mirror.median {
        let interval =
            mirror.interval.map(|interval| match (amount(interval.low), interval.high) {
                (low, None) => format!(" (95 %: {low} and above)"),
                (low, Some(high)) if low == amount(high) => format!(" (95 %: {low})"),
                (low, Some(high)) => format!(" (95 %: {low} – {})", amount(high)),
            });
        parts.push(format!("median {}{}", amount(median), interval.unwrap_or_default()));
    } else if let Some(why) = mirror.why.get("median").filter(|why| why.starts_with("not reached"))
    {
        parts.push(format!("median {why}"));
    }
    for (name, value) in [("three in four", mirror.p75), ("nine in ten", mirror.p90)] {
        if let Some(value) = value {
            parts.push(format!("{name} {}", amount(value)));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let n = mirror.n.filter(|&n| n > 0)?;
    let open = mirror.open.filter(|&open| open > 0);
    parts.push(format!(
        "n = {n}{}",
        open.map_or(String::new(), |open| format!(", {open} still open"))
    ));
    Some(parts.join(" · "))
}

/// What a history names may hold control characters; a terminal must not obey them.
fn clean(text: &str, most: usize) -> String {
    let letters: String = text.chars().filter(|c| !c.is_control()).collect();
    if letters.chars().count() <= most {
        return letters;
    }
    let cut: String = letters.chars().take(most.saturating_sub(1)).collect();
    cut + "…"
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '·' => plain.push('|'),
            '–' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\u{202f}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

fn wrap(text: &str, width: usize, indent: &str, mut line: impl FnMut(&str)) {
    let mut now = indent.to_owned();
    for word in text.split_whitespace() {
        let full = now.chars().count() + 1 + word.chars().count() > width;
        if full && now.len() > indent.len() {
            line(&now);
            now = indent.to_owned();
        }
        if now.len() > indent.len() {
            now.push(' ');
        }
        now.push_str(word);
    }
    if now.len() > indent.len() {
        line(&now);
    }
}

#[cfg(test)]
mod tests {
    use domain::facts::{Facts, Identity, Landing, Release, Review, Shape};
    use domain::id::At;
    use domain::measure::look_back;

    use super::*;

    /// A year of ten landings a week by twenty people, one release a month.
    fn year() -> Mirrored {
        let mut facts =
            Facts { areas: vec!["src".into(), "\u{1b}[31mdocs".into()], ..Facts::default() };
        let somebody = Identity { name: "Kim".into(), email: String::new(), bot: false };
        facts.identities = vec![somebody; 20];
        let start = 1_767_225_600_000; // 2026-01-01
        for i in 0..500_i64 {
            let at = start + i * At::DAY * 7 / 10;
            let begun = At(at - (i % 9 + 1) * At::HOUR);
            facts.landings.push(Landing {
                first_author_at: begun,
                last_author_at: begun,
                author: (i * 7 % 20) as u32,
                shape: Shape::Merge,
                area: (i % 2) as u16,
                commit: i as u64,
                review: if i % 4 == 0 { Review::NoneNamed } else { Review::Named },
                ..Landing::at(At(at))
            });
            if i % 43 == 42 {
                let (name, series) = (format!("v1.{i}"), String::new());
                facts.releases.push(Release {
                    name,
                    at: At(at),
                    landing: Some(i as u32),
                    series,
                    pre: false,
                });
            }
        }
        look_back(&facts, 12, At(start + 350 * At::DAY))
    }

    fn said(unicode: bool) -> String {
        page("payments", &year(), &Shell::remembering(false).0, unicode)
    }

    #[test]
    fn a_year_of_eight_mirrors_fits_on_two_screens() {
        let text = said(true);
        assert!(text.lines().count() <= 72, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
        assert!(text.contains("█") && text.contains("median 5 h (95 %: "), "{text}");
    }

    #[test]
    fn without_unicode_every_letter_is_ascii_but_the_names() {
        let text = said(false);
        let strange: String = text.chars().filter(|c| !c.is_ascii()).collect();
        assert_eq!(strange, "", "{text}");
    }

    #[test]
    fn a_terminal_never_gets_a_control_character_from_a_history() {
        assert!(!said(true).contains('\u{1b}'));
    }

    #[test]
    fn words_wrap_at_the_width_and_keep_their_indent() {
        let mut lines = Vec::new();
        wrap("one two three four", 9, "  ", |line| lines.push(line.to_owned()));
        assert_eq!(lines, ["  one two", "  three", "  four"]);
    }
}
