//! The window in which a network's own sign-in is shown. It has no capability and no command; all
//! that ever comes out of it is the address that the network leads back to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{AttemptId, Secret};
use engine::{CallbackChannel, CannotOpen, Jar, Return, SignInWindow};
use tauri::webview::{NewWindowResponse, PageLoadEvent, PermissionResponse};
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use crate::addresses::{Addresses, leads_back, shown_origin};
use crate::beside::{Place, beside};
use crate::data_dir::DataDir;
use crate::jars::Cookies;
use crate::running::EngineSlot;
#[cfg(all(unix, not(target_os = "macos")))]
use crate::sign_in_strip;
use crate::windows::MAIN;
use crate::{web_process, words};

/// What a window has at most at first, in logical pixels.
const SIZE: (f64, f64) = (560.0, 740.0);

/// The sign-in windows that are open.
#[derive(Clone)]
pub struct SignInWindows {
    app: AppHandle,
    addresses: Addresses,
    /// A window that ends leaves this list first, so that it ends once.
    open: Arc<Mutex<HashMap<AttemptId, Lent>>>,
}

/// The jar that a window has, and what was in it when the window opened.
struct Lent {
    jar: Jar,
    cookies: Cookies,
}

impl SignInWindows {
    pub fn new(app: AppHandle, addresses: Addresses) -> SignInWindows {
        SignInWindows {
            app,
            addresses,
            open: Arc::default(),
        }
    }

    /// Opens the window of an attempt, or leads one that is open back to the first page. Returns
    /// when it stands, or could not be made.
    pub fn open(&self, wanted: SignInWindow) -> Result<(), CannotOpen> {
        let page = self.addresses.admit(&wanted.url).map_err(cannot_open)?;
        if let Some(window) = self.window(wanted.attempt) {
            return window.navigate(page.into_url()).map_err(cannot_open);
        }
        // The first page is loaded when the cookies are there.
        let nothing = Url::parse("about:blank").map_err(cannot_open)?;
        let window = self.fenced(&wanted, nothing).build();
        let window = window.map_err(cannot_open)?;
        let lent = Lent {
            jar: wanted.jar.clone(),
            cookies: Cookies::read(wanted.cookies.as_ref()),
        };
        self.say_what_is_expected(&window, &wanted);
        put_in(&window, &lent.cookies);
        self.list().insert(wanted.attempt, lent);
        self.watch(&window, wanted.attempt);
        self.watch_its_page(&window, wanted.attempt);
        window.navigate(page.into_url()).map_err(|problem| {
            self.close(wanted.attempt);
            cannot_open(problem)
        })
    }

    /// Brings the window of an attempt to the front.
    pub fn raise(&self, attempt: AttemptId) -> bool {
        let Some(window) = self.window(attempt) else {
            return false;
        };
        let raised = window.unminimize().and_then(|()| window.set_focus());
        if let Err(problem) = raised {
            tracing::warn!(%problem, "a sign-in window cannot be brought forward");
        }
        true
    }

    /// Closes the window of an attempt; its jar goes back to the engine.
    pub fn close(&self, attempt: AttemptId) {
        let window = self.window(attempt);
        let lent = self.list().remove(&attempt);
        if let (Some(window), Some(lent)) = (window, lent) {
            self.end(window, attempt, lent);
        }
    }

    /// Closes the windows that use a jar as if a person did, and drops their cookies.
    pub fn drop_jar(&self, jar: &Jar) -> Result<(), CannotOpen> {
        let using = self.using(jar);
        using
            .iter()
            .try_for_each(WebviewWindow::destroy)
            .map_err(cannot_open)
    }

    /// Hides a window at once, and destroys it when its cookies are read.
    fn end(&self, window: WebviewWindow, attempt: AttemptId, lent: Lent) {
        if let Err(problem) = window.hide() {
            tracing::warn!(%problem, "a sign-in window cannot be hidden");
        }
        let windows = self.clone();
        // Reading cookies waits for the event loop, which must not wait for itself.
        tauri::async_runtime::spawn_blocking(move || {
            let cookies = windows.taken_out(&window, &lent);
            windows.give_back(attempt, cookies);
            if let Err(problem) = window.destroy() {
                tracing::warn!(%problem, "a sign-in window cannot be closed");
            }
        });
    }

    /// The cookies of a window that ends, if they are not those that it was given.
    fn taken_out(&self, window: &WebviewWindow, lent: &Lent) -> Option<Secret> {
        let held = match window.cookies() {
            Ok(held) => Cookies::held(held),
            Err(problem) => {
                tracing::warn!(%problem, "the cookies of a sign-in window cannot be read");
                return None;
            }
        };
        let fresh = held.beyond(&lent.cookies);
        if fresh.is_empty() && lent.cookies.beyond(&held).is_empty() {
            return None;
        }
        // A window that opened with the same jar would put the older cookies back when it ends.
        for other in self.using(&lent.jar) {
            put_in(&other, &fresh);
        }
        Some(held.written())
    }

    fn give_back(&self, attempt: AttemptId, cookies: Option<Secret>) {
        let slot = self.app.state::<EngineSlot>().inner().clone();
        slot.then(move |engine| engine.jar_returned(attempt, cookies));
    }

    /// A private session ends with its window and leaves nothing of what it showed on the disk.
    fn private(
        &self,
        wanted: &SignInWindow,
        page: Url,
    ) -> WebviewWindowBuilder<'_, tauri::Wry, AppHandle> {
        let (label, page) = (label(wanted.attempt), WebviewUrl::External(page));
        let builder = WebviewWindowBuilder::new(&self.app, label, page);
        // The engines want a folder even so; they would take one outside of ours.
        let folder = self.app.state::<DataDir>().sign_ins();
        // WebView2 has one private session for all windows of a folder.
        #[cfg(windows)]
        let folder = folder.join(wanted.jar.name());
        builder.data_directory(folder).incognito(true)
    }

    fn fenced(
        &self,
        wanted: &SignInWindow,
        page: Url,
    ) -> WebviewWindowBuilder<'_, tauri::Wry, AppHandle> {
        let label = label(wanted.attempt);
        let network = wanted.title.clone();
        let person = wanted.expected.person.clone();
        let window = self
            .private(wanted, page)
            .title(words::sign_in_title(
                &shown_origin(&wanted.url),
                &network,
                person.as_deref(),
            ))
            .inner_size(SIZE.0, SIZE.1)
            .min_inner_size(360.0, 420.0)
            .devtools(false)
            .general_autofill_enabled(false)
            .disable_drag_drop_handler()
            .on_navigation(self.gate(wanted))
            .on_new_window(self.instead_of_a_new_window(label))
            .on_download(|_, _| false)
            .on_permission_request(|_, _| PermissionResponse::Deny)
            .on_page_load(move |window, load| {
                if load.event() == PageLoadEvent::Started {
                    show_origin(&window, load.url(), &network, person.as_deref());
                }
            });
        match self.beside_the_list() {
            Some((x, y)) => window.position(x, y),
            None => window.center(),
        }
    }

    /// Where the window covers least of what says what to do in it, in logical pixels; `None`
    /// without a list window.
    fn beside_the_list(&self) -> Option<(f64, f64)> {
        let list = self.app.get_webview_window(MAIN)?;
        let scale = list.scale_factor().ok()?;
        let (at, size) = (list.outer_position().ok()?, list.outer_size().ok()?);
        let monitor = list.current_monitor().ok()??;
        let area = monitor.work_area();
        let place = |x, y, width: u32, height: u32| Place {
            x,
            y,
            width: width.try_into().unwrap_or(i32::MAX),
            height: height.try_into().unwrap_or(i32::MAX),
        };
        let (x, y) = beside(
            place(at.x, at.y, size.width, size.height),
            place(
                area.position.x,
                area.position.y,
                area.size.width,
                area.size.height,
            ),
            (SIZE.0 * scale) as i32,
            (SIZE.1 * scale) as i32,
        );
        Some((f64::from(x) / scale, f64::from(y) / scale))
    }

    /// Says as whom to sign in and what to leave ticked, where the page cannot reach it.
    #[cfg(all(unix, not(target_os = "macos")))]
    fn say_what_is_expected(&self, window: &WebviewWindow, wanted: &SignInWindow) {
        let (windows, attempt) = (self.clone(), wanted.attempt);
        let cancel = move || {
            windows.close(attempt);
            windows.report_its_end(attempt);
        };
        let (network, expected) = (wanted.title.clone(), wanted.expected.clone());
        if let Err(problem) = sign_in_strip::put_above(window, network, expected, cancel) {
            tracing::warn!(%problem, "a sign-in window has no strip");
        }
    }

    /// Its title says as whom; the window of the list beside it says the rest.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    fn say_what_is_expected(&self, _: &WebviewWindow, _: &SignInWindow) {}

    /// Stops at the address that leads back and reports it; lets through what may be shown.
    fn gate(&self, wanted: &SignInWindow) -> impl Fn(&Url) -> bool + Send + 'static {
        let addresses = self.addresses.clone();
        let returns_to = wanted.returns_to.clone();
        let attempt = wanted.attempt;
        let slot = self.app.state::<EngineSlot>().inner().clone();
        move |url| {
            if leads_back(url, &returns_to) {
                let address = url.as_str().to_owned();
                let channel = CallbackChannel::Window(attempt);
                slot.then(move |engine| engine.returned(Return { channel, address }));
                return false;
            }
            // Frames without an address of their own inherit the page's rights, which are none.
            addresses.allow(url) || matches!(url.as_str(), "about:blank" | "about:srcdoc")
        }
    }

    /// Networks that ask for a new window get the page in this one.
    fn instead_of_a_new_window(
        &self,
        label: String,
    ) -> impl Fn(Url, tauri::webview::NewWindowFeatures) -> NewWindowResponse<tauri::Wry> + Send + 'static
    {
        let app = self.app.clone();
        let addresses = self.addresses.clone();
        move |url, _| {
            if addresses.allow(&url)
                && let Some(window) = app.get_webview_window(&label)
            {
                tauri::async_runtime::spawn(async move {
                    if let Err(problem) = window.navigate(url) {
                        tracing::warn!(%problem, "a sign-in window cannot go on");
                    }
                });
            }
            NewWindowResponse::Deny
        }
    }

    fn watch(&self, window: &WebviewWindow, attempt: AttemptId) {
        let windows = self.clone();
        window.on_window_event(move |event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && windows.stands(attempt)
            {
                api.prevent_close();
                windows.close(attempt);
                windows.report_its_end(attempt);
            } else if let WindowEvent::Destroyed = event
                && windows.list().remove(&attempt).is_some()
            {
                windows.give_back(attempt, None);
                windows.report_its_end(attempt);
            }
        });
    }

    /// A window whose page is gone stays as a picture in which nothing can be typed.
    fn watch_its_page(&self, window: &WebviewWindow, attempt: AttemptId) {
        let windows = self.clone();
        let watched = web_process::watch(window, move |why| {
            tracing::error!(why, "the page of a sign-in window ended");
            windows.close(attempt);
            let slot = windows.app.state::<EngineSlot>().inner().clone();
            slot.then(move |engine| engine.sign_in_window_died(attempt));
        });
        if let Err(problem) = watched {
            tracing::warn!(%problem, "nobody hears when the page of a sign-in window ends");
        }
    }

    fn report_its_end(&self, attempt: AttemptId) {
        let slot = self.app.state::<EngineSlot>().inner().clone();
        slot.then(move |engine| engine.sign_in_window_closed(attempt));
    }

    fn stands(&self, attempt: AttemptId) -> bool {
        self.list().contains_key(&attempt)
    }

    fn window(&self, attempt: AttemptId) -> Option<WebviewWindow> {
        let stands = self.stands(attempt);
        stands.then(|| self.app.get_webview_window(&label(attempt)))?
    }

    fn using(&self, jar: &Jar) -> Vec<WebviewWindow> {
        let list = self.list();
        let using = list.iter().filter(|(_, lent)| lent.jar == *jar);
        using
            .filter_map(|(attempt, _)| self.app.get_webview_window(&label(*attempt)))
            .collect()
    }

    fn list(&self) -> MutexGuard<'_, HashMap<AttemptId, Lent>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Only hands them to the event loop, which puts them in before it does what it is asked next.
fn put_in(window: &WebviewWindow, cookies: &Cookies) {
    for cookie in cookies.each() {
        if let Err(problem) = window.set_cookie(cookie) {
            tracing::warn!(%problem, "a sign-in window does not take a cookie");
        }
    }
}

fn show_origin(window: &WebviewWindow, url: &Url, network: &str, person: Option<&str>) {
    if url.host().is_none() {
        return;
    }
    let shown = window.set_title(&words::sign_in_title(&shown_origin(url), network, person));
    #[cfg(all(unix, not(target_os = "macos")))]
    let shown = shown.and_then(|()| sign_in_strip::show_origin(window, url));
    if let Err(problem) = shown {
        tracing::warn!(%problem, "a sign-in window cannot show its origin");
    }
}

/// No capability names such a label.
fn label(attempt: AttemptId) -> String {
    format!("sign-in-{attempt}")
}

fn cannot_open(problem: impl std::fmt::Display) -> CannotOpen {
    CannotOpen(problem.to_string())
}
