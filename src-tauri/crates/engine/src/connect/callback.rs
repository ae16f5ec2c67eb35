//! What came back by one of the roads: matched to its attempt, or ignored.
//!
//! Roads may race, callbacks may be forged, replayed or late. The first genuine one moves the
//! attempt on in this one task; everything else changes nothing.

use domain::AttemptId;
use networks::oauth::{Callback, CallbackResult, Challenge, LONGEST_ADDRESS};
use networks::{CallContext, CodeExchange, Surface, converse};
use protocol::{Failure, Reply};
use tokio::sync::oneshot;
use url::Url;

use super::attempt::{Attempt, AttemptState, PendingAuthorization, Why};
use super::loopback_page::Heard;
use super::{Connect, Message};
use crate::context::Context;
use crate::redirects::SCHEME;
use crate::shell::{CallbackChannel, Return};

impl Connect {
    pub(crate) async fn returned(
        &mut self,
        cx: &mut Context,
        came: Return,
        hears: Option<oneshot::Sender<Heard>>,
    ) {
        let mine = self.match_up(&came);
        let heard = mine
            .as_ref()
            .map_or(Heard::NotOurs, |mine| self.shown(cx, mine));
        if let Some(hears) = hears {
            // The browser's page does not wait for what follows; a browser that is gone needs none.
            let _ = hears.send(heard);
        }
        match mine {
            Some(mine) => self.go_on(cx, mine).await,
            None => {
                tracing::info!(channel = ?came.channel, "an address came back that belongs to no sign-in");
            }
        }
    }

    pub(crate) async fn paste(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        address: String,
    ) -> Result<Reply, Failure> {
        if !self.attempts.contains_key(&id) {
            return Err(Failure::Gone);
        }
        let came = Return {
            channel: CallbackChannel::Pasted(id),
            address,
        };
        let mine = self.match_up(&came).ok_or(Failure::BadAddress)?;
        self.go_on(cx, mine).await;
        Ok(Reply::DONE)
    }

    /// The sign-in that waits for an address, with what the network says there.
    fn match_up(&self, came: &Return) -> Option<(AttemptId, CallbackResult)> {
        if came.address.len() > LONGEST_ADDRESS {
            return None;
        }
        let callback = Callback::read(&came.address).ok()?;
        let address = Url::parse(came.address.trim()).ok()?;
        let mut attempts = self.attempts.values();
        let id = attempts
            .find(|attempt| waits_for(attempt, came.channel, &address, &callback))?
            .id;
        // Most likely a part of an address: the whole one may follow.
        let is_part = matches!(callback.result, CallbackResult::Nothing)
            && matches!(came.channel, CallbackChannel::Pasted(_));
        (!is_part).then_some((id, callback.result))
    }

    /// What the browser's page says of an answer.
    fn shown(&self, cx: &Context, (id, result): &(AttemptId, CallbackResult)) -> Heard {
        let attempt = self.attempts.get(id);
        let dialect = attempt.and_then(|attempt| cx.networks.get(&attempt.network));
        let network = dialect.map_or("the network", |dialect| dialect.about().name);
        match result {
            CallbackResult::Code(_) => Heard::GoesOn,
            CallbackResult::Cancelled => Heard::Cancelled(network),
            CallbackResult::Nothing | CallbackResult::ScopeRefused | CallbackResult::Refused(_) => {
                Heard::Refused(network)
            }
        }
    }

    async fn go_on(&mut self, cx: &mut Context, (id, result): (AttemptId, CallbackResult)) {
        match result {
            CallbackResult::Cancelled => self.fail(cx, id, Why::Cancelled),
            CallbackResult::Nothing => self.fail(cx, id, Why::Refused(None)),
            CallbackResult::ScopeRefused => self.scopes_refused(cx, id).await,
            CallbackResult::Refused(number) => self.fail(cx, id, Why::Refused(number)),
            CallbackResult::Code(code) => self.finish(cx, id, code),
        }
    }

    /// Spends the code. From here a second callback finds nothing that waits for it.
    fn finish(&mut self, cx: &mut Context, id: AttemptId, code: domain::Secret) {
        let another = cx.random();
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        let Some(dialect) = cx.networks.get(&attempt.network) else {
            return;
        };
        let finishing = std::mem::replace(&mut attempt.progress, AttemptState::Finishing);
        let AttemptState::Waiting(journey) = finishing else {
            return;
        };
        let (network, host) = (attempt.network.clone(), attempt.host.clone());
        let (surface, trial) = (attempt.surface, attempt.trial);
        cx.shell.close_sign_in_window(id);
        if surface == Surface::Browser {
            cx.shell.come_forward();
        }
        self.emit_attempt(cx, id);
        let PendingAuthorization {
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
        let code = CodeExchange {
            code,
            redirect_uri,
            verifier,
            scopes,
            binding,
        };
        let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
        self.mail.spawn(async move {
            let harvest = match store.needed_app(&*dialect, network, host.clone()).await {
                Ok(app) => {
                    let caller = CallContext { app, host, now };
                    converse(&*transport, dialect.sign_in(caller, code)).await
                }
                Err(trouble) => Err(trouble.into()),
            };
            Message::Harvested(id, harvest)
        });
    }
}

fn waits_for(
    attempt: &Attempt,
    channel: CallbackChannel,
    address: &Url,
    callback: &Callback,
) -> bool {
    let AttemptState::Waiting(journey) = &attempt.progress else {
        return false;
    };
    let right_channel = match channel {
        CallbackChannel::Window(id) | CallbackChannel::Pasted(id) => id == attempt.id,
        CallbackChannel::Loopback | CallbackChannel::DeepLink => true,
    };
    let by_link =
        channel == CallbackChannel::DeepLink && is_link_of(address, &journey.redirect_uri);
    right_channel
        && (leads_to(address, &journey.redirect_uri) || by_link)
        && callback.state == journey.state
        && is_of_issuer(journey, callback.issuer.as_deref())
}

/// Whether a callback can be the issuer's own (RFC 9207 section 2.4). Where no name was promised, one
/// that is named all the same must be of the server at which the person signed in: the code of
/// another would go to this one.
fn is_of_issuer(journey: &PendingAuthorization, named: Option<&str>) -> bool {
    match (journey.issuer.as_deref(), named) {
        (Some(promised), named) => named == Some(promised),
        (None, Some(named)) => {
            Url::parse(named).is_ok_and(|named| named.origin() == journey.url.origin())
        }
        (None, None) => true,
    }
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

/// Whether an address is the app's own link with the path of this one: a registration names both.
fn is_link_of(address: &Url, redirect_uri: &Url) -> bool {
    let is_link = address.scheme() == SCHEME && !address.has_authority();
    is_link && address.path() == redirect_uri.path()
}

#[cfg(test)]
#[path = "callback_tests.rs"]
mod tests;
