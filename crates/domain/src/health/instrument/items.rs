//! The house's own items, in the order in which they are always asked.

use std::borrow::Cow::Borrowed;

use super::{Construct, Construct::*, End, Item, Scale};

/// The one question answered in words, kept apart from every score.
pub const FREE_TEXT: (&str, &str) =
    ("change", "What one thing should change, for the team to own more of its work?");

pub static ITEMS: &[Item] = &[
    ask(
        "autonomy-way",
        Autonomy,
        "How far can you choose the way you do your work?",
        ["The way is set for me", "The way is mine to choose"],
    ),
    ask(
        "autonomy-order",
        Autonomy,
        "How far can you choose what to do first and what later?",
        ["Others set the order", "I set the order"],
    ),
    ask(
        "autonomy-try",
        Autonomy,
        "You see a better way to do something. What happens next?",
        ["I ask for permission and wait", "I begin and tell the others"],
    ),
    ask(
        "intent-why",
        Intent,
        "How clear is it what our present work is for?",
        ["I could not say", "I could explain it to a newcomer"],
    ),
    ask(
        "intent-limits",
        Intent,
        "How clear is it what we must not do on the way there?",
        ["I find out afterwards", "I know before I begin"],
    ),
    ask(
        "lanes-known",
        Lanes,
        "A decision comes up. How soon do you know whose call it is?",
        ["I have to ask around", "I know at once"],
    ),
    ask(
        "lanes-kept",
        Lanes,
        "What becomes of calls that are the team's to make?",
        ["They are made elsewhere after all", "They stay with the team"],
    ),
    ask(
        "load-own",
        Load,
        "How much of what our team looks after can you follow?",
        ["Too much for one head", "All that I need to"],
    ),
    ask(
        "load-build",
        Load,
        "How easy is it to build and test a change?",
        ["Most of my day goes there", "I hardly notice it"],
    ),
    ask(
        "load-run",
        Load,
        "How easy is it to run what we built, and to repair it?",
        ["Every time is a search", "The next step is clear"],
    ),
    ask(
        "load-switch",
        Load,
        "How often do you have to drop one thing for another?",
        ["Hardly ever", "Several times a day"],
    )
    .low(),
    ask(
        "confidence-goal",
        Confidence,
        "How sure are you that we reach what we set out to do this quarter?",
        ["I would not count on it", "I would count on it"],
    ),
    ask(
        "confidence-chance",
        Confidence,
        "How likely is it, as a chance, that we reach it in time?",
        ["One in ten", "Nine in ten"],
    )
    .chance(),
    ask(
        "safety-mistake",
        Safety,
        "Somebody here makes a mistake. What do people look at?",
        ["At the one who made it", "At what made it possible"],
    ),
    ask(
        "safety-doubt",
        Safety,
        "How easy is it to say that you doubt a plan most people like?",
        ["I keep it to myself", "I say it in the room"],
    ),
    ask(
        "safety-help",
        Safety,
        "How easy is it to say that you are stuck?",
        ["I would rather not", "I say so the same day"],
    ),
    ask(
        "safety-risk",
        Safety,
        "A careful risk goes wrong. How does it end for the one who took it?",
        ["They regret having tried", "They would be asked to try again"],
    ),
    ask(
        "feedback-answered",
        Feedback,
        "What became of what the team asked for last time?",
        ["We heard nothing more", "It was done, or we were told why not"],
    ),
    ask(
        "growth-learning",
        Growth,
        "How much are you learning that you want to be good at?",
        ["I stand still", "More than I expected"],
    ),
];

const fn ask(
    key: &'static str,
    construct: Construct,
    asks: &'static str,
    ends: [&'static str; 2],
) -> Item {
    Item {
        key: Borrowed(key),
        construct,
        asks: Borrowed(asks),
        ends: [Borrowed(ends[0]), Borrowed(ends[1])],
        favourable: End::High,
        scale: Scale::Words,
    }
}

impl Item {
    /// Better answered low.
    const fn low(mut self) -> Self {
        self.favourable = End::Low;
        self
    }

    /// Its steps are chances.
    const fn chance(mut self) -> Self {
        self.scale = Scale::Percent;
        self
    }
}
