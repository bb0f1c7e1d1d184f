//! Mail by SMTP: a server's address, a letter, and what came of sending it.

use std::fmt;
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SmtpTransport, Transport as _};

/// Where letters are handed in, and whom they come from. Its login is never printed.
pub struct MailServer {
    transport: SmtpTransport,
    from: Mailbox,
    place: String,
}

/// A letter of plain text to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The same for the same letter, so that one that arrives twice can be told from two.
    pub name: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Where one click turns this kind of letter off.
    pub off: Option<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// Why a letter is not on its way, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// It may go better later.
    Later(String),
    /// It will not: the address, or the letter, is refused.
    Never(String),
}

/// Between two words of the server.
const PATIENCE: Duration = Duration::from_secs(20);

impl MailServer {
    /// `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://` with STARTTLS; `smtp://` in the clear only
    /// on this machine (unless `?tls=required` says otherwise) or with `?tls=none`. `from` is an address, with a name if you like.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let address = Address::read(url)?;
        let from: Mailbox = from.parse().map_err(|_| {
            format!("“{from}” cannot send mail. Write it as remit@example.org or Remit <remit@example.org>.")
        })?;
        let tls = || {
            TlsParameters::new(address.host.clone())
                .map_err(|_| format!("“{}” is no name a certificate could be for.", address.host))
        };
        let tls = match address.tls {
            Wire::Wrapped => Tls::Wrapper(tls()?),
            Wire::Upgraded => Tls::Required(tls()?),
            Wire::Open => Tls::None,
        };
        let mut transport = SmtpTransport::builder_dangerous(address.host.clone())
            .port(address.port)
            .timeout(Some(PATIENCE))
            .tls(tls);
        if let Some((user, password)) = address.login {
            transport = transport.credentials(Credentials::new(user, password));
        }
        let place = format!("{}:{}", address.host, address.port);
        Ok(Self { transport: transport.build(), from, place })
    }

    /// Hands a letter in and waits until the server has taken it.
    pub fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        let message = self.message(letter)?;
        self.transport.send(&message).map(drop).map_err(|cause| self.unsent(&cause))
    }

    fn message(&self, letter: &Letter) -> Result<Message, Unsent> {
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|_| Unsent::Never("The address is no mail address.".into()))?;
        let at = Duration::from_millis(u64::try_from(letter.at).unwrap_or(0));
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(one_line(&letter.subject))
            .date(SystemTime::UNIX_EPOCH + at)
            .message_id(Some(format!("<{}@{}>", letter.name, self.from.email.domain())))
            // No answering machine answers to this.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ));
        if let Some(off) = &letter.off {
            let header = |name: &'static str, value: String| {
                HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
            };
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{}>", one_line(off))))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        builder
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| Unsent::Never("The letter could not be put together.".into()))
    }

    fn unsent(&self, cause: &lettre::transport::smtp::Error) -> Unsent {
        use std::error::Error as _;
        let detail = cause.source().map_or_else(|| cause.to_string(), ToString::to_string);
        let says = format!("The mail server {} did not take it: {}", self.place, one_line(&detail));
        // A login that is refused is mended in the settings; the letter is not to blame.
        let login = cause
            .status()
            .is_some_and(|it| ["530", "534", "535", "538"].contains(&it.to_string().as_str()));
        if cause.is_permanent() && !login { Unsent::Never(says) } else { Unsent::Later(says) }
    }
}

/// Whether a letter could be addressed to it.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254
        && !text.contains(char::is_whitespace)
        && text.parse::<lettre::Address>().is_ok()
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailServer({})", self.place)
    }
}

impl Unsent {
    pub fn says(&self) -> &str {
        match self {
            Self::Later(says) | Self::Never(says) => says,
        }
    }
}

/// Nothing that somebody typed may begin a header of its own.
fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    /// TLS from the first byte.
    Wrapped,
    /// STARTTLS, or nothing is sent.
    Upgraded,
    Open,
}

struct Address {
    host: String,
    port: u16,
    tls: Wire,
    login: Option<(String, String)>,
}

const FORM: &str = "Write it as smtps://USER:PASSWORD@HOST:PORT, or smtp://… for STARTTLS.";

impl Address {
    /// What is wrong is said without the password.
    fn read(url: &str) -> Result<Self, String> {
        let odd = |what: &str| format!("The mail server’s address {what}. {FORM}");
        let (scheme, rest) = url.trim().split_once("://").ok_or_else(|| odd("has no scheme"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let rest = rest.trim_end_matches('/');
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, rest),
        };
        let (host, port) = match place.strip_prefix('[').and_then(|it| it.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() || host.contains(|it: char| it.is_whitespace() || it == '/') {
            return Err(odd("names no host"));
        }
        let here = host == "localhost"
            || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback());
        let (tls, usual) = match (scheme, query) {
            ("smtps", "") => (Wire::Wrapped, 465),
            ("smtp", "tls=none") => (Wire::Open, 25),
            ("smtp", "") if here => (Wire::Open, 25),
            ("smtp", "" | "tls=required") => (Wire::Upgraded, 587),
            ("smtp" | "smtps", _) => return Err(odd("says something after “?” that is not known")),
            _ => return Err(odd("begins with neither smtp:// nor smtps://")),
        };
        let port =
            port.map_or(Ok(usual), str::parse).map_err(|_| odd("has a port that is none"))?;
        let login = login.map(|it| {
            let (user, password) = it.split_once(':').unwrap_or((it, ""));
            (decoded(user), decoded(password))
        });
        if login.is_some() && tls == Wire::Open && !here {
            return Err("A password would cross the network in the clear. Use smtps://, or leave the login away.".into());
        }
        Ok(Self { host: host.to_owned(), port, tls, login })
    }
}

/// `%40` is an `@`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|it| char::from(*it).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> (String, u16, Wire, Option<(String, String)>) {
        let it = Address::read(url).unwrap();
        (it.host, it.port, it.tls, it.login)
    }

    #[test]
    fn an_address_says_host_port_encryption_and_login() {
        let login = |user: &str, word: &str| Some((user.to_owned(), word.to_owned()));
        for (url, host, port, tls, who) in [
            ("smtps://u:p@mail.example", "mail.example", 465, Wire::Wrapped, login("u", "p")),
            ("smtp://mail.example", "mail.example", 587, Wire::Upgraded, None),
            (
                "smtp://a%40b:p%3Aq%@mail.example:25/",
                "mail.example",
                25,
                Wire::Upgraded,
                login("a@b", "p:q%"),
            ),
            ("smtp://u:p@127.0.0.1:2525", "127.0.0.1", 2525, Wire::Open, login("u", "p")),
            ("smtp://[::1]:26", "::1", 26, Wire::Open, None),
            ("smtp://localhost:2525?tls=required", "localhost", 2525, Wire::Upgraded, None),
            ("smtp://relay.inside?tls=none", "relay.inside", 25, Wire::Open, None),
        ] {
            assert_eq!(read(url), (host.to_owned(), port, tls, who), "{url}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_the_way_out_and_without_the_password() {
        for (url, what) in [
            ("mail.example", "has no scheme"),
            ("http://u:hunter2@mail.example", "neither smtp:// nor smtps://"),
            ("smtp://u:hunter2@", "names no host"),
            ("smtp://u:hunter2@mail.example:abc", "a port that is none"),
            ("smtp://u:hunter2@mail.example?tls=maybe", "not known"),
            ("smtp://u:hunter2@mail.example?tls=none", "in the clear"),
        ] {
            let says = Address::read(url).err().unwrap();
            assert!(says.contains(what), "{url}: {says}");
            assert!(!says.contains("hunter2"), "{says}");
        }
        let server =
            MailServer::new("smtps://u:hunter2@mail.example", "remit@example.org").unwrap();
        assert_eq!(format!("{server:?}"), "MailServer(mail.example:465)");
        assert!(MailServer::new("smtps://mail.example", "nobody").unwrap_err().contains("nobody"));
    }

    fn letter() -> Letter {
        Letter {
            name: "j1".into(),
            to: "ana@town.example".into(),
            subject: "Your call waits".into(),
            text: "Größe: https://remit.example/decision/1\n".into(),
            off: Some("https://remit.example/off/x".into()),
            at: 1_780_000_000_000,
        }
    }

    fn written(letter: &Letter) -> String {
        let server = MailServer::new("smtp://127.0.0.1", "Remit <remit@example.org>").unwrap();
        String::from_utf8(server.message(letter).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_letter_carries_its_name_its_day_and_the_way_to_turn_it_off() {
        let text = written(&letter());
        for line in [
            "Message-ID: <j1@example.org>",
            "Date: Thu, 28 May 2026 20:26:40 +0000",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe: <https://remit.example/off/x>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(text.contains(line), "no {line} in\n{text}");
        }
    }

    #[test]
    fn an_address_is_one_that_mail_can_go_to() {
        for (text, is) in [
            ("ana@town.example", true),
            ("ana+remit@town.example", true),
            ("ana", false),
            ("@town.example", false),
            ("ana@town.example\r\nBcc: eve@evil.example", false),
            ("Ana <ana@town.example>", false),
        ] {
            assert_eq!(is_address(text), is, "{text}");
        }
        assert!(!is_address(&format!("{}@town.example", "a".repeat(250))));
    }

    #[test]
    fn a_line_break_that_somebody_typed_begins_no_header() {
        let odd = Letter {
            subject: "A\r\nBcc: eve@evil.example\n\nBody".into(),
            off: Some("https://x\r\nX-Evil: 1".into()),
            ..letter()
        };
        let text = written(&odd);
        let head = text.split("\r\n\r\n").next().unwrap();
        for line in head.lines() {
            assert!(!line.starts_with("Bcc:") && !line.starts_with("X-Evil:"), "{head}");
        }
        let hostile = Letter { to: "ana@town.example\r\nBcc: eve@evil.example".into(), ..letter() };
        let server = MailServer::new("smtp://127.0.0.1", "remit@example.org").unwrap();
        assert!(matches!(server.message(&hostile), Err(Unsent::Never(_))));
    }
}
