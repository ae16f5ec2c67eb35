//! A room's surroundings in tests: a book, a store in memory, a clock that stands, chance that counts,
//! a desktop that writes down what it is asked, and a way to networks that answers as it was told. No
//! loop runs, no stage is set and nobody sleeps: a test hands a room its message and looks at what it
//! left behind.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::connection::Event;
use domain::pattern::{Judgement, Whose};
use domain::{
    Account, AccountId, AccountKind, AttemptId, Cause, Client, ClientId, Grant, GrantDates,
    GrantId, LinkState, Location, LocationId, Login, LoginId, Network, Probe, Scopes, Secret, Span,
    Timestamp, TokenKind, TokenSet, Unavailable, Verdict,
};
use networks::{Answer, App, Registry, Request, Sending, Transport};
use protocol::EventKind;
use tokio::sync::{broadcast, mpsc};
use url::Url;
use vault::{Change, KeyState, MemoryKeychain, MemoryStore, SignIn, Storage, StoredLocation};

use crate::book::LocationRecord;
use crate::context::Context;
use crate::dependencies::World;
use crate::failpoints::InEarnest;
use crate::mailbox::Sender;
use crate::news::News;
use crate::store::{KeptApp, Store};
use crate::{
    CannotOpen, CannotSave, Clock, Entropy, Jar, Notice, Opening, Receipt, Shell, SignInWindow,
};

pub const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

/// A clock that stands until it is moved. It is always noon on the wall.
pub struct StandingClock(AtomicI64);

impl StandingClock {
    pub fn pass(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::Relaxed);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn minute_of_day(&self, _: Timestamp) -> u16 {
        12 * 60
    }
}

/// Chance that counts, so that no two ids are the same.
#[derive(Default)]
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        bytes.fill(0xee);
        for (byte, of_next) in bytes.iter_mut().zip(next.to_be_bytes().iter().rev()) {
            *byte = *of_next;
        }
    }
}

/// What a desktop was asked for, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Window(AttemptId),
    Closed(AttemptId),
    Browser(String),
    Forgot(String),
    Saved(String),
    Shown(Notice),
    Withdrawn(String),
    Forward,
}

/// A desktop that writes down what it is asked.
#[derive(Default)]
pub struct Desktop {
    asked: Mutex<Vec<Asked>>,
    receipts: Mutex<BTreeMap<String, Receipt>>,
    refuses: Mutex<bool>,
    saved: Mutex<Vec<u8>>,
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desktop {
    /// What it was asked since the last time.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *locked(&self.asked))
    }

    /// The notice under a key stands on the screen.
    pub fn shows(&self, key: &str) {
        let receipt = locked(&self.receipts).remove(key);
        receipt.expect("a notice under that key").shown();
    }

    /// What is in the file that was saved last.
    pub fn saved(&self) -> Vec<u8> {
        locked(&self.saved).clone()
    }

    /// From now on it opens nothing, and saves nothing.
    pub fn refuse(&self) {
        *locked(&self.refuses) = true;
    }

    fn record(&self, asked: Asked) {
        locked(&self.asked).push(asked);
    }

    fn opens(&self) -> Result<(), CannotOpen> {
        match *locked(&self.refuses) {
            true => Err(CannotOpen("it does not".to_owned())),
            false => Ok(()),
        }
    }
}

impl Shell for Desktop {
    fn open_sign_in_window(&self, window: SignInWindow) -> Result<(), CannotOpen> {
        self.record(Asked::Window(window.attempt));
        self.opens()
    }

    fn raise_sign_in_window(&self, _: AttemptId) -> bool {
        false
    }

    fn close_sign_in_window(&self, attempt: AttemptId) {
        self.record(Asked::Closed(attempt));
    }

    fn open_in_browser(&self, url: &Url) -> Result<Opening, CannotOpen> {
        self.record(Asked::Browser(url.to_string()));
        self.opens()?;
        Ok(Box::pin(async { Ok(()) }))
    }

    fn forget_sign_ins(&self, jar: &Jar) -> Result<(), CannotOpen> {
        self.record(Asked::Forgot(jar.name().to_owned()));
        self.opens()
    }

    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, CannotSave> {
        self.record(Asked::Saved(name.to_owned()));
        let saved = self.opens();
        saved.map_err(|problem| CannotSave(problem.0))?;
        *locked(&self.saved) = bytes.to_owned();
        Ok(PathBuf::from("/downloads").join(name))
    }

    fn show_notice(&self, notice: Notice, receipt: Receipt) {
        locked(&self.receipts).insert(notice.key.clone(), receipt);
        self.record(Asked::Shown(notice));
    }

    fn withdraw_notice(&self, key: &str) {
        self.record(Asked::Withdrawn(key.to_owned()));
    }

    fn come_forward(&self) {
        self.record(Asked::Forward);
    }
}

/// A way to networks that answers as it was told; whoever asks more hears nobody.
#[derive(Default)]
pub struct Script {
    answers: Mutex<VecDeque<Result<Answer, Unavailable>>>,
    sent: Mutex<Vec<String>>,
    clock_off: Mutex<Option<Span>>,
}

impl Script {
    /// The next request is answered with this.
    pub fn answer(&self, status: u16, body: &str) {
        locked(&self.answers).push_back(Ok(Answer {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.as_bytes().to_vec(),
            at: NOW,
        }));
    }

    /// The next request finds nobody.
    pub fn hiccup(&self, hiccup: Unavailable) {
        locked(&self.answers).push_back(Err(hiccup));
    }

    /// What was sent since the last time: the method and the address without its query.
    pub fn sent(&self) -> Vec<String> {
        std::mem::take(&mut *locked(&self.sent))
    }

    /// The hosts agree that this computer's clock is off by this.
    pub fn agree_on_clock(&self, off: Option<Span>) {
        *locked(&self.clock_off) = off;
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> Sending<'_> {
        let mut address = request.url.clone();
        address.set_query(None);
        locked(&self.sent).push(format!("{:?} {address}", request.method));
        let answer = locked(&self.answers).pop_front();
        Box::pin(async move { answer.unwrap_or(Err(Unavailable::Silent)) })
    }

    fn clock_off(&self) -> Option<Span> {
        *locked(&self.clock_off)
    }
}

/// A room's surroundings.
pub struct Rig {
    pub cx: Context,
    pub clock: Arc<StandingClock>,
    pub desktop: Arc<Desktop>,
    pub script: Arc<Script>,
    /// The rows behind the context's store.
    pub rows: MemoryStore,
    /// Keys of notices that were said to stand on the screen.
    pub receipts: mpsc::UnboundedReceiver<String>,
    events: broadcast::Receiver<protocol::Event>,
}

/// A sender to a room, and what was sent by it.
pub fn mailbox<M: Send + 'static>() -> (Sender<M>, mpsc::UnboundedReceiver<M>) {
    let (sender, received) = mpsc::unbounded_channel();
    let sender = Sender::new(move |message| sender.send(message).is_ok());
    (sender, received)
}

pub fn location_id(number: u8) -> LocationId {
    LocationId::from_bytes([number; 16])
}

pub fn grant_id(number: u8) -> GrantId {
    GrantId::from_bytes([number; 16])
}

pub fn login_id(number: u8) -> LoginId {
    LoginId::from_bytes([number; 16])
}

pub fn network(name: &str) -> Network {
    name.parse().expect("a network's name")
}

pub fn client(number: u8, name: &str) -> Client {
    Client {
        id: ClientId::from_bytes([number; 16]),
        name: name.to_owned(),
    }
}

impl Rig {
    /// Real networks, an empty list, the key at hand.
    pub async fn new() -> Rig {
        let mut rows = MemoryStore::new(Arc::new(MemoryKeychain::default()));
        rows.unlock().expect("a key");
        Rig::over(rows).await
    }

    /// The same over rows that are there already.
    pub async fn over(mut rows: MemoryStore) -> Rig {
        let clock = Arc::new(StandingClock(AtomicI64::new(NOW.as_millis())));
        let (desktop, script) = (Arc::new(Desktop::default()), Arc::new(Script::default()));
        let mut opened = rows.open_again();
        opened.unlock().expect("a key");
        rows.unlock().expect("a key");
        let store = Store::new(Box::new(opened));
        let (mut book, _) = store.load().await.expect("rows").into_book();
        book.key = KeyState::Open;
        book.key_known_since = Some(NOW);
        let (receipts, shown) = mailbox();
        let (events, heard) = broadcast::channel(256);
        let world = World {
            shell: desktop.clone(),
            clock: clock.clone(),
            entropy: Arc::new(Counting::default()),
            transport: script.clone(),
            rehearsal: Arc::new(InEarnest),
            networks: Registry::real(),
            practice: None,
        };
        Rig {
            cx: Context::new(world, store, book, receipts, events),
            clock,
            desktop,
            script,
            rows,
            receipts: shown,
            events: heard,
        }
    }

    /// A page of X that works, of this number, with a grant and a login of its own.
    pub fn linked(&mut self, number: u8) -> LocationId {
        self.connected(number, number, "x")
    }

    /// A location that works, whose grant and login have this number.
    pub fn connected(&mut self, number: u8, grant: u8, network_name: &str) -> LocationId {
        let login = Login {
            id: login_id(grant),
            network: network(network_name),
            host: None,
            account: AccountId(format!("person {grant}")),
            name: format!("Person {grant}"),
        };
        let location = Location {
            id: location_id(number),
            network: network(network_name),
            host: None,
            account: Some(Account {
                id: AccountId(format!("account {number}")),
                kind: AccountKind::Profile,
                name: format!("Page {number}"),
                handle: None,
            }),
            client: None,
            login: Some(login.id),
            grant: Some(grant_id(grant)),
            added_at: NOW,
        };
        let held = Grant {
            id: grant_id(grant),
            login: login.id,
            kind: TokenKind::User,
            scopes: Scopes::parse("tweet.read users.read offline.access"),
            dates: GrantDates {
                issued_at: NOW,
                renewable: true,
                access_ends: Some(NOW.plus(Span::from_minutes(120))),
                refresh_ends: None,
                data_access_ends: None,
            },
            generation: 0,
        };
        let tokens = TokenSet {
            access: Secret::new(format!("access {grant}")),
            refresh: Some(Secret::new(format!("refresh {grant}"))),
            binding: None,
        };
        let probe = Probe::new(NOW, Verdict::Yes);
        let stored = StoredLocation {
            location: location.clone(),
            link_state: LinkState::Linked,
            probe: Some(probe),
        };
        // Others of the same grant stay in its sign-in.
        let others = self.cx.book.locations.served_by(held.id);
        let others = others.map(|other| StoredLocation {
            location: other.location.clone(),
            link_state: other.connection.link_state(),
            probe: other.probe,
        });
        let sign_in = SignIn {
            login: login.clone(),
            grants: vec![(held, tokens)],
            locations: others.chain([stored]).collect(),
            lines: vec![],
        };
        let grants = self.rows.link(&sign_in).expect("a sign-in");
        for grant in grants {
            self.cx.book.grants.insert(grant.id, grant);
        }
        self.cx.book.logins.insert(login.id, login);
        let held = LocationRecord::new(location, LinkState::Linked, Some(probe));
        self.cx.book.locations.insert(location_id(number), held);
        self.cx.book.locations.reindex();
        location_id(number)
    }

    /// A client that is in the list and in the store.
    pub fn with_client(&mut self, number: u8, name: &str) -> ClientId {
        let made = client(number, name);
        let change = Change::Client(made.clone());
        self.rows.commit(&[change]).expect("a client");
        let id = made.id;
        self.cx.book.clients.insert(id, made);
        id
    }

    /// A location of the list.
    pub fn held(&self, id: LocationId) -> &LocationRecord {
        self.cx.book.locations.get(&id).expect("a location")
    }

    /// What the room told the others since the last time.
    pub fn news(&mut self) -> Vec<News> {
        std::iter::from_fn(|| self.cx.next_news()).collect()
    }

    /// What everybody was told since the last time.
    pub fn facts(&mut self) -> Vec<EventKind> {
        self.cx.deliver();
        std::iter::from_fn(|| self.events.try_recv().ok())
            .map(|event| event.fact)
            .collect()
    }

    /// Writes what the message changed.
    pub async fn save(&mut self) {
        self.cx.save().await;
    }

    /// A location as it stands in the store.
    pub fn stored(&self, id: LocationId) -> Option<StoredLocation> {
        let all = self.rows.load().expect("rows").locations;
        all.into_iter().find(|one| one.location.id == id)
    }

    /// What the history of a location says, the newest first.
    pub fn history(&self, id: LocationId) -> Vec<String> {
        let lines = self.rows.activity(Some(id), 100).expect("rows");
        let what = |line: &vault::Activity| line.detail["what"].as_str().map(str::to_owned);
        lines.iter().filter_map(what).collect()
    }

    /// A user's own app of a network, in the store.
    pub async fn with_app(&self, name: &str) {
        let app = App {
            id: "an app".to_owned(),
            secret: None,
        };
        let put = self.cx.store.put_app(network(name), None, KeptApp::of(app));
        put.await.expect("an app");
    }

    /// The access token of a grant of X that is in the store.
    pub async fn access(&self, grant: u8) -> String {
        let tokens = self.cx.store.tokens(grant_id(grant), network("x"), None);
        tokens.await.expect("tokens").access.expose().to_owned()
    }

    /// How a location stands.
    pub fn link_state(&self, id: LocationId) -> LinkState {
        self.held(id).connection.link_state()
    }

    /// The network says no to a location, and it is judged to be lost for itself alone.
    pub fn lose(&mut self, id: LocationId, cause: Cause) {
        self.cx.apply(id, Event::ProbedNo(cause));
        self.judge(&[id], Whose::Own(id), cause);
    }

    /// Locations are judged to be lost together, now.
    pub fn judge(&mut self, ids: &[LocationId], whose: Whose, cause: Cause) {
        let since = self.cx.now();
        for id in ids {
            let held = self.cx.book.locations.get_mut(id);
            held.expect("a location").judged = Some(Judgement {
                whose: whose.clone(),
                cause,
                probable: false,
                since,
            });
        }
    }

    /// The grant of this number was given a hundred days ago and ends in so many; nothing renews it.
    pub fn ends_in(&mut self, grant: u8, days: i64) {
        let held = self.cx.book.grants.get_mut(&grant_id(grant));
        held.expect("a grant").dates = GrantDates {
            issued_at: NOW.plus(Span::from_days(-100)),
            renewable: false,
            access_ends: Some(NOW.plus(Span::from_days(days))),
            refresh_ends: None,
            data_access_ends: None,
        };
    }

    /// Notices that were shown since the last time.
    pub fn notices(&self) -> Vec<Notice> {
        let shown = |asked| {
            let Asked::Shown(notice) = asked else {
                return None;
            };
            Some(notice)
        };
        self.desktop.asked().into_iter().filter_map(shown).collect()
    }
}
