//! How Instagram differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::HOUR;
use crate::meta::{LOGGED_OUT, SESSION_REPLACED};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

pub(super) const BASIC: &str = "instagram_business_basic";
pub(super) const PUBLISH: &str = "instagram_business_content_publish";
pub(super) const INSIGHTS: &str = "instagram_business_manage_insights";

/// [I] Whether the page lets people untick permissions is not documented.
const UNTICK: bool = false;
/// [I] Whether an approval is remembered is not documented; Facebook's is.
const REMEMBERS: bool = true;
/// [I] A leaked secret is documented to end all approvals when it is reset, for Meta's apps at large.
const SECRET_CHANGE_ENDS: bool = true;
/// [I] The page's path is reported, not documented.
const CONNECTED: &str = "/accounts/manage_access/";

pub(super) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "1290473856120934",
    client_param: "client_id",
    client: Client::SecretInBody(|| random::hex(32)),
    paths: Paths {
        authorize: "/oauth/authorize",
        token: "/oauth/access_token",
        revoke: None,
        connected: CONNECTED,
    },
    scopes: Scopes {
        separator: ',',
        known: &[
            (BASIC, "view your profile and your posts"),
            (PUBLISH, "publish posts for you"),
            (INSIGHTS, "see the statistics of your account"),
            (
                "instagram_business_manage_comments",
                "read and answer comments",
            ),
            (
                "instagram_business_manage_messages",
                "read and answer messages",
            ),
        ],
        untick: UNTICK,
        always: &[BASIC],
    },
    pkce: Pkce::Ignored,
    redirects: Redirects {
        same: Same::Exact,
        ignore_query: false,
        registered: &["/callback/instagram"],
        fragment: "#_",
    },
    consent: Consent {
        heading: "Greentick wants to access your Instagram account",
        approve: "Allow",
        cancel: "Cancel",
        other: true,
        cancel_at_login: false,
        remembers: REMEMBERS,
    },
    code: Mint {
        value: || format!("AQ{}", random::url_safe(180)),
        life: HOUR,
    },
    access: Mint {
        value: || format!("IGAA{}", random::alphanumeric(170)),
        life: HOUR,
    },
    refresh: Refresh::None,
    endings: Endings {
        password_change: true,
        secret_change: SECRET_CHANGE_ENDS,
        revoke_ends_all: false,
        revoke_needs_client: false,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::SECRET_CHANGED,
        kinds::APP_DELETED,
        kinds::APP_RATE_LIMITED,
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::PASSWORD_CHANGED,
        LOGGED_OUT,
        SESSION_REPLACED,
        kinds::APP_REMOVED,
        kinds::PERMISSION_REMOVED,
        Kind::new("not_professional", "Account turns personal", Aim::Person),
        kinds::CHECKPOINT,
        kinds::SUSPENDED,
        kinds::RATE_LIMITED,
    ],
};
