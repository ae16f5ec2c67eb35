//! The control page and its JSON twin: what goes on at each network, and buttons that cause trouble.
//! Answers only to its own address, so that a page from elsewhere cannot press them.

mod api;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use url::Url;

use crate::call::Call;
use crate::clock::Clock;
use crate::dialect::Dialect;
use crate::requests::RequestLog;
use crate::strangers::Witness;
use crate::trouble::{Trouble, Unheard};

pub(crate) struct Control {
    pub(crate) origin: Url,
    pub(crate) clock: Arc<Clock>,
    pub(crate) requests: Arc<RequestLog>,
    pub(crate) networks: Vec<Arc<dyn Dialect>>,
    /// Where strangers are played as well.
    pub(crate) strangers: Option<Arc<Witness>>,
}

type Handler = fn(&Control, &Call) -> Response;

pub(crate) fn routes(control: Arc<Control>) -> Router {
    let reads = |handler: Handler| {
        get(async move |State(control): State<Arc<Control>>, call: Call| handler(&control, &call))
    };
    let writes = |handler: Handler| {
        post(async move |State(control): State<Arc<Control>>, call: Call| handler(&control, &call))
    };
    Router::new()
        .route("/", reads(page::show))
        .route("/trouble", writes(page::trouble))
        .route("/calm", writes(page::calm))
        .route("/clock", writes(page::advance))
        .route("/api/state", reads(api::state))
        .route("/api/requests", reads(api::requests))
        .route("/api/secrets", reads(api::secrets))
        .route("/api/strangers", reads(api::strangers))
        .route("/api/trouble", writes(api::trouble))
        .route("/api/calm", writes(api::calm))
        .route("/api/clock", writes(api::advance))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&control),
            own_address_only,
        ))
        .with_state(control)
}

async fn own_address_only(
    State(control): State<Arc<Control>>,
    request: Request,
    next: Next,
) -> Response {
    match is_for(&control.origin, request.headers()) {
        true => next.run(request).await,
        false => StatusCode::FORBIDDEN.into_response(),
    }
}

fn is_for(own: &Url, headers: &HeaderMap) -> bool {
    let port = own.port().unwrap_or_default();
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let said = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let own = |host: &str| names.iter().any(|name| name == host);
    said(header::HOST).is_some_and(own)
        && said(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(own))
}

impl Control {
    pub(crate) fn cause(&self, trouble: &Trouble) -> Result<usize, Unheard> {
        let dialect = self
            .networks
            .iter()
            .find(|dialect| dialect.stage().name == trouble.network)
            .ok_or_else(|| Unheard(format!("there is no network {:?}", trouble.network)))?;
        match dialect
            .stage()
            .weather
            .change(|weather| weather.take(trouble))
        {
            true => Ok(1),
            false => dialect.cause(trouble),
        }
    }

    /// One network, or all of them.
    pub(crate) fn calm(&self, network: Option<&str>) {
        for dialect in &self.networks {
            if network.is_none_or(|network| network == dialect.stage().name) {
                dialect
                    .stage()
                    .weather
                    .change(|weather| *weather = Default::default());
                dialect.calm();
            }
        }
    }
}
