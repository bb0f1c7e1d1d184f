use super::*;

fn new_in(path: &str, before: &str, after: &str) -> Vec<String> {
    let change =
        Change { before: Some(before.into()), after: Some(after.into()), ..Change::at(path) };
    change.new_dependencies().collect()
}

#[test]
fn each_manifest_shows_only_the_names_that_are_new() {
    for (path, before, after, expected) in [
        (
            "Cargo.toml",
            "[dependencies]\na='1'",
            "[dependencies]\na='2'\nb='1'\n[target.'cfg(unix)'.dev-dependencies]\nc='1'",
            "b c",
        ),
        (
            "web/package.json",
            "{}",
            r#"{"devDependencies":{"vite":"1"},"scripts":{"x":"y"}}"#,
            "vite",
        ),
        (
            "pyproject.toml",
            "[project]\ndependencies=['a']",
            "[project]\ndependencies=['a>=2','B_c[x]~=1']\n[project.optional-dependencies]\ndev=['pytest']",
            "b-c pytest",
        ),
        ("requirements-dev.txt", "a==1", "# note\na==2\n-r other.txt\nflask", "flask"),
        (
            "go.mod",
            "module x",
            "module x\nrequire (\n\tgolang.org/x/net v1\n\tother v2 // indirect\n)",
            "golang.org/x/net",
        ),
        (
            "pom.xml",
            "",
            "<dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>",
            "g:a",
        ),
        ("Gemfile", "gem 'rails'", "gem 'rails', '7'\ngem \"puma\"", "puma"),
        ("build.gradle", "", "implementation 'org.x:lib:1.0'", "org.x:lib"),
        ("src/main.rs", "", "[dependencies]\na='1'", ""),
    ] {
        assert_eq!(new_in(path, before, after).join(" "), expected, "{path}");
    }
}

#[test]
fn a_raised_version_or_a_removed_name_adds_no_dependency() {
    assert!(
        new_in("Cargo.toml", "[dependencies]\na='1'\nb='1'", "[dependencies]\na='2'").is_empty()
    );
}

#[test]
fn a_broken_manifest_adds_nothing_and_does_not_panic() {
    assert!(new_in("Cargo.toml", "", "[dependencies\n\u{feff}").is_empty());
    assert!(new_in("package.json", "", "{\"dependencies\": 3").is_empty());
}

#[test]
fn migrations_and_interfaces_are_known_by_their_paths() {
    let adds = |path: &str, what| Change::at(path).adds(what);
    assert!(adds("db/migrate/20260101_x.rb", Adds::Migration));
    assert!(adds("app/migrations/0002_y.py", Adds::Migration));
    assert!(!adds("app/migrations/__init__.py", Adds::Migration));
    assert!(!adds("docs/changelog/1.md", Adds::Migration));
    assert!(adds("api/openapi.v2.yaml", Adds::Interface));
    assert!(adds("include/x/y.hpp", Adds::Interface));
    assert!(!adds("src/y.hpp", Adds::Interface));
    let removed = Change { fate: Fate::Removed, ..Change::at("api/x.proto") };
    assert!(removed.adds(Adds::Interface), "taking an interface away is felt outside too");
}

#[test]
fn every_form_of_a_dependency_is_known_by_its_name() {
    for (path, after, expected) in [
        (
            "a/Cargo.toml",
            "[workspace.dependencies]\na={version='1'}\n[dependencies.b]\nversion='1'",
            "a b",
        ),
        (
            "Cargo.toml",
            "[build-dependencies]\na='1'\n[features]\nx=['a']\n[lints.rust]\ny='warn'",
            "a",
        ),
        (
            "package.json",
            r#"{"peerDependencies":{"a":"1"},"optionalDependencies":{"b":"1"},"overrides":{"c":"1"}}"#,
            "a b",
        ),
        (
            "composer.json",
            r#"{"require":{"php":"8","x/y":"1"},"require-dev":{"z/z":"1"},"suggest":{"q/q":"1"}}"#,
            "php x/y z/z",
        ),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython='^3'\na='1'\n[tool.poetry.group.dev.dependencies]\nb='1'",
            "a b",
        ),
        ("pyproject.toml", "[dependency-groups]\ndev=['pytest>8',{include-group='x'}]", "pytest"),
        ("Pipfile", "[packages]\na='*'\n[dev-packages]\nb='*'", "a b"),
        (
            "requirements.txt",
            "A_B.c==1\n\n# x\n--hash=sha256:1\nz[extra] ; python_version<'3'",
            "a-b-c z",
        ),
        (
            "go.mod",
            "require golang.org/x/net v1\n\nrequire (\n\t// note\n\n\ta.b/c v2\n)\nreplace x => y",
            "a.b/c golang.org/x/net",
        ),
        (
            "x.gemspec",
            "s.add_dependency \"a\", \"~> 1\"\n  s.add_development_dependency 'b'\n# gem 'c'",
            "a b",
        ),
        ("Gemfile", "source 'https://x.org'\ngem('a')\nruby '3.3'", "a"),
        (
            "build.gradle.kts",
            "implementation(\"g:a:1.0\")\n// implementation(\"g:old:1\")\ntestImplementation(libs.junit)",
            "g:a",
        ),
        (
            "build.gradle",
            "implementation group: 'g', name: 'a', version: '1'\nexclude group: 'x', module: 'y'",
            "g:a",
        ),
        (
            "build.gradle",
            "plugins {\n  id 'java'\n  id(\"com.x.lint\") version '2'\n}",
            "com.x.lint java",
        ),
        (
            "gradle/libs.versions.toml",
            "[libraries]\na = { module = \"g:a\", version.ref = \"j\" }\nb = \"g:b:1\"\nc = { group = \"g\", name = \"c\" }",
            "g:a g:b g:c",
        ),
        (
            "gradle/libs.versions.toml",
            "[plugins]\nlint = { id = \"com.x.lint\", version = \"1\" }",
            "com.x.lint",
        ),
        (
            "pom.xml",
            "<dependency>\n<groupId> g </groupId>\n<artifactId>a</artifactId><version>1</version></dependency><dependency><groupId>h</groupId></dependency>",
            "g:a",
        ),
    ] {
        assert_eq!(new_in(path, "", after).join(" "), expected, "{path}: {after}");
    }
}

#[test]
fn a_version_that_is_raised_adds_nothing_in_any_manifest() {
    for (path, before) in [
        ("build.gradle", "version = '1.0'\ngroup = 'com.example'\nimplementation 'g:a:1.0'"),
        (
            "build.gradle.kts",
            "version = \"1.0\"\nimplementation(\"g:a:1.0\")\nid(\"x\") version \"1.0\"",
        ),
        (
            "gradle/libs.versions.toml",
            "[versions]\nandroid = \"1.0\"\n[libraries]\na = { module = \"g:a\", version = \"1.0\" }",
        ),
        (
            "pyproject.toml",
            "[project]\nversion='1.0'\ndependencies=['a==1.0']\n[tool.poetry.dependencies]\nb='1.0'",
        ),
        ("go.mod", "go 1.0\nrequire a.b/c v1.0"),
        (
            "pom.xml",
            "<version>1.0</version><dependency><groupId>g</groupId><artifactId>a</artifactId><version>1.0</version></dependency>",
        ),
        ("Gemfile", "ruby '1.0'\ngem 'a', '1.0'"),
        (
            "package.json",
            r#"{"version":"1.0","dependencies":{"a":"1.0"},"engines":{"node":"1.0"}}"#,
        ),
    ] {
        let after = before.replace("1.0", "2.0");
        assert_eq!(new_in(path, before, &after), [""; 0], "{path}: {after}");
    }
}

#[test]
fn where_ones_own_packages_lie_is_no_dependency() {
    let after = "[tool.setuptools.packages.find]\nwhere=['src']\n[tool.setuptools]\npackages=['a']";
    assert_eq!(new_in("pyproject.toml", "", after), [""; 0]);
}

#[test]
fn only_manifests_have_their_texts_read() {
    for path in
        ["Cargo.toml", "a/b/package.json", "requirements/x/requirements-ci.txt", "x.gemspec"]
    {
        assert!(wants_texts(path), "{path}");
    }
    for path in
        ["Cargo.lock", "cargo.toml", "package.json.bak", "src/pom.xml.rs", "requirements.in", ""]
    {
        assert!(!wants_texts(path), "{path}");
    }
    let unread = Change { after: Some("[dependencies]\na='1'".into()), ..Change::at("Cargo.lock") };
    assert!(!unread.adds(Adds::Dependency));
}

#[test]
fn what_changes_a_database_is_known_by_where_it_lies() {
    for (path, expected) in [
        ("migrations/1.sql", true),
        ("src/migration/V1.java", true),
        ("db/changelog/1.sql", true),
        ("db/flyway/1.SQL", false),
        ("alembic/versions/1_x.py", true),
        ("app/alembic/versions.py", false),
        ("migrations/README.md", false),
        ("migrations.md", false),
        ("src/migrations_test/x.rs", false),
        ("versions/1_x.py", false),
    ] {
        assert_eq!(Change::at(path).adds(Adds::Migration), expected, "{path}");
    }
    let gone = Change { fate: Fate::Removed, ..Change::at("migrations/1.sql") };
    assert!(!gone.adds(Adds::Migration), "taking a step away runs nothing");
}

#[test]
fn what_others_build_against_is_known_by_its_name() {
    for (path, expected) in [
        ("openapi.json", true),
        ("docs/Swagger-v2.YML", true),
        ("openapi.md", false),
        ("x/y.proto", true),
        ("schema.graphqls", true),
        ("types/index.d.ts", true),
        ("index.ts", false),
        ("lib/include/a.h", true),
        ("public/a.hxx", true),
        ("lib/private/a.h", false),
        ("include.h", false),
        ("proto", false),
    ] {
        assert_eq!(Change::at(path).adds(Adds::Interface), expected, "{path}");
    }
    let renamed = Change { was: Some("a.proto".into()), ..Change::at("a.txt") };
    assert!(renamed.adds(Adds::Interface), "whoever built on the old name feels it");
}

#[test]
fn lines_are_counted_without_overflow() {
    let huge = Change { lines_added: u32::MAX, lines_deleted: 7, ..Change::at("a") };
    assert_eq!(huge.lines(), u32::MAX);
}
