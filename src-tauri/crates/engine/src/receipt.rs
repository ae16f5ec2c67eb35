//! That what was told was also shown: nobody may be there to show it when it is told.

use crate::mailbox::Sender;

/// Given with a notice, to say that it stands on the screen. A notice whose receipt never comes is
/// shown again by the next run.
pub struct Receipt {
    key: String,
    shown: Sender<String>,
}

impl Receipt {
    /// For the notice under a key.
    pub(crate) fn new(key: &str, shown: Sender<String>) -> Receipt {
        let key = key.to_owned();
        Receipt { key, shown }
    }

    /// The notice stands on the screen.
    pub fn shown(self) {
        // The engine has ended otherwise: better shown twice than never.
        let _ = self.shown.send(self.key);
    }
}
