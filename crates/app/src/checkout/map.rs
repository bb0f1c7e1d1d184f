//! The map of a checkout: its `lanes.toml`, or a draft of one, and the routes it gives.

use std::path::{Component, Path, PathBuf};

use domain::id::At;
use domain::lanes::{self, Asker, How, Map, Reading, Routes, Version};

use super::{Checkout, Evidence};
use crate::desk::{Question, cases, day_in};
use crate::problem::Result;

/// Where the map of a repository lies.
pub const MAP: &str = "lanes.toml";

/// A map with the text it was read from.
#[derive(Clone, Debug)]
pub struct MapFile {
    pub text: String,
    pub reading: Reading,
}

impl Checkout {
    /// `lanes.toml` as it lies in the work tree (of a bare repository: at `HEAD`), known by its
    /// blob id. `None` if there is none.
    pub fn map(&self) -> Option<MapFile> {
        let bytes = self.file_in_work_tree(MAP)?;
        let version = self.blob_id(MAP).map_or(Version::Unknown, Version::Blob);
        Some(MapFile::of(&bytes, MAP, version))
    }

    /// The same at `HEAD`, whatever was edited since.
    pub fn map_at_head(&self) -> Option<MapFile> {
        Some(MapFile::of(&self.file_at_head(MAP)?, MAP, Version::Unknown))
    }

    /// A first map from what the checkout shows; never written anywhere by itself.
    pub fn drafted(&self, evidence: &Evidence) -> MapFile {
        let text = evidence.draft(&self.name());
        let mut reading = lanes::read(&text);
        reading.map.seen.draft = true;
        MapFile { text, reading }
    }

    /// Who asks: whoever is named, else `git config remit.as`, else the lowest level.
    pub fn asker(&self, map: &Map, named: Option<&str>) -> Asker {
        let set = |it: &str| !it.trim().is_empty();
        if let Some(who) = named.filter(|it| set(it)) {
            return map.asker(who, How::Named);
        }
        match self.config("remit.as").filter(|it| set(it)) {
            Some(who) => map.asker(&who, How::Configured),
            None => map.lowest(),
        }
    }

    /// A path as the map knows it: from the root, `/` between parts, a folder with `/` at its end,
    /// the root itself as `/`. `None` if it lies outside the checkout.
    pub fn within(&self, from: &Path, path: &Path) -> Option<String> {
        let whole = plain(&from.join(path));
        let root = plain(self.root());
        let inside = whole.strip_prefix(&root).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|it| it.to_str()).collect();
        let mut text = parts?.join("/");
        if whole.is_dir() || path.to_str().is_some_and(|it| it.ends_with('/')) {
            text.push('/');
        }
        Some(text)
    }
}

impl MapFile {
    fn of(bytes: &[u8], file: &str, version: Version) -> Self {
        let (text, mut reading) = lanes::read_bytes(bytes);
        reading.map = reading.map.seen_as(Some(file.to_owned()), version);
        Self { text, reading }
    }
}

/// The routes of a question on a map, today in the map's calendar. The error says which value was
/// not understood.
pub fn whose(map: &Map, question: &Question, asker: &Asker, now: At) -> Result<Routes> {
    Ok(map.routes(&cases(map, question)?, asker, day_in(map, now)))
}

/// Today in the calendar the map follows.
pub fn today(map: &Map, now: At) -> jiff::civil::Date {
    day_in(map, now)
}

/// Links resolved as far as the path exists, `.` and `..` taken out of the rest.
fn plain(path: &Path) -> PathBuf {
    for above in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), path.strip_prefix(above)) {
            return rest.components().fold(real, |mut whole, part| {
                match part {
                    Component::ParentDir => drop(whole.pop()),
                    Component::Normal(name) => whole.push(name),
                    _ => {}
                }
                whole
            });
        }
    }
    path.to_path_buf()
}
