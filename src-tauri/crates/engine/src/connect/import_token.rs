//! Long-lived tokens that the user made at the network by hand: looked at first, then offered like
//! the result of a sign-in.

use domain::{ClientId, Network, Secret};
use networks::{CallContext, Surface, converse};
use protocol::{Failure, Reply};
use vault::KeyState;

use super::attempt::{Attempt, AttemptState, PATIENCE};
use super::{Connect, Message};
use crate::book::takes_tokens;
use crate::context::Context;
use crate::mailbox::ReplySender;

/// No network's token is longer.
const LONGEST_TOKEN: usize = 4096;

impl Connect {
    pub(crate) fn add_token(
        &mut self,
        cx: &mut Context,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        token: Secret,
        asker: ReplySender,
    ) {
        let begun = self.begin_with_token(cx, network, typed, client, token);
        cx.reply(asker, begun.map(|()| Reply::DONE));
    }

    fn begin_with_token(
        &mut self,
        cx: &mut Context,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        token: Secret,
    ) -> Result<(), Failure> {
        let params = self.params_to_add(cx, network, typed, client)?;
        let dialect = cx.networks.get(&params.network).ok_or(Failure::Malformed)?;
        if cx.book.key != KeyState::Open {
            return Err(Failure::VaultClosed);
        }
        if !takes_tokens(&*dialect) {
            return Err(Failure::Malformed);
        }
        if cx.book.lacks_app(&*dialect) {
            return Err(Failure::AppNeeded);
        }
        // The length and the characters are looked at, nothing else.
        let token = Secret::new(token.expose().trim().to_owned());
        let plain = token.expose().bytes().all(|byte| byte.is_ascii_graphic());
        if token.is_empty() || token.expose().len() > LONGEST_TOKEN || !plain {
            return Err(Failure::BadToken);
        }
        let attempt = Attempt {
            typed: None,
            wider: false,
            id: cx.new_id(),
            network: params.network.clone(),
            host: params.host.clone(),
            account: None,
            location: None,
            client: params.client,
            surface: Surface::Browser,
            no_browser: false,
            by: None,
            deadline: cx.now().plus(PATIENCE),
            ask_again: false,
            trial: false,
            progress: AttemptState::Finishing,
        };
        let id = attempt.id;
        self.set_deadline(id, attempt.deadline, PATIENCE);
        self.attempts.insert(id, attempt);
        self.emit_attempt(cx, id);
        let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
        let (network, host) = (params.network, params.host);
        self.mail.spawn(async move {
            let harvest = async {
                let app = store.needed_app(&*dialect, network, host.clone()).await?;
                let caller = CallContext { app, host, now };
                let step = dialect.import_token(caller, token);
                let step = step.ok_or(networks::ProviderError::StartAnew)?;
                converse(&*transport, step).await
            };
            Message::Harvested(id, harvest.await)
        });
        Ok(())
    }
}
