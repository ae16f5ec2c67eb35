//! Not every instance runs Mastodon: each engine with its own manners is connected, watched,
//! reconnected and left like any other.

use std::collections::BTreeSet;

use domain::{Cause, Host};
use journeys::Trouble;
use journeys::stage::{Stage, TestResult};
use protocol::{EventKind, HistoryKind, LocationRequest, RedirectPreference, SettingRequest};
use serde_json::json;
use url::Url;
use vault::{Change, OsEntropy, Vault};

use crate::people::{ALICE, BOB, INSTANCE, alice, bob, green, lost, red};

const REGISTER: &str = "mastodon POST /api/v1/apps";
const EVERY_PATH: &str = "/callback/mastodon";

async fn running(engine: &str) -> TestResult<Stage> {
    let stage = Stage::set().await?;
    let kind = format!("engine_{engine}");
    stage.control.trouble("mastodon", &kind, json!({})).await?;
    Ok(stage)
}

/// Waits for a page that the sign-in opens by itself after the first one.
async fn next_page(stage: &mut Stage, opened: usize) -> TestResult {
    let shell = stage.shell.clone();
    let more = move |_: &protocol::Snapshot| (shell.browser().len() > opened).then_some(());
    stage.until("another page", more).await
}

async fn connect(stage: &mut Stage, engine: &str) -> TestResult {
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    stage.approve(&card, &mut alice()).await?;
    if engine == "takahe" {
        // It refuses the finer permissions after the approval, and is asked for wider ones.
        next_page(stage, 1).await?;
        let card = stage.card_of_new("mastodon").await?;
        stage.approve(&card, &mut alice()).await?;
    }
    stage.over(&card).await
}

#[tokio::test]
async fn every_engine_is_connected_watched_reconnected_and_left() -> TestResult {
    for (engine, cause) in [
        ("mastodon", Cause::PermissionRemoved),
        ("mastodon_in_german", Cause::PermissionRemoved),
        ("gotosocial", Cause::Unknown),
        ("snac", Cause::Unknown),
        ("takahe", Cause::Unknown),
        ("pleroma", Cause::Unknown),
    ] {
        let mut stage = running(engine).await?;
        connect(&mut stage, engine).await?;
        stage.look().await?;
        assert!(green(&stage.location(ALICE).await?.health), "{engine}");

        let aim = json!({ "person": "@alice" });
        stage
            .control
            .trouble("mastodon", "token_revoked", aim)
            .await?;
        stage.look().await?;
        let gone = stage.location(ALICE).await?;
        assert!(lost(&gone.health, cause), "{engine}: {:?}", gone.health);

        let card = stage.begin_connecting(&gone.id).await?;
        stage.approve(&card, &mut alice()).await?;
        stage.over(&card).await?;
        assert!(green(&stage.location(ALICE).await?.health), "{engine}");

        stage
            .ask(LocationRequest::Disconnect { location: gone.id })
            .await?;
        stage.until_location(ALICE, |one| red(&one.health)).await?;
        let no_way = engine == "gotosocial";
        let told = stage
            .facts()?
            .iter()
            .any(|fact| matches!(fact, EventKind::RevokeNotOffered(_)));
        let later = stage
            .facts()?
            .iter()
            .any(|fact| matches!(fact, EventKind::RevokeFailed(_)));
        assert_eq!((told, later), (no_way, false), "{engine}");
        let what = stage.history(ALICE).await?[0].what;
        let wanted = match no_way {
            true => HistoryKind::DisconnectedHereOnly,
            false => HistoryKind::Disconnected,
        };
        assert_eq!(what, wanted, "{engine}");
    }
    Ok(())
}

#[tokio::test]
async fn whoever_comes_again_after_the_last_one_left_meets_a_page_that_leads_somewhere()
-> TestResult {
    let mut stage = running("snac").await?;
    connect(&mut stage, "snac").await?;
    let location = stage.location(ALICE).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(ALICE, |one| red(&one.health)).await?;
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    stage.approve(&card, &mut bob()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BOB).await?.health));

    // It forgets without a word, and answers a question about that with nothing.
    stage
        .control
        .trouble("mastodon", "app_forgotten", json!({}))
        .await?;
    let bob_is = stage.location(BOB).await?.id;
    let before = stage.control.asked(REGISTER).await?;
    let card = stage.begin_connecting(&bob_is).await?;
    assert_eq!(stage.control.asked(REGISTER).await?, before + 1);
    stage.approve(&card, &mut bob()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BOB).await?.health));
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_compared_as_a_text_fits_again_at_every_sign_in() -> TestResult {
    for engine in ["gotosocial", "takahe", "pleroma"] {
        let mut stage = running(engine).await?;
        connect(&mut stage, engine).await?;
        let before = stage.control.asked(REGISTER).await?;
        let alice_is = stage.location(ALICE).await?.id;
        // The same port serves again, so that nothing is registered anew.
        let card = stage.begin_connecting(&alice_is).await?;
        assert_eq!(stage.control.asked(REGISTER).await?, before, "{engine}");
        stage.approve(&card, &mut alice()).await?;
        stage.over(&card).await?;

        // The app listens on for whoever loads its page again, until it ends.
        let mut stage = stage.restart().await?;
        let before = stage.control.asked(REGISTER).await?;
        let port = port_of(&card.page);
        let _taken = tokio::net::TcpListener::bind(("127.0.0.1", port)).await;
        let card = stage.begin_connecting(&alice_is).await?;
        assert_ne!(port_of(&card.page), port, "{engine}");
        assert_eq!(stage.control.asked(REGISTER).await?, before + 1, "{engine}");
        stage.approve(&card, &mut alice()).await?;
        stage.over(&card).await?;
        assert!(green(&stage.location(ALICE).await?.health), "{engine}");
    }
    Ok(())
}

#[tokio::test]
async fn an_account_that_lives_on_another_server_is_found_and_said() -> TestResult {
    let mut stage = Stage::set().await?;
    let account = r#"{"links":[{"rel":"self","href":"https://mastodon.practice/users/alice"}]}"#;
    stage.line.instead_for(1, "/api/v1/apps", 404, &[], "");
    stage
        .line
        .instead("/.well-known/webfinger", 200, &[], account);
    let typed = Some("@alice@elsewhere.example");
    let card = stage.begin_adding("mastodon", typed).await?;
    let attempt = stage.snapshot().await?.attempts.remove(0);
    assert_eq!(attempt.lives_at.as_deref(), Some(INSTANCE));
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    let location = stage.location(ALICE).await?;
    assert_eq!(location.host.as_deref(), Some(INSTANCE));
    assert!(green(&location.health));
    Ok(())
}

/// Where a sign-in page leads back to.
fn back_of(page: &Url) -> Url {
    let mut pairs = page.query_pairs();
    let back = pairs.find(|(name, _)| name == "redirect_uri");
    let back = back.and_then(|(_, address)| Url::parse(&address).ok());
    back.expect("a way back")
}

/// The port of this computer that a sign-in page leads back to.
fn port_of(page: &Url) -> u16 {
    back_of(page).port().unwrap_or_default()
}

#[tokio::test]
async fn each_registration_has_a_path_of_its_own_and_keeps_it_by_either_road() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut seen = BTreeSet::new();
    for again in [false, true] {
        if again {
            // What a server forgot is registered anew.
            let forget = stage
                .control
                .trouble("mastodon", "app_forgotten", json!({}));
            forget.await?;
        }
        let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
        let path = back_of(&card.page).path().to_owned();
        assert!(path.starts_with(EVERY_PATH) && path.len() == EVERY_PATH.len() + 17);
        stage.approve(&card, &mut alice()).await?;
        stage.over(&card).await?;
        let alice_is = stage.location(ALICE).await?.id;
        for return_by in [RedirectPreference::DeepLink, RedirectPreference::Loopback] {
            stage = stage.leave().await?.enter().await?;
            let before = stage.control.asked(REGISTER).await?;
            stage.ask(SettingRequest::SetReturnBy { return_by }).await?;
            let card = stage.begin_connecting(&alice_is).await?;
            assert_eq!(back_of(&card.page).path(), path, "{return_by:?}");
            stage.approve(&card, &mut alice()).await?;
            stage.over(&card).await?;
            assert_eq!(stage.control.asked(REGISTER).await?, before);
        }
        assert!(seen.insert(path), "{seen:?}");
    }
    Ok(())
}

/// Its path holds nothing of the server, and the server leads back to nothing else.
#[tokio::test]
async fn a_registration_of_an_older_version_serves_on_as_it_is() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let alice_is = stage.location(ALICE).await?.id;
    let loopback = format!("http://127.0.0.1{EVERY_PATH}");
    let link = format!("app.greentick:{EVERY_PATH}");
    let registered = stage.register_at_mastodon(&[&loopback, &link]).await?;
    let set = stage.leave().await?;
    let vault = Vault::open(
        &set.database(),
        Box::new(OsEntropy),
        set.scene().keychain.clone(),
    );
    let mut vault = vault.map_err(Trouble::because)?;
    vault.unlock().map_err(Trouble::because)?;
    let host = Host::parse(INSTANCE).expect("a host");
    let network = "mastodon".parse().expect("a network");
    let mut app = vault.app(&network, Some(&host)).map_err(Trouble::because)?;
    let app = app.as_mut().expect("an app");
    app.extra.as_object_mut().expect("an object").remove("word");
    (app.client_id, app.client_secret) = registered;
    let registered = Change::App(Box::new(app.clone()));
    vault.commit(&[registered]).map_err(Trouble::because)?;
    drop(vault);

    let mut stage = set.enter().await?;
    let before = stage.control.asked(REGISTER).await?;
    for return_by in [RedirectPreference::DeepLink, RedirectPreference::Loopback] {
        stage.ask(SettingRequest::SetReturnBy { return_by }).await?;
        let card = stage.begin_connecting(&alice_is).await?;
        assert_eq!(back_of(&card.page).path(), EVERY_PATH, "{return_by:?}");
        stage.approve(&card, &mut alice()).await?;
        stage.over(&card).await?;
        assert!(green(&stage.location(ALICE).await?.health));
    }
    assert_eq!(stage.control.asked(REGISTER).await?, before);

    // What is registered after it has a path of its own.
    let forget = stage
        .control
        .trouble("mastodon", "app_forgotten", json!({}));
    forget.await?;
    let card = stage.begin_connecting(&alice_is).await?;
    assert_ne!(back_of(&card.page).path(), EVERY_PATH);
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_profile_that_somebody_pastes_leads_to_its_server() -> TestResult {
    for typed in [
        "alice@mastodon.practice",
        "https://mastodon.practice/@alice",
        "HTTPS://Mastodon.Practice",
        "\u{202a}@alice@mastodon.practice\u{202c}",
    ] {
        let mut stage = Stage::set().await?;
        let card = stage.begin_adding("mastodon", Some(typed)).await?;
        assert_eq!(card.page.path(), "/oauth/authorize", "{typed}");
    }
    Ok(())
}
