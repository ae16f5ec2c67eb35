//! The one task that owns the state. Everything that takes time runs beside it and comes back as
//! mail, so that no request waits for a network.

mod keeping;
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::agenda::Agenda;
use domain::{AttemptId, Grant, GrantId, Id, LocationId, Secret, Timestamp};
use networks::{Harvest, Refusal, Registry, Seen, Transport};
use protocol::{Event, Fact, Failure, ReachView, Reply, Request};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use vault::{KeyState, KeychainProblem, StoreProblem};

use crate::book::State;
use crate::connect::disconnect::AtNetwork;
use crate::connect::listeners::Listeners;
use crate::connect::loopback_page::Heard;
use crate::connect::prepare::{Prepared, Unprepared, Word};
use crate::connect::probe::Proofs;
use crate::key::AtKeychain;
use crate::owed::Owed;
use crate::renewal::NotRenewed;
use crate::said_of_clock::SaidOfClock;
use crate::store::{Opened, Store, Wanted};
use crate::views::summary::Tally;
use crate::watch::batch::Outgoing;
use crate::watch::patterns::Patterns;
use crate::{CannotOpen, Clock, Entropy, Jar, Ports, Practice, Rehearsal, Return, Shell, Summary};

/// What reaches the task.
pub(crate) enum Mail {
    Request(Request, Asker),
    TakeLeave(Asker),
    /// What came back, and who waits to hear what became of it.
    Returned(Return, Option<oneshot::Sender<Heard>>),
    BrowserOpened(AttemptId, Result<(), CannotOpen>),
    WindowClosed(AttemptId),
    WindowDied(AttemptId),
    JarReturned(AttemptId, Option<Secret>),
    LocationAsked(LocationId),
    NoticeShown(String),
    TimeIsUp(AttemptId),
    Prepared(AttemptId, Result<Box<Prepared>, Unprepared>, Option<Asker>),
    Harvested(AttemptId, Result<Harvest, Refusal>),
    Proven(AttemptId, Proofs),
    Looked(LocationId, GrantId, u64, Result<Seen, Refusal>),
    Renewed(GrantId, Result<Grant, NotRenewed>),
    LookAgain(GrantId),
    Woke,
    SendLooks,
    WriteLooks,
    CatchUp,
    DoubtClock,
    WatchStore,
    NotKeptYet(GrantId),
    TidyUp,
    Settled,
    Revoked(LocationId, GrantId, u64, AtNetwork),
    Remove(LocationId, u64),
    FarewellIsOver,
    AskForKey,
    KeychainStirred,
    KeychainAnswered(Result<(), KeychainProblem>),
    Unlocked(Box<Opened>),
}

/// Who waits for an answer.
pub(crate) type Asker = oneshot::Sender<Result<Reply, Failure>>;

/// The task and what it owns.
pub(crate) struct Task {
    pub shell: Arc<dyn Shell>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub transport: Arc<dyn Transport>,
    pub rehearsal: Arc<dyn Rehearsal>,
    pub networks: Registry,
    pub practice: Option<Practice>,
    pub store: Store,
    pub state: State,
    /// Who is looked at next.
    pub agenda: Agenda,
    /// Whether something happened after which others may be looked at.
    pub watch_due: bool,
    /// Looks that gather to go out together.
    pub outgoing: Vec<(Wanted, Outgoing)>,
    /// Locations of which a look changed nothing but its time, which is not written yet.
    pub unwritten: BTreeSet<LocationId>,
    /// What could not be written.
    pub owed: Owed,
    tally: Tally,
    pub keychain: AtKeychain,
    pub listeners: Listeners,
    /// What wakes the watch next.
    pub timer: Option<tokio::task::AbortHandle>,
    /// When that is, by the wall clock.
    pub expected: Option<Timestamp>,
    /// What was told last about who can be reached.
    reach: ReachView,
    /// The jars that sign-in windows have.
    pub lent: BTreeMap<AttemptId, Jar>,
    /// Who ends the app and waits until what was asked for is done.
    pub farewell: Option<Asker>,
    mail: mpsc::WeakUnboundedSender<Mail>,
    events: broadcast::Sender<Event>,
    summary: watch::Sender<Summary>,
}

impl Task {
    pub async fn new(
        ports: Ports,
        rehearsal: Arc<dyn Rehearsal>,
        (mail, events, summary): (
            mpsc::WeakUnboundedSender<Mail>,
            broadcast::Sender<Event>,
            watch::Sender<Summary>,
        ),
    ) -> Result<Task, StoreProblem> {
        let store = Store::new(ports.vault);
        let loaded = store.load().await?;
        let state = State {
            sequence: 0,
            locations: loaded
                .locations
                .into_iter()
                .map(|held| (held.location.id, held))
                .collect(),
            logins: loaded
                .logins
                .into_iter()
                .map(|login| (login.id, login))
                .collect(),
            grants: loaded
                .grants
                .into_iter()
                .map(|grant| (grant.id, grant))
                .collect(),
            clients: loaded
                .clients
                .into_iter()
                .map(|client| (client.id, client))
                .collect(),
            apps: loaded.apps,
            attempts: BTreeMap::new(),
            key: KeyState::Locked,
            key_known_since: None,
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
            renewing: BTreeMap::new(),
            interrupted: BTreeMap::new(),
            cut_off: BTreeMap::new(),
            not_kept: BTreeSet::new(),
            store_moved: false,
            doubted: BTreeMap::new(),
            noes: BTreeMap::new(),
            looking: BTreeSet::new(),
            offline: false,
            between: None,
            clock: SaidOfClock::default(),
            patterns: Patterns::default(),
            alerts: loaded.alerts,
            theme: loaded.theme,
            return_by: loaded.return_by,
            welcomed: loaded.welcomed,
        };
        Ok(Task {
            shell: ports.shell,
            clock: ports.clock,
            entropy: ports.entropy,
            transport: ports.transport,
            rehearsal,
            networks: ports.networks,
            practice: ports.practice,
            store,
            state,
            agenda: Agenda::default(),
            watch_due: false,
            outgoing: vec![],
            unwritten: BTreeSet::new(),
            owed: Owed::default(),
            tally: Tally::default(),
            keychain: AtKeychain::default(),
            listeners: Listeners::default(),
            timer: None,
            expected: None,
            reach: ReachView::default(),
            lent: BTreeMap::new(),
            farewell: None,
            mail,
            events,
            summary,
        })
    }

    pub async fn run(mut self, mut letters: mpsc::UnboundedReceiver<Mail>) {
        self.ask_for_key();
        self.watch_store();
        self.tidy();
        self.settle();
        self.tell_summary();
        while let Some(mail) = letters.recv().await {
            self.receive(mail).await;
            self.look_at_siblings();
            let is_idle = letters.is_empty();
            if is_idle {
                self.judge_worthwhile();
                self.follow_alerts();
            }
            self.save().await;
            if is_idle {
                self.settle();
                self.tell_reach();
                self.tell_summary();
                self.watch_on();
            }
        }
        self.write_all().await;
    }

    /// Writes all that is not written yet, as the app ends.
    pub(crate) async fn write_all(&mut self) {
        self.store.retry_all().await;
        self.write_looks().await;
        if !self.owed.is_nothing() {
            self.catch_up().await;
        }
    }

    /// Lets everything follow that depends on what was touched.
    fn settle(&mut self) {
        let touched = self.state.locations.settle();
        for id in &touched {
            self.put_on_agenda(*id);
        }
        self.tally.count(&self.state, &touched, self.clock.now());
    }

    async fn receive(&mut self, mail: Mail) {
        match mail {
            Mail::Request(request, asker) => {
                // Whoever asks sees what is judged from all that came before.
                self.judge_patterns();
                self.asked(request, asker).await;
            }
            Mail::TakeLeave(asker) => self.take_leave(asker).await,
            Mail::Returned(came, hears) => self.returned(came, hears).await,
            Mail::BrowserOpened(attempt, opened) => self.browser_opened(attempt, opened),
            Mail::WindowClosed(attempt) => self.window_closed(attempt),
            Mail::WindowDied(attempt) => self.window_died(attempt),
            Mail::JarReturned(attempt, cookies) => self.jar_returned(attempt, cookies).await,
            Mail::LocationAsked(location) => self.tell(Fact::LocationAsked(location)),
            Mail::NoticeShown(key) => self.notice_shown(&key),
            Mail::TimeIsUp(attempt) => self.time_is_up(attempt).await,
            Mail::Prepared(attempt, prepared, asker) => {
                self.prepared(attempt, prepared, asker).await;
            }
            Mail::Harvested(attempt, harvest) => {
                let harvest = harvest.map(Harvest::within_bounds);
                self.harvested(attempt, harvest).await;
            }
            Mail::Proven(attempt, proofs) => self.proven(attempt, proofs).await,
            Mail::Looked(location, grant, generation, result) => {
                self.looked(location, grant, generation, result).await;
            }
            Mail::Renewed(grant, result) => self.renewed(grant, result),
            Mail::Woke => self.woke(),
            Mail::SendLooks => self.send_looks(),
            Mail::WriteLooks => self.write_looks().await,
            Mail::WatchStore => {
                self.watch_store();
                self.doubt_the_told_clock();
            }
            Mail::DoubtClock => self.doubt_the_clock_again(),
            Mail::CatchUp => self.catch_up().await,
            Mail::NotKeptYet(grant) => self.not_kept_yet(grant),
            Mail::TidyUp => self.tidy(),
            Mail::Settled => self.settled_down().await,
            Mail::LookAgain(grant) => self.look_again(grant).await,
            Mail::Revoked(location, grant, generation, told) => {
                self.revoked(location, grant, generation, told).await;
                // Whoever hears of it ends the process.
                if self.farewell.is_some() {
                    self.save_at_last().await;
                }
                self.answer_farewell();
            }
            Mail::Remove(location, number) => self.removal_is_due(location, number).await,
            Mail::FarewellIsOver => self.farewell_is_over().await,
            Mail::AskForKey => self.time_to_ask_for_key(),
            Mail::KeychainStirred => self.keychain_stirred(),
            Mail::KeychainAnswered(answered) => self.keychain_answered(answered),
            Mail::Unlocked(opened) => self.unlocked(*opened).await,
        }
    }

    /// Runs something beside the task; what it makes comes back as mail.
    pub fn beside<F>(&self, work: F)
    where
        F: Future<Output = Mail> + Send + 'static,
    {
        let mail = self.mail.clone();
        tokio::spawn(async move {
            let made = work.await;
            if let Some(mail) = mail.upgrade() {
                // The engine has ended otherwise; nobody waits for the result.
                let _ = mail.send(made);
            }
        });
    }

    /// A way to post mail that says whether the engine is there.
    pub fn mail(&self) -> mpsc::WeakUnboundedSender<Mail> {
        self.mail.clone()
    }

    /// A way to post mail from elsewhere that does not keep the engine alive.
    pub fn postbox(&self) -> impl Fn(Mail) + Clone + Send + Sync + 'static {
        let mail = self.mail.clone();
        move |letter| {
            if let Some(mail) = mail.upgrade() {
                let _ = mail.send(letter);
            }
        }
    }

    /// The mailbox, for others to post to, without keeping the engine alive.
    pub fn weak_mail(&self) -> mpsc::WeakUnboundedSender<Mail> {
        self.mail.clone()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes);
        bytes
    }

    pub fn new_word(&self) -> Word {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        Word::from_random(&bytes)
    }

    pub fn new_id<T>(&self) -> Id<T> {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        Id::from_bytes(bytes)
    }

    /// Lets an attempt run out of time.
    pub fn set_deadline(&self, id: AttemptId, patience: domain::Span) {
        let millis = u64::try_from(patience.as_millis()).unwrap_or(0);
        self.beside(async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Mail::TimeIsUp(id)
        });
    }
}
