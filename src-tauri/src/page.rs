//! The page of the list window. Its process may die or hang while the window keeps its last
//! picture, and people believe a green tick: it is made anew.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, WebviewWindow};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

use crate::notices::Notices;
use crate::{web_process, words};

/// The key of the notice that the window does not hold.
const WINDOW: &str = "window";

/// How far the page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// It is being loaded, and shows nothing that could be believed.
    #[default]
    Loading,
    /// It was given the list with its first script, and may show it.
    Handed,
    /// It hears events: it listens before it asks for its first snapshot.
    Listening,
}

/// What has happened to the page of the list window, whichever window that is.
#[derive(Default)]
pub struct Page {
    stage: watch::Sender<Stage>,
    /// Whether it ended and waits to be made anew.
    waits: AtomicBool,
    made: Mutex<MadeAnew>,
}

impl Page {
    /// How long a page that runs has for a sign of life. It may be busy with a long list.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// There is a new one, which hears nothing yet.
    pub fn is_made(&self) {
        self.stage.send_replace(Stage::Loading);
    }

    /// It is given the list.
    pub fn is_handed_the_list(&self) {
        self.stage.send_if_modified(|stage| {
            let loads = *stage == Stage::Loading;
            if loads {
                *stage = Stage::Handed;
            }
            loads
        });
    }

    /// It asked for a snapshot, or for what it missed.
    pub fn listens(&self) {
        self.stage.send_replace(Stage::Listening);
    }

    /// Waits until it hears events.
    pub async fn until_it_listens(&self) {
        let mut stages = self.stage.subscribe();
        // The sender lives as long as the app.
        let _ = stages.wait_for(|stage| *stage == Stage::Listening).await;
    }

    /// Makes a page anew that gives no sign of life any more.
    pub async fn revive(&self, window: &WebviewWindow) {
        if self.waits.load(Ordering::SeqCst) {
            return self.load(window);
        }
        if self.shows_nothing() || answers(window).await {
            return;
        }
        tracing::warn!("the page of the window gives no sign of life");
        self.is_made();
        if let Err(problem) = web_process::end(window) {
            tracing::error!(%problem, "the page of the window cannot be made anew");
        }
    }
}

/// Whether the page answers in time.
async fn answers(window: &WebviewWindow) -> bool {
    let (sender, mut answer) = mpsc::unbounded_channel();
    // A page whose process is gone answers with nothing.
    let asked = window.eval_with_callback("1", move |said| {
        // Whoever asked may have lost patience.
        let _ = sender.send(said == "1");
    });
    match asked {
        Ok(()) => timeout(Page::PATIENCE, answer.recv()).await == Ok(Some(true)),
        Err(problem) => {
            tracing::warn!(%problem, "the page of the window cannot be asked");
            false
        }
    }
}

/// Watches over the page of the list window.
pub fn watch_over(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    let label = window.label().to_owned();
    web_process::watch(window, move |why| ended(&app, &label, why))
}

/// The process that draws the page has ended.
fn ended(app: &AppHandle, label: &str, why: &str) {
    let Some(window) = app.get_webview_window(label) else {
        return;
    };
    let page = app.state::<Page>();
    page.is_made();
    match page.made_anew() {
        Ok(()) => {
            tracing::error!(why, "the page of the window ended; it is made anew");
            page.load(&window);
        }
        Err(wait) => {
            page.waits.store(true, Ordering::SeqCst);
            tracing::error!(why, ?wait, "the page of the window ends again and again");
            tauri::async_runtime::spawn(load_later(app.clone(), window, wait));
        }
    }
}

/// Puts a window away whose page does not hold, so that its last picture is not believed, and
/// brings it back with a page that does.
async fn load_later(app: AppHandle, window: WebviewWindow, mut wait: Duration) {
    if window.is_visible().unwrap_or(true) {
        put_away(&app, &window);
    }
    let page = app.state::<Page>();
    loop {
        sleep(wait).await;
        match page.made_anew() {
            Ok(()) => break,
            Err(longer) => wait = longer,
        }
    }
    // A person who wanted to see it may have been faster.
    if page.waits.load(Ordering::SeqCst) {
        page.load(&window);
    }
    page.until_it_listens().await;
    if let Err(problem) = window.show() {
        tracing::warn!(%problem, "the window cannot be shown again");
    }
}

fn put_away(app: &AppHandle, window: &WebviewWindow) {
    if let Err(problem) = window.hide() {
        tracing::warn!(%problem, "a window without a page cannot be hidden");
    }
    app.state::<Notices>()
        .say(WINDOW, words::window_does_not_hold());
}

impl Page {
    fn shows_nothing(&self) -> bool {
        *self.stage.borrow() == Stage::Loading
    }

    fn load(&self, window: &WebviewWindow) {
        self.waits.store(false, Ordering::SeqCst);
        if let Err(problem) = window.reload() {
            tracing::error!(%problem, "the page of the window cannot be made anew");
        }
    }

    /// Takes one of the turns there are, or says how long it is until the next.
    fn made_anew(&self) -> Result<(), Duration> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.once_more(Instant::now())
    }
}

/// When the page was made anew. What ends it each time would otherwise keep the computer busy.
#[derive(Default)]
struct MadeAnew(VecDeque<Instant>);

impl MadeAnew {
    const MOST: usize = 3;
    const WITHIN: Duration = Duration::from_secs(60);

    fn once_more(&mut self, now: Instant) -> Result<(), Duration> {
        let since = |at: &Instant| now.saturating_duration_since(*at);
        self.0.retain(|at| since(at) < Self::WITHIN);
        match self.0.front() {
            Some(first) if self.0.len() >= Self::MOST => Err(Self::WITHIN - since(first)),
            _ => {
                self.0.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_shows_the_list_must_answer_though_it_does_not_listen_yet() {
        let page = Page::default();
        assert!(page.shows_nothing());
        page.is_handed_the_list();
        assert!(!page.shows_nothing());
        page.listens();
        page.is_handed_the_list();
        assert_eq!(*page.stage.borrow(), Stage::Listening);
        page.is_made();
        assert!(page.shows_nothing());
    }

    #[test]
    fn a_page_is_made_anew_three_times_a_minute_at_most() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut made = MadeAnew::default();
        for seconds in [0, 10, 20] {
            assert_eq!(made.once_more(at(seconds)), Ok(()));
        }
        assert_eq!(made.once_more(at(25)), Err(Duration::from_secs(35)));
        assert_eq!(made.once_more(at(60)), Ok(()));
        assert_eq!(made.once_more(at(61)), Err(Duration::from_secs(9)));
        assert_eq!(made.once_more(at(600)), Ok(()));
    }
}
