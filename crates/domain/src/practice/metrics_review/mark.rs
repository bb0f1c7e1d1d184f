//! The mark a shared review leaves under the team's mirrors: when it was, and what was changed.

use crate::attachment::commitment;
use crate::measure::mark::{Mark, What};
use crate::practice::support::OPENED;
use crate::record::Dossier;

/// Nothing of a draft: its mark comes with its sharing.
pub fn of(dossier: &Dossier) -> Option<Mark> {
    let record = &dossier.record;
    if record.retired || !OPENED.contains(&record.state.as_str()) {
        return None;
    }
    let looked_at = record.rows("looked_at").iter().filter_map(|it| it.get("mirror"));
    let change = commitment::standing(dossier).next();
    let change = change.map(|it| (it.text("text").to_owned(), it.text("due").parse().ok()));
    Some(Mark {
        on: record.text("shared_on").parse().ok()?,
        what: What::Review { review: record.id.clone(), change },
        mirrors: looked_at.filter(|it| !it.is_empty()).cloned().collect(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::super::KIND;
    use super::*;
    use crate::record::Value;

    fn change(mark: &Mark) -> Option<(String, Option<Date>)> {
        match &mark.what {
            What::Review { change, .. } => change.clone(),
            other => panic!("{other:?} is no review"),
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_shared_review_marks_the_day_the_change_and_its_day_on_what_was_looked_at() {
        let mark = of(&(KIND.sample)()).unwrap();
        assert_eq!(mark.on, day("2026-01-13"));
        let (said, by) = change(&mark).unwrap();
        assert_eq!(said, "The night check runs beside the build and not before it");
        assert_eq!(by, Some(day("2026-02-13")));
        assert!(mark.is_on("landing-to-release") && mark.is_on("release-frequency"));
        assert!(!mark.is_on("first-change"));
        let said = format!("{mark:?}");
        assert!(!said.contains("lena") && !said.contains("ines"), "{said}");
    }

    #[test]
    fn a_draft_and_what_is_put_away_leave_no_mark() {
        for (state, retired, marks) in
            [("draft", false, false), ("shared", true, false), ("looked", false, true)]
        {
            let mut dossier = (KIND.sample)();
            dossier.record.state = state.into();
            dossier.record.retired = retired;
            assert_eq!(of(&dossier).is_some(), marks, "{state}");
        }
    }

    #[test]
    fn a_dropped_change_is_not_shown_and_no_mirror_named_is_every_one() {
        let mut dossier = (KIND.sample)();
        dossier.attached[0].state = "dropped".into();
        dossier.record.answers.insert("looked_at".into(), Value::Rows(vec![]));
        let mark = of(&dossier).unwrap();
        assert_eq!(change(&mark), None);
        assert!(mark.is_on("first-change"));
    }
}
