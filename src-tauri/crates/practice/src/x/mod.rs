//! The practice X: OAuth 2.0 for a native app without a secret, `GET /2/users/me`, rate headers and
//! the problem bodies of API v2. One token is one account; there are no pages.

mod account;
mod refusal;
mod rules;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::call::Call;
use crate::dialect::{Dialect, Stage};
use crate::provider::{
    self, AuthorizationRequest, Bearer, ErrorDelivery, Network, NoAnswer, NoCode, NoEntry, NoToken,
    Person, Provider, Route, Rules, State, dead_end,
};
use crate::trouble::{Trouble, Unheard};
use refusal::{problem, went_wrong};
use rules::RULES;

pub(crate) const NAME: &str = "x";
const TITLE: &str = "X";

/// [I] The success body of a revocation is not documented.
const REVOKED_BODY: &str = "revoked";

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
        vec![Route::get("/2/users/me", &["users.read"], account::me)]
    }

    fn wants_refresh(&self, _: &State<More>, ask: &AuthorizationRequest, _: bool) -> bool {
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

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        match fault {
            NoCode::Cancelled { .. } => ErrorDelivery::back("access_denied", ""),
            NoCode::Missing(_) | NoCode::ResponseType | NoCode::Scope(_) | NoCode::Challenge => {
                ErrorDelivery::Here(went_wrong())
            }
        }
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, _: &Call) -> Response {
        refusal::of_call(fault)
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

    fn dress(
        &self,
        provider: &Provider<X>,
        call: &Call,
        bearer: Option<&Bearer>,
        answer: &mut Response,
    ) {
        account::count(provider, call, bearer, answer);
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
