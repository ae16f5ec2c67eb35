//! A sign-in from the click to the open page: credentials, listener, address, window or browser.

use std::sync::Arc;

use domain::connection::Event;
use domain::{AttemptId, ClientId, Hiccup, Host, HostProblem, LocationId, Network, Span, Typed};
use networks::dpop::ProofKey;
use networks::oauth::{Challenge, one_time_text};
use networks::{Ask, AsksFor, Dialect, Surface};
use tokio::sync::oneshot;
use vault::KeyState;

use super::attempt::{Attempt, Journey, PATIENCE, Progress, Why};
use super::prepare::{Prepared, Preparing, Unprepared};
use crate::shell::{Return, Road};
use crate::task::{Asker, Mail, Task};
use crate::{CannotOpen, Fact, Happening, Refused, Reply, SignInWindow};

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
    pub(crate) async fn add(
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
        self.begin(wish, asker).await;
    }

    pub(crate) fn wish_to_add(
        &self,
        network: Network,
        typed: Option<String>,
        client: Option<ClientId>,
    ) -> Result<Wish, Refused> {
        let dialect = self.networks.get(&network).ok_or(Refused::Malformed)?;
        let (host, account) = match (dialect.about().asks_for, typed) {
            (Some(AsksFor::Instance), typed) => {
                let typed = typed.unwrap_or_default();
                let Typed { user, host } = Typed::parse(&typed).map_err(Refused::BadHost)?;
                (Some(host), user)
            }
            (Some(AsksFor::Handle), typed) => (None, Some(handle(typed)?)),
            (None, None) => (None, None),
            (None, Some(_)) => return Err(Refused::Malformed),
        };
        if client.is_some_and(|client| !self.state.clients.contains_key(&client)) {
            return Err(Refused::Gone);
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

    pub(crate) async fn connect(
        &mut self,
        location: LocationId,
        surface: Option<Surface>,
        ask_again: bool,
        asker: Asker,
    ) {
        let held = self.state.locations.get(&location);
        let Some(held) = held.filter(|held| held.removing.is_none()) else {
            return answer(asker, Err(Refused::Gone));
        };
        if self.state.changed.contains(&location) {
            return answer(asker, Err(Refused::EntryChanged));
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
        self.begin(wish, asker).await;
    }

    /// Starts an attempt; an older one for the same location, or for adding at the same place,
    /// gives way.
    pub(crate) async fn begin(&mut self, wish: Wish, asker: Asker) {
        let Some(dialect) = self.networks.get(&wish.network) else {
            return answer(asker, Err(Refused::Malformed));
        };
        self.see_store();
        if self.state.store_moved {
            return answer(asker, Err(Refused::StoreMoved));
        }
        if self.state.key != KeyState::Open {
            return answer(asker, Err(Refused::VaultClosed));
        }
        let about = dialect.about();
        if self.state.lacks_app(&*dialect) {
            return answer(asker, Err(Refused::AppNeeded));
        }
        self.give_way(&wish).await;
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
            self.happen(location, Event::SignInAsked(id)).await;
            self.tell_location(location);
        }
        self.tell_attempt(id);
    }

    async fn give_way(&mut self, wish: &Wish) {
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
            self.end(id).await;
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
            Err(unprepared) => Err(self.give_up(id, unprepared).await),
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
            return self.fail(id, Why::ScopeRefused).await;
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
    async fn give_up(&mut self, id: AttemptId, unprepared: Unprepared) -> Refused {
        let adding = self
            .state
            .attempts
            .get(&id)
            .is_some_and(|attempt| attempt.location.is_none());
        let (refused, why) = match unprepared {
            Unprepared::AppNeeded => (Refused::AppNeeded, Why::AppRefused),
            Unprepared::AppRefused => (Refused::NoInstance, Why::AppRefused),
            Unprepared::NoAnswer(hiccup) => {
                let by = self.between(hiccup);
                (no_answer(hiccup, by), Why::NoAnswer(hiccup))
            }
            Unprepared::NotHere => {
                let stranger = Why::NoAnswer(Hiccup::NotAnAnswer);
                (Refused::NoInstance, stranger)
            }
            Unprepared::NoAccount => (Refused::NoAccount, Why::Refused(None)),
            Unprepared::ServerTooOld => (Refused::ServerTooOld, Why::ScopeRefused),
            Unprepared::IssuerMismatch => (Refused::IssuerMismatch, Why::IssuerMismatch),
            Unprepared::PortTaken(taken) => {
                (Refused::PortTaken(taken.clone()), Why::PortTaken(taken))
            }
            Unprepared::Here(trouble) => (trouble.into(), Why::Here(trouble)),
            Unprepared::NoWayBack => (Refused::Internal, Why::CannotOpen),
        };
        if adding {
            self.end(id).await;
        } else {
            self.fail(id, why).await;
        }
        refused
    }

    async fn open_page(&mut self, id: AttemptId, prepared: Box<Prepared>) -> Result<(), Refused> {
        // Cancelled while it was prepared: the click that did so has its answer.
        if !self.state.attempts.contains_key(&id) {
            return Ok(());
        }
        let Ask {
            redirect_uri,
            state,
            challenge,
            scopes,
            ..
        } = prepared.asked;
        let journey = Journey {
            url: prepared.page.url,
            redirect_uri,
            state,
            challenge,
            scopes,
            issuer: prepared.page.issuer,
            binding: prepared.page.binding,
            _loopback: prepared.loopback,
        };
        if let Some(attempt) = self.state.attempts.get_mut(&id) {
            attempt.progress = Progress::Waiting(Box::new(journey));
            if attempt.host != prepared.host {
                attempt.typed = std::mem::replace(&mut attempt.host, prepared.host);
            }
        }
        if self.show_page(id).await.is_err() {
            self.fail(id, Why::CannotOpen).await;
            return Ok(());
        }
        self.tell_attempt(id);
        Ok(())
    }

    /// Brings the sign-in page before the person, in its window or in the browser.
    pub(crate) async fn show_page(&mut self, id: AttemptId) -> Result<(), Refused> {
        let attempt = self.state.attempts.get(&id).ok_or(Refused::Gone)?;
        let Progress::Waiting(journey) = &attempt.progress else {
            return Err(Refused::Gone);
        };
        let opened = match attempt.surface {
            Surface::Browser => {
                let opening = self.shell.open_in_browser(&journey.url);
                opening.map(|opening| {
                    self.beside(async move { Mail::BrowserOpened(id, opening.await) });
                })
            }
            Surface::Window if self.shell.raise_sign_in_window(id) => Ok(()),
            Surface::Window => {
                let name = self.networks.get(&attempt.network);
                let mut window = SignInWindow {
                    attempt: id,
                    title: name.map_or_else(String::new, |d| d.about().name.to_owned()),
                    expected: self.state.expected_at(attempt, &self.networks),
                    url: journey.url.clone(),
                    returns_to: journey.redirect_uri.clone(),
                    jar: attempt.jar(),
                    cookies: None,
                };
                window.cookies = self.lend_jar(id, &window.jar).await;
                self.shell.open_sign_in_window(window)
            }
        };
        opened.map_err(|problem| {
            tracing::warn!(%problem, "the sign-in page could not be opened");
            self.lent.remove(&id);
            Refused::Internal
        })
    }

    /// Whether a browser opened for a sign-in. Where none did, a person still has the link.
    pub(crate) fn browser_opened(&mut self, id: AttemptId, opened: Result<(), CannotOpen>) {
        if let Err(problem) = &opened {
            tracing::warn!(%problem, "no browser opened");
        }
        let Some(attempt) = self.state.attempts.get_mut(&id) else {
            return;
        };
        if attempt.no_browser != opened.is_err() {
            attempt.no_browser = opened.is_err();
            self.tell_attempt(id);
        }
    }

    /// A person closed the sign-in window. After the answer came back the window goes anyway, and a
    /// close that crosses it is no cancel.
    pub(crate) async fn window_closed(&mut self, id: AttemptId) {
        if self.waits(id) {
            self.end(id).await;
        }
    }

    /// What draws the sign-in window has ended. Nobody needs it after the answer came back.
    pub(crate) async fn window_died(&mut self, id: AttemptId) {
        if self.waits(id) {
            self.fail(id, Why::WindowDied).await;
        }
    }

    /// Whether the person is at the network.
    fn waits(&self, id: AttemptId) -> bool {
        let attempt = self.state.attempts.get(&id);
        attempt.is_some_and(|attempt| matches!(attempt.progress, Progress::Waiting(_)))
    }

    /// Ends an attempt; the location is as it was before.
    pub(crate) async fn end(&mut self, id: AttemptId) {
        let Some(attempt) = self.state.attempts.remove(&id) else {
            return;
        };
        self.shell.close_sign_in_window(id);
        if let Some(location) = attempt.location {
            self.happen(location, Event::SignInEnded(id)).await;
            self.tell_location(location);
        }
        self.tell(Fact::AttemptEnded(id));
    }

    /// Lets an attempt end without success and says why; the location is as it was before.
    pub(crate) async fn fail(&mut self, id: AttemptId, why: Why) {
        let by = if let Why::NoAnswer(hiccup) = why {
            self.between(hiccup)
        } else {
            None
        };
        let Some(attempt) = self.state.attempts.get_mut(&id) else {
            return;
        };
        // What a person wanted so is no failure that the history should tell of.
        let is_wanted = why == Why::Cancelled;
        attempt.by = by;
        attempt.progress = Progress::Failed(why);
        let location = attempt.location;
        self.shell.close_sign_in_window(id);
        if let Some(location) = location {
            self.happen(location, Event::SignInEnded(id)).await;
            if !is_wanted {
                self.note(location, Happening::SignInFailed, None, None)
                    .await;
            }
            self.tell_location(location);
        }
        self.tell_attempt(id);
    }

    /// A page that nobody came back from may lead nowhere: its registration is not relied on.
    pub(crate) async fn nobody_came_back(&mut self, id: AttemptId) {
        let attempt = self.state.attempts.get(&id);
        let waited = attempt.filter(|attempt| matches!(attempt.progress, Progress::Waiting(_)));
        if let Some(Attempt {
            network,
            host: Some(host),
            ..
        }) = waited
        {
            let place = (network.clone(), host.clone());
            self.leave_instance(place.0, place.1).await;
        }
    }

    pub(crate) async fn time_is_up(&mut self, id: AttemptId) {
        let Some(attempt) = self.state.attempts.get(&id) else {
            return;
        };
        match attempt.progress {
            Progress::Preparing | Progress::Waiting(_) | Progress::Finishing => {
                self.nobody_came_back(id).await;
                self.fail(id, Why::TooLate).await;
            }
            // Tokens that nobody picked are not kept in memory for ever.
            Progress::Picking { .. } | Progress::WrongAccount { .. } => {
                if self.now().since(attempt.deadline) >= Span::default() {
                    self.end(id).await;
                }
            }
            Progress::Failed(_) | Progress::Succeeded(_) | Progress::Tried(_) => {}
        }
    }
}

/// A handle or another name of an account, as a person typed or pasted it.
fn handle(typed: Option<String>) -> Result<String, Refused> {
    let plain = domain::plain(&typed.unwrap_or_default());
    let of_link = profile(&plain).unwrap_or(&plain);
    let bare = of_link.strip_prefix('@').unwrap_or(of_link);
    let bare = bare.trim_end_matches('/');
    // An identity of its own kind; the network knows whether there is such a one.
    let did = bare.strip_prefix("did:").filter(|rest| {
        (1..=200).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match did {
        Some(_) => Ok(bare.to_owned()),
        // That would be the name of an account on a server, which is another network's.
        None if bare.contains(['@', '/']) => Err(Refused::BadHost(HostProblem::NotOnlyAHost)),
        None => Host::parse(bare)
            .map(String::from)
            .map_err(Refused::BadHost),
    }
}

/// The account in the address of a profile, as a browser or another app has it.
fn profile(link: &str) -> Option<&str> {
    let after = |start: &str| {
        let begins = link.get(..start.len())?.eq_ignore_ascii_case(start);
        begins.then(|| &link[start.len()..])
    };
    let named = after("at://")
        .or_else(|| after("https://bsky.app/profile/"))
        .or_else(|| after("bsky.app/profile/"))?;
    named.split(['/', '?', '#']).next()
}

/// What a form says of a server that gave no answer. One that nobody can reach was most likely
/// typed wrong.
fn no_answer(hiccup: Hiccup, by: Option<String>) -> Refused {
    match hiccup {
        Hiccup::Offline | Hiccup::Unreachable | Hiccup::Silent | Hiccup::NotAnAnswer => {
            Refused::NoInstance
        }
        Hiccup::BadCertificate
        | Hiccup::UnknownIssuer
        | Hiccup::ProxySignIn
        | Hiccup::ProxyRefused
        | Hiccup::Down
        | Hiccup::RateLimited
        | Hiccup::OutOfCredits
        | Hiccup::Unrecognised
        | Hiccup::WrongClock => Refused::NoAnswer { hiccup, by },
    }
}

/// Answers whoever asked; an asker that is gone needs no answer.
pub(crate) fn answer(asker: Asker, reply: Result<Reply, Refused>) {
    let _ = asker.send(reply);
}

#[cfg(test)]
#[path = "sign_in_tests.rs"]
mod tests;
