//! Whether the app can be reached, and quit, without a window.

use tokio::sync::watch;

/// Whether the tray stands; nothing while that is not known.
#[derive(Default)]
pub struct TrayPresence(watch::Sender<Option<bool>>);

impl TrayPresence {
    /// Tells whether it stands.
    pub fn tell(&self, stands: bool) {
        self.0.send_replace(Some(stands));
    }

    /// Whether it stands, as far as is known.
    pub fn stands(&self) -> Option<bool> {
        *self.0.borrow()
    }

    /// The same as soon as it is known.
    pub async fn comes_to_stand(&self) -> bool {
        let mut stands = self.0.subscribe();
        let known = stands.wait_for(Option::is_some).await;
        known.is_ok_and(|known| *known == Some(true))
    }
}
