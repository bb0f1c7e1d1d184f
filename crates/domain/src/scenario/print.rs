//! A playbook as the Markdown file it was read from.

use super::{Line, Playbook, SECTIONS};

/// Reads back as the same playbook. A section without items is left out.
pub fn print(playbook: &Playbook) -> String {
    let mut text = format!("# {}\n\n*{}*\n", playbook.title, playbook.purpose);
    for section in &SECTIONS {
        let lines = playbook.part(section.part);
        if lines.is_empty() {
            continue;
        }
        text += &format!("\n## {}\n\n", section.heading);
        for line in lines {
            text += &item(line);
        }
    }
    text
}

fn item(line: &Line) -> String {
    let says = &line.says;
    let mut text = match (line.key.as_str(), says.as_str()) {
        ("", says) if says.starts_with(['`', '\\']) => format!("- \\{says}\n"),
        ("", says) => format!("- {says}\n"),
        (key, "") => format!("- `{key}`\n"),
        (key, says) => format!("- `{key}` {says}\n"),
    };
    for (name, words) in &line.more {
        text += &format!("  - {name}: {words}\n");
    }
    text
}
