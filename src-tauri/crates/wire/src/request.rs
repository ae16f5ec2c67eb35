//! What the window may ask. Requests are imperatives. What a person pastes passes through them once
//! and never comes back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AlertsChoice, ExportedFile, NotShown, SignInLink, Snapshot};

/// One request. Identities are the texts of the views.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Request {
    /// All there is to see.
    Snapshot,
    /// The window shows what the first snapshot says, and can be used. Kept in the log only.
    Shown,
    /// Something could not be drawn, and says so in its place. Kept in the log only.
    NotShown(NotShown),
    /// Sign in at a network to add its pages or accounts.
    AddLocation {
        /// The network's short name.
        network: String,
        /// The instance, as the person typed it, where the network has instances.
        #[ts(optional)]
        host: Option<String>,
        /// The client that the new locations will belong to.
        #[ts(optional)]
        client: Option<String>,
    },
    /// Connect or reconnect a location.
    Connect {
        /// The location.
        location: String,
        /// Where to sign in, if not where the network prefers.
        #[ts(optional)]
        surface: Option<Surface>,
    },
    /// End a sign-in; everything stays as it was.
    CancelSignIn {
        /// The sign-in.
        attempt: String,
    },
    /// Bring the sign-in page up again.
    OpenSignInAgain {
        /// The sign-in.
        attempt: String,
    },
    /// The address of the sign-in page, to be opened in another browser.
    CopySignInLink {
        /// The sign-in.
        attempt: String,
    },
    /// The address that the browser landed on, where no road back to the app worked.
    PasteAddress {
        /// The sign-in.
        attempt: String,
        /// What the person pasted.
        address: String,
    },
    /// Sign in once more, with a chooser: after another account came back, or to grant more pages
    /// than the picker offers.
    TryAgain {
        /// The sign-in.
        attempt: String,
    },
    /// After a reconnect came back with another account: keep that one as a new location.
    AddAsNew {
        /// The sign-in.
        attempt: String,
    },
    /// Connect the accounts that were picked.
    Pick {
        /// The sign-in whose offer it is.
        attempt: String,
        /// The network's identities of the picked accounts.
        accounts: Vec<String>,
    },
    /// Leave the picker; the set-up stays unfinished and can be resumed.
    PickLater {
        /// The sign-in whose offer it is.
        attempt: String,
    },
    /// Disconnect a location. The window asked for confirmation before.
    Disconnect {
        /// The location.
        location: String,
    },
    /// Take a location off the list; what it holds is disconnected. The window asked for
    /// confirmation before. It is done after ten seconds, or when the app ends before.
    Remove {
        /// The location.
        location: String,
    },
    /// Keep a location that was to be removed, as long as nothing was done.
    UndoRemove {
        /// The location.
        location: String,
    },
    /// Ask the network now whether the connections work; all of them when none is named.
    Check {
        /// The locations.
        locations: Vec<String>,
    },
    /// Open the network's own page where its permissions can be removed.
    OpenPermissions {
        /// The location.
        location: String,
    },
    /// What happened with a location, newest first.
    History {
        /// The location.
        location: String,
    },
    /// Keep the credentials of the user's own developer app.
    SaveApp {
        /// The network's short name.
        network: String,
        /// The client id, as the network's console shows it.
        client_id: String,
        /// The client secret; sealed at once and never shown again. Empty where the app has none.
        client_secret: String,
    },
    /// Try the credentials of a developer app, as far as that goes without a sign-in.
    TryApp {
        /// The network's short name.
        network: String,
    },
    /// Try by a sign-in whether the network holds a code to its challenge.
    TrySignIn {
        /// The network's short name.
        network: String,
    },
    /// Take over a long-lived token that the person made at the network.
    AddToken {
        /// The network's short name.
        network: String,
        /// The instance, as the person typed it, where the network has instances.
        #[ts(optional)]
        host: Option<String>,
        /// The client that the new locations will belong to.
        #[ts(optional)]
        client: Option<String>,
        /// The token; looked at, sealed, and never shown again.
        token: String,
    },
    /// Forget the credentials of a developer app.
    ForgetApp {
        /// The network's short name.
        network: String,
    },
    /// Try again to open the keychain.
    OpenKeychain,
    /// Open the store anew, where it did not open. Fails as a snapshot does where it still does not.
    RetryOpen,
    /// Put a store that cannot be opened aside, under a name with the day in it, and begin with an
    /// empty list. The window asked for confirmation before.
    SetAsideStore,
    /// Close a store that is open to other users, then open it.
    MendRights,
    /// End the app, where the store did not open.
    Quit,
    /// Give up the old key: the list stays, every location must be reconnected.
    StartOver,
    /// Forget who is signed in at the networks in the sign-in window of a client.
    ForgetSignIns {
        /// The client; the jar of locations without a client when it is absent.
        #[ts(optional)]
        client: Option<String>,
    },
    /// Make a client.
    AddClient {
        /// Its name, as the person typed it.
        name: String,
    },
    /// Give a client another name.
    RenameClient {
        /// The client.
        client: String,
        /// Its new name, as the person typed it.
        name: String,
    },
    /// Remove a client with its alert days and its remembered sign-ins. Its locations stay as they
    /// are and belong to none. The window asked for confirmation before.
    RemoveClient {
        /// The client.
        client: String,
    },
    /// Let locations belong to a client, or to none. The next sign-in of each uses the jar of where
    /// it then belongs.
    MoveLocations {
        /// The locations.
        locations: Vec<String>,
        /// The client; none when it is absent.
        #[ts(optional)]
        client: Option<String>,
    },
    /// Keep how the window looks.
    SetTheme {
        /// Light, dark, or as the system has it.
        theme: Theme,
    },
    /// Keep how the browser leads back to the app after a sign-in.
    SetReturnBy {
        /// By which road.
        return_by: ReturnBy,
    },
    /// Keep when alerts are told.
    SetAlerts {
        /// What was chosen.
        choice: AlertsChoice,
    },
    /// Tell nothing for a while; until a person goes on where no hours are named.
    PauseAlerts {
        /// For how long.
        #[ts(optional)]
        hours: Option<u32>,
    },
    /// Tell again what is to be told.
    ResumeAlerts,
    /// Tell nothing about locations for a while, and afterwards once more.
    SnoozeAlerts {
        /// The locations.
        locations: Vec<String>,
        /// For how long.
        hours: u32,
    },
    /// Tell nothing about locations any more.
    MuteAlerts {
        /// The locations.
        locations: Vec<String>,
    },
    /// Tell again about locations.
    UnmuteAlerts {
        /// The locations.
        locations: Vec<String>,
    },
    /// Save the dates that need a person as a file for calendars.
    ExportCalendar,
    /// Save the dates that need a person as a file for spreadsheets.
    ExportCsv,
    /// Show a file in its folder that this run of the app saved; no other is shown.
    ShowInFolder {
        /// Where, as the reply said it.
        path: String,
    },
    /// Write the open store out, where its file was removed or replaced.
    SaveCopy,
    /// Open the page that causes trouble at the practice networks. Practice mode only.
    OpenPracticeControl,
}

/// Where a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// The system's browser.
    Browser,
    /// A window of the app without any power over the app.
    Window,
}

/// How the browser leads back to the app after a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnBy {
    /// To a listener on this computer.
    #[default]
    Loopback,
    /// By the app's own link.
    DeepLink,
}

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What comes back.
#[derive(Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum Reply {
    /// It is done, or under way; events tell the rest.
    Done,
    /// All there is to see.
    Snapshot(Box<Snapshot>),
    /// The address of the sign-in page.
    SignInLink(SignInLink),
    /// What happened with a location.
    History(Vec<crate::HistoryEntryView>),
    /// What trying a developer app found.
    AppTried(Vec<crate::AppFindingView>),
    /// The file is saved.
    Exported(ExportedFile),
    /// The client is made; this is its identity.
    ClientAdded(String),
    /// The store is set aside; this is what it is called now.
    SetAside(ExportedFile),
}
