//! Links that lead back to the app: from the browser by way of a second process, or by the
//! system's own road on macOS. They may come from anybody; the engine knows which one it waits for.

use engine::{CallbackChannel, Return};
use tauri::{AppHandle, Manager};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::running::EngineSlot;

/// Hands a link to the engine as soon as it runs.
pub fn hand_in(app: &AppHandle, address: String) {
    let channel = CallbackChannel::DeepLink;
    app.state::<EngineSlot>()
        .then(move |engine| engine.returned(Return { channel, address }));
}

/// Takes links by the system's own road. Only macOS uses it: elsewhere a link is an argument, and
/// arguments are read by [`Launch`](crate::launch::Launch).
pub fn listen(app: &AppHandle) {
    if cfg!(target_os = "macos") {
        let listener = app.clone();
        app.deep_link().on_open_url(move |event| {
            for url in event.urls() {
                hand_in(&listener, url.into());
            }
        });
        for url in app
            .deep_link()
            .get_current()
            .ok()
            .flatten()
            .unwrap_or_default()
        {
            hand_in(app, url.into());
        }
    }
}

/// Makes this program the one that opens the links.
pub fn register(app: &AppHandle) {
    match app.deep_link().register_all() {
        Ok(()) => tracing::info!("links to the app are opened by this program"),
        Err(problem) => tracing::warn!(%problem, "links to the app cannot be registered"),
    }
}
