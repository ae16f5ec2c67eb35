//! What the window tells and asks the program around the engine.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ExportedFile, Snapshot, Theme};

/// What the window asks of the program around the engine, which knows nothing of it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum HostRequest {
    /// The window shows what the first snapshot says, and can be used. Kept in the log only.
    Shown,
    /// Something could not be drawn, and says so in its place. Kept in the log only.
    NotShown(NotShown),
    /// Open the store anew, where it did not open. Fails as a snapshot does where it still does not.
    RetryOpen,
    /// Put a store that cannot be opened aside, under a name with the day in it, and begin with an
    /// empty list. The window asked for confirmation before.
    SetAsideStore,
    /// Close a store that is open to other users, then open it.
    MendRights,
    /// End the app, where the store did not open.
    Quit,
    /// Show practice with a sample, in a window and a process of its own. Not in practice itself.
    TryOut,
    /// Answered once no sample is being made any more; at once where there is none.
    SampleMade,
    /// Let something happen at the practice networks, and look at once. Fails as gone where there is
    /// nobody whom it could happen to. Practice mode only.
    Teach {
        /// What.
        lesson: LessonCode,
    },
    /// Show a file in its folder that this run of the app saved; no other is shown.
    ShowInFolder {
        /// Where, as the reply said it.
        path: String,
    },
    /// Open a page in the browser that a guide about a network names; no other is opened.
    OpenGuidePage {
        /// Its address, as the guide writes it.
        address: String,
    },
    /// Draw everything in the window in this size, and keep it.
    Zoom {
        /// In percent.
        percent: u16,
    },
    /// Which program this is, and where it keeps what it has.
    About,
}

/// What comes back of the program around the engine.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum HostReply {
    /// The store is set aside; this is what it is called now.
    SetAside(ExportedFile),
    /// Which program this is.
    About(AboutView),
}

/// Which program this is, and where it keeps what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AboutView {
    /// Its version.
    pub version: String,
    /// The folder with the list, the sealed sign-ins and the log, as this computer writes it.
    pub folder: String,
}

/// What can be let happen at the practice networks with one click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LessonCode {
    /// Somebody changes a password.
    PasswordChanged,
    /// What somebody approved ends in a few days.
    EndsSoon,
    /// No network can be reached.
    NoInternet,
    /// The networks can be reached, and everybody whose connection is lost or ends soon signs in anew.
    WellAgain,
}

/// How the window looks. The program around the engine keeps it: a page is painted before there is an
/// engine to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Appearance {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// How large everything is drawn, in percent.
    pub zoom: u16,
}

impl Default for Appearance {
    fn default() -> Appearance {
        Appearance {
            theme: Theme::default(),
            zoom: 100,
        }
    }
}

/// What a page has before it asks for anything.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Handed {
    /// How it looks.
    pub look: Appearance,
    /// All there is to see, where the engine ran by then.
    pub snapshot: Option<Box<Snapshot>>,
}

/// One kind of what could not be drawn. It is told in words of ours and numbers alone: the text of what
/// was thrown may hold what a stranger's server said, or what a person pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct NotShown {
    /// What stands there in words instead.
    pub part: PartCode,
    /// What was thrown.
    pub thrown: ThrownCode,
    /// The line of the window's script that threw it, where that is known.
    #[ts(optional)]
    pub line: Option<u32>,
    /// Where in that line.
    #[ts(optional)]
    pub column: Option<u32>,
}

/// What may fail to be drawn by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartCode {
    /// A location in a list.
    Location,
    /// The details of one.
    Details,
    /// A card of what needs a person.
    Card,
    /// A sign-in that is under way.
    SignIn,
    /// A step of Fix all.
    Step,
    /// All of its steps.
    Queue,
    /// A date on the timeline.
    Date,
    /// An entry of a history.
    Entry,
    /// A client at the side.
    Client,
    /// A whole view.
    View,
    /// Anything else.
    Part,
}

/// What a script throws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThrownCode {
    /// An error without a kind.
    Error,
    /// A value was none of its kind.
    TypeError,
    /// A value lay outside its range.
    RangeError,
    /// A name was not known.
    ReferenceError,
    /// A text could not be read.
    SyntaxError,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests {
    use crate::Request;

    #[test]
    fn nothing_is_told_in_words_of_a_page() {
        let read = |more: &str| {
            let text = format!(r#"{{"ask":"not_shown","part":"card","thrown":"error"{more}}}"#);
            serde_json::from_str::<Request>(&text).is_ok()
        };
        assert!(read("") && read(r#","line":1,"column":20000"#));
        for odd in [
            r#","part":"a line\n2026-01-01 WARN of somebody""#,
            r#","line":"1""#,
            r#","line":-1"#,
            r#","line":4294967296"#,
            r#","column":1.5"#,
            r#","column":[1]"#,
        ] {
            assert!(!read(odd), "{odd}");
        }
        for text in [
            r#"{"ask":"not_shown","part":"a secret","thrown":"error"}"#,
            r#"{"ask":"not_shown","part":"card","thrown":"a secret"}"#,
            r#"{"ask":"not_shown","part":"card"}"#,
        ] {
            assert!(serde_json::from_str::<Request>(text).is_err(), "{text}");
        }
    }
}
