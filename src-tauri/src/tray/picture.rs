//! What the tray shows: its shape, and the menu that says it in words.

use ::words::{Message, say, tray};
use domain::{Icon, LocationId};
use engine::{KeyState, Summary};
use protocol::StoreProblemCode;
use tauri::AppHandle;
use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuItem, SubmenuBuilder};
use tauri::tray::TrayIcon;

use super::{CHECK, KEYCHAIN, OPEN, PAUSE_DAY, PAUSE_HOUR, PAUSE_OPEN, QUIT, RECONNECT, RESUME};
use crate::plain_text::menu_label;
use crate::words::{self, not_watching};

/// More locations than this are counted, not named.
const MOST_NAMED: usize = 8;

/// What the tray shows of a summary. Two that are equal need no redrawing, which on Linux would
/// write a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// Whether there is anything that can be asked for beside the window.
    pub(super) watching: bool,
    pub(super) shape: Shape,
    pub(super) state: String,
    pub(super) in_need: Vec<(LocationId, String)>,
    pub(super) more: usize,
    /// What opens the keychain, where that is what helps.
    pub(super) keychain: Option<String>,
    pub(super) paused: Option<String>,
}

type Building<'a> = MenuBuilder<'a, tauri::Wry, AppHandle>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Tick,
    Cloud,
    Clock,
    BrokenLink,
}

impl Picture {
    pub(super) fn of(summary: &Summary) -> Picture {
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
    pub(super) fn starting(practice: bool) -> Picture {
        Picture::without_a_watch(Shape::Cloud, tray::starting(), practice)
    }

    /// Nothing is watched, which is worse than anything that a watch finds.
    pub(super) fn not_watching(problem: StoreProblemCode, practice: bool) -> Picture {
        let state = not_watching::state(problem);
        Picture::without_a_watch(Shape::BrokenLink, state, practice)
    }

    fn without_a_watch(shape: Shape, state: Message, practice: bool) -> Picture {
        Picture {
            watching: false,
            shape,
            state: match practice {
                true => words::in_practice(state),
                false => say(state),
            },
            in_need: vec![],
            more: 0,
            keychain: None,
            paused: None,
        }
    }

    pub(super) fn menu(&self, app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
        let state = MenuItem::new(app, menu_label(&self.state), false, None::<&str>)?;
        let mut menu = MenuBuilder::new(app).item(&state).separator();
        if let Some(open) = &self.keychain {
            menu = menu.text(KEYCHAIN, open).separator();
        }
        for (location, text) in &self.in_need {
            menu = menu.text(format!("{RECONNECT}{location}"), menu_label(text));
        }
        if self.more > 0 {
            menu = menu.text(OPEN, say(tray::more(self.more)));
        }
        if !self.in_need.is_empty() {
            menu = menu.separator();
        }
        if self.watching {
            menu = self.of_the_watch(app, menu)?;
        }
        menu.text(OPEN, say(tray::open()))
            .separator()
            .text(QUIT, say(tray::quit()))
            .build()
    }

    fn of_the_watch<'a>(
        &self,
        app: &'a AppHandle,
        menu: Building<'a>,
    ) -> tauri::Result<Building<'a>> {
        let menu = menu.text(CHECK, say(tray::check_now()));
        Ok(match &self.paused {
            Some(until) => {
                let until = MenuItem::new(app, menu_label(until), false, None::<&str>)?;
                menu.item(&until).text(RESUME, say(tray::resume()))
            }
            None => menu.item(
                &SubmenuBuilder::new(app, say(tray::pause()))
                    .text(PAUSE_HOUR, say(tray::pause_hour()))
                    .text(PAUSE_DAY, say(tray::pause_day()))
                    .text(PAUSE_OPEN, say(tray::pause_open()))
                    .build()?,
            ),
        })
    }

    pub(super) fn replace(
        &self,
        older: &Picture,
        app: &AppHandle,
        icon: &TrayIcon,
    ) -> tauri::Result<()> {
        if self == older {
            return Ok(());
        }
        if self.shape != older.shape {
            icon.set_icon(Some(self.shape.image()?))?;
        }
        icon.set_menu(Some(self.menu(app)?))?;
        icon.set_tooltip(Some(&self.state))
    }
}

impl Shape {
    /// While a person is away at the network nothing is wrong.
    pub(super) fn of(worst: Icon) -> Shape {
        match worst {
            Icon::Tick | Icon::Ring => Shape::Tick,
            Icon::Cloud => Shape::Cloud,
            Icon::Clock => Shape::Clock,
            Icon::BrokenLink => Shape::BrokenLink,
        }
    }

    pub(super) fn image(self) -> tauri::Result<Image<'static>> {
        Image::from_bytes(match self {
            Shape::Tick => include_bytes!("../../../icons/tray/tick.png"),
            Shape::Cloud => include_bytes!("../../../icons/tray/cloud.png"),
            Shape::Clock => include_bytes!("../../../icons/tray/clock.png"),
            Shape::BrokenLink => include_bytes!("../../../icons/tray/broken-link.png"),
        })
    }
}
