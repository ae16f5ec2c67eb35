//! The practice Mastodon instance: app registration, Doorkeeper's authorize and token endpoints,
//! the account API and the page where people revoke apps. Behaves like Mastodon 4.4 and later.

mod api;
mod apps;
mod authorization_request;
mod authorize;
mod engine;
mod limits;
mod login;
mod redirects;
mod refusal;
mod scopes;
mod settings;
mod state;
mod token;
mod trouble;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::call::Call;
use crate::dialect::{Dialect, Issued, PersonView, Stage};
use crate::html::Page;
use crate::state_file::StateFile;
use crate::trouble::{Kind, Trouble, Unheard};
use authorization_request::AuthorizationRequest;
use engine::Engine;
use limits::Limits;
use refusal::ErrorResponse;
use state::State;

pub(crate) const NAME: &str = "mastodon";
const COOKIE: &str = "practice_mastodon_session";

pub(crate) struct Mastodon {
    stage: Stage,
    ledger: StateFile<State>,
    /// Requests for approval that are open in some window; they do not survive a restart.
    asks: Mutex<BTreeMap<String, AuthorizationRequest>>,
    limits: Mutex<Limits>,
}

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    let ledger = StateFile::open(&stage.shelf, NAME, State::fresh)?;
    Ok(Arc::new(Mastodon {
        stage,
        ledger,
        asks: Mutex::default(),
        limits: Mutex::default(),
    }))
}

impl Mastodon {
    /// Which program the instance runs.
    fn engine(&self) -> Engine {
        self.ledger.read(|state| state.engine)
    }
}

type Handler = fn(&Mastodon, &Call) -> Response;

impl Dialect for Mastodon {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn title(&self) -> &'static str {
        "Mastodon"
    }

    fn routes(self: Arc<Self>) -> Router {
        let page = |handler: Handler| -> MethodRouter<Arc<Mastodon>> {
            get(
                async move |Shared(mastodon): Shared<Arc<Mastodon>>, call: Call| {
                    handler(&mastodon, &call)
                },
            )
        };
        let form = |handler: Handler| -> MethodRouter<Arc<Mastodon>> {
            post(
                async move |Shared(mastodon): Shared<Arc<Mastodon>>, call: Call| {
                    handler(&mastodon, &call)
                },
            )
        };
        let counted = async |Shared(mastodon): Shared<Arc<Mastodon>>, call: Call, to: Handler| {
            mastodon.within_limits(&call, to)
        };
        let reads = |handler: Handler| -> MethodRouter<Arc<Mastodon>> {
            get(async move |mastodon, call| counted(mastodon, call, handler).await)
        };
        let writes = |handler: Handler| -> MethodRouter<Arc<Mastodon>> {
            post(async move |mastodon, call| counted(mastodon, call, handler).await)
        };
        Router::new()
            .route(
                "/.well-known/oauth-authorization-server",
                page(api::metadata),
            )
            .route("/api/v1/apps", writes(apps::create))
            .route("/api/v1/apps/verify_credentials", reads(api::verify_app))
            .route(
                "/api/v1/accounts/verify_credentials",
                reads(api::verify_account),
            )
            .route("/api/v1/instance", reads(api::instance))
            .route("/api/v2/instance", reads(api::instance))
            .route("/oauth/userinfo", reads(api::userinfo))
            .route("/oauth/token", writes(token::give))
            .route("/oauth/revoke", writes(token::revoke))
            .route(
                "/oauth/authorize",
                page(authorize::begin).merge(form(authorize::decide)),
            )
            .route("/oauth/authorize/continue", page(authorize::resume))
            .route("/oauth/authorize/native", page(authorize::show_code))
            .route("/auth/sign_in", form(login::answer))
            .route(
                "/oauth/authorized_applications",
                page(settings::show).merge(form(settings::revoke)),
            )
            .route(
                "/oauth/authorized_applications/sign_in",
                form(settings::sign_in),
            )
            .fallback(async || ErrorResponse::NOT_FOUND.into_response())
            .with_state(self)
    }

    fn outage(&self, path: &str) -> Response {
        if path.starts_with("/api/") || matches!(path, "/oauth/token" | "/oauth/revoke") {
            return ErrorResponse::OUTAGE.into_response();
        }
        let body = "<h1>We're sorry, but something went wrong on our end.</h1>".to_owned();
        Page::new(self.title(), "Error", body)
            .status(StatusCode::SERVICE_UNAVAILABLE)
            .into_response()
    }

    fn kinds(&self) -> &'static [Kind] {
        trouble::KINDS
    }

    fn cause(&self, trouble: &Trouble) -> Result<usize, Unheard> {
        self.ledger.change(|state| trouble::cause(state, trouble))
    }

    fn calm(&self) {
        self.ledger.change(trouble::calm);
    }

    fn troubles(&self) -> Vec<String> {
        let limited = self.ledger.read(|state| state.rate_limited);
        limited
            .then(|| "rate-limited".to_owned())
            .into_iter()
            .collect()
    }

    fn people(&self) -> Vec<PersonView> {
        self.ledger.read(|state| {
            let live = |id: &str| {
                let tokens = state.tokens.values();
                tokens
                    .filter(|t| !t.revoked && t.account.as_deref() == Some(id))
                    .count()
            };
            let view = |account: &state::Account| PersonView {
                id: account.id.clone(),
                name: format!("{} (@{})", account.display_name, account.username),
                signed_in: state.sessions.has(&account.id),
                authorized: live(&account.id) > 0,
                live_tokens: live(&account.id),
                troubles: trouble::of_account(account),
                pages: Vec::new(),
            };
            state.accounts.iter().map(view).collect()
        })
    }

    fn secrets(&self) -> Vec<Issued> {
        self.ledger.read(|state| state.issued.clone())
    }

    fn developer_app(&self) -> Option<(String, String)> {
        None
    }
}
