//! What one reader is told of a wave, whichever way they ask: the page, the API and the file look here.

use domain::health::opening::Opening;
use domain::health::results::WaveView;
use domain::id::Id;
use domain::practice::health_review::{KIND, rules};
use domain::record::Record;

use crate::desk::Desk;
use crate::problem::{Problem, Result};

/// A review with what the actor may know of its wave.
#[derive(Clone, Debug)]
pub struct Told {
    pub record: Record,
    /// What was fixed and promised when it was opened; everybody who may read the record may know it.
    pub opening: Option<Opening>,
    pub results: Option<WaveView>,
    /// The wave of the same team before, for a trend.
    pub before: Option<WaveView>,
    /// Why there are no results; empty where there are.
    pub why: String,
}

impl Desk {
    pub async fn review_told(&self, id: &Id) -> Result<Told> {
        let record = self.read(id).await?.record;
        if record.kind != KIND.slug {
            return Err(Problem::NotFound);
        }
        let opening = self.house.store().wave(id).await?.map(|it| it.opening);
        let mut told = Told { opening, results: None, before: None, why: String::new(), record };
        if let Some(why) = without(&told.record) {
            why.clone_into(&mut told.why);
            return Ok(told);
        }
        match self.results(id).await {
            Ok(Some(seen)) => {
                told.before = self.results_before(id).await?;
                told.results = Some(seen);
            }
            Ok(None) => GONE.clone_into(&mut told.why),
            Err(Problem::Refused(refusal)) => told.why = refusal.to_string(),
            Err(other) => return Err(other),
        }
        Ok(told)
    }
}

const GONE: &str = "Its answers are not here: they are in no backup and in no export.";

/// Where there is nothing to read, whoever asks.
fn without(record: &Record) -> Option<&'static str> {
    match record.state.as_str() {
        "preparing" => Some("Nothing is asked yet."),
        "open" => Some("Nobody sees anything before it has closed, not even how many answered."),
        "called-off" => Some("Called off: nothing was counted."),
        _ if rules::is_round(record) => {
            Some("An open round: it was talked through, and nothing was counted.")
        }
        _ => None,
    }
}
