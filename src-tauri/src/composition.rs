//! Puts the parts together. The one place that knows them all.

use std::collections::BTreeMap;
use std::sync::Arc;

use networks::{HttpTransport, Realm, Registry};
use protocol::StoreProblemCode;
use tauri::{AppHandle, Manager};
use url::Url;
use vault::{Keychain, MemoryKeychain, OsKeychain, Vault};

use crate::addresses::Addresses;
use crate::data_dir::{DataDir, Kind};
use crate::desktop_proxy;
use crate::notices::Notices;
use crate::platform::{OsEntropy, SystemClock};
use crate::sample::Plays;
use crate::shell::Desktop;
use crate::sign_in_window::SignInWindows;
use crate::words;

/// A number of which strangers who mean harm draw their answers, for tests; only heeded in practice
/// mode.
const STRANGERS_VARIABLE: &str = "GREENTICK_STRANGERS";

/// Under what the notice about it stands.
const LOG_SET_ASIDE: &str = "log set aside";

/// Why the engine does not run. The window says what helps; the log says more.
#[derive(Debug, thiserror::Error)]
pub enum CannotStart {
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

impl CannotStart {
    /// What the window is told.
    pub fn code(&self) -> StoreProblemCode {
        match self {
            CannotStart::Store(problem) => engine::not_opened(problem),
            CannotStart::Read(problem) => engine::not_read(problem),
            CannotStart::Practice(_) | CannotStart::Transport(_) | CannotStart::BrokenOff(_) => {
                StoreProblemCode::NotTheStore
            }
        }
    }
}

/// The networks of this run, and what goes with them.
struct Realms {
    transport: HttpTransport,
    networks: Registry,
    addresses: Addresses,
    practice: Option<PracticeNetworks>,
}

struct PracticeNetworks {
    running: practice::Practice,
    told: engine::Practice,
}

/// Starts the engine. Where that fails, nothing of it goes on, and it may be tried again.
pub async fn start(app: &AppHandle, kind: Kind) -> Result<engine::Handle, CannotStart> {
    let data_dir = app.state::<DataDir>();
    // First of all: where it does not open, nothing else is begun.
    let vault = open_vault(&data_dir, kind).await?;
    say_what_was_moved_away(app, &vault);
    let realm = if kind.is_practice() {
        practice_networks(&data_dir).await?
    } else {
        real_networks()?
    };
    let sign_ins = SignInWindows::new(app.clone(), realm.addresses.clone());
    let notices = app.state::<Notices>().inner().clone();
    let plays = app.state::<Plays>().inner().clone();
    let desktop = Desktop::new(app.clone(), realm.addresses, sign_ins, notices, plays);
    let (networks_in_practice, practice) = match realm.practice {
        Some(PracticeNetworks { running, told }) => (Some(running), Some(told)),
        None => (None, None),
    };
    let handle = engine::Engine::start(engine::Dependencies {
        shell: Arc::new(desktop),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        transport: Arc::new(realm.transport),
        networks: realm.networks,
        vault: Box::new(vault),
        practice,
    })
    .await?;
    if let Some(networks) = networks_in_practice {
        // They run until the app ends.
        app.manage(networks);
    }
    Ok(handle)
}

fn real_networks() -> Result<Realms, CannotStart> {
    Ok(Realms {
        transport: transport(Realm::Real)?,
        networks: Registry::real(),
        addresses: Addresses::real(),
        practice: None,
    })
}

async fn practice_networks(data_dir: &DataDir) -> Result<Realms, CannotStart> {
    let networks = practice::Practice::start(practice::Config {
        state_file: Some(data_dir.practice_state()),
        strangers: strangers_seed(),
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
    let addresses = Addresses::with_practice(origins.values().chain([&control]));
    let realm = Realms {
        transport: transport(Realm::Practice)?,
        networks: registry.clone(),
        addresses,
        practice: Some(PracticeNetworks {
            told: engine::Practice { control, apps },
            running: networks,
        }),
    };
    Ok(realm)
}

fn strangers_seed() -> Option<u64> {
    std::env::var(STRANGERS_VARIABLE).ok()?.parse().ok()
}

fn transport(realm: Realm) -> Result<HttpTransport, CannotStart> {
    let clock = || engine::Clock::now(&SystemClock);
    HttpTransport::with_desktop(realm, clock, Arc::new(desktop_proxy::of))
        .map_err(|problem| CannotStart::Transport(Box::new(problem)))
}

/// Opens the store on a thread that may wait for the disk.
async fn open_vault(data_dir: &DataDir, kind: Kind) -> Result<Vault, CannotStart> {
    let path = data_dir.database();
    let open = move || {
        let keychain: Arc<dyn Keychain> = match kind {
            Kind::Real | Kind::Practice => Arc::new(OsKeychain::new(&kind.identifier())),
            // Of a run that leaves nothing no key is left either, however it ends.
            Kind::Sample => Arc::new(MemoryKeychain::new()),
        };
        Vault::open(&path, Box::new(vault::OsEntropy), keychain)
    };
    Ok(tauri::async_runtime::spawn_blocking(open).await??)
}

/// A log that does not fit the store may all the same have held what was written last.
fn say_what_was_moved_away(app: &AppHandle, vault: &Vault) {
    for aside in vault.moved_away() {
        tracing::warn!(aside = %aside.display(), "what lay in the store's way was moved");
        let name = aside.file_name().unwrap_or_default().to_string_lossy();
        let is_empty = std::fs::metadata(aside).is_ok_and(|found| found.len() == 0);
        if name.contains("-wal") && !is_empty {
            let words = words::log_set_aside(&name);
            app.state::<Notices>().say(LOG_SET_ASIDE, words);
        }
    }
}
