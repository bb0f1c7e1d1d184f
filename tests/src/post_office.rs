//! A mail server for tests: it takes real letters over a real socket on this machine, and can be
//! told to be slow, to turn a letter away for now or for good, or to hang up.
//!
//! Included by path where a test of one crate needs it; nothing but the standard library.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What it does with the next letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// 450: come again later.
    Later,
    /// 550: not here, not ever.
    Refuses,
    /// Hangs up in the middle of the letter.
    HangsUp,
    /// Takes it, and never says so.
    TakesAndHangsUp,
}

/// One letter as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body.
    pub text: String,
}

pub struct PostOffice {
    address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    letters: Mutex<Receiver<Arrived>>,
}

impl Arrived {
    /// A header's value, unfolded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\n\n").next().unwrap_or("");
        let mut found = String::new();
        let mut inside = false;
        for line in head.lines() {
            if line.starts_with(' ') {
                if inside {
                    found += line;
                }
                continue;
            }
            inside = false;
            if let Some((key, value)) = line.split_once(':')
                && key.eq_ignore_ascii_case(name)
            {
                found = value.trim().to_owned();
                inside = true;
            }
        }
        found
    }

    /// The words as a person reads them: quoted-printable undone.
    pub fn words(&self) -> String {
        let body = self.text.split_once("\n\n").map_or("", |it| it.1).replace("=\n", "");
        let mut bytes = Vec::new();
        let mut rest = body.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let code = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
            match (first, code.and_then(|it| u8::from_str_radix(it, 16).ok())) {
                (b'=', Some(byte)) => {
                    bytes.push(byte);
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
}

impl PostOffice {
    /// Opens at a free port of this machine.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let mood = Arc::new(Mutex::new(Mood::Takes));
        let (sender, letters) = channel();
        let moods = mood.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mood, sender) = (moods.clone(), sender.clone());
                std::thread::spawn(move || {
                    // A client that goes away ends its thread, and nothing else.
                    let _ = talk(&stream, &mood, &|it| drop(sender.send(it)));
                });
            }
        });
        Self { address, mood, letters: Mutex::new(letters) }
    }

    /// As `--mail-url` takes it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    /// The letters that have arrived and were not asked for before.
    pub fn letters(&self) -> Vec<Arrived> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect()
    }

    /// The next letter; `None` where none comes in time.
    pub fn wait(&self, patience: Duration) -> Option<Arrived> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(patience).ok()
    }
}

fn talk(stream: &TcpStream, mood: &Mutex<Mood>, arrived: &dyn Fn(Arrived)) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    say("220 post.office ready")?;
    let (mut from, mut to) = (String::new(), Vec::new());
    while let Some(line) = lines.next().transpose()? {
        let verb = line.get(..4).unwrap_or("").to_ascii_uppercase();
        let mood = *mood.lock().unwrap_or_else(PoisonError::into_inner);
        match (verb.as_str(), mood) {
            ("EHLO" | "HELO", _) => say("250 post.office")?,
            ("MAIL", _) => {
                from = address(&line);
                to = Vec::new();
                say("250 ok")?;
            }
            ("RCPT", Mood::Later) => say("450 4.2.1 The mailbox is busy, come again")?,
            ("RCPT", Mood::Refuses) => say("550 5.1.1 Nobody of that name here")?,
            ("RCPT", _) => {
                to.push(address(&line));
                say("250 ok")?;
            }
            ("DATA", Mood::HangsUp) => return Ok(()),
            ("DATA", _) => {
                say("354 go on")?;
                let mut text = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    text += line.strip_prefix('.').unwrap_or(&line);
                    text.push('\n');
                }
                arrived(Arrived { from: from.clone(), to: to.clone(), text });
                if mood == Mood::TakesAndHangsUp {
                    return Ok(());
                }
                say("250 taken")?;
            }
            ("QUIT", _) => {
                say("221 bye")?;
                return Ok(());
            }
            ("RSET" | "NOOP", _) => say("250 ok")?,
            _ => say("502 not here")?,
        }
    }
    Ok(())
}

/// What stands between `<` and `>`.
fn address(line: &str) -> String {
    let inside = line.split_once('<').map_or("", |it| it.1);
    inside.split('>').next().unwrap_or("").to_owned()
}
