//! Networks that can be added, and the developer apps that they need.

use domain::{AppSecret, AsksFor, Network, Secret, SetUpEffort, Surface};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be asked about developer apps.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum AppRequest {
    /// Keep the credentials of the user's own developer app.
    SaveApp {
        /// The network.
        network: Network,
        /// The client id, as the network's console shows it.
        client_id: String,
        /// The client secret; sealed at once and never shown again. Empty where the app has none.
        client_secret: Secret,
    },
    /// Try the credentials of a developer app, as far as that goes without a sign-in.
    TryApp {
        /// The network.
        network: Network,
    },
    /// Try by a sign-in whether the network holds a code to its challenge.
    TrySignIn {
        /// The network.
        network: Network,
    },
    /// Forget the credentials of a developer app.
    ForgetApp {
        /// The network.
        network: Network,
    },
}

/// What comes back about developer apps.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum AppReply {
    /// What trying a developer app found.
    AppTried(Vec<AppFindingView>),
}

/// A network that can be added.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NetworkView {
    /// Its short name; also the name of its icon.
    pub id: Network,
    /// Its name as people write it.
    pub name: String,
    /// What people must name before they can sign in.
    pub asks_for: Option<AsksFor>,
    /// Whether the user must register a developer app of their own.
    pub needs_app: bool,
    /// Whether that app has a secret.
    pub secret: Option<AppSecret>,
    /// What it takes to register it, where one is needed.
    pub set_up: Option<SetUpEffort>,
    /// Whether a token that was made at the network by hand can be added.
    pub takes_tokens: bool,
    /// Whether the app can take a sign-in back at the network; elsewhere only the person can.
    pub revokes: bool,
    /// Under which network the user's app is kept, where one is needed: two can share one.
    pub app_kept_as: Option<Network>,
    /// Whether each consent decides anew over all pages of the person.
    pub decides_anew: bool,
    /// The client id of the app that was registered, if any.
    pub client_id: Option<String>,
    /// The addresses to enter as redirects at the network's console.
    pub redirect_uris: Vec<String>,
    /// The network's console for developer apps.
    pub console: Option<String>,
    /// Where people sign in, best first.
    pub surfaces: Vec<Surface>,
}

/// One thing that was tried with a developer app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppFindingView {
    /// What was tried.
    pub tried: AppCheck,
    /// What it showed.
    pub showed: AppVerdictCode,
    /// The permissions that are missing, in the network's words.
    pub missing: Vec<String>,
}

/// What can be tried with a developer app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppCheck {
    /// Id and secret, at the token endpoint with a code that nobody gave out.
    Credentials,
    /// Id and redirect address, at the sign-in page.
    Redirect,
    /// The permissions of the approvals that are held, beside those that are asked for.
    Scopes,
    /// Whether the network holds a code to the challenge of its sign-in (RFC 7636). Only a person's
    /// sign-in shows it.
    Pkce,
}

/// What a trial showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppVerdictCode {
    /// Nothing is wrong.
    Fine,
    /// The network does not accept it.
    Wrong,
    /// Permissions are missing.
    Missing,
    /// It cannot be told before a person signs in.
    NotToldYet,
    /// The network did not answer.
    NoAnswer,
}
