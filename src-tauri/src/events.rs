//! Tells the list window what happened. No other window ever gets an event.

use protocol::EventKind;
use tauri::{AppHandle, Emitter, EventTarget, Manager};

use crate::look::Looks;
use crate::windows::MAIN;

/// The name under which the window listens.
const FACT: &str = "fact";

/// Forwards events until the engine is gone. Missed ones leave a gap in the numbers; the window
/// sees it and asks for a snapshot.
pub async fn forward(app: AppHandle, mut events: engine::Events) {
    while let Some(event) = events.next().await {
        if let EventKind::ThemeChanged(theme) = event.fact {
            app.state::<Looks>().hear(theme);
        }
        let window = EventTarget::webview_window(MAIN);
        if let Err(problem) = app.emit_to(window, FACT, event) {
            tracing::warn!(%problem, "an event did not reach the window");
        }
    }
}
