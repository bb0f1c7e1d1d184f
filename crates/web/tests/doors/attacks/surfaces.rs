//! Everything that somebody can ask for: every page they come to by following links, every route of the
//! API, search, the export, their feeds, and what lives.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use axum::body::Body;
use axum::http::Request;

use super::town::Town;
use crate::browser::{Browser, Page};

/// By address.
pub(crate) type Surfaces = BTreeMap<String, Page>;

/// More pages than the town has; whoever comes here has to look at what grew.
const MOST: usize = 250;

/// Somebody with all they may have: a browser, a token, and the addresses of their feeds.
pub(crate) struct Reader {
    browser: Browser,
    token: String,
    feeds: Vec<String>,
}

impl Reader {
    pub(crate) async fn of(town: &Town, who: &str) -> Self {
        let desk = town.place.house.desk_of(&town.people[who]).await.unwrap();
        let token = desk.make_token("all", "read write admin", 1).await.unwrap();
        let mut browser = town.browser(who).await;
        let page = browser.post("/settings/feeds", &[]).await;
        let address = |id: &str| {
            let address = page.text.split(&format!("id=\"{id}\">")).nth(1).unwrap();
            address.split('<').next().unwrap().split_once("7171").unwrap().1.to_owned()
        };
        let feeds = ["calendar-address", "news-address"].map(address).into();
        Self { browser, token, feeds }
    }

    pub(crate) async fn everything(&mut self, town: &Town) -> Surfaces {
        let from = ["/".to_owned(), town.at.clone(), town.door()];
        let mut found = walk(&mut self.browser, &from).await;
        let groups = town.opening().await.tree.len();
        let pages = ["/search?q=often", "/search?q=First+quarter"].map(str::to_owned).into_iter();
        let pages = pages.chain((0..groups).map(|at| format!("{}/group/{at}", town.at)));
        let of_it = [
            format!("/live/{}?after=0", town.id),
            format!("{}/markdown", town.at),
            format!("{}/results.csv", town.at),
        ];
        for to in pages.chain(of_it).chain(routes(town)) {
            found.insert(to.clone(), self.browser.get(&to).await);
        }
        for to in routes(town) {
            let asked = Request::get(&to).header("authorization", format!("Bearer {}", self.token));
            let page = town.place.browser().send(asked, Body::empty()).await;
            found.insert(format!("{to} with a token"), page);
        }
        for to in &self.feeds {
            found.insert(to.clone(), town.place.browser().get(to).await);
        }
        found
    }
}

/// Every route that is read, as the API's own document lists them.
fn routes(town: &Town) -> Vec<String> {
    let document: serde_json::Value =
        serde_json::from_str(include_str!("../../../src/api/openapi.json")).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let read = paths.iter().filter(|(_, it)| it.get("get").is_some());
    let filled = read.map(|(path, _)| {
        let path = path.replace("{id}", town.id.as_str()).replace("{team}", "shops");
        if path.ends_with("/search") { format!("{path}?q=often") } else { path }
    });
    filled.collect()
}

/// From here, by every link that leads to a page of this house.
async fn walk(browser: &mut Browser, from: &[String]) -> Surfaces {
    let mut found = Surfaces::new();
    let mut ahead: VecDeque<String> = from.iter().cloned().collect();
    while let Some(to) = ahead.pop_front() {
        if found.contains_key(&to) {
            continue;
        }
        assert!(found.len() < MOST, "{:?}", found.keys());
        let page = browser.get(&to).await;
        ahead.extend(links(&page.text).filter(|it| !found.contains_key(it)));
        ahead.extend(Some(page.to()).filter(|it| it.starts_with('/')).map(str::to_owned));
        found.insert(to, page);
    }
    found
}

/// The guide and the files of a page are the same for everybody; of a quarter, a team or a state one page
/// is as good as the others.
fn links(page: &str) -> impl Iterator<Item = String> {
    let of_page = page.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    let here = of_page.filter(|it| it.starts_with('/') && !it.starts_with("//"));
    let other = here.filter(|it| !["/assets/", "/guide"].iter().any(|off| it.starts_with(off)));
    let one = other.filter(|it| {
        !it.contains('?') || it.starts_with("/health-review") || it.contains("?team=shops")
    });
    one.map(|it| it.split('#').next().unwrap_or(it).replace("&amp;", "&"))
}

/// A page without what is drawn anew each time it is asked for.
pub(crate) fn plain(page: &Page) -> String {
    let mut text = page.text.clone();
    for drawn in ["form_token", "start"] {
        if let Some(value) = page.field(drawn).filter(|it| !it.is_empty()) {
            text = text.replace(&value, "");
        }
    }
    // The length is that of the text, which is compared without a proof that counts pages.
    let same = |name: &str| !["x-request-id", "content-length"].contains(&name);
    let headers = page.headers.iter().filter(|(name, _)| same(name.as_str()));
    let headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
    format!("{} {}\n{text}", page.status, headers.join("\n"))
}

/// What `remit backup` writes: every table that goes into a copy, the journal among them.
pub(crate) async fn backup(town: &Town) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.backup", town.id));
    town.place.house.system_desk("backup").backup_to(&file).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    text
}

/// Where two pages begin to differ, with what stands around it.
pub(crate) fn difference(was: &str, is: &str) -> Option<String> {
    let at = was.bytes().zip(is.bytes()).position(|(a, b)| a != b);
    let at = at.or((was.len() != is.len()).then_some(was.len().min(is.len())))?;
    let around = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(80)..])
            .chars()
            .take(200)
            .collect::<String>()
    };
    Some(format!("{}\n{}", around(was), around(is)))
}
