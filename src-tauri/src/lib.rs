//! The shell: all that knows Tauri, and nothing else. What the app does is decided in the crates.

mod actions;
mod addresses;
mod beside;
mod browser;
#[cfg(all(unix, not(target_os = "macos")))]
mod bus;
mod commands;
mod composition;
#[cfg(test)]
mod config_tests;
mod data_dir;
mod deep_link;
mod desktop_proxy;
mod downloads;
mod events;
mod guide_pages;
mod handed;
mod jars;
mod keychain;
#[cfg(all(unix, not(target_os = "macos")))]
mod keychain_signals;
mod launch;
mod lifecycle;
mod log;
mod look;
mod message;
mod not_shown;
mod notices;
mod opening;
mod page;
mod passing;
mod plain_text;
mod platform;
mod private_folder;
mod replace;
mod running;
mod sample;
mod saved;
mod shell;
#[cfg(all(unix, not(target_os = "macos")))]
mod sign_in_strip;
mod sign_in_window;
mod starts;
mod tray;
mod tray_presence;
mod web_process;
mod window_requests;
mod windows;
mod words;

use std::alloc::System;
use std::io::Write;
use std::process::ExitCode;

use tauri::{App, Manager};
use zeroizing_alloc::ZeroAlloc;

use crate::data_dir::DataDir;
use crate::launch::{CommandLine, Launch};
use crate::look::Looks;
use crate::not_shown::NotShownBefore;
use crate::notices::Notices;
use crate::opening::Opening;
use crate::page::Page;
use crate::running::EngineSlot;
use crate::sample::Plays;
use crate::saved::Saved;
use crate::starts::Starts;
use crate::tray_presence::TrayPresence;

/// Wipes what is freed: HTTP, TLS and JSON keep copies of tokens in buffers of their own.
#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

/// Runs the app until the person quits.
pub fn run() -> ExitCode {
    let launch = match CommandLine::read(std::env::args_os().skip(1)) {
        Ok(CommandLine::Start(launch)) => launch,
        Ok(CommandLine::Help) => return print(launch::USAGE),
        Ok(CommandLine::Version) => return print(concat!("greentick ", env!("CARGO_PKG_VERSION"))),
        Err(problem) => {
            eprintln!("greentick: {problem}\n{}", launch::USAGE);
            return ExitCode::from(2);
        }
    };
    #[cfg(target_os = "linux")]
    platform::avoid_blank_windows();
    let data_dir = match DataDir::open(launch.kind()) {
        Ok(data_dir) => data_dir,
        Err(problem) => {
            message::cannot_start(&problem.to_string());
            return ExitCode::FAILURE;
        }
    };
    log::start(data_dir.log());
    platform::no_core_dumps();
    #[cfg(all(unix, not(target_os = "macos")))]
    if let Err(problem) = bus::see_that_no_other_hangs(&launch.kind().identifier()) {
        message::cannot_start(&problem.to_string());
        return ExitCode::FAILURE;
    }
    match build(launch, data_dir) {
        Ok(app) => {
            app.run(|app, event| lifecycle::on_run_event(app, &event));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            #[cfg(target_os = "linux")]
            if is_hand_over(&problem) {
                platform::start_where_another_ended();
            }
            tracing::error!(%problem, "the app cannot start");
            ExitCode::FAILURE
        }
    }
}

/// Says what was asked for where other programs read it.
fn print(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Whether another app was there to take this start over, and then was not.
#[cfg(target_os = "linux")]
fn is_hand_over(problem: &tauri::Error) -> bool {
    matches!(problem, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

fn build(launch: Launch, data_dir: DataDir) -> tauri::Result<App> {
    let mut context = tauri::generate_context!();
    // The single instance goes by the identifier: practice and real run side by side.
    let kind = launch.kind();
    context.config_mut().identifier = kind.identifier();
    let builder = tauri::Builder::default();
    #[cfg(target_os = "macos")]
    let builder = builder
        .manage(web_process::Watched::default())
        .on_web_content_process_terminate(web_process::ended);
    builder
        // First of all, so that a second process ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            starts::started_again(app, arguments);
        }))
        .plugin(tauri_plugin_deep_link::init())
        .manage(Looks::read(data_dir.look()))
        .manage(data_dir)
        .manage(EngineSlot::default())
        .manage(Saved::default())
        .manage(NotShownBefore::default())
        .manage(Page::default())
        .manage(windows::Making::default())
        .manage(TrayPresence::default())
        .manage(Starts::default())
        .manage(kind)
        .manage(Plays::at_start(kind))
        .manage(Opening::new(kind))
        .invoke_handler(tauri::generate_handler![commands::ask])
        .setup(|app| {
            if let Err(problem) = set_up(app, launch) {
                tracing::error!(%problem, "the app cannot start");
                let folder = app.state::<DataDir>().folder().display().to_string();
                message::cannot_start(&format!("{problem}\n\nData folder: {folder}"));
                // Tauri would panic, and a person would see nothing.
                std::process::exit(1);
            }
            Ok(())
        })
        .build(context)
}

fn set_up(app: &mut App, launch: Launch) -> tauri::Result<()> {
    let app = app.handle();
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(version, practice = launch.practice, "started");
    let asked = app.clone();
    app.manage(Notices::start(
        app.state::<DataDir>().standing_notices(),
        launch.practice,
        move |wanted| actions::carry_out(&asked, wanted),
    )?);
    if !launch.hidden {
        windows::open_main(app)?;
    }
    deep_link::listen(app);
    if launch.register_links {
        deep_link::register(app);
    }
    if let Some(link) = launch.link {
        deep_link::hand_in(app, link);
    }
    tauri::async_runtime::spawn(tray::follow(app.clone()));
    #[cfg(all(unix, not(target_os = "macos")))]
    tauri::async_runtime::spawn(lifecycle::say_once_where_no_icon_is_drawn(app.clone()));
    tauri::async_runtime::spawn(opening::at_start(app.clone()));
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::io::{Read, Seek, SeekFrom};

    /// That nothing of a token is left of a whole exchange, the networks' tests look at; here that
    /// it is the app itself that wipes.
    #[test]
    fn what_the_app_frees_is_wiped() {
        let mut memory = File::open("/proc/self/mem").unwrap();
        let mut left = vec![0; 32 * 1024];
        let secret = vec![0x5a_u8; left.len()];
        // Else what is freed at the end of the heap may go back to the system.
        let _end = vec![1_u8; left.len()];
        let place = secret.as_ptr().addr() as u64;
        memory.seek(SeekFrom::Start(place)).unwrap();
        drop(secret);
        memory.read_exact(&mut left).unwrap();
        assert!(!left.windows(64).any(|bytes| bytes == [0x5a; 64]));
    }
}
