//! The desktop, as the engine sees it.

use std::path::PathBuf;

use domain::AttemptId;
use engine::{CannotOpen, CannotSave, Jar, Notice, Opening, Receipt, Shell, SignInWindow};
use tauri::AppHandle;
use url::Url;

use crate::addresses::Addresses;
use crate::browser;
use crate::downloads;
use crate::notices::Notices;
use crate::sample::Plays;
use crate::sign_in_window::SignInWindows;
use crate::windows::show_main;

/// The desktop around the engine.
pub struct Desktop {
    app: AppHandle,
    addresses: Addresses,
    sign_ins: SignInWindows,
    notices: Notices,
    plays: Plays,
}

impl Desktop {
    pub fn new(
        app: AppHandle,
        addresses: Addresses,
        sign_ins: SignInWindows,
        notices: Notices,
        plays: Plays,
    ) -> Desktop {
        Desktop {
            app,
            addresses,
            sign_ins,
            notices,
            plays,
        }
    }
}

impl Shell for Desktop {
    fn open_sign_in_window(&self, window: SignInWindow) -> Result<(), CannotOpen> {
        match self.plays.now() {
            true => Ok(()),
            false => self.sign_ins.open(window),
        }
    }

    fn raise_sign_in_window(&self, attempt: AttemptId) -> bool {
        self.sign_ins.raise(attempt)
    }

    fn close_sign_in_window(&self, attempt: AttemptId) {
        self.sign_ins.close(attempt);
    }

    fn open_in_browser(&self, url: &Url) -> Result<Opening, CannotOpen> {
        let address = self.addresses.admit(url);
        let address = address.map_err(|refused| CannotOpen(refused.to_string()))?;
        Ok(match self.plays.now() {
            true => Box::pin(std::future::ready(Ok(()))),
            false => browser::open(address),
        })
    }

    fn forget_sign_ins(&self, jar: &Jar) -> Result<(), CannotOpen> {
        self.sign_ins.drop_jar(jar)
    }

    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, CannotSave> {
        downloads::save(name, bytes).map_err(|problem| CannotSave(problem.to_string()))
    }

    fn show_notice(&self, notice: Notice, receipt: Receipt) {
        self.notices.show(notice, receipt);
    }

    fn withdraw_notice(&self, key: &str) {
        self.notices.withdraw(key);
    }

    fn come_forward(&self) {
        if !self.plays.now() {
            show_main(&self.app);
        }
    }
}
