//! Why a request was not carried out. Codes cross the wire; the words live in the window.

use serde::Serialize;
use ts_rs::TS;

use crate::{HiccupCode, StoreProblemCode, WayOutCode};

/// Why a request was not carried out. A code is here only if the window treats it differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "failure")]
pub enum Failure {
    /// What the request names is not there any more: look anew.
    Gone,
    /// The request makes no sense in this form.
    Malformed,
    /// The vault is not open; its view says what helps.
    VaultClosed,
    /// The network needs the credentials of a developer app first.
    AppNeeded,
    /// The typed name cannot be an instance.
    BadHost {
        /// What is wrong with it.
        problem: HostProblemCode,
    },
    /// The server did not do what was asked, and said or showed why.
    NoAnswer {
        /// Why.
        hiccup: HiccupCode,
        /// What stands in the way, by name: a proxy, or an issuer of certificates.
        by: Option<String>,
    },
    /// The pasted text is not the address of this sign-in.
    BadAddress,
    /// The pasted text cannot be a token.
    BadToken,
    /// Another program uses the port that the network leads back to.
    PortTaken {
        /// Which, and who.
        taken: TakenPortView,
    },
    /// The client id or secret cannot be one.
    BadApp {
        /// The field.
        field: AppField,
    },
    /// The typed name cannot be that of a client.
    BadClientName {
        /// What is wrong with it.
        problem: ClientNameProblemCode,
    },
    /// No browser opened; a person can open the address by hand.
    NoBrowser {
        /// The address.
        address: String,
    },
    /// The file could not be saved in the folder of downloads.
    NotSaved,
    /// It could not be written; nothing was changed.
    NotStored,
    /// It could not be written because the disk is full; nothing was changed.
    DiskFull,
    /// The file in which everything rests was removed or replaced: nothing that is new is kept.
    StoreMoved,
    /// Where the location leads was changed in the file by somebody else: nobody signs in there.
    EntryChanged,
    /// Nothing is watched and nothing can be shown: the store did not open.
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
    Internal,
}

/// A port of this computer that another program uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TakenPortView {
    /// Which.
    pub port: u16,
    /// The program, where the system tells its name.
    pub by: Option<String>,
}

/// What is wrong with a typed instance name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HostProblemCode {
    /// Nothing was typed.
    Empty,
    /// Too long.
    TooLong,
    /// A port, a user or a path stands with it.
    NotOnlyAHost,
    /// No host name.
    NotAName,
    /// An address instead of a name.
    Address,
    /// A private name.
    Private,
    /// Letters that look like others.
    LookAlike,
    /// No such instance answers there.
    NoInstance,
    /// There is no account of that name.
    NoAccount,
    /// The server that answers there does not know the permissions that are needed.
    TooOld,
    /// The server that answers there says that it is another one.
    IssuerMismatch,
}

/// A field of the app credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppField {
    /// The client id.
    ClientId,
    /// The client secret.
    ClientSecret,
}

/// What is wrong with a typed name of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClientNameProblemCode {
    /// Nothing was typed that can be seen.
    Empty,
    /// Too long.
    TooLong,
    /// Characters that cannot be seen.
    Unseen,
    /// Another client has it.
    Taken,
}
