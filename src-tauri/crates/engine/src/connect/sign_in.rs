//! A sign-in from the click to the open page: credentials, listener, address, window or browser.

mod ending;
mod handle;
mod page;

use std::sync::Arc;

use domain::connection::Event;
use domain::{AttemptId, ClientId, Hiccup, Host, LocationId, Network, Typed};
use networks::dpop::ProofKey;
use networks::oauth::{Challenge, one_time_text};
use networks::{Ask, AsksFor, Dialect, Surface};
use protocol::{Failure, Reply, ServerProblem};
use tokio::sync::oneshot;
use vault::KeyState;

use super::attempt::{Attempt, PATIENCE, Progress, Why};
use super::prepare::{Prepared, Preparing, Unprepared};
use crate::shell::{Return, Road};
use crate::task::{Asker, Mail, Task};
use handle::handle;

/// What a person asked for.
pub(crate) struct Wish {
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

impl Task {
    pub(crate) fn add(
        &mut self,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
        asker: Asker,
    ) {
        let wish = match self.wish_to_add(network, typed, client) {
            Ok(wish) => wish,
            Err(refused) => return answer(asker, Err(refused)),
        };
        self.begin(wish, asker);
    }

    pub(crate) fn wish_to_add(
        &self,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
    ) -> Result<Wish, Failure> {
        let dialect = self.networks.get(&network).ok_or(Failure::Malformed)?;
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
        if client.is_some_and(|client| !self.state.clients.contains_key(&client)) {
            return Err(Failure::Gone);
        }
        Ok(Wish {
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
        location: LocationId,
        surface: Option<Surface>,
        ask_again: bool,
        asker: Asker,
    ) {
        let held = self.state.locations.get(&location);
        let Some(held) = held.filter(|held| held.removing.is_none()) else {
            return answer(asker, Err(Failure::Gone));
        };
        if self.state.changed.contains(&location) {
            return answer(asker, Err(Failure::EntryChanged));
        }
        let wish = Wish {
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
        self.begin(wish, asker);
    }

    /// Starts an attempt; an older one for the same location, or for adding at the same place,
    /// gives way.
    pub(crate) fn begin(&mut self, wish: Wish, asker: Asker) {
        let Some(dialect) = self.networks.get(&wish.network) else {
            return answer(asker, Err(Failure::Malformed));
        };
        self.see_store();
        if self.state.store_moved {
            return answer(asker, Err(Failure::StoreMoved));
        }
        if self.state.key != KeyState::Open {
            return answer(asker, Err(Failure::VaultClosed));
        }
        let about = dialect.about();
        if self.state.lacks_app(&*dialect) {
            return answer(asker, Err(Failure::AppNeeded));
        }
        self.give_way(&wish);
        let surface = wish
            .surface
            .filter(|surface| about.surfaces.contains(surface))
            .or(about.surfaces.first().copied())
            .unwrap_or(Surface::Browser);
        let attempt = Attempt {
            id: self.new_id(),
            network: wish.network,
            host: wish.host,
            typed: None,
            account: wish.account,
            location: wish.location,
            client: wish.client,
            surface,
            no_browser: false,
            by: None,
            deadline: self.now().plus(PATIENCE),
            ask_again: wish.ask_again,
            wider: false,
            trial: wish.trial,
            progress: Progress::Preparing,
        };
        let id = attempt.id;
        self.prepare(&attempt, dialect, Some(asker));
        let location = attempt.location;
        self.state.attempts.insert(id, attempt);
        self.set_deadline(id, PATIENCE);
        if let Some(location) = location {
            self.happen(location, Event::SignInAsked(id));
            self.tell_location(location);
        }
        self.tell_attempt(id);
    }

    fn give_way(&mut self, wish: &Wish) {
        let same = |attempt: &&Attempt| match wish.location {
            Some(location) => attempt.location == Some(location),
            None => {
                attempt.location.is_none()
                    && attempt.network == wish.network
                    && attempt.host == wish.host
            }
        };
        let older: Vec<_> = self
            .state
            .attempts
            .values()
            .filter(same)
            .map(|a| a.id)
            .collect();
        for id in older {
            self.end(id);
        }
    }

    fn prepare(&self, attempt: &Attempt, dialect: Arc<dyn Dialect>, asker: Option<Asker>) {
        let id = attempt.id;
        let (state, challenge, proof_key) = (
            one_time_text(&self.random()),
            Challenge::from_random(&self.random()),
            ProofKey::from_random(&self.random()),
        );
        let scopes = dialect.about().asked_scopes();
        let wider = dialect.wider_scopes(&scopes).filter(|_| attempt.wider);
        let scopes = wider.unwrap_or(scopes);
        let (account, ask_again) = (attempt.account.clone(), attempt.ask_again);
        let ask = move |redirect_uri| Ask {
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
            transport: self.transport.clone(),
            store: self.store.clone(),
            listeners: self.listeners.clone(),
            network: attempt.network.clone(),
            host: attempt.host.clone(),
            lives_there: attempt.account.is_some() && attempt.location.is_some(),
            return_by: self.state.return_by,
            word: self.new_word(),
            now: self.now(),
        };
        let post = self.postbox();
        let arrived = move |address| {
            let (hears, heard) = oneshot::channel();
            let road = Road::Loopback;
            post(Mail::Returned(Return { road, address }, Some(hears)));
            heard
        };
        self.beside(async move {
            let prepared = preparing.run(ask, arrived).await;
            Mail::Prepared(id, prepared.map(Box::new), asker)
        });
    }

    pub(crate) async fn prepared(
        &mut self,
        id: AttemptId,
        prepared: Result<Box<Prepared>, Unprepared>,
        asker: Option<Asker>,
    ) {
        let reply = match prepared {
            Ok(prepared) => self.open_page(id, prepared).await,
            Err(unprepared) => Err(self.give_up(id, unprepared)),
        };
        if let Some(asker) = asker {
            answer(asker, reply.map(|()| Reply::Done));
        }
    }

    /// The server does not know the permissions, or does not give them: one that knows wider ones
    /// only is asked for those, and nobody has to click again.
    pub(crate) async fn scopes_refused(&mut self, id: AttemptId) {
        let Some(attempt) = self.state.attempts.get_mut(&id) else {
            return;
        };
        let dialect = self.networks.get(&attempt.network);
        let wider = dialect.filter(|dialect| {
            let asked = dialect.about().asked_scopes();
            !attempt.wider && dialect.wider_scopes(&asked).is_some()
        });
        let Some(dialect) = wider else {
            return self.fail(id, Why::ScopeRefused);
        };
        attempt.wider = true;
        attempt.progress = Progress::Preparing;
        let place = (attempt.network.clone(), attempt.host.clone());
        self.shell.close_sign_in_window(id);
        if let Err(problem) = self.store.forget_app(place.0, place.1).await {
            tracing::warn!(%problem, "a registration could not be forgotten");
        }
        if let Some(attempt) = self.state.attempts.get(&id) {
            self.prepare(attempt, dialect, None);
        }
        self.tell_attempt(id);
    }

    /// Ends an attempt that could not start. Where a person waits at a form, the form says why.
    fn give_up(&mut self, id: AttemptId, unprepared: Unprepared) -> Failure {
        let adding = self
            .state
            .attempts
            .get(&id)
            .is_some_and(|attempt| attempt.location.is_none());
        let (refused, why) = match unprepared {
            Unprepared::AppNeeded => (Failure::AppNeeded, Why::AppRefused),
            Unprepared::AppRefused => (ServerProblem::NoInstance.into(), Why::AppRefused),
            Unprepared::NoAnswer(hiccup) => {
                let by = self.between(hiccup);
                (no_answer(hiccup, by), Why::NoAnswer(hiccup))
            }
            Unprepared::NotHere => {
                let stranger = Why::NoAnswer(Hiccup::NotAnAnswer);
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
            self.end(id);
        } else {
            self.fail(id, why);
        }
        refused
    }
}

/// What a form says of a server that gave no answer. One that nobody can reach was most likely
/// typed wrong.
fn no_answer(hiccup: Hiccup, by: Option<String>) -> Failure {
    match hiccup {
        Hiccup::Offline | Hiccup::Unreachable | Hiccup::Silent | Hiccup::NotAnAnswer => {
            ServerProblem::NoInstance.into()
        }
        Hiccup::BadCertificate
        | Hiccup::UnknownIssuer
        | Hiccup::ProxySignIn
        | Hiccup::ProxyRefused
        | Hiccup::Down
        | Hiccup::RateLimited
        | Hiccup::OutOfCredits
        | Hiccup::Unrecognised
        | Hiccup::WrongClock => Failure::NoAnswer { hiccup, by },
    }
}

/// Answers whoever asked; an asker that is gone needs no answer.
pub(crate) fn answer(asker: Asker, reply: Result<Reply, Failure>) {
    let _ = asker.send(reply);
}

#[cfg(test)]
#[path = "sign_in_tests.rs"]
mod tests;
