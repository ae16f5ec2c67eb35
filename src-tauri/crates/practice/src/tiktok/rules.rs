//! How TikTok differs, from its fact sheet, where two official portals disagree on lives: these are
//! the newer one's. An app has to take them from the answer.

use super::{NAME, TITLE};
use crate::clock::{DAY, HOUR};
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;

/// [I] No official figure.
const CODE_LIFE: i64 = 10 * 60;
/// [I] Whether a refresh begins a new life is not said outright.
const ROLLS: bool = true;
/// [I] "The previous one stops working"; that it ends the others too is not said.
const REUSE_ENDS_ALL: bool = false;
/// [I] Only what is documented ends a grant, and a new password is not.
const PASSWORD_CHANGE_ENDS: bool = false;
/// [I] Nor is a new secret, which refreshes need anyway.
const SECRET_CHANGE_ENDS: bool = false;

pub(crate) const BASIC: &str = "user.info.basic";

pub(crate) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "aw7greentickpract",
    client_param: "client_key",
    client: Client::SecretInBody(|| random::alphanumeric(32)),
    paths: Paths {
        authorize: "/v2/auth/authorize/",
        token: "/v2/oauth/token/",
        revoke: Some("/v2/oauth/revoke/"),
        connected: "/setting/apps-and-services",
    },
    scopes: Scopes {
        separator: ',',
        known: &[
            (BASIC, "read your profile info (avatar, display name)"),
            (
                "user.info.profile",
                "read your additional profile information",
            ),
            ("user.info.stats", "read your engagement statistics"),
            ("video.list", "read your public videos"),
            ("video.upload", "upload videos as drafts"),
            ("video.publish", "post content to TikTok"),
        ],
        untick: true,
        always: &[BASIC],
    },
    pkce: Pkce::RequiredHex,
    redirects: Redirects {
        same: Same::WildcardPort,
        ignore_query: false,
        registered: &["http://127.0.0.1:*/callback/tiktok"],
        fragment: "",
    },
    consent: Consent {
        heading: "Authorize Greentick",
        approve: "Continue",
        cancel: "Cancel",
        other: true,
        cancel_at_login: false,
        remembers: true,
    },
    code: Mint {
        // Holds what breaks in an app that decodes it twice or not at all.
        value: || format!("{}%2B*3!{}.s1", random::url_safe(60), random::hex(4)),
        life: CODE_LIFE,
    },
    access: Mint {
        value: || format!("act.{}!{}.s1", random::alphanumeric(64), random::hex(4)),
        life: 2 * HOUR,
    },
    refresh: Refresh::Rotates {
        value: || format!("rft.{}!{}.s1", random::alphanumeric(64), random::hex(4)),
        life: Some(180 * DAY),
        rolls: ROLLS,
        grace: 0,
        reuse_ends_all: REUSE_ENDS_ALL,
    },
    endings: Endings {
        password_change: PASSWORD_CHANGE_ENDS,
        secret_change: SECRET_CHANGE_ENDS,
        revoke_ends_all: true,
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
        kinds::RATE_LIMITED,
    ],
};
