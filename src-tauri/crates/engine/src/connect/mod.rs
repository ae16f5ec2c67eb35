//! From the click to the green tick, and back: sign-ins, the ways by which a network leads back, what
//! an approval brought, and disconnecting. The apps that sign-ins need are kept and tried here too.

mod attempt;
mod callback;
mod commit;
mod disconnect;
mod expected;
mod granted;
mod import_token;
mod instance;
mod jars;
mod listeners;
mod loopback;
mod loopback_guests;
mod loopback_page;
mod loopback_request;
mod picker;
mod prepare;
mod removing;
#[cfg(test)]
#[path = "room_tests.rs"]
mod room;
mod sign_in;
mod taken_port;
mod trial;
mod verify;
mod view;

use std::collections::BTreeMap;

use domain::{AttemptId, ClientId, GrantId, LocationId, Secret, Span, Timestamp};
use networks::{ProviderError, SignInResult};
use protocol::{AttemptView, Failure, Reply, SignInLink, SignInReply, SignInRequest};
use tokio::sync::oneshot;

use crate::book::AtNetwork;
use crate::context::Context;
use crate::mailbox::{ReplySender, Sender};
use crate::{CannotOpen, Jar, Return};
use attempt::{Attempt, AttemptState};
use listeners::Listeners;
use loopback_page::Heard;
use prepare::{Prepared, Unprepared};
use verify::Verifications;

/// What comes back to this room.
pub(crate) enum Message {
    /// What came back by one of the roads, and who waits to hear what became of it.
    Returned(Return, Option<oneshot::Sender<Heard>>),
    BrowserOpened(AttemptId, Result<(), CannotOpen>),
    WindowClosed(AttemptId),
    WindowDied(AttemptId),
    JarReturned(AttemptId, Option<Secret>),
    /// The time that a sign-in has until this deadline has passed, whatever the clock says by then.
    TimeIsUp(AttemptId, Timestamp),
    Prepared(
        AttemptId,
        Result<Box<Prepared>, Unprepared>,
        Option<ReplySender>,
    ),
    Harvested(AttemptId, Result<SignInResult, ProviderError>),
    Verified(AttemptId, Verifications),
    Revoked(LocationId, GrantId, u64, AtNetwork),
    Remove(LocationId, u64),
    FarewellIsOver,
}

/// Sign-ins under way, and locations on their way out.
pub(crate) struct Connect {
    mail: Sender<Message>,
    attempts: BTreeMap<AttemptId, Attempt>,
    listeners: Listeners,
    /// The jars that sign-in windows have.
    lent: BTreeMap<AttemptId, Jar>,
    /// Who ends the app and waits until what was asked for is done.
    farewell: Option<ReplySender>,
}

impl Connect {
    pub fn new(mail: Sender<Message>) -> Connect {
        Connect {
            mail,
            attempts: BTreeMap::new(),
            listeners: Listeners::default(),
            lent: BTreeMap::new(),
            farewell: None,
        }
    }

    pub async fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::Returned(came, hears) => self.returned(cx, came, hears).await,
            Message::BrowserOpened(attempt, opened) => self.browser_opened(cx, attempt, opened),
            Message::WindowClosed(attempt) => self.window_closed(cx, attempt),
            Message::WindowDied(attempt) => self.window_died(cx, attempt),
            Message::JarReturned(attempt, cookies) => {
                self.jar_returned(cx, attempt, cookies).await;
            }
            Message::TimeIsUp(attempt, deadline) => {
                self.time_is_up(cx, attempt, deadline).await;
            }
            Message::Prepared(attempt, prepared, asker) => {
                self.prepared(cx, attempt, prepared, asker).await;
            }
            Message::Harvested(attempt, harvest) => {
                let harvest = harvest.map(SignInResult::within_bounds);
                self.harvested(cx, attempt, harvest).await;
            }
            Message::Verified(attempt, verifications) => {
                self.verified(cx, attempt, verifications).await
            }
            Message::Revoked(location, grant, generation, told) => {
                self.revoked(cx, location, grant, generation, told).await;
                // Whoever hears of it ends the process.
                if self.farewell.is_some() {
                    cx.save_at_last().await;
                }
                self.answer_farewell(cx);
            }
            Message::Remove(location, number) => self.removal_is_due(cx, location, number).await,
            Message::FarewellIsOver => self.farewell_is_over(cx).await,
        }
    }

    pub async fn asked(&mut self, cx: &mut Context, request: SignInRequest, asker: ReplySender) {
        let reply = match request {
            SignInRequest::AddLocation {
                network,
                host,
                client,
            } => return self.add(cx, network, host, client, asker),
            SignInRequest::Connect { location, surface } => {
                return self.connect(cx, location, surface, false, asker);
            }
            SignInRequest::AddToken {
                network,
                host,
                client,
                token,
            } => return self.add_token(cx, network, host, client, token, asker),
            SignInRequest::CancelSignIn { attempt } => {
                self.nobody_came_back(cx, attempt).await;
                self.end(cx, attempt);
                Ok(Reply::DONE)
            }
            SignInRequest::OpenSignInAgain { attempt } => {
                self.show_page(cx, attempt).await.map(|()| Reply::DONE)
            }
            SignInRequest::CopySignInLink { attempt } => self.link(attempt),
            SignInRequest::PasteAddress { attempt, address } => {
                self.paste(cx, attempt, address).await
            }
            SignInRequest::TryAgain { attempt } => return self.try_again(cx, attempt, asker),
            SignInRequest::AddAsNew { attempt } => self.add_as_new(cx, attempt),
            SignInRequest::Pick { attempt, accounts } => self.pick(cx, attempt, accounts),
            SignInRequest::PickLater { attempt } => self.pick_later(attempt),
            SignInRequest::StaysTicked { attempt } => self.stays_ticked(cx, attempt),
        };
        cx.reply(asker, reply);
    }

    /// The sign-ins under way, as others see them.
    pub fn views(&self) -> Vec<AttemptView> {
        self.attempts.values().map(Attempt::view).collect()
    }

    /// Ends every sign-in.
    pub fn end_all(&mut self, cx: &mut Context) {
        let all: Vec<AttemptId> = self.attempts.keys().copied().collect();
        for attempt in all {
            self.end(cx, attempt);
        }
    }

    /// A client is gone, with its jar.
    pub fn client_removed(&mut self, cx: &mut Context, client: ClientId) {
        for attempt in self.attempts.values_mut() {
            attempt.client = attempt.client.filter(|of| *of != client);
        }
        // It is removed by now, whether or not its windows close.
        if let Err(problem) = self.take_back(cx, &Jar::of(Some(client))) {
            tracing::warn!(%problem, "windows of a removed client could not be closed");
        }
    }

    /// Whoever is signing in for a location adds others beside it where it now belongs.
    pub fn moved(&mut self, locations: &[LocationId], client: Option<ClientId>) {
        for attempt in self.attempts.values_mut() {
            if attempt.location.is_some_and(|id| locations.contains(&id)) {
                attempt.client = client;
            }
        }
    }

    fn stays_ticked(&self, cx: &Context, attempt: AttemptId) -> Result<Reply, Failure> {
        let attempt = self.attempts.get(&attempt).ok_or(Failure::Gone)?;
        let (network, location) = (&attempt.network, attempt.location);
        let ticked = cx.book.stays_ticked(network, location, &cx.networks);
        Ok(Reply::SignIn(SignInReply::StaysTicked(ticked)))
    }

    fn link(&self, attempt: AttemptId) -> Result<Reply, Failure> {
        let attempt = self.attempts.get(&attempt);
        match attempt.map(|attempt| &attempt.progress) {
            Some(AttemptState::Waiting(journey)) => {
                let url = journey.url.clone().into();
                Ok(Reply::SignIn(SignInReply::SignInLink(SignInLink { url })))
            }
            Some(_) | None => Err(Failure::Gone),
        }
    }

    /// Tells where a sign-in stands.
    fn emit_attempt(&self, cx: &mut Context, id: AttemptId) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        let picking = Some(id).filter(|_| attempt.is_picking());
        let held = attempt
            .location
            .and_then(|id| cx.book.locations.get_mut(&id));
        if let Some(held) = held {
            held.picking = picking;
        }
        cx.emit(protocol::EventKind::AttemptChanged(Box::new(
            attempt.view(),
        )));
    }

    /// Lets an attempt run out of time when so much has passed. The deadline tells this one from an
    /// earlier one; the clock may be put forward or back until then.
    fn set_deadline(&self, id: AttemptId, deadline: Timestamp, patience: Span) {
        let millis = u64::try_from(patience.as_millis()).unwrap_or(0);
        self.mail.spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(millis)).await;
            Message::TimeIsUp(id, deadline)
        });
    }
}
