//! Proven tokens become connections: one durable write, then the icons change.

use std::collections::BTreeMap;

use domain::connection::{self, Effect, Event};
use domain::{
    AttemptId, Grant, GrantId, LinkState, Location, LocationId, Login, LoginId, Probe, TokenSet,
    Use, Verdict,
};
use networks::{Access, GrantScope, Person};
use protocol::HistoryKind;
use vault::Activity;

use super::Connect;
use super::attempt::{AttemptState, Outcome, Why, why};
use super::verify::{Verification, Verifications};
use crate::book::LocationRecord;
use crate::context::Context;
use crate::news::News;
use crate::store::{SignInCommit, line, not_kept};

impl Connect {
    pub(crate) async fn verified(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        verifications: Verifications,
    ) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        if !matches!(attempt.progress, AttemptState::Finishing) {
            return;
        }
        let target = attempt.location;
        let meant = target.and_then(|location| cx.book.locations.get(&location));
        let meant = meant
            .and_then(|held| held.location.account.as_ref())
            .map(|a| a.id.clone());
        let is_meant = |verification: &Verification| {
            meant
                .as_ref()
                .is_none_or(|id| verification.account.id == *id)
        };
        let (good, bad): (Vec<_>, Vec<_>) = verifications
            .verifications
            .into_iter()
            .partition(Verification::holds);
        if !good.iter().any(is_meant) {
            let refusal = bad.iter().filter(|verification| is_meant(verification));
            let refusal = refusal
                .filter_map(|verification| verification.result.as_ref().err())
                .next();
            return self.fail(cx, id, refusal.map_or(Why::NotProven, |no| why(*no)));
        }
        let before = target
            .filter(|_| meant.is_some())
            .map(|location| self.uses(cx, location));
        let link = self.plan(cx, id, &verifications.person, good);
        let login = link.login.id;
        let grants = match cx.store.link(link.clone()).await {
            Ok(grants) => grants,
            Err(problem) => {
                tracing::error!(%problem, "new tokens could not be kept");
                self.let_go_of_draft(cx, id).await;
                return self.fail(cx, id, Why::Here(not_kept(&problem)));
            }
        };
        let connected = self.commit_sign_in(cx, id, link, grants);
        if !cx.book.changed.is_empty() {
            // What it wrote anew may be what others hang on.
            let opened = cx.store.try_again(cx.book.known()).await;
            cx.report(News::KeyIs(Box::new(opened)));
        }
        if let Some(draft) =
            target.filter(|location| meant.is_none() && !connected.contains(location))
        {
            self.drop_draft(cx, draft).await;
        }
        let lost_locations = match verifications.is_whole {
            true => self.lost(cx, login, &verifications.finds, &connected),
            // What is not among the finds may be among what was not listed.
            false => vec![],
        };
        let (lost_uses, gained_uses) = before
            .zip(target)
            .map(|(before, location)| difference(&before, &self.uses(cx, location)))
            .unwrap_or_default();
        let outcome = Outcome {
            connected,
            lost_uses,
            gained_uses,
            lost_locations,
        };
        self.conclude(cx, id, outcome);
    }

    /// Says what the sign-in changed, where there is more to say than the green icons do.
    fn conclude(&mut self, cx: &mut Context, id: AttemptId, outcome: Outcome) {
        let silent = outcome.lost_uses.is_empty()
            && outcome.gained_uses.is_empty()
            && outcome.lost_locations.is_empty();
        let lost = outcome.lost_locations.clone();
        if silent {
            self.attempts.remove(&id);
            cx.emit(protocol::EventKind::AttemptEnded(id));
        } else if let Some(attempt) = self.attempts.get_mut(&id) {
            attempt.progress = AttemptState::Succeeded(outcome);
            self.emit_attempt(cx, id);
        }
        if !lost.is_empty() {
            cx.report(News::Check(lost));
        }
    }

    /// What is to be written.
    fn plan(
        &self,
        cx: &Context,
        id: AttemptId,
        person: &Person,
        good: Vec<Verification>,
    ) -> SignInCommit {
        let attempt = &self.attempts[&id];
        let (network, host) = (&attempt.network, attempt.host.as_ref());
        let known = cx.book.login_of(network, host, &person.id);
        let login = Login {
            id: known.map_or_else(|| cx.new_id(), |login| login.id),
            network: network.clone(),
            host: host.cloned(),
            account: person.id.clone(),
            name: person.name.clone(),
        };
        let shared = cx
            .networks
            .get(network)
            .is_some_and(|dialect| dialect.about().grant_serves == GrantScope::AllOfLogin);
        let mut draft = attempt
            .location
            .filter(|location| self.is_draft(cx, *location));
        let mut grants: BTreeMap<GrantId, (Grant, TokenSet)> = BTreeMap::new();
        let mut places: BTreeMap<usize, GrantId> = BTreeMap::new();
        let (mut locations, mut lines) = (vec![], vec![]);
        for verification in good {
            let kept = cx.book.find(network, host, &verification.account.id);
            let kept_grant = kept.and_then(|held| held.location.grant);
            let grant = places.get(&verification.place).copied().unwrap_or_else(|| {
                // The one of another person may serve more, which these tokens do not speak for.
                let old = match shared {
                    true => self.grant_of(cx, login.id),
                    false => kept_grant,
                };
                old.unwrap_or_else(|| cx.new_id())
            });
            places.insert(verification.place, grant);
            let location = Location {
                id: kept
                    .map(|held| held.location.id)
                    .or_else(|| draft.take())
                    .unwrap_or_else(|| cx.new_id()),
                network: network.clone(),
                host: host.cloned(),
                account: Some(verification.account.clone()),
                client: kept.map_or(attempt.client, |held| held.location.client),
                login: Some(login.id),
                grant: Some(grant),
                added_at: kept.map_or_else(|| cx.now(), |held| held.location.added_at),
            };
            let probe = Probe::new(verification.at, Verdict::Yes);
            lines.push(self.line_of_link(cx, &location, &login));
            locations.push((location, probe));
            grants
                .entry(grant)
                .or_insert_with(|| self.grant(grant, login.id, verification));
        }
        SignInCommit {
            login,
            grants: grants.into_values().collect(),
            locations,
            lines,
        }
    }

    /// What the history of a location says of a sign-in.
    fn line_of_link(&self, cx: &Context, location: &Location, login: &Login) -> Activity {
        let known = cx.book.locations.get(&location.id);
        let what = match known.is_some_and(|held| held.location.grant.is_some()) {
            true => HistoryKind::Reconnected,
            false => HistoryKind::Connected,
        };
        line(cx.now(), location.id, what, None, Some(login.name.clone()))
    }

    fn is_draft(&self, cx: &Context, location: LocationId) -> bool {
        cx.book
            .locations
            .get(&location)
            .is_some_and(|held| held.location.account.is_none())
    }

    fn grant_of(&self, cx: &Context, login: LoginId) -> Option<GrantId> {
        cx.book
            .grants
            .values()
            .find(|grant| grant.login == login)
            .map(|grant| grant.id)
    }

    fn grant(&self, id: GrantId, login: LoginId, verification: Verification) -> (Grant, TokenSet) {
        let seen = verification.result.ok();
        let told = seen.as_ref().and_then(|seen| seen.dates);
        let known = verification.fresh.dates;
        let scopes = seen
            .and_then(|seen| seen.scopes)
            .unwrap_or(verification.fresh.scopes);
        let grant = Grant {
            id,
            login,
            kind: verification.fresh.kind,
            scopes,
            dates: told.map_or(known, |told| known.seen_anew(told)),
            // Counted by the vault.
            generation: 0,
        };
        (grant, verification.fresh.tokens)
    }

    /// The write is done: take it into the state and tell everybody.
    fn commit_sign_in(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        link: SignInCommit,
        grants: Vec<Grant>,
    ) -> Vec<LocationId> {
        cx.book.logins.insert(link.login.id, link.login);
        for grant in grants {
            cx.book.unreadable.remove(&grant.id);
            cx.book.locations.touch_served_by(grant.id);
            cx.book.grants.insert(grant.id, grant);
        }
        let mut connected = vec![];
        for (location, probe) in link.locations {
            let location_id = location.id;
            cx.book.changed.remove(&location_id);
            let known = cx.book.locations.remove(&location_id);
            // What one person lost says nothing about another who holds it from now on.
            let same_login = |held: &&LocationRecord| held.location.login == location.login;
            let loss = known.as_ref().filter(same_login).and_then(|held| held.loss);
            // It was to go with whatever serves it.
            let removing = known.as_ref().and_then(|held| held.removing);
            let start = known.map_or(connection::Connection::At(LinkState::Unlinked), |held| {
                held.connection
            });
            let (connection, superseded) = linked(start, id);
            let mut held = LocationRecord::new(location, LinkState::Linked, Some(probe));
            held.connection = connection;
            held.loss = loss;
            held.removing = removing;
            cx.book.locations.insert(location_id, held);
            for other in superseded {
                self.attempts.remove(&other);
                cx.shell.close_sign_in_window(other);
                cx.emit(protocol::EventKind::AttemptEnded(other));
            }
            connected.push(location_id);
        }
        cx.report(News::Stirred);
        cx.shell.close_sign_in_window(id);
        self.forget_unused_grants(cx);
        // After all of them: each tells which others hang on its login.
        for location in &connected {
            cx.emit_location(*location);
        }
        connected
    }

    /// Grants that no location hangs on any more; the vault erased them in the same write.
    pub(crate) fn forget_unused_grants(&mut self, cx: &mut Context) {
        let used: std::collections::BTreeSet<_> = cx
            .book
            .locations
            .values()
            .filter_map(|held| held.location.grant)
            .collect();
        cx.book.grants.retain(|id, _| used.contains(id));
        cx.book.unreadable.retain(|id| used.contains(id));
        cx.book.renewals.retain(|id, _| used.contains(id));
        let held = &cx.book.locations;
        cx.book.changed.retain(|id| held.contains_key(id));
    }

    fn uses(&self, cx: &Context, location: LocationId) -> Vec<(Use, bool)> {
        let held = cx.book.locations.get(&location);
        held.map_or_else(Vec::new, |held| cx.book.uses(held, &cx.networks))
    }

    /// Working locations of the login that the sign-in did not bring a token for.
    fn lost(
        &self,
        cx: &Context,
        login: LoginId,
        finds: &[networks::DiscoveredAccount],
        connected: &[LocationId],
    ) -> Vec<LocationId> {
        let granted = |held: &LocationRecord| {
            let account = held.location.account.as_ref();
            account.is_some_and(|account| {
                finds.iter().any(|find| {
                    find.account.id == account.id && matches!(find.access, Access::Granted(_))
                })
            })
        };
        cx.book
            .locations
            .of_login(login)
            .filter(|held| held.connection.link_state() == LinkState::Linked)
            .filter(|held| !connected.contains(&held.location.id) && !granted(held))
            .map(|held| held.location.id)
            .collect()
    }
}

/// A connection that a proven token of `attempt` serves, and the attempts that gave way to it.
fn linked(
    start: connection::Connection,
    attempt: AttemptId,
) -> (connection::Connection, Vec<AttemptId>) {
    let (asked, asked_effects) = connection::step(start, Event::SignInAsked(attempt));
    let (linked, _) = connection::step(asked, Event::Verified(attempt));
    let superseded = asked_effects.into_iter().filter_map(|effect| match effect {
        Effect::EndSignIn(other) if other != attempt => Some(other),
        Effect::EndSignIn(_) | Effect::OpenSignIn(_) | Effect::EraseTokens | Effect::Tell(_) => {
            None
        }
    });
    (linked, superseded.collect())
}

/// What a new sign-in no longer allows, and what it allows in addition.
fn difference(before: &[(Use, bool)], after: &[(Use, bool)]) -> (Vec<Use>, Vec<Use>) {
    let allowed = |uses: &[(Use, bool)], what: Use| uses.contains(&(what, true));
    let lost = before
        .iter()
        .filter(|(what, had)| *had && !allowed(after, *what));
    // Where nothing was held before, everything would be a gain, which says nothing.
    let gained = after
        .iter()
        .filter(|(what, has)| *has && !before.is_empty() && !allowed(before, *what));
    (
        lost.map(|(what, _)| *what).collect(),
        gained.map(|(what, _)| *what).collect(),
    )
}

#[cfg(test)]
#[path = "commit_tests.rs"]
mod tests;
