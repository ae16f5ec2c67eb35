//! Waiting for programs that give no sign when they are ready: ask again until the limit.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::Trouble;

const PAUSE: Duration = Duration::from_millis(25);

/// Asks until the probe gives something; blocks the thread.
pub fn until<T>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Option<T>,
) -> Result<T, Trouble> {
    let end = Instant::now() + limit;
    loop {
        if let Some(found) = probe() {
            return Ok(found);
        }
        if Instant::now() >= end {
            return Err(Trouble::TimedOut {
                what: what.to_owned(),
                limit,
                last: None,
            });
        }
        thread::sleep(PAUSE);
    }
}

/// Asks until the probe gives something, and tells in the error what it saw last.
pub async fn until_async<T>(
    what: &str,
    limit: Duration,
    mut probe: impl AsyncFnMut() -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let end = Instant::now() + limit;
    loop {
        match probe().await {
            Ok(found) => return Ok(found),
            Err(trouble) if Instant::now() >= end => {
                let last = Some(trouble.to_string());
                return Err(Trouble::TimedOut {
                    what: what.to_owned(),
                    limit,
                    last,
                });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
