//! Registration: any app may introduce itself and gets a client id and secret.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::state::App;
use super::{Mastodon, redirects, scopes};
use crate::call::Call;

pub(crate) fn create(mastodon: &Mastodon, call: &Call) -> Response {
    let redirect_uris: Vec<String> = call
        .all("redirect_uris")
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect();
    let scopes = scopes::parse(call.param("scopes"));
    let problems = problems(call.param("client_name"), &redirect_uris, scopes.is_none());
    let (Some(name), Some(scopes), true) = (call.param("client_name"), scopes, problems.is_empty())
    else {
        let words = format!("Validation failed: {}", problems.join(", "));
        let body = Json(json!({ "error": words }));
        return (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
    };
    let app = mastodon
        .ledger
        .change(|state| state.register(name, call.param("website"), redirect_uris, scopes));
    let mut shown = show(&app);
    shown["client_id"] = app.client_id.into();
    shown["client_secret"] = app.client_secret.into();
    shown["client_secret_expires_at"] = 0.into();
    Json(shown).into_response()
}

fn problems(name: Option<&str>, redirect_uris: &[String], bad_scopes: bool) -> Vec<String> {
    let mut problems = Vec::new();
    if name.is_none() {
        problems.push("Application name can't be blank".to_owned());
    }
    if redirect_uris.is_empty() {
        problems.push("Redirect URI can't be blank".to_owned());
    }
    let wrong = redirect_uris
        .iter()
        .find_map(|address| redirects::problem(address));
    problems.extend(wrong.map(|problem| format!("Redirect URI {problem}")));
    if bad_scopes {
        problems.push("Scopes doesn't match configured on the server.".to_owned());
    }
    problems
}

/// What everybody may see of an app.
pub(crate) fn show(app: &App) -> Value {
    json!({
        "id": app.id.to_string(),
        "name": app.name,
        "website": app.website,
        "scopes": app.scopes,
        "redirect_uris": app.redirect_uris,
        "redirect_uri": app.redirect_uris.join("\n"),
    })
}
