//! Watches as the window does: events say that something changed, a snapshot says what is.

use std::time::Duration;

use engine::{Events, Handle};
use protocol::{Event, EventKind, Snapshot};
use tokio::time::timeout;

use super::{TestResult, snapshot};
use crate::Trouble;

/// Longer than anything here takes; a journey that waits so long has failed.
const LIMIT: Duration = Duration::from_secs(60);

/// Somebody who watches, and remembers what was told.
pub struct Audience {
    events: Events,
    told: Vec<EventKind>,
    last: Option<u64>,
}

impl Audience {
    /// Watches from now on.
    pub fn before(engine: &Handle) -> Audience {
        Audience {
            events: engine.events(),
            told: vec![],
            last: None,
        }
    }

    /// Waits until the probe finds something.
    pub async fn until<T>(
        &mut self,
        engine: &Handle,
        what: &str,
        mut probe: impl FnMut(&Snapshot) -> Option<T>,
    ) -> TestResult<T> {
        loop {
            let seen = snapshot(engine).await?;
            if let Some(found) = probe(&seen) {
                return Ok(found);
            }
            self.next(what, || in_short(&seen)).await?;
            self.catch_up()?;
        }
    }

    /// Waits until the probe finds a fact, told before or not.
    pub async fn until_told<T>(
        &mut self,
        what: &str,
        mut probe: impl FnMut(&EventKind) -> Option<T>,
    ) -> TestResult<T> {
        self.catch_up()?;
        if let Some(found) = self.told.iter().find_map(&mut probe) {
            return Ok(found);
        }
        loop {
            self.next(what, || "nothing of the kind".to_owned()).await?;
            if let Some(found) = self.told.last().and_then(&mut probe) {
                return Ok(found);
            }
        }
    }

    /// What was told so far.
    pub fn facts(&mut self) -> TestResult<&[EventKind]> {
        self.catch_up()?;
        Ok(&self.told)
    }

    /// Waits until nobody can tell anything any more.
    pub async fn until_over(mut self) -> TestResult {
        let over = async { while self.events.next().await.is_some() {} };
        timeout(LIMIT, over)
            .await
            .map_err(|_| late("the engine's end", None))
    }

    async fn next(&mut self, what: &str, last: impl FnOnce() -> String) -> TestResult {
        match timeout(LIMIT, self.events.next()).await {
            Ok(Some(event)) => self.take(event),
            Ok(None) => Err(Trouble::unexpected(format!(
                "the engine ended before {what}"
            ))),
            Err(_) => Err(late(what, Some(last()))),
        }
    }

    /// Takes what was told already, without waiting for more.
    fn catch_up(&mut self) -> TestResult {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            let mut next = Box::pin(self.events.next());
            match next.as_mut().poll(&mut context) {
                std::task::Poll::Ready(Some(event)) => {
                    drop(next);
                    self.take(event)?;
                }
                std::task::Poll::Ready(None) | std::task::Poll::Pending => return Ok(()),
            }
        }
    }

    /// A window that sees a gap asks anew; here nobody is slow enough for one.
    fn take(&mut self, event: Event) -> TestResult {
        if let Some(last) = self.last
            && event.sequence != last + 1
        {
            let gap = format!("event {} after {last}", event.sequence);
            return Err(Trouble::unexpected(gap));
        }
        self.last = Some(event.sequence);
        self.told.push(event.fact);
        Ok(())
    }
}

fn late(what: &str, last: Option<String>) -> Trouble {
    Trouble::TimedOut {
        what: what.to_owned(),
        limit: LIMIT,
        last,
    }
}

fn in_short(seen: &Snapshot) -> String {
    let locations = seen.locations.iter().map(|location| {
        let name = location.name.as_deref().unwrap_or("unnamed");
        let health = &location.health;
        format!(
            "{name}: {:?} {:?} {:?}",
            health.icon, health.state, health.cause
        )
    });
    let attempts = seen.attempts.iter().map(|a| format!("{:?}", a.stage));
    let all: Vec<String> = locations.chain(attempts).collect();
    format!("vault {:?}; {}", seen.vault.state, all.join("; "))
}
