//! Who works at Fernwood. Nobody of these names is meant; the addresses lead nowhere.

use domain::people::Role;

pub(super) const ORGANISATION: &str = "Fernwood (sample)";

/// Slug, name, slug of the team above. Fernwood makes booking and payment software for repair shops.
pub(super) static TEAMS: &[(&str, &str, &str)] = &[
    ("shops", "Shops", ""),
    ("payments", "Payments", "shops"),
    ("bookings", "Bookings", "shops"),
    ("platform", "Platform", ""),
    ("mobile", "Mobile", ""),
];

pub(super) static LEVELS: &[&str] = &["contributor", "lead", "staff", "director"];

/// People at this level and above lead from outside the work.
pub(super) const LEADS_FROM: usize = 2;

/// Whoever opens the sample is she: a lead on Payments who also keeps the whole organisation.
pub(super) const KEEPER: &str = "mara";

#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub handle: &'static str,
    pub name: &'static str,
    pub team: &'static str,
    pub level: usize,
    pub role: Role,
    /// Days before today they came, and left.
    pub came: i64,
    pub left: Option<i64>,
}

const fn seat(handle: &'static str, name: &'static str, team: &'static str, level: usize) -> Seat {
    Seat { handle, name, team, level, role: Role::Member, came: 372, left: None }
}

const fn since(came: i64, seat: Seat) -> Seat {
    Seat { came, ..seat }
}

pub(super) static SEATS: &[Seat] = &[
    Seat { role: Role::Steward, ..seat("mara", "Mara Lindqvist", "payments", 1) },
    Seat { role: Role::Steward, ..seat("mara", "Mara Lindqvist", "", 1) },
    seat("ruth", "Ruth Adeyemi", "", 3),
    Seat { role: Role::Steward, ..seat("tomas", "Tomas Berg", "", 3) },
    seat("ines", "Ines Marques", "shops", 2),
    seat("mara", "Mara Lindqvist", "shops", 1),
    seat("ben", "Ben Carter", "shops", 1),
    seat("jonas", "Jonas Keller", "payments", 0),
    seat("lena", "Lena Osei", "payments", 0),
    seat("priya", "Priya Nair", "payments", 0),
    seat("diego", "Diego Fuentes", "payments", 0),
    Seat { left: Some(96), ..seat("omar", "Omar Haddad", "payments", 0) },
    since(74, seat("sofia", "Sofia Rossi", "payments", 0)),
    Seat { role: Role::Steward, ..seat("ben", "Ben Carter", "bookings", 1) },
    seat("aiko", "Aiko Tanaka", "bookings", 0),
    seat("yusuf", "Yusuf Demir", "bookings", 0),
    seat("clara", "Clara Novak", "bookings", 0),
    since(205, seat("nils", "Nils Aalto", "bookings", 0)),
    since(40, seat("grace", "Grace Mbeki", "bookings", 0)),
    Seat { role: Role::Steward, ..seat("eva", "Eva Horvat", "platform", 1) },
    seat("noor", "Noor Rahman", "platform", 2),
    seat("samir", "Samir Patel", "platform", 0),
    seat("tess", "Tess O’Neill", "platform", 0),
    seat("viktor", "Viktor Lange", "platform", 0),
    since(176, seat("wen", "Wen Zhao", "platform", 0)),
    Seat { role: Role::Steward, ..seat("felix", "Felix Braun", "mobile", 1) },
    seat("hana", "Hana Sato", "mobile", 0),
    seat("pablo", "Pablo Ruiz", "mobile", 0),
    since(260, seat("ola", "Ola Svensson", "mobile", 0)),
];

/// Handle, name, the team that answers for it.
pub(super) static AGENTS: &[(&str, &str, &str)] = &[
    ("patch", "Patch (updates dependencies)", "platform"),
    ("scribe", "Scribe (drafts notes)", "bookings"),
];

/// Team, days before today, text of its map.
pub(super) static MAPS: &[(&str, i64, &str)] = &[
    ("", 371, include_str!("maps/fernwood.toml")),
    ("payments", 371, include_str!("maps/payments-1.toml")),
    ("bookings", 370, include_str!("maps/bookings.toml")),
    ("platform", 370, include_str!("maps/platform.toml")),
    ("mobile", 369, include_str!("maps/mobile.toml")),
];

/// Versions of a team’s map that a topic of office hours led to, by the name its step gives them.
pub(super) static REDRAWN: &[(&str, &str, &str)] =
    &[("payments-2", "payments", include_str!("maps/payments-2.toml"))];
