//! The map's answer for a case, with every reason: the JSON of `whose` and `check`.

use jiff::civil::Date;
use serde::Serialize;

use super::case::{Asker, Origin};
use super::map::{Agree, Mode, Seen};

/// Fields may be added; none is renamed or taken away.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    pub verdict: Verdict,
    /// The answer in one sentence.
    pub says: String,
    /// The reasons and what would change them, a sentence each.
    pub why: Vec<String>,
    pub lane: Option<LaneName>,
    /// Handles, or the name of a level nobody is listed for.
    pub deciders: Vec<String>,
    pub consult: Vec<String>,
    pub agree: Vec<Agree>,
    pub inform: Vec<String>,
    /// Which bound of which lower lane did not hold the case.
    pub because: Vec<Because>,
    /// Alternatives; the conditions of one must hold together. Empty where it is yours, and where
    /// no lane of yours could hold it.
    pub yours_if: Vec<Vec<Condition>>,
    pub unknown: Vec<Unknown>,
    pub map: Seen,
    pub asker: AskerName,
    pub domains: Vec<String>,
    pub paths: Vec<String>,
    pub values: Vec<Value>,
    /// With several domains: who decides which part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Part>,
    /// Yours, but a lower level could decide it.
    pub could_rest_with: Option<Rest>,
    /// Where it would go if every unknown were as light as can be; absent if nothing is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optimistic: Option<LaneName>,
    /// Lanes whose time is over that would have held it at a lower level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expired: Vec<Expired>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Absent>,
    /// Lanes of one level and different holders that all hold it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overlap: Vec<String>,
    /// Who may propose an answer to the deciders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recommended_by: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Yours,
    /// Whether it is yours hangs on something unknown.
    Depends,
    /// No lane holds it: it goes to the root's owner.
    Gap,
    Ask,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LaneName {
    pub id: String,
    pub domain: String,
    pub level: String,
    pub mode: Mode,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A label, or a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    Label(String),
    Number(f64),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because {
    pub dimension: String,
    /// Null where it is unknown.
    pub value: Option<Amount>,
    pub bound: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub lane: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    pub dimension: String,
    pub at_most: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub lane: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unknown {
    pub dimension: String,
    /// Whether knowing it could change the route.
    pub matters: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskerName {
    #[serde(flatten)]
    pub asker: Asker,
    pub level: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    pub dimension: String,
    pub value: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub from: Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Instead>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Instead {
    pub value: Amount,
    pub from: Origin,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    pub domain: String,
    pub verdict: Verdict,
    pub lane: Option<LaneName>,
    pub deciders: Vec<String>,
    pub consult: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rest {
    pub level: String,
    pub lane: String,
    pub deciders: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expired {
    pub lane: String,
    pub until: Date,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Absent {
    pub who: String,
    pub until: Option<Date>,
    /// Who decides instead; empty where it went up.
    pub instead: Vec<String>,
}
