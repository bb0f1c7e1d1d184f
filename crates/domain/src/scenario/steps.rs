//! What a step begins: the answers of its record, as far as a playbook can write them.

use super::Line;
use crate::kind::{Answer, Ask, Cell, Column, Kind};
use crate::record::{Answers, Value};

/// Whether one line of words can answer it.
pub fn takes_words(ask: &Ask) -> bool {
    let words = match ask.answer {
        Answer::Line | Answer::Prose | Answer::OneOf(_) => true,
        Answer::Rows(columns) => only_column(columns).is_some(),
        _ => false,
    };
    words && !ask.kept
}

/// The answers its record begins with; the title is what the step says.
pub fn answers(step: &Line, kind: &Kind) -> Answers {
    let filled = step.more.iter().filter_map(|(name, words)| {
        let ask = kind.ask(name).filter(|it| takes_words(it))?;
        let value = match ask.answer {
            Answer::Rows(columns) => {
                let column = only_column(columns)?.name.to_owned();
                Value::Rows(vec![[(column, words.clone())].into()])
            }
            _ => Value::Text(words.clone()),
        };
        Some((ask.name.to_owned(), value))
    });
    filled.collect()
}

/// The one column that a row cannot do without, where it is a line.
fn only_column(columns: &'static [Column]) -> Option<&'static Column> {
    let mut needed = columns.iter().filter(|it| it.needed);
    let first = needed.next().filter(|it| it.cell == Cell::Line)?;
    needed.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::{Part, shipped};
    use super::*;
    use crate::practice::{ALL, Kinds};

    #[test]
    fn every_step_of_every_playbook_begins_a_record_that_its_kind_accepts() {
        let mut filled = 0;
        for book in shipped() {
            for step in book.playbook.part(Part::Steps) {
                let kind = Kinds(ALL).by_slug(&step.key).unwrap();
                let answers = answers(step, kind);
                assert_eq!(answers.len(), step.more.len(), "{}: {}", book.key, step.says);
                assert_eq!(kind.problems(&step.says, &answers), [], "{}: {}", book.key, step.says);
                filled += answers.len();
            }
        }
        assert!(filled >= 10, "{filled} answers are written beforehand");
    }

    #[test]
    fn words_become_a_row_where_one_line_is_enough_for_it() {
        let step = Line {
            key: "deal".into(),
            says: "Relief".into(),
            more: vec![("i_owe".into(), "Two weeks".into()), ("leader".into(), "kim".into())],
        };
        let answers = answers(&step, Kinds(ALL).by_slug("deal").unwrap());
        let row = [("what".to_owned(), "Two weeks".to_owned())].into();
        assert_eq!(answers.get("i_owe"), Some(&Value::Rows(vec![row])));
        assert_eq!(answers.len(), 1, "a person is not named by a playbook");
    }
}
