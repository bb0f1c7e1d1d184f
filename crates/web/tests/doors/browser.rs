//! A browser without a window: keeps cookies, follows nothing, reads forms off pages.

use std::collections::BTreeMap;

use app::{Clock, House, Newcomer, Places};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::postgres::postgres;

pub(crate) const HOME: &str = "http://127.0.0.1:7171";
/// 6 March 2026, noon.
pub(crate) const NOON: At = At(1_772_798_400_000);

/// A house with one organisation and its keeper, Ana.
pub(crate) struct Place {
    pub(crate) house: House,
    pub(crate) router: Router,
    pub(crate) ana: Id,
    pub(crate) root: Id,
    /// Where its key file lies, as long as the house lives.
    pub(crate) keys: Option<tempfile::TempDir>,
}

pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(web::Options::local(HOME)).await
    }

    pub(crate) async fn with(options: web::Options) -> Self {
        Self::of(Kinds(ALL), options).await
    }

    pub(crate) async fn of(kinds: Kinds, options: web::Options) -> Self {
        let house = House::open("sqlite::memory:", kinds, Clock::at(NOON)).await.unwrap();
        Self::in_house(house, options).await
    }

    /// A schema of its own on the server, and a key file beside it.
    pub(crate) async fn on_postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { key_file: Some(folder.path().join("keys")), copies: None };
        let url = postgres();
        let house = House::open_keeping(&url, Kinds(ALL), Clock::at(NOON), places).await.unwrap();
        let place = Self::in_house(house, web::Options::local(HOME)).await;
        Self { keys: Some(folder), ..place }
    }

    async fn in_house(house: House, options: web::Options) -> Self {
        let newcomer = Newcomer { name: "Ana".into(), email: None };
        let ana = house.local_person(&newcomer, "Northwind").await.unwrap().id;
        let root = house.organisation().root().unwrap().id.clone();
        let router = web::router(house.clone(), options);
        Self { house, router, ana, root, keys: None }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// Signed in as Ana, by a link.
    pub(crate) async fn ana(&self) -> Browser {
        self.signed_in(&self.ana).await
    }

    pub(crate) async fn signed_in(&self, person: &Id) -> Browser {
        let secret = self.house.sign_in_link(person).await.unwrap();
        let mut browser = self.browser();
        let page = browser.get(&format!("/enter/{secret}")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        browser
    }

    /// Somebody else, in the root team.
    pub(crate) async fn person(&self, handle: &str, level: usize, role: Role) -> Id {
        let desk = self.house.system_desk("test");
        let person = desk.add_person(handle, handle, None).await.unwrap();
        self.house.system_desk("test").seat(&person.id, &self.root, level, role).await.unwrap();
        person.id
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, to: &str) -> Page {
        self.send(Request::get(to), Body::empty()).await
    }

    /// A form with the token of a page that was just looked at.
    pub(crate) async fn post(&mut self, to: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let mut all = vec![("form_token", token.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(to, &all).await
    }

    pub(crate) async fn post_bare(&mut self, to: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> =
            fields.iter().map(|(a, b)| format!("{}={}", escape(a), escape(b))).collect();
        let request = Request::post(to)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body.join("&"))).await
    }

    pub(crate) async fn token(&mut self) -> String {
        self.get("/keys").await.field("form_token").unwrap_or_default()
    }

    pub(crate) async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, "127.0.0.1:7171".parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            match rest.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Page {
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let tag = self.text.split('<').find(|it| it.contains(&format!("name=\"{name}\"")))?;
        Some(tag.split_once("value=\"")?.1.split('"').next()?.to_owned())
    }

    pub(crate) fn to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |it| it.to_str().unwrap())
    }

    pub(crate) fn has(&self, words: &str) -> bool {
        self.text.contains(words)
    }
}

/// The address a redirect leads to, without its notice.
pub(crate) fn path(to: &str) -> String {
    to.split(['?', '#']).next().unwrap().to_owned()
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|it| {
            if it.is_ascii_alphanumeric() {
                char::from(it).to_string()
            } else {
                format!("%{it:02X}")
            }
        })
        .collect()
}
