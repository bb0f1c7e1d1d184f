//! `remit up`: the workbook of a checkout, open in the browser.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use app::checkout::{Checkout, Progress};
use app::{Clock, House, MapSource, Newcomer};
use domain::measure::words::count;
use domain::people::Person;
use domain::practice::{ALL, Kinds};

use crate::data::{DataFolder, Held, short};
use crate::fault::Fault;
use crate::logs::Logs;
use crate::serving;
use crate::shell::{Exit, Ink, Shell};

/// Open the workbook of this checkout in the browser
///
/// Reads the history, CODEOWNERS and lanes.toml of each repository, drafts a map where there is
/// none, and serves the pages on this machine alone. A second start reads only what is new; a
/// second `up` beside a running one prints a new link. Nothing is written into a repository.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit up                    the checkout around the current folder
  remit up ~/src/a ~/src/b    one team and one map for each
  remit up --sample           a fictional organisation with a year of records")]
pub(crate) struct Args {
    /// Checkouts to open; the one around the current folder if none is named
    #[arg(value_name = "REPO", conflicts_with = "sample")]
    repositories: Vec<PathBuf>,

    /// Open a fictional organisation, so that every page can be seen full
    #[arg(long)]
    sample: bool,

    /// Folder that holds the workbook; the user's data folder if not named
    #[arg(long, value_name = "DIR", env = "REMIT_DATA")]
    data: Option<PathBuf>,

    /// Address to listen at; 127.0.0.1:7171 or any free port if not named
    #[arg(long, value_name = "ADDR", env = "REMIT_LISTEN", value_parser = serving::address)]
    listen: Option<SocketAddr>,

    /// Print the link and leave the browser alone
    #[arg(long)]
    no_open: bool,

    #[command(flatten)]
    logs: Logs,
}

pub(crate) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    if let Some(address) = args.listen.filter(|it| !it.ip().is_loopback()) {
        return Err(Fault::new(format!(
            "`up` is for this machine alone and does not listen at {address}."
        ))
        .hint("Use `remit serve` for a team: it asks everybody to sign in over https."));
    }
    args.logs.start("warn")?;
    let data = DataFolder::choose(args.data.clone(), args.sample)?;
    data.make()?;
    let checkouts = find(args)?;
    let Some(held) = data.take()? else { return again(&data, args, shell) };
    shell.step(format!("Opening the workbook in {}", short(&data.database())));
    serving::runtime()?.block_on(async {
        let house = open(&data).await?;
        house.check_keys().await.map_err(Fault::of)?;
        let person = if args.sample {
            app::sample::fill(&house).await.map_err(Fault::of)?
        } else {
            move_in(&house, &checkouts, &data, shell).await?
        };
        up(house, &person, held, args, shell).await
    })?;
    shell.step(format!(
        "Closed. Everything is in {}; delete that folder to forget it all.",
        short(&data.folder)
    ));
    Ok(Exit::Yes)
}

fn find(args: &Args) -> Result<Vec<Checkout>, Fault> {
    if args.sample {
        return Ok(Vec::new());
    }
    let here = [PathBuf::from(".")];
    let named = if args.repositories.is_empty() { &here[..] } else { &args.repositories };
    let found = named.iter().map(|path| Checkout::find(path).map_err(Fault::checkout));
    found.collect()
}

async fn open(data: &DataFolder) -> Result<House, Fault> {
    House::open(&data.url(), Kinds(ALL), Clock::System).await.map_err(Fault::of)
}

/// Another `up` has the workbook open: a link to that one is all that is missing.
fn again(data: &DataFolder, args: &Args, shell: &mut Shell) -> Result<Exit, Fault> {
    let Some(address) = data.running_at() else {
        return Err(Fault::new("Another Remit is just opening this workbook.")
            .hint("Try again in a moment, or name another folder with --data."));
    };
    let link = serving::runtime()?.block_on(async {
        let house = open(data).await?;
        let person = if args.sample {
            app::sample::fill(&house).await.map_err(Fault::of)?.id
        } else {
            house.keeper().await.map_err(Fault::of)?
        };
        let secret = house.sign_in_link(&person).await.map_err(Fault::of)?;
        house.close().await;
        Ok::<_, Fault>(format!("{address}/enter/{secret}"))
    })?;
    shell.step("The workbook is open already; this link signs in once, within the hour:");
    shell.say(&link)?;
    show(&link, args);
    Ok(Exit::Yes)
}

async fn move_in(
    house: &House,
    checkouts: &[Checkout],
    data: &DataFolder,
    shell: &mut Shell,
) -> Result<Person, Fault> {
    let config = |key: &str| checkouts.first().and_then(|it| it.config(key));
    let newcomer =
        Newcomer { name: config("user.name").unwrap_or_default(), email: config("user.email") };
    let organisation = if newcomer.name.is_empty() {
        "My workbook".into()
    } else {
        format!("{}’s workbook", newcomer.name)
    };
    let person = house.local_person(&newcomer, &organisation).await.map_err(Fault::of)?;
    for checkout in checkouts {
        read(house, checkout, &person, &data.folder.join("facts"), shell).await?;
    }
    Ok(person)
}

async fn read(
    house: &House,
    checkout: &Checkout,
    person: &Person,
    cache: &Path,
    shell: &mut Shell,
) -> Result<(), Fault> {
    let name = checkout.name();
    let (team, repository) =
        house.team_of_checkout(checkout.root(), &name, &person.id).await.map_err(Fault::of)?;
    let mut told = |progress: Progress| {
        shell.progress(format!("Reading {name}: {} commits", progress.commits));
    };
    let facts = checkout.facts(Some(cache), house.now(), &mut told).map_err(Fault::checkout)?;
    let evidence = checkout.evidence(&facts);
    let landings = count(facts.landings.len(), "landing");
    let releases = count(facts.releases.len(), "release");
    let unknown: Vec<_> = facts.unknown.iter().map(|it| it.reason.clone()).collect();
    let fresh = house.take_in_facts(&repository, facts).await.map_err(Fault::of)?;
    let seen = if fresh { "Read" } else { "Nothing new in" };
    shell.step(format!("{seen} {name}: {landings} on {}, {releases}", checkout.default_branch()));
    if !unknown.is_empty() {
        shell.step(format!("  could not know: {}", unknown.join("; ")));
    }
    match house.take_in_map_of(&team.id, checkout, &evidence).await.map_err(Fault::of)? {
        MapSource::File { path, problems: 0 } => shell.step(format!("Its map is {path}")),
        MapSource::File { path, problems } => {
            shell.step(format!(
                "Its map is {path}, with {}: `remit lanes check` shows what to mend",
                count(problems, "problem")
            ));
        }
        MapSource::Drafted => {
            shell.step(
                "It has no lanes.toml yet: drafted one to look at; `remit init` writes it down",
            );
        }
    }
    Ok(())
}

async fn up(
    house: House,
    person: &Person,
    held: Held,
    args: &Args,
    shell: &mut Shell,
) -> Result<(), Fault> {
    let listener = serving::listen(args.listen).await?;
    let address =
        listener.local_addr().map_err(|e| Fault::because("The address is not known", &e))?;
    let home = format!("http://{address}");
    held.write_address(&home)
        .map_err(|e| Fault::because("The data folder cannot be written", &e))?;
    let secret = house.sign_in_link(&person.id).await.map_err(Fault::of)?;
    let link = format!("{home}/enter/{secret}");
    shell.step(format!("Listening at {home}; this link signs you in once, within the hour:"));
    shell.say(&link)?;
    let hint = shell.ink(Ink::Faint, "Ctrl-C ends. Run `remit up` again for a new link.");
    shell.step(hint);
    show(&link, args);
    serving::serve(listener, house, web::Options::local(&home)).await
}

/// Opens the browser where there is one; the link has been printed anyway.
fn show(link: &str, args: &Args) {
    if args.no_open {
        return;
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let quiet = std::process::Stdio::null;
    let _ = std::process::Command::new(opener)
        .arg(link)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
}
