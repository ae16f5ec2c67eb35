//! Puts the parts together. The one place that knows them all.

use std::collections::BTreeMap;
use std::sync::Arc;

use networks::{HttpTransport, Realm, Registry};
use tauri::{AppHandle, Manager};
use url::Url;
use vault::{OsKeychain, Vault};

use crate::addresses::Addresses;
use crate::home::{Home, identifier};
use crate::notices::Notices;
use crate::running::{Awaited, Running};
use crate::shell::Desktop;
use crate::sign_in_window::SignInWindows;
use crate::world::{OsEntropy, SystemClock};
use crate::{events, tray};

/// Why the engine does not run. The window says that something went wrong; the log says what.
#[derive(Debug, thiserror::Error)]
enum CannotStart {
    #[error("the practice networks cannot start: {0}")]
    Practice(#[from] std::io::Error),
    #[error(transparent)]
    Transport(Box<dyn std::error::Error + Send + Sync>),
    #[error("the store cannot be opened: {0}")]
    Store(#[from] vault::OpenProblem),
    #[error("the store cannot be read: {0}")]
    Read(#[from] vault::StoreProblem),
    #[error("the work was broken off")]
    BrokenOff(#[from] tauri::Error),
}

/// The networks of this run, and what goes with them.
struct Realms {
    transport: HttpTransport,
    networks: Registry,
    addresses: Addresses,
    practice: Option<engine::Practice>,
}

/// Starts the engine and lets tray and window follow it.
pub async fn run(app: AppHandle, practice: bool) {
    let awaited = app.state::<Awaited>().inner().clone();
    let running = match start(&app, practice).await {
        Ok(running) => running,
        Err(problem) => {
            tracing::error!(%problem, "the engine cannot start");
            awaited.fill(None);
            return;
        }
    };
    tauri::async_runtime::spawn(events::forward(app.clone(), running.desk.events()));
    tauri::async_runtime::spawn(tray::follow(app.clone(), running.handle.summary()));
    awaited.fill(Some(running));
}

async fn start(app: &AppHandle, practice: bool) -> Result<Running, CannotStart> {
    let home = app.state::<Home>();
    let realm = if practice {
        practice_networks(app, &home).await?
    } else {
        real_networks()?
    };
    let sign_ins = SignInWindows::new(app.clone(), realm.addresses.clone());
    let notices = app.state::<Notices>().inner().clone();
    let desktop = Desktop::new(app.clone(), realm.addresses, sign_ins, notices);
    let handle = engine::Engine::start(engine::Ports {
        shell: Arc::new(desktop),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        transport: Arc::new(realm.transport),
        networks: realm.networks,
        vault: open_vault(&home, practice).await?,
        practice: realm.practice,
    })
    .await?;
    Ok(Running {
        desk: wire::Desk::new(handle.clone()),
        handle,
    })
}

fn real_networks() -> Result<Realms, CannotStart> {
    Ok(Realms {
        transport: transport(Realm::Real)?,
        networks: Registry::real(),
        addresses: Addresses::real(),
        practice: None,
    })
}

/// Starts the practice networks. They run until the app ends.
async fn practice_networks(app: &AppHandle, home: &Home) -> Result<Realms, CannotStart> {
    let networks = practice::Practice::start(practice::Config {
        state_file: Some(home.practice_state()),
        ..practice::Config::default()
    })
    .await?;
    let origins: BTreeMap<&str, Url> = networks.origins().collect();
    let control = networks.control();
    // A dialect without a practice network finds nothing at the control page, and says so.
    let origin = |name: &str| origins.get(name).unwrap_or(&control).clone();
    let registry = Registry::practice(origin);
    let entered = |(network, dialect): (&domain::Network, &Arc<dyn networks::Dialect>)| {
        dialect.about().app.user()?;
        let (id, secret) = networks.developer_app(network.as_str())?;
        Some((network.clone(), id, domain::Secret::new(secret)))
    };
    let apps = registry.iter().filter_map(entered).collect();
    let realm = Realms {
        transport: transport(Realm::Practice)?,
        networks: registry.clone(),
        addresses: Addresses::with_practice(origins.values().chain([&control])),
        practice: Some(engine::Practice {
            control: control.clone(),
            apps,
        }),
    };
    app.manage(networks);
    Ok(realm)
}

fn transport(realm: Realm) -> Result<HttpTransport, CannotStart> {
    let clock = || engine::Clock::now(&SystemClock);
    HttpTransport::with_clock(realm, clock)
        .map_err(|problem| CannotStart::Transport(Box::new(problem)))
}

/// Opens the store on a thread that may wait for the disk.
async fn open_vault(home: &Home, practice: bool) -> Result<Vault, CannotStart> {
    let path = home.database();
    let open = move || {
        let keychain = OsKeychain::new(&identifier(practice));
        Vault::open(&path, Box::new(vault::OsEntropy), Arc::new(keychain))
    };
    Ok(tauri::async_runtime::spawn_blocking(open).await??)
}
