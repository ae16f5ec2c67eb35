//! What the window sees of a network that can be added, and of the developer app that it needs.

use serde::Serialize;
use ts_rs::TS;

use crate::Surface;

/// A network that can be added.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NetworkView {
    /// Its short name; also the name of its icon.
    pub id: String,
    /// Its name as people write it.
    pub name: String,
    /// What people must name before they can sign in.
    pub asks_for: Option<AsksForCode>,
    /// Whether the user must register a developer app of their own.
    pub needs_app: bool,
    /// Whether that app has a secret.
    pub secret: Option<AppSecretCode>,
    /// Whether a token that was made at the network by hand can be added.
    pub takes_tokens: bool,
    /// Whether the app can take a sign-in back at the network; elsewhere only the person can.
    pub revokes: bool,
    /// Under which network the user's app is kept, where one is needed: two can share one.
    pub app_kept_as: Option<String>,
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

/// What people must name before they can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AsksForCode {
    /// The server that the account lives on.
    Instance,
    /// The account itself.
    Handle,
}

/// Whether a developer app has a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppSecretCode {
    /// Without it the network gives no token.
    Needed,
    /// The user's app may be of a kind that has one.
    Optional,
}

/// One thing that was tried with a developer app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AppFindingView {
    /// What was tried.
    pub tried: AppCheckCode,
    /// What it showed.
    pub showed: AppVerdictCode,
    /// The permissions that are missing, in the network's words.
    pub missing: Vec<String>,
}

/// What can be tried with a developer app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppCheckCode {
    /// Id and secret.
    Credentials,
    /// Id and redirect address.
    Redirect,
    /// The permissions that were granted.
    Scopes,
    /// Whether the network holds a code to its challenge.
    Pkce,
}

/// What a trial showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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
