//! What the window sees of a sign-in. No type here can hold a token, a code or a secret.

use serde::Serialize;
use ts_rs::TS;

use crate::{
    AccountKindView, AppVerdictCode, CauseCode, HiccupCode, Surface, TakenPortView, TroubleCode,
    UseCode,
};

/// A sign-in that is under way or waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttemptView {
    /// Identity.
    pub id: String,
    /// The network's short name.
    pub network: String,
    /// The instance.
    pub host: Option<String>,
    /// The instance, where it is another one than was typed: its accounts live there.
    pub lives_at: Option<String>,
    /// The location that is reconnected; `None` while one is added.
    pub location: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
        cause: Option<CauseCode>,
        /// Why it gave no answer.
        hiccup: Option<HiccupCode>,
        /// Why this computer could not go on.
        trouble: Option<TroubleCode>,
        /// The network's own number for the refusal, where it gave one.
        #[ts(type = "number | null")]
        number: Option<i64>,
        /// The port that another program uses.
        taken: Option<TakenPortView>,
    },
    /// It ended well.
    Succeeded {
        /// The locations that it connected.
        connected: Vec<String>,
        /// What the new sign-in no longer allows.
        lost_uses: Vec<UseCode>,
        /// What the new sign-in allows in addition.
        gained_uses: Vec<UseCode>,
        /// Other locations of the login that the new sign-in no longer covers.
        lost_locations: Vec<String>,
    },
    /// It was a trial of a developer app, and nothing was connected.
    Tried {
        /// Whether the network holds a code to its challenge.
        showed: AppVerdictCode,
    },
}

/// Why a sign-in ended without success. What it came from still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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

/// What there is to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OfferedView {
    /// The network's identity of it.
    pub account: String,
    /// Name.
    pub name: String,
    /// Handle.
    pub handle: Option<String>,
    /// Kind.
    pub kind: AccountKindView,
    /// Why it cannot be connected.
    pub reason: Option<NotGrantedCode>,
}

/// Why a page that was seen cannot be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotGrantedCode {
    /// It was not ticked at the network.
    NotTicked,
    /// The person's role on it does not allow what Greentick does.
    RoleTooSmall,
    /// The network gave no token for it.
    NoToken,
}

/// The address of a sign-in page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SignInLink {
    /// The address.
    pub url: String,
}
