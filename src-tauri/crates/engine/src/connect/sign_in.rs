//! A sign-in from the click to the open page: credentials, listener, address, window or browser.

mod ending;
mod handle;
mod page;

use std::sync::Arc;

use domain::connection::Event;
use domain::{AttemptId, ClientId, Host, LocationId, Network, Typed, Unavailable};
use networks::dpop::ProofKey;
use networks::oauth::{Challenge, one_time_text};
use networks::{AsksFor, AuthorizationRequest, Dialect, Surface};
use protocol::{Failure, Reply, ServerProblem};
use tokio::sync::oneshot;
use vault::KeyState;

use super::attempt::{Attempt, AttemptState, PATIENCE, Why};
use super::prepare::{Prepared, Preparing, Unprepared};
use super::{Connect, Message};
use crate::context::Context;
use crate::mailbox::ReplySender;
use crate::redirects::Word;
use crate::shell::{CallbackChannel, Return};
use handle::handle;

/// What a person asked for.
pub(crate) struct SignInParams {
    pub network: Network,
    pub host: Option<Host>,
    /// The account that is to sign in, where the network must know it first.
    pub account: Option<String>,
    pub location: Option<LocationId>,
    pub client: Option<ClientId>,
    pub surface: Option<Surface>,
    pub ask_again: bool,
    /// Not to connect anything: to try whether the network holds a code to its challenge.
    pub trial: bool,
}

impl Connect {
    pub(crate) fn add(
        &mut self,
        cx: &mut Context,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        asker: ReplySender,
    ) {
        let params = match self.params_to_add(cx, network, typed, client) {
            Ok(params) => params,
            Err(refused) => return cx.reply(asker, Err(refused)),
        };
        self.begin(cx, params, asker);
    }

    pub(crate) fn params_to_add(
        &self,
        cx: &Context,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
    ) -> Result<SignInParams, Failure> {
        let dialect = cx.networks.get(&network).ok_or(Failure::Malformed)?;
        let (host, account) = match (dialect.about().asks_for, typed) {
            (Some(AsksFor::Instance), typed) => {
                let typed = typed.unwrap_or_default();
                let Typed { user, host } = Typed::parse(&typed).map_err(Failure::from)?;
                (Some(host), user)
            }
            (Some(AsksFor::Handle), typed) => (None, Some(handle(typed)?)),
            (None, None) => (None, None),
            (None, Some(_)) => return Err(Failure::Malformed),
        };
        if client.is_some_and(|client| !cx.book.clients.contains_key(&client)) {
            return Err(Failure::Gone);
        }
        Ok(SignInParams {
            network,
            host,
            account,
            location: None,
            client,
            surface: None,
            ask_again: false,
            trial: false,
        })
    }

    pub(crate) fn connect(
        &mut self,
        cx: &mut Context,
        location: LocationId,
        surface: Option<Surface>,
        ask_again: bool,
        asker: ReplySender,
    ) {
        let held = cx.book.locations.get(&location);
        let Some(held) = held.filter(|held| held.removing.is_none()) else {
            return cx.reply(asker, Err(Failure::Gone));
        };
        if cx.book.changed.contains(&location) {
            return cx.reply(asker, Err(Failure::EntryChanged));
        }
        let params = SignInParams {
            network: held.location.network.clone(),
            host: held.location.host.clone(),
            account: held
                .location
                .account
                .as_ref()
                .map(|account| account.id.0.clone()),
            location: Some(location),
            client: held.location.client,
            surface,
            ask_again,
            trial: false,
        };
        self.begin(cx, params, asker);
    }

    /// Starts an attempt; an older one for the same location, or for adding at the same place,
    /// gives way.
    pub(crate) fn begin(&mut self, cx: &mut Context, params: SignInParams, asker: ReplySender) {
        let Some(dialect) = cx.networks.get(&params.network) else {
            return cx.reply(asker, Err(Failure::Malformed));
        };
        cx.see_store();
        if cx.book.store_moved {
            return cx.reply(asker, Err(Failure::StoreMoved));
        }
        if cx.book.key != KeyState::Open {
            return cx.reply(asker, Err(Failure::VaultClosed));
        }
        let about = dialect.about();
        if cx.book.lacks_app(&*dialect) {
            return cx.reply(asker, Err(Failure::AppNeeded));
        }
        self.supersede(cx, &params);
        let surface = params
            .surface
            .filter(|surface| about.surfaces.contains(surface))
            .or(about.surfaces.first().copied())
            .unwrap_or(Surface::Browser);
        let attempt = Attempt {
            id: cx.new_id(),
            network: params.network,
            host: params.host,
            typed: None,
            account: params.account,
            location: params.location,
            client: params.client,
            surface,
            no_browser: false,
            by: None,
            deadline: cx.now().plus(PATIENCE),
            ask_again: params.ask_again,
            wider: false,
            trial: params.trial,
            progress: AttemptState::Preparing,
        };
        let id = attempt.id;
        self.prepare(cx, &attempt, dialect, Some(asker));
        let location = attempt.location;
        self.set_deadline(id, attempt.deadline, PATIENCE);
        self.attempts.insert(id, attempt);
        if let Some(location) = location {
            cx.apply(location, Event::SignInAsked(id));
            cx.emit_location(location);
        }
        self.emit_attempt(cx, id);
    }

    fn supersede(&mut self, cx: &mut Context, params: &SignInParams) {
        let same = |attempt: &&Attempt| match params.location {
            Some(location) => attempt.location == Some(location),
            None => {
                attempt.location.is_none()
                    && attempt.network == params.network
                    && attempt.host == params.host
            }
        };
        let older: Vec<_> = self.attempts.values().filter(same).map(|a| a.id).collect();
        for id in older {
            self.end(cx, id);
        }
    }

    fn prepare(
        &self,
        cx: &Context,
        attempt: &Attempt,
        dialect: Arc<dyn Dialect>,
        asker: Option<ReplySender>,
    ) {
        let id = attempt.id;
        let (state, challenge, proof_key) = (
            one_time_text(&cx.random()),
            Challenge::from_random(&cx.random()),
            ProofKey::from_random(&cx.random()),
        );
        let scopes = dialect.about().asked_scopes();
        let wider = dialect.wider_scopes(&scopes).filter(|_| attempt.wider);
        let scopes = wider.unwrap_or(scopes);
        let (account, ask_again) = (attempt.account.clone(), attempt.ask_again);
        let ask = move |redirect_uri| AuthorizationRequest {
            redirect_uri,
            state,
            challenge,
            proof_key,
            scopes,
            account,
            ask_again,
        };
        let preparing = Preparing {
            dialect,
            transport: cx.transport.clone(),
            store: cx.store.clone(),
            listeners: self.listeners.clone(),
            network: attempt.network.clone(),
            host: attempt.host.clone(),
            lives_there: attempt.account.is_some() && attempt.location.is_some(),
            return_by: cx.book.return_by,
            word: Word::from_random(&cx.random()),
            now: cx.now(),
        };
        let post = self.mail.clone();
        let arrived = move |address| {
            let (hears, heard) = oneshot::channel();
            let channel = CallbackChannel::Loopback;
            post.send(Message::Returned(Return { channel, address }, Some(hears)));
            heard
        };
        self.mail.spawn(async move {
            let prepared = preparing.run(ask, arrived).await;
            Message::Prepared(id, prepared.map(Box::new), asker)
        });
    }

    pub(crate) async fn prepared(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        prepared: Result<Box<Prepared>, Unprepared>,
        asker: Option<ReplySender>,
    ) {
        let reply = match prepared {
            Ok(prepared) => self.open_page(cx, id, prepared).await,
            Err(unprepared) => Err(self.give_up(cx, id, unprepared)),
        };
        if let Some(asker) = asker {
            cx.reply(asker, reply.map(|()| Reply::DONE));
        }
    }

    /// The server does not know the permissions, or does not give them: one that knows wider ones
    /// only is asked for those, and nobody has to click again.
    pub(crate) async fn scopes_refused(&mut self, cx: &mut Context, id: AttemptId) {
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        let dialect = cx.networks.get(&attempt.network);
        let wider = dialect.filter(|dialect| {
            let asked = dialect.about().asked_scopes();
            !attempt.wider && dialect.wider_scopes(&asked).is_some()
        });
        let Some(dialect) = wider else {
            return self.fail(cx, id, Why::ScopeRefused);
        };
        attempt.wider = true;
        attempt.progress = AttemptState::Preparing;
        let place = (attempt.network.clone(), attempt.host.clone());
        cx.shell.close_sign_in_window(id);
        if let Err(problem) = cx.store.forget_app(place.0, place.1).await {
            tracing::warn!(%problem, "a registration could not be forgotten");
        }
        if let Some(attempt) = self.attempts.get(&id) {
            self.prepare(cx, attempt, dialect, None);
        }
        self.emit_attempt(cx, id);
    }

    /// Ends an attempt that could not start. Where a person waits at a form, the form says why.
    fn give_up(&mut self, cx: &mut Context, id: AttemptId, unprepared: Unprepared) -> Failure {
        let adding = self
            .attempts
            .get(&id)
            .is_some_and(|attempt| attempt.location.is_none());
        let (refused, why) = match unprepared {
            Unprepared::AppNeeded => (Failure::AppNeeded, Why::AppRefused),
            Unprepared::AppRefused => (ServerProblem::NoInstance.into(), Why::AppRefused),
            Unprepared::NoAnswer(hiccup) => {
                let by = cx.between(hiccup);
                (no_answer(hiccup, by), Why::NoAnswer(hiccup))
            }
            Unprepared::NotHere => {
                let stranger = Why::NoAnswer(Unavailable::NotAnAnswer);
                (ServerProblem::NoInstance.into(), stranger)
            }
            Unprepared::NoAccount => (ServerProblem::NoAccount.into(), Why::Refused(None)),
            Unprepared::ServerTooOld => (ServerProblem::TooOld.into(), Why::ScopeRefused),
            Unprepared::IssuerMismatch => {
                (ServerProblem::IssuerMismatch.into(), Why::IssuerMismatch)
            }
            Unprepared::PortTaken(taken) => {
                let failure = Failure::PortTaken {
                    taken: taken.clone(),
                };
                (failure, Why::PortTaken(taken))
            }
            Unprepared::Here(trouble) => (trouble.into(), Why::Here(trouble)),
            Unprepared::NoWayBack => (Failure::Internal, Why::CannotOpen),
        };
        if adding {
            self.end(cx, id);
        } else {
            self.fail(cx, id, why);
        }
        refused
    }
}

/// What a form says of a server that gave no answer. One that nobody can reach was most likely
/// typed wrong.
fn no_answer(hiccup: Unavailable, by: Option<String>) -> Failure {
    match hiccup {
        Unavailable::Offline
        | Unavailable::Unreachable
        | Unavailable::Silent
        | Unavailable::NotAnAnswer => ServerProblem::NoInstance.into(),
        Unavailable::BadCertificate
        | Unavailable::UnknownIssuer
        | Unavailable::ProxySignIn
        | Unavailable::ProxyRefused
        | Unavailable::Down
        | Unavailable::RateLimited
        | Unavailable::OutOfCredits
        | Unavailable::Unrecognised
        | Unavailable::WrongClock => Failure::NoAnswer { hiccup, by },
    }
}

#[cfg(test)]
#[path = "sign_in_tests.rs"]
mod tests;
