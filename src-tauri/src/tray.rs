//! The tray: the worst state as a shape, and a menu that says it in words. There is always a menu,
//! because some desktops hide an icon without one.

mod picture;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::LocationId;
use engine::Summary;
use protocol::AlertRequest;
use tauri::menu::MenuEvent;
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::data_dir::DataDir;
use crate::opening::Opening;
use crate::running::{EngineSlot, Start};
use crate::tray_presence::TrayPresence;
use crate::windows::{MAIN, show_main};
use crate::{actions, keychain};
use picture::Picture;

const TRAY: &str = "greentick";

const CHECK: &str = "check";
const PAUSE_HOUR: &str = "pause:1";
const PAUSE_DAY: &str = "pause:24";
const PAUSE_OPEN: &str = "pause";
const RESUME: &str = "resume";
const OPEN: &str = "open";
const KEYCHAIN: &str = "keychain";
const QUIT: &str = "quit";
const RECONNECT: &str = "reconnect:";

/// A start that takes longer than this is told.
const SOON: Duration = Duration::from_secs(2);

/// Shows the tray as soon as there is something to say, and keeps it true. Where there is none the
/// app goes on without.
pub async fn follow(app: AppHandle) {
    let mut starts = app.state::<EngineSlot>().follow();
    let mut drawn = None;
    loop {
        let start = starts.borrow_and_update().clone();
        match start {
            Start::Pending if drawn.is_none() => {
                if timeout(SOON, starts.changed()).await.is_ok() {
                    continue;
                }
                let practice = app.state::<Opening>().kind.is_practice();
                drawn = draw(&app, drawn, Picture::starting(practice)).await;
            }
            // While the store is opened once more, what was drawn is still true.
            Start::Pending => {}
            Start::Closed(closed) => {
                let practice = app.state::<Opening>().kind.is_practice();
                drawn = draw(&app, drawn, Picture::not_watching(closed.problem, practice)).await;
            }
            Start::Running(engine) => {
                let summary = engine.summary();
                drop(engine);
                return follow_summary(&app, drawn, summary).await;
            }
        }
        if starts.changed().await.is_err() {
            return;
        }
    }
}

async fn follow_summary(
    app: &AppHandle,
    mut drawn: Option<Drawn>,
    mut summary: watch::Receiver<Summary>,
) {
    loop {
        let picture = Picture::of(&summary.borrow_and_update());
        drawn = draw(app, drawn, picture).await;
        if drawn.is_none() || summary.changed().await.is_err() {
            return;
        }
    }
}

/// The tray, and what it shows.
type Drawn = (TrayIcon, Picture);

async fn draw(app: &AppHandle, drawn: Option<Drawn>, picture: Picture) -> Option<Drawn> {
    match drawn {
        None => {
            let tray = show(app, picture.clone()).await;
            app.state::<TrayPresence>().tell(tray.is_some());
            // An app with neither could not even be ended.
            if tray.is_none() && app.get_webview_window(MAIN).is_none() {
                show_main(app);
            }
            Some((tray?, picture))
        }
        Some((tray, shown)) => {
            if let Err(problem) = picture.replace(&shown, app, &tray) {
                tracing::warn!(%problem, "the tray could not follow");
            }
            Some((tray, picture))
        }
    }
}

/// Makes the tray on the main thread, where the toolkits want it.
async fn show(app: &AppHandle, picture: Picture) -> Option<TrayIcon> {
    let (sender, made) = tokio::sync::oneshot::channel();
    let on_main = app.clone();
    let asked = app.run_on_main_thread(move || {
        // The tray's library is looked for at run time and panics where it is not installed.
        let made = std::panic::catch_unwind(AssertUnwindSafe(|| build(&on_main, &picture)));
        // Nobody waits any more only while the app ends.
        let _ = sender.send(made);
    });
    if let Err(problem) = asked {
        tracing::warn!(%problem, "there is no tray");
        return None;
    }
    match made.await {
        Ok(Ok(Ok(tray))) => Some(tray),
        Ok(Ok(Err(problem))) => {
            tracing::warn!(%problem, "there is no tray");
            None
        }
        Ok(Err(_)) | Err(_) => {
            tracing::warn!("there is no tray: its library is missing");
            None
        }
    }
}

fn build(app: &AppHandle, picture: &Picture) -> tauri::Result<TrayIcon> {
    TrayIconBuilder::with_id(TRAY)
        // Beside a practice run, each would take the other's picture away.
        .temp_dir_path(app.state::<DataDir>().tray())
        .icon(picture.shape.image()?)
        .tooltip(&picture.state)
        .menu(&picture.menu(app)?)
        // On Windows a left click opens the app; elsewhere there is no other way to the menu.
        .show_menu_on_left_click(cfg!(not(windows)))
        .on_tray_icon_event(clicked)
        .on_menu_event(chosen)
        .build(app)
}

/// No event comes where the system only opens the menu, as free desktops do.
fn clicked(tray: &TrayIcon, event: TrayIconEvent) {
    if cfg!(windows)
        && let TrayIconEvent::Click {
            button: MouseButton::Left,
            button_state: MouseButtonState::Up,
            ..
        } = event
    {
        show_main(tray.app_handle());
    }
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    let slot = app.state::<EngineSlot>();
    match event.id().as_ref() {
        OPEN => show_main(app),
        QUIT => app.exit(0),
        CHECK => keychain::check_all(app),
        KEYCHAIN => keychain::open(app),
        PAUSE_HOUR => slot.ask(AlertRequest::PauseAlerts { hours: Some(1) }),
        PAUSE_DAY => slot.ask(AlertRequest::PauseAlerts { hours: Some(24) }),
        PAUSE_OPEN => slot.ask(AlertRequest::PauseAlerts { hours: None }),
        RESUME => slot.ask(AlertRequest::ResumeAlerts),
        item => {
            let Some(Ok(location)) = item.strip_prefix(RECONNECT).map(str::parse::<LocationId>)
            else {
                return;
            };
            actions::reconnect(app, location);
        }
    }
}

#[cfg(test)]
#[path = "tray_tests.rs"]
mod tests;
