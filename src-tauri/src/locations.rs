//! What the tray and the notices do with a location.

use domain::LocationId;
use protocol::SignInRequest;
use tauri::{AppHandle, Manager};

use crate::running::Awaited;
use crate::windows::listening_main;

/// Shows a location in the list window.
pub fn show(app: &AppHandle, location: LocationId) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { shown(&app, location).await });
}

/// Shows a location and starts its sign-in, whose window then stands in front. Where no window can be
/// made neither is begun.
pub fn reconnect(app: &AppHandle, location: LocationId) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if shown(&app, location).await {
            app.state::<Awaited>().ask(SignInRequest::Connect {
                location,
                surface: None,
            });
        }
    });
}

async fn shown(app: &AppHandle, location: LocationId) -> bool {
    if !listening_main(app).await {
        return false;
    }
    if let Ok(engine) = app.state::<Awaited>().running().await {
        engine.location_asked(location);
    }
    true
}
