//! Long-lived tokens that the user made at the network by hand: looked at first, then offered like
//! the result of a sign-in.

use domain::{ClientId, Network, Secret};
use networks::{Caller, Surface, converse};
use protocol::{Failure, Reply};
use vault::KeyState;

use super::attempt::{Attempt, PATIENCE, Progress};
use super::sign_in::answer;
use crate::book::takes_tokens;
use crate::task::{Asker, Mail, Task};

/// No network's token is longer.
const LONGEST_TOKEN: usize = 4096;

impl Task {
    pub(crate) fn add_token(
        &mut self,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        token: Secret,
        asker: Asker,
    ) {
        let begun = self.begin_with_token(network, typed, client, token);
        answer(asker, begun.map(|()| Reply::Done));
    }

    fn begin_with_token(
        &mut self,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        token: Secret,
    ) -> Result<(), Failure> {
        let wish = self.wish_to_add(network, typed, client)?;
        let dialect = self.networks.get(&wish.network).ok_or(Failure::Malformed)?;
        if self.state.key != KeyState::Open {
            return Err(Failure::VaultClosed);
        }
        if !takes_tokens(&*dialect) {
            return Err(Failure::Malformed);
        }
        if self.state.lacks_app(&*dialect) {
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
            id: self.new_id(),
            network: wish.network.clone(),
            host: wish.host.clone(),
            account: None,
            location: None,
            client: wish.client,
            surface: Surface::Browser,
            no_browser: false,
            by: None,
            deadline: self.now().plus(PATIENCE),
            ask_again: false,
            trial: false,
            progress: Progress::Finishing,
        };
        let id = attempt.id;
        self.state.attempts.insert(id, attempt);
        self.set_deadline(id, PATIENCE);
        self.tell_attempt(id);
        let (store, transport, now) = (self.store.clone(), self.transport.clone(), self.now());
        let (network, host) = (wish.network, wish.host);
        self.beside(async move {
            let harvest = async {
                let app = store.needed_app(&*dialect, network, host.clone()).await?;
                let caller = Caller { app, host, now };
                let step = dialect.adopt(caller, token);
                let step = step.ok_or(networks::Refusal::StartAnew)?;
                converse(&*transport, step).await
            };
            Mail::Harvested(id, harvest.await)
        });
        Ok(())
    }
}
