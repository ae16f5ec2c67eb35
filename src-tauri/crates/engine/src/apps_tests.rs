use protocol::AppVerdictCode;
use tokio::sync::oneshot;

use super::*;
use crate::rig::{Rig, network};

async fn ask(rig: &mut Rig, request: AppRequest) -> Result<Reply, Failure> {
    let (asker, hears) = oneshot::channel();
    asked(&mut rig.cx, request, asker).await;
    rig.cx.deliver();
    hears.await.expect("an answer")
}

fn save(name: &str, id: &str, secret: &str) -> AppRequest {
    AppRequest::SaveApp {
        network: network(name),
        client_id: id.to_owned(),
        client_secret: Secret::new(secret.to_owned()),
    }
}

async fn kept(rig: &Rig, name: &str) -> Option<(String, Option<String>)> {
    let dialect = rig.cx.networks.get(&network(name)).expect("a network");
    let kept = rig.cx.store.app_of(&*dialect, network(name), None).await;
    let App { id, secret } = kept.expect("the key")?.app;
    Some((id, secret.map(|secret| secret.expose().to_owned())))
}

fn networks_emitted(rig: &mut Rig) -> Vec<String> {
    let named = |fact| {
        let EventKind::NetworkChanged(network) = fact else {
            panic!("something else");
        };
        network.id.to_string()
    };
    rig.facts().into_iter().map(named).collect()
}

/// What a trial of the app for X finds, in the order of the things that are tried.
async fn tried(rig: &mut Rig) -> Vec<AppVerdictCode> {
    let network = network("x");
    let Ok(Reply::App(AppReply::AppTried(found))) = ask(rig, AppRequest::TryApp { network }).await
    else {
        panic!("nothing was tried");
    };
    found.into_iter().map(|one| one.showed).collect()
}

#[tokio::test]
async fn an_app_is_kept_as_it_was_meant_and_all_networks_that_it_serves_hear_of_it() {
    let mut rig = Rig::new().await;
    let saved = ask(&mut rig, save("instagramviafacebook", " id ", " secret\n")).await;
    assert!(saved.is_ok());
    let both = Some(("id".to_owned(), Some("secret".to_owned())));
    assert_eq!(kept(&rig, "facebook").await, both);
    assert_eq!(
        networks_emitted(&mut rig),
        ["facebook", "instagramviafacebook"]
    );
    // One that needs none may be without a secret.
    assert!(ask(&mut rig, save("x", "id", " ")).await.is_ok());
    assert_eq!(kept(&rig, "x").await, Some(("id".to_owned(), None)));
}

#[tokio::test]
async fn what_cannot_be_credentials_replaces_none_that_are_kept() {
    let mut rig = Rig::new().await;
    ask(&mut rig, save("facebook", "id", "secret")).await.ok();
    rig.facts();
    let long = "a".repeat(513);
    for (id, secret, field) in [
        ("", "new", AppField::ClientId),
        ("with space", "new", AppField::ClientId),
        ("n\u{e9}w", "new", AppField::ClientId),
        (&*long, "new", AppField::ClientId),
        ("new", "", AppField::ClientSecret),
        ("new", "with space", AppField::ClientSecret),
        ("new", &*long, AppField::ClientSecret),
    ] {
        let refused = ask(&mut rig, save("facebook", id, secret)).await;
        assert_eq!(refused.err(), Some(Failure::BadApp { field }), "{id}");
    }
    for name in ["mastodon", "nowhere"] {
        let refused = ask(&mut rig, save(name, "new", "new")).await;
        assert_eq!(refused.err(), Some(Failure::Malformed), "{name}");
    }
    assert_eq!(kept(&rig, "facebook").await.unwrap().0, "id");
    assert!(rig.facts().is_empty());
}

#[tokio::test]
async fn an_app_that_could_not_be_kept_is_told_to_nobody() {
    let mut rig = Rig::new().await;
    rig.rows.fail_next_writes(1);
    let refused = ask(&mut rig, save("x", "id", "secret")).await;
    assert_eq!(refused.err(), Some(Failure::DiskFull));
    rig.cx.book.key = KeyState::Locked;
    let refused = ask(&mut rig, save("x", "id", "secret")).await;
    assert_eq!(refused.err(), Some(Failure::VaultClosed));
    assert_eq!(kept(&rig, "x").await, None);
    assert!(rig.cx.book.apps.is_empty() && rig.facts().is_empty());
}

#[tokio::test]
async fn a_forgotten_app_is_gone_for_all_that_it_served_or_for_none() {
    let mut rig = Rig::new().await;
    ask(&mut rig, save("facebook", "id", "secret")).await.ok();
    rig.facts();
    let forget = || AppRequest::ForgetApp {
        network: network("instagramviafacebook"),
    };
    rig.rows.fail_next_writes(1);
    let refused = ask(&mut rig, forget()).await;
    assert_eq!(refused.err(), Some(Failure::DiskFull));
    assert_eq!(rig.cx.book.apps.len(), 1);
    assert!(kept(&rig, "facebook").await.is_some() && rig.facts().is_empty());
    assert!(ask(&mut rig, forget()).await.is_ok());
    assert!(rig.cx.book.apps.is_empty());
    assert_eq!(kept(&rig, "facebook").await, None);
    assert_eq!(
        networks_emitted(&mut rig),
        ["facebook", "instagramviafacebook"]
    );
    // It may be forgotten while the key is away, and twice.
    rig.cx.book.key = KeyState::Locked;
    assert!(ask(&mut rig, forget()).await.is_ok());
}

#[tokio::test]
async fn nothing_is_sent_to_try_an_app_that_is_not_there_or_not_at_hand() {
    let mut rig = Rig::new().await;
    let try_app = |name| AppRequest::TryApp {
        network: network(name),
    };
    let refused = ask(&mut rig, try_app("x")).await;
    assert_eq!(refused.err(), Some(Failure::AppNeeded));
    let refused = ask(&mut rig, try_app("nowhere")).await;
    assert_eq!(refused.err(), Some(Failure::Malformed));
    ask(&mut rig, save("x", "id", "secret")).await.ok();
    rig.cx.book.key = KeyState::Locked;
    let refused = ask(&mut rig, try_app("x")).await;
    assert_eq!(refused.err(), Some(Failure::VaultClosed));
    assert!(rig.script.sent().is_empty());
}

#[tokio::test]
async fn an_app_is_fine_only_if_its_network_says_so() {
    use AppVerdictCode::{Fine, Missing, NoAnswer, NotToldYet, Wrong};
    let mut rig = Rig::new().await;
    ask(&mut rig, save("x", "id", "secret")).await.ok();
    // Nobody answers, and nobody approved yet.
    let silent = [NoAnswer, NoAnswer, NotToldYet, NotToldYet];
    assert_eq!(tried(&mut rig).await, silent);
    // The network knows the app and not the code, and shows its page for both addresses.
    rig.linked(1);
    rig.script.answer(400, r#"{"error":"invalid_grant"}"#);
    rig.script.answer(200, "<html>");
    rig.script.answer(200, "<html>");
    let found = tried(&mut rig).await;
    assert_eq!(found, [Fine, NotToldYet, Missing, NotToldYet]);
    // It knows neither the app nor the first address.
    rig.script.answer(401, r#"{"error":"invalid_client"}"#);
    rig.script.answer(400, "<html>");
    assert_eq!(tried(&mut rig).await[..2], [Wrong, Wrong]);
    // Who asked too often is not told that the address is wrong.
    rig.script.answer(400, r#"{"error":"invalid_grant"}"#);
    rig.script.answer(429, "<html>");
    rig.script.answer(200, "<html>");
    assert_eq!(tried(&mut rig).await[..2], [Fine, NotToldYet]);
}

#[tokio::test]
async fn permissions_are_held_against_the_newest_approval_of_that_network() {
    let mut rig = Rig::new().await;
    ask(&mut rig, save("x", "id", "secret")).await.ok();
    let (x, facebook) = (network("x"), network("facebook"));
    let dialect = rig.cx.networks.get(&x).unwrap();
    rig.connected(1, 1, "facebook");
    let of_x = |rig: &Rig| missing_scopes(&rig.cx, &x, &*dialect);
    assert_eq!(of_x(&rig), AppVerdict::NotToldYet);
    rig.connected(2, 2, "x");
    assert!(matches!(of_x(&rig), AppVerdict::Missing(_)));
    rig.connected(3, 3, "x");
    let grant = rig
        .cx
        .book
        .grants
        .get_mut(&crate::rig::grant_id(3))
        .unwrap();
    grant.scopes = dialect.about().asked_scopes();
    grant.dates.issued_at = crate::rig::NOW.plus(domain::Span::from_minutes(1));
    assert_eq!(of_x(&rig), AppVerdict::Fine);
    let elsewhere = missing_scopes(&rig.cx, &facebook, &*dialect);
    assert!(matches!(elsewhere, AppVerdict::Missing(_)));
}

#[tokio::test]
async fn in_practice_the_apps_are_there_from_the_start() {
    let mut rig = Rig::new().await;
    keep_practice_apps(&mut rig.cx).await;
    assert!(rig.cx.book.apps.is_empty());
    let secret = Secret::new("secret".to_owned());
    rig.cx.practice = Some(crate::Practice {
        control: url::Url::parse("http://127.0.0.1:1/").unwrap(),
        apps: vec![(network("x"), "practice".to_owned(), secret)],
    });
    keep_practice_apps(&mut rig.cx).await;
    assert_eq!(kept(&rig, "x").await.unwrap().0, "practice");
    assert_eq!(networks_emitted(&mut rig), ["x"]);
}
