//! A first `lanes.toml` from what a repository shows: questions to answer, never facts about
//! people. Bounds are drafted only where a diff can show them, so that the draft answers at once.

use std::fmt::Write;

use super::diagnostic::nearest;
use crate::owners::{self, Owners};

/// What somebody read in a repository; groups, never single people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What people call the repository.
    pub name: String,
    /// Busiest first.
    pub areas: Vec<Area>,
    /// Path and text of each CODEOWNERS and OWNERS file.
    pub owners: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// A folder; `.` for files at the top.
    pub path: String,
    pub landings: u32,
    /// How many different people wrote what landed there.
    pub writers: u32,
    /// How many different people landed it; 0 where a forge does so in their name.
    pub landers: u32,
    pub reviews: Reviews,
}

/// What the trailers of an area's landings say about reviews: sums, for questions only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    /// Landings whose messages were read.
    pub landings: u32,
    /// Those that name a review, an ack or an approval by somebody else than the author.
    pub reviewed: u32,
    /// How many different people gave one.
    pub reviewers: u32,
    /// Landings that somebody else than the author signed off.
    pub signed: u32,
    /// How many different people did.
    pub signers: u32,
}

/// Below this many people a count would point at somebody.
const FEW: u32 = 5;
const MOST_AREAS: usize = 6;
const MOST_IGNORED: usize = 10;
const MOST_GROUPS: usize = 40;
const MOST_SIGNALS: usize = 200;
/// An area with fewer landings than this needs no line of its own in a first map.
const BUSY: u32 = 20;
/// Of a name or a pattern, in characters; what is longer is cut or left out.
const LONGEST: usize = 160;

/// Owners that several lines of owners files name together.
struct Group {
    domain: String,
    handles: Vec<String>,
    /// `CODEOWNERS line 12`.
    place: String,
}

/// Paths in the order of their files, each with the group they belong to; `None` is the root.
struct Claimed {
    paths: Vec<String>,
    group: Option<usize>,
}

/// The text of a map: it reads without an error and routes every case.
pub fn draft(evidence: &Evidence) -> String {
    let files: Vec<Owners> =
        evidence.owners.iter().map(|(path, text)| owners::read(path, text)).collect();
    let found = claims(&files);
    let mut out = head(&evidence.name, &found);
    scales(&mut out);
    let areas = areas(evidence, &found);
    root(&mut out, evidence, &found, &areas);
    for group in &found.groups {
        owned(&mut out, group);
    }
    for area in &areas {
        busy(&mut out, area);
    }
    signals(&mut out, &found, &areas);
    out
}

#[derive(Default)]
struct Found {
    groups: Vec<Group>,
    claimed: Vec<Claimed>,
    /// Owners of everything, by `*`.
    of_all: Vec<String>,
    /// Entries beyond what a first map should hold.
    left_out: usize,
    /// Lines of owners files that have no effect: place and reason.
    ignored: Vec<String>,
    /// Owners given as addresses: a map names handles.
    addresses: usize,
}

fn claims(files: &[Owners]) -> Found {
    let mut found = Found::default();
    for file in files {
        let told =
            file.ignored.iter().map(|it| format!("{} line {}: {}.", file.file, it.line, it.why));
        found.ignored.extend(told);
        for entry in &file.entries {
            let (handles, addresses): (Vec<String>, Vec<String>) =
                entry.owners.iter().cloned().partition(|it| is_handle(it));
            found.addresses += addresses.len();
            let everything = entry.globs.iter().any(|it| it == "**" || it == "**/*");
            if everything && !entry.excludes {
                found.of_all = handles;
                continue;
            }
            let place = format!("{} line {}", file.file, entry.line);
            let group = if handles.is_empty() || entry.excludes {
                None
            } else {
                match group_of(&mut found, handles, &entry.pattern, place) {
                    Some(group) => Some(group),
                    None => continue,
                }
            };
            claim(&mut found, entry.globs.clone(), group);
        }
    }
    found
}

fn group_of(
    found: &mut Found,
    mut handles: Vec<String>,
    pattern: &str,
    place: String,
) -> Option<usize> {
    handles.sort();
    handles.dedup();
    if let Some(at) = found.groups.iter().position(|it| it.handles == handles) {
        return Some(at);
    }
    if found.groups.len() == MOST_GROUPS || handles.len() > 20 {
        found.left_out += 1;
        return None;
    }
    let taken = |name: &str| found.groups.iter().any(|it| it.domain == name);
    let domain = domain_name(pattern, taken);
    found.groups.push(Group { domain, handles, place });
    Some(found.groups.len() - 1)
}

/// Neighbouring lines of one group make one signal.
fn claim(found: &mut Found, mut paths: Vec<String>, group: Option<usize>) {
    if let Some(last) =
        found.claimed.last_mut().filter(|it| it.group == group && it.paths.len() < 100)
    {
        last.paths.append(&mut paths);
    } else if found.claimed.len() < MOST_SIGNALS {
        found.claimed.push(Claimed { paths, group });
    } else {
        found.left_out += 1;
    }
}

/// `/src/billing/**` becomes `src/billing`; what has no name gets one.
fn domain_name(pattern: &str, taken: impl Fn(&str) -> bool) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let plain: String = pattern.chars().filter(|c| fits(*c)).collect();
    let parts: Vec<&str> = plain
        .split('/')
        .map(|it| it.trim_matches('.'))
        .filter(|it| !it.is_empty())
        .take(4)
        .collect();
    let base = if parts.is_empty() { "owned".to_owned() } else { parts.join("/") };
    let reserved = |name: &str| name == "lanes" || taken(name);
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).find(|it| !reserved(it)).unwrap_or(base)
}

fn head(name: &str, found: &Found) -> String {
    let title = quoted(&format!(
        "{}: who decides what",
        if name.is_empty() { "This repository" } else { name }
    ));
    let mut out = format!(
        "# A draft. Every line is a question to your team and none is an answer yet: go through them\n\
         # together, change what is not so, and take the question marks out.\n\
         # `remit whose PATH` tells whose call a change is; `remit lanes check` looks for holes.\n\n\
         title = {title}\n\n\
         # What do you call the people who decide here, the lowest first?\n\
         levels = [\"contributor\", \"lead\"]\n\n[holder]\n"
    );
    let _ = if found.of_all.is_empty() {
        writeln!(
            out,
            "# Who has the last word? Until somebody is listed, answers say “lead”.\n# lead = [\"@somebody\"]\n"
        )
    } else {
        writeln!(
            out,
            "# The owners of everything by the owners file. Do they have the last word?\nlead = {}\n",
            list(&found.of_all)
        )
    };
    out
}

fn scales(out: &mut String) {
    out.push_str(
        "# Two scales a diff can show. `assume` is for a change that says nothing: a trailer in the\n\
         # commit (`Undo: quarter`) beats it, and both are printed with the answer.\n\
         # How long would it take to undo?\n\
         [dimension.undo]\n\
         steps = [\"hour\", \"sprint\", \"quarter\", \"never\"]\n\
         assume = \"sprint\"\n\n\
         # Who feels it if it is wrong?\n\
         [dimension.reach]\n\
         steps = [\"component\", \"team\", \"several-teams\", \"customers\"]\n\
         assume = \"team\"\n\n",
    );
}

fn root(out: &mut String, evidence: &Evidence, found: &Found, areas: &[(&Area, String)]) {
    let busiest = evidence.areas.first();
    let (writers, landers) = busiest.map_or((0, 0), |it| (it.writers, it.landers));
    if landers > 0 && writers >= FEW && landers * 3 <= writers {
        let who = people(landers);
        let _ = writeln!(
            out,
            "# In the busiest area {who} land what {writers} write. Is it their call, or only their key?"
        );
    }
    // An area with a lane of its own is asked about there.
    if let Some(area) = busiest.filter(|it| areas.iter().all(|(own, _)| own.path != it.path)) {
        reviews(out, area);
    }
    let _ = writeln!(
        out,
        "# May anybody decide alone what a sprint can undo and only the team would feel?\n\
         [[lane]]\nid = \"small\"\nsays = \"Whatever a sprint can undo and only the team feels\"\n\
         domain = \"*\"\nlevel = \"contributor\"\nupto = {{ undo = \"sprint\", reach = \"team\" }}\n\n\
         # And who decides the rest?\n\
         [[lane]]\nid = \"the-rest\"\nsays = \"Whatever goes further than that\"\ndomain = \"*\"\nlevel = \"lead\"\n\n\
         # Changing this map is a decision too. Whose?\n\
         [[lane]]\nid = \"lanes\"\nsays = \"Changing this map\"\ndomain = \"lanes\"\nlevel = \"lead\"\n"
    );
    if found.left_out > 0 {
        let _ = writeln!(
            out,
            "# {} more lines of the owners files are not in this draft: a first map stays small.\n",
            found.left_out
        );
    }
    for line in found.ignored.iter().take(MOST_IGNORED) {
        let _ = writeln!(out, "# Has no effect today. {}", plain(line));
    }
    if found.ignored.len() > MOST_IGNORED {
        let _ = writeln!(
            out,
            "# {} more lines have no effect either.",
            found.ignored.len() - MOST_IGNORED
        );
    }
    if !found.ignored.is_empty() {
        out.push('\n');
    }
    if found.addresses > 0 {
        let _ = writeln!(
            out,
            "# The owners files name addresses in {} places. A map names handles (@somebody).\n",
            found.addresses
        );
    }
}

/// Questions about reviews, where at least one landing in five names one: fewer are an exception
/// and no custom.
fn reviews(out: &mut String, area: &Area) {
    let Reviews { landings, reviewed, reviewers, signed, signers } = area.reviews;
    let place = if area.path == "." { "the top folder".to_owned() } else { plain(&area.path) };
    let custom = |count: u32| landings >= BUSY && count * 5 >= landings;
    if custom(reviewed) {
        let _ = writeln!(
            out,
            "# {reviewed} of {landings} landings in {place} name a review by somebody else, given by {}.\n\
             # Is such a review a yes that a change needs, or advice its author may weigh?",
            people(reviewers)
        );
    }
    if custom(signed) {
        let _ = writeln!(
            out,
            "# {signed} of {landings} landings in {place} are signed off by somebody else as well, by {}.\n\
             # Is that sign-off a decision, or only the way a change comes in?",
            people(signers)
        );
    }
}

fn people(count: u32) -> String {
    if count < FEW { "fewer than five people".to_owned() } else { format!("{count} people") }
}

fn owned(out: &mut String, group: &Group) {
    let (domain, handles) = (&group.domain, list(&group.handles));
    let _ = writeln!(
        out,
        "# {} names {} here. Is the weightier part their call, and is it enough that they hear\n\
         # of the rest?\n\
         [[lane]]\nid = {}\ndomain = {}\nlevel = \"contributor\"\nupto = {{ undo = \"sprint\", reach = \"team\" }}\ninform = {handles}\n\n\
         [[lane]]\nid = {}\ndomain = {}\nlevel = \"lead\"\nholder = {handles}\n",
        plain(&group.place),
        plain(&group.handles.join(" ")),
        quoted(&format!("{domain}/small")),
        quoted(domain),
        quoted(domain),
        quoted(domain),
    );
}

/// Areas that no owners file speaks about.
fn areas<'a>(evidence: &'a Evidence, found: &Found) -> Vec<(&'a Area, String)> {
    let mut out: Vec<(&Area, String)> = Vec::new();
    for area in evidence
        .areas
        .iter()
        .filter(|it| it.landings >= BUSY && it.path != "." && it.path.len() <= LONGEST)
        .take(MOST_AREAS)
    {
        let prefix = format!("{}/", area.path.trim_matches('/'));
        let claimed =
            found.claimed.iter().flat_map(|it| &it.paths).any(|it| it.starts_with(&prefix));
        if !claimed {
            let taken = |name: &str| {
                found.groups.iter().any(|it| it.domain == name) || out.iter().any(|it| it.1 == name)
            };
            let domain = domain_name(&area.path, taken);
            out.push((area, domain));
        }
    }
    out
}

fn busy(out: &mut String, (area, domain): &(&Area, String)) {
    let by = if area.writers < FEW {
        "few people".to_owned()
    } else {
        format!("{} people", area.writers)
    };
    reviews(out, area);
    let guarded = nearest(domain, ["security", "auth", "deploy", "infra"]).is_some();
    let ask = if guarded { "\n# Does anybody have to be asked first here?" } else { "" };
    let _ = writeln!(
        out,
        "# {} landings in {}, by {by}. Is a small change there anybody's call as well?{ask}\n\
         [[lane]]\nid = {}\ndomain = {}\nlevel = \"contributor\"\nupto = {{ undo = \"sprint\", reach = \"team\" }}\n",
        area.landings,
        plain(&area.path),
        quoted(&format!("{domain}/small")),
        quoted(domain),
    );
}

fn signals(out: &mut String, found: &Found, areas: &[(&Area, String)]) {
    out.push_str("# What a diff says about itself. The last match names the domain; the weightiest value counts.\n");
    for (area, domain) in areas {
        let glob = format!("{}/**", owners::pattern::literal(area.path.trim_matches('/')));
        let _ =
            writeln!(out, "[[signal]]\npaths = {}\ndomain = {}\n", list(&[glob]), quoted(domain));
    }
    for claimed in &found.claimed {
        let domain = claimed.group.map_or("*", |it| &found.groups[it].domain);
        let _ = writeln!(
            out,
            "[[signal]]\npaths = {}\ndomain = {}\n",
            list(&claimed.paths),
            quoted(domain)
        );
    }
    out.push_str(
        "[[signal]]\npaths = [\"lanes.toml\"]\ndomain = \"lanes\"\n\n\
         # Does a change of the database's structure take longer to undo than a sprint?\n\
         [[signal]]\nadds = \"migration\"\nundo = \"quarter\"\n\n\
         # Do others build on these files, so that more than your team feels a change?\n\
         [[signal]]\nadds = \"interface\"\nreach = \"several-teams\"\n\n\
         # Is a new dependency easy to take out again?\n\
         [[signal]]\nadds = \"dependency\"\nundo = \"quarter\"\n\n\
         # Do jobs that build and publish hold keys that more than your team would miss?\n\
         [[signal]]\npaths = [\".github/workflows/**\", \".gitlab-ci.yml\", \".forgejo/workflows/**\"]\n\
         reach = \"several-teams\"\n\n\
         # Can a thousand lines be taken back within a sprint?\n\
         [[signal]]\nlines = 1000\nundo = \"quarter\"\n",
    );
}

fn is_handle(owner: &str) -> bool {
    owner.len() > 1 && owner.starts_with('@') && !owner.contains(char::is_whitespace)
}

/// A TOML string, whatever is in it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(plain(text)).to_string()
}

pub(super) fn list(all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|it| quoted(it)).collect();
    format!("[{}]", all.join(", "))
}

/// One line, no control characters, not endless: safe in a comment and in a string.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lanes::tests::DAY;
    use crate::lanes::{Change, How, Verdict, read};

    fn area(path: &str, landings: u32, writers: u32, landers: u32) -> Area {
        let reviews = Reviews::default();
        Area { path: path.into(), landings, writers, landers, reviews }
    }

    fn shop() -> Evidence {
        let owners = "* @shop/core\n/src/billing/ @bill @ana\n*.tf ops@example.com\n/docs/ \n/infra/ @bill @ana\n!secret @x\n";
        Evidence {
            name: "shop".into(),
            areas: vec![
                area("src", 400, 30, 4),
                area("docs", 60, 12, 9),
                area("tools", 25, 3, 1),
                area("x", 3, 3, 3),
            ],
            owners: vec![("CODEOWNERS".into(), owners.into())],
        }
    }

    #[test]
    fn a_draft_reads_without_a_word_and_has_no_gap() {
        for evidence in [shop(), Evidence::default()] {
            let text = draft(&evidence);
            let reading = read(&text);
            assert_eq!(reading.problems, [], "{text}");
            let rules: Vec<_> =
                reading.map.defects(DAY, None).iter().map(|it| it.finding.rule).collect();
            assert!(!rules.contains(&"gap") && !rules.contains(&"overlap"), "{rules:?}");
        }
    }

    #[test]
    fn it_names_owners_groups_and_no_count_of_fewer_than_five() {
        let text = draft(&shop());
        assert!(text.contains("lead = [\"@shop/core\"]"), "{text}");
        assert!(text.contains("CODEOWNERS line 2 names @ana @bill here."), "{text}");
        assert!(text.contains("fewer than five people land what 30 write"), "{text}");
        assert!(text.contains("25 landings in tools, by few people"), "{text}");
        assert!(!text.contains("ops@example.com"), "an address is nobody's handle");
        assert!(
            text.contains("# Has no effect today. CODEOWNERS line 6: GitHub does not read"),
            "{text}"
        );
    }

    #[test]
    fn reviews_are_asked_about_where_they_are_a_custom_and_few_people_stay_uncounted() {
        let mut evidence = shop();
        let one = Reviews { landings: 400, reviewed: 300, reviewers: 9, signed: 80, signers: 1 };
        evidence.areas[0].reviews = one;
        evidence.areas[2].reviews = Reviews { landings: 25, reviewed: 4, reviewers: 3, ..one };
        let text = draft(&evidence);
        for expected in [
            "# 300 of 400 landings in src name a review by somebody else, given by 9 people.",
            "# 80 of 400 landings in src are signed off by somebody else as well, by fewer than five",
            "# Is such a review a yes that a change needs, or advice its author may weigh?",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        assert!(!text.contains("landings in tools name a review"), "one in six is no custom");
        assert!(read(&text).problems.is_empty(), "{text}");
    }

    #[test]
    fn a_draft_has_questions_and_nothing_that_is_wrong() {
        for evidence in [shop(), Evidence::default()] {
            let text = draft(&evidence);
            let defects = read(&text).map.defects(DAY, None);
            let wrong = defects.iter().find(|it| it.finding.weight > crate::finding::Weight::Note);
            assert_eq!(wrong, None, "{text}");
        }
    }

    #[test]
    fn owned_paths_go_to_their_owners_above_what_a_sprint_can_undo() {
        let map = read(&draft(&shop())).map;
        let deciders = |path: &str, trailer: &str| {
            let trailers = [("Undo".to_owned(), trailer.to_owned())];
            let routes = map.check(&[Change::at(path)], &trailers, &map.lowest(), DAY);
            (routes.verdict, routes.routes[0].deciders.join(" "))
        };
        assert_eq!(deciders("src/billing/x.rs", "hour").0, Verdict::Yours);
        assert_eq!(deciders("src/billing/x.rs", "quarter"), (Verdict::Ask, "@ana @bill".into()));
        assert_eq!(deciders("infra/x.y", "quarter"), (Verdict::Ask, "@ana @bill".into()));
        assert_eq!(deciders("src/other.rs", "quarter"), (Verdict::Ask, "@shop/core".into()));
        assert_eq!(deciders("migrations/1.sql", "").0, Verdict::Ask);
        let ana = map.asker("@ana", How::Named);
        assert_eq!(
            map.check(&[Change::at("lanes.toml")], &[], &map.lowest(), DAY).verdict,
            Verdict::Ask
        );
        let trailers = [("Undo".to_owned(), "never".to_owned())];
        assert_eq!(
            map.check(&[Change::at("src/billing/x.rs")], &trailers, &ana, DAY).verdict,
            Verdict::Yours
        );
    }

    #[test]
    fn a_huge_owners_file_gives_a_small_map() {
        let owners: String = (0..5_000).map(|it| format!("/dir{it}/ @team{}\n", it % 90)).collect();
        let evidence =
            Evidence { owners: vec![("CODEOWNERS".into(), owners)], ..Evidence::default() };
        let text = draft(&evidence);
        assert!(text.lines().count() < 1_500 && text.contains("more lines of the owners files"));
        assert_eq!(read(&text).problems, []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn whatever_the_repository_holds_the_draft_can_be_read(
            name in "\\PC{0,30}", owners in "[ -~\n]{0,200}", paths in prop::collection::vec("\\PC{1,20}", 0..4), file in "(CODEOWNERS|a b/OWNERS|.gitlab/CODEOWNERS)",
        ) {
            let areas = paths.iter().map(|it| area(it, 30, 9, 1)).collect();
            let evidence = Evidence { name, areas, owners: vec![(file, owners)] };
            let text = draft(&evidence);
            let reading = read(&text);
            prop_assert!(reading.is_usable(), "{:?}\n{}", reading.problems, text);
            let verdict = reading.map.check(&[Change::at("any/where")], &[], &reading.map.lowest(), DAY).verdict;
            prop_assert!(matches!(verdict, Verdict::Yours | Verdict::Ask));
        }
    }
}
