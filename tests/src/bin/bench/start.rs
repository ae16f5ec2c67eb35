//! From the start of the process to the first frame in which the window can be used, beside an
//! empty app of the same Tauri that tells it in the same way.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use journeys::report::Measure;
use journeys::{Desktop, Parts, Trouble, app, process, wait};

use crate::median::{MILLIS, median};

const ROUNDS: usize = 9;
const GOAL: f64 = 1.25;
const LIMIT: Duration = Duration::from_secs(30);
/// What both say when their page has painted what it has to show.
const USABLE: &str = "the window can be used";
/// What ours says when Tauri is set up and the window is made.
const SET_UP: &str = "started";

struct Contender {
    name: &'static str,
    program: PathBuf,
    arguments: &'static [&'static str],
}

#[derive(Default)]
struct Rounds {
    usable: Vec<Duration>,
    set_up: Vec<Duration>,
}

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let desktop = Desktop::start(Parts::Full)?;
    let ours = Contender {
        name: "ours",
        program: app::binary()?,
        arguments: &["--practice"],
    };
    let empty = Contender {
        name: "empty",
        program: empty()?,
        arguments: &[],
    };
    Ok(vec![
        side_by_side(
            &desktop,
            "start with an empty data folder",
            &ours,
            &empty,
            true,
        )?,
        side_by_side(&desktop, "start again", &ours, &empty, false)?,
    ])
}

/// The example that `cargo xtask bench` has built beside this program.
pub fn empty() -> Result<PathBuf, Trouble> {
    let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
    let empty = own
        .with_file_name("examples")
        .join(format!("empty{}", env::consts::EXE_SUFFIX));
    if empty.exists() {
        Ok(empty)
    } else {
        Err(Trouble::NotBuilt(empty))
    }
}

fn side_by_side(
    desktop: &Desktop,
    name: &str,
    ours: &Contender,
    empty: &Contender,
    anew: bool,
) -> Result<Measure, Trouble> {
    let (mut own, mut floor) = (Rounds::default(), Rounds::default());
    for round in 0..=ROUNDS {
        for (contender, rounds) in [(ours, &mut own), (empty, &mut floor)] {
            let folder = desktop.home().join(contender.name);
            if anew && folder.exists() {
                fs::remove_dir_all(&folder).map_err(Trouble::io(contender.name))?;
            }
            let mut into = Rounds::default();
            // The first round brings the programs into memory and is not counted.
            let into = if round == 0 { &mut into } else { rounds };
            one_start(desktop, contender, &folder, into)?;
        }
    }
    let set_up = median(&mut own.set_up, MILLIS);
    let (own, floor) = (
        median(&mut own.usable, MILLIS),
        median(&mut floor.usable, MILLIS),
    );
    let measure = Measure::at_most(name, "ms", own, ("an empty Tauri app", floor), GOAL);
    Ok(measure.noting(format!(
        "ours: {set_up:.0} ms until the window is made, then {:.0} ms until its list is painted",
        own - set_up
    )))
}

fn one_start(
    desktop: &Desktop,
    contender: &Contender,
    folder: &Path,
    rounds: &mut Rounds,
) -> Result<(), Trouble> {
    let quiet = Desktop::running(&desktop.name()).len();
    let mut command = desktop.command(&contender.program);
    command
        .args(contender.arguments)
        .env("GREENTICK_HOME", folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let began = Instant::now();
    let child = command.spawn().map_err(Trouble::io(contender.name))?;
    let mut running = Running(child);
    let heard = running.lines();
    loop {
        let left = LIMIT.saturating_sub(began.elapsed());
        let (at, line) = heard.recv_timeout(left).map_err(|_| Trouble::TimedOut {
            what: format!("the window of {}", contender.name),
            limit: LIMIT,
            last: None,
        })?;
        if line.contains(SET_UP) {
            rounds.set_up.push(at - began);
        }
        if line.contains(USABLE) {
            rounds.usable.push(at - began);
            break;
        }
    }
    drop(running);
    // The next start must not share the processor with the end of this one.
    wait::until("the end of all web processes", LIMIT, || {
        (Desktop::running(&desktop.name()).len() <= quiet).then_some(())
    })
}

/// A process that ends when this is dropped.
pub struct Running(pub Child);

impl Running {
    /// The lines of its log, each with the moment in which it was heard.
    fn lines(&mut self) -> mpsc::Receiver<(Instant, String)> {
        let (tell, hear) = mpsc::channel();
        if let Some(log) = self.0.stderr.take() {
            // Reads on when nobody listens any more: a full pipe would hold the program up.
            thread::spawn(move || {
                for line in BufReader::new(log).lines().map_while(Result::ok) {
                    let _ = tell.send((Instant::now(), line));
                }
            });
        }
        hear
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        process::signal("TERM", self.0.id());
        let limit = Duration::from_secs(5);
        let ended = wait::until("the end", limit, || self.0.try_wait().ok().flatten());
        if ended.is_err() {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}
