//! Renewals: a refresh token is spent once, by one process, and what it bought is kept before it is
//! used. The protocol's steps are named where they are taken.

use domain::connection::Event;
use domain::{Grant, GrantDates, GrantId, Hiccup, LocationId, Look, Settled, Span, Verdict};
use networks::{Caller, Dialect, Refusal, Renewal, Renewed, Transport, converse};
use vault::{Lease, NotLeased, Unwritten};

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::look::{verdict_of, wait_of};
use crate::store::Store;
use crate::task::{Mail, Task};
use crate::{Clock, Rehearsal, RenewalStep};

/// How long a process may take over a renewal before another may step in.
const LEASE: Span = Span::from_minutes(2);
/// When to look again at a grant that another process renews.
const ELSEWHERE: Duration = Duration::from_secs(3);

/// Why a renewal brought nothing.
pub(crate) enum NotRenewed {
    /// Another process renews it.
    Elsewhere,
    /// The network, or the way to it.
    Refused(Refusal),
    /// The new tokens could not be kept.
    NotKept,
}

impl Task {
    /// Whether an earlier run sent a renewal of this very token and never saw it answered.
    pub(crate) fn was_interrupted(&self, grant: &Grant) -> bool {
        self.state.interrupted.get(&grant.id) == Some(&grant.generation)
    }

    /// Sees to the renewals first that an earlier run sent and never saw answered: a refresh token
    /// that was spent works again only for the moments that the network allows, if at all, whatever
    /// the access token is still good for.
    pub(crate) fn resume(&mut self, interrupted: BTreeSet<GrantId>) {
        for id in interrupted {
            let Some(grant) = self.state.grants.get(&id) else {
                continue;
            };
            self.state.interrupted.insert(id, grant.generation);
            if let Some(location) = self.served_by(id).first() {
                self.look(*location);
            }
        }
    }

    /// Whether a no may be one to the access token alone.
    pub(crate) fn doubts(&self, id: GrantId, generation: u64) -> bool {
        let Some(grant) = self.state.grants.get(&id) else {
            return false;
        };
        let login = self.state.logins.get(&grant.login);
        let dialect = login.and_then(|login| self.networks.get(&login.network));
        grant.dates.renewable
            && dialect.is_some_and(|dialect| dialect.about().renewal == Renewal::Rotate)
            && self.state.doubted.get(&id) != Some(&generation)
    }

    /// Renews a grant for a location; others that ask meanwhile wait for the same renewal.
    pub(crate) fn renew(&mut self, id: GrantId, asked_by: LocationId) {
        let waiting = self.state.renewing.entry(id).or_default();
        let under_way = !waiting.is_empty();
        waiting.insert(asked_by);
        if under_way {
            return;
        }
        let grant = self.state.grants.get(&id);
        let login = grant.and_then(|grant| self.state.logins.get(&grant.login));
        let dialect = login.and_then(|login| self.networks.get(&login.network));
        let (Some(grant), Some(login), Some(dialect)) = (grant, login, dialect) else {
            self.state.renewing.remove(&id);
            return;
        };
        let renewing = Renewing {
            grant: grant.clone(),
            network: login.network.clone(),
            host: login.host.clone(),
            dialect,
            transport: self.transport.clone(),
            store: self.store.clone(),
            clock: self.clock.clone(),
            rehearsal: self.rehearsal.clone(),
        };
        self.beside(async move { Mail::Renewed(id, renewing.run().await) });
    }

    pub(crate) async fn renewed(&mut self, id: GrantId, result: Result<Grant, NotRenewed>) {
        let waiting = self.state.renewing.remove(&id).unwrap_or_default();
        match result {
            Ok(grant) => {
                // Somebody disconnected while the network was asked.
                if !self.state.grants.contains_key(&id) {
                    return;
                }
                self.state.doubted.insert(id, grant.generation);
                self.state.unreadable.remove(&id);
                self.state.grants.insert(id, grant);
                self.state.alerts.stirred = true;
                for location in self.served_by(id) {
                    self.tell_location(location);
                }
                for location in waiting {
                    self.look_now(location);
                }
            }
            Err(NotRenewed::Elsewhere) => self.beside(async move {
                tokio::time::sleep(ELSEWHERE).await;
                Mail::LookAgain(id)
            }),
            Err(NotRenewed::NotKept) => {
                for location in waiting {
                    self.conclude_renewal(
                        location,
                        id,
                        Verdict::NoAnswer(Hiccup::NotAnAnswer),
                        None,
                    )
                    .await;
                }
            }
            Err(NotRenewed::Refused(refusal)) => self.not_renewed(id, refusal, waiting).await,
        }
    }

    /// A refused renewal is about every location of the grant; anything else is about those that
    /// asked, and a token that has not ended yet still speaks.
    async fn not_renewed(&mut self, id: GrantId, refusal: Refusal, waiting: BTreeSet<LocationId>) {
        let now = self.now();
        let dates = self.state.grants.get(&id).map(|grant| grant.dates);
        let lives = |dates: GrantDates| {
            dates
                .access_ends
                .is_none_or(|ends| ends.since(now) > Span::default())
        };
        let generation = self.state.grants.get(&id).map(|grant| grant.generation);
        let (verdict, wait) = (verdict_of(refusal), wait_of(refusal));
        match verdict {
            Verdict::No(_) => {
                self.state.interrupted.remove(&id);
                for location in self.served_by(id) {
                    self.conclude_renewal(location, id, verdict, wait).await;
                }
            }
            Verdict::NoAnswer(_)
                if dates.is_some_and(lives)
                    && !self.is_doubted(id, generation)
                    && !self.is_denied(id, generation) =>
            {
                for location in waiting {
                    self.look_now(location);
                }
            }
            Verdict::Yes | Verdict::NoAnswer(_) => {
                for location in waiting {
                    self.conclude_renewal(location, id, verdict, wait).await;
                }
            }
        }
    }

    fn is_doubted(&self, id: GrantId, generation: Option<u64>) -> bool {
        generation.is_some() && self.state.doubted.get(&id).copied() == generation
    }

    /// Whether a look refused this very token. Looking with it again would only ask for the same
    /// renewal again, as fast as the network can refuse both.
    fn is_denied(&self, id: GrantId, generation: Option<u64>) -> bool {
        generation.is_some() && self.state.denied.get(&id).copied() == generation
    }

    async fn conclude_renewal(
        &mut self,
        id: LocationId,
        grant: GrantId,
        verdict: Verdict,
        wait: Option<Span>,
    ) {
        let at = self.now();
        let Some(held) = self.state.locations.get_mut(&id) else {
            return;
        };
        let settled = held.connection.settled();
        if held.location.grant != Some(grant)
            || !matches!(settled, Settled::Linked | Settled::NeedsYou(_))
        {
            return;
        }
        held.looked(Look { at, verdict }, wait);
        self.state.patterns.stirred = true;
        if let Verdict::No(cause) = verdict {
            self.happen(id, Event::LookedNo(cause)).await;
        }
        self.keep(id).await;
        self.tell_location(id);
    }

    /// Another process had the renewal: its result is in the store, or it is our turn.
    pub(crate) async fn look_again(&mut self, id: GrantId) {
        if let Some(grant) = self.store.grant(id).await
            && self.state.grants.contains_key(&id)
        {
            self.state.grants.insert(id, grant);
        }
        for location in self.served_by(id) {
            self.look(location);
        }
    }

    fn served_by(&self, grant: GrantId) -> Vec<LocationId> {
        let all = self.state.locations.values();
        all.filter(|held| held.location.grant == Some(grant))
            .map(|held| held.location.id)
            .collect()
    }
}

/// One renewal, beside the task. Once its request was sent nothing gives it up.
struct Renewing {
    grant: Grant,
    network: domain::Network,
    host: Option<domain::Host>,
    dialect: Arc<dyn Dialect>,
    transport: Arc<dyn Transport>,
    store: Store,
    clock: Arc<dyn Clock>,
    rehearsal: Arc<dyn Rehearsal>,
}

impl Renewing {
    async fn run(self) -> Result<Grant, NotRenewed> {
        self.rehearsal.taken(RenewalStep::Wanted);
        let now = self.clock.now();
        let lease = match self.store.lease(self.grant.id, now, now.plus(LEASE)).await {
            Ok(lease) => lease,
            Err(NotLeased::Taken { .. }) => return Err(NotRenewed::Elsewhere),
            Err(problem) => {
                tracing::warn!(%problem, "a renewal could not begin");
                return Err(NotRenewed::NotKept);
            }
        };
        self.rehearsal.taken(RenewalStep::Leased);
        // Under the lease: another process may have renewed it in between.
        if lease.generation != self.grant.generation {
            self.give_back(&lease).await;
            let fresh = self.store.grant(self.grant.id).await;
            return fresh.ok_or(NotRenewed::NotKept);
        }
        match self.ask(&lease).await {
            Ok(renewed) => {
                self.rehearsal.taken(RenewalStep::Answered);
                let kept = self.keep(&lease, renewed).await;
                self.rehearsal.taken(RenewalStep::Kept);
                kept
            }
            Err(refusal) => {
                // Of a request that nobody answered it is not known whether it was carried out:
                // the note that it was sent stays until the lease ends.
                if refusal != Refusal::AskLater(Hiccup::Silent, None) {
                    self.give_back(&lease).await;
                }
                Err(NotRenewed::Refused(refusal))
            }
        }
    }

    async fn ask(&self, lease: &Lease) -> Result<Renewed, Refusal> {
        let later = Refusal::from(Hiccup::NotAnAnswer);
        let (network, host) = (self.network.clone(), self.host.clone());
        let kept = self.store.app_of(&*self.dialect, network, host).await;
        let app = kept.ok().flatten().ok_or(later)?.app;
        let tokens = self.store.tokens(self.grant.id).await.map_err(|_| later)?;
        let caller = Caller {
            app,
            host: self.host.clone(),
            now: self.clock.now(),
        };
        let step = self.dialect.renew(caller, tokens).ok_or(later)?;
        let noted = self.store.note_sent(lease.clone(), self.clock.now()).await;
        noted.map_err(|problem| {
            tracing::warn!(%problem, "a renewal could not be noted, and is not sent");
            later
        })?;
        self.rehearsal.taken(RenewalStep::Noted);
        converse(&*self.transport, step).await
    }

    async fn keep(&self, lease: &Lease, renewed: Renewed) -> Result<Grant, NotRenewed> {
        let old = self.grant.dates;
        let dates = GrantDates {
            // Since when the person's approval holds.
            issued_at: old.issued_at,
            refresh_ends: renewed.dates.refresh_ends.or(old.refresh_ends),
            data_access_ends: renewed.dates.data_access_ends.or(old.data_access_ends),
            ..renewed.dates
        };
        let renewed = Renewed { dates, ..renewed };
        let kept = self.store.renew(self.grant.id, renewed, lease.generation);
        match kept.await {
            Ok(grant) => Ok(grant),
            // Disconnected, or connected anew: what is held now is newer than this.
            Err(Unwritten::Gone | Unwritten::Moved { .. }) => {
                let fresh = self.store.grant(self.grant.id).await;
                fresh.ok_or(NotRenewed::NotKept)
            }
            Err(problem) => {
                tracing::error!(%problem, "renewed tokens could not be kept");
                Err(NotRenewed::NotKept)
            }
        }
    }

    async fn give_back(&self, lease: &Lease) {
        if let Err(problem) = self.store.release(lease.clone()).await {
            tracing::warn!(%problem, "a lease could not be given back; it ends by itself");
        }
    }
}
