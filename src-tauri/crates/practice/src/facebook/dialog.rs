//! The login dialog: checks what the app asks, shows who must decide what, and sends the browser
//! back with a code or a refusal. A question that is wrong in itself never goes back to the app.

use std::collections::BTreeSet;

use axum::response::Response;

use super::authorization_request::{AuthType, AuthorizationRequest, cancel, find};
use super::state::{Grant, State};
use super::{COOKIE, Facebook, dialog_pages, known_version, login, permissions};
use crate::call::Call;
use crate::html::send_back;
use crate::random;
use crate::state_file::locked;

pub(crate) fn begin(facebook: &Facebook, call: &Call) -> Response {
    match read(facebook, call) {
        Err((title, words)) => facebook.dead_end(title, &words),
        Ok(ask) => {
            let ticket = random::url_safe(43);
            locked(&facebook.asks).insert(ticket.clone(), ask.clone());
            proceed(facebook, &ticket, &ask, call.cookie(COOKIE))
        }
    }
}

fn read(facebook: &Facebook, call: &Call) -> Result<AuthorizationRequest, (&'static str, String)> {
    if !known_version(call.piece("version")) {
        return Err((
            "Unknown version",
            "This version of the dialog does not exist.".into(),
        ));
    }
    let (app, deleted) = facebook
        .ledger
        .read(|state| (state.app.id.clone(), state.app.deleted));
    if call.param("client_id") != Some(app.as_str()) || deleted {
        return Err((
            "Invalid App ID",
            "The provided app ID does not look like a valid app ID.".into(),
        ));
    }
    let redirect_uri = call.param("redirect_uri").unwrap_or_default();
    if !registered(facebook, redirect_uri) {
        return Err((
            "URL Blocked",
            "This redirect failed because the redirect URI is not whitelisted in the app's Client \
             OAuth Settings. Make sure Client and Web OAuth Login are on and add all your app \
             domains as Valid OAuth Redirect URIs."
                .into(),
        ));
    }
    let state = call.param("state").ok_or((
        "Missing state",
        "The parameter state is required.".to_owned(),
    ))?;
    if call
        .param("response_type")
        .is_some_and(|kind| kind != "code")
    {
        return Err((
            "Unsupported response_type",
            "This app may only ask for a code.".into(),
        ));
    }
    let display = call.param("display").unwrap_or("page");
    if !["page", "popup", "touch", "wap"].contains(&display) {
        return Err((
            "Invalid display",
            format!("There is no display {display:?}."),
        ));
    }
    let auth_type = match call.param("auth_type") {
        None => None,
        Some("rerequest") => Some(AuthType::Rerequest),
        Some("reauthenticate") => Some(AuthType::Reauthenticate),
        Some("reauthorize") => Some(AuthType::Reauthorize),
        Some(other) => return Err(("Invalid auth_type", format!("There is no {other:?}."))),
    };
    let scopes = scopes(call.param("scope").unwrap_or_default())?;
    let (redirect_uri, state) = (redirect_uri.to_owned(), state.to_owned());
    Ok(AuthorizationRequest {
        redirect_uri,
        state,
        scopes,
        auth_type,
        signed_in: false,
    })
}

fn scopes(asked: &str) -> Result<Vec<String>, (&'static str, String)> {
    let names = asked.split([',', ' ']).filter(|name| !name.is_empty());
    let mut scopes = vec![permissions::ALWAYS.to_owned()];
    for name in names {
        if !permissions::known(name) {
            let words = format!(
                "Invalid Scopes: {name}. This message is only shown to developers. Users of your \
                 app will ignore these permissions if present."
            );
            return Err(("Invalid Scopes", words));
        }
        if !scopes.iter().any(|known| known == name) {
            scopes.push(name.to_owned());
        }
    }
    Ok(scopes)
}

/// Strict mode: letter for letter.
fn registered(facebook: &Facebook, redirect_uri: &str) -> bool {
    let own = format!("{}connect/login_success.html", facebook.stage.origin);
    redirect_uri == own
        || redirect_uri == "https://www.facebook.com/connect/login_success.html"
        || facebook
            .stage
            .extra_redirects
            .iter()
            .any(|known| known == redirect_uri)
}

pub(crate) fn resume(facebook: &Facebook, call: &Call) -> Response {
    match find(facebook, call) {
        Ok((ticket, ask)) => proceed(facebook, &ticket, &ask, call.cookie(COOKIE)),
        Err(stale) => *stale,
    }
}

fn proceed(
    facebook: &Facebook,
    ticket: &str,
    ask: &AuthorizationRequest,
    cookie: Option<&str>,
) -> Response {
    let must_sign_in = ask.auth_type == Some(AuthType::Reauthenticate) && !ask.signed_in;
    let now = facebook.stage.clock.now();
    facebook.ledger.change(|state| {
        let signed_in = state
            .sessions
            .person(cookie)
            .and_then(|id| state.person(id))
            .cloned();
        let Some(person) = signed_in.filter(|_| !must_sign_in) else {
            return login::page(state, ticket, Some(&ask.redirect_uri), None);
        };
        if person.checkpoint.is_some() {
            return login::checkpoint_page(ticket, &person.name, &ask.redirect_uri);
        }
        if ask.auth_type.is_none() && already_authorized(state.grants.get(&person.id), ask, now) {
            return approve(facebook, state, ticket, ask, &person.id);
        }
        dialog_pages::consent(state, ticket, ask, &person)
    })
}

/// Nothing is left to ask. A permission that the person declined before is not asked again; that
/// takes `auth_type=rerequest`.
fn already_authorized(grant: Option<&Grant>, ask: &AuthorizationRequest, now: i64) -> bool {
    grant.is_some_and(|grant| {
        grant.data_access_expires_at() > now
            && ask
                .scopes
                .iter()
                .all(|scope| grant.permissions.contains_key(scope))
    })
}

pub(crate) fn consent(facebook: &Facebook, call: &Call) -> Response {
    let (ticket, ask) = match find(facebook, call) {
        Ok(found) => found,
        Err(stale) => return *stale,
    };
    let cookie = call.cookie(COOKIE);
    let person = facebook
        .ledger
        .read(|state| state.sessions.person(cookie).map(str::to_owned));
    let Some(person) = person else {
        return proceed(facebook, &ticket, &ask, cookie);
    };
    match call.param("action") {
        Some("approve") => facebook.ledger.change(|state| {
            record(state, &ask, &person, call);
            approve(facebook, state, &ticket, &ask, &person)
        }),
        Some("other") => facebook.ledger.change(|state| {
            state.sessions.end(cookie);
            login::page(state, &ticket, Some(&ask.redirect_uri), None)
        }),
        _ => cancel(facebook, &ticket, &ask),
    }
}

fn record(state: &mut State, ask: &AuthorizationRequest, person: &str, call: &Call) {
    let ticked: BTreeSet<&str> = call.all("scope").collect();
    let theirs: BTreeSet<String> = state.pages_of(person).map(|page| page.id.clone()).collect();
    let pages = call
        .all("page")
        .filter(|page| theirs.contains(*page))
        .map(str::to_owned)
        .collect();
    let grant = state
        .grants
        .entry(person.to_owned())
        .or_insert_with(|| Grant {
            permissions: std::collections::BTreeMap::new(),
            pages: BTreeSet::new(),
            last_active: 0,
        });
    for scope in &ask.scopes {
        let given = scope == permissions::ALWAYS || ticked.contains(scope.as_str());
        grant.permissions.insert(scope.clone(), given);
    }
    if ask
        .scopes
        .iter()
        .any(|scope| permissions::is_about_pages(scope))
    {
        grant.pages = pages;
    }
}

fn approve(
    facebook: &Facebook,
    state: &mut State,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &str,
) -> Response {
    let now = facebook.stage.clock.now();
    if let Some(grant) = state.grants.get_mut(person) {
        grant.last_active = now;
    }
    locked(&facebook.asks).remove(ticket);
    let code = state.issue_code(person, &ask.redirect_uri, now);
    send_back(&ask.redirect_uri, &[("code", &code), ("state", &ask.state)])
}
