//! What a sign-in brought in: matched to the location it was for, or offered to pick from.

use std::collections::BTreeSet;

use domain::connection::Event;
use domain::{
    Account, AccountId, AttemptId, LinkState, Location, LocationId, Network, Unavailable,
};
use networks::{Access, AccountsPerGrant, ProviderError, SignInResult};
use protocol::{EventKind, Failure, Reply};

use super::attempt::{Attempt, AttemptState, PATIENCE, Why, why};
use super::picker::AccountChoices;
use super::sign_in::SignInParams;
use super::verify::verify;
use super::{Connect, Message};
use crate::book::LocationRecord;
use crate::context::Context;
use crate::mailbox::ReplySender;

impl Connect {
    pub(crate) async fn harvested(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        result: Result<SignInResult, ProviderError>,
    ) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        if !matches!(attempt.progress, AttemptState::Finishing) {
            return;
        }
        if attempt.trial {
            return self.tried(cx, id, result);
        }
        let harvest = match result {
            Ok(harvest) => harvest,
            Err(ProviderError::ScopeRefused) => return self.scopes_refused(cx, id).await,
            Err(refusal) => {
                self.forget_refused_app(cx, id, refusal).await;
                return self.fail(cx, id, why(refusal));
            }
        };
        let target = attempt
            .location
            .and_then(|location| cx.book.locations.get(&location));
        match target.and_then(|held| held.location.account.clone()) {
            Some(account) => self.reconnect(cx, id, account, harvest),
            None => self.offer(cx, id, harvest),
        }
    }

    /// A registration made at run time that the instance no longer knows is made anew next time.
    async fn forget_refused_app(&self, cx: &Context, id: AttemptId, refusal: ProviderError) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        if refusal == ProviderError::AppRefused && attempt.host.is_some() {
            let place = (attempt.network.clone(), attempt.host.clone());
            if let Err(problem) = cx.store.forget_app(place.0, place.1).await {
                tracing::warn!(%problem, "a refused registration could not be forgotten");
            }
        }
    }

    /// Same identity, or nothing is written.
    fn reconnect(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        wanted: Account,
        harvest: SignInResult,
    ) {
        let found = harvest
            .finds
            .iter()
            .find(|find| find.account.id == wanted.id);
        match found.map(|find| find.access) {
            Some(Access::Granted(_)) => self.verify(cx, id, harvest, vec![wanted.id]),
            Some(Access::NotGranted(_)) => self.fail(cx, id, Why::PageNotGranted),
            // It may be among what was not listed.
            None if !harvest.is_whole() && self.same_person(cx, id, &harvest) => {
                self.fail(cx, id, Why::NoAnswer(Unavailable::Down));
            }
            None if self.same_person(cx, id, &harvest) => self.fail(cx, id, Why::PageNotGranted),
            None => self.refuse_swap(cx, id, &wanted, harvest),
        }
    }

    /// Another account came back: the location is as it was, and the person is asked what to do
    /// with the other one.
    fn refuse_swap(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        wanted: &Account,
        harvest: SignInResult,
    ) {
        let (expected, got) = (self.expected(cx, id, wanted), came(&harvest));
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        attempt.progress = AttemptState::WrongAccount {
            expected,
            got,
            harvest,
        };
        if let Some(location) = attempt.location {
            cx.apply(location, Event::SignInEnded(id));
            cx.emit_location(location);
        }
        self.emit_attempt(cx, id);
    }

    /// Whether the person who approved is the one whom the location hangs on. Where one approval
    /// speaks for one account only, another account is another person.
    fn same_person(&self, cx: &Context, id: AttemptId, harvest: &SignInResult) -> bool {
        let held = self.attempts.get(&id).and_then(|attempt| attempt.location);
        let held = held.and_then(|location| cx.book.locations.get(&location));
        let login = held.and_then(|held| held.location.login);
        let login = login.and_then(|login| cx.book.logins.get(&login));
        login.is_some_and(|login| login.account == harvest.person.id)
    }

    fn expected(&self, cx: &Context, id: AttemptId, wanted: &Account) -> String {
        let attempt = self.attempts.get(&id);
        let held = attempt.and_then(|attempt| attempt.location);
        let held = held.and_then(|location| cx.book.locations.get(&location));
        let login = held.and_then(|held| held.location.login);
        match login.and_then(|login| cx.book.logins.get(&login)) {
            Some(login) if login.account != wanted.id => {
                format!("{} ({})", wanted.name, login.name)
            }
            Some(_) | None => wanted.handle.clone().unwrap_or_else(|| wanted.name.clone()),
        }
    }

    /// Offers what was granted; where a sign-in can bring one account only, there is no choice.
    fn offer(&mut self, cx: &mut Context, id: AttemptId, harvest: SignInResult) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        let granted = |access| matches!(access, Access::Granted(_));
        if harvest.finds.is_empty() && harvest.is_whole() {
            return self.fail(cx, id, Why::NothingToConnect);
        }
        let network = attempt.network.clone();
        if let [only] = &harvest.finds[..]
            && granted(only.access)
            && self.brings_one(cx, &network)
        {
            let wanted = vec![only.account.id.clone()];
            return self.verify(cx, id, harvest, wanted);
        }
        let host = attempt.host.clone();
        let held = self.kept_accounts(cx, attempt);
        let login = cx
            .book
            .login_of(&network, host.as_ref(), &harvest.person.id);
        let known = login
            .map(|login| cx.book.accounts_of_login(login.id))
            .unwrap_or_default();
        let offer = AccountChoices::sort(&harvest, &held, known);
        self.leave_unfinished(cx, id);
        let deadline = cx.now().plus(PATIENCE);
        if let Some(attempt) = self.attempts.get_mut(&id) {
            attempt.progress = AttemptState::Picking { offer, harvest };
            attempt.deadline = deadline;
        }
        self.set_deadline(id, deadline, PATIENCE);
        self.emit_attempt(cx, id);
    }

    fn brings_one(&self, cx: &Context, network: &Network) -> bool {
        let dialect = cx.networks.get(network);
        dialect.is_some_and(|dialect| dialect.about().brings == AccountsPerGrant::One)
    }

    /// Accounts for which something is held, working or not.
    fn kept_accounts(&self, cx: &Context, attempt: &Attempt) -> BTreeSet<AccountId> {
        let here = |held: &&LocationRecord| {
            held.location.network == attempt.network
                && held.location.host == attempt.host
                && matches!(
                    held.connection.link_state(),
                    LinkState::Linked | LinkState::NeedsYou(_)
                )
        };
        let held = cx.book.locations.values().filter(here);
        held.filter_map(|held| Some(held.location.account.as_ref()?.id.clone()))
            .collect()
    }

    /// Accounts that a sign-in renews although nobody picked them: all of this person's, and those
    /// of others that do not work any more. What works with somebody else's approval stays there.
    fn healed_by(
        &self,
        cx: &Context,
        attempt: &Attempt,
        harvest: &SignInResult,
    ) -> BTreeSet<AccountId> {
        let host = attempt.host.as_ref();
        let login = cx.book.login_of(&attempt.network, host, &harvest.person.id);
        let of_another = |id: &AccountId| {
            let held = cx.book.find(&attempt.network, host, id);
            held.is_some_and(|held| {
                held.connection.link_state() == LinkState::Linked
                    && held.location.login != login.map(|login| login.id)
            })
        };
        let mut kept = self.kept_accounts(cx, attempt);
        kept.retain(|id| !of_another(id));
        kept
    }

    /// Until a page is picked, an unfinished location stands in the list.
    fn leave_unfinished(&mut self, cx: &mut Context, id: AttemptId) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        if let Some(draft) = attempt.location {
            cx.apply(draft, Event::Approved(id));
            return cx.emit_location(draft);
        }
        let draft = Location {
            id: cx.new_id(),
            network: attempt.network.clone(),
            host: attempt.host.clone(),
            account: None,
            client: attempt.client,
            login: None,
            grant: None,
            added_at: cx.now(),
        };
        let location = draft.id;
        cx.book.locations.insert(
            location,
            LocationRecord::new(draft, LinkState::Unlinked, None),
        );
        if let Some(attempt) = self.attempts.get_mut(&id) {
            attempt.location = Some(location);
        }
        cx.apply(location, Event::SignInAsked(id));
        cx.apply(location, Event::Approved(id));
        cx.emit_location(location);
    }

    pub(crate) fn pick(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        picked: Vec<AccountId>,
    ) -> Result<Reply, Failure> {
        let attempt = self.attempts.get_mut(&id).ok_or(Failure::Gone)?;
        let AttemptState::Picking { offer, .. } = &attempt.progress else {
            return Err(Failure::Gone);
        };
        let offered = |id: &AccountId| {
            offer
                .granted
                .iter()
                .chain(&offer.connected)
                .any(|one| one.account.id == *id)
        };
        if picked.is_empty() || !picked.iter().all(offered) {
            return Err(Failure::Malformed);
        }
        let picking = std::mem::replace(&mut attempt.progress, AttemptState::Finishing);
        if let AttemptState::Picking { harvest, .. } = picking {
            self.verify(cx, id, harvest, picked);
        }
        Ok(Reply::DONE)
    }

    /// Leaves the picker. What was granted waits in memory for as long as an attempt may take.
    pub(crate) fn pick_later(&self, id: AttemptId) -> Result<Reply, Failure> {
        let attempt = self.attempts.get(&id).ok_or(Failure::Gone)?;
        match attempt.progress {
            AttemptState::Picking { .. } => Ok(Reply::DONE),
            AttemptState::Preparing
            | AttemptState::Waiting(_)
            | AttemptState::Finishing
            | AttemptState::WrongAccount { .. }
            | AttemptState::Failed(_)
            | AttemptState::Succeeded(_)
            | AttemptState::Tried(_) => Err(Failure::Gone),
        }
    }

    /// The other account that came back becomes a location of its own; the one that was meant
    /// stays as it is.
    pub(crate) fn add_as_new(&mut self, cx: &mut Context, id: AttemptId) -> Result<Reply, Failure> {
        let attempt = self.attempts.get_mut(&id).ok_or(Failure::Gone)?;
        if !matches!(attempt.progress, AttemptState::WrongAccount { .. }) {
            return Err(Failure::Gone);
        }
        // The one that was meant stays as it is.
        attempt.location = None;
        let wrong = std::mem::replace(&mut attempt.progress, AttemptState::Finishing);
        if let AttemptState::WrongAccount { harvest, .. } = wrong {
            self.offer(cx, id, harvest);
        }
        Ok(Reply::DONE)
    }

    pub(crate) fn try_again(&mut self, cx: &mut Context, id: AttemptId, asker: ReplySender) {
        let Some(attempt) = self.attempts.get(&id) else {
            return cx.reply(asker, Err(Failure::Gone));
        };
        let params = SignInParams {
            network: attempt.network.clone(),
            host: attempt.host.clone(),
            account: attempt.account.clone(),
            location: attempt.location,
            client: attempt.client,
            surface: Some(attempt.surface),
            ask_again: true,
            trial: attempt.trial,
        };
        self.begin(cx, params, asker);
    }

    /// Tries the tokens of the wanted accounts, and of all others that are kept and that the
    /// sign-in brought tokens for: one consent heals every location of the login.
    fn verify(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        harvest: SignInResult,
        mut wanted: Vec<AccountId>,
    ) {
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        attempt.progress = AttemptState::Finishing;
        let (network, host) = (attempt.network.clone(), attempt.host.clone());
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        wanted.extend(self.healed_by(cx, attempt, &harvest));
        let Some(dialect) = cx.networks.get(&network) else {
            return;
        };
        self.emit_attempt(cx, id);
        let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
        self.mail.spawn(async move {
            let app = match store.needed_app(&*dialect, network, host.clone()).await {
                Ok(app) => app,
                Err(trouble) => return Message::Harvested(id, Err(trouble.into())),
            };
            let verifications = verify(dialect, transport, app, host, harvest, wanted, now).await;
            Message::Verified(id, verifications)
        });
    }

    /// What was picked could not be kept: no half of it stays in the list.
    pub(crate) async fn let_go_of_draft(&mut self, cx: &mut Context, id: AttemptId) {
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        let held = attempt.location.and_then(|id| cx.book.locations.get(&id));
        let draft = held.filter(|held| held.location.account.is_none());
        if let Some(draft) = draft.map(|held| held.location.id) {
            attempt.location = None;
            self.drop_draft(cx, draft).await;
        }
    }

    /// Removes the unfinished location of an attempt that found a place for what was picked.
    pub(crate) async fn drop_draft(&mut self, cx: &mut Context, draft: LocationId) {
        cx.book.locations.remove(&draft);
        if let Err(problem) = cx.store.remove_location(draft).await {
            tracing::warn!(%problem, "an unfinished location could not be removed");
            cx.owed.removals.insert(draft);
            cx.wait_for_room();
        }
        cx.emit(EventKind::LocationRemoved(draft));
    }
}

/// Who came, in words: the account where a sign-in speaks for one, else the person.
fn came(harvest: &SignInResult) -> String {
    match &harvest.finds[..] {
        [only] if only.account.id == harvest.person.id => only
            .account
            .handle
            .clone()
            .unwrap_or_else(|| only.account.name.clone()),
        _ => harvest.person.name.clone(),
    }
}

#[cfg(test)]
#[path = "granted_tests.rs"]
mod tests;
