//! A pasted table as lines of cells: Markdown, or what a spreadsheet copies.

/// One line of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub number: usize,
    pub cells: Vec<String>,
}

/// The lines of the first table in a text, without empty ones and without Markdown's rule.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let is_markdown = text.lines().any(|it| is_rule(it) && it.contains('|'));
    let lines = if is_markdown { markdown(&text) } else { separated(&text) };
    lines.into_iter().filter(|it| it.cells.iter().any(|it| !it.trim().is_empty())).collect()
}

/// The lines with strokes around the rule; other text may stand before and after.
fn markdown(text: &str) -> Vec<Line> {
    let all: Vec<&str> = text.lines().collect();
    let rule = all.iter().position(|it| is_rule(it) && it.contains('|')).unwrap_or(0);
    let head = rule.checked_sub(1).and_then(|at| Some((at, *all.get(at)?)));
    let below = all.iter().copied().enumerate().skip(rule + 1);
    let below = below.take_while(|(_, it)| it.contains('|'));
    let line = |(at, it): (usize, &str)| Line { number: at + 1, cells: strokes(it) };
    head.into_iter().chain(below).map(line).collect()
}

/// `|---|:--:|`
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|it| matches!(it, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells between strokes; `\|` is a stroke in the text.
fn strokes(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = cells.len() - 1;
        match letter {
            '\\' if letters.peek() == Some(&'|') => cells[last].extend(letters.next()),
            '|' => cells.push(String::new()),
            other => cells[last].push(other),
        }
    }
    if line.ends_with('|') {
        cells.pop();
    }
    cells.into_iter().map(|it| it.replace("<br>", "\n").trim().to_owned()).collect()
}

/// Cells with tabs, semicolons or commas between; a quoted one may hold those and line ends.
fn separated(text: &str) -> Vec<Line> {
    let first = text.lines().find(|it| !it.trim().is_empty()).unwrap_or("");
    let between = ['\t', ';', '|', ','].into_iter().find(|it| first.contains(*it)).unwrap_or('\t');
    let mut lines = vec![Line { number: 1, cells: vec![String::new()] }];
    let (mut number, mut quoted) = (1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        number += usize::from(letter == '\n');
        let last = lines.len() - 1;
        let cells = &mut lines[last].cells;
        let at = cells.len() - 1;
        let cell = &mut cells[at];
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            it if quoted => cell.push(it),
            '\n' => lines.push(Line { number, cells: vec![String::new()] }),
            it if it == between => cells.push(String::new()),
            it => cell.push(it),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        lines(text).into_iter().map(|it| it.cells).collect()
    }

    #[test]
    fn the_same_table_reads_the_same_in_every_form() {
        for text in [
            "| What | Ana |\n|---|:-:|\n| Prices | A |\n",
            "Before.\n\nWhat | Ana\n--- | ---\nPrices | A\n\nAfter | not\n",
            "What\tAna\nPrices\tA",
            "What,Ana\r\nPrices,A\r\n",
            "\u{feff}What;Ana\n\nPrices;A\n",
            "What|Ana\nPrices|A\n",
            "\"What\"\t\"Ana\"\n\"Prices\"\tA\n",
        ] {
            let trimmed: Vec<Vec<String>> = cells(text)
                .into_iter()
                .map(|it| it.into_iter().map(|it| it.trim().to_owned()).collect())
                .collect();
            assert_eq!(trimmed, [["What", "Ana"], ["Prices", "A"]], "{text:?}");
        }
    }

    #[test]
    fn a_cell_may_hold_what_stands_between_cells() {
        assert_eq!(cells("a,\"b, \"\"c\"\"\nd\"\n"), [["a", "b, \"c\"\nd"]]);
        assert_eq!(cells("a|b\n-|--\n1 \\| 2|x<br>y\n")[1], ["1 | 2", "x\ny"]);
    }

    #[test]
    fn a_line_knows_where_it_stood() {
        let numbers = |text| lines(text).iter().map(|it| it.number).collect::<Vec<_>>();
        assert_eq!(numbers("Words\n\n|a|b|\n|--|--|\n|c|d|\n"), [3, 5]);
        assert_eq!(numbers("\na,\"x\ny\"\n\nb,c\n"), [2, 5]);
    }

    proptest! {
        #[test]
        fn no_paste_makes_it_panic(text in "(?s)([|]|--|\t|,|;|\"|\n|\r\n|\\\\|[a-zé ]|\u{feff}){0,60}") {
            for line in lines(&text) {
                prop_assert!(line.number >= 1 && !line.cells.is_empty());
            }
        }
    }
}
