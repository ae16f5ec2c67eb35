//! What the engine needs from the place it runs in: windows, browser, notices, time and chance.
//!
//! Left out on purpose: menus, tray and the list window. They follow the engine's facts; the engine
//! does not know that they exist.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use domain::{AttemptId, LocationId, Secret, Timestamp};
use url::Url;

use crate::Receipt;

/// The desktop around the engine. Calls return at once, unless they say otherwise; what people do later comes back through
/// the engine's handle.
pub trait Shell: Send + Sync + 'static {
    /// Opens a window that shows a network's sign-in and can do nothing else.
    fn open_sign_in_window(&self, window: SignInWindow) -> Result<(), CannotOpen>;

    /// Brings the sign-in window of an attempt to the front; `false` when there is none.
    fn raise_sign_in_window(&self, attempt: AttemptId) -> bool;

    /// Closes the sign-in window of an attempt, if there is one, without reporting it as closed
    /// by a person. Its jar comes back nevertheless.
    fn close_sign_in_window(&self, attempt: AttemptId);

    /// Opens an https address (or one of the practice networks) in the system's browser. Whether one
    /// opened is told later; an error now is an address that is not opened at all.
    fn open_in_browser(&self, url: &Url) -> Result<Opening, CannotOpen>;

    /// Closes the windows that use a jar of sign-ins, and lets nothing of their cookies live on.
    fn forget_sign_ins(&self, jar: &Jar) -> Result<(), CannotOpen>;

    /// Saves a new file where people look for what programs made for them, and says where that is.
    /// Nothing that is there already is overwritten. May wait for the disk.
    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, CannotSave>;

    /// Shows a notice, or replaces the one that was shown under the same key. One that is no news
    /// is shown only where that one still stands on the screen. Where nobody shows notices it waits
    /// for somebody who does; the receipt is for when it stands there.
    fn show_notice(&self, notice: Notice, receipt: Receipt);

    /// Takes the notice under a key off the screen, if it still stands there or waits.
    fn withdraw_notice(&self, key: &str);

    /// Brings the list window to the front after a person came back from the browser.
    fn come_forward(&self);
}

/// Ends when a browser has opened, as far as can be told, or when none did.
pub type Opening = Pin<Box<dyn Future<Output = Result<(), CannotOpen>> + Send>>;

/// What the sign-in window shows and when it is done.
#[derive(Clone)]
pub struct SignInWindow {
    /// The run of the sign-in that it belongs to.
    pub attempt: AttemptId,
    /// The network's name for the title.
    pub title: String,
    /// What the person must know at its pages.
    pub expected: Expected,
    /// The first page.
    pub url: Url,
    /// The address that the network leads back to. Navigation to it (query and fragment aside) is
    /// stopped and reported.
    pub returns_to: Url,
    /// The jar that is lent to the window.
    pub jar: Jar,
    /// What is in the jar, as the shell gave it back after another window; `None` when it is empty.
    /// To be put into the window before its first page is loaded.
    pub cookies: Option<Secret>,
}

/// What a person must know at a network's own page. The names are text of strangers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// As whom to sign in, where that is settled.
    pub person: Option<String>,
    /// What the consent decides over anew, and must leave ticked there.
    pub stays_ticked: Vec<String>,
}

/// A cookie jar of the sign-in window: one for each client, so that two clients' logins never mix.
/// Between windows its cookies rest sealed in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Jar(String);

impl Jar {
    /// The jar of a client, or the one of locations that belong to no client.
    pub fn of(client: Option<domain::ClientId>) -> Jar {
        Jar(client.map_or_else(|| "shared".to_owned(), |client| client.to_string()))
    }

    /// Its name, which is safe as a folder's.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// A desktop notice. Names in it come from strangers: the shell shows them as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A notice under the same key replaces the older one.
    pub key: String,
    /// What is to be said.
    pub about: NoticeAbout,
    /// Whether a person is called. Otherwise it only changes what still stands on the screen.
    pub is_news: bool,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeAbout {
    /// A location stopped working.
    StoppedWorking {
        /// The location.
        location: LocationId,
        /// Its name.
        name: String,
        /// The network's name.
        network: String,
        /// Why.
        cause: domain::Cause,
        /// Whether that is inferred.
        probable: bool,
    },
    /// Several locations stopped working together, for one reason.
    ManyStoppedWorking {
        /// The locations.
        locations: Vec<LocationId>,
        /// The person on whose approval they all hang; `None` where it concerns everybody.
        person: Option<String>,
        /// The network's name.
        network: String,
        /// Why.
        cause: domain::Cause,
        /// Whether that is inferred.
        probable: bool,
    },
    /// A sign-in ends, and nobody but a person can renew it.
    SignInEnds {
        /// What hangs on it.
        locations: Vec<LocationId>,
        /// The name of the first of them.
        name: String,
        /// The person who signed in.
        person: Option<String>,
        /// The network's name.
        network: String,
        /// What ends.
        because: domain::ExpiryKind,
        /// In how many days; none when it ended.
        days: u16,
    },
    /// Nothing has been heard of locations for so long that a person should know.
    Unheard {
        /// The locations.
        locations: Vec<LocationId>,
        /// The name of the first of them.
        name: String,
        /// The network's name.
        network: String,
        /// The server, where the network has several.
        host: Option<String>,
        /// For how long.
        unheard: domain::Unheard,
        /// Why the first of them could not be checked; `None` where this computer could not ask.
        hiccup: Option<domain::Unavailable>,
    },
    /// The disk does not take what renewals brought: if that goes on, sign-ins are lost.
    NotKeptYet {
        /// What hangs on them.
        locations: Vec<LocationId>,
        /// The name of the first of them.
        name: String,
        /// The network's name.
        network: String,
    },
    /// The disk takes no write: nothing that is found can be kept, and alerts wait.
    CannotWrite,
    /// This computer's clock is wrong by so much that nothing can be told in good time.
    WrongClock {
        /// How far it is ahead of the networks' clocks; behind where that is negative.
        off: domain::Span,
    },
    /// Nothing is watched, because the key is not at hand.
    KeychainClosed {
        /// Why.
        key: vault::KeyState,
    },
    /// The file in which everything rests was removed or replaced while it is open: nothing new is
    /// kept.
    StoreMoved,
    /// Many sign-ins end.
    ManySignInsEnd {
        /// What hangs on them.
        locations: Vec<LocationId>,
        /// How many sign-ins.
        sign_ins: usize,
        /// In how many days the first of them does.
        days: u16,
    },
}

/// The desktop could not open it.
#[derive(Debug, thiserror::Error)]
#[error("the desktop could not open it: {0}")]
pub struct CannotOpen(pub String);

/// A file could not be saved.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be saved: {0}")]
pub struct CannotSave(pub String);

/// Time, as the engine sees it.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock.
    fn now(&self) -> Timestamp;

    /// The minute of the day that a clock on the wall here shows at a time.
    fn minute_of_day(&self, at: Timestamp) -> u16;
}

/// Chance, as the engine sees it.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with values that nobody can foretell.
    fn fill(&self, bytes: &mut [u8]);
}

/// The address that a person or a network brought back to the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// By which road.
    pub channel: CallbackChannel,
    /// The whole address, as it came. It may come from anybody.
    pub address: String,
}

/// The four roads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallbackChannel {
    /// Navigation in the sign-in window of this attempt.
    Window(AttemptId),
    /// A request to the loopback listener.
    Loopback,
    /// A deep link, from a warm or a cold start.
    DeepLink,
    /// Pasted by a person into the card of this attempt.
    Pasted(AttemptId),
}
