//! The practice LinkedIn: the standard flow with a secret in the body, versioned REST calls, and
//! organizations that one member's token serves. Behaves towards an ordinary app, which gets no
//! refresh token.

mod members;
mod organizations;
mod refusal;
mod rules;
mod sample;

use std::io;
use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, PageView, Stage};
use crate::provider::{
    self, AuthorizationRequest, End, ErrorDelivery, Granted, Network, NoAnswer, NoCode, NoEntry,
    NoToken, Person, Provider, Route, Rules, State, dead_end,
};
use crate::trouble::{Trouble, Unheard};
use refusal::envelope;
use rules::RULES;
use sample::More;

pub(crate) const NAME: &str = "linkedin";
const TITLE: &str = "LinkedIn";

pub(crate) const VERSION_HEADER: &str = "linkedin-version";
/// A version lives about a year; which ones do is fixed here, so that no date breaks an app.
const ACTIVE: RangeInclusive<u32> = 202_509..=202_608;
/// Those after the trouble that retires the others.
const ACTIVE_LATER: RangeInclusive<u32> = 202_609..=202_611;

struct LinkedIn;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, LinkedIn)
}

impl Network for LinkedIn {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<LinkedIn>> {
        let scopes = organizations::SCOPES;
        vec![
            Route::get("/v2/userinfo", &["openid", "profile"], members::userinfo),
            Route::open(
                Method::POST,
                "/oauth/v2/introspectToken",
                members::introspect,
            ),
            Route::get("/rest/organizationAcls", scopes, organizations::acls),
            Route::get("/rest/organizations", scopes, organizations::many),
            Route::get("/rest/organizations/{id}", scopes, organizations::one),
            Route::get("/rest/networkSizes/{urn}", scopes, organizations::size),
        ]
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        let words = match fault {
            NoEntry::UnknownClient | NoEntry::AppDeleted => "The passed in client_id is invalid",
            NoEntry::Redirect => "The redirect_uri does not match the registered value",
            NoEntry::Over => "This request is over. Go back to the app and start again.",
        };
        dead_end(
            TITLE,
            StatusCode::BAD_REQUEST,
            "Bummer, something went wrong.",
            words,
        )
    }

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        match fault {
            NoCode::Cancelled { signed_in: false } => {
                ErrorDelivery::back("user_cancelled_login", "The user cancelled LinkedIn login")
            }
            NoCode::Cancelled { signed_in: true } => ErrorDelivery::back(
                "user_cancelled_authorize",
                "The user cancelled the authorization",
            ),
            NoCode::Scope(scope) => {
                let words = format!("Scope \"{scope}\" is not authorized for your application");
                ErrorDelivery::back("unauthorized_scope_error", &words)
            }
            NoCode::Missing(name) => {
                let words = format!("A required parameter \"{name}\" is missing");
                ErrorDelivery::back("invalid_request", &words)
            }
            NoCode::ResponseType | NoCode::Challenge => ErrorDelivery::back("invalid_request", ""),
        }
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response {
        refusal::of_call(fault, call)
    }

    fn outage(&self, path: &str) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let words = "Service temporarily unavailable";
        match path.starts_with("/rest/") || path.starts_with("/v2/") {
            true => envelope(status, "SERVICE_UNAVAILABLE", words),
            false => dead_end(TITLE, status, "Bummer, something went wrong.", words),
        }
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        let mut answer = json!({
            "access_token": granted.access.value,
            "expires_in": granted.expires_in(),
            "scope": granted.scope(","),
        });
        if let Some(refresh) = &granted.refresh {
            answer["refresh_token"] = json!(refresh.value);
            answer["refresh_token_expires_in"] = json!(refresh.remaining(granted.now));
        }
        answer
    }

    fn precheck(&self, provider: &Provider<LinkedIn>, call: &Call) -> Option<Response> {
        if !call.path.starts_with("/rest/") {
            return None;
        }
        let Some(asked) = call.headers.get(VERSION_HEADER) else {
            let words = "A version must be present. Please specify a version by adding the \
                         LinkedIn-Version header.";
            return Some(envelope(StatusCode::BAD_REQUEST, "VERSION_MISSING", words));
        };
        let asked = asked.to_str().unwrap_or_default();
        let active = match provider.ledger.read(|state| state.more.version_retired) {
            false => ACTIVE,
            true => ACTIVE_LATER,
        };
        // The month keeps gaps between years, such as 202513, out of the range.
        let known = asked.parse().is_ok_and(|version: u32| {
            active.contains(&version) && (1..=12).contains(&(version % 100))
        });
        let words = format!("Requested version {asked} is not active");
        let status = StatusCode::UPGRADE_REQUIRED;
        (!known).then(|| envelope(status, "NONEXISTENT_VERSION", &words))
    }

    fn wants_refresh(&self, state: &State<More>, _: &AuthorizationRequest, _: bool) -> bool {
        state.more.refresh_allowed
    }

    /// A token with other scopes ends the ones before it.
    fn on_issue(&self, state: &mut State<More>, granted: &Granted) {
        let new = &granted.access.holder;
        state.end(End::Replaced, |token| {
            let held = &token.holder;
            let same = held.scopes.len() == new.scopes.len()
                && held.scopes.iter().all(|scope| new.scopes.contains(scope));
            held.person == new.person && !same
        });
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        let names: Vec<&str> = state
            .more
            .roles_of(&person.id)
            .filter_map(|held| state.more.organization(held.organization))
            .map(|organization| organization.name.as_str())
            .collect();
        match names.len() {
            0 => "no Pages".to_owned(),
            1..=3 => names.join(", "),
            many => format!("{many} Pages"),
        }
    }

    fn pages(&self, state: &State<More>, person: &Person) -> Vec<PageView> {
        let roles = state.more.roles.iter();
        roles
            .filter(|role| role.person == person.id)
            .filter_map(|role| {
                let organization = state.more.organization(role.organization)?;
                let removed = role.removed.then(|| "role removed".to_owned());
                Some(PageView {
                    id: organization.id.to_string(),
                    name: organization.name.clone(),
                    live_tokens: 0,
                    troubles: removed.into_iter().collect(),
                })
            })
            .collect()
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        person: Option<&str>,
    ) -> Result<usize, Unheard> {
        match trouble.kind.as_str() {
            "version_retired" => state.more.version_retired = true,
            "refresh_allowed" => state.more.refresh_allowed = true,
            "role_removed" => {
                let person = person.ok_or_else(|| Unheard::needs("person"))?;
                return remove_roles(&mut state.more, person, trouble.page.as_deref());
            }
            _ => return Err(Unheard::kind(trouble)),
        }
        Ok(1)
    }

    fn calm(&self, state: &mut State<More>) {
        (state.more.version_retired, state.more.refresh_allowed) = (false, false);
        for role in &mut state.more.roles {
            role.removed = false;
        }
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        let words = [
            (state.more.version_retired, "older API versions retired"),
            (state.more.refresh_allowed, "approved for refresh tokens"),
        ];
        let true_ones = words.iter().filter(|(is, _)| *is);
        true_ones.map(|(_, word)| (*word).to_owned()).collect()
    }
}

fn remove_roles(more: &mut More, person: &str, page: Option<&str>) -> Result<usize, Unheard> {
    let organization = match page {
        None => None,
        Some(asked) => {
            let found = more.organizations.iter().find(|known| {
                known.id.to_string() == asked || known.name.eq_ignore_ascii_case(asked)
            });
            Some(found.ok_or_else(|| Unheard::no_page(asked))?.id)
        }
    };
    let lost = more.roles.iter_mut().filter(|role| {
        let here = organization.is_none_or(|id| id == role.organization);
        here && role.person == person && !role.removed
    });
    Ok(lost.map(|role| role.removed = true).count())
}
