//! An app with nothing in it: the floor below which no start of a Tauri app goes.
//!
//! The same libraries and build as the real one, one window, and one command by which its page
//! tells that it can be used. With `--hidden` it has an icon in the tray and no window. The command is named as the real one's, because the permission
//! files are those of the real one.

use std::process::ExitCode;

use tauri::menu::MenuBuilder;
use tauri::tray::TrayIconBuilder;
use tauri::{WebviewUrl, WebviewWindowBuilder};

#[tauri::command]
fn ask() {
    eprintln!("the window can be used");
}

fn main() -> ExitCode {
    let app = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![ask])
        .setup(|app| {
            if std::env::args().any(|word| word == "--hidden") {
                let menu = MenuBuilder::new(app).text("quit", "Quit").build()?;
                let tray = TrayIconBuilder::new().menu(&menu);
                let icon = app.default_window_icon().cloned();
                icon.into_iter()
                    .fold(tray, |tray, icon| tray.icon(icon))
                    .build(app)?;
                return Ok(());
            }
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .inner_size(1180.0, 760.0)
                .center()
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!("tests/empty/tauri.conf.json"));
    match app {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("empty: {problem}");
            ExitCode::FAILURE
        }
    }
}
