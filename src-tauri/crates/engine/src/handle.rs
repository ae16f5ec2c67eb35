//! The engine's mailbox: how everybody else speaks with the task that owns the state.

use std::sync::Arc;

use domain::{AttemptId, LocationId, Secret};
use networks::Registry;
use protocol::{Event, Failure, Reply, Request};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::failpoints::InEarnest;
use crate::mailbox::ReplySender;
use crate::run::{EventLoop, Message};
use crate::{Dependencies, Failpoints, Return, Summary, connect, key};

/// The engine.
pub struct Engine;

impl Engine {
    /// Starts the engine's task on the current runtime. It ends when the last handle is dropped.
    pub async fn start(ports: Dependencies) -> Result<Handle, vault::StoreProblem> {
        Engine::rehearse(ports, Arc::new(InEarnest)).await
    }

    /// The same for a proof that ends the process in the middle of a renewal.
    pub async fn rehearse(
        ports: Dependencies,
        rehearsal: Arc<dyn Failpoints>,
    ) -> Result<Handle, vault::StoreProblem> {
        let (messages, received) = mpsc::unbounded_channel();
        let (events, _) = broadcast::channel(4096);
        let (told, summary) = watch::channel(Summary {
            worst: domain::Icon::Tick,
            connected: 0,
            needing: vec![],
            paused: None,
            practice: ports.practice.is_some(),
            key: None,
            cannot_keep: None,
        });
        let networks = ports.networks.clone();
        let event_loop = EventLoop::new(
            ports,
            rehearsal,
            (messages.downgrade(), events.clone(), told),
        )
        .await?;
        tokio::spawn(event_loop.run(received));
        Ok(Handle {
            messages,
            events,
            summary,
            networks,
        })
    }
}

/// Speaks with the engine; cheap to clone, usable from any thread.
#[derive(Clone)]
pub struct Handle {
    messages: mpsc::UnboundedSender<Message>,
    events: broadcast::Sender<Event>,
    summary: watch::Receiver<Summary>,
    networks: Registry,
}

impl Handle {
    /// Asks for something.
    pub async fn ask(&self, request: impl Into<Request>) -> Result<Reply, Failure> {
        let request = request.into();
        self.answered(|asker| Message::Request(request, asker))
            .await
    }

    /// Does what was asked for and is not done yet: the app is about to end.
    pub async fn take_leave(&self) -> Result<Reply, Failure> {
        self.answered(Message::TakeLeave).await
    }

    async fn answered(
        &self,
        message: impl FnOnce(ReplySender) -> Message,
    ) -> Result<Reply, Failure> {
        let (asker, answer) = oneshot::channel();
        let sent = self.messages.send(message(asker));
        sent.map_err(|_| Failure::Internal)?;
        answer.await.map_err(|_| Failure::Internal)?
    }

    /// Hands over an address that came back by one of the roads.
    pub fn returned(&self, came: Return) {
        self.send(Message::Connect(connect::Message::Returned(came, None)));
    }

    /// A person closed a sign-in window.
    pub fn sign_in_window_closed(&self, attempt: AttemptId) {
        self.send(Message::Connect(connect::Message::WindowClosed(attempt)));
    }

    /// What draws the page of a sign-in window has ended: the person sees a dead picture.
    pub fn sign_in_window_died(&self, attempt: AttemptId) {
        self.send(Message::Connect(connect::Message::WindowDied(attempt)));
    }

    /// A sign-in window has ended and gives its jar back: a text that the engine only keeps, or
    /// `None` when nothing in it changed.
    pub fn jar_returned(&self, attempt: AttemptId, cookies: Option<Secret>) {
        self.send(Message::Connect(connect::Message::JarReturned(
            attempt, cookies,
        )));
    }

    /// A notice or the tray asks to show a location.
    pub fn location_asked(&self, location: LocationId) {
        self.send(Message::LocationAsked(location));
    }

    /// Something happened at the keychain, such as that it came up or was opened.
    pub fn keychain_stirred(&self) {
        self.send(Message::Key(key::Message::KeychainStirred));
    }

    /// What happens from now on.
    pub fn events(&self) -> Events {
        Events(self.events.subscribe())
    }

    /// The whole list in one line.
    pub fn summary(&self) -> watch::Receiver<Summary> {
        self.summary.clone()
    }

    /// The networks of this run.
    pub fn networks(&self) -> &Registry {
        &self.networks
    }

    fn send(&self, message: Message) {
        // Nobody reads when the engine has ended; then there is nothing to change either.
        let _ = self.messages.send(message);
    }
}

/// What is told, in order. A gap in the numbers says that some were missed.
pub struct Events(broadcast::Receiver<Event>);

impl Events {
    /// The next event; `None` when the engine has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            match self.0.recv().await {
                Ok(event) => return Some(event),
                // The numbers tell whoever listens, who then asks for a snapshot.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
