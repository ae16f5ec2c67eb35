//! What the engine can be asked to do, and what it answers.

use std::path::PathBuf;

use domain::alert::Policy;
use domain::{
    AttemptId, ClientId, ClientNameProblem, HostProblem, LocationId, Network, Secret, Span,
};
use networks::Surface;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{AppFinding, HistoryEntry, Snapshot, TakenPort};

/// What the engine can be asked to do.
pub enum Order {
    /// Tell all there is.
    Snapshot,
    /// Sign in to add locations.
    Add {
        /// Where.
        network: Network,
        /// The instance as it was typed.
        host: Option<String>,
        /// For whom.
        client: Option<ClientId>,
    },
    /// Connect or reconnect a location.
    Connect {
        /// Which.
        location: LocationId,
        /// Where to sign in, if not where the network prefers.
        surface: Option<Surface>,
    },
    /// End a sign-in, or put its result away.
    Cancel(AttemptId),
    /// Bring the sign-in page up again.
    OpenAgain(AttemptId),
    /// Tell the address of the sign-in page.
    Link(AttemptId),
    /// Take the address that a person landed on.
    Paste(AttemptId, String),
    /// Sign in once more after another account came back.
    TryAgain(AttemptId),
    /// Keep the other account that came back as a new location.
    AddAsNew(AttemptId),
    /// Connect what was picked.
    Pick(AttemptId, Vec<domain::AccountId>),
    /// Leave the picker.
    PickLater(AttemptId),
    /// Disconnect a location.
    Disconnect(LocationId),
    /// Take a location off the list; what it holds is disconnected. It is done after some seconds.
    Remove(LocationId),
    /// Keep a location that was to be removed.
    UndoRemove(LocationId),
    /// Do what was asked for and is not done yet: the app is about to end.
    TakeLeave,
    /// Look at locations now; at all when none is named.
    Check(Vec<LocationId>),
    /// Open the network's own permissions page.
    OpenPermissions(LocationId),
    /// Tell what happened with a location.
    History(LocationId),
    /// Keep a developer app's credentials.
    SaveApp {
        /// Of which network.
        network: Network,
        /// The client id.
        id: String,
        /// The client secret; empty where the app has none.
        secret: Secret,
    },
    /// Try a developer app's credentials, without a person.
    TryApp(Network),
    /// Try by a sign-in whether a network holds a code to its challenge.
    TrySignIn(Network),
    /// Take over a long-lived token that the user made at the network.
    AddToken {
        /// Where.
        network: Network,
        /// The instance as it was typed.
        host: Option<String>,
        /// For whom.
        client: Option<ClientId>,
        /// The token.
        token: Secret,
    },
    /// Forget a developer app's credentials.
    ForgetApp(Network),
    /// Let the person open the keychain, and set it up where that is needed.
    OpenKeychain,
    /// Give up the old key.
    StartOver,
    /// Empty a jar of sign-ins.
    ForgetSignIns(Option<ClientId>),
    /// Make a client of this name.
    AddClient(String),
    /// Give a client another name.
    RenameClient(ClientId, String),
    /// Remove a client. Its locations stay, and belong to none.
    RemoveClient(ClientId),
    /// Let locations belong to a client, or to none.
    MoveLocations(Vec<LocationId>, Option<ClientId>),
    /// Keep how the window looks; the engine does not read it.
    SetTheme(String),
    /// Keep how the browser leads back.
    SetReturnBy(ReturnBy),
    /// Keep when alerts are told; a pause is none of it.
    SetAlerts(Policy),
    /// Tell nothing for so long, or until a person goes on (`Some(None)`), or go on (`None`).
    PauseAlerts(Option<Option<Span>>),
    /// Silence locations for so long, or for good (`Some(None)`), or let them speak (`None`).
    RestAlerts(Vec<LocationId>, Option<Option<Span>>),
    /// Save the dates that need a person as a file.
    Export(FileKind),
    /// Write the open store out, where its file was removed or replaced.
    SaveCopy,
    /// Open the page that causes trouble at the practice networks.
    OpenPracticeControl,
}

/// For which programs a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// For calendars (RFC 5545).
    Calendar,
    /// For spreadsheets (RFC 4180).
    Csv,
}

/// How the browser leads back to the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnBy {
    /// To a listener on this computer.
    #[default]
    Loopback,
    /// By the app's own link.
    DeepLink,
}

/// What the engine answers.
pub enum Reply {
    /// Done, or under way.
    Done,
    /// All there is.
    Snapshot(Box<Snapshot>),
    /// The address of a sign-in page.
    Link(Url),
    /// What happened with a location, newest first.
    History(Vec<HistoryEntry>),
    /// What trying a developer app found, in the order in which it was tried.
    AppTried(Vec<AppFinding>),
    /// Where a file was saved.
    Exported(PathBuf),
    /// A client was made.
    ClientAdded(ClientId),
}

/// Why the engine does not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// What is named is not there any more.
    #[error("it is not there any more")]
    Gone,
    /// The order makes no sense as it is.
    #[error("the order makes no sense")]
    Malformed,
    /// The vault is not open.
    #[error("the vault is not open")]
    VaultClosed,
    /// A developer app is needed first.
    #[error("a developer app is needed first")]
    AppNeeded,
    /// The typed name cannot be an instance.
    #[error("not an instance: {0}")]
    BadHost(HostProblem),
    /// No instance answers under the typed name.
    #[error("no instance answers there")]
    NoInstance,
    /// The server did not do what was asked, and said or showed why.
    #[error("no answer: {hiccup:?}")]
    NoAnswer {
        /// Why.
        hiccup: domain::Hiccup,
        /// What stands in the way, by name: a proxy, or an issuer of certificates.
        by: Option<String>,
    },
    /// There is no account of the typed name.
    #[error("no account of that name")]
    NoAccount,
    /// The server does not know the permissions that are needed.
    #[error("the server does not know the permissions that are needed")]
    ServerTooOld,
    /// The server speaks for another one than was named.
    #[error("the server names another issuer than itself")]
    IssuerMismatch,
    /// The port that the network leads back to is used by another program.
    #[error("another program uses the port")]
    PortTaken(TakenPort),
    /// The pasted text is not a token.
    #[error("not a token")]
    BadToken,
    /// The pasted text is not the address of this sign-in.
    #[error("not the address of this sign-in")]
    BadAddress,
    /// The client id cannot be one.
    #[error("not a client id")]
    BadClientId,
    /// The client secret cannot be one.
    #[error("not a client secret")]
    BadClientSecret,
    /// The typed name cannot be that of a client.
    #[error("not a client's name: {0}")]
    BadClientName(ClientNameProblem),
    /// Another client has the typed name.
    #[error("another client has that name")]
    ClientNameTaken,
    /// No browser opened for this address.
    #[error("no browser opened")]
    NoBrowser(Url),
    /// A file could not be saved.
    #[error("the file could not be saved")]
    NotSaved,
    /// It could not be written; nothing was changed.
    #[error("it could not be written")]
    NotStored,
    /// It could not be written because the disk is full; nothing was changed.
    #[error("the disk is full")]
    DiskFull,
    /// The file in which everything rests was removed or replaced: nothing that is new is kept.
    #[error("the store was removed or replaced")]
    StoreMoved,
    /// Where the location leads was changed in the file by somebody else: nobody signs in there. Take
    /// it off the list, and add the page anew.
    #[error("the entry was changed by somebody else")]
    EntryChanged,
    /// Something here did not work.
    #[error("something here did not work")]
    Internal,
}
