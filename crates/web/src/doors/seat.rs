//! Who comes in: the cookie, the desk behind it, and the proof every form carries.

use app::{Desk, House, Problem};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::id::At;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::waiting::{Glance, Waiting};
use super::{Failure, Hall, Options};
use crate::shell::{Frame, Me, Spot};
use crate::words;

/// A person who is signed in. No seat, no desk, and so nothing a handler could do.
pub(crate) struct Seat {
    pub(crate) desk: Desk,
    pub(crate) frame: Frame,
    pub(crate) keys: Keys,
}

/// What was recognised on the way in; absent where nobody is signed in.
#[derive(Clone)]
pub(crate) struct Recognised {
    desk: Desk,
    pub(crate) frame: Frame,
    keys: Keys,
}

/// The house could not say who it is: nobody is sent to sign in again for that.
#[derive(Clone)]
struct NoAnswer(String);

/// The secret of the session and the one forms are proved with.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    pub(crate) session: String,
    form: String,
}

/// The session ends at the server; the cookie may outlive it.
const COOKIE_SECONDS: u32 = 60 * 24 * 3600;

impl Options {
    fn session_name(&self) -> &'static str {
        if self.is_https() { "__Host-remit" } else { "remit" }
    }

    fn form_name(&self) -> &'static str {
        if self.is_https() { "__Host-remit-form" } else { "remit-form" }
    }
}

impl Recognised {
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }
}

impl Keys {
    /// A new proof for each page: a compressed answer must not repeat a secret.
    pub(crate) fn token(&self, nonce: &str) -> String {
        format!("{nonce}.{}", proof(nonce, &self.form))
    }

    pub(crate) fn proves(&self, token: &str) -> bool {
        let Some((nonce, given)) = token.split_once('.') else { return false };
        !self.form.is_empty()
            && bool::from(proof(nonce, &self.form).as_bytes().ct_eq(given.as_bytes()))
    }
}

fn proof(nonce: &str, key: &str) -> String {
    hex(format!("form {nonce} {key}").as_bytes())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

/// Finds out who it is, lets the request through, and hands on an exchanged cookie.
pub(crate) async fn recognise(
    State(hall): State<Hall>,
    mut request: Request,
    next: Next,
) -> Response {
    let session = cookie(request.headers(), hall.options.session_name());
    let mut set = Vec::new();
    let found = match &session {
        Some(session) => hall.house.desk_of_session(session).await,
        None => Err(Problem::SignedOut),
    };
    if let Err(Problem::Unavailable(says)) = &found {
        request.extensions_mut().insert(NoAnswer(says.clone()));
    }
    if let (Some(session), Ok(signed_in)) = (session, found) {
        let form = match cookie(request.headers(), hall.options.form_name()) {
            Some(form) => form,
            None => hex(format!("form key {session}").as_bytes()),
        };
        set.push(put(&hall.options, hall.options.form_name(), &form));
        if let Some(rotated) = &signed_in.rotated {
            set.push(put(&hall.options, hall.options.session_name(), rotated));
        } else if cookie(request.headers(), hall.options.form_name()).is_some() {
            set.clear();
        }
        let session = signed_in.rotated.unwrap_or(session);
        let keys = Keys { session, form };
        let said = said(request.uri().query().unwrap_or(""));
        let mut frame = frame(&signed_in.desk, keys.token(&hall.counter.page()), said);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let glance = glance(&hall, &signed_in.desk, &method, &path).await;
        frame.waiting = glance.waiting;
        if glance.reflects {
            frame.also.push(Spot::Reflections);
        }
        request.extensions_mut().insert(Recognised { desk: signed_in.desk, frame, keys });
    }
    let mut response = next.run(request).await;
    for value in set {
        // A handler that signs somebody in or out has the last word.
        let taken = response.headers().contains_key(header::SET_COOKIE);
        if let (false, Ok(value)) = (taken, HeaderValue::from_str(&value)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// What the rail says of the day, asked for no more than this page needs.
async fn glance(hall: &Hall, desk: &Desk, method: &Method, path: &str) -> Glance {
    if path.starts_with(super::live::PLACE) {
        // Asked over and over by open pages, and shown on none.
        return Glance::default();
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let before = hall.waiting.last(&desk.actor().id);
        hall.waiting.forget(&desk.actor().id);
        return before;
    }
    match path {
        "/" => Waiting::beside_today(desk).await,
        _ => hall.waiting.of(desk).await,
    }
}

fn said(query: &str) -> Option<&'static str> {
    let code = query.split('&').find_map(|it| it.strip_prefix("said="))?;
    words::said(code)
}

fn frame(desk: &Desk, token: String, said: Option<&'static str>) -> Frame {
    let org = desk.organisation();
    let actor = desk.actor();
    let seat = actor.seats.iter().max_by_key(|it| it.path.len());
    let seat = seat
        .and_then(|it| Some(format!("{}, {}", org.team(&it.team)?.name, org.level_name(it.level))));
    let kinds = desk.house().kinds();
    // Reflections join once something is there, which takes a look into the store.
    let mut also: Vec<Spot> =
        kinds.iter().filter(|it| !it.is_practice()).map(|it| Spot::of(it.place)).collect();
    also.dedup();
    Frame {
        spot: Spot::Nowhere,
        me: Some(Me {
            handle: actor.handle.clone(),
            name: actor.name.clone(),
            seat: seat.unwrap_or_default(),
        }),
        also,
        waiting: 0,
        token,
        sample: org.charter.sample,
        said,
        today: desk.now().day(),
        now: desk.now(),
    }
}

impl FromRequestParts<Hall> for Seat {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Hall) -> Result<Self, Failure> {
        if let Some(NoAnswer(says)) = parts.extensions.get() {
            return Err(Problem::Unavailable(says.clone()).into());
        }
        let found = parts.extensions.get::<Recognised>().cloned();
        let Recognised { desk, frame, keys } = found.ok_or(Problem::SignedOut)?;
        Ok(Self { desk, frame, keys })
    }
}

/// The frame of whoever looks, signed in or not.
pub(crate) fn frame_of(request: &Request, now: At) -> Frame {
    request
        .extensions()
        .get::<Recognised>()
        .map_or_else(|| Frame::signed_out(now), |it| it.frame.clone())
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = all.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
        .filter(|it| it.len() <= 128)
}

fn put(options: &Options, name: &str, value: &str) -> String {
    let secure = if options.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}")
}

/// Cookies of a session that has just begun. Both are new: whatever stood there before is gone.
pub(crate) fn begin(options: &Options, session: &str) -> [(header::HeaderName, String); 2] {
    let form = hex(format!("form key {session}").as_bytes());
    [
        (header::SET_COOKIE, put(options, options.session_name(), session)),
        (header::SET_COOKIE, put(options, options.form_name(), &form)),
    ]
}

/// Cookies of a session that has just ended.
pub(crate) fn end(options: &Options) -> [(header::HeaderName, String); 2] {
    let gone = |name: &str| {
        put(options, name, "").replace(&format!("Max-Age={COOKIE_SECONDS}"), "Max-Age=0")
    };
    [
        (header::SET_COOKIE, gone(options.session_name())),
        (header::SET_COOKIE, gone(options.form_name())),
    ]
}

/// What the person will recognise a browser by: “Firefox on Linux”.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or("");
    let first = |names: &[(&str, &str)]| {
        names.iter().find(|(sign, _)| text.contains(sign)).map(|(_, name)| (*name).to_owned())
    };
    let browser = first(&[
        ("Firefox", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "a Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser,
        _ => "A browser".to_owned(),
    }
}

/// Whether starting the program again prints a link for whoever cannot come in.
pub(crate) fn reopens(house: &House, options: &Options) -> bool {
    options.reopens && !house.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_new_each_time_and_holds_only_for_its_key() {
        let keys = Keys { session: "s".into(), form: "k".into() };
        let token = keys.token("1");
        assert_ne!(token, keys.token("2"));
        assert!(keys.proves(&token) && keys.proves(&keys.token("2")));
        for forged in ["", ".", "1.", "1.abc", &token.replace("1.", "2.")] {
            assert!(!keys.proves(forged), "{forged}");
        }
        assert!(!Keys::default().proves(&Keys::default().token("1")), "no key proves nothing");
    }

    #[test]
    fn cookies_are_closed_to_script_and_secure_on_https() {
        let public = Options::public("https://remit.example");
        let [(_, session), _] = begin(&public, "abc");
        assert!(session.starts_with("__Host-remit=abc; Path=/; HttpOnly; SameSite=Lax"));
        assert!(session.ends_with("; Secure"));
        let [(_, local), _] = begin(&Options::local("http://127.0.0.1:1"), "abc");
        assert!(!local.contains("Secure") && local.contains("HttpOnly"));
        assert!(end(&public)[0].1.contains("Max-Age=0"));
    }

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let headers = |text: &str| {
            [(header::USER_AGENT, HeaderValue::from_str(text).unwrap())].into_iter().collect()
        };
        assert_eq!(
            device(&headers(
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
            )),
            "Firefox on Linux"
        );
        assert_eq!(
            device(&headers(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
            )),
            "Safari on an iPhone"
        );
        assert_eq!(device(&HeaderMap::new()), "A browser");
    }
}
