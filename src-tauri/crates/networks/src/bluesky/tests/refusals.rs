use super::*;
use domain::Cause;

type Table = Vec<(u16, String, ProviderError)>;

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn rows<const N: usize>(rows: [(u16, &str, ProviderError); N]) -> Table {
    rows.map(|(status, body, means)| (status, body.to_owned(), means))
        .into()
}

/// What a probe can meet.
pub(super) fn of_probe() -> Table {
    let no = ProviderError::No;
    let strange = later(Unavailable::NotAnAnswer);
    let spoke = later(Unavailable::Unrecognised);
    let session = |status: &str| {
        format!(r#"{{"did":"{DID}","handle":"{HANDLE}","active":false,"status":"{status}"}}"#)
    };
    let mut table = rows([
        (
            401,
            r#"{"error":"invalid_token","message":"\"exp\" claim timestamp check failed"}"#,
            no(Cause::Expired),
        ),
        (
            401,
            r#"{"error":"invalid_token","message":"Invalid token"}"#,
            no(Cause::PermissionRemoved),
        ),
        (
            400,
            r#"{"error":"ExpiredToken","message":"Token has expired"}"#,
            no(Cause::Expired),
        ),
        (
            401,
            r#"{"error":"AccountTakedown","message":"Account has been taken down"}"#,
            no(Cause::Suspended),
        ),
        (
            401,
            r#"{"error":"AccountDeactivated","message":"Account is deactivated"}"#,
            no(Cause::AttentionNeeded),
        ),
        (
            403,
            r#"{"error":"AccountNotFound","message":"Account not found"}"#,
            no(Cause::AccessLost),
        ),
        (
            403,
            r#"{"error":"ScopeMissingError","message":"Missing required scope \"repo:app.bsky.feed.post?action=create\""}"#,
            no(Cause::PermissionMissing),
        ),
        (
            403,
            r#"{"error":"Forbidden","message":"Missing required scope \"blob:image/png\""}"#,
            no(Cause::PermissionMissing),
        ),
        (
            429,
            r#"{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}"#,
            later(Unavailable::RateLimited),
        ),
        (
            502,
            r#"{"error":"UpstreamFailure","message":"Upstream Failure"}"#,
            later(Unavailable::Down),
        ),
        // A clock that is wrong, or a proof that went astray: nothing is wrong with the token.
        (
            401,
            r#"{"error":"use_dpop_nonce","message":"Resource server requires nonce in DPoP proof"}"#,
            spoke,
        ),
        (
            401,
            r#"{"error":"invalid_dpop_proof","message":"DPoP proof iat mismatch"}"#,
            spoke,
        ),
        (
            400,
            r#"{"error":"InvalidToken","message":"Malformed token"}"#,
            no(Cause::Unknown),
        ),
        (
            400,
            r#"{"error":"InvalidToken","message":"OAuth tokens are meant for PDS access only"}"#,
            spoke,
        ),
        (
            400,
            r#"{"error":"InvalidRequest","message":"AccountTakedown: `Account has been taken down`"}"#,
            no(Cause::Suspended),
        ),
        (
            401,
            r#"{"error":"AuthRequiredError","message":"AuthRequired: `token has expired`"}"#,
            no(Cause::Expired),
        ),
        (
            401,
            r#"{"error":"invalid_dpop_proof","message":"Failed to verify DPoP proof: \"iat\" claim timestamp check failed (too far in the past)"}"#,
            later(Unavailable::WrongClock),
        ),
        // The same names with another status are nobody's no.
        (
            403,
            r#"{"error":"invalid_token","message":"Invalid token"}"#,
            spoke,
        ),
        (
            200,
            r#"{"error":"AccountTakedown","message":"Account has been taken down"}"#,
            strange,
        ),
    ]);
    for (status, cause) in [
        ("takendown", Cause::Suspended),
        ("suspended", Cause::Suspended),
        ("deactivated", Cause::AttentionNeeded),
    ] {
        table.push((200, session(status), no(cause)));
    }
    table.push((200, session("resting"), strange));
    table
}

/// What a renewal can meet.
pub(super) fn of_renewal() -> Table {
    let grant = |text: &str| format!(r#"{{"error":"invalid_grant","error_description":"{text}"}}"#);
    let no = ProviderError::No;
    let spoke = later(Unavailable::Unrecognised);
    let mut table = rows([
        (
            400,
            r#"{"error":"invalid_client_metadata","error_description":"Invalid loopback client id"}"#,
            ProviderError::AppRefused,
        ),
        (
            401,
            r#"{"error":"invalid_client","error_description":"Client authentication method mismatch"}"#,
            ProviderError::AppRefused,
        ),
        (
            400,
            r#"{"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof"}"#,
            spoke,
        ),
        (
            401,
            r#"{"error":"invalid_dpop_proof","error_description":"DPoP proof iat mismatch"}"#,
            spoke,
        ),
        (
            400,
            r#"{"error":"invalid_request","error_description":"Validation error"}"#,
            spoke,
        ),
        (
            429,
            r#"{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}"#,
            later(Unavailable::RateLimited),
        ),
    ]);
    for (text, means) in [
        ("Session expired", no(Cause::Expired)),
        ("Refresh token expired", no(Cause::Expired)),
        ("Invalid refresh token", no(Cause::PermissionRemoved)),
        (
            "Refresh token exceeded inactivity timeout",
            no(Cause::Expired),
        ),
        ("Token has been revoked", no(Cause::PermissionRemoved)),
        ("client_id mismatch", ProviderError::AppRefused),
        ("Refresh token replayed", no(Cause::Unknown)),
        ("Something new", no(Cause::Unknown)),
    ] {
        table.push((400, grant(text), means));
    }
    table.push((
        400,
        r#"{"error":"Session expired"}"#.to_owned(),
        no(Cause::Expired),
    ));
    table
}

/// What looks like a refusal and is none.
pub(super) fn strange() -> Vec<String> {
    [
        "use_dpop_nonce",
        "invalid_dpop_proof",
        "access_denied",
        "login_required",
        "consent_required",
        "invalid_scope",
        "AuthMissing",
        "InvalidRequest",
    ]
    .map(|error| format!(r#"{{"error":"{error}","message":"x","error_description":"x"}}"#))
    .into()
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, error, text, means) in [
        (
            400,
            "invalid_grant",
            "Invalid code",
            ProviderError::StartAnew,
        ),
        (
            400,
            "invalid_grant",
            "Code challenge already used",
            ProviderError::StartAnew,
        ),
        (
            400,
            "invalid_client_metadata",
            "",
            ProviderError::AppRefused,
        ),
        (400, "invalid_redirect_uri", "", ProviderError::AppRefused),
        (400, "invalid_scope", "", ProviderError::ScopeRefused),
        (
            400,
            "invalid_client_metadata",
            "Unsupported scope identity:*",
            ProviderError::ScopeRefused,
        ),
        (
            400,
            "invalid_request",
            "This account has been deactivated",
            ProviderError::No(Cause::AttentionNeeded),
        ),
        (
            400,
            "invalid_request",
            "Invalid redirect_uri",
            later(Unavailable::Unrecognised),
        ),
        (
            401,
            "invalid_dpop_proof",
            "",
            later(Unavailable::Unrecognised),
        ),
        (503, "invalid_grant", "", later(Unavailable::Down)),
    ] {
        let body = format!(r#"{{"error":"{error}","error_description":"{text}"}}"#);
        let answers = [
            answer(200, RESOURCE),
            answer(200, METADATA),
            answer(status, &body),
        ];
        let step = Bluesky::real().sign_in(caller(), code());
        let refused = Script::new(answers).play(step).0.err();
        assert_eq!(refused, Some(means), "{body}");
    }
}

#[test]
fn nothing_on_the_way_to_a_servers_door_ends_a_session() {
    // One of early versions, which asks the account's server first.
    for at in 0..2 {
        for (_, body, _) in of_renewal().into_iter().chain(of_probe()) {
            for status in [200, 400, 401, 403, 404, 410] {
                let mut answers = vec![answer(200, RESOURCE), answer(200, METADATA)];
                answers[at] = answer(status, &body);
                let tokens = TokenSet {
                    binding: Some(bound_to(PDS)),
                    ..tokens()
                };
                let step = Bluesky::real().renew(caller(), tokens).unwrap();
                let refused = Script::new(answers).play(step).0.err();
                assert!(
                    matches!(refused, Some(ProviderError::AskLater(..))),
                    "{body}"
                );
            }
        }
    }
}
