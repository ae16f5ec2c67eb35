//! The store's file is removed or replaced while the app runs: a person hears of it within a minute,
//! nothing irreversible is done, and what is shown can be written out.

use std::path::Path;
use std::time::Duration;

use domain::{Icon, Trouble};
use engine::NoticeAbout;
use journeys::commits;
use journeys::stage::{Person, Stage, TestResult, network_named};
use protocol::{Failure, GeneralReply, GeneralRequest, Reply, SignInRequest};
use vault::{OsEntropy, Vault};

use crate::people::green;

const JANA: &str = "@harbourlane";
const RENEWALS: &str = "x POST /2/oauth2/token";
const NEARLY_OVER: i64 = 7_000;

fn removed(store: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = store.as_os_str().to_owned();
        name.push(suffix);
        std::fs::remove_file(name).expect("a file of the store");
    }
}

/// As somebody does who puts a copy back.
fn replaced(store: &Path) {
    let copy = store.with_extension("restored");
    std::fs::copy(store, &copy).expect("a copy");
    std::fs::rename(copy, store).expect("the copy in its place");
}

/// The log alone, as a cleaner of old files might.
fn log_removed(store: &Path) {
    std::fs::remove_file(commits::log_of(store)).expect("a file of the store");
}

async fn connected() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    let mut jana = Person::named("Jana Weiss");
    stage.add("x", None, &mut jana, &[]).await?;
    Ok(stage)
}

#[tokio::test]
async fn within_a_minute_a_person_hears_that_the_file_is_gone() -> TestResult {
    for fault in [removed, replaced, log_removed] {
        let mut stage = connected().await?;
        assert!(!stage.snapshot().await?.store_moved);
        fault(&stage.database());
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(59)).await;
        tokio::time::resume();
        stage
            .until("a store that moved", |seen| seen.store_moved.then_some(()))
            .await?;
        let standing = stage.shell.standing();
        let about = standing.get("disk").map(|notice| &notice.about);
        assert_eq!(about, Some(&NoticeAbout::StoreMoved));
    }
    Ok(())
}

#[tokio::test]
async fn no_renewal_is_sent_for_what_would_be_kept_nowhere() -> TestResult {
    let mut stage = connected().await?;
    stage.pass(NEARLY_OVER).await?;
    let before = stage.control.asked(RENEWALS).await?;
    removed(&stage.database());
    stage.look_once().await?;
    let health = stage.location(JANA).await?.health;
    assert_eq!(health.icon, Icon::Cloud);
    assert_eq!(health.trouble, Some(Trouble::StoreMoved));
    assert_eq!(stage.control.asked(RENEWALS).await?, before);
    assert!(stage.snapshot().await?.store_moved);
    Ok(())
}

#[tokio::test]
async fn no_sign_in_turns_green() -> TestResult {
    let mut stage = connected().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut crate::people::jana()).await?;
    stage.offer(&card).await?;
    removed(&stage.database());
    stage.pick(&card, &[crate::people::BAKERY]).await?;
    let failed = stage.failure_in_full(&card).await?;
    assert_eq!(failed.trouble, Some(Trouble::StoreMoved));
    Ok(())
}

/// Nor does it end the one that is under way, which a saved copy may still help.
#[tokio::test]
async fn no_sign_in_begins_in_a_store_that_is_gone() -> TestResult {
    let mut stage = connected().await?;
    let older = stage.begin_adding("facebook", None).await?;
    removed(&stage.database());
    let refused = stage
        .refusal(SignInRequest::AddLocation {
            network: network_named("facebook"),
            host: None,
            client: None,
        })
        .await?;
    assert_eq!(refused, Failure::StoreMoved);
    let attempts = stage.snapshot().await?.attempts;
    assert!(attempts.iter().any(|attempt| attempt.id == older.attempt));
    Ok(())
}

#[tokio::test]
async fn what_is_shown_is_written_out_on_request_and_goes_on_in_its_place() -> TestResult {
    let mut stage = connected().await?;
    let store = stage.database();
    removed(&store);
    stage.look_once().await?;
    let saved = stage.ask(GeneralRequest::SaveCopy).await?;
    let Reply::General(GeneralReply::Exported(file)) = saved else {
        return Err(journeys::Trouble::unexpected("another reply than a file"));
    };
    let keychain = stage.keychain();
    let stage = stage.leave().await?;
    std::fs::rename(&file.path, &store).unwrap();
    let mut copy = Vault::open(&store, Box::new(OsEntropy), keychain).unwrap();
    copy.unlock().unwrap();
    assert_eq!(copy.load().unwrap().locations.len(), 1);
    drop(copy);
    let mut stage = stage.enter().await?;
    stage.look().await?;
    assert!(green(&stage.location(JANA).await?.health));
    Ok(())
}

#[tokio::test]
async fn what_is_back_where_it_was_goes_on_by_itself() -> TestResult {
    let mut stage = connected().await?;
    stage.pass(NEARLY_OVER).await?;
    let store = stage.database();
    let away = store.with_extension("away");
    std::fs::rename(&store, &away).unwrap();
    stage.look_once().await?;
    assert!(stage.snapshot().await?.store_moved);
    std::fs::rename(&away, &store).unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(59)).await;
    tokio::time::resume();
    stage.until_location(JANA, |one| green(&one.health)).await?;
    assert!(!stage.snapshot().await?.store_moved);
    assert!(!stage.shell.standing().contains_key("disk"));
    Ok(())
}
