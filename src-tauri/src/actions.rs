//! What the tray and the notices do for a person.

use domain::LocationId;
use protocol::{AlertRequest, SignInRequest};
use tauri::{AppHandle, Manager};

use crate::keychain;
use crate::notices::NoticeAction;
use crate::running::EngineSlot;
use crate::windows::{listening_main, show_main};

/// How long a notice is put off by its button.
const LATER_HOURS: u32 = 24;

/// Does what a person wants of a notice.
pub fn carry_out(app: &AppHandle, wanted: NoticeAction) {
    match wanted {
        NoticeAction::App => show_main(app),
        NoticeAction::Location(location) => show(app, location),
        NoticeAction::Reconnect(location) => reconnect(app, location),
        NoticeAction::Later(locations) => {
            app.state::<EngineSlot>().ask(AlertRequest::SnoozeAlerts {
                locations,
                hours: LATER_HOURS,
            });
        }
        NoticeAction::Keychain => keychain::open(app),
    }
}

/// Shows a location in the list window.
fn show(app: &AppHandle, location: LocationId) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { shown(&app, location).await });
}

/// Shows a location and starts its sign-in, whose window then stands in front. Where no window can be
/// made neither is begun.
pub fn reconnect(app: &AppHandle, location: LocationId) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if shown(&app, location).await {
            app.state::<EngineSlot>().ask(SignInRequest::Connect {
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
    if let Ok(engine) = app.state::<EngineSlot>().running().await {
        engine.location_asked(location);
    }
    true
}
