//! How X differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::{DAY, HOUR};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

/// [I] No official figure; unused refresh tokens are reported to live about six months.
const REFRESH_LIFE: i64 = 182 * DAY;
/// [I] Reported, not documented: an old refresh token ends all that came from the same approval.
const REUSE_ENDS_ALL: bool = true;
/// [I] A changed password looks like a removed app.
const PASSWORD_CHANGE_ENDS: bool = true;
/// [I] Whether an approval is remembered is not documented.
const REMEMBERS: bool = false;
pub(crate) const RULES: Rules = Rules {
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
        revoke_needs_client: true,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::APP_DELETED,
        Kind::new("out_of_credits", "No credits (402)", Aim::Network),
        Kind::new("not_enrolled", "App not enrolled", Aim::Network),
        kinds::GRACE,
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
