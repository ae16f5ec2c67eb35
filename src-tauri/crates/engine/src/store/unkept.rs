//! What a renewal brought and the disk did not take. What it replaced is spent, so it stays in
//! memory under its lease, and is written as soon as that can be.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Grant, GrantId, Trouble};
use networks::RefreshedTokens;
use tokio::sync::Notify;
use vault::{Lease, Storage, WriteProblem};

use super::{Store, not_kept, renewal};

/// How often it is tried again.
pub(crate) const RETRY: Duration = Duration::from_secs(3);

/// What one renewal brought.
pub(crate) struct Unkept {
    /// Under which it was asked for.
    pub lease: Lease,
    /// The answer as it came.
    pub packed: Vec<u8>,
    /// What was read of it, where it could be read.
    pub renewed: Option<RefreshedTokens>,
}

/// What came of another try to write it.
pub(crate) enum Retried {
    /// The tokens are in the store.
    Kept(Grant),
    /// The answer is, sealed: the next probe reads it.
    Sealed,
    /// Nobody needs it any more: disconnected, connected anew, or kept by somebody else.
    Over,
    /// Not yet.
    NotYet,
    /// It will never be.
    Never(Trouble),
}

/// All that is held so.
#[derive(Clone, Default)]
pub(crate) struct UnwrittenRenewals {
    by_grant: Arc<Mutex<BTreeMap<GrantId, Unkept>>>,
    /// Wakes who waits for the next try.
    pub hurry: Arc<Notify>,
}

impl UnwrittenRenewals {
    fn all(&self) -> MutexGuard<'_, BTreeMap<GrantId, Unkept>> {
        self.by_grant.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, unkept: Unkept) {
        self.all().insert(unkept.lease.grant, unkept);
    }

    fn take(&self, grant: GrantId) -> Option<Unkept> {
        self.all().remove(&grant)
    }
}

impl Store {
    /// Tries once more to write what is held for a grant.
    pub async fn retry(&self, grant: GrantId) -> Retried {
        let Some(held) = self.held.take(grant) else {
            return Retried::Over;
        };
        let (retried, held) = self.run(move |vault| written(vault, held)).await;
        if matches!(retried, Retried::NotYet) {
            self.held.put(held);
        }
        retried
    }

    /// Tries all of it once more, as the app ends. What is not written then is lost.
    pub async fn retry_all(&self) {
        let all: Vec<GrantId> = self.held.all().keys().copied().collect();
        for grant in all {
            match self.retry(grant).await {
                Retried::Kept(_) | Retried::Sealed | Retried::Over => {}
                Retried::NotYet | Retried::Never(_) => {
                    tracing::error!("a renewed sign-in is lost: it could not be written");
                }
            }
        }
        self.held.hurry.notify_waiters();
    }
}

/// The tokens themselves where they were read, else the answer for another to read.
fn written(vault: &mut dyn Storage, held: Unkept) -> (Retried, Unkept) {
    let Lease {
        grant, generation, ..
    } = held.lease;
    let problem = match &held.renewed {
        Some(renewed) => match vault.renew(grant, &renewal(renewed.clone()), generation) {
            Ok(grant) => return (Retried::Kept(grant), held),
            Err(WriteProblem::Gone | WriteProblem::Moved { .. }) => return (Retried::Over, held),
            Err(problem) => Some(problem),
        },
        None => None,
    };
    let retried = match vault.save_answer(&held.lease, held.packed.clone()) {
        Ok(()) => Retried::Sealed,
        Err(sealing) => after(problem.unwrap_or(sealing)),
    };
    (retried, held)
}

/// Whether it is worth another try.
fn after(problem: WriteProblem) -> Retried {
    match problem {
        WriteProblem::Store(_) | WriteProblem::KeyUnavailable(_) | WriteProblem::NoEntropy => {
            Retried::NotYet
        }
        WriteProblem::Gone | WriteProblem::Moved { .. } => Retried::Over,
        WriteProblem::Damaged | WriteProblem::Empty | WriteProblem::TooLong => {
            Retried::Never(not_kept(&problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Span;
    use vault::Storage;

    use super::*;
    use crate::store::tests::{GRANT, NOW, dates, in_memory, link, tokens};

    /// A renewal that was answered and could not be written.
    async fn held(store: &Store) {
        store.link(link()).await.unwrap();
        let until = NOW.plus(Span::from_minutes(2));
        let lease = store.lease(GRANT, NOW, until).await.unwrap();
        store.record_sent(lease.clone(), NOW).await.unwrap();
        store.held.put(Unkept {
            lease,
            packed: b"an answer".to_vec(),
            renewed: Some(RefreshedTokens {
                tokens: tokens("second"),
                dates: dates(),
                scopes: None,
            }),
        });
    }

    async fn access(store: &Store) -> String {
        let network = link().login.network;
        let tokens = store.tokens(GRANT, network, None).await.unwrap();
        tokens.access.expose().to_owned()
    }

    #[tokio::test]
    async fn what_the_disk_does_not_take_is_held_until_it_does() {
        let (store, rows) = in_memory();
        held(&store).await;
        // Neither the tokens nor the answer.
        rows.fail_next_writes(2);
        assert!(matches!(store.retry(GRANT).await, Retried::NotYet));
        assert_eq!(access(&store).await, "first");
        assert!(matches!(store.retry(GRANT).await, Retried::Kept(grant) if grant.generation == 2));
        assert_eq!(access(&store).await, "second");
        assert!(matches!(store.retry(GRANT).await, Retried::Over));
    }

    #[tokio::test]
    async fn where_the_answer_alone_can_be_written_the_next_look_reads_it() {
        let (store, rows) = in_memory();
        held(&store).await;
        rows.fail_next_writes(1);
        assert!(matches!(store.retry(GRANT).await, Retried::Sealed));
        assert!(rows.interrupted_renewals().unwrap()[0].answered);
    }

    #[tokio::test]
    async fn a_new_sign_in_needs_none_of_it() {
        let (store, _) = in_memory();
        held(&store).await;
        store.link(link()).await.unwrap();
        assert!(matches!(store.retry(GRANT).await, Retried::Over));
        assert_eq!(access(&store).await, "first");
    }
}
