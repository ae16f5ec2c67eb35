//! 9, with the real key ring of a Linux desktop.

use std::sync::Arc;
use std::time::Duration;

use domain::{Icon, KeyState};
use journeys::stage::{Scene, Stage, TestResult, network_named};
use journeys::{Desktop, Parts, Trouble, again};
use protocol::SignInRequest;
use vault::OsKeychain;

use crate::people::{ALICE, alice, green};

const SERVICE: &str = "app.greentick.journeys";

fn scene() -> Scene {
    let keychain = OsKeychain::new(SERVICE).with_deadline(Duration::from_secs(5));
    Scene {
        keychain: Arc::new(keychain),
        ..Scene::default()
    }
}

/// Runs a journey of its own in the session of a desktop.
fn run(journey: impl Future<Output = TestResult>) -> TestResult {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(Trouble::io("a runtime"))?.block_on(journey)
}

#[test]
fn the_key_rests_in_the_key_ring_and_is_found_after_a_restart() {
    const NAME: &str = "keyring::the_key_rests_in_the_key_ring_and_is_found_after_a_restart";
    again::in_session(Parts::Keyring, NAME, || {
        run(async {
            let mut stage = Stage::with(scene()).await?;
            stage.add_account(&mut alice()).await?;
            let mut stage = stage.restart().await?;
            stage.look().await?;
            assert!(green(&stage.location(ALICE).await?.health));
            Ok(())
        })
    })
    .unwrap();
}

#[test]
fn without_a_key_ring_nothing_is_connected_in_the_clear() {
    const NAME: &str = "keyring::without_a_key_ring_nothing_is_connected_in_the_clear";
    again::in_session(Parts::Bus, NAME, || {
        run(async {
            let mut stage = Stage::locked(scene()).await?;
            stage
                .until("a vault without a keychain", |seen| {
                    (seen.vault.state == KeyState::NoBackend).then_some(())
                })
                .await?;
            let refused = stage
                .refusal(SignInRequest::AddLocation {
                    network: network_named("facebook"),
                    host: None,
                    client: None,
                })
                .await?;
            assert_eq!(refused, protocol::Failure::VaultClosed);
            Ok(())
        })
    })
    .unwrap();
}

/// Two processes in one session: a run that connects, and one that starts with a locked key ring.
#[test]
fn a_key_ring_that_is_locked_at_the_start_is_grey_until_it_is_open() {
    const CONNECTS: &str = "keyring::inside_a_session_somebody_connects";
    let mut desktop = Desktop::start(Parts::Keyring).unwrap();
    again::run(&desktop, CONNECTS).unwrap();
    desktop.restart_keyring_locked().unwrap();
    again::run(&desktop, "keyring::inside_a_session_the_key_is_not_at_hand").unwrap();
    desktop.unlock_keyring().unwrap();
    again::run(&desktop, CONNECTS).unwrap();
}

#[test]
#[ignore = "runs inside a session of another test"]
fn inside_a_session_somebody_connects() {
    run(async {
        let mut stage = Stage::with(scene()).await?;
        stage.add_account(&mut alice()).await?;
        assert!(green(&stage.location(ALICE).await?.health));
        Ok(())
    })
    .unwrap();
}

#[test]
#[ignore = "runs inside a session of another test"]
fn inside_a_session_the_key_is_not_at_hand() {
    run(async {
        let mut stage = Stage::locked(scene()).await?;
        let state = stage
            .until("an answer of the key ring", |seen| {
                let told = &seen.vault.state;
                (*told != KeyState::Open).then_some(*told)
            })
            .await?;
        assert!(
            matches!(state, KeyState::Locked | KeyState::NoBackend),
            "{state:?}"
        );
        let all = stage.snapshot().await?.locations;
        assert!(all.iter().all(|one| one.health.icon != Icon::BrokenLink));
        Ok(())
    })
    .unwrap();
}
