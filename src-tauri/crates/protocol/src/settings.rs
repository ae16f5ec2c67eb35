//! What can be chosen, beside alerts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be chosen.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum SettingRequest {
    /// Keep how the window looks.
    SetTheme {
        /// Light, dark, or as the system has it.
        theme: Theme,
    },
    /// Keep how the browser leads back to the app after a sign-in.
    SetReturnBy {
        /// By which road.
        return_by: RedirectPreference,
    },
    /// Keep that the welcome was seen.
    DismissWelcome,
}

/// How the browser leads back to the app after a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RedirectPreference {
    /// To a listener on this computer.
    #[default]
    Loopback,
    /// By the app's own link.
    DeepLink,
}

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
