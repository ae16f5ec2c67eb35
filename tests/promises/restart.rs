//! 9: a restart finds everything as it was, and what rests on the disk gives no secret away.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{Icon, KeyState, NextStep};
use journeys::Trouble;
use journeys::stage::{Scene, Stage, TestResult};
use protocol::{
    GeneralReply, GeneralRequest, KeyRequest, LocationRequest, Reply, SettingRequest, StateCode,
    Theme,
};
use vault::{KeychainProblem, MemoryKeychain};

use crate::people::{BAKERY, NORTHWIND, alice, green, jana, red};

async fn connected() -> TestResult<(Stage, Arc<MemoryKeychain>)> {
    let keychain = Arc::new(MemoryKeychain::new());
    let scene = Scene {
        keychain: keychain.clone(),
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_account(&mut alice()).await?;
    Ok((stage, keychain))
}

fn scene(keychain: &Arc<MemoryKeychain>) -> Scene {
    Scene {
        keychain: keychain.clone(),
        ..Scene::default()
    }
}

#[tokio::test]
async fn after_a_restart_everything_is_green_and_the_networks_agree() -> TestResult {
    let (stage, keychain) = connected().await?;
    let before = stage.snapshot().await?.locations;
    let reads = keychain.reads();
    let mut stage = stage.restart().await?;
    stage.look().await?;
    for was in &before {
        let name = was.name.as_deref().expect("a name");
        let name = was.handle.as_deref().unwrap_or(name);
        let is = stage.location(name).await?;
        assert!(green(&is.health), "{name}");
        assert_eq!(
            (&is.id, is.connected_at, &is.uses, &is.login),
            (&was.id, was.connected_at, &was.uses, &was.login)
        );
        assert!(is.checked_at > was.checked_at, "{name}");
    }
    assert_eq!(keychain.reads(), reads + 1, "the key is read once a run");
    Ok(())
}

#[tokio::test]
async fn a_welcome_that_was_seen_does_not_come_again() -> TestResult {
    let stage = Stage::set().await?;
    assert!(!stage.snapshot().await?.welcomed);
    stage.ask(SettingRequest::DismissWelcome).await?;
    assert!(stage.snapshot().await?.welcomed);
    let stage = stage.restart().await?;
    assert!(stage.snapshot().await?.welcomed);
    Ok(())
}

#[tokio::test]
async fn a_page_that_missed_nothing_is_told_nothing_and_one_that_did_is_told_everything()
-> TestResult {
    let stage = Stage::set().await?;
    let sequence = stage.snapshot().await?.sequence;
    let told = stage.ask(GeneralRequest::CatchUp { sequence }).await?;
    assert!(matches!(told, Reply::General(GeneralReply::Done)));
    let theme = Theme::Dark;
    stage.ask(SettingRequest::SetTheme { theme }).await?;
    for known in [sequence, sequence + 100] {
        let told = stage.ask(GeneralRequest::CatchUp { sequence: known });
        let Reply::General(GeneralReply::Snapshot(now)) = told.await? else {
            return Err(Trouble::unexpected("nothing is told"));
        };
        assert!(now.sequence > sequence);
        assert_eq!(now.theme, theme);
    }
    Ok(())
}

/// Every file of the app, and not of the practice networks, which may know their own secrets.
fn files(stage: &Stage) -> std::io::Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in fs::read_dir(stage.folder())? {
        let path = entry?.path();
        if !path.to_string_lossy().contains("practice.") {
            files.push(path);
        }
    }
    Ok(files)
}

fn found(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|part| part == needle.as_bytes())
}

#[tokio::test]
async fn no_secret_of_any_network_stands_in_any_file() -> TestResult {
    let (mut stage, _keychain) = connected().await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(BAKERY, |one| red(&one.health)).await?;
    let secrets = stage.control.secrets(None).await?;
    for kind in ["user token", "page token", "access token", "app secret"] {
        assert!(
            !stage.control.secrets(Some(kind)).await?.is_empty(),
            "{kind}"
        );
    }
    let files = files(&stage).unwrap();
    assert!(files.contains(&stage.database()));
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for secret in &secrets {
            assert!(!found(&bytes, secret), "a secret in {}", file.display());
        }
    }
    // The same search finds what is meant to be there in clear.
    let all = fs::read(stage.database()).unwrap();
    let log = fs::read(stage.folder().join("greentick.db-wal")).unwrap();
    assert!(found(&all, NORTHWIND) || found(&log, NORTHWIND));
    Ok(())
}

#[tokio::test]
async fn a_locked_keychain_is_grey_and_opens_without_a_new_sign_in() -> TestResult {
    let (stage, keychain) = connected().await?;
    keychain.set_trouble(Some(KeychainProblem::Locked));
    let mut stage = stage.restart_locked(scene(&keychain)).await?;
    let bakery = stage.location(BAKERY).await?;
    assert_eq!(bakery.health.icon, Icon::Cloud);
    assert_eq!(bakery.health.state, StateCode::KeyUnavailable);
    assert_eq!(bakery.health.next, NextStep::OpenKeychain);
    let location = bakery.id;
    let refused = stage.refusal(journeys::stage::connect(&location)).await?;
    assert_eq!(refused, protocol::Failure::VaultClosed);

    keychain.set_trouble(None);
    stage.ask(KeyRequest::OpenKeychain).await?;
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    Ok(())
}

#[tokio::test]
async fn without_its_key_the_list_stays_and_a_new_start_asks_for_new_sign_ins() -> TestResult {
    let (stage, keychain) = connected().await?;
    keychain.replace(None);
    let mut stage = stage.restart_locked(scene(&keychain)).await?;
    stage
        .until("a vault without a key", |seen| {
            (seen.vault.state == KeyState::NoKey).then_some(())
        })
        .await?;
    assert_eq!(stage.snapshot().await?.locations.len(), 3);

    stage.ask(KeyRequest::StartOver).await?;
    let torn = stage
        .until_location(BAKERY, |one| {
            one.health.state == StateCode::TokensUnreadable
        })
        .await?;
    assert_eq!(torn.health.next, NextStep::Reconnect);
    assert_eq!(stage.snapshot().await?.vault.damaged, 3);
    let card = stage.begin_connecting(&torn.id).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    // One consent mends the pages of that login.
    assert!(green(&stage.location(BAKERY).await?.health));
    assert!(green(&stage.location(NORTHWIND).await?.health));
    assert_eq!(stage.snapshot().await?.vault.damaged, 1);
    Ok(())
}
