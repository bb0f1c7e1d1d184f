//! What the program says while it serves: to standard error, never a secret, never a person's words.

use tracing_subscriber::EnvFilter;

use crate::fault::Fault;

/// How much is said, and in which form.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Logs {
    /// How much to log: error, warn, info or debug
    #[arg(long, value_name = "LEVEL", env = "REMIT_LOG", help_heading = "Logs")]
    log: Option<String>,

    /// One JSON object a line instead of text
    #[arg(long, env = "REMIT_LOG_JSON", help_heading = "Logs")]
    log_json: bool,
}

impl Logs {
    /// Starts logging at the level asked for, else at `usual`.
    pub(crate) fn start(&self, usual: &str) -> Result<(), Fault> {
        let level = self.log.as_deref().unwrap_or(usual);
        if !["error", "warn", "info", "debug", "trace", "off"].contains(&level) {
            return Err(Fault::new(format!("“{level}” is not a level of logging."))
                .hint("Use error, warn, info or debug."));
        }
        // Libraries below us speak only when something is wrong.
        let filter =
            EnvFilter::new(format!("warn,app={level},store={level},web={level},remit={level}"));
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        let started =
            if self.log_json { log.json().try_init() } else { log.with_ansi(false).try_init() };
        started.map_err(|e| Fault::new(format!("Logging could not be started: {e}.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_nobody_knows_is_said_with_the_known_ones() {
        let logs = Logs { log: Some("loud".into()), log_json: false };
        let fault = logs.start("warn").unwrap_err();
        assert!(format!("{fault:?}").contains("info"));
    }
}
