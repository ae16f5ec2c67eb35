//! Why a request was not carried out. Codes cross; the words live in the window.

use domain::{ClientNameProblem, HostProblem, Trouble, Unavailable};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ClosedStore, SetupProblem, StoreProblemCode, TakenPort, WayOutCode};

/// Why a request was not carried out. A code is here only if the window treats it differently.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "failure")]
pub enum Failure {
    /// What the request names is not there any more: look anew.
    #[error("it is not there any more")]
    Gone,
    /// The request makes no sense in this form.
    #[error("the request makes no sense")]
    Malformed,
    /// The vault is not open; its view says what helps.
    #[error("the vault is not open")]
    VaultClosed,
    /// The network needs the credentials of a developer app first.
    #[error("a developer app is needed first")]
    AppNeeded,
    /// The typed name cannot be an instance.
    #[error("not an instance: {problem:?}")]
    BadHost {
        /// What is wrong with it.
        problem: InstanceProblem,
    },
    /// The server did not do what was asked, and said or showed why.
    #[error("no answer: {hiccup:?}")]
    NoAnswer {
        /// Why.
        hiccup: Unavailable,
        /// What stands in the way, by name: a proxy, or an issuer of certificates.
        by: Option<String>,
    },
    /// The pasted text is not the address of this sign-in.
    #[error("not the address of this sign-in")]
    BadAddress,
    /// The pasted text cannot be a token.
    #[error("not a token")]
    BadToken,
    /// Another program uses the port that the network leads back to.
    #[error("another program uses the port")]
    PortTaken {
        /// Which, and who.
        taken: TakenPort,
    },
    /// The client id or secret cannot be one.
    #[error("cannot be the credentials of an app: {field:?}")]
    BadApp {
        /// The field.
        field: AppField,
    },
    /// The typed name cannot be that of a client.
    #[error("not the name of a client: {problem}")]
    BadClientName {
        /// What is wrong with it.
        problem: ClientNameProblem,
    },
    /// No browser opened; a person can open the address by hand.
    #[error("no browser opened")]
    NoBrowser {
        /// The address.
        address: String,
    },
    /// The set-up file was not made or not opened.
    #[error("a set-up file was not made or not opened: {problem:?}")]
    SetupFile {
        /// Why not.
        problem: SetupProblem,
    },
    /// The file could not be saved in the folder of downloads.
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
    /// Where the location leads was changed in the file by somebody else: nobody signs in there.
    #[error("the entry was changed by somebody else")]
    EntryChanged,
    /// Nothing is watched and nothing can be shown: the store did not open.
    #[error("the store did not open: {problem:?}")]
    StoreClosed {
        /// Why not.
        problem: StoreProblemCode,
        /// What helps.
        way_out: WayOutCode,
        /// The folder that it lies in.
        folder: String,
        /// The locations in it, where it can be read and not written: a line for each.
        kept: Vec<String>,
    },
    /// Something here did not work; the log says more.
    #[error("something here did not work")]
    Internal,
}

/// What is wrong with a typed instance, by its name alone or by what answered there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum InstanceProblem {
    /// It is no name of a server.
    Name(HostProblem),
    /// It is one, and what was found there will not do.
    Server(ServerProblem),
}

/// Why what a typed name leads to will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServerProblem {
    /// No such instance answers there.
    NoInstance,
    /// There is no account of that name.
    NoAccount,
    /// The server that answers there does not know the permissions that are needed.
    TooOld,
    /// The server that answers there says that it is another one.
    IssuerMismatch,
}

impl From<HostProblem> for Failure {
    fn from(problem: HostProblem) -> Failure {
        Failure::BadHost {
            problem: InstanceProblem::Name(problem),
        }
    }
}

impl From<ServerProblem> for Failure {
    fn from(problem: ServerProblem) -> Failure {
        Failure::BadHost {
            problem: InstanceProblem::Server(problem),
        }
    }
}

impl From<ClientNameProblem> for Failure {
    fn from(problem: ClientNameProblem) -> Failure {
        Failure::BadClientName { problem }
    }
}

impl From<SetupProblem> for Failure {
    fn from(problem: SetupProblem) -> Failure {
        Failure::SetupFile { problem }
    }
}

impl From<AppField> for Failure {
    fn from(field: AppField) -> Failure {
        Failure::BadApp { field }
    }
}

/// A field of the app credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppField {
    /// The client id.
    ClientId,
    /// The client secret.
    ClientSecret,
}

/// What kept this computer from asking, as whoever asked is told.
impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        match trouble {
            Trouble::NoApp => Failure::AppNeeded,
            Trouble::TokensUnreadable => Failure::VaultClosed,
            Trouble::NotStored => Failure::NotStored,
            Trouble::DiskFull | Trouble::NotKeptYet => Failure::DiskFull,
            Trouble::StoreMoved => Failure::StoreMoved,
        }
    }
}

impl From<ClosedStore> for Failure {
    fn from(closed: ClosedStore) -> Failure {
        Failure::StoreClosed {
            problem: closed.problem,
            way_out: closed.problem.way_out(),
            folder: closed.folder,
            kept: closed.kept,
        }
    }
}
