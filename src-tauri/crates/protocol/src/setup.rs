//! Set-up files: what may be asked about them, and what is seen of what they bring. No type here can
//! hold what is secret in one; a passphrase is only ever asked with.

use domain::{Network, Secret};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be asked about set-up files. One is made or opened at a time.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum SetupRequest {
    /// Save what is set up here as a file, sealed with a passphrase. No sign-in is in it.
    MakeSetupFile {
        /// What of it.
        what: SetupContents,
        /// What opens it; nobody can open it without.
        passphrase: Secret,
    },
    /// Read a file, and say what it would bring. Nothing is changed; what was read is at hand until
    /// it is imported or closed, or another one is opened.
    OpenSetupFile {
        /// Where it is, as this computer writes it.
        path: String,
        /// What it was sealed with.
        passphrase: Secret,
    },
    /// Keep what the open file brings.
    ImportSetupFile {
        /// The networks whose developer apps are to be those of the file, where another one is here.
        apps: Vec<Network>,
        /// Whether alerts are to be told as the file says, where something else is chosen here.
        alerts: bool,
    },
    /// Forget what was read of a file.
    CloseSetupFile,
}

/// What comes back about set-up files. One that was made is told as every file that was saved.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum SetupReply {
    /// What the open file would bring.
    SetupOpened(Box<SetupReport>),
    /// What the file brought.
    SetupImported(Box<SetupReport>),
}

/// What a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupContents {
    /// All that is here, to have it back one day.
    Everything,
    /// These parts, for others.
    Parts(SetupParts),
}

/// Parts of what is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupParts {
    /// Developer apps, with their secrets.
    pub apps: bool,
    /// Clients.
    pub clients: bool,
    /// Locations by name and address.
    pub locations: bool,
    /// When alerts are told.
    pub alerts: bool,
}

/// What a file brings, or brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupReport {
    /// What it was made for.
    pub kind: SetupKind,
    /// When it was made, by the clock of whoever made it.
    #[ts(type = "number")]
    pub made_at: i64,
    /// Its developer apps.
    pub apps: Vec<SetupAppView>,
    /// How many clients are new.
    pub clients_added: usize,
    /// How many clients were here.
    pub clients_already_here: usize,
    /// Its locations, by network.
    pub locations: Vec<SetupLocationsView>,
    /// When alerts are told; `None` where it says nothing of that.
    pub alerts: Option<SetupSettings>,
    /// How much could not be read.
    pub odd: usize,
    /// The first of it.
    pub first_odd: Vec<SetupOddView>,
}

/// What a file was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupKind {
    /// For others.
    SetUp,
    /// To have everything back.
    BackUp,
}

/// A developer app of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupAppView {
    /// The network that it is kept for.
    pub network: Network,
    /// What becomes of it.
    pub outcome: SetupAppOutcome,
}

/// What becomes of a developer app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupAppOutcome {
    /// There was none here.
    Added,
    /// The same one is here.
    AlreadyHere,
    /// Another one is here, and stays until a person decides.
    AnotherId {
        /// Its client id.
        here: String,
        /// The client id in the file.
        file: String,
    },
    /// The same one is here with another secret, which stays until a person decides.
    AnotherSecret,
    /// A person decided for the one of the file.
    Replaced,
}

/// Locations of a file at one network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupLocationsView {
    /// The network.
    pub network: Network,
    /// How many are new. They are not connected yet.
    pub added: usize,
    /// How many were here.
    pub already_here: usize,
    /// How many were here and belong to another client than in the file; they stay there.
    pub with_another_client: usize,
}

/// What becomes of when alerts are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupSettings {
    /// Nobody had chosen anything here.
    Added,
    /// The same is chosen here.
    AlreadyHere,
    /// Something else is chosen here, and stays until a person decides.
    Differs,
    /// A person decided for those of the file. What only is here stays.
    Replaced,
}

/// Something that could not be read. The rest was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupOddView {
    /// What it is.
    pub part: SetupPart,
    /// What it calls itself, where that can be told.
    pub name: Option<String>,
    /// What is odd about it.
    pub why: SetupOddity,
}

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupPart {
    /// Developer apps.
    Apps,
    /// Clients.
    Clients,
    /// Locations.
    Locations,
    /// When alerts are told.
    Alerts,
}

/// What is odd about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupOddity {
    /// It is not of the shape that it should have.
    Shape,
    /// This version does not know its network.
    UnknownNetwork,
    /// Its name cannot be one.
    Name,
    /// Its server cannot be one, or is missing, or should not be there.
    Server,
    /// Its credentials cannot be any, or the network wants none.
    Credentials,
}

/// Why a file was not made or not opened. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupProblem {
    /// There is no file there, or it cannot be read.
    NotThere,
    /// It is something else.
    NotASetupFile,
    /// Another passphrase sealed it.
    WrongPassphrase,
    /// Something of it is missing or was changed.
    Damaged,
    /// A newer version of Greentick made it.
    Newer,
    /// It is more than one file holds.
    TooLarge,
    /// To try a passphrase on it takes more of this computer than a file may ask for.
    TooCostly,
    /// It is of the practice networks, and this is not practice.
    OfPractice,
    /// It is not of the practice networks, and this is practice.
    NotOfPractice,
    /// None is open.
    NoneOpen,
    /// Another one is being made or opened.
    Busy,
    /// There is nothing that could be in it.
    Nothing,
    /// The passphrase is short enough to be guessed.
    ShortPassphrase,
    /// The passphrase is longer than any.
    LongPassphrase,
}
