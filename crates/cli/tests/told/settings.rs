//! Where `serve` takes its settings from, and what it says to those it cannot use.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::world::World;

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself needs no ending.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `remit serve`, and gives what it says up to the link for the first steward.
fn serve(world: &World, words: &[&str]) -> (Server, String) {
    let mut child = world
        .command(env!("CARGO_BIN_EXE_remit"))
        .arg("serve")
        .args(words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let err = BufReader::new(child.stderr.take().unwrap());
    for line in err.lines().map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("first steward") || line.starts_with("error:") {
            break;
        }
    }
    (Server(child), said)
}

fn file(data: &str, public: &str) -> String {
    format!("data = \"{data}\"\nlisten = \"127.0.0.1:0\"\npublic_url = \"{public}\"\n")
}

#[test]
fn a_flag_beats_a_variable_and_a_variable_beats_the_file() {
    let world = World::bare();
    world.write("remit.toml", &file("from-file", "https://file.example"));
    let (_one, said) = serve(&world, &[]);
    assert!(said.contains("published as https://file.example"), "{said}");
    assert!(world.path().join("from-file").exists());

    let world = world
        .set("REMIT_PUBLIC_URL", "https://variable.example")
        .set("REMIT_DATA", "from-variable")
        .set("REMIT_ORGANISATION", "Town");
    let (_two, said) = serve(&world, &[]);
    assert!(said.contains("published as https://variable.example"), "{said}");
    assert!(world.path().join("from-variable").exists());

    let flags = ["--public-url", "https://flag.example", "--data", "from-flag"];
    let (_three, said) = serve(&world, &flags);
    assert!(said.contains("published as https://flag.example"), "{said}");
    assert!(world.path().join("from-flag").exists());
}

#[test]
fn a_settings_file_elsewhere_is_named_by_flag_or_variable() {
    let world = World::bare();
    world.write("etc/ours.toml", &file("data", "https://ours.example"));
    let (_one, said) = serve(&world, &["--config", "etc/ours.toml"]);
    assert!(said.contains("https://ours.example"), "{said}");
    world.remit(&["serve", "--config", "etc/none.toml"]).failed(&["etc/none.toml"]);
    let world = world.set("REMIT_CONFIG", "etc/none.toml");
    world.remit(&["serve"]).failed(&["etc/none.toml"]);
}

#[test]
fn a_setting_that_cannot_be_used_is_shown_where_it_stands() {
    let world = World::bare();
    for (text, words) in [
        ("litsen = \"127.0.0.1:0\"\n", &["remit.toml:1:1", "litsen", "^^^^^^"][..]),
        ("data = \"x\"\nlisten = 7171\n", &["remit.toml:2:10", "^^^^"]),
        ("listen = \"everywhere\"\n", &["remit.toml:1:10"]),
        ("listen = \n", &["remit.toml:1"]),
    ] {
        world.write("remit.toml", text);
        let told = world.remit(&["serve"]);
        told.failed(words);
        assert!(
            told.err.contains("Known settings: database, data, key_file, listen"),
            "{}",
            told.err
        );
    }
}

#[test]
fn a_misspelt_variable_stops_every_verb_and_an_empty_one_none() {
    let world = World::with(&[("a", "")]).set("REMIT_DATBASE", "sqlite:x");
    for verb in [&["whose", "a"][..], &["mirrors"], &["export"], &["serve"], &["lanes", "check"]] {
        world.remit(verb).failed(&["REMIT_DATBASE is set", "REMIT_DATABASE"]);
    }
    let lower = World::with(&[("a", "")]).set("remit_datbase", "x").set("REMITX", "y");
    assert_eq!(lower.remit(&["whose", "a"]).code, 0, "these are somebody else’s");
}

#[test]
fn what_others_could_reach_needs_its_public_address() {
    let world = World::bare();
    let told = world.remit(&["serve", "--listen", "0.0.0.0:0", "--data", "data"]);
    told.failed_in_part(&["can be reached from other machines", "--public-url"]);
    for odd in
        ["http://remit.example.org", "https://a/b", "ftp://x", "remit.example.org", "https://"]
    {
        let told = world.remit(&["serve", "--public-url", odd, "--data", "data"]);
        told.failed_in_part(&["cannot be the public address", "https://remit.example.org"]);
    }
    world
        .remit(&["up", "--listen", "0.0.0.0:0", "--data", "data"])
        .failed(&["`up` is for this machine alone", "remit serve"]);
    let told = world.remit(&["serve", "--listen", "somewhere"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("--listen"), "{}", told.err);
    world.remit(&["serve", "--log", "loud"]).failed(&["“loud” is not a level", "info"]);
}

impl crate::world::Told {
    /// It could not be done, after a first step that was told.
    fn failed_in_part(&self, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "“{word}” is missing: {}", self.err);
        }
    }
}

#[test]
fn a_token_is_sent_nowhere_in_the_clear_and_a_server_that_is_away_is_named() {
    let world = World::with(&[("a", "")]);
    let at = |url: &'static str| ["export", "--server", url, "--token", "remit_secret"];
    for (url, words) in [
        ("http://remit.example.org", &["unencrypted", "https://"][..]),
        ("http://127.0.0.1:1", &["does not answer", "whether the server runs"]),
    ] {
        let told = world.remit(&at(url));
        told.failed(words);
        assert!(!told.err.contains("remit_secret"), "{}", told.err);
    }
    world.remit(&["export", "--server", "https://remit.example.org"]).failed(&["REMIT_TOKEN"]);
    let keyed = world.set("REMIT_TOKEN", "remit_secret");
    keyed
        .remit(&["whose", "a", "--server", "http://127.0.0.1:1"])
        .failed(&["no team was named", "--team"]);
}

#[test]
fn what_is_typed_wrongly_ends_with_2_and_shows_the_way() {
    let world = World::with(&[("a", "")]);
    for (words, says) in [
        (&["whoes"][..], "whose"),
        (&["whose", "--ass", "lead"], "--as"),
        (&["check", "--ci", "github", "main..HEAD"], "cannot be used with"),
        (&["lanes"], "Usage"),
        (&["export", "--to", "x", "--decisions", "y"], "cannot be used with"),
        (&["up", "--sample", "."], "cannot be used with"),
        (&["whose", "a", "--color", "pink"], "always"),
    ] {
        let told = world.remit(words);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{words:?}");
        assert!(told.err.contains(says), "{words:?}: {}", told.err);
    }
    let version = world.remit(&["--version"]);
    assert_eq!((version.code, version.out.starts_with("remit ")), (0, true));
}

#[test]
fn completions_are_for_each_shell_and_know_every_verb() {
    let world = World::bare();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let told = world.remit(&["completions", shell]);
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{shell}");
        for verb in ["whose", "mirrors", "decided", "restore"] {
            assert!(told.out.contains(verb), "{shell} does not know {verb}");
        }
    }
    assert_eq!(world.remit(&["completions", "tcsh"]).code, 2);
}
