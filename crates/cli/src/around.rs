//! The checkout around the current folder and its map, as `whose`, `check` and `lanes` need them.

use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{Checkout, CheckoutProblem, MAP, MapFile};
use domain::finding::Weight;
use domain::lanes::diagnostic::print_all;

use crate::env;
use crate::fault::Fault;
use crate::shell::Shell;

pub(crate) fn folder() -> Result<PathBuf, Fault> {
    std::env::current_dir().map_err(|e| Fault::because("The current folder is gone", &e))
}

pub(crate) fn checkout(path: &Path) -> Result<Checkout, Fault> {
    Checkout::find(path).map_err(cannot)
}

/// What the checkout says is already a sentence with its way out.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub(crate) fn cannot(problem: CheckoutProblem) -> Fault {
    Fault::new(problem.to_string())
}

/// The map, fit for use; where there is none, a draft that nobody has agreed to. A map with errors
/// is refused, all of them printed.
pub(crate) fn map(checkout: &Checkout, shell: &mut Shell) -> Result<MapFile, Fault> {
    let Some(found) = checkout.map() else {
        shell.step(format!(
            "There is no {MAP} here, so this is answered from a draft nobody has agreed to. \
             `remit init` writes it down."
        ));
        // The same draft as `init` and `up` make; a history that cannot be read gives none of its areas.
        let facts = checkout
            .facts(env::cache_folder().as_deref(), Clock::System.now(), &mut |step| {
                shell.progress(format!("Reading the history: {} commits", step.commits));
            })
            .unwrap_or_default();
        return Ok(checkout.drafted(&checkout.evidence(&facts)));
    };
    usable(&found, MAP, shell)?;
    Ok(found)
}

/// Refuses a map with errors after printing them.
pub(crate) fn usable(map: &MapFile, file: &str, shell: &mut Shell) -> Result<(), Fault> {
    if map.reading.is_usable() {
        return Ok(());
    }
    let mut errors = map.reading.problems.clone();
    errors.retain(|it| it.weight == Weight::Blocks);
    let text = print_all(&errors, file, &map.text, shell.err_colour());
    shell.step(text.trim_end());
    Err(Fault::new(format!("{file} cannot be used before its errors are mended."))
        .hint("`remit lanes check` lists them again."))
}
