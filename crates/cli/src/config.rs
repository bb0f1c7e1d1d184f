//! `remit.toml`: settings for `serve` that are neither flags nor variables.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fault::{Fault, Place};

/// All optional; a key nobody knows is a fault, because a misspelt one would be silent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) database: Option<String>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) public_url: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) mail_url: Option<String>,
    pub(crate) mail_from: Option<String>,
}

impl Config {
    /// The file named, else `./remit.toml` where there is one, else nothing.
    pub(crate) fn read(named: Option<&Path>) -> Result<Self, Fault> {
        let path = named.unwrap_or(Path::new("remit.toml"));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if named.is_none() && e.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(e) => return Err(Fault::because(format!("{} cannot be read", path.display()), &e)),
        };
        Self::parse(&text, &path.display().to_string())
    }

    fn parse(text: &str, file: &str) -> Result<Self, Fault> {
        toml::from_str(text).map_err(|fault| {
            let says = fault.message().lines().next().unwrap_or("it cannot be read").to_owned();
            let span = fault.span().unwrap_or(0..0);
            let before = &text[..span.start.min(text.len())];
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |it| it + 1);
            let source = text[start..].lines().next().unwrap_or("").to_owned();
            let column = text[start..span.start.min(text.len())].chars().count() + 1;
            let length = span.len().clamp(1, source.chars().count().max(1));
            Fault::new(format!("The settings cannot be used: {says}."))
                .at(Place {
                    file: file.to_owned(),
                    at: Some((line, column)),
                    line: Some((source, length)),
                })
                .hint("Known settings: database, data, key_file, listen, public_url, organisation, mail_url, mail_from.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_optional() {
        assert!(Config::parse("", "remit.toml").unwrap().database.is_none());
        let mail = Config::parse("mail_url = \"smtps://m\"\nmail_from = \"r@m\"", "remit.toml");
        assert_eq!(mail.unwrap().mail_from.as_deref(), Some("r@m"));
        let config =
            Config::parse("listen = \"127.0.0.1:80\"\ndata = \"/srv\"", "remit.toml").unwrap();
        assert_eq!(config.listen.unwrap().port(), 80);
        assert_eq!(config.data.unwrap(), Path::new("/srv"));
        let keys = Config::parse("key_file = \"/etc/remit.keys\"", "remit.toml").unwrap();
        assert_eq!(keys.key_file.unwrap(), Path::new("/etc/remit.keys"));
    }

    #[test]
    fn a_misspelt_setting_is_a_fault_with_its_place() {
        let fault =
            Config::parse("data = \"x\"\nlitsen = \"127.0.0.1:80\"", "remit.toml").unwrap_err();
        let words = format!("{fault:?}");
        assert!(words.contains("litsen") && words.contains("Some((2, 1))"), "{words}");
    }

    #[test]
    fn a_file_that_was_named_has_to_be_there() {
        assert!(Config::read(Some(Path::new("/nowhere/remit.toml"))).is_err());
    }
}
