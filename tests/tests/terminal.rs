//! The command line in a checkout, with nothing else installed and no server.

use std::path::Path;

use journeys::histories::{History, Stream};
use journeys::program;
use serde_json::Value;

type Told = Result<(), String>;

/// What a verb said and how it ended.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    /// Whether it names what is wrong, in the one form that faults have.
    fn explains(&self) -> bool {
        self.err.lines().any(|line| line.starts_with("error: "))
    }
}

fn remit(folder: &Path, words: &[&str]) -> Result<Said, String> {
    let told = program::run(folder, words)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = Said { code: told.status.code(), out: text(&told.stdout), err: text(&told.stderr) };
    assert!(!said.err.contains("made a mistake"), "remit {words:?} panicked: {}", said.err);
    Ok(said)
}

/// A verb that ends with this code and answers in JSON.
fn json(folder: &Path, words: &[&str], code: i32) -> Result<Value, String> {
    let said = remit(folder, &[words, &["--json"]].concat())?;
    assert_eq!(said.code, Some(code), "remit {words:?}: {}{}", said.out, said.err);
    serde_json::from_str(&said.out).map_err(|e| format!("remit {words:?}: {e}\n{}", said.out))
}

/// The parts of a route that scripts may lean on; more may be added, these stay.
fn is_a_route(route: &Value) {
    let verdict = route["verdict"].as_str().unwrap_or_default();
    assert!(["yours", "ask", "depends", "gap"].contains(&verdict), "{route:#}");
    for list in ["deciders", "consult", "inform", "because", "yours_if", "unknown"] {
        assert!(route[list].is_array(), "{list} is no list: {route:#}");
    }
    if !route["lane"].is_null() {
        for key in ["id", "domain", "level", "mode"] {
            assert!(route["lane"][key].is_string(), "lane.{key}: {route:#}");
        }
    }
    for reason in route["because"].as_array().into_iter().flatten() {
        for key in ["dimension", "value", "bound", "lane"] {
            assert!(reason.get(key).is_some(), "because.{key}: {route:#}");
        }
    }
    assert!(route["map"].get("file").is_some() && route["map"].get("version").is_some());
}

#[test]
fn from_nothing_to_a_map_a_route_and_a_written_decision() -> Told {
    let checkout = program::checkout()?;
    let shop = checkout.path().join("shop");
    // Before there is a map, the answer comes from a draft and says so.
    is_a_route(&json(&shop, &["whose", "src/billing"], 0)?);

    assert_eq!(remit(&shop, &["init"])?.code, Some(0));
    let map = std::fs::read_to_string(shop.join("lanes.toml")).map_err(|e| e.to_string())?;
    assert!(map.contains("[[lane]]"), "{map}");
    assert_eq!(remit(&shop, &["init"])?.code, Some(2), "a map is overwritten without being asked");
    assert!([Some(0), Some(1)].contains(&remit(&shop, &["lanes", "check"])?.code));
    assert!(remit(&shop, &["lanes", "show"])?.out.len() > 100);

    let said = remit(&shop, &["whose", "src/billing/main.txt"])?;
    assert_eq!(said.code, Some(0), "{}", said.err);
    is_a_route(&json(&shop, &["whose", "src/billing/main.txt"], 0)?);
    let two = json(&shop, &["whose", "src/billing", "src/cart"], 0)?;
    two["routes"].as_array().into_iter().flatten().for_each(is_a_route);

    // The diff since the first release: advice never stops a build, an honest no ends with 1.
    let advised = json(&shop, &["check", "--advise", "v0.1.0..HEAD"], 0)?;
    assert!(advised["routes"].as_array().is_some_and(|list| !list.is_empty()), "{advised:#}");
    advised["routes"].as_array().into_iter().flatten().for_each(is_a_route);
    let yours = advised["verdict"] == "yours";
    let plain = remit(&shop, &["check", "v0.1.0..HEAD"])?;
    assert_eq!(plain.code, Some(i32::from(!yours)), "{}{}", plain.out, plain.err);

    let decided = ["decided", "One queue per tenant", "--because", "noisy neighbours"];
    assert_eq!(remit(&shop, &decided)?.code, Some(0));
    let written = program::git(&shop, &["status", "--porcelain", "--untracked-files=all"])?;
    assert!(written.contains("docs/decisions/0001-"), "{written}");
    Ok(())
}

#[test]
fn the_mirrors_of_a_history_name_nobody() -> Told {
    let checkout = program::checkout()?;
    let shop = checkout.path().join("shop");
    let told = json(&shop, &["mirrors"], 0)?;
    let mirrors = told["mirrors"].as_array().ok_or("no list of mirrors")?;
    assert!(mirrors.len() >= 4, "{told:#}");
    for mirror in mirrors {
        for key in ["id", "definition", "unit", "window", "n", "open", "median", "p75", "p90"] {
            assert!(mirror.get(key).is_some(), "{key}: {mirror:#}");
        }
        for list in ["excluded", "series"] {
            assert!(mirror[list].is_array(), "{list}: {mirror:#}");
        }
        // What cannot be known is null and says why.
        if mirror["median"].is_null() {
            assert!(mirror["why"].get("median").is_some(), "no reason: {mirror:#}");
        }
    }
    let page = checkout.path().join("mirrors.html");
    let said = remit(&shop, &["mirrors", "--html", &page.to_string_lossy()])?;
    assert_eq!(said.code, Some(0), "{}", said.err);
    let html = std::fs::read_to_string(&page).map_err(|e| e.to_string())?;
    assert!(html.contains("<svg") && !html.contains("<script") && !html.contains("src=\"http"));
    let text = remit(&shop, &["mirrors"])?.out;
    for face in [told.to_string(), html, text] {
        for name in ["Ana", "Raj", "Mia", "@example.org"] {
            assert!(!face.contains(name), "a mirror names {name}");
        }
    }
    Ok(())
}

/// Histories that real repositories have and examples never show.
fn unusual() -> Result<Vec<(&'static str, History)>, String> {
    let plain = || Stream::default().commit("Ana", 1, b"one").commit("Mia", 2, b"two (#2)");
    Ok(vec![
        ("before its first commit", History::empty()?),
        ("one author, one commit", Stream::default().commit("Ana", 1, b"only").made()?),
        ("empty commits", plain().nothing("Ana", 3).nothing("Ana", 4).made()?),
        ("an octopus", plain().commit("Ana", 3, b"x").merge(4, b"all", &[1, 2]).made()?),
        ("dates out of order", plain().commit("Ana", -300, b"late").commit("Mia", 5, b"x").made()?),
        ("dates in the future", plain().odd(b"Ana", 99_999_999_999, b"far").made()?),
        ("dates before computers", plain().odd(b"Ana", 1, b"early").tag("v0").made()?),
        ("no text at all", plain().odd(b"\xff\xfe\x80", 1_770_000_000, b"\xc3\x28\xa0\n").made()?),
        ("a message of two megabytes", plain().commit("Ana", 3, &vec![b'x'; 2 << 20]).made()?),
        ("an empty message", plain().commit("", 3, b"").made()?),
    ])
}

#[test]
fn whatever_a_history_holds_it_is_read_or_refused_with_a_sentence() -> Told {
    for (name, history) in unusual()? {
        let folder = history.path();
        for words in [&["mirrors"][..], &["whose", "src"], &["lanes", "show"], &["init"]] {
            let said = remit(&folder, words)?;
            let fine = said.code == Some(0) || said.code == Some(2) && said.explains();
            assert!(fine, "{name}: remit {words:?} ended with {:?}: {}", said.code, said.err);
        }
        if name != "before its first commit" {
            json(&folder, &["mirrors"], 0)?;
        }
    }
    Ok(())
}

#[test]
fn a_bare_and_a_shallow_clone_say_what_they_cannot_know() -> Told {
    let stream = (1..30).fold(Stream::default(), |s, day| s.commit("Ana", day, b"step"));
    let history = stream.tag("v1.0.0").made()?;
    let origin = format!("file://{}", history.path().display());
    history.git(&["clone", "--quiet", "--bare", &origin, "../bare.git"])?;
    history.git(&["clone", "--quiet", "--depth", "3", &origin, "../shallow"])?;
    let bare = json(&history.home().join("bare.git"), &["mirrors"], 0)?;
    assert!(bare["mirrors"].is_array());
    let shallow = remit(&history.home().join("shallow"), &["mirrors"])?;
    assert_eq!(shallow.code, Some(0), "{}", shallow.err);
    let all = (shallow.out + &shallow.err).to_lowercase();
    assert!(all.contains("shallow"), "a clone of depth 3 passes for a whole history:\n{all}");
    Ok(())
}

#[test]
fn what_cannot_be_done_names_the_place_and_the_way_out() -> Told {
    let checkout = program::checkout()?;
    let shop = checkout.path().join("shop");
    let elsewhere = tempfile::TempDir::new().map_err(|e| e.to_string())?;
    for (folder, words) in [
        (elsewhere.path(), &["whose", "src"][..]),
        (elsewhere.path(), &["mirrors"]),
        (elsewhere.path(), &["up", "--no-open"]),
        (&shop, &["check", "no-such-branch..HEAD"]),
        (&shop, &["whose", "--set", "effort"]),
        (&shop, &["whose", "../../../etc/passwd"]),
        (&shop, &["mirrors", "no-such-folder"]),
        (&shop, &["lanes", "diff", "no-such-file.toml"]),
    ] {
        let said = remit(folder, words)?;
        assert_eq!(said.code, Some(2), "remit {words:?}: {}{}", said.out, said.err);
        assert!(said.explains(), "remit {words:?}: {}", said.err);
        assert!(said.err.len() < 1500, "remit {words:?} says too much: {}", said.err);
    }
    // A broken map: the file, the line, and the words underlined.
    std::fs::write(
        shop.join("lanes.toml"),
        "levels = [\"a\"]\n[[lane]]\nid = \"x\"\nlevel = \"b\"\n",
    )
    .map_err(|e| e.to_string())?;
    let said = remit(&shop, &["whose", "src"])?;
    assert_eq!(said.code, Some(2), "{}{}", said.out, said.err);
    assert!(said.err.contains("lanes.toml:4") && said.err.contains('^'), "{}", said.err);
    // Not text at all.
    std::fs::write(shop.join("lanes.toml"), b"title = \"\xff\xfe\"\n")
        .map_err(|e| e.to_string())?;
    assert_eq!(remit(&shop, &["lanes", "check"])?.code, Some(2));
    Ok(())
}
