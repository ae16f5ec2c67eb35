//! Whether the app goes on without a window, how it ends, and what is said once about both.

#[cfg(all(unix, not(target_os = "macos")))]
use std::time::Duration;

use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

use crate::data_dir::{DataDir, Kind};
use crate::notices::Notices;
use crate::opening::Opening;
use crate::running::{EngineSlot, Start};
use crate::tray_presence::TrayPresence;
use crate::windows::MAIN;
#[cfg(target_os = "macos")]
use crate::windows::show_main;
use crate::{starts, words};

/// How long a panel has to start after the app.
#[cfg(all(unix, not(target_os = "macos")))]
const TRIES: u32 = 6;
#[cfg(all(unix, not(target_os = "macos")))]
const BETWEEN_TRIES: Duration = Duration::from_secs(5);

/// Keeps the app running without a window where it watches and the tray leads back to it, and
/// answers a click on the dock.
pub fn on_run_event(app: &AppHandle, event: &RunEvent) {
    match event {
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::CloseRequested { .. },
            ..
        } if label == MAIN && !is_sample(app) => {
            tauri::async_runtime::spawn(say_once_that_the_watch_goes_on(app.clone()));
        }
        RunEvent::ExitRequested {
            code: None, api, ..
        } if goes_on_without_a_window(app) => api.prevent_exit(),
        RunEvent::Exit => {
            // Before what waits for others: whoever starts Greentick now finds no one who leaves.
            starts::end(app);
            app.state::<EngineSlot>().take_leave();
            app.state::<Notices>().clear();
            app.state::<DataDir>().leave_nothing();
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => show_main(app),
        _ => {}
    }
}

/// What a sample shows is gone with its window.
fn is_sample(app: &AppHandle) -> bool {
    app.state::<Opening>().kind == Kind::Sample
}

/// A start that is under way comes to a watch, or says that it does not.
fn goes_on_without_a_window(app: &AppHandle) -> bool {
    if is_sample(app) {
        return false;
    }
    match *app.state::<EngineSlot>().follow().borrow() {
        Start::Pending => true,
        Start::Running(_) => app.state::<TrayPresence>().stands() != Some(false),
        Start::Closed(_) => false,
    }
}

async fn say_once_that_the_watch_goes_on(app: AppHandle) {
    let data_dir = app.state::<DataDir>();
    let watches = app.state::<EngineSlot>().watches().await;
    if !watches || !app.state::<TrayPresence>().comes_to_stand().await {
        return;
    }
    let has_icon = !data_dir.told_about_missing_tray().exists();
    let said = words::still_watching(has_icon);
    app.state::<Notices>()
        .say_once(data_dir.told_about_tray(), said);
}

/// Without anybody who draws it the icon stands nowhere, and nobody else would say so. A panel may
/// start after the app.
#[cfg(all(unix, not(target_os = "macos")))]
pub async fn say_once_where_no_icon_is_drawn(app: AppHandle) {
    let mut starts = app.state::<EngineSlot>().follow();
    let runs = starts.wait_for(|start| matches!(start, Start::Running(_)));
    if runs.await.is_err() {
        return;
    }
    let mark = app.state::<DataDir>().told_about_missing_tray();
    for _ in 0..TRIES {
        if mark.exists() || draws_icons().await {
            return;
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
    app.state::<Notices>().say_once(mark, words::no_tray());
}

/// Whether a desktop draws the icon at the moment.
#[cfg(all(unix, not(target_os = "macos")))]
async fn draws_icons() -> bool {
    let asked = tauri::async_runtime::spawn_blocking(crate::bus::draws_tray_icons);
    asked.await.unwrap_or(false)
}
