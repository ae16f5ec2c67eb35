//! What the app does in the tray when nothing is due, beside an empty app of the same Tauri in the
//! same state: how often their threads are scheduled, which is how often a processor is woken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use journeys::report::Measure;
use journeys::{Desktop, Parts, Trouble, app};

use crate::start::{Running, empty};

/// How long both are left alone first, and then watched.
const SETTLING: Duration = Duration::from_secs(20);
const WATCHED: Duration = Duration::from_secs(60);
/// So many switches more than the empty app's are still none: whatever else goes on at the desktop
/// reaches both, at moments of its own.
const TOLERANCE: f64 = 5.0;

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let desktop = Desktop::start(Parts::Full)?;
    let mut running = vec![];
    for (name, program, arguments) in [
        ("ours", app::binary()?, &["--practice", "--hidden"][..]),
        ("empty", empty()?, &["--hidden"][..]),
    ] {
        running.push(start(&desktop, name, program, arguments)?);
    }
    thread::sleep(SETTLING);
    let switches = || -> Result<Vec<BTreeMap<String, u64>>, Trouble> {
        running.iter().map(|one| switches_of(one.0.id())).collect()
    };
    let before = switches()?;
    thread::sleep(WATCHED);
    let after = switches()?;
    let grown: Vec<BTreeMap<String, u64>> = after
        .into_iter()
        .zip(before)
        .map(|(after, before)| {
            let known = |name: &String| before.get(name).copied().unwrap_or(0);
            let grown = after.into_iter().map(|(name, count)| {
                let more = count.saturating_sub(known(&name));
                (name, more)
            });
            grown.filter(|(_, more)| *more > 0).collect()
        })
        .collect();
    let sum = |one: &BTreeMap<String, u64>| one.values().sum::<u64>() as f64;
    let (ours, floor) = (sum(&grown[0]), sum(&grown[1]));
    // Of nothing nothing can be a multiple, so both carry the tolerance.
    let measure = Measure::at_most(
        "context switches in 60 s in the tray",
        "switches",
        ours,
        ("an empty Tauri app and a tolerance of 5", floor + TOLERANCE),
        1.0,
    );
    Ok(vec![measure.noting(format!(
        "ours: {}; the empty app's: {}",
        told(&grown[0]),
        told(&grown[1])
    ))])
}

fn start(
    desktop: &Desktop,
    name: &str,
    program: PathBuf,
    arguments: &[&str],
) -> Result<Running, Trouble> {
    let folder = desktop.home().join(name);
    let mut command: Command = desktop.command(&program);
    command
        .args(arguments)
        .env("GREENTICK_HOME", &folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map(Running).map_err(Trouble::io(name))
}

/// How often each thread of a process and of all below it was scheduled so far.
fn switches_of(root: u32) -> Result<BTreeMap<String, u64>, Trouble> {
    let mut all = BTreeMap::new();
    for process in with_children(root)? {
        let threads = Path::new("/proc").join(process.to_string()).join("task");
        // Whatever has ended meanwhile wakes nobody any more.
        for thread in fs::read_dir(&threads).into_iter().flatten().flatten() {
            let read = |file| fs::read_to_string(thread.path().join(file)).unwrap_or_default();
            let status = read("status");
            let lines = status.lines().filter(|line| line.contains("ctxt_switches"));
            let counts =
                lines.filter_map(|line| line.split_whitespace().last()?.parse::<u64>().ok());
            let name = format!("{} {}", read("comm").trim(), thread.file_name().display());
            all.insert(name, counts.sum());
        }
    }
    Ok(all)
}

fn with_children(root: u32) -> Result<Vec<u32>, Trouble> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc")
        .map_err(Trouble::io("/proc"))?
        .flatten()
    {
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let number = entry.file_name().to_string_lossy().parse::<u32>();
        let parent = stat
            .rsplit(") ")
            .next()
            .and_then(|rest| rest.split(' ').nth(1));
        if let (Ok(number), Some(Ok(parent))) = (number, parent.map(str::parse::<u32>)) {
            parents.insert(number, parent);
        }
    }
    let mut all = vec![root];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        let children = parents.iter().filter(|(_, of)| **of == parent);
        all.extend(children.map(|(number, _)| *number));
        at += 1;
    }
    Ok(all)
}

/// The threads that were scheduled most.
fn told(grown: &BTreeMap<String, u64>) -> String {
    let mut all: Vec<(&String, &u64)> = grown.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let most = all.into_iter().take(6);
    let most: Vec<String> = most
        .map(|(name, count)| format!("{name}: {count}"))
        .collect();
    if most.is_empty() {
        "none".to_owned()
    } else {
        most.join(", ")
    }
}
