use domain::{Span, Timestamp};

use super::*;
use crate::Access;
use crate::conformance::{Recorded, ask, caller, code, tokens};
use crate::script::{Script, answer, value};

const TOKENS: &str = r#"{"access_token":"act.example12345Example12345Example","expires_in":86400,
    "open_id":"afd97af1-b87b-48b9-ac98-410aghda5344","refresh_expires_in":31536000,
    "refresh_token":"rft.example12345Example12345Example",
    "scope":"user.info.basic,user.info.profile,user.info.stats,video.list,video.publish",
    "token_type":"Bearer"}"#;
const USER: &str = r#"{"data":{"user":{"open_id":"afd97af1-b87b-48b9-ac98-410aghda5344",
    "display_name":"Acme Coffee","username":"acmecoffee"}},
    "error":{"code":"ok","message":"","log_id":"20250918235835142E10CDA3DCEF12CA3B"}}"#;
const INVALID_TOKEN: &str = r#"{"data":{},"error":{"code":"access_token_invalid","message":"The access token is invalid or not found in the request.","log_id":"20250920002050100115989EF4EE2405DD"}}"#;
const BAD_VERIFIER: &str = r#"{"error":"invalid_request","error_description":"Code verifier or code challenge is invalid.","log_id":"20250920002050100115989EF4EE2405DD"}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &[
            "www.tiktok.com",
            "open.tiktokapis.com",
            "support.tiktok.com",
        ],
        asks_again: &["disable_auto_auth"],
        sign_in: vec![TOKENS, USER],
        probe: vec![USER],
        account: "afd97af1-b87b-48b9-ac98-410aghda5344",
        renew: vec![TOKENS],
        // The first suffices where the token lives; a dead one is renewed to be taken back.
        revoke: vec!["{}", TOKENS, "{}"],
        refusals: table(),
        renew_refusals: token_table(refusal::ENDED),
        strange: strange(),
        ..Recorded::nothing()
    }
}

fn oauth_error(error: &str, text: &str) -> String {
    serde_json::json!({ "error": error, "error_description": text, "log_id": "2025" }).to_string()
}

fn api_error(code: &str, message: &str) -> String {
    let error = serde_json::json!({ "code": code, "message": message, "log_id": "2025" });
    serde_json::json!({ "data": {}, "error": error }).to_string()
}

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn table() -> Vec<(u16, String, ProviderError)> {
    let no = ProviderError::No;
    let strange = || later(Unavailable::NotAnAnswer);
    // Refused by the network itself, in words of no table.
    let spoke = || later(Unavailable::Unrecognised);
    let missing = no(Cause::PermissionMissing);
    let rows = [
        (
            401,
            "scope_not_authorized",
            "The user did not authorize the scope required for completing this request.",
            missing,
        ),
        (
            400,
            "scope_permission_missed",
            "Access token is invalid, some fields need additional scopes.",
            missing,
        ),
        (
            429,
            "rate_limit_exceeded",
            "",
            later(Unavailable::RateLimited),
        ),
        (
            400,
            "invalid_params",
            "Fields is required, please provide fields in the request",
            spoke(),
        ),
        (400, "invalid_file_upload", "", spoke()),
        (500, "internal_error", "", later(Unavailable::Down)),
        (
            403,
            "spam_risk_user_banned_from_posting",
            "",
            no(Cause::AttentionNeeded),
        ),
        (
            403,
            "spam_risk_too_many_posts",
            "",
            later(Unavailable::RateLimited),
        ),
        (
            403,
            "spam_risk_too_many_pending_share",
            "",
            later(Unavailable::RateLimited),
        ),
        (
            403,
            "reached_active_user_cap",
            "",
            later(Unavailable::RateLimited),
        ),
        (
            403,
            "unaudited_client_can_only_post_to_private_accounts",
            "",
            no(Cause::AppBroken),
        ),
        (403, "url_ownership_unverified", "", spoke()),
        (403, "privacy_level_option_mismatch", "", spoke()),
        (
            403,
            "token_not_authorized_for_specified_publish_id",
            "",
            spoke(),
        ),
        // Errors come with status 200 too.
        (200, "access_token_invalid", "", no(Cause::Unknown)),
        (200, "scope_not_authorized", "", missing),
        (
            200,
            "rate_limit_exceeded",
            "",
            later(Unavailable::RateLimited),
        ),
        (200, "internal_error", "", later(Unavailable::Down)),
        (200, "ok", "", strange()),
        (302, "access_token_invalid", "", strange()),
    ];
    let mut table: Vec<_> = rows
        .map(|(status, code, message, means)| (status, api_error(code, message), means))
        .into();
    table.push((401, INVALID_TOKEN.to_owned(), no(Cause::Unknown)));
    for (number, means) in [
        (28_001_008, no(Cause::Expired)),
        (28_001_012, missing),
        (28_001_016, ProviderError::AppRefused),
        (28_001_045, no(Cause::AccessLost)),
        (28_001_046, no(Cause::AttentionNeeded)),
        (2_100_004, later(Unavailable::Down)),
    ] {
        let data = serde_json::json!({ "error_code": number, "description": "…" });
        table.push((200, serde_json::json!({ "data": data }).to_string(), means));
    }
    // The end of a grant is told by the token endpoint alone.
    table.push((400, oauth_error("invalid_grant", ""), spoke()));
    table
}

fn token_table(ended: ProviderError) -> Vec<(u16, String, ProviderError)> {
    // Of what is asked for, or of what the app may no more.
    let scope = match ended == ProviderError::StartAnew {
        true => ProviderError::ScopeRefused,
        false => ProviderError::AppRefused,
    };
    // Refused by the network itself, in words of no table.
    let spoke = || later(Unavailable::Unrecognised);
    let rows = [
        (400, "invalid_grant", "", ended),
        (200, "invalid_grant", "", ended),
        (401, "invalid_client", "", ProviderError::AppRefused),
        (200, "invalid_client", "", ProviderError::AppRefused),
        (400, "unauthorized_client", "", ProviderError::AppRefused),
        (400, "invalid_scope", "", scope),
        (
            400,
            "invalid_request",
            "Redirect_uri is not matched with the uri when requesting code.",
            ProviderError::StartAnew,
        ),
        (
            400,
            "invalid_request",
            "The request parameters are malformed.",
            spoke(),
        ),
        (400, "unsupported_grant_type", "", spoke()),
        (400, "unsupported_response_type", "", spoke()),
        (400, "access_denied", "", ended),
        (400, "server_error", "", later(Unavailable::Down)),
        (200, "temporarily_unavailable", "", later(Unavailable::Down)),
        (500, "server_error", "", later(Unavailable::Down)),
    ];
    rows.map(|(status, error, text, means)| (status, oauth_error(error, text), means))
        .into()
}

fn strange() -> Vec<String> {
    vec![
        api_error("", ""),
        api_error("no_such_code", "The access token is invalid"),
        api_error("ok", ""),
        oauth_error("access_token_invalid", ""),
        r#"{"error":{"code":["access_token_invalid"]}}"#.into(),
        r#"{"data":{"user":{}},"error":{"code":"ok"}}"#.into(),
        r#"{"error":{"code":"access_token_invalid","code":"ok"}}"#.into(),
    ]
}

fn sign_in(answers: &[(u16, &str)]) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    let answers = answers.iter().map(|(status, body)| answer(*status, body));
    let code = code(ABOUT.asked_scopes());
    Script::new(answers).play(TikTok::real().sign_in(caller(None), code))
}

fn revoke(refresh: bool, answers: &[(u16, &str)]) -> (Result<(), ProviderError>, Vec<Request>) {
    let answers = answers.iter().map(|(status, body)| answer(*status, body));
    let tokens = TokenSet {
        refresh: tokens().refresh.filter(|_| refresh),
        ..tokens()
    };
    let step = TikTok::real().revoke(caller(None), tokens).unwrap();
    Script::new(answers).play(step)
}

fn renew(body: &str) -> Result<RefreshedTokens, ProviderError> {
    let step = TikTok::real().renew(caller(None), tokens()).unwrap();
    Script::new([answer(200, body)]).play(step).0
}

#[test]
fn the_challenge_is_in_hexadecimal_digits_and_the_client_id_is_a_key() {
    let step = TikTok::real().authorize(caller(None), ask(ABOUT.asked_scopes(), false));
    let url = Script::new([]).play(step).0.ok().unwrap().url;
    let sent = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    };
    let challenge = sent("code_challenge").unwrap();
    assert_eq!(challenge.len(), 64);
    assert!(challenge.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(sent("client_key").as_deref(), Some("client-id-1"));
    assert_eq!(sent("client_id"), None);
    assert!(
        url.as_str()
            .starts_with("https://www.tiktok.com/v2/auth/authorize/?")
    );
}

#[test]
fn an_approval_brings_the_account_and_the_lives_that_the_answer_tells() {
    let (harvest, asked) = sign_in(&[(200, TOKENS), (200, USER)]);
    let harvest = harvest.ok().unwrap();
    let [find] = &harvest.finds[..] else {
        panic!("one account")
    };
    assert_eq!(find.access, Access::Granted(0));
    assert_eq!(find.account.name, "Acme Coffee");
    assert_eq!(find.account.handle.as_deref(), Some("@acmecoffee"));
    let fresh = &harvest.grants[0];
    assert_eq!(fresh.scopes, ABOUT.asked_scopes());
    let days = |days| Some(Timestamp::from_secs(1_000).plus(Span::from_days(days)));
    assert_eq!(fresh.dates.access_ends, days(1));
    assert_eq!(fresh.dates.needs_human_by(), days(365));
    let fields = value(&asked[1].query, "fields");
    assert_eq!(fields, Some("open_id,display_name,username"));

    let shorter = TOKENS
        .replace("86400", "7200")
        .replace("31536000", "15552000");
    let (harvest, _) = sign_in(&[(200, &shorter), (200, USER)]);
    let dates = harvest.ok().unwrap().grants[0].dates;
    assert_eq!(dates.access_ends, Some(Timestamp::from_secs(8_200)));
    assert_eq!(dates.refresh_ends, days(180));
}

#[test]
fn only_what_was_granted_is_asked_for() {
    let less = TOKENS.replace(",user.info.profile,user.info.stats", "");
    let user = USER.replace(",\"username\":\"acmecoffee\"", "");
    let (harvest, asked) = sign_in(&[(200, &less), (200, &user)]);
    let harvest = harvest.ok().unwrap();
    let missing = ABOUT.asked_scopes().without(&harvest.grants[0].scopes);
    assert_eq!(missing.joined(","), "user.info.profile,user.info.stats");
    assert_eq!(
        value(&asked[1].query, "fields"),
        Some("open_id,display_name")
    );
}

#[test]
fn a_token_that_speaks_for_another_account_than_it_names_is_no_answer() {
    let other = USER.replace("afd97af1", "00000000");
    let (harvest, _) = sign_in(&[(200, TOKENS), (200, &other)]);
    assert_eq!(harvest.err(), Some(later(Unavailable::NotAnAnswer)));
}

#[test]
fn either_of_the_two_answers_may_name_the_account_and_one_must() {
    let id = "afd97af1-b87b-48b9-ac98-410aghda5344";
    let bare = r#"{"access_token":"a","expires_in":1}"#;
    let nameless = r#"{"data":{"user":{"display_name":"Acme"}},"error":{"code":"ok"}}"#;
    for (tokens, user) in [(bare, USER), (TOKENS, nameless)] {
        let (harvest, _) = sign_in(&[(200, tokens), (200, user)]);
        assert_eq!(harvest.ok().unwrap().finds[0].account.id.0, id);
    }
    let (harvest, _) = sign_in(&[(200, bare), (200, nameless)]);
    assert_eq!(harvest.err(), Some(later(Unavailable::NotAnAnswer)));
}

#[test]
fn an_account_without_a_display_name_goes_by_its_user_name_or_as_before() {
    for (fields, name) in [
        (r#","display_name":" ","username":"acme""#, "acme"),
        (r#","username":"""#, ""),
        ("", ""),
    ] {
        let body =
            format!(r#"{{"data":{{"user":{{"open_id":"i"{fields}}}}},"error":{{"code":"ok"}}}}"#);
        let probe = TikTok::real().probe(caller(None), tokens(), AccountId("i".into()));
        let seen = Script::new([answer(200, &body)]).play(probe).0.unwrap();
        assert_eq!(seen.name, name);
    }
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, body, means) in token_table(ProviderError::StartAnew) {
        let (harvest, _) = sign_in(&[(status, &body)]);
        assert_eq!(harvest.err(), Some(means), "{status} {body}");
    }
    let (harvest, _) = sign_in(&[(400, BAD_VERIFIER)]);
    assert_eq!(harvest.err(), Some(ProviderError::StartAnew));
}

#[test]
fn each_renewal_replaces_the_refresh_token() {
    let renewed = renew(TOKENS).ok().unwrap();
    let kept = renewed.tokens.refresh.unwrap();
    assert_eq!(kept.expose(), "rft.example12345Example12345Example");
    let ends = Timestamp::from_secs(1_000).plus(Span::from_days(365));
    assert_eq!(renewed.dates.refresh_ends, Some(ends));
    assert_eq!(renewed.scopes, Some(ABOUT.asked_scopes()));
}

#[test]
fn a_refresh_token_that_is_not_told_anew_goes_on() {
    for body in [
        r#"{"access_token":"a","expires_in":7200}"#,
        r#"{"access_token":"a","expires_in":7200,"refresh_token":""}"#,
    ] {
        let renewed = renew(body).ok().unwrap();
        assert_eq!(renewed.tokens.refresh.unwrap().expose(), "refresh-1");
    }
    let alone = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert!(TikTok::real().renew(caller(None), alone).is_none());
}

#[test]
fn a_token_that_lives_is_taken_back_at_once() {
    for body in ["{}", "", "\n", r#"{"data":{},"error":{"code":"ok"}}"#] {
        let (done, asked) = revoke(true, &[(200, body)]);
        assert_eq!(done, Ok(()), "{body}");
        let sent = |name| value(&asked[0].form, name);
        assert_eq!(sent("token"), Some("token-1"));
        assert_eq!(sent("client_key"), Some("client-id-1"));
        assert_eq!(sent("client_secret"), Some("app-secret-1"));
    }
}

#[test]
fn a_token_that_ended_is_renewed_to_be_taken_back() {
    let dead = oauth_error("invalid_grant", "");
    for (status, body) in [
        (400, dead.as_str()),
        (200, dead.as_str()),
        (401, INVALID_TOKEN),
    ] {
        let (done, asked) = revoke(true, &[(status, body), (200, TOKENS), (200, "{}")]);
        assert_eq!(done, Ok(()));
        assert_eq!(value(&asked[1].form, "refresh_token"), Some("refresh-1"));
        let token = value(&asked[2].form, "token");
        assert_eq!(token, Some("act.example12345Example12345Example"));
    }
    let (done, asked) = revoke(true, &[(400, &dead), (400, &dead)]);
    assert_eq!((done, asked.len()), (Ok(()), 2));
}

#[test]
fn a_token_that_could_not_be_taken_back_is_said() {
    let dead = oauth_error("invalid_grant", "");
    let wrong_app = oauth_error("invalid_client", "");
    let ended = Err(ProviderError::No(Cause::Unknown));
    let down = || Err(later(Unavailable::Down));
    assert_eq!(revoke(false, &[(400, &dead)]).0, ended);
    assert_eq!(
        revoke(true, &[(400, &wrong_app)]).0,
        Err(ProviderError::AppRefused)
    );
    assert_eq!(revoke(true, &[(400, &dead), (503, "")]).0, down());
    assert_eq!(
        revoke(true, &[(400, &dead), (200, TOKENS), (503, "")]).0,
        down()
    );
    // A captive portal says 200 to everything.
    let portal = revoke(true, &[(200, "<html>")]).0;
    assert_eq!(portal, Err(later(Unavailable::NotAnAnswer)));
}
