//! The event loop. One task owns the state; each message goes to its room, what that tells goes to
//! the others, and what it changed is written in one step before anybody is answered. Everything that
//! takes time runs beside the loop and comes back as a message, so that no request waits for a network.

use std::sync::Arc;

use domain::LocationId;
use protocol::{ClientRequest, Failure, LocationReply, LocationRequest, ReachView, Reply, Request};
use tokio::sync::{broadcast, mpsc, watch};
use vault::{KeyState, StoreProblem};

use crate::alerts::{self, Alerts};
use crate::connect::{self, Connect};
use crate::context::Context;
use crate::key::{self, Key};
use crate::mailbox::{ReplySender, Sender, answer};
use crate::news::News;
use crate::patterns::{self, Patterns};
use crate::renewal::{self, Renewals};
use crate::setup_file::{self, SetupFiles};
use crate::storage::{self, Storage};
use crate::store::Store;
use crate::views::summary::Tally;
use crate::watch::{self as watching, Watch};
use crate::{Dependencies, Failpoints, Summary, apps, clients, general};

/// What reaches the loop.
pub(crate) enum Message {
    Request(Request, ReplySender),
    TakeLeave(ReplySender),
    LocationAsked(LocationId),
    Alerts(alerts::Message),
    Connect(connect::Message),
    Key(key::Message),
    Patterns(patterns::Message),
    Renewals(renewal::Message),
    SetupFiles(setup_file::Message),
    Storage(storage::Message),
    Watch(watching::Message),
}

/// The rooms, and what they share.
pub(crate) struct EventLoop {
    cx: Context,
    alerts: Alerts,
    connect: Connect,
    key: Key,
    patterns: Patterns,
    renewals: Renewals,
    setup_files: SetupFiles,
    storage: Storage,
    watch: Watch,
    tally: Tally,
    /// What was told last about who can be reached.
    reach: ReachView,
    summary: watch::Sender<Summary>,
}

impl EventLoop {
    pub async fn new(
        ports: Dependencies,
        rehearsal: Arc<dyn Failpoints>,
        (messages, events, summary): (
            mpsc::WeakUnboundedSender<Message>,
            broadcast::Sender<protocol::Event>,
            watch::Sender<Summary>,
        ),
    ) -> Result<EventLoop, StoreProblem> {
        fn to<M: Send + 'static>(
            messages: &mpsc::WeakUnboundedSender<Message>,
            room: fn(M) -> Message,
        ) -> Sender<M> {
            let messages = messages.clone();
            Sender::new(move |message| {
                let there = messages.upgrade();
                there.is_some_and(|messages| messages.send(room(message)).is_ok())
            })
        }
        let (world, vault) = ports.split(rehearsal);
        let store = Store::new(vault);
        let (book, told) = store.load().await?.into_book();
        let receipts = to(&messages, |key| {
            Message::Alerts(alerts::Message::NoticeShown(key))
        });
        Ok(EventLoop {
            cx: Context::new(world, store, book, receipts, events),
            alerts: Alerts::new(to(&messages, Message::Alerts), told),
            connect: Connect::new(to(&messages, Message::Connect)),
            key: Key::new(to(&messages, Message::Key)),
            patterns: Patterns::new(to(&messages, Message::Patterns)),
            renewals: Renewals::new(to(&messages, Message::Renewals)),
            setup_files: SetupFiles::new(to(&messages, Message::SetupFiles)),
            storage: Storage::new(to(&messages, Message::Storage)),
            watch: Watch::new(to(&messages, Message::Watch)),
            tally: Tally::default(),
            reach: ReachView::default(),
            summary,
        })
    }

    pub async fn run(mut self, mut messages: mpsc::UnboundedReceiver<Message>) {
        self.key.ask_for_key(&mut self.cx);
        self.storage.watch_store(&mut self.cx);
        self.storage.tidy(&self.cx);
        self.update_dependents();
        self.send_summary();
        self.cx.deliver();
        while let Some(message) = messages.recv().await {
            self.receive(message).await;
            self.dispatch_news().await;
            self.patterns.probe_siblings(&mut self.cx);
            let is_idle = messages.is_empty();
            if is_idle {
                self.patterns.judge_worthwhile(&mut self.cx);
                self.dispatch_news().await;
                self.alerts.follow_alerts(&mut self.cx);
            }
            self.cx.save().await;
            self.cx.deliver();
            if is_idle {
                self.update_dependents();
                self.emit_reach();
                self.send_summary();
                self.dispatch_news().await;
                self.watch.watch_on(&mut self.cx);
            }
            self.dispatch_news().await;
            self.cx.deliver();
        }
        self.write_all().await;
    }

    async fn receive(&mut self, message: Message) {
        let cx = &mut self.cx;
        match message {
            Message::Request(request, asker) => {
                // Whoever asks sees what is judged from all that came before.
                self.patterns.judge_patterns(cx);
                self.dispatch_news().await;
                self.asked(request, asker).await;
            }
            Message::TakeLeave(asker) => {
                self.connect.remove_what_was_asked(cx).await;
                self.dispatch_news().await;
                self.write_all().await;
                self.connect.take_leave(&mut self.cx, asker);
            }
            Message::LocationAsked(location) => {
                cx.emit(protocol::EventKind::LocationAsked(location));
            }
            Message::Alerts(message) => self.alerts.receive(cx, message),
            Message::Connect(message) => self.connect.receive(cx, message).await,
            Message::Key(message) => self.key.receive(cx, message),
            Message::Patterns(message) => self.patterns.receive(cx, message),
            Message::Renewals(message) => self.renewals.receive(cx, message).await,
            Message::SetupFiles(message) => self.setup_files.receive(cx, message).await,
            Message::Storage(storage::Message::WatchStore) => {
                self.storage.watch_store(cx);
                self.alerts.doubt_the_told_clock(cx);
            }
            Message::Storage(storage::Message::TidyUp) => self.storage.tidy(cx),
            Message::Storage(storage::Message::CatchUp) => self.catch_up().await,
            Message::Watch(message) => self.watch.receive(cx, message).await,
        }
    }

    /// Hands a request to its room. What cannot be answered at once is answered by whoever is done
    /// with it.
    async fn asked(&mut self, request: Request, asker: ReplySender) {
        let cx = &mut self.cx;
        let reply = match request {
            Request::General(request) => {
                let (attempts, outages) = (self.connect.views(), self.patterns.outages());
                return general::asked(cx, request, (attempts, outages), asker).await;
            }
            Request::Location(request) => return self.asked_of_location(request, asker).await,
            Request::SignIn(request) => return self.connect.asked(cx, request, asker).await,
            Request::App(protocol::AppRequest::TrySignIn { network }) => {
                return self.connect.try_sign_in(cx, network, asker);
            }
            Request::App(request) => return apps::asked(cx, request, asker).await,
            Request::Key(request) => {
                if matches!(request, protocol::KeyRequest::StartOver) {
                    self.connect.end_all(cx);
                }
                return self.key.asked(cx, request, asker).await;
            }
            Request::Client(ClientRequest::ForgetSignIns { client }) => {
                self.connect.forget_sign_ins(cx, client).await
            }
            Request::Client(request) => clients::asked(cx, request).await,
            Request::Alert(request) => self.alerts.asked(cx, request).await,
            Request::Setup(request) => return self.setup_files.asked(cx, request, asker).await,
            Request::Setting(request) => general::set(cx, request).await,
            // It is for the program around the engine.
            Request::Host(_) => return answer(asker, Err(Failure::Gone)),
        };
        self.cx.reply(asker, reply);
    }

    async fn asked_of_location(&mut self, request: LocationRequest, asker: ReplySender) {
        let cx = &mut self.cx;
        let reply = match request {
            LocationRequest::Disconnect { location } => self.connect.disconnect(cx, location).await,
            LocationRequest::Remove { location } => self.connect.remove(cx, location),
            LocationRequest::UndoRemove { location } => self.connect.undo_remove(cx, location),
            // Whoever wants that wants the keychain open. What is watched then is all checked.
            LocationRequest::Check { .. } if cx.book.key != KeyState::Open => {
                return self.key.open_keychain(cx, asker);
            }
            LocationRequest::Check { locations } => self.watch.check_asked(cx, locations),
            LocationRequest::OpenPermissions { location } => {
                return general::open_permissions(cx, location, asker);
            }
            LocationRequest::History { location } => general::history(cx, location).await,
            LocationRequest::PlanFix { locations } => Ok(Reply::Location(LocationReply::FixPlan(
                cx.book.plan_fix(locations, cx.now()),
            ))),
        };
        cx.reply(asker, reply);
    }

    /// Lets each room hear what the others tell, until nobody has anything to tell.
    async fn dispatch_news(&mut self) {
        let cx = &mut self.cx;
        while let Some(news) = cx.next_news() {
            match news {
                News::Stirred => self.patterns.stir(),
                News::Lost(location, cause) => self.patterns.stopped_working(cx, location, cause),
                News::AlertsMayEnd => self.alerts.stir(),
                News::NotifySoon => self.patterns.notify_soon(),
                News::NotifyNow => self.alerts.notify_due(cx).await,
                News::WatchOn => self.watch.stir(),
                News::WatchAnew => self.watch.watch_anew(cx),
                News::Check(locations) => self.watch.check(cx, locations),
                News::CheckLocation(location) => self.watch.check_location(cx, location),
                News::Probe(location) => self.watch.probe(cx, location),
                News::Renew(grant, location) => self.renewals.renew(cx, grant, location),
                News::RenewalEnded(location, grant, verdict, wait) => {
                    self.watch.renewal_ended(cx, location, grant, verdict, wait);
                }
                News::KeyIs(opened) => self.key.key_is(cx, *opened),
                News::KeyOpened(interrupted) => {
                    apps::keep_practice_apps(cx).await;
                    self.renewals.resume(cx, interrupted);
                    cx.report(News::WatchAnew);
                }
                News::ClientRemoved(client) => self.connect.client_removed(cx, client),
                News::Moved(locations, client) => self.connect.moved(&locations, client),
                News::NetworksChanged(networks) => {
                    networks
                        .iter()
                        .for_each(|network| apps::emit_network(cx, network));
                }
                News::WaitForRoom => self.storage.try_again_soon(),
            }
        }
    }

    /// Writes all that is not written yet, as the app ends.
    async fn write_all(&mut self) {
        self.cx.store.retry_all().await;
        self.watch.write_probes(&mut self.cx).await;
        if !self.cx.owed.is_nothing() {
            self.catch_up().await;
        }
    }

    /// Writes what could not be written before, and tells what waited for that.
    async fn catch_up(&mut self) {
        self.storage.tries();
        let paid = self.pay().await;
        let cx = &mut self.cx;
        if let Err(problem) = paid {
            tracing::warn!(%problem, "nothing can be written yet");
            cx.owed.failed = true;
            cx.say_disk();
            return cx.wait_for_room();
        }
        cx.owed.failed = false;
        if std::mem::take(&mut cx.owed.untold) {
            self.alerts.notify_due(cx).await;
        }
        // What is due could not be written down this time either.
        cx.owed.failed = cx.owed.untold;
        cx.say_disk();
        cx.ask_what_could_not_be_asked();
    }

    async fn pay(&mut self) -> Result<(), StoreProblem> {
        let cx = &mut self.cx;
        cx.store.catch_up().await?;
        for (id, there) in std::mem::take(&mut cx.owed.erasures) {
            // Who connected anew meanwhile keeps that.
            let held = cx.book.locations.get(&id);
            if held.is_some_and(|held| held.leaving) {
                self.connect.erase_at_last(cx, id, there).await;
            }
        }
        cx.pay().await
    }

    /// Lets everything follow that depends on what was touched.
    fn update_dependents(&mut self) {
        let touched = self.cx.book.locations.reindex();
        for id in &touched {
            self.watch.put_on_agenda(&mut self.cx, *id);
        }
        self.tally
            .count(&self.cx.book, &touched, self.cx.clock.now());
    }

    /// One fact for an outage and one for its end, however many locations it is about.
    fn emit_reach(&mut self) {
        let cx = &mut self.cx;
        cx.book.clock.agree(cx.transport.clock_off());
        cx.book.between = watching::between(cx);
        let now = cx.book.reach(self.patterns.outages());
        if now != self.reach {
            self.reach = now.clone();
            cx.emit(protocol::EventKind::ReachChanged(now));
        }
    }

    fn send_summary(&self) {
        let cx = &self.cx;
        let practice = cx.practice.is_some();
        let mut now = self
            .tally
            .summary(&cx.book, &cx.networks, cx.now(), practice);
        now.cannot_keep = cx.cannot_keep();
        self.summary.send_if_modified(|known| {
            let differs = *known != now;
            *known = now;
            differs
        });
    }
}
