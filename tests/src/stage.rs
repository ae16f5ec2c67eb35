//! A stage for journeys without a window: the real engine, vault, transport and dialects, and the
//! practice networks, in one process. Speaks and sees only what the window speaks and sees.
//!
//! Not here: the app's window and the desktop, which [`crate::Desktop`] and its friends play.

mod audience;
mod forms;
mod line;
mod pace;
mod person;
mod shell;
mod sign_in;
mod swaps;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Network, Secret};
use engine::{Dependencies, Engine, Failpoints, Handle};
use networks::{HttpTransport, Realm, Registry};
use practice::Practice;
use protocol::{GeneralReply, GeneralRequest, Reply, Request, Snapshot};
use tempfile::TempDir;
use url::Url;
use vault::{Keychain, MemoryKeychain, OsEntropy, Vault};

pub use audience::Audience;
pub use forms::Form;
pub use line::{Held, Letter, Line, Lost};
pub use pace::{Pace, Seen};
pub use person::{Move, Page, Person};
pub use shell::Recorder;
pub use sign_in::{Card, Failed, Outcome, connect};
pub use swaps::Headers;
pub use world::{Chance, WallClock};

use crate::Trouble;
use crate::bad_disk::Disk;
use crate::control::Control;

/// What a journey's step gives.
pub type TestResult<T = ()> = Result<T, Trouble>;

/// Files that lie in memory.
const MEMORY: &str = "/dev/shm";

/// What is different from the usual.
#[derive(Clone)]
pub struct Scene {
    /// Where the key rests.
    pub keychain: Arc<dyn Keychain>,
    /// Whether the developer apps of the practice networks are entered already, as practice mode
    /// does it.
    pub app_entered: bool,
    /// Other networks than the practice ones.
    pub networks: Option<Registry>,
    /// Whether the Mastodon instance promises to name itself in every callback (RFC 9207).
    pub names_issuer: bool,
    /// Who ends the app in the middle of a renewal.
    pub rehearsal: Option<Arc<dyn Failpoints>>,
    /// Whether the files lie in memory, where the system has a place for that, and the networks
    /// keep none. What ends a process takes nothing from either, and a disk is slow.
    pub in_memory: bool,
    /// Whether the files lie on a disk that can fill up and break.
    pub bad_disk: bool,
    /// Where tokio's time may be paused and leap on, what goes with it.
    pub pace: Option<Arc<Pace>>,
}

impl Default for Scene {
    fn default() -> Scene {
        Scene {
            keychain: Arc::new(MemoryKeychain::new()),
            app_entered: true,
            networks: None,
            names_issuer: false,
            rehearsal: None,
            in_memory: false,
            bad_disk: false,
            pace: None,
        }
    }
}

/// What goes on when the app ends: the networks and the files, for other processes to use.
pub struct Set {
    /// The page that causes trouble.
    pub control: Control,
    practice: Practice,
    scene: Scene,
    folder: TempDir,
    /// How far time was moved on, in seconds.
    pub ahead: i64,
}

impl Set {
    /// The file in which everything rests.
    pub fn database(&self) -> PathBuf {
        database(&self.folder)
    }

    /// Where the networks are.
    pub fn origins(&self) -> BTreeMap<String, Url> {
        let origins = self.practice.origins();
        origins
            .map(|(name, origin)| (name.to_owned(), origin))
            .collect()
    }

    /// Lets time pass at the networks, and for whoever is told of it.
    pub async fn pass(&mut self, seconds: i64) -> TestResult {
        self.ahead += seconds;
        self.control.pass(seconds).await
    }

    /// How the app was started before.
    pub fn scene(&self) -> Scene {
        self.scene.clone()
    }

    /// Ends the networks too, and leaves what rests in files.
    pub async fn strike(self) -> TempDir {
        self.practice.stop().await;
        self.folder
    }

    /// Starts the app again among them.
    pub async fn enter(self) -> TestResult<Stage> {
        let scene = self.scene.clone();
        self.enter_as(scene).await
    }

    /// Starts again with another scene.
    pub async fn enter_as(self, scene: Scene) -> TestResult<Stage> {
        let ahead = self.ahead;
        let mut stage = Stage::open(self.practice, self.folder, scene, ahead).await?;
        stage.until_open().await?;
        Ok(stage)
    }
}

/// A running app without its window.
pub struct Stage {
    /// What the app around the engine would use.
    pub handle: Handle,
    /// What the engine asked of the desktop.
    pub shell: Arc<Recorder>,
    /// The way to the networks.
    pub line: Arc<Line>,
    /// The page that causes trouble.
    pub control: Control,
    clock: Arc<WallClock>,
    audience: Audience,
    practice: Practice,
    scene: Scene,
    folder: TempDir,
}

impl Stage {
    /// The usual stage, with an open vault and nothing in it.
    pub async fn set() -> TestResult<Stage> {
        Stage::with(Scene::default()).await
    }

    /// A stage for a scene, with an open vault.
    pub async fn with(scene: Scene) -> TestResult<Stage> {
        let mut stage = Stage::locked(scene).await?;
        stage.until_open().await?;
        Ok(stage)
    }

    /// A stage whose vault need not open.
    pub async fn locked(scene: Scene) -> TestResult<Stage> {
        let folder = match scene.in_memory && Path::new(MEMORY).is_dir() {
            true => tempfile::tempdir_in(MEMORY),
            false => tempfile::tempdir(),
        };
        let folder = folder.map_err(Trouble::io("a temporary folder"))?;
        Stage::raise(folder, scene).await
    }

    /// Ends the app without any farewell and starts it again on the same files.
    pub async fn restart(self) -> TestResult<Stage> {
        let scene = self.scene.clone();
        self.restart_as(scene).await
    }

    /// Starts again with another scene, such as another keychain.
    pub async fn restart_as(self, scene: Scene) -> TestResult<Stage> {
        let mut stage = self.restart_locked(scene).await?;
        stage.until_open().await?;
        Ok(stage)
    }

    /// Starts again where the vault need not open.
    pub async fn restart_locked(self, scene: Scene) -> TestResult<Stage> {
        let Stage {
            handle,
            audience,
            practice,
            folder,
            ..
        } = self;
        drop(handle);
        audience.until_over().await?;
        practice.stop().await;
        Stage::raise(folder, scene).await
    }

    /// Ends the app and leaves everything else as it is.
    pub async fn leave(self) -> TestResult<Set> {
        let Stage {
            handle,
            audience,
            practice,
            folder,
            control,
            clock,
            scene,
            ..
        } = self;
        drop(handle);
        audience.until_over().await?;
        Ok(Set {
            control,
            practice,
            scene,
            folder,
            ahead: clock.ahead(),
        })
    }

    async fn raise(folder: TempDir, scene: Scene) -> TestResult<Stage> {
        let practice = Practice::start(practice::Config {
            state_file: (!scene.in_memory).then(|| folder.path().join("practice.json")),
            ..practice::Config::default()
        })
        .await
        .map_err(Trouble::io("the practice networks"))?;
        Stage::open(practice, folder, scene, 0).await
    }

    async fn open(
        practice: Practice,
        folder: TempDir,
        scene: Scene,
        ahead: i64,
    ) -> TestResult<Stage> {
        let pace = scene.pace.clone();
        let clock = match &pace {
            Some(pace) => pace.clock.clone(),
            None => {
                let clock = Arc::new(WallClock::new());
                clock.pass(ahead);
                clock
            }
        };
        let dates = clock.clone();
        let http = HttpTransport::with_clock(Realm::Practice, move || dates.on_the_way());
        let http = http.map_err(Trouble::because)?;
        let entropy: Arc<dyn engine::Entropy> = match &pace {
            Some(pace) => pace.chance.clone(),
            None => Arc::new(Chance),
        };
        let pace = pace.map(|pace| (pace, practice.clock()));
        let line = Arc::new(Line::new(http, clock.clone(), scene.names_issuer, pace));
        let shell = Arc::new(Recorder::default());
        if scene.bad_disk {
            Disk::under(folder.path());
        }
        let vault = open_vault(database(&folder), scene.keychain.clone()).await?;
        let ports = Dependencies {
            shell: shell.clone(),
            clock: clock.clone(),
            entropy,
            transport: line.clone(),
            networks: scene
                .networks
                .clone()
                .unwrap_or_else(|| registry(&practice)),
            vault: Box::new(vault),
            practice: Some(engine::Practice {
                control: practice.control(),
                apps: apps(&practice, &scene),
            }),
        };
        let handle = match scene.rehearsal.clone() {
            Some(rehearsal) => Engine::rehearse(ports, rehearsal).await,
            None => Engine::start(ports).await,
        };
        let handle = handle.map_err(Trouble::because)?;
        Ok(Stage {
            audience: Audience::before(&handle),
            control: Control::at(practice.control()),
            handle,
            shell,
            line,
            clock,
            practice,
            scene,
            folder,
        })
    }

    async fn until_open(&mut self) -> TestResult {
        let apps = apps(&self.practice, &self.scene).len();
        self.until("an open vault", |seen| {
            let entered = seen.networks.iter().filter(|n| n.client_id.is_some());
            (seen.vault.state == domain::KeyState::Open && entered.count() >= apps).then_some(())
        })
        .await
    }

    /// Lets time pass, here and at the networks.
    pub async fn pass(&self, seconds: i64) -> TestResult {
        self.clock.pass(seconds);
        self.control.pass(seconds).await
    }

    /// Moves this computer's clock, as far as anybody can see: what dates the way to the networks
    /// stays.
    pub fn clock_leaps(&self, seconds: i64) {
        self.clock.pass(seconds);
    }

    /// Puts this computer's clock wrong by so many seconds, or right with 0; the networks' stays.
    pub fn clock_goes_wrong(&self, seconds: i64) {
        self.clock.go_wrong(seconds);
    }

    /// Brings the networks' time up to the one here, where time leaps.
    pub fn keep_up(&self) {
        if let Some(pace) = &self.scene.pace {
            pace.keep_up(&self.practice.clock());
        }
    }

    /// The file in which everything rests.
    pub fn database(&self) -> PathBuf {
        database(&self.folder)
    }

    /// The folder of this run's files.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Where the key rests.
    pub fn keychain(&self) -> Arc<dyn Keychain> {
        self.scene.keychain.clone()
    }

    /// The disk under them, where it is one that can go bad.
    pub fn disk(&self) -> Arc<Disk> {
        Disk::under(self.folder.path())
    }

    /// Client id and secret of the practice Facebook's developer app.
    pub fn facebook_app(&self) -> (String, String) {
        self.practice.facebook_app()
    }

    /// The address of a practice network.
    pub fn origin(&self, network: &str) -> TestResult<Url> {
        let mut origins = self.practice.origins();
        let found = origins.find(|(name, _)| *name == network);
        found
            .map(|(_, origin)| origin)
            .ok_or_else(|| Trouble::unexpected(format!("no practice network {network}")))
    }

    /// Asks as the window does, and expects that it is done.
    pub async fn ask(&self, request: impl Into<Request>) -> TestResult<Reply> {
        let reply = self.handle.ask(request).await;
        reply.map_err(|failure| Trouble::unexpected(format!("refused: {failure:?}")))
    }

    /// Asks for something that must be refused, and says how it was.
    pub async fn refusal(&self, request: impl Into<Request>) -> TestResult<protocol::Failure> {
        match self.handle.ask(request).await {
            Ok(_) => Err(Trouble::unexpected("it was done")),
            Err(failure) => Ok(failure),
        }
    }

    /// All that the window sees now.
    pub async fn snapshot(&self) -> TestResult<Snapshot> {
        snapshot(&self.handle).await
    }

    /// Waits until the probe finds something in what the window sees.
    pub async fn until<T>(
        &mut self,
        what: &str,
        probe: impl FnMut(&Snapshot) -> Option<T>,
    ) -> TestResult<T> {
        self.audience.until(&self.handle, what, probe).await
    }

    /// Every fact that was told since the start.
    pub fn facts(&mut self) -> TestResult<&[protocol::EventKind]> {
        self.audience.facts()
    }

    /// Waits for a fact, told before or not.
    pub async fn until_told<T>(
        &mut self,
        what: &str,
        probe: impl FnMut(&protocol::EventKind) -> Option<T>,
    ) -> TestResult<T> {
        self.audience.until_told(what, probe).await
    }
}

async fn snapshot(engine: &Handle) -> TestResult<Snapshot> {
    match engine.ask(GeneralRequest::Snapshot).await {
        Ok(Reply::General(GeneralReply::Snapshot(all))) => Ok(*all),
        Ok(_) => Err(Trouble::unexpected("another reply than a snapshot")),
        Err(failure) => Err(Trouble::unexpected(format!("no snapshot: {failure:?}"))),
    }
}

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("greentick.db")
}

async fn open_vault(path: PathBuf, keychain: Arc<dyn Keychain>) -> TestResult<Vault> {
    let open = move || Vault::open(&path, Box::new(OsEntropy), keychain);
    let opened = tokio::task::spawn_blocking(open).await;
    opened.map_err(Trouble::because)?.map_err(Trouble::because)
}

fn registry(practice: &Practice) -> Registry {
    let origins: BTreeMap<&str, Url> = practice.origins().collect();
    let nowhere = practice.control();
    Registry::practice(|name| origins.get(name).unwrap_or(&nowhere).clone())
}

fn apps(practice: &Practice, scene: &Scene) -> Vec<(domain::Network, String, Secret)> {
    if !scene.app_entered {
        return vec![];
    }
    let registry = registry(practice);
    let entered = |(network, _): (&domain::Network, _)| {
        let (id, secret) = practice.developer_app(network.as_str())?;
        Some((network.clone(), id, Secret::new(secret)))
    };
    registry.iter().filter_map(entered).collect()
}

/// A network by the name that it is written with in a journey.
pub fn network_named(name: &str) -> Network {
    name.parse().expect("a network's name")
}
