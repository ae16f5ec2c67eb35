//! What comes back is believed only if it answers the one sign-in that waits for it, and once.

use std::time::Duration;

use engine::CallbackChannel;
use journeys::stage::{Card, Scene, Stage, TestResult};
use protocol::{Failure, SignInFailureCode, SignInRequest, StageView};
use serde_json::json;
use url::Url;

use crate::people::{ALICE, BAKERY, INSTANCE, alice, bob, green, jana};

const EXCHANGE: &str = "mastodon POST /oauth/token";

/// Alice's sign-in, approved; the genuine answer has not come back yet.
async fn approved(stage: &mut Stage) -> TestResult<(Card, Url)> {
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    let answer = alice().approves(&card.page).await?;
    Ok((card, answer))
}

async fn still_waits(stage: &Stage, card: &Card) -> TestResult<bool> {
    let seen = stage.snapshot().await?;
    let mut attempts = seen.attempts.iter();
    let stage = attempts
        .find(|one| one.id == card.attempt)
        .map(|one| &one.stage);
    Ok(stage == Some(&StageView::Waiting))
}

/// The genuine answer with one parameter changed, left out or added.
fn with(answer: &Url, name: &str, value: Option<&str>) -> String {
    let mut changed = answer.clone();
    let kept: Vec<(String, String)> = answer
        .query_pairs()
        .into_owned()
        .filter(|(known, _)| known != name)
        .collect();
    let mut pairs = changed.query_pairs_mut();
    pairs.clear().extend_pairs(&kept);
    if let Some(value) = value {
        pairs.append_pair(name, value);
    }
    drop(pairs);
    changed.to_string()
}

/// Facebook's way to say that its app is not ready, and whatever else comes with our one-time value
/// and brings nothing: an attempt that hangs would leave its window open.
#[tokio::test]
async fn who_is_sent_back_with_nothing_ends_the_sign_in() -> TestResult {
    let facebook = "&error_code=901&error_message=This+app+is+in+sandbox+mode.";
    for (more, number) in [(facebook, Some(901)), ("", None), ("&code=", None)] {
        let mut stage = Stage::set().await?;
        let card = stage.begin_adding("facebook", None).await?;
        let answer = jana().approves(&card.page).await?;
        let bare = with(&answer, "code", None);
        let id = card.attempt;
        stage.came_by(CallbackChannel::Window(id), &format!("{bare}{more}"));
        let failed = stage.failure_in_full(&card).await?;
        assert_eq!(failed.failure, SignInFailureCode::Refused, "{more}");
        assert_eq!(failed.number, number, "{more}");
        let open = stage.shell.open_windows();
        assert!(!open.contains(&id), "{more}");
    }

    // Who pastes a part of an address can paste the whole one.
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let paste = |address: String| SignInRequest::PasteAddress {
        attempt: card.attempt,
        address,
    };
    let refused = stage.refusal(paste(with(&answer, "code", None))).await?;
    assert_eq!(refused, Failure::BadAddress);
    assert!(still_waits(&stage, &card).await?);
    stage.ask(paste(answer.to_string())).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn nothing_but_the_genuine_answer_moves_a_sign_in() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let state = "x".repeat(43);
    let port = answer.port().expect("a port");
    let elsewhere = |from: &str, to: &str| answer.as_str().replacen(from, to, 1);
    let bad = [
        String::new(),
        "not an address".to_owned(),
        answer.origin().ascii_serialization(),
        with(&answer, "state", None),
        with(&answer, "state", Some("")),
        with(&answer, "state", Some(&state)),
        with(&answer, "state", Some("' OR '1'='1")),
        with(&answer, "state", Some("'; DROP TABLE locations; --")),
        with(
            &answer,
            "state",
            Some("${jndi:ldap://evil.example/a}{{7*7}}%00"),
        ),
        format!("{answer}&state={state}"),
        format!("{answer}&code=another"),
        format!("{answer}&error=access_denied"),
        format!("{answer}&padding={}", "x".repeat(10_000)),
        format!("{answer}{}", "&p=1".repeat(40)),
        answer.as_str().replace('?', "#"),
        with(&answer, "state", Some(&state)).replace("code=", "error=access_denied&c="),
        with(&answer, "state", Some(&state)).replace("code=", "error=server_error&c="),
        elsewhere("http:", "https:"),
        elsewhere("127.0.0.1", "localhost"),
        elsewhere("127.0.0.1", "127.0.0.1.evil.example"),
        elsewhere("http://", "http://user@"),
        elsewhere(&port.to_string(), "1"),
        elsewhere("/callback/mastodon", "/callback/facebook"),
        elsewhere("/callback/mastodon", "/callback/mastodon/"),
        elsewhere(answer.path(), &format!("{}/", answer.path())),
        format!(
            "app.greentick:/callback/facebook?{}",
            answer.query().unwrap_or_default()
        ),
    ];
    for address in &bad {
        for road in [CallbackChannel::Loopback, CallbackChannel::DeepLink] {
            stage.came_by(road, address);
        }
        let refused = stage
            .refusal(SignInRequest::PasteAddress {
                attempt: card.attempt,
                address: address.clone(),
            })
            .await?;
        assert_eq!(refused, Failure::BadAddress, "{address:.200}");
        assert!(still_waits(&stage, &card).await?, "{address:.200}");
    }
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);
    stage.bring_back(&card, &answer).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn an_answer_counts_in_the_window_it_belongs_to_only() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    let answer = jana().approves(&card.page).await?;
    let another = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    let id = another.attempt;
    stage.came_by(CallbackChannel::Window(id), answer.as_str());
    stage.came_by(CallbackChannel::Pasted(id), answer.as_str());
    assert!(still_waits(&stage, &card).await?);
    assert!(still_waits(&stage, &another).await?);
    stage.bring_back(&card, &answer).await?;
    stage.pick(&card, &[BAKERY]).await?;
    Ok(())
}

#[tokio::test]
async fn an_answer_that_comes_twice_is_spent_once() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    stage.came_by(CallbackChannel::Loopback, answer.as_str());
    stage.over(&card).await?;
    let before = stage.snapshot().await?;
    for road in [CallbackChannel::Loopback, CallbackChannel::DeepLink] {
        stage.came_by(road, answer.as_str());
    }
    let (attempt, address) = (card.attempt, answer.to_string());
    let refused = stage
        .refusal(SignInRequest::PasteAddress { attempt, address })
        .await?;
    assert_eq!(refused, Failure::Gone);
    let after = stage.snapshot().await?;
    assert_eq!(
        (after.locations, after.sequence),
        (before.locations, before.sequence)
    );
    assert_eq!(stage.control.asked(EXCHANGE).await?, 1);
    Ok(())
}

#[tokio::test]
async fn two_roads_may_race_and_one_exchange_happens() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let query = answer.query().unwrap_or_default();
    let link = format!("app.greentick:{}?{query}", answer.path());
    let mut held = stage.line.hold("/oauth/token", 0);
    stage.came_by(CallbackChannel::DeepLink, &link);
    stage.came_by(CallbackChannel::Loopback, answer.as_str());
    stage.came_by(CallbackChannel::DeepLink, &link);
    held.sent().await?;
    stage.came_by(CallbackChannel::Loopback, answer.as_str());
    held.go()?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    assert_eq!(stage.control.asked(EXCHANGE).await?, 1);
    assert_eq!(stage.snapshot().await?.locations.len(), 1);
    Ok(())
}

/// The attacker's own code, bound to another challenge, with the value that only ours has.
#[tokio::test]
async fn a_code_of_somebody_else_is_worth_nothing_with_the_right_state() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let challenge = "a".repeat(43);
    let page = with(&card.page, "code_challenge", Some(&challenge));
    let theirs = bob().approves(&page.parse().expect("a page")).await?;
    let code = |of: &Url| {
        let found = of.query_pairs().find(|(name, _)| name == "code");
        found.map(|(_, code)| code.into_owned()).expect("a code")
    };
    assert_ne!(code(&theirs), code(&answer));
    let injected = with(&answer, "code", Some(&code(&theirs)));
    stage.came_by(CallbackChannel::Loopback, &injected);
    stage.failure(&card).await?;
    assert_eq!(stage.control.asked(EXCHANGE).await?, 1);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_answer_after_a_cancel_changes_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let attempt = card.attempt;
    stage.ask(SignInRequest::CancelSignIn { attempt }).await?;
    assert!(
        stage.bring_back(&card, &answer).await.is_err(),
        "the listener is closed"
    );
    stage.came_by(CallbackChannel::Loopback, answer.as_str());
    let seen = stage.snapshot().await?;
    assert!(seen.attempts.is_empty() && seen.locations.is_empty());
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_answer_after_the_deadline_changes_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let before = stage.location(ALICE).await?;
    let card = stage.begin_connecting(&before.id).await?;
    let answer = alice().approves(&card.page).await?;
    let exchanged = stage.control.asked(EXCHANGE).await?;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(601)).await;
    tokio::time::resume();
    let failure = stage.failure(&card).await?;
    assert_eq!(failure, SignInFailureCode::TooLate);
    assert_eq!(stage.location(ALICE).await?, before);

    stage.came_by(CallbackChannel::Loopback, answer.as_str());
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::TooLate);
    assert_eq!(stage.control.asked(EXCHANGE).await?, exchanged);
    Ok(())
}

#[tokio::test]
async fn a_refusal_of_the_network_is_said_and_nothing_changes() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let refusal = with(&answer, "code", None) + "&error=server_error";
    stage.came_by(CallbackChannel::Loopback, &refusal);
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::Refused);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn where_the_issuer_is_promised_it_must_be_named_and_right() -> TestResult {
    let scene = Scene {
        names_issuer: true,
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    let (card, answer) = approved(&mut stage).await?;
    let issuer = stage.origin("mastodon")?.to_string();
    let (shouted, bare) = (issuer.to_uppercase(), issuer.trim_end_matches('/'));
    for issuer in [
        None,
        Some("https://evil.example/"),
        Some(""),
        Some(&*shouted),
        Some(bare),
    ] {
        let address = with(&answer, "iss", issuer);
        let attempt = card.attempt;
        let refused = stage
            .refusal(SignInRequest::PasteAddress { attempt, address })
            .await?;
        assert_eq!(refused, Failure::BadAddress, "{issuer:?}");
    }
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);
    stage.came_by(
        CallbackChannel::Loopback,
        &with(&answer, "iss", Some(&issuer)),
    );
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

/// A server can lead a person on to another one, whose answer then comes to its sign-in.
#[tokio::test]
async fn an_issuer_that_is_named_must_be_the_right_one_also_where_none_is_promised() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let here = stage.origin("mastodon")?;
    let mut next_door = here.clone();
    next_door.set_port(Some(1)).expect("a port");
    for issuer in [
        "https://mastodon.social/",
        "",
        "mastodon",
        next_door.as_str(),
    ] {
        let address = with(&answer, "iss", Some(issuer));
        for road in [CallbackChannel::Loopback, CallbackChannel::DeepLink] {
            stage.came_by(road, &address);
        }
        let attempt = card.attempt;
        let refused = stage
            .refusal(SignInRequest::PasteAddress { attempt, address })
            .await?;
        assert_eq!(refused, Failure::BadAddress, "{issuer:?}");
        assert!(still_waits(&stage, &card).await?, "{issuer:?}");
    }
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);
    let address = with(&answer, "iss", Some(here.as_str()));
    stage.came_by(CallbackChannel::Loopback, &address);
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

/// Where no issuer is named, the path tells the server (RFC 9700 section 4.4): the app was registered
/// at each with a path of its own, and a server leads back to what was registered alone.
#[tokio::test]
async fn an_answer_that_came_to_another_servers_path_is_none_even_with_the_right_state()
-> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let query = answer.query().unwrap_or_default();
    let (all, own) = answer.path().rsplit_once('/').expect("a path");
    assert_eq!(all, "/callback/mastodon");
    let another = own.chars().rev().collect::<String>();
    for path in [
        all.to_owned(),
        format!("{all}/{another}"),
        format!("{all}/{}", "0".repeat(16)),
        format!("{all}/{}", own.to_uppercase()),
        format!("{}/{own}", answer.path()),
        format!("/callback/x/{own}"),
    ] {
        let mut address = answer.clone();
        address.set_path(&path);
        let (status, _) = stage.listener_says(&address, &[]).await?;
        assert_eq!(status, 404, "{path}");
        stage.came_by(CallbackChannel::Loopback, address.as_str());
        let link = format!("app.greentick:{path}?{query}");
        stage.came_by(CallbackChannel::DeepLink, &link);
        for address in [address.to_string(), link] {
            let attempt = card.attempt;
            let refused = stage
                .refusal(SignInRequest::PasteAddress { attempt, address })
                .await?;
            assert_eq!(refused, Failure::BadAddress, "{path}");
        }
        assert!(still_waits(&stage, &card).await?, "{path}");
    }
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);
    stage.bring_back(&card, &answer).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn what_is_no_token_answer_leaves_everything_as_it_was() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    for trouble in ["captive_portal", "outage", "gone"] {
        let card = stage.begin_connecting(&before.id).await?;
        let answer = jana().approves(&card.page).await?;
        stage
            .control
            .trouble("facebook", trouble, json!({}))
            .await?;
        stage.bring_back(&card, &answer).await?;
        let failure = stage.failure(&card).await?;
        assert_eq!(failure, SignInFailureCode::NoAnswer, "{trouble}");
        stage.control.calm().await?;
        assert_eq!(stage.location(BAKERY).await?, before, "{trouble}");
        stage
            .ask(SignInRequest::CancelSignIn {
                attempt: card.attempt,
            })
            .await?;
    }
    stage.look().await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_stranger_at_the_listener_neither_ends_it_nor_the_sign_in() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let forged = with(&answer, "state", Some("forged"));
    let forged = forged.parse().expect("an address");
    let elsewhere = answer.join("/favicon.ico").expect("an address");
    for strange in [&forged, &elsewhere] {
        assert!(stage.bring_back(&card, strange).await.is_err(), "{strange}");
    }
    assert!(still_waits(&stage, &card).await?);
    stage.bring_back(&card, &answer).await?;
    stage.over(&card).await
}

/// It cannot know the state; were it to learn it, it still could not spend it, nor see that it did.
#[tokio::test]
async fn a_page_of_somebody_else_cannot_bring_an_answer_even_with_the_right_state() -> TestResult {
    let mut stage = Stage::set().await?;
    let (card, answer) = approved(&mut stage).await?;
    let forged = with(&answer, "state", Some("forged"));
    let forged = forged.parse().expect("an address");
    let told = stage.listener_says(&forged, &[]).await?;
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")],
        &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
        &[("sec-purpose", "prefetch"), ("sec-fetch-mode", "navigate")],
    ] {
        let said = stage.listener_says(&answer, foreign).await?;
        assert_eq!(said, told, "{foreign:?}");
        assert!(still_waits(&stage, &card).await?, "{foreign:?}");
    }
    assert_eq!(stage.control.asked(EXCHANGE).await?, 0);

    let opened = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    let (status, _) = stage.listener_says(&answer, &opened).await?;
    assert_eq!(status, 200);
    stage.over(&card).await
}
