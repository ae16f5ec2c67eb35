//! Starts that are handed over to this app while it runs. One that meets it on its way out is not
//! lost: the app gives its name up before anything that can wait, and starts once more itself
//! for whoever was told that somebody is there.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager};

use crate::deep_link::hand_in;
use crate::launch::Launch;
use crate::windows;

/// The starts that nobody has answered yet.
#[derive(Default)]
pub struct Starts(Mutex<Unanswered>);

#[derive(Default)]
struct Unanswered {
    ending: bool,
    next: u64,
    /// The arguments of each, after the program's name.
    arguments: BTreeMap<u64, Vec<String>>,
}

/// The app was started again: what a link is good for, the engine decides; anything else wants to
/// see the window.
pub fn started_again(app: &AppHandle, arguments: Vec<String>) {
    let arguments: Vec<String> = arguments.into_iter().skip(1).collect();
    let Some(number) = app.state::<Starts>().take_in(&arguments) else {
        return start_once_more(&arguments);
    };
    let launch = Launch::read(arguments.into_iter().map(Into::into));
    let link = launch.ok().and_then(|launch| launch.link);
    if let Some(link) = link {
        hand_in(app, link);
        return app.state::<Starts>().answered(number);
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        windows::bring_forward(app.clone()).await;
        app.state::<Starts>().answered(number);
    });
}

/// The app ends. A start from now on finds nobody, and those that found this one get another.
pub fn end(app: &AppHandle) {
    let unanswered = app.state::<Starts>().end();
    tauri_plugin_single_instance::destroy(app);
    for arguments in unanswered {
        start_once_more(&arguments);
    }
}

impl Starts {
    /// Keeps a start in mind, unless the app ends.
    fn take_in(&self, arguments: &[String]) -> Option<u64> {
        let mut starts = self.lock();
        if starts.ending {
            return None;
        }
        let number = starts.next;
        starts.next += 1;
        starts.arguments.insert(number, arguments.to_vec());
        Some(number)
    }

    fn answered(&self, number: u64) {
        let mut starts = self.lock();
        // What is answered while the app ends is answered by a window that goes.
        if !starts.ending {
            starts.arguments.remove(&number);
        }
    }

    fn end(&self) -> Vec<Vec<String>> {
        let mut starts = self.lock();
        starts.ending = true;
        std::mem::take(&mut starts.arguments)
            .into_values()
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Unanswered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start_once_more(arguments: &[String]) {
    tracing::info!("started again while the app ends: another one starts");
    let started = std::env::current_exe().and_then(|program| {
        let mut again = Command::new(program);
        again.args(arguments).stdin(Stdio::null()).spawn()
    });
    if let Err(problem) = started {
        tracing::error!(%problem, "a start that met the end of the app is lost");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_start_that_was_not_answered_when_the_app_ends_is_made_once_more() {
        let starts = Starts::default();
        let first = starts.take_in(&words(&["--practice"])).unwrap();
        starts.take_in(&words(&["--practice", "app.greentick:/x"]));
        starts.answered(first);
        assert_eq!(starts.end(), [words(&["--practice", "app.greentick:/x"])]);
        assert!(starts.end().is_empty());
    }

    #[test]
    fn who_starts_while_the_app_ends_is_not_kept_waiting_in_a_list_nobody_reads() {
        let starts = Starts::default();
        starts.end();
        assert_eq!(starts.take_in(&words(&["--practice"])), None);
    }
}
