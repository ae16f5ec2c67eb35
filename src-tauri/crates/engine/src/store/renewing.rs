//! What is written down around a renewal: the lease, what was sent, what came back and what it
//! brought.

use domain::{Grant, GrantId, Timestamp};
use networks::RefreshedTokens;
use vault::{Lease, NotLeased, Renewal, StoreProblem, Unreadable, WriteProblem};

use super::Store;
use super::answers::unpack;

impl Store {
    /// Takes the right to renew a grant.
    pub async fn lease(
        &self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased> {
        self.run(move |vault| vault.lease(grant, now, until)).await
    }

    /// Writes down that a renewal is sent.
    pub async fn record_sent(&self, lease: Lease, now: Timestamp) -> Result<(), NotLeased> {
        self.run(move |vault| vault.record_sent(&lease, now)).await
    }

    /// Gives the right to renew back.
    pub async fn release(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.release(&lease)).await
    }

    /// Lets others renew at once, and leaves what is written of the renewal.
    pub async fn step_back(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.step_back(&lease)).await
    }

    /// Keeps what came back for a renewal, before it is read.
    pub async fn save_answer(&self, lease: Lease, answer: Vec<u8>) -> Result<(), WriteProblem> {
        self.run(move |vault| vault.save_answer(&lease, answer))
            .await
    }

    /// What came back for a renewal and was never read to its end.
    pub async fn answer(&self, lease: Lease) -> Result<Option<networks::Answer>, Unreadable> {
        let kept = self.run(move |vault| vault.answer(&lease)).await?;
        let read = |bytes: &[u8]| unpack(bytes).ok_or(Unreadable::Damaged);
        kept.map(|bytes| read(&bytes)).transpose()
    }

    /// Forgets what came back for a renewal.
    pub async fn drop_answer(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.drop_answer(&lease)).await
    }

    /// Keeps what a renewal brought.
    pub async fn renew(
        &self,
        grant: GrantId,
        renewed: RefreshedTokens,
        generation: u64,
    ) -> Result<Grant, WriteProblem> {
        let renewal = renewal(renewed);
        self.run(move |vault| vault.renew(grant, &renewal, generation))
            .await
    }
}

/// What a renewal brought, as the vault takes it.
pub(crate) fn renewal(renewed: RefreshedTokens) -> Renewal {
    Renewal {
        tokens: renewed.tokens,
        dates: renewed.dates,
        scopes: renewed.scopes,
    }
}
