//! Replies about answering are of one size. Whoever counts bytes on the way sees neither how long a comment
//! is that comes back to be mended, nor whether an answer was taken.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

/// The questions with a full comment take about two thirds of it. What is longer takes twice as much.
pub(super) const BYTES: usize = 96 * 1024;

/// Marks a reply that is not compressed, which would tell again how much it says.
#[derive(Clone, Copy)]
struct OneSize;

/// Fills a page up, behind its end.
pub(super) async fn padded(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut bytes = bytes.to_vec();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    if bytes.is_empty() {
        parts.headers.insert(header::CONTENT_TYPE, html);
    }
    bytes.resize(bytes.len().div_ceil(BYTES).max(1) * BYTES, b'\n');
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    parts.extensions.insert(OneSize);
    Response::from_parts(parts, Body::from(bytes))
}

/// Everything else is compressed where that is worth it.
pub(super) fn may_be_compressed() -> impl Predicate {
    DefaultPredicate::new().and(
        |_: StatusCode,
         _: axum::http::Version,
         _: &axum::http::HeaderMap,
         said: &axum::http::Extensions| { said.get::<OneSize>().is_none() },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pages_of_any_length_become_one_length_and_keep_what_they_say() {
        for length in [0, 1, 4_000, BYTES] {
            let page = padded("x".repeat(length).into_response()).await;
            assert_eq!(page.headers()[header::CONTENT_LENGTH], BYTES.to_string());
            let bytes = to_bytes(page.into_body(), usize::MAX).await.unwrap();
            assert_eq!(bytes.len(), BYTES);
            let said = bytes.iter().take_while(|it| **it == b'x').count();
            assert_eq!((said, bytes[said..].iter().all(|it| *it == b'\n')), (length, true));
        }
        let longer = padded("x".repeat(BYTES + 1).into_response()).await;
        assert_eq!(longer.headers()[header::CONTENT_LENGTH], (2 * BYTES).to_string());
    }
}
