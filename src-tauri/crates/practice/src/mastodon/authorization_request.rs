//! A request for approval while it is open in some window, and the page where one ends.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::Mastodon;
use crate::call::Call;
use crate::html::{Page, escape};
use crate::state_file::locked;

#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(super) client_id: String,
    pub(crate) redirect_uri: String,
    pub(super) scopes: Vec<String>,
    pub(super) state: Option<String>,
    pub(super) code_challenge: Option<String>,
    pub(super) force_login: bool,
    pub(crate) signed_in: bool,
}

pub(crate) fn find(
    mastodon: &Mastodon,
    call: &Call,
) -> Result<(String, AuthorizationRequest), Box<Response>> {
    let ticket = call.param("ticket").unwrap_or_default();
    let ask = locked(&mastodon.asks).get(ticket).cloned();
    ask.map(|ask| (ticket.to_owned(), ask)).ok_or_else(|| {
        let words = "This request is over. Go back to the app and start again.";
        Box::new(dead_end(StatusCode::BAD_REQUEST, words))
    })
}

pub(super) fn dead_end(status: StatusCode, words: &str) -> Response {
    let body = format!("<h1>An error has occurred</h1><p>{}</p>", escape(words));
    Page::new("Mastodon", "An error has occurred", body)
        .status(status)
        .into_response()
}
