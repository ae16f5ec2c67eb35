//! One renewal: a refresh token is spent once, by one process, and what it bought is kept before it
//! is read. The protocol's steps are named where they are taken.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Grant, GrantDates, Host, Network, Span, Trouble, Unavailable, Verdict};
use networks::{CallContext, Dialect, ProviderError, RefreshedTokens, Step, Transport, converse};
use vault::{Lease, NotLeased, Unreadable, WriteProblem};

use super::answers::{RecordingTransport, ReplayTransport};
use super::{Message, NotRenewed, access_lives};
use crate::mailbox::Sender;
use crate::store::{RETRY, Retried, Store, Unkept, brings_tokens, not_kept, unreadable, unwritten};
use crate::watch::check::verdict_of;
use crate::{Clock, Failpoints, RenewalStep};

/// How long a process may take over a renewal before another may step in.
const LEASE: Span = Span::from_minutes(2);
/// How long after a no the network is asked once more, where nothing else can tell whether it was
/// one: servers that copy from each other may not have heard yet of a token that they gave.
const AGAIN: Duration = Duration::from_secs(10);

/// The network gave tokens in a shape that nobody here can read.
const UNREAD: ProviderError = ProviderError::AskLater(Unavailable::Unrecognised, None);

/// One renewal, beside the task. Once its request was sent nothing gives it up.
pub(crate) struct Renewing {
    /// Whether the network said no to this token before.
    pub said_no: bool,
    pub grant: Grant,
    pub network: Network,
    pub host: Option<Host>,
    pub dialect: Arc<dyn Dialect>,
    pub transport: Arc<dyn Transport>,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub rehearsal: Arc<dyn Failpoints>,
    pub mail: Sender<Message>,
}

/// What came back, and the answer itself where it could not be sealed.
struct Came {
    renewed: RefreshedTokens,
    unkept: Option<Vec<u8>>,
}

/// What is to be done with the intent after a renewal brought nothing.
enum Intent {
    /// It is over.
    Ends,
    /// It is not known whether it was carried out, or its answer waits to be read.
    Stays,
}

impl Renewing {
    /// A no is told as such once the network has said it twice. While it is asked again others wait
    /// for this renewal, so that nobody asks any sooner.
    pub async fn run(self) -> Result<Grant, NotRenewed> {
        let once = self.once().await;
        let Err(NotRenewed::Refused(refusal)) = &once else {
            return once;
        };
        match verdict_of(*refusal) {
            Verdict::No(_) if self.said_no => once,
            Verdict::No(cause) if access_lives(&self.grant.dates, self.clock.now()) => {
                Err(NotRenewed::RefusedOnce(cause))
            }
            Verdict::No(_) => {
                tokio::time::sleep(AGAIN).await;
                self.once().await
            }
            Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_) => once,
        }
    }

    async fn once(&self) -> Result<Grant, NotRenewed> {
        self.rehearsal.taken(RenewalStep::Wanted);
        let now = self.clock.now();
        let lease = match self.store.lease(self.grant.id, now, now.plus(LEASE)).await {
            Ok(lease) => lease,
            Err(NotLeased::Taken { .. }) => return Err(NotRenewed::Elsewhere),
            Err(problem) => {
                tracing::warn!(%problem, "a renewal could not begin");
                return Err(NotRenewed::Here(not_leased(&problem)));
            }
        };
        self.rehearsal.taken(RenewalStep::Leased);
        // Under the lease: another process may have renewed it in between.
        if lease.generation != self.grant.generation {
            self.end_unsent(&lease).await;
            let fresh = self.store.grant(self.grant.id).await;
            return fresh.ok_or(NotRenewed::Here(Trouble::NotStored));
        }
        let came = match self.recall(&lease).await {
            Some(came) => came,
            None => self.ask(&lease).await,
        };
        match came {
            Ok(came) => {
                let kept = self.save(&lease, came).await;
                self.rehearsal.taken(RenewalStep::Kept);
                kept
            }
            Err((refusal, Intent::Ends)) => {
                self.give_back(&lease).await;
                Err(NotRenewed::Refused(refusal))
            }
            Err((refusal, Intent::Stays)) => Err(NotRenewed::Refused(refusal)),
        }
    }

    /// Reads what an earlier run was answered and did not come to read. `None` where there is
    /// nothing of the kind: the network has to be asked.
    async fn recall(&self, lease: &Lease) -> Option<Result<Came, (ProviderError, Intent)>> {
        lease.interrupted?;
        let answer = match self.store.answer(lease.clone()).await {
            Ok(answer) => answer?,
            Err(Unreadable::Damaged) => {
                tracing::warn!("an answer that was kept is damaged");
                self.drop_answer(lease).await;
                return None;
            }
            Err(problem) => {
                tracing::warn!(%problem, "an answer that was kept cannot be read now");
                let trouble = ProviderError::Here(unreadable(&problem));
                return Some(Err(self.step_back(lease, trouble).await));
            }
        };
        let step = match self.worded().await {
            Ok(step) => step,
            Err(refusal) => return Some(Err(self.step_back(lease, refusal).await)),
        };
        let brought = brings_tokens(&answer);
        let recalling = ReplayTransport::new(self.transport.clone(), answer);
        match converse(&recalling, step).await {
            Ok(renewed) => Some(Ok(Came {
                renewed,
                unkept: None,
            })),
            // There are tokens in it that nobody here can read: to ask anew would spend what they
            // replaced.
            Err(refusal) if brought && is_unread(refusal) => {
                Some(Err(self.step_back(lease, UNREAD).await))
            }
            // No tokens came: it stands as if it had never been answered.
            Err(_) if recalling.was_read() => {
                self.drop_answer(lease).await;
                None
            }
            Err(refusal) => Some(Err(self.step_back(lease, refusal).await)),
        }
    }

    async fn ask(&self, lease: &Lease) -> Result<Came, (ProviderError, Intent)> {
        let step = match self.worded().await {
            Ok(step) => step,
            Err(refusal) => return Err(self.unsent(lease, refusal).await),
        };
        let noted = self
            .store
            .record_sent(lease.clone(), self.clock.now())
            .await;
        if let Err(problem) = noted {
            tracing::warn!(%problem, "a renewal could not be noted, and is not sent");
            let refusal = ProviderError::Here(not_leased(&problem));
            return Err(self.unsent(lease, refusal).await);
        }
        self.rehearsal.taken(RenewalStep::Noted);
        let keeping = RecordingTransport {
            transport: self.transport.clone(),
            store: self.store.clone(),
            lease: lease.clone(),
            rehearsal: self.rehearsal.clone(),
            brought_tokens: AtomicBool::new(false),
            unkept: Mutex::new(None),
        };
        let read = converse(&keeping, step).await;
        let unkept = keeping.unkept.into_inner();
        let unkept = unkept.unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(renewed) => Ok(Came { renewed, unkept }),
            Err(refusal) if is_unread(refusal) && keeping.brought_tokens.into_inner() => {
                tracing::warn!("a renewal was answered with tokens that cannot be read; kept");
                if let Some(packed) = unkept {
                    // Whatever came of it, its tokens are not in use.
                    let _ = self.hold(lease, packed, None).await;
                    return Err((UNREAD, Intent::Stays));
                }
                Err(self.step_back(lease, UNREAD).await)
            }
            // Of a request that nobody answered it is not known whether it was carried out: the
            // note that it was sent stays until the lease ends.
            Err(refusal) if refusal == ProviderError::from(Unavailable::Silent) => {
                Err((refusal, Intent::Stays))
            }
            Err(refusal) => Err((refusal, Intent::Ends)),
        }
    }

    /// The renewal in the network's words.
    async fn worded(&self) -> Result<Step<RefreshedTokens>, ProviderError> {
        let (network, host) = (self.network.clone(), self.host.clone());
        let app = self.store.needed_app(&*self.dialect, network, host).await?;
        let (network, host) = (self.network.clone(), self.host.clone());
        let tokens = self.store.tokens(self.grant.id, network, host).await;
        let tokens = tokens.map_err(|problem| unreadable(&problem))?;
        let caller = CallContext {
            app,
            host: self.host.clone(),
            now: self.clock.now(),
        };
        let step = self.dialect.renew(caller, tokens);
        // Nothing in what is held could be renewed.
        step.ok_or(ProviderError::Here(Trouble::TokensUnreadable))
    }

    async fn save(&self, lease: &Lease, came: Came) -> Result<Grant, NotRenewed> {
        let Came { renewed, unkept } = came;
        let old = self.grant.dates;
        let dates = GrantDates {
            // Since when the person's approval holds.
            issued_at: old.issued_at,
            refresh_ends: renewed.dates.refresh_ends.or(old.refresh_ends),
            data_access_ends: renewed.dates.data_access_ends.or(old.data_access_ends),
            ..renewed.dates
        };
        let renewed = RefreshedTokens { dates, ..renewed };
        let kept = self
            .store
            .renew(self.grant.id, renewed.clone(), lease.generation);
        match kept.await {
            Ok(grant) => Ok(grant),
            // Disconnected, or connected anew: what is held now is newer than this.
            Err(WriteProblem::Gone | WriteProblem::Moved { .. }) => {
                let fresh = self.store.grant(self.grant.id).await;
                fresh.ok_or(NotRenewed::Here(Trouble::NotStored))
            }
            // The answer stays sealed: the next probe finds it, and the network is not asked again.
            Err(problem) => {
                tracing::error!(%problem, "renewed tokens could not be kept");
                if let Some(packed) = unkept {
                    return self.hold(lease, packed, Some(renewed)).await;
                }
                let trouble = not_kept(&problem);
                self.step_back(lease, ProviderError::Here(trouble)).await;
                Err(NotRenewed::Here(trouble))
            }
        }
    }

    /// The new tokens are nowhere but here, and what they replaced is spent: the lease is held and
    /// the write tried until it is done, or the app ends.
    async fn hold(
        &self,
        lease: &Lease,
        packed: Vec<u8>,
        renewed: Option<RefreshedTokens>,
    ) -> Result<Grant, NotRenewed> {
        let id = self.grant.id;
        self.store.held.put(Unkept {
            lease: lease.clone(),
            packed,
            renewed,
        });
        loop {
            if !self.mail.send(Message::NotKeptYet(id)) {
                return Err(NotRenewed::Lost(Trouble::NotKeptYet));
            }
            tokio::select! {
                () = tokio::time::sleep(RETRY) => {}
                () = self.store.held.hurry.notified() => {}
            }
            match self.store.retry(id).await {
                Retried::Kept(grant) => return Ok(grant),
                Retried::Sealed => {
                    self.step_back(lease, ProviderError::Here(Trouble::DiskFull))
                        .await;
                    return Err(NotRenewed::Here(Trouble::DiskFull));
                }
                Retried::Over => {
                    let fresh = self.store.grant(id).await;
                    return fresh.ok_or(NotRenewed::Here(Trouble::NotStored));
                }
                Retried::NotYet => {}
                Retried::Never(trouble) => {
                    self.give_back(lease).await;
                    return Err(NotRenewed::Lost(trouble));
                }
            }
        }
    }

    /// What ends before anything is sent leaves what an earlier run sent, and its answer, to the
    /// next.
    async fn unsent(&self, lease: &Lease, refusal: ProviderError) -> (ProviderError, Intent) {
        self.end_unsent(lease).await;
        (refusal, Intent::Stays)
    }

    async fn end_unsent(&self, lease: &Lease) {
        match lease.interrupted {
            Some(_) => {
                self.step_back(lease, UNREAD).await;
            }
            None => self.give_back(lease).await,
        }
    }

    async fn give_back(&self, lease: &Lease) {
        if let Err(problem) = self.store.release(lease.clone()).await {
            tracing::warn!(%problem, "a lease could not be given back; it ends by itself");
        }
    }

    async fn step_back(&self, lease: &Lease, refusal: ProviderError) -> (ProviderError, Intent) {
        if let Err(problem) = self.store.step_back(lease.clone()).await {
            tracing::warn!(%problem, "a lease could not be left; it ends by itself");
        }
        (refusal, Intent::Stays)
    }

    async fn drop_answer(&self, lease: &Lease) {
        if let Err(problem) = self.store.drop_answer(lease.clone()).await {
            tracing::warn!(%problem, "an answer without tokens could not be erased");
        }
    }
}

/// Whether nothing was made of an answer.
fn is_unread(refusal: ProviderError) -> bool {
    matches!(
        refusal,
        ProviderError::AskLater(Unavailable::NotAnAnswer | Unavailable::Unrecognised, _)
    )
}

/// What keeps a renewal from being written down.
fn not_leased(problem: &NotLeased) -> Trouble {
    match problem {
        NotLeased::Store(problem) => unwritten(problem),
        NotLeased::Taken { .. } | NotLeased::Gone | NotLeased::NoEntropy(_) => Trouble::NotStored,
    }
}
