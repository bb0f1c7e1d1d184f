//! The one place that reads the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::id::At;

/// Time as the house sees it. Tests and the sample organisation set it by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn at(moment: At) -> Self {
        Self::Set(Arc::new(AtomicI64::new(moment.0)))
    }

    pub fn now(&self) -> At {
        match self {
            Clock::System => system(),
            Clock::Set(moment) => At(moment.load(Ordering::Relaxed)),
        }
    }

    /// Moves a set clock; the system's clock moves by itself.
    pub fn set(&self, moment: At) {
        if let Clock::Set(it) = self {
            it.store(moment.0, Ordering::Relaxed);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place that reads the time")]
fn system() -> At {
    At(jiff::Timestamp::now().as_millisecond())
}
