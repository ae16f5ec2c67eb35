//! Shows files in their folder: those that this run of the app saved, and no others, whatever a
//! page asks for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use protocol::{ExportedFile, Failure, GeneralReply, HostReply, Reply};
use tauri::async_runtime::spawn_blocking;

/// Files by what they were called to the window.
#[derive(Default)]
pub struct Saved(Mutex<BTreeMap<String, PathBuf>>);

impl Saved {
    /// Remembers a file that a reply tells of.
    pub fn hear(&self, reply: &Reply) {
        if let Reply::General(GeneralReply::Exported(file))
        | Reply::Host(HostReply::SetAside(file)) = reply
        {
            self.keep(file);
        }
    }

    fn keep(&self, file: &ExportedFile) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(file.path.clone(), PathBuf::from(&file.path));
    }

    fn find(&self, path: &str) -> Option<PathBuf> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(path).filter(|path| path.exists()).cloned()
    }

    /// Shows a file where it lies.
    pub async fn show(&self, path: &str) -> Result<Reply, Failure> {
        let path = self.find(path).ok_or(Failure::Gone)?;
        let shown = spawn_blocking(move || show_in_folder(&path)).await;
        let problem = match shown {
            Ok(Ok(())) => return Ok(Reply::DONE),
            Ok(Err(problem)) => problem,
            Err(problem) => problem.to_string(),
        };
        tracing::warn!(%problem, "a file could not be shown in its folder");
        Err(Failure::Internal)
    }
}

/// A free desktop's file manager selects the file where one is running that can; else its folder is
/// opened.
#[cfg(all(unix, not(target_os = "macos")))]
fn show_in_folder(path: &Path) -> Result<(), String> {
    let selected = crate::bus::show_file(path).map_err(|problem| problem.to_string());
    selected.or_else(|problem| {
        tracing::debug!(%problem, "no file manager selects the file");
        let folder = path.parent().unwrap_or(path);
        opener::open(folder).map_err(|problem| problem.to_string())
    })
}

#[cfg(target_os = "macos")]
fn show_in_folder(path: &Path) -> Result<(), String> {
    let mut open = std::process::Command::new("open");
    let opened = open.arg("-R").arg(path).spawn();
    opened.map(drop).map_err(|problem| problem.to_string())
}

#[cfg(windows)]
fn show_in_folder(path: &Path) -> Result<(), String> {
    use std::os::windows::process::CommandExt;

    let mut explorer = std::process::Command::new("explorer");
    // Its exit code says nothing, so only that it starts counts.
    let opened = explorer.raw_arg(select(path)).spawn();
    opened.map(drop).map_err(|problem| problem.to_string())
}

/// Explorer reads its line by itself: quotes around the whole word, as other programs get them where
/// there is a space in it, are not what it understands.
#[cfg(windows)]
fn select(path: &Path) -> std::ffi::OsString {
    let mut select = std::ffi::OsString::from("/select,\"");
    select.push(path);
    select.push("\"");
    select
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(windows)]
    #[test]
    fn explorer_is_told_the_path_as_it_reads_one() {
        let path = Path::new("C:\\Users\\Jana Nov\u{e1}k\\list.csv");
        let told = select(path).into_string().unwrap();
        assert_eq!(told, "/select,\"C:\\Users\\Jana Nov\u{e1}k\\list.csv\"");
    }

    #[test]
    fn only_what_this_run_saved_and_is_still_there_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let [ours, other] = ["list.csv", "other.csv"].map(|name| folder.path().join(name));
        for path in [&ours, &other] {
            std::fs::write(path, "one").unwrap();
        }
        let text = |path: &Path| path.display().to_string();
        let saved = Saved::default();
        assert_eq!(saved.find(&text(&ours)), None);
        saved.hear(&Reply::General(GeneralReply::Exported(ExportedFile {
            path: text(&ours),
        })));
        assert_eq!(saved.find(&text(&ours)), Some(ours.clone()));
        assert_eq!(saved.find(&text(&other)), None);
        let roundabout = text(&folder.path().join("x").join("..").join("list.csv"));
        assert_eq!(saved.find(&roundabout), None);
        std::fs::remove_file(&ours).unwrap();
        assert_eq!(saved.find(&text(&ours)), None);
    }
}
