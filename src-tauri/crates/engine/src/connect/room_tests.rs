//! The room in tests: its surroundings, its mailbox, and what comes back to it, one message after the
//! other.

use domain::{
    Account, AccountId, AccountKind, AttemptId, GrantDates, LocationId, Scopes, Secret, TokenKind,
    TokenSet,
};
use networks::{Access, App, DiscoveredAccount, NewGrant, Person, ProbeResult, SignInResult};
use protocol::{Failure, RedirectPreference, Reply, SignInFailureCode, SignInRequest, StageView};
use tokio::sync::{mpsc, oneshot};

use super::attempt::{AttemptState, PendingAuthorization};
use super::loopback_page::Heard;
use super::verify::{Verification, Verifications};
use super::{Connect, Message};
use crate::rig::{self, NOW, Rig, network};
use crate::shell::{CallbackChannel, Return};
use crate::store::KeptApp;

/// Who asked, and hears of it.
pub(super) type ReplyReceiver = oneshot::Receiver<Result<Reply, Failure>>;

pub(super) struct Room {
    pub rig: Rig,
    pub connect: Connect,
    mail: mpsc::UnboundedReceiver<Message>,
}

impl Room {
    /// There is an app for each network that wants one. Networks lead back by the app's own link, so
    /// that no port is opened.
    pub async fn new() -> Room {
        let mut rig = Rig::new().await;
        rig.cx.book.return_by = RedirectPreference::DeepLink;
        for name in ["facebook", "linkedin", "x", "youtube"] {
            let app = App {
                id: "id".to_owned(),
                secret: Some(Secret::new("secret".to_owned())),
            };
            let kept = rig.cx.store.put_app(network(name), None, KeptApp::of(app));
            kept.await.expect("an app");
            rig.cx.book.apps.insert(network(name), "id".to_owned());
        }
        let (sender, mail) = rig::mailbox();
        Room {
            rig,
            connect: Connect::new(sender),
            mail,
        }
    }

    pub async fn ask(&mut self, request: SignInRequest) -> ReplyReceiver {
        let (asker, hears) = oneshot::channel();
        self.connect.asked(&mut self.rig.cx, request, asker).await;
        hears
    }

    /// What whoever asked has heard by now.
    pub fn reply_of(&mut self, asker: &mut ReplyReceiver) -> Option<Result<(), Failure>> {
        self.rig.cx.deliver();
        asker.try_recv().ok().map(|reply| reply.map(drop))
    }

    /// What is answered at once.
    pub async fn answer(&mut self, request: SignInRequest) -> Result<(), Failure> {
        let mut asker = self.ask(request).await;
        self.reply_of(&mut asker).expect("an answer at once")
    }

    pub async fn receive(&mut self, message: Message) {
        self.connect.receive(&mut self.rig.cx, message).await;
    }

    /// Hands the room what comes back to it next.
    pub async fn next(&mut self) {
        let message = self.mail.recv().await.expect("a message");
        self.receive(message).await;
    }

    pub async fn connect(&mut self, location: LocationId) -> ReplyReceiver {
        let surface = None;
        self.ask(SignInRequest::Connect { location, surface }).await
    }

    pub async fn add(&mut self, name: &str) -> ReplyReceiver {
        let network = network(name);
        let (host, client) = (None, None);
        self.ask(SignInRequest::AddLocation {
            network,
            host,
            client,
        })
        .await
    }

    /// The newest sign-in.
    pub fn newest(&self) -> AttemptId {
        *self.connect.attempts.keys().last().expect("a sign-in")
    }

    /// A sign-in for a location, whose person is at the network.
    pub async fn away(&mut self, location: LocationId) -> AttemptId {
        self.connect(location).await;
        self.led_there().await
    }

    /// The same to add what it brings.
    pub async fn away_to_add(&mut self, name: &str) -> AttemptId {
        self.add(name).await;
        self.led_there().await
    }

    /// What came back of older sign-ins is heard on the way.
    async fn led_there(&mut self) -> AttemptId {
        let id = self.newest();
        while self.stage(id) == StageView::Preparing {
            self.next().await;
        }
        id
    }

    pub fn journey(&self, id: AttemptId) -> &PendingAuthorization {
        let AttemptState::Waiting(journey) = &self.connect.attempts[&id].progress else {
            panic!("nobody is at the network");
        };
        journey
    }

    /// Where a sign-in leads back to, with its own state.
    pub fn address(&self, id: AttemptId, says: &str) -> String {
        let journey = self.journey(id);
        let state = journey.state.expose();
        format!("{}?state={state}&{says}", journey.redirect_uri)
    }

    /// What came back by a road, and what the browser is told of it.
    pub async fn comes_back(&mut self, channel: CallbackChannel, address: String) -> Heard {
        let (hears, heard) = oneshot::channel();
        let came = Return { channel, address };
        self.receive(Message::Returned(came, Some(hears))).await;
        heard.await.expect("what became of it")
    }

    /// The person said yes.
    pub async fn approve(&mut self, id: AttemptId) {
        let address = self.address(id, "code=a");
        self.comes_back(CallbackChannel::Window(id), address).await;
    }

    /// The same, in the system's browser.
    pub async fn approve_by_link(&mut self, id: AttemptId) {
        let address = self.address(id, "code=a");
        self.comes_back(CallbackChannel::DeepLink, address).await;
    }

    /// The person said yes, and this is what it brought.
    pub async fn brings(&mut self, id: AttemptId, harvest: SignInResult) {
        self.approve(id).await;
        self.receive(Message::Harvested(id, Ok(harvest))).await;
    }

    pub fn stage(&self, id: AttemptId) -> StageView {
        self.connect.attempts[&id].view().stage
    }

    pub fn is_under_way(&self, id: AttemptId) -> bool {
        self.connect.attempts.contains_key(&id)
    }

    pub fn failure(&self, id: AttemptId) -> Option<SignInFailureCode> {
        let StageView::Failed { failure, .. } = self.stage(id) else {
            return None;
        };
        Some(failure)
    }
}

pub(super) fn account(id: &str) -> Account {
    Account {
        id: AccountId(id.to_owned()),
        kind: AccountKind::Page,
        name: format!("Page {id}"),
        handle: None,
    }
}

fn fresh(of: &str) -> NewGrant {
    NewGrant {
        tokens: TokenSet {
            access: Secret::new(format!("new access of {of}")),
            refresh: None,
            binding: None,
        },
        kind: TokenKind::Page,
        dates: GrantDates {
            issued_at: NOW,
            renewable: false,
            access_ends: None,
            refresh_ends: None,
            data_access_ends: None,
        },
        scopes: Scopes::parse("tweet.read users.read offline.access"),
    }
}

/// A person granted these, each with a token of its own.
pub(super) fn harvest(person: &str, granted: &[&str]) -> SignInResult {
    SignInResult {
        person: Person {
            id: AccountId(person.to_owned()),
            name: person.to_owned(),
        },
        grants: granted.iter().copied().map(fresh).collect(),
        finds: granted
            .iter()
            .enumerate()
            .map(|(place, id)| DiscoveredAccount {
                account: account(id),
                access: Access::Granted(place),
            })
            .collect(),
        unread: 0,
        incomplete: false,
    }
}

/// Probes with all tokens that a person granted said yes.
pub(super) fn verifications(person: &str, granted: &[&str]) -> Verifications {
    let SignInResult {
        person,
        grants,
        finds,
        ..
    } = harvest(person, granted);
    let looked = |(place, fresh): (usize, NewGrant)| Verification {
        account: finds[place].account.clone(),
        place,
        fresh,
        result: Ok(ProbeResult {
            account: finds[place].account.id.clone(),
            name: finds[place].account.name.clone(),
            handle: None,
            scopes: None,
            dates: None,
            credits: vec![],
        }),
        at: NOW,
    };
    Verifications {
        verifications: grants.into_iter().enumerate().map(looked).collect(),
        person,
        finds,
        is_whole: true,
    }
}
