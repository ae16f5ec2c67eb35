//! What a transport remembers of each server.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::Semaphore;

pub(super) const AT_ONCE_PER_HOST: usize = 4;

/// What is remembered of a server.
pub(super) struct Host {
    pub line: Arc<Semaphore>,
    /// The nonce that it last asked for (RFC 9449 section 8).
    pub nonce: Option<String>,
    /// When it last answered over a connection that is kept.
    pub answered_at: Option<Instant>,
}

impl Default for Host {
    fn default() -> Host {
        Host {
            line: Arc::new(Semaphore::new(AT_ONCE_PER_HOST)),
            nonce: None,
            answered_at: None,
        }
    }
}
