//! The list window: made when it is wanted, destroyed when it is closed. A hidden one would still
//! cost memory and wake-ups.

use std::sync::{Mutex, PoisonError};

use protocol::{Failure, Reply};
use tauri::async_runtime::spawn_blocking;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

use crate::data_dir::{DataDir, Kind};
use crate::look::Looks;
use crate::page::{self, Page};
use crate::tray_presence::TrayPresence;
use crate::{handed, look, message, words};

/// The label of the list window. Its capability hangs on it.
pub const MAIN: &str = "main";

/// Frozen here and not by Tauri's setting, which would freeze the networks' own sign-in pages too
/// and break those that override `toString` and the like.
const FREEZE: &str = "Object.freeze(Object.prototype);";

/// Lets one at a time make the list window: of two starts in the same moment the second would make
/// another one, which cannot be, and say that none can be shown.
#[derive(Default)]
pub struct Making(Mutex<()>);

/// Makes the list window, if there is none.
pub fn open_main(app: &AppHandle) -> tauri::Result<()> {
    if app.get_webview_window(MAIN).is_some() {
        return Ok(());
    }
    app.state::<Page>().is_made();
    let kind = *app.state::<Kind>();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title(words::main_title(kind.is_practice()))
        .inner_size(1180.0, 760.0)
        .min_inner_size(360.0, 400.0)
        .center()
        .data_directory(app.state::<DataDir>().window())
        .initialization_script(FREEZE)
        .on_web_resource_request({
            let app = app.clone();
            move |request, response| handed::hand_over(&app, &request, response)
        })
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    look::draw(&window, app.state::<Looks>().now().zoom);
    page::watch_over(&window)
}

/// Draws everything in the list window in this size, and in each that is made after it.
pub async fn zoom(app: &AppHandle, percent: u16) -> Result<Reply, Failure> {
    let keeps = app.clone();
    let kept = spawn_blocking(move || keeps.state::<Looks>().zoom(percent)).await;
    match kept {
        Ok(true) => {}
        Ok(false) => return Err(Failure::Malformed),
        Err(problem) => {
            tracing::error!(%problem, "the look of the window is not kept");
            return Err(Failure::Internal);
        }
    }
    // Of two sizes in the same moment the one that is kept is drawn, in whatever order they come here.
    let drawn = app.clone();
    let turn = app.run_on_main_thread(move || {
        if let Some(window) = drawn.get_webview_window(MAIN) {
            look::draw(&window, drawn.state::<Looks>().now().zoom);
        }
    });
    if let Err(problem) = turn {
        tracing::warn!(%problem, "the window cannot be drawn in another size");
    }
    Ok(Reply::DONE)
}

/// Brings the list window to the front, from any thread, and makes it if there is none.
pub fn show_main(app: &AppHandle) {
    tauri::async_runtime::spawn(bring_forward(app.clone()));
}

/// Brings the list window to the front and waits until it hears events. Whether it is there.
pub async fn listening_main(app: &AppHandle) -> bool {
    let shown = bring_forward(app.clone()).await;
    if shown {
        app.state::<Page>().until_it_listens().await;
    }
    shown
}

/// Brings the list window to the front, with a page that is alive, and makes it if there is none.
/// Where the system lets none be made the person who asked for it hears so. Whether it is there.
pub async fn bring_forward(app: AppHandle) -> bool {
    if let Some(window) = app.get_webview_window(MAIN) {
        app.state::<Page>().revive(&window).await;
    }
    // Making a window inside one of the event loop's own calls would lock up on Windows.
    let made_in = app.clone();
    let shown = spawn_blocking(move || {
        let making = made_in.state::<Making>();
        let _turn = making.0.lock().unwrap_or_else(PoisonError::into_inner);
        open_main(&made_in)?;
        match made_in.get_webview_window(MAIN) {
            Some(window) => {
                window.unminimize()?;
                window.show()?;
                window.set_focus()
            }
            None => Ok(()),
        }
    })
    .await
    .and_then(|shown| shown);
    if let Err(problem) = &shown {
        tracing::warn!(%problem, "the list window cannot be shown");
        let in_tray = app.state::<TrayPresence>().stands() == Some(true);
        message::cannot_show(&app, words::no_window(&problem.to_string(), in_tray));
    }
    shown.is_ok()
}

/// The window shows what is built in, and nothing else.
fn is_own_page(url: &Url) -> bool {
    let built_in = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    built_in || cfg!(dev) && url.host_str() == Some("127.0.0.1") && url.port() == Some(5173)
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn the_list_window_never_leaves_its_own_pages() {
        let own = if cfg!(windows) {
            "http://tauri.localhost/index.html"
        } else {
            "tauri://localhost/"
        };
        assert!(is_own_page(&own.parse().unwrap()));
        for other in [
            "https://tauri.localhost.example.com/",
            "https://example.com/",
            "tauri://example.com/",
            "http://127.0.0.1:80/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:1",
        ] {
            assert!(!is_own_page(&other.parse().unwrap()), "{other}");
        }
    }
}
