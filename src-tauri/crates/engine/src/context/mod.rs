//! What a room may use: the book, time, chance, the ways out, and what it leaves behind, which is
//! written and told when the message has been handled.

mod changes;
mod emitting;
mod history;

use std::collections::VecDeque;
use std::sync::Arc;

use domain::host_queues::HostQueues;
use domain::{Id, LocationId, Timestamp};
use networks::{Registry, Transport};
use protocol::{Event, Failure, Reply};
use tokio::sync::broadcast;

use crate::book::State;
use crate::dependencies::World;
use crate::mailbox::{ReplySender, Sender, answer};
use crate::news::News;
use crate::store::Store;
use crate::{Clock, Entropy, Failpoints, Practice, Shell};
pub(crate) use changes::Owed;
pub(crate) use emitting::not_done;

/// What a room may use.
pub(crate) struct Context {
    pub shell: Arc<dyn Shell>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub transport: Arc<dyn Transport>,
    pub rehearsal: Arc<dyn Failpoints>,
    pub networks: Registry,
    pub practice: Option<Practice>,
    pub store: Store,
    pub book: State,
    /// Who is probed next.
    pub agenda: HostQueues,
    /// What is not written yet.
    pub owed: Owed,
    /// Where it is said that a notice stands on the screen.
    receipts: Sender<String>,
    events: broadcast::Sender<Event>,
    /// What is told when it is written.
    told: Vec<Event>,
    news: VecDeque<News>,
    replies: Vec<(ReplySender, Result<Reply, Failure>)>,
}

impl Context {
    /// One in which nothing has happened yet.
    pub fn new(
        world: World,
        store: Store,
        book: State,
        receipts: Sender<String>,
        events: broadcast::Sender<Event>,
    ) -> Context {
        let World {
            shell,
            clock,
            entropy,
            transport,
            rehearsal,
            networks,
            practice,
        } = world;
        Context {
            shell,
            clock,
            entropy,
            transport,
            rehearsal,
            networks,
            practice,
            store,
            book,
            agenda: HostQueues::default(),
            owed: Owed::default(),
            receipts,
            events,
            told: vec![],
            news: VecDeque::new(),
            replies: vec![],
        }
    }

    /// Tells the other rooms.
    pub fn report(&mut self, news: News) {
        self.news.push_back(news);
    }

    /// What is to be told to them next.
    pub fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// Answers when what the request changed is written: whoever hears of it takes it for kept.
    pub fn reply(&mut self, asker: ReplySender, reply: Result<Reply, Failure>) {
        self.replies.push((asker, reply));
    }

    /// It is written: everybody hears of it, and whoever asked is answered.
    pub fn deliver(&mut self) {
        for event in self.told.drain(..) {
            // It fails only when nobody listens.
            let _ = self.events.send(event);
        }
        for (asker, reply) in self.replies.drain(..) {
            answer(asker, reply);
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    pub fn new_id<T>(&self) -> Id<T> {
        Id::from_bytes(self.random())
    }

    /// A probe, or the renewal that it waits for, has ended, whatever came of it.
    pub fn finished(&mut self, id: LocationId) {
        self.agenda.back(id);
        self.book.locations.touch(id);
        self.report(News::WatchOn);
    }
}

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
