//! The two networks of Meta's that have a sign-in of their own, Instagram and Threads: an hour's
//! token from the code, sixty days by an exchange with the secret, and the same again by a refresh
//! that needs a day's age and nothing else.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Checkpoint, ErrorResponse};
use crate::call::Call;
use crate::clock::{DAY, HOUR};
use crate::provider::{Bearer, End, Mint, Network, NoAnswer, Provider, State, Token, dead_end};
use crate::trouble::{Aim, Kind, Trouble, Unheard};

/// [I] A refresh answers with another token and the old one lives on until its own end; sources say
/// only that the string "may or may not change".
const RENEWED_IS_NEW: bool = true;
const AGE_TO_RENEW: i64 = DAY;

pub(crate) const LOGGED_OUT: Kind = Kind::new("logged_out", "Log sessions out", Aim::Person);
pub(crate) const SESSION_REPLACED: Kind =
    Kind::new("session_replaced", "Replace sessions", Aim::Person);

pub(crate) trait Family: Network {
    /// The developer app's id, as refusals name it.
    const APP: &'static str;
    const EXCHANGE: &'static str;
    const RENEW: &'static str;
    /// The scope without which there is nothing.
    const BASIC: &'static str;
    const LONG_LIFE: i64;

    /// One account's calls are too many.
    fn account_throttled() -> ErrorResponse;

    /// What else may be wrong with an account whose token works.
    fn beyond(state: &State<Self::More>, token: &Token, now: i64) -> Result<(), ErrorResponse>;
}

pub(crate) fn token_of(call: &Call) -> Option<&str> {
    call.param("access_token").or_else(|| call.bearer())
}

/// `GET access_token`.
pub(crate) fn exchange<N: Family>(provider: &Provider<N>, call: &Call) -> Response {
    hand_out(provider, |state, now| {
        of_grant(call, N::EXCHANGE)?;
        let secret = call.param("client_secret");
        let secret = secret.ok_or_else(|| ErrorResponse::missing_parameter("client_secret"))?;
        if state.app.deleted {
            return Err(ErrorResponse::app_deleted());
        }
        if state.app.secret.as_deref() != Some(secret) {
            return Err(ErrorResponse::wrong_secret());
        }
        let held = presented(state, call)?;
        standing::<N>(state, &held, now)?;
        match is_long(&held) {
            true => Err(ErrorResponse::session_key()),
            false => Ok(issue(provider, state, &held, now)),
        }
    })
}

/// `GET refresh_access_token`.
pub(crate) fn renew<N: Family>(provider: &Provider<N>, call: &Call) -> Response {
    hand_out(provider, |state, now| {
        of_grant(call, N::RENEW)?;
        let held = presented(state, call)?;
        standing::<N>(state, &held, now)?;
        if held.holder.scopes.iter().all(|scope| scope != N::BASIC) {
            return Err(ErrorResponse::no_permission());
        }
        if !is_long(&held) || now - held.issued_at < AGE_TO_RENEW {
            return Err(ErrorResponse::too_young());
        }
        if RENEWED_IS_NEW {
            return Ok(issue(provider, state, &held, now));
        }
        let known = state.tokens.get_mut(&held.value);
        let known = known.ok_or_else(ErrorResponse::unparsable_token)?;
        (known.issued_at, known.expires) = (now, Some(now + N::LONG_LIFE));
        Ok(known.clone())
    })
}

fn hand_out<N: Family>(
    provider: &Provider<N>,
    give: impl FnOnce(&mut State<N::More>, i64) -> Result<Token, ErrorResponse>,
) -> Response {
    let now = provider.now();
    match provider.ledger.change(|state| give(state, now)) {
        Ok(token) => {
            let body = json!({
                "access_token": token.value,
                "token_type": "bearer",
                "expires_in": token.remaining(now),
            });
            ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn of_grant(call: &Call, expected: &str) -> Result<(), ErrorResponse> {
    match call.param("grant_type") {
        None => Err(ErrorResponse::missing_parameter("grant_type")),
        Some(asked) if asked == expected => Ok(()),
        Some(_) => Err(ErrorResponse::bad_parameter("grant_type")),
    }
}

fn presented<More>(state: &State<More>, call: &Call) -> Result<Token, ErrorResponse> {
    let value = token_of(call).ok_or_else(|| ErrorResponse::missing_parameter("access_token"))?;
    let known = state.tokens.get(value).cloned();
    known.ok_or_else(ErrorResponse::unparsable_token)
}

fn is_long(token: &Token) -> bool {
    token.expires.is_none_or(|at| at - token.issued_at > HOUR)
}

fn issue<N: Family>(
    provider: &Provider<N>,
    state: &mut State<N::More>,
    held: &Token,
    now: i64,
) -> Token {
    let mint = Mint {
        value: provider.network.rules().access.value,
        life: N::LONG_LIFE,
    };
    state.issue_access(&mint, &held.holder, now)
}

/// Why this token opens nothing, if it does not.
pub(crate) fn standing<N: Family>(
    state: &State<N::More>,
    token: &Token,
    now: i64,
) -> Result<(), ErrorResponse> {
    if state.app.deleted {
        return Err(ErrorResponse::app_deleted());
    }
    let person = state.person(&token.holder.person);
    let person = person.ok_or_else(ErrorResponse::unparsable_token)?;
    match token.end(now) {
        Some(end) => Err(of_end::<N>(end, token, now)),
        None if person.suspended => Err(ErrorResponse::checkpoint(Checkpoint::Blocking)),
        None if person.checkpoint => Err(ErrorResponse::checkpoint(Checkpoint::MustSignIn)),
        None if state.rate_limited => Err(ErrorResponse::app_throttled()),
        None if person.rate_limited => Err(N::account_throttled()),
        None => N::beyond(state, token, now),
    }
}

fn of_end<N: Family>(end: End, token: &Token, now: i64) -> ErrorResponse {
    match end {
        End::Expired => {
            let ended = token.expires.filter(|&at| at <= now);
            ErrorResponse::expired(ended.unwrap_or(now - 60), now)
        }
        // A reset has no words of its own, neither for the secret nor for everybody's approvals.
        End::PasswordChanged | End::BlanketReset | End::SecretChanged => {
            ErrorResponse::password_changed()
        }
        End::AppRemoved => ErrorResponse::app_removed(N::APP),
        End::Revoked => ErrorResponse::logged_out(),
        End::Replaced => ErrorResponse::session_replaced(),
        End::AppDeleted => ErrorResponse::app_deleted(),
    }
}

/// For [`Network::halts`].
pub(crate) fn halts<N: Family>(provider: &Provider<N>, bearer: &Bearer) -> Option<Response> {
    let (token, now) = (&bearer.token, bearer.now);
    let refusal = provider
        .ledger
        .read(|state| N::beyond(state, token, now).err());
    refusal.map(IntoResponse::into_response)
}

/// For [`Network::refuse`].
pub(crate) fn refuse<N: Family>(provider: &Provider<N>, call: &Call, fault: &NoAnswer) -> Response {
    let now = provider.now();
    let told = provider.ledger.read(|state| {
        let token = token_of(call).and_then(|value| state.tokens.get(value))?;
        standing::<N>(state, token, now).err()
    });
    match told {
        Some(refusal) => refusal.into_response(),
        None => no_answer(fault, call),
    }
}

/// For [`Network::no_answer`].
pub(crate) fn no_answer(fault: &NoAnswer, call: &Call) -> Response {
    let refusal = match fault {
        NoAnswer::NoToken => ErrorResponse::no_token(),
        NoAnswer::Unknown | NoAnswer::Ended(_) => ErrorResponse::unparsable_token(),
        NoAnswer::Suspended => ErrorResponse::checkpoint(Checkpoint::Blocking),
        NoAnswer::Checkpoint => ErrorResponse::checkpoint(Checkpoint::MustSignIn),
        NoAnswer::Scope => ErrorResponse::no_permission(),
        NoAnswer::TooMany => ErrorResponse::app_throttled(),
        NoAnswer::NotFound => ErrorResponse::unknown_path(&call.path),
    };
    refusal.into_response()
}

pub(crate) fn outage(network: &str, path: &str) -> Response {
    let for_people = [
        "/oauth/authorize",
        "/session/",
        "/callback/",
        "/settings/",
        "/accounts/",
    ];
    if for_people.iter().any(|part| path.starts_with(part)) {
        let words = "We're working on it.";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return dead_end(network, status, "Sorry, something went wrong", words);
    }
    ErrorResponse::outage().into_response()
}

/// A request to the authorize page that leaves out the scope that every other one rests on.
pub(crate) fn lacks(scope: &str, call: &Call) -> bool {
    let asked = call.param("scope").unwrap_or_default();
    !asked.is_empty() && asked.split([',', ' ']).all(|asked| asked != scope)
}

pub(crate) fn cause<More>(
    state: &mut State<More>,
    trouble: &Trouble,
    person: Option<&str>,
) -> Result<usize, Unheard> {
    let of = |holder: &str| person.is_none_or(|id| id == holder);
    match trouble.kind.as_str() {
        "logged_out" => Ok(state.end(End::Revoked, |token| of(&token.holder.person))),
        "session_replaced" => Ok(state.end(End::Replaced, |token| of(&token.holder.person))),
        _ => Err(Unheard::kind(trouble)),
    }
}

impl ErrorResponse {
    /// [I] What an exchange says to a token that was exchanged before is not documented.
    fn session_key() -> ErrorResponse {
        ErrorResponse::oauth(
            452,
            "Session key invalid. This could be because the session key has an incorrect format, \
             or because the user has revoked this session",
        )
    }

    /// [I] The rule is documented, its words are not.
    fn too_young() -> ErrorResponse {
        ErrorResponse::oauth(
            100,
            "(#100) The access token must be at least 24 hours old to be refreshed",
        )
    }
}
