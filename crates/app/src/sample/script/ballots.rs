//! What the people of the sample answer in a health review: around a step for each item, a little apart.
//!
//! Nobody's answers are written down here either: a line says who answers and where they lie together.

use super::pen::{cells, day};

/// How far apart they lie, one after the other. Of one mind they would not be shown (R8).
const APART: [isize; 7] = [0, 1, -2, 1, -3, 0, -2];

/// Day, handle, a step for each item, and words or none.
pub(super) type Ballot = (i64, String, Vec<usize>, String);

/// A ballot of each person named, in the order of the lines.
pub(super) fn answers(lines: &[String], comments: &[String]) -> Result<Vec<Ballot>, String> {
    let mut words = comments.iter();
    let mut all = Vec::new();
    for line in lines {
        let [on, people, around] = cells::<3>(line);
        let around: Option<Vec<usize>> =
            around.chars().map(|it| it.to_digit(10).map(|it| it as usize)).collect();
        let around = around.ok_or(format!("{line}: write a digit for each item"))?;
        for (place, who) in people.split_whitespace().enumerate() {
            let step = |(item, &middle): (usize, &usize)| {
                let apart = APART[(place * 3 + item * 2 + all.len()) % APART.len()];
                middle.saturating_add_signed(apart).clamp(1, 5)
            };
            let steps = around.iter().enumerate().map(step).collect();
            all.push((day(on)?, who.to_owned(), steps, words.next().cloned().unwrap_or_default()));
        }
    }
    match words.next() {
        Some(left) => Err(format!("nobody is left to write “{left}”")),
        None => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[&str]) -> Vec<String> {
        text.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn everybody_named_answers_every_item_somewhere_around_its_step() {
        let all =
            answers(&lines(&["-3 | ana kim | 135", "-2 | raj | 315"]), &lines(&["One."])).unwrap();
        let who: Vec<_> = all.iter().map(|it| (it.0, it.1.as_str(), it.3.as_str())).collect();
        assert_eq!(who, [(-3, "ana", "One."), (-3, "kim", ""), (-2, "raj", "")]);
        for (_, _, steps, _) in &all {
            assert!(steps.len() == 3 && steps.iter().all(|it| (1..=5).contains(it)), "{steps:?}");
        }
    }

    #[test]
    fn what_is_no_step_and_words_that_nobody_writes_are_told() {
        assert!(answers(&lines(&["-3 | ana | 1x"]), &[]).is_err());
        assert!(answers(&lines(&["soon | ana | 1"]), &[]).is_err());
        assert!(answers(&lines(&["-3 | ana | 1"]), &lines(&["One.", "Two."])).is_err());
    }
}
