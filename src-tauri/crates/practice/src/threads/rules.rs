//! How Threads differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::HOUR;
use crate::meta::{LOGGED_OUT, SESSION_REPLACED};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

pub(super) const BASIC: &str = "threads_basic";
pub(super) const PUBLISH: &str = "threads_content_publish";
pub(super) const INSIGHTS: &str = "threads_manage_insights";

/// [I] Whether the page lets people untick permissions is not documented.
const UNTICK: bool = false;
/// [I] Whether an approval is remembered is not documented; Facebook's is.
const REMEMBERS: bool = true;
/// [I] A leaked secret is documented to end all approvals when it is reset, for Meta's apps at large.
const SECRET_CHANGE_ENDS: bool = true;
/// [I] The way through the settings is reported, the address is not.
const CONNECTED: &str = "/settings/website_permissions";

pub(super) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "742058193647281",
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
            (BASIC, "see your profile and your threads"),
            (PUBLISH, "publish threads for you"),
            ("threads_manage_replies", "answer and hide replies"),
            ("threads_read_replies", "read the replies to your threads"),
            (INSIGHTS, "see the statistics of your profile"),
            ("threads_manage_mentions", "see where you are mentioned"),
            ("threads_keyword_search", "search public threads"),
            ("threads_delete", "delete your threads"),
            ("threads_location_tagging", "tag places in your threads"),
            ("threads_profile_discovery", "see public profiles"),
            (
                "threads_share_to_instagram",
                "share your threads to Instagram",
            ),
        ],
        untick: UNTICK,
        always: &[BASIC],
    },
    pkce: Pkce::Ignored,
    redirects: Redirects {
        same: Same::Exact,
        ignore_query: false,
        registered: &["/callback/threads"],
        fragment: "#_",
    },
    consent: Consent {
        heading: "Greentick wants to access your Threads profile",
        approve: "Continue",
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
        value: || format!("THAA{}", random::alphanumeric(170)),
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
        Kind::new("data_access_lapsed", "Data access lapsed", Aim::Person),
        kinds::CHECKPOINT,
        kinds::SUSPENDED,
        kinds::RATE_LIMITED,
    ],
};
