//! Disconnecting: revoke at the network where that harms no sibling, then erase here.

use std::time::Duration;

use domain::connection::Event;
use domain::{GrantId, Host, LinkState, LocationId, Network};
use networks::{CallContext, ProviderError, Revocation, converse};
use protocol::{EventKind, Failure, HistoryKind, Reply};
use vault::KeyState;

use super::{Connect, Message};
use crate::book::{AtNetwork, Removing};
use crate::context::Context;
use crate::store::{line, not_stored};

/// How long a person waits for the network before the erasure here goes on without it.
const PATIENCE: Duration = Duration::from_secs(10);

impl Connect {
    pub(crate) async fn disconnect(
        &mut self,
        cx: &mut Context,
        id: LocationId,
    ) -> Result<Reply, Failure> {
        let held = cx.book.locations.get(&id).ok_or(Failure::Gone)?;
        if held.connection == domain::Connection::At(LinkState::Unlinked) {
            return Ok(Reply::DONE);
        }
        let (network, host) = (held.location.network.clone(), held.location.host.clone());
        let grant = held.location.grant;
        // What is revoked at the network must be erased here.
        cx.store.secure_room().await.map_err(not_stored)?;
        self.end_all_of(cx, id);
        let generation = grant
            .and_then(|grant| cx.book.grants.get(&grant))
            .map_or(0, |grant| grant.generation);
        let dialect = cx.networks.get(&network);
        let by_app = dialect.filter(|dialect| match dialect.about().revocation {
            Revocation::OnlyByPerson => false,
            Revocation::Token => true,
            // Whose account the others hang on is not known for sure: none may suffer.
            Revocation::WholeAccount => !self.others_connected(cx, &network, id),
        });
        match (grant, by_app) {
            // Nothing is sent where somebody else pointed it.
            _ if cx.book.changed.contains(&id) => {
                self.erase(cx, id, AtNetwork::OnlyThePerson).await?;
            }
            (Some(grant), _) if self.shared(cx, grant, id) => {
                self.erase(cx, id, AtNetwork::Over).await?
            }
            (Some(grant), Some(dialect)) if cx.book.key == KeyState::Open => {
                let (store, transport) = (cx.store.clone(), cx.transport.clone());
                let now = cx.now();
                if let Some(held) = cx.book.locations.get_mut(&id) {
                    held.leaving = true;
                }
                cx.emit_location(id);
                self.mail.spawn(async move {
                    let revoke = async {
                        let tokens = store.tokens(grant, network.clone(), host.clone());
                        let tokens = tokens.await.ok()?;
                        let kept = store.app_of(&*dialect, network, host.clone());
                        let kept = kept.await.ok()??;
                        let caller = CallContext {
                            app: kept.app,
                            host,
                            now,
                        };
                        Some(converse(&*transport, dialect.revoke(caller, tokens)?).await)
                    };
                    let told = tokio::time::timeout(PATIENCE, revoke).await.ok().flatten();
                    let there = told.map_or(AtNetwork::CouldNotTell, at_network);
                    Message::Revoked(id, grant, generation, there)
                });
            }
            (Some(_), Some(_)) => self.erase(cx, id, AtNetwork::CouldNotTell).await?,
            (Some(_), None) => self.erase(cx, id, AtNetwork::OnlyThePerson).await?,
            (None, _) => self.erase(cx, id, AtNetwork::Over).await?,
        }
        Ok(Reply::DONE)
    }

    /// Whether other locations of a network are connected.
    fn others_connected(&self, cx: &Context, network: &Network, id: LocationId) -> bool {
        let mut others = cx.book.locations.values();
        others.any(|held| {
            held.location.id != id
                && held.location.network == *network
                && held.location.grant.is_some()
        })
    }

    /// Whether other locations live from the same grant: revoking it would kill them.
    fn shared(&self, cx: &Context, grant: domain::GrantId, id: LocationId) -> bool {
        let mut others = cx.book.locations.values();
        others.any(|held| held.location.id != id && held.location.grant == Some(grant))
    }

    /// The network was told, or could not be told. Who was faster and connected anew keeps that; a
    /// renewal that was faster brought tokens of the same approval, and they end too.
    pub(crate) async fn revoked(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        grant: GrantId,
        generation: u64,
        there: AtNetwork,
    ) {
        let today = cx.book.grants.get(&grant).map(|grant| grant.generation);
        let held = cx.book.locations.get(&id);
        if !held.is_some_and(|held| held.leaving && held.location.grant == Some(grant)) {
            // Whoever connected it anew connected it together with others.
            if held.is_some_and(|held| held.removing == Some(Removing::UnderWay)) {
                self.go_on_removing(cx, id).await;
            }
            return;
        }
        if today.is_some_and(|today| today != generation) {
            // Renewals do not begin while it leaves, so that there is an end to this.
            if let Err(refused) = self.disconnect(cx, id).await {
                tracing::warn!(%refused, "a disconnect could not go on");
                self.stays(cx, id);
            }
            return;
        }
        let place = held.map(|held| (held.location.network.clone(), held.location.host.clone()));
        // Whoever asked has their answer, and the network has revoked it: the rest follows.
        self.erase_at_last(cx, id, there).await;
        if let Some((network, Some(host))) = place {
            self.leave_instance(cx, network, host).await;
        }
    }

    /// Forgets the app's registration at an instance where nothing is connected any more: some
    /// engines delete an app with its last token, or while nobody comes back with it, and say
    /// nothing of it.
    pub(crate) async fn leave_instance(&self, cx: &Context, network: Network, host: Host) {
        let mut held = cx.book.locations.values();
        let lives = held.any(|held| {
            let at = &held.location;
            at.network == network && at.host.as_ref() == Some(&host) && at.grant.is_some()
        });
        if lives {
            return;
        }
        if let Err(problem) = cx.store.forget_app(network, Some(host)).await {
            tracing::warn!(%problem, "a registration could not be forgotten");
        }
    }

    /// Ends every sign-in that was for a location.
    pub(crate) fn end_all_of(&mut self, cx: &mut Context, id: LocationId) {
        let attempts = self.attempts.values();
        let of_it: Vec<_> = attempts
            .filter(|attempt| attempt.location == Some(id))
            .map(|attempt| attempt.id)
            .collect();
        for attempt in of_it {
            self.end(cx, attempt);
        }
    }

    /// Erases what is over at the network, as soon as that can be.
    pub(crate) async fn erase_at_last(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        there: AtNetwork,
    ) {
        if self.erase(cx, id, there).await.is_ok() {
            return;
        }
        if let Some(held) = cx.book.locations.get_mut(&id) {
            held.leaving = true;
        }
        cx.owed.erasures.insert(id, there);
        cx.wait_for_room();
    }

    /// Erases here, whatever the network was told.
    pub(crate) async fn erase(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        there: AtNetwork,
    ) -> Result<(), Failure> {
        let Some(held) = cx.book.locations.get_mut(&id) else {
            return Ok(());
        };
        let draft = held.location.account.is_none();
        held.leaving = false;
        let removed = held.removing == Some(Removing::UnderWay);
        let what = match there {
            AtNetwork::Over => HistoryKind::Disconnected,
            AtNetwork::CouldNotTell | AtNetwork::OnlyThePerson | AtNetwork::ServerCannot => {
                HistoryKind::DisconnectedHereOnly
            }
        };
        // What is about to be off the list has no history.
        let line = (!draft && !removed).then(|| line(cx.now(), id, what, None, None));
        if let Err(problem) = cx.store.unlink(id, line).await {
            tracing::error!(%problem, "a disconnect could not be kept");
            match removed {
                true => self.stays(cx, id),
                false => cx.emit_location(id),
            }
            return Err(not_stored(problem));
        }
        // Before the event, which writes the location as it is here.
        if let Some(held) = cx.book.locations.get_mut(&id) {
            held.location.grant = None;
            held.probe = None;
            held.seen_at = None;
        }
        cx.apply(id, Event::Disconnected);
        self.forget_unused_grants(cx);
        if draft {
            self.drop_draft(cx, id).await;
            return Ok(());
        }
        if removed {
            // What the network was not told is said before the name is gone.
            self.tell_of(cx, id, there);
            if let Err(refused) = self.strike(cx, id).await {
                self.stays(cx, id);
                return Err(refused);
            }
            return Ok(());
        }
        cx.emit_location(id);
        self.tell_of(cx, id, there);
        Ok(())
    }

    /// Says what the network was not told.
    fn tell_of(&mut self, cx: &mut Context, id: LocationId, there: AtNetwork) {
        match there {
            AtNetwork::CouldNotTell => cx.emit(EventKind::RevokeFailed(id)),
            AtNetwork::ServerCannot => cx.emit(EventKind::RevokeNotOffered(id)),
            AtNetwork::Over | AtNetwork::OnlyThePerson => {}
        }
    }
}

/// What the answer to a revocation says of the token.
fn at_network(told: Result<(), ProviderError>) -> AtNetwork {
    match told {
        // What the network does not accept any more is over too.
        Ok(()) | Err(ProviderError::No(_)) => AtNetwork::Over,
        Err(ProviderError::NotOffered) => AtNetwork::ServerCannot,
        Err(
            ProviderError::AskLater(..)
            | ProviderError::StartAnew
            | ProviderError::AppRefused
            | ProviderError::ScopeRefused
            | ProviderError::IssuerMismatch
            | ProviderError::Here(_),
        ) => AtNetwork::CouldNotTell,
    }
}

#[cfg(test)]
#[path = "disconnect_tests.rs"]
mod tests;
