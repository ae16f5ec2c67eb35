//! Starting and stopping: one listener on 127.0.0.1 for each network and one for the control page.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware;
use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use crate::clock::Clock;
use crate::conditions::Conditions;
use crate::control::{self, Control};
use crate::dialect::{Dialect, Stage};
use crate::exposed;
use crate::facebook;
use crate::mastodon;
use crate::networks::ALL;
use crate::requests::RequestLog;
use crate::socket::Door;
use crate::state_file::{StateFile, Storage};
use crate::strangers::{self, Stranger, Witness};

/// How long requests under way may take to end when everything stops.
const GRACE: Duration = Duration::from_secs(2);

/// How to start. The default is free ports and nothing kept.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where apps, approvals and tokens survive a restart, as JSON.
    pub state_file: Option<PathBuf>,
    pub ports: PortRegistry,
    /// Callback addresses registered for the practice developer apps, by network, beyond those
    /// that every network's own documentation tells a desktop app to register.
    pub redirects: BTreeMap<String, Vec<String>>,
    /// With a seed, a Mastodon server and a PDS of somebody who means harm run as well.
    pub strangers: Option<u64>,
    /// Time passes only when the control page lets it pass, however slow the computer is.
    pub clock_stands: bool,
}

/// A port for each listener; what is absent or 0 is chosen by the system.
#[derive(Clone, Debug, Default)]
pub struct PortRegistry {
    pub control: u16,
    /// By network name.
    pub networks: BTreeMap<String, u16>,
}

/// Running practice networks. Dropping it stops them; [`Practice::stop`] waits until they have.
pub struct Practice {
    control: Arc<Control>,
    clock: Arc<Clock>,
    networks: Vec<Arc<dyn Dialect>>,
    /// Their names and origins.
    strangers: Vec<(&'static str, Url)>,
    stop: watch::Sender<()>,
    servers: Vec<JoinHandle<io::Result<()>>>,
}

impl Practice {
    pub async fn start(config: Config) -> io::Result<Practice> {
        let shelf = Storage::open(config.state_file)?;
        let clock = Arc::new(match config.clock_stands {
            true => Clock::open_standing(&shelf)?,
            false => Clock::open(&shelf)?,
        });
        let requests = Arc::new(RequestLog::default());
        let (stop, stopping) = watch::channel(());
        let (mut networks, mut servers) = (Vec::new(), Vec::new());
        let witness = config.strangers.map(|_| Arc::new(Witness::default()));
        for entry in ALL {
            let port = config.ports.networks.get(entry.name).copied().unwrap_or(0);
            let (listener, origin) = bind(port).await?;
            let weather = format!("{} weather", entry.name);
            let dialect = (entry.open)(Stage {
                name: entry.name,
                origin,
                clock: Arc::clone(&clock),
                shelf: Arc::clone(&shelf),
                requests: Arc::clone(&requests),
                weather: StateFile::open(&shelf, weather, Conditions::default)?,
                extra_redirects: config
                    .redirects
                    .get(entry.name)
                    .cloned()
                    .unwrap_or_default(),
            })?;
            let under_weather = middleware::from_fn_with_state(Arc::clone(&dialect), exposed::pass);
            let mut routes = Arc::clone(&dialect).routes().layer(under_weather);
            if let Some(witness) = &witness {
                let looked_at = (entry.name, Arc::clone(witness));
                routes = routes.layer(middleware::from_fn_with_state(looked_at, strangers::pass));
            }
            let door = Door::new(listener, Arc::clone(&dialect));
            servers.push(tokio::spawn(serve(door, routes, stopping.clone())));
            networks.push(dialect);
        }
        let others: Vec<Url> = networks
            .iter()
            .map(|one: &Arc<dyn Dialect>| one.stage().origin.clone())
            .collect();
        let mut strange = Vec::new();
        if let (Some(seed), Some(witness)) = (config.strangers, &witness) {
            witness.of(&networks);
            for name in [strangers::MASTODON, strangers::PDS] {
                let (listener, origin) = bind(0).await?;
                let (others, witness) = (others.clone(), Arc::clone(witness));
                let stranger = Stranger::new(name, origin.clone(), others, witness, seed);
                servers.push(tokio::spawn(
                    Arc::new(stranger).serve(listener, stopping.clone()),
                ));
                strange.push((name, origin));
            }
        }
        let (listener, origin) = bind(config.ports.control).await?;
        let control = Arc::new(Control {
            origin,
            clock: Arc::clone(&clock),
            requests,
            networks: networks.clone(),
            strangers: witness,
        });
        let routes = control::routes(Arc::clone(&control));
        servers.push(tokio::spawn(serve(listener, routes, stopping)));
        Ok(Practice {
            control,
            clock,
            networks,
            strangers: strange,
            stop,
            servers,
        })
    }

    /// Origin of the practice Facebook: dialog, Graph API and settings pages.
    pub fn facebook(&self) -> Url {
        self.named(facebook::NAME).stage().origin.clone()
    }

    /// Origin of the practice Mastodon instance.
    pub fn mastodon(&self) -> Url {
        self.named(mastodon::NAME).stage().origin.clone()
    }

    /// The time of all networks, for whoever moves it often.
    pub fn clock(&self) -> Arc<Clock> {
        Arc::clone(&self.clock)
    }

    /// The control page.
    pub fn control(&self) -> Url {
        self.control.origin.clone()
    }

    pub(crate) fn trouble(&self) -> &Control {
        &self.control
    }

    pub(crate) fn networks(&self) -> &[Arc<dyn Dialect>] {
        &self.networks
    }

    /// Every network's name and origin, and those of the strangers where they run.
    pub fn origins(&self) -> impl Iterator<Item = (&'static str, Url)> {
        let of =
            |network: &Arc<dyn Dialect>| (network.stage().name, network.stage().origin.clone());
        self.networks
            .iter()
            .map(of)
            .chain(self.strangers.iter().cloned())
    }

    /// A network's origin; none if there is no such practice network.
    pub fn origin(&self, network: &str) -> Option<Url> {
        self.found(network)
            .map(|network| network.stage().origin.clone())
    }

    /// Client id and secret of the developer app that exists at a network from the start. The
    /// secret is empty where apps have none; where apps register themselves there is no such app.
    pub fn developer_app(&self, network: &str) -> Option<(String, String)> {
        self.found(network)?.developer_app()
    }

    /// [`Practice::developer_app`] of Facebook.
    pub fn facebook_app(&self) -> (String, String) {
        self.developer_app(facebook::NAME).unwrap_or_default()
    }

    pub async fn stop(self) {
        let _ = self.stop.send(());
        for mut server in self.servers {
            if tokio::time::timeout(GRACE, &mut server).await.is_err() {
                server.abort();
            }
        }
    }

    pub(crate) fn found(&self, name: &str) -> Option<&dyn Dialect> {
        self.networks
            .iter()
            .find(|network| network.stage().name == name)
            .map(|network| &**network)
    }

    fn named(&self, name: &str) -> &dyn Dialect {
        self.found(name)
            .expect("start() opens every network of the list")
    }
}

async fn bind(port: u16) -> io::Result<(TcpListener, Url)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = TcpListener::local_addr(&listener)?.port();
    let origin = Url::parse(&format!("http://127.0.0.1:{port}/")).map_err(io::Error::other)?;
    Ok((listener, origin))
}

async fn serve<L>(listener: L, routes: Router, mut stopping: watch::Receiver<()>) -> io::Result<()>
where
    L: Listener,
    L::Addr: std::fmt::Debug,
{
    axum::serve(listener, routes)
        .with_graceful_shutdown(async move {
            let _ = stopping.changed().await;
        })
        .await
}
