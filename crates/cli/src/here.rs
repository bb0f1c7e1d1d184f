//! The house on this machine that `export`, `apply`, `backup` and the rest act on.

use std::path::PathBuf;

use app::{Clock, House, Places};
use domain::practice::{ALL, Kinds};

use crate::data::DataFolder;
use crate::fault::Fault;

/// Which database; the workbook's own if nothing is named.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Here {
    /// sqlite:PATH or postgres://USER@HOST/NAME; the workbook's own if not named
    #[arg(long, value_name = "URL", env = "REMIT_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,

    /// Folder that holds the workbook; the user's data folder if not named
    #[arg(long, value_name = "DIR", env = "REMIT_DATA")]
    pub(crate) data: Option<PathBuf>,
}

impl Here {
    /// The address of the database, made where it is to be written to.
    pub(crate) fn url(&self, make: bool) -> Result<String, Fault> {
        if let Some(url) = &self.database {
            return Ok(url.clone());
        }
        let data = DataFolder::choose(self.data.clone(), false)?;
        if make {
            data.make()?;
        } else if !data.database().exists() {
            return Err(Fault::new(format!("There is no workbook in {}.", data.folder.display()))
                .hint("`remit up` makes one; --data or --database name another."));
        }
        Ok(data.url())
    }

    pub(crate) async fn open(&self, make: bool) -> Result<House, Fault> {
        let (url, places) = (self.url(make)?, places(self.data.clone(), None));
        House::open_keeping(&url, Kinds(ALL), Clock::System, places).await.map_err(Fault::of)
    }
}

/// The data folder, for the copy that is made before a database is brought up to date, made when it
/// is needed; and the key file, if it does not lie beside the database.
pub(crate) fn places(data: Option<PathBuf>, key_file: Option<PathBuf>) -> Places {
    Places { copies: DataFolder::choose(data, false).ok().map(|it| it.folder), key_file }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_that_is_not_there_is_not_made_by_reading() {
        let dir = tempfile::tempdir().unwrap();
        let here = Here { database: None, data: Some(dir.path().join("none")) };
        let fault = here.url(false).unwrap_err();
        assert!(format!("{fault:?}").contains("remit up"));
        assert!(!dir.path().join("none").exists());
    }
}
