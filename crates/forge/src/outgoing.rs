//! The one way out for a request whose address somebody typed: https, to public addresses only,
//! no redirect, little time, and nothing of the answer kept.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use crate::mail::Unsent;

/// Sends to addresses out there; nothing inside can be reached through it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    agent: ureq::Agent,
    /// Plain http, and this machine: for tests alone.
    here_too: bool,
}

const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: usize = 2_000;

impl Outgoing {
    pub fn new() -> Self {
        Self::with(false)
    }

    /// The same for tests, which have their servers on this machine.
    pub fn also_here() -> Self {
        Self::with(true)
    }

    fn with(here_too: bool) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .https_only(!here_too)
            // A proxy of the environment would resolve names itself, and reach what we refuse.
            .proxy(None)
            .max_response_header_size(16 * 1024)
            .build();
        let resolver = Public { here_too, names: DefaultResolver::default() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        Self { agent, here_too }
    }

    /// Whether an address can be one at all; where it leads is looked at each time it is used.
    pub fn fits(&self, url: &str) -> Result<(), String> {
        let no =
            || "Write it as https://…, as the chat shows it, without a password in it.".to_owned();
        let uri: Uri = url.parse().map_err(|_| no())?;
        let scheme = uri.scheme_str().unwrap_or("");
        let known = scheme == "https" || self.here_too && scheme == "http";
        let authority = uri.authority().map_or("", |it| it.as_str());
        if !known || authority.is_empty() || authority.contains('@') || url.len() > LONGEST {
            return Err(no());
        }
        Ok(())
    }

    /// Posts JSON, and says no more of the answer than whether it was taken.
    pub fn post(&self, url: &str, json: &str) -> Result<(), Unsent> {
        self.fits(url).map_err(Unsent::Never)?;
        let sent = self.agent.post(url).content_type("application/json").send(json);
        // The address is a secret, and the answer somebody else's words: neither is repeated.
        let answer = sent.map_err(|cause| match cause {
            ureq::Error::Io(it) if it.kind() == io::ErrorKind::PermissionDenied => {
                Unsent::Never("The address leads into this network, where nothing is sent.".into())
            }
            ureq::Error::Timeout(_) => Unsent::Later("The channel did not answer in time.".into()),
            _ => Unsent::Later("The channel could not be reached.".into()),
        })?;
        let status = answer.status().as_u16();
        match status {
            200..=299 => Ok(()),
            429 | 500..=599 => {
                Err(Unsent::Later(format!("The channel is busy (status {status}).")))
            }
            300..=399 => Err(Unsent::Never(
                "The channel answers from elsewhere now; ask the chat for its new address.".into(),
            )),
            _ => Err(Unsent::Never(format!(
                "The channel refuses it (status {status}); perhaps its address was withdrawn."
            ))),
        }
    }
}

impl Default for Outgoing {
    fn default() -> Self {
        Self::new()
    }
}

/// Looks a name up once; the connection goes to the very addresses that were looked at.
#[derive(Debug)]
struct Public {
    here_too: bool,
    names: DefaultResolver,
}

impl Resolver for Public {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let allowed = |ip: IpAddr| is_public(ip) || self.here_too && ip.is_loopback();
        // One inner address among several is enough to refuse them all.
        if found.iter().all(|it| allowed(it.ip())) {
            Ok(found)
        } else {
            Err(ureq::Error::Io(io::Error::from(io::ErrorKind::PermissionDenied)))
        }
    }
}

/// Whether an address is one of the open network: what is not known to be is not.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Everything but what IANA's registry of special addresses holds.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || a >= 224
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

/// Only global unicast, without the corners of it that hold another address inside or are for
/// documents. Mapped and translated IPv4 lies outside of it.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    (0x2000..0x4000).contains(&a)
        && !(a == 0x2001 && b < 0x200)
        && !(a == 0x2001 && b == 0xdb8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use proptest::prelude::*;

    use super::*;

    /// First and last of each range of IANA's special-purpose registries.
    const INNER: &[&str] = &[
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.0.0.2",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "3fff:fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ];
    const OUTER: &[&str] = &[
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:db9::1",
        "2606:4700:4700::1111",
        "2a00::1",
        "3fff:1000::1",
    ];

    #[test]
    fn only_the_open_network_is_public() {
        for ip in INNER {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in OUTER {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    proptest! {
        #[test]
        fn no_address_that_holds_an_inner_one_is_public(inner: u32) {
            let v4 = Ipv4Addr::from(inner);
            let [a, b, c, d] = v4.octets().map(u16::from);
            let (high, low) = (a << 8 | b, c << 8 | d);
            for v6 in [
                v4.to_ipv6_mapped(),
                v4.to_ipv6_compatible(),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            ] {
                prop_assert!(!is_public(v6.into()), "{v6}");
            }
        }
    }

    /// Ways to write an address of this machine or its network; a name among them.
    const WAYS_IN: &[&str] = &[
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "localhost",
        "localhost.",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "[fe80::1]",
        "[fd00::1]",
    ];

    #[test]
    fn however_an_inner_address_is_written_nothing_is_sent_there() {
        let out = Outgoing::new();
        for host in WAYS_IN {
            let sent = out.post(&format!("https://{host}/hook"), "{}");
            // What no resolver reads as an address is not reached either.
            assert!(sent.is_err(), "{host}");
            if host.contains("127.0.0.1") || host.starts_with("10.") || host.starts_with("169.") {
                assert!(
                    matches!(&sent, Err(Unsent::Never(says)) if says.contains("into this network")),
                    "{host}: {sent:?}"
                );
            }
        }
    }

    #[test]
    fn an_address_is_https_without_a_password() {
        let out = Outgoing::new();
        assert_eq!(out.fits("https://hooks.chat.example/services/T/B/x"), Ok(()));
        for odd in [
            "",
            "hooks.chat.example",
            "http://hooks.chat.example/",
            "file:///etc/passwd",
            "https://",
            "https://user:word@hooks.chat.example/",
            "gopher://x/",
            "https://a b/",
        ] {
            assert!(out.fits(odd).is_err(), "{odd}");
        }
        assert!(out.fits(&format!("https://x.example/{}", "a".repeat(LONGEST))).is_err());
    }

    /// Answers one request like this, and gives what was asked.
    fn answering(answer: &'static str) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = Vec::new();
            let mut part = [0; 4096];
            while !asked.ends_with(b"}") {
                let read = stream.read(&mut part).unwrap();
                asked.extend_from_slice(&part[..read]);
                if read == 0 {
                    break;
                }
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8(asked).unwrap()
        });
        (url, asked)
    }

    #[test]
    fn what_the_channel_answers_decides_whether_it_is_tried_again() {
        let out = Outgoing::also_here();
        let later = |it: &Result<(), Unsent>| matches!(it, Err(Unsent::Later(_)));
        for (answer, taken, again) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", true, false),
            ("HTTP/1.1 204 No Content\r\n\r\n", true, false),
            ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", false, false),
            ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", false, false),
            (
                "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                false,
                false,
            ),
            ("HTTP/1.1 429 Too Many\r\ncontent-length: 0\r\n\r\n", false, true),
            ("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", false, true),
            ("no http at all\r\n\r\n", false, true),
        ] {
            let (url, asked) = answering(answer);
            let sent = out.post(&url, "{\"text\":\"x\"}");
            assert_eq!((sent.is_ok(), later(&sent)), (taken, again), "{answer}: {sent:?}");
            let asked = asked.join().unwrap();
            assert!(asked.starts_with("POST /hook HTTP/1.1\r\n"), "{asked}");
            assert!(asked.ends_with("\r\n\r\n{\"text\":\"x\"}"), "{asked}");
            if let Err(Unsent::Later(says) | Unsent::Never(says)) = sent {
                assert!(!says.contains("127.0.0.1") && !says.contains("hook"), "{says}");
            }
        }
        let nobody = out.post("http://127.0.0.1:1/hook", "{}");
        assert!(later(&nobody), "{nobody:?}");
    }
}
