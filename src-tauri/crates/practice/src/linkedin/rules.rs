//! How LinkedIn differs, from its fact sheet.

use super::{NAME, TITLE};
use crate::clock::DAY;
use crate::provider::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes, kinds,
};
use crate::random;
use crate::trouble::{Aim, Kind};

/// [I] What a new client secret does to tokens is not documented.
const SECRET_CHANGE_ENDS: bool = false;

pub(crate) const RULES: Rules = Rules {
    name: NAME,
    title: TITLE,
    client_id: "861hhm46p48to6",
    client_param: "client_id",
    client: Client::SecretInBody(|| format!("WPL_AP1.{}", random::alphanumeric(16))),
    paths: Paths {
        authorize: "/oauth/v2/authorization",
        token: "/oauth/v2/accessToken",
        revoke: Some("/oauth/v2/revoke"),
        connected: "/psettings/permitted-services",
    },
    scopes: Scopes {
        separator: ' ',
        known: &[
            ("openid", "use your name and photo"),
            ("profile", "use your name and photo"),
            ("email", "use your primary e-mail address"),
            ("r_basicprofile", "use your basic profile"),
            ("w_member_social", "create posts on your behalf"),
            ("rw_organization_admin", "manage your organizations' pages"),
            (
                "r_organization_admin",
                "see your organizations' pages and figures",
            ),
            (
                "w_organization_social",
                "create posts on your organizations' behalf",
            ),
            ("r_organization_social", "see your organizations' posts"),
        ],
        untick: false,
        always: &[],
    },
    pkce: Pkce::Refused,
    redirects: Redirects {
        same: Same::Localhost,
        ignore_query: true,
        registered: &["http://localhost:47824/callback/linkedin"],
        fragment: "",
    },
    consent: Consent {
        heading: "Greentick would like to",
        approve: "Allow",
        cancel: "Cancel",
        other: true,
        cancel_at_login: true,
        remembers: true,
    },
    code: Mint {
        value: || format!("AQT{}", random::url_safe(150)),
        life: 30 * 60,
    },
    access: Mint {
        value: || format!("AQV{}", random::url_safe(340)),
        life: 60 * DAY,
    },
    refresh: Refresh::Same {
        value: || format!("AQW{}", random::url_safe(340)),
        life: Some(365 * DAY),
        answered: true,
    },
    endings: Endings {
        password_change: true,
        secret_change: SECRET_CHANGE_ENDS,
        revoke_ends_all: false,
        revoke_needs_client: true,
    },
    kinds: &[
        kinds::BLANKET_RESET,
        kinds::SECRET_CHANGED,
        kinds::APP_DELETED,
        Kind::new("version_retired", "Retire API versions", Aim::Network),
        Kind::new("refresh_allowed", "Approve for refresh", Aim::Network),
        kinds::APP_RATE_LIMITED,
        kinds::SIGN_OUT,
        kinds::CHANGE_IDENTITY,
        kinds::EXPIRED,
        kinds::REFRESH_EXPIRED,
        kinds::PASSWORD_CHANGED,
        kinds::APP_REMOVED,
        kinds::RATE_LIMITED,
        Kind::new("role_removed", "Remove role", Aim::Person),
        Kind::new("role_removed", "Remove role", Aim::Page),
    ],
};
