//! Whom the journeys meet, and what they look for.

use std::time::Duration;

use domain::{Cause, Icon};
use journeys::stage::{Person, Stage, TestResult};
use protocol::{HealthView, StateCode};

pub const BAKERY: &str = "Harbour Lane Bakery";
pub const NORTHWIND: &str = "Northwind Logistics";
pub const ACME: &str = "Acme Coffee";
pub const STUDIO: &str = "Studio Ost";
pub const ALICE: &str = "@alice@mastodon.practice";
pub const BOB: &str = "@bob@mastodon.practice";
pub const INSTANCE: &str = networks::PRACTICE_INSTANCE;

/// Runs the bakery and Northwind; too small a role at Acme.
pub fn jana() -> Person {
    Person::named("Jana Weiss")
}

/// Runs Northwind and the studio.
pub fn tom() -> Person {
    Person::named("Tom Reyes")
}

/// Runs no page.
pub fn nora() -> Person {
    Person::named("Nora Lind")
}

/// Runs 240 pages.
pub fn mila() -> Person {
    Person::named("Mila Brandt")
}

pub fn alice() -> Person {
    Person::named("@alice")
}

pub fn bob() -> Person {
    Person::named("@bob")
}

pub fn green(health: &HealthView) -> bool {
    (health.icon, health.state) == (Icon::Tick, StateCode::Connected)
}

/// Not connected: never was, or disconnected.
pub fn red(health: &HealthView) -> bool {
    (health.icon, health.state) == (Icon::BrokenLink, StateCode::NotConnected)
}

/// No longer working, with this cause.
pub fn lost(health: &HealthView, cause: Cause) -> bool {
    health.icon == Icon::BrokenLink
        && health.state == StateCode::NeedsYou
        && health.cause == Some(cause)
}

/// Lets pass what a loss waits for its siblings at most, so that all is told that will be.
///
/// Short steps, with a real moment before each: looks under way must not run out of time.
pub async fn settle(stage: &Stage) -> TestResult {
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        stage.snapshot().await?;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(21)).await;
        tokio::time::resume();
    }
    tokio::time::sleep(Duration::from_millis(60)).await;
    stage.snapshot().await.map(drop)
}

/// Lets time pass for the networks, for the clock on the wall and for the timers, and what is due
/// by then be done.
pub async fn later(stage: &Stage, seconds: i64) -> TestResult {
    stage.pass(seconds).await?;
    let passed = u64::try_from(seconds).unwrap_or(0);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(passed)).await;
    tokio::time::resume();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        stage.snapshot().await?;
    }
    Ok(())
}
