//! An export made before somebody was erased still names them: what is applied from it does not.

use domain::id::{At, Id};
use domain::record::{Answers, Value};
use store::{Erasures, SOMEONE_WHO_LEFT, unmentioned};

use super::Portable;

/// Takes the names of erased people out of these objects. `left` says since when somebody who is
/// here already has been gone.
pub(super) fn forget(
    objects: &mut [Portable],
    erasures: &Erasures,
    left: impl Fn(&Id) -> Option<At>,
) {
    if erasures.is_empty() {
        return;
    }
    let mut renamed: Vec<(String, String)> = Vec::new();
    for object in &mut *objects {
        let Portable::Person { id, handle, name, email, left_at, joined_at, erased } = object
        else {
            continue;
        };
        if *erased || !erasures.holds_person(id) {
            continue;
        }
        let new = format!("left-{id}");
        renamed.push((std::mem::replace(handle, new.clone()), new));
        SOMEONE_WHO_LEFT.clone_into(name);
        (*email, *erased) = (None, true);
        *left_at = left(id).or(*left_at).or(Some(*joined_at));
    }
    for object in objects {
        match object {
            Portable::Record(it) => {
                renamed.iter().for_each(|(old, _)| unmention(&mut it.title, old));
                rename(&mut it.answers, &renamed);
                it.attached.iter_mut().for_each(|it| rename(&mut it.answers, &renamed));
            }
            Portable::Map { text, .. } => {
                for (old, new) in &renamed {
                    if let Some(new) = unmentioned(text, old, &format!("@{new}")) {
                        *text = new;
                    }
                }
            }
            _ => {}
        }
    }
}

/// A handle that stands by itself, and an `@handle` in a sentence; the rest is its writer's.
fn rename(answers: &mut Answers, renamed: &[(String, String)]) {
    let one = |text: &mut String| {
        let plain = text.strip_prefix('@').unwrap_or(text);
        if let Some((_, new)) = renamed.iter().find(|it| it.0.eq_ignore_ascii_case(plain)) {
            text.clone_from(new);
            return;
        }
        renamed.iter().for_each(|(old, _)| unmention(text, old));
    };
    for value in answers.values_mut() {
        match value {
            Value::Text(text) => one(text),
            Value::List(items) => items.iter_mut().for_each(one),
            Value::Rows(rows) => rows.iter_mut().flat_map(|it| it.values_mut()).for_each(one),
        }
    }
}

fn unmention(text: &mut String, handle: &str) {
    if let Some(new) = unmentioned(text, handle, SOMEONE_WHO_LEFT) {
        *text = new;
    }
}
