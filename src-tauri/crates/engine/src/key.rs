//! The key, and the keychain while it is closed. That may come up after the app, be locked, or be
//! missing: it is asked again every minute, and at once when something stirs there, and nobody sees
//! a question for that. A person is told once that nothing is watched.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{LocationId, Network, Settled, Span, Timestamp};
use protocol::{Failure, Reply};
use tokio::time::Instant;
use vault::{KeyState, KeychainProblem};

use crate::NoticeAbout;
use crate::connect::attempt::Attempt;
use crate::connect::sign_in::answer;
use crate::store::{Opened, not_begun_anew, not_stored};
use crate::task::{Asker, Mail, Task};

/// How often it is asked while it is closed.
const PACE: Duration = Duration::from_secs(60);
/// What stirs there does so several times at once, and asking may stir something as well.
const A_MOMENT: Duration = Duration::from_secs(1);
/// How long it may take until what a person opened can be read: KWallet calls itself open before.
const OPENING: Duration = Duration::from_secs(30);
/// How long a session that begins has to open it before a person is told.
const PATIENCE: Span = Span::from_minutes(5);
/// The same where a look is due that is not made.
const PATIENCE_WHEN_DUE: Span = Span::from_minutes(2);
const NOTICE: &str = "keychain";

/// What goes on at the keychain.
#[derive(Default)]
pub(crate) struct AtKeychain {
    /// Whether it is being asked.
    asked: bool,
    /// Whether it must be asked once more after that.
    again: bool,
    /// Whether a person is being asked to open it.
    question: bool,
    /// Whether the person did not want to set it up.
    declined: bool,
    /// When the person opened it.
    opened_at: Option<Instant>,
    /// Who waits for the end of that question.
    askers: Vec<Asker>,
    timer: Option<tokio::task::AbortHandle>,
    /// When that rings.
    rings_at: Option<Instant>,
    /// Whether a person was told that it is closed.
    told: bool,
}

impl Task {
    /// Asks for the key. No person is asked for anything.
    pub(crate) fn ask_for_key(&mut self) {
        if self.state.key == KeyState::Open {
            return;
        }
        if std::mem::replace(&mut self.keychain.asked, true) {
            self.keychain.again = true;
            return;
        }
        let (store, known) = (self.store.clone(), self.state.known());
        self.beside(async move { Mail::Unlocked(Box::new(store.unlock(known).await)) });
    }

    /// Lets a person open the keychain, who wanted that.
    pub(crate) fn open_keychain(&mut self, asker: Asker) {
        if self.state.key == KeyState::Open {
            return answer(asker, Ok(Reply::Done));
        }
        self.keychain.askers.push(asker);
        if std::mem::replace(&mut self.keychain.question, true) {
            return;
        }
        let store = self.store.clone();
        self.beside(async move { Mail::KeychainAnswered(store.open_keychain().await) });
    }

    /// The person opened it, or did not.
    pub(crate) fn keychain_answered(&mut self, answered: Result<(), KeychainProblem>) {
        self.keychain.question = false;
        if let Err(problem) = &answered {
            tracing::info!(?problem, "the keychain was not opened");
        }
        self.keychain.declined = answered == Err(KeychainProblem::Declined);
        self.keychain.opened_at = answered.is_ok().then(Instant::now);
        self.ask_for_key();
    }

    /// It is time to ask for the key again.
    pub(crate) fn time_to_ask_for_key(&mut self) {
        self.keychain.rings_at = None;
        self.ask_for_key();
    }

    /// Something happened at the keychain; what, it says when it is asked.
    pub(crate) fn keychain_stirred(&mut self) {
        self.ask_for_key_in(A_MOMENT);
    }

    pub(crate) async fn unlocked(&mut self, found: Opened) {
        self.keychain.asked = false;
        self.key_is(found).await;
        let open = self.state.key == KeyState::Open;
        let opened_at = self.keychain.opened_at;
        let opens = self.state.key == KeyState::Locked
            && opened_at.is_some_and(|at| at.elapsed() < OPENING);
        let again = std::mem::take(&mut self.keychain.again) || opens;
        if open || !(again || self.keychain.question) {
            for asker in std::mem::take(&mut self.keychain.askers) {
                let reply = if open {
                    Ok(Reply::Done)
                } else {
                    Err(Failure::VaultClosed)
                };
                answer(asker, reply);
            }
        }
        if open {
            return self.stop_asking();
        }
        self.tell_closed();
        self.ask_for_key_in(if again { A_MOMENT } else { PACE });
    }

    /// Takes in what is known of the key now.
    pub(crate) async fn key_is(&mut self, found: Opened) {
        let Opened {
            key,
            unreadable,
            changed,
            grants,
            interrupted,
        } = found;
        // Whoever asks without a person does not see that one was asked.
        let declined = self.keychain.declined && matches!(key, KeyState::NotSetUp);
        let key = if declined { KeyState::Declined } else { key };
        let is_first = self.state.key_known_since.is_none();
        let same = key == self.state.key
            && unreadable == self.state.unreadable
            && changed == self.state.changed;
        if !is_first && same {
            return;
        }
        let opened = key == KeyState::Open && self.state.key != KeyState::Open;
        if is_first || opened {
            self.state.key_known_since = Some(self.now());
        }
        self.state.key = key;
        self.state.unreadable = unreadable;
        self.state.changed = changed;
        let fresh = grants.into_iter().map(|grant| (grant.id, grant));
        self.state.grants.extend(fresh);
        self.state.locations.touch_all();
        self.tell_vault();
        let all: Vec<LocationId> = self.state.locations.keys().copied().collect();
        for id in all {
            self.tell_location(id);
        }
        if opened {
            self.keep_practice_apps().await;
            self.resume(interrupted);
            self.watch_anew();
        }
        // What an earlier run found, and did not tell any more.
        self.state.patterns.stir();
        self.tell_soon();
    }

    /// Goes on with a new key, which a person asked for who has none that fits.
    pub(crate) async fn start_over(&mut self) -> Result<Reply, Failure> {
        let attempts: Vec<_> = self
            .state
            .attempts
            .values()
            .map(|a: &Attempt| a.id)
            .collect();
        for attempt in attempts {
            self.end(attempt);
        }
        let known = self.state.known();
        let opened = self.store.start_over(self.now(), known).await;
        let opened = opened.map_err(|problem| {
            tracing::error!(%problem, "a new key could not be made");
            not_begun_anew(problem)
        })?;
        let loaded = self.store.load().await.map_err(not_stored)?;
        self.state.apps = loaded.apps;
        let networks: Vec<Network> = self.networks.iter().map(|(name, _)| name.clone()).collect();
        for network in networks {
            self.tell_network(&network);
        }
        // With the tokens gone nothing is left that a renewal could have spent.
        let interrupted = BTreeSet::new();
        self.key_is(Opened {
            interrupted,
            ..opened
        })
        .await;
        Ok(Reply::Done)
    }

    fn ask_for_key_in(&mut self, wait: Duration) {
        if self.state.key == KeyState::Open {
            return;
        }
        // What stirred is asked about in a moment, whatever was answered meanwhile.
        let at = Instant::now() + wait;
        if self.keychain.rings_at.is_some_and(|rings| rings <= at) {
            return;
        }
        self.keychain.rings_at = Some(at);
        let post = self.postbox();
        let timer = tokio::spawn(async move {
            tokio::time::sleep_until(at).await;
            post(Mail::AskForKey);
        });
        if let Some(older) = self.keychain.timer.replace(timer.abort_handle()) {
            older.abort();
        }
    }

    fn stop_asking(&mut self) {
        if let Some(timer) = self.keychain.timer.take() {
            timer.abort();
        }
        if std::mem::take(&mut self.keychain.told) {
            self.shell.withdraw_notice(NOTICE);
        }
    }

    /// Tells a person once that nothing is watched, when it has been so for a while.
    fn tell_closed(&mut self) {
        let now = self.now();
        let Some(since) = self.state.key_known_since else {
            return;
        };
        let minute = self.clock.minute_of_day(now);
        if self.keychain.told
            || self.keychain.question
            || self.state.alerts.policy.rests(now, minute)
            || now.since(since) < self.patience_with_keychain(now)
        {
            return;
        }
        self.keychain.told = true;
        let key = self.state.key;
        self.announce(NOTICE, NoticeAbout::KeychainClosed { key });
    }

    /// How long nobody is told; without anything to watch, for ever.
    fn patience_with_keychain(&self, now: Timestamp) -> Span {
        let mut all = self.state.locations.values();
        let is_watched = |settled| matches!(settled, Settled::Linked | Settled::NeedsYou(_));
        if !all.any(|held| is_watched(held.connection.settled())) {
            return Span::from_days(i64::from(u16::MAX));
        }
        match self.agenda.next(now) {
            Some(next) if next <= now => PATIENCE_WHEN_DUE,
            Some(_) | None => PATIENCE,
        }
    }
}
