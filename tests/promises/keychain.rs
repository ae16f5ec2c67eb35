//! 9, while the keychain is closed: it is asked again without a question to anybody, and a person
//! is told once that nothing is watched.

use std::sync::Arc;
use std::time::Duration;

use engine::{KeyState, NoticeAbout};
use journeys::Trouble;
use journeys::stage::{Scene, Stage, TestResult};
use protocol::{KeyRequest, LocationRequest};
use vault::{KeychainProblem, MemoryKeychain};

use crate::people::{BAKERY, green, jana};

const MINUTE: i64 = 60;
const TRIES: u32 = 100;

fn scene(keychain: &Arc<MemoryKeychain>) -> Scene {
    Scene {
        keychain: keychain.clone(),
        ..Scene::default()
    }
}

/// A run that starts with a closed keychain, after one that connected a page.
async fn closed(trouble: KeychainProblem) -> TestResult<(Stage, Arc<MemoryKeychain>)> {
    let keychain = Arc::new(MemoryKeychain::new());
    let mut stage = Stage::with(scene(&keychain)).await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    keychain.set_trouble(Some(trouble));
    let stage = stage.restart_locked(scene(&keychain)).await?;
    let mut summary = stage.handle.summary();
    let answered = summary.wait_for(|summary| summary.key.is_some()).await;
    assert_eq!(
        answered.map_err(Trouble::because)?.key,
        Some(trouble.into())
    );
    Ok((stage, keychain))
}

async fn until(stage: &mut Stage, state: KeyState) -> TestResult {
    let seen = stage.until("a state of the vault", |seen| {
        (seen.vault.state == state).then_some(())
    });
    seen.await
}

/// A minute passes, and the keychain is asked once more.
async fn a_minute_passes(stage: &Stage, keychain: &MemoryKeychain) -> TestResult {
    stage.pass(MINUTE).await?;
    let reads = keychain.reads();
    for _ in 0..TRIES {
        // Not before the timer runs that is to ring.
        stage.snapshot().await?;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(61)).await;
        tokio::time::resume();
        tokio::time::sleep(Duration::from_millis(20)).await;
        if keychain.reads() > reads {
            stage.snapshot().await?;
            return Ok(());
        }
    }
    Err(Trouble::unexpected("the keychain was not asked again"))
}

fn told(stage: &Stage) -> Vec<KeyState> {
    let notices = stage.shell.notices().into_iter();
    let about_key = |about| {
        let NoticeAbout::KeychainClosed { key } = about else {
            return None;
        };
        Some(key)
    };
    notices
        .filter_map(|notice| about_key(notice.about))
        .collect()
}

#[tokio::test]
async fn a_keychain_that_opens_later_is_found_within_a_minute_and_everything_is_looked_at()
-> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::Locked).await?;
    keychain.set_trouble(None);
    a_minute_passes(&stage, &keychain).await?;
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    assert_eq!(keychain.questions(), 0, "nobody was asked");
    assert_eq!(told(&stage), []);
    Ok(())
}

#[tokio::test]
async fn a_stir_at_the_keychain_is_followed_at_once() -> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::Locked).await?;
    keychain.set_trouble(None);
    stage.handle.keychain_stirred();
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    Ok(())
}

#[tokio::test]
async fn what_stays_closed_is_told_once_and_taken_back_when_it_opens() -> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::Locked).await?;
    a_minute_passes(&stage, &keychain).await?;
    assert_eq!(told(&stage), [], "a session that begins takes a while");
    for _ in 0..8 {
        a_minute_passes(&stage, &keychain).await?;
    }
    assert_eq!(told(&stage), [KeyState::Locked]);
    assert!(stage.shell.standing().contains_key("keychain"));
    assert_eq!(keychain.questions(), 0, "nobody was asked");
    keychain.set_trouble(None);
    a_minute_passes(&stage, &keychain).await?;
    until(&mut stage, KeyState::Open).await?;
    assert!(!stage.shell.standing().contains_key("keychain"));
    Ok(())
}

#[tokio::test]
async fn who_does_not_set_it_up_is_asked_again_only_when_they_say_so() -> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::NotSetUp).await?;
    let refused = stage.refusal(KeyRequest::OpenKeychain).await?;
    assert_eq!(refused, protocol::Failure::VaultClosed);
    until(&mut stage, KeyState::Declined).await?;
    a_minute_passes(&stage, &keychain).await?;
    assert_eq!(stage.snapshot().await?.vault.state, KeyState::Declined);
    assert_eq!(keychain.questions(), 1);
    keychain.set_person_opens(true);
    stage.ask(KeyRequest::OpenKeychain).await?;
    assert_eq!(stage.snapshot().await?.vault.state, KeyState::Open);
    Ok(())
}

/// As KWallet does, which calls itself open a moment before it can be read.
#[tokio::test]
async fn what_a_person_opened_is_asked_for_until_it_can_be_read() -> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::Locked).await?;
    keychain.set_person_opens(true);
    keychain.set_opens_slowly(4);
    tokio::time::pause();
    let asked = stage.ask(KeyRequest::OpenKeychain).await;
    tokio::time::resume();
    asked?;
    assert_eq!(keychain.questions(), 1);
    until(&mut stage, KeyState::Open).await?;
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    Ok(())
}

#[tokio::test]
async fn who_opened_a_keychain_without_the_key_is_told_at_once() -> TestResult {
    let (stage, keychain) = closed(KeychainProblem::Locked).await?;
    keychain.set_person_opens(true);
    keychain.replace(None);
    let reads = keychain.reads();
    let refused = stage.refusal(KeyRequest::OpenKeychain).await?;
    assert_eq!(refused, protocol::Failure::VaultClosed);
    assert_eq!(stage.snapshot().await?.vault.state, KeyState::NoKey);
    assert_eq!(keychain.reads(), reads + 1);
    Ok(())
}

#[tokio::test]
async fn who_wants_a_check_is_let_to_the_keychain_first() -> TestResult {
    let (mut stage, keychain) = closed(KeychainProblem::Locked).await?;
    let check = || LocationRequest::Check { locations: vec![] };
    let refused = stage.refusal(check()).await?;
    assert_eq!(refused, protocol::Failure::VaultClosed);
    keychain.set_person_opens(true);
    stage.ask(check()).await?;
    assert_eq!(keychain.questions(), 2);
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    Ok(())
}
