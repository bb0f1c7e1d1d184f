//! `remit serve`: run for a team, on SQLite or PostgreSQL.

use std::net::SocketAddr;
use std::path::PathBuf;

use app::{Clock, House, InvitationPlan};
use domain::people::Role;
use domain::practice::{ALL, Kinds};

use crate::config::Config;
use crate::data::{DataFolder, short};
use crate::fault::Fault;
use crate::here::places;
use crate::logs::Logs;
use crate::serving;
use crate::shell::{Exit, Shell};

/// Run for a team: many people, one address
///
/// Every setting can be a flag, a REMIT_ variable or a line of remit.toml; the first of these that
/// names it wins. The first start prints a link for the first steward; with it they set a password
/// and invite the others by link, so that no mail is needed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  remit serve --public-url https://remit.example.org
  remit serve --database postgres://remit@db.example.org/remit
  REMIT_LISTEN=0.0.0.0:8080 remit serve --config /etc/remit.toml")]
pub(crate) struct Args {
    /// sqlite:PATH or postgres://USER@HOST/NAME; a file in the data folder if not named
    #[arg(long, value_name = "URL", env = "REMIT_DATABASE", hide_env_values = true)]
    database: Option<String>,

    /// Folder for the embedded database
    #[arg(long, value_name = "DIR", env = "REMIT_DATA")]
    data: Option<PathBuf>,

    /// File for keys that no backup may hold; beside an embedded database if not named
    #[arg(long, value_name = "FILE", env = "REMIT_KEY_FILE")]
    key_file: Option<PathBuf>,

    /// Address to listen at; 127.0.0.1:7171 if not named
    #[arg(long, value_name = "ADDR", env = "REMIT_LISTEN", value_parser = serving::address)]
    listen: Option<SocketAddr>,

    /// Address people type, as the reverse proxy publishes it
    #[arg(long, value_name = "URL", env = "REMIT_PUBLIC_URL")]
    public_url: Option<String>,

    /// Name of the organisation, used at the first start
    #[arg(long, value_name = "NAME", env = "REMIT_ORGANISATION")]
    organisation: Option<String>,

    /// Mail server: smtps://USER:PASSWORD@HOST:PORT, or smtp://… for STARTTLS; none if not named
    #[arg(long, value_name = "URL", env = "REMIT_MAIL_URL", hide_env_values = true)]
    mail_url: Option<String>,

    /// Address that mail comes from, such as remit@example.org
    #[arg(long, value_name = "ADDRESS", env = "REMIT_MAIL_FROM")]
    mail_from: Option<String>,

    /// Send one letter there, say what happened, and end
    #[arg(long, value_name = "ADDRESS")]
    check_mail: Option<String>,

    /// Settings file; ./remit.toml where there is one
    #[arg(long, value_name = "FILE", env = "REMIT_CONFIG")]
    config: Option<PathBuf>,

    #[command(flatten)]
    logs: Logs,
}

pub(crate) fn run(args: Args, shell: &mut Shell) -> Result<Exit, Fault> {
    args.logs.start("info")?;
    let config = Config::read(args.config.as_deref())?;
    let named = args.data.or(config.data);
    let places = places(named.clone(), args.key_file.or(config.key_file));
    let database = match args.database.or(config.database) {
        Some(url) => url,
        None => {
            let data = DataFolder::choose(named, false)?;
            data.make()?;
            shell.step(format!("Keeping everything in {}", short(&data.database())));
            data.url()
        }
    };
    let listen = args.listen.or(config.listen).unwrap_or(serving::USUAL);
    let public = args.public_url.or(config.public_url).map(|it| public_url(&it)).transpose()?;
    if public.is_none() && !listen.ip().is_loopback() {
        return Err(Fault::new(format!("{listen} can be reached from other machines, but remit does not know its public address."))
            .hint("Name it with --public-url https://…; remit speaks plain http and expects a proxy that does https."));
    }
    let mail = mail(args.mail_url.or(config.mail_url), args.mail_from.or(config.mail_from))?;
    if args.check_mail.is_some() && mail.is_none() {
        return Err(Fault::new("There is no mail server to check.").hint(NO_MAIL));
    }
    let organisation =
        args.organisation.or(config.organisation).unwrap_or_else(|| "Our organisation".into());
    serving::runtime()?.block_on(async {
        let house = House::open_keeping(&database, Kinds(ALL), Clock::System, places);
        let house = house.await.map_err(Fault::of)?;
        if let Some(to) = &args.check_mail {
            let home = public.clone().unwrap_or_else(|| format!("http://{listen}"));
            reach(&house, mail.as_ref(), &home)?;
            house.check_mail(to).await.map_err(Fault::of)?;
            shell.step(format!("The mail server took a letter to {to}. See whether it arrives."));
            house.close().await;
            return Ok(());
        }
        house.check_keys().await.map_err(Fault::of)?;
        let listener = serving::listen(Some(listen)).await?;
        let address =
            listener.local_addr().map_err(|e| Fault::because("The address is not known", &e))?;
        let home = public.clone().unwrap_or_else(|| format!("http://{address}"));
        reach(&house, mail.as_ref(), &home)?;
        shell.step(format!("Listening at http://{address}, published as {home}"));
        welcome(&house, &organisation, &home, shell).await?;
        let options = match &public {
            Some(url) => web::Options::public(url),
            None => web::Options::served(&home),
        };
        serving::serve(listener, house, options).await
    })?;
    if args.check_mail.is_none() {
        shell.step("Ended; everything that was saved is kept.");
    }
    Ok(Exit::Yes)
}

const NO_MAIL: &str =
    "Name it with --mail-url smtps://USER:PASSWORD@HOST:PORT and --mail-from remit@example.org.";

/// By mail where a server is named; by the channels of teams in any case.
fn reach(house: &House, mail: Option<&(String, String)>, home: &str) -> Result<(), Fault> {
    let Some((url, from)) = mail else {
        house.reach_by_channels(home);
        return Ok(());
    };
    house.reach_by_mail(url, from, home).map_err(|it| Fault::of(it).hint(NO_MAIL))
}

/// Both or neither: a server without an address to send from sends nothing.
fn mail(url: Option<String>, from: Option<String>) -> Result<Option<(String, String)>, Fault> {
    match (url, from) {
        (None, None) => Ok(None),
        (Some(url), Some(from)) => Ok(Some((url, from))),
        (Some(_), None) => {
            Err(Fault::new("A mail server is named, but no address to send from.").hint(NO_MAIL))
        }
        (None, Some(_)) => {
            Err(Fault::new("An address to send from is named, but no mail server.").hint(NO_MAIL))
        }
    }
}

/// Where nobody lives yet: the organisation, and the link that makes its first steward.
async fn welcome(
    house: &House,
    organisation: &str,
    home: &str,
    shell: &mut Shell,
) -> Result<(), Fault> {
    if house.first_keeper().is_some() {
        return Ok(());
    }
    let root = house.root_team(organisation).await.map_err(Fault::of)?;
    let levels = house.organisation().charter.levels.len();
    let plan = InvitationPlan { team: root.id, level: levels - 1, role: Role::Steward };
    let secret = house.system_desk("first start").invite(plan).await.map_err(Fault::of)?;
    shell.step("Nobody lives here yet. This link makes the first steward, once, within two weeks:");
    shell.say(format!("{home}/join/{secret}"))
}

/// An https address without a path; http only for this machine.
fn public_url(text: &str) -> Result<String, Fault> {
    let url = text.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| {
        url.strip_prefix("http://")
            .filter(|it| it.starts_with("127.") || it.starts_with("localhost"))
    });
    let odd = |it: char| it.is_whitespace() || it == '/' || it == '@' || it == '?' || it == '#';
    match host {
        Some(host) if !host.is_empty() && !host.contains(odd) => Ok(url.to_owned()),
        _ => Err(Fault::new(format!("“{text}” cannot be the public address."))
            .hint("Write it as https://remit.example.org, without a path.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_needs_a_server_and_an_address_to_send_from() {
        let some = |it: &str| Some(it.to_owned());
        assert!(mail(None, None).unwrap().is_none());
        assert!(mail(some("smtps://m"), some("r@m")).unwrap().is_some());
        for (url, from) in [(some("smtps://m"), None), (None, some("r@m"))] {
            assert!(format!("{:?}", mail(url, from).unwrap_err()).contains("--mail-from"));
        }
    }

    #[test]
    fn the_public_address_is_https_and_has_no_path() {
        assert_eq!(public_url("https://remit.example.org/").unwrap(), "https://remit.example.org");
        assert_eq!(public_url("http://127.0.0.1:7171").unwrap(), "http://127.0.0.1:7171");
        for odd in [
            "http://remit.example.org",
            "https://a/b",
            "https://",
            "remit.example.org",
            "https://u@h",
        ] {
            assert!(public_url(odd).is_err(), "{odd}");
        }
    }
}
