//! The engine and the desk, once they run. Windows exist before that: whoever needs the engine
//! waits for it here.

use std::sync::Arc;

use tokio::sync::SetOnce;

/// What runs behind the windows.
pub struct Running {
    pub desk: wire::Desk,
    pub handle: engine::Handle,
}

/// A place for [`Running`], filled once; with `None` when it could not start.
#[derive(Clone, Default)]
pub struct Awaited(Arc<SetOnce<Option<Running>>>);

impl Awaited {
    /// Fills the place; the first one counts.
    pub fn fill(&self, running: Option<Running>) {
        if self.0.set(running).is_err() {
            tracing::error!("the engine was started twice");
        }
    }

    /// What runs, as soon as it does.
    pub async fn running(&self) -> Option<&Running> {
        self.0.wait().await.as_ref()
    }

    /// Does something with what runs, as soon as it does.
    pub fn then(&self, deed: impl FnOnce(&Running) + Send + 'static) {
        let awaited = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Some(running) = awaited.running().await {
                deed(running);
            }
        });
    }

    /// Asks the desk for something on behalf of the tray or a notice.
    pub fn ask(&self, request: wire::Request) {
        let awaited = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Some(running) = awaited.running().await
                && let Err(failure) = running.desk.ask(request).await
            {
                tracing::warn!(?failure, "what the tray or a notice asked for was not done");
            }
        });
    }
}
