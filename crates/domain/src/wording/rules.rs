//! The rules, in order; the first that matches decides. A list is a guess: keep it certain.

use regex::{Regex, RegexBuilder};

use super::Label;

/// One surface rule.
pub struct Rule {
    pub label: Label,
    pub speaks: Speaks,
    /// `{aux}`, `{not}` and `{verb}` stand for the word lists below.
    pub pattern: &'static str,
    /// What could be asked instead.
    pub instead: &'static str,
}

/// Which sentences a rule listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    Any,
    /// Ends with a question mark.
    Asking,
    Telling,
}

const AUX: &str = "(?:is|are|was|were|am|do|does|did|can|could|will|would|should|shall|has|have|had|may|might|must)";

const NOT: &str = "(?:isn't|aren't|wasn't|weren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't|hasn't|hadn't)";

const VERB: &str = "(?:use|add|remove|move|rename|fix|change|do|make|stop|start|go|write|split|revert|ship|wait|ask|talk|put|keep|drop|delete|merge|rebase|refactor|switch|replace|update|check|test|document|schedule|cancel|raise|lower|pick|choose|take|send|escalate|call|run|set|reduce|increase|include|cover|explain|justify|redo|rework|stick|follow|get|look|read|try|avoid|ensure|consider|bring|leave|hold|turn|roll|close|open|cut|tell|show|give|let|have)";

/// A pattern of [`RULES`], ready to look. Case does not matter.
pub(super) fn compiled(pattern: &str) -> Regex {
    let full = pattern.replace("{aux}", AUX).replace("{not}", NOT).replace("{verb}", VERB);
    RegexBuilder::new(&full)
        .case_insensitive(true)
        .build()
        .expect("every pattern of the table is one; a test builds them all")
}

const fn any(label: Label, pattern: &'static str, instead: &'static str) -> Rule {
    Rule { label, speaks: Speaks::Any, pattern, instead }
}

const fn asking(label: Label, pattern: &'static str, instead: &'static str) -> Rule {
    Rule { label, speaks: Speaks::Asking, pattern, instead }
}

const fn telling(label: Label, pattern: &'static str, instead: &'static str) -> Rule {
    Rule { label, speaks: Speaks::Telling, pattern, instead }
}

const KNEW: &str = "What was known at that point, and what came to light only later?";
const EASY: &str = "What made this easy to get wrong?";
const TRUE: &str = "What would have to be true for that to be the right answer?";
const DROPPED: &str = "What options did you look at, and what made you drop them?";
const WITHOUT: &str = "What happens here without it?";
const NEED: &str = "What would it take?";
const LINE: &str = "Where should the line be between what you decide and what we decide together?";

/// `domain.md` 3.8, with the misses it names taken in.
pub(super) static RULES: &[Rule] = &[
    any(
        Label::Blame,
        r"\bwhy (?:{aux}|{not})\s+(?:you|he|she|they|nobody|no one|anyone|someone|the team)\b",
        KNEW,
    ),
    any(
        Label::Blame,
        r"\bhow could (?:you|they|he|she)\b|\bwhat were you thinking\b|\bhow come (?:you|they|nobody)\b|\bwho (?:broke|caused|approved|let|allowed|forgot|missed|is to blame|'s to blame)\b|\bwhose fault\b",
        EASY,
    ),
    any(
        Label::OpenPrompt,
        r"^(?:tell me (?:more|about|how|what)|walk me through|talk me through|describe|say more|(?:can|could) you help me (?:see|understand)|help me (?:see|understand))\b",
        "",
    ),
    any(
        Label::Leading,
        r"(?:^|[,;:.!?]\s*)(?:but\s+|and\s+|so\s+)?{not}\s+(?:you|we|it|that|they|this|there|he|she|a|an|the)\b",
        TRUE,
    ),
    any(
        Label::Leading,
        r",\s*(?:right|correct|no|yes|isn't it|aren't we|don't you think|wouldn't you (?:say|agree)|surely)\s*\?\s*$",
        TRUE,
    ),
    asking(Label::Leading, r"^surely\b", TRUE),
    any(
        Label::Leading,
        r"^(?:so\s+|and\s+|but\s+|ok,?\s+)?(?:(?:have|had) you (?:\w+ )?(?:considered|thought (?:of|about)|tried|looked at)|did you (?:\w+ )?(?:consider|think (?:of|about)|try))\b",
        DROPPED,
    ),
    any(
        Label::Leading,
        r"^(?:so\s+)?(?:why not|how about|what about|what if (?:we|you|i))\b",
        TRUE,
    ),
    any(
        Label::Leading,
        r"\b(?:are you (?:really )?sure|do you (?:really|actually|honestly|seriously))\b|\bis there (?:a|any|some) reason\b",
        "How sure are you as a number, and what sits in the remainder?",
    ),
    any(
        Label::Leading,
        r"\bwhat do you think (?:about|of) \w+ing\b|\b(?:agree|admit|see) that\b.*\?$",
        TRUE,
    ),
    any(Label::Leading, r"^(?:what|how) (?:stopped|prevented|kept) you from\b", KNEW),
    telling(
        Label::Directive,
        r"^(?:please\s+|just\s+|maybe\s+|let's\s+|let us\s+|don't\s+|do not\s+|never\s+|always\s+|instead,?\s+)?{verb}\b",
        WITHOUT,
    ),
    telling(
        Label::Directive,
        r"\b(?:you|we|it|this|that|they|the team|someone)\s+(?:really\s+|just\s+|probably\s+)?(?:should|must|need to|needs to|have to|has to|ought to|had better|'d better|might want to|may want to)\b",
        LINE,
    ),
    telling(
        Label::Directive,
        r"\bi(?:'d| would)\s+(?:really\s+|rather\s+|just\s+)?(?:use|do|prefer|go|suggest|recommend|like (?:you|us|to see)|want|move|add|drop|split|rather)\b|\bi (?:want|expect|need) (?:you|this|us)\b|\bmy (?:advice|suggestion|recommendation) (?:is|would be)\b",
        TRUE,
    ),
    telling(Label::Directive, r"\bit would be (?:better|best|safer|cleaner|simpler) to\b", TRUE),
    any(
        Label::Directive,
        r"^(?:can|could|will|would) (?:you|we)\s+(?:please\s+|just\s+|at least\s+)?{verb}\b",
        NEED,
    ),
    telling(Label::Directive, r"\b(?:should|must|need to|needs to|has to)\b", WITHOUT),
    asking(
        Label::ForcedChoice,
        r"^(?:which (?:one|of|is|do|would)|do you prefer|would you rather|is it|are we|option \w+|either)\b.*\bor\b",
        "What sits between the two?",
    ),
    asking(Label::Closed, r"^(?:so\s+|and\s+|but\s+|ok,?\s+)?{aux}\b", ""),
    asking(
        Label::Open,
        r"(?:^|[,;:.]\s*|\b(?:in|for|by|with|from|to|at|on)\s+)(?:what|how|which|who|whose|whom|where|when|why)(?:'s|'re)?\b",
        "",
    ),
    any(
        Label::Reflection,
        r"^(?:it sounds like|so you(?:'re| are)? |what i hear|i hear|you(?:'re| are) (?:saying|worried|weighing)|sounds as if)\b",
        "",
    ),
    any(
        Label::Affirm,
        r"^(?:thank|thanks|well done|i (?:like|appreciate|noticed)|good (?:call|catch)|nice)\b",
        "",
    ),
];
