//! Routes on a terminal: the answer first, then the reasons, wrapped to the width.

use domain::lanes::{Route, Routes, Verdict};
use unicode_width::UnicodeWidthStr;

use crate::fault::Fault;
use crate::shell::{Exit, Ink, Shell};

/// Paths named beside a part before the rest is only counted.
const PATHS: usize = 3;

/// One route with its reasons.
pub(crate) fn one(route: &Route, shell: &mut Shell) -> Result<(), Fault> {
    shell.say(verdict(shell, route.verdict, &route.says))?;
    reasons(route.why.iter(), "  ", shell)
}

/// All parts of an answer; with several the sum first and a heading for each.
pub(crate) fn all(routes: &Routes, shell: &mut Shell) -> Result<(), Fault> {
    if let [only] = routes.routes.as_slice() {
        return one(only, shell);
    }
    shell.say(verdict(shell, routes.verdict, &routes.says))?;
    let shared = shared(routes);
    for route in &routes.routes {
        let domain = if route.domains == ["*"] { "everything else" } else { &route.domains[0] };
        let heading =
            format!("\n{} {}", shell.ink(Ink::Strong, domain), shell.ink(Ink::Faint, paths(route)));
        shell.say(heading.trim_end())?;
        shell.say(format!("  {}", verdict(shell, route.verdict, &route.says)))?;
        let own = route.why.iter().filter(|it| !shared.contains(it));
        reasons(own, "    ", shell)?;
    }
    if !shared.is_empty() {
        shell.say("")?;
        reasons(shared.into_iter(), "", shell)?;
    }
    Ok(())
}

/// 0 where all of it is yours, else the honest no.
pub(crate) fn exit(verdict: Verdict) -> Exit {
    if verdict == Verdict::Yours { Exit::Yes } else { Exit::No }
}

fn verdict(shell: &Shell, verdict: Verdict, says: &str) -> String {
    let ink = match verdict {
        Verdict::Yours => Ink::Teal,
        Verdict::Ask | Verdict::Depends => Ink::Amber,
        Verdict::Gap => Ink::Brick,
    };
    shell.ink(ink, says)
}

/// What every part would say again: said once, at the end.
fn shared(routes: &Routes) -> Vec<&String> {
    let Some((first, others)) = routes.routes.split_first() else { return Vec::new() };
    first.why.iter().filter(|it| others.iter().all(|route| route.why.contains(it))).collect()
}

fn reasons<'a>(
    sentences: impl Iterator<Item = &'a String>,
    indent: &str,
    shell: &mut Shell,
) -> Result<(), Fault> {
    for sentence in sentences {
        for line in wrapped(sentence, shell.width.saturating_sub(indent.len())) {
            shell.say(format!("{indent}{line}"))?;
        }
    }
    Ok(())
}

fn paths(route: &Route) -> String {
    let shown = route.paths.iter().take(PATHS).cloned().collect::<Vec<_>>().join(", ");
    match route.paths.len().saturating_sub(PATHS) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Lines of at most this width, broken between words; a continued line is set in.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::replace(&mut line, "  ".to_owned()));
        } else if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_breaks_between_words_and_loses_none() {
        let lines = wrapped("one two three four five", 9);
        assert_eq!(lines, ["one two", "  three", "  four", "  five"]);
        assert_eq!(wrapped("averyveryverylongword", 5), ["averyveryverylongword"]);
    }
}
