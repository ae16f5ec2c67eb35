//! Trials of a developer app that need a person: what a network makes of a code without its verifier.

use domain::{AttemptId, Network};
use networks::{CallContext, Pkce, ProviderError, SignInResult, converse};
use protocol::Failure;

use super::Connect;
use super::attempt::AttemptState;
use super::sign_in::SignInParams;
use crate::apps::AppVerdict;
use crate::context::Context;
use crate::mailbox::ReplySender;
use crate::store::KeptApp;

impl Connect {
    /// Lets a person sign in for a trial: the code is then spent with the answer to another
    /// challenge, which a network that holds codes to theirs refuses.
    pub(crate) fn try_sign_in(&mut self, cx: &mut Context, network: Network, asker: ReplySender) {
        let pkce = cx.networks.get(&network).map(|d| d.about().pkce);
        if !matches!(pkce, Some(Pkce::S256 | Pkce::S256Hex)) {
            return cx.reply(asker, Err(Failure::Malformed));
        }
        let params = SignInParams {
            network,
            host: None,
            account: None,
            location: None,
            client: None,
            surface: None,
            ask_again: false,
            trial: true,
        };
        self.begin(cx, params, asker);
    }

    /// What the network made of a code without its verifier. Tokens that it gave nevertheless are
    /// taken back where that is possible, and dropped.
    pub(crate) fn tried(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        result: Result<SignInResult, ProviderError>,
    ) {
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        let network = attempt.network.clone();
        attempt.progress = AttemptState::Tried(match &result {
            Ok(_) => AppVerdict::Wrong,
            Err(
                ProviderError::AskLater(..)
                | ProviderError::NotOffered
                | ProviderError::IssuerMismatch,
            ) => AppVerdict::NoAnswer,
            Err(ProviderError::Here(_)) => AppVerdict::NotToldYet,
            Err(
                ProviderError::StartAnew
                | ProviderError::AppRefused
                | ProviderError::ScopeRefused
                | ProviderError::No(_),
            ) => AppVerdict::Fine,
        });
        self.emit_attempt(cx, id);
        let (Ok(harvest), Some(dialect)) = (result, cx.networks.get(&network)) else {
            return;
        };
        let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
        tokio::spawn(async move {
            let kept = store.app_of(&*dialect, network, None).await;
            let Some(KeptApp { app, .. }) = kept.ok().flatten() else {
                return;
            };
            for fresh in harvest.grants {
                let caller = CallContext {
                    app: app.clone(),
                    host: None,
                    now,
                };
                if let Some(step) = dialect.revoke(caller, fresh.tokens)
                    && converse(&*transport, step).await.is_err()
                {
                    tracing::warn!("a token of a trial could not be taken back; it is dropped");
                }
            }
        });
    }
}

#[cfg(test)]
#[path = "trial_tests.rs"]
mod tests;
