//! A person at the keyboard before the sign-in window. WebDriver cannot look into it, so keys are
//! pressed whenever the screen rests, until the window goes; the practice pages have their main
//! button focused.

use crate::{Desktop, Trouble, screen::Screen};

const TRIES: u32 = 12;

/// Part of the title of every sign-in window.
const TITLE: &str = ": sign in";

/// Signs in and approves; the window closes by itself.
pub async fn approve(desktop: &Desktop) -> Result<(), Trouble> {
    press_until_gone(desktop, &["Return"]).await
}

/// Cancels on the first page; the window closes by itself.
pub async fn cancel(desktop: &Desktop) -> Result<(), Trouble> {
    press_until_gone(desktop, &["Tab", "Return"]).await
}

/// Closes the window by the window manager.
pub async fn close(desktop: &Desktop) -> Result<(), Trouble> {
    let screen = Screen::of(desktop);
    let window = screen.window(TITLE)?;
    screen.until_still().await?;
    screen.focus(&window)?;
    screen.close(&window)?;
    screen.window_gone(TITLE)
}

/// Waits until a sign-in window that opened has gone by itself, or none is open any more.
pub fn passes_by_itself(desktop: &Desktop) -> Result<(), Trouble> {
    Screen::of(desktop).window_gone(TITLE)
}

async fn press_until_gone(desktop: &Desktop, keys: &[&str]) -> Result<(), Trouble> {
    let screen = Screen::of(desktop);
    let mut window = screen.window(TITLE)?;
    for _ in 0..TRIES {
        screen.until_still().await?;
        let windows = screen.windows()?.into_iter();
        match windows.into_iter().find(|open| open.title.contains(TITLE)) {
            Some(open) => window = open,
            None => return Ok(()),
        }
        // It may close between the look and the key.
        if screen.focus(&window).is_ok() {
            screen.press(keys)?;
        }
    }
    Err(Trouble::unexpected(format!(
        "the window {:?} stays open",
        window.title
    )))
}
