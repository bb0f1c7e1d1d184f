//! What a diff shows about one path, and what that adds: a dependency, a migration, an interface.

use std::collections::BTreeSet;

/// One path of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Path after the change, `/` between parts; the old one where the file is gone.
    /// A path that ends in `/` stands for a folder ("somewhere in here").
    pub path: String,
    /// Path before, where it was renamed or copied.
    pub was: Option<String>,
    pub fate: Fate,
    pub lines_added: u32,
    pub lines_deleted: u32,
    /// Both texts, only where [`wants_texts`] says so; `None` on a side that does not exist or is
    /// not UTF-8.
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    Added,
    #[default]
    Edited,
    Removed,
    Renamed,
}

/// What a change can add that a map may care about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Adds {
    /// A name in a manifest that was not there before.
    Dependency,
    /// A new or edited step of a database's structure.
    Migration,
    /// A file others outside build against.
    Interface,
}

/// Whether [`Change::adds`] needs the texts of this path: manifests only, so a reader can leave
/// all others unread.
pub fn wants_texts(path: &str) -> bool {
    Manifest::of(path).is_some()
}

impl Adds {
    /// `(written in lanes.toml, as a person says it)`.
    pub const ALL: [(Adds, &str, &str); 3] = [
        (Adds::Dependency, "dependency", "a new dependency"),
        (Adds::Migration, "migration", "a migration"),
        (Adds::Interface, "interface", "a public interface"),
    ];
}

impl Change {
    /// A path nobody has changed yet: "whose call would it be?"
    pub fn at(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    pub fn lines(&self) -> u32 {
        self.lines_added.saturating_add(self.lines_deleted)
    }

    pub fn adds(&self, what: Adds) -> bool {
        match what {
            Adds::Dependency => self.new_dependencies().next().is_some(),
            Adds::Migration => self.fate != Fate::Removed && is_migration(&self.path),
            Adds::Interface => {
                is_interface(&self.path) || self.was.as_deref().is_some_and(is_interface)
            }
        }
    }

    /// Names the manifest has now and had not before. Empty for what is no manifest.
    pub fn new_dependencies(&self) -> impl Iterator<Item = String> {
        let manifest = Manifest::of(&self.path);
        let names = |text: Option<&String>| match (manifest, text) {
            (Some(manifest), Some(text)) => manifest.dependencies(text),
            _ => BTreeSet::new(),
        };
        let before = names(self.before.as_ref());
        names(self.after.as_ref()).into_iter().filter(move |name| !before.contains(name))
    }
}

/// Folders whose files change a database's structure, and endings that do so anywhere.
const MIGRATION_FOLDERS: [&str; 5] = ["migrations", "migrate", "migration", "changelog", "flyway"];

fn is_migration(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let in_folder = folders.split('/').any(|it| MIGRATION_FOLDERS[..3].contains(&it))
        || folders.ends_with("alembic/versions")
        || folders.split('/').any(|it| MIGRATION_FOLDERS[3..].contains(&it))
            && file.ends_with(".sql");
    in_folder && !file.starts_with("__init__") && !file.eq_ignore_ascii_case("readme.md")
}

fn is_interface(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = file.to_ascii_lowercase();
    let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    let described = ["openapi", "swagger", "asyncapi"].iter().any(|it| stem.starts_with(it))
        && ["json", "yaml", "yml"].contains(&ending);
    let header = ["h", "hh", "hpp", "hxx"].contains(&ending)
        && folders.split('/').any(|it| it == "include" || it == "public");
    described
        || header
        || lower.ends_with(".d.ts")
        || ["proto", "graphql", "graphqls", "thrift", "avsc", "wsdl", "smithy", "idl", "raml"]
            .contains(&ending)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manifest {
    Cargo,
    Npm,
    Python,
    Requirements,
    Go,
    Maven,
    Gradle,
    Gems,
    Composer,
}

impl Manifest {
    fn of(path: &str) -> Option<Self> {
        let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
        Some(match file {
            "Cargo.toml" => Self::Cargo,
            "package.json" => Self::Npm,
            "pyproject.toml" | "Pipfile" => Self::Python,
            "go.mod" => Self::Go,
            "pom.xml" => Self::Maven,
            "build.gradle" | "build.gradle.kts" | "libs.versions.toml" => Self::Gradle,
            "Gemfile" => Self::Gems,
            "composer.json" => Self::Composer,
            _ if file.starts_with("requirements") && file.ends_with(".txt") => Self::Requirements,
            _ if file.ends_with(".gemspec") => Self::Gems,
            _ => return None,
        })
    }

    fn dependencies(self, text: &str) -> BTreeSet<String> {
        match self {
            Self::Cargo => toml_tables(text, |key| key.ends_with("dependencies")),
            Self::Python => python(text),
            Self::Npm => json_tables(
                text,
                &["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"],
            ),
            Self::Composer => json_tables(text, &["require", "require-dev"]),
            Self::Requirements => text.lines().filter_map(requirement).collect(),
            Self::Go => go_modules(text),
            Self::Maven => maven(text),
            Self::Gradle => gradle(text),
            Self::Gems => quoted(text, |line| {
                line.starts_with("gem ") || line.starts_with("gem(") || line.contains("_dependency")
            }),
        }
    }
}

/// Keys of every table whose own key passes, at any depth.
fn toml_tables(text: &str, wanted: fn(&str) -> bool) -> BTreeSet<String> {
    fn walk(table: &toml::Table, wanted: fn(&str) -> bool, found: &mut BTreeSet<String>) {
        for (key, value) in table {
            let toml::Value::Table(inner) = value else { continue };
            if wanted(key) {
                found.extend(inner.keys().cloned());
            } else {
                walk(inner, wanted, found);
            }
        }
    }
    let mut found = BTreeSet::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        walk(&table, wanted, &mut found);
    }
    found
}

/// PEP 621 lists, dependency groups, and the tables of Poetry and Pipenv.
fn python(text: &str) -> BTreeSet<String> {
    let mut found = toml_tables(text, |key| key.ends_with("dependencies"));
    found.remove("python");
    let Ok(table) = text.parse::<toml::Table>() else { return found };
    // Pipenv's, at the top only: `[tool.setuptools.packages.find]` says where one's own code is.
    let pipenv = ["packages", "dev-packages"].map(|it| table.get(it).and_then(|it| it.as_table()));
    found.extend(pipenv.into_iter().flatten().flat_map(|it| it.keys().cloned()));
    let project = table.get("project");
    let groups =
        [project.and_then(|it| it.get("optional-dependencies")), table.get("dependency-groups")];
    for (at, group) in groups.into_iter().enumerate() {
        let Some(lists) = group.and_then(toml::Value::as_table) else { continue };
        if at == 0 {
            // The walk above took the names of the groups for dependencies.
            found.retain(|name| !lists.contains_key(name));
        }
        lists.values().for_each(|list| add_requirements(list, &mut found));
    }
    if let Some(list) = project.and_then(|it| it.get("dependencies")) {
        add_requirements(list, &mut found);
    }
    found
}

fn add_requirements(list: &toml::Value, found: &mut BTreeSet<String>) {
    let items = list.as_array().into_iter().flatten();
    found.extend(items.filter_map(toml::Value::as_str).filter_map(requirement));
}

/// The package's name in a line such as `requests[socks]>=2.31 ; python_version > "3.8"`.
fn requirement(line: &str) -> Option<String> {
    let line = line.trim();
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(line.len());
    let name = line[..end].to_ascii_lowercase().replace(['_', '.'], "-");
    (!name.is_empty() && !name.starts_with('-')).then_some(name)
}

fn json_tables(text: &str, keys: &[&str]) -> BTreeSet<String> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return BTreeSet::new() };
    keys.iter()
        .filter_map(|key| value.get(key)?.as_object())
        .flat_map(|table| table.keys().cloned())
        .collect()
}

fn go_modules(text: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("require (") {
            inside = true;
        } else if inside && line.starts_with(')') {
            inside = false;
        } else if !line.contains("// indirect") {
            let entry = if inside { Some(line) } else { line.strip_prefix("require ") };
            let name = entry.and_then(|it| it.split_whitespace().next());
            found.extend(name.filter(|it| !it.starts_with("//")).map(str::to_owned));
        }
    }
    found
}

fn maven(text: &str) -> BTreeSet<String> {
    let within = |text: &str, tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        let (inner, _) = rest.split_once(&format!("</{tag}>"))?;
        Some(inner.trim().to_owned())
    };
    text.split("<dependency>")
        .skip(1)
        .filter_map(|entry| {
            let entry = entry.split("</dependency>").next()?;
            Some(format!("{}:{}", within(entry, "groupId")?, within(entry, "artifactId")?))
        })
        .collect()
}

/// Coordinates such as `org.x:lib`, in one word or as group and name, and plugins by their id. The
/// version of the project itself, or of something named elsewhere, is no dependency.
fn gradle(text: &str) -> BTreeSet<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let named = |line: &str| {
        let words: Vec<&str> =
            line.split(['"', '\'']).skip(1).step_by(2).filter(|it| !it.is_empty()).collect();
        let (first, key) = (*words.first()?, line.split(['"', '\'']).next()?);
        if let Some((group, rest)) = first.split_once(':').filter(|it| !it.0.is_empty()) {
            return Some(format!("{group}:{}", rest.split(':').next().unwrap_or(rest)));
        }
        let both = key.contains("group") && line.contains("name");
        let plugin =
            key.split(|c: char| !c.is_alphanumeric()).rfind(|it| !it.is_empty()) == Some("id");
        match words.get(1).filter(|_| both) {
            Some(name) => Some(format!("{first}:{name}")),
            None => plugin.then(|| first.to_owned()),
        }
    };
    lines.filter_map(named).collect()
}

/// First quoted word of each line that passes, without a version after the last colon.
fn quoted(text: &str, wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//") && !line.starts_with('#') && wanted(line))
        .filter_map(|line| {
            let quote = line.find(['"', '\''])?;
            let mark = line[quote..].chars().next()?;
            let word = line[quote + 1..].split(mark).next()?;
            let mut parts = word.split(':');
            let name = parts.next()?.to_owned();
            Some(parts.next().map_or_else(|| name.clone(), |second| format!("{name}:{second}")))
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
