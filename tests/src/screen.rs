//! The session's screen seen from outside: which windows stand on it, keys, pictures.
//!
//! WebDriver cannot look into a second window of the app, so the sign-in window is worked here,
//! the way a person with a keyboard would.

use std::{fs, path::Path, time::Duration};

use crate::{Desktop, Trouble, process, wait};

const LIMIT: Duration = Duration::from_secs(20);
const REST: Duration = Duration::from_millis(600);
const LOOKS: u32 = 10;

/// A window as the window manager sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XWindow {
    pub id: String,
    pub title: String,
}

/// Where a window stands, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

impl Place {
    /// Where it ends on the right.
    pub fn right(self) -> i32 {
        self.x.saturating_add_unsigned(self.width)
    }
}

/// The screen of a full [`Desktop`].
pub struct Screen<'a> {
    desktop: &'a Desktop,
}

impl<'a> Screen<'a> {
    pub fn of(desktop: &'a Desktop) -> Screen<'a> {
        Screen { desktop }
    }

    /// The windows that the window manager shows, oldest first.
    pub fn windows(&self) -> Result<Vec<XWindow>, Trouble> {
        let mut ask = self.desktop.command("xprop");
        let listed = process::output(ask.args(["-root", "-notype", "_NET_CLIENT_LIST"]))?;
        let Some((_, ids)) = listed.split_once('#') else {
            return Ok(Vec::new());
        };
        let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
        // A window may close while it is asked for its title.
        let named = ids.filter_map(|id| {
            let title = self.xdotool(&["getwindowname", id]).ok()?;
            Some(XWindow {
                id: id.to_owned(),
                title,
            })
        });
        Ok(named.collect())
    }

    /// Waits until exactly one window has this in its title.
    pub fn window(&self, title: &str) -> Result<XWindow, Trouble> {
        wait::until(&format!("a window titled {title:?}"), LIMIT, || {
            let found = self
                .windows()
                .ok()?
                .into_iter()
                .filter(|w| w.title.contains(title));
            <[XWindow; 1]>::try_from(found.collect::<Vec<_>>())
                .ok()
                .map(|[window]| window)
        })
    }

    /// Waits until no window has this in its title any more.
    pub fn window_gone(&self, title: &str) -> Result<(), Trouble> {
        wait::until(
            &format!("the end of the window titled {title:?}"),
            LIMIT,
            || {
                let windows = self.windows().ok()?;
                (!windows.iter().any(|window| window.title.contains(title))).then_some(())
            },
        )
    }

    /// Waits until a window is no longer there, whatever others are called.
    pub fn window_gone_by_id(&self, window: &XWindow) -> Result<(), Trouble> {
        let what = format!("the end of a window titled {:?}", window.title);
        wait::until(&what, LIMIT, || {
            let windows = self.windows().ok()?;
            (!windows.iter().any(|one| one.id == window.id)).then_some(())
        })
    }

    /// Brings the window to the front and gives it the keyboard.
    pub fn focus(&self, window: &XWindow) -> Result<(), Trouble> {
        self.xdotool(&["windowactivate", "--sync", &window.id])
            .map(drop)
    }

    pub fn type_text(&self, text: &str) -> Result<(), Trouble> {
        self.xdotool(&["type", "--delay", "15", text]).map(drop)
    }

    /// Presses keys by their X names, such as `Tab`, `Return`, `ctrl+w`.
    pub fn press(&self, keys: &[&str]) -> Result<(), Trouble> {
        self.xdotool(&[&["key", "--delay", "40"], keys].concat())
            .map(drop)
    }

    /// Closes the window as its close button would; the app may refuse.
    pub fn close(&self, window: &XWindow) -> Result<(), Trouble> {
        self.focus(window)?;
        self.press(&["alt+F4"])
    }

    /// Where the window stands.
    pub fn place(&self, window: &XWindow) -> Result<Place, Trouble> {
        let told = self.xdotool(&["getwindowgeometry", "--shell", &window.id])?;
        let figure = |name: &str| {
            let mut lines = told.lines().filter_map(|line| line.split_once('='));
            let (_, figure) = lines.find(|(key, _)| *key == name)?;
            figure.parse::<i32>().ok()
        };
        let size = |name| figure(name).and_then(|figure| u32::try_from(figure).ok());
        let place = figure("X")
            .zip(figure("Y"))
            .zip(size("WIDTH").zip(size("HEIGHT")));
        let Some(((x, y), (width, height))) = place else {
            return Err(Trouble::unexpected(told));
        };
        Ok(Place {
            x,
            y,
            width,
            height,
        })
    }

    /// Clicks at a place inside the window.
    pub fn click(&self, window: &XWindow, x: u32, y: u32) -> Result<(), Trouble> {
        self.focus(window)?;
        let (x, y) = (x.to_string(), y.to_string());
        self.xdotool(&[
            "mousemove",
            "--sync",
            "--window",
            &window.id,
            &x,
            &y,
            "click",
            "1",
        ])
        .map(drop)
    }

    /// A picture of everything on the screen.
    pub fn picture(&self, png: &Path) -> Result<(), Trouble> {
        let mut import = self.desktop.command("import");
        // Without dates, so that two pictures of the same screen are the same file.
        let plain = [
            "-window",
            "root",
            "+set",
            "date:create",
            "+set",
            "date:modify",
        ];
        let dateless = ["-define", "png:exclude-chunks=date,time,tIME"];
        process::output(import.args(plain).args(dateless).arg(png)).map(drop)
    }

    /// Pictures the screen once it has come to rest: what a page changes is drawn a while after the
    /// page says so. A screen that never rests is pictured as it is.
    pub async fn still_picture(&self, png: &Path) -> Result<(), Trouble> {
        let mut last = Vec::new();
        for _ in 0..LOOKS {
            tokio::time::sleep(REST).await;
            self.picture(png)?;
            let now = fs::read(png).map_err(Trouble::io(png.display().to_string()))?;
            let rests = now == last;
            last = now;
            if rests {
                break;
            }
        }
        Ok(())
    }

    /// Waits until the screen has come to rest, as a person does before pressing a key.
    pub async fn until_still(&self) -> Result<(), Trouble> {
        self.still_picture(&self.desktop.home().join("still.png"))
            .await
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<String, Trouble> {
        process::output(self.desktop.command("xdotool").args(arguments))
    }
}
