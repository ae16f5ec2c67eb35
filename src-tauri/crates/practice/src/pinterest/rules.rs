//! How Pinterest differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::DAY;
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

/// [I] No official figure.
const CODE_LIFE: i64 = 10 * 60;
/// [I] Whether a replaced refresh token works on is not documented; to rely on it would be wrong.
const GRACE: i64 = 0;
/// [I] Nothing is said of what the use of a replaced one does to the others.
const REUSE_ENDS_ALL: bool = false;
/// [I] The effect of a new password is not documented; it looks like a removed app here.
const PASSWORD_CHANGE_ENDS: bool = true;
/// [I] Nor is that of a new secret, which refreshes need anyway.
const SECRET_CHANGE_ENDS: bool = false;
/// [I] The consent page comes every time, with whoever is signed in.
const REMEMBERS: bool = false;
/// [I] To be somebody else, people log out by the page's menu, which this button stands for.
const LOG_OUT_IN_MENU: bool = true;

pub(crate) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "1507329",
    client_param: "client_id",
    client: Client::SecretByBasic(|| random::hex(40)),
    paths: Paths {
        authorize: "/oauth/",
        token: "/v5/oauth/token",
        revoke: None,
        connected: "/settings/security",
    },
    scopes: Scopes {
        separator: ',',
        known: &[
            ("user_accounts:read", "see your user account and followers"),
            ("boards:read", "see your public boards"),
            ("boards:read_secret", "see your secret boards"),
            (
                "boards:write",
                "create, update and delete your public boards",
            ),
            (
                "boards:write_secret",
                "create, update and delete your secret boards",
            ),
            ("pins:read", "see your public Pins"),
            ("pins:read_secret", "see your secret Pins"),
            ("pins:write", "create, update and delete your public Pins"),
            (
                "pins:write_secret",
                "create, update and delete your secret Pins",
            ),
            ("ads:read", "see your advertising data"),
            ("ads:write", "create, update and delete ads"),
            ("biz_access:read", "see business access data"),
            ("catalogs:read", "see your catalogs"),
        ],
        untick: false,
        always: &[],
    },
    pkce: Pkce::Ignored,
    redirects: Redirects {
        same: Same::Exact,
        ignore_query: false,
        registered: &["http://localhost:47825/callback/pinterest"],
        fragment: "",
    },
    consent: Consent {
        heading: "Let Greentick access your Pinterest account?",
        approve: "Give access",
        cancel: "Cancel",
        other: LOG_OUT_IN_MENU,
        cancel_at_login: false,
        remembers: REMEMBERS,
    },
    code: Mint {
        value: || random::hex(40),
        life: CODE_LIFE,
    },
    access: Mint {
        value: || format!("pina_{}", random::alphanumeric(80)),
        life: 30 * DAY,
    },
    refresh: Refresh::Rotates {
        value: || format!("pinr.{}", random::alphanumeric(80)),
        life: Some(60 * DAY),
        rolls: true,
        grace: GRACE,
        reuse_ends_all: REUSE_ENDS_ALL,
    },
    endings: Endings {
        password_change: PASSWORD_CHANGE_ENDS,
        secret_change: SECRET_CHANGE_ENDS,
        revoke_ends_all: false,
        revoke_needs_client: true,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::SECRET_CHANGED,
        kinds::APP_DELETED,
        kinds::APP_RATE_LIMITED,
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::REFRESH_EXPIRED,
        kinds::PASSWORD_CHANGED,
        kinds::APP_REMOVED,
        kinds::PERMISSION_REMOVED,
        kinds::SUSPENDED,
        kinds::CHECKPOINT,
        kinds::RATE_LIMITED,
        Kind::new("role_removed", "Take access", Aim::Person),
        Kind::new("role_removed", "Take access", Aim::Page),
        Kind::new("page_deleted", "Delete board", Aim::Page),
    ],
};
