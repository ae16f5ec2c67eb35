//! How Google's sign-in for YouTube differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::{DAY, HOUR};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

/// "Six months" without use; which six is not said.
pub(crate) const UNUSED_LIFE: i64 = 183 * DAY;
/// While the project is in Testing, used or not.
pub(crate) const TESTING_LIFE: i64 = 7 * DAY;
/// A live token more of one person ends the oldest.
pub(crate) const MOST_REFRESH_TOKENS: usize = 100;
/// [I] Reported from the field: so long after its end a token is not even known any more.
pub(crate) const FORGOTTEN_AFTER: i64 = 12 * HOUR;
/// [I] No official figure.
const CODE_LIFE: i64 = 10 * 60;
/// [I] Whether tokens outlive a new secret is not documented; refreshes need the new one anyway.
const SECRET_CHANGE_ENDS: bool = false;

pub(crate) const READONLY: &str = "https://www.googleapis.com/auth/youtube.readonly";
pub(crate) const MANAGE: &str = "https://www.googleapis.com/auth/youtube";
pub(crate) const FORCE_SSL: &str = "https://www.googleapis.com/auth/youtube.force-ssl";
pub(crate) const PARTNER: &str = "https://www.googleapis.com/auth/youtubepartner";
pub(crate) const OPENID: &str = "openid";
pub(crate) const EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
pub(crate) const PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";

/// Of the person and not of their channels: always granted, and never short-lived.
pub(crate) const IDENTITY: &[&str] = &[OPENID, "email", "profile", EMAIL, PROFILE];

pub(crate) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "704208315117-greentickpractice.apps.googleusercontent.com",
    client_param: "client_id",
    client: Client::SecretInBody(|| format!("GOCSPX-{}", random::url_safe(28))),
    paths: Paths {
        authorize: "/o/oauth2/v2/auth",
        token: "/token",
        revoke: Some("/revoke"),
        connected: "/connections",
    },
    scopes: Scopes {
        separator: ' ',
        known: &[
            (OPENID, "know who you are on Google"),
            ("email", "see your e-mail address"),
            ("profile", "see your name and picture"),
            (EMAIL, "see your e-mail address"),
            (PROFILE, "see your name and picture"),
            (READONLY, "view your YouTube account"),
            (
                "https://www.googleapis.com/auth/youtube.upload",
                "manage your YouTube videos",
            ),
            (MANAGE, "manage your YouTube account"),
            (
                FORCE_SSL,
                "see, edit, and permanently delete your YouTube videos, ratings and comments",
            ),
            (PARTNER, "manage your assets on YouTube"),
            (
                "https://www.googleapis.com/auth/yt-analytics.readonly",
                "view YouTube Analytics reports",
            ),
            (
                "https://www.googleapis.com/auth/yt-analytics-monetary.readonly",
                "view monetary YouTube Analytics reports",
            ),
        ],
        untick: true,
        always: IDENTITY,
    },
    pkce: Pkce::Optional,
    redirects: Redirects {
        same: Same::AnyLoopback,
        ignore_query: false,
        registered: &[],
        fragment: "",
    },
    consent: Consent {
        heading: "Greentick wants access to your Google Account",
        approve: "Continue",
        cancel: "Cancel",
        other: true,
        cancel_at_login: false,
        remembers: true,
    },
    code: Mint {
        value: || format!("4/0A{}", random::url_safe(70)),
        life: CODE_LIFE,
    },
    access: Mint {
        value: || format!("ya29.a0{}", random::url_safe(210)),
        life: HOUR,
    },
    refresh: Refresh::Same {
        value: || format!("1//0{}", random::url_safe(95)),
        life: Some(UNUSED_LIFE),
        answered: false,
    },
    endings: Endings {
        // Only grants that hold Gmail scopes end with the password.
        password_change: false,
        secret_change: SECRET_CHANGE_ENDS,
        revoke_ends_all: true,
        revoke_needs_client: false,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::SECRET_CHANGED,
        kinds::APP_DELETED,
        Kind::new("testing_mode", "Project in Testing", Aim::Network),
        Kind::new("not_enrolled", "API switched off", Aim::Network),
        Kind::new("rate_limited", "Use up quota", Aim::Network),
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::REFRESH_EXPIRED,
        kinds::PASSWORD_CHANGED,
        kinds::APP_REMOVED,
        kinds::PERMISSION_REMOVED,
        kinds::SUSPENDED,
        Kind::new("account_closed", "Close account", Aim::Person),
        Kind::new("reauth_required", "Demand new sign-in", Aim::Person),
        Kind::new("admin_policy_enforced", "Employer forbids", Aim::Person),
        kinds::RATE_LIMITED,
        Kind::new("role_removed", "Remove role", Aim::Person),
        Kind::new("role_removed", "Remove role", Aim::Page),
        Kind::new("page_deleted", "Delete channel", Aim::Page),
    ],
};
