//! The practice Facebook: login dialog, Graph API and the settings page where people remove apps,
//! all on one origin. Checked against Meta's documentation of Graph API v21.0 to v26.0.

mod accounts;
mod authorization_request;
mod businesses;
mod dialog;
mod dialog_pages;
mod graph;
mod inspect;
mod instagram;
mod login;
mod permissions;
mod proof;
mod reach;
mod refusal;
mod sample;
mod settings;
mod standing;
mod state;
mod token;
mod trouble;
mod usage;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get, post};

use crate::call::Call;
use crate::dialect::{Dialect, Issued, PageView, PersonView, Stage};
use crate::html::{Page, escape};
use crate::meta::known_version;
use crate::state_file::StateFile;
use crate::trouble::{Kind, Trouble, Unheard};
use authorization_request::AuthorizationRequest;
use refusal::ErrorResponse;
use state::State;
use usage::Usage;

pub(crate) const NAME: &str = "facebook";
const COOKIE: &str = "practice_facebook_session";

pub(crate) struct Facebook {
    stage: Stage,
    ledger: StateFile<State>,
    /// Dialogs that are open in some window; they do not survive a restart.
    asks: Mutex<BTreeMap<String, AuthorizationRequest>>,
    usage: Mutex<Usage>,
}

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    let ledger = StateFile::open(&stage.shelf, NAME, sample::fresh)?;
    Ok(Arc::new(Facebook {
        stage,
        ledger,
        asks: Mutex::default(),
        usage: Mutex::default(),
    }))
}

type Handler = fn(&Facebook, &Call) -> Response;

impl Dialect for Facebook {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn title(&self) -> &'static str {
        "Facebook"
    }

    fn routes(self: Arc<Self>) -> Router {
        let reads = |handler: Handler| -> MethodRouter<Arc<Facebook>> {
            get(
                async move |Shared(facebook): Shared<Arc<Facebook>>, call: Call| {
                    handler(&facebook, &call)
                },
            )
        };
        let writes = |handler: Handler| -> MethodRouter<Arc<Facebook>> {
            post(
                async move |Shared(facebook): Shared<Arc<Facebook>>, call: Call| {
                    handler(&facebook, &call)
                },
            )
        };
        let takes = |handler: Handler| -> MethodRouter<Arc<Facebook>> {
            any(
                async move |Shared(facebook): Shared<Arc<Facebook>>, call: Call| {
                    handler(&facebook, &call)
                },
            )
        };
        Router::new()
            .route("/{version}/dialog/oauth", reads(dialog::begin))
            .route("/dialog/continue", reads(dialog::resume))
            .route("/dialog/login", writes(login::answer))
            .route("/dialog/checkpoint", writes(login::pass_checkpoint))
            .route("/dialog/consent", writes(dialog::consent))
            .route("/connect/login_success.html", reads(dialog_pages::success))
            .route("/settings/", reads(settings::show))
            .route("/settings/login", writes(settings::sign_in))
            .route("/settings/remove", writes(settings::remove))
            .route("/{version}/oauth/access_token", takes(token::give))
            .route("/{version}/debug_token", reads(inspect::debug_token))
            .route("/{version}/{node}", takes(graph::answer))
            .route("/{version}/{node}/{edge}", takes(graph::answer))
            .route("/{version}/{node}/{edge}/{item}", takes(graph::answer))
            .fallback(async |call: Call| ErrorResponse::unknown_path(&call.path).into_response())
            .with_state(self)
    }

    fn outage(&self, path: &str) -> Response {
        let for_people = ["/dialog/", "/settings/", "/connect/"];
        if for_people.iter().any(|part| path.contains(part)) {
            let body = "<h1>Sorry, something went wrong</h1><p>We're working on it.</p>".to_owned();
            return Page::new(self.title(), "Error", body)
                .status(StatusCode::SERVICE_UNAVAILABLE)
                .into_response();
        }
        ErrorResponse::outage().into_response()
    }

    fn kinds(&self) -> &'static [Kind] {
        trouble::KINDS
    }

    fn cause(&self, trouble: &Trouble) -> Result<usize, Unheard> {
        let now = self.stage.clock.now();
        self.ledger
            .change(|state| trouble::cause(state, trouble, now))
    }

    fn calm(&self) {
        self.ledger.change(trouble::calm);
    }

    fn troubles(&self) -> Vec<String> {
        self.ledger.read(trouble::of_the_app)
    }

    fn people(&self) -> Vec<PersonView> {
        let now = self.stage.clock.now();
        self.ledger.read(|state| {
            let mut live: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
            for token in state.tokens.values() {
                if standing::usable(state, token, now).is_ok() {
                    *live
                        .entry((&token.person, token.page.as_deref()))
                        .or_default() += 1;
                }
            }
            let count = |person: &str, page| live.get(&(person, page)).copied().unwrap_or(0);
            let view = |person: &state::Person| PersonView {
                id: person.id.clone(),
                name: person.name.clone(),
                signed_in: state.sessions.has(&person.id),
                authorized: state.grants.contains_key(&person.id),
                live_tokens: count(&person.id, None),
                troubles: trouble::of_person(state, person, now),
                pages: state
                    .roles
                    .iter()
                    .filter(|role| role.person == person.id)
                    .filter_map(|role| Some((role, state.page(&role.page)?)))
                    .map(|(role, page)| PageView {
                        id: page.id.clone(),
                        name: page.name.clone(),
                        live_tokens: count(&person.id, Some(&page.id)),
                        troubles: trouble::of_page(state, role, page),
                    })
                    .collect(),
            };
            state.people.iter().map(view).collect()
        })
    }

    fn secrets(&self) -> Vec<Issued> {
        self.ledger.read(|state| state.issued.clone())
    }

    fn developer_app(&self) -> Option<(String, String)> {
        self.ledger
            .read(|state| Some((state.app.id.clone(), state.app.secret.clone())))
    }
}

impl Facebook {
    /// A page that ends the matter: nothing is sent back to the app.
    fn dead_end(&self, title: &str, words: &str) -> Response {
        let body = format!("<h1>{}</h1><p>{}</p>", escape(title), escape(words));
        Page::new(self.title(), title, body)
            .status(StatusCode::BAD_REQUEST)
            .into_response()
    }
}
