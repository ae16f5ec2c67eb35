//! What a window shows is drawn by a process of the system's web engine. It can die while the window
//! stands there with its last picture.

use tauri::WebviewWindow;

/// Has something done each time the process that draws a window has ended; the text says why, as
/// far as the engine does. It is done on the main thread.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn watch(window: &WebviewWindow, then: impl Fn(&str) + Send + 'static) -> tauri::Result<()> {
    use webkit2gtk::{WebProcessTerminationReason as Reason, WebViewExt};

    window.with_webview(move |webview| {
        webview
            .inner()
            .connect_web_process_terminated(move |_, reason| {
                then(match reason {
                    Reason::Crashed => "it crashed",
                    Reason::ExceededMemoryLimit => "it took too much memory",
                    Reason::TerminatedByApi => "it did not answer and was ended",
                    _ => "no reason is known",
                });
            });
    })
}

/// Ends the process that draws a window, whose end is then heard by whoever watches it.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn end(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(|webview| webview.inner().terminate_web_process())
}

/// The engines of the other systems leave a process that hangs behind when the page is loaded anew.
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub fn end(window: &WebviewWindow) -> tauri::Result<()> {
    window.reload()
}

#[cfg(windows)]
#[allow(unsafe_code, reason = "WebView2 is reached by COM alone")]
pub fn watch(window: &WebviewWindow, then: impl Fn(&str) + Send + 'static) -> tauri::Result<()> {
    use webview2_com::Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PROCESS_FAILED_KIND, COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE,
    };
    use webview2_com::ProcessFailedEventHandler;

    window.with_webview(move |webview| {
        let failed = ProcessFailedEventHandler::create(Box::new(move |_, failed| {
            let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
            if let Some(failed) = failed {
                // SAFETY: the engine writes the number where it is told.
                unsafe { failed.ProcessFailedKind(&mut kind)? };
            }
            match kind {
                COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED => then("it ended"),
                COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE => {
                    then("it does not answer");
                }
                // The engine starts the others again by itself.
                _ => {}
            }
            Ok(())
        }));
        // SAFETY: this is the thread of the window, and it keeps the handler.
        let added = unsafe {
            let view = webview.controller().CoreWebView2();
            view.and_then(|view| view.add_ProcessFailed(&failed, &mut 0))
        };
        if let Err(problem) = added {
            tracing::warn!(%problem, "nobody hears when the page of a window ends");
        }
    })
}

/// Tauri has one ear for all windows on macOS.
#[cfg(target_os = "macos")]
mod one_ear {
    use std::collections::HashMap;
    use std::sync::{Mutex, PoisonError};

    use tauri::{Manager, Webview, WebviewWindow};

    type Deed = Box<dyn Fn(&str) + Send>;

    /// What is to be done, by the window's label.
    #[derive(Default)]
    pub struct Watched(Mutex<HashMap<String, Deed>>);

    pub fn watch(
        window: &WebviewWindow,
        then: impl Fn(&str) + Send + 'static,
    ) -> tauri::Result<()> {
        let watched = window.state::<Watched>();
        let mut deeds = watched.0.lock().unwrap_or_else(PoisonError::into_inner);
        deeds.insert(window.label().to_owned(), Box::new(then));
        Ok(())
    }

    /// The process of one of the windows has ended.
    pub fn ended(webview: &Webview) {
        let watched = webview.state::<Watched>();
        let deeds = watched.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(deed) = deeds.get(webview.label()) {
            deed("macOS gives no reason");
        }
    }
}

#[cfg(target_os = "macos")]
pub use one_ear::{Watched, ended, watch};
