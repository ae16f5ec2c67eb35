//! How other engines of this API word a good answer.

use super::*;
use crate::script::{Script, answer};

fn seen(me: &str) -> Result<ProbeResult, ProviderError> {
    let probe = Mastodon::real().probe(caller(), tokens(), AccountId("1".into()));
    Script::new([answer(200, me)]).play(probe).0
}

#[test]
fn an_account_is_read_however_an_engine_words_it() {
    for (me, id, name, handle) in [
        (
            r#"{"id":"1","username":"ada","display_name":null}"#,
            "1",
            "ada",
            "@ada@mastodon.practice",
        ),
        (
            r#"{"id":4711,"username":"ada","display_name":"Ada"}"#,
            "4711",
            "Ada",
            "@ada@mastodon.practice",
        ),
        (
            r#"{"id":"1","acct":"ada@friends.example"}"#,
            "1",
            "ada",
            "@ada@mastodon.practice",
        ),
        (
            r#"{"id":"1","username":"ada","acct":7,"source":[],"bot":null}"#,
            "1",
            "ada",
            "@ada@mastodon.practice",
        ),
        (
            r#"{"id":"1","username":"ada","suspended":false,"limited":true,"moved":null}"#,
            "1",
            "ada",
            "@ada@mastodon.practice",
        ),
    ] {
        let seen = seen(me).unwrap();
        assert_eq!(
            (seen.account.0.as_str(), seen.name.as_str()),
            (id, name),
            "{me}"
        );
        assert_eq!(seen.handle.as_deref(), Some(handle), "{me}");
    }
}

#[test]
fn what_names_nobody_is_no_account() {
    for me in [
        r#"{"id":"1"}"#,
        r#"{"username":"ada"}"#,
        r#"{"id":"","username":"ada"}"#,
        r#"{"id":"1","username":"","acct":"@"}"#,
        r#"{"id":["1"],"username":"ada"}"#,
    ] {
        assert_eq!(
            seen(me),
            Err(ProviderError::AskLater(Unavailable::NotAnAnswer, None)),
            "{me}"
        );
    }
}

#[test]
fn a_suspended_account_needs_its_person_and_a_moved_one_says_where_to() {
    let suspended = r#"{"id":"1","username":"ada","suspended":true}"#;
    assert_eq!(seen(suspended), Err(ProviderError::No(Cause::Suspended)));
    let moved = |acct: &str| {
        let moved = serde_json::json!({ "id": "9", "acct": acct });
        serde_json::json!({ "id": "1", "username": "ada", "display_name": "Ada", "moved": moved })
    };
    let named = |acct: &str| seen(&moved(acct).to_string()).unwrap().name;
    assert_eq!(named("ada@new.example"), "Ada → @ada@new.example");
    assert!(named(&"x".repeat(5_000)).len() < 300);
}

fn harvest(token: &str) -> NewGrant {
    let script = Script::new([token, ME].map(|body| answer(200, body)));
    let mut harvest = script.play(sign_in()).0.ok().unwrap();
    harvest.grants.remove(0)
}

#[test]
fn a_parent_permission_gives_its_children() {
    let allowed = |scope: &str| {
        let token = format!(r#"{{"access_token":"a","scope":"{scope}"}}"#);
        let uses = ABOUT.uses(&harvest(&token).scopes);
        uses.into_iter()
            .filter(|(_, allowed)| *allowed)
            .map(|(what, _)| what)
            .collect::<Vec<_>>()
    };
    let (reads, all) = (
        vec![Use::Identify, Use::ReadStatistics],
        vec![Use::Identify, Use::ReadStatistics, Use::Publish],
    );
    assert_eq!(allowed("read write follow push"), all);
    assert_eq!(allowed("read"), reads);
    assert_eq!(allowed("write"), [Use::Publish]);
    assert_eq!(allowed("read:accounts"), [Use::Identify]);
    assert_eq!(allowed("follow push admin:read"), []);
    // Nothing told is what was asked for.
    assert_eq!(allowed(""), all);
    assert_eq!(
        harvest(r#"{"access_token":"a"}"#).scopes,
        ABOUT.asked_scopes()
    );
}

#[test]
fn a_token_with_an_end_is_renewed_only_where_a_refresh_token_came() {
    let dates = |token: &str| harvest(token).dates;
    let both = dates(r#"{"access_token":"a","expires_in":3600,"refresh_token":"r"}"#);
    assert_eq!(
        (both.access_ends, both.renewable),
        (Some(Timestamp::from_secs(4_600)), true)
    );
    let end = dates(r#"{"access_token":"a","expires_in":3600}"#);
    assert!(!end.renewable && end.needs_human_by().is_some());
    assert!(!dates(TOKEN).renewable);
    let without = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert!(Mastodon::real().renew(caller(), without).is_none());
}

#[test]
fn a_renewal_gives_what_its_parents_give() {
    let tokens = TokenSet {
        refresh: Some(Secret::new("r".into())),
        ..tokens()
    };
    let renew = Mastodon::real().renew(caller(), tokens).unwrap();
    let renewed = Script::new([answer(200, RENEWED)])
        .play(renew)
        .0
        .ok()
        .unwrap();
    let uses = ABOUT.uses(&renewed.scopes.unwrap());
    assert!(uses.into_iter().all(|(_, allowed)| allowed));
}

fn registering(answers: Vec<Answer>) -> (Result<Registration, ProviderError>, Vec<Request>) {
    Script::new(answers).play(register())
}

#[test]
fn an_instance_that_knows_only_parents_is_asked_for_those() {
    let parents = Scopes::new(["read", "write"]);
    let knows = answer(
        200,
        r#"{"scopes_supported":["read","write","follow","push"]}"#,
    );
    let (registered, asked) = registering(vec![knows, answer(200, APP)]);
    assert_eq!(registered.ok().unwrap().scopes, parents);
    assert_eq!(value(&asked[1].form, "scopes"), Some("read write"));
    // One that says so only when it is asked.
    let refused = answer(
        422,
        r#"{"error":"Validation failed: Scopes doesn't match configured on the server."}"#,
    );
    let (registered, asked) = registering(vec![answer(404, ""), refused, answer(200, APP)]);
    assert_eq!(registered.ok().unwrap().scopes, parents);
    assert_eq!(
        value(&asked[2].form, "redirect_uris"),
        value(&asked[1].form, "redirect_uris")
    );
    // Others are asked for no more than is needed.
    let (registered, _) = registering(vec![answer(200, METADATA), answer(200, APP)]);
    assert_eq!(registered.ok().unwrap().scopes, ABOUT.asked_scopes());
    assert_eq!(
        Mastodon::real().wider_scopes(&ABOUT.asked_scopes()),
        Some(parents.clone())
    );
    assert_eq!(Mastodon::real().wider_scopes(&parents), None);
}

#[test]
fn an_app_without_a_secret_is_a_public_one() {
    for app in [
        r#"{"client_id":"a","client_secret":null,"redirect_uris":7}"#,
        r#"{"client_id":"a"}"#,
        r#"{"client_id":"a","client_secret":"","scopes":null}"#,
    ] {
        let (registered, _) = registering(vec![answer(404, ""), answer(200, app)]);
        let app = registered.ok().unwrap().app;
        assert_eq!(app.id, "a");
        assert!(app.secret.is_none());
    }
    let (registered, _) = registering(vec![
        answer(404, ""),
        answer(200, r#"{"client_id":17,"client_secret":"s"}"#),
    ]);
    assert_eq!(registered.ok().unwrap().app.id, "17");
}

#[test]
fn what_is_no_instance_is_told_from_one_that_refuses() {
    let met = |came: Answer| registering(vec![answer(404, ""), came]).0.err();
    for status in [301, 302, 404, 405] {
        assert_eq!(
            met(answer(status, "<html>")),
            Some(ProviderError::NotOffered),
            "{status}"
        );
    }
    assert_eq!(
        met(answer(200, "<html>")),
        Some(ProviderError::AskLater(Unavailable::NotAnAnswer, None))
    );
    assert_eq!(
        met(answer(503, "")),
        Some(ProviderError::AskLater(Unavailable::Down, None))
    );
    for (status, error) in [
        (403, "registation-disabled"),
        (
            422,
            "Validation failed: Redirect URI must be an absolute URI.",
        ),
    ] {
        let refused = answer(status, &serde_json::json!({ "error": error }).to_string());
        assert_eq!(met(refused), Some(ProviderError::AppRefused), "{error}");
    }
}
