//! The keychain, as the shell knows it: a person who starts the app with a window is asked to open
//! it, the tray and a notice open it on request, and its own signals wake the engine.

use engine::KeyState;
use protocol::{Failure, KeyRequest, LocationRequest, Request};
use tauri::{AppHandle, Manager};

use crate::running::EngineSlot;
use crate::windows::{MAIN, show_main};

/// Follows the keychain until it is open.
pub async fn follow(app: AppHandle, handle: engine::Handle) {
    let mut summary = handle.summary();
    let first = summary.wait_for(|summary| summary.key.is_some()).await;
    let Ok(first) = first.map(|summary| summary.key) else {
        return;
    };
    if first == Some(KeyState::Open) {
        return;
    }
    #[cfg(all(unix, not(target_os = "macos")))]
    crate::keychain_signals::listen(handle);
    // Who started the app is there. A start with the session asks nobody anything.
    if first == Some(KeyState::Locked) && app.get_webview_window(MAIN).is_some() {
        app.state::<EngineSlot>().ask(KeyRequest::OpenKeychain);
    }
}

/// Lets the person open it who asked for that in the tray or in a notice.
pub fn open(app: &AppHandle) {
    ask(app, KeyRequest::OpenKeychain);
}

/// Checks all, for which it must be open.
pub fn check_all(app: &AppHandle) {
    let locations = Vec::new();
    ask(app, LocationRequest::Check { locations });
}

/// Where it stays closed, the window says what helps.
fn ask(app: &AppHandle, request: impl Into<Request>) {
    let request = request.into();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let Ok(engine) = app.state::<EngineSlot>().running().await else {
            return;
        };
        match engine.ask(request).await {
            Ok(_) => {}
            Err(Failure::VaultClosed) => show_main(&app),
            Err(failure) => tracing::warn!(?failure, "what the tray asked for was not done"),
        }
    });
}
