//! An app with nothing in it: the floor below which no start of a Tauri app goes.
//!
//! The same libraries and build as the real one, one window, and one command by which its page
//! tells that it can be used. The command is named as the real one's, because the permission
//! files are those of the real one.

use std::process::ExitCode;

use tauri::{WebviewUrl, WebviewWindowBuilder};

#[tauri::command]
fn ask() {
    eprintln!("the window can be used");
}

fn main() -> ExitCode {
    let app = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![ask])
        .setup(|app| {
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
