//! What is a no, what it means, and what is none.

use serde_json::json;

use super::*;
use crate::script::{Script, answer};

type Table = Vec<(u16, String, ProviderError)>;

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn with(headers: &[(&str, &str)], came: Answer) -> Answer {
    let named = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Answer {
        headers: headers.iter().map(named).collect(),
        ..came
    }
}

fn worded<const N: usize>(rows: [(u16, &str, ProviderError); N]) -> Table {
    let row = |(status, text, means)| (status, json!({ "error": text }).to_string(), means);
    rows.map(row).into()
}

pub(super) fn of_probe() -> Table {
    let no = ProviderError::No;
    let (unknown, missing) = (no(Cause::Unknown), no(Cause::PermissionMissing));
    let (attention, spoke) = (no(Cause::AttentionNeeded), later(Unavailable::Unrecognised));
    let mut table = worded([
        (401, "The access token is invalid", unknown),
        (
            401,
            "The access token was revoked",
            no(Cause::PermissionRemoved),
        ),
        (401, "The access token expired", no(Cause::Expired)),
        (403, "This action is outside the authorized scopes", missing),
        (403, "Your login is currently disabled", attention),
        (
            403,
            "Your login is missing a confirmed e-mail address",
            attention,
        ),
        (403, "Your login is currently pending approval", attention),
        (
            403,
            "Your account requires two-factor authentication",
            attention,
        ),
        (422, "This method requires an authenticated user", unknown),
        (401, "This method requires an authenticated user", unknown),
        (410, "Gone", no(Cause::AccessLost)),
        (401, "invalid_client", ProviderError::AppRefused),
        // Pleroma, Akkoma.
        (403, "Invalid credentials.", unknown),
        (403, "Insufficient permissions: read:accounts.", missing),
        (403, "Permissions insuffisantes : read:accounts.", missing),
        // GoToSocial.
        (401, "Unauthorized: token not supplied", unknown),
        (
            401,
            "Unauthorized: user not supplied or not authorized",
            attention,
        ),
        (
            403,
            "Forbidden: token has insufficient scope permission",
            missing,
        ),
        // Takahē, Mitra, Hollo, Pixelfed, Friendica, Iceshrimp, Wildebeest, WordPress.
        (401, "identity_token_required", unknown),
        (403, "out_of_scope_for_token", missing),
        (401, "access token is invalid", unknown),
        (401, "invalid_token", unknown),
        (403, "insufficient_scope", missing),
        (
            403,
            "Token is not authorized with a valid user or is missing a required scope",
            unknown,
        ),
        (
            401,
            "Your access has been suspended by the instance administrator.",
            no(Cause::Suspended),
        ),
        (
            401,
            "An error occurred (failed to load identity). If the problem persists please contact your instance administrator.",
            unknown,
        ),
        (401, "token-required", unknown),
        (401, "insufficient-permissions", missing),
        // An instance in secure mode, or a refusal of the call: nothing is wrong with the token.
        (
            401,
            "This API requires an authenticated user",
            later(Unavailable::NotAnAnswer),
        ),
        (403, "This action is not allowed", spoke),
        (404, "Record not found", spoke),
        (
            422,
            "Validation failed: Redirect URI must be an absolute URI.",
            spoke,
        ),
        (429, "Too many requests", later(Unavailable::RateLimited)),
        (429, "Trop de requêtes", later(Unavailable::RateLimited)),
        (429, "הוחנק", later(Unavailable::RateLimited)),
        (
            503,
            "Remote data could not be fetched",
            later(Unavailable::Down),
        ),
        (
            503,
            "Remote SSL certificate could not be verified",
            later(Unavailable::Down),
        ),
        // The same texts with another status are nobody's no.
        (
            200,
            "The access token was revoked",
            later(Unavailable::NotAnAnswer),
        ),
        (403, "The access token was revoked", spoke),
        (400, "Invalid credentials.", spoke),
    ]);
    // The family of Misskey wraps whatever went wrong in a 401.
    let coded = |code: &str| json!({ "error": { "code": code, "message": "x", "id": "b0a7" } });
    for (code, means) in [
        ("AUTHENTICATION_FAILED", unknown),
        ("YOUR_ACCOUNT_SUSPENDED", no(Cause::Suspended)),
        ("PERMISSION_DENIED", missing),
        ("RATE_LIMIT_EXCEEDED", later(Unavailable::RateLimited)),
        ("INTERNAL_ERROR", later(Unavailable::Down)),
        ("SOMETHING_NEW", spoke),
    ] {
        table.push((401, coded(code).to_string(), means));
    }
    table.push((400, "Invalid Bearer token".to_owned(), unknown));
    table
}

pub(super) fn of_renewal() -> Table {
    let unknown = ProviderError::No(Cause::Unknown);
    let passport = |hint: &str| {
        let text = "The refresh token is invalid.";
        json!({ "error": "invalid_request", "error_description": text, "hint": hint, "message": text })
            .to_string()
    };
    vec![
        (400, INVALID_GRANT.to_owned(), unknown),
        (400, r#"{"error":"invalid_grant"}"#.to_owned(), unknown),
        (
            400,
            r#"{"error":"Invalid credentials"}"#.to_owned(),
            unknown,
        ),
        (
            401,
            passport("Token has expired"),
            ProviderError::No(Cause::Expired),
        ),
        (
            401,
            passport("Token has been revoked"),
            ProviderError::No(Cause::PermissionRemoved),
        ),
        (401, INVALID_CLIENT.to_owned(), ProviderError::AppRefused),
        (
            401,
            r#"{"error":"invalid client credentials"}"#.to_owned(),
            ProviderError::AppRefused,
        ),
        (
            400,
            r#"{"error":"unsupported_grant_type"}"#.to_owned(),
            later(Unavailable::Unrecognised),
        ),
        (
            400,
            r#"{"error":"invalid_grant_type"}"#.to_owned(),
            later(Unavailable::Unrecognised),
        ),
        (
            500,
            r#"{"error":"Bad request"}"#.to_owned(),
            later(Unavailable::Down),
        ),
    ]
}

fn meet_in_probe(came: Answer) -> ProviderError {
    let probe = Mastodon::real().probe(caller(), tokens(), AccountId("1".into()));
    let script = Script::new([came]).then_silence();
    script.play(probe).0.unwrap_err()
}

fn challenged(body: &str, header: &str) -> ProviderError {
    meet_in_probe(with(&[("www-authenticate", header)], answer(401, body)))
}

#[test]
fn a_challenge_is_a_no_in_every_language() {
    let header = |text: &str| {
        format!(r#"Bearer realm="Doorkeeper", error="invalid_token", error_description="{text}""#)
    };
    for (text, masked, cause) in [
        (
            "Der Zugriffs-Token wurde widerrufen",
            "Der Zugriffs-Token wurde widerrufen",
            Cause::PermissionRemoved,
        ),
        (
            "Le jeton d’accès a expiré",
            "Le jeton d_acc_s a expir_",
            Cause::Expired,
        ),
        (
            "אסימון הגישה אינו חוקי",
            "______ _____ ____ ____",
            Cause::Unknown,
        ),
        (
            "تم إبطال رمز المصادقة",
            "__ _____ ___ ________",
            Cause::PermissionRemoved,
        ),
        (
            "Nobody knows these words",
            "Nobody knows these words",
            Cause::Unknown,
        ),
    ] {
        let body = json!({ "error": text }).to_string();
        assert_eq!(
            challenged(&body, &header(masked)),
            ProviderError::No(cause),
            "{text}"
        );
        assert_eq!(
            challenged("", &header(text)),
            ProviderError::No(cause),
            "{text}"
        );
    }
    let scope = r#"Bearer realm="Doorkeeper", error="insufficient_scope""#;
    assert_eq!(
        challenged("{}", scope),
        ProviderError::No(Cause::PermissionMissing)
    );
}

#[test]
fn a_gate_before_the_instance_says_nothing_of_a_token() {
    let page = "<html><h1>401 Authorization Required</h1></html>";
    let bearer = r#"Bearer error="invalid_token""#;
    for (body, header) in [
        (page, bearer),
        (page, "Basic realm=\"x\""),
        ("", "Basic realm=\"x\""),
    ] {
        assert_eq!(
            challenged(body, header),
            later(Unavailable::NotAnAnswer),
            "{body} {header}"
        );
    }
}

#[test]
fn what_an_engine_says_without_words_counts_only_from_that_engine() {
    let snac = |status| with(&[("x-creator", "snac/2.81")], answer(status, ""));
    let unknown = ProviderError::No(Cause::Unknown);
    assert_eq!(meet_in_probe(snac(422)), unknown);
    assert_eq!(
        meet_in_probe(answer(422, "")),
        later(Unavailable::NotAnAnswer)
    );
    // Pixelfed.
    for status in [401, 500] {
        let signed_out = answer(status, r#"{"error":"Unauthenticated."}"#);
        assert_eq!(meet_in_probe(signed_out), unknown, "{status}");
    }
    let leads = |to| with(&[("location", to)], answer(302, "<html>"));
    let confirm = ProviderError::No(Cause::AttentionNeeded);
    assert_eq!(
        meet_in_probe(leads("https://pix.example/i/verify-email")),
        confirm
    );
    assert_eq!(
        meet_in_probe(leads("https://pix.example/login")),
        later(Unavailable::NotAnAnswer)
    );
    let gone = answer(410, "<html><center><h1>410 Gone</h1></center></html>");
    assert_eq!(meet_in_probe(gone), ProviderError::No(Cause::AccessLost));
    assert_eq!(
        meet_in_probe(answer(410, "")),
        later(Unavailable::NotAnAnswer)
    );
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    let attention = ProviderError::No(Cause::AttentionNeeded);
    let text = |error: &str| json!({ "error": error }).to_string();
    let spent = "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid";
    for (status, body, means) in [
        (400, INVALID_GRANT.to_owned(), ProviderError::StartAnew),
        (400, text("invalid_request"), ProviderError::StartAnew),
        (401, text("access_denied"), ProviderError::StartAnew),
        (
            404,
            text("authorization not found"),
            ProviderError::StartAnew,
        ),
        (403, text("Unauthorized"), ProviderError::StartAnew),
        (500, text(spent), ProviderError::StartAnew),
        (401, INVALID_CLIENT.to_owned(), ProviderError::AppRefused),
        (403, text("invalid_client"), ProviderError::AppRefused),
        (
            401,
            text("invalid client credentials"),
            ProviderError::AppRefused,
        ),
        (400, INVALID_SCOPE.to_owned(), ProviderError::ScopeRefused),
        (403, text("Password reset is required"), attention),
        (
            403,
            json!({ "error": "Votre compte", "identifier": "awaiting_approval" }).to_string(),
            attention,
        ),
        (
            400,
            text("unsupported_grant_type"),
            later(Unavailable::Unrecognised),
        ),
        (503, text("invalid_grant"), later(Unavailable::Down)),
    ] {
        let refused = Script::new([answer(status, &body)]).play(sign_in()).0.err();
        assert_eq!(refused, Some(means), "{status} {body}");
    }
    let snac = with(&[("x-creator", "snac/2.81")], answer(401, ""));
    let refused = Script::new([snac]).play(sign_in()).0.err();
    assert_eq!(refused, Some(ProviderError::AppRefused));
}

#[test]
fn a_refused_refresh_token_is_a_no_even_where_it_is_called_a_fault() {
    let tokens = TokenSet {
        refresh: Some(Secret::new("r".into())),
        ..tokens()
    };
    let renew = Mastodon::real().renew(caller(), tokens).unwrap();
    let fault = answer(500, r#"{"error":"The refresh token is invalid."}"#);
    let refused = Script::new([fault]).play(renew).0.err();
    assert_eq!(refused, Some(ProviderError::No(Cause::Unknown)));
}

#[test]
fn a_registration_is_forgotten_only_where_the_instance_plainly_says_so() {
    let snac = with(&[("x-creator", "snac/2.81")], answer(401, ""));
    for (came, means) in [
        (answer(401, INVALID_CLIENT), Err(ProviderError::AppRefused)),
        (
            answer(401, r#"{"error":"invalid client credentials"}"#),
            Err(ProviderError::AppRefused),
        ),
        (snac, Err(ProviderError::AppRefused)),
        (answer(200, r#"{"access_token":"a"}"#), Ok(())),
        (answer(200, INVALID_CLIENT), Ok(())),
        (answer(400, INVALID_SCOPE), Ok(())),
        (answer(400, r#"{"error":"unauthorized_client"}"#), Ok(())),
        (answer(400, r#"{"error":"unsupported_grant_type"}"#), Ok(())),
        (answer(401, ""), Ok(())),
        (answer(503, ""), Ok(())),
        (answer(200, "<html>"), Ok(())),
    ] {
        let recognise = Mastodon::real().recognise(caller()).unwrap();
        let (done, asked) = Script::new([came]).play(recognise);
        assert_eq!(done, means);
        assert_eq!(value(&asked[0].form, "client_secret"), Some("secret"));
    }
}

fn revoked(came: Answer) -> Result<(), ProviderError> {
    let revoke = Mastodon::real().revoke(caller(), tokens()).unwrap();
    Script::new([came]).play(revoke).0
}

#[test]
fn a_token_that_could_not_be_taken_back_is_said() {
    let busy = with(&[("retry-after", "300")], answer(503, ""));
    for (came, means) in [
        (answer(403, NOT_YOURS), ProviderError::AppRefused),
        (
            busy,
            ProviderError::AskLater(Unavailable::Down, Some(Span::from_secs(300))),
        ),
        // A captive portal says 200 to everything.
        (answer(200, "<html>"), later(Unavailable::NotAnAnswer)),
    ] {
        assert_eq!(revoked(came), Err(means));
    }
}

#[test]
fn a_server_that_takes_no_token_back_is_told_from_one_that_cannot_now() {
    let page = "<html><h1>404 Not Found</h1></html>";
    for (status, body) in [(404, ""), (404, page), (405, ""), (501, r#"{"error":"x"}"#)] {
        assert_eq!(
            revoked(answer(status, body)),
            Err(ProviderError::NotOffered),
            "{status}"
        );
    }
}

#[test]
fn a_token_that_is_dead_already_counts_as_taken_back() {
    let invalid = r#"{"error":"The access token is invalid"}"#;
    for (status, body) in [(403, ""), (401, ""), (401, invalid)] {
        assert_eq!(revoked(answer(status, body)), Ok(()), "{status}");
    }
    // A firewall's page is no word of the engine's.
    let page = answer(403, "<html>Access denied</html>");
    assert_eq!(revoked(page), Err(later(Unavailable::NotAnAnswer)));
}
