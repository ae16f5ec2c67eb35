//! A page that attacks the window it is shown in: it tries every way into a Tauri app and tells what
//! came of each by asking for an address, which the request log keeps.
//!
//! `/hostile/NAME/refused`, `/hostile/NAME/allowed`, `/hostile/key/taken` where it got hold of the key
//! that calls need, at last `/hostile/done/COUNT` unless it could lead its window away.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

pub(crate) const PATH: &str = "/hostile/";

pub(crate) const PAGE: &str = include_str!("hostile.html");

const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; frame-src *; \
                      connect-src 'self' ipc: http://ipc.localhost tauri: http://tauri.localhost";

/// The page itself, or the silence that follows a report.
pub(crate) fn answer(path: &str) -> Response {
    if path.starts_with(PATH) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(PAGE)).into_response()
}
