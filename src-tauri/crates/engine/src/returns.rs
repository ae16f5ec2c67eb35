//! What came back by one of the roads: matched to its attempt, or ignored.
//!
//! Roads may race, callbacks may be forged, replayed or late. The first genuine one moves the
//! attempt on in this one task; everything else changes nothing.

use domain::AttemptId;
use networks::oauth::{Callback, CallbackResult, Challenge, LONGEST_ADDRESS};
use networks::{Caller, Code, Surface, converse};
use url::Url;

use crate::attempt::{Attempt, Journey, Progress, Why};
use crate::prepare::deep_link;
use crate::shell::{Return, Road};
use crate::task::{Mail, Task};
use crate::{Refused, Reply};

impl Task {
    pub(crate) async fn returned(&mut self, came: Return) {
        if self.take(&came).await.is_err() {
            tracing::info!(road = ?came.road, "an address came back that belongs to no sign-in");
        }
    }

    pub(crate) async fn paste(&mut self, id: AttemptId, address: String) -> Result<Reply, Refused> {
        if !self.state.attempts.contains_key(&id) {
            return Err(Refused::Gone);
        }
        let came = Return {
            road: Road::Pasted(id),
            address,
        };
        self.take(&came)
            .await
            .map(|()| Reply::Done)
            .map_err(|NotOurs| Refused::BadAddress)
    }

    async fn take(&mut self, came: &Return) -> Result<(), NotOurs> {
        if came.address.len() > LONGEST_ADDRESS {
            return Err(NotOurs);
        }
        let callback = Callback::read(&came.address).map_err(|_| NotOurs)?;
        let address = Url::parse(came.address.trim()).map_err(|_| NotOurs)?;
        let id = self
            .state
            .attempts
            .values()
            .find(|attempt| waits_for(attempt, came.road, &address, &callback))
            .map(|attempt| attempt.id)
            .ok_or(NotOurs)?;
        match callback.result {
            CallbackResult::Cancelled => self.end(id).await,
            // Most likely a part of an address: the whole one may follow.
            CallbackResult::Nothing if matches!(came.road, Road::Pasted(_)) => {
                return Err(NotOurs);
            }
            CallbackResult::Nothing => self.fail(id, Why::Refused(None)).await,
            CallbackResult::ScopeRefused => self.scopes_refused(id).await,
            CallbackResult::Refused(number) => self.fail(id, Why::Refused(number)).await,
            CallbackResult::Code(code) => self.finish(id, code),
        }
        Ok(())
    }

    /// Spends the code. From here a second callback finds nothing that waits for it.
    fn finish(&mut self, id: AttemptId, code: domain::Secret) {
        let another = self.random();
        let Some(attempt) = self.state.attempts.get_mut(&id) else {
            return;
        };
        let Some(dialect) = self.networks.get(&attempt.network) else {
            return;
        };
        let finishing = std::mem::replace(&mut attempt.progress, Progress::Finishing);
        let Progress::Waiting(journey) = finishing else {
            return;
        };
        let (network, host) = (attempt.network.clone(), attempt.host.clone());
        let (surface, trial) = (attempt.surface, attempt.trial);
        self.shell.close_sign_in_window(id);
        if surface == Surface::Browser {
            self.shell.come_forward();
        }
        self.tell_attempt(id);
        let Journey {
            redirect_uri,
            challenge,
            scopes,
            binding,
            ..
        } = *journey;
        // A trial answers another challenge than the one that was sent.
        let verifier = match trial {
            false => challenge.verifier().clone(),
            true => Challenge::from_random(&another).verifier().clone(),
        };
        let code = Code {
            code,
            redirect_uri,
            verifier,
            scopes,
            binding,
        };
        let (store, transport, now) = (self.store.clone(), self.transport.clone(), self.now());
        self.beside(async move {
            let harvest = match store.needed_app(&*dialect, network, host.clone()).await {
                Ok(app) => {
                    let caller = Caller { app, host, now };
                    converse(&*transport, dialect.sign_in(caller, code)).await
                }
                Err(trouble) => Err(trouble.into()),
            };
            Mail::Harvested(id, harvest)
        });
    }
}

/// The address belongs to no sign-in that waits.
struct NotOurs;

fn waits_for(attempt: &Attempt, road: Road, address: &Url, callback: &Callback) -> bool {
    let Progress::Waiting(journey) = &attempt.progress else {
        return false;
    };
    let right_road = match road {
        Road::Window(id) | Road::Pasted(id) => id == attempt.id,
        Road::Loopback | Road::DeepLink => true,
    };
    let link = deep_link(attempt.network.as_str());
    let by_link = road == Road::DeepLink && link.is_some_and(|link| leads_to(address, &link));
    let right_issuer = match (&journey.issuer, &callback.issuer) {
        (Some(promised), named) => named.as_ref() == Some(promised),
        (None, _) => true,
    };
    right_road
        && (leads_to(address, &journey.redirect_uri) || by_link)
        && callback.state == journey.state
        && right_issuer
}

/// Whether two addresses are the same but for query and fragment.
fn leads_to(address: &Url, redirect_uri: &Url) -> bool {
    let place = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.authority().to_owned(),
            url.path().to_owned(),
        )
    };
    place(address) == place(redirect_uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_only_if_scheme_host_port_and_path_agree() {
        let redirect = Url::parse("http://127.0.0.1:4711/callback/mastodon").unwrap();
        for (address, same) in [
            ("http://127.0.0.1:4711/callback/mastodon?code=1", true),
            ("http://127.0.0.1:4711/callback/mastodon#x", true),
            ("http://127.0.0.1:4712/callback/mastodon?code=1", false),
            ("http://localhost:4711/callback/mastodon?code=1", false),
            ("https://127.0.0.1:4711/callback/mastodon?code=1", false),
            ("http://127.0.0.1:4711/callback/mastodon/?code=1", false),
            ("http://user@127.0.0.1:4711/callback/mastodon?code=1", false),
        ] {
            assert_eq!(
                leads_to(&Url::parse(address).unwrap(), &redirect),
                same,
                "{address}"
            );
        }
        assert_eq!(deep_link("x").unwrap().path(), "/callback/x");
    }
}
