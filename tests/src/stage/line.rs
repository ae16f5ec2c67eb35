//! The way to the networks: the real transport, on which a journey can hold a request up.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Secret, Span, Unavailable};
use engine::Clock as _;
use networks::{Answer, HttpTransport, Request, Sending, Transport};
use serde_json::Value;
use tokio::sync::oneshot;
use url::Url;

use super::TestResult;
use super::pace::{Pace, Still, refresh_token};
use super::swaps::{Headers, Instead, Swaps};
use super::world::WallClock;
use crate::Trouble;

const METADATA: &str = "/.well-known/oauth-authorization-server";

/// The way to the networks.
pub struct Line {
    http: HttpTransport,
    /// The time at which answers come.
    clock: Arc<WallClock>,
    holds: Mutex<Vec<Hold>>,
    losses: Mutex<Vec<Loss>>,
    out_of_order: Mutex<OutOfOrder>,
    swaps: Mutex<Swaps>,
    letters: Mutex<Vec<Letter>>,
    names_issuer: bool,
    /// Where time leaps, and the clock that goes with it.
    pace: Option<(Arc<Pace>, Arc<practice::Clock>)>,
}

/// Something that was sent.
#[derive(Clone)]
pub struct Letter {
    /// Where to.
    pub url: Url,
    /// The secrets in it, for a journey that looks for those that go astray.
    secrets: Vec<Secret>,
}

impl Letter {
    fn of(request: &Request) -> Letter {
        let fields = request.query.iter().chain(&request.form);
        let fields = fields.map(|(_, value)| value);
        let app = request.basic.as_ref().map(|(_, secret)| secret);
        let secrets = fields.chain(&request.bearer).chain(app);
        Letter {
            url: request.url.clone(),
            secrets: secrets.cloned().collect(),
        }
    }

    /// Whether this is in it.
    pub fn holds(&self, secret: &str) -> bool {
        self.secrets.iter().any(|one| one.expose() == secret)
    }
}

struct Loss {
    path_ends: &'static str,
    lost: oneshot::Sender<()>,
    over: oneshot::Receiver<()>,
}

/// Which path the network has out of order, and how often that was met.
#[derive(Default)]
struct OutOfOrder {
    path_ends: Option<&'static str>,
    met: usize,
}

/// An answer that never arrives. When this is dropped, nobody waits for it any more.
pub struct Lost {
    lost: oneshot::Receiver<()>,
    _over: oneshot::Sender<()>,
}

impl Lost {
    /// Waits until the network has done what was asked.
    pub async fn happened(&mut self) -> TestResult {
        let lost = (&mut self.lost).await;
        lost.map_err(|_| Trouble::unexpected("the line was cut"))
    }
}

struct Hold {
    path_ends: &'static str,
    /// How many such requests pass before.
    pass: usize,
    arrived: oneshot::Sender<()>,
    released: oneshot::Receiver<()>,
    answered: oneshot::Sender<()>,
}

/// A request that is on its way and will not arrive before it is let go.
pub struct Held {
    arrived: oneshot::Receiver<()>,
    release: oneshot::Sender<()>,
    answered: oneshot::Receiver<()>,
}

impl Held {
    /// Waits until the request is on its way.
    pub async fn sent(&mut self) -> TestResult {
        let sent = (&mut self.arrived).await;
        sent.map_err(|_| Trouble::unexpected("the line was cut"))
    }

    /// Lets it go on.
    pub fn go(self) -> TestResult {
        let gone = self.release.send(());
        gone.map_err(|()| Trouble::unexpected("nobody waits for the answer any more"))
    }

    /// Lets it go on, and waits until the answer is here.
    pub async fn goes_through(self) -> TestResult {
        let Held {
            release, answered, ..
        } = self;
        let gone = release.send(());
        gone.map_err(|()| Trouble::unexpected("nobody waits for the answer any more"))?;
        let answered = answered.await;
        answered.map_err(|_| Trouble::unexpected("the answer was given up"))
    }
}

impl Line {
    pub(super) fn new(
        http: HttpTransport,
        clock: Arc<WallClock>,
        names_issuer: bool,
        pace: Option<(Arc<Pace>, Arc<practice::Clock>)>,
    ) -> Line {
        Line {
            http,
            clock,
            holds: Mutex::default(),
            losses: Mutex::default(),
            out_of_order: Mutex::default(),
            swaps: Mutex::default(),
            letters: Mutex::default(),
            names_issuer,
            pace,
        }
    }

    /// Holds the first request up whose path ends so, after `pass` others.
    pub fn hold(&self, path_ends: &'static str, pass: usize) -> Held {
        let (arrived, has_arrived) = oneshot::channel();
        let (release, released) = oneshot::channel();
        let (answer, answered) = oneshot::channel();
        self.holds().push(Hold {
            path_ends,
            pass,
            arrived,
            released,
            answered: answer,
        });
        Held {
            arrived: has_arrived,
            release,
            answered,
        }
    }

    /// Loses the first answer that comes from a path which ends so: the network has done what was
    /// asked, and nobody here will ever hear of it.
    pub fn lose(&self, path_ends: &'static str) -> Lost {
        let (lost, has_happened) = oneshot::channel();
        let (end, over) = oneshot::channel();
        self.losses().push(Loss {
            path_ends,
            lost,
            over,
        });
        Lost {
            lost: has_happened,
            _over: end,
        }
    }

    /// Lets the network be out of order where a path ends so, and nowhere where that is `None`.
    pub fn out_of_order(&self, path_ends: Option<&'static str>) {
        self.lock_out_of_order().path_ends = path_ends;
    }

    /// How often a request met what is out of order.
    pub fn met_out_of_order(&self) -> usize {
        self.lock_out_of_order().met
    }

    /// Words every answer from a path that ends so in another way, in its headers and its body: the
    /// network has done what was asked.
    pub fn reword(&self, path_ends: &'static str, from: &str, to: &str) {
        self.swaps().reword(path_ends, from, to);
    }

    /// Answers in the network's place where a path ends so, and the network never hears of it. What
    /// was put last counts.
    pub fn instead(&self, path_ends: &'static str, status: u16, headers: Headers<'_>, body: &str) {
        let answer = Instead::answer(path_ends, status, headers, body);
        self.swaps().put(answer);
    }

    /// Answers in the network's place the next `times` times, before whatever else was put there.
    pub fn instead_for(
        &self,
        times: usize,
        path_ends: &'static str,
        status: u16,
        headers: Headers<'_>,
        body: &str,
    ) {
        let answer = Instead::answer(path_ends, status, headers, body);
        self.swaps().put(answer.times(times));
    }

    /// Lets no answer come where a path ends so, and the network hears of nothing.
    pub fn nothing(&self, path_ends: &'static str, hiccup: Unavailable) {
        self.swaps().put(Instead::nothing(path_ends, hiccup));
    }

    /// Lets no answer come the next `times` times, before whatever else was put there.
    pub fn nothing_for(&self, times: usize, path_ends: &'static str, hiccup: Unavailable) {
        let nothing = Instead::nothing(path_ends, hiccup);
        self.swaps().put(nothing.times(times));
    }

    /// Lets the networks speak for themselves again.
    pub fn plain(&self) {
        *self.swaps() = Swaps::default();
    }

    /// All that was sent since the start, in this order.
    pub fn letters(&self) -> Vec<Letter> {
        self.lock_letters().clone()
    }

    fn lock_letters(&self) -> MutexGuard<'_, Vec<Letter>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn swaps(&self) -> MutexGuard<'_, Swaps> {
        self.swaps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_out_of_order(&self) -> MutexGuard<'_, OutOfOrder> {
        let locked = self.out_of_order.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }

    fn is_out_of_order(&self, path: &str) -> bool {
        let mut broken = self.lock_out_of_order();
        let is_hit = broken.path_ends.is_some_and(|end| path.ends_with(end));
        broken.met += usize::from(is_hit);
        is_hit
    }

    fn losses(&self) -> MutexGuard<'_, Vec<Loss>> {
        self.losses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn loss_for(&self, path: &str) -> Option<Loss> {
        let mut losses = self.losses();
        let nth = losses
            .iter()
            .position(|loss| path.ends_with(loss.path_ends))?;
        Some(losses.remove(nth))
    }

    fn holds(&self) -> MutexGuard<'_, Vec<Hold>> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold_for(&self, path: &str) -> Option<Hold> {
        let mut holds = self.holds();
        let nth = holds
            .iter()
            .position(|hold| path.ends_with(hold.path_ends))?;
        match holds[nth].pass.checked_sub(1) {
            Some(left) => {
                holds[nth].pass = left;
                None
            }
            None => Some(holds.remove(nth)),
        }
    }

    async fn carry(&self, request: Request) -> Result<Answer, Unavailable> {
        let Some((pace, networks)) = &self.pace else {
            return self.carry_at_once(request).await;
        };
        let _still = Still::now();
        pace.keep_up(networks);
        if !pace.leaves(&request) {
            return Err(Unavailable::Offline);
        }
        let token = refresh_token(&request);
        let answer = self.carry_at_once(request).await?;
        pace.came(token, &answer);
        Ok(answer)
    }

    async fn carry_at_once(&self, request: Request) -> Result<Answer, Unavailable> {
        self.lock_letters().push(Letter::of(&request));
        let path = request.url.path().to_owned();
        // A journey that does not wait for a sign has dropped the other end.
        let mut answered = None;
        if let Some(hold) = self.hold_for(&path) {
            let _ = hold.arrived.send(());
            let _ = hold.released.await;
            answered = Some(hold.answered);
        }
        if self.is_out_of_order(&path) {
            return Ok(Answer {
                status: 503,
                headers: vec![],
                body: vec![],
                at: self.clock.now(),
            });
        }
        let swapped = self.swaps().come(&path, self.clock.now());
        let answer = match swapped {
            Some(answer) => answer,
            None => self.http.send(request).await,
        };
        if let Some(answered) = answered {
            let _ = answered.send(());
        }
        let mut answer = self.swaps().worded(&path, answer?);
        answer.at = self.clock.now();
        if let Some(loss) = self.loss_for(&path) {
            let _ = loss.lost.send(());
            let _ = loss.over.await;
            return Err(Unavailable::Silent);
        }
        if self.names_issuer && path == METADATA {
            return Ok(promising(answer));
        }
        Ok(answer)
    }
}

impl Transport for Line {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.carry(request))
    }

    fn clock_off(&self) -> Option<Span> {
        self.http.clock_off()
    }
}

/// The metadata with the promise of RFC 9207, which newer servers make.
fn promising(mut answer: Answer) -> Answer {
    if let Ok(Value::Object(mut metadata)) = serde_json::from_slice(&answer.body) {
        let promise = "authorization_response_iss_parameter_supported";
        metadata.insert(promise.to_owned(), true.into());
        answer.body = Value::Object(metadata).to_string().into_bytes();
    }
    answer
}
