//! Who a signature belongs to: mailmap applied, spellings of one address joined, bots marked.

use std::collections::HashMap;

use domain::facts::Identity;
use gix::bstr::{BStr, ByteSlice as _};

/// Gives every person one number, in order of first appearance.
pub(super) struct People {
    mailmap: gix::mailmap::Snapshot,
    pub(super) identities: Vec<Identity>,
    /// By raw signature: most commits repeat one that was resolved before.
    by_signature: HashMap<Vec<u8>, u32>,
    by_address: HashMap<String, u32>,
}

const NAME_BYTES: usize = 200;

impl People {
    /// `known` keeps its numbers.
    pub(super) fn new(mailmap: &[u8], known: Vec<Identity>) -> Self {
        let by_address =
            known.iter().enumerate().map(|(at, it)| (address(it), at as u32)).collect();
        let mailmap = gix::mailmap::Snapshot::from_bytes(mailmap);
        Self { mailmap, identities: known, by_signature: HashMap::new(), by_address }
    }

    /// The number of whoever signed as `Name <email>`.
    pub(super) fn number(&mut self, who: &[u8]) -> u32 {
        if let Some(number) = self.by_signature.get(who) {
            return *number;
        }
        let identity = self.resolve(who);
        let next = self.identities.len() as u32;
        let number = *self.by_address.entry(address(&identity)).or_insert(next);
        if number == next {
            self.identities.push(identity);
        }
        self.by_signature.insert(who.to_owned(), number);
        number
    }

    /// Whether this signature is of a person, and of nobody among these. Gives nobody a number: who
    /// only reviews is kept nowhere.
    pub(super) fn is_another_person(&self, who: &[u8], authors: &[&[u8]], author: u32) -> bool {
        let it = self.resolve(who);
        let is = address(&it);
        let wrote = |other: &&[u8]| address(&self.resolve(other)) == is;
        !it.bot && address(&self.identities[author as usize]) != is && !authors.iter().any(wrote)
    }

    fn resolve(&self, who: &[u8]) -> Identity {
        let open = who.rfind_byte(b'<').unwrap_or(who.len());
        let name = who[..open].trim();
        let email = who.get(open + 1..).unwrap_or_default().trim_end_with(|it| it == '>').trim();
        let as_is =
            gix::actor::SignatureRef { name: name.as_bstr(), email: email.as_bstr(), time: "" };
        let mapped = self.mailmap.try_resolve_ref(as_is);
        let name = mapped.as_ref().and_then(|it| it.name).unwrap_or(name.as_bstr());
        let email = mapped.as_ref().and_then(|it| it.email).unwrap_or(email.as_bstr());
        let (name, email) = (plain_text(name), plain_text(email));
        let bot = is_bot(&name, &email);
        Identity { name, email, bot }
    }
}

/// Invalid UTF-8 becomes `�`; control characters, which could repaint a terminal, become spaces.
pub(super) fn plain_text(bytes: &BStr) -> String {
    let short = &bytes[..bytes.len().min(NAME_BYTES)];
    let clean = |it: char| if it.is_control() || is_direction(it) { ' ' } else { it };
    short.to_str_lossy().chars().map(clean).collect::<String>().trim().to_owned()
}

/// Marks that turn the reading direction round and can make one name look like another.
fn is_direction(it: char) -> bool {
    matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// What makes two signatures one person. A machine's default address names nobody, so the name
/// counts with it.
fn address(identity: &Identity) -> String {
    let email = identity.email.to_lowercase();
    let names_somebody = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.starts_with("localhost") && host != "none"
    });
    if names_somebody { email } else { format!("{}\n{email}", identity.name) }
}

/// Accounts that act by themselves. A forge that commits in somebody's name is one, too: it says
/// nothing about who pressed the button.
fn is_bot(name: &str, email: &str) -> bool {
    const NAMES: [&str; 16] = [
        "bors",
        "bors-ng",
        "buildbot",
        "copybara-service",
        "dependabot",
        "dependabot-preview",
        "github",
        "github actions",
        "github merge queue",
        "gitlab",
        "greenkeeper",
        "homu",
        "mergify",
        "renovate",
        "weblate",
        "web-flow",
    ];
    let (name, email) = (name.to_lowercase(), email.to_lowercase());
    let user = email.split('@').next().unwrap_or_default();
    let user = user
        .split_once('+')
        .filter(|(id, _)| id.bytes().all(|it| it.is_ascii_digit()))
        .map_or(user, |it| it.1);
    NAMES.contains(&name.as_str())
        || NAMES.contains(&user)
        || [name.as_str(), user].iter().any(|it| {
            it.ends_with("[bot]")
                || it.ends_with("-bot")
                || it.ends_with(" bot")
                || it.ends_with("-robot")
                || *it == "bot"
        })
        || email == "noreply@github.com"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one_person() {
        let mut people = People::new(b"", Vec::new());
        let first = people.number(b"Ana Lima <ana@x.org>");
        assert_eq!(people.number(b"ana <ANA@x.org>"), first);
        assert_eq!(people.number(b"Ana Lima <ana@x.org>"), first);
        assert_ne!(people.number(b"Ben <ben@x.org>"), first);
        assert_eq!(people.identities[0].name, "Ana Lima");
    }

    #[test]
    fn the_mailmap_decides_who_is_who() {
        let mut people = People::new(b"Ana Lima <ana@x.org> <old@y.org>\n", Vec::new());
        let new = people.number(b"Ana <ana@x.org>");
        assert_eq!(people.number(b"A. <old@y.org>"), new);
        assert_eq!(people.identities.len(), 1);
    }

    #[test]
    fn an_address_that_names_nobody_needs_the_name_too() {
        let mut people = People::new(b"", Vec::new());
        assert_ne!(people.number(b"Ana <root@localhost>"), people.number(b"Ben <root@localhost>"));
        assert_ne!(people.number(b"Ana <>"), people.number(b"Ben <>"));
    }

    #[test]
    fn known_people_keep_their_numbers() {
        let mut people = People::new(b"", Vec::new());
        people.number(b"Ana <ana@x.org>");
        people.number(b"Ben <ben@x.org>");
        let mut later = People::new(b"", people.identities);
        assert_eq!(later.number(b"Ben B <ben@x.org>"), 1);
        assert_eq!(later.number(b"Cid <cid@x.org>"), 2);
    }

    #[test]
    fn accounts_that_act_by_themselves_are_marked() {
        for (name, email) in [
            ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
            ("GitHub", "noreply@github.com"),
            ("bors", "bors@rust-lang.org"),
            ("Renovate Bot", "bot@renovateapp.com"),
            ("k8s-ci-robot", "x@y.z"),
        ] {
            assert!(is_bot(name, email), "{name}");
        }
        for (name, email) in [
            ("Abbot", "abbot@x.org"),
            ("Ana", "1+ana@users.noreply.github.com"),
            ("Bo Talbot", "t@x.org"),
        ] {
            assert!(!is_bot(name, email), "{name}");
        }
    }

    #[test]
    fn names_that_are_not_text_do_not_repaint_the_terminal() {
        let mut people = People::new(b"", Vec::new());
        people.number(b"A\xff\x1b[31m\xe2\x80\xaeB <a@b.c>");
        assert_eq!(people.identities[0].name, "A\u{fffd} [31m B");
    }

    #[test]
    fn a_mailmap_maps_names_and_addresses_in_each_of_its_forms() {
        let map = b"# ours\nAna Lima <ana@x.org>\n<ben@x.org> <ben@old.org>\n\
            Cid Roy <cid@x.org> cid <shared@y.org>\nnonsense line\n";
        let mut people = People::new(map, Vec::new());
        for (who, name, email) in [
            (&b"al <ana@x.org>"[..], "Ana Lima", "ana@x.org"),
            (b"Ben <ben@old.org>", "Ben", "ben@x.org"),
            (b"cid <SHARED@y.org>", "Cid Roy", "cid@x.org"),
            (b"dee <shared@y.org>", "dee", "shared@y.org"),
        ] {
            let number = people.number(who) as usize;
            let found = &people.identities[number];
            assert_eq!((found.name.as_str(), found.email.as_str()), (name, email));
        }
        assert_eq!(people.number(b"Ben Old <ben@x.org>"), 1, "one person under both addresses");
    }

    #[test]
    fn a_forges_private_addresses_tell_people_apart() {
        let mut people = People::new(b"", Vec::new());
        let numbers = [
            &b"Ana <1+ana@users.noreply.github.com>"[..],
            b"Ana <2+ana@users.noreply.github.com>",
            b"Ana L <1+ana@users.noreply.github.com>",
        ]
        .map(|who| people.number(who));
        assert_eq!(numbers, [0, 1, 0]);
        assert!(people.identities.iter().all(|it| !it.bot));
    }

    #[test]
    fn a_signature_without_its_parts_is_still_somebody() {
        let mut people = People::new(b"", Vec::new());
        for who in [&b""[..], b"<>", b"only a name", b"<only@address>", b"a <b", b">", b"\xff"] {
            people.number(who);
        }
        let names: Vec<_> = people.identities.iter().map(|it| it.name.as_str()).collect();
        assert!(names.contains(&"only a name") && names.contains(&"\u{fffd}"), "{names:?}");
    }

    #[test]
    fn a_name_without_end_is_cut_and_stays_text() {
        let long = "\u{e9}".repeat(500);
        let shown = plain_text(long.as_bytes().as_bstr());
        assert!(shown.len() <= NAME_BYTES + 3 && shown.starts_with('\u{e9}'), "{}", shown.len());
    }

    proptest::proptest! {
        #[test]
        fn a_signature_has_one_number_whenever_it_is_asked(all in proptest::collection::vec("[ab]? ?<[ab]@[xy]\\.org>", 1..20)) {
            let mut people = People::new(b"", Vec::new());
            let first: Vec<u32> = all.iter().map(|it| people.number(it.as_bytes())).collect();
            let again: Vec<u32> = all.iter().map(|it| people.number(it.as_bytes())).collect();
            proptest::prop_assert_eq!(&first, &again);
            let mut later = People::new(b"", people.identities.clone());
            let known: Vec<u32> = all.iter().map(|it| later.number(it.as_bytes())).collect();
            proptest::prop_assert_eq!(&first, &known, "also by who was known before");
            proptest::prop_assert!(first.iter().all(|it| (*it as usize) < people.identities.len()));
        }
    }
}
