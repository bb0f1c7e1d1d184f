//! The few keys of a front matter that a decision knows; every other line is left alone.

/// The values of a key: `a`, `"a"`, `a, b`, `[a, b]`, `{a, b}` or a list on the lines below.
pub(super) fn values(front: &str, keys: &[&str]) -> Vec<String> {
    let mut lines =
        front.lines().skip_while(|line| key_of(line).is_none_or(|it| !keys.contains(&it)));
    let Some(first) = lines.next() else { return Vec::new() };
    let inline = first.split_once(':').map_or("", |it| it.1);
    let listed =
        lines.take_while(|it| is_item(it)).map(|it| it.trim_start().trim_start_matches('-'));
    let inline = inline.trim().trim_matches(['[', ']', '{', '}']);
    inline.split(',').chain(listed).map(unquoted).filter(|it| !it.is_empty()).collect()
}

/// The front matter with one key set; its line is replaced where it stands, or added last.
pub(super) fn with(front: &str, keys: &[&str], value: &str, nl: &str) -> String {
    let there = front.lines().filter_map(key_of).find(|it| keys.contains(it));
    let new = format!("{}: {value}{nl}", there.unwrap_or(keys[0]));
    let (mut out, mut done, mut inside) = (String::new(), false, false);
    let count = front.split_inclusive('\n').count();
    for (at, line) in front.split_inclusive('\n').enumerate() {
        if inside && is_item(line) {
            continue;
        }
        inside = key_of(line).is_some_and(|it| keys.contains(&it));
        if inside && !done {
            out += &new;
            done = true;
        } else if at + 1 == count && !done {
            out += &new;
            out += line;
        } else {
            out += line;
        }
    }
    out
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    (!line.starts_with([' ', '\t', '#', '-'])).then(|| key.trim())
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ") && line.trim() != "---"
}

fn unquoted(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deciders(front: &str) -> Vec<String> {
        values(front, &["decision-makers", "deciders"])
    }

    #[test]
    fn a_list_is_read_in_every_form_people_write_it() {
        for front in [
            "---\ndeciders: Ana, Ben\n---\n",
            "---\ndeciders: [Ana, \"Ben\"]\n---\n",
            "---\ndeciders: {Ana, Ben}\n---\n",
            "---\ndeciders:\n  - Ana\n  - 'Ben'\nother: x\n---\n",
            "---\r\ndecision-makers:\r\n- Ana\r\n- Ben\r\n---\r\n",
        ] {
            assert_eq!(deciders(front), ["Ana", "Ben"], "{front:?}");
        }
    }

    #[test]
    fn a_key_that_is_absent_empty_or_indented_has_no_values() {
        for front in [
            "---\n---\n",
            "---\ndeciders:\n---\n",
            "---\nmore:\n  deciders: Ana\n---\n",
            "---\n# deciders: Ana\n---\n",
        ] {
            assert_eq!(deciders(front), [""; 0], "{front:?}");
        }
    }

    #[test]
    fn setting_a_key_replaces_its_lines_and_leaves_all_others() {
        let front =
            "---\n# ours\nstatus: proposed\ndeciders:\n  - Ana\n  - Ben\ntags: [a, b]\n---\n";
        let set = with(front, &["status"], "accepted", "\n");
        assert_eq!(set, front.replace("proposed", "accepted"));
        let set = with(front, &["deciders"], "Kim", "\n");
        assert_eq!(set, front.replace("deciders:\n  - Ana\n  - Ben\n", "deciders: Kim\n"));
        let set = with("---\nstate: draft\n---\n", &["status", "state"], "accepted", "\n");
        assert_eq!(set, "---\nstate: accepted\n---\n", "under the key that is there");
    }

    #[test]
    fn a_key_that_was_absent_is_added_before_the_closing_line() {
        assert_eq!(
            with("---\na: b\n---\n", &["date"], "2026-03-06", "\n"),
            "---\na: b\ndate: 2026-03-06\n---\n"
        );
    }
}
