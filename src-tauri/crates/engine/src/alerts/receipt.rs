//! That what was told was also shown: nobody may be there to show it when it is told.

use tokio::sync::mpsc::WeakUnboundedSender;

use crate::task::{Mail, Task};
use crate::{Notice, NoticeAbout};

/// Given with a notice, to say that it stands on the screen. A notice whose receipt never comes is
/// shown again by the next run.
pub struct Receipt {
    key: String,
    mail: WeakUnboundedSender<Mail>,
}

impl Receipt {
    /// The notice stands on the screen.
    pub fn shown(self) {
        if let Some(mail) = self.mail.upgrade() {
            // The engine has ended otherwise: better shown twice than never.
            let _ = mail.send(Mail::NoticeShown(self.key));
        }
    }
}

impl Task {
    pub(super) fn receipt(&self, key: &str) -> Receipt {
        Receipt {
            key: key.to_owned(),
            mail: self.weak_mail(),
        }
    }

    /// Calls a person for something that is no location's.
    pub(crate) fn announce(&self, key: &str, about: NoticeAbout) {
        let notice = Notice {
            key: key.to_owned(),
            about,
            is_news: true,
        };
        self.shell.show_notice(notice, self.receipt(key));
    }

    /// A notice stands on the screen.
    pub(crate) fn notice_shown(&mut self, key: &str) {
        let mut changed = vec![];
        for (id, told) in &mut self.state.alerts.told {
            if told.was_shown(key) {
                changed.push(*id);
            }
        }
        self.keep_told(changed);
    }
}
