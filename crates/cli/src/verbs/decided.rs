//! `remit decided`: a decision written down in ten seconds, as a file of the checkout; or those that
//! commits carry in their trailers.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use app::Clock;
use app::checkout::{Checkout, Noted};
use domain::practice::{decision, madr};
use domain::record::{Answers, LINE_CHARS, Record, Row, Value};
use serde::Serialize;

use crate::fault::Fault;
use crate::shell::{Exit, Ink, Shell};

/// Write a decision down in ten seconds, as a file of the checkout
///
/// Adds one Markdown file with the next number to the folder the checkout already uses for
/// decisions (docs/decisions, docs/adr, doc/adr …), or to docs/decisions. Never overwrites.
///
/// Examples:
///   remit decided "One queue per tenant" --because "noisy neighbours"
///   remit decided "Stay on one region" --option "Two regions" --option "Stay on one"
///   remit decided --from-commits main..HEAD
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// What was decided, in one sentence
    #[arg(value_name = "SENTENCE", required_unless_present = "from_commits")]
    sentence: Option<String>,

    /// What tipped it, and what is given up
    #[arg(long, value_name = "REASON")]
    because: Option<String>,

    /// An option that was on the table; repeat it for each
    #[arg(long = "option", visible_alias = "options", value_name = "OPTION")]
    options: Vec<String>,

    /// Which of the options it is, where the sentence does not say it
    #[arg(long, value_name = "OPTION")]
    chosen: Option<String>,

    /// Who decided [default: `git config remit.as`, else your name in git]
    #[arg(long, value_name = "WHO")]
    by: Option<String>,

    /// Write down what commits of a range say in a trailer (`Decided: …`, `Because: …`), each once
    /// [default range: from where HEAD left the default branch, else the last landing]
    #[arg(
        long,
        value_name = "RANGE",
        num_args = 0..=1,
        conflicts_with_all = ["sentence", "because", "options", "chosen", "by"]
    )]
    from_commits: Option<Option<String>>,

    /// The folder to write to, seen from the top of the checkout
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// How often another number is tried when somebody else was faster.
const TRIES: u32 = 50;

/// A file name stays below every file system's limit.
const SLUG_CHARS: usize = 60;

#[derive(Serialize)]
struct Written {
    path: String,
    number: u32,
    title: String,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let here =
        std::env::current_dir().map_err(|e| Fault::because("The current folder is gone", &e))?;
    let checkout = Checkout::find(&here).map_err(|e| {
        Fault::because("There is no checkout here to write to", &e)
            .hint("Go into one, or begin one with `git init`.")
    })?;
    if checkout.root() == checkout.git_dir() {
        let says =
            format!("{} has no work tree to write a decision into.", checkout.root().display());
        return Err(Fault::new(says).hint("Clone it, and write the decision down in the clone."));
    }
    if let Some(range) = &args.from_commits {
        return from_commits(&checkout, range.as_deref(), args.folder.clone(), shell);
    }
    let by = args
        .by
        .clone()
        .or_else(|| checkout.config("remit.as"))
        .or_else(|| checkout.config("user.name"));
    let today = Clock::System.now().day();
    let record = record(args, by.as_deref(), today)?;
    let root = checkout.root();
    let folder = args.folder.clone().unwrap_or_else(|| checkout.decisions_folder());
    let (path, number) = write(root, &folder, &record)?;
    if shell.json {
        shell.say_json(&Written {
            path: path.display().to_string(),
            number,
            title: record.title,
        })?;
    } else {
        shell.say(shell.ink(Ink::Strong, path.display()))?;
        if args.because.is_none() {
            shell.step("It says no reason yet: add one while you remember it.");
        }
    }
    Ok(Exit::Yes)
}

/// Writes each decision that a commit notes, unless a file here names that commit and decision.
fn from_commits(
    checkout: &Checkout,
    range: Option<&str>,
    named: Option<PathBuf>,
    shell: &mut Shell,
) -> Result<Exit, Fault> {
    let root = checkout.root();
    if root == checkout.git_dir() {
        return Err(Fault::new(format!("{} has no work tree to write to.", root.display())));
    }
    let noted = checkout.noted(range).map_err(crate::around::cannot)?;
    let folder = named.unwrap_or_else(|| checkout.decisions_folder());
    let mut known = texts(&root.join(&folder));
    let mut written = Vec::new();
    for it in &noted {
        let record = noted_record(it)?;
        let place = format!("commit {}", it.commit);
        let heading = format!("# {}", record.title);
        let is_there =
            |text: &String| text.contains(&place) && text.lines().any(|line| line == heading);
        if known.iter().any(is_there) {
            continue;
        }
        let (path, number) = write(root, &folder, &record)?;
        known.push(madr::export(&record));
        written.push(Written { path: path.display().to_string(), number, title: record.title });
    }
    if shell.json {
        shell.say_json(&written)?;
        return Ok(Exit::Yes);
    }
    for it in &written {
        shell.say(shell.ink(Ink::Strong, &it.path))?;
    }
    let before = noted.len() - written.len();
    shell.step(match (written.len(), before) {
        (0, 0) => "No commit of this range has a `Decided:` trailer.".to_owned(),
        (_, 0) => format!("{} written down.", written.len()),
        (new, before) => format!("{new} written down, {before} were there already."),
    });
    Ok(Exit::Yes)
}

fn noted_record(it: &Noted) -> Result<Record, Fault> {
    let args = Args {
        sentence: Some(it.decided.clone()),
        because: it.because.clone(),
        options: Vec::new(),
        chosen: None,
        by: None,
        from_commits: None,
        folder: None,
    };
    let mut record = record(&args, Some(&it.by), it.at.day())
        .map_err(|fault| fault.hint(format!("It is the trailer of commit {}.", it.commit)))?;
    let place = format!("Noted in commit {}.", it.commit);
    record.answers.insert("more".to_owned(), Value::Text(place));
    Ok(record)
}

/// The decisions that lie in a folder; a file that cannot be read is none.
fn texts(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let decisions = files.filter(|it| it.path().extension().is_some_and(|it| it == "md"));
    decisions.filter_map(|it| fs::read_to_string(it.path()).ok()).collect()
}

/// The decision as the house would keep it, checked by the same rules.
fn record(args: &Args, by: Option<&str>, today: jiff::civil::Date) -> Result<Record, Fault> {
    let sentence = args.sentence.as_deref().unwrap_or_default();
    let mut answers = Answers::new();
    let mut put = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            answers.insert(name.to_owned(), Value::Text(text.trim().to_owned()));
        }
    };
    put("decided_on", &today.to_string());
    put("decider", by.unwrap_or_default().trim_start_matches('@'));
    put("because", args.because.as_deref().unwrap_or_default());
    let chosen = match &args.chosen {
        Some(chosen) => chosen,
        None if args.options.iter().any(|it| it.trim() == sentence.trim()) => sentence,
        // Without a choice among options the sentence itself is the choice.
        None if args.because.is_some() => sentence,
        None => "",
    };
    put("chosen", chosen);
    let options = args.options.iter().filter(|it| !it.trim().is_empty());
    let rows: Vec<Row> =
        options.map(|it| Row::from([("option".into(), it.trim().into())])).collect();
    if !rows.is_empty() {
        answers.insert("options".into(), Value::Rows(rows));
    }
    let title = sentence.trim().to_owned();
    if let Some(problem) = decision::KIND.problems(&title, &answers).into_iter().next() {
        return Err(Fault::new(format!("The {}: {}", problem.field, problem.says)).hint(format!(
            "Keep it to one line of at most {LINE_CHARS} characters; the file has room for more."
        )));
    }
    Ok(Record {
        id: "new".into(),
        kind: decision::KIND.slug.to_owned(),
        state: "decided".to_owned(),
        title,
        team: "".into(),
        author: "".into(),
        answers,
        version: 1,
        opened_at: domain::id::At(0),
        changed_at: domain::id::At(0),
        revealed: false,
        retired: false,
    })
}

/// Writes the file under the next free number; returns its path from the top, and the number.
fn write(root: &Path, folder: &Path, record: &Record) -> Result<(PathBuf, u32), Fault> {
    let whole = root.join(folder);
    let could_not = |e: &std::io::Error| {
        Fault::because(format!("{} could not be written to", whole.display()), e)
            .hint("Name another one with --folder.")
    };
    fs::create_dir_all(&whole).map_err(|e| could_not(&e))?;
    let names = fs::read_dir(&whole).map_err(|e| could_not(&e))?;
    let names: Vec<String> =
        names.filter_map(|it| Some(it.ok()?.file_name().to_string_lossy().into_owned())).collect();
    let style = Style::of(&names);
    let text = madr::export(record);
    for number in style.next..style.next.saturating_add(TRIES) {
        let name = style.name(number, &slug(&record.title));
        match fs::OpenOptions::new().write(true).create_new(true).open(whole.join(&name)) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|e| could_not(&e))?;
                return Ok((folder.join(name), number));
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(could_not(&e)),
        }
    }
    Err(Fault::new(format!("No free number was found in {}.", whole.display())))
}

/// How the files here are numbered: `0007-…`, `adr-7-…`, `ADR-0007_…`.
#[derive(Debug, PartialEq)]
struct Style {
    prefix: String,
    width: usize,
    next: u32,
}

impl Style {
    fn of(names: &[String]) -> Style {
        let numbered = names.iter().filter(|it| it.to_lowercase().ends_with(".md"));
        let last = numbered.filter_map(|it| number_of(it)).max_by_key(|it| it.2);
        let (prefix, width, number) = last.unwrap_or(("", 4, 0));
        Style { prefix: prefix.to_owned(), width, next: number.saturating_add(1) }
    }

    fn name(&self, number: u32, slug: &str) -> String {
        format!("{}{number:0width$}-{slug}.md", self.prefix, width = self.width)
    }
}

/// Prefix, width and value of the number a file's name begins with.
fn number_of(name: &str) -> Option<(&str, usize, u32)> {
    let start = name.find(|c: char| c.is_ascii_digit())?;
    let prefix = &name[..start];
    if !["", "adr", "adr-", "adr_"].contains(&prefix.to_lowercase().as_str()) {
        return None;
    }
    let digits = name[start..].find(|c: char| !c.is_ascii_digit())?;
    // A date is no number: 20260101-… sorts by day.
    (digits < 7).then_some(())?;
    Some((prefix, digits, name[start..start + digits].parse().ok()?))
}

/// Lower-case words of any script, joined by hyphens.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    let mut slug = String::new();
    for word in words.map(str::to_lowercase) {
        let gap = usize::from(!slug.is_empty());
        if slug.chars().count() + gap + word.chars().count() > SLUG_CHARS {
            break;
        }
        if gap == 1 {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() { "decision".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sentence: &str, because: Option<&str>, options: &[&str]) -> Record {
        let args = Args {
            sentence: Some(sentence.into()),
            because: because.map(Into::into),
            options: options.iter().map(|it| (*it).to_owned()).collect(),
            chosen: None,
            by: None,
            from_commits: None,
            folder: None,
        };
        record(&args, Some("@ana"), "2026-03-06".parse().unwrap()).unwrap()
    }

    #[test]
    fn one_sentence_becomes_a_file_that_reads_back_as_the_same_decision() {
        let text = madr::export(&said(
            "One queue per tenant",
            Some("noisy neighbours"),
            &["One queue per tenant", "One for all"],
        ));
        insta::assert_snapshot!(text, @r#"
        ---
        status: accepted
        date: 2026-03-06
        decision-makers: ana
        ---

        # One queue per tenant

        ## Considered Options

        * One queue per tenant
        * One for all

        ## Decision Outcome

        Chosen option: "One queue per tenant", because noisy neighbours
        "#);
        let back = madr::import(&text, "x").unwrap();
        assert_eq!((back.title.as_str(), back.state), ("One queue per tenant", "decided"));
    }

    #[test]
    fn what_commits_note_is_written_once_and_names_its_commit() {
        let folder = super::super::whose::tests::checkout(&[("a", "1")]);
        let git = |words: &[&str]| {
            let who = ["-c", "user.name=Ana", "-c", "user.email=a@x.org"];
            let mut git = std::process::Command::new("git");
            assert!(
                git.current_dir(folder.path()).args(who).args(words).status().unwrap().success()
            );
        };
        git(&["add", "-A"]);
        git(&["commit", "-qm", "Begin"]);
        let message = "Split the queue\n\nDecided: One queue per tenant\nBecause: noisy neighbours\nDecided: Keep the old topic";
        git(&["commit", "-q", "--allow-empty", "-m", message]);
        let checkout = Checkout::find(folder.path()).unwrap();
        let commit = checkout.compared(None).unwrap().head;
        for titles in [vec!["One queue per tenant", "Keep the old topic"], vec![]] {
            let (mut shell, heard) = Shell::remembering(true);
            assert_eq!(from_commits(&checkout, None, None, &mut shell).unwrap(), Exit::Yes);
            let written: Vec<serde_json::Value> = serde_json::from_str(&heard.text()).unwrap();
            assert_eq!(
                written.iter().map(|it| it["title"].as_str().unwrap()).collect::<Vec<_>>(),
                titles
            );
        }
        let all = texts(&folder.path().join("docs/decisions"));
        assert_eq!(all.len(), 2);
        let one = all.iter().find(|it| it.contains("# One queue per tenant")).unwrap();
        assert!(one.contains("because noisy neighbours") && one.contains("decision-makers: Ana"));
        assert!(all.iter().all(|it| it.contains(&format!("Noted in commit {commit}."))), "{all:?}");
        let read = madr::import(one, "x").unwrap();
        assert_eq!((read.title.as_str(), read.state), ("One queue per tenant", "decided"));
    }

    #[test]
    fn files_take_the_next_number_in_the_style_that_is_there() {
        let style = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
            let style = Style::of(&names);
            style.name(style.next, "x")
        };
        assert_eq!(style(&[]), "0001-x.md");
        assert_eq!(
            style(&["0001-a.md", "0009-b.md", "README.md", "0100-picture.png"]),
            "0010-x.md"
        );
        assert_eq!(style(&["ADR-007-a.md"]), "ADR-008-x.md");
        assert_eq!(style(&["9-a.md"]), "10-x.md");
        assert_eq!(style(&["20260101-a.md", "template-2.md"]), "0001-x.md");
        assert_eq!(style(&["4294967295-a.md"]), "0001-x.md");
    }

    #[test]
    fn nothing_is_ever_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let folder = PathBuf::from("docs/decisions");
        let record = said("Keep it", None, &[]);
        let (first, one) = write(root.path(), &folder, &record).unwrap();
        let (second, two) = write(root.path(), &folder, &record).unwrap();
        assert_eq!((one, two), (1, 2));
        assert_ne!(first, second);
        assert_eq!(fs::read_dir(root.path().join(&folder)).unwrap().count(), 2);
    }

    #[test]
    fn names_of_files_are_short_and_keep_the_writers_script() {
        assert_eq!(slug("One queue per tenant!"), "one-queue-per-tenant");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Ein Größenlimit für alle"), "ein-größenlimit-für-alle");
        assert_eq!(slug("—"), "decision");
        assert!(slug(&"word ".repeat(50)).len() <= SLUG_CHARS);
        assert_eq!(slug(&"x".repeat(200)), "decision");
    }

    #[test]
    fn a_sentence_that_is_none_or_too_long_is_refused_with_the_way_out() {
        let args = |sentence: String| Args {
            sentence: Some(sentence),
            because: None,
            options: Vec::new(),
            chosen: None,
            by: None,
            from_commits: None,
            folder: None,
        };
        let day = "2026-03-06".parse().unwrap();
        for sentence in [String::new(), "  ".into(), "x".repeat(301)] {
            assert!(record(&args(sentence), None, day).is_err());
        }
    }
}
