//! The people of the sample, as they sign in: the engine is asked as the window asks it, and a person
//! goes through the network's pages.

use std::time::Duration;

use domain::{AccountId, AttemptId, LocationId};
use engine::Events;
use practice::Person;
use protocol::{
    AttemptView, GeneralReply, GeneralRequest, LocationView, OfferView, Reply, SignInReply,
    SignInRequest, Snapshot, StageView,
};
use tokio::time::timeout;
use url::Url;

/// No sign-in on this computer takes nearly so long.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a look at everything may take before it is not waited for.
const LOOK: Duration = Duration::from_secs(3);
/// How long nothing happens when there is nothing more to come.
const QUIET: Duration = Duration::from_millis(400);

/// Why a sign-in of the sample came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotSignedIn {
    #[error("it was not done: {0}")]
    Refused(#[from] protocol::Failure),
    #[error("the pages led nowhere: {0}")]
    Pages(#[from] std::io::Error),
    #[error("the sign-in page has no address")]
    NoAddress,
    #[error("what was to be connected is not offered")]
    NotOffered,
    #[error("the sign-in ended without success")]
    Failed,
    #[error("it took too long")]
    TooLong,
    #[error("the engine has ended")]
    Ended,
}

/// Signs people in, one after the other.
pub struct People<'a> {
    engine: &'a engine::Handle,
    events: Events,
}

impl People<'_> {
    pub fn of(engine: &engine::Handle) -> People<'_> {
        People {
            engine,
            events: engine.events(),
        }
    }

    /// All there is to see.
    pub async fn seen(&self) -> Result<Snapshot, NotSignedIn> {
        let reply = self.engine.ask(GeneralRequest::Snapshot).await?;
        if let Reply::General(GeneralReply::Snapshot(seen)) = reply {
            return Ok(*seen);
        }
        Err(NotSignedIn::Ended)
    }

    /// A location, as it is now.
    pub async fn location(&self, id: LocationId) -> Option<LocationView> {
        let seen = self.seen().await.ok()?;
        seen.locations.into_iter().find(|one| one.id == id)
    }

    /// Begins a sign-in, lets the person go through its pages, and waits until it is over.
    pub async fn sign_in(
        &mut self,
        asked: SignInRequest,
        person: Person<'_>,
        page: Option<&str>,
    ) -> Result<(), NotSignedIn> {
        let signed_in = timeout(PATIENCE, self.goes_through(asked, person, page)).await;
        signed_in.map_err(|_| NotSignedIn::TooLong)?
    }

    async fn goes_through(
        &mut self,
        asked: SignInRequest,
        person: Person<'_>,
        page: Option<&str>,
    ) -> Result<(), NotSignedIn> {
        let before: Vec<AttemptId> = ids(&self.seen().await?.attempts);
        self.engine.ask(asked).await?;
        let attempt = self.begun(&before).await?;
        let Reply::SignIn(SignInReply::SignInLink(link)) = self
            .engine
            .ask(SignInRequest::CopySignInLink { attempt })
            .await?
        else {
            return Err(NotSignedIn::NoAddress);
        };
        let address: Url = link.url.parse().map_err(|_| NotSignedIn::NoAddress)?;
        let address = person.approves(&address).await?.into();
        self.engine
            .ask(SignInRequest::PasteAddress { attempt, address })
            .await?;
        self.until_over(attempt, page).await
    }

    /// The sign-in that was not there before, once it waits for its person.
    async fn begun(&mut self, before: &[AttemptId]) -> Result<AttemptId, NotSignedIn> {
        loop {
            let attempts = self.seen().await?.attempts;
            let fresh = attempts.iter().find(|one| !before.contains(&one.id));
            match fresh.map(|one| (&one.stage, one.id)) {
                Some((StageView::Waiting, id)) => return Ok(id),
                Some((StageView::Failed { .. }, _)) => return Err(NotSignedIn::Failed),
                Some(_) | None => self.something_happens().await?,
            }
        }
    }

    async fn until_over(
        &mut self,
        attempt: AttemptId,
        page: Option<&str>,
    ) -> Result<(), NotSignedIn> {
        let mut picked = false;
        loop {
            let attempts = self.seen().await?.attempts;
            let Some(one) = attempts.into_iter().find(|one| one.id == attempt) else {
                return Ok(());
            };
            match one.stage {
                StageView::Picking { offer } if !picked => {
                    let accounts = wanted(&offer, page);
                    if accounts.is_empty() {
                        return Err(NotSignedIn::NotOffered);
                    }
                    self.engine
                        .ask(SignInRequest::Pick { attempt, accounts })
                        .await?;
                    picked = true;
                }
                StageView::Failed { .. } | StageView::WrongAccount { .. } => {
                    return Err(NotSignedIn::Failed);
                }
                StageView::Succeeded { .. } => {
                    // What it brought is seen in the list; nobody reads a card of it.
                    self.engine
                        .ask(SignInRequest::CancelSignIn { attempt })
                        .await?;
                    return Ok(());
                }
                StageView::Picking { .. }
                | StageView::Preparing
                | StageView::Waiting
                | StageView::Finishing
                | StageView::Tried { .. } => self.something_happens().await?,
            }
        }
    }

    async fn something_happens(&mut self) -> Result<(), NotSignedIn> {
        let event = self.events.next().await;
        event.map(drop).ok_or(NotSignedIn::Ended)
    }

    /// Waits until everything was looked at, and gives what is asked about again.
    pub async fn asked_again(&mut self) -> Vec<LocationId> {
        let _ = timeout(LOOK, async {
            while timeout(QUIET, self.events.next())
                .await
                .is_ok_and(|one| one.is_some())
            {}
        })
        .await;
        let Ok(seen) = self.seen().await else {
            return Vec::new();
        };
        let again = seen.locations.into_iter().filter(|one| one.asks_again);
        again.map(|one| one.id).collect()
    }
}

fn ids(attempts: &[AttemptView]) -> Vec<AttemptId> {
    attempts.iter().map(|one| one.id).collect()
}

/// What is picked: the page of this name, or all that is offered.
fn wanted(offer: &OfferView, page: Option<&str>) -> Vec<AccountId> {
    let offered = offer.granted.iter().chain(&offer.connected);
    let fits = offered.filter(|one| page.is_none_or(|page| one.name == page));
    fits.map(|one| one.account.clone()).collect()
}
