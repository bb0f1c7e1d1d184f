//! One scenario as a Markdown text to take along: to a coach, or into a talk over a walk.

use super::KIND;
use super::slots::{HYPOTHESIS, SIGN, STEP};
use crate::attachment::{Attachment, Slot};
use crate::record::Dossier;
use crate::scenario::evidence::{Lean, Reading};
use crate::scenario::{Part, Playbook, signal};

/// Everything the page shows but who wrote it: a scenario names nobody.
pub fn export(dossier: &Dossier, playbook: Option<&Playbook>, readings: &[Reading]) -> String {
    let record = &dossier.record;
    let mut out = format!("# {}\n", record.title.trim());
    let state = KIND.state(&record.state).map_or("", |it| it.label);
    out += &format!("\n*Scenario, {state}. Begun {}", record.opened_at.day());
    for (before, name) in
        [(", next look ", "look_on"), (", ends ", "ends_on"), (", ended ", "ended_on")]
    {
        if !record.text(name).is_empty() {
            out += &format!("{before}{}", record.text(name));
        }
    }
    out += ".*\n";
    if let Some(it) = playbook {
        out += &format!("\nFollows “{}”: {}\n", it.title, it.purpose);
    }
    section(&mut out, "What we see", record.text("hard"));
    evidence(&mut out, readings);
    hypotheses(&mut out, dossier);
    list(&mut out, dossier, &STEP, |it| match it.text("made") {
        "" => String::new(),
        made => format!(" (record {made})"),
    });
    section(&mut out, "What each look showed", record.text("looked"));
    list(&mut out, dossier, &SIGN, |it| {
        let name = signal::by_id(it.text("signal")).map_or("watched by us", |it| it.name);
        format!(" ({name})")
    });
    section(&mut out, "The team’s own word", record.text("word"));
    section(&mut out, "Why it stopped", record.text("stopped_because"));
    if let Some(it) = playbook {
        for (part, heading) in
            [(Part::Questions, "Questions"), (Part::Harms, "What must not come of it")]
        {
            let lines: Vec<String> =
                it.part(part).iter().map(|it| format!("- {}", it.words())).collect();
            section(&mut out, heading, &lines.join("\n"));
        }
    }
    out
}

fn section(out: &mut String, heading: &str, text: &str) {
    if !text.trim().is_empty() {
        *out += &format!("\n## {heading}\n\n{}\n", text.trim());
    }
}

fn evidence(out: &mut String, readings: &[Reading]) {
    let line = |it: &Reading| {
        let n = it.n.map_or_else(String::new, |n| format!(" n = {n}, {}.", it.over));
        let mark = match it.lean {
            Lean::StandsOut => "stands out",
            Lean::Usual => "as usual",
            Lean::TooLittle => "too little to say",
            Lean::Missing => "missing",
        };
        let doubt = if it.doubt.is_empty() { String::new() } else { format!(" {}", it.doubt) };
        format!("- **{}** ({mark}): {}{n}{doubt}", it.about.name, it.says)
    };
    section(out, "What our records say", &readings.iter().map(line).collect::<Vec<_>>().join("\n"));
}

fn hypotheses(out: &mut String, dossier: &Dossier) {
    let label = |it: &Attachment| {
        HYPOTHESIS.states.iter().find(|state| state.0 == it.state).map_or("", |it| it.1)
    };
    let mut text = String::new();
    for it in dossier.slot(HYPOTHESIS.name) {
        text += &format!("\n### {}\n\n*{}*\n", it.text("text").trim(), label(it));
        for (name, heading) in [
            ("evidence_for", "For"),
            ("evidence_against", "Against"),
            ("showed", "What showed it"),
            ("because", "Set aside because"),
        ] {
            if !it.text(name).trim().is_empty() {
                text += &format!("\n**{heading}.** {}\n", it.text(name).trim());
            }
        }
    }
    section(out, "What could be behind it", &text);
}

fn list(out: &mut String, dossier: &Dossier, slot: &'static Slot, more: fn(&Attachment) -> String) {
    let line = |it: &Attachment| {
        let state = slot.states.iter().find(|state| state.0 == it.state).map_or("", |it| it.1);
        let came = [it.text("changed"), it.text("learned")].into_iter().find(|it| !it.is_empty());
        let came = came.map_or_else(String::new, |it| format!(" {it}"));
        format!("- {}{}: {state}.{came}", it.text("text").trim(), more(it))
    };
    section(out, slot.plural, &dossier.slot(slot.name).map(line).collect::<Vec<_>>().join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::by_key;
    use crate::scenario::evidence::{Seen, read};

    #[test]
    fn a_run_goes_out_whole_and_without_a_name() {
        let dossier = (KIND.sample)();
        let playbook = &by_key("underdelivering").unwrap().playbook;
        let readings = [read(
            signal::by_id("lane-gaps").unwrap(),
            &Seen { map: Some([2, 0, 0, 4]), ..Seen::default() },
        )];
        let text = export(&dossier, Some(playbook), &readings);
        for said in [
            "# Releases slip, and each time for another reason\n\n*Scenario, trying steps. Begun 2026-01-06, next look 2026-04-01, ends 2026-04-07.*",
            "Follows “A team that is underdelivering”",
            "- **Cases that no lane holds** (stands out): 2 gaps in the map. n = 2, today.",
            "### Flow: the work waits for reviews, decisions or other teams.\n\n*this was it*",
            "**Against.** 2026-01-07: The bank’s own changes went through in a day.",
            "- An hour in which reviews are done together (record sample-office-hours): changed something. What waits for review fits on one screen again.",
            "- Half are decided within two days; it was nine (How long decisions wait): stands.",
            "- What would be different for a real user a month after this is done?",
            "- Naming a weak link.",
        ] {
            assert!(text.contains(said), "{said}\n\nis not in\n\n{text}");
        }
        for person in ["jonas", "lena"] {
            assert!(!text.contains(person), "{person}");
        }
    }

    #[test]
    fn what_is_not_there_leaves_no_heading() {
        let mut dossier = (KIND.sample)();
        dossier.attached.clear();
        dossier.record.answers.clear();
        let text = export(&dossier, None, &[]);
        assert_eq!(text.matches("## ").count(), 0, "{text}");
    }
}
