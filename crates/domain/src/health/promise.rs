//! What is promised beside the question, and what an operator could see all the same: the same words
//! on the page and in `docs/health.md`.

/// Said to whoever is about to answer.
pub const PROMISE: &[&str] = &[
    "Your answer is kept without your name, without a moment and without an order.",
    "Until the wave closes it lies sealed, and nobody is shown anything, not even how many answered.",
    "At the close everything is counted at once. What may not be shown, by fixed rules, is thrown \
     away: no single answer is kept.",
    "Whoever was not asked, leaders among them, is shown only what all of you are shown.",
    "That you took a ticket is known to the house until the close, so that only others are reminded. \
     It is shown to nobody.",
    "Nobody can lower the number of people a figure needs, or open this wave again.",
];

/// What somebody who runs this server could still see while the wave is open.
pub const OPERATOR_MEANWHILE: &[&str] = &[
    "In the database: who took a ticket; somebody who copies it again and again, or keeps what it logs, \
     sees when. Not when a ticket was used, because slots are written anew all the time, also when \
     nobody answers; and never what was answered.",
    "With the database and the key file together: the answers given so far, and, by when tickets were \
     taken and used, a guess whose they are.",
    "Whoever changes the program, or records what browsers send, can see who answers what.",
];

/// What remains for them once it has closed.
pub const OPERATOR_AFTERWARDS: &[&str] = &[
    "The figures and comments that may be shown, and nothing else.",
    "In older copies of the database, in archives of it and in its logs: who had taken a ticket, and \
     sealed slots of one size that nobody can open any more, unless the key file was copied while the \
     wave was open.",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `docs/health.md` says the same; a promise that stands in one place only is soon another one.
    #[test]
    fn the_manual_says_what_the_page_says() {
        let manual = include_str!("../../../../docs/health.md");
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let manual = plain(manual);
        for says in [PROMISE, OPERATOR_MEANWHILE, OPERATOR_AFTERWARDS].concat() {
            assert!(manual.contains(&plain(says)), "docs/health.md lacks: {says}");
        }
    }
}
