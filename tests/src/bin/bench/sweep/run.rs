//! The two contenders: the engine, and the bare client.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use domain::{AccountId, Host, Secret, TokenSet};
use engine::{Dependencies, Engine};
use journeys::Trouble;
use journeys::stage::{Chance, Recorder, WallClock};
use networks::{
    About, AuthorizationRequest, CallContext, CodeExchange, Dialect, HttpTransport,
    PRACTICE_INSTANCE, ProbeResult, Realm, Registry, Request, Sending, SignInPage, SignInResult,
    Step, Transport,
};
use tokio::sync::Notify;
use url::Url;
use vault::{AppCredentials, Change};

use super::{AT_ONCE, HOSTS, LOCATIONS};
use crate::store::{self, Store};

/// How many locations a host has.
pub fn share(number: u16) -> u32 {
    let here = |page: &u32| store::host_number(*page, HOSTS) == number;
    (0..LOCATIONS).filter(here).count().try_into().unwrap_or(0)
}

/// Looks with the engine at everything, and says how long that took and how much processor time.
pub async fn ours(ports: &str) -> Result<(), Trouble> {
    let origins = origins(ports)?;
    let filled = tokio::task::spawn_blocking(|| -> Result<_, Trouble> {
        let store = Store::filled_at(LOCATIONS, HOSTS)?;
        let mut vault = store.unlocked()?;
        for number in 0..HOSTS {
            let app = AppCredentials {
                network: "mastodon".parse().map_err(Trouble::because)?,
                host: Some(store::host(number)?),
                client_id: "greentick".to_owned(),
                client_secret: Some(Secret::new("a secret".to_owned())),
                extra: serde_json::Value::Null,
            };
            let kept = vault.commit(&[Change::App(Box::new(app))]);
            kept.map_err(Trouble::because)?;
        }
        drop(vault);
        let vault = store.locked()?;
        Ok((store, vault))
    });
    let (_store, vault) = filled.await.map_err(Trouble::because)??;
    let line = Arc::new(Counting {
        http: HttpTransport::new(Realm::Practice).map_err(Trouble::because)?,
        first_sent: OnceLock::new(),
        answered: AtomicU32::new(0),
        all: Notify::new(),
    });
    let (began, processor) = (Instant::now(), processor_time()?);
    let handle = Engine::start(Dependencies {
        shell: Arc::new(Recorder::default()),
        clock: Arc::new(WallClock::new()),
        entropy: Arc::new(Chance),
        transport: line.clone(),
        networks: Registry::of(vec![Arc::new(Instances::at(origins)?)]),
        vault: Box::new(vault),
        practice: None,
    })
    .await
    .map_err(Trouble::because)?;
    line.all.notified().await;
    let took = began.elapsed();
    let mut events = handle.events();
    drop(handle);
    while events.next().await.is_some() {}
    // Opening the store is no part of a look, and has a figure of its own.
    let first_sent = line.first_sent.get().copied().unwrap_or(processor);
    tell(took, processor_time()? - first_sent);
    Ok(())
}

/// Makes the same calls with nothing but the client.
pub async fn bare(ports: &str) -> Result<(), Trouble> {
    let origins = origins(ports)?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .map_err(Trouble::because)?;
    let (began, processor) = (Instant::now(), processor_time()?);
    let mut workers = vec![];
    for (origin, number) in origins.into_iter().zip(0..) {
        let address = origin
            .join("/api/v1/accounts/verify_credentials")
            .map_err(Trouble::because)?;
        let pages: Vec<u32> = (0..LOCATIONS)
            .filter(|page| store::host_number(*page, HOSTS) == number)
            .collect();
        let pages = Arc::new(pages);
        let next = Arc::new(AtomicU32::new(0));
        for _ in 0..AT_ONCE {
            let (client, address) = (client.clone(), address.clone());
            let (pages, next) = (pages.clone(), next.clone());
            workers.push(tokio::spawn(async move {
                while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let token = store::tokens(*page).access;
                    let call = client.get(address.clone()).bearer_auth(token.expose());
                    call.send().await?.bytes().await?;
                }
                Ok::<(), reqwest::Error>(())
            }));
        }
    }
    for worker in workers {
        let done = worker.await.map_err(Trouble::because)?;
        done.map_err(Trouble::because)?;
    }
    tell(began.elapsed(), processor_time()? - processor);
    Ok(())
}

fn tell(took: Duration, processor: f64) {
    println!("{} {processor}", took.as_secs_f64());
}

fn origins(ports: &str) -> Result<Vec<Url>, Trouble> {
    let origin = |port| Url::parse(&format!("http://127.0.0.1:{port}/"));
    let origins: Result<_, _> = ports.split(',').map(origin).collect();
    origins.map_err(Trouble::because)
}

/// What this process has used of the processors so far, in seconds; the system counts it in
/// hundredths.
fn processor_time() -> Result<f64, Trouble> {
    let stat =
        std::fs::read_to_string("/proc/self/stat").map_err(Trouble::io("/proc/self/stat"))?;
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let words = after_name.split(' ').skip(11).take(2);
    let ticks: f64 = words.filter_map(|word| word.parse::<f64>().ok()).sum();
    Ok(ticks / 100.0)
}

/// The transport, with a count of its answers.
struct Counting {
    http: HttpTransport,
    /// The processor time when the first call was sent.
    first_sent: OnceLock<f64>,
    answered: AtomicU32,
    all: Notify,
}

impl Transport for Counting {
    fn send(&self, request: Request) -> Sending<'_> {
        self.first_sent
            .get_or_init(|| processor_time().unwrap_or_default());
        Box::pin(async {
            let answer = self.http.send(request).await;
            if self.answered.fetch_add(1, Ordering::Relaxed) + 1 == LOCATIONS {
                self.all.notify_one();
            }
            answer
        })
    }
}

/// Mastodon with many instances on this computer; of the practice ones there is but one.
struct Instances {
    all: Vec<(Host, Arc<dyn Dialect>)>,
    /// What the practice instance calls itself.
    own: Option<Host>,
}

impl Instances {
    fn at(origins: Vec<Url>) -> Result<Instances, Trouble> {
        let mastodon = "mastodon".parse().map_err(Trouble::because)?;
        let mut instances = vec![];
        for (origin, number) in origins.into_iter().zip(0..) {
            let practice = Registry::practice(|_| origin.clone());
            let dialect = practice.get(&mastodon);
            let dialect = dialect.ok_or_else(|| Trouble::unexpected("no Mastodon".to_owned()))?;
            instances.push((store::host(number)?, dialect));
        }
        let own = Host::parse(PRACTICE_INSTANCE).ok();
        Ok(Instances {
            all: instances,
            own,
        })
    }

    fn of(&self, caller: CallContext) -> (&dyn Dialect, CallContext) {
        let meant = self
            .all
            .iter()
            .find(|(host, _)| Some(host) == caller.host.as_ref());
        let (_, dialect) = meant.unwrap_or(&self.all[0]);
        let host = self.own.clone();
        (&**dialect, CallContext { host, ..caller })
    }
}

impl Dialect for Instances {
    fn about(&self) -> &'static About {
        self.all[0].1.about()
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let (instance, caller) = self.of(caller);
        instance.authorize(caller, ask)
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let (instance, caller) = self.of(caller);
        instance.sign_in(caller, code)
    }

    fn probe(
        &self,
        caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let (instance, caller) = self.of(caller);
        instance.probe(caller, tokens, account)
    }

    fn permissions_page(&self, host: Option<&Host>) -> Url {
        self.all[0].1.permissions_page(host)
    }
}
