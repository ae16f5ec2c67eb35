//! The engine, the vault and the dialects without a window: every reply and every event as JSON,
//! and the log at its finest.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Icon;
use journeys::stage::{Person, Stage};
use journeys::{Trouble, wait};
use protocol::{LocationRequest, SignInRequest};
use serde::Serialize;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use super::evidence::Evidence;

const BAKERY: &str = "Harbour Lane Bakery";
const NORTHWIND: &str = "Northwind Logistics";
const ALICE: &str = "@alice@mastodon.practice";
/// Longer than a notice is held back for others that belong to it.
const PATIENCE: Duration = Duration::from_secs(40);
const OURS: &str = "off,domain=trace,engine=trace,networks=trace,vault=trace";

pub async fn play() -> Result<Evidence, Trouble> {
    let log = Log::default();
    let listening = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(OURS))
        .with_ansi(false)
        .with_writer(move || listening.clone())
        .finish();
    let _listening = tracing::subscriber::set_default(subscriber);

    let mut stage = Stage::set().await?;
    let mut said = Said::default();
    let mut jana = Person::named("Jana Weiss");
    let card = stage.begin_adding("facebook", None).await?;
    said.note(&stage.snapshot().await?)?;
    let attempt = card.attempt;
    said.note(&stage.ask(SignInRequest::CopySignInLink { attempt }).await?)?;
    stage.approve(&card, &mut jana).await?;
    said.note(&stage.offer(&card).await?)?;
    stage.pick(&card, &[BAKERY, NORTHWIND]).await?;
    stage.over(&card).await?;
    stage.add_account(&mut Person::named("@alice")).await?;
    stage.look().await?;

    let jana_named = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("facebook", "password_changed", jana_named)
        .await?;
    stage.look().await?;
    let lost = stage
        .until_location(BAKERY, |one| one.health.icon == Icon::BrokenLink)
        .await?;
    // What is mended before it is told is not told, and then there would be nothing to search.
    wait::until_async("a notice", PATIENCE, async || {
        let told = !stage.shell.notices().is_empty();
        told.then_some(())
            .ok_or_else(|| Trouble::unexpected("nothing was told"))
    })
    .await?;
    let card = stage.begin_connecting(&lost.id).await?;
    stage.approve(&card, &mut jana).await?;
    stage.over(&card).await?;
    let alice = stage.location(ALICE).await?.id;
    stage
        .ask(LocationRequest::Disconnect { location: alice })
        .await?;
    stage
        .until_location(ALICE, |one| one.health.icon == Icon::BrokenLink)
        .await?;

    for location in stage.snapshot().await?.locations {
        let location = location.id;
        said.note(&stage.ask(LocationRequest::History { location }).await?)?;
    }
    said.note(&stage.snapshot().await?)?;
    for fact in stage.facts()? {
        said.note(fact)?;
    }
    let mut evidence = Evidence::new(&stage.control.get("api/secrets").await?)?;
    evidence.said("messages", &said.0);
    let notices = stage.shell.notices();
    evidence.said("notices", &[format!("{notices:?}")]);
    evidence.said("log", &[log.text()]);
    // The practice networks' own memory is theirs, and no part of the app.
    evidence.written(&stage.folder(), &["practice.json"])?;
    Ok(evidence)
}

#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn note(&mut self, message: &impl Serialize) -> Result<(), Trouble> {
        let text = serde_json::to_string(message);
        self.0.push(text.map_err(Trouble::because)?);
        Ok(())
    }
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
