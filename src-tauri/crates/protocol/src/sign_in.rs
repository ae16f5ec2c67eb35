//! A sign-in: what may be asked about it, and what is seen of it. No type here can hold a token or a
//! code, and the one secret that a person pastes is only ever asked with.

use domain::{
    AccountId, AccountKind, AttemptId, Cause, ClientId, LocationId, Network, NotGranted, Secret,
    Surface, Trouble, Unavailable, Use,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::AppVerdictCode;

/// What can be asked about a sign-in.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum SignInRequest {
    /// Sign in at a network to add its pages or accounts.
    AddLocation {
        /// The network.
        network: Network,
        /// The instance, as the person typed it, where the network has instances.
        #[ts(optional)]
        host: Option<String>,
        /// The client that the new locations will belong to.
        #[ts(optional)]
        client: Option<ClientId>,
    },
    /// Connect or reconnect a location.
    Connect {
        /// The location.
        location: LocationId,
        /// Where to sign in, if not where the network prefers.
        #[ts(optional)]
        surface: Option<Surface>,
    },
    /// Take over a long-lived token that the person made at the network.
    AddToken {
        /// The network.
        network: Network,
        /// The instance, as the person typed it, where the network has instances.
        #[ts(optional)]
        host: Option<String>,
        /// The client that the new locations will belong to.
        #[ts(optional)]
        client: Option<ClientId>,
        /// The token; looked at, sealed, and never shown again.
        token: Secret,
    },
    /// End a sign-in; everything stays as it was.
    CancelSignIn {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// Bring the sign-in page up again.
    OpenSignInAgain {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// The address of the sign-in page, to be opened in another browser.
    CopySignInLink {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// The address that the browser landed on, where no road back to the app worked.
    PasteAddress {
        /// The sign-in.
        attempt: AttemptId,
        /// What the person pasted.
        address: String,
    },
    /// Sign in once more, with a chooser: after another account came back, or to grant more pages
    /// than the picker offers.
    TryAgain {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// After a reconnect came back with another account: keep that one as a new location.
    AddAsNew {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// Connect the accounts that were picked.
    Pick {
        /// The sign-in whose offer it is.
        attempt: AttemptId,
        /// The network's identities of the picked accounts.
        accounts: Vec<AccountId>,
    },
    /// What must stay ticked at the network, or is lost: the location that is reconnected first.
    /// Nothing where nothing is at stake.
    StaysTicked {
        /// The sign-in.
        attempt: AttemptId,
    },
    /// Leave the picker; the set-up stays unfinished and can be resumed.
    PickLater {
        /// The sign-in whose offer it is.
        attempt: AttemptId,
    },
}

/// What comes back about a sign-in.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum SignInReply {
    /// The address of the sign-in page.
    SignInLink(SignInLink),
    /// What must stay ticked.
    StaysTicked(Vec<LocationId>),
}

/// A sign-in that is under way or waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AttemptView {
    /// Identity.
    pub id: AttemptId,
    /// The network.
    pub network: Network,
    /// The instance.
    pub host: Option<String>,
    /// The instance, where it is another one than was typed: its accounts live there.
    pub lives_at: Option<String>,
    /// The location that is reconnected; `None` while one is added.
    pub location: Option<LocationId>,
    /// Where the person signs in.
    pub surface: Surface,
    /// No browser opened when it should have: the link can be opened by hand.
    pub no_browser: bool,
    /// What stood in the way when it failed, by name: a proxy, or an issuer of certificates.
    pub by: Option<String>,
    /// How far it is.
    pub stage: StageView,
    /// When it ends by itself.
    #[ts(type = "number")]
    pub deadline: i64,
}

/// How far a sign-in is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum StageView {
    /// The sign-in page is being prepared.
    Preparing,
    /// The person is at the network.
    Waiting,
    /// The person approved; tokens are fetched and tried.
    Finishing,
    /// The person picks from what the network granted.
    Picking {
        /// What there is to pick from.
        offer: OfferView,
    },
    /// Another account came back than the one that is reconnected.
    WrongAccount {
        /// Who was expected.
        expected: String,
        /// Who came.
        got: String,
        /// Whether the one who came can be added as a new location.
        can_add: bool,
    },
    /// It ended without success.
    Failed {
        /// Why.
        failure: SignInFailureCode,
        /// The cause that the network named, where it refused the account that signed in.
        cause: Option<Cause>,
        /// Why it gave no answer.
        hiccup: Option<Unavailable>,
        /// Why this computer could not go on.
        trouble: Option<Trouble>,
        /// The network's own number for the refusal, where it gave one.
        #[ts(type = "number | null")]
        number: Option<i64>,
        /// The port that another program uses.
        taken: Option<TakenPort>,
    },
    /// It ended well.
    Succeeded {
        /// The locations that it connected.
        connected: Vec<LocationId>,
        /// What the new sign-in no longer allows.
        lost_uses: Vec<Use>,
        /// What the new sign-in allows in addition.
        gained_uses: Vec<Use>,
        /// Other locations of the login that the new sign-in no longer covers.
        lost_locations: Vec<LocationId>,
    },
    /// It was a trial of a developer app, and nothing was connected.
    Tried {
        /// Whether the network holds a code to its challenge.
        showed: AppVerdictCode,
    },
}

/// Why a sign-in ended without success. What it came from still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInFailureCode {
    /// Time ran out.
    TooLate,
    /// A person said no at the network.
    Cancelled,
    /// The network refused the sign-in.
    Refused,
    /// The network did not answer, or not in a way that could be read.
    NoAnswer,
    /// This computer could not go on.
    CannotAsk,
    /// The server does not know the permissions that are needed.
    ScopeRefused,
    /// The server says that it is another one than was asked.
    IssuerMismatch,
    /// The developer app is not accepted: id, secret or redirect address.
    AppRefused,
    /// The new token did not pass a look.
    NotProven,
    /// There is nothing that could be connected.
    NothingToConnect,
    /// The page was not among those that were granted.
    PageNotGranted,
    /// The sign-in page could not be opened.
    CannotOpen,
    /// Another program uses the port that the network leads back to.
    PortTaken,
    /// The sign-in window broke down.
    WindowDied,
}

/// A port of this computer that another program uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenPort {
    /// Which.
    pub port: u16,
    /// The program, where the system tells its name.
    pub by: Option<String>,
}

/// What there is to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfferView {
    /// Who approved.
    pub login: String,
    /// Granted and ready to be connected.
    pub granted: Vec<OfferedView>,
    /// Seen, but it cannot be connected, and why.
    pub not_granted: Vec<OfferedView>,
    /// Connected already; the sign-in renews it.
    pub connected: Vec<OfferedView>,
    /// How many pages or accounts could not be read.
    pub unread: usize,
    /// Whether the network has more that it did not list.
    pub incomplete: bool,
    /// How many more were found than are offered here.
    pub left_out: usize,
}

/// One page or account to pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfferedView {
    /// The network's identity of it.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Handle.
    pub handle: Option<String>,
    /// Kind.
    pub kind: AccountKind,
    /// Why it cannot be connected.
    pub reason: Option<NotGranted>,
}

/// The address of a sign-in page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignInLink {
    /// The address.
    pub url: String,
}
