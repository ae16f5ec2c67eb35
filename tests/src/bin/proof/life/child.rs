//! The child: the real engine, vault and transport.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::{Icon, Unavailable};
use engine::{Clock, Dependencies, Engine, Failpoints, Handle, RenewalStep};
use journeys::Trouble;
use journeys::stage::{Audience, Chance, Recorder, WallClock};
use networks::{Answer, HttpTransport, Realm, Registry, Request, Sending, Transport};
use protocol::{HistoryKind, LocationReply, LocationView, Reply};
use url::Url;
use vault::{OsEntropy, Vault};

use super::{GO, KeyFile, Point, REACHED, READY, Role, Verdict};

/// Plays the role that the parent wrote.
pub async fn child(words: &[String]) -> ExitCode {
    match live(words).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn live(words: &[String]) -> Result<(), Trouble> {
    let role = words.first().map(String::as_str).unwrap_or_default();
    let role: Role = serde_json::from_str(role).map_err(Trouble::because)?;
    let http = HttpTransport::new(Realm::Practice).map_err(Trouble::because)?;
    let keychain = Arc::new(KeyFile(role.key.clone()));
    let vault = Vault::open(&role.database, Box::new(OsEntropy), keychain);
    let vault = vault.map_err(Trouble::because)?;
    let clock = Arc::new(WallClock::new());
    clock.pass(role.ahead);
    let nowhere = Url::parse("http://127.0.0.1:9").map_err(Trouble::because)?;
    let networks = Registry::practice(|name| role.origins.get(name).unwrap_or(&nowhere).clone());
    say(READY)?;
    hear(GO)?;
    let began = clock.now();
    let handle = Engine::rehearse(
        Dependencies {
            shell: Arc::new(Recorder::default()),
            clock: clock.clone(),
            entropy: Arc::new(Chance),
            transport: Arc::new(Road {
                http,
                clock: clock.clone(),
                stop_at: role.stop_at,
                led: AtomicU64::new(0),
            }),
            networks,
            vault: Box::new(vault),
            practice: None,
        },
        Arc::new(Stop(role.stop_at)),
    )
    .await
    .map_err(Trouble::because)?;
    let mut audience = Audience::before(&handle);
    let began = began.as_millis();
    let settled = audience
        .until(&handle, "a verdict for every location", |seen| {
            let all = || seen.locations.iter();
            (!seen.locations.is_empty() && all().all(|one| is_settled(one, began)))
                .then(|| all().cloned().collect::<Vec<_>>())
        })
        .await?;
    let mut verdicts = vec![];
    for one in settled {
        verdicts.push(Verdict {
            green: one.health.icon == Icon::Tick,
            named: is_named(&handle, &one, began).await?,
            id: one.id,
        });
    }
    say(&serde_json::to_string(&verdicts).map_err(Trouble::because)?)?;
    // The app goes on meanwhile: others may wait for what it holds.
    let over = tokio::task::spawn_blocking(|| hear("")).await;
    over.map_err(Trouble::because)?
}

/// What was seen by an earlier run is no verdict of this one.
fn is_settled(one: &LocationView, began: i64) -> bool {
    match one.health.icon {
        // A first no waits for another look.
        Icon::Tick => !one.asks_again && one.checked_at.is_some_and(|at| at >= began),
        Icon::BrokenLink => true,
        Icon::Ring | Icon::Cloud | Icon::Clock => false,
    }
}

async fn is_named(engine: &Handle, one: &LocationView, began: i64) -> Result<bool, Trouble> {
    let location = one.id;
    let reply = engine
        .ask(protocol::LocationRequest::History { location })
        .await;
    let Ok(Reply::Location(LocationReply::History(lines))) = reply else {
        return Err(Trouble::unexpected("no history"));
    };
    let line = lines
        .iter()
        .find(|line| line.what == HistoryKind::StoppedWorking);
    let told = line.is_some_and(|line| line.at >= began && line.cause.is_some());
    Ok(told && one.health.cause.is_some())
}

/// Stands still at a step of the engine.
struct Stop(Option<Point>);

impl Failpoints for Stop {
    fn taken(&self, step: RenewalStep) {
        let point = match step {
            RenewalStep::Wanted => Point::Wanted,
            RenewalStep::Leased => Point::Leased,
            RenewalStep::Noted => Point::Noted,
            RenewalStep::Answered => Point::Answered,
            RenewalStep::Sealed => Point::Sealed,
            RenewalStep::Kept => Point::Kept,
        };
        if self.0 == Some(point) {
            stand_still();
        }
    }
}

/// Stands still when a renewal is on its way, or on the way there.
struct Road {
    http: HttpTransport,
    clock: Arc<WallClock>,
    stop_at: Option<Point>,
    /// How many answers came to what renews nothing.
    led: AtomicU64,
}

impl Road {
    /// This process lives at another time than the computer.
    async fn answer(&self, request: Request) -> Result<Answer, Unavailable> {
        let answer = self.http.send(request).await?;
        let at = self.clock.now();
        Ok(Answer { at, ..answer })
    }

    /// Whatever comes of it, nobody here reads it.
    async fn stop_on_the_way(&self, request: Request, micros: u64) -> ! {
        let sending = self.http.send(request);
        let answer = tokio::time::timeout(Duration::from_micros(micros), sending).await;
        drop(answer);
        stand_still()
    }

    async fn stop_before_the_way(&self, request: Request, nth: u64) -> Result<Answer, Unavailable> {
        let answer = self.answer(request).await;
        if self.led.fetch_add(1, Ordering::Relaxed) == nth {
            stand_still();
        }
        answer
    }
}

impl Transport for Road {
    fn send(&self, request: Request) -> Sending<'_> {
        match self.stop_at {
            Some(Point::Sent(micros)) if request.renews => {
                Box::pin(async move { self.stop_on_the_way(request, micros).await })
            }
            Some(Point::Discovered(nth)) if !request.renews => {
                Box::pin(self.stop_before_the_way(request, nth))
            }
            Some(_) | None => Box::pin(self.answer(request)),
        }
    }
}

/// Until the parent ends this process.
fn stand_still() -> ! {
    // A parent that is gone ends it as well.
    let _ = say(REACHED);
    loop {
        std::thread::park();
    }
}

fn say(line: &str) -> Result<(), Trouble> {
    let mut out = io::stdout().lock();
    let said = writeln!(out, "{line}").and_then(|()| out.flush());
    said.map_err(Trouble::io("the parent"))
}

/// Waits for a line, or for the end of all lines where none is wanted.
fn hear(wanted: &str) -> Result<(), Trouble> {
    let mut line = String::new();
    let heard = io::stdin().lock().read_line(&mut line);
    heard.map_err(Trouble::io("the parent"))?;
    match line.trim() == wanted {
        true => Ok(()),
        false => Err(Trouble::unexpected(format!(
            "{line:?} instead of {wanted:?}"
        ))),
    }
}
