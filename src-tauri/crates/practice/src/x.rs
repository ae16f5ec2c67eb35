//! The practice X: OAuth 2.0 for a native app without a secret, `GET /2/users/me`, rate headers and
//! the problem bodies of API v2. One token is one account; there are no pages.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;
use crate::clock::{DAY, HOUR};
use crate::dialect::{Dialect, Stage};
use crate::provider::{
    self, Ask, Bearer, Client, ClientFault, CodeFault, Consent, Desk, Endings, Mint, Network,
    NoAnswer, NoCode, NoEntry, NoToken, Paths, Person, Pkce, Redirects, Refresh, Route, Rules,
    Same, Scopes, State, Told, dead_end, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind, Trouble, Unheard};

pub(crate) const NAME: &str = "x";
const TITLE: &str = "X";

/// [I] No official figure; unused refresh tokens are reported to live about six months.
const REFRESH_LIFE: i64 = 182 * DAY;
/// [I] Reported, not documented: an old refresh token ends all that came from the same approval.
const REUSE_ENDS_ALL: bool = true;
/// [I] A changed password looks like a removed app.
const PASSWORD_CHANGE_ENDS: bool = true;
/// [I] Whether an approval is remembered is not documented.
const REMEMBERS: bool = false;
/// [I] The success body of a revocation is not documented.
const REVOKED_BODY: &str = "revoked";

const CALLS: u64 = 75;
const WINDOW: i64 = 900;
/// Only the developer's own id is in the body of a 402.
const DEVELOPER: u64 = 1_243_608_864_848_629_761;

const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "R3JlZW50aWNrUHJhY3RpY2U6MTpjaQ",
    client_param: "client_id",
    client: Client::Public,
    paths: Paths {
        authorize: "/i/oauth2/authorize",
        token: "/2/oauth2/token",
        revoke: Some("/2/oauth2/revoke"),
        connected: "/settings/connected_apps",
    },
    scopes: Scopes {
        separator: ' ',
        known: &[
            ("tweet.read", "see posts you can view"),
            ("users.read", "see profiles you can view"),
            ("tweet.write", "post for you"),
            ("media.write", "upload media for you"),
            ("offline.access", "stay connected until you revoke access"),
            ("tweet.moderate.write", "hide and unhide replies"),
            ("like.read", "see posts you liked"),
            ("follows.read", "see whom you follow"),
            ("users.email", "see your e-mail address"),
        ],
        untick: false,
        always: &[],
    },
    pkce: Pkce::Required,
    redirects: Redirects {
        same: Same::Exact,
        ignore_query: false,
        registered: &[
            "http://127.0.0.1:47823/callback/x",
            "app.greentick:/callback/x",
        ],
        fragment: "",
    },
    consent: Consent {
        heading: "Greentick wants to access your X account.",
        approve: "Authorize app",
        cancel: "Cancel",
        other: true,
        cancel_at_login: false,
        remembers: REMEMBERS,
    },
    code: Mint {
        value: || random::url_safe(91),
        life: 30,
    },
    access: Mint {
        value: || random::url_safe(91),
        life: 2 * HOUR,
    },
    refresh: Refresh::Rotates {
        value: || random::url_safe(91),
        life: Some(REFRESH_LIFE),
        rolls: true,
        grace: 0,
        reuse_ends_all: REUSE_ENDS_ALL,
    },
    endings: Endings {
        password_change: PASSWORD_CHANGE_ENDS,
        secret_change: false,
        revoke_ends_all: false,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::APP_DELETED,
        Kind::new("out_of_credits", "No credits (402)", Aim::Network),
        Kind::new("not_enrolled", "App not enrolled", Aim::Network),
        kinds::APP_RATE_LIMITED,
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::REFRESH_EXPIRED,
        kinds::PASSWORD_CHANGED,
        kinds::APP_REMOVED,
        kinds::SUSPENDED,
        kinds::CHECKPOINT,
        kinds::RATE_LIMITED,
    ],
};

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    out_of_credits: bool,
    not_enrolled: bool,
    /// Followers, following, posts, lists; by account.
    counts: BTreeMap<String, [u64; 4]>,
}

struct X;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, X)
}

impl Network for X {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        let sample = [
            (
                "1374920583716204545",
                "Jana Weiss",
                "harbourlane",
                "harbour-lane",
                [4_812, 310, 1_208, 37],
            ),
            (
                "1290475618320547842",
                "Tom Reyes",
                "studio_ost",
                "studio-ost",
                [1_204, 544, 861, 12],
            ),
            (
                "1801936472058331136",
                "Nora Lind",
                "noralind",
                "nothing-yet",
                [0, 0, 0, 0],
            ),
            (
                "883204719563120640",
                "Mila Brandt",
                "milabrandt",
                "many-clients",
                [48_210, 1_904, 20_417, 612],
            ),
        ];
        let mut more = More::default();
        let people = sample.map(|(id, name, handle, password, counts)| {
            more.counts.insert(id.to_owned(), counts);
            let email = format!("{handle}@practice.example");
            Person::new(id, name, handle, &email, password)
        });
        (people.into(), more)
    }

    fn routes(&self) -> Vec<Route<X>> {
        vec![Route::get("/2/users/me", &["users.read"], me)]
    }

    fn wants_refresh(&self, _: &State<More>, ask: &Ask, _: bool) -> bool {
        ask.scopes.iter().any(|scope| scope == "offline.access")
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        match fault {
            NoEntry::Redirect => {
                let words = "Callback URL not approved for this client application.";
                let body = json!({ "errors": [{ "code": 415, "message": words }] });
                (StatusCode::BAD_REQUEST, Json(body)).into_response()
            }
            NoEntry::UnknownClient | NoEntry::AppDeleted | NoEntry::Over => went_wrong(),
        }
    }

    fn no_code(&self, fault: &NoCode) -> Told {
        match fault {
            NoCode::Cancelled { .. } => Told::back("access_denied", ""),
            NoCode::Missing(_) | NoCode::ResponseType | NoCode::Scope(_) | NoCode::Challenge => {
                Told::Here(went_wrong())
            }
        }
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        let invalid = |words: &str| oauth(StatusCode::BAD_REQUEST, "invalid_request", words);
        match fault {
            NoToken::Client(ClientFault::Absent) => {
                let words = "Missing valid authorization header";
                oauth(StatusCode::UNAUTHORIZED, "unauthorized_client", words)
            }
            NoToken::Client(
                ClientFault::Unknown | ClientFault::Secret | ClientFault::AppDeleted,
            ) => oauth(StatusCode::UNAUTHORIZED, "invalid_client", ""),
            NoToken::Missing(name) => invalid(&format!("Missing required parameter [{name}].")),
            NoToken::GrantType => oauth(StatusCode::BAD_REQUEST, "unsupported_grant_type", ""),
            NoToken::Code(CodeFault::Verifier) | NoToken::UnwantedVerifier => {
                invalid("Value passed for the code verifier did not match the code challenge.")
            }
            NoToken::Code(CodeFault::Redirect) => invalid(
                "Value passed for the redirect uri did not match the uri of the authorization code.",
            ),
            NoToken::Code(CodeFault::Unknown | CodeFault::Used | CodeFault::Expired) => {
                invalid("Value passed for the authorization code was invalid.")
            }
            NoToken::Refresh(_) => invalid("Value passed for the token was invalid."),
        }
    }

    fn no_answer(&self, fault: &NoAnswer, _: &Call) -> Response {
        match fault {
            NoAnswer::NoToken | NoAnswer::Unknown | NoAnswer::Ended(_) => {
                problem(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized")
            }
            NoAnswer::Suspended => {
                let words =
                    "Your account is suspended and is not permitted to access this feature.";
                let body = json!({ "errors": [{ "code": 64, "message": words }] });
                (StatusCode::FORBIDDEN, Json(body)).into_response()
            }
            NoAnswer::Checkpoint => (StatusCode::FORBIDDEN, Json(locked_account())).into_response(),
            NoAnswer::Scope => {
                let words = "You are not permitted to perform this action.";
                problem(StatusCode::FORBIDDEN, "Forbidden", words)
            }
            NoAnswer::TooMany => too_many(),
            NoAnswer::NotFound => problem(StatusCode::NOT_FOUND, "Not Found", "Not Found"),
        }
    }

    fn outage(&self, path: &str) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        match path.starts_with("/2/") {
            true => problem(status, "Service Unavailable", "Service Unavailable"),
            false => dead_end(TITLE, status, "Something is technically wrong.", ""),
        }
    }

    fn revoked(&self, _: bool) -> Response {
        Json(json!({ REVOKED_BODY: true })).into_response()
    }

    /// A refused token gets no rate headers.
    fn dress(&self, desk: &Desk<X>, call: &Call, bearer: Option<&Bearer>, answer: &mut Response) {
        let Some(bearer) = bearer else { return };
        let key = format!("{} {}", call.path, bearer.person.id);
        let mut left = CALLS.checked_sub(desk.count(&key, WINDOW));
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            left = None;
        } else if left.is_none() {
            *answer = too_many();
        }
        let reset = (bearer.now / WINDOW + 1) * WINDOW;
        for (name, value) in [
            ("x-rate-limit-limit", CALLS.to_string()),
            ("x-rate-limit-remaining", left.unwrap_or(0).to_string()),
            ("x-rate-limit-reset", reset.to_string()),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                answer
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value);
            }
        }
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        _: Option<&str>,
    ) -> Result<usize, Unheard> {
        match trouble.kind.as_str() {
            "out_of_credits" => state.more.out_of_credits = true,
            "not_enrolled" => state.more.not_enrolled = true,
            _ => return Err(Unheard::kind(trouble)),
        }
        Ok(1)
    }

    fn calm(&self, state: &mut State<More>) {
        (state.more.out_of_credits, state.more.not_enrolled) = (false, false);
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        let words = [
            (state.more.out_of_credits, "out of credits"),
            (state.more.not_enrolled, "app not enrolled"),
        ];
        let true_ones = words.iter().filter(|(is, _)| *is);
        true_ones.map(|(_, word)| (*word).to_owned()).collect()
    }
}

fn me(desk: &Desk<X>, call: &Call, bearer: &Bearer) -> Result<Response, NoAnswer> {
    if !bearer.has("tweet.read") {
        return Err(NoAnswer::Scope);
    }
    let person = &bearer.person;
    let (broke, stranger, counts) = desk.ledger.look(|state| {
        let more = &state.more;
        let counts = more.counts.get(&person.id).copied().unwrap_or_default();
        (more.out_of_credits, more.not_enrolled, counts)
    });
    if stranger {
        return Ok((StatusCode::FORBIDDEN, Json(not_enrolled())).into_response());
    }
    if broke {
        return Ok((StatusCode::PAYMENT_REQUIRED, Json(no_credits())).into_response());
    }
    let mut data = json!({
        "id": person.id,
        "name": person.name,
        "username": person.handle,
    });
    let [followers, following, posts, lists] = counts;
    for field in call.param("user.fields").unwrap_or_default().split(',') {
        match field {
            "verified" => data[field] = json!(false),
            "profile_image_url" => {
                data[field] = json!(format!(
                    "{}profile_images/default_normal.png",
                    desk.stage.origin
                ));
            }
            "public_metrics" => {
                data[field] = json!({
                    "followers_count": followers,
                    "following_count": following,
                    "tweet_count": posts,
                    "listed_count": lists,
                });
            }
            _ => {}
        }
    }
    Ok(Json(json!({ "data": data })).into_response())
}

fn went_wrong() -> Response {
    dead_end(
        TITLE,
        StatusCode::BAD_REQUEST,
        "Something went wrong",
        "You weren't able to give access to the App. Go back and try logging in again.",
    )
}

fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    let body = match description {
        "" => json!({ "error": error }),
        words => json!({ "error": error, "error_description": words }),
    };
    (status, Json(body)).into_response()
}

fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = json!({
        "title": title,
        "type": "about:blank",
        "status": status.as_u16(),
        "detail": detail,
    });
    (status, Json(body)).into_response()
}

fn too_many() -> Response {
    let words = "Too Many Requests";
    problem(StatusCode::TOO_MANY_REQUESTS, words, words)
}

fn locked_account() -> Value {
    json!({ "errors": [{
        "code": 326,
        "message": "To protect our users from spam and other malicious activity, this account is \
                    temporarily locked. Please log in to https://twitter.com to unlock your account.",
        "bounce_location": "https://twitter.com/account/access",
    }] })
}

fn no_credits() -> Value {
    json!({
        "account_id": DEVELOPER,
        "title": "CreditsDepleted",
        "detail": format!(
            "Your enrolled account [{DEVELOPER}] does not have any credits to fulfill this request."
        ),
        "type": "https://api.twitter.com/2/problems/credits",
    })
}

fn not_enrolled() -> Value {
    json!({
        "client_id": RULES.client_id,
        "title": "Client Forbidden",
        "detail": "This app is not enrolled in a level of access that opens this endpoint.",
        "reason": "client-not-enrolled",
        "required_enrollment": "Appropriate Level of API Access",
        "registration_url": "https://developer.x.com/en/portal/products",
        "type": "https://api.x.com/2/problems/client-forbidden",
    })
}
