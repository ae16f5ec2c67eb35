//! Google's ways to say no, and what each means. Names of errors decide, and of those the ones that
//! name the app come first: it has the same `forbidden` beside them as a person's. A text decides
//! where there is no name. <https://developers.google.com/youtube/v3/docs/errors>,
//! <https://developers.google.com/identity/protocols/oauth2#expiration>.

use domain::{Cause, Unavailable};

use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

/// Reads the token endpoint's answer; `ended` says what the end of a code, or of a grant, means.
pub(super) fn read_tokens(
    answer: &Answer,
    ended: fn(Cause) -> ProviderError,
) -> Result<oauth::Tokens, ProviderError> {
    match of_token_endpoint(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// The refusal table of the token endpoint.
fn of_token_endpoint(answer: &Answer, ended: fn(Cause) -> ProviderError) -> Option<ProviderError> {
    let no = Envelope::of(answer).filter(|_| (400..500).contains(&answer.status))?;
    let attention = Some(ProviderError::No(Cause::AttentionNeeded));
    let text = no.text("error_description");
    match (no.word("error"), no.word("error_subtype")) {
        // Forbidden by the administrator, or by the person's own protection: a new sign-in is
        // refused as well.
        ("admin_policy_enforced" | "policy_enforced", _)
        | ("invalid_grant", "admin_policy_enforced") => attention,
        // The organisation wants to be shown again who it is.
        ("invalid_grant", "invalid_rapt" | "rapt_required") => Some(ended(Cause::AttentionNeeded)),
        ("invalid_grant", _) => Some(ended(of_grant(&text))),
        ("access_denied", _) if says(&text, &["restricted", "suspended", "disabled"]) => attention,
        (
            "invalid_client"
            | "deleted_client"
            | "disabled_client"
            | "restricted_client"
            | "unauthorized_client"
            | "redirect_uri_mismatch"
            | "org_internal",
            _,
        ) => Some(ProviderError::AppRefused),
        ("invalid_request", _) if says(&text, &["client_secret", "client id"]) => {
            Some(ProviderError::AppRefused)
        }
        ("invalid_scope", _) => Some(match ended(Cause::Unknown) == ProviderError::StartAnew {
            true => ProviderError::ScopeRefused,
            false => ProviderError::No(Cause::PermissionMissing),
        }),
        ("internal_failure", _) => Some(Unavailable::Down.into()),
        ("", _) if says(&text, &["internal_failure"]) => Some(Unavailable::Down.into()),
        _ => None,
    }
}

/// Why a grant ended. Google changes the text after half a day; most name two reasons, or none.
fn of_grant(text: &str) -> Cause {
    if says(text, &["account has been deleted", "account deleted"]) {
        Cause::AccessLost
    } else if says(text, &["account suspended"]) {
        Cause::Suspended
    } else if says(text, &["account disabled", "account has been disabled"]) {
        Cause::AttentionNeeded
    } else if says(text, &["expired"]) && !says(text, &["revoked"]) {
        Cause::Expired
    } else {
        Cause::Unknown
    }
}

/// Whether the revocation endpoint says that there is nothing left to end.
pub(super) fn is_over(answer: &Answer) -> bool {
    let told = Envelope::of(answer);
    answer.status == 400 && told.is_some_and(|no| no.word("error") == "invalid_token")
}

/// Whether the inspection of a token plainly says that it is none.
pub(super) fn is_unknown_token(answer: &Answer) -> bool {
    // The text is taken from clients' reports; another one leaves the decision to the next call.
    let says_so = |no: Envelope| says(&no.text("error_description"), &["invalid value"]);
    is_over(answer) && Envelope::of(answer).is_some_and(says_so)
}

/// What an answer of the API that is no success means.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    let meant = Problem::read(answer).and_then(|problem| problem.meaning(answer));
    meant.unwrap_or_else(|| ProviderError::by_challenge(answer))
}

/// Whether the API says that the account never had a channel.
pub(super) fn says_no_channel(answer: &Answer) -> bool {
    let signup = |problem: Problem| problem.has(&["youtubesignuprequired"]);
    matches!(answer.status, 401 | 403) && Problem::read(answer).is_some_and(signup)
}

/// An error of the API.
struct Problem {
    /// All names that it has, in small letters.
    reasons: Vec<String>,
    /// The name of its kind.
    status: String,
    text: String,
}

/// Of the app and of nobody's account; some are beginnings.
const APP: [&str; 8] = [
    "accessnotconfigured",
    "service_disabled",
    "consumer_",
    "user_project_denied",
    "billing_",
    "api_key_",
    "keyinvalid",
    "iprefererblocked",
];
/// The same, where only a text tells.
const APP_TEXTS: [&str; 7] = [
    "api key not valid",
    "api key expired",
    "from different projects",
    "has not been used in project",
    "to use project",
    "scheduled for deletion",
    "has been suspended",
];

impl Problem {
    fn read(answer: &Answer) -> Option<Problem> {
        let error = Envelope::of(answer)?.within("error")?;
        let mut told = error.list("errors");
        told.append(&mut error.list("details"));
        let reasons = told.iter().map(|item| item.text("reason"));
        Some(Problem {
            reasons: reasons.filter(|reason| !reason.is_empty()).collect(),
            status: error.word("status").to_owned(),
            text: error.text("message"),
        })
    }

    fn has(&self, names: &[&str]) -> bool {
        self.reasons.iter().any(|reason| names.contains(&&**reason))
    }

    /// Whether a name has one of the parts in it.
    fn names(&self, parts: &[&str]) -> bool {
        self.reasons.iter().any(|reason| says(reason, parts))
    }

    fn is_of_app(&self) -> bool {
        let mut reasons = self.reasons.iter();
        reasons.any(|reason| APP.iter().any(|name| reason.starts_with(name)))
            || says(&self.text, &APP_TEXTS)
            || (self.text.starts_with("project ") && says(&self.text, &["has been deleted"]))
    }

    /// The quota belongs to the project: no state of a connection.
    fn is_of_quota(&self) -> bool {
        let names = [
            "limitexceeded",
            "limit_exceeded",
            "quotaexceeded",
            "resource_exhausted",
        ];
        self.names(&names) || self.status == "RESOURCE_EXHAUSTED"
    }

    /// The refusal table of the API.
    fn meaning(&self, answer: &Answer) -> Option<ProviderError> {
        let no = |cause| Some(ProviderError::No(cause));
        let is_refused = matches!(answer.status, 400 | 401 | 403);
        match answer.status {
            400 | 403 | 429 if self.is_of_quota() => Some(ProviderError::AskLater(
                Unavailable::RateLimited,
                answer.retry_after(),
            )),
            _ if is_refused && self.is_of_app() => Some(ProviderError::AppRefused),
            401 | 403 if self.names(&["suspended"]) => no(Cause::Suspended),
            401 | 403 if self.names(&["account_state_invalid"]) => no(Cause::AttentionNeeded),
            401 | 403
                if self.names(&[
                    "accountclosed",
                    "channelclosed",
                    "accountdelegationforbidden",
                    "authenticatedusernotchannel",
                    "channelforbidden",
                ]) =>
            {
                no(Cause::AccessLost)
            }
            404 if self.has(&["channelnotfound"]) => no(Cause::AccessLost),
            403 if self.names(&["insufficient"]) => no(Cause::PermissionMissing),
            // A policy of the organisation stands in the way.
            403 if self.has(&["security_policy_violated", "org_restriction_violation"]) => {
                no(Cause::AttentionNeeded)
            }
            // Of the channel or of a permission, and of which it does not say.
            403 if says(
                &self.text,
                &["may not be properly authorized", "not have permission"],
            ) =>
            {
                no(Cause::PermissionMissing)
            }
            401 => self.of_token(),
            _ => None,
        }
    }

    /// What is said of a token.
    fn of_token(&self) -> Option<ProviderError> {
        let no = |cause| Some(ProviderError::No(cause));
        // No token came: nothing is said of the one that is kept.
        let is_missing = self.has(&["required", "credentials_missing"])
            || says(&self.text, &["missing required authentication"]);
        if is_missing {
            None
        } else if self.has(&["access_token_expired"]) {
            no(Cause::Expired)
        } else if self.has(&["autherror", "authorizationrequired"])
            || self
                .reasons
                .iter()
                .any(|reason| reason.starts_with("access_token_"))
            || (self.reasons.is_empty() && self.status == "UNAUTHENTICATED")
        {
            no(Cause::Unknown)
        } else {
            None
        }
    }
}
