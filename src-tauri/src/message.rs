//! What is said where no window of ours can come up: a plain box of the system, and standard error.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::AppHandle;
use words::{desktop, say};

/// Says why the app does not start, and waits until a person has read it where the system can
/// show it.
pub fn cannot_start(problem: &str) {
    eprintln!("greentick: {problem}");
    show(&say(desktop::cannot_start()), problem);
}

/// Says why the app that goes on cannot show its window; once until that was read, however often a
/// person asks for the window meanwhile.
pub fn cannot_show(app: &AppHandle, problem: String) {
    static STANDS: AtomicBool = AtomicBool::new(false);
    if STANDS.swap(true, Ordering::Relaxed) {
        return;
    }
    let shown = move || {
        show(&say(desktop::cannot_show()), &problem);
        STANDS.store(false, Ordering::Relaxed);
    };
    // GTK's boxes belong to its own thread, and go on with its work; the others wait for theirs.
    if cfg!(all(unix, not(target_os = "macos"))) {
        if let Err(problem) = app.run_on_main_thread(shown) {
            tracing::warn!(%problem, "no box can be shown");
        }
    } else {
        std::thread::spawn(shown);
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn show(title: &str, problem: &str) {
    use gtk::prelude::*;

    // Without a screen nobody could read it.
    if gtk::init().is_err() {
        return;
    }
    let dialog = gtk::MessageDialog::new(
        None::<&gtk::Window>,
        gtk::DialogFlags::MODAL,
        gtk::MessageType::Error,
        gtk::ButtonsType::Close,
        title,
    );
    dialog.set_title(&say(desktop::title()));
    dialog.set_secondary_text(Some(problem));
    dialog.run();
    dialog.close();
}

/// A released app has no standard error there that anybody sees.
#[cfg(windows)]
#[allow(
    unsafe_code,
    reason = "the system's box is reached by its own call alone"
)]
fn show(title: &str, problem: &str) {
    use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONERROR, MB_OK, MessageBoxW};

    let [text, title] = [problem, title].map(|text| -> Vec<u16> {
        let until_its_end = text.replace('\0', " ") + "\0";
        until_its_end.encode_utf16().collect()
    });
    // SAFETY: both texts end with a zero and outlive the call.
    unsafe {
        MessageBoxW(
            std::ptr::null_mut(),
            text.as_ptr(),
            title.as_ptr(),
            MB_OK | MB_ICONERROR,
        );
    }
}

/// As on Windows, nobody sees the standard error of an app that was opened with a click.
#[cfg(target_os = "macos")]
fn show(title: &str, problem: &str) {
    const SCRIPT: &str = "on run words\n\
        display alert (item 1 of words) message (item 2 of words) as critical\n\
        end run";
    let mut box_of_the_system = std::process::Command::new("osascript");
    box_of_the_system.args(["-e", SCRIPT, title, problem]);
    if let Err(problem) = box_of_the_system.status() {
        eprintln!("greentick: no box can be shown: {problem}");
    }
}
