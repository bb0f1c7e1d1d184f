//! `Date: 2016-02-12`, `* Status: accepted`, `**Deciders:** Ana`: what older records write in plain
//! lines below their title.

/// The value of the first line with one of these keys; not one that is only a template's hint.
pub(super) fn value<'a>(body: &'a str, keys: &[&str]) -> Option<&'a str> {
    let said = |line| pair(line).filter(|it| keys.iter().any(|key| it.0.eq_ignore_ascii_case(key)));
    body.lines().find_map(said).map(|it| it.1).filter(|it| !it.is_empty() && !it.starts_with('('))
}

/// The lines with the value of one key replaced; `None` where no line has it.
pub(super) fn with(body: &str, keys: &[&str], new: &str) -> Option<String> {
    let was = value(body, keys)?;
    let at = was.as_ptr() as usize - body.as_ptr() as usize;
    Some([&body[..at], new, &body[at + was.len()..]].concat())
}

/// The key and the value of a line, without the marks of a list or of stress.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start().trim_start_matches(['*', '-', '+', '_', ' ']);
    let (key, value) = line.split_once(':')?;
    let fits = key.len() <= 40 && !key.contains(['[', '`', '<']);
    let stress = ['*', '_', ' ', '\t', '\r'];
    fits.then(|| (key.trim_matches(stress), value.trim_matches(stress)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_in_every_form_people_write_it() {
        for line in [
            "Date: 2016-02-12",
            "* Date: 2016-02-12",
            "- date : 2016-02-12\r",
            "**Date:** 2016-02-12",
            "  + __Date__: 2016-02-12  ",
        ] {
            let body = format!("\nDeciders: Ana\n{line}\nDate: 2020-01-01\n");
            assert_eq!(value(&body, &["date"]), Some("2016-02-12"), "{line:?}");
        }
    }

    #[test]
    fn what_is_no_such_line_says_nothing() {
        for body in [
            "",
            "Date:",
            "- Start Date: (fill me in)",
            "[date]: #date",
            "The date: unknown to us",
            "dated: 2016-02-12",
        ] {
            assert_eq!(value(body, &["date", "start date"]), None, "{body:?}");
        }
    }

    #[test]
    fn only_the_value_is_written_anew() {
        let body = "\n* Status: proposed <!-- soon -->\r\n* Date: 2016-02-12\r\n";
        let new = with(body, &["status"], "accepted");
        assert_eq!(new.as_deref(), Some("\n* Status: accepted\r\n* Date: 2016-02-12\r\n"));
        assert_eq!(with(body, &["deciders"], "Ana"), None);
    }
}
