//! Finds and ends what a session left running: services, browsers, children of children.

use std::{collections::BTreeSet, fs, process, time::Duration};

use super::home::MARK;
use crate::{process::signal, wait};

/// Processes that carry the session's name, and their descendants.
pub fn members(name: &str) -> BTreeSet<u32> {
    let all: Vec<(u32, u32)> = pids().filter_map(|pid| Some((pid, parent(pid)?))).collect();
    let mut found: BTreeSet<u32> = all
        .iter()
        .map(|&(pid, _)| pid)
        .filter(|&pid| carries(pid, name))
        .collect();
    // A process that forbids to be looked at hides its environment, but not its parent.
    loop {
        let before = found.len();
        found.extend(
            all.iter()
                .filter(|(_, parent)| found.contains(parent))
                .map(|(pid, _)| *pid)
                .collect::<Vec<_>>(),
        );
        if found.len() == before {
            break;
        }
    }
    found.remove(&process::id());
    found
}

/// Asks everything to end, then makes it.
pub fn end_all(name: &str) {
    for (word, patience) in [
        ("TERM", Duration::from_secs(3)),
        ("KILL", Duration::from_secs(3)),
    ] {
        for pid in members(name) {
            signal(word, pid);
        }
        let gone = wait::until("the session's end", patience, || {
            members(name).is_empty().then_some(())
        });
        if gone.is_ok() {
            return;
        }
    }
}

fn pids() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The parent's id; nothing for a process that has ended and only waits to be noticed.
fn parent(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything, also brackets and spaces.
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let state = fields.next()?;
    (state != "Z").then_some(fields.next()?.parse().ok()?)
}

/// By its environment, or by its arguments: a browser overwrites the former with the latter.
fn carries(pid: u32, name: &str) -> bool {
    let marked = fs::read(format!("/proc/{pid}/environ")).is_ok_and(|environment| {
        environment.split(|&byte| byte == 0).any(|entry| {
            let marks = entry
                .strip_prefix(MARK.as_bytes())
                .and_then(|rest| rest.strip_prefix(b"="));
            marks.is_some_and(|marks| holds(marks, name))
        })
    });
    marked || fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|words| holds(&words, name))
}

fn holds(bytes: &[u8], name: &str) -> bool {
    bytes
        .windows(name.len())
        .any(|window| window == name.as_bytes())
}
