//! Probes: asking a network whether a connection works, and what its answer changes.

use domain::connection::Event;
use domain::renewal::RenewalEvent;
use domain::{Account, Cause, GrantId, LinkState, LocationId, Probe, Span, Unavailable, Verdict};
use networks::{ProbeResult, ProviderError};
use vault::KeyState;

use super::Watch;
use crate::book::LocationRecord;
use crate::context::Context;
use crate::news::News;

/// How many locations are probed at once when a person asks for it. Of more than that, those
/// after them take their turns, and only what would be held back is probed with them.
const ASKED_AT_ONCE: usize = 48;

impl Watch {
    /// Checks the named locations, or all of them.
    pub(crate) fn check(&mut self, cx: &mut Context, named: Vec<LocationId>) {
        if cx.book.key != KeyState::Open {
            return;
        }
        let all = || cx.book.locations.keys().copied().collect();
        let wanted: Vec<LocationId> = if named.is_empty() { all() } else { named };
        // A person waits for the answer: no patience of a host's holds that back.
        let (at_once, due) = wanted.split_at(wanted.len().min(ASKED_AT_ONCE));
        for id in at_once {
            self.check_location(cx, *id);
        }
        cx.agenda.hurry();
        let now = cx.now();
        for id in due {
            if cx.agenda.is_shut(*id, now) {
                self.check_location(cx, *id);
            } else if let Some(held) = cx.book.locations.get_mut(id) {
                held.rhythm.last = None;
            }
        }
        self.due = true;
    }

    /// Checks a location with the token that is held; one that is about to end is renewed first.
    pub(crate) fn check_location(&mut self, cx: &mut Context, id: LocationId) {
        let Some(held) = cx.book.locations.get(&id) else {
            return;
        };
        if !matches!(
            held.connection.link_state(),
            LinkState::Linked | LinkState::NeedsYou(_)
        ) {
            return;
        }
        let location = &held.location;
        let grant = location.grant.and_then(|grant| cx.book.grants.get(&grant));
        let (Some(grant), Some(dialect)) = (grant, cx.networks.get(&location.network)) else {
            return;
        };
        // No renewal may outrun the tokens' end.
        let damaged = cx.book.unreadable.contains(&grant.id) || cx.book.changed.contains(&id);
        if held.leaving || held.removing.is_some() || damaged {
            return;
        }
        if dialect.about().renewal_is_due(&grant.dates, cx.now())
            || cx.book.standing(grant.id).renews_first()
        {
            let grant = grant.id;
            return self.renew(cx, grant, id);
        }
        self.probe(cx, id);
    }

    pub(crate) async fn probed(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        grant: GrantId,
        generation: u64,
        result: Result<ProbeResult, ProviderError>,
    ) {
        cx.book.probing.remove(&id);
        cx.finished(id);
        let today = cx.book.grants.get(&grant).map(|grant| grant.generation);
        let Some(held) = cx.book.locations.get(&id) else {
            return;
        };
        // Somebody reconnected or disconnected while the network was asked.
        if held.location.grant != Some(grant) || today != Some(generation) {
            return;
        }
        // A refresh token may still work where its access token does not: only then is it a no.
        if let Err(ProviderError::No(_)) = result
            && cx.book.doubts(&cx.networks, id, grant)
        {
            cx.book.stands(grant, RenewalEvent::ProbedNo);
            return self.renew(cx, grant, id);
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
            Err(refusal) => self.told_apart(cx, id, verdict_of(*refusal)),
        };
        let probe = Probe::new(cx.now(), verdict);
        let wait = result.as_ref().err().and_then(|refusal| wait_of(*refusal));
        let before = cx.book.locations.get(&id).map(written);
        if let Some(held) = cx.book.locations.get_mut(&id) {
            held.record(probe, wait);
        }
        self.record_answer(cx, id, verdict, wait);
        cx.report(News::Stirred);
        match verdict {
            Verdict::Yes => {
                cx.book.stands(grant, RenewalEvent::ProbedYes);
                let was_lost = self
                    .link_state(cx, id)
                    .is_some_and(|s| s != LinkState::Linked);
                if let Ok(seen) = result {
                    self.merge(cx, id, grant, seen);
                }
                cx.apply(id, Event::ProbedYes);
                if was_lost {
                    if let Some(held) = cx.book.locations.get_mut(&id) {
                        held.loss = None;
                    }
                    cx.log(id, protocol::HistoryKind::WorksAgain, None, None);
                }
            }
            Verdict::No(cause) => self.refused(cx, id, cause),
            Verdict::NoAnswer(_) | Verdict::Here(_) => self.notify_silence(cx, id),
        }
        if before == cx.book.locations.get(&id).map(written) {
            self.save_later(cx, id).await;
        } else {
            cx.save_location(id);
        }
        cx.emit_location(id);
    }

    fn link_state(&self, cx: &Context, id: LocationId) -> Option<LinkState> {
        cx.book
            .locations
            .get(&id)
            .map(|held| held.connection.link_state())
    }

    /// A no that was said once may be one by mistake: what worked is asked about again before
    /// anything changes.
    pub(crate) fn refused(&mut self, cx: &mut Context, id: LocationId, cause: Cause) {
        let Some(held) = cx.book.locations.get(&id) else {
            return;
        };
        if held.rhythm.is_refused() || held.connection.link_state() != LinkState::Linked {
            cx.apply(id, Event::ProbedNo(cause));
        }
    }

    /// That nothing is heard of a location is told when it has lasted.
    pub(crate) fn notify_silence(&mut self, cx: &mut Context, id: LocationId) {
        let held = cx.book.locations.get(&id);
        if held.is_some_and(|held| held.probe.is_some_and(|probe| probe.unheard().is_some())) {
            cx.report(News::NotifySoon);
        }
    }

    /// A server that cannot be reached while others answer is in trouble of its own. It stays so
    /// when it is asked again alone.
    pub(crate) fn told_apart(&self, cx: &Context, id: LocationId, verdict: Verdict) -> Verdict {
        if verdict != Verdict::NoAnswer(Unavailable::Offline) || cx.book.offline {
            return verdict;
        }
        let held = cx.book.locations.get(&id);
        let before = held.and_then(|held| held.probe).map(|probe| probe.verdict);
        let unreachable = Verdict::NoAnswer(Unavailable::Unreachable);
        let is_known = before == Some(unreachable) || cx.agenda.is_apart(id);
        match is_known || cx.agenda.others_answer(id, cx.now()) {
            true => unreachable,
            false => verdict,
        }
    }

    /// Names, scopes and dates as of today.
    fn merge(&mut self, cx: &mut Context, id: LocationId, grant: GrantId, seen: ProbeResult) {
        let seen = seen.within_bounds();
        let mut renamed = None;
        if let Some(held) = cx.book.locations.get_mut(&id)
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
            cx.log(id, protocol::HistoryKind::Renamed, None, Some(before));
        }
        if let Some(held) = cx.book.locations.get_mut(&id) {
            held.credits = seen.credits;
        }
        let Some(known) = cx.book.grants.get_mut(&grant) else {
            return;
        };
        let before = known.clone();
        known.scopes = seen.scopes.unwrap_or_else(|| before.scopes.clone());
        if let Some(told) = seen.dates {
            known.dates = before.dates.seen_anew(told);
        }
        if *known != before {
            cx.report(News::AlertsMayEnd);
            // Several locations can live from one grant.
            cx.book.locations.touch_served_by(grant);
            cx.owed.grants.insert(grant);
        }
    }

    /// A renewal was all that could be asked about a location.
    pub(crate) fn renewal_ended(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        grant: GrantId,
        verdict: Verdict,
        wait: Option<Span>,
    ) {
        let at = cx.now();
        let verdict = self.told_apart(cx, id, verdict);
        // What a probe heard a moment before can be the same mistake of the network's. A renewal
        // that nothing spoke against before was asked for twice, some time apart.
        let asked_twice = !cx.book.standing(grant).is_refused();
        let Some(held) = cx.book.locations.get_mut(&id) else {
            return;
        };
        let link_state = held.connection.link_state();
        if held.location.grant != Some(grant)
            || !matches!(link_state, LinkState::Linked | LinkState::NeedsYou(_))
        {
            return;
        }
        held.record(Probe::new(at, verdict), wait);
        if asked_twice && matches!(verdict, Verdict::No(_)) {
            held.rhythm = held.rhythm.said_no_before();
        }
        self.record_answer(cx, id, verdict, wait);
        cx.report(News::Stirred);
        match verdict {
            Verdict::No(cause) => self.refused(cx, id, cause),
            Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_) => self.notify_silence(cx, id),
        }
        cx.save_location(id);
        cx.emit_location(id);
    }
}

/// What is written of a location, except when it was probed.
fn written(held: &LocationRecord) -> (LinkState, Option<Verdict>, Option<Account>) {
    let verdict = held.probe.map(|probe| probe.verdict);
    let account = held.location.account.clone();
    (held.connection.link_state(), verdict, account)
}

/// What a refusal says about a connection.
pub(crate) fn verdict_of(refusal: ProviderError) -> Verdict {
    match refusal {
        ProviderError::No(cause) => Verdict::No(cause),
        ProviderError::AppRefused => Verdict::No(Cause::AppBroken),
        ProviderError::AskLater(hiccup, _) => Verdict::NoAnswer(hiccup),
        ProviderError::StartAnew
        | ProviderError::ScopeRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch => Verdict::NoAnswer(Unavailable::Unrecognised),
        ProviderError::Here(trouble) => Verdict::Here(trouble),
    }
}

/// How long the network asked to wait.
pub(crate) fn wait_of(refusal: ProviderError) -> Option<Span> {
    match refusal {
        ProviderError::AskLater(_, wait) => wait,
        ProviderError::No(_)
        | ProviderError::AppRefused
        | ProviderError::StartAnew
        | ProviderError::ScopeRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch
        | ProviderError::Here(_) => None,
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
