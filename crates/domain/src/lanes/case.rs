//! What is being routed, and who asks.

use serde::Serialize;

use super::diagnostic::{nearest, suggestion};
use super::map::{Map, ROOT};
use crate::people::same_handle;

/// Domains touched, a value for each dimension of one map, and the paths it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Never empty in a case a map made; `*` is the root.
    pub domains: Vec<String>,
    /// One for each dimension; `None` = nobody knows.
    pub values: Vec<Option<Given>>,
    pub paths: Vec<String>,
    /// What the reader of the answer should know about how the case came about.
    pub notes: Vec<String>,
}

/// A value with where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub amount: f64,
    pub from: Origin,
    /// What it took the place of.
    pub instead_of: Option<(f64, Origin)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The map's `assume`.
    Assumed,
    Signal,
    Trailer,
    /// Whoever asks said so.
    Said,
}

/// Who asks, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asker {
    /// With its `@`; `None` where only a level is known.
    pub handle: Option<String>,
    /// Index into the map's levels.
    #[serde(skip)]
    pub level: usize,
    pub how: How,
    /// False where it is somebody else's case: from above, that is not yours.
    pub own: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// `--as`, or the form's field.
    Named,
    SignedIn,
    /// `git config remit.as`.
    Configured,
    /// Nobody said: the lowest level.
    Lowest,
}

impl Map {
    /// A case in these domains with nothing known; none = the root. Notes a name that no lane and
    /// no signal knows.
    pub fn case(&self, domains: &[String]) -> Case {
        let mut case = Case { values: vec![None; self.dimensions.len()], ..Case::default() };
        let known = self.domains();
        for name in domains {
            let name = name.trim().trim_matches('/');
            let name = if name.is_empty() { ROOT } else { name };
            if name != ROOT && !known.iter().any(|it| it == &name || is_under(it, name)) {
                let near = nearest(name, known.iter().copied());
                let near = near.map_or(String::new(), |it| format!(" Did you mean “{it}”?"));
                let under = &self.index.nodes[self.index.find(name)].name;
                let under = if under == ROOT {
                    "the whole map".to_owned()
                } else {
                    format!("“{under}”")
                };
                case.notes.push(format!(
                    "No lane names “{name}”: it is routed as part of {under}.{near}"
                ));
            }
            if !case.domains.iter().any(|it| it == name) {
                case.domains.push(name.to_owned());
            }
        }
        if case.domains.is_empty() {
            case.domains.push(ROOT.to_owned());
        }
        case
    }

    /// `DIM=VALUE` as a person typed it. The error is a sentence.
    pub fn set(&self, case: &mut Case, typed: &str) -> Result<(), String> {
        let Some((name, value)) = typed.split_once('=') else {
            return Err(format!("“{typed}” sets nothing; write it as effort=3."));
        };
        let names = self.dimensions.iter().map(|it| it.name.as_str());
        let at = self.dimension(name.trim()).ok_or_else(|| {
            let hint = suggestion(name.trim(), names);
            format!("There is no dimension called “{}” in this map. {hint}", name.trim())
                .trim_end()
                .to_owned()
        })?;
        let amount = self.dimensions[at].parse(value)?;
        case.give(at, amount, Origin::Said);
        Ok(())
    }

    /// A level by its name, else a handle; whom nobody lists has the lowest level.
    pub fn asker(&self, who: &str, how: How) -> Asker {
        let who = who.trim();
        if let Some(level) = self.level(who) {
            return Asker { handle: None, level, how, own: true };
        }
        let handle = format!("@{}", who.trim_start_matches('@'));
        Asker { level: self.level_of(&handle).unwrap_or(0), handle: Some(handle), how, own: true }
    }

    /// Nobody said who asks.
    pub fn lowest(&self) -> Asker {
        Asker { handle: None, level: 0, how: How::Lowest, own: true }
    }

    /// `assume` for every dimension nothing else speaks about.
    pub fn assume(&self, case: &mut Case) {
        for (value, dimension) in case.values.iter_mut().zip(&self.dimensions) {
            if let (None, Some(amount)) = (&value, dimension.assume) {
                *value = Some(Given { amount, from: Origin::Assumed, instead_of: None });
            }
        }
    }
}

impl Case {
    /// Sets a value and keeps what it took the place of.
    pub fn give(&mut self, dimension: usize, amount: f64, from: Origin) {
        if let Some(slot) = self.values.get_mut(dimension) {
            let before = slot.map(|it| (it.amount, it.from)).filter(|it| it.0 != amount);
            *slot = Some(Given { amount, from, instead_of: before });
        }
    }
}

impl Asker {
    pub fn is(&self, handle: &str) -> bool {
        self.handle.as_deref().is_some_and(|it| same_handle(it, handle))
    }

    /// A person whose level came from elsewhere: a membership on a server. The higher one counts.
    pub fn at_least(mut self, level: usize) -> Self {
        self.level = self.level.max(level);
        self
    }
}

/// Whether `domain` lies under `parent`.
pub(super) fn is_under(domain: &str, parent: &str) -> bool {
    parent == ROOT || domain.strip_prefix(parent).is_some_and(|it| it.starts_with('/'))
}
