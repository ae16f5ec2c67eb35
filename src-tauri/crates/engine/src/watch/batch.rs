//! Probes on their way out. What several of them need of the vault is read at one go: each way to it
//! costs a change of threads, a lock and a transaction, which is more than the reading.

use std::sync::Arc;
use std::time::Duration;

use domain::{AccountId, GrantId, Host, LocationId, Timestamp, TokenSet, Trouble};
use networks::{App, CallContext, Dialect, ProviderError, Transport, converse};

use super::{Message, Watch};
use crate::context::Context;
use crate::store::ProbeInputs;

/// How long a probe waits for others. Nobody sees it beside the time of an answer.
const GATHERING: Duration = Duration::from_millis(8);

/// A probe that is about to go out.
pub(crate) struct OutgoingProbe {
    location: LocationId,
    grant: GrantId,
    generation: u64,
    dialect: Arc<dyn Dialect>,
    host: Option<Host>,
    account: AccountId,
}

impl Watch {
    /// Probes with the token as it is.
    pub(crate) fn probe(&mut self, cx: &mut Context, id: LocationId) {
        let Some(held) = cx.book.locations.get(&id) else {
            return;
        };
        let location = &held.location;
        let grant = location.grant.and_then(|grant| cx.book.grants.get(&grant));
        let (Some(grant), Some(dialect), Some(account)) = (
            grant,
            cx.networks.get(&location.network),
            location.account.as_ref(),
        ) else {
            return;
        };
        let wanted = ProbeInputs::for_probe(&*dialect, location, grant.id);
        let outgoing = OutgoingProbe {
            location: id,
            grant: grant.id,
            generation: grant.generation,
            host: location.host.clone(),
            account: account.id.clone(),
            dialect,
        };
        cx.book.probing.insert(id);
        cx.agenda.left(id);
        if self.outgoing.is_empty() {
            self.mail.spawn(async {
                tokio::time::sleep(GATHERING).await;
                Message::SendProbes
            });
        }
        self.outgoing.push((wanted, outgoing));
    }

    /// Sends the probes that have gathered.
    pub(crate) fn send_probes(&mut self, cx: &mut Context) {
        let (wanted, probes): (Vec<_>, Vec<_>) = self.outgoing.drain(..).unzip();
        let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
        let post = self.mail.clone();
        tokio::spawn(async move {
            let found = store.for_probes(wanted).await;
            for (probe, found) in probes.into_iter().zip(found) {
                let (transport, post) = (transport.clone(), post.clone());
                post.spawn(async move { probe.go(found, &*transport, now).await });
            }
        });
    }
}

impl OutgoingProbe {
    async fn go(
        self,
        found: Result<(App, TokenSet), Trouble>,
        transport: &dyn Transport,
        now: Timestamp,
    ) -> Message {
        let result = match found {
            Err(trouble) => Err(ProviderError::Here(trouble)),
            Ok((app, tokens)) => {
                let host = self.host;
                let caller = CallContext { app, host, now };
                let probe = self.dialect.probe(caller, tokens, self.account);
                converse(transport, probe).await
            }
        };
        Message::Probed(self.location, self.grant, self.generation, Box::new(result))
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
