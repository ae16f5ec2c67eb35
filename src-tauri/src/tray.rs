//! The tray: the worst state as a shape, and a menu that says it in words. There is always a menu,
//! because some desktops hide an icon without one.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::{Icon, LocationId};
use engine::{KeyState, Summary};
use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuEvent, MenuItem, SubmenuBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use tokio::sync::watch;
use tokio::time::timeout;
use wire::{Request, StoreProblemCode};

use crate::home::Home;
#[cfg(all(unix, not(target_os = "macos")))]
use crate::notices::Notices;
use crate::opening::Opening;
use crate::plain_text::menu_label;
use crate::running::{Awaited, Start};
use crate::windows::{MAIN, show_main};
use crate::{keychain, locations, not_watching, words};

const TRAY: &str = "greentick";

/// More locations than this are counted, not named.
const MOST_NAMED: usize = 8;

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

/// How long a panel has to start after the app.
#[cfg(all(unix, not(target_os = "macos")))]
const TRIES: u32 = 6;
#[cfg(all(unix, not(target_os = "macos")))]
const BETWEEN_TRIES: Duration = Duration::from_secs(5);

/// Whether the app can be reached, and quit, without a window; nothing while that is not known.
#[derive(Default)]
pub struct Stands(watch::Sender<Option<bool>>);

/// Shows the tray as soon as there is something to say, and keeps it true. Where there is none the
/// app goes on without.
pub async fn follow(app: AppHandle) {
    let mut starts = app.state::<Awaited>().follow();
    let mut drawn = None;
    loop {
        let start = starts.borrow_and_update().clone();
        match start {
            Start::Pending if drawn.is_none() => {
                if timeout(SOON, starts.changed()).await.is_ok() {
                    continue;
                }
                let practice = app.state::<Opening>().practice;
                drawn = draw(&app, drawn, Picture::starting(practice)).await;
            }
            // While the store is opened once more, what was drawn is still true.
            Start::Pending => {}
            Start::Closed(closed) => {
                let practice = app.state::<Opening>().practice;
                drawn = draw(&app, drawn, Picture::not_watching(closed.problem, practice)).await;
            }
            Start::Running(running) => {
                #[cfg(all(unix, not(target_os = "macos")))]
                tauri::async_runtime::spawn(say_once_where_no_icon_is_drawn(app.clone()));
                let summary = running.handle.summary();
                drop(running);
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
            app.state::<Stands>().0.send_replace(Some(tray.is_some()));
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

/// Whether the app can be reached, and quit, without a window, as far as is known.
pub fn stands(app: &AppHandle) -> Option<bool> {
    *app.state::<Stands>().0.borrow()
}

/// The same as soon as it is known.
pub async fn comes_to_stand(app: &AppHandle) -> bool {
    let mut stands = app.state::<Stands>().0.subscribe();
    let known = stands.wait_for(Option::is_some).await;
    known.is_ok_and(|known| *known == Some(true))
}

/// What the tray shows of a summary. Two that are equal need no redrawing, which on Linux would
/// write a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    /// Whether there is anything that can be asked for beside the window.
    watching: bool,
    shape: Shape,
    state: String,
    in_need: Vec<(LocationId, String)>,
    more: usize,
    /// What opens the keychain, where that is what helps.
    keychain: Option<&'static str>,
    paused: Option<String>,
}

type Building<'a> = MenuBuilder<'a, tauri::Wry, AppHandle>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Tick,
    Cloud,
    Clock,
    BrokenLink,
}

impl Picture {
    fn of(summary: &Summary) -> Picture {
        let closed = summary.key.filter(|key| *key != KeyState::Open);
        if let Some(key) = closed {
            return Picture {
                watching: true,
                shape: Shape::of(summary.worst.max(Icon::Cloud)),
                state: words::state(summary),
                // A sign-in needs the keychain first.
                in_need: vec![],
                more: 0,
                keychain: not_watching::opens(key),
                paused: summary.paused.map(words::paused),
            };
        }
        // What is not kept is lost with the app.
        let worst = match summary.cannot_keep {
            Some(_) => summary.worst.max(Icon::Clock),
            None => summary.worst,
        };
        let named = summary.needing.iter().take(MOST_NAMED);
        Picture {
            watching: true,
            shape: Shape::of(worst),
            state: words::state(summary),
            in_need: named
                .map(|one| (one.location, words::reconnect(&one.name, &one.network)))
                .collect(),
            more: summary.needing.len().saturating_sub(MOST_NAMED),
            keychain: None,
            paused: summary.paused.map(words::paused),
        }
    }

    /// The store is being opened, which can take as long as somebody else holds it.
    fn starting(practice: bool) -> Picture {
        Picture::without_a_watch(Shape::Cloud, words::STARTING, practice)
    }

    /// Nothing is watched, which is worse than anything that a watch finds.
    fn not_watching(problem: StoreProblemCode, practice: bool) -> Picture {
        let state = not_watching::state(problem);
        Picture::without_a_watch(Shape::BrokenLink, &state, practice)
    }

    fn without_a_watch(shape: Shape, state: &str, practice: bool) -> Picture {
        Picture {
            watching: false,
            shape,
            state: match practice {
                true => words::in_practice(state),
                false => state.to_owned(),
            },
            in_need: vec![],
            more: 0,
            keychain: None,
            paused: None,
        }
    }

    fn menu(&self, app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
        let state = MenuItem::new(app, menu_label(&self.state), false, None::<&str>)?;
        let mut menu = MenuBuilder::new(app).item(&state).separator();
        if let Some(open) = self.keychain {
            menu = menu.text(KEYCHAIN, open).separator();
        }
        for (location, text) in &self.in_need {
            menu = menu.text(format!("{RECONNECT}{location}"), menu_label(text));
        }
        if self.more > 0 {
            menu = menu.text(OPEN, words::and_more(self.more));
        }
        if !self.in_need.is_empty() {
            menu = menu.separator();
        }
        if self.watching {
            menu = self.of_the_watch(app, menu)?;
        }
        menu.text(OPEN, words::OPEN)
            .separator()
            .text(QUIT, words::QUIT)
            .build()
    }

    fn of_the_watch<'a>(
        &self,
        app: &'a AppHandle,
        menu: Building<'a>,
    ) -> tauri::Result<Building<'a>> {
        let menu = menu.text(CHECK, words::CHECK_NOW);
        Ok(match &self.paused {
            Some(until) => {
                let until = MenuItem::new(app, menu_label(until), false, None::<&str>)?;
                menu.item(&until).text(RESUME, words::RESUME)
            }
            None => menu.item(
                &SubmenuBuilder::new(app, words::PAUSE)
                    .text(PAUSE_HOUR, words::PAUSE_HOUR)
                    .text(PAUSE_DAY, words::PAUSE_DAY)
                    .text(PAUSE_OPEN, words::PAUSE_OPEN)
                    .build()?,
            ),
        })
    }

    fn replace(&self, older: &Picture, app: &AppHandle, tray: &TrayIcon) -> tauri::Result<()> {
        if self == older {
            return Ok(());
        }
        if self.shape != older.shape {
            tray.set_icon(Some(self.shape.image()?))?;
        }
        tray.set_menu(Some(self.menu(app)?))?;
        tray.set_tooltip(Some(&self.state))
    }
}

impl Shape {
    /// While a person is away at the network nothing is wrong.
    fn of(worst: Icon) -> Shape {
        match worst {
            Icon::Tick | Icon::Ring => Shape::Tick,
            Icon::Cloud => Shape::Cloud,
            Icon::Clock => Shape::Clock,
            Icon::BrokenLink => Shape::BrokenLink,
        }
    }

    fn image(self) -> tauri::Result<Image<'static>> {
        Image::from_bytes(match self {
            Shape::Tick => include_bytes!("../../icons/tray/tick.png"),
            Shape::Cloud => include_bytes!("../../icons/tray/cloud.png"),
            Shape::Clock => include_bytes!("../../icons/tray/clock.png"),
            Shape::BrokenLink => include_bytes!("../../icons/tray/broken-link.png"),
        })
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
        .temp_dir_path(app.state::<Home>().tray())
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

/// Without anybody who draws it the icon stands nowhere, and nobody else would say so. A panel may
/// start after the app.
#[cfg(all(unix, not(target_os = "macos")))]
async fn say_once_where_no_icon_is_drawn(app: AppHandle) {
    let mark = app.state::<Home>().told_about_missing_tray();
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

fn chosen(app: &AppHandle, event: MenuEvent) {
    let awaited = app.state::<Awaited>();
    match event.id().as_ref() {
        OPEN => show_main(app),
        QUIT => app.exit(0),
        CHECK => keychain::check_all(app),
        KEYCHAIN => keychain::open(app),
        PAUSE_HOUR => awaited.ask(Request::PauseAlerts { hours: Some(1) }),
        PAUSE_DAY => awaited.ask(Request::PauseAlerts { hours: Some(24) }),
        PAUSE_OPEN => awaited.ask(Request::PauseAlerts { hours: None }),
        RESUME => awaited.ask(Request::ResumeAlerts),
        item => {
            let Some(Ok(location)) = item.strip_prefix(RECONNECT).map(str::parse::<LocationId>)
            else {
                return;
            };
            locations::reconnect(app, location);
        }
    }
}

#[cfg(test)]
#[path = "tray_tests.rs"]
mod tests;
