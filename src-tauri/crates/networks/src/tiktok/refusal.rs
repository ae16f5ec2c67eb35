//! TikTok's ways to say no, and what each means. The words decide, not the status: some errors
//! come with 200. The interface of today has names for errors; older ones and those of TikTok's
//! sister platforms, which answer in between, have numbers.
//! <https://developers.tiktok.com/doc/oauth-error-handling>,
//! <https://developers.tiktok.com/doc/tiktok-api-v2-error-handling>.

use domain::{Cause, Unavailable};

use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

/// What the end of a refresh token means: TikTok tells the reason to web servers only.
pub(super) const ENDED: ProviderError = ProviderError::No(Cause::Unknown);

/// Reads the token endpoint's answer; `ended` is what the end of a code, or of a grant, means.
pub(super) fn read_tokens(
    answer: &Answer,
    ended: ProviderError,
) -> Result<oauth::Tokens, ProviderError> {
    match of_oauth(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// Whether a token was taken back. A body may be missing; a page that speaks of something else was
/// not written by TikTok.
pub(super) fn taken_back(answer: &Answer) -> Result<(), ProviderError> {
    if let Some(refusal) = of_oauth(answer, ENDED).or_else(|| of_api(answer)) {
        return Err(refusal);
    }
    let silent = answer.body.trim_ascii().is_empty();
    let says_nothing_wrong = || {
        let said = Envelope::of(answer);
        let is_fine = |said: Envelope| match said.within("error") {
            Some(error) => error.word("code") == "ok",
            None => !said.has("error"),
        };
        said.map_or_else(|| answer.body.trim_ascii() == b"{}", is_fine)
    };
    match answer.ok() && (silent || says_nothing_wrong()) {
        true => Ok(()),
        false => Err(ProviderError::unrecognised(answer)),
    }
}

/// What an answer of the API that is no success means.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    of_api(answer).unwrap_or_else(|| ProviderError::by_challenge(answer))
}

/// The refusal table of the OAuth endpoints.
fn of_oauth(answer: &Answer, ended: ProviderError) -> Option<ProviderError> {
    let said = said(answer)?;
    let text = said.text("error_description");
    match said.word("error") {
        "invalid_grant" if ended == ENDED && names_expiry(&text) => {
            Some(ProviderError::No(Cause::Expired))
        }
        "invalid_grant" | "access_denied" => Some(ended),
        "invalid_client" | "unauthorized_client" => Some(ProviderError::AppRefused),
        "invalid_scope" => Some(of_scope(ended)),
        // All of what a code is bound to is said by this one name.
        "invalid_request" if says(&text, &["redirect_uri", "code verifier", "challenge"]) => {
            Some(ProviderError::StartAnew)
        }
        "server_error" | "temporarily_unavailable" => Some(ProviderError::AskLater(
            Unavailable::Down,
            answer.retry_after(),
        )),
        _ => by_number(&said, ended),
    }
}

/// The refusal table of the API.
fn of_api(answer: &Answer) -> Option<ProviderError> {
    let said = said(answer)?;
    let no = |cause| Some(ProviderError::No(cause));
    let later = |hiccup| Some(ProviderError::AskLater(hiccup, answer.retry_after()));
    let error = said.within("error");
    match error.as_ref().unwrap_or(&said).word("code") {
        "access_token_expired" | "access_token_has_expired" => no(Cause::Expired),
        // The same for ended and revoked.
        "access_token_invalid" => no(Cause::Unknown),
        "scope_not_authorized" | "scope_permission_missed" => no(Cause::PermissionMissing),
        "spam_risk_user_banned_from_posting" => no(Cause::AttentionNeeded),
        // The app was not looked through by TikTok yet.
        "unaudited_client_can_only_post_to_private_accounts" => no(Cause::AppBroken),
        "rate_limit_exceeded"
        | "spam_risk_too_many_posts"
        | "spam_risk_too_many_pending_share"
        | "reached_active_user_cap" => later(Unavailable::RateLimited),
        "internal_error" => later(Unavailable::Down),
        _ => by_number(&said, ENDED),
    }
}

/// The numbers of the older interface and of the sister platforms, whose texts are in many
/// languages.
fn by_number(said: &Envelope, ended: ProviderError) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    let data = said.within("data");
    let numbered = data.as_ref().filter(|data| data.has("error_code"));
    let number = match numbered {
        Some(data) => data.number("error_code"),
        None => ["error_code", "code", "status_code"]
            .iter()
            .find_map(|name| said.number(name)),
    };
    let text = || {
        let words = ["message", "description", "status_msg"].map(|name| said.text(name));
        words.join(" ")
    };
    match number? {
        // Refresh tokens, access tokens; at a shop, for a business, of a sister platform.
        10_010 | 10_020 | 36_004_001 | 40_102 | 40_103 | 2_190_008 | 28_001_008 => {
            no(Cause::Expired)
        }
        10_008 | 40_104 | 40_107 | 105_001 | 2_190_002 | 28_001_003 => no(Cause::Unknown),
        40_105 | 105_002 if says(&text(), &["expired"]) => no(Cause::Expired),
        40_105 | 105_002 => no(Cause::Unknown),
        8 if says(&text(), &["login expired"]) => no(Cause::Expired),
        36_004_005 => no(Cause::PermissionRemoved),
        2_190_003 | 28_001_012 => no(Cause::PermissionMissing),
        // No such account, or no more; banned.
        1_011 | 28_001_045 => no(Cause::AccessLost),
        28_001_046 => no(Cause::AttentionNeeded),
        10_003 | 10_013 | 10_014 | 2_190_004 | 2_190_016 | 28_001_014 | 28_001_016 | 28_001_018
        | 28_001_019 | 28_001_021 => Some(ProviderError::AppRefused),
        10_004 => Some(of_scope(ended)),
        10_006 | 10_007 => Some(ended),
        7 | 40_100 => Some(Unavailable::RateLimited.into()),
        2_100_004 | 28_001_005 | 28_001_006 | 50_001_000 => Some(Unavailable::Down.into()),
        _ => None,
    }
}

/// A text that lists more reasons names none.
fn names_expiry(text: &str) -> bool {
    says(text, &["expired"]) && !says(text, &["invalid", "revoked"])
}

/// A permission that the app may not have: asked for in vain, or no more while a grant lives.
fn of_scope(ended: ProviderError) -> ProviderError {
    match ended == ProviderError::StartAnew {
        true => ProviderError::ScopeRefused,
        false => ProviderError::AppRefused,
    }
}

/// What is said. A server that is out of order has no opinion about a token, and a redirect is
/// none of TikTok's.
fn said(answer: &Answer) -> Option<Envelope> {
    Envelope::of(answer).filter(|_| matches!(answer.status, 200..=299 | 400..=499))
}
