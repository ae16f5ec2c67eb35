//! What survives a restart, and what a stop leaves behind.

use std::path::Path;

use practice::{Config, Practice};
use serde_json::json;

use crate::browser::{Browser, get};
use crate::facebook_app::{self, BAKERY, JANA};
use crate::kit::{self, standing};
use crate::linkedin;
use crate::mastodon_app::{self, ALICE};

async fn on(file: &Path) -> Practice {
    let config = Config {
        state_file: Some(file.to_owned()),
        ..standing()
    };
    Practice::start(config).await.unwrap()
}

#[tokio::test]
async fn apps_tokens_sessions_time_and_trouble_survive_a_restart_on_other_ports() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let before = facebook_app::App::on(on(&file).await);
    let mut browser = Browser::new();
    before.code(&mut browser, JANA, &[BAKERY]).await;
    let user = before.long_token(JANA, &[BAKERY]).await;
    let page = before.page_token(&user, BAKERY).await;
    before.later(86_400).await;
    before
        .trouble(json!({"kind": "lying_clock", "seconds": 60}))
        .await;
    let toots = mastodon_app::App::on(before.practice).await;
    let token = toots.token(ALICE).await;
    let (client_id, client_secret) = (toots.id, toots.secret);
    toots.practice.stop().await;

    let after = facebook_app::App::on(on(&file).await);
    assert_eq!((&after.id, &after.secret), (&before.id, &before.secret));
    assert_eq!(
        after.graph(&page, "me", &[]).await.json()["name"],
        "Harbour Lane Bakery"
    );
    assert!(
        browser
            .get(after.dialog(&[]))
            .await
            .sent_back("code")
            .is_some()
    );
    let state = get(after.practice.control().join("api/state").unwrap())
        .await
        .json();
    assert_eq!(state["ahead_seconds"], 86_400);
    assert_eq!(
        state["networks"]["facebook"]["weather"]["clock_ahead_seconds"],
        60
    );
    let practice = after.practice;
    let toots = mastodon_app::App {
        practice,
        id: client_id,
        secret: client_secret,
    };
    assert_eq!(toots.me(&token).await.json()["acct"], "alice");
    assert_eq!(toots.token(ALICE).await, token);
}

#[tokio::test]
async fn a_network_of_the_kit_survives_a_restart_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let before = kit::App::on(linkedin::LINKEDIN, on(&file).await);
    let mut browser = Browser::new();
    let url = before.authorize(&[]);
    let code = before.code(&mut browser, linkedin::JANA, url).await;
    let given = before.redeem(&code, &[]).await.json();
    let token = kit::text(&given, "access_token");
    before.practice.stop().await;

    let after = kit::App::on(linkedin::LINKEDIN, on(&file).await);
    assert_eq!((&after.id, &after.secret), (&before.id, &before.secret));
    assert_eq!(after.read(&token, "v2/userinfo").await.status, 200);
    assert_eq!(after.redeem(&code, &[]).await.status, 400);
    let again = browser.get(after.authorize(&[])).await;
    assert!(again.sent_back("code").is_some());
}

#[tokio::test]
async fn without_a_file_nothing_is_left_of_the_last_run() {
    let before = facebook_app::App::start().await;
    let user = before.long_token(JANA, &[BAKERY]).await;
    before.practice.stop().await;
    let after = facebook_app::App::start().await;
    assert_ne!(after.secret, before.secret);
    assert_eq!(
        facebook_app::refused(&after.graph(&user, "me", &[]).await),
        (190, None)
    );
}

#[tokio::test]
async fn stopping_closes_every_port() {
    let practice = Practice::start(standing()).await.unwrap();
    let addresses = [practice.control(), practice.facebook(), practice.mastodon()];
    practice.stop().await;
    for address in addresses {
        let port = address.port().unwrap();
        assert!(
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_err()
        );
    }
}
