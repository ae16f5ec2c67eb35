//! The key, and the keychain while it is closed. That may come up after the app, be locked, or be
//! missing: it is asked again every minute, and at once when something stirs there, and nobody sees
//! a question for that. A person is told once that nothing is watched.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{LinkState, LocationId, Network, Span, Timestamp};
use protocol::{Failure, KeyRequest, Reply};
use tokio::time::Instant;
use vault::{KeyState, KeychainProblem};

use crate::NoticeAbout;
use crate::context::Context;
use crate::mailbox::{ReplySender, Sender};
use crate::news::News;
use crate::store::{Opened, not_begun_anew, not_stored};

/// How often it is asked while it is closed.
const PACE: Duration = Duration::from_secs(60);
/// What stirs there does so several times at once, and asking may stir something as well.
const A_MOMENT: Duration = Duration::from_secs(1);
/// How long it may take until what a person opened can be read: KWallet calls itself open before.
const OPENING: Duration = Duration::from_secs(30);
/// How long a session that begins has to open it before a person is told.
const PATIENCE: Span = Span::from_minutes(5);
/// The same where a probe is due that is not made.
const PATIENCE_WHEN_DUE: Span = Span::from_minutes(2);
const NOTICE: &str = "keychain";

/// What comes back to this room.
pub(crate) enum Message {
    /// It is time to ask for the key again.
    Ask,
    /// Something happened at the keychain.
    KeychainStirred,
    /// A person opened the keychain, or did not.
    KeychainAnswered(Result<(), KeychainProblem>),
    /// The key was asked for.
    Unlocked(Box<Opened>),
}

/// What goes on at the keychain.
pub(crate) struct Key {
    mail: Sender<Message>,
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
    askers: Vec<ReplySender>,
    timer: Option<tokio::task::AbortHandle>,
    /// When that rings.
    rings_at: Option<Instant>,
    /// Whether a person was told that it is closed.
    told: bool,
}

impl Key {
    pub fn new(mail: Sender<Message>) -> Key {
        Key {
            mail,
            asked: false,
            again: false,
            question: false,
            declined: false,
            opened_at: None,
            askers: vec![],
            timer: None,
            rings_at: None,
            told: false,
        }
    }

    pub fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::Ask => self.time_to_ask_for_key(cx),
            Message::KeychainStirred => self.ask_for_key_in(cx, A_MOMENT),
            Message::KeychainAnswered(answered) => self.keychain_answered(cx, answered),
            Message::Unlocked(opened) => self.unlocked(cx, *opened),
        }
    }

    pub async fn asked(&mut self, cx: &mut Context, request: KeyRequest, asker: ReplySender) {
        match request {
            KeyRequest::OpenKeychain => self.open_keychain(cx, asker),
            KeyRequest::StartOver => {
                let reply = self.start_over(cx).await;
                cx.reply(asker, reply);
            }
        }
    }

    /// Asks for the key. No person is asked for anything.
    pub(crate) fn ask_for_key(&mut self, cx: &mut Context) {
        if cx.book.key == KeyState::Open {
            return;
        }
        if std::mem::replace(&mut self.asked, true) {
            self.again = true;
            return;
        }
        let (store, known) = (cx.store.clone(), cx.book.known());
        self.mail
            .spawn(async move { Message::Unlocked(Box::new(store.unlock(known).await)) });
    }

    /// Lets a person open the keychain, who wanted that.
    pub(crate) fn open_keychain(&mut self, cx: &mut Context, asker: ReplySender) {
        if cx.book.key == KeyState::Open {
            return cx.reply(asker, Ok(Reply::DONE));
        }
        self.askers.push(asker);
        if std::mem::replace(&mut self.question, true) {
            return;
        }
        let store = cx.store.clone();
        self.mail
            .spawn(async move { Message::KeychainAnswered(store.open_keychain().await) });
    }

    /// The person opened it, or did not.
    fn keychain_answered(&mut self, cx: &mut Context, answered: Result<(), KeychainProblem>) {
        self.question = false;
        if let Err(problem) = &answered {
            tracing::info!(?problem, "the keychain was not opened");
        }
        self.declined = answered == Err(KeychainProblem::Declined);
        self.opened_at = answered.is_ok().then(Instant::now);
        self.ask_for_key(cx);
    }

    /// It is time to ask for the key again.
    fn time_to_ask_for_key(&mut self, cx: &mut Context) {
        self.rings_at = None;
        self.ask_for_key(cx);
    }

    fn unlocked(&mut self, cx: &mut Context, found: Opened) {
        self.asked = false;
        self.key_is(cx, found);
        let open = cx.book.key == KeyState::Open;
        let opened_at = self.opened_at;
        let opens =
            cx.book.key == KeyState::Locked && opened_at.is_some_and(|at| at.elapsed() < OPENING);
        let again = std::mem::take(&mut self.again) || opens;
        if open || !(again || self.question) {
            for asker in std::mem::take(&mut self.askers) {
                let reply = if open {
                    Ok(Reply::DONE)
                } else {
                    Err(Failure::VaultClosed)
                };
                cx.reply(asker, reply);
            }
        }
        if open {
            return self.stop_asking(cx);
        }
        self.emit_closed(cx);
        self.ask_for_key_in(cx, if again { A_MOMENT } else { PACE });
    }

    /// Takes in what is known of the key now.
    pub(crate) fn key_is(&mut self, cx: &mut Context, found: Opened) {
        let Opened {
            key,
            unreadable,
            changed,
            grants,
            interrupted,
        } = found;
        // Whoever asks without a person does not see that one was asked.
        let declined = self.declined && matches!(key, KeyState::NotSetUp);
        let key = if declined { KeyState::Declined } else { key };
        let is_first = cx.book.key_known_since.is_none();
        let same =
            key == cx.book.key && unreadable == cx.book.unreadable && changed == cx.book.changed;
        if !is_first && same {
            return;
        }
        let opened = key == KeyState::Open && cx.book.key != KeyState::Open;
        if is_first || opened {
            cx.book.key_known_since = Some(cx.now());
        }
        cx.book.key = key;
        cx.book.unreadable = unreadable;
        cx.book.changed = changed;
        let fresh = grants.into_iter().map(|grant| (grant.id, grant));
        cx.book.grants.extend(fresh);
        cx.book.locations.touch_all();
        cx.emit_vault();
        let all: Vec<LocationId> = cx.book.locations.keys().copied().collect();
        for id in all {
            cx.emit_location(id);
        }
        if opened {
            cx.report(News::KeyOpened(interrupted));
        }
        // What an earlier run found, and did not tell any more.
        cx.report(News::Stirred);
        cx.report(News::NotifySoon);
    }

    /// Goes on with a new key, which a person asked for who has none that fits.
    async fn start_over(&mut self, cx: &mut Context) -> Result<Reply, Failure> {
        let known = cx.book.known();
        let opened = cx.store.start_over(cx.now(), known).await;
        let opened = opened.map_err(|problem| {
            tracing::error!(%problem, "a new key could not be made");
            not_begun_anew(problem)
        })?;
        let loaded = cx.store.load().await.map_err(not_stored)?;
        cx.book.apps = loaded.apps;
        let networks: Vec<Network> = cx.networks.iter().map(|(name, _)| name.clone()).collect();
        cx.report(News::NetworksChanged(networks));
        // With the tokens gone nothing is left that a renewal could have spent.
        let interrupted = BTreeSet::new();
        self.key_is(
            cx,
            Opened {
                interrupted,
                ..opened
            },
        );
        Ok(Reply::DONE)
    }

    fn ask_for_key_in(&mut self, cx: &mut Context, wait: Duration) {
        if cx.book.key == KeyState::Open {
            return;
        }
        // What stirred is asked about in a moment, whatever was answered meanwhile.
        let at = Instant::now() + wait;
        if self.rings_at.is_some_and(|rings| rings <= at) {
            return;
        }
        self.rings_at = Some(at);
        let post = self.mail.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep_until(at).await;
            post.send(Message::Ask);
        });
        if let Some(older) = self.timer.replace(timer.abort_handle()) {
            older.abort();
        }
    }

    fn stop_asking(&mut self, cx: &mut Context) {
        if let Some(timer) = self.timer.take() {
            timer.abort();
        }
        if std::mem::take(&mut self.told) {
            cx.shell.withdraw_notice(NOTICE);
        }
    }

    /// Tells a person once that nothing is watched, when it has been so for a while.
    fn emit_closed(&mut self, cx: &mut Context) {
        let now = cx.now();
        let Some(since) = cx.book.key_known_since else {
            return;
        };
        let minute = cx.clock.minute_of_day(now);
        if self.told
            || self.question
            || cx.book.policy.rests(now, minute)
            || now.since(since) < self.patience_with_keychain(cx, now)
        {
            return;
        }
        self.told = true;
        let key = cx.book.key;
        cx.announce(NOTICE, NoticeAbout::KeychainClosed { key });
    }

    /// How long nobody is told; without anything to watch, for ever.
    fn patience_with_keychain(&self, cx: &Context, now: Timestamp) -> Span {
        let mut all = cx.book.locations.values();
        let is_watched =
            |link_state| matches!(link_state, LinkState::Linked | LinkState::NeedsYou(_));
        if !all.any(|held| is_watched(held.connection.link_state())) {
            return Span::from_days(i64::from(u16::MAX));
        }
        match cx.agenda.next(now) {
            Some(next) if next <= now => PATIENCE_WHEN_DUE,
            Some(_) | None => PATIENCE,
        }
    }
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
