//! What every practice network offers to the server and to the control page.

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::clock::Clock;
use crate::conditions::Conditions;
use crate::requests::RequestLog;
use crate::state_file::{StateFile, Storage};
use crate::trouble::{Kind, Trouble, Unheard};

/// What a network stands on.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) origin: Url,
    pub(crate) clock: Arc<Clock>,
    pub(crate) shelf: Arc<Storage>,
    pub(crate) requests: Arc<RequestLog>,
    pub(crate) weather: StateFile<Conditions>,
    /// Callback addresses registered for the practice developer app beyond the network's own.
    pub(crate) extra_redirects: Vec<String>,
}

pub(crate) trait Dialect: Send + Sync {
    fn stage(&self) -> &Stage;
    fn title(&self) -> &'static str;
    fn routes(self: Arc<Self>) -> Router;
    /// How this network answers while it is down.
    fn outage(&self, path: &str) -> Response;
    fn kinds(&self) -> &'static [Kind];
    /// How many tokens, sessions or records were touched.
    fn cause(&self, trouble: &Trouble) -> Result<usize, Unheard>;
    /// Lifts what lasts. A token that died stays dead, as it would at the real network.
    fn calm(&self);
    fn people(&self) -> Vec<PersonView>;
    fn troubles(&self) -> Vec<String>;
    fn secrets(&self) -> Vec<Issued>;
    /// Client id and secret of the ready-made developer app, where the network needs one.
    fn developer_app(&self) -> Option<(String, String)>;
}

/// A person of the sample as the control page shows them.
#[derive(Serialize)]
pub(crate) struct PersonView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) signed_in: bool,
    pub(crate) authorized: bool,
    pub(crate) live_tokens: usize,
    pub(crate) troubles: Vec<String>,
    pub(crate) pages: Vec<PageView>,
}

#[derive(Serialize)]
pub(crate) struct PageView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) live_tokens: usize,
    pub(crate) troubles: Vec<String>,
}

/// A secret that left this process, whoever holds it now.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Issued {
    pub(crate) kind: String,
    pub(crate) value: String,
}

impl Issued {
    pub(crate) fn new(kind: &str, value: &str) -> Issued {
        Issued {
            kind: kind.to_owned(),
            value: value.to_owned(),
        }
    }
}
