//! What the items are about, and where each idea comes from.

use serde::{Deserialize, Serialize};

/// What a group of items is meant to show. Its items are read one by one and never averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Construct {
    Autonomy,
    Intent,
    Lanes,
    Load,
    Confidence,
    Safety,
    Feedback,
    Growth,
    /// What a team added.
    Own,
}

impl Construct {
    pub const ALL: [Self; 9] = [
        Self::Autonomy,
        Self::Intent,
        Self::Lanes,
        Self::Load,
        Self::Confidence,
        Self::Safety,
        Self::Feedback,
        Self::Growth,
        Self::Own,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Autonomy => "Autonomy",
            Self::Intent => "Clarity of intent",
            Self::Lanes => "Decision lanes",
            Self::Load => "Cognitive load",
            Self::Confidence => "Delivery confidence",
            Self::Safety => "Safety",
            Self::Feedback => "Feedback acted on",
            Self::Growth => "Growth",
            Self::Own => "The team's own",
        }
    }

    /// Where the idea comes from, in a sentence; the words of the items are the house's.
    pub fn source(self) -> &'static str {
        match self {
            Self::Autonomy => {
                "Freedom in how, when and by what means work is done is measured since the Job \
                 Diagnostic Survey of Hackman and Oldham (1974); self-determination theory counts it \
                 among three needs."
            }
            Self::Intent => {
                "Mission command asks that people know the purpose two levels up and the limits, so \
                 that they can act without asking."
            }
            Self::Lanes => {
                "Whether people know whose call something is, and whether calls stay where they were \
                 put: the practice this house is built around."
            }
            Self::Load => {
                "Skelton and Pais ask teams how easy it is to build, test, run and change what they \
                 own; switching between tasks is a load of its own."
            }
            Self::Confidence => {
                "A vote on whether a plan will hold is an old habit of teams; asked as a chance as \
                 well, it can be scored once the outcome is known."
            }
            Self::Safety => {
                "Edmondson (1999) found that teams learn where mistakes, doubts and requests for help \
                 can be voiced. Her items are under copyright and are not used."
            }
            Self::Feedback => {
                "Surveys that are followed by nothing tire people out; so the survey asks what became \
                 of the last one."
            }
            Self::Growth => {
                "Competence is the second need of self-determination theory: becoming better at \
                 something one cares about."
            }
            Self::Own => "Asked by the team itself, in its own words.",
        }
    }
}
