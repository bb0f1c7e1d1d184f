//! Everything a door has to tell apart, and nothing more.

use domain::record::{Dossier, FieldProblem, Refusal};

pub type Result<T> = std::result::Result<T, Problem>;

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Not there, or not yours to see: on purpose the same answer.
    #[error("There is nothing here, or nothing you may see.")]
    NotFound,
    #[error("Sign in first.")]
    SignedOut,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{}", first(.0))]
    Invalid(Vec<FieldProblem>),
    /// Somebody else was first; what is stored now comes along, so that nothing typed is lost.
    #[error("Somebody changed this since you opened it.")]
    Stale(Option<Box<Dossier>>),
    #[error("{0} is taken already.")]
    Taken(String),
    #[error("Too many attempts. Try again in {0} seconds.")]
    TooMany(u64),
    /// The house cannot do it now, whoever asks: a locked or full database.
    #[error("{0}")]
    Unavailable(String),
    #[error("Something broke on our side.")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Problem {
    pub fn broken(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Broken(Box::new(source))
    }

    pub fn invalid(field: &str, says: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem { field: field.to_owned(), says: says.into() }])
    }

    pub fn rule(says: impl Into<String>) -> Self {
        Self::Refused(Refusal::Rule(says.into()))
    }
}

fn first(problems: &[FieldProblem]) -> String {
    problems.first().map_or_else(String::new, |it| it.says.clone())
}
