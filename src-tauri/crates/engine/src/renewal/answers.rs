//! What came back for a renewal is sealed beside its intent before anybody reads it. A run that
//! ends in between has lost nothing: the next one reads what was sealed, and sends nothing.
//!
//! It sits on the way to the networks, so that it is so for every dialect. Left out is a
//! disconnect that must renew before it can revoke: what it gets is on its way out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::Unavailable;
use networks::{Answer, Request, Sending, Transport};
use vault::Lease;

use crate::store::{Store, brings_tokens, pack};
use crate::{Failpoints, RenewalStep};

/// Sends, and seals the answer that may bring tokens.
pub(crate) struct RecordingTransport {
    pub transport: Arc<dyn Transport>,
    pub store: Store,
    pub lease: Lease,
    pub rehearsal: Arc<dyn Failpoints>,
    /// Whether the answer that may bring tokens brought some.
    pub brought_tokens: AtomicBool,
    /// That answer, where it could not be sealed.
    pub unkept: Mutex<Option<Vec<u8>>>,
}

impl RecordingTransport {
    async fn sent(&self, request: Request) -> Result<Answer, Unavailable> {
        let renews = request.renews;
        let answer = self.transport.send(request).await?;
        if !renews {
            return Ok(answer);
        }
        self.rehearsal.taken(RenewalStep::Answered);
        let brought = brings_tokens(&answer);
        self.brought_tokens.store(brought, Ordering::Relaxed);
        let packed = pack(&answer);
        let kept = self.store.save_answer(self.lease.clone(), packed.clone());
        // It is read all the same: should it bring tokens, those may still find room.
        if let Err(problem) = kept.await {
            tracing::warn!(%problem, "an answer could not be kept before it is read");
            let mut unkept = self.unkept.lock().unwrap_or_else(PoisonError::into_inner);
            *unkept = Some(packed).filter(|_| brought);
        }
        self.rehearsal.taken(RenewalStep::Sealed);
        Ok(answer)
    }
}

impl Transport for RecordingTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.sent(request))
    }
}

/// Answers with what an earlier run sealed; the renewal itself is not sent again. Whatever a
/// dialect asks before it changes nothing, and is asked anew.
pub(crate) struct ReplayTransport {
    transport: Arc<dyn Transport>,
    answer: Mutex<Option<Answer>>,
}

impl ReplayTransport {
    pub fn new(transport: Arc<dyn Transport>, answer: Answer) -> ReplayTransport {
        ReplayTransport {
            transport,
            answer: Mutex::new(Some(answer)),
        }
    }

    /// Whether the sealed answer was read.
    pub fn was_read(&self) -> bool {
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        answer.is_none()
    }
}

impl Transport for ReplayTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        if !request.renews {
            return self.transport.send(request);
        }
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answer.take().ok_or(Unavailable::NotAnAnswer);
        Box::pin(async move { answer })
    }
}
