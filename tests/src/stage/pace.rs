//! Time that is paused and leaps from timer to timer, and stands while something real is under way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use networks::{Answer, Request};
use serde_json::Value;

use super::world::{Foretold, WallClock};

const HOUR: i64 = 3_600;
/// The networks' clock may be this much behind, in seconds, before it is moved on.
const LAG: i64 = 20;

/// What a stage whose time leaps needs beside the usual, and what was seen on its way to the
/// networks. It outlives the restarts of the app.
pub struct Pace {
    pub clock: Arc<WallClock>,
    pub(super) chance: Arc<Foretold>,
    offline: AtomicBool,
    seen: Mutex<Seen>,
}

/// What was sent to the networks.
#[derive(Clone, Default)]
pub struct Seen {
    pub requests: u64,
    pub renewals: u64,
    /// Requests that found no way.
    pub kept_back: u64,
    /// Refresh tokens that were sent again after the network had replaced them.
    pub spent_again: u64,
    /// The most requests in one hour, by the network's address.
    pub busiest: BTreeMap<String, u64>,
    hours: BTreeMap<String, (i64, u64)>,
    spent: BTreeSet<String>,
}

/// Keeps paused time from leaping on: tokio does not advance it while something blocks.
pub struct Still {
    _until_dropped: mpsc::Sender<()>,
}

impl Still {
    pub fn now() -> Still {
        let (until_dropped, dropped) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || dropped.recv());
        Still {
            _until_dropped: until_dropped,
        }
    }
}

impl Pace {
    pub fn by(seed: u64) -> Pace {
        Pace {
            clock: Arc::new(WallClock::from_midnight()),
            chance: Arc::new(Foretold::by(seed)),
            offline: AtomicBool::new(false),
            seen: Mutex::default(),
        }
    }

    /// Whether there is no way to the networks.
    pub fn set_offline(&self, offline: bool) {
        self.offline.store(offline, Ordering::Relaxed);
    }

    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    /// Brings the networks' clock up to the time that is true here.
    pub(super) fn keep_up(&self, networks: &practice::Clock) {
        let lag = self.clock.truth().as_secs() - networks.now();
        if lag > LAG {
            networks.advance(lag);
        }
    }

    /// Whether a request gets away.
    pub(super) fn leaves(&self, request: &Request) -> bool {
        let mut seen = self.lock();
        if self.offline.load(Ordering::Relaxed) {
            seen.kept_back += 1;
            return false;
        }
        seen.requests += 1;
        let hour = self.clock.truth().as_secs().div_euclid(HOUR);
        let host = request.url.authority().to_owned();
        let of = seen.hours.entry(host.clone()).or_insert((hour, 0));
        *of = if of.0 == hour {
            (hour, of.1 + 1)
        } else {
            (hour, 1)
        };
        let now = of.1;
        let most = seen.busiest.entry(host).or_default();
        *most = now.max(*most);
        if let Some(token) = refresh_token(request) {
            seen.renewals += 1;
            seen.spent_again += u64::from(seen.spent.contains(&token));
        }
        true
    }

    /// An answer to what was sent as a refresh token: one that was replaced is spent.
    pub(super) fn came(&self, token: Option<String>, answer: &Answer) {
        let Some(token) = token.filter(|_| answer.status == 200) else {
            return;
        };
        let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let given = body
            .as_ref()
            .and_then(|body| body["refresh_token"].as_str());
        if given.is_some_and(|given| given != token) {
            self.lock().spent.insert(token);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request sends as a refresh token, if anything.
pub(super) fn refresh_token(request: &Request) -> Option<String> {
    let mut fields = request.form.iter();
    let found = fields.find(|(name, _)| *name == "refresh_token")?;
    // The onlooker's own book; it ends with the proof.
    Some(found.1.expose().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_that_is_sent_after_it_was_replaced_is_seen() {
        let pace = Pace::by(1);
        let address = "http://127.0.0.1:1/token";
        let mut request = Request::post(address.parse().unwrap());
        request
            .form
            .push(("refresh_token", domain::Secret::new("one".to_owned())));
        let answer = |body: &[u8]| Answer {
            status: 200,
            headers: vec![],
            body: body.to_vec(),
            at: domain::Timestamp::default(),
        };
        for (body, again) in [
            (&br#"{"refresh_token":"one"}"#[..], 0),
            (br#"{"refresh_token":"two"}"#, 0),
            (br#"{}"#, 1),
        ] {
            assert!(pace.leaves(&request));
            pace.came(refresh_token(&request), &answer(body));
            assert_eq!(pace.seen().spent_again, again);
        }
        pace.set_offline(true);
        assert!(!pace.leaves(&request));
    }
}
