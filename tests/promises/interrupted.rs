//! A renewal that a crash cut off: the next start sees to it first, mends what the network lets it
//! mend, and names what is lost.

use std::sync::Arc;

use domain::{Cause, Icon};
use engine::{Failpoints, RenewalStep};
use journeys::Trouble;
use journeys::stage::{Person, Scene, Stage, TestResult};
use protocol::HistoryKind;
use serde_json::json;
use tokio::sync::Notify;
use vault::{Audience, MemoryKeychain, OsEntropy, Renewal, Vault};

use crate::people::green;

const JANA: &str = "@harbourlane";
const RENEWALS: &str = "x POST /2/oauth2/token";
/// Less than the five minutes before the end of two hours in which X's tokens are renewed.
const NEARLY_OVER: i64 = 7_000;

/// A renewal was carried out, its answer was lost, and the app starts again.
async fn cut_off(grace: Option<i64>) -> TestResult<(Stage, u64)> {
    let scene = Scene {
        keychain: Arc::new(MemoryKeychain::new()),
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    let mut jana = Person::named("Jana Weiss");
    stage.add("x", None, &mut jana, &[]).await?;
    if let Some(seconds) = grace {
        let aim = json!({ "seconds": seconds });
        stage.control.trouble("x", "grace", aim).await?;
    }
    stage.pass(NEARLY_OVER).await?;
    let mut lost = stage.line.lose("/2/oauth2/token");
    stage
        .ask(protocol::LocationRequest::Check { locations: vec![] })
        .await?;
    lost.happened().await?;
    drop(lost);
    let stage = stage.restart().await?;
    // The requests of the run before are forgotten, and this start's may be under way already.
    Ok((stage, 1))
}

/// The clock of this start is two hours behind: nothing is due by it, and the lease of the run
/// before seems to last for long. The network's window decides.
#[tokio::test]
async fn a_renewal_that_was_cut_off_is_made_good_at_the_next_start() -> TestResult {
    let (mut stage, renewals) = cut_off(Some(60)).await?;
    let before = stage.location(JANA).await?.checked_at;
    let seen = stage
        .until_location(JANA, |one| one.checked_at > before)
        .await?;
    assert!(green(&seen.health));
    assert_eq!(stage.control.asked(RENEWALS).await?, renewals);
    // What was mended is not mended again.
    stage.look().await?;
    assert_eq!(stage.control.asked(RENEWALS).await?, renewals);
    Ok(())
}

#[tokio::test]
async fn a_token_that_a_strict_network_took_is_named_at_the_next_start() -> TestResult {
    let (mut stage, _) = cut_off(None).await?;
    stage.look().await?;
    let lost = stage
        .until_location(JANA, |one| one.health.icon == Icon::BrokenLink)
        .await?;
    assert_eq!(lost.health.cause, Some(Cause::NotKept));
    let line = stage.history(JANA).await?.into_iter().next();
    let line = line.ok_or_else(|| Trouble::unexpected("nothing was written down"))?;
    assert_eq!(line.what, HistoryKind::StoppedWorking);
    assert_eq!(line.cause, Some(Cause::NotKept));
    Ok(())
}

/// Ends the renewal where its answer is sealed and nobody has read it.
#[derive(Default)]
struct EndsUnread(Notify);

impl Failpoints for EndsUnread {
    fn taken(&self, step: RenewalStep) {
        if step == RenewalStep::Sealed {
            self.0.notify_one();
            panic!("the run ends here");
        }
    }
}

/// Bluesky is asked for its doors before the renewal, and wants a proof with it.
#[tokio::test]
async fn an_answer_that_nobody_read_is_read_at_the_next_start_and_nothing_is_sent_again()
-> TestResult {
    for (network, typed, name, renewals) in [
        ("x", None, JANA, RENEWALS),
        (
            "bluesky",
            Some("@jana.practice"),
            "@jana.practice",
            "bluesky POST /oauth/token",
        ),
    ] {
        let ended = Arc::new(EndsUnread::default());
        let usual = Scene {
            keychain: Arc::new(MemoryKeychain::new()),
            ..Scene::default()
        };
        let mut stage = Stage::with(Scene {
            rehearsal: Some(ended.clone()),
            ..usual.clone()
        })
        .await?;
        let mut jana = Person::named("Jana Weiss");
        stage.add(network, typed, &mut jana, &[]).await?;
        // Past the end of the access token: without the renewal nothing works.
        stage.pass(3 * 3_600).await?;
        stage
            .ask(protocol::LocationRequest::Check { locations: vec![] })
            .await?;
        ended.0.notified().await;
        let sent = stage.control.asked(renewals).await?;
        let before = stage.location(name).await?.checked_at;
        let mut stage = stage.leave().await?.enter_as(usual).await?;
        let seen = stage
            .until_location(name, |one| one.checked_at > before)
            .await?;
        assert!(green(&seen.health), "{network}: {:?}", seen.health);
        assert_eq!(stage.control.asked(renewals).await?, sent, "{network}");
    }
    Ok(())
}

/// Two processes on one store: the other has renewed the grant, sent the next renewal and had it
/// answered, and ended. This one still knows the generation before all that.
#[tokio::test]
async fn a_lease_of_another_generation_leaves_the_sealed_answer_of_an_interrupted_renewal()
-> TestResult {
    let keychain = Arc::new(MemoryKeychain::new());
    let mut stage = Stage::with(Scene {
        keychain: keychain.clone(),
        ..Scene::default()
    })
    .await?;
    let mut jana = Person::named("Jana Weiss");
    stage.add("x", None, &mut jana, &[]).await?;
    stage.pass(NEARLY_OVER).await?;
    let path = stage.database();
    let open = || Vault::open(&path, Box::new(OsEntropy), keychain.clone()).unwrap();
    let mut other = open();
    other.unlock().unwrap();
    let grant = other.load().unwrap().grants.remove(0);
    let far = grant.dates.issued_at.plus(domain::Span::from_days(30));
    let x = Audience {
        network: "x".parse().unwrap(),
        host: None,
    };
    let renewal = Renewal {
        tokens: other.tokens(grant.id, &x).unwrap(),
        dates: domain::GrantDates {
            access_ends: Some(far),
            ..grant.dates
        },
        scopes: None,
    };
    other.renew(grant.id, &renewal, 1).unwrap();
    let lease = other.lease(grant.id, far, far).unwrap();
    other.record_sent(&lease, far).unwrap();
    other.save_answer(&lease, b"what came".to_vec()).unwrap();
    drop(other);
    let before = stage.location(JANA).await?.checked_at;
    stage
        .ask(protocol::LocationRequest::Check { locations: vec![] })
        .await?;
    stage
        .until_location(JANA, |one| one.checked_at > before)
        .await?;
    let left = open().interrupted_renewals().unwrap();
    assert!(left[0].answered, "{left:?}");
    Ok(())
}
