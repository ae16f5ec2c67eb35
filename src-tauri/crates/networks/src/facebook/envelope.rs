//! The shapes in which the Graph APIs word a refusal, and Instagram's older interfaces beside them.

use domain::{Cause, Unavailable};

use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError};

/// What a refusal says, whatever its shape.
#[derive(Default)]
pub(super) struct Said {
    /// The number of the error; 0 where none is told.
    pub(super) code: i64,
    pub(super) subcode: Option<i64>,
    /// The name of the error, as it was sent.
    kind: String,
    /// What is said, in small letters.
    pub(super) text: String,
    pub(super) is_transient: bool,
}

impl Said {
    /// `None` where a body has none of the shapes.
    pub(super) fn read(answer: &Answer) -> Option<Said> {
        let body = Envelope::of(answer)?;
        if let Some(error) = body.within("error") {
            return Some(Said {
                code: error.number("code").unwrap_or_default(),
                subcode: error.number("error_subcode"),
                kind: error.word("type").to_owned(),
                text: error.text("message"),
                is_transient: error.flag("is_transient") == Some(true),
            });
        }
        // The sign-in pages' own, and an old one.
        if let Some(code) = body.number("error_code") {
            let text = body.text("error_message") + &body.text("error_description");
            return Some(Said {
                code,
                text,
                ..Said::default()
            });
        }
        // A relay puts all of it in one text.
        if let Some((_, code)) = body.text("error").split_once("error_code=") {
            let digits = code.split(|c: char| !c.is_ascii_digit()).next();
            return Some(Said {
                code: digits?.parse().ok()?,
                ..Said::default()
            });
        }
        let flat = body.within("meta").unwrap_or(body);
        let kind = flat.word("error_type").to_owned();
        let text = flat.text("error_message");
        if !kind.is_empty() && !text.is_empty() {
            // The code beside them is the status once more.
            return Some(Said {
                kind,
                text,
                ..Said::default()
            });
        }
        let is_of_apps = flat.word("status") == "fail";
        is_of_apps.then(|| Said {
            kind: flat.word("message").to_owned(),
            ..Said::default()
        })
    }

    /// What the name of an error means, where it has one meaning.
    pub(super) fn by_kind(&self) -> Option<ProviderError> {
        let no = |cause| Some(ProviderError::No(cause));
        match self.kind.as_str() {
            "OAuthRateLimitException" | "feedback_required" => {
                Some(Unavailable::RateLimited.into())
            }
            "OAuthPermissionsException" => no(Cause::PermissionMissing),
            "OAuthForbiddenException" => Some(ProviderError::AppRefused),
            "APINotFoundError" if says(&self.text, &["user does not exist"]) => {
                no(Cause::AccessLost)
            }
            "OAuthAccessTokenException" if says(&self.text, &["expired"]) => no(Cause::Expired),
            "OAuthAccessTokenException" | "login_required" => no(Cause::Unknown),
            "checkpoint_required" | "challenge_required" => no(Cause::AttentionNeeded),
            _ => None,
        }
    }
}
