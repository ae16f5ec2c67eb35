//! Every network, in its own words: connected, kept alive, lost with its cause, reconnected and
//! disconnected.

use std::fs::File;
use std::time::Duration;

use domain::{AccountKind, Cause};
use journeys::stage::{Person, Stage, TestResult, network_named};
use journeys::{alone, wait};
use protocol::{LocationRequest, SignInRequest};
use serde_json::json;
use tokio::sync::{Mutex, MutexGuard};

use crate::people::{ACME, INSTANCE, green, lost, red};

const DAY: i64 = 86_400;
const MOMENT: Duration = Duration::from_secs(5);

/// What is different from network to network for a person who uses them.
struct Case {
    network: &'static str,
    /// What is typed before the sign-in.
    typed: Option<&'static str>,
    person: &'static str,
    location: &'static str,
    /// Whether there is a choice to make.
    picks: bool,
    keeps_alive: KeepsAlive,
    /// The trouble that ends it, and how it is told.
    ends_by: (&'static str, Cause),
    /// Whether disconnecting ends the tokens at the network.
    revokes: bool,
}

/// How a connection is kept alive over the time that an access token lives.
enum KeepsAlive {
    /// It has no end of its own.
    Endless,
    /// After so many seconds it works on by itself.
    For(i64),
}

/// The right to listen on the registered ports.
pub struct Ports {
    _among_tests: MutexGuard<'static, ()>,
    _among_programs: File,
}

/// Registered ports are the same for every run: one journey at a time may listen on them, also where
/// each test is a program of its own.
pub async fn ports() -> Ports {
    static PORTS: Mutex<()> = Mutex::const_new(());
    let among_tests = PORTS.lock().await;
    let locked = tokio::task::spawn_blocking(|| {
        let file = File::create(concat!(env!("CARGO_TARGET_TMPDIR"), "/registered-ports"))?;
        file.lock().map(|()| file)
    });
    let among_programs = locked.await.expect("it does not panic");
    // What the journey before this one listened on is closed a moment after it.
    let free = async || alone::ports_are_free();
    if let Err(trouble) = wait::until_async("the registered ports", MOMENT, free).await {
        panic!("{trouble}");
    }
    Ports {
        _among_tests: among_tests,
        _among_programs: among_programs.expect("a file that can be locked"),
    }
}

async fn live(case: &Case) -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let mut person = Person::named(case.person).choosing(case.location);
    let pick: &[&str] = if case.picks { &[case.location] } else { &[] };
    let network = case.network;

    // Connected.
    stage.add(network, case.typed, &mut person, pick).await?;
    let first = stage.location(case.location).await?;
    assert!(green(&first.health), "{network}: {:?}", first.health);
    assert_eq!(first.network, network);

    // Kept alive.
    if let KeepsAlive::For(seconds) = case.keeps_alive {
        stage.pass(seconds).await?;
        stage.look().await?;
        let kept = stage
            .until_location(case.location, |one| green(&one.health))
            .await?;
        assert!(kept.health.renews, "{network}: {:?}", kept.health);
    }

    // Lost, with its cause.
    let (kind, cause) = case.ends_by;
    let aim = json!({ "person": case.person });
    stage
        .control
        .trouble(network_of_trouble(network), kind, aim)
        .await?;
    stage.look().await?;
    let gone = stage
        .until_location(case.location, |one| !green(&one.health))
        .await?;
    assert!(lost(&gone.health, cause), "{network}: {:?}", gone.health);

    // Reconnected: the same location, and nothing else.
    let card = stage.begin_connecting(&first.id).await?;
    stage.approve(&card, &mut person).await?;
    let again = stage
        .until_location(case.location, |one| green(&one.health))
        .await?;
    assert_eq!(again.id, first.id, "{network}");
    assert_eq!(stage.snapshot().await?.locations.len(), 1, "{network}");

    // Disconnected.
    let location = again.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage
        .until_location(case.location, |one| red(&one.health))
        .await?;
    if case.revokes {
        let tokens = stage.control.live_tokens(network, case.person).await?;
        assert_eq!(tokens, 0, "{network}");
    }
    Ok(())
}

/// Instagram through Facebook hangs on Facebook's own tokens.
fn network_of_trouble(network: &str) -> &str {
    match network {
        "instagramviafacebook" => "facebook",
        own => own,
    }
}

#[tokio::test]
async fn facebook() -> TestResult {
    live(&Case {
        network: "facebook",
        typed: None,
        person: "Jana Weiss",
        location: crate::people::BAKERY,
        picks: true,
        keeps_alive: KeepsAlive::Endless,
        ends_by: ("password_changed", Cause::PasswordChanged),
        revokes: false,
    })
    .await
}

#[tokio::test]
async fn mastodon() -> TestResult {
    live(&Case {
        network: "mastodon",
        typed: Some(INSTANCE),
        person: "@alice",
        location: ACME,
        picks: false,
        keeps_alive: KeepsAlive::Endless,
        ends_by: ("token_revoked", Cause::PermissionRemoved),
        revokes: true,
    })
    .await
}

#[tokio::test]
async fn x() -> TestResult {
    live(&Case {
        network: "x",
        typed: None,
        person: "Jana Weiss",
        location: "Jana Weiss",
        picks: false,
        keeps_alive: KeepsAlive::For(3 * 3_600),
        ends_by: ("app_removed", Cause::Unknown),
        revokes: true,
    })
    .await
}

#[tokio::test]
async fn linkedin() -> TestResult {
    live(&Case {
        network: "linkedin",
        typed: None,
        person: "Jana Weiss",
        location: crate::people::BAKERY,
        picks: true,
        keeps_alive: KeepsAlive::Endless,
        ends_by: ("app_removed", Cause::PermissionRemoved),
        revokes: true,
    })
    .await
}

#[tokio::test]
async fn instagram() -> TestResult {
    live(&Case {
        network: "instagram",
        typed: None,
        person: "Jana Weiss",
        location: "@harbourlane",
        picks: false,
        keeps_alive: KeepsAlive::For(40 * DAY),
        ends_by: ("password_changed", Cause::PasswordChanged),
        revokes: false,
    })
    .await
}

#[tokio::test]
async fn instagram_through_facebook() -> TestResult {
    live(&Case {
        network: "instagramviafacebook",
        typed: None,
        person: "Jana Weiss",
        location: "@harbourlane",
        picks: true,
        keeps_alive: KeepsAlive::Endless,
        ends_by: ("password_changed", Cause::PasswordChanged),
        revokes: false,
    })
    .await
}

/// The window names by it what one consent decides over.
#[tokio::test]
async fn one_person_is_the_same_at_both_networks_of_the_facebook_app() -> TestResult {
    const INSTAGRAM: &str = "instagramviafacebook";
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    for (network, name, page) in [
        ("facebook", "Jana Weiss", crate::people::BAKERY),
        (INSTAGRAM, "Jana Weiss", "@harbourlane"),
        ("facebook", "Tom Reyes", crate::people::STUDIO),
    ] {
        let mut person = Person::named(name).choosing(page);
        stage.add(network, None, &mut person, &[page]).await?;
    }
    let mut people = vec![];
    for page in [crate::people::BAKERY, "@harbourlane", crate::people::STUDIO] {
        let login = stage.location(page).await?.login.expect("a login");
        people.push(login.person);
    }
    assert_eq!(people[0], people[1]);
    assert_ne!(people[0], people[2]);
    let networks = stage.snapshot().await?.networks.into_iter();
    let both = networks.filter(|one| one.id == "facebook" || one.id == INSTAGRAM);
    let both: Vec<_> = both
        .map(|one| (one.decides_anew, one.app_kept_as))
        .collect();
    assert_eq!(both, vec![(true, Some(network_named("facebook"))); 2]);
    Ok(())
}

#[tokio::test]
async fn threads() -> TestResult {
    live(&Case {
        network: "threads",
        typed: None,
        person: "Jana Weiss",
        location: "@harbourlane",
        picks: false,
        keeps_alive: KeepsAlive::For(40 * DAY),
        ends_by: ("password_changed", Cause::PasswordChanged),
        revokes: false,
    })
    .await
}

#[tokio::test]
async fn youtube() -> TestResult {
    live(&Case {
        network: "youtube",
        typed: None,
        person: "Jana Weiss",
        location: crate::people::BAKERY,
        picks: false,
        keeps_alive: KeepsAlive::For(3 * 3_600),
        ends_by: ("app_removed", Cause::Unknown),
        revokes: true,
    })
    .await
}

#[tokio::test]
async fn pinterest() -> TestResult {
    live(&Case {
        network: "pinterest",
        typed: None,
        person: "Jana Weiss",
        location: crate::people::BAKERY,
        picks: false,
        keeps_alive: KeepsAlive::For(29 * DAY),
        ends_by: ("app_removed", Cause::Unknown),
        revokes: false,
    })
    .await
}

#[tokio::test]
async fn tiktok() -> TestResult {
    live(&Case {
        network: "tiktok",
        typed: None,
        person: "Jana Weiss",
        location: "Jana Weiss",
        picks: false,
        keeps_alive: KeepsAlive::For(3 * 3_600),
        ends_by: ("app_removed", Cause::Unknown),
        revokes: true,
    })
    .await
}

#[tokio::test]
async fn bluesky() -> TestResult {
    live(&Case {
        network: "bluesky",
        typed: Some("@jana.practice"),
        person: "Jana Weiss",
        location: "@jana.practice",
        picks: false,
        keeps_alive: KeepsAlive::For(2 * 3_600),
        ends_by: ("app_removed", Cause::PermissionRemoved),
        revokes: true,
    })
    .await
}

/// Only apps that LinkedIn approved for it get refresh tokens.
#[tokio::test]
async fn linkedin_renews_for_an_app_that_it_gives_refresh_tokens() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let approved = json!({});
    stage
        .control
        .trouble("linkedin", "refresh_allowed", approved)
        .await?;
    let bakery = crate::people::BAKERY;
    let mut person = Person::named("Jana Weiss");
    stage.add("linkedin", None, &mut person, &[bakery]).await?;
    let first = stage.location(bakery).await?;
    assert!(green(&first.health), "{:?}", first.health);
    // An inspection knows of no refresh token, and must not make it forgotten.
    stage.look().await?;
    let seen = stage.location(bakery).await?;
    assert!(seen.health.renews, "{:?}", seen.health);
    // Past the end of the first access token.
    stage.pass(61 * DAY).await?;
    stage.look().await?;
    let kept = stage
        .until_location(bakery, |one| green(&one.health))
        .await?;
    assert!(kept.health.renews, "{:?}", kept.health);
    Ok(())
}

#[tokio::test]
async fn a_linkedin_member_with_sixty_organizations_sees_them_all() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("linkedin", None).await?;
    stage
        .approve(&card, &mut Person::named("Mila Brandt"))
        .await?;
    let offer = stage.offer(&card).await?;
    let kind = |kind: AccountKind| offer.granted.iter().filter(move |one| one.kind == kind);
    assert!(kind(AccountKind::Organization).count() >= 60);
    assert_eq!(kind(AccountKind::Profile).count(), 1);
    let attempt = card.attempt;
    let all = kind(AccountKind::Organization).take(60);
    let accounts: Vec<_> = all.map(|one| one.account.clone()).collect();
    stage.ask(SignInRequest::Pick { attempt, accounts }).await?;
    let seen = stage
        .until("sixty green rows", |seen| {
            let green = seen.locations.iter().filter(|one| green(&one.health));
            (green.count() == 60).then(|| seen.locations.clone())
        })
        .await?;
    // One approval serves them all, and one click would end it for none of the others.
    let login = seen[0].login.as_ref().expect("a login");
    let hang = seen.iter().filter(|one| one.login.as_ref() == Some(login));
    assert_eq!(hang.count(), 60);
    Ok(())
}

#[tokio::test]
async fn a_linkedin_member_without_organizations_can_connect_the_profile() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("linkedin", None).await?;
    stage
        .approve(&card, &mut Person::named("Nora Lind"))
        .await?;
    let offer = stage.offer(&card).await?;
    let kinds: Vec<_> = offer.granted.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [AccountKind::Profile]);
    Ok(())
}

/// Every network that is offered has its journey here.
#[tokio::test]
async fn no_network_is_left_out() -> TestResult {
    let stage = Stage::set().await?;
    let source = include_str!("networks.rs");
    for network in stage.snapshot().await?.networks {
        let case = format!("network: \"{}\",", network.id);
        assert!(source.contains(&case), "{}", network.id);
    }
    Ok(())
}
