//! The terminal as a verb sees it: where answers go, where progress goes, and how both look.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

use crate::env;
use crate::fault::Fault;

/// How a verb ended when nothing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Yes, or done.
    Yes = 0,
    /// The honest no: ask, depends, gap, defects found, something overdue.
    No = 1,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// What a colour means; nothing depends on it alone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ink {
    /// A name or a heading.
    Strong,
    /// Yours, steady.
    Teal,
    /// Somebody else's, or asks for attention.
    Amber,
    /// A defect or a refusal.
    Brick,
    /// An aside.
    Faint,
}

pub(crate) struct Shell {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    colour: bool,
    err_colour: bool,
    /// Whether progress may redraw its line.
    lively: bool,
    redrawn: bool,
    /// Print JSON instead of text.
    pub(crate) json: bool,
    /// Characters that fit on a line of the answer.
    pub(crate) width: usize,
}

impl Shell {
    pub(crate) fn new(colour: Colour, json: bool) -> Shell {
        let out = io::stdout();
        let err = io::stderr();
        let wanted = |terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                terminal
                    && env::var("NO_COLOR").is_none()
                    && env::var("TERM").is_none_or(|term| term != "dumb")
            }
        };
        Shell {
            colour: wanted(out.is_terminal()),
            err_colour: wanted(err.is_terminal()),
            lively: err.is_terminal(),
            redrawn: false,
            json,
            width: width(),
            out: Box::new(out),
            err: Box::new(err),
        }
    }

    /// A line of the answer, on standard output.
    pub(crate) fn say(&mut self, line: impl Display) -> Result<(), Fault> {
        writeln!(self.out, "{line}").map_err(|e| Fault::output(&e))
    }

    /// The answer as JSON, one document and a newline.
    pub(crate) fn say_json(&mut self, answer: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(answer)
            .map_err(|e| Fault::because("The answer could not be written as JSON", &e))?;
        self.say(text)
    }

    /// A step that was done, on standard error, so that the answer stays clean.
    pub(crate) fn step(&mut self, line: impl Display) {
        self.clear();
        // Progress that nobody can read is no reason to stop the work.
        let _ = writeln!(self.err, "{line}");
    }

    /// How far a long step is. Redraws its own line on a terminal, silent elsewhere.
    pub(crate) fn progress(&mut self, line: impl Display) {
        if self.lively {
            let _ = write!(self.err, "\r\x1b[K{line}");
            let _ = self.err.flush();
            self.redrawn = true;
        }
    }

    /// Whether the answer is coloured.
    pub(crate) fn colour(&self) -> bool {
        self.colour
    }

    /// Whether what goes to standard error is.
    pub(crate) fn err_colour(&self) -> bool {
        self.err_colour
    }

    /// The text in its colour, or as it is.
    pub(crate) fn ink(&self, ink: Ink, text: impl Display) -> String {
        paint(self.colour, ink, &text)
    }

    /// Prints a fault in the one form it has.
    pub(crate) fn fault(&mut self, fault: &Fault) {
        if fault.is_quiet() {
            return;
        }
        self.clear();
        let error = paint(self.err_colour, Ink::Brick, &"error:");
        let hint = paint(self.err_colour, Ink::Teal, &"hint:");
        let _ = write!(self.err, "{}", fault.text(&error, &hint));
    }

    /// The long step is over: its line goes away.
    pub(crate) fn done(&mut self) {
        self.clear();
        let _ = self.err.flush();
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.redrawn) {
            let _ = write!(self.err, "\r\x1b[K");
        }
    }
}

fn paint(colour: bool, ink: Ink, text: &dyn Display) -> String {
    let code = match ink {
        Ink::Strong => "1",
        Ink::Teal => "36",
        Ink::Amber => "33",
        Ink::Brick => "1;31",
        Ink::Faint => "2",
    };
    if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
}

/// Terminals tell shells their width; a pipe gets the width of a page.
fn width() -> usize {
    env::var("COLUMNS").and_then(|c| c.parse().ok()).filter(|w| *w >= 40).unwrap_or(100)
}

#[cfg(test)]
impl Shell {
    /// A shell that remembers what was said: text and JSON tests of verbs read it back.
    pub(crate) fn remembering(json: bool) -> (Shell, Heard) {
        let heard = Heard::default();
        let shell = Shell {
            out: Box::new(heard.clone()),
            err: Box::new(io::sink()),
            colour: false,
            err_colour: false,
            lively: false,
            redrawn: false,
            json,
            width: 100,
        };
        (shell, heard)
    }
}

#[cfg(test)]
#[derive(Clone, Default)]
pub(crate) struct Heard(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

#[cfg(test)]
impl Heard {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

#[cfg(test)]
impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_lines_and_json_is_one_document() {
        let (mut shell, heard) = Shell::remembering(true);
        shell.say("yours").unwrap();
        shell.say_json(&serde_json::json!({"verdict": "yours"})).unwrap();
        assert_eq!(heard.text(), "yours\n{\n  \"verdict\": \"yours\"\n}\n");
    }

    #[test]
    fn without_colour_the_text_is_left_alone() {
        assert_eq!(paint(false, Ink::Teal, &"yours"), "yours");
        assert_eq!(paint(true, Ink::Teal, &"yours"), "\u{1b}[36myours\u{1b}[0m");
    }
}
