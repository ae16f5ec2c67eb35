//! Looks: asking a network whether a connection works, and what its answer changes.

use domain::connection::Event;
use domain::{Account, Cause, GrantId, Hiccup, LocationId, Look, Settled, Span, Verdict};
use networks::{Refusal, Seen};
use vault::KeyState;

use crate::book::Held;
use crate::task::Task;

/// How many locations are looked at at once when a person asks for it. Of more than that, those
/// after them take their turns, and only what would be held back is looked at with them.
const ASKED_AT_ONCE: usize = 48;

impl Task {
    /// Looks at the named locations, or at all of them.
    pub(crate) fn check(&mut self, named: Vec<LocationId>) {
        if self.state.key != KeyState::Open {
            return;
        }
        let all = || self.state.locations.keys().copied().collect();
        let wanted: Vec<LocationId> = if named.is_empty() { all() } else { named };
        // A person waits for the answer: no patience of a host's holds that back.
        let (at_once, due) = wanted.split_at(wanted.len().min(ASKED_AT_ONCE));
        for id in at_once {
            self.look(*id);
        }
        self.agenda.hurry();
        let now = self.now();
        for id in due {
            if self.agenda.is_shut(*id, now) {
                self.look(*id);
            } else if let Some(held) = self.state.locations.get_mut(id) {
                held.rhythm.last = None;
            }
        }
        self.watch_due = true;
    }

    /// Looks with the token that is held; one that is about to end is renewed first.
    pub(crate) fn look(&mut self, id: LocationId) {
        let Some(held) = self.state.locations.get(&id) else {
            return;
        };
        if !matches!(
            held.connection.settled(),
            Settled::Linked | Settled::NeedsYou(_)
        ) {
            return;
        }
        let location = &held.location;
        let grant = location
            .grant
            .and_then(|grant| self.state.grants.get(&grant));
        let (Some(grant), Some(dialect)) = (grant, self.networks.get(&location.network)) else {
            return;
        };
        // No renewal may outrun the tokens' end.
        let damaged = self.state.unreadable.contains(&grant.id) || self.state.changed.contains(&id);
        if held.leaving || held.removing.is_some() || damaged {
            return;
        }
        if dialect.about().renewal_is_due(&grant.dates, self.now()) || self.was_interrupted(grant) {
            return self.renew(grant.id, id);
        }
        self.look_now(id);
    }

    pub(crate) async fn looked(
        &mut self,
        id: LocationId,
        grant: GrantId,
        generation: u64,
        result: Result<Seen, Refusal>,
    ) {
        self.state.looking.remove(&id);
        self.came_back(id);
        let today = self.state.grants.get(&grant).map(|grant| grant.generation);
        let Some(held) = self.state.locations.get(&id) else {
            return;
        };
        // Somebody reconnected or disconnected while the network was asked.
        if held.location.grant != Some(grant) || today != Some(generation) {
            return;
        }
        // A refresh token may still work where its access token does not: only then is it a no.
        if let Err(Refusal::No(_)) = result
            && self.doubts(id, grant, generation)
        {
            self.state.noes.insert(grant, generation);
            return self.renew(grant, id);
        }
        let account = held
            .location
            .account
            .as_ref()
            .map(|account| account.id.clone());
        let verdict = match &result {
            Ok(seen) if Some(&seen.account) == account.as_ref() => Verdict::Yes,
            // The token speaks for something else now; for this location that is a no.
            Ok(_) => Verdict::No(Cause::AccessLost),
            Err(refusal) => self.told_apart(id, verdict_of(*refusal)),
        };
        let look = Look::new(self.now(), verdict);
        let wait = result.as_ref().err().and_then(|refusal| wait_of(*refusal));
        let before = self.state.locations.get(&id).map(written);
        if let Some(held) = self.state.locations.get_mut(&id) {
            held.looked(look, wait);
        }
        self.heard(id, verdict, wait);
        self.state.patterns.stir();
        match verdict {
            Verdict::Yes => {
                self.state.noes.remove(&grant);
                // What was accepted once can be refused again for another reason.
                self.state.doubted.remove(&grant);
                let was_lost = self.settled(id).is_some_and(|s| s != Settled::Linked);
                if let Ok(seen) = result {
                    self.take_in(id, grant, seen);
                }
                self.happen(id, Event::LookedYes);
                if was_lost {
                    if let Some(held) = self.state.locations.get_mut(&id) {
                        held.loss = None;
                    }
                    self.note(id, protocol::HistoryKind::WorksAgain, None, None);
                }
            }
            Verdict::No(cause) => self.refused(id, cause),
            Verdict::NoAnswer(_) | Verdict::Here(_) => self.tell_silence(id),
        }
        if before == self.state.locations.get(&id).map(written) {
            self.keep_later(id).await;
        } else {
            self.keep(id);
        }
        self.tell_location(id);
    }

    fn settled(&self, id: LocationId) -> Option<Settled> {
        self.state
            .locations
            .get(&id)
            .map(|held| held.connection.settled())
    }

    /// A no that was said once may be one by mistake: what worked is asked about again before
    /// anything changes.
    pub(crate) fn refused(&mut self, id: LocationId, cause: Cause) {
        let Some(held) = self.state.locations.get(&id) else {
            return;
        };
        if held.rhythm.is_refused() || held.connection.settled() != Settled::Linked {
            self.happen(id, Event::LookedNo(cause));
        }
    }

    /// That nothing is heard of a location is told when it has lasted.
    pub(crate) fn tell_silence(&mut self, id: LocationId) {
        let held = self.state.locations.get(&id);
        if held.is_some_and(|held| held.look.is_some_and(|look| look.unheard().is_some())) {
            self.tell_soon();
        }
    }

    /// A server that cannot be reached while others answer is in trouble of its own. It stays so
    /// when it is asked again alone.
    pub(crate) fn told_apart(&self, id: LocationId, verdict: Verdict) -> Verdict {
        if verdict != Verdict::NoAnswer(Hiccup::Offline) || self.state.offline {
            return verdict;
        }
        let held = self.state.locations.get(&id);
        let before = held.and_then(|held| held.look).map(|look| look.verdict);
        let unreachable = Verdict::NoAnswer(Hiccup::Unreachable);
        let is_known = before == Some(unreachable) || self.agenda.is_apart(id);
        match is_known || self.agenda.others_answer(id, self.now()) {
            true => unreachable,
            false => verdict,
        }
    }

    /// Names, scopes and dates as of today.
    fn take_in(&mut self, id: LocationId, grant: GrantId, seen: Seen) {
        let seen = seen.within_bounds();
        let mut renamed = None;
        if let Some(held) = self.state.locations.get_mut(&id)
            && let Some(account) = held.location.account.as_mut()
        {
            if !seen.name.is_empty() {
                account.name = seen.name;
            }
            if seen.handle.is_some() && account.handle != seen.handle {
                renamed = std::mem::replace(&mut account.handle, seen.handle);
            }
        }
        // The old handle may be somebody else's by now.
        if let Some(before) = renamed {
            self.note(id, protocol::HistoryKind::Renamed, None, Some(before));
        }
        if let Some(held) = self.state.locations.get_mut(&id) {
            held.credits = seen.credits;
        }
        let Some(known) = self.state.grants.get_mut(&grant) else {
            return;
        };
        let before = known.clone();
        known.scopes = seen.scopes.unwrap_or_else(|| before.scopes.clone());
        if let Some(told) = seen.dates {
            known.dates = before.dates.seen_anew(told);
        }
        if *known != before {
            self.state.alerts.stirred = true;
            // Several locations can live from one grant.
            self.state.locations.touch_served_by(grant);
            self.owed.grants.insert(grant);
        }
    }
}

/// What is written of a location, except when it was looked at.
fn written(held: &Held) -> (Settled, Option<Verdict>, Option<Account>) {
    let verdict = held.look.map(|look| look.verdict);
    let account = held.location.account.clone();
    (held.connection.settled(), verdict, account)
}

/// What a refusal says about a connection.
pub(crate) fn verdict_of(refusal: Refusal) -> Verdict {
    match refusal {
        Refusal::No(cause) => Verdict::No(cause),
        Refusal::AppRefused => Verdict::No(Cause::AppBroken),
        Refusal::AskLater(hiccup, _) => Verdict::NoAnswer(hiccup),
        Refusal::StartAnew
        | Refusal::ScopeRefused
        | Refusal::NotOffered
        | Refusal::IssuerMismatch => Verdict::NoAnswer(Hiccup::Unrecognised),
        Refusal::Here(trouble) => Verdict::Here(trouble),
    }
}

/// How long the network asked to wait.
pub(crate) fn wait_of(refusal: Refusal) -> Option<Span> {
    match refusal {
        Refusal::AskLater(_, wait) => wait,
        Refusal::No(_)
        | Refusal::AppRefused
        | Refusal::StartAnew
        | Refusal::ScopeRefused
        | Refusal::NotOffered
        | Refusal::IssuerMismatch
        | Refusal::Here(_) => None,
    }
}
