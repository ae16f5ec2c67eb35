//! What a login dialog asks, from the question that was found right to its end.

use axum::response::Response;

use super::Facebook;
use crate::call::Call;
use crate::html::send_back;
use crate::state_file::locked;

/// A question that was found right, while the person thinks about it.
#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) redirect_uri: String,
    pub(super) state: String,
    pub(crate) scopes: Vec<String>,
    pub(super) auth_type: Option<AuthType>,
    /// Set once the person has signed in within this dialog.
    pub(crate) signed_in: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthType {
    Rerequest,
    Reauthenticate,
    Reauthorize,
}

/// The dialog that a form belongs to.
pub(crate) fn find(
    facebook: &Facebook,
    call: &Call,
) -> Result<(String, AuthorizationRequest), Box<Response>> {
    let ticket = call.param("ticket").unwrap_or_default();
    let ask = locked(&facebook.asks).get(ticket).cloned();
    ask.map(|ask| (ticket.to_owned(), ask)).ok_or_else(|| {
        let words = "This dialog is over. Go back to the app and start again.";
        Box::new(facebook.dead_end("Please start again", words))
    })
}

pub(crate) fn cancel(facebook: &Facebook, ticket: &str, ask: &AuthorizationRequest) -> Response {
    locked(&facebook.asks).remove(ticket);
    send_back(
        &ask.redirect_uri,
        &[
            ("error_reason", "user_denied"),
            ("error", "access_denied"),
            ("error_description", "Permissions error."),
            ("state", &ask.state),
        ],
    )
}
