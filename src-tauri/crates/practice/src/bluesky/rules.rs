//! How Bluesky differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::{DAY, HOUR};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

/// [I] The blog says 15 minutes, the code an hour at most; apps must go by what they are told.
const ACCESS_LIFE: i64 = HOUR;
/// [I] How long a code lives is not documented; the code has this for requests.
const CODE_LIFE: i64 = 300;
/// Of a public client, whatever it does.
const SESSION_LIFE: i64 = 14 * DAY;
/// [I] The reference server leaves OAuth tokens alone; that of bsky.social is not open.
const PASSWORD_CHANGE_ENDS: bool = false;

pub(super) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%2Fbluesky\
                &scope=atproto%20transition%3Ageneric",
    client_param: "client_id",
    client: Client::Public,
    paths: Paths {
        authorize: "/oauth/authorize",
        token: "/oauth/token",
        revoke: Some("/oauth/revoke"),
        connected: "/account",
    },
    scopes: Scopes {
        separator: ' ',
        known: &[
            ("atproto", "know which account is yours"),
            (
                "transition:generic",
                "see and change everything but messages",
            ),
            ("transition:email", "see your e-mail address"),
            ("transition:chat.bsky", "read and send messages"),
            ("account:email", "see your e-mail address"),
            ("identity:handle", "change your handle"),
            ("repo:app.bsky.feed.post?action=create", "post for you"),
            ("include:app.bsky.authCreatePosts", "post for you"),
            ("include:app.bsky.authViewAll", "see what you see"),
            (
                "include:app.bsky.authFullApp",
                "do what the Bluesky app does",
            ),
            ("blob:image/*", "upload images for you"),
            ("blob:*/*", "upload files for you"),
        ],
        untick: false,
        always: &[],
    },
    pkce: Pkce::Required,
    // The addresses are in the client id.
    redirects: Redirects {
        same: Same::Exact,
        ignore_query: false,
        registered: &[],
        fragment: "",
    },
    consent: Consent {
        heading: "Authorize",
        approve: "Authorize",
        cancel: "Deny access",
        other: true,
        cancel_at_login: true,
        // A public client cannot prove that it is the one that was approved before.
        remembers: false,
    },
    code: Mint {
        value: || format!("cod-{}", random::hex(64)),
        life: CODE_LIFE,
    },
    access: Mint {
        value: || {
            format!(
                "{TOKEN_HEAD}.{}.{}",
                random::url_safe(260),
                random::url_safe(86)
            )
        },
        life: ACCESS_LIFE,
    },
    refresh: Refresh::Rotates {
        value: || format!("ref-{}", random::hex(64)),
        life: Some(SESSION_LIFE),
        rolls: false,
        grace: 0,
        reuse_ends_all: true,
    },
    endings: Endings {
        password_change: PASSWORD_CHANGE_ENDS,
        secret_change: false,
        revoke_ends_all: false,
        revoke_needs_client: true,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        // The reference server has none; anybody may run another one.
        kinds::GRACE,
        kinds::APP_RATE_LIMITED,
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::REFRESH_EXPIRED,
        kinds::PASSWORD_CHANGED,
        kinds::APP_REMOVED,
        kinds::SUSPENDED,
        Kind::new("account_deactivated", "Deactivate", Aim::Person),
        Kind::new("account_inactive", "Session says inactive", Aim::Person),
        kinds::RATE_LIMITED,
        Kind::new("handle_moved", "Handle moves away", Aim::Person),
    ],
};

/// `{"typ":"at+jwt","alg":"ES256K"}`; what follows is for the server alone.
const TOKEN_HEAD: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NksifQ";
