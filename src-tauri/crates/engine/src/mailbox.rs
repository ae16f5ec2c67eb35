//! How what was done beside a room comes back to it, and how whoever asked is answered.

use std::sync::Arc;

use protocol::{Failure, Reply};
use tokio::sync::oneshot;

/// Sends messages to one room, from anywhere, without keeping the engine alive.
pub(crate) struct Sender<M>(Arc<dyn Fn(M) -> bool + Send + Sync>);

impl<M> Clone for Sender<M> {
    fn clone(&self) -> Sender<M> {
        Sender(self.0.clone())
    }
}

impl<M: Send + 'static> Sender<M> {
    /// One that delivers by this, which says whether somebody is there to read.
    pub fn new(deliver: impl Fn(M) -> bool + Send + Sync + 'static) -> Sender<M> {
        Sender(Arc::new(deliver))
    }

    /// Sends a message; `false` when the engine has ended, and nobody waits for it.
    pub fn send(&self, message: M) -> bool {
        (self.0)(message)
    }

    /// Runs something beside the engine's loop; what it makes is the message that comes back.
    pub fn spawn(&self, work: impl Future<Output = M> + Send + 'static) {
        let sender = self.clone();
        tokio::spawn(async move { sender.send(work.await) });
    }
}

/// Who waits for an answer.
pub(crate) type ReplySender = oneshot::Sender<Result<Reply, Failure>>;

/// Answers whoever asked; one that is gone needs no answer.
pub(crate) fn answer(asker: ReplySender, reply: Result<Reply, Failure>) {
    let _ = asker.send(reply);
}
