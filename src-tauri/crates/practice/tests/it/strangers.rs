//! The Mastodon server and the PDS of somebody who means harm, and the witness beside them.

use practice::{Config, Practice};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use crate::browser::get;
use crate::kit::standing;

const SEED: u64 = 7;
const ENOUGH: usize = 120;

async fn beside_strangers(seed: u64) -> Practice {
    let config = Config {
        strangers: Some(seed),
        ..standing()
    };
    Practice::start(config).await.unwrap()
}

fn origin(practice: &Practice, name: &str) -> Url {
    let mut all = practice.origins();
    all.find(|(known, _)| *known == name).unwrap().1
}

async fn report(practice: &Practice) -> Value {
    get(practice.control().join("api/strangers").unwrap())
        .await
        .json()
}

/// Asks as a client that trusts nobody: what comes of it does not matter, and is not waited for.
async fn asks(place: &Url, path: &str, header: &str) {
    let port = place.port().unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    // It was heard by whoever answers, or hangs up, at all.
    let mut byte = [0_u8; 1];
    let heard = tokio::time::timeout(std::time::Duration::from_secs(1), stream.read(&mut byte));
    let _ = heard.await;
}

#[tokio::test]
async fn nobody_runs_them_who_did_not_ask() {
    let practice = Practice::start(standing()).await.unwrap();
    assert!(
        practice
            .origins()
            .all(|(name, _)| !name.starts_with("hostile"))
    );
    assert_eq!(report(&practice).await, Value::Null);
}

#[tokio::test]
async fn a_seed_draws_the_same_answers_again_and_another_seed_others() {
    let mut runs = vec![];
    for seed in [SEED, SEED, SEED + 1] {
        let practice = beside_strangers(seed).await;
        let server = origin(&practice, "hostile-mastodon");
        for _ in 0..ENOUGH {
            asks(
                &server,
                "/.well-known/oauth-authorization-server",
                "Accept: */*",
            )
            .await;
        }
        let told = report(&practice).await;
        assert_eq!(told["requests"], ENOUGH);
        runs.push(told["tricks"].clone());
        practice.stop().await;
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let drawn = runs[0].as_object().unwrap();
    assert!(
        drawn.contains_key("hostile-mastodon: good") && drawn.len() > 10,
        "{drawn:?}"
    );
}

#[tokio::test]
async fn a_secret_that_comes_to_them_is_seen() {
    let practice = beside_strangers(SEED).await;
    let (_, secret) = practice.facebook_app();
    let server = origin(&practice, "hostile-pds");
    asks(&server, "/oauth/par", "Accept: */*").await;
    assert_eq!(report(&practice).await["leaked"], serde_json::json!([]));
    asks(
        &server,
        "/oauth/par",
        &format!("Authorization: Bearer {secret}"),
    )
    .await;
    let leaked = report(&practice).await["leaked"].clone();
    assert!(
        leaked[0].as_str().unwrap().starts_with("facebook: "),
        "{leaked}"
    );
}

#[tokio::test]
async fn what_they_made_is_seen_where_it_comes_to_another_network() {
    let practice = beside_strangers(SEED).await;
    let honest = practice.mastodon();
    asks(&honest, "/api/v1/instance", "Accept: */*").await;
    assert_eq!(report(&practice).await["marked"], serde_json::json!([]));
    asks(
        &honest,
        "/api/v1/instance",
        "Authorization: Bearer ofastranger-access-1",
    )
    .await;
    assert_eq!(
        report(&practice).await["marked"],
        serde_json::json!(["mastodon GET /api/v1/instance"])
    );
}
