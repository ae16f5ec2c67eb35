//! Renewals: when there is one, and what its end means. How it is carried out stands in
//! [`run`].

pub(crate) mod answers;
pub(crate) mod failpoints;
mod run;
pub(crate) mod unkept;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{
    Cause, Grant, GrantDates, GrantId, LocationId, Look, Settled, Span, Timestamp, Trouble, Verdict,
};
use networks::{Refusal, Renewal};

use crate::task::{Mail, Task};
use crate::watch::check::{verdict_of, wait_of};
use run::Renewing;

/// When to look again at a grant that another process renews.
const ELSEWHERE: Duration = Duration::from_secs(3);

/// Why a renewal brought nothing.
pub(crate) enum NotRenewed {
    /// Another process renews it.
    Elsewhere,
    /// The network, or the way to it. A no was said twice, or after one that a look heard.
    Refused(Refusal),
    /// The network said no once, to a token that nothing else speaks against.
    RefusedOnce(Refusal),
    /// This computer could not ask, or could not keep the new tokens.
    Here(Trouble),
    /// What came back could not be kept, and never will be.
    Lost(Trouble),
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
            self.state.cut_off.insert(id, grant.generation);
            if let Some(location) = self.served_by(id).first() {
                self.look(*location);
            }
        }
    }

    /// Whether a no that a look at a location heard may be one to the access token alone.
    pub(crate) fn doubts(&self, location: LocationId, id: GrantId, generation: u64) -> bool {
        let Some(grant) = self.state.grants.get(&id) else {
            return false;
        };
        let login = self.state.logins.get(&grant.login);
        let dialect = login.and_then(|login| self.networks.get(&login.network));
        let held = self.state.locations.get(&location);
        // The renewal that was refused some time ago can have been so by mistake.
        let asks_again = held.is_some_and(|held| held.rhythm.asks_again());
        grant.dates.renewable
            && dialect.is_some_and(|dialect| dialect.about().renewal == Renewal::Rotate)
            && self.state.doubted.get(&id) != Some(&generation)
            && (asks_again || !self.said_no(id, generation))
    }

    /// Whether the network said no to this very token before.
    fn said_no(&self, id: GrantId, generation: u64) -> bool {
        self.state.noes.get(&id) == Some(&generation)
    }

    /// Renews a grant for a location; others that ask meanwhile wait for the same renewal.
    pub(crate) fn renew(&mut self, id: GrantId, asked_by: LocationId) {
        if let Some(waiting) = self.state.renewing.get_mut(&id) {
            waiting.insert(asked_by);
            return self.agenda.left(asked_by);
        }
        let grant = self.state.grants.get(&id);
        let login = grant.and_then(|grant| self.state.logins.get(&grant.login));
        let dialect = login.and_then(|login| self.networks.get(&login.network));
        let (Some(grant), Some(login), Some(dialect)) = (grant, login, dialect) else {
            return;
        };
        let renewing = Renewing {
            said_no: self.said_no(id, grant.generation),
            grant: grant.clone(),
            network: login.network.clone(),
            host: login.host.clone(),
            dialect,
            transport: self.transport.clone(),
            store: self.store.clone(),
            clock: self.clock.clone(),
            rehearsal: self.rehearsal.clone(),
            task: self.mail(),
        };
        self.state.renewing.insert(id, BTreeSet::from([asked_by]));
        self.agenda.left(asked_by);
        self.beside(async move { Mail::Renewed(id, renewing.run().await) });
    }

    pub(crate) fn renewed(&mut self, id: GrantId, result: Result<Grant, NotRenewed>) {
        let waiting = self.state.renewing.remove(&id).unwrap_or_default();
        self.kept_at_last(id);
        self.see_store();
        // What another process renews is waited for as if it were renewed here.
        if !matches!(result, Err(NotRenewed::Elsewhere)) {
            waiting
                .iter()
                .for_each(|location| self.came_back(*location));
        }
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
                self.state.locations.touch_served_by(id);
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
            Err(NotRenewed::Lost(trouble)) => {
                if let Some(grant) = self.state.grants.get(&id) {
                    self.state.cut_off.insert(id, grant.generation);
                }
                for location in waiting {
                    self.conclude_renewal(location, id, Verdict::Here(trouble), None);
                }
            }
            Err(NotRenewed::Here(trouble)) => {
                self.wait_for_room();
                for location in waiting {
                    self.conclude_renewal(location, id, Verdict::Here(trouble), None);
                }
            }
            Err(NotRenewed::Refused(refusal)) => self.not_renewed(id, refusal, waiting),
            Err(NotRenewed::RefusedOnce(refusal)) => self.refused_once(id, refusal, waiting),
        }
    }

    /// The access token still lives and has the second word: a yes keeps the connection as it is.
    fn refused_once(&mut self, id: GrantId, refusal: Refusal, waiting: BTreeSet<LocationId>) {
        let Some(generation) = self.state.grants.get(&id).map(|grant| grant.generation) else {
            return;
        };
        // A look heard a no meanwhile.
        if self.said_no(id, generation) {
            return self.not_renewed(id, refusal, waiting);
        }
        self.state.interrupted.remove(&id);
        self.state.noes.insert(id, generation);
        for location in waiting {
            self.look_now(location);
        }
    }

    /// A refused renewal is about every location of the grant; anything else is about those that
    /// asked, and a token that has not ended yet still speaks.
    fn not_renewed(&mut self, id: GrantId, refusal: Refusal, waiting: BTreeSet<LocationId>) {
        let now = self.now();
        let grant = self.state.grants.get(&id);
        let lives = grant.is_some_and(|grant| access_lives(&grant.dates, now));
        let generation = grant.map(|grant| grant.generation);
        let (mut verdict, wait) = (verdict_of(refusal), wait_of(refusal));
        let unexplained = matches!(verdict, Verdict::No(Cause::Unknown | Cause::Expired));
        if unexplained && self.was_cut_off(id, generation) {
            // The network said yes once, and this computer did not keep it.
            verdict = Verdict::No(Cause::NotKept);
        }
        match verdict {
            Verdict::No(_) => {
                self.state.interrupted.remove(&id);
                for location in self.served_by(id) {
                    self.conclude_renewal(location, id, verdict, wait);
                }
            }
            Verdict::NoAnswer(_) | Verdict::Here(_)
                if lives && !self.is_doubted(id, generation) =>
            {
                for location in waiting {
                    self.look_now(location);
                }
            }
            Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_) => {
                // Whoever said no before the renewal is asked anew, and a renewal after that.
                self.state.noes.remove(&id);
                for location in waiting {
                    self.conclude_renewal(location, id, verdict, wait);
                }
            }
        }
    }

    /// Whether a renewal of this very token was sent and its answer not kept.
    fn was_cut_off(&self, id: GrantId, generation: Option<u64>) -> bool {
        generation.is_some() && self.state.cut_off.get(&id).copied() == generation
    }

    /// Whether its token would be answered with a no once more.
    pub(crate) fn is_doubted(&self, id: GrantId, generation: Option<u64>) -> bool {
        let said = [&self.state.doubted, &self.state.noes];
        generation.is_some() && said.iter().any(|said| said.get(&id).copied() == generation)
    }

    fn conclude_renewal(
        &mut self,
        id: LocationId,
        grant: GrantId,
        verdict: Verdict,
        wait: Option<Span>,
    ) {
        let at = self.now();
        let verdict = self.told_apart(id, verdict);
        let today = self.state.grants.get(&grant).map(|grant| grant.generation);
        // What a look heard a moment before can be the same mistake of the network's. A renewal
        // that nothing spoke against before was asked for twice, some time apart.
        let asked_twice = today.is_some_and(|today| !self.said_no(grant, today));
        let Some(held) = self.state.locations.get_mut(&id) else {
            return;
        };
        let settled = held.connection.settled();
        if held.location.grant != Some(grant)
            || !matches!(settled, Settled::Linked | Settled::NeedsYou(_))
        {
            return;
        }
        held.looked(Look::new(at, verdict), wait);
        if asked_twice && matches!(verdict, Verdict::No(_)) {
            held.rhythm = held.rhythm.said_no_before();
        }
        self.heard(id, verdict, wait);
        self.state.patterns.stir();
        match verdict {
            Verdict::No(cause) => self.refused(id, cause),
            Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_) => self.tell_silence(id),
        }
        self.keep(id);
        self.tell_location(id);
    }

    /// Another process had the renewal: its result is in the store, or it is our turn.
    pub(crate) async fn look_again(&mut self, id: GrantId) {
        if let Some(grant) = self.store.grant(id).await
            && self.state.grants.contains_key(&id)
        {
            self.state.grants.insert(id, grant);
            self.state.locations.touch_served_by(id);
        }
        for location in self.served_by(id) {
            self.came_back(location);
            self.look(location);
        }
    }

    pub(crate) fn served_by(&self, grant: GrantId) -> Vec<LocationId> {
        let served = self.state.locations.served_by(grant);
        served.map(|held| held.location.id).collect()
    }
}

/// Whether an access token has not ended by its own date.
pub(crate) fn access_lives(dates: &GrantDates, now: Timestamp) -> bool {
    dates
        .access_ends
        .is_none_or(|ends| ends.since(now) > Span::default())
}
