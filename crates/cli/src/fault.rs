//! Why something could not be done: a sentence, the place, and the way out. Exit code 2.

use std::error::Error;
use std::fmt::Write as _;

/// What stopped a verb. Printed once, in one form, by `Shell::fault`.
#[derive(Debug)]
pub(crate) struct Fault {
    says: String,
    place: Option<Box<Place>>,
    hint: Option<String>,
    /// Nobody listens any more (`remit mirrors | head`): end without a word.
    quiet: bool,
}

/// Where it is: a file, and a piece of a line in it where that is known.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) file: String,
    /// Line and column, both counted from 1; columns count characters.
    pub(crate) at: Option<(usize, usize)>,
    /// The whole source line and how many characters of it to underline.
    pub(crate) line: Option<(String, usize)>,
}

/// Without the number a system gives its errors, and small after a colon as inside a sentence.
fn plain(words: &str) -> String {
    let words = match words.split_once(" (os error ") {
        Some((before, after)) => before.to_owned() + after.split_once(')').map_or("", |it| it.1),
        None => words.to_owned(),
    };
    words.replace(": No such file", ": no such file").replace(": Permission", ": permission")
}

impl Fault {
    /// One sentence that says what could not be done.
    pub(crate) fn new(says: impl Into<String>) -> Fault {
        Fault { says: plain(&says.into()), place: None, hint: None, quiet: false }
    }

    /// The sentence, followed by every cause in turn.
    pub(crate) fn because(says: impl Into<String>, cause: &dyn Error) -> Fault {
        let mut text = says.into();
        let mut next = Some(cause);
        while let Some(cause) = next {
            let words = plain(&cause.to_string());
            // Some libraries repeat their cause in their own words.
            if !text.ends_with(&words) {
                let _ = write!(text, ": {words}");
            }
            next = cause.source();
        }
        Fault::new(text)
    }

    /// Standard output refused. A closed pipe is no fault of anybody's.
    pub(crate) fn output(cause: &std::io::Error) -> Fault {
        let quiet = cause.kind() == std::io::ErrorKind::BrokenPipe;
        Fault { quiet, ..Fault::because("The answer could not be printed", cause) }
    }

    /// What the house answered, in its own words.
    pub(crate) fn of(problem: app::Problem) -> Fault {
        match problem {
            app::Problem::Broken(cause) => Fault::because("Remit could not do it", &*cause),
            app::Problem::Invalid(problems) => {
                let says = problems.iter().map(|it| match it.field.as_str() {
                    "" => it.says.clone(),
                    field => format!("{field}: {}", it.says),
                });
                Fault::new(says.collect::<Vec<_>>().join("\n  "))
            }
            other => Fault::new(other.to_string()),
        }
    }

    /// What a checkout answered; its sentences carry their own way out.
    #[expect(clippy::needless_pass_by_value, reason = "handed to map_err as it is")]
    pub(crate) fn checkout(problem: app::checkout::CheckoutProblem) -> Fault {
        Fault::new(problem.to_string())
    }

    pub(crate) fn at(mut self, place: Place) -> Fault {
        self.place = Some(Box::new(place));
        self
    }

    /// The way out, one sentence.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// The whole message; `error` and `hint` are the two labels, coloured by the shell.
    pub(crate) fn text(&self, error: &str, hint: &str) -> String {
        let mut text = format!("{error} {}\n", self.says);
        if let Some(place) = &self.place {
            text.push_str(&place.text());
        }
        if let Some(way) = &self.hint {
            let _ = writeln!(text, "{hint} {way}");
        }
        text
    }
}

impl Place {
    pub(crate) fn file(file: impl Into<String>) -> Place {
        Place { file: file.into(), at: None, line: None }
    }

    fn text(&self) -> String {
        let Some((line, column)) = self.at else { return format!("  at {}\n", self.file) };
        let mut text = format!("  at {}:{line}:{column}\n", self.file);
        if let Some((source, width)) = &self.line {
            let number = line.to_string();
            // Tabs would shift the underline.
            let shown = source.replace('\t', " ");
            let margin = " ".repeat(number.len());
            let before = " ".repeat(column.saturating_sub(1));
            let marks = "^".repeat((*width).max(1));
            let _ = writeln!(text, "  {number} | {shown}\n  {margin} | {before}{marks}");
        }
        text
    }
}

/// A panic is our mistake, never a wall of addresses on somebody's screen.
pub(crate) fn keep_panics_short() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let says = panic.payload_as_str().unwrap_or("no message");
        #[expect(clippy::print_stderr, reason = "no shell is left to print through")]
        {
            eprintln!(
                "error: remit made a mistake and had to stop what it was doing ({place}: {says}).\n\
                 hint: What was saved is safe. Please report the line above."
            );
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_systems_error_is_left_out() {
        let cause = std::io::Error::from_raw_os_error(2);
        let text = Fault::because("a.txt cannot be read", &cause).text("error:", "hint:");
        assert_eq!(text, "error: a.txt cannot be read: no such file or directory\n");
    }

    #[test]
    fn a_fault_names_the_place_and_the_way_out() {
        let place = Place {
            file: "lanes.toml".into(),
            at: Some((12, 10)),
            line: Some(("level = \"leed\"".into(), 4)),
        };
        let fault = Fault::new("There is no level “leed”.").at(place).hint("Use lead.");
        insta::assert_snapshot!(fault.text("error:", "hint:"), @r#"
        error: There is no level “leed”.
          at lanes.toml:12:10
          12 | level = "leed"
             |          ^^^^
        hint: Use lead.
        "#);
    }

    #[test]
    fn causes_follow_in_turn_without_repeating_themselves() {
        #[derive(Debug)]
        struct Outer(std::io::Error);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "cannot open")
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.0)
            }
        }
        let fault = Fault::because("No data", &Outer(std::io::Error::other("disk full")));
        assert_eq!(fault.text("error:", ""), "error: No data: cannot open: disk full\n");
    }

    #[test]
    fn a_closed_pipe_is_quiet_and_a_full_disk_is_not() {
        assert!(Fault::output(&std::io::ErrorKind::BrokenPipe.into()).is_quiet());
        assert!(!Fault::output(&std::io::ErrorKind::StorageFull.into()).is_quiet());
    }
}
